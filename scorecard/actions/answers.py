"""An answer is saved, proposed for, handed out."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import User
from scorecard.actions.assessments import hold_open
from scorecard.models import (
    Answer,
    AnswerChange,
    Assessment,
    Assignment,
    Department,
    Proposal,
)


@dataclass(frozen=True)
class Content:
    """What a person says about a question: a score, or not applicable, or nothing."""

    score: int | None = None
    not_applicable: bool = False
    reason: str = ""
    comment: str = ""


class ProposalConflict(Exception):
    """The person proposed something else meanwhile, elsewhere; `proposal` stands."""

    def __init__(self, proposal: Proposal) -> None:
        super().__init__(f"version {proposal.version} is newer")
        self.proposal = proposal


class Conflict(Exception):
    """Somebody saved this answer meanwhile; `answer` is what stands on the server."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(f"version {answer.version} is newer")
        self.answer = answer


def save(
    *,
    answer: Answer,
    content: Content,
    version: int,
    by: User,
    key: str = "",
    undoes: int | None = None,
) -> Answer:
    """Save what was typed on top of `version`, and keep the change in the history.

    Returns the answer as saved; nothing is written where nothing differs, or where
    this save arrived before under the same `key`. Raises ValidationError for an
    impossible content, Refused where the assessment is closed, Conflict where the
    answer has moved on from `version`.
    """
    check(content, answer.assessment.questionnaire.scale_maximum)
    before = content_of(answer)
    if before == content:
        return answer
    if version != answer.version:
        return _arrived_or_conflict(answer, content, by, key)
    change = AnswerChange(
        answer=answer,
        version=version + 1,
        by=by,
        before=asdict(before),
        after=asdict(content),
        key=key,
        undoes=undoes,
    )
    try:
        saved = _replace(answer, content, change)
    except IntegrityError as error:
        raise ValidationError(
            _(
                "Another text was saved under this name already. Copy your text, open "
                "the page again and save once more."
            )
        ) from error
    if not saved:
        return _why_not_saved(answer, content, by, key)
    return _as_saved(answer, content, change.version, change.at, by)


def arrived(*, answer: Answer, content: Content, by: User, key: str) -> Answer | None:
    """Return the answer as it was saved under this key, if that save arrived before.

    Its version is that of then: whoever goes on from it is told of later changes.
    """
    change = answer.changes.filter(by=by, key=key).first() if key else None
    if change is None or change.after != asdict(content):
        return None
    return _as_saved(answer, content, change.version, change.at, by)


@dataclass(frozen=True)
class Entry:
    """One answer of several that are saved together, typed on top of `version`."""

    answer: Answer
    content: Content
    version: int


def save_many(
    *, assessment: Assessment, entries: Iterable[Entry], by: User
) -> list[Answer]:
    """Save several answers of an assessment, all or none; return those that changed.

    Raises as `save` does; a Conflict names the first answer that has moved on.
    """
    wanted = []
    for entry in entries:
        check(entry.content, assessment.questionnaire.scale_maximum)
        if content_of(entry.answer) != entry.content:
            wanted.append(entry)
    now = timezone.now()
    with transaction.atomic():
        hold_open(assessment)
        for entry in wanted:
            saved = Answer.objects.filter(
                pk=entry.answer.pk, version=entry.version
            ).update(
                **asdict(entry.content),
                version=entry.version + 1,
                changed_at=now,
                changed_by=by,
            )
            if not saved:
                entry.answer.refresh_from_db()
                raise Conflict(entry.answer)
        AnswerChange.objects.bulk_create(
            AnswerChange(
                answer=entry.answer,
                version=entry.version + 1,
                at=now,
                by=by,
                before=asdict(content_of(entry.answer)),
                after=asdict(entry.content),
            )
            for entry in wanted
        )
    return [entry.answer for entry in wanted]


def propose(
    *,
    answer: Answer,
    score: int | None,
    not_applicable: bool,
    comment: str,
    by: User,
    version: int = 0,
) -> Proposal:
    """Record a contributor's own score and reason, or renew it on top of `version`.

    Returns the proposal as it stands; nothing is written where nothing differs.
    Raises ValidationError for an impossible content, Refused where the assessment is
    closed, ProposalConflict where the person's own proposal has moved on from
    `version`, as it does when an older page or another device comes late.
    """
    check(
        Content(score, not_applicable, comment if not_applicable else "", comment),
        answer.assessment.questionnaire.scale_maximum,
    )
    said = {"score": score, "not_applicable": not_applicable, "comment": comment}
    with transaction.atomic():
        hold_open(answer.assessment)  # of two devices at once one comes second
        proposal, is_new = Proposal.objects.get_or_create(
            answer=answer, by=by, defaults=said
        )
        if is_new or all(getattr(proposal, name) == said[name] for name in said):
            return proposal
        if version != proposal.version:
            raise ProposalConflict(proposal)
        for name, value in said.items():
            setattr(proposal, name, value)
        proposal.version, proposal.at = version + 1, timezone.now()
        proposal.save()
    return proposal


@dataclass(frozen=True)
class Handed:
    """How many indicators were handed out anew, and how many were theirs already."""

    new: int
    renewed: int


def assign(
    *,
    answers: Iterable[Answer],
    user: User | Department,
    due: dt.date | None = None,
    note: str = "",
) -> Handed:
    """Hand indicators to a contributor or a department, or change date and note."""
    answers = list(answers)
    kind = "department" if isinstance(user, Department) else "user"
    with transaction.atomic():
        theirs = Assignment.objects.filter(answer__in=answers, **{kind: user})
        had = set(theirs.values_list("answer", flat=True))
        theirs.update(due=due, note=note)
        new = [answer for answer in answers if answer.pk not in had]
        Assignment.objects.bulk_create(
            Assignment(answer=answer, due=due, note=note, **{kind: user})
            for answer in new
        )
    return Handed(new=len(new), renewed=len(had))


def unassign(
    *, answers: Iterable[Answer], user: User | Department | None = None
) -> int:
    """Take indicators back, from one or from all who have them; words stay."""
    given = Assignment.objects.filter(answer__in=list(answers))
    if user is not None:
        kind = "department" if isinstance(user, Department) else "user"
        given = given.filter(**{kind: user})
    return given.delete()[0]


def content_of(answer: Answer) -> Content:
    """Return what stands in the answer."""
    return Content(answer.score, answer.not_applicable, answer.reason, answer.comment)


def check(content: Content, top: int) -> None:
    """Refuse a content that no answer can have. Raises ValidationError."""
    if content.score is not None and content.not_applicable:
        raise ValidationError(_("Choose a level or “not applicable”, not both."))
    if content.score is not None and not 0 <= content.score <= top:
        raise ValidationError(_("Choose a level from 0 to %(top)s.") % {"top": top})
    if content.not_applicable and not content.reason.strip():
        raise ValidationError(_("Write why this is not applicable to you."))


def _replace(answer: Answer, content: Content, change: AnswerChange) -> bool:
    """Put the content in the place of the version before, and keep the change."""
    with transaction.atomic():
        hold_open(answer.assessment)
        standing = Answer.objects.filter(pk=answer.pk, version=change.version - 1)
        saved = standing.update(
            **asdict(content),
            version=change.version,
            changed_at=change.at,
            changed_by=change.by,
        )
        if saved:
            change.save(force_insert=True)
    return bool(saved)


def _as_saved(
    answer: Answer, content: Content, version: int, at: dt.datetime, by: User
) -> Answer:
    answer.score, answer.not_applicable = content.score, content.not_applicable
    answer.reason, answer.comment = content.reason, content.comment
    answer.version, answer.changed_at, answer.changed_by = version, at, by
    return answer


def _why_not_saved(answer: Answer, content: Content, by: User, key: str) -> Answer:
    answer.refresh_from_db()
    if content_of(answer) == content:
        return answer
    return _arrived_or_conflict(answer, content, by, key)


def _arrived_or_conflict(
    answer: Answer, content: Content, by: User, key: str
) -> Answer:
    saved = arrived(answer=answer, content=content, by=by, key=key)
    if saved is None:
        raise Conflict(answer)
    return saved
