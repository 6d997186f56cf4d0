"""The columns of a workbook of actions: headings, meanings, words of their choices.

What is written in one language is read in all three, by heading and by choice.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from roadmap.models import TAGS, Action, Funding

COST = "cost_"
YES = _("yes")
NO = _("no")

ACTIONS: dict[str, tuple[Any, Any]] = {
    "number": (
        _("No."),
        _("Number of the action in the plan; empty for a new one."),
    ),
    "version": (
        _("Version"),
        _("Leave it as it is: it tells whether the action was changed meanwhile."),
    ),
    "title": (_("Title"), _("What is done, in a few words.")),
    "indicators": (
        _("Indicators"),
        _(
            "Codes with the level aimed at: P1.2 → 2; P1.3 → 1. A code alone means the "
            "next level."
        ),
    ),
    "description": (_("Description"), _("What is done, for whom, and how.")),
    "type": (_("Type"), _("One of the types of the form, in words.")),
    "hazards": (_("Hazards"), _("Names of hazards, set apart by semicolons.")),
    "lead_institution": (_("Lead institution"), _("Who answers for it.")),
    "partners": (_("Partners"), _("Others who take part.")),
    "cities": (
        _("Local governments that take part"),
        _("Codes or names, set apart by semicolons; only in the plan of a group."),
    ),
    "starts_on": (pgettext_lazy("date", "Start"), _("A date: 13.10.2025.")),
    "ends_on": (_("End"), _("A date: 13.10.2025.")),
    "impact": (_("Impact"), _("From 1 (little) to 5 (much).")),
    "difficulty": (_("Difficulty"), _("From 1 (easy) to 5 (hard).")),
    "priority": (
        _("Priority by hand"),
        _("Now, next or later; empty where it is computed."),
    ),
    "priority_reason": (_("Why by hand"), _("Only with a priority by hand.")),
    **{name: (label, _("Yes or no.")) for name, label in TAGS.items()},
    "indicator": (_("Indicator of success"), _("What is counted, with its unit.")),
    "baseline": (_("Value at the start"), _("Of that indicator.")),
    "target": (_("Value aimed at"), _("Of that indicator.")),
    "status": (_("State"), _("One of the states of the form, in words.")),
    "progress": (_("Progress, %"), _("A whole number from 0 to 100.")),
}
MONEY: dict[str, tuple[Any, Any]] = {
    "number": (_("No."), _("Number of the action that the money is for.")),
    "title": (
        _("Title"),
        _("Title of the action: what a new one without a number is known by."),
    ),
    "year": (_("Year"), _("A year of the plan.")),
    "source": (_("Source of money"), _("One of the sources of the form, in words.")),
    "state": (_("State"), _("Idea, applied for, secured or spent.")),
    "dinars": (_("Amount, RSD"), _("Whole dinars.")),
    "is_sustainable": (
        _("own budget line, every year"),
        _("Yes for lasting money, no for that of a project."),
    ),
    "note": (_("Note"), _("Anything worth knowing about this money.")),
}
CHOICES: Mapping[str, Any] = {
    "type": Action.Type,
    "priority": Action.Priority,
    "status": Action.Status,
    "source": Funding.Source,
    "state": Funding.State,
}
COST_HEADING = _("Cost of %(year)s, RSD")


def heading(key: str, columns: Mapping[str, tuple[Any, Any]] = ACTIONS) -> str:
    """Return the heading of a column in the language of the moment."""
    if key.startswith(COST):
        return str(COST_HEADING) % {"year": key.removeprefix(COST)}
    return str(columns[key][0])


def known_headings(
    columns: Mapping[str, tuple[Any, Any]], years: Iterable[int] = ()
) -> dict[str, frozenset[str]]:
    """Return the headings of each column in all languages, and its key."""
    keys = [*columns, *(f"{COST}{year}" for year in years)]
    return {
        key: frozenset({key, *(_folded(heading(key, columns)) for _ in _languages())})
        for key in keys
    }


def word(name: str, value: str) -> str:
    """Return the word for a choice in the language of the moment."""
    return str(CHOICES[name](value).label) if value else ""


@cache
def _words(name: str) -> dict[str, str]:
    found = {}
    for value in CHOICES[name].values:
        found[value] = value
        for _language in _languages():
            found[_folded(word(name, value))] = value
    return found


def choice(name: str, text: str) -> str | None:
    """Return the choice that a word of any language names, None for an unknown one."""
    return _words(name).get(_folded(text)) if text else ""


def is_yes(text: str) -> bool | None:
    """Return what a word says, None where it is neither yes nor no."""
    folded = _folded(text)
    for answer, words in (
        (True, {"true", "1", "да", "da", "yes"}),
        (False, {"", "false", "0", "не", "ne", "no", "–"}),
    ):
        if folded in words:
            return answer
    return None


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _languages() -> Iterable[str]:
    """Go through the languages, each in force while its turn is."""
    for code, _name in settings.LANGUAGES:
        with override(code):
            yield code
