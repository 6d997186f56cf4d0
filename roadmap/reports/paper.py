"""A plan for the council: the same object for the page and for the paper."""

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cities.permissions import Person
from roadmap import money
from roadmap.models import Action, ActionTarget, AdoptionStep, Plan
from roadmap.money import Balance, Ledger
from roadmap.reports import finances, pictures, projected
from roadmap.reports.paper_parts import (
    ActionPart,
    AimPart,
    MoneyPart,
    PlanPaper,
    SharePart,
    StepPart,
    YearPart,
)
from roadmap.reports.scope import Scope
from roadmap.reports.wording import typed

TAGS = {
    "is_nature_based": _("nature-based solution"),
    "is_climate_adaptation": _("adaptation to climate change"),
    "is_green_agenda": _("green agenda"),
    "is_for_vulnerable_groups": _("vulnerable groups"),
}


def build(scope: Scope, user: Person, today: dt.date) -> PlanPaper:
    """Say all that the paper says, in the language in use.

    The scope was gathered with targets and hazards. Two queries, and one for each
    assessment whose radar is drawn.
    """
    plan, city = scope.plan, scope.city
    owner = plan.owner if city is None else city
    return PlanPaper(
        language=get_language() or "en",
        plan_title=typed(plan.title),
        owner=plan.city.full_name if plan.city else plan.owner.name,
        part_of=city.full_name if city else "",
        members=tuple(one.name for one in plan.cities) if plan.group_id else (),
        authority=typed(getattr(owner, "authority", "")),
        first_year=plan.first_year,
        last_year=plan.last_year,
        purpose=typed(plan.purpose),
        is_adopted=plan.is_adopted,
        is_demo=plan.is_demo or any(one.is_demo for one in plan.cities),
        on=today,
        valid_until=plan.valid_until,
        actions=tuple(_action(one, scope) for one in scope.actions),
        finances=finances.build(scope),
        schedule=pictures.schedule(scope, today, linked=False),
        projections=_projections(scope, user),
        steps=_steps(plan),
    )


def _projections(scope: Scope, user: Person) -> tuple[projected.Projected, ...]:
    """Project each assessment of the city; a whole joint plan has too many."""
    city = scope.plan.city or scope.city
    if city is None:
        return ()
    counted = projected.counted_by_rule(scope.actions)
    return tuple(
        projected.project(one, scope.actions, counted)
        for one in projected.rounds(scope.actions, user)
        if one.city_id == city.pk
    )


def _action(action: Action, scope: Scope) -> ActionPart:
    ledger = _of_action(scope.ledger, action.pk)
    names = dict(Action.Priority.choices)
    return ActionPart(
        number=action.number,
        title=typed(action.title),
        description=typed(action.description),
        type=str(action.get_type_display()),
        lead_institution=typed(action.lead_institution),
        partners=typed(action.partners),
        starts_on=action.starts_on,
        ends_on=action.ends_on,
        status=str(action.get_status_display()),
        progress=action.progress,
        priority=str(names[Action.Priority(action.effective_priority)]),
        priority_reason=typed(action.priority_reason),
        is_first=action.effective_priority == Action.Priority.NOW,
        impact=action.impact,
        difficulty=action.difficulty,
        hazards=tuple(one.name for one in action.hazards.all()),
        tags=tuple(
            str(tag)
            for name, tag in TAGS.items()
            if getattr(action, name) and str(tag) != str(action.get_type_display())
        ),
        indicator=typed(action.indicator),
        baseline=typed(action.baseline),
        target=typed(action.target),
        aims=tuple(
            _aim(one, is_joint=scope.plan.group_id is not None)
            for one in action.targets.all()
            if scope.city is None or one.answer.assessment.city_id == scope.city.pk
        ),
        balance=ledger.total,
        years=tuple(YearPart(*one) for one in ledger.by_year().items()),
        fundings=_fundings(action, ledger),
        shares=_shares(action, scope),
        whole_cost=scope.whole.by_action().get(action.pk, Balance()).cost,
    )


def _of_action(ledger: Ledger, action: int) -> Ledger:
    return Ledger(
        tuple(one for one in ledger.costs if one.action == action),
        tuple(one for one in ledger.amounts if one.action == action),
        tuple(one for one in ledger.gaps if one.action == action),
    )


def _aim(target: ActionTarget, *, is_joint: bool) -> AimPart:
    answer = target.answer
    wording = {level.score: level.text for level in answer.question.levels.all()}
    return AimPart(
        code=answer.question.code,
        title=answer.question.title,
        city=answer.assessment.city.name if is_joint else "",
        before=answer.score,
        before_text="" if answer.score is None else wording.get(answer.score, ""),
        after=target.score,
        after_text=wording.get(target.score, ""),
        top=max(wording, default=target.score),
    )


def _fundings(action: Action, ledger: Ledger) -> tuple[MoneyPart, ...]:
    """Return the rows of funding; in a city's part with the city's dinars.

    The ledger keeps the rows in their order, so both are read side by side.
    """
    return tuple(
        MoneyPart(
            year=row.year,
            source=str(row.get_source_display()),
            state=str(row.get_state_display()),
            dinars=amount.dinars,
            is_sustainable=row.is_sustainable,
            note=typed(row.note),
        )
        for row, amount in zip(action.fundings.all(), ledger.amounts, strict=False)
    )


def _shares(action: Action, scope: Scope) -> tuple[SharePart, ...]:
    """Return all cities' shares of a joint action, with their dinars once divided."""
    if scope.plan.group_id is None:
        return ()
    dinars: Mapping[str, int] = {}
    if action.pk in scope.shares:
        divided = money.parts(_of_action(scope.whole, action.pk), scope.shares)
        dinars = {code: part.total.cost for code, part in divided.items()}
    return tuple(
        SharePart(one.city.name, one.part, dinars.get(one.city.code))
        for one in action.shares.all()
    )


def _steps(plan: Plan) -> tuple[StepPart, ...]:
    taken = plan.taken
    return tuple(
        StepPart(
            name=str(kind.label),
            day=taken[kind].day if kind in taken else None,
            number=typed(taken[kind].number) if kind in taken else "",
            note=typed(taken[kind].note) if kind in taken else "",
        )
        for kind in AdoptionStep.Kind
    )
