"""What the log of activity is searched for."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cities.models import City, User
from mcr2030.national.activity import ACTIONS, KINDS, SIGNED_IN, Asked
from mcr2030.national.office_forms import date_field

MOST = 50


class ActivityForm(forms.Form):
    """By person, city, kind of thing, kind of change and days.

    What is not understood is told beside its field, and narrows nothing.
    """

    person = forms.CharField(
        label=_("Who did it"),
        max_length=80,
        required=False,
        help_text=_("A part of the name or of the e-mail address."),
    )
    city = forms.CharField(
        label=_("Local government"),
        max_length=80,
        required=False,
        help_text=_("Its name in either script, or its official code."),
    )
    kind = forms.ChoiceField(label=_("Kind of thing"), required=False)
    change = forms.ChoiceField(label=_("Kind of change"), required=False)
    since = date_field(label=_("From the day"), required=False)
    until = date_field(label=_("To the day"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [
            (name, capfirst(str(kind.model._meta.verbose_name)))
            for name, kind in KINDS.items()
        ]
        words = {
            "added": _("added"),
            "changed": _("changed"),
            "removed": _("removed"),
            SIGNED_IN: _("signed in"),
        }
        changes = [(name, words[name]) for name in (*ACTIONS, SIGNED_IN)]
        for name, empty, choices in (
            ("kind", _("All kinds"), kinds),
            ("change", _("All but signing in"), changes),
        ):
            field = cast(forms.ChoiceField, self.fields[name])
            field.choices = [("", empty), *choices]
            field.error_messages["invalid_choice"] = _(
                "This choice is not known here. Choose one from the list."
            )

    def clean_person(self) -> list[int] | None:
        words = self.cleaned_data["person"]
        if not words:
            return None
        found = list(User.objects.matching(words).values_list("pk", flat=True)[:MOST])
        if not found:
            raise ValidationError(
                gettext("Nobody is called so. Try a part of the name.")
            )
        return found

    def clean_city(self) -> list[int] | None:
        words = self.cleaned_data["city"]
        if not words:
            return None
        named = City.objects.called(words).values_list("pk", flat=True)
        found = list(named) or list(
            City.objects.matching(words).values_list("pk", flat=True)[:MOST]
        )
        if not found:
            raise ValidationError(
                gettext(
                    "No local government is called so. Check the name, or its code."
                )
            )
        return found

    def clean(self) -> dict[str, Any]:
        chosen = super().clean() or {}
        since, until = chosen.get("since"), chosen.get("until")
        if since and until and until < since:
            self.add_error(
                "until",
                gettext("The last day is before the first: no entry fits both."),
            )
        return chosen

    @property
    def asked(self) -> Asked:
        """Return what was asked for and understood."""
        self.is_valid()
        chosen = self.cleaned_data
        return Asked(
            people=chosen.get("person"),
            cities=chosen.get("city"),
            kind=chosen.get("kind", ""),
            change=chosen.get("change", ""),
            since=chosen.get("since"),
            until=chosen.get("until"),
        )

    @property
    def is_narrowed(self) -> bool:
        return any(self.data.get(name) for name in self.fields)
