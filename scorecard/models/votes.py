"""What people chose in a workshop: by phone, or by a raised card."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from scorecard.models.lengths import REASON_MAXIMUM
from scorecard.models.workshop import Ballot, Guest


class Vote(models.Model):
    """What a guest chose: a level, or nothing for "I cannot judge this".

    One row a guest and ballot; who votes again changes it.
    """

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="votes")
    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, related_name="votes")
    choice = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.TextField(_("why"), max_length=REASON_MAXIMUM, blank=True)
    is_named = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ballot", "guest"], name="a_guest_has_one_vote"
            ),
            models.CheckConstraint(
                condition=Q(choice__isnull=True) | Q(choice__lte=5),
                name="no_vote_is_above_every_scale",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ballot_id}/{self.guest_id}"


class RaisedHands(models.Model):
    """How many raised the card of a level in a room without network."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="raised")
    choice = models.PositiveSmallIntegerField(null=True, blank=True)
    number = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("raised hands")
        verbose_name_plural = _("raised hands")
        constraints = [
            models.UniqueConstraint(
                fields=["ballot", "choice"],
                name="the_hands_for_a_level_are_counted_once",
            ),
            models.CheckConstraint(
                condition=Q(choice__isnull=True) | Q(choice__lte=5),
                name="no_raised_card_is_above_every_scale",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ballot_id}: {self.choice} × {self.number}"
