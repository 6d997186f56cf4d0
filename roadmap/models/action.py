"""Actions of a plan: against which gaps, by whom, when, with what money."""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.models import City, Hazard, User
from roadmap import priority
from roadmap.models.plan import Plan
from scorecard.models import Answer, Evidence

# A hundred per cent in the unit in which shares of cost are kept.
WHOLE = 10_000
# More than the budget of the Republic: a slip of the pen, not a cost.
MOST_DINARS = 10**13


class ActionQuerySet(models.QuerySet["Action"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Actions of the plans that the person may open."""
        return self.filter(plan__in=Plan.objects.visible_to(user).values("pk"))

    def of(self, plan: Plan) -> Self:
        return self.filter(plan=plan)

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
        verbose_name = _("action")
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


class ActionCost(models.Model):
    """What an action costs in one year, in whole dinars."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="costs")
    year = models.PositiveSmallIntegerField(_("year"))
    dinars = models.PositiveBigIntegerField(_("cost, RSD"))

    class Meta:
        verbose_name = _("cost of a year")
        verbose_name_plural = _("costs of years")
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "year"], name="an_action_has_one_cost_a_year"
            ),
            models.CheckConstraint(
                condition=Q(dinars__lte=MOST_DINARS), name="a_cost_is_not_absurd"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action_id}: {self.year}, {self.dinars} RSD"


class Funding(models.Model):
    """Money for an action in one year: from where, how certain, how lasting."""

    class Source(models.TextChoices):
        OWN_BUDGET = "own_budget", _("own budget line")
        RESERVE = "reserve", _("budget reserve")
        PROVINCE = "province", _("budget of the province")
        REPUBLIC = "republic", _("budget of the Republic")
        PIMO = "pimo", _("Public Investment Management Office")
        WATER_COMPANY = "water_company", _("public water company")
        GREEN_FUND = "green_fund", _("Green Fund")
        EU = "eu", _("European Union")
        DONOR = "donor", _("donor")
        LOAN = "loan", _("loan")
        PUBLIC_PRIVATE = "public_private", _("public-private partnership")
        NONE = "none", _("no source yet")

    class State(models.TextChoices):
        IDEA = "idea", _("idea")
        APPLIED = "applied", _("applied for")
        SECURED = "secured", _("secured")
        SPENT = "spent", _("spent")

    # Money that is there: it closes the gap.
    CERTAIN = (State.SECURED, State.SPENT)

    action = models.ForeignKey(
        Action, on_delete=models.CASCADE, related_name="fundings"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    source = models.CharField(_("source"), max_length=16, choices=Source.choices)
    state = models.CharField(
        _("state"), max_length=8, choices=State.choices, default=State.IDEA
    )
    dinars = models.PositiveBigIntegerField(_("amount, RSD"))
    is_sustainable = models.BooleanField(
        _("sustainable"),
        default=False,
        help_text=_("A line of its own in the budget, year after year; not a project."),
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("funding")
        verbose_name_plural = _("funding")
        ordering = ["year", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(dinars__gt=0, dinars__lte=MOST_DINARS),
                name="an_amount_is_something_and_not_absurd",
            ),
            models.CheckConstraint(
                condition=~Q(source="none") | Q(state="idea", is_sustainable=False),
                name="money_without_a_source_is_an_idea",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action_id}: {self.year}, {self.source}, {self.dinars} RSD"


class ProgressNote(models.Model):
    """What happened with an action, who says so, and what proves it. Never edited."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(_("what happened"), max_length=4000)
    status = models.CharField(_("state"), max_length=10, choices=Action.Status.choices)
    progress = models.PositiveSmallIntegerField(_("progress, %"))
    evidence = models.ManyToManyField(Evidence, verbose_name=_("evidence"), blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("note of progress")
        verbose_name_plural = _("notes of progress")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(progress__lte=100), name="no_note_says_more_than_all"
            ),
            models.CheckConstraint(
                condition=~Q(text=""), name="a_note_of_progress_says_something"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]
