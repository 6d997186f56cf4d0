"""What an action costs in each year, and where the money comes from."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# More than the budget of the Republic: a slip of the pen, not a cost.
MOST_DINARS = 10**13


class ActionCost(models.Model):
    """What an action costs in one year, in whole dinars."""

    action = models.ForeignKey(
        "roadmap.Action", on_delete=models.CASCADE, related_name="costs"
    )
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
        "roadmap.Action", on_delete=models.CASCADE, related_name="fundings"
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
