"""The sentences of the national report, made from the numbers."""

from collections.abc import Sequence
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mcr2030.national.country import Country, Group, Part, Place
from mcr2030.national.report_parts import low_first
from mcr2030.templatetags.mcr2030 import percent

MOST_PEERS = 3
MOST_NAMES = 4
WEAKEST = 3


def lead(country: Country) -> tuple[str, ...]:
    """Say in sentences what decision makers need first."""
    if country.overall is None:
        return (_("No assessment in this edition has been accepted yet."),)
    return (
        _how_many(country),
        _("The median of the overall share is %(median)s.")
        % {"median": percent(country.overall.median)},
        *_extremes(country.parts),
        *_first_gap(country),
    )


def helpers(country: Country) -> tuple[str, ...]:
    """Name for the weakest Essentials the cities in the upper quarter, by the alphabet.

    None are named where the upper quartile is no higher than the median.
    """
    said = []
    for part in _by_median(country.parts)[:WEAKEST]:
        found = part.quartiles
        if found is None or found.high == found.median:
            continue
        names = [one.name for one in country.places if _share(one, part) >= found.high]
        said.append(f"{_named(part)}: {_list(names)}")
    return tuple(said)


def peers(group: Group, country: Country) -> tuple[str, ...]:
    """Say where members stand in the country's upper quarter and others in the lower.

    At most three Essentials, those with the widest distance first.
    """
    said = []
    for part in country.parts:
        found = part.quartiles
        if found is None or found.low == found.high:
            continue
        known = [one for one in group.standing if _share(one, part) >= 0]
        strong = [one for one in known if _share(one, part) >= found.high]
        weak = [one for one in known if _share(one, part) <= found.low]
        if strong and weak:
            far = max(_share(one, part) for one in strong) - min(
                _share(one, part) for one in weak
            )
            said.append((far, _pair(part, strong, weak)))
    said.sort(key=lambda one: -one[0])
    return tuple(sentence for _far, sentence in said[:MOST_PEERS])


def _how_many(country: Country) -> str:
    many = len(country.places)
    counted = ngettext(
        "An accepted assessment stands for %(many)s local government;",
        "Accepted assessments stand for %(many)s local governments;",
        many,
    ) % {"many": many}
    members = ngettext(
        "of %(all)s member of MCR2030, %(of_them)s has one.",
        "of %(all)s members of MCR2030, %(of_them)s have one.",
        country.members,
    ) % {"all": country.members, "of_them": country.standing_members}
    return f"{counted} {members}"


def _extremes(parts: Sequence[Part]) -> tuple[str, ...]:
    ordered = _by_median(parts)
    if len(ordered) < 2:
        return ()
    some = 2 if len(ordered) > 3 else 1
    return (
        _("Strongest: %(names)s.")
        % {"names": ", ".join(map(_named, ordered[: -some - 1 : -1]))},
        _("Weakest: %(names)s.") % {"names": ", ".join(map(_named, ordered[:some]))},
    )


def _first_gap(country: Country) -> tuple[str, ...]:
    gaps = low_first(country.indicators)
    if not gaps:
        return ()
    first = gaps[0]
    return (
        _(
            "Most common gap: %(code)s %(title)s, where %(low)s of %(answered)s are at "
            "one of the two lowest levels."
        )
        % {
            "code": first.code,
            "title": first.title,
            "low": first.spread.low,
            "answered": first.spread.answered,
        },
    )


def _by_median(parts: Sequence[Part]) -> list[Part]:
    known = [(one.quartiles.median, one) for one in parts if one.quartiles]
    return [part for _median, part in sorted(known, key=lambda pair: pair[0])]


def _share(place: Place, part: Part) -> Fraction:
    """Return the share for comparing; less than nothing where it is unknown."""
    score = place.scores.get(part.number)
    share = score.share if score else None
    return Fraction(-1) if share is None else share


def _pair(part: Part, strong: Sequence[Place], weak: Sequence[Place]) -> str:
    return _("%(essential)s: strong in %(strong)s; weak in %(weak)s.") % {
        "essential": _named(part),
        "strong": _list([one.name for one in strong]),
        "weak": _list([one.name for one in weak]),
    }


def _named(part: Part) -> str:
    return f"{part.short_name} ({part.number})"


def _list(names: Sequence[str]) -> str:
    shown = ", ".join(names[:MOST_NAMES])
    more = len(names) - MOST_NAMES
    if more <= 0:
        return shown
    others = ngettext("and %(more)s more", "and %(more)s more", more) % {"more": more}
    return f"{shown} {others}"
