"""How words that were typed in Latin stand on the Cyrillic papers of a submission."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.models import User
from scorecard.models.review import Submission


class Spelling(models.Model):
    """The city's choices as they were when it handed in, or looked at the paper.

    Never edited: a later look makes a later one, and papers are kept for each.
    """

    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="spellings"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    words = models.JSONField(_("chosen forms by words"), default=dict)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("spelling on papers")
        verbose_name_plural = _("spellings on papers")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "number"], name="spellings_are_numbered"
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission_id}/{self.number}"
