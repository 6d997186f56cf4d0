"""The shares of a joint action: one field a city, in per cent with two decimals."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from cities.models import City
from roadmap.forms.fields import VersionedForm
from roadmap.models import Action

_SHARE = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))?\s*%?")


class ShareField(forms.CharField):
    """Per cent as people type it, 33,5 or 33.50 %; empty is 0. Gives hundredths."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.widget.attrs["inputmode"] = "decimal"

    def clean(self, value: Any) -> int | None:
        text = str(super().clean(value)).strip()
        if not text:
            return None
        found = _SHARE.fullmatch(text)
        if not found:
            raise ValidationError(
                _("Enter a share in per cent with two decimals at most, such as 33,50.")
            )
        return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))


class SharesForm(VersionedForm):
    """Who bears what of a joint action: a field for each city."""

    def __init__(
        self, *args: Any, action: Action, cities: Iterable[City], **kwargs: Any
    ) -> None:
        parts = {one.city_id: one.part for one in action.shares.all()}
        initial: dict[str, Any] = {"version": action.version}
        super().__init__(*args, initial=initial, **kwargs)
        self.cities = {f"city-{one.code}": one for one in cities}
        for name, city in self.cities.items():
            self.fields[name] = ShareField(label=f"{city.name}, %")
            if city.pk in parts:
                initial[name] = shown_share(parts[city.pk])
        self.initial = initial

    @property
    def shares(self) -> list[forms.BoundField]:
        return [self[name] for name in self.cities]

    @property
    def parts(self) -> dict[int, int]:
        """The shares that were typed, in hundredths of a per cent, by city."""
        return {
            city.pk: self.cleaned_data[name]
            for name, city in self.cities.items()
            if self.cleaned_data[name] is not None
        }


def shown_share(part: int) -> str:
    """Return hundredths of a per cent as per cent with two decimals."""
    return str(number_format(Decimal(part) / 100, decimal_pos=2))
