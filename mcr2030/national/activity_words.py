"""Entries of the log of activity in words: what was changed, from what to what."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from auditlog.models import LogEntry
from django.db import models
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from cities.models import City, District, Hazard, User
from mcr2030.national import bundling
from mcr2030.national.activity import KINDS, Log, rows_of
from mcr2030.templatetags.mcr2030 import name_in_script
from scorecard.models import Assessment, Questionnaire

NOTHING = ("", "None", "[]")
LONGEST = 120
# What the line names already is not told below it again, unless it was changed.
IN_THE_NAME = ("city", "title", "name_sr", "host", "peer", "user")
# What is looked up by key, one query each.
NAMED = (City, User, District, Hazard, Questionnaire)
Names = dict[Any, dict[int | str, str]]


@dataclass(frozen=True)
class Detail:
    """A field with its value before and after; `is_typed` where a person wrote it."""

    label: str
    before: str
    after: str
    is_typed: bool = False


@dataclass(frozen=True)
class Event:
    """A line of the log.

    `actor` is empty where nobody was signed in; `what` is the kind of thing, `name` its
    name, `did` the change in a word or a sentence.
    """

    at: dt.datetime
    actor: str
    change: str
    did: str
    what: str
    name: str
    address: str
    details: list[Detail]


def events(log: Log) -> list[Event]:
    """Return the page in the reader's language, in a query for each kind of name."""
    names = _names(log)
    return [_event(entry, log, names) for entry in log.page]


def _event(entry: LogEntry, log: Log, names: Names) -> Event:
    kind = log.kinds[entry.content_type_id]
    thing = _Thing(entry, kind, log, names)
    did, is_whole = _did(entry, kind)
    return Event(
        at=entry.timestamp,
        actor=entry.actor.name if entry.actor else "",
        change=_change(entry),
        did=did,
        what=capfirst(str(KINDS[kind].model._meta.verbose_name)),
        name=thing.name(),
        address=thing.address(),
        details=[] if is_whole else thing.details(),
    )


def _change(entry: LogEntry) -> str:
    actions = LogEntry.Action
    names = {actions.CREATE: "added", actions.DELETE: "removed"}
    return names.get(entry.action, "changed")


def _did(entry: LogEntry, kind: str) -> tuple[str, bool]:
    """Return the change in words, and whether they say all there is to say."""
    changes = entry.changes or {}
    if kind == "assessment":
        return _moved(changes), True
    if kind == "person" and "last_login" in changes and _change(entry) == "changed":
        return _("signed in"), True
    if kind == "city" and "is_member" in changes and len(changes) == 1:
        joined = changes["is_member"][1] == "True"
        return _("joined MCR2030") if joined else _("left MCR2030"), True
    if kind == "invitation" and "withdrawn_at" in changes and len(changes) == 1:
        return _("withdrawn"), True
    words = {"added": _("added"), "removed": _("removed"), "changed": _("changed")}
    return words[_change(entry)], False


def _moved(changes: dict[str, Any]) -> str:
    if "status" in changes:
        labels = dict(Assessment.Status.choices)
        return str(labels.get(changes["status"][1], changes["status"][1]))
    if "is_shared" in changes:
        shared = changes["is_shared"][1] == "True"
        return _("draft shown") if shared else _("draft hidden")
    published = changes.get("published_at", ["", "None"])[1] not in NOTHING
    return _("published") if published else _("taken back from the public")


class _Thing:
    """What an entry is about: its values then, and where they lack, those of now."""

    def __init__(self, entry: LogEntry, kind: str, log: Log, names: Names) -> None:
        self.entry, self.kind, self.names = entry, kind, names
        self.changes: dict[str, Any] = entry.changes or {}
        self.now = log.now.get((kind, entry.object_id or 0), {})
        self.meta: Any = KINDS[kind].model._meta

    def name(self) -> str:
        """Return how the thing is called, with its city where it has one."""
        named = {
            "assessment": lambda: f"{self._word('questionnaire')} {self._raw('year')}",
            "city": lambda: self._known(City, self.entry.object_id),
            "person": lambda: self._known(User, self.entry.object_id),
            "figure": lambda: self._word("kind"),
            "hazard": lambda: self._word("hazard"),
            "membership": lambda: f"{self._word('user')}, {self._word('role')}",
            "invitation": lambda: f"{self._word('email')}, {self._word('role')}",
            "strategy": lambda: self._word("title"),
            "deadline": lambda: f"{self._raw('year')}, {self._word('instrument')}",
            "settings": lambda: "",
        }
        if KINDS[self.kind].cities:
            return self._between()
        own = named.get(self.kind, lambda: self.entry.object_repr)()
        if not KINDS[self.kind].of_city or self._raw("city") in NOTHING:
            return own
        return f"{self._word('city')}: {own}"

    def _between(self) -> str:
        """Name the two cities of it, and the person where one is named."""
        keys = [self.now.get(way) for way in KINDS[self.kind].cities]
        names = [self._known(City, key) for key in keys if key]
        abroad = [self.now.get(way) for way in KINDS[self.kind].abroad]
        if any(abroad):
            names.append(name_in_script(", ".join(str(one) for one in abroad)))
        cities = " – ".join(names)
        return f"{cities}: {self._word('user')}" if self.kind == "reviewer" else cities

    def address(self) -> str:
        """Return where the thing is, empty where it is no more or has no page."""
        if self.entry.action == LogEntry.Action.DELETE or not self.entry.object_id:
            return ""
        if self.kind == "assessment":
            return reverse("scorecard:overview", args=[self.entry.object_id])
        if self.kind in ("review", "twinning"):
            name = "peer-review" if self.kind == "review" else "twinning"
            return reverse(f"roadmap:{name}", args=[self.entry.object_id])
        pages = {"strategy": "strategy-edit", "deadline": "deadline-edit"}
        if self.kind in pages and self.now:
            return reverse(f"national:{pages[self.kind]}", args=[self.entry.object_id])
        return ""

    def details(self) -> list[Detail]:
        """Return the fields that were changed, those only that may be told."""
        found = []
        for name in KINDS[self.kind].fields:
            if name not in self.changes:
                continue
            if name in IN_THE_NAME and _change(self.entry) != "changed":
                continue
            if isinstance(self.changes[name], dict):
                found.append(self._of_many(name))
                continue
            before, after = self.changes[name]
            if before in NOTHING and after in NOTHING:
                continue
            found.append(self._detail(name, before, after))
        return found

    def _detail(self, name: str, before: str, after: str) -> Detail:
        one = self.meta.get_field(name)
        typed = isinstance(one, (models.CharField, models.TextField))
        return Detail(
            self._label(name),
            self._shown(name, before),
            self._shown(name, after),
            # A language is named in its own script, as if a person had typed it.
            is_typed=typed and (not one.choices or name == "default_language"),
        )

    def _of_many(self, name: str) -> Detail:
        change = self.changes[name]
        listed = ", ".join(str(one) for one in change.get("objects", []))
        short = Truncator(listed).chars(LONGEST * 2)
        gone = change.get("operation") == "delete"
        return Detail(
            self._label(name), short if gone else "", "" if gone else short, True
        )

    def _label(self, name: str) -> str:
        # A name in one language has the field's name, with the language behind it.
        base = name.removesuffix("_sr").removesuffix("_en")
        label = capfirst(str(self.meta.get_field(base).verbose_name))
        if name.endswith("_en"):
            return _("%(label)s in English") % {"label": label}
        return label

    def _raw(self, name: str) -> str:
        """Return the value after the change, before a removal, or as it is now."""
        values = self.changes.get(name)
        if isinstance(values, list):
            kept = (
                values[0] if self.entry.action == LogEntry.Action.DELETE else values[1]
            )
            if kept not in NOTHING:
                return str(kept)
        return str(self.now.get(name, ""))

    def _word(self, name: str) -> str:
        return self._shown(name, self._raw(name))

    def _shown(self, name: str, value: str) -> str:
        if value in NOTHING:
            return ""
        if name == "instrument":
            return self.names[Questionnaire].get(value, value)
        one = self.meta.get_field(name)
        if isinstance(one, models.ForeignKey):
            return self._known(one.related_model, value)
        if isinstance(one, models.BooleanField):
            return _("yes") if value == "True" else _("no")
        if getattr(one, "choices", None):
            return str(dict(one.flatchoices).get(value, value))
        if isinstance(one, models.DateField):
            return _day(value, with_time=isinstance(one, models.DateTimeField))
        return Truncator(value).chars(LONGEST)

    def _known(self, model: Any, key: str | int | None) -> str:
        number = int(str(key)) if str(key).isdecimal() else 0
        found = self.names.get(model, {}).get(number) or self._gone(model)
        return name_in_script(found) if model is User else found

    def _gone(self, model: Any) -> str:
        own = (City, "city"), (User, "person")
        if (model, self.kind) in own:
            return str(self.entry.object_repr)
        return _("not here any more")


def _day(value: str, *, with_time: bool) -> str:
    moment = parse_datetime(value) if with_time else None
    if moment is not None:
        if timezone.is_naive(moment):
            moment = moment.replace(tzinfo=dt.UTC)
        return formats.date_format(
            timezone.localtime(moment), "SHORT_DATETIME_FORMAT", use_l10n=True
        )
    day = parse_date(value[:10])
    return formats.date_format(day, "SHORT_DATE_FORMAT") if day else value


def _names(log: Log) -> Names:
    """Look up all that the page names by key, one query for each kind of thing."""
    wanted: dict[Any, set[int]] = {model: {0} for model in NAMED}
    for entry in log.page:
        kind = log.kinds[entry.content_type_id]
        if KINDS[kind].model in wanted and entry.object_id:
            wanted[KINDS[kind].model].add(entry.object_id)
        now = log.now.get((kind, entry.object_id or 0), {})
        changes = entry.changes or {}
        for one in KINDS[kind].model._meta.fields:
            if one.related_model in wanted:
                values = [*_pair(changes.get(one.name)), now.get(one.name)]
                wanted[one.related_model] |= set(_keys(values))
        wanted[City] |= set(_keys(now.get(way) for way in KINDS[kind].cities))
    names: Names = {
        model: dict(rows_of(model).filter(pk__in=keys).values_list("pk", "name"))
        for model, keys in wanted.items()
    }
    # Deadlines know an instrument by its code.
    names[Questionnaire].update({**bundling.names()})
    return names


def _pair(values: Any) -> list[Any]:
    return values if isinstance(values, list) else []


def _keys(values: Iterable[Any]) -> Iterable[int]:
    return (int(one) for one in values if str(one).isdecimal())
