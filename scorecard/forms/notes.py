"""What a lead notes as the way to the highest level."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scorecard.models import NotedAction


class NotedActionForm(forms.ModelForm):
    """An action with who and until when; all three blank take it away."""

    class Meta:
        model = NotedAction
        fields = ["action", "institution", "timescale"]
        labels = {
            "action": _("What is to be done"),
            "institution": _("Responsible institution"),
            "timescale": _("Timescale"),
        }
        help_texts = {
            "timescale": _("A date, or in words: by the end of 2027, every year."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Three blanks are allowed, so what is missing is the action's business.
        self.fields["action"].required = False
        for name, field in self.fields.items():
            # No `maxlength`: browsers cut a pasted text off without a word.
            rows = 4 if name == "action" else 2
            field.widget = forms.Textarea(attrs={"rows": rows})
