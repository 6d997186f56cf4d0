"""Actions of a plan are added, changed, funded and taken out.

Who may is the caller's business; what makes no sense is refused here, for the page and
the workbook alike.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import City, User
from cities.permissions import Refused
from roadmap import findings
from roadmap.actions.holding import check_version, hold_plan
from roadmap.content import PLAIN, Content, Money, as_record, differences
from roadmap.models import (
    Action,
    ActionChange,
    ActionCost,
    ActionShare,
    ActionTarget,
    Funding,
    Plan,
)
from scorecard.models import Answer


def add(*, plan: Plan, content: Content, by: User) -> Action:
    """Write a new action with the next number.

    Raises ValidationError with sentences by field, Refused once the plan is adopted.
    """
    content = settled(content)
    with transaction.atomic():
        held = _open(plan)
        check(held, content)
        last = held.actions.aggregate(last=Max("number"))["last"] or 0
        action = Action(plan=held, number=last + 1, changed_by=by)
        _write(action, content)
        log(action, {}, as_record(content), by)
    return action


def change(*, action: Action, content: Content, version: int, by: User) -> Action:
    """Save what was typed on top of `version`, and keep the change in the history.

    Nothing is written where nothing differs. Raises as `add` does, and Conflict where
    the action has moved on.
    """
    content = settled(content)
    with transaction.atomic():
        held = _open(action.plan)
        found = current(action)
        before, after = differences(as_record(content_of(found)), as_record(content))
        if not after:
            return found
        check_version(found, version)
        check(held, content)
        found.version += 1
        found.changed_at, found.changed_by = timezone.now(), by
        _write(found, content)
        log(found, before, after, by)
    return found


def fund(
    *, action: Action, fundings: Iterable[Money], version: int, by: User
) -> Action:
    """Say anew where the money comes from; possible after adoption too."""
    with transaction.atomic():
        plan = hold_plan(action.plan)
        found = current(action)
        standing = content_of(found)
        content = with_money(standing, fundings)
        before, after = differences(as_record(standing), as_record(content))
        if not after:
            return found
        check_version(found, version)
        faults = findings.of_fundings(plan, content.fundings, content.costs)
        if faults:
            raise ValidationError(faults)
        found.version += 1
        found.changed_at, found.changed_by = timezone.now(), by
        found.save()
        _write_fundings(found, content.fundings)
        log(found, before, after, by)
    return found


def remove(*, action: Action, version: int) -> None:
    """Take an action out of a draft; the others keep their numbers."""
    with transaction.atomic():
        _open(action.plan)
        found = current(action)
        check_version(found, version)
        found.delete()


def check(plan: Plan, content: Content) -> None:
    """Raise ValidationError by field for what keeps the action out of the plan."""
    faults = findings.of_content(
        plan, content, answers_of(content.targets), plan.cities
    )
    if faults:
        raise ValidationError(faults)


def answers_of(targets: Iterable[int]) -> Mapping[int, Answer]:
    """Return answers by key, with what is needed to judge a target."""
    found = Answer.objects.filter(pk__in=list(targets)).with_parts()
    return {one.pk: one for one in found}


def content_of(action: Action) -> Content:
    """Return what stands, as a form would say it."""
    return Content(
        **{name: getattr(action, name) for name in PLAIN},
        hazards=tuple(one.pk for one in action.hazards.all()),
        cities=tuple(one.city_id for one in action.shares.all()),
        targets={one.answer_id: one.score for one in action.targets.all()},
        costs={one.year: one.dinars for one in action.costs.all()},
        fundings=tuple(
            Money(
                one.year,
                one.source,
                one.state,
                one.dinars,
                one.is_sustainable,
                one.note,
            )
            for one in action.fundings.all()
        ),
    )


def with_money(content: Content, fundings: Iterable[Money]) -> Content:
    """Return the content with other money."""
    return replace(content, fundings=tuple(fundings))


def settled(content: Content) -> Content:
    """Return the content with done made 100 %, and years without cost left out."""
    progress = 100 if content.status == Action.Status.DONE else content.progress
    costs = {year: dinars for year, dinars in content.costs.items() if dinars}
    return replace(content, progress=progress, costs=costs)


def _open(plan: Plan) -> Plan:
    """Lock the plan, and refuse where the assembly has decided on it."""
    held = hold_plan(plan)
    if held.is_adopted:
        raise Refused(decided())
    return held


def decided() -> str:
    """Say why an adopted plan takes no other actions."""
    return _("The assembly has decided on this plan: its actions stay as they are.")


def current(action: Action) -> Action:
    """Return the action as it stands, or refuse where it is gone."""
    found = Action.objects.with_parts().filter(pk=action.pk).first()
    if found is None:
        raise Refused(_("This action was taken out of the plan meanwhile."))
    return found


def _write(action: Action, content: Content) -> None:
    for name in PLAIN:
        setattr(action, name, getattr(content, name))
    action.save()
    action.hazards.set(content.hazards)
    _write_targets(action, content.targets)
    _write_costs(action, content.costs)
    _write_fundings(action, content.fundings)
    _write_cities(action, content.cities)


# One row after the other: the audit does not see `update` and `bulk_create`.


def _write_targets(action: Action, targets: Mapping[int, int]) -> None:
    standing = {one.answer_id: one for one in action.targets.all()}
    for key, row in standing.items():
        if key not in targets:
            row.delete()
    for key, level in targets.items():
        row = standing.get(key) or ActionTarget(action=action, answer_id=key)
        if row.pk is None or row.score != level:
            row.score = level
            row.save()


def _write_costs(action: Action, costs: Mapping[int, int]) -> None:
    standing = {one.year: one for one in action.costs.all()}
    for year, row in standing.items():
        if year not in costs:
            row.delete()
    for year, dinars in costs.items():
        row = standing.get(year) or ActionCost(action=action, year=year)
        if row.pk is None or row.dinars != dinars:
            row.dinars = dinars
            row.save()


def _write_fundings(action: Action, fundings: Iterable[Money]) -> None:
    """Keep the rows in the order given; rows that did not change stay as they are."""
    standing = sorted(action.fundings.all(), key=lambda one: one.pk)
    wanted = sorted(fundings, key=lambda one: one.year)
    for row, one in zip(standing, wanted, strict=False):
        told = vars(one)
        if any(getattr(row, name) != value for name, value in told.items()):
            for name, value in told.items():
                setattr(row, name, value)
            row.save()
    for row in standing[len(wanted) :]:
        row.delete()
    for one in wanted[len(standing) :]:
        Funding.objects.create(action=action, **vars(one))


def _write_cities(action: Action, cities: Iterable[int]) -> None:
    """Take part, or no longer; the parts themselves are agreed on elsewhere."""
    standing = {one.city_id: one for one in action.shares.all()}
    for key, row in standing.items():
        if key not in cities:
            row.delete()
    for city in City.objects.filter(pk__in=set(cities) - standing.keys()):
        ActionShare.objects.create(action=action, city=city, part=0)


def log(action: Action, before: Mapping, after: Mapping, by: User) -> None:
    """Keep one change of an action in its history."""
    ActionChange.objects.create(
        action=action,
        version=action.version,
        at=action.changed_at,
        by=by,
        before=before,
        after=after,
    )
