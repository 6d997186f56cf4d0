"""What a city has said about the conditions of an instrument: once an assessment."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.models import User
from scorecard.models.assessment import Assessment
from scorecard.models.lengths import REASON_MAXIMUM
from scorecard.models.questionnaire import Condition


class Applicability(models.Model):
    """The answer to one condition; no sets its indicators to "not applicable"."""

    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="applicabilities"
    )
    condition = models.ForeignKey(Condition, on_delete=models.PROTECT, related_name="+")
    applies = models.BooleanField(_("applies"))
    reason = models.TextField(
        _("why it is not applicable"), max_length=REASON_MAXIMUM, blank=True
    )
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("applicability")
        verbose_name_plural = _("applicabilities")
        ordering = ["condition"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "condition"],
                name="a_condition_is_answered_once_an_assessment",
            ),
            models.CheckConstraint(
                condition=Q(applies=True, reason="") | Q(applies=False) & ~Q(reason=""),
                name="only_what_does_not_apply_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.condition_id}: {self.applies}"
