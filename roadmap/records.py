"""Records of an action in words: its history, and what two people typed at once."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cities.models import City, Hazard
from roadmap.content import Content, as_record, differences
from roadmap.dinars import grouped
from roadmap.forms.joint import shown_share
from roadmap.models import TAGS, Action, ActionChange, Funding, Plan
from scorecard.models import Answer

LABELS = {
    "title": gettext_lazy("Title"),
    "type": gettext_lazy("Type"),
    "lead_institution": gettext_lazy("Lead institution"),
    "starts_on": pgettext_lazy("date", "Start"),
    "ends_on": gettext_lazy("End"),
    "description": gettext_lazy("Description"),
    "partners": gettext_lazy("Partners"),
    "impact": gettext_lazy("Impact"),
    "difficulty": gettext_lazy("Difficulty"),
    "priority": gettext_lazy("Priority by hand"),
    "priority_reason": gettext_lazy("Why by hand"),
    **TAGS,
    "indicator": gettext_lazy("Indicator of success"),
    "baseline": gettext_lazy("Value at the start"),
    "target": gettext_lazy("Value aimed at"),
    "status": gettext_lazy("State"),
    "progress": gettext_lazy("Progress, %"),
    "hazards": gettext_lazy("Hazards"),
    "cities": gettext_lazy("Local governments that take part"),
    "targets": gettext_lazy("Indicators and levels aimed at"),
    "costs": gettext_lazy("Cost by year, RSD"),
    "fundings": gettext_lazy("Money"),
    "shares": gettext_lazy("Shares of the cost"),
}
CHOICES: Mapping[str, Any] = {
    "type": Action.Type,
    "priority": Action.Priority,
    "status": Action.Status,
}


class Difference(NamedTuple):
    """One field as it stood or stands elsewhere, and as it is here."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Conflict:
    """Somebody saved meanwhile: what stands, and what differs from it."""

    current: Plan | Action
    rows: list[Difference]


@dataclass(frozen=True)
class Change:
    """One entry of the history, in words."""

    change: ActionChange
    rows: list[Difference]

    @property
    def is_first(self) -> bool:
        return self.change.version == 0


def history(changes: Iterable[ActionChange]) -> list[Change]:
    """Return changes in words, with three queries for all of them."""
    listed = list(changes)
    names = Names([one.before for one in listed] + [one.after for one in listed])
    return [Change(one, names.rows(one.before, one.after)) for one in listed]


def conflict(current: Action, standing: Content, typed: Content) -> Conflict:
    """Return what differs between an action as it stands and what was typed."""
    before, after = differences(as_record(standing), as_record(typed))
    return Conflict(current, Names([before, after]).rows(before, after))


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Return what differs between two records, in words."""
    return Names([before, after]).rows(before, after) if after else []


class Names:
    """The names of what records only have the keys of."""

    def __init__(self, records: Iterable[Mapping[str, Any]]) -> None:
        listed = list(records)
        hazards = {key for one in listed for key in one.get("hazards") or ()}
        cities = {key for one in listed for key in one.get("cities") or ()}
        cities |= {int(key) for one in listed for key in one.get("shares") or ()}
        answers = {int(key) for one in listed for key in one.get("targets") or ()}
        self.hazards = {
            one.pk: str(one) for one in Hazard.objects.filter(pk__in=hazards)
        }
        self.cities = {one.pk: str(one) for one in City.objects.filter(pk__in=cities)}
        self.answers = {
            one.pk: one.question.code
            for one in Answer.objects.filter(pk__in=answers).select_related("question")
        }

    def rows(
        self, before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> list[Difference]:
        return [
            Difference(
                str(LABELS[name]),
                self._text(name, before.get(name)),
                self._text(name, value),
            )
            for name, value in after.items()
            if (name in LABELS and self._text(name, value) != "–") or before.get(name)
        ]

    def _text(self, name: str, value: Any) -> str:
        if value in (None, "", [], {}, False):
            return "–"
        if value is True:
            return _("yes")
        if name in ("starts_on", "ends_on"):
            return date_format(dt.date.fromisoformat(value), "SHORT_DATE_FORMAT")
        if name in CHOICES:
            return str(CHOICES[name](value).label)
        if name in ("hazards", "cities", "targets", "costs", "fundings", "shares"):
            return self._listed(name, value)
        return str(value)

    def _listed(self, name: str, value: Any) -> str:
        if name == "hazards":
            return ", ".join(self.hazards.get(key, "?") for key in value)
        if name == "cities":
            return ", ".join(self.cities.get(key, "?") for key in value)
        if name == "targets":
            return ", ".join(
                f"{self.answers.get(int(key), '?')} → {level}"
                for key, level in value.items()
            )
        if name == "shares":
            return "; ".join(
                f"{self.cities.get(int(key), '?')}: {shown_share(part)} %"
                for key, part in value.items()
            )
        if name == "costs":
            return "; ".join(f"{year}: {grouped(one)}" for year, one in value.items())
        return "; ".join(_money(row) for row in value)


def _money(row: list[Any]) -> str:
    year, source, state, dinars, is_sustainable, note = row
    words = [
        f"{year}: {Funding.Source(source).label}, {Funding.State(state).label}",
        f"{grouped(dinars)} RSD",
    ]
    if is_sustainable:
        words.append(_("own budget line"))
    if note:
        words.append(cast(str, note))
    return ", ".join(words)
