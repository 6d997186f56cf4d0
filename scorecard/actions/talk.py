"""What people do in talk: open a thread, say something, take it back, resolve, read."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cities.models import User
from cities.models.people import name_in_script
from cities.permissions import Refused
from scorecard import mentions, permissions
from scorecard.models import Answer, Mention, Message, ReadMarker, Thread
from scorecard.models.talk import MESSAGE_MAXIMUM

# Whoever presses twice says the same thing again within so many seconds.
AGAIN_SECONDS = 20
# Threads are short: what goes on longer is something else.
MOST_MESSAGES = 100


class Resolved(Refused):
    """Somebody else has resolved the thread since the person opened the page."""


def open_thread(
    *,
    answer: Answer,
    circle: str,
    text: str,
    tell: Collection[int] = (),
    by: User,
) -> Thread:
    """Begin a talk in a circle, which never changes; return it.

    Raises ValidationError where the text is empty or too long, or where somebody is
    called who does not read this circle: then nothing is sent.
    """
    text = _checked(text)
    people = _called(answer, circle, text, tell, by)
    with transaction.atomic():
        # Held, so that of two clicks the second finds what the first has written.
        list(Answer.objects.select_for_update(no_key=True).with_keys([answer.pk]))
        same = Message.objects.filter(
            thread__answer=answer, thread__circle=circle, thread__opened_by=by
        )
        again = _said_again(same, text, by)
        if again is not None:
            return again.thread
        thread = Thread.objects.create(answer=answer, circle=circle, opened_by=by)
        _write(thread, text, people, by)
    return thread


def say(
    *,
    thread: Thread,
    text: str,
    tell: Collection[int] = (),
    reopens: bool = False,
    by: User,
) -> Message:
    """Say something in a thread; `reopens` where it was seen to be resolved.

    Raises Resolved where somebody has resolved it meanwhile, and ValidationError as
    `open_thread` does.
    """
    text = _checked(text)
    people = _called(thread.answer, thread.circle, text, tell, by)
    with transaction.atomic():
        held = Thread.objects.select_for_update(of=["self"], no_key=True)
        now = held.select_related("resolved_by").get(pk=thread.pk)
        again = _said_again(now.messages.all(), text, by)
        if again is not None:
            return again
        if now.is_resolved and not reopens:
            raise Resolved(_resolved_by(now))
        if now.messages.count() >= MOST_MESSAGES:
            raise ValidationError(
                _("This thread is full: %(most)s messages. Open a new one.")
                % {"most": MOST_MESSAGES}
            )
        if now.is_resolved:
            _reopen(now)
        return _write(now, text, people, by)


def withdraw(*, message: Message, by: User) -> None:
    """Take one's own words back: they are gone, who withdrew them when stays."""
    with transaction.atomic():
        taken = Message.objects.filter(
            pk=message.pk, by=by, withdrawn_at__isnull=True
        ).update(text="", withdrawn_at=timezone.now(), withdrawn_by=by)
        if taken:
            Mention.objects.filter(message=message).delete()


def resolve(*, thread: Thread, by: User) -> None:
    """Close the thread; whoever comes second changes nothing."""
    Thread.objects.filter(pk=thread.pk, resolved_at__isnull=True).update(
        resolved_at=timezone.now(), resolved_by=by
    )


def reopen(*, thread: Thread) -> None:
    """Open the thread again."""
    _reopen(thread)


def read(*, threads: Iterable[Any], by: User) -> None:
    """Note that the person has all that stands in these threads before their eyes.

    The threads come as `for_reader` and `latest_first` bring them; those without news
    cost nothing.
    """
    fresh = [one for one in threads if one.new or one.calls]
    if not fresh:
        return
    with transaction.atomic():
        for one in fresh:
            ReadMarker.objects.update_or_create(
                thread=one, user=by, defaults={"last_id": one.last}
            )
        Mention.objects.filter(
            user=by, read_at__isnull=True, message__thread__in=fresh
        ).update(read_at=timezone.now())


def _checked(text: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise ValidationError(_("Write the message first."))
    over = len(text) - MESSAGE_MAXIMUM
    if over > 0:
        raise ValidationError(
            ngettext(
                "The message is %(over)s character too long: at most %(maximum)s fit. "
                "Shorten it and send it again.",
                "The message is %(over)s characters too long: at most %(maximum)s fit. "
                "Shorten it and send it again.",
                over,
            )
            % {"over": over, "maximum": MESSAGE_MAXIMUM}
        )
    return text


def _called(
    answer: Answer, circle: str, text: str, tell: Collection[int], by: User
) -> set[int]:
    """Return whom the message calls, ticked or by @name; all read the circle."""
    readers = {
        one.user_id: one.user.name
        for one in permissions.talk_readers(answer.assessment, circle)
    }
    ticked = set(tell)
    if not ticked <= readers.keys():
        raise ValidationError(
            _(
                "Somebody whom you ticked does not read this thread, or not any more. "
                "Nothing was sent: choose again."
            )
        )
    named = mentions.called(text, readers)
    if named.unclear:
        raise ValidationError(
            _(
                "@%(name)s could be more than one person. Nothing was sent: write the "
                "whole name, or tick whom you mean."
            )
            % {"name": named.unclear[0]}
        )
    if named.strangers:
        raise ValidationError(
            _(
                "@%(name)s is nobody who reads this thread. Nothing was sent: tick "
                "somebody from the list, or leave out the @."
            )
            % {"name": named.strangers[0]}
        )
    return (ticked | named.people) - {by.pk}


def _said_again(messages: QuerySet[Message], text: str, by: User) -> Message | None:
    """Return the message where a second click brings it again."""
    since = timezone.now() - dt.timedelta(seconds=AGAIN_SECONDS)
    again = messages.filter(by=by, text=text, at__gte=since)
    return again.select_related("thread").first()


def _write(thread: Thread, text: str, people: Iterable[int], by: User) -> Message:
    message = Message.objects.create(thread=thread, text=text, by=by)
    Mention.objects.bulk_create(
        Mention(message=message, user_id=one) for one in sorted(people)
    )
    return message


def _reopen(thread: Thread) -> None:
    Thread.objects.filter(pk=thread.pk).update(resolved_at=None, resolved_by=None)


def _resolved_by(thread: Thread) -> str:
    by = thread.resolved_by
    return _(
        "%(name)s has resolved this thread meanwhile. Your message was not sent: it is "
        "still in the field. Read what stands there now, then open the thread again "
        "with it, or leave it."
    ) % {"name": name_in_script(by.name) if by else ""}
