"""Where cities stand on the roadmap and what is next, read in few queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cities.models import City, Membership, User
from cities.models.people import name_in_script
from cities.serbian import to_latin
from roadmap.models import (
    CriterionMet,
    Letter,
    Objective,
    Plan,
    Stage,
    StageCriterion,
    StageEntry,
    StageRequest,
)
from scorecard.models import Answer, Assessment

HISTORY_SHOWN = 20


@dataclass(frozen=True)
class Standing:
    """The stage of one city, what of it is open, and the latest request from it."""

    city: City
    entry: StageEntry | None
    asked: Sequence[StageCriterion] = ()
    open: Sequence[StageCriterion] = ()
    request: StageRequest | None = None

    @property
    def stage(self) -> Stage | None:
        return self.entry.as_stage if self.entry else None

    @property
    def met(self) -> int:
        return len(self.asked) - len(self.open)

    @property
    def waiting(self) -> StageRequest | None:
        return self.request if self.request and self.request.is_waiting else None

    @property
    def answered(self) -> StageRequest | None:
        """The request that the focal point answered last, while nothing was asked."""
        is_answer = self.request and self.request.state == StageRequest.State.ANSWERED
        return self.request if is_answer else None

    @property
    def next_title(self) -> str:
        """What is next, in words."""
        if self.entry is None:
            return _("The stage of the city is not recorded yet")
        if self.waiting:
            return _("The request waits for the focal point")
        if self.open:
            return _("Still open: %(criterion)s") % {"criterion": self.open[0].title}
        after = self.entry.as_stage.after
        if after is None:
            return _("Everything of the last stage is met: keep the level")
        return _(
            "Everything is met: the city can ask to move on to stage %(letter)s"
        ) % {"letter": after.letter}

    @property
    def next_detail(self) -> str:
        if self.entry is None:
            return _(
                "The focal point records it when the city has joined. The criteria can "
                "be met before."
            )
        if self.waiting:
            return _("%(stage)s, asked for on %(day)s.") % {
                "stage": self.waiting.as_stage.full_name,
                "day": date_format(self.waiting.asked_at, "SHORT_DATE_FORMAT"),
            }
        if self.open:
            return self.open[0].asks
        return _(
            "The focal point reads the evidence and agrees, or says what is missing."
        )


def standings(cities: Iterable[City]) -> dict[int, Standing]:
    """Return where each of the cities stands, in four queries."""
    listed = list(cities)
    keys = [city.pk for city in listed]
    entries = {
        one.city_id: one for one in StageEntry.objects.current().filter(city__in=keys)
    }
    criteria = list(StageCriterion.objects.in_use())
    met = set(
        CriterionMet.objects.standing()
        .filter(city__in=keys)
        .values_list("city", "criterion")
    )
    requests: dict[int, StageRequest] = {}
    for one in StageRequest.objects.filter(entry__in=entries.values()).order_by(
        "asked_at", "pk"
    ):
        requests[one.city_id] = one
    return {
        city.pk: _standing(city, entries.get(city.pk), criteria, met, requests)
        for city in listed
    }


def _standing(
    city: City,
    entry: StageEntry | None,
    criteria: Sequence[StageCriterion],
    met: set[tuple[int, int]],
    requests: dict[int, StageRequest],
) -> Standing:
    # Before a stage is recorded, the first one is what a city begins with.
    stage = entry.stage if entry else Stage.KNOW.value
    asked = [one for one in criteria if one.stage == stage]
    return Standing(
        city=city,
        entry=entry,
        asked=asked,
        open=[one for one in asked if (city.pk, one.pk) not in met],
        request=requests.get(city.pk),
    )


@dataclass(frozen=True)
class Item:
    """A criterion for one city: met or open, and what this site knows about it."""

    criterion: StageCriterion
    met: CriterionMet | None
    past: Sequence[CriterionMet]
    hints: Sequence[str]


@dataclass(frozen=True)
class Checklist:
    stage: Stage
    items: Sequence[Item]

    @property
    def met(self) -> int:
        return sum(1 for one in self.items if one.met)


@dataclass(frozen=True)
class Link:
    """A cross-cutting objective with the criteria that serve it."""

    objective: Objective
    items: Sequence[Item]


@dataclass
class Overview:
    """The whole page of one city."""

    standing: Standing
    entries: Sequence[StageEntry]
    requests: Sequence[StageRequest]
    items: Sequence[Item] = field(default_factory=list)

    @property
    def entry(self) -> StageEntry | None:
        return self.standing.entry

    @property
    def steps(self) -> list[tuple[Stage, str, StageEntry | None]]:
        """Each stage with "done", "here" or "ahead", and when the city came into it."""
        came = {one.stage: one for one in reversed(self.entries)}
        stages = list(Stage)
        here = stages.index(self.standing.stage) if self.standing.stage else -1
        states = {True: "done", False: "ahead"}
        return [
            (
                one,
                "here" if place == here else states[place < here],
                came.get(one.value) if place <= here else None,
            )
            for place, one in enumerate(stages)
        ]

    @cached_property
    def checklists(self) -> list[Checklist]:
        """The checklist of the city's stage first, then the others in their order."""
        first = self.standing.stage or Stage.KNOW
        order = [first, *(one for one in Stage if one != first)]
        return [
            Checklist(one, [item for item in self.items if item.criterion.stage == one])
            for one in order
        ]

    @property
    def links(self) -> list[Link]:
        return [
            Link(one, [item for item in self.items if item.criterion.objective == one])
            for one in Objective
        ]


def of(city: City, user: User) -> Overview:
    """Read the page of one city, in at most a dozen queries."""
    criteria = list(StageCriterion.objects.in_use())
    marks = list(CriterionMet.objects.of_city(city).with_parts())
    hints = _Hints(city, user, criteria)
    entries = list(StageEntry.objects.of_city(city)[:HISTORY_SHOWN])
    requests = list(StageRequest.objects.of_city(city).with_parts()[:HISTORY_SHOWN])
    now = next((one for one in entries if one.left_on is None), None)
    met = {(city.pk, one.criterion_id) for one in marks if one.withdrawn_at is None}
    # The latest request comes first, and only one from the present stage counts.
    latest = next((one for one in requests if now and one.entry_id == now.pk), None)
    return Overview(
        standing=_standing(
            city, now, criteria, met, {city.pk: latest} if latest else {}
        ),
        entries=entries,
        requests=requests,
        items=[_item(one, marks, hints) for one in criteria],
    )


def one_item(city: City, user: User, criterion: StageCriterion) -> Item:
    """Read one criterion with its history."""
    marks = list(
        CriterionMet.objects.of_city(city).filter(criterion=criterion).with_parts()
    )
    return _item(criterion, marks, _Hints(city, user, [criterion]))


def _item(
    criterion: StageCriterion, marks: Sequence[CriterionMet], hints: "_Hints"
) -> Item:
    mine = [one for one in marks if one.criterion_id == criterion.pk]
    return Item(
        criterion=criterion,
        met=next((one for one in mine if one.withdrawn_at is None), None),
        past=[one for one in mine if one.withdrawn_at is not None],
        hints=hints.of(criterion),
    )


class _Hints:
    """What this site knows already, in sentences. Never a decision."""

    def __init__(
        self, city: City, user: User, criteria: Sequence[StageCriterion]
    ) -> None:
        self.city, self.user = city, user
        codes = {code for one in criteria for code in one.indicator_codes}
        facts = {one.fact for one in criteria}
        rounds = Assessment.objects.accepted().of_city(city)
        self.rounds = list(rounds.select_related("questionnaire").latest_first())
        latest: dict[str, Assessment] = {}
        for one in self.rounds:
            latest.setdefault(one.questionnaire.code, one)
        self.answers = {
            one.question.code: one
            for one in Answer.objects.settled()
            .filter(assessment__in=latest.values(), question__code__in=codes)
            .with_parts()
        }
        self.leads: list[Membership] = []
        if StageCriterion.Fact.PEOPLE in facts:
            leads = Membership.objects.current().leads_of(city)
            self.leads = list(leads.select_related("user").by_role())
        self.plan: Plan | None = None
        if StageCriterion.Fact.PLAN in facts:
            plans = Plan.objects.visible_to(user).of_city(city).latest_first()
            self.plan = plans.prefetch_related("steps").first()

        self.letter: Letter | None = None
        if StageCriterion.Fact.LETTER in facts:
            letters = Letter.objects.of_city(city).select_related("evidence")
            self.letter = letters.first()

    def of(self, criterion: StageCriterion) -> list[str]:
        found = [
            _indicator(self.answers[code])
            for code in criterion.indicator_codes
            if code in self.answers
        ]
        return [*found, *self._fact(criterion.fact)]

    def _fact(self, fact: str) -> list[str]:
        if fact == StageCriterion.Fact.ROUNDS:
            return [self._accepted()]
        if fact == StageCriterion.Fact.PEOPLE and self.leads:
            names = ", ".join(_name(one.user) for one in self.leads)
            return [_("Lead in the team on this site: %(names)s.") % {"names": names}]
        if fact == StageCriterion.Fact.PLAN and self.plan:
            return [_step(self.plan)]
        if fact == StageCriterion.Fact.LETTER and self.letter:
            return [_signed(self.letter)]
        return []

    def _accepted(self) -> str:
        if not self.rounds:
            return _("No assessment of the city is accepted yet.")
        return _("Accepted on this site: %(rounds)s.") % {
            "rounds": ", ".join(str(one) for one in self.rounds[:6])
        }


def _name(person: User) -> str:
    """Return the name in Latin on Latin and English pages, else as it is."""
    return person.name if get_language() == "sr" else to_latin(person.name)


def _signed(letter: Letter) -> str:
    day = letter.evidence.issued
    return _("The signed letter of %(day)s is on this site.") % {
        "day": date_format(day, "SHORT_DATE_FORMAT") if day else "–"
    }


def _indicator(answer: Answer) -> str:
    words = {
        "code": answer.question.code,
        "title": answer.question.title,
        "level": answer.score,
        "top": answer.assessment.questionnaire.scale_maximum,
        "year": answer.assessment.year,
    }
    if answer.not_applicable:
        return (
            _("%(code)s “%(title)s” is not applicable in the accepted round %(year)s.")
            % words
        )
    return (
        _(
            "%(code)s “%(title)s” stands at level %(level)s of %(top)s in the accepted "
            "round %(year)s."
        )
        % words
    )


def _step(plan: Plan) -> str:
    steps = list(plan.steps.all())
    if not steps:
        return _("“%(plan)s” has taken no step of its adoption yet.") % {
            "plan": name_in_script(plan.title)
        }
    return _("“%(plan)s”: %(step)s, %(day)s.") % {
        "plan": name_in_script(plan.title),
        "step": steps[-1],
        "day": date_format(steps[-1].day, "SHORT_DATE_FORMAT"),
    }
