"""Which indicators of two editions of an instrument ask the same."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from scorecard.models.questionnaire import Question, Questionnaire


class EditionMapping(models.Model):
    """Two editions that can be compared over time, by the pairs that ask the same."""

    earlier = models.ForeignKey(
        Questionnaire,
        on_delete=models.CASCADE,
        related_name="mappings_to_later",
        verbose_name=_("earlier edition"),
    )
    later = models.ForeignKey(
        Questionnaire,
        on_delete=models.CASCADE,
        related_name="mappings_to_earlier",
        verbose_name=_("later edition"),
    )

    class Meta:
        verbose_name = _("mapping between editions")
        verbose_name_plural = _("mappings between editions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["earlier", "later"], name="two_editions_are_mapped_once"
            ),
            models.CheckConstraint(
                condition=~Q(earlier=F("later")), name="no_edition_maps_to_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.earlier} → {self.later}"


class SameQuestion(models.Model):
    """One indicator of the earlier edition and the one that asks the same later."""

    mapping = models.ForeignKey(
        EditionMapping, on_delete=models.CASCADE, related_name="pairs"
    )
    earlier = models.ForeignKey(
        Question,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("indicator in the earlier edition"),
    )
    later = models.ForeignKey(
        Question,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("indicator in the later edition"),
    )

    class Meta:
        verbose_name = _("indicator that stayed the same")
        verbose_name_plural = _("indicators that stayed the same")
        ordering = ["later__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["mapping", "earlier"], name="an_earlier_indicator_has_one_pair"
            ),
            models.UniqueConstraint(
                fields=["mapping", "later"], name="a_later_indicator_has_one_pair"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.earlier.code} → {self.later.code}"
