"""A workshop: people in a room vote on indicators, one after the other.

Guests have no account. Their device keeps a secret, of which only the digest is here.
"""

import datetime as dt
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cities import serbian
from cities.cyrillic import to_cyrillic
from cities.models import Membership, User
from scorecard.models.answer import Answer
from scorecard.models.assessment import Assessment
from scorecard.models.lengths import COMMENT_MAXIMUM
from scorecard.models.settling import Settlement

NAME_MAXIMUM = 120
INSTITUTION_MAXIMUM = 160
NOTES_MAXIMUM = 4_000
GUESTS_USUALLY = 60
GUESTS_AT_MOST = 300
# Whoever has not been heard of for so long does not count as being here.
HERE_FOR = dt.timedelta(minutes=2)


class WorkshopQuerySet(models.QuerySet["Workshop"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Workshops of the own city; to a focal point those of what was shared.

        Publishing an assessment opens no workshop, and neither does a peer review.
        """
        mine = user.current_memberships if isinstance(user, User) else []
        team = [one.city_id for one in mine if one.role in Membership.TEAM]
        seen = Q(assessment__city__in=team)
        if any(one.role == Membership.Role.FOCAL_POINT for one in mine):
            opened = Assessment.objects.visible_to(user).values("pk")
            seen |= Q(assessment__in=opened)
        return self.filter(seen)

    def of(self, assessment: Assessment) -> Self:
        """Workshops on an assessment, the latest first."""
        return self.filter(assessment=assessment).order_by("-day", "-pk")

    def with_parts(self) -> Self:
        return self.select_related(
            "assessment__city", "assessment__questionnaire", "facilitator"
        )

    def with_counts(self) -> Self:
        """Add how many people are in and how many indicators are put to the vote."""
        return self.annotate(
            guest_count=Count(
                "guests", filter=Q(guests__removed_at__isnull=True), distinct=True
            ),
            ballot_count=Count("ballots", distinct=True),
        )

    def open_under(self, code: str) -> "Workshop | None":
        """Return the workshop that people may join with this code."""
        return self.with_parts().filter(code=code, closed_at__isnull=True).first()

    def under(self, code: str) -> "Workshop | None":
        """Return the workshop of a code, whether people may still join or not."""
        return self.with_parts().filter(code=code).first()


class Workshop(models.Model):
    """One meeting on one assessment, with a code by which people in the room join.

    `turn` counts what the facilitator has done: phones and projector ask for news by
    it, and whoever facilitates from an older one is told that a colleague moved on.
    """

    # The code lets people in: it stays out of copies of a person's data.
    NOT_COPIED = ("code",)

    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="workshops"
    )
    title = models.CharField(_("title"), max_length=160)
    place = models.CharField(pgettext_lazy("where it is held", "place"), max_length=160)
    day = models.DateField(_("day"))
    facilitator = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("facilitator"),
    )
    code = models.CharField(_("code for joining"), max_length=8, unique=True)
    guest_limit = models.PositiveSmallIntegerField(
        _("how many people may join"), default=GUESTS_USUALLY
    )
    shows_at_once = models.BooleanField(
        _("show the distribution while people vote"),
        default=False,
        help_text=_(
            "Otherwise it appears when the vote is closed, so that nobody votes as "
            "the others do."
        ),
    )
    current = models.PositiveSmallIntegerField(default=1)
    turn = models.PositiveIntegerField(default=0)
    minutes_number = models.CharField(
        _("number of the minutes"), max_length=60, blank=True
    )
    minutes_notes = models.TextField(
        _("notes for the minutes"), max_length=NOTES_MAXIMUM, blank=True
    )
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    erased_at = models.DateTimeField(_("names removed at"), null=True, blank=True)
    erased_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = WorkshopQuerySet.as_manager()

    class Meta:
        verbose_name = _("workshop")
        verbose_name_plural = _("workshops")
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="closed_workshop_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True, erased_by__isnull=True)
                | Q(
                    erased_at__isnull=False,
                    erased_by__isnull=False,
                    closed_at__isnull=False,
                ),
                name="names_are_removed_from_a_closed_workshop",
            ),
            models.CheckConstraint(
                condition=Q(guest_limit__gte=1, guest_limit__lte=GUESTS_AT_MOST),
                name="a_workshop_has_room_for_one_and_not_for_all",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("scorecard:workshop", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def shown_code(self) -> str:
        """The code in two halves, as it is read aloud."""
        half = len(self.code) // 2
        return f"{self.code[:half]} {self.code[half:]}"


class BallotQuerySet(models.QuerySet["Ballot"]):
    def with_parts(self) -> Self:
        """Bring the indicator with its wording, and what was agreed."""
        return self.select_related(
            "answer__question__essential", "answer__assessment", "settled_by"
        ).prefetch_related("answer__question__levels")

    def numbered(self, workshop: Workshop, number: int) -> "Ballot | None":
        return self.with_parts().filter(workshop=workshop, number=number).first()

    def with_votes(self) -> Self:
        """Add how many have voted by phone."""
        return self.annotate(vote_count=Count("votes"))


class Ballot(models.Model):
    """One indicator put to the vote: opened, closed, settled; each by somebody."""

    workshop = models.ForeignKey(
        Workshop, on_delete=models.CASCADE, related_name="ballots"
    )
    number = models.PositiveSmallIntegerField()
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="ballots")
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_shown = models.BooleanField(default=False)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    agreed = models.PositiveSmallIntegerField(_("agreed level"), null=True, blank=True)
    because = models.TextField(
        _("why this level"), max_length=COMMENT_MAXIMUM, blank=True
    )

    settlement = models.ForeignKey(
        Settlement,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="ballots",
    )

    objects = BallotQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator put to the vote")
        verbose_name_plural = _("indicators put to the vote")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "number"], name="votes_of_a_workshop_are_numbered"
            ),
            models.UniqueConstraint(
                fields=["workshop", "answer"],
                name="an_indicator_is_put_to_the_vote_once",
            ),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True, opened_by__isnull=True)
                | Q(opened_at__isnull=False, opened_by__isnull=False),
                name="opened_vote_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(
                    closed_at__isnull=False,
                    closed_by__isnull=False,
                    opened_at__isnull=False,
                ),
                name="closed_vote_was_opened_and_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(
                    settled_at__isnull=True,
                    settled_by__isnull=True,
                    agreed__isnull=True,
                    because="",
                )
                | Q(
                    settled_at__isnull=False,
                    settled_by__isnull=False,
                    agreed__isnull=False,
                    closed_at__isnull=False,
                ),
                name="only_a_closed_vote_is_settled_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(agreed__isnull=True) | Q(agreed__lte=5),
                name="no_agreed_level_is_above_every_scale",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.workshop_id}/{self.number}"

    @property
    def is_open(self) -> bool:
        """True while people may vote and change their vote."""
        return self.opened_at is not None and self.closed_at is None

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def is_settled(self) -> bool:
        return self.settled_at is not None

    @property
    def shows_votes(self) -> bool:
        """True where the room sees how the votes are distributed."""
        return self.is_closed or self.is_shown


class GuestQuerySet(models.QuerySet["Guest"]):
    def inside(self) -> Self:
        """Those who are in: neither removed nor gone."""
        return self.filter(removed_at__isnull=True)

    def by_name(self) -> list["Guest"]:
        """Those who have a name still, in the order of the alphabet."""
        return sorted(
            self.exclude(name=""),
            key=lambda one: (
                serbian.sort_key_cyrillic(to_cyrillic(one.name)),
                one.pk,
            ),
        )

    def here(self) -> Self:
        """Those whose phone was heard of just now."""
        return self.inside().filter(seen_at__gte=timezone.now() - HERE_FOR)

    def with_votes(self) -> Self:
        return self.annotate(vote_count=Count("votes"))


class Guest(models.Model):
    """Somebody in the room who votes by phone, without an account.

    Name and institution are for the attendance list; blank once they were removed.
    `let_in_until` lets the same person come in again from a phone that forgot them.
    """

    # Whoever removed a guest does not get the guest's data with a copy of their own.
    NOT_COPIED = ("name", "institution", "digest")

    workshop = models.ForeignKey(
        Workshop, on_delete=models.CASCADE, related_name="guests"
    )
    name = models.CharField(_("name"), max_length=NAME_MAXIMUM, blank=True)
    institution = models.CharField(
        _("institution"), max_length=INSTITUTION_MAXIMUM, blank=True
    )
    consented_at = models.DateTimeField()
    # Nothing, not an empty text, where the secret was taken away: many are without one.
    digest = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 - as above
    joined_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    let_in_until = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = GuestQuerySet.as_manager()

    class Meta:
        verbose_name = _("guest of a workshop")
        verbose_name_plural = _("guests of a workshop")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "name", "institution"],
                condition=Q(removed_at__isnull=True) & ~Q(name=""),
                name="a_guest_is_in_once",
            ),
            models.CheckConstraint(
                condition=Q(removed_by__isnull=True) | Q(removed_at__isnull=False),
                name="who_removed_a_guest_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(name="") | Q(institution="", digest__isnull=True),
                name="a_guest_without_a_name_left_nothing_else",
            ),
        ]

    def __str__(self) -> str:
        # Never the name: what is logged of a guest must not outlive it.
        return f"{self.workshop_id}/{self.pk}"

    @property
    def full_name(self) -> str:
        return f"{self.name}, {self.institution}"

    @property
    def is_here(self) -> bool:
        return self.removed_at is None and self.seen_at >= timezone.now() - HERE_FOR
