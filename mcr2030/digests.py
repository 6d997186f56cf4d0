"""One plain mail a day for who wants it: what is due, given, remarked and said.

Nothing is sent to invented people, and nothing where nothing is new. A mail names
indicators, days and numbers; no word of what people wrote but a note for its reader.
"""

import datetime as dt
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from cities.models import City, Membership, User
from mcr2030 import home_mine
from mcr2030.templatetags.mcr2030 import in_script
from scorecard import talk
from scorecard.models import Assessment, Assignment, Remark

DAYS_BEFORE = 3
Role = Membership.Role
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sent:
    """How many mails left, for how many nothing was new, and how many did not leave."""

    sent: int
    empty: int
    failed: int


def send(now: dt.datetime) -> Sent:
    """Send what is new to everybody who wants it and had no mail today.

    Who is being written to is claimed in one UPDATE, so of two runs one writes. Where
    the mail does not leave, or nothing is new, the claim is given back.
    """
    midnight = timezone.localtime(now).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    counts = {"sent": 0, "empty": 0, "failed": 0}
    waiting = (Q(digest_at__isnull=True) | Q(digest_at__lt=midnight)) & Q(
        wants_digest=True, is_active=True, is_demo=False
    )
    for pk in list(User.objects.filter(waiting).order_by("pk").values_list("pk")):
        user = User.objects.get(pk=pk[0])
        before = user.digest_at
        claim = User.objects.filter(waiting, pk=user.pk)
        if not claim.update(digest_at=now):
            continue
        became = _write(user, before or now - dt.timedelta(days=1), now)
        counts[became] += 1
        if became != "sent":
            User.objects.filter(pk=user.pk, digest_at=now).update(digest_at=before)
    return Sent(**counts)


def text_for(user: User, since: dt.datetime, now: dt.datetime) -> tuple[str, str]:
    """Return subject and text in the person's script; both empty where nothing is new.

    The subject is the same for all: who looks over a shoulder learns nothing.
    """
    with override(user.language):
        parts = [part for part in _parts(user, since, now) if part]
        if not parts:
            return "", ""
        foot = _(
            "You get at most one such mail a day, because you asked for it. To stop "
            "it, untick it on the page of your account: %(address)s"
        ) % {"address": _address("account")}
        start = _("All of it is on your first screen: %(address)s") % {
            "address": _address("home")
        }
        subject = _("MCR2030: what is new for you")
        return subject, "\n\n".join([*parts, start, f"--\n{foot}"]) + "\n"


def _write(user: User, since: dt.datetime, now: dt.datetime) -> str:
    subject, text = text_for(user, since, now)
    if not text:
        return "empty"
    try:
        EmailMessage(subject, text, None, [user.email]).send()
    except (OSError, SMTPException):
        # The next run tries again; the address is nobody's business in a log.
        logger.exception("The digest for person %s did not leave.", user.pk)
        return "failed"
    return "sent"


def _parts(user: User, since: dt.datetime, now: dt.datetime) -> Iterator[str]:
    cities: dict[str, list[City]] = {}
    for one in user.current_memberships:
        if one.city:
            cities.setdefault(one.role, []).append(one.city)
    if Role.CONTRIBUTOR in cities:
        yield _assignments(user, cities[Role.CONTRIBUTOR], since, now)
    if Role.LEAD in cities:
        yield _remarks(cities[Role.LEAD], since)
    said = talk.digest_lines(user, since)
    yield _list(_("Talk"), said) if said else ""


def _assignments(
    user: User, cities: list[City], since: dt.datetime, now: dt.datetime
) -> str:
    """Return what is to do, where something of it is new, due soon or overdue now."""
    today = timezone.localdate(now)
    to_do = [
        (mine.assessment, one)
        for mine in home_mine.of(user, cities).values()
        for one in mine.to_do
    ]
    if not any(_is_news(one, since, today) for _round, one in to_do):
        return ""
    told = [
        _assignment(assessment, one, since, today)
        for assessment, one in to_do
        if _is_news(one, since, today) or (one.due and _days_to(one.due, today) <= 0)
    ]
    return _list(_("Yours to answer"), told)


def _is_news(one: Assignment, since: dt.datetime, today: dt.date) -> bool:
    """True where it was given since, or its day came near or passed since then."""
    if one.given_at >= since:
        return True
    if one.due is None:
        return False
    last = timezone.localdate(since)
    near = one.due - dt.timedelta(days=DAYS_BEFORE)
    passed = one.due + dt.timedelta(days=1)
    return last < near <= today or last < passed <= today


def _days_to(due: dt.date, today: dt.date) -> int:
    return (due - today).days


def _assignment(
    assessment: Assessment, one: Assignment, since: dt.datetime, today: dt.date
) -> str:
    question = one.answer.question
    words = f"{assessment.city.name}, {assessment}, {question.code} {question.title}"
    facts = []
    if one.given_at >= since:
        facts.append(_("new"))
    if one.due:
        date = {"date": date_format(one.due, "SHORT_DATE_FORMAT")}
        is_late = one.due < today
        due = _("overdue since %(date)s") if is_late else _("due %(date)s")
        facts.append(due % date)
    if one.note:
        facts.append(in_script(one.note))
    return f"{words} ({'; '.join(facts)})" if facts else words


def _remarks(cities: list[City], since: dt.datetime) -> str:
    """Return how many remarks wait in each round that has new ones."""
    new = Q(at__gte=since) | Q(answer__assessment__decided_at__gte=since)
    rows: Any = (
        Remark.objects.awaiting_reply()
        .filter(answer__assessment__city__in=cities)
        .order_by()
        .values("answer__assessment")
        .annotate(number=Count("pk"), new=Count("pk", filter=new))
        .filter(new__gt=0)
    )
    numbers = {row["answer__assessment"]: row["number"] for row in rows}
    rounds = Assessment.objects.filter(pk__in=numbers).with_names().latest_first()
    told = [
        ngettext(
            "%(city)s, %(round)s: %(number)s remark waits for your reply.",
            "%(city)s, %(round)s: %(number)s remarks wait for your reply.",
            numbers[one.pk],
        )
        % {"city": one.city.name, "round": one, "number": numbers[one.pk]}
        for one in rounds
    ]
    return _list(_("Remarks of the focal point"), told) if told else ""


def _list(heading: str, lines: list[str]) -> str:
    return "\n".join([heading, *(f"- {line}" for line in lines)])


def _address(name: str) -> str:
    return settings.SITE_ADDRESS.rstrip("/") + reverse(name)
