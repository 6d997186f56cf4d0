"""What was handed in, what the focal point said of it, and the papers made from it."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cities.models import Membership, User
from scorecard.models.answer import Answer
from scorecard.models.assessment import Assessment

REMARK_MAXIMUM = 4_000


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def of(self, assessments: Iterable[Assessment]) -> Self:
        """Submissions of these assessments without their content, the newest first."""
        return (
            self.filter(assessment__in=[one.pk for one in assessments])
            .defer("content")
            .order_by("-number")
        )

    def with_spelling(self) -> Self:
        """Bring the number of the spelling that holds on its papers, 0 for none."""
        return self.annotate(spelling=Coalesce(Max("spellings__number"), 0))

    def with_remark_count(self) -> Self:
        return self.annotate(remark_count=Count("remarks"))


class Submission(models.Model):
    """An assessment as it was handed in: wording, answers and digest. Never edited."""

    # A person's own copy of their data leaves this out: it is the city's, all of it.
    NOT_COPIED = ("content",)

    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="submissions"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    content = models.TextField(_("content as JSON"))
    sha256 = models.CharField(_("digest"), max_length=64)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "number"], name="submissions_are_numbered"
            )
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id}/{self.number}"


class ReviewQuerySet(models.QuerySet["Review"]):
    def of(self, assessment: Assessment) -> Self:
        """Decisions on an assessment, the latest first."""
        return (
            self.filter(submission__assessment=assessment)
            .select_related("by")
            .order_by("-at")
        )


class Review(models.Model):
    """The focal point's decision on a submission."""

    class Outcome(models.TextChoices):
        RETURNED = "returned", _("returned for changes")
        ACCEPTED = "accepted", _("accepted")

    submission = models.OneToOneField(
        Submission, on_delete=models.PROTECT, related_name="review"
    )
    outcome = models.CharField(_("decision"), max_length=10, choices=Outcome.choices)
    text = models.TextField(_("reasons"), max_length=REMARK_MAXIMUM, blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="accepted") | ~Q(text=""),
                name="a_return_gives_its_reasons",
            )
        ]

    def __str__(self) -> str:
        return str(self.get_outcome_display())


class RemarkQuerySet(models.QuerySet["Remark"]):
    def for_city(self) -> Self:
        """Remarks that the city has received: decided on, or asked outside a review."""
        return self.filter(Q(submission__review__isnull=False) | Q(is_question=True))

    def seen_by(self, *, reviewer: bool) -> Self:
        """Remarks for one side of the desk, with the names that they show."""
        named = self.select_related("by", "replied_by", "submission")
        return named if reviewer else named.for_city()

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """All for a focal point; for a city's team those that it has received."""
        mine = user.current_memberships if isinstance(user, User) else []
        if any(one.role == Membership.Role.FOCAL_POINT for one in mine):
            return self
        team = [one.city_id for one in mine if one.role in Membership.TEAM]
        return self.for_city().filter(answer__assessment__city__in=team)

    def news_for(self, user: User, assessment: Assessment, since: dt.datetime) -> Self:
        """What others wrote after a time, or replied; for a city once it reached it."""
        reached = Q(is_question=True, at__gt=since) | Q(
            submission__review__at__gt=since
        )
        replied = Q(replied_at__gt=since) & ~Q(replied_by=user)
        return self.visible_to(user).filter(
            (reached & ~Q(by=user)) | replied, answer__assessment=assessment
        )

    def of_answer(self, answer: Answer) -> Self:
        return self.filter(answer=answer)

    def with_parts(self) -> Self:
        """Bring the answer with its question and assessment, and who wrote what."""
        return self.select_related(
            "answer__question__essential",
            "answer__assessment__city",
            "answer__assessment__questionnaire",
            "submission",
            "by",
            "replied_by",
        )

    def by(self, user: User) -> Self:
        return self.filter(by=user)

    def questions(self) -> Self:
        """Those that were asked outside a review, the newest first."""
        return self.filter(is_question=True).order_by("-at", "-pk")

    def awaiting_reply(self) -> Self:
        """Remarks of the latest return, and questions, that no city answered yet."""
        later = Submission.objects.filter(
            assessment=OuterRef("submission__assessment"),
            number__gt=OuterRef("submission__number"),
        )
        returned = Q(answer__assessment__status=Assessment.Status.RETURNED)
        return self.for_city().filter(
            Q(is_question=True) | (returned & ~Exists(later)), reply=""
        )

    def by_city(self) -> Self:
        """The cities by their alphabet; of each the longest waiting first.

        `reached_at` is when the city could read it first.
        """
        script = "cyrillic" if get_language() == "sr" else "latin"
        reached = Case(
            When(is_question=True, then=F("at")), default=F("submission__review__at")
        )
        return self.annotate(reached_at=reached).order_by(
            f"answer__assessment__city__sort_{script}",
            "answer__assessment__city",
            "reached_at",
            "answer__question__position",
            "pk",
        )


class Remark(models.Model):
    """A word on one answer; the city sees it once the review is decided."""

    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="remarks"
    )
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="remarks")
    text = models.TextField(_("remark"), max_length=REMARK_MAXIMUM)
    is_question = models.BooleanField(
        _("asked outside a review"),
        default=False,
        help_text=_("The city sees it at once and may reply while it is accepted."),
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reply = models.TextField(_("reply"), max_length=REMARK_MAXIMUM, blank=True)
    replied_at = models.DateTimeField(_("replied at"), null=True, blank=True)
    replied_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["answer__question__position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reply="", replied_at__isnull=True, replied_by__isnull=True)
                | (
                    ~Q(reply="") & Q(replied_at__isnull=False, replied_by__isnull=False)
                ),
                name="replied_remark_says_when_and_by_whom",
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]


def paper_path(paper: "Paper", name: str) -> str:
    return f"papers/{uuid.uuid4().hex}.pdf"


class Paper(models.Model):
    """A PDF of a frozen assessment, made once and kept."""

    class Kind(models.TextChoices):
        REPORT = "report", _("city report")
        BRIEF = "brief", _("council brief")

    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="papers"
    )
    status = models.CharField(max_length=12, choices=Assessment.Status.choices)
    kind = models.CharField(_("paper"), max_length=10, choices=Kind.choices)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES
    )
    spelling = models.PositiveSmallIntegerField(
        _("spelling"),
        default=0,
        help_text=_("The number of the spelling with which it was drawn."),
    )
    file = models.FileField(upload_to=paper_path, max_length=120)
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "status", "kind", "language", "spelling"],
                name="a_paper_is_made_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.kind} {self.language}"
