"""Fields of plans: days and dinars as people type them, and who saved meanwhile."""

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.forms import DATES
from roadmap import dinars
from scorecard.forms.hidden import VersionField

SHOWN_DAY = "%d.%m.%Y."


class DayField(forms.DateField):
    """A date typed as 13.10.2025., 13.10.2025 or 2025-10-13.

    A plain text field: a browser's own date field shows nothing of a slip of the pen.
    """

    default_error_messages = {
        "invalid": gettext_lazy("Write the date like this: 13.10.2025.")
    }

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(
            attrs={"placeholder": "13.10.2025.", "autocomplete": "off"},
            format=SHOWN_DAY,
        )
        super().__init__(input_formats=DATES, widget=widget, **kwargs)


class DinarsField(forms.CharField):
    """Whole dinars with or without marks between the thousands; None for nothing."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "num"})
        super().__init__(required=False, widget=widget, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return dinars.grouped(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        text = str(value or "").strip()
        if text.startswith(("-", "−")):
            raise ValidationError(_("An amount of money cannot be negative."))
        try:
            return dinars.parsed(text)
        except ValueError as error:
            raise ValidationError(
                _("Write a whole number of dinars, like this: 1.250.000")
            ) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(super().has_changed(self.prepare_value(initial), data))


class RateField(forms.CharField):
    """Dinars for one euro, with a comma or a point."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            return str(value.normalize()).replace(".", ",")
        return value

    def clean(self, value: Any) -> Decimal | None:
        text = str(value or "").strip().replace(",", ".")
        if not text:
            return None
        try:
            rate = Decimal(text)
        except InvalidOperation:
            rate = Decimal("NaN")
        if not rate.is_finite() or not 0 < rate < 10_000:
            raise ValidationError(_("Write the rate like this: 117,1982"))
        return rate.quantize(Decimal("0.0001"))


class VersionedForm(forms.Form):
    """A form that knows on top of what it was typed.

    `version` is what the person saw, `settle` the newer one that they decided to
    replace after they were told. A quiet form is shown again without judging it.
    """

    version = VersionField(required=False)
    settle = VersionField(required=False)

    def __init__(self, *args: Any, quiet: bool = False, **kwargs: Any) -> None:
        self.quiet = quiet
        super().__init__(*args, **kwargs)

    def full_clean(self) -> None:
        if self.quiet:
            self._errors = forms.utils.ErrorDict()
            self.cleaned_data: dict[str, Any] = {}
        else:
            super().full_clean()

    @property
    def based_on(self) -> int:
        """The version that this save replaces; -1 is older than any."""
        for name in ("settle", "version"):
            value = self.cleaned_data.get(name)
            if isinstance(value, int):
                return value
        return -1

    def take_errors(self, faults: dict[str, list[str]]) -> None:
        """Put sentences at their fields, those about none of them above all."""
        for name, sentences in faults.items():
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, sentence)


def one_newline(text: str) -> str:
    """Browsers send line ends as CR LF; kept and counted as one."""
    return text.replace("\r\n", "\n").replace("\x00", "")


def day(value: dt.date | None) -> str:
    return value.strftime(SHOWN_DAY) if value else "–"
