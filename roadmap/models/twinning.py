"""Two cities that learn from each other over a longer time.

The other city is one of the register, whose lead answers here, or one abroad. Nobody
of a city abroad works on this site, so such a twinning is recorded once it is agreed.
"""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cities.models import City, Membership, User
from cities.models.people import name_in_script
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
    """What two cities agreed to learn from each other, with its results.

    One proposes and the other's lead answers; with a city abroad the lead records what
    both sides have agreed elsewhere.
    """

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
        null=True,
        blank=True,
        related_name="twinnings_of_others",
        verbose_name=_("other local government"),
    )
    abroad_city = models.CharField(_("city abroad"), max_length=100, blank=True)
    abroad_country = models.CharField(_("country"), max_length=100, blank=True)
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True)
    document = models.CharField(
        _("number of the agreement"), max_length=100, blank=True
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
                condition=Q(other__isnull=False, abroad_city="", abroad_country="")
                | Q(other__isnull=True) & ~Q(abroad_city="") & ~Q(abroad_country=""),
                name="a_twin_is_of_the_register_or_a_city_and_its_country",
            ),
            models.CheckConstraint(
                condition=Q(other__isnull=False, agreed_on__isnull=True, document="")
                | Q(
                    other__isnull=True,
                    agreed_on__isnull=False,
                    status__in=["agreed", "ended"],
                ),
                name="a_twinning_abroad_is_recorded_once_it_is_agreed",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="a_twinning_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=(Q(status="proposed") | Q(other__isnull=True))
                & Q(answered_at__isnull=True, answered_by__isnull=True)
                | ~Q(status="proposed")
                & Q(
                    other__isnull=False,
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                ),
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
        return f"{self.city} – {self.other_name}"

    def get_absolute_url(self) -> str:
        return reverse("roadmap:twinning", args=[self.pk])

    @property
    def other_name(self) -> str:
        """Return the other city's name, with its country where it is abroad."""
        if self.other is not None:
            return str(self.other)
        return name_in_script(f"{self.abroad_city}, {self.abroad_country}")


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
