"""Which round a bundle of city reports gathers, and in which language."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from mcr2030.national.bundling import Round


class BundleForm(forms.Form):
    """A round with something accepted, and the language of its reports."""

    round = forms.ChoiceField(
        label=_("Round"),
        error_messages={
            "required": _("Choose a round."),
            "invalid_choice": _(
                "Nothing of this round has been accepted. Choose one from the list."
            ),
        },
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        error_messages={
            "required": _("Choose a language."),
            "invalid_choice": _(
                "This choice is not known here. Choose one from the list."
            ),
        },
    )

    def __init__(self, *args: Any, rounds: Sequence[Round], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {one.key: one for one in rounds}
        self.fields["language"].initial = get_language()
        cast(forms.ChoiceField, self.fields["round"]).choices = [
            (one.key, _shown(one)) for one in rounds
        ]

    @property
    def chosen(self) -> Round:
        """Return the round that was chosen; ask only a valid form."""
        return self.by_key[self.cleaned_data["round"]]


def _shown(one: Round) -> str:
    counted = ngettext("%(count)s report", "%(count)s reports", one.reports)
    return f"{one.year}, {one.name} ({counted % {'count': one.reports}})"
