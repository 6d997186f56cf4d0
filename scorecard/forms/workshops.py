"""What is typed around a workshop: by who calls it, by guests, by who settles."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.models import Membership, User
from cities.models.people import name_in_script
from scorecard.forms.answers import check_length
from scorecard.forms.hidden import KeyField, VersionField
from scorecard.models import Answer, Assessment, Ballot, Workshop
from scorecard.models.lengths import COMMENT_MAXIMUM, REASON_MAXIMUM
from scorecard.models.workshop import (
    GUESTS_AT_MOST,
    INSTITUTION_MAXIMUM,
    NAME_MAXIMUM,
    NOTES_MAXIMUM,
)

UNDECIDED = "none"
HANDS_AT_MOST = 999


class WorkshopForm(forms.ModelForm):
    """When, where, who, and which indicators are put to the vote."""

    answers = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Indicators to vote on"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Choose at least one indicator to vote on."),
            "invalid_choice": gettext_lazy("Choose among the indicators on this page."),
        },
    )

    class Meta:
        model = Workshop
        fields = [
            "title",
            "place",
            "day",
            "facilitator",
            "guest_limit",
            "shows_at_once",
            "minutes_number",
            "minutes_notes",
        ]
        widgets = {
            "day": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "minutes_notes": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, assessment: Assessment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_pk = {
            answer.pk: answer
            for answer in assessment.answers.select_related("question__essential")
        }
        answers = cast(forms.TypedMultipleChoiceField, self.fields["answers"])
        answers.choices = [
            (pk, str(answer.question)) for pk, answer in self.by_pk.items()
        ]
        team = Membership.objects.current().in_city(assessment.city)
        people = team.filter(role__in=["lead", "contributor"]).values("user")
        facilitator = cast(forms.ModelChoiceField, self.fields["facilitator"])
        facilitator.queryset = User.objects.filter(pk__in=people).order_by("name")
        facilitator.empty_label = None
        facilitator.choices = [
            (one.pk, name_in_script(one.name)) for one in facilitator.queryset
        ]
        limit = cast(forms.IntegerField, self.fields["guest_limit"])
        limit.min_value, limit.max_value = 1, GUESTS_AT_MOST
        notes = cast(forms.CharField, self.fields["minutes_notes"])
        # Nothing typed is cut off in the browser: the form says what is too long.
        notes.max_length = None
        notes.widget.attrs.pop("maxlength", None)

    def clean_guest_limit(self) -> int:
        limit: int = self.cleaned_data["guest_limit"]
        if not 1 <= limit <= GUESTS_AT_MOST:
            raise ValidationError(
                _("Enter a number from 1 to %(most)s.") % {"most": GUESTS_AT_MOST}
            )
        return limit

    def clean_minutes_notes(self) -> str:
        return check_length(
            _one_newline(self.cleaned_data["minutes_notes"]), NOTES_MAXIMUM
        )

    @property
    def groups(self) -> list[tuple[str, list[tuple[int, str, bool]]]]:
        """The indicators under their Essentials, each with whether it is ticked."""
        raw = self["answers"].value() or []
        ticked = {str(one) for one in raw}
        found: dict[str, list[tuple[int, str, bool]]] = {}
        for pk, answer in self.by_pk.items():
            row = (pk, str(answer.question), str(pk) in ticked)
            found.setdefault(str(answer.question.essential), []).append(row)
        return list(found.items())

    def chosen(self) -> list[Answer]:
        """The ticked answers in the order of the edition."""
        ticked = set(self.cleaned_data["answers"])
        return [answer for pk, answer in self.by_pk.items() if pk in ticked]

    def fields_of_workshop(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields or []}


class CodeForm(forms.Form):
    """The code that stands on the wall."""

    code = forms.CharField(
        label=gettext_lazy("Code of the workshop"),
        max_length=20,
        error_messages={
            "required": gettext_lazy("Type the code that stands on the screen."),
            "max_length": gettext_lazy("The code is short: six letters and figures."),
        },
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )


class GuestForm(forms.Form):
    """Who joins, and that they agree to what is kept of them."""

    name = forms.CharField(
        label=gettext_lazy("Name and surname"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Write your name and surname.")},
    )
    institution = forms.CharField(
        label=gettext_lazy("Institution or department"),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={
            "required": gettext_lazy("Write where you come from, or “citizen”.")
        },
    )
    consent = forms.BooleanField(
        error_messages={
            "required": gettext_lazy(
                "Tick that you agree. Without it you can still raise a card in "
                "the room."
            )
        },
    )

    def clean_name(self) -> str:
        return _plain(self.cleaned_data["name"], NAME_MAXIMUM)

    def clean_institution(self) -> str:
        return _plain(self.cleaned_data["institution"], INSTITUTION_MAXIMUM)


class VoteForm(forms.Form):
    """A level or "cannot judge", a reason if one likes, and whether it is named."""

    ballot = KeyField()
    choice = forms.CharField(required=False)
    reason = forms.CharField(required=False, strip=True)
    named = forms.BooleanField(required=False)

    def __init__(self, *args: Any, top: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.top = top

    def clean_choice(self) -> int | None:
        choice = self.cleaned_data["choice"]
        if choice == UNDECIDED:
            return None
        if choice in {str(level) for level in range(self.top + 1)}:
            return int(choice)
        raise ValidationError(
            _("Choose a level from 0 to %(top)s, or “I cannot judge this”.")
            % {"top": self.top}
        )

    def clean_reason(self) -> str:
        return check_length(_one_newline(self.cleaned_data["reason"]), REASON_MAXIMUM)


class SettleForm(forms.Form):
    """The level that the room agreed on, and its justification."""

    choice = forms.CharField(required=False)
    because = forms.CharField(required=False, strip=True)
    version = VersionField()
    turn = VersionField()

    def __init__(self, *args: Any, top: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.top = top

    def clean_choice(self) -> int:
        choice = self.cleaned_data["choice"]
        if choice in {str(level) for level in range(self.top + 1)}:
            return int(choice)
        raise ValidationError(
            _("Choose the agreed level from 0 to %(top)s.") % {"top": self.top}
        )

    def clean_because(self) -> str:
        because = _one_newline(self.cleaned_data["because"])
        if not because:
            raise ValidationError(_("Write why this level was agreed."))
        return check_length(because, COMMENT_MAXIMUM)

    @property
    def settled(self) -> dict[str, Any]:
        """What the action takes."""
        data = self.cleaned_data
        return {
            "level": data["choice"],
            "because": data["because"],
            "version": data["version"],
            "turn": data["turn"],
        }


class HandsForm(forms.Form):
    """How many raised the card of each level, and how many raised none."""

    turn = VersionField()

    def __init__(self, *args: Any, ballot: Ballot, top: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {one.choice: one.number for one in ballot.raised.all()}
        choices: list[int | None] = [*reversed(range(top + 1)), None]
        for choice in choices:
            self.fields[_hand_field(choice)] = forms.IntegerField(
                label=_("Could not judge")
                if choice is None
                else _("Level %(level)s") % {"level": choice},
                required=False,
                min_value=0,
                max_value=HANDS_AT_MOST,
                initial=known.get(choice),
                error_messages={
                    "invalid": _("Enter a whole number, or nothing."),
                    "min_value": _("Enter a whole number, or nothing."),
                    "max_value": _("At most %(most)s.") % {"most": HANDS_AT_MOST},
                },
            )
        self.choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not any(self.hands.values()):
            raise ValidationError(
                _("Enter how many raised a card, for one level at least.")
            )
        return cleaned

    @property
    def hands(self) -> dict[int | None, int]:
        return {
            choice: self.cleaned_data.get(_hand_field(choice)) or 0
            for choice in self.choices
        }


def _hand_field(choice: int | None) -> str:
    return "hands-none" if choice is None else f"hands-{choice}"


def _plain(text: str, maximum: int) -> str:
    """Return a name in one line, or say what is wrong with it."""
    text = " ".join(text.split())
    if set(text) & set("<>{}") or not text.isprintable():
        raise ValidationError(
            _("Write it in letters only, without signs such as < or >.")
        )
    if not any(one.isalpha() for one in text):
        raise ValidationError(_("Write it in letters."))
    if len(text) > maximum:
        raise ValidationError(
            _("This is too long: at most %(maximum)s characters fit.")
            % {"maximum": maximum}
        )
    return text


def _one_newline(text: str) -> str:
    """Browsers send line ends as CR LF; kept and counted as one."""
    return text.replace("\r\n", "\n").replace("\x00", "")
