"""The forms of groups: the edition looked at, a group's name, a search for members."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cities.models import City
from cities.models.places import CityQuerySet
from mcr2030.national.forms import SelectionForm

FOUND_SHOWN = 20


class EditionForm(SelectionForm):
    """The choice of the edition alone: which cities are meant is said elsewhere."""

    field_order = ("instrument",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("region", "district", "group", "size"):
            del self.fields[name]


class GroupForm(forms.Form):
    """A group's name, in either script."""

    name = forms.CharField(
        label=_("Name of the group"),
        max_length=120,
        help_text=_("In either script; the other one is derived from it."),
        error_messages={"required": _("Write a name for the group.")},
    )


class MemberSearchForm(forms.Form):
    """A part of a local government's name, to find whom to add."""

    words = forms.CharField(
        label=_("Name of a local government, or a part of it"),
        max_length=80,
        required=False,
    )

    def narrow(self, cities: CityQuerySet) -> list[City]:
        """Return the first that fit, by the alphabet; nothing before a search."""
        if not self.is_valid() or not self.cleaned_data["words"].strip():
            return []
        found = cities.matching(self.cleaned_data["words"]).select_related("district")
        return list(found.by_alphabet()[:FOUND_SHOWN])

    @property
    def has_searched(self) -> bool:
        return self.is_valid() and bool(self.cleaned_data["words"].strip())
