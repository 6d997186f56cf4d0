"""A step of adoption, and the end of a plan corrected."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from roadmap.forms.fields import DayField, one_newline
from roadmap.models import AdoptionStep


class StepForm(forms.Form):
    """The next step with its day and number."""

    kind = forms.ChoiceField(
        choices=AdoptionStep.Kind.choices, widget=forms.HiddenInput
    )
    day = DayField(label=_("Date"))
    number = forms.CharField(label=_("Number of the act"), required=False)
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: QueryDict | None = None, *, kind: str) -> None:
        super().__init__(data, initial={"kind": kind})
        if kind == AdoptionStep.Kind.GAZETTE:
            self.fields["number"].label = _("Gazette and its number")
            self.fields["number"].help_text = _(
                "For example: Official Gazette of the City, 12/2026."
            )
        elif kind not in AdoptionStep.NUMBERED:
            self.fields["number"].help_text = _("May stay empty for a draft.")

    def clean_note(self) -> str:
        return one_newline(self.cleaned_data["note"])


class EndForm(forms.Form):
    """Until when a plan is valid, where that is not three years."""

    day = DayField(label=_("Valid until"))
    reason = forms.CharField(label=_("Why the end differs"))
