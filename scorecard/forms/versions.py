"""The version of a text that a page was based on."""

from typing import Any

from django import forms

from cities.models.numbers import VERSION_MAXIMUM


class VersionField(forms.IntegerField):
    """A hidden number, after which there is room for the next one."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=VERSION_MAXIMUM, **kwargs)
