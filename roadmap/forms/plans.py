"""The heading of a plan, and what its list of actions is narrowed to."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from roadmap.forms.fields import DayField, RateField, VersionedForm, one_newline
from roadmap.models import TAGS, Action, ActionQuerySet, Funding, Plan
from scorecard.models import Essential

HEADING = (
    "title",
    "first_year",
    "last_year",
    "purpose",
    "dinars_per_euro",
    "rate_day",
)
FIXED = ("title", "first_year", "last_year", "purpose")


class PlanForm(VersionedForm):
    """Title, years, purpose and rate; of an adopted plan only the rate."""

    title = forms.CharField(label=_("Title"))
    first_year = forms.IntegerField(label=_("First year"), widget=forms.TextInput)
    last_year = forms.IntegerField(
        label=_("Last year"),
        widget=forms.TextInput,
        help_text=_("By law a disaster risk reduction plan is for three years."),
    )
    purpose = forms.CharField(
        label=_("Purpose and vision"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What is to be different when the plan is carried out."),
    )
    dinars_per_euro = RateField(
        label=_("Dinars for one euro"),
        required=False,
        help_text=_("Only if donors read the plan: without a rate no euros are shown."),
    )
    rate_day = DayField(label=_("Day of the rate"), required=False)

    def __init__(self, *args: Any, plan: Plan | None = None, **kwargs: Any) -> None:
        initial = kwargs.pop("initial", None) or {}
        if plan:
            initial = {name: getattr(plan, name) for name in (*HEADING, "version")}
        else:
            year = timezone.localdate().year
            initial = {"first_year": year, "last_year": year + 2} | initial
        super().__init__(*args, initial=initial, **kwargs)
        for name in ("first_year", "last_year"):
            self.fields[name].widget.attrs["inputmode"] = "numeric"
        if plan and plan.is_adopted:
            for name in FIXED:
                del self.fields[name]

    def clean_purpose(self) -> str:
        text = one_newline(self.cleaned_data["purpose"])
        over = len(text) - 4000
        if over > 0:
            raise forms.ValidationError(
                _("The text is too long: shorten it by %(over)s characters."),
                params={"over": over},
            )
        return text

    def clean_title(self) -> str:
        title = self.cleaned_data["title"]
        if len(title) > 200:
            raise forms.ValidationError(
                _("The text is too long: shorten it by %(over)s characters."),
                params={"over": len(title) - 200},
            )
        return title

    def heading(self) -> Any:
        """Return what is said, as the action takes it."""
        return {
            name: self.cleaned_data[name] for name in HEADING if name in self.fields
        }


class ActionSearchForm(forms.Form):
    """What the actions of a plan are narrowed to; nonsense narrows nothing."""

    essential = forms.ChoiceField(label=_("Essential"), required=False)
    status = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All states")), *Action.Status.choices],
    )
    tag = forms.ChoiceField(
        label=_("Serves"),
        required=False,
        choices=[
            ("", _("Everything")),
            *TAGS.items(),
        ],
    )
    source = forms.ChoiceField(
        label=_("Source of money"),
        required=False,
        choices=[("", _("All sources")), *Funding.Source.choices],
    )
    due = forms.ChoiceField(
        label=_("Due"),
        required=False,
        choices=[
            ("", _("Whenever")),
            ("late", _("overdue")),
            ("30", _("within 30 days")),
            ("365", _("within a year")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        essentials = [
            (str(one.number), f"{one.number}. {one.short_name}")
            for one in Essential.objects.all()
        ]
        self.fields["essential"] = forms.ChoiceField(
            label=_("Essential"),
            required=False,
            choices=[("", _("All Essentials")), *essentials],
        )
        self.order_fields(["essential", "status", "tag", "source", "due"])

    @property
    def is_narrowed(self) -> bool:
        return any(self.cleaned_data.values())

    def narrow(self, actions: ActionQuerySet) -> ActionQuerySet:
        """Return the actions that fit, by number."""
        self.full_clean()
        return actions.narrowed(
            **{name: self.cleaned_data.get(name, "") for name in self.fields},
            today=timezone.localdate(),
        )
