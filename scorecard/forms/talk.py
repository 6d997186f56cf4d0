"""What people write in talk, and whom they tell."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cities.models import Membership
from cities.models.numbers import whole_number
from scorecard.models import Thread


class MessageForm(forms.Form):
    """A message and who is told of it; what it may say is the action's business."""

    # No `maxlength`: browsers cut a pasted text off without a word.
    text = forms.CharField(required=False, strip=False)
    tell = forms.TypedMultipleChoiceField(
        coerce=int,
        required=False,
        error_messages={
            "invalid_choice": _(
                "Somebody whom you ticked does not read this thread, or not any more. "
                "Nothing was sent: choose again."
            )
        },
    )

    def __init__(self, *args: Any, people: Iterable[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tell = cast(forms.TypedMultipleChoiceField, self.fields["tell"])
        tell.choices = [(str(one.user_id), one.user.name) for one in people]

    @property
    def ticked(self) -> frozenset[int]:
        """Return the keys that were ticked, as typed."""
        sent = self["tell"].value() or []
        numbers = (whole_number(str(one)) for one in sent)
        return frozenset(one for one in numbers if one is not None)

    @property
    def trouble(self) -> str:
        """Return the first sentence of what is wrong; often nothing."""
        return next((str(one[0]) for one in self.errors.values()), "")


class ThreadForm(MessageForm):
    """The first message of a thread, and who reads it."""

    circle = forms.ChoiceField(
        choices=Thread.Circle.choices,
        error_messages={
            "required": _("Choose who reads the thread, then send it again."),
            "invalid_choice": _("Choose who reads the thread, then send it again."),
        },
    )
