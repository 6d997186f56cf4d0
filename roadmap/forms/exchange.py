"""What to do with a workbook of actions that was looked through."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scorecard.forms.workbooks import leave_out_first


class TakeOverForm(forms.Form):
    """Take over the good rows; where some are faulty the person says so first."""

    without_faulty = forms.BooleanField(
        label=_(
            "I have read what was noticed. Save what is good and leave out the rest."
        ),
        required=False,
    )

    def __init__(self, *args: Any, faulty: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not faulty:
            del self.fields["without_faulty"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if "without_faulty" in self.fields and not said.get("without_faulty"):
            self.add_error("without_faulty", leave_out_first())
        return said
