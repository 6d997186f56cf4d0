"""What happened with an action, and what proves it."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roadmap.forms.fields import one_newline
from roadmap.models import Action
from scorecard.models import Evidence

TEXT_MAXIMUM = 4000


class NoteForm(forms.Form):
    """A note with state and percentage, and a document that is here or a reference."""

    text = forms.CharField(
        label=gettext_lazy("What happened"), widget=forms.Textarea(attrs={"rows": 4})
    )
    status = forms.ChoiceField(
        label=gettext_lazy("State"), choices=Action.Status.choices
    )
    progress = forms.IntegerField(
        label=gettext_lazy("Progress, %"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=gettext_lazy("Done is 100 %."),
    )
    evidence = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Evidence that is here already"),
        queryset=Evidence.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 5}),
    )
    title = forms.CharField(
        label=gettext_lazy("Another document: its title"), required=False
    )
    number = forms.CharField(label=gettext_lazy("Number"), required=False)
    kept = forms.CharField(label=gettext_lazy("Where it is kept"), required=False)

    def __init__(self, data: QueryDict | None = None, *, action: Action) -> None:
        initial = {"status": action.status, "progress": action.progress}
        super().__init__(data, initial=initial)
        evidence = cast(forms.ModelMultipleChoiceField, self.fields["evidence"])
        evidence.queryset = Evidence.objects.of_cities(action.plan.cities)

    def clean_text(self) -> str:
        text = one_newline(self.cleaned_data["text"]).strip()
        _check_length(text, TEXT_MAXIMUM)
        return text

    def clean_title(self) -> str:
        return _check_length(self.cleaned_data["title"], 200)

    def clean_number(self) -> str:
        return _check_length(self.cleaned_data["number"], 80)

    def clean_kept(self) -> str:
        return _check_length(self.cleaned_data["kept"], 200)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if (said.get("number") or said.get("kept")) and not said.get("title"):
            self.add_error("title", _("Write the title of the document."))
        return said


def _check_length(text: str, maximum: int) -> str:
    over = len(text) - maximum
    if over > 0:
        raise ValidationError(
            _("The text is too long: shorten it by %(over)s characters.")
            % {"over": over}
        )
    return text
