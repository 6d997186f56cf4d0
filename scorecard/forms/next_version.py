"""An answer that is prepared while the assessment is frozen."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from scorecard.forms.answers import NOT_APPLICABLE, AnswerForm


class NextAnswerForm(AnswerForm):
    """As an answer's form; `version` is that of what is prepared, 0 for nothing."""

    def clean(self) -> dict[str, Any]:
        cleaned = forms.Form.clean(self) or self.cleaned_data
        if (
            cleaned.get("choice") == NOT_APPLICABLE
            and not cleaned.get("reason", "").strip()
            and "reason" not in self.errors
        ):
            self.add_error("reason", _("Write why this is not applicable to you."))
        return cleaned

    @property
    def based_on(self) -> int:
        return self.cleaned_data.get("version") or 0
