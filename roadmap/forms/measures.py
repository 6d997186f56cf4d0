"""What is typed about one action, its money, and what happened with it."""

from typing import Any, cast

from django import forms
from django.forms.formsets import BaseFormSet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cities.models import Hazard
from roadmap.content import PLAIN, Content, Money
from roadmap.forms.fields import DayField, DinarsField, VersionedForm, one_newline
from roadmap.models import TAGS, Action, Funding, Plan
from roadmap.priority import LEAST, MOST

SPARE_ROWS = 2
ROWS_MAXIMUM = 60
COST = "cost_"


def _scale(least: Any, most: Any) -> list[tuple[int, str]]:
    return [
        (LEAST, f"{LEAST} – {least}"),
        *((one, str(one)) for one in range(LEAST + 1, MOST)),
        (MOST, f"{MOST} – {most}"),
    ]


class ActionForm(VersionedForm):
    """An action but for its indicators and its money."""

    title = forms.CharField(label=_("Title"))
    description = forms.CharField(
        label=_("Description"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What is done, for whom, and how it closes the gap."),
    )
    type = forms.ChoiceField(
        label=_("Type"), choices=[("", _("Choose a type")), *Action.Type.choices]
    )
    hazards: Any = forms.ModelMultipleChoiceField(
        label=_("Hazards"),
        queryset=Hazard.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    lead_institution = forms.CharField(
        label=_("Lead institution"),
        help_text=_("Who answers for it: a department, a company, a service."),
    )
    partners = forms.CharField(
        label=_("Partners"),
        required=False,
        help_text=_("Several are set apart by commas."),
    )
    cities = forms.MultipleChoiceField(
        label=_("Local governments that take part"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    starts_on = DayField(label=pgettext_lazy("date", "Start"))
    ends_on = DayField(label=_("End"))
    impact = forms.TypedChoiceField(label=_("Impact"), coerce=int, initial=3)
    difficulty = forms.TypedChoiceField(label=_("Difficulty"), coerce=int, initial=3)
    priority = forms.ChoiceField(
        label=_("Priority by hand"),
        required=False,
        choices=[("", _("As computed")), *Action.Priority.choices],
    )
    priority_reason = forms.CharField(label=_("Why by hand"), required=False)
    indicator = forms.CharField(
        label=_("Indicator of success"),
        required=False,
        help_text=_("What is counted, with its unit: people trained, kilometres."),
    )
    baseline = forms.CharField(label=_("Value at the start"), required=False)
    target = forms.CharField(label=_("Value aimed at"), required=False)
    status = forms.ChoiceField(
        label=_("State"), choices=Action.Status.choices, initial=Action.Status.PLANNED
    )
    progress = forms.IntegerField(
        label=_("Progress, %"),
        initial=0,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hazards = cast(forms.ModelMultipleChoiceField, self.fields["hazards"])
        hazards.queryset = Hazard.objects.all()
        impact = cast(forms.TypedChoiceField, self.fields["impact"])
        impact.choices = _scale(_("little"), _("much"))
        difficulty = cast(forms.TypedChoiceField, self.fields["difficulty"])
        difficulty.choices = _scale(_("easy"), _("hard"))
        if plan.group_id is None:
            del self.fields["cities"]
        else:
            joint = cast(forms.MultipleChoiceField, self.fields["cities"])
            joint.choices = [(str(one.pk), one.name) for one in plan.cities]
        for name, label in TAGS.items():
            self.fields[name] = forms.BooleanField(label=label, required=False)
        self.years = list(plan.years)
        for year in self.years:
            self.fields[f"{COST}{year}"] = DinarsField(label=str(year))

    def clean_description(self) -> str:
        return one_newline(self.cleaned_data["description"])

    @property
    def tags(self) -> list[forms.BoundField]:
        return [self[name] for name in TAGS]

    @property
    def costs(self) -> list[forms.BoundField]:
        return [self[f"{COST}{year}"] for year in self.years]

    def content(self, targets: dict[int, int], fundings: list[Money]) -> Content:
        """Return what was typed, as the action takes it."""
        said = self.cleaned_data
        costs = {year: said.get(f"{COST}{year}") or 0 for year in self.years}
        return Content(
            **{name: said[name] for name in PLAIN},
            hazards=tuple(one.pk for one in said["hazards"]),
            cities=tuple(int(one) for one in said.get("cities", ())),
            targets=targets,
            costs={year: dinars for year, dinars in costs.items() if dinars},
            fundings=tuple(fundings),
        )


def initial_of(content: Content, version: int) -> dict[str, Any]:
    """Return what stands in an action, as its form shows it."""
    return {
        **{name: getattr(content, name) for name in PLAIN},
        "hazards": content.hazards,
        "cities": [str(one) for one in content.cities],
        **{f"{COST}{year}": dinars for year, dinars in content.costs.items()},
        "version": version,
    }


class MoneyForm(forms.Form):
    """One amount for one year."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int, required=False)
    source = forms.ChoiceField(
        label=_("Source"),
        required=False,
        choices=[("", "–"), *Funding.Source.choices],
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=Funding.State.choices,
        initial=Funding.State.IDEA,
    )
    dinars = DinarsField(label=_("Amount, RSD"))
    is_sustainable = forms.BooleanField(
        label=_("own budget line, every year"), required=False
    )
    note = forms.CharField(label=_("Note"), required=False)

    def __init__(
        self, *args: Any, years: range, quiet: bool = False, **kwargs: Any
    ) -> None:
        self.quiet = quiet
        super().__init__(*args, **kwargs)
        year = cast(forms.TypedChoiceField, self.fields["year"])
        year.choices = [("", "–"), *((str(one), str(one)) for one in years)]

    def full_clean(self) -> None:
        if self.quiet:
            self._errors = forms.utils.ErrorDict()
            self.cleaned_data: dict[str, Any] = {}
        else:
            super().full_clean()

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if self.has_changed() or self.initial:
            for name, sentence in (
                ("year", _("Choose the year of this money.")),
                ("source", _("Choose where this money comes from.")),
                ("dinars", _("Enter an amount, or empty the whole row.")),
            ):
                if not said.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        return said

    def money(self) -> Money:
        return Money(**{name: self.cleaned_data[name] for name in self.fields_of_money})

    fields_of_money = ("year", "source", "state", "dinars", "is_sustainable", "note")


class BaseMoneyForms(BaseFormSet):
    """The amounts of an action, with spare rows."""

    deletion_widget = forms.CheckboxInput

    def amounts(self) -> list[Money]:
        """Return what was typed, without rows that are blank or to be removed."""
        return [
            one.money()
            for one in self.forms
            if one not in self.deleted_forms
            and (one.has_changed() or one.initial)
            and one.cleaned_data
        ]


MoneyForms = forms.formset_factory(
    MoneyForm,
    formset=BaseMoneyForms,
    extra=SPARE_ROWS,
    max_num=ROWS_MAXIMUM,
    absolute_max=ROWS_MAXIMUM + 5,
    can_delete=True,
)
