"""The forms of the office: the national settings, deadlines, announcements."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.actions.announcements import Notice
from cities.forms import DATES
from cities.models import Announcement
from mcr2030.national.cities_form import FIRST_YEAR
from scorecard.models import RoundDeadline

LAST_YEAR = 2100
AS_A_DATE = _("Write the day as 13.10.2025.")


def date_field(**kwargs: Any) -> forms.DateField:
    """Return a field for a day, picked or typed as people here write it."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    messages = {"invalid": AS_A_DATE} | kwargs.pop("error_messages", {})
    return forms.DateField(
        input_formats=DATES, widget=widget, error_messages=messages, **kwargs
    )


class SettingsForm(forms.Form):
    """The language of those who have chosen none."""

    default_language = forms.ChoiceField(
        label=_("Language and script that visitors see first"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a language."),
            "invalid_choice": _("Choose a language."),
        },
    )


class DeadlineForm(forms.Form):
    """A round, and the last day on which cities hand it in."""

    year = forms.IntegerField(
        label=_("Year of the round"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": _("Write the year of the round."),
            "invalid": _("Write the year with four digits, for example 2026."),
            "min_value": _("No round is older than %(limit_value)s."),
            "max_value": _("Write a year until %(limit_value)s."),
        },
    )
    instrument = forms.ChoiceField(
        label=_("Instrument"),
        error_messages={
            "required": _("Choose an instrument from the list."),
            "invalid_choice": _("Choose an instrument from the list."),
        },
    )
    due = date_field(
        label=_("To be submitted by"),
        help_text=_("Cities see how many days are left. Nothing closes on this day."),
        error_messages={"required": _("Write the last day.")},
    )

    def __init__(
        self,
        *args: Any,
        names: Mapping[str, str],
        deadline: RoundDeadline | None = None,
        **kwargs: Any,
    ) -> None:
        if deadline:
            named = ("year", "instrument", "due")
            kwargs["initial"] = {name: getattr(deadline, name) for name in named}
        else:
            kwargs["initial"] = {"year": timezone.localdate().year}
        super().__init__(*args, **kwargs)
        instrument = cast(forms.ChoiceField, self.fields["instrument"])
        instrument.choices = list(names.items())


class AnnouncementForm(forms.Form):
    """What all cities are told, and between which days."""

    title = forms.CharField(
        label=_("Title of the announcement"),
        max_length=160,
        error_messages={"required": _("Write a title.")},
    )
    text = forms.CharField(
        label=_("Text"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Lines break where you break them. Up to 2000 characters."),
        error_messages={"required": _("Write what the cities should know.")},
    )
    since = date_field(
        label=_("Shown from"),
        error_messages={"required": _("Write the first day.")},
    )
    until = date_field(
        label=_("Shown until"),
        required=False,
        help_text=_("Leave it empty to show it until you remove it."),
    )

    def __init__(
        self, *args: Any, announcement: Announcement | None = None, **kwargs: Any
    ) -> None:
        if announcement:
            named = ("title", "text", "since", "until")
            kwargs["initial"] = {name: getattr(announcement, name) for name in named}
        else:
            kwargs["initial"] = {"since": timezone.localdate()}
        super().__init__(*args, **kwargs)

    def notice(self) -> Notice:
        """Return what was typed; ask only a valid form."""
        return Notice(**self.cleaned_data)
