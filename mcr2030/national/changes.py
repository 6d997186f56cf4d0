"""What changed between two rounds of a city, over the questions that both share."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from django.db.models import Count

from cities.models import City
from cities.models.places import CityQuerySet
from mcr2030.national.figures import Selection
from scorecard import scoring
from scorecard.actions import editions
from scorecard.models import Assessment, marks_of
from scorecard.models.assessment import AssessmentQuerySet
from scorecard.scoring import Change, Mark

Pair = tuple[Assessment, Assessment]


@dataclass(frozen=True)
class Compared:
    """Two rounds of a city; the marks of the earlier by the later edition's codes."""

    earlier: Assessment
    later: Assessment
    before: Mapping[str, Mark]
    after: Mapping[str, Mark]

    @cached_property
    def by_essential(self) -> dict[int, Change]:
        """The change of each Essential in which both answered something."""
        numbers = sorted({mark.essential for mark in self.after.values()})
        found = {
            number: scoring.change(self.before, _of(self.after, number))
            for number in numbers
        }
        return {number: one for number, one in found.items() if one.shared}

    @property
    def shared(self) -> int:
        """How many questions both rounds have answered."""
        return sum(one.shared for one in self.by_essential.values())

    @property
    def overall(self) -> Fraction | None:
        """The difference of the overall shares, each Essential weighing the same."""
        parts = self.by_essential
        before = scoring.overall_share({n: one.before for n, one in parts.items()})
        after = scoring.overall_share({n: one.after for n, one in parts.items()})
        return None if before is None or after is None else after - before


def cities_with_two_rounds(selection: Selection) -> CityQuerySet:
    """Return chosen cities with two accepted rounds of the instrument, by alphabet."""
    rounds = _accepted(selection.questionnaire.code).order_by().values("city")
    twice = rounds.annotate(rounds=Count("pk")).filter(rounds__gte=2)
    return selection.cities().filter(pk__in=twice.values("city")).by_alphabet()


def last_two(cities: Iterable[City], instrument: str) -> list[Pair]:
    """Return the last two accepted rounds of each city, in one query."""
    listed = list(cities)
    found: dict[int, list[Assessment]] = {city.pk: [] for city in listed}
    rounds = _accepted(instrument).filter(city__in=listed).with_parts()
    for one in rounds.latest_first():
        found[one.city_id].append(one)
    return [
        (found[city.pk][1], found[city.pk][0])
        for city in listed
        if len(found[city.pk]) > 1
    ]


def compare(pairs: Sequence[Pair]) -> list[Compared]:
    """Compare an earlier with a later round each.

    One query for the answers, and up to two for every two editions that are met.
    """
    marks = marks_of([one for pair in pairs for one in pair])
    codes: dict[tuple[int, int], dict[str, str]] = {}
    compared = []
    for earlier, later in pairs:
        key = earlier.questionnaire_id, later.questionnaire_id
        if key not in codes:
            codes[key] = editions.same_codes(earlier.questionnaire, later.questionnaire)
        before = {
            codes[key][code]: mark
            for code, mark in marks[earlier.pk].items()
            if code in codes[key]
        }
        compared.append(Compared(earlier, later, before, marks[later.pk]))
    return compared


def _accepted(instrument: str) -> AssessmentQuerySet:
    return Assessment.objects.accepted().filter(questionnaire__code=instrument)


def _of(marks: Mapping[str, Mark], essential: int) -> dict[str, Mark]:
    return {code: one for code, one in marks.items() if one.essential == essential}
