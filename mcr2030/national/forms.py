"""Which cities and which edition the desk looks at, as the address says."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cities.models import BasinGroup, District, SizeClass
from mcr2030.national.figures import Selection
from scorecard.models import Questionnaire

FIRST_INSTRUMENT = "preliminary"


class SelectionForm(forms.Form):
    """The filters of every desk page; an unknown code is an error beside its field.

    `selection` holds what could be understood, so that a page is always shown.
    """

    instrument = forms.ChoiceField(label=_("Instrument"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    district = forms.ChoiceField(label=_("Administrative district"), required=False)
    group = forms.ChoiceField(label=_("Group"), required=False)
    size = forms.ChoiceField(label=_("Size"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        editions = list(Questionnaire.objects.not_draft())
        # What is shown unless something else is chosen stands first in the list.
        self.editions = sorted(editions, key=lambda one: one != _first(editions))
        districts = sorted(District.objects.all(), key=lambda one: one.name)
        self.regions = {one.code: one.region for one in districts}
        used = set(self.regions.values())
        for name, empty, choices in (
            ("region", _("All regions"), _used(District.Region.choices, used)),
            ("district", _("All districts"), [(d.code, d.name) for d in districts]),
            (
                "group",
                _("All groups"),
                [(one.code, one.name) for one in BasinGroup.objects.all()],
            ),
            ("size", _("All sizes"), SizeClass.choices),
        ):
            self._field(name).choices = [("", empty), *choices]
        self._field("instrument").choices = [
            (str(one.pk), str(one)) for one in self.editions
        ]
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = _(
                "This choice is not known here. Choose one from the list."
            )

    def clean(self) -> dict[str, Any]:
        chosen = super().clean() or {}
        district, region = chosen.get("district"), chosen.get("region")
        if district and region and self.regions.get(district) != region:
            self.add_error(
                "district",
                _("This district is not in the chosen region: no city fits both."),
            )
        return chosen

    @property
    def selection(self) -> Selection | None:
        """Return what was chosen and understood; None where no edition is in use."""
        self.is_valid()
        edition = self._edition()
        if edition is None:
            return None
        chosen = self.cleaned_data
        return Selection(
            edition,
            region=chosen.get("region", ""),
            district=chosen.get("district", ""),
            group=chosen.get("group", ""),
            size=chosen.get("size", ""),
        )

    def _edition(self) -> Questionnaire | None:
        key = self.cleaned_data.get("instrument")
        for one in self.editions:
            if key and str(one.pk) == key:
                return one
        return _first(self.editions)

    def _field(self, name: str) -> forms.ChoiceField:
        return cast(forms.ChoiceField, self.fields[name])


class CalibrationForm(SelectionForm):
    """The filters of one indicator's page: its edition is in the address."""

    level = forms.ChoiceField(label=_("Level"), required=False)

    def __init__(self, *args: Any, questionnaire: Questionnaire, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["instrument"]
        self.questionnaire = questionnaire
        self._field("level").choices = [
            ("", _("All levels")),
            *((str(one), str(one)) for one in range(questionnaire.scale_maximum + 1)),
        ]

    @property
    def selection(self) -> Selection:
        """Return what was chosen and understood, of the edition in the address."""
        return super().selection or Selection(self.questionnaire)

    @property
    def chosen_level(self) -> str:
        """Return the chosen level, empty for all."""
        self.is_valid()
        return self.cleaned_data.get("level", "")

    def _edition(self) -> Questionnaire:
        return self.questionnaire


def _used(choices: list[tuple[str, Any]], used: set[str]) -> list[tuple[str, Any]]:
    return [one for one in choices if one[0] in used]


def _first(editions: list[Questionnaire]) -> Questionnaire | None:
    level = [one for one in editions if one.code == FIRST_INSTRUMENT]
    in_use = [one for one in level if one.status == Questionnaire.Status.IN_USE]
    return next(iter(in_use or level or editions), None)
