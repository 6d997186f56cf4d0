"""A peer review: one city asks another to look at some of its Essentials."""

import calendar
import datetime as dt
from collections.abc import Iterable
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cities.models import City, Membership, User
from scorecard.models import Assessment, Essential

FEWEST_MODULES, MOST_MODULES = 3, 5
FEWEST_ITEMS, MOST_ITEMS = 3, 5
MOST_REVIEWERS = 8
TEXT_MAXIMUM = 4_000
REASON_MAXIMUM = 2_000
# The preliminary level covers the ten Essentials; public health is an instrument of
# its own, which Uscore2 sets beside infrastructure as the second half of module 8.
PRELIMINARY, PUBLIC_HEALTH = "preliminary", "public_health"
INFRASTRUCTURE_MODULE, HEALTH_MODULE = "8a", "8b"
MODULES = ("1", "2", "3", "4", "5", "6", "7", "8a", "8b", "9", "10")


def essential_of(code: str) -> int:
    """Return the number of the Essential that a module belongs to."""
    return int(code.rstrip("ab"))


def months_after(day: dt.date, months: int) -> dt.date:
    """Return the same day so many months later, or the last one of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def module_name(code: str, essentials: dict[int, Essential]) -> str:
    """Return what people call the module: the Essential's short name, or health."""
    if code == HEALTH_MODULE:
        return str(_("Public health"))
    return essentials[essential_of(code)].short_name


class PeerReviewQuerySet(models.QuerySet["PeerReview"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Reviews that the person may open; how much of one, permissions tell.

        Host's team: all of the host's. Peer city's lead: those it was invited to.
        Reviewer: the one under way, until its last day. Focal point: all that were
        ever sent to a peer.
        """
        mine = user.current_memberships if isinstance(user, User) else []
        role = Membership.Role
        team = [one.city_id for one in mine if one.role in Membership.TEAM]
        led = [one.city_id for one in mine if one.role == role.LEAD]
        hosts = [one.city_id for one in mine if one.role == role.PEER_REVIEWER]
        seen = Q(host__in=team) | Q(peer__in=led)
        seen |= Q(
            host__in=hosts,
            status=PeerReview.Status.UNDER_WAY,
            ends_on__gte=timezone.localdate(),
            pk__in=Reviewer.objects.filter(user=user.pk).values("review"),
        )
        if any(one.role == role.FOCAL_POINT for one in mine):
            seen |= ~Q(status=PeerReview.Status.PLANNED)
        return self.filter(seen)

    def with_parts(self) -> Self:
        """Bring what every page names: cities, assessment, modules and the team."""
        return self.select_related(
            "host", "peer", "assessment__questionnaire", "report"
        ).prefetch_related("modules", "reviewers__user")

    def with_state(self) -> Self:
        """Add what is still to be done, for telling what is next; no further query."""
        own = PeerReview.objects.filter(pk=OuterRef("pk"))
        advised = own.filter(
            recommendations__action__isnull=True, recommendations__declined=""
        )
        later = PeerReview.objects.filter(
            host=OuterRef("host"), made_at__gt=OuterRef("made_at")
        )
        return self.select_related("host", "peer", "report").annotate(
            lacks_items=Exists(own.filter(modules__items__isnull=True)),
            host_expects=Exists(own.filter(expected__side="host")),
            peer_expects=Exists(own.filter(expected__side="peer")),
            has_unanswered=Exists(advised.filter(recommendations__isnull=False)),
            followed_6=Exists(own.filter(follow_ups__months=6)),
            followed_12=Exists(own.filter(follow_ups__months=12)),
            followed_24=Exists(own.filter(follow_ups__months=24)),
            is_superseded=Exists(later),
        )

    def sent(self) -> Self:
        """Reviews that have left the host: a peer was invited."""
        return self.exclude(status=PeerReview.Status.PLANNED)

    def of_city(self, city: City) -> Self:
        """Reviews in which the city is the host or the peer."""
        return self.filter(Q(host=city) | Q(peer=city))

    def of_cities(self, cities: Iterable[int]) -> Self:
        places = list(cities)
        return self.filter(Q(host__in=places) | Q(peer__in=places))

    def under_way_at(self, hosts: Iterable[int]) -> Self:
        return self.filter(status=PeerReview.Status.UNDER_WAY, host__in=list(hosts))

    def published(self) -> Self:
        """Signed reviews whose summary the host shows to everybody."""
        return self.filter(published_at__isnull=False)

    def shown_for(self, city: City) -> Self:
        """Reviews of the host, the latest first, with what a list names."""
        hosted = self.filter(host=city).select_related("host", "peer")
        return hosted.order_by("-closed_at", "-pk")[:10]

    def latest_first(self) -> Self:
        return self.order_by("-made_at", "-pk")


class PeerReview(models.Model):
    """A host, its peer, what is looked at and until when.

    The steps are those of Uscore2: the host plans and invites, the peer agrees with a
    team and dates, the host confirms, both work, and both sign one report.
    """

    class Status(models.TextChoices):
        PLANNED = "planned", _("being planned")
        INVITED = "invited", _("peer invited")
        DECLINED = "declined", _("declined by the peer")
        PROPOSED = "proposed", _("team proposed")
        UNDER_WAY = "under_way", _("under way")
        SIGNED = "signed", _("report signed")
        STOPPED = "stopped", pgettext_lazy("peer review", "stopped")

    # What a city can still end before it comes to a report.
    OPEN = (Status.PLANNED, Status.INVITED, Status.PROPOSED, Status.UNDER_WAY)

    host = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        related_name="hosted_reviews",
        verbose_name=_("host"),
    )
    peer = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="peer_reviews",
        verbose_name=_("peer city"),
    )
    assessment = models.ForeignKey(
        Assessment,
        on_delete=models.PROTECT,
        related_name="peer_reviews",
        verbose_name=_("accepted assessment"),
    )
    # Only where module 8b is looked at.
    health_assessment = models.ForeignKey(
        Assessment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("accepted assessment of public health"),
    )
    scope = models.TextField(_("why and scope"), max_length=TEXT_MAXIMUM)
    objectives = models.TextField(_("objectives"), max_length=TEXT_MAXIMUM)
    status = models.CharField(
        _("state"), max_length=10, choices=Status.choices, default=Status.PLANNED
    )
    is_demo = models.BooleanField(_("invented"), default=False)
    made_at = models.DateTimeField(_("planned at"), default=timezone.now)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    invitation = models.TextField(
        _("words to the peer"), max_length=REASON_MAXIMUM, blank=True
    )
    invited_at = models.DateTimeField(_("invited at"), null=True, blank=True)
    invited_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Why the peer declined, or why one side stopped.
    reason = models.TextField(_("reason"), max_length=REASON_MAXIMUM, blank=True)
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    published_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = PeerReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("peer review")
        verbose_name_plural = _("peer reviews")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(peer__isnull=True) | ~Q(peer=F("host")),
                name="no_city_is_its_own_peer",
            ),
            models.CheckConstraint(
                condition=Q(status="planned", peer__isnull=True)
                | ~Q(status="planned") & Q(invited_at__isnull=False)
                | Q(status="stopped"),
                name="a_review_is_planned_until_a_peer_is_invited",
            ),
            models.CheckConstraint(
                condition=Q(invited_at__isnull=True, invited_by=None, peer=None)
                | Q(
                    invited_at__isnull=False,
                    invited_by__isnull=False,
                    peer__isnull=False,
                ),
                name="an_invited_peer_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="an_answered_invitation_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="a_confirmed_review_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["declined", "stopped"]) | ~Q(reason=""),
                name="who_ends_a_review_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["proposed", "under_way", "signed"])
                | Q(starts_on__isnull=False, ends_on__isnull=False),
                name="an_agreed_review_has_its_days",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="a_peer_review_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["under_way", "signed"])
                | Q(confirmed_at__isnull=False),
                name="a_review_is_under_way_once_both_agreed",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(
                    published_at__isnull=False,
                    published_by__isnull=False,
                    status="signed",
                ),
                name="only_a_signed_review_is_published",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.host} – {self.peer}" if self.peer else str(self.host)

    def get_absolute_url(self) -> str:
        return reverse("roadmap:peer-review", args=[self.pk])

    @property
    def is_over(self) -> bool:
        """Tell whether the last day has passed."""
        return bool(self.ends_on and self.ends_on < timezone.localdate())

    @property
    def codes(self) -> list[str]:
        """The modules in their order; read with the review by `with_parts()`."""
        return [one.code for one in self.modules.all()]

    def assessment_of(self, code: str) -> Assessment | None:
        return self.health_assessment if code == HEALTH_MODULE else self.assessment


class ReviewModule(models.Model):
    """One part of the host's assessment that the review looks at."""

    review = models.ForeignKey(
        PeerReview, on_delete=models.CASCADE, related_name="modules"
    )
    code = models.CharField(
        _("module"), max_length=3, choices=[(one, one) for one in MODULES]
    )
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        verbose_name = _("module of a review")
        verbose_name_plural = _("modules of a review")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "code"], name="a_review_looks_once_at_a_module"
            ),
            models.CheckConstraint(
                condition=Q(code__in=MODULES), name="a_module_is_one_of_eleven"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Reviewer(models.Model):
    """A person of the peer city who reviews; access itself is a membership."""

    review = models.ForeignKey(
        PeerReview, on_delete=models.CASCADE, related_name="reviewers"
    )
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("person")
    )

    class Meta:
        verbose_name = _("reviewer")
        verbose_name_plural = _("reviewers")
        ordering = ["user__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "user"], name="a_reviewer_is_named_once"
            )
        ]

    def __str__(self) -> str:
        return self.user.name
