"""What is typed on the way to a hub."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cities.forms import DATES, plain_helper
from cities.models import City
from roadmap.actions import hub
from roadmap.models import HubApplication, HubCommitment, HubEntry, HubEvidence
from roadmap.models.hub import MOST_HOURS, MOST_MONEY


def _day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        input_formats=DATES,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def _money(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=0,
        max_value=MOST_MONEY,
        decimal_places=2,
        localize=True,
    )


class EvidenceForm(forms.Form):
    """What there is for a criterion, and what is lacking."""

    state = forms.ChoiceField(label=_("Where do you stand?"), widget=forms.RadioSelect)
    proof = forms.CharField(
        label=_("Evidence"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Documents with number and date, projects, people."),
    )
    gap = forms.CharField(
        label=_("What is lacking, and who will see to it"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["state"]).choices = [
            (one.value, str(one.label).capitalize()) for one in HubEvidence.State
        ]
        self.helper = plain_helper()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            hub.check_evidence(**cleaned)
        return cleaned


class CommitmentForm(forms.ModelForm):
    """One promise of the three years."""

    day = _day(_("By when"))
    done_on = _day(_("Done on"), required=False)
    budget = _money(_("Budget"))

    class Meta:
        model = HubCommitment
        fields = [
            "kind",
            "title",
            "beneficiary",
            "day",
            "budget",
            "currency",
            "output",
            "done_on",
            "result",
        ]
        labels = {
            "kind": _("Kind"),
            "title": _("What do you promise?"),
            "beneficiary": _("For which local government"),
            "currency": _("Currency"),
            "output": _("What will be there at the end"),
            "result": _("What came of it"),
        }
        help_texts = {"beneficiary": _("Leave it empty if it is for several.")}

    def __init__(self, *args: Any, city: City, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.city = city
        beneficiary = cast(forms.ModelChoiceField, self.fields["beneficiary"])
        beneficiary.queryset = City.objects.by_alphabet()
        self.fields["result"].widget = forms.Textarea(attrs={"rows": 3})
        self.helper = plain_helper()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            hub.check_commitment(self.city, **cleaned)
        return cleaned


class EntryForm(forms.ModelForm):
    """One line of the ledger."""

    day = _day(_("Date"))
    amount = _money(_("Amount"))
    hours = forms.IntegerField(
        label=_("Hours of work"),
        required=False,
        min_value=0,
        max_value=MOST_HOURS,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    class Meta:
        model = HubEntry
        fields = [
            "day",
            "what",
            "commitment",
            "amount",
            "currency",
            "is_in_kind",
            "hours",
        ]
        labels = {
            "what": _("What for"),
            "commitment": _("For which commitment"),
            "currency": _("Currency"),
            "is_in_kind": _("Given in kind: work, rooms, equipment"),
        }

    def __init__(self, *args: Any, application: HubApplication, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        commitment = cast(forms.ModelChoiceField, self.fields["commitment"])
        commitment.queryset = application.commitments.all()
        self.helper = plain_helper()

    def clean_hours(self) -> int | None:
        return self.cleaned_data["hours"] or None

    def clean_amount(self) -> Any:
        return self.cleaned_data["amount"] or None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            hub.check_entry(**cleaned)
        return cleaned


class ApplyForm(forms.Form):
    """When the application was sent."""

    applied_on = _day(_("Sent on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()


class DecisionForm(forms.Form):
    """What was decided on an application."""

    accepted = forms.ChoiceField(
        label=_("The decision"),
        widget=forms.RadioSelect,
        choices=[("yes", _("The city is a hub")), ("no", _("The city is not a hub"))],
    )
    decided_on = _day(_("Decided on"))
    note = forms.CharField(
        label=_("In words: who decided, and why"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    valid_until = _day(
        _("Valid until"),
        required=False,
        help_text=_("Only if the city is a hub: as the decision says."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()

    def values(self) -> dict[str, Any]:
        """Return what was decided, as the action takes it."""
        chosen = self.cleaned_data
        return {
            "accepted": chosen["accepted"] == "yes",
            "on": chosen["decided_on"],
            "note": chosen["note"],
            "valid_until": chosen["valid_until"],
        }
