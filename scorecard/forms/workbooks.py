"""What a person says about a workbook: the file, and what to take from it."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scorecard import findings
from scorecard.models import Assessment, Questionnaire
from scorecard.workbooks.faults import Finding, Trouble
from scorecard.workbooks.package import UPLOAD_MAXIMUM


class UploadForm(forms.Form):
    """One spreadsheet; what is in it is judged by `scorecard.workbooks`."""

    file = forms.FileField(
        label=gettext_lazy("Workbook"),
        allow_empty_file=True,
        help_text=gettext_lazy("Excel (.xlsx or .xlsm), at most 10 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xlsm"}),
        error_messages={"required": gettext_lazy("Choose a file first.")},
    )

    def clean_file(self) -> UploadedFile:
        """Refuse a file that is too large before it is read into memory."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > UPLOAD_MAXIMUM:
            raise ValidationError(findings.sentence(Finding(Trouble.TOO_LARGE)))
        return file


class OfficialImportForm(forms.Form):
    """Into which round the official workbook goes, and what is taken from it."""

    edition = forms.ChoiceField(label=gettext_lazy("Edition"))
    year = forms.IntegerField(label=gettext_lazy("Year of the round"))
    occasion = forms.ChoiceField(
        label=gettext_lazy("Occasion"), choices=Assessment.Occasion.choices
    )
    text_language = forms.ChoiceField(
        label=gettext_lazy("Language of the comments"),
        choices=Assessment.TextLanguage.choices,
        help_text=gettext_lazy(
            "Serbian texts are shown in the reader's script; English ones as typed."
        ),
    )
    is_history = forms.BooleanField(
        label=gettext_lazy("This is an earlier round, entered as history"),
        required=False,
        help_text=gettext_lazy(
            "It can be submitted with its blanks; the focal point accepts it."
        ),
    )
    with_figures = forms.BooleanField(
        label=gettext_lazy("Take the figures of the city profile, too"),
        required=False,
    )
    without_faulty = forms.BooleanField(
        label=gettext_lazy(
            "I have read what was noticed. Save what is good and leave out the rest."
        ),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        editions: Sequence[Questionnaire],
        has_figures: bool,
        faulty: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.editions = {str(one.pk): one for one in editions}
        if editions:
            edition = cast(forms.ChoiceField, self.fields["edition"])
            edition.choices = [(key, str(one)) for key, one in self.editions.items()]
        else:
            del self.fields["edition"]
        last = timezone.localdate().year + 1
        self.fields["year"].widget.attrs |= {"min": 2017, "max": last}
        if not has_figures:
            del self.fields["with_figures"]
        if not faulty:
            del self.fields["without_faulty"]

    def clean_year(self) -> int:
        year = self.cleaned_data["year"]
        last = timezone.localdate().year + 1
        if not 2017 <= year <= last:
            raise ValidationError(
                _("Choose a year from 2017 to %(last)s.") % {"last": last}
            )
        return year

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "without_faulty" in self.fields and not cleaned.get("without_faulty"):
            self.add_error("without_faulty", leave_out_first())
        return cleaned

    def wanted(self) -> dict[str, Any]:
        """Return what is to be done, as `official_imports.apply` takes it.

        Without a chosen edition the file's own one is to be entered.
        """
        cleaned = self.cleaned_data
        names = ("year", "occasion", "text_language", "is_history")
        return {
            **{name: cleaned[name] for name in names},
            "questionnaire": self.editions.get(cleaned.get("edition", "")),
            "with_figures": cleaned.get("with_figures", False),
        }


class MergeForm(forms.Form):
    """What to do with rows that cannot be taken; conflicts are read beside it."""

    without_faulty = forms.BooleanField(
        label=gettext_lazy(
            "I have read what was noticed. Save what is good and leave out the rest."
        ),
        required=False,
    )

    def __init__(self, *args: Any, faulty: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not faulty:
            del self.fields["without_faulty"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "without_faulty" in self.fields and not cleaned.get("without_faulty"):
            self.add_error("without_faulty", leave_out_first())
        return cleaned


def leave_out_first() -> str:
    """Return what to do while some rows cannot be taken."""
    return _(
        "Something in the file needs your eye. Mend the file and upload it again, or "
        "tick that what is good is saved without the rest."
    )
