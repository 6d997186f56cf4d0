"""One page of the annex: a city beside the country, its strengths and its gaps."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from mcr2030.national.country import Country, Indicator, Part, Place
from mcr2030.national.report_parts import CityLine, CityPart, Shown
from scorecard import charts, statistics
from scorecard.reports.parts import LOW_LEVELS

# What fits on one page beside the table of the Essentials.
MOST_STRENGTHS = 4
MOST_GAPS = 5
# Fewer values do not make quarters.
FEWEST_FOR_QUARTERS = statistics.FEWEST_OF_A_SIZE


def city_part(place: Place, country: Country) -> CityPart:
    """Return the page of a city."""
    lines = tuple(_line(place, part) for part in country.parts)
    strengths = _strengths(place, country.indicators)
    gaps = _gaps(place, country.indicators)
    earlier = place.earlier
    return CityPart(
        code=place.code,
        name=place.name,
        full_name=place.full_name,
        district=place.district,
        year=str(place.year),
        accepted=place.accepted,
        overall=place.overall,
        settled=place.settled,
        asked=place.asked,
        earlier_year=str(earlier.year) if earlier else "",
        earlier_overall=earlier.overall if earlier else None,
        lines=lines,
        quarters=_quarters(place, country.parts),
        bars=charts.bars(
            [f"{one.number}. {one.short_name}" for one in lines],
            [one.share for one in lines],
            before=[one.median for one in lines],
        ),
        strengths=tuple(strengths[:MOST_STRENGTHS]),
        more_strengths=max(len(strengths) - MOST_STRENGTHS, 0),
        gaps=tuple(gaps[:MOST_GAPS]),
        more_gaps=max(len(gaps) - MOST_GAPS, 0),
    )


def _line(place: Place, part: Part) -> CityLine:
    score = place.scores.get(part.number)
    return CityLine(
        number=part.number,
        short_name=part.short_name,
        share=score.share if score else None,
        median=part.median,
    )


def _quarters(place: Place, parts: Sequence[Part]) -> tuple[str, ...]:
    """Say in which Essentials the city stands in the country's outer quarters."""
    upper, lower = [], []
    for part in parts:
        score, found = place.scores.get(part.number), part.quartiles
        share = score.share if score else None
        if share is None or found is None or found.count < FEWEST_FOR_QUARTERS:
            continue
        if found.low != found.high and share >= found.high:
            upper.append(str(part.number))
        elif found.low != found.high and share <= found.low:
            lower.append(str(part.number))
    said = []
    if upper:
        numbers = {"numbers": ", ".join(upper)}
        said.append(_("Upper quarter of the country: %(numbers)s.") % numbers)
    if lower:
        numbers = {"numbers": ", ".join(lower)}
        said.append(_("Lower quarter of the country: %(numbers)s.") % numbers)
    return tuple(said)


def _strengths(place: Place, indicators: Sequence[Indicator]) -> list[Shown]:
    """Return what stands at the highest level; where nothing is, at the one below."""
    for below_top in (1, 2):
        found = [
            _shown(one, level)
            for one in indicators
            if (level := place.levels.get(one.code)) is not None
            and level == len(one.wording) - below_top
        ]
        if found:
            return found
    return []


def _gaps(place: Place, indicators: Sequence[Indicator]) -> list[Shown]:
    """Return what stands at the two lowest levels, the lowest first."""
    found = [
        _shown(one, level)
        for one in indicators
        if (level := place.levels.get(one.code)) is not None and level < LOW_LEVELS
    ]
    return sorted(found, key=lambda one: one.level)


def _shown(indicator: Indicator, level: int) -> Shown:
    above = level + 1
    return Shown(
        code=indicator.code,
        title=indicator.title,
        level=level,
        wording=indicator.wording[level],
        next_wording=indicator.wording[above] if above < len(indicator.wording) else "",
    )
