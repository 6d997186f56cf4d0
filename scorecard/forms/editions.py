"""Forms of the focal point: an edition's wording, its files, its mapping to another."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from import_export.forms import ConfirmImportForm

from cities.forms import SmallFileForm
from scorecard.actions import editions, wholeness, wording
from scorecard.models import EditionMapping, Questionnaire, SameQuestion


class WordedForm(forms.ModelForm):
    """Texts in Serbian Cyrillic and in English, each in its own script."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, text in list(cleaned.items()):
            language = name.rpartition("_")[2]
            if language in wholeness.WRITTEN and text:
                sentence = wording.fault(text, language=language)
                if sentence:
                    self.add_error(name, sentence)
        return cleaned


class QuestionForm(WordedForm):
    """An indicator whose section and condition are of its own edition."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            edition = self.instance.questionnaire
            self._offer("section", edition.sections.all())
            self._offer("condition", edition.conditions.all())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        edition = cleaned.get("questionnaire") or self.instance.questionnaire_id
        for name in ("section", "condition"):
            part = cleaned.get(name)
            if part and part.questionnaire_id != getattr(edition, "pk", edition):
                self.add_error(name, _("Choose one of the same edition."))
        return cleaned

    def _offer(self, name: str, rows: QuerySet) -> None:
        field = self.fields.get(name)
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = rows


class LevelForm(WordedForm):
    """What a score means; the score of a level that stands does not change."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "score" in self.fields:
            self.fields["score"].disabled = True


class LevelFormSet(BaseInlineFormSet):
    """Levels of one indicator: within the scale, and no two alike."""

    def clean(self) -> None:
        super().clean()
        rows = [
            form.cleaned_data
            for form in self.forms
            if form.cleaned_data.get("score") is not None
            and not form.cleaned_data.get("DELETE")
        ]
        if not self.instance.questionnaire_id:
            return
        maximum = self.instance.questionnaire.scale_maximum
        if any(row["score"] > maximum for row in rows):
            raise ValidationError(
                gettext("The scale of this edition ends at %(maximum)s.")
                % {"maximum": maximum}
            )
        for language in wholeness.WRITTEN:
            said = {row["score"]: row.get(f"text_{language}") or "" for row in rows}
            for one, other in wholeness.alike(said):
                raise ValidationError(
                    gettext("Levels %(one)s and %(other)s say the same.")
                    % {"one": one, "other": other}
                )


class CopyForm(forms.Form):
    """The name of the edition that a copy becomes."""

    edition = forms.CharField(
        label=_("Name of the new edition"),
        max_length=editions.EDITION_MAXIMUM,
        help_text=_("For example the year of its wording: 2027."),
    )


class QuestionnaireFileForm(SmallFileForm):
    """A file with indicators, and the edition that it is for."""

    field_order = ["questionnaire", "import_file", "format", "resource"]
    questionnaire: Any = forms.ModelChoiceField(
        queryset=Questionnaire.objects.none(),
        label=_("Edition"),
        help_text=_(
            "Only editions that no assessment uses can change. For a new edition, "
            "add the questionnaire first, or copy another edition."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_editable(self)


class QuestionnaireConfirmForm(ConfirmImportForm):
    """What was looked at in the preview, edition included."""

    questionnaire: Any = forms.ModelChoiceField(
        queryset=Questionnaire.objects.none(), widget=forms.HiddenInput()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_editable(self)


class MappingFileForm(SmallFileForm):
    """A file with pairs of codes, and the mapping that it is for."""

    field_order = ["mapping", "import_file", "format", "resource"]
    mapping = forms.ModelChoiceField(
        queryset=EditionMapping.objects.select_related("earlier", "later"),
        label=_("Mapping"),
    )


class MappingConfirmForm(ConfirmImportForm):
    """What was looked at in the preview, mapping included."""

    mapping = forms.ModelChoiceField(
        queryset=EditionMapping.objects.all(), widget=forms.HiddenInput()
    )


class MappingForm(forms.ModelForm):
    """Two editions of one instrument."""

    class Meta:
        model = EditionMapping
        fields = ["earlier", "later"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        earlier, later = cleaned.get("earlier"), cleaned.get("later")
        if earlier and later and (earlier.code != later.code or earlier == later):
            raise ValidationError(
                _("Map two different editions of the same instrument.")
            )
        return cleaned


class PairForm(forms.ModelForm):
    """Two codes that ask the same, typed with the editions' codes at hand."""

    earlier_code = forms.CharField(
        label=_("Code in the earlier edition"),
        widget=forms.TextInput(attrs={"list": "codes-earlier"}),
    )
    later_code = forms.CharField(
        label=_("Code in the later edition"),
        widget=forms.TextInput(attrs={"list": "codes-later"}),
    )

    class Meta:
        model = SameQuestion
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["earlier_code"] = self.instance.earlier.code
            self.initial["later_code"] = self.instance.later.code


class PairFormSet(BaseInlineFormSet):
    """All pairs of a mapping, judged and saved together: two may trade places."""

    def clean(self) -> None:
        super().clean()
        for side in ("earlier", "later"):
            edition: Questionnaire = getattr(self.instance, side)
            codes = set(edition.questions.values_list("code", flat=True))
            seen: set[str] = set()
            for form in self.kept():
                code = form.cleaned_data.get(f"{side}_code", "")
                if code and code not in codes:
                    form.add_error(
                        f"{side}_code",
                        gettext("This edition has no indicator with this code."),
                    )
                elif code in seen:
                    form.add_error(
                        f"{side}_code", gettext("This code has a pair already.")
                    )
                seen.add(code)

    def kept(self) -> list[Any]:
        """Return the forms whose pair stays or is new."""
        return [
            form
            for form in self.forms
            if (form.has_changed() or form.instance.pk)
            and not form.cleaned_data.get("DELETE")
        ]

    def pairs(self) -> list[tuple[str, str]]:
        return [
            (form.cleaned_data["earlier_code"], form.cleaned_data["later_code"])
            for form in self.kept()
        ]


def _offer_editable(form: forms.Form) -> None:
    field = form.fields["questionnaire"]
    if isinstance(field, forms.ModelChoiceField):
        field.queryset = editions.editable()
