"""What does not exist in a city, asked once an assessment: a yes or no each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scorecard.forms.answers import check_length
from scorecard.models import Applicability, Condition
from scorecard.models.lengths import REASON_MAXIMUM

CHOICES = [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]


@dataclass(frozen=True)
class Row:
    """One condition with its two fields and the indicators that hang on it."""

    condition: Condition
    applies: forms.BoundField
    reason: forms.BoundField
    codes: Sequence[str]


@dataclass(frozen=True)
class Word:
    """What a person said on one condition."""

    condition: Condition
    applies: bool
    reason: str


class ApplicabilityForm(forms.Form):
    """Yes or no to each condition; a no has a reason, and blank says nothing yet."""

    def __init__(
        self,
        *args: Any,
        conditions: Mapping[Condition, Sequence[str]],
        said: Mapping[int, Applicability],
        **kwargs: Any,
    ) -> None:
        """Take conditions with the codes of their indicators, and what was said."""
        super().__init__(*args, **kwargs)
        self.conditions = conditions
        self.said = said
        for condition in conditions:
            before = said.get(condition.pk)
            self.fields[_applies(condition)] = forms.ChoiceField(
                label=condition.asks,
                choices=CHOICES,
                required=False,
                widget=forms.RadioSelect,
                initial=("yes" if before.applies else "no") if before else None,
            )
            self.fields[_reason(condition)] = forms.CharField(
                label=_("Why it is not applicable"),
                required=False,
                initial=(before.reason if before else "") or condition.reason,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def rows(self) -> Iterator[Row]:
        for condition, codes in self.conditions.items():
            yield Row(
                condition, self[_applies(condition)], self[_reason(condition)], codes
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for condition in self.conditions:
            if cleaned.get(_applies(condition)) == "no":
                self._check_reason(condition, cleaned.get(_reason(condition), ""))
        return cleaned

    def _check_reason(self, condition: Condition, reason: str) -> None:
        name = _reason(condition)
        if not reason.strip():
            self.add_error(name, _("Write why this is not applicable to you."))
            return
        try:
            check_length(reason, REASON_MAXIMUM)
        except forms.ValidationError as error:
            self.add_error(name, error)

    def changes(self) -> Iterator[Word]:
        """Return what was said and differs from what stands."""
        for condition in self.conditions:
            choice = self.cleaned_data[_applies(condition)]
            if not choice:
                continue
            applies = choice == "yes"
            reason = "" if applies else self.cleaned_data[_reason(condition)].strip()
            before = self.said.get(condition.pk)
            if before is None or (before.applies, before.reason) != (applies, reason):
                yield Word(condition, applies, reason)


def _applies(condition: Condition) -> str:
    return f"applies-{condition.code}"


def _reason(condition: Condition) -> str:
    return f"reason-{condition.code}"
