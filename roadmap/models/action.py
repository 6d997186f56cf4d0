"""Actions of a plan: against which gaps, by whom, when, with what money."""

import datetime as dt
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cities.models import City, Hazard, User
from roadmap import dinars, priority
from roadmap.models.money import Funding
from roadmap.models.plan import Plan
from scorecard.models import Answer

# A hundred per cent in the unit in which shares of cost are kept.
WHOLE = 10_000
# What an action may serve beside its gap, by field.
TAGS = {
    "is_nature_based": _("nature-based solution"),
    "is_climate_adaptation": _("adaptation to climate change"),
    "is_green_agenda": _("green agenda"),
    "is_for_vulnerable_groups": _("vulnerable groups"),
}


class ActionQuerySet(models.QuerySet["Action"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Actions of the plans that the person may open."""
        return self.filter(plan__in=Plan.objects.visible_to(user).values("pk"))

    def of(self, plan: Plan) -> Self:
        return self.filter(plan=plan)

    def with_plan(self) -> Self:
        """Bring the plan as its pages need it."""
        return self.select_related("plan__city", "plan__group").prefetch_related(
            "plan__steps", "plan__group__cities"
        )

    def narrowed(
        self,
        *,
        today: dt.date,
        essential: str = "",
        status: str = "",
        tag: str = "",
        source: str = "",
        due: str = "",
    ) -> Self:
        """Actions that fit what is given; due is "late" or a number of days."""
        found = self
        if essential:
            targets = ActionTarget.objects.filter(
                answer__question__essential__number=essential
            )
            found = found.filter(pk__in=targets.values("action"))
        if status:
            found = found.filter(status=status)
        if tag:
            found = found.filter(**{tag: True})
        if source:
            fundings = Funding.objects.filter(source=source)
            found = found.filter(pk__in=fundings.values("action"))
        if due == "late":
            found = found.still_open().filter(ends_on__lt=today)
        elif due:
            last = today + dt.timedelta(days=int(due))
            found = found.still_open().filter(ends_on__range=(today, last))
        return found

    def still_open(self) -> Self:
        """Actions that are neither done nor stopped."""
        return self.filter(status__in=Action.OPEN)

    def of_city(self, city: City) -> Self:
        """Actions of the city's own plans and of the joint ones of its groups."""
        own = Q(plan__city=city) | Q(plan__group__cities=city)
        return self.filter(own).distinct()

    def with_parts(self) -> Self:
        """Bring targets with their indicators, cost, funding and shares."""
        return self.prefetch_related(
            "targets__answer__question__essential",
            "targets__answer__question__levels",
            "costs",
            "fundings",
            "shares__city",
            "hazards",
        )


class Action(models.Model):
    """A measure against gaps of the scorecard, with an owner, dates and money."""

    class Type(models.TextChoices):
        POLICY = "policy", _("policy or decision")
        PLAN = "plan", _("plan or study")
        TRAINING = "training", _("training and exercise")
        EQUIPMENT = "equipment", _("equipment")
        WORKS = "works", _("works")
        NATURE = "nature", _("nature-based solution")
        WARNING = "warning", _("early warning")
        DATA = "data", _("data and maps")

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        UNDER_WAY = "under_way", _("under way")
        DONE = "done", _("done")
        STOPPED = "stopped", _("stopped")

    class Priority(models.TextChoices):
        NOW = "now", _("now")
        NEXT = "next", _("next")
        LATER = "later", _("later")

    class Money(models.TextChoices):
        """How far the cost of an action is covered; computed, never kept."""

        FREE = "free", _("no cost entered")
        COVERED = "covered", _("covered")
        PARTLY = "partly", _("covered in part")
        ASKED = "asked", _("applied for")
        MISSING = "missing", _("not found yet")

    OPEN = (Status.PLANNED, Status.UNDER_WAY)

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="actions")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), max_length=4000, blank=True)
    type = models.CharField(_("type"), max_length=12, choices=Type.choices)
    hazards = models.ManyToManyField(Hazard, verbose_name=_("hazards"), blank=True)
    lead_institution = models.CharField(_("lead institution"), max_length=200)
    partners = models.CharField(_("partners"), max_length=500, blank=True)
    starts_on = models.DateField(_("start"))
    ends_on = models.DateField(_("end"))
    # From 1 (little) to 5 (much).
    impact = models.PositiveSmallIntegerField(_("impact"), default=3)
    difficulty = models.PositiveSmallIntegerField(_("difficulty"), default=3)
    priority = models.CharField(
        _("priority set by hand"), max_length=6, choices=Priority.choices, blank=True
    )
    priority_reason = models.CharField(
        _("why it was set by hand"), max_length=300, blank=True
    )
    is_nature_based = models.BooleanField(_("nature-based solution"), default=False)
    is_climate_adaptation = models.BooleanField(
        _("adaptation to climate change"), default=False
    )
    is_green_agenda = models.BooleanField(_("green agenda"), default=False)
    is_for_vulnerable_groups = models.BooleanField(
        _("vulnerable groups"), default=False
    )
    indicator = models.CharField(_("indicator of success"), max_length=200, blank=True)
    baseline = models.CharField(_("value at the start"), max_length=80, blank=True)
    target = models.CharField(_("value aimed at"), max_length=80, blank=True)
    status = models.CharField(
        _("state"), max_length=10, choices=Status.choices, default=Status.PLANNED
    )
    progress = models.PositiveSmallIntegerField(_("progress, %"), default=0)
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("plan", "action")
        verbose_name_plural = _("actions")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"], name="actions_of_a_plan_are_numbered"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="an_action_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(
                    impact__gte=1,
                    impact__lte=5,
                    difficulty__gte=1,
                    difficulty__lte=5,
                ),
                name="impact_and_difficulty_are_from_1_to_5",
            ),
            models.CheckConstraint(
                condition=Q(priority="", priority_reason="")
                | ~Q(priority="") & ~Q(priority_reason=""),
                name="a_priority_set_by_hand_says_why",
            ),
            models.CheckConstraint(
                condition=Q(progress__lte=100), name="no_action_is_more_than_done"
            ),
            models.CheckConstraint(
                condition=~Q(status="done") | Q(progress=100),
                name="what_is_done_is_done_wholly",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("roadmap:action", args=[self.pk])

    @property
    def effective_priority(self) -> str:
        """What was set by hand, else what impact and difficulty come to."""
        return self.priority or priority.of(self.impact, self.difficulty)

    def get_effective_priority_display(self) -> str:
        return str(self.Priority(self.effective_priority).label)

    @property
    def tags(self) -> list[str]:
        """What the action also serves, in words."""
        return [str(label) for name, label in TAGS.items() if getattr(self, name)]

    @property
    def money(self) -> str:
        """How far the cost is covered, of all years together."""
        if not self.cost:
            return self.Money.FREE
        if self.certain >= self.cost:
            return self.Money.COVERED
        if self.certain:
            return self.Money.PARTLY
        asked = any(one.state == Funding.State.APPLIED for one in self.fundings.all())
        return self.Money.ASKED if asked else self.Money.MISSING

    def get_money_display(self) -> str:
        return str(self.Money(self.money).label)

    @property
    def cost_in_euros(self) -> int | None:
        return dinars.in_euros(self.cost, self.plan.dinars_per_euro)

    @property
    def is_late(self) -> bool:
        """True where the end has passed and the action is still open."""
        return self.status in self.OPEN and self.ends_on < timezone.localdate()

    @property
    def cost(self) -> int:
        """The cost of all years, in dinars."""
        return sum(one.dinars for one in self.costs.all())

    @property
    def certain(self) -> int:
        """The money that is there, secured or spent, in dinars."""
        return sum(
            one.dinars for one in self.fundings.all() if one.state in Funding.CERTAIN
        )


class ActionTarget(models.Model):
    """Which level of an indicator an action is to bring a city to.

    The answer is the one of the assessment where the gap was seen; its score is the
    level to start from. In a joint plan each city has targets of its own.
    """

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="targets")
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="targets")
    score = models.PositiveSmallIntegerField(_("level aimed at"))

    class Meta:
        verbose_name = _("level aimed at")
        verbose_name_plural = _("levels aimed at")
        ordering = ["answer__question__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "answer"], name="an_action_aims_once_at_an_indicator"
            ),
            models.CheckConstraint(
                condition=Q(score__gte=1, score__lte=5),
                name="a_level_aimed_at_is_above_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action_id}: {self.answer_id} → {self.score}"

    @property
    def stands(self) -> str:
        """The wording of the level that the answer has reached."""
        return self._wording(self.answer.score)

    @property
    def aims(self) -> str:
        """The wording of the level aimed at."""
        return self._wording(self.score)

    def _wording(self, score: int | None) -> str:
        levels = self.answer.question.levels.all()
        return next((one.text for one in levels if one.score == score), "")


class ActionShare(models.Model):
    """A city's part of a joint action's cost, in hundredths of a per cent."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="shares")
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="shares")
    part = models.PositiveIntegerField(_("part of the cost, hundredths of a per cent"))

    class Meta:
        verbose_name = _("part of a joint action")
        verbose_name_plural = _("parts of joint actions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "city"], name="a_city_has_one_part_of_an_action"
            ),
            models.CheckConstraint(
                condition=Q(part__lte=WHOLE), name="no_part_is_more_than_the_whole"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action_id}: {self.city_id}, {self.part / 100} %"
