"""Forms of a twinning: the proposal, a meeting, the results."""

from typing import Any, cast

from crispy_forms.layout import Fieldset
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cities.forms import plain_helper
from cities.models import City, Membership
from roadmap.actions.twinnings import faults_of_sides
from roadmap.forms.prose import Day, Prose
from scorecard.models import Essential

ABROAD = ("abroad_city", "abroad_country", "agreed_on", "document")


class TwinningForm(forms.Form):
    """With whom, about what, from when to when."""

    other: forms.ModelChoiceField = forms.ModelChoiceField(
        label=gettext_lazy("City"),
        required=False,
        help_text=gettext_lazy("Its lead reads the proposal here and answers."),
        queryset=City.objects.none(),
        to_field_name="code",
        empty_label=gettext_lazy("Choose a city"),
        error_messages={
            "invalid_choice": gettext_lazy(
                "This city has no lead here yet who could answer. Choose another city."
            ),
        },
    )
    abroad_city = forms.CharField(
        label=gettext_lazy("City abroad"),
        max_length=100,
        required=False,
        help_text=gettext_lazy(
            "Nobody can answer here for a city abroad: record what both sides agreed."
        ),
    )
    abroad_country = forms.CharField(
        label=gettext_lazy("Country"), max_length=100, required=False
    )
    agreed_on = Day(label=gettext_lazy("Day of the agreement"), required=False)
    document = forms.CharField(
        label=gettext_lazy("Number of the agreement, if you know it"),
        max_length=100,
        required=False,
    )
    subjects: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Subjects"),
        queryset=Essential.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Choose at least one Essential."),
            "invalid_choice": gettext_lazy("Choose Essentials from the list."),
            "invalid_pk_value": gettext_lazy("Choose Essentials from the list."),
        },
    )
    purpose = Prose(
        label=gettext_lazy("What both want to learn"),
        maximum=2000,
        error_messages={"required": gettext_lazy("Write what both want to learn.")},
    )
    starts_on = Day(
        label=pgettext_lazy("of a period", "Start"),
        error_messages={"required": gettext_lazy("Choose the start.")},
    )
    ends_on = Day(
        label=gettext_lazy("End"),
        error_messages={"required": gettext_lazy("Choose the end.")},
    )

    def __init__(self, *args: Any, city: City, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.city = city
        led = Membership.objects.current().leads()
        other = cast(forms.ModelChoiceField, self.fields["other"])
        # The layout names every field once, in the order of the page.
        rest = ("subjects", "purpose", "starts_on", "ends_on")
        self.helper = plain_helper(
            Fieldset(gettext_lazy("A city of Serbia"), "other"),
            Fieldset(gettext_lazy("Or a city abroad"), *ABROAD),
            Fieldset(gettext_lazy("What is agreed"), *rest),
        )
        other.queryset = City.objects.filter(pk__in=led.values("city")).by_alphabet()

    def clean_other(self) -> City | None:
        other: City | None = self.cleaned_data["other"]
        if other is not None and other.pk == self.city.pk:
            raise forms.ValidationError(
                _("A city cannot be its own twin. Choose another one.")
            )
        return other

    def clean(self) -> dict[str, Any]:
        """Leave of the two sides the one that was given."""
        cleaned = super().clean() or self.cleaned_data
        if not {"other", *ABROAD} & set(self.errors):
            side = {name: cleaned[name] for name in ABROAD}
            for name, fault in faults_of_sides(other=cleaned["other"], **side).items():
                self.add_error(name, fault)
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The end comes before the start. Swap them."))
        for name in ABROAD if cleaned.get("other") else ("other",):
            cleaned.pop(name, None)
        return cleaned


class MeetingForm(forms.Form):
    """One meeting of two twinned cities."""

    day = Day(
        label=gettext_lazy("Day"),
        error_messages={"required": gettext_lazy("Choose the day.")},
    )
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200)
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=200)
    outcome = Prose(
        label=gettext_lazy("What came out of it, if it was held"),
        maximum=2000,
        required=False,
    )


class ResultsForm(forms.Form):
    """What came of the twinning."""

    results = Prose(
        label=gettext_lazy("Results"),
        maximum=4000,
        rows=6,
        error_messages={"required": gettext_lazy("Write what came of the twinning.")},
    )
