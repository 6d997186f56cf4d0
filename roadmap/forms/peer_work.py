"""Forms of what both sides write in a peer review."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cities.models import City
from roadmap.forms.prose import Day, Prose
from roadmap.models import (
    Action,
    AgendaItem,
    Area,
    ExpectedImpact,
    FollowUp,
    PeerReport,
    Recommendation,
)
from roadmap.models.peer_review import (
    FEWEST_ITEMS,
    MOST_ITEMS,
    REASON_MAXIMUM,
    TEXT_MAXIMUM,
)
from scorecard.forms.hidden import VersionField


class ItemsForm(forms.Form):
    """Three to five documents of a module, each with a summary."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_ITEMS + 1):
            self.fields[f"title_{number}"] = forms.CharField(
                label=_("Document %(number)s") % {"number": number},
                max_length=200,
                required=False,
            )
            self.fields[f"summary_{number}"] = Prose(
                label=_("What it says, in short"),
                maximum=1000,
                rows=2,
                required=False,
            )

    @property
    def items(self) -> list[tuple[str, str]]:
        """The rows that were filled in."""
        rows = [
            (
                self.cleaned_data[f"title_{number}"].strip(),
                self.cleaned_data[f"summary_{number}"].strip(),
            )
            for number in range(1, MOST_ITEMS + 1)
        ]
        return [row for row in rows if any(row)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        for number in range(1, MOST_ITEMS + 1):
            title, summary = cleaned[f"title_{number}"], cleaned[f"summary_{number}"]
            if title.strip() and not summary.strip():
                self.add_error(
                    f"summary_{number}", _("Say in a sentence what it says.")
                )
            if summary.strip() and not title.strip():
                self.add_error(f"title_{number}", _("Write the title of the document."))
        if not self.errors and len(self.items) < FEWEST_ITEMS:
            raise forms.ValidationError(
                _("Name three to five documents, each with a summary.")
            )
        return cleaned


class AgendaForm(forms.ModelForm):
    """One meeting of the visit."""

    day = Day(
        label=gettext_lazy("Day"),
        error_messages={"required": gettext_lazy("Choose the day.")},
    )
    at = forms.TimeField(
        label=gettext_lazy("Time, if it is known"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )

    class Meta:
        model = AgendaItem
        fields = ["day", "at", "kind", "subject", "place", "people"]


class FindingForm(forms.Form):
    """What one reviewer says about one indicator."""

    is_good_practice = forms.BooleanField(
        label=gettext_lazy("This is good practice, worth showing to others"),
        required=False,
    )
    comment = Prose(
        label=gettext_lazy("What you found, and why you say so"),
        maximum=TEXT_MAXIMUM,
        required=False,
        help_text=gettext_lazy("Leave it empty to take your finding back."),
    )


class RecommendationForm(forms.Form):
    """What the reviewers advise."""

    area = forms.ChoiceField(
        label=pgettext_lazy("of a recommendation", "Area"),
        choices=Area.choices,
        error_messages={"required": gettext_lazy("Choose an area.")},
    )
    description = Prose(
        label=gettext_lazy("What you advise"),
        maximum=TEXT_MAXIMUM,
        error_messages={"required": gettext_lazy("Write what you advise.")},
    )
    justification = Prose(
        label=gettext_lazy("Why"),
        maximum=TEXT_MAXIMUM,
        error_messages={"required": gettext_lazy("Say why.")},
    )
    horizon = forms.ChoiceField(
        label=gettext_lazy("Horizon"),
        choices=Recommendation.Horizon.choices,
        error_messages={"required": gettext_lazy("Choose a horizon.")},
    )


class TakeUpForm(forms.Form):
    """Which action of the host's plans carries a recommendation out."""

    action = forms.ModelChoiceField(
        label=gettext_lazy("Action of your plan"),
        queryset=Action.objects.none(),
        empty_label=gettext_lazy("Choose an action"),
        error_messages={
            "required": gettext_lazy("Choose an action of your plan."),
            "invalid_choice": gettext_lazy("Choose an action of your own city's plan."),
        },
    )

    def __init__(self, *args: Any, host: City, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        action = cast(forms.ModelChoiceField, self.fields["action"])
        action.queryset = Action.objects.of_city(host)


class ExpectedForm(forms.ModelForm):
    """What one side expects of the review."""

    class Meta:
        model = ExpectedImpact
        fields = [
            "benefit",
            "owner",
            "objective",
            "measure",
            "current",
            "target",
            *ExpectedImpact.AREAS,
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("benefit", 3), ("objective", 3)):
            self.fields[name] = Prose(
                label=self.fields[name].label, maximum=REASON_MAXIMUM, rows=rows
            )
        for name in ExpectedImpact.AREAS:
            label = _("Desired impact: %(area)s") % {"area": Area(name).label}
            self.fields[name] = Prose(label=label, maximum=1000, rows=2, required=False)


class FollowUpForm(forms.ModelForm):
    """What has come of the review."""

    class Meta:
        model = FollowUp
        fields = ["progress", "justification", "more", "who", "until"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["progress"] = forms.TypedChoiceField(
            label=_("What was achieved of what you expected"),
            choices=FollowUp.Progress.choices,
            coerce=int,
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose one of the five steps.")},
        )
        for name, is_required in (("justification", True), ("more", False)):
            self.fields[name] = Prose(
                label=self.fields[name].label,
                maximum=TEXT_MAXIMUM,
                required=is_required,
            )
        self.fields["until"] = Day(label=_("Until when"), required=False)


class ReportForm(forms.Form):
    """The parts of the joint report that people write."""

    method = Prose(
        label=gettext_lazy("Method"),
        maximum=TEXT_MAXIMUM,
        required=False,
        help_text=gettext_lazy("How you worked: documents, interviews, visits."),
    )
    strengths = Prose(
        label=gettext_lazy("Strengths to build on"),
        maximum=TEXT_MAXIMUM,
        rows=5,
        required=False,
    )
    to_strengthen = Prose(
        label=gettext_lazy("Areas to strengthen"),
        maximum=TEXT_MAXIMUM,
        rows=5,
        required=False,
    )
    done = Prose(
        label=gettext_lazy("What the review has changed already"),
        maximum=TEXT_MAXIMUM,
        required=False,
    )
    summary = Prose(
        label=gettext_lazy("Summary for everybody"),
        maximum=TEXT_MAXIMUM,
        required=False,
        help_text=gettext_lazy(
            "Only this and the signed report are shown to everybody, and only when the "
            "host publishes them."
        ),
    )
    version = VersionField()

    @property
    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in PeerReport.TEXTS}
