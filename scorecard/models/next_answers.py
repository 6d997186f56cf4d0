"""What a city prepares while the focal point has its assessment, or has accepted it."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.models import User
from scorecard.models.answer import Answer
from scorecard.models.assessment import Assessment
from scorecard.models.lengths import COMMENT_MAXIMUM, REASON_MAXIMUM


class NextAnswerQuerySet(models.QuerySet["NextAnswer"]):
    def of_assessment(self, assessment: Assessment) -> Self:
        return self.filter(answer__assessment=assessment)

    def on(self, answer: Answer) -> "NextAnswer | None":
        """Return what is prepared for the answer, if anything is."""
        return self.filter(answer=answer).select_related("changed_by").first()


class NextAnswer(models.Model):
    """An answer for the next version, beside the frozen one; only its team sees it.

    A save is one UPDATE guarded by `version`, as that of an answer.
    """

    answer = models.OneToOneField(
        Answer, on_delete=models.CASCADE, related_name="next_answer"
    )
    score = models.PositiveSmallIntegerField(_("score"), null=True, blank=True)
    not_applicable = models.BooleanField(_("not applicable"), default=False)
    reason = models.TextField(
        _("why it is not applicable"), max_length=REASON_MAXIMUM, blank=True
    )
    comment = models.TextField(
        _("justification"), max_length=COMMENT_MAXIMUM, blank=True
    )
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = NextAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer for the next version")
        verbose_name_plural = _("answers for the next version")
        ordering = ["answer__question__position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(not_applicable=False) | Q(score__isnull=True),
                name="what_will_not_apply_has_no_score",
            ),
            models.CheckConstraint(
                condition=Q(not_applicable=False) | ~Q(reason=""),
                name="what_will_not_apply_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id}/{self.version}"
