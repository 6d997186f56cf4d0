"""What the pages of a city's documents show, each in a fixed number of queries."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cities.models import City, User
from cities.models.people import name_in_script
from scorecard import permissions
from scorecard.actions import journal
from scorecard.forms.documents import LibraryForm
from scorecard.models import Answer, Assessment, Assignment, Evidence, SameQuestion
from scorecard.models.evidence import DAYS_SOON, DAYS_URGENT

DOCUMENTS_A_PAGE = 30
FOUND_SHOWN = 10
EVENTS_SHOWN = 50


@dataclass(frozen=True)
class Line:
    """A document in a list: how long it holds, and how much it proves."""

    document: Evidence

    @property
    def validity(self) -> str:
        return validity_words(self.document)

    @property
    def is_late(self) -> bool:
        """True where somebody has to see to it: ended, or ending within the month."""
        left = self.document.days_left
        return left is not None and left <= DAYS_URGENT and not self.document.newer

    @property
    def uses(self) -> str:
        answers: int = vars(self.document)["answers_number"]
        rounds: int = vars(self.document)["rounds_number"]
        if not answers:
            return _("proves no answer")
        first = ngettext("%(number)s answer", "%(number)s answers", answers)
        second = ngettext("in %(number)s round", "in %(number)s rounds", rounds)
        return f"{first % {'number': answers}} {second % {'number': rounds}}"


@dataclass(frozen=True)
class Use:
    """A round in which a document proves answers; each with whether it may go."""

    assessment: Assessment
    answers: list[tuple[Answer, bool]]


@dataclass(frozen=True)
class Event:
    """A line of a document's history."""

    at: dt.datetime
    who: str
    what: str


def validity_words(document: Evidence) -> str:
    """Return until when it holds, and how soon that is; nothing without an end."""
    until, left = document.valid_until, document.days_left
    if until is None or left is None:
        return ""
    words: dict[str, Any] = {"date": date_format(until, "SHORT_DATE_FORMAT")}
    if left < 0:
        return _("expired %(date)s") % words
    if left == 0:
        return _("ends today, %(date)s") % words
    if left > DAYS_SOON:
        return _("valid until %(date)s") % words
    return ngettext(
        "ends in %(number)s day, %(date)s", "ends in %(number)s days, %(date)s", left
    ) % (words | {"number": left})


def page_of(city: City, form: LibraryForm, number: str | None) -> Page:
    """Return a page of the city's documents by the alphabet, in two queries."""
    found = form.narrow(Evidence.objects.of_city(city.pk))
    page = Paginator(found.with_uses().by_alphabet(), DOCUMENTS_A_PAGE).get_page(number)
    page.object_list = [Line(one) for one in page.object_list]
    return page


def uses(user: User, document: Evidence) -> list[Use]:
    """Return where it is used, as far as the person may know, latest round first."""
    answers = (
        Answer.objects.documented_for(user)
        .proved_by(document)
        .with_parts()
        .order_by("-assessment__year", "-assessment", "question__position")
    )
    mine = given_to(user, document.city_id)
    found: dict[int, Use] = {}
    for answer in answers:
        use = found.setdefault(answer.assessment_id, Use(answer.assessment, []))
        may = permissions.can_attach(user, answer, is_theirs=answer.pk in mine)
        use.answers.append((answer, bool(may)))
    return list(found.values())


def editions(user: User, document: Evidence) -> list[Evidence]:
    """Return all editions of it that the person may read, the latest first."""
    keys = _series(document.city_id, document.pk)
    if len(keys) == 1:
        return []
    seen = {one.pk: one for one in Evidence.objects.visible_to(user).with_keys(keys)}
    return [seen[key] for key in keys if key in seen]


def history(document: Evidence) -> list[Event]:
    """Return who did what to it and when, the latest first."""
    found = [
        Event(one.timestamp, name_in_script(one.actor.name) if one.actor else "", what)
        for one in journal.of_evidence(document)[:EVENTS_SHOWN]
        if (what := _what(one.changes or {}))
    ]
    added = name_in_script(document.added_by.name)
    return [*found, Event(document.added_at, added, _("added"))]


def suggestions(answer: Answer) -> list[Line]:
    """Return documents that proved the same indicator, in their latest editions.

    In other rounds, and in other editions of the questionnaire by their mapping.
    """
    question = answer.question_id
    same = {question}
    pairs = SameQuestion.objects.filter(Q(earlier=question) | Q(later=question))
    for pair in pairs.values_list("earlier", "later"):
        same |= set(pair)
    city = answer.assessment.city_id
    used = (
        Evidence.objects.of_city(city)
        .filter(answers__question__in=same)
        .exclude(answers=answer)
        .values_list("pk", flat=True)
    )
    newer = _successors(city)
    latest = {_last(key, newer) for key in used}
    return _lines(
        Evidence.objects.with_keys(latest).not_proving(answer).with_uses().by_alphabet()
    )


def found_for(answer: Answer, words: str) -> list[Line]:
    """Return the first few documents of the city that a search finds."""
    found = Evidence.objects.of_city(answer.assessment.city_id).latest_editions()
    fitting = found.matching(words).not_proving(answer).with_uses().by_alphabet()
    return _lines(fitting[:FOUND_SHOWN])


def open_rounds(city: int) -> list[Assessment]:
    """Return the rounds in which documents may be linked, the latest first."""
    found = Assessment.objects.filter(city=city, status__in=Assessment.OPEN)
    # Most documents prove the preliminary level: it stands first.
    return sorted(
        found.with_names().latest_first(),
        key=lambda one: one.questionnaire.code != permissions.OFFICIAL_INSTRUMENT,
    )


def provable(user: User, document: Evidence, assessment: Assessment) -> list[Answer]:
    """Return the answers of a round that the person may let the document prove."""
    mine = given_to(user, document.city_id)
    return [
        one
        for one in assessment.answers.exclude(evidence=document).with_parts()
        if permissions.can_attach(user, one, is_theirs=one.pk in mine)
    ]


def given_to(user: User, city: int) -> set[int]:
    """Return the keys of the city's answers that were given to the person."""
    given = Assignment.objects.held_by(user).filter(answer__assessment__city=city)
    return set(given.values_list("answer", flat=True))


def expired_of(assessment: Assessment) -> list[Evidence]:
    """Return the documents of a round that have ended since and were not renewed."""
    found = Evidence.objects.proving_of(assessment.pk).ended().latest_editions()
    return list(found.by_alphabet())


def _lines(found: Iterable[Evidence]) -> list[Line]:
    return [Line(one) for one in found]


def _successors(city: int) -> dict[int, int]:
    """Return what replaces what in the city's library; one query."""
    renewed = Evidence.objects.of_city(city).filter(replaces__isnull=False)
    return {old: new for old, new in renewed.values_list("replaces", "pk") if old}


def _last(key: int, newer: dict[int, int]) -> int:
    while key in newer:
        key = newer[key]
    return key


def _series(city: int, key: int) -> list[int]:
    """Return the keys of all editions, the latest first."""
    newer = _successors(city)
    older = {new: old for old, new in newer.items()}
    found = [_last(key, newer)]
    while found[-1] in older:
        found.append(older[found[-1]])
    return found


def _what(changes: dict[str, Any]) -> str:
    """Return what an entry of the audit tells, in words; nothing for what is inside."""
    if "answers" in changes:
        before, after = changes["answers"]
        if after:
            return _("proves from then on: %(answer)s") % {"answer": after}
        return _("proves no more: %(answer)s") % {"answer": before}
    if "file_sha256" in changes:
        taken = changes["file_sha256"][1] in ("", "None", None)
        return _("file removed") if taken else _("file replaced")
    names = {
        one.name: capfirst(str(getattr(one, "verbose_name", one.name)))
        for one in Evidence._meta.get_fields()
    }
    told = [names[name] for name in changes if name in names and name in TOLD]
    return _("changed: %(fields)s") % {"fields": ", ".join(told)} if told else ""


TOLD = frozenset(
    (
        "title",
        "kind",
        "number",
        "issuer",
        "description",
        "issued",
        "valid_until",
        "kept",
        "is_classified",
    )
)
