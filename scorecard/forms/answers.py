"""What is typed into a question card, and the documents beside it."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from scorecard import uploads
from scorecard.actions.answers import Content
from scorecard.models import Answer, Evidence
from scorecard.models.answer import COMMENT_MAXIMUM, KEY_MAXIMUM, REASON_MAXIMUM

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
    version = forms.IntegerField(required=False, min_value=0)
    settle = forms.IntegerField(required=False, min_value=0)
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
        return check_length(_one_newline(self.cleaned_data["reason"]), REASON_MAXIMUM)

    def clean_comment(self) -> str:
        return check_length(_one_newline(self.cleaned_data["comment"]), COMMENT_MAXIMUM)

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
            score=int(choice) if choice.isdigit() else None,
            not_applicable=choice == NOT_APPLICABLE,
            reason=self.cleaned_data["reason"].strip(),
            comment=self.cleaned_data["comment"].strip(),
        )

    @property
    def based_on(self) -> int:
        """The version that this save replaces."""
        settle = self.cleaned_data.get("settle")
        return self.cleaned_data["version"] if settle is None else settle


class ProposalForm(AnswerForm):
    """A contributor's own level and reason."""

    def clean(self) -> dict[str, Any]:
        cleaned = forms.Form.clean(self) or self.cleaned_data
        if (
            cleaned.get("choice") == NOT_APPLICABLE
            and not cleaned.get("comment", "").strip()
            and "comment" not in self.errors
        ):
            self.add_error("comment", _("Write why this is not applicable to you."))
        return cleaned


class EvidenceForm(forms.Form):
    """A document with its particulars, or one that the city has already."""

    title = forms.CharField(
        label=gettext_lazy("Title of the document"), max_length=200, required=False
    )
    number = forms.CharField(
        label=gettext_lazy("Number"), max_length=80, required=False
    )
    issued = forms.DateField(
        label=gettext_lazy("Date"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    valid_until = forms.DateField(
        label=gettext_lazy("Valid until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    kept = forms.CharField(
        label=gettext_lazy("Where it is kept"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "For a document that is only referred to: office, archive, web address."
        ),
    )
    description = forms.CharField(
        label=gettext_lazy("What it proves"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Which part of it, and what it shows, in a sentence."),
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy(
            "PDF, Word, Excel, PowerPoint, OpenDocument, JPEG or PNG, up to 20 MB. "
            "A reference without a file is enough."
        ),
    )
    existing = forms.ModelChoiceField(
        label=gettext_lazy("Document that is here already"),
        queryset=Evidence.objects.none(),
        required=False,
        empty_label=gettext_lazy("Choose a document"),
    )

    def __init__(self, *args: Any, answer: Answer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.file_type = ""
        existing = cast(forms.ModelChoiceField, self.fields["existing"])
        existing.queryset = Evidence.objects.of_city(
            answer.assessment.city_id
        ).not_proving(answer)

    def clean_description(self) -> str:
        text = _one_newline(self.cleaned_data["description"])
        return check_length(text, COMMENT_MAXIMUM)

    def clean_file(self) -> UploadedFile | None:
        file = self.cleaned_data["file"]
        if not file:
            if file is not None:
                raise ValidationError(_("The file is empty. Choose another one."))
            return None
        if file.size > settings.UPLOAD_MAX_BYTES:
            raise ValidationError(
                _(
                    "The file has %(size)s: at most 20 MB fit. Make it smaller, or "
                    "only refer to it."
                )
                % {"size": filesizeformat(file.size)}
            )
        content = file.read()
        file.seek(0)
        try:
            self.file_type = uploads.check(file.name, content)
        except uploads.Unacceptable as error:
            raise ValidationError(fault_sentence(error.fault)) from error
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("existing"):
            return cleaned
        if not cleaned.get("title", "").strip() and "title" not in self.errors:
            self.add_error("title", _("Write the title of the document."))
        issued, until = cleaned.get("issued"), cleaned.get("valid_until")
        if issued and until and until < issued:
            self.add_error(
                "valid_until", _("The document cannot end before its own date.")
            )
        return cleaned


def fault_sentence(fault: uploads.Fault) -> str:
    """Return what to do about a refused file."""
    return {
        uploads.Fault.EMPTY: _("The file is empty. Choose another one."),
        uploads.Fault.KIND: _(
            "This kind of file is not accepted. Save it as PDF and attach that."
        ),
        uploads.Fault.CONTENT: _(
            "The content of the file is not what its name says, or it is damaged. "
            "Save it again, or as PDF, and attach that."
        ),
        uploads.Fault.ACTIVE: _(
            "The file contains a script, a macro or an attachment. Print it to a new "
            "PDF and attach that."
        ),
        uploads.Fault.LOCKED: _(
            "The file is protected with a password. Save it without one and attach "
            "that."
        ),
        uploads.Fault.HUGE: _(
            "The file becomes too large when it is opened. Make it smaller, or only "
            "refer to it."
        ),
    }[fault]


def _one_newline(text: str) -> str:
    """Browsers send line ends as CR LF; kept and counted as one."""
    return text.replace("\r\n", "\n").replace("\x00", "")
