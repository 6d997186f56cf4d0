"""Everything that stands as one workbook: a sheet for each kind of row, and columns.

Shares are per cent with two decimals; an empty level is no answer, which is not 0.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from mcr2030.national.country import Country, Indicator, Place
from mcr2030.national.gathering import quartiles_of
from mcr2030.national.report_parts import following, low_first
from scorecard import statistics
from scorecard.exports import percent
from scorecard.reports.parts import LOW_LEVELS
from scorecard.statistics import Quartiles
from scorecard.workbooks.tables import Column, Table, Value, as_book

Row = Mapping[str, Any]


def as_xlsx(country: Country) -> bytes:
    """Return the workbook in the active language; gather in the same."""
    return as_book(tables(country))


def tables(country: Country) -> list[Table]:
    """Return the sheets in their order; the first says what the book is about."""
    return [
        _table(_("Local governments"), _city_notes(), _cities(country), country),
        _table(_("Essentials"), _score_notes(), _scores(country), country),
        _levels(country),
        _table(_("Medians"), _median_notes(), _medians(country), country),
        _spreads(country),
        _table(_("Gaps"), _gap_notes(), _gaps(country), country),
        _table(_("Groups"), _group_notes(), _groups(country), country),
        _table(_("Rounds"), _round_notes(), _rounds(country), country),
    ]


def _table(
    title: str, notes: Mapping[str, str], rows: Iterable[Row], country: Country
) -> Table:
    columns = tuple(Column(key, key, note) for key, note in notes.items())
    return Table(
        columns=columns,
        rows=[[row.get(one.key) for one in columns] for row in rows],
        about=_about(country),
        title=title,
        columns_title=_("Columns"),
        columns_headings=(_("Sheet"), _("Column"), _("Meaning")),
    )


def _about(country: Country) -> dict[str, Value]:
    edition = country.questionnaire
    return {
        _("Instrument"): edition.name,
        _("Edition"): edition.edition,
        _("Highest level"): edition.scale_maximum,
        _("Made on"): country.on,
        _("What counts"): _("Only accepted assessments, the latest of each city."),
        _("Medians and quartiles"): _("As Excel's MEDIAN and QUARTILE.INC."),
        _("Invented data"): country.is_demo,
        _("Mark"): edition.draft_note or "",
        _("Source"): edition.source_note,
    }


def _same(place: Place) -> dict[str, Value]:
    return {"city_code": place.code, "city": place.name}


def _cities(country: Country) -> Iterable[Row]:
    for one in country.places:
        yield _same(one) | {
            "district": one.district,
            "region": one.region_name,
            "size": one.size_name,
            "population": one.population,
            "member": one.is_member,
            "groups": ", ".join(one.groups),
            "year": one.year,
            "accepted_on": one.accepted,
            "published": one.is_published,
            "overall": percent(one.overall),
            "settled": one.settled,
            "asked": one.asked,
            "earlier_year": one.earlier.year if one.earlier else None,
            "earlier_overall": percent(one.earlier.overall) if one.earlier else None,
            "invented": one.is_demo,
        }


def _city_notes() -> dict[str, str]:
    return _same_notes() | {
        "district": _("administrative district"),
        "region": _("region"),
        "size": _("size by population; the classes are ours"),
        "population": _("population"),
        "member": _("true for a member of MCR2030"),
        "groups": _("codes of the groups it belongs to"),
        "year": _("year of the round"),
        "accepted_on": _("day of the acceptance"),
        "published": _("true where everybody may read the assessment"),
        "overall": _("mean of the Essentials' shares in per cent"),
        "settled": _("indicators with a level, or that do not apply"),
        "asked": _("indicators asked"),
        "earlier_year": _("year of the round accepted before"),
        "earlier_overall": _("its mean, over all that was answered then"),
        "invented": _("true for demonstration data"),
    }


def _scores(country: Country) -> Iterable[Row]:
    names = {one.number: one.short_name for one in country.parts}
    for place in country.places:
        for number, score in place.scores.items():
            yield _same(place) | {
                "essential": number,
                "name": names.get(number, ""),
                "points": score.points,
                "out_of": score.out_of,
                "share": percent(score.share),
                "answered": score.answered,
                "not_applicable": score.asked - score.applying,
                "asked": score.asked,
            }


def _score_notes() -> dict[str, str]:
    return _same_notes() | {
        "essential": _("number of the Essential, 1 to 10"),
        "name": _("its short name"),
        "points": _("points won in answered indicators that apply"),
        "out_of": _("points possible in these"),
        "share": _("points / out_of in per cent"),
        "answered": _("indicators with a level"),
        "not_applicable": _("indicators that do not apply"),
        "asked": _("indicators asked"),
    }


def _levels(country: Country) -> Table:
    notes = _same_notes() | {one.code: one.title for one in country.indicators}
    rows = (_same(one) | dict(one.levels) for one in country.places)
    return _table(_("Levels"), notes, rows, country)


def _medians(country: Country) -> Iterable[Row]:
    for part in country.parts:
        yield {
            "essential": part.number,
            "name": part.short_name,
            **_three(part.quartiles),
        }
    yield {"name": _("All Essentials"), **_three(country.overall)}


def _three(found: Quartiles | None) -> dict[str, Value]:
    return {
        "low": percent(found.low) if found else None,
        "median": percent(found.median) if found else None,
        "high": percent(found.high) if found else None,
        "count": found.count if found else 0,
    }


def _median_notes() -> dict[str, str]:
    return {
        "essential": _("number of the Essential; empty for the mean of all"),
        "name": _("its short name"),
        **_three_notes(),
    }


def _three_notes() -> dict[str, str]:
    return {
        "low": _("lower quartile in per cent"),
        "median": _("median in per cent"),
        "high": _("upper quartile in per cent"),
        "count": _("local governments with a share"),
    }


def _spreads(country: Country) -> Table:
    notes = _spread_notes(country.questionnaire.scale_maximum)
    return _table(_("Spread of levels"), notes, _spread(country), country)


def _spread(country: Country) -> Iterable[Row]:
    for one in country.indicators:
        levels = {f"level_{at}": many for at, many in enumerate(one.spread.counts)}
        yield {
            "code": one.code,
            "title": one.title,
            "essential": one.essential,
            **levels,
            "not_applicable": one.spread.not_applicable,
            "blank": one.spread.blank,
            "answered": one.spread.answered,
            "median": one.spread.median,
            "low": one.spread.low,
            "low_share": percent(one.spread.low_share),
            "high": one.spread.high,
            "high_share": percent(one.spread.high_share),
        }


def _spread_notes(top: int) -> dict[str, str]:
    levels = {
        f"level_{at}": _("local governments at level %(level)s") % {"level": at}
        for at in range(top + 1)
    }
    return {
        **_indicator_notes(),
        **levels,
        "not_applicable": _("local governments to which it does not apply"),
        "blank": _("local governments without an answer"),
        "answered": _("local governments with a level"),
        "median": _("median level"),
        "low": _("local governments at the two lowest levels"),
        "low_share": _("their part of those with a level, in per cent"),
        "high": _("local governments at the two highest levels"),
        "high_share": _("their part of those with a level, in per cent"),
    }


def _indicator_notes() -> dict[str, str]:
    return {
        "code": _("code of the indicator"),
        "title": _("title of the indicator"),
        "essential": _("number of the Essential, 1 to 10"),
    }


def _gaps(country: Country) -> Iterable[Row]:
    for one in low_first(country.indicators):
        above = following(one)
        yield {
            "code": one.code,
            "title": one.title,
            "essential": one.essential,
            "low": one.spread.low,
            "answered": one.spread.answered,
            "low_share": percent(one.spread.low_share),
            "next_level": above,
            "next_wording": None if above is None else one.wording[above],
            "cities": ", ".join(_at_low(one, country.places)),
        }


def _at_low(indicator: Indicator, places: Sequence[Place]) -> list[str]:
    return [
        one.name
        for one in places
        if (level := one.levels.get(indicator.code)) is not None and level < LOW_LEVELS
    ]


def _gap_notes() -> dict[str, str]:
    return _indicator_notes() | {
        "low": _("local governments at the two lowest levels"),
        "answered": _("local governments with a level"),
        "low_share": _("their part of those with a level, in per cent"),
        "next_level": _("the level above that at the median"),
        "next_wording": _("its wording"),
        "cities": _("names of the local governments at the two lowest levels"),
    }


def _groups(country: Country) -> Iterable[Row]:
    for group in country.groups:
        same = {"group": group.code, "group_name": group.name, "cities": group.cities}
        overall = statistics.quartiles(one.overall for one in group.standing)
        yield same | {"name": _("All Essentials"), **_three(overall)}
        for part in country.parts:
            found = quartiles_of(group.standing, part.number)
            yield same | {
                "essential": part.number,
                "name": part.short_name,
                **_three(found),
            }


def _group_notes() -> dict[str, str]:
    return {
        "group": _("code of the group"),
        "group_name": _("name of the group"),
        "cities": _("local governments in the group, with and without an assessment"),
        **_median_notes(),
    }


def _rounds(country: Country) -> Iterable[Row]:
    for one in country.rounds:
        same = {"year": one.year, "cities": one.cities}
        yield same | {"name": _("All Essentials"), **_three(one.overall)}
        for part in country.parts:
            found = one.by_essential.get(part.number)
            yield same | {
                "essential": part.number,
                "name": part.short_name,
                **_three(found),
            }


def _round_notes() -> dict[str, str]:
    return {
        "year": _("year of the round"),
        "cities": _("local governments with an accepted assessment of that year"),
        **_median_notes(),
    }


def _same_notes() -> dict[str, str]:
    return {
        "city_code": _("official code of the local government"),
        "city": _("name of the local government"),
    }
