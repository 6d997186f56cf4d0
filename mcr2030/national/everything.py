"""Everything that stands, as JSON for programs: exact points and printed per cents.

The keys are the same in every language and documented in the file itself, under
"keys"; names and wordings are in the language asked for. docs/scoring.md tells how
medians and quartiles come about, so that anybody can recompute them.
"""

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from mcr2030.national.country import Country, Group, Indicator, Place, Round
from scorecard.exports import percent
from scorecard.scoring import Score
from scorecard.statistics import Quartiles

VERSION = 1


def as_json(country: Country) -> bytes:
    """Return the file; numbers have points, dates are ISO 8601, unknown is null."""
    plain = {
        "about": _about(country),
        "keys": keys(),
        "essentials": [
            {"number": one.number, "name": one.name} for one in country.parts
        ],
        "indicators": [_indicator(one) for one in country.indicators],
        "cities": [_place(one, country) for one in country.places],
        "national": {
            "cities": len(country.places),
            "overall": _quartiles(country.overall),
            "essentials": [
                {"number": one.number, **_quartiles(one.quartiles)}
                for one in country.parts
            ],
        },
        "groups": [_group(one) for one in country.groups],
        "rounds": [_round(one) for one in country.rounds],
    }
    text = json.dumps(plain, ensure_ascii=False, indent=1, default=_number)
    return text.encode("utf-8", "replace") + b"\n"


def keys() -> dict[str, str]:
    """Return what each key means that does not explain itself."""
    return {
        "points": _("points won in answered indicators that apply"),
        "out_of": _("points possible in these"),
        "percent": _("points / out_of in per cent, two decimals"),
        "answered": _("indicators with a level"),
        "applying": _("indicators that apply"),
        "asked": _("indicators asked"),
        "levels": _("level reached by code of the indicator; null = no level"),
        "not_applicable": _("codes of the indicators that do not apply"),
        "overall": _("mean of the Essentials' shares, each weighing the same"),
        "low": _("lower quartile as an exact fraction (QUARTILE.INC)"),
        "median": _("median as an exact fraction"),
        "high": _("upper quartile as an exact fraction (QUARTILE.INC)"),
        "count": _("local governments with a share, over which the three are taken"),
        "counts": _("how many local governments chose each level, from 0 on"),
        "at_two_lowest": _("local governments at one of the two lowest levels"),
        "at_two_highest": _("local governments at one of the two highest levels"),
        "rounds": _("all accepted assessments by year, the latest of each city"),
    }


def _about(country: Country) -> dict[str, Any]:
    edition = country.questionnaire
    return {
        "format": "mcr2030-national",
        "version": VERSION,
        "made_on": country.on.isoformat(),
        "language": country.language,
        "instrument": edition.code,
        "edition": edition.edition,
        "name": edition.name,
        "scale_maximum": edition.scale_maximum,
        "draft_note": edition.draft_note or "",
        "invented": country.is_demo,
        "counts_only": "accepted",
        "quartiles": "QUARTILE.INC",
        "members": country.members,
        "source": edition.source_note,
    }


def _indicator(one: Indicator) -> dict[str, Any]:
    spread = one.spread
    return {
        "code": one.code,
        "essential": one.essential,
        "title": one.title,
        "wording": list(one.wording),
        "counts": list(spread.counts),
        "answered": spread.answered,
        "not_applicable": spread.not_applicable,
        "blank": spread.blank,
        "median": None if spread.median is None else float(spread.median),
        "at_two_lowest": spread.low,
        "at_two_highest": spread.high,
    }


def _place(one: Place, country: Country) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": one.name,
        "kind": one.kind,
        "district": one.district_code,
        "region": one.region,
        "size": one.size or None,
        "population": one.population,
        "is_member": one.is_member,
        "groups": list(one.groups),
        "year": one.year,
        "occasion": one.occasion,
        "accepted_on": one.accepted.isoformat() if one.accepted else None,
        "is_published": one.is_published,
        "invented": one.is_demo,
        "overall": _fraction(one.overall),
        "overall_percent": percent(one.overall),
        "essentials": [
            {"number": number, **_score(score)} for number, score in one.scores.items()
        ],
        "levels": {
            indicator.code: one.levels.get(indicator.code)
            for indicator in country.indicators
        },
        "not_applicable": sorted(one.not_applicable),
    }


def _score(score: Score) -> dict[str, Any]:
    return {
        "points": score.points,
        "out_of": score.out_of,
        "percent": percent(score.share),
        "answered": score.answered,
        "applying": score.applying,
        "asked": score.asked,
    }


def _quartiles(found: Quartiles | None) -> dict[str, Any]:
    three = (found.low, found.median, found.high) if found else (None, None, None)
    values: dict[str, Any] = {}
    for key, value in zip(("low", "median", "high"), three, strict=True):
        values[key] = _fraction(value)
        values[f"{key}_percent"] = percent(value)
    return values | {"count": found.count if found else 0}


def _group(one: Group) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": one.name,
        "is_complete": one.is_complete,
        "cities": one.cities,
        "standing": [place.code for place in one.standing],
    }


def _round(one: Round) -> dict[str, Any]:
    return {
        "year": one.year,
        "cities": one.cities,
        "overall": _quartiles(one.overall),
        "essentials": [
            {"number": number, **_quartiles(found)}
            for number, found in one.by_essential.items()
        ],
    }


def _fraction(share: Fraction | None) -> str | None:
    return None if share is None else f"{share.numerator}/{share.denominator}"


def _number(value: object) -> float:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{value!r} has no place in the file.")
