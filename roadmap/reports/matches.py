"""Which services fit a city's gaps, with the reason for each."""

from collections.abc import Iterable
from dataclasses import dataclass

from cities.models import City
from roadmap.models import Service
from scorecard.models import Answer, Assessment

# A gap is an indicator at one of the two lowest levels, as on the national desk.
LOW = (0, 1)
REASONS_SHOWN = 3


@dataclass(frozen=True)
class Match:
    """A service and the gaps that it is for, the lowest level first."""

    service: Service
    gaps: list[Answer]

    @property
    def shown(self) -> list[Answer]:
        return self.gaps[:REASONS_SHOWN]

    @property
    def more(self) -> int:
        return max(0, len(self.gaps) - REASONS_SHOWN)


@dataclass(frozen=True)
class Matches:
    """A city's gaps of its latest accepted assessment, and what fits them."""

    assessment: Assessment | None
    gaps: list[Answer]
    found: list[Match]


def of(city: City) -> Matches:
    """Return what partners offer for the city's gaps, what helps most gaps first."""
    assessment = _latest(city)
    if assessment is None:
        return Matches(None, [], [])
    gaps = list(
        assessment.answers.filter(score__in=LOW)
        .select_related("question__essential")
        .order_by("score", "question__position")
    )
    return Matches(assessment, gaps, _found(gaps))


def _latest(city: City) -> Assessment | None:
    accepted = Assessment.objects.of_city(city).accepted().with_parts().latest_first()
    preliminary = accepted.filter(questionnaire__code="preliminary")
    return preliminary.first() or accepted.first()


def _found(gaps: Iterable[Answer]) -> list[Match]:
    by_number: dict[int, list[Answer]] = {}
    for gap in gaps:
        by_number.setdefault(gap.question.essential.number, []).append(gap)
    offered = Service.objects.offered().for_essentials(list(by_number))
    matches = []
    for service in offered.with_parts().by_title():
        numbers = {one.number for one in service.essentials.all()}
        fitting = [
            gap for number in sorted(numbers) for gap in by_number.get(number, [])
        ]
        fitting.sort(key=lambda gap: (gap.score or 0, gap.question.position))
        matches.append(Match(service, fitting))
    # A sort that keeps the order: what helps as many gaps stays by title.
    return sorted(matches, key=lambda one: -len(one.gaps))
