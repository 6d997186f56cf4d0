"""What is typed when a local government joins."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from roadmap import suggestion
from roadmap.forms.stages import DayField, LongText
from roadmap.models import Stage
from scorecard import uploads
from scorecard.forms.documents import fault_sentence

ANSWERS = [
    (suggestion.YES, pgettext_lazy("self-assessment", "Yes")),
    (suggestion.PARTLY, pgettext_lazy("self-assessment", "Partly")),
    (suggestion.NO, pgettext_lazy("self-assessment", "No")),
]
QUESTIONS = {
    "risk": gettext_lazy(
        "Is the disaster risk assessment adopted, and do those who plan use it?"
    ),
    "people": gettext_lazy(
        "Is it named who leads the work on resilience across all departments?"
    ),
    "scorecard": gettext_lazy(
        "Has the local government assessed its resilience, with the scorecard or "
        "otherwise?"
    ),
    "plan": gettext_lazy("Is a disaster risk reduction plan adopted?"),
    "owners": gettext_lazy(
        "Does every priority action of the plan have somebody who leads it, and a date?"
    ),
    "money": gettext_lazy("Is there money for these actions in the budget?"),
}
SCANS = (".pdf", ".jpg", ".jpeg", ".png")


def stage_field(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a stage.")},
    )


def _stages() -> list[tuple[str, str]]:
    return [(one.value, one.full_name) for one in Stage]


class SelfAssessmentForm(forms.Form):
    """Six short questions, then the stage that the local government chooses itself.

    The stage is left open at first: the answers point to one, and people choose.
    """

    stage = stage_field(gettext_lazy("The stage that you choose"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in suggestion.QUESTIONS:
            self.fields[code] = forms.ChoiceField(
                label=QUESTIONS[code],
                choices=ANSWERS,
                widget=forms.RadioSelect,
                error_messages={
                    "required": gettext_lazy("Choose yes, partly or no."),
                    "invalid_choice": gettext_lazy("Choose yes, partly or no."),
                },
            )
        cast(forms.ChoiceField, self.fields["stage"]).choices = _stages()
        self.fields["stage"].required = False

    @property
    def questions(self) -> list[forms.BoundField]:
        return [self[code] for code in suggestion.QUESTIONS]

    @property
    def answers(self) -> dict[str, str]:
        return {code: self.cleaned_data[code] for code in suggestion.QUESTIONS}

    @property
    def suggested(self) -> Stage:
        return Stage(suggestion.suggest(self.answers))


class LetterForm(forms.Form):
    """The scan of the signed letter, with who signed it and when."""

    signatory = forms.CharField(
        label=gettext_lazy("Who signed"),
        max_length=120,
        help_text=gettext_lazy("Name and office, as on the letter."),
        error_messages={"required": gettext_lazy("Write who signed the letter.")},
    )
    number = forms.CharField(
        label=gettext_lazy("Number of the letter"), max_length=80, required=False
    )
    signed_on = DayField(label=gettext_lazy("Date of the letter"))
    file = forms.FileField(
        label=gettext_lazy("Scan of the signed letter"),
        allow_empty_file=True,
        help_text=gettext_lazy("PDF, JPEG or PNG, up to 20 MB."),
        error_messages={"required": gettext_lazy("Choose the file with the scan.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.file_type = ""
        self.fields["signed_on"].error_messages["required"] = _(
            "Give the date of the letter."
        )

    def clean_signed_on(self) -> Any:
        day = self.cleaned_data["signed_on"]
        if day > timezone.localdate():
            raise ValidationError(_("The day is in the future. Give today or earlier."))
        return day

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_MAX_BYTES:
            raise ValidationError(
                _("The file has %(size)s: at most 20 MB fit. Scan it anew, smaller.")
                % {"size": filesizeformat(file.size)}
            )
        content = file.read()
        file.seek(0)
        try:
            if not file.name.lower().endswith(SCANS):
                raise uploads.Unacceptable(uploads.Fault.KIND)
            self.file_type = uploads.check(file.name, content)
        except uploads.Unacceptable as error:
            raise ValidationError(fault_sentence(error.fault)) from error
        return file


class ConfirmForm(forms.Form):
    """A focal point confirms the membership, and in which stage the city begins."""

    stage = stage_field(gettext_lazy("Stage"))
    since = DayField(label=gettext_lazy("Member since"))
    note = LongText(label=gettext_lazy("Note"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["stage"]).choices = _stages()

    def clean_since(self) -> Any:
        since = self.cleaned_data["since"]
        if since > timezone.localdate():
            raise ValidationError(_("The day is in the future. Give today or earlier."))
        return since
