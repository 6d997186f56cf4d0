"""The search of the public list."""

from django import forms
from django.utils.translation import gettext_lazy as _


class NameForm(forms.Form):
    """A part of a name in either script; nonsense narrows nothing."""

    words = forms.CharField(label=_("Name"), max_length=80, required=False)

    @property
    def chosen(self) -> str:
        """Return the words, empty where there are none or too many."""
        self.is_valid()
        return self.cleaned_data.get("words", "")
