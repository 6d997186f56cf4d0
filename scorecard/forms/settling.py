"""What a lead types to settle an indicator."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from cities.models.numbers import whole_number
from scorecard.actions.answers import Content
from scorecard.actions.settling import Voice
from scorecard.forms.answers import NOT_APPLICABLE, check_length
from scorecard.forms.hidden import VersionField
from scorecard.models import Answer, Proposal
from scorecard.models.lengths import REASON_MAXIMUM


class SettleForm(forms.Form):
    """The agreed level, why, and who stands by another one."""

    choice = forms.CharField(required=False)
    reason = forms.CharField(required=False, strip=False)
    version = VersionField(required=False)

    def __init__(
        self, *args: Any, answer: Answer, proposals: list[Proposal], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.answer, self.proposals = answer, proposals

    def clean_choice(self) -> str:
        choice = self.cleaned_data["choice"]
        top = self.answer.assessment.questionnaire.scale_maximum
        if not choice:
            raise ValidationError(_("Choose the level that was agreed."))
        if choice not in {NOT_APPLICABLE, *(str(score) for score in range(top + 1))}:
            raise ValidationError(_("Choose a level from 0 to %(top)s.") % {"top": top})
        return choice

    def clean_reason(self) -> str:
        reason = self.cleaned_data["reason"].replace("\r\n", "\n").strip()
        if not reason:
            raise ValidationError(_("Write why this level was agreed."))
        # It becomes the reason of what is not applicable, which may be no longer.
        return check_length(reason, REASON_MAXIMUM)

    def clean_version(self) -> int:
        version = self.cleaned_data["version"]
        if version is None or version > self.answer.version:
            raise ValidationError(
                _(
                    "The page does not know which answer it was based on. "
                    "Copy your text, open the page again and save once more."
                )
            )
        return version

    @property
    def stands(self) -> frozenset[int]:
        """The keys of the proposals whose people stand by them."""
        posted = cast(QueryDict, self.data).getlist("stands")
        numbers = (whole_number(one) for one in posted)
        return frozenset(one for one in numbers if one is not None)

    @property
    def content(self) -> Content:
        choice, reason = self.cleaned_data["choice"], self.cleaned_data["reason"]
        if choice == NOT_APPLICABLE:
            return Content(
                not_applicable=True, reason=reason, comment=self.answer.comment
            )
        return Content(score=int(choice), comment=self.answer.comment)

    @property
    def dissents(self) -> list[Voice]:
        """Those who stand by another level than the agreed one."""
        return [
            Voice(
                name=one.by.name,
                score=one.score,
                not_applicable=one.not_applicable,
                reason=one.comment,
                user=one.by,
            )
            for one in self.proposals
            if one.pk in self.stands and one.value != self.cleaned_data["choice"]
        ]
