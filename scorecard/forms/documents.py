"""What is typed about a document, and what a library is narrowed to."""

import hashlib
from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.models import City
from scorecard import uploads
from scorecard.actions.documents import ALWAYS
from scorecard.forms.answers import check_length, one_newline
from scorecard.models import Answer, Evidence, Validity
from scorecard.models.lengths import COMMENT_MAXIMUM


def _kinds() -> list[tuple[str, str]]:
    """Return the kinds to choose from; what is read on is in small letters."""
    found = [(one.value, str(one.label)) for one in Evidence.Kind]
    return [(value, label[:1].upper() + label[1:]) for value, label in found]


def _date(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget)


class DocumentForm(forms.Form):
    """A document with its particulars, and its file or where it is kept.

    `twin` is the city's document that has the very file which is sent; `but` is the
    document being changed.
    """

    title = forms.CharField(
        label=gettext_lazy("Title of the document"), max_length=200, required=False
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=Evidence.Kind.choices, required=False
    )
    number = forms.CharField(
        label=gettext_lazy("Number"), max_length=80, required=False
    )
    issuer = forms.CharField(
        label=gettext_lazy("Issued by"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For example: assembly, mayor, emergency headquarters."),
    )
    issued = _date(gettext_lazy("Date"))
    valid_until = _date(gettext_lazy("Valid until"))
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
    is_classified = forms.BooleanField(
        label=gettext_lazy("The document is classified"),
        required=False,
        help_text=gettext_lazy(
            "It is then only referred to, as the Data Secrecy Act demands: no file, no "
            "classified content in the fields. A file that is here is removed for good."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        allow_empty_file=True,
        # The other widget links to where the file lies, and nobody gets it from there.
        widget=forms.FileInput,
        help_text=gettext_lazy(
            "PDF, Word, Excel, PowerPoint, OpenDocument, JPEG or PNG, up to 20 MB. "
            "A reference without a file is enough."
        ),
    )

    def __init__(
        self, *args: Any, city: City | int, but: Evidence | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.file_type = ""
        self.twin: Evidence | None = None
        self._but = but
        self._own = Evidence.objects.of_city(city if isinstance(city, int) else city.pk)
        kind = cast(forms.ChoiceField, self.fields["kind"])
        kind.choices = [("", _("choose the kind")), *_kinds()]

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or Evidence.Kind.OTHER

    def clean_description(self) -> str:
        text = one_newline(self.cleaned_data["description"])
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
        self._refuse_twin(content)
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("title", "").strip() and "title" not in self.errors:
            self.add_error("title", _("Write the title of the document."))
        issued, until = cleaned.get("issued"), cleaned.get("valid_until")
        if issued and until and until < issued:
            self.add_error(
                "valid_until", _("The document cannot end before its own date.")
            )
        if cleaned.get("is_classified"):
            self._check_classified(cleaned)
        return cleaned

    @property
    def particulars(self) -> dict[str, Any]:
        """What the actions take, the file included."""
        found = dict(self.cleaned_data)
        found.pop("existing", None)
        file = found.pop("file", None)
        if file:
            found["file_name"] = file.name
            found["file_type"] = self.file_type
            found["file_content"] = file.read()
        return found

    def _refuse_twin(self, content: bytes) -> None:
        """The same file is kept once: say which document it is."""
        digest = hashlib.sha256(content).hexdigest()
        same = self._own.with_digest(digest)
        twin = same.exclude(pk=self._but.pk).first() if self._but else same.first()
        if twin:
            self.twin = twin
            raise ValidationError(
                _("This file is in your library already, as “%(title)s”. Use that one.")
                % {"title": twin.title}
            )

    def _check_classified(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("file"):
            self.add_error(
                "file",
                _(
                    "A classified document is never uploaded. "
                    "Only say where it is kept."
                ),
            )
        if "kept" in self.fields and not cleaned.get("kept", "").strip():
            self.add_error("kept", _("Say where the classified document is kept."))


class FrozenDocumentForm(DocumentForm):
    """What may be changed of a document that stands with a frozen round."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in [one for one in self.fields if one not in ALWAYS]:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        return forms.Form.clean(self) or self.cleaned_data


class EvidenceForm(DocumentForm):
    """A document that proves an answer, or one that the city has already."""

    existing = forms.ModelChoiceField(
        label=gettext_lazy("Document that is here already"),
        queryset=Evidence.objects.none(),
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy(
                "This document is not in your library, or proves this answer already."
            )
        },
    )

    def __init__(self, *args: Any, answer: Answer, **kwargs: Any) -> None:
        super().__init__(*args, city=answer.assessment.city_id, **kwargs)
        existing = cast(forms.ModelChoiceField, self.fields["existing"])
        existing.queryset = self._own.not_proving(answer)

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("existing") or "existing" in self.errors:
            return self.cleaned_data
        return super().clean()


class LibraryForm(forms.Form):
    """What the list of documents is narrowed to."""

    q = forms.CharField(
        label=gettext_lazy("Title, number or issuer"), required=False, max_length=200
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), required=False, choices=Evidence.Kind.choices
    )
    validity = forms.ChoiceField(
        label=gettext_lazy("Validity and use"),
        required=False,
        choices=[("", gettext_lazy("all documents")), *Validity.choices],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = cast(forms.ChoiceField, self.fields["kind"])
        kind.choices = [("", _("all kinds")), *_kinds()]

    @property
    def is_narrowed(self) -> bool:
        return bool(self.errors) or any(self.cleaned_data.values())

    def narrow(self, found: QuerySet[Evidence]) -> Any:
        """Return those that fit; what nobody can ask for narrows nothing."""
        chosen: Any = found
        if not self.is_valid():
            return chosen
        if self.cleaned_data["q"].strip():
            chosen = chosen.matching(self.cleaned_data["q"])
        if self.cleaned_data["kind"]:
            chosen = chosen.of_kind(self.cleaned_data["kind"])
        if self.cleaned_data["validity"]:
            chosen = chosen.in_validity(self.cleaned_data["validity"])
        return chosen


class ProofsForm(forms.Form):
    """Which answers a document is to prove, among those that it may."""

    answers = forms.TypedMultipleChoiceField(
        coerce=int,
        error_messages={
            "required": gettext_lazy("Choose one indicator at least."),
            "invalid_choice": gettext_lazy(
                "One of these indicators is not yours to prove, or is proved already. "
                "Choose again."
            ),
        },
    )

    def __init__(self, *args: Any, open_to: Iterable[Answer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._answers = {one.pk: one for one in open_to}
        choices = [(one, str(one)) for one in self._answers]
        cast(forms.ChoiceField, self.fields["answers"]).choices = choices

    @property
    def chosen(self) -> list[Answer]:
        return [self._answers[pk] for pk in self.cleaned_data["answers"]]


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
