"""Two cities that learn from each other over a longer time."""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cities.models import City, Membership, User
from scorecard.models import Essential


class TwinningQuerySet(models.QuerySet["Twinning"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Twinnings of the person's own cities; all of them for a focal point.

        What is only proposed is between the proposer's team and the other's lead.
        """
        mine = user.current_memberships if isinstance(user, User) else []
        role = Membership.Role
        if any(one.role == role.FOCAL_POINT for one in mine):
            return self.filter(pk__isnull=False)
        team = [one.city_id for one in mine if one.role in Membership.TEAM]
        led = [one.city_id for one in mine if one.role == role.LEAD]
        agreed = Q(other__in=team, status__in=("agreed", "ended"))
        return self.filter(Q(city__in=team) | Q(other__in=led) | agreed)

    def with_parts(self) -> Self:
        return self.select_related("city", "other").prefetch_related("subjects")

    def of_city(self, city: City) -> Self:
        return self.filter(Q(city=city) | Q(other=city))

    def of_cities(self, cities: list[int]) -> Self:
        return self.filter(Q(city__in=cities) | Q(other__in=cities))

    def latest_first(self) -> Self:
        return self.order_by("-starts_on", "-pk")


class Twinning(models.Model):
    """A proposal of one city to another, agreed by both leads, with its results."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("twinning", "proposed")
        AGREED = "agreed", pgettext_lazy("twinning", "agreed")
        DECLINED = "declined", pgettext_lazy("twinning", "declined")
        ENDED = "ended", pgettext_lazy("twinning", "ended")

    city = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        related_name="twinnings",
        verbose_name=_("local government that proposes"),
    )
    other = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        related_name="twinnings_of_others",
        verbose_name=_("other local government"),
    )
    subjects = models.ManyToManyField(Essential, verbose_name=_("subjects"))
    purpose = models.TextField(_("what both want to learn"), max_length=2000)
    starts_on = models.DateField(_("start"))
    ends_on = models.DateField(_("end"))
    status = models.CharField(
        _("state"), max_length=10, choices=Status.choices, default=Status.PROPOSED
    )
    results = models.TextField(_("results"), max_length=4000, blank=True)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    is_demo = models.BooleanField(_("invented"), default=False)
    proposed_at = models.DateTimeField(default=timezone.now)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = TwinningQuerySet.as_manager()

    class Meta:
        verbose_name = _("twinning")
        verbose_name_plural = _("twinnings")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(other=F("city")), name="no_city_is_its_own_twin"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="a_twinning_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(
                    status="proposed",
                    answered_at__isnull=True,
                    answered_by__isnull=True,
                )
                | ~Q(status="proposed")
                & Q(answered_at__isnull=False, answered_by__isnull=False),
                name="an_answered_twinning_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(status="declined") | ~Q(reason=""),
                name="who_declines_a_twinning_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(status="ended") | ~Q(results=""),
                name="an_ended_twinning_tells_its_results",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.city} – {self.other}"

    def get_absolute_url(self) -> str:
        return reverse("roadmap:twinning", args=[self.pk])


class TwinningMeeting(models.Model):
    """One meeting of two twinned cities."""

    twinning = models.ForeignKey(
        Twinning, on_delete=models.CASCADE, related_name="meetings"
    )
    day = models.DateField(_("day"))
    place = models.CharField(_("place"), max_length=200)
    subject = models.CharField(_("subject"), max_length=200)
    outcome = models.TextField(_("what came out of it"), max_length=2000, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("meeting of a twinning")
        verbose_name_plural = _("meetings of a twinning")
        ordering = ["day", "pk"]

    def __str__(self) -> str:
        return str(self.day)
