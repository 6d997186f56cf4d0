"""A team settles an answer; who sees it otherwise stays on record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cities.models import User
from scorecard import agreement
from scorecard.actions import answers
from scorecard.actions.answers import Conflict, Content
from scorecard.actions.assessments import hold_open
from scorecard.models import Answer, Assessment, Dissent, Proposal, Settlement
from scorecard.models.lengths import COMMENT_MAXIMUM, REASON_MAXIMUM
from scorecard.models.settling import NAME_MAXIMUM


@dataclass(frozen=True)
class Voice:
    """Somebody's own level and reason; a guest has no account, only a name."""

    name: str
    score: int | None = None
    not_applicable: bool = False
    reason: str = ""
    user: User | None = None

    @property
    def value(self) -> str:
        """The level as text, "na", or nothing."""
        return value_of(self.score, self.not_applicable)


def value_of(score: int | None, not_applicable: bool) -> str:
    """Return a level as the counts of a settlement name it; nothing is empty."""
    if not_applicable:
        return agreement.NOT_APPLICABLE
    return "" if score is None else str(score)


def settle(
    *,
    answer: Answer,
    content: Content,
    version: int,
    reason: str,
    by: User,
    dissents: Iterable[Voice] = (),
    proposed: Mapping[str, int] | None = None,
) -> Settlement:
    """Save the agreed answer on top of `version`, with its reason and every dissent.

    `proposed` counts who proposed what; without it the contributors' proposals are
    counted. An answer without a justification gets the reason as one. Raises
    ValidationError for an impossible content, Refused where the assessment is closed,
    Conflict where the answer has moved on from `version`: then nothing is saved.
    Settling the same once more returns what stands.
    """
    reason, dissents = reason.strip(), list(dissents)
    _check(answer, content, reason, dissents)
    if not content.comment.strip():
        content = replace(content, comment=reason)
    with transaction.atomic():
        hold_open(answer.assessment)
        saved = answers.save(answer=answer, content=content, version=version, by=by)
        last = saved.settlements.with_words().first()
        if last and _same(last, saved, reason, dissents):
            return last
        settlement = Settlement.objects.create(
            answer=saved,
            version=saved.version,
            score=content.score,
            not_applicable=content.not_applicable,
            reason=reason,
            proposed=dict(_counted(saved) if proposed is None else proposed),
            by=by,
        )
        Dissent.objects.bulk_create(
            Dissent(
                settlement=settlement,
                user=one.user,
                name=one.name.strip()[:NAME_MAXIMUM],
                score=one.score,
                not_applicable=one.not_applicable,
                reason=one.reason.strip(),
            )
            for one in dissents
        )
    return settlement


def settle_alike(
    *, assessment: Assessment, versions: Mapping[str, int], by: User
) -> tuple[list[str], list[str]]:
    """Settle what all who proposed agree on, each on top of its version.

    Returns the codes that were settled, and those that somebody changed meanwhile:
    the answer moved on, or one of the proposals did.
    """
    settled, moved = [], []
    answers = assessment.answers.filter(question__code__in=list(versions))
    for answer in answers.select_related("question"):
        code = answer.question.code
        answer.assessment = assessment
        voices = list(answer.proposals.given())
        if len({one.value for one in voices}) != 1:
            moved.append(code)
            continue
        try:
            settle(
                answer=answer,
                content=_as_proposed(answer, voices),
                version=versions[code],
                reason=_reasons(voices),
                by=by,
            )
        except Conflict:
            moved.append(code)
        else:
            settled.append(code)
    return settled, moved


def _as_proposed(answer: Answer, voices: list[Proposal]) -> Content:
    return Content(
        score=voices[0].score,
        not_applicable=voices[0].not_applicable,
        reason=_reasons(voices)[:REASON_MAXIMUM] if voices[0].not_applicable else "",
        comment=answer.comment,
    )


def _reasons(voices: list[Proposal]) -> str:
    """Return what people wrote, each text once; one sentence where nobody did."""
    said = dict.fromkeys(one.comment.strip() for one in voices if one.comment.strip())
    return "\n\n".join(said)[:COMMENT_MAXIMUM] or _("All who proposed agree.")


def _counted(answer: Answer) -> dict[str, int]:
    return agreement.counts(one.value for one in answer.proposals.all())


def _check(
    answer: Answer, content: Content, reason: str, dissents: list[Voice]
) -> None:
    top = answer.assessment.questionnaire.scale_maximum
    if content.score is None and not content.not_applicable:
        raise ValidationError(_("Choose the level that was agreed."))
    if not reason:
        raise ValidationError(_("Write why this level was agreed."))
    if len(reason) > COMMENT_MAXIMUM:
        raise ValidationError(
            _("The reason is too long: at most %(maximum)s characters fit.")
            % {"maximum": COMMENT_MAXIMUM}
        )
    agreed = value_of(content.score, content.not_applicable)
    for one in dissents:
        if not one.name.strip():
            raise ValidationError(_("Write whose dissent it is."))
        if not one.value or (one.score is not None and not 0 <= one.score <= top):
            raise ValidationError(
                _("Choose a level from 0 to %(top)s for the dissent of %(name)s.")
                % {"top": top, "name": one.name}
            )
        if one.value == agreed:
            raise ValidationError(
                _("%(name)s agrees with this level: that is no dissent.")
                % {"name": one.name}
            )


def _same(last: Settlement, answer: Answer, reason: str, dissents: list[Voice]) -> bool:
    """Tell whether this is the settlement that stands, sent once more."""
    return (
        last.version == answer.version
        and last.reason == reason
        and [_words(one) for one in last.dissents.all()]
        == [_words(one) for one in dissents]
    )


def _words(one: Dissent | Voice) -> tuple[object, ...]:
    user = one.user_id if isinstance(one, Dissent) else one.user and one.user.pk
    return (
        user,
        one.name.strip(),
        value_of(one.score, one.not_applicable),
        one.reason.strip(),
    )
