"""Where a city stands on the road to resilience, and what each stage asks of it."""

import datetime as dt
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cities.models import City, User
from scorecard.models import Evidence

NOTE_MAXIMUM = 2000


class Stage(models.TextChoices):
    """The three stages, in their order; the label is the stage's name."""

    KNOW = "A", _("Know better")
    PLAN = "B", _("Plan better")
    IMPLEMENT = "C", _("Implement better")

    @property
    def letter(self) -> str:
        """How people read it; a number in Serbian, whose third letter looks like B."""
        return str(_LETTERS[self.value])

    @property
    def full_name(self) -> str:
        return _("Stage %(letter)s: %(name)s") % {
            "letter": self.letter,
            "name": self.label,
        }

    @property
    def after(self) -> "Stage | None":
        """The stage that follows, None after the last."""
        stages = list(Stage)
        place = stages.index(self) + 1
        return stages[place] if place < len(stages) else None


_LETTERS = {
    "A": pgettext_lazy("roadmap stage", "A"),
    "B": pgettext_lazy("roadmap stage", "B"),
    "C": pgettext_lazy("roadmap stage", "C"),
}


class Objective(models.TextChoices):
    """What runs through all stages: links upwards, within the city, between cities."""

    VERTICAL = "vertical", _("Vertical links")
    HORIZONTAL = "horizontal", _("Horizontal links")
    CITIES = "cities", _("City to city")


class StageCriterionQuerySet(models.QuerySet["StageCriterion"]):
    def in_use(self) -> Self:
        return self.filter(is_in_use=True)


class StageCriterion(models.Model):
    """What a stage asks, in a sentence. There is no mark to pass and no time limit.

    `indicators` and `fact` say what this site knows about it already: a hint beside
    the criterion, never a decision.
    """

    class Fact(models.TextChoices):
        NONE = "", _("nothing")
        ROUNDS = "rounds", _("accepted assessments of the city")
        PEOPLE = "people", _("leads of the city")
        PLAN = "plan", _("adoption of the action plan")
        LETTER = "letter", _("the signed letter of commitment")

    stage = models.CharField(_("stage"), max_length=1, choices=Stage.choices)
    code = models.SlugField(_("code"), max_length=20, unique=True)
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("title"), max_length=160)
    asks = models.TextField(_("what it asks"), max_length=NOTE_MAXIMUM)
    proof = models.TextField(
        _("what may prove it"), max_length=NOTE_MAXIMUM, blank=True
    )
    objective = models.CharField(
        _("cross-cutting objective"),
        max_length=12,
        choices=Objective.choices,
        blank=True,
    )
    indicators = models.CharField(
        _("indicators shown as a hint"),
        max_length=120,
        blank=True,
        help_text=_("Codes with commas between them: P1.2, P2.1."),
    )
    fact = models.CharField(
        _("what else is shown as a hint"),
        max_length=10,
        choices=Fact.choices,
        blank=True,
        default=Fact.NONE,
    )
    is_in_use = models.BooleanField(
        _("in use"),
        default=True,
        help_text=_("What is no longer in use keeps its history and is not asked."),
    )

    objects = StageCriterionQuerySet.as_manager()

    class Meta:
        verbose_name = _("criterion of a stage")
        verbose_name_plural = _("criteria of the stages")
        ordering = ["stage", "position", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def indicator_codes(self) -> list[str]:
        return [code for part in self.indicators.split(",") if (code := part.strip())]


class CriterionMetQuerySet(models.QuerySet["CriterionMet"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(city__in=City.objects.visible_to(user))

    def of_city(self, city: City) -> Self:
        return self.filter(city=city)

    def standing(self) -> Self:
        """What was not taken back."""
        return self.filter(withdrawn_at__isnull=True)

    def with_parts(self) -> Self:
        return self.select_related("evidence", "by", "withdrawn_by", "criterion")


class CriterionMet(models.Model):
    """A city says that it meets a criterion, and what proves it.

    Never edited: what no longer holds is taken back with a reason and stays.
    """

    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="criteria")
    criterion = models.ForeignKey(
        StageCriterion, on_delete=models.PROTECT, related_name="met"
    )
    evidence = models.ForeignKey(
        Evidence,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("evidence"),
    )
    title = models.CharField(_("title of the document"), max_length=200, blank=True)
    number = models.CharField(_("number"), max_length=80, blank=True)
    issued = models.DateField(_("date"), null=True, blank=True)
    kept = models.CharField(_("where it is kept"), max_length=200, blank=True)
    note = models.TextField(_("note"), max_length=NOTE_MAXIMUM, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_reason = models.CharField(
        _("why it was taken back"), max_length=300, blank=True
    )

    objects = CriterionMetQuerySet.as_manager()

    class Meta:
        verbose_name = _("criterion met")
        verbose_name_plural = _("criteria met")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["city", "criterion"],
                condition=Q(withdrawn_at__isnull=True),
                name="a_city_meets_a_criterion_once",
            ),
            models.CheckConstraint(
                condition=Q(evidence__isnull=False) | ~Q(title=""),
                name="a_criterion_is_met_with_a_proof",
            ),
            models.CheckConstraint(
                condition=Q(
                    withdrawn_at__isnull=True,
                    withdrawn_by__isnull=True,
                    withdrawn_reason="",
                )
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                & ~Q(withdrawn_reason=""),
                name="what_is_taken_back_says_when_who_and_why",
            ),
        ]

    def __str__(self) -> str:
        return self.proof_title

    @property
    def proof_title(self) -> str:
        return self.evidence.title if self.evidence else self.title


class StageEntryQuerySet(models.QuerySet["StageEntry"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(city__in=City.objects.visible_to(user))

    def of_city(self, city: City) -> Self:
        return self.filter(city=city)

    def current(self) -> Self:
        """The stage that each city is in now."""
        return self.filter(left_on__isnull=True)

    def in_stage(self, stage: str) -> Self:
        return self.filter(stage=stage)


class StageEntry(models.Model):
    """A city came into a stage on a day, and left it on another."""

    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="stages")
    stage = models.CharField(_("stage"), max_length=1, choices=Stage.choices)
    since = models.DateField(_("since"))
    left_on = models.DateField(_("until"), null=True, blank=True)
    note = models.TextField(_("note"), max_length=NOTE_MAXIMUM, blank=True)
    is_demo = models.BooleanField(_("invented"), default=False)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = StageEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("stage of a city")
        verbose_name_plural = _("stages of cities")
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["city"],
                condition=Q(left_on__isnull=True),
                name="a_city_is_in_one_stage",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("since")),
                name="a_city_leaves_a_stage_after_it_came",
            ),
        ]

    def __str__(self) -> str:
        return self.as_stage.full_name

    @property
    def as_stage(self) -> Stage:
        return Stage(self.stage)


class StageRequestQuerySet(models.QuerySet["StageRequest"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(city__in=City.objects.visible_to(user))

    def of_city(self, city: City) -> Self:
        return self.filter(city=city)

    def waiting(self) -> Self:
        """What waits for a focal point, the longest first."""
        return self.filter(state=StageRequest.State.WAITING).order_by("asked_at", "pk")

    def with_parts(self) -> Self:
        return self.select_related("city", "entry", "asked_by", "decided_by")


class StageRequest(models.Model):
    """A city asks to move on to the next stage; a focal point agrees or answers.

    `open_codes` are the criteria of its stage that were open on the day it asked.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting for the focal point")
        AGREED = "agreed", _("agreed")
        ANSWERED = "answered", _("answered: something is missing")
        WITHDRAWN = "withdrawn", _("taken back by the city")

    city = models.ForeignKey(
        City, on_delete=models.PROTECT, related_name="stage_requests"
    )
    entry = models.ForeignKey(
        StageEntry, on_delete=models.PROTECT, related_name="requests"
    )
    stage = models.CharField(_("stage asked for"), max_length=1, choices=Stage.choices)
    text = models.TextField(_("what the city says"), max_length=NOTE_MAXIMUM)
    open_codes = models.JSONField(_("open criteria"), default=list, blank=True)
    why_open = models.TextField(
        _("why it asks with open criteria"), max_length=NOTE_MAXIMUM, blank=True
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    answer = models.TextField(_("answer"), max_length=NOTE_MAXIMUM, blank=True)
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = StageRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to move on")
        verbose_name_plural = _("requests to move on")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["city"],
                condition=Q(state="waiting"),
                name="a_city_asks_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(
                    state="waiting", decided_at__isnull=True, decided_by__isnull=True
                )
                | ~Q(state="waiting")
                & Q(decided_at__isnull=False, decided_by__isnull=False),
                name="a_decided_request_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | ~Q(answer=""),
                name="who_does_not_agree_says_what_is_missing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.city_id}: {self.stage}"

    @property
    def as_stage(self) -> Stage:
        return Stage(self.stage)

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    def days(self, today: dt.date) -> int:
        """For how many days the request waits."""
        return (today - timezone.localtime(self.asked_at).date()).days
