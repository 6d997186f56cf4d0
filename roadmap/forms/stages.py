"""What is typed about criteria, requests and stages."""

from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.forms import DATES
from cities.models import City
from roadmap.models import Stage, StageEntry
from roadmap.models.stages import NOTE_MAXIMUM
from scorecard.forms.answers import check_length
from scorecard.forms.hidden import KeyField
from scorecard.models import Evidence


class LongText(forms.CharField):
    """A text over lines; one that is too long stays as typed and says by how much.

    There is no `maxlength`: browsers cut a pasted text off without a word.
    """

    def __init__(self, *, missing: Any = "", rows: int = 3, **kwargs: Any) -> None:
        kwargs.setdefault("required", bool(missing))
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)
        if missing:
            self.error_messages["required"] = missing

    def clean(self, value: Any) -> str:
        text = super().clean((value or "").replace("\r\n", "\n"))
        return check_length(text, NOTE_MAXIMUM)


class DayField(forms.DateField):
    """A day as browsers send it, or as people type it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            input_formats=DATES,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={
                "invalid": gettext_lazy("Write the date as day.month.year.")
            },
            **kwargs,
        )


class MetForm(forms.Form):
    """What proves a criterion: a document of the city, or a reference to one."""

    evidence = forms.ModelChoiceField(
        label=gettext_lazy("Document that is here already"),
        queryset=Evidence.objects.none(),
        required=False,
        empty_label=gettext_lazy("None of these: I name it below"),
    )
    title = forms.CharField(
        label=gettext_lazy("Title of the document"), max_length=200, required=False
    )
    number = forms.CharField(
        label=gettext_lazy("Number"), max_length=80, required=False
    )
    issued = DayField(label=gettext_lazy("Date"), required=False)
    kept = forms.CharField(
        label=gettext_lazy("Where it is kept"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "For a document that is only referred to: office, archive, web address."
        ),
    )
    note = LongText(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("What the document shows, in a sentence."),
    )

    def __init__(self, *args: Any, city: City, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = cast(forms.ModelChoiceField, self.fields["evidence"])
        choice.queryset = Evidence.objects.of_city(city.pk)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        named = cleaned.get("evidence") or cleaned.get("title", "").strip()
        if not named and not {"evidence", "title"} & set(self.errors):
            self.add_error("title", _("Choose a document or write the title of one."))
        return cleaned


class TakeBackForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why it no longer holds"),
        max_length=300,
        error_messages={"required": gettext_lazy("Write why it no longer holds.")},
    )


class AskForm(forms.Form):
    """A city asks to move on; with open criteria it says why."""

    text = LongText(
        label=gettext_lazy("Why the city moves on"),
        missing=gettext_lazy("Write in a sentence why the city moves on."),
        help_text=gettext_lazy(
            "A sentence or two for the focal point: what was done in this stage."
        ),
    )
    why_open = LongText(
        label=gettext_lazy("Why it asks with open criteria"),
        help_text=gettext_lazy("What is missing, and until when it comes."),
    )

    def __init__(self, *args: Any, has_open: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_open = has_open
        if not has_open:
            del self.fields["why_open"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.has_open and not cleaned.get("why_open", "x").strip():
            self.add_error(
                "why_open",
                _("Some criteria are open. Write why the city asks all the same."),
            )
        return cleaned


class DecideForm(forms.Form):
    """The focal point agrees, with or without a word, or says what is missing."""

    AGREE, ANSWER = "agree", "answer"

    decision = forms.ChoiceField(
        label=gettext_lazy("Your decision"),
        widget=forms.RadioSelect,
        choices=[
            (AGREE, gettext_lazy("Agree: the city moves on today")),
            (ANSWER, gettext_lazy("Answer: something is missing")),
        ],
        error_messages={
            "required": gettext_lazy("Choose whether you agree or answer."),
            "invalid_choice": gettext_lazy("Choose whether you agree or answer."),
        },
    )
    text = LongText(
        label=gettext_lazy("Your words to the city"),
        help_text=gettext_lazy(
            "When you answer: what is missing. When you agree: if you like."
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        says_no = cleaned.get("decision") == self.ANSWER
        # A text that is too long is not there, and has its own sentence.
        if says_no and not cleaned.get("text", "x").strip():
            self.add_error("text", _("Write what is missing."))
        return cleaned


class StageForm(forms.Form):
    """A focal point records the stage of a city by hand."""

    stage = forms.ChoiceField(
        label=gettext_lazy("Stage"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a stage.")},
    )
    since = DayField(label=gettext_lazy("In this stage since"))
    note = LongText(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("Where this is known from, for example a letter."),
    )
    # The stage that the page showed: who saves on top of another one is told.
    seen = KeyField(required=False)

    def __init__(
        self, *args: Any, current: StageEntry | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.current = current
        choice = cast(forms.ChoiceField, self.fields["stage"])
        choice.choices = [(one.value, one.full_name) for one in Stage]
        self.fields["seen"].initial = current.pk if current else None

    def clean_since(self) -> Any:
        since = self.cleaned_data["since"]
        if since > timezone.localdate():
            raise forms.ValidationError(
                _("The day is in the future. Give today or earlier.")
            )
        if self.current and since < self.current.since:
            raise forms.ValidationError(
                _("The city came into its present stage later than that day.")
            )
        return since

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        now = self.current.pk if self.current else None
        if "seen" not in self.errors and cleaned.get("seen") != now:
            raise forms.ValidationError(
                _(
                    "The stage of the city was changed in the meantime. "
                    "Open the page again."
                )
            )
        if self.current and cleaned.get("stage") == self.current.stage:
            self.add_error("stage", _("The city is in this stage already."))
        return cleaned
