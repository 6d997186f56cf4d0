"""The history of an answer as a line of events, in words; the latest comes first.

Saves of one person in one sitting are one event: a card saves by itself at each pause.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cities.models.people import name_in_script
from cities.permissions import Person
from scorecard import differences, permissions
from scorecard.differences import Piece
from scorecard.models import (
    Answer,
    AnswerChange,
    Remark,
    Review,
    Settlement,
    Submission,
    Thread,
)

EVENTS_A_PAGE = 20
SITTING = dt.timedelta(minutes=10)


class Line(NamedTuple):
    """One thing that an event changed or says."""

    label: str
    words: str = ""
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Event:
    """Something that happened to an answer: when, who, what."""

    at: dt.datetime
    who: str
    title: str
    kind: str
    lines: tuple[Line, ...] = ()
    saves: int = 1


@dataclass(frozen=True)
class Sitting:
    """Changes that one person saved in a row, from the first to the last version."""

    first: int
    last: int
    at: dt.datetime
    undoes: int | None

    @property
    def saves(self) -> int:
        return self.last - self.first + 1


def events_of(
    user: Person, answer: Answer, page: str | None = None, *, each: bool = False
) -> Page[Event]:
    """Return a page of what happened to the answer, in nine queries at most.

    With `each`, every save is an event of its own.
    """
    from_when = _seen_from(user, answer)
    found: list[Event | Sitting] = [
        *_sittings(answer, from_when, dt.timedelta() if each else SITTING),
        *_decisions(user, answer),
        *_remarks(user, answer),
        *_talk(user, answer, from_when),
    ]
    if permissions.is_team(user, answer.assessment):
        found += [*_evidence(answer), *_settled(answer)]
    found.sort(key=lambda one: one.at, reverse=True)
    shown: Page[Any] = Paginator(found, EVENTS_A_PAGE).get_page(page)
    shown.object_list = _in_words(answer, list(shown.object_list))
    return shown


def hides_draft(user: Person, answer: Answer) -> bool:
    """Tell whether what the city did before it submitted is not for this person."""
    assessment = answer.assessment
    return not (permissions.is_team(user, assessment) or assessment.is_shared)


def _seen_from(user: Person, answer: Answer) -> dt.datetime | None:
    """Return since when the person may see changes; None where all of them."""
    if not hides_draft(user, answer):
        return None
    first = answer.assessment.submissions.order_by("number").values_list("at").first()
    return first[0] if first else None


def _sittings(
    answer: Answer, from_when: dt.datetime | None, pause: dt.timedelta
) -> Iterator[Sitting]:
    rows = answer.changes.order_by("version").values_list(
        "version", "at", "by", "undoes"
    )
    if from_when:
        rows = rows.filter(at__gte=from_when)
    standing: Sitting | None = None
    writer = None
    for version, at, by, undoes in rows:
        if (
            standing
            and writer == by
            and not (undoes or standing.undoes)
            and version == standing.last + 1
            and at - standing.at < pause
        ):
            standing = Sitting(standing.first, version, at, None)
            continue
        if standing:
            yield standing
        standing, writer = Sitting(version, version, at, undoes), by
    if standing:
        yield standing


def _in_words(answer: Answer, found: Sequence[Event | Sitting]) -> list[Event]:
    ends = [
        version
        for one in found
        if isinstance(one, Sitting)
        for version in (one.first, one.last)
    ]
    # With no version at all there would be no query: a page costs always the same.
    changes = answer.changes.filter(version__in=[0, *ends]).select_related("by")
    by_version = {one.version: one for one in changes}
    return [
        _changed(by_version[one.first], by_version[one.last], one)
        if isinstance(one, Sitting)
        else one
        for one in found
    ]


def _changed(first: AnswerChange, last: AnswerChange, sitting: Sitting) -> Event:
    title = pgettext("event", "changed the answer")
    if sitting.undoes:
        title = pgettext("event", "took a change back")
    elif first.version == 1:
        title = pgettext("event", "answered")
    return Event(
        at=last.at,
        who=last.by.name,
        title=title,
        kind="undo" if sitting.undoes else "change",
        lines=tuple(_lines(first.before, last.after)),
        saves=sitting.saves,
    )


def _lines(before: dict[str, Any], after: dict[str, Any]) -> Iterator[Line]:
    old, new = choice_words(before), choice_words(after)
    if old != new:
        yield Line(_("Level"), _("%(old)s → %(new)s") % {"old": old, "new": new})
    for name, label in (
        ("reason", _("Why it is not applicable")),
        ("comment", _("Justification")),
    ):
        if before.get(name, "") != after.get(name, ""):
            told = differences.pieces(before.get(name, ""), after.get(name, ""))
            yield Line(label, pieces=told)


def choice_words(content: dict[str, Any]) -> str:
    """Return the level, or what stands in its place, as kept in a change."""
    if content.get("not_applicable"):
        return _("not applicable")
    if content.get("score") is None:
        return _("no level yet")
    return _("level %(score)s") % {"score": content["score"]}


def _decisions(user: Person, answer: Answer) -> Iterator[Event]:
    handed_in = Submission.objects.of([answer.assessment])
    for one in handed_in.select_related("by", "review__by"):
        yield Event(
            one.at,
            one.by.name,
            pgettext("event", "submitted the assessment"),
            "submission",
        )
        review: Review | None = getattr(one, "review", None)
        if review is None:
            continue
        title = pgettext("event", "accepted the assessment")
        if review.outcome == Review.Outcome.RETURNED:
            title = pgettext("event", "returned the assessment")
        yield Event(review.at, review.by.name, title, "review")


def _remarks(user: Person, answer: Answer) -> Iterator[Event]:
    reviews = permissions.is_focal_point(user)
    for one in Remark.objects.seen_by(reviewer=reviews).of_answer(answer):
        said = Line(_("Remark"), one.text)
        yield Event(
            one.at, one.by.name, pgettext("event", "wrote a remark"), "remark", (said,)
        )
        if one.replied_at and one.replied_by:
            reply = Line(_("Reply"), one.reply)
            title = pgettext("event", "replied to the remark")
            yield Event(one.replied_at, one.replied_by.name, title, "remark", (reply,))


def _talk(
    user: Person, answer: Answer, from_when: dt.datetime | None
) -> Iterator[Event]:
    """Tell that a thread began or ended, to who reads it; never what it says."""
    threads = Thread.objects.visible_to(user).of_answer(answer)
    for one in threads.select_related("opened_by", "resolved_by"):
        circle = (Line(_("Who reads it"), one.get_circle_display()),)
        moves = [
            (one.opened_at, one.opened_by, pgettext("event", "opened a thread")),
            (one.resolved_at, one.resolved_by, pgettext("event", "resolved a thread")),
        ]
        for at, by, title in moves:
            if at and by and not (from_when and at < from_when):
                yield Event(at, by.name, title, "talk", circle)


def _evidence(answer: Answer) -> Iterator[Event]:
    # What was entered for an earlier round was linked at a time that is not recorded.
    begun = answer.assessment.started_at
    for one in answer.evidence.filter(added_at__gte=begun).select_related("added_by"):
        said = Line(_("Document"), " ".join(filter(None, (one.title, one.number))))
        title = pgettext("event", "entered evidence")
        yield Event(one.added_at, one.added_by.name, title, "evidence", (said,))


def _settled(answer: Answer) -> Iterator[Event]:
    for one in Settlement.objects.filter(answer=answer).with_words():
        content = {"score": one.score, "not_applicable": one.not_applicable}
        lines = [
            Line(_("Agreed"), choice_words(content)),
            Line(_("Reason"), one.reason),
        ]
        for other in one.dissents.all():
            content = {"score": other.score, "not_applicable": other.not_applicable}
            words = f"{name_in_script(other.name)}, {choice_words(content)}"
            if other.reason:
                words += f": {other.reason}"
            lines.append(Line(_("Sees it otherwise"), words))
        title = pgettext("event", "settled the answer")
        yield Event(one.at, one.by.name, title, "settlement", tuple(lines))
