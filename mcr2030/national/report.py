"""The country as a report: what was gathered in, words and numbers out.

Texts are taken in the language that is active; gather in the same.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction

from django.utils.translation import gettext as _

from mcr2030.national import report_lead
from mcr2030.national.country import Country, Group, Indicator, Part, Place, Round
from mcr2030.national.gathering import quartiles_of
from mcr2030.national.report_cities import city_part
from mcr2030.national.report_parts import (
    Cell,
    Finding,
    GroupPart,
    Line,
    NationalReport,
    RoundPart,
    following,
    high_first,
    low_first,
    reached,
)
from scorecard import charts, statistics

MOST_FINDINGS = 10
MOST_ROUNDS = 6
# A page each: beyond the country's own number the annex would be a book of its own.
MOST_CITIES = 300


def build(country: Country, *, with_annex: bool = True) -> NationalReport:
    """Return the report, on request with a page for each city; no queries."""
    edition = country.questionnaire
    has_annex = with_annex and len(country.places) <= MOST_CITIES
    with_members = [one for one in country.groups if one.standing]
    return NationalReport(
        language=country.language,
        title=_("National report on disaster resilience"),
        questionnaire=edition.name,
        edition=edition.edition,
        top=edition.scale_maximum,
        asked=len(country.indicators),
        source_note=edition.source_note,
        draft_note=edition.draft_note or "",
        page_mark=_page_mark(country),
        is_demo=country.is_demo,
        on=country.on,
        members=country.members,
        standing=len(country.places),
        standing_members=country.standing_members,
        overall=country.overall,
        parts=country.parts,
        lead=report_lead.lead(country),
        radar=_radar(country.parts),
        bars=charts.bars(
            [f"{one.number}. {one.short_name}" for one in country.parts],
            [one.median for one in country.parts],
        ),
        matrix=tuple(_line(one, country) for one in country.places),
        median=_median_line(_("Median"), country.places, country),
        regions=_regions(country),
        gaps=_findings(low_first(country.indicators), lambda one: one.spread.low),
        strengths=_findings(
            high_first(country.indicators), lambda one: one.spread.high
        ),
        groups=tuple(_group(one, country) for one in with_members),
        silent_groups=tuple(one.name for one in country.groups if not one.standing),
        rounds=tuple(_round(one, country) for one in country.rounds[-MOST_ROUNDS:]),
        helpers=report_lead.helpers(country),
        annex=tuple(city_part(one, country) for one in country.places)
        if has_annex
        else (),
        is_cut_short=with_annex and not has_annex,
    )


def _page_mark(country: Country) -> str:
    """Return what stands at the foot of every page: invented data, a draft wording."""
    note = country.questionnaire.draft_note
    marks = [_("Invented data")] if country.is_demo else []
    return " · ".join([*marks, note] if note else marks)


def _radar(parts: Sequence[Part]) -> charts.Radar:
    known = [one.quartiles for one in parts]
    return charts.radar(
        [f"{one.number}. {one.short_name}" for one in parts],
        [one.median for one in parts],
        name=_("Median"),
        beside=[
            (_("Upper quartile"), [one.high if one else None for one in known]),
            (_("Lower quartile"), [one.low if one else None for one in known]),
        ],
    )


def _line(place: Place, country: Country) -> Line:
    return Line(
        name=place.name,
        cells=tuple(
            Cell(place.scores[one.number].share if one.number in place.scores else None)
            for one in country.parts
        ),
        overall=Cell(place.overall),
    )


def _median_line(name: str, places: Sequence[Place], country: Country) -> Line:
    by_part = [quartiles_of(places, one.number) for one in country.parts]
    overall = statistics.quartiles(one.overall for one in places)
    return Line(
        name=name,
        cells=tuple(Cell(found.median if found else None) for found in by_part),
        overall=Cell(overall.median if overall else None),
        count=len(places),
    )


def _regions(country: Country) -> tuple[Line, ...]:
    """Return the medians of each region, for where all cities do not fit."""
    names = {one.region: one.region_name for one in country.places}
    return tuple(
        _median_line(
            name, [one for one in country.places if one.region == code], country
        )
        for code, name in sorted(names.items(), key=lambda pair: pair[1])
    )


def _findings(
    indicators: Sequence[Indicator], many: Callable[[Indicator], int]
) -> tuple[Finding, ...]:
    return tuple(_finding(one, many(one)) for one in indicators[:MOST_FINDINGS])


def _finding(indicator: Indicator, many: int) -> Finding:
    level, above = reached(indicator), following(indicator)
    return Finding(
        code=indicator.code,
        title=indicator.title,
        many=many,
        answered=indicator.spread.answered,
        reached=level,
        reached_wording=indicator.wording[level],
        following=above,
        following_wording="" if above is None else indicator.wording[above],
    )


def _group(group: Group, country: Country) -> GroupPart:
    return GroupPart(
        name=group.name,
        is_complete=group.is_complete,
        cities=group.cities,
        lines=tuple(_line(one, country) for one in group.standing),
        median=_median_line(_("Median of the group"), group.standing, country),
        others=group.others,
        peers=report_lead.peers(group, country),
    )


def _round(one: Round, country: Country) -> RoundPart:
    def median(number: int) -> Fraction | None:
        found = one.by_essential.get(number)
        return found.median if found else None

    return RoundPart(
        year=str(one.year),
        cities=one.cities,
        medians=tuple(median(part.number) for part in country.parts),
        overall=one.overall.median if one.overall else None,
    )
