"""Numbers that a page carries along unseen."""

from typing import Any

from django import forms

from cities.models.numbers import LARGEST, VERSION_MAXIMUM


class VersionField(forms.IntegerField):
    """The version that a page was based on; there is room for the next one."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=VERSION_MAXIMUM, **kwargs)


class KeyField(forms.IntegerField):
    """The key of a row, as both databases keep it."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=LARGEST, **kwargs)
