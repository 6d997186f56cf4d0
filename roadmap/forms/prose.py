"""Fields for longer texts and for days, as browsers send them."""

from typing import Any

from django import forms

from scorecard.forms.answers import check_length


class Prose(forms.CharField):
    """A text of some lines; one that is too long stays typed and is told by how much.

    No `maxlength` is written: browsers cut a pasted text off without a word.
    """

    def __init__(self, *, maximum: int, rows: int = 4, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**kwargs)
        self.maximum = maximum

    def clean(self, value: Any) -> str:
        text = super().clean(value).replace("\r\n", "\n")
        return check_length(text, self.maximum)


class Day(forms.DateField):
    """A day, with the browser's own calendar where it has one."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, **kwargs)
