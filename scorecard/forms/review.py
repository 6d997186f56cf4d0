"""What the focal point and the city write to each other about a submission."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cities.models import User
from scorecard.forms.hidden import KeyField, VersionField
from scorecard.models.national import NOTE_MAXIMUM
from scorecard.models.review import REMARK_MAXIMUM


class TextForm(forms.Form):
    """One text of at most `maximum` characters; a longer one stays as typed."""

    label: Any = ""
    missing: Any = ""
    is_required = True
    rows = 3
    maximum = REMARK_MAXIMUM

    text = forms.CharField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["text"]
        field.label = self.label
        field.required = self.is_required
        field.error_messages["required"] = self.missing
        # No `maxlength`: browsers cut a pasted text off without a word.
        field.widget = forms.Textarea(
            attrs={"class": "form-control", "rows": self.rows}
        )

    def clean_text(self) -> str:
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        over = len(text) - self.maximum
        if over > 0:
            raise ValidationError(
                ngettext(
                    "The text is %(over)s character too long: at most %(maximum)s "
                    "fit. Shorten it and save again.",
                    "The text is %(over)s characters too long: at most %(maximum)s "
                    "fit. Shorten it and save again.",
                    over,
                )
                % {"over": over, "maximum": self.maximum}
            )
        return text


class RemarkForm(TextForm):
    label = _("Remark for the city")
    missing = _("Write the remark first.")


class ReplyForm(TextForm):
    label = _("Your reply")
    missing = _("Write the reply first.")


class DecisionForm(TextForm):
    """A decision on the submission that was read; `read` is its number."""

    read = VersionField(required=False)


class ReturnForm(DecisionForm):
    label = _("What the city should change")
    missing = _("Write what the city should change.")
    rows = 5


class QuestionForm(TextForm):
    """What several cities are asked about one indicator at once."""

    label = _("Your question to the ticked local governments")
    missing = _("Write the question first.")


class NoteForm(TextForm):
    """How the focal point wants an indicator read, for all cities."""

    label = _("How to read this indicator")
    missing = _("Write the note first, or leave things as they are.")
    maximum = NOTE_MAXIMUM


class HandOnForm(forms.Form):
    """Who reviews from now on, nobody where empty; `seen` had it on the page."""

    reviewer = forms.ModelChoiceField(User.objects.none(), required=False)
    seen = KeyField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["reviewer"])
        field.queryset = User.objects.focal_points()
        field.error_messages["invalid_choice"] = _(
            "This person is no national focal point. Choose one from the list."
        )


class AcceptForm(DecisionForm):
    label = _("Note to the city, if you like")
    is_required = False
    rows = 5

    sure = forms.BooleanField(
        label=_("I have read it and accept it for good"),
        error_messages={
            "required": _("Tick that you accept it for good, then send it again.")
        },
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
