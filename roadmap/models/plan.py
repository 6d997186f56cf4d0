"""A city's action plan, or the joint one of a group, and its way to the gazette."""

from collections.abc import Iterable
from typing import Self, cast

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.models import BasinGroup, City, LocalStrategy, Membership, User
from roadmap import reminders


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Plans that the person may open.

        Own team: those of the city and of its groups. Focal point: what was shared or
        has begun its way to adoption. Nobody else.
        """
        mine = user.current_memberships if isinstance(user, User) else []
        if any(one.role == Membership.Role.FOCAL_POINT for one in mine):
            shown = Q(is_shared=True) | Q(pk__in=_on_their_way())
            return self.filter(shown)
        cities = [one.city_id for one in mine if one.role in Membership.TEAM]
        groups = BasinGroup.objects.filter(cities__in=cities)
        return self.filter(Q(city__in=cities) | Q(group__in=groups))

    def of_city(self, city: City) -> Self:
        return self.filter(city=city)

    def of_keys(self, keys: Iterable[int]) -> Self:
        return self.filter(pk__in=list(keys))

    def joint_of(self, city: City) -> Self:
        """Joint plans of the groups that the city belongs to."""
        return self.filter(group__in=BasinGroup.objects.filter(cities=city))

    def latest_first(self) -> Self:
        return self.order_by("-first_year", "-pk")

    def with_parts(self) -> Self:
        """Bring what every page of a plan names: whose it is, and how far it got."""
        return self.select_related("city", "group").prefetch_related(
            "steps", "group__cities"
        )

    def still_drafts(self) -> Self:
        """Plans on which no assembly has decided: actions can be added."""
        decided = AdoptionStep.objects.filter(kind=AdoptionStep.Kind.ASSEMBLY)
        return self.exclude(pk__in=decided.values("plan"))


class Plan(models.Model):
    """The actions of a city, or of a basin group together, for some years."""

    city = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="plans",
        verbose_name=_("local government"),
    )
    group = models.ForeignKey(
        BasinGroup,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="plans",
        verbose_name=_("basin group"),
    )
    title = models.CharField(_("title"), max_length=200)
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year"))
    purpose = models.TextField(_("purpose and vision"), max_length=4000, blank=True)
    # Donors ask for euros; the rate is the city's own, with its day and source.
    dinars_per_euro = models.DecimalField(
        _("dinars for one euro"), max_digits=8, decimal_places=4, null=True, blank=True
    )
    rate_day = models.DateField(_("day of the rate"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    valid_until_reason = models.CharField(
        _("why the end was corrected"), max_length=300, blank=True
    )
    # The adopted plan as the country counts it; one record a plan.
    strategy = models.OneToOneField(
        LocalStrategy,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="plan",
    )
    is_shared = models.BooleanField(
        _("the national focal point may read the draft"), default=False
    )
    is_demo = models.BooleanField(_("invented"), default=False)
    version = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("action plan")
        verbose_name_plural = _("action plans")
        ordering = ["-first_year", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(city__isnull=False, group__isnull=True)
                | Q(city__isnull=True, group__isnull=False),
                name="a_plan_is_of_a_city_or_of_a_group",
            ),
            models.CheckConstraint(
                condition=Q(last_year__gte=F("first_year")),
                name="a_plan_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(first_year__gte=2015, last_year__lte=2100),
                name="a_plan_is_of_this_century",
            ),
            models.CheckConstraint(
                condition=Q(dinars_per_euro__isnull=True, rate_day__isnull=True)
                | Q(dinars_per_euro__gt=0, rate_day__isnull=False),
                name="a_rate_says_its_day",
            ),
            models.UniqueConstraint(
                fields=["city", "first_year", "last_year"],
                name="a_city_has_one_plan_for_the_same_years",
            ),
            models.UniqueConstraint(
                fields=["group", "first_year", "last_year"],
                name="a_group_has_one_plan_for_the_same_years",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("roadmap:plan", args=[self.pk])

    @property
    def years(self) -> range:
        return range(self.first_year, self.last_year + 1)

    @property
    def owner(self) -> City | BasinGroup:
        """The city, or the group of cities, whose plan this is."""
        # One of the two is there: a constraint of the table.
        return cast("City | BasinGroup", self.city or self.group)

    @property
    def cities(self) -> list[City]:
        if self.group:
            return list(self.group.cities.all())
        return [cast(City, self.city)]

    @property
    def taken(self) -> "dict[str, AdoptionStep]":
        """The steps of adoption that were taken, by kind."""
        return {one.kind: one for one in self.steps.all()}

    @property
    def reminder(self) -> str:
        """Whether its end is near: "early", "late", "over", or nothing."""
        return reminders.of(self.valid_until, timezone.localdate())

    @property
    def is_on_its_way(self) -> bool:
        """True once the council has agreed: the focal point reads it then."""
        return not self.taken.keys().isdisjoint(public_steps())

    @property
    def is_adopted(self) -> bool:
        """True once the assembly has decided: from then on its content is fixed."""
        return AdoptionStep.Kind.ASSEMBLY in self.taken


class AdoptionStep(models.Model):
    """One step of a plan on its way to the gazette, with its paper and its day.

    The way is the one of Serbian practice: the working group is appointed, the draft
    finished, the council agrees, the Ministry consents, the assembly decides, and the
    decision is printed in the local gazette.
    """

    class Kind(models.TextChoices):
        WORKING_GROUP = "working_group", _("working group appointed")
        DRAFT = "draft", _("draft finished")
        COUNCIL = "council", _("agreed by the council")
        CONSENT = "consent", _("consent of the Ministry")
        ASSEMBLY = "assembly", _("decision of the assembly")
        GAZETTE = "gazette", _("printed in the gazette")

    # From here on the focal point sees the plan, and from the assembly's decision on
    # what it says no longer changes.
    PUBLIC_FROM = Kind.COUNCIL
    NUMBERED = (
        Kind.WORKING_GROUP,
        Kind.COUNCIL,
        Kind.CONSENT,
        Kind.ASSEMBLY,
        Kind.GAZETTE,
    )

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(_("step"), max_length=20, choices=Kind.choices)
    day = models.DateField(_("date"))
    number = models.CharField(_("number of the act"), max_length=80, blank=True)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("step of adoption")
        verbose_name_plural = _("steps of adoption")
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "kind"], name="a_plan_takes_each_step_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="draft") | ~Q(number=""),
                name="an_act_has_its_number",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


def public_steps() -> list[str]:
    """Return the steps from which on the focal point sees the plan."""
    kinds = list(AdoptionStep.Kind)
    return [one.value for one in kinds[kinds.index(AdoptionStep.PUBLIC_FROM) :]]


def _on_their_way() -> models.QuerySet:
    return AdoptionStep.objects.filter(kind__in=public_steps()).values("plan")
