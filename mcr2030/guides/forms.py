"""The search of the terms."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mcr2030.guides import glossary


class TermForm(forms.Form):
    """A part of a term in any language or script; nonsense narrows nothing."""

    term = forms.CharField(
        label=_("Term or a part of it"), max_length=80, required=False
    )
    about = forms.ChoiceField(
        label=_("Subject"),
        choices=[("", _("All subjects")), *glossary.SUBJECTS.items()],
        required=False,
    )

    @property
    def words(self) -> str:
        self.is_valid()
        return self.cleaned_data.get("term", "")

    @property
    def subject(self) -> str:
        self.is_valid()
        return self.cleaned_data.get("about", "")
