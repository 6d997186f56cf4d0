"""What is typed into a question card."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scorecard.actions.answers import Content
from scorecard.forms.hidden import VersionField
from scorecard.models import Answer
from scorecard.models.lengths import COMMENT_MAXIMUM, KEY_MAXIMUM, REASON_MAXIMUM
from scorecard.models.visits import CODE_MAXIMUM

NOT_APPLICABLE = "na"


def check_length(text: str, maximum: int) -> str:
    """Return the text, or say by how much it is too long; nothing is cut off."""
    over = len(text) - maximum
    if over > 0:
        raise ValidationError(
            ngettext(
                "The text is %(over)s character too long: at most %(maximum)s fit. "
                "Shorten it, or attach it as a document.",
                "The text is %(over)s characters too long: at most %(maximum)s fit. "
                "Shorten it, or attach it as a document.",
                over,
            )
            % {"over": over, "maximum": maximum}
        )
    return text


class AnswerForm(forms.Form):
    """One choice among the levels and "not applicable", a reason and a comment.

    `version` is what the person saw; `settle` is the newer version that a person
    decided to replace after a conflict. `key` is the device's name for this save.
    """

    choice = forms.CharField(required=False)
    reason = forms.CharField(required=False, strip=False)
    comment = forms.CharField(required=False, strip=False)
    version = VersionField(required=False)
    settle = VersionField(required=False)
    key = forms.CharField(required=False, max_length=KEY_MAXIMUM)

    def __init__(self, *args: Any, answer: Answer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answer = answer

    def clean_choice(self) -> str:
        choice = self.cleaned_data["choice"]
        if "clear" in self.data:
            return ""
        posted = cast(QueryDict, self.data)
        given = {value for value in posted.getlist("choice") if value}
        if len(given) > 1:
            raise ValidationError(_("Choose a level or “not applicable”, not both."))
        top = self.answer.assessment.questionnaire.scale_maximum
        allowed = {"", NOT_APPLICABLE, *(str(score) for score in range(top + 1))}
        if choice not in allowed:
            raise ValidationError(_("Choose a level from 0 to %(top)s.") % {"top": top})
        return choice

    def clean_reason(self) -> str:
        return check_length(one_newline(self.cleaned_data["reason"]), REASON_MAXIMUM)

    def clean_comment(self) -> str:
        return check_length(one_newline(self.cleaned_data["comment"]), COMMENT_MAXIMUM)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        version = cleaned.get("version")
        if version is None or version > self.answer.version:
            self.add_error(
                "version",
                _(
                    "The page does not know which answer it was based on. "
                    "Copy your text, open the page again and save once more."
                ),
            )
        if (
            cleaned.get("choice") == NOT_APPLICABLE
            and not cleaned.get("reason", "").strip()
            and "reason" not in self.errors
        ):
            self.add_error("reason", _("Write why this is not applicable to you."))
        return cleaned

    @property
    def content(self) -> Content:
        choice = self.cleaned_data["choice"]
        return Content(
            score=int(choice) if choice.isdecimal() else None,
            not_applicable=choice == NOT_APPLICABLE,
            reason=self.cleaned_data["reason"].strip(),
            comment=self.cleaned_data["comment"].strip(),
        )

    @property
    def based_on(self) -> int:
        """The version that this save replaces."""
        settle = self.cleaned_data.get("settle")
        version: int = self.cleaned_data["version"] or 0
        return version if settle is None else settle


class ProposalForm(AnswerForm):
    """A contributor's own level and reason; without a version it is the first."""

    def clean(self) -> dict[str, Any]:
        cleaned = forms.Form.clean(self) or self.cleaned_data
        if (
            cleaned.get("choice") == NOT_APPLICABLE
            and not cleaned.get("comment", "").strip()
            and "comment" not in self.errors
        ):
            self.add_error("comment", _("Write why this is not applicable to you."))
        return cleaned


class UndoForm(forms.Form):
    """The version whose change is taken back, as the person saw it."""

    undo = VersionField()


class PlaceForm(forms.Form):
    """The code of the card that is open; empty where none is."""

    code = forms.CharField(required=False, max_length=CODE_MAXIMUM)


def one_newline(text: str) -> str:
    """Browsers send line ends as CR LF; kept and counted as one."""
    return text.replace("\r\n", "\n").replace("\x00", "")
