"""The whole country in one edition, read once for reports, slides and files.

Medians are taken from the very rows that are handed out, so that a file and its sums
agree even while somebody accepts an assessment or changes a group.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import get_language

from cities.models import BasinGroup, City
from mcr2030.national import figures
from mcr2030.national.country import (
    Country,
    Earlier,
    Group,
    Indicator,
    Part,
    Place,
    Round,
)
from scorecard import scoring, statistics
from scorecard.models import (
    Answer,
    Assessment,
    EssentialScore,
    Question,
    Questionnaire,
    Standing,
)
from scorecard.scoring import Score


@dataclass(frozen=True)
class Said:
    """What an assessment answered: levels by code, and the codes that do not apply."""

    levels: dict[str, int | None]
    not_applicable: set[str]


# By city and year, points by Essential of the latest round accepted for that year.
Past = Mapping[int, Mapping[int, Mapping[int, Score]]]


def gather(questionnaire: Questionnaire, today: dt.date) -> Country:
    """Gather the country in nine queries, however many cities there are."""
    standings = _standings(questionnaire)
    scores = figures.scores_of(standings)
    said = _said(questionnaire)
    past = _past(questionnaire)
    groups = _groups()
    of_city: dict[int, list[str]] = {}
    for group, members in groups:
        for city in members:
            of_city.setdefault(city.pk, []).append(group.code)
    places = {
        one.city_id: _place(
            one.assessment,
            scores[one.city_id],
            said.get(one.assessment_id, Said({}, set())),
            of_city.get(one.city_id, []),
            past,
        )
        for one in standings
    }
    standing = tuple(places.values())
    questions = _questions(questionnaire)
    return Country(
        questionnaire=questionnaire,
        language=get_language() or "en",
        on=today,
        members=City.objects.members().count(),
        parts=_parts(questions, standing),
        overall=statistics.quartiles(one.overall for one in standing),
        indicators=tuple(_indicator(one, standing) for one in questions),
        places=standing,
        groups=tuple(_group(one, members, places) for one, members in groups),
        rounds=_rounds(past),
    )


def quartiles_of(places: Sequence[Place], number: int) -> statistics.Quartiles | None:
    """Return the quartiles of one Essential over the places."""
    return statistics.quartiles(
        one.scores[number].share for one in places if number in one.scores
    )


def _standings(questionnaire: Questionnaire) -> list[Standing]:
    """Return what stands, by the alphabet of the language in use."""
    return list(
        figures.Selection(questionnaire)
        .standings()
        .select_related("assessment__city__district")
        .by_alphabet()
    )


def _said(questionnaire: Questionnaire) -> dict[int, Said]:
    rows = Answer.objects.filter(assessment__standing__questionnaire=questionnaire)
    found: dict[int, Said] = {}
    for assessment, code, score, skipped in rows.order_by(
        "assessment", "question__position"
    ).values_list("assessment", "question__code", "score", "not_applicable"):
        said = found.setdefault(assessment, Said({}, set()))
        said.levels[code] = score
        if skipped:
            said.not_applicable.add(code)
    return found


def _past(questionnaire: Questionnaire) -> Past:
    """Return all accepted rounds of the instrument, whatever their edition."""
    rows = EssentialScore.objects.filter(
        assessment__questionnaire__code=questionnaire.code,
        assessment__status=Assessment.Status.ACCEPTED,
    ).order_by("assessment__started_at", "assessment", "essential__number")
    newest: dict[tuple[int, int], int] = {}
    past: dict[int, dict[int, dict[int, Score]]] = {}
    for key, city, year, number, points, out_of in rows.values_list(
        "assessment",
        "assessment__city",
        "assessment__year",
        "essential__number",
        "points",
        "out_of",
    ):
        rounds = past.setdefault(city, {})
        if newest.get((city, year)) != key:
            newest[city, year], rounds[year] = key, {}
        rounds[year][number] = Score(points=points, out_of=out_of)
    return past


def _groups() -> list[tuple[BasinGroup, list[City]]]:
    groups = list(BasinGroup.objects.all())
    prefetch_related_objects(groups, "cities")
    order = [str(name) for name in City.objects.by_alphabet().query.order_by]
    return [
        (
            group,
            sorted(
                group.cities.all(),
                key=lambda city: [getattr(city, name) for name in order],
            ),
        )
        for group in groups
    ]


def _questions(questionnaire: Questionnaire) -> list[Question]:
    return list(
        questionnaire.questions.select_related("essential")
        .prefetch_related("levels")
        .order_by("position")
    )


def _place(
    assessment: Assessment,
    scores: Mapping[int, Score],
    said: Said,
    groups: Iterable[str],
    past: Past,
) -> Place:
    city = assessment.city
    size = city.size_class
    day = assessment.decided_at
    return Place(
        code=city.code,
        name=city.name,
        full_name=city.full_name,
        kind=city.kind,
        district_code=city.district.code,
        district=city.district.name,
        region=city.district.region,
        region_name=str(city.district.get_region_display()),
        size=size.value if size else "",
        size_name=str(size.label) if size else "",
        population=city.population,
        is_member=city.is_member,
        is_demo=city.is_demo or assessment.is_demo,
        groups=tuple(groups),
        year=assessment.year,
        occasion=assessment.occasion,
        accepted=timezone.localdate(day) if day else None,
        is_published=assessment.published_at is not None,
        scores=scores,
        levels=said.levels,
        not_applicable=frozenset(said.not_applicable),
        earlier=_earlier(assessment, past),
    )


def _earlier(assessment: Assessment, past: Past) -> Earlier | None:
    rounds = past.get(assessment.city_id, {})
    years = [year for year in rounds if year < assessment.year]
    if not years:
        return None
    return Earlier(max(years), scoring.overall_share(rounds[max(years)]))


def _parts(questions: Sequence[Question], places: Sequence[Place]) -> tuple[Part, ...]:
    essentials = {one.essential.number: one.essential for one in questions}
    return tuple(
        Part(number, one.name, one.short_name, quartiles_of(places, number))
        for number, one in sorted(essentials.items())
    )


def _indicator(question: Question, places: Sequence[Place]) -> Indicator:
    code = question.code
    wording = sorted(question.levels.all(), key=lambda level: level.score)
    rows = (
        (one.levels[code], code in one.not_applicable, 1)
        for one in places
        if code in one.levels
    )
    return Indicator(
        code=code,
        title=question.title,
        essential=question.essential.number,
        wording=tuple(level.text for level in wording),
        spread=statistics.spread(rows, len(wording) - 1),
    )


def _group(
    group: BasinGroup, members: list[City], places: Mapping[int, Place]
) -> Group:
    return Group(
        code=group.code,
        name=group.name,
        is_complete=group.is_complete,
        standing=tuple(places[one.pk] for one in members if one.pk in places),
        others=tuple(one.name for one in members if one.pk not in places),
    )


def _rounds(past: Past) -> tuple[Round, ...]:
    years = sorted({year for rounds in past.values() for year in rounds})
    return tuple(
        _round(year, [rounds[year] for rounds in past.values() if year in rounds])
        for year in years
    )


def _round(year: int, found: Sequence[Mapping[int, Score]]) -> Round:
    shares: dict[int, list[Fraction | None]] = {}
    for scores in found:
        for number, score in scores.items():
            shares.setdefault(number, []).append(score.share)
    return Round(
        year=year,
        cities=len(found),
        overall=statistics.quartiles(map(scoring.overall_share, found)),
        by_essential={
            number: statistics.quartiles(values)
            for number, values in sorted(shares.items())
        },
    )
