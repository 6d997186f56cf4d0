"""One round of a city with all instruments that the reader may see of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from cities.models import City
from cities.permissions import Person
from scorecard import charts, independence, permissions, scoring
from scorecard.models import Assessment, Essential
from scorecard.reports import scores
from scorecard.reports.wording import PRELIMINARY
from scorecard.scoring import Score

# More would not be told apart on one picture.
MOST_SERIES = 3


@dataclass(frozen=True)
class Part:
    """One instrument of the round with its figures."""

    assessment: Assessment
    by_essential: Mapping[int, Score]

    @property
    def overall(self) -> Fraction | None:
        return scoring.overall_share(self.by_essential)

    @property
    def settled(self) -> int:
        return sum(one.settled for one in self.by_essential.values())

    @property
    def asked(self) -> int:
        return sum(one.asked for one in self.by_essential.values())


@dataclass(frozen=True)
class Row:
    """One Essential in all instruments; None where one does not ask about it."""

    essential: Essential
    scores: Sequence[Score | None]
    names: Sequence[str]

    @property
    def cells(self) -> list[tuple[str, Score | None]]:
        return list(zip(self.names, self.scores, strict=True))


@dataclass(frozen=True)
class Round:
    """What the round's page shows; the first parts, up to three, are on the radar."""

    parts: list[Part]
    rows: list[Row]
    radar: charts.Radar

    @property
    def first(self) -> Assessment:
        return self.parts[0].assessment

    @property
    def drawn(self) -> list[Part]:
        return self.parts[:MOST_SERIES]


def find(user: Person, city: City, year: int, occasion: str) -> Round | None:
    """Return the round in three queries, None where the reader may see none of it.

    Only what a person may read as a whole is shown: a peer reviewer gets no figures.
    """
    visible = (
        Assessment.objects.visible_to(user)
        .filter(city=city, year=year, occasion=occasion)
        .with_parts()
    )
    whole = [one for one in visible if permissions.sees_whole(user, one)]
    if not whole:
        return None
    whole.sort(key=_order)
    figures = scores(whole)
    parts = [
        Part(
            one,
            figures[one.pk]
            if independence.can_see_whole(user, one)
            else independence.without_figures(figures[one.pk]),
        )
        for one in whole
    ]
    asked = {number for part in parts for number in part.by_essential}
    names = [part.assessment.questionnaire.name for part in parts]
    rows = [
        Row(one, [part.by_essential.get(one.number) for part in parts], names)
        for one in Essential.objects.all()
        if one.number in asked
    ]
    return Round(parts, rows, _radar(parts, rows))


def _order(assessment: Assessment) -> tuple[bool, str, str]:
    """Sort the preliminary level first: the others look closer."""
    questionnaire = assessment.questionnaire
    return (
        questionnaire.code != PRELIMINARY,
        questionnaire.code,
        questionnaire.edition,
    )


def _radar(parts: Sequence[Part], rows: Sequence[Row]) -> charts.Radar:
    series = [
        (
            part.assessment.questionnaire.name,
            [_share(row.scores[place]) for row in rows],
        )
        for place, part in enumerate(parts[:MOST_SERIES])
    ]
    name, shares = series[0]
    return charts.radar(
        [f"{row.essential.number}. {row.essential.short_name}" for row in rows],
        shares,
        name=name,
        beside=series[1:],
    )


def _share(score: Score | None) -> Fraction | None:
    return score.share if score else None
