"""How a round begins: year, occasion, lead and the two scenarios."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import City, Hazard, Membership, User
from scorecard.forms.answers import check_length
from scorecard.models import Assessment, Questionnaire
from scorecard.reports.wording import PRELIMINARY

SCENARIO_MAXIMUM = 2000


class SetupForm(forms.ModelForm):
    """Lead and scenarios of a round."""

    class Meta:
        model = Assessment
        fields = [
            "team_lead",
            "most_probable_hazard",
            "most_probable",
            "most_severe_hazard",
            "most_severe",
            "text_language",
        ]

    def __init__(self, *args: Any, city: City, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leads = Membership.objects.current().leads_of(city)
        people = User.objects.filter(pk__in=leads.values("user"))
        self._offer("team_lead", people, None)
        for name in ("most_probable_hazard", "most_severe_hazard"):
            self._offer(name, Hazard.objects.all(), _("Choose a hazard"))
            self.fields[name].label = _("Hazard")
        for name in ("most_probable", "most_severe"):
            # Nothing typed is cut off in the browser: the form says what is too long.
            self.fields[name] = forms.CharField(
                label=_("Scenario"),
                required=False,
                widget=forms.Textarea(attrs={"rows": 4}),
                help_text=_(
                    "What happens, where, and how many people and services are "
                    "affected."
                ),
            )

        self.fields["text_language"].required = False
        self.fields["text_language"].help_text = _(
            "Serbian texts are shown in the reader's script; English ones as typed."
        )

    def clean_text_language(self) -> str:
        """Keep what stands where nothing was chosen: Serbian at first."""
        return self.cleaned_data["text_language"] or self.instance.text_language

    def _offer(self, name: str, rows: QuerySet, empty_label: str | None) -> None:
        field = cast(forms.ModelChoiceField, self.fields[name])
        field.queryset = rows
        field.empty_label = empty_label

    def clean_most_probable(self) -> str:
        return check_length(self.cleaned_data["most_probable"], SCENARIO_MAXIMUM)

    def clean_most_severe(self) -> str:
        return check_length(self.cleaned_data["most_severe"], SCENARIO_MAXIMUM)


class RoundForm(forms.Form):
    """Which round a link proposes to start."""

    questionnaire = forms.ModelChoiceField(Questionnaire.objects.in_use())
    year = forms.IntegerField()
    occasion = forms.ChoiceField(choices=Assessment.Occasion.choices)


def asked_round(asked: QueryDict) -> dict[str, Any]:
    """Return what a link asks to start with; what makes no sense is left out."""
    if not asked:
        return {}
    form = RoundForm(asked)
    form.is_valid()
    return form.cleaned_data


class StartForm(SetupForm):
    """A new round."""

    class Meta(SetupForm.Meta):
        fields = ["questionnaire", "year", "occasion", *SetupForm.Meta.fields]

    def __init__(self, *args: Any, city: City, **kwargs: Any) -> None:
        super().__init__(*args, city=city, **kwargs)
        self.city = city
        editions = Questionnaire.objects.in_use()
        self._offer("questionnaire", editions, None)
        self.fields["questionnaire"].help_text = " ".join(
            f"{one}: {one.draft_note}." for one in editions if one.draft_note
        )
        if not self.initial.get("questionnaire"):
            self.initial["questionnaire"] = next(
                (one.pk for one in editions if one.code == PRELIMINARY), None
            )
        last = timezone.localdate().year + 1
        self.fields["carry_from"] = forms.ModelChoiceField(
            Assessment.objects.of_city(city)
            .accepted()
            .latest_first()
            .select_related("questionnaire"),
            required=False,
            label=_("Begin with"),
            empty_label=_("empty answers"),
            help_text=_(
                "Answers of an accepted assessment, with what you prepared for its "
                "next version; each can still be changed."
            ),
        )
        self.fields["year"].widget.attrs |= {"min": 2017, "max": last}

    def clean_year(self) -> int:
        year = self.cleaned_data["year"]
        last = timezone.localdate().year + 1
        if not 2017 <= year <= last:
            raise ValidationError(
                _("Choose a year from 2017 to %(last)s.") % {"last": last}
            )
        return year

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        accepted = cleaned.get("carry_from")
        if accepted and accepted.questionnaire != cleaned.get("questionnaire"):
            self.add_error(
                "carry_from",
                _("These answers are to another questionnaire: choose the same one."),
            )
        if Assessment.objects.same_round(self.city, cleaned).exists():
            raise ValidationError(
                _("This round exists already. Choose another year or occasion.")
            )
        return cleaned
