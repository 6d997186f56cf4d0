"""Talk at an indicator: threads, what is said in them, who was told and who has read.

Talk is about an answer and never part of it: nothing of it is frozen, printed, exported
or published. See docs/adr/0012.
"""

from typing import Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import (
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.models import Membership, User
from scorecard.models.answer import Answer
from scorecard.models.assessment import Assessment

MESSAGE_MAXIMUM = 2_000


class ThreadQuerySet(models.QuerySet["Thread"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Threads that the person may read; for all others there are none.

        A city's team reads all of its own. A focal point reads those opened to the
        nation, of assessments that they may open; nobody else reads any.
        """
        mine = user.current_memberships if isinstance(user, User) else []
        team = [one.city_id for one in mine if one.role in Membership.TEAM]
        seen = Q(answer__assessment__city__in=team)
        if any(one.role == Membership.Role.FOCAL_POINT for one in mine):
            opened = Assessment.objects.visible_to(user).values("pk")
            seen |= Q(circle=Thread.Circle.REVIEW, answer__assessment__in=opened)
        return self.filter(seen)

    def of_answer(self, answer: Answer) -> Self:
        return self.filter(answer=answer)

    def still_open(self) -> Self:
        return self.filter(resolved_at__isnull=True)

    def concerning(self, user: User) -> Self:
        """Threads in which the person takes part."""
        return self.filter(_takes_part(user))

    def unread_by(self, user: User) -> Self:
        """Threads in which others have said something that the person has not read."""
        return self.filter(
            Exists(Message.objects.unread_by(user).filter(thread=OuterRef("pk")))
        )

    def for_reader(self, user: User) -> Self:
        """Add what differs by reader.

        `new` messages that they have not read, whether one `calls` them, the key of
        the last one that they have `seen`, and whether they take part (`is_mine`).
        """
        unread = Message.objects.unread_by(user).filter(thread=OuterRef("pk"))
        called = Mention.objects.filter(
            message__thread=OuterRef("pk"), user=user, read_at__isnull=True
        )
        marker = ReadMarker.objects.filter(thread=OuterRef("pk"), user=user)
        return self.annotate(
            new=counted(unread, "thread"),
            calls=Exists(called),
            seen=Subquery(marker.values("last")),
            is_mine=ExpressionWrapper(
                _takes_part(user), output_field=models.BooleanField()
            ),
        )

    def with_parts(self) -> Self:
        """Bring what a list says of a thread: where it is, how it began and goes on."""
        said = Message.objects.filter(thread=OuterRef("pk")).order_by("pk")
        return self.select_related(
            "answer__question__essential",
            "answer__assessment__city",
            "answer__assessment__questionnaire",
            "opened_by",
            "resolved_by",
        ).annotate(
            began=Subquery(said.values("text")[:1]),
            last_at=Subquery(said.order_by("-pk").values("at")[:1]),
            last_by=Subquery(said.order_by("-pk").values("by__name")[:1]),
        )

    def latest_first(self) -> Self:
        last = Message.objects.filter(thread=OuterRef("pk")).order_by("-pk")
        return self.annotate(last=Subquery(last.values("pk")[:1])).order_by(
            "-last", "-pk"
        )

    def open_first(self) -> Self:
        """Open threads before resolved ones, each the latest said first."""
        return self.latest_first().order_by(
            F("resolved_at").desc(nulls_first=True), "-last", "-pk"
        )


class Thread(models.Model):
    """A talk about one answer, within a circle that never changes."""

    class Circle(models.TextChoices):
        TEAM = "team", _("only for our team")
        REVIEW = "review", _("team and national focal point")

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="threads")
    circle = models.CharField(_("who reads it"), max_length=6, choices=Circle.choices)
    opened_at = models.DateTimeField(_("opened at"), default=timezone.now)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    resolved_at = models.DateTimeField(_("resolved at"), null=True, blank=True)
    resolved_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ThreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("thread")
        verbose_name_plural = _("threads")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(circle__in=["team", "review"]),
                name="a_thread_is_for_the_team_or_for_the_review",
            ),
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True, resolved_by__isnull=True)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="resolved_thread_says_when_and_by_whom",
            ),
        ]

    def __str__(self) -> str:
        # No word of what was said: this gets into logs.
        return f"{self.answer_id}/{self.pk}"

    @property
    def is_private(self) -> bool:
        """True where only the city's own team reads it."""
        return self.circle == self.Circle.TEAM

    @property
    def is_resolved(self) -> bool:
        return self.resolved_at is not None


class MessageQuerySet(models.QuerySet["Message"]):
    def unread_by(self, user: User | int) -> Self:
        """What others have said since the person, or who has this key, last read."""
        read = ReadMarker.objects.filter(
            thread=OuterRef("thread"), user=user, last__gte=OuterRef("pk")
        )
        return self.filter(~Exists(read), withdrawn_at__isnull=True).exclude(by=user)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Messages of the threads that the person may read."""
        visible = Thread.objects.visible_to(user).values("pk")
        return self.filter(thread__in=visible).select_related(
            "thread__answer__question"
        )

    def with_names(self) -> Self:
        """Bring who wrote, and who was called, by name."""
        return self.select_related("by", "withdrawn_by").prefetch_related(
            models.Prefetch("mentions", Mention.objects.select_related("user"))
        )


class Message(models.Model):
    """What somebody said in a thread. Never edited; withdrawn, it leaves a trace."""

    thread = models.ForeignKey(
        Thread, on_delete=models.CASCADE, related_name="messages"
    )
    text = models.TextField(_("message"), max_length=MESSAGE_MAXIMUM, blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                & ~Q(text="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False, text=""),
                name="a_message_has_its_text_or_says_who_withdrew_it",
            )
        ]

    def __str__(self) -> str:
        # No word of what was said: this gets into logs.
        return f"{self.thread_id}/{self.pk}"


class Mention(models.Model):
    """Somebody who was called to a message; `read_at` once they have seen it."""

    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, related_name="mentions"
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["message", "user"], name="a_message_calls_a_person_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.message_id}: {self.user_id}"


class ReadMarker(models.Model):
    """The last message of a thread that a person has read."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="markers")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    last = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("read marker")
        verbose_name_plural = _("read markers")
        constraints = [
            models.UniqueConstraint(
                fields=["thread", "user"], name="a_person_has_one_marker_in_a_thread"
            )
        ]

    def __str__(self) -> str:
        return f"{self.thread_id}: {self.user_id}"


def _takes_part(user: User) -> Q:
    """Return what holds of threads in which the person takes part.

    They wrote in it or were called to it. The lead of the assessment and the focal
    point who reviews it take part in all; while nobody reviews it, all focal points do.
    """
    wrote = Message.objects.filter(thread=OuterRef("pk"), by=user)
    called = Mention.objects.filter(message__thread=OuterRef("pk"), user=user)
    part = Q(answer__assessment__team_lead=user)
    part |= Q(answer__assessment__reviewer=user)
    if any(one.is_national for one in user.current_memberships):
        part |= Q(answer__assessment__reviewer__isnull=True)
    return part | Q(Exists(wrote)) | Q(Exists(called))


def counted(rows: QuerySet[Any], by: str) -> Subquery:
    """Return how many rows there are, for an annotation; nothing where none is."""
    return Subquery(rows.order_by().values(by).annotate(n=Count("pk")).values("n"))
