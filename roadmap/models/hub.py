"""A city on its way to being a Resilience Hub: criteria, commitments, ledger."""

import datetime as dt
from collections.abc import Iterable
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cities.models import City, User

# A slip of the pen, not what a city gives.
MOST_MONEY = 10**11
MOST_HOURS = 100_000
# The reminder comes half a year before the end: month 30 of three years.
REMINDER_DAYS = 183


class Currency(models.TextChoices):
    USD = "usd", _("US$")
    RSD = "rsd", _("RSD")


class HubCriterionQuerySet(models.QuerySet["HubCriterion"]):
    def in_use(self) -> Self:
        return self.filter(is_in_use=True)


class HubCriterion(models.Model):
    """What is asked of a hub; national data, in three languages."""

    class Certainty(models.TextChoices):
        READ = "read", _("read in the source")
        PARTLY = "partly", _("read in a part of the source only")
        UNCONFIRMED = "unconfirmed", _("not confirmed by any source")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("title"), max_length=160)
    asks = models.TextField(_("what it asks"), max_length=1000)
    certainty = models.CharField(
        _("how certain it is"), max_length=12, choices=Certainty.choices
    )
    is_in_use = models.BooleanField(_("in use"), default=True)

    objects = HubCriterionQuerySet.as_manager()

    class Meta:
        verbose_name = _("criterion of a hub")
        verbose_name_plural = _("criteria of a hub")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_certain(self) -> bool:
        return self.certainty == self.Certainty.READ


class HubApplicationQuerySet(models.QuerySet["HubApplication"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """A city's own for its team, all for a focal point."""
        return self.filter(city__in=City.objects.visible_to(user))

    def of_city(self, city: City) -> "HubApplication | None":
        """Return the city's latest candidacy."""
        return self.filter(city=city).order_by("-begun_at", "-pk").first()

    def of_cities(self, cities: Iterable[City]) -> Self:
        return self.filter(city__in=list(cities))

    def to_renew(self, today: dt.date) -> Self:
        """Hubs that end within the time of the reminder, or ended, none begun anew."""
        later = HubApplication.objects.filter(
            city=OuterRef("city"), begun_at__gt=OuterRef("begun_at")
        )
        return self.filter(
            ~Exists(later),
            status=HubApplication.Status.ACCEPTED,
            valid_until__lte=today + dt.timedelta(days=REMINDER_DAYS),
        ).select_related("city")


class HubApplication(models.Model):
    """A city's candidacy: prepared, applied for, and what was decided."""

    class Status(models.TextChoices):
        CANDIDATE = "candidate", pgettext_lazy("of a hub", "candidate")
        APPLIED = "applied", pgettext_lazy("of a hub", "applied")
        ACCEPTED = "accepted", pgettext_lazy("of a hub", "accepted")
        DECLINED = "declined", pgettext_lazy("of a hub", "declined")

    city = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        related_name="hub_applications",
        verbose_name=_("local government"),
    )
    status = models.CharField(
        _("state"), max_length=10, choices=Status.choices, default=Status.CANDIDATE
    )
    begun_at = models.DateTimeField(default=timezone.now)
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    applied_on = models.DateField(_("applied on"), null=True, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decision_note = models.TextField(_("the decision"), max_length=2000, blank=True)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    is_demo = models.BooleanField(_("invented"), default=False)

    objects = HubApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("candidacy for a hub")
        verbose_name_plural = _("candidacies for a hub")
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["city"],
                condition=Q(status__in=["candidate", "applied"]),
                name="a_city_has_one_candidacy_under_way",
            ),
            models.CheckConstraint(
                condition=Q(status="candidate") | Q(applied_on__isnull=False),
                name="an_application_says_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["accepted", "declined"])
                | Q(decided_on__isnull=False, decided_by__isnull=False)
                & ~Q(decision_note=""),
                name="a_decision_on_a_hub_says_when_and_what",
            ),
            models.CheckConstraint(
                condition=~Q(status="accepted") | Q(valid_until__isnull=False),
                name="an_accepted_hub_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.city}: {self.get_status_display()}"

    @property
    def is_open(self) -> bool:
        return self.status in (self.Status.CANDIDATE, self.Status.APPLIED)

    @property
    def reminder_on(self) -> dt.date | None:
        """The day from which the city is reminded to renew."""
        if self.status != self.Status.ACCEPTED or not self.valid_until:
            return None
        return self.valid_until - dt.timedelta(days=REMINDER_DAYS)


class HubEvidenceQuerySet(models.QuerySet["HubEvidence"]):
    def of(self, application: HubApplication) -> Self:
        return self.filter(application=application)

    def to(self, criterion: HubCriterion) -> "HubEvidence | None":
        return self.filter(criterion=criterion).first()


class HubEvidence(models.Model):
    """What a city can show for a criterion, and what it still lacks."""

    class State(models.TextChoices):
        MET = "met", pgettext_lazy("of a criterion", "met")
        PARTLY = "partly", pgettext_lazy("of a criterion", "met in part")
        LACKING = "lacking", pgettext_lazy("of a criterion", "not met")

    application = models.ForeignKey(
        HubApplication, on_delete=models.CASCADE, related_name="evidence"
    )
    criterion = models.ForeignKey(
        HubCriterion, on_delete=models.PROTECT, related_name="evidence"
    )
    state = models.CharField(_("state"), max_length=8, choices=State.choices)
    proof = models.TextField(_("evidence"), max_length=4000, blank=True)
    gap = models.TextField(_("what is lacking"), max_length=4000, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = HubEvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence for a criterion")
        verbose_name_plural = _("evidence for criteria")
        ordering = ["criterion__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "criterion"],
                name="a_candidacy_answers_a_criterion_once",
            ),
            models.CheckConstraint(
                condition=Q(state="lacking") | ~Q(proof=""),
                name="what_is_met_has_evidence",
            ),
            models.CheckConstraint(
                condition=Q(state="met") | ~Q(gap=""),
                name="what_is_not_met_says_what_is_lacking",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.get_state_display()}"


class HubCommitment(models.Model):
    """What a hub promises to do for other cities, and what came of it."""

    class Kind(models.TextChoices):
        EVENT = "event", _("hosting an event")
        STUDY_TOUR = "study_tour", _("study tour")
        TWINNING = "twinning", _("twinning")
        TECHNICAL_HELP = "technical_help", _("technical help")
        KNOWLEDGE = "knowledge", _("publishing knowledge")
        SEED_FINANCE = "seed_finance", _("seed finance")

    application = models.ForeignKey(
        HubApplication, on_delete=models.CASCADE, related_name="commitments"
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    title = models.CharField(_("what is promised"), max_length=200)
    beneficiary = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("for which local government"),
    )
    day = models.DateField(_("by when"))
    budget = models.DecimalField(
        _("budget"), max_digits=13, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(
        _("currency"), max_length=3, choices=Currency.choices, default=Currency.USD
    )
    output = models.CharField(_("output"), max_length=300)
    result = models.TextField(_("result"), max_length=2000, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)

    class Meta:
        verbose_name = _("commitment of a hub")
        verbose_name_plural = _("commitments of a hub")
        ordering = ["day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(budget__isnull=True)
                | Q(budget__gte=0, budget__lte=MOST_MONEY),
                name="the_budget_of_a_commitment_is_not_absurd",
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | ~Q(result=""),
                name="a_commitment_that_is_done_has_a_result",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class HubEntry(models.Model):
    """One line of a hub's ledger: money given, or hours of work in kind."""

    application = models.ForeignKey(
        HubApplication, on_delete=models.CASCADE, related_name="entries"
    )
    commitment = models.ForeignKey(
        HubCommitment,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name=_("for which commitment"),
    )
    day = models.DateField(_("date"))
    what = models.CharField(_("what for"), max_length=200)
    amount = models.DecimalField(
        _("amount"), max_digits=13, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(
        _("currency"), max_length=3, choices=Currency.choices, default=Currency.RSD
    )
    is_in_kind = models.BooleanField(_("in kind"), default=False)
    hours = models.PositiveIntegerField(_("hours of work"), null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("entry of a hub’s ledger")
        verbose_name_plural = _("entries of a hub’s ledger")
        ordering = ["day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__isnull=False) | Q(hours__isnull=False),
                name="an_entry_is_money_or_hours",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True)
                | Q(amount__gt=0, amount__lte=MOST_MONEY),
                name="an_entry_is_not_absurd",
            ),
            models.CheckConstraint(
                condition=Q(hours__isnull=True)
                | Q(is_in_kind=True, hours__gt=0, hours__lte=MOST_HOURS),
                name="hours_are_given_in_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.what
