"""What pages show of talk: the threads at an indicator, a person's list, what is new.

All of it starts from `Thread.objects.visible_to`, and is read in few queries.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cities.models import Membership, User
from cities.permissions import Decision, memberships_of
from scorecard import permissions
from scorecard.forms.talk import MessageForm, ThreadForm
from scorecard.models import Answer, Message, Thread
from scorecard.models.talk import counted

THREADS_A_PAGE = 20
ROWS_A_PAGE = 30
NEWS_SHOWN = 5
NEW, OPEN, MINE, ALL = SHOWS = ("new", "open", "mine", "all")
Circle = Thread.Circle


@dataclass(frozen=True)
class Said:
    """One message as one person sees it; `by` is their role, where they have one."""

    message: Message
    by: Membership | None
    is_new: bool
    is_own: bool

    @property
    def called(self) -> list[User]:
        return [one.user for one in self.message.mentions.all()]


@dataclass
class Talk:
    """A thread with its messages, and what the person may do with it.

    `others` are whom they may tell: those who read it and do not take part yet.
    """

    thread: Thread
    said: list[Said]
    can_write: Decision
    can_resolve: Decision
    others: list[Membership]
    form: MessageForm

    @property
    def new(self) -> int:
        return sum(one.is_new for one in self.said)

    @property
    def began(self) -> str:
        return self.said[0].message.text if self.said else ""


@dataclass
class TalkPage:
    """The threads at one indicator, the open ones first, and a form for another.

    `form` is None for who only reads. `alone` is the thread that is shown by itself.
    """

    page: Page
    talks: list[Talk]
    team: list[Membership]
    nation: list[Membership]
    form: ThreadForm | None
    offers_team: bool
    alone: Thread | None = None

    @property
    def still_open(self) -> list[Talk]:
        return [one for one in self.talks if not one.thread.is_resolved]

    @property
    def resolved(self) -> list[Talk]:
        return [one for one in self.talks if one.thread.is_resolved]


@dataclass
class News:
    """Threads with something new for a person, the latest first; more are elsewhere."""

    threads: list[Any] = field(default_factory=list)
    has_more: bool = False
    # Whether the person reads any talk at all.
    reads: bool = False


def reads_any(user: User) -> bool:
    """Tell whether there can be talk for the person: a city's team, the nation."""
    return any(one.is_team or one.is_national for one in memberships_of(user))


def page(
    answer: Answer,
    user: User,
    number: str | None = None,
    *,
    alone: Thread | None = None,
) -> TalkPage:
    """Return the talk at an indicator as the person may read it."""
    threads = (
        Thread.objects.visible_to(user)
        .of_answer(answer)
        .for_reader(user)
        .select_related("opened_by", "resolved_by")
        .open_first()
    )
    if alone is not None:
        threads = threads.filter(pk=alone.pk)
    shown = Paginator(threads, THREADS_A_PAGE).get_page(number)
    listed = list(shown.object_list)
    messages = _messages(listed)
    assessment = answer.assessment
    readers = permissions.talk_readers(assessment, Circle.REVIEW)
    team = [one for one in readers if one.is_team]
    nation = [one for one in readers if not one.is_team]
    circles = [
        circle
        for circle in Circle.values
        if permissions.can_talk(user, assessment, circle)
    ]
    talks = []
    for thread in listed:
        thread.answer = answer
        within = team if thread.is_private else readers
        talks.append(_talk(thread, messages[thread.pk], within, user))
    others = [one for one in readers if one.user_id != user.pk]
    return TalkPage(
        page=shown,
        talks=talks,
        team=[one for one in team if one.user_id != user.pk],
        nation=[one for one in nation if one.user_id != user.pk],
        form=ThreadForm(people=others, initial={"circle": circles[0]})
        if circles and alone is None
        else None,
        offers_team=Circle.TEAM in circles,
        alone=alone,
    )


def beside(answers: Any, reader: int, circles: Collection[str]) -> Any:
    """Add to answers how many threads of these circles are open and messages new."""
    threads = Thread.objects.still_open().filter(answer=OuterRef("pk"))
    new = Message.objects.unread_by(reader).filter(thread__answer=OuterRef("pk"))
    if len(circles) < len(Circle):
        threads = threads.filter(circle__in=circles)
        new = new.filter(thread__circle__in=circles)
    return answers.annotate(
        open_threads=counted(threads, "answer"),
        new_messages=counted(new, "thread__answer"),
    )


def words(answer: Any) -> str:
    """Return how much talk there is about an answer; only the word where none is."""
    still_open, new = (
        getattr(answer, name, 0) or 0 for name in ("open_threads", "new_messages")
    )
    said = {"open": still_open, "new": new}
    if new:
        return _("Talk: %(open)s open, %(new)s new") % said
    return _("Talk: %(open)s open") % said if still_open else _("Talk")


def with_trouble(shown: TalkPage, thread: Thread, form: MessageForm) -> TalkPage:
    """Put what was typed into a thread, and what is wrong with it, back into it."""
    for one in shown.talks:
        if one.thread.pk == thread.pk:
            one.form = form
    return shown


def people(thread: Thread) -> list[Membership]:
    """Return who reads the thread."""
    return permissions.talk_readers(thread.answer.assessment, thread.circle)


def rows(user: User, show: str, number: str | None) -> Page:
    """Return a page of the person's threads, the latest said first."""
    every = Thread.objects.visible_to(user)
    chosen = {
        NEW: every.concerning(user).unread_by(user),
        OPEN: every.still_open(),
        MINE: every.concerning(user),
        ALL: every,
    }[show]
    listed = chosen.with_parts().for_reader(user).latest_first()
    return Paginator(listed, ROWS_A_PAGE).get_page(number)


def news(user: User) -> News:
    """Return what is new for the person on their first screen; one query."""
    if not reads_any(user):
        return News()
    found = list(_new_for(user)[: NEWS_SHOWN + 1])
    return News(found[:NEWS_SHOWN], len(found) > NEWS_SHOWN, reads=True)


def digest_lines(user: User, since: dt.datetime) -> list[str]:
    """Return a sentence for each thread with something new since then.

    For a mail: where it is and how much is new, no word of what was said and no name.
    In the language in use; one query.
    """
    if not reads_any(user):
        return []
    return [_digest_line(one) for one in _new_for(user).filter(last_at__gte=since)]


def _new_for(user: User) -> Any:
    every = Thread.objects.visible_to(user).concerning(user).unread_by(user)
    return every.with_parts().for_reader(user).latest_first()


def _digest_line(thread: Any) -> str:
    assessment, question = thread.answer.assessment, thread.answer.question
    place = {
        "city": assessment.city,
        "round": assessment,
        "code": question.code,
        "title": question.title,
    }
    new = thread.new or 0
    line = ngettext(
        "%(city)s, %(round)s, %(code)s %(title)s: %(new)s new message in the talk.",
        "%(city)s, %(round)s, %(code)s %(title)s: %(new)s new messages in the talk.",
        new,
    ) % {**place, "new": new}
    called = _("You are mentioned.")
    return f"{line} {called}" if thread.calls else line


def _messages(threads: Iterable[Thread]) -> Mapping[int, list[Message]]:
    found = defaultdict(list)
    for one in Message.objects.filter(thread__in=list(threads)).with_names():
        found[one.thread_id].append(one)
    return found


def _talk(
    thread: Any, messages: list[Message], readers: list[Membership], user: User
) -> Talk:
    roles = {one.user_id: one for one in readers}
    seen = thread.seen or 0
    said = [
        Said(
            message=one,
            by=roles.get(one.by_id),
            is_new=one.pk > seen and one.by_id != user.pk and one.withdrawn_at is None,
            is_own=one.by_id == user.pk and one.withdrawn_at is None,
        )
        for one in messages
    ]
    part = {user.pk} | {one.by_id for one in messages}
    part |= {person.pk for one in said for person in one.called}
    assessment = thread.answer.assessment
    return Talk(
        thread=thread,
        said=said,
        can_write=permissions.can_talk(user, assessment, thread.circle),
        can_resolve=permissions.can_resolve(user, thread, takes_part=thread.is_mine),
        others=[one for one in readers if one.user_id not in part],
        form=MessageForm(people=readers),
    )
