"""The filters of the list of local governments, beside those of every desk page."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mcr2030.national.forms import SelectionForm
from roadmap.models import Stage
from scorecard.models import Assessment

# The first edition of the scorecard; no round can be older.
FIRST_YEAR = 2017
NONE = "none"
BY_STAGE = "stage"


class CitiesForm(SelectionForm):
    """Name, membership, and the latest assessment that a focal point may open."""

    words = forms.CharField(label=_("Name"), max_length=80, required=False)
    member = forms.ChoiceField(label=_("Membership"), required=False)
    state = forms.ChoiceField(label=_("Latest assessment"), required=False)
    year = forms.ChoiceField(label=_("Year of the round"), required=False)
    stage = forms.ChoiceField(label=_("Stage on the roadmap"), required=False)
    colour = forms.ChoiceField(label=_("The map shows"), required=False)

    field_order = ("words", "instrument", "member", "state", "year", "stage", "colour")
    # Nobody has to open "More filters" for these two.
    FIRST = ("words", "instrument")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = range(timezone.localdate().year + 1, FIRST_YEAR - 1, -1)
        for name, empty, choices in (
            (
                "member",
                _("Members and others"),
                [("yes", _("Members of MCR2030")), ("no", _("Not members"))],
            ),
            (
                "state",
                _("In any state"),
                [*Assessment.Status.choices, (NONE, _("none yet"))],
            ),
            ("year", _("Any year"), [(str(year), str(year)) for year in years]),
            (
                "stage",
                _("In any stage"),
                [
                    *((one.value, one.full_name) for one in Stage),
                    (NONE, _("in no stage yet")),
                ],
            ),
            ("colour", _("the overall share"), [(BY_STAGE, _("the stage"))]),
        ):
            self._field(name).choices = [("", empty), *choices]

    @property
    def chosen(self) -> dict[str, str]:
        """Return what was chosen and understood, without what was left open."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def is_narrowed(self) -> bool:
        return bool(self.chosen.keys() - {"instrument", "colour"})

    @property
    def first(self) -> list[forms.BoundField]:
        """Return the fields that are always open."""
        return [self[name] for name in self.FIRST]

    @property
    def more(self) -> list[forms.BoundField]:
        """Return the fields behind "More filters"."""
        return [field for field in self if field.name not in self.FIRST]

    @property
    def opens_more(self) -> bool:
        """Tell whether a filter behind "More filters" is set, or is wrong."""
        return any(field.errors or field.name in self.chosen for field in self.more)
