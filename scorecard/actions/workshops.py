"""A workshop is called, walked through, settled, closed; names are removed."""

import secrets
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import User
from cities.permissions import Refused
from scorecard.actions import settling
from scorecard.actions.answers import Content
from scorecard.actions.assessments import hold_open
from scorecard.actions.settling import Voice
from scorecard.models import (
    Answer,
    Assessment,
    Ballot,
    Dissent,
    Guest,
    RaisedHands,
    Workshop,
)

# Letters that look the same in Cyrillic and in Latin, and figures unlike any letter.
ALPHABET = "ACEHKMPTX2345679"
CODE_LENGTH = 6
_LOOK_ALIKE = str.maketrans("АСЕНКМРТХ", "ACEHKMPTX")


class MovedOn(Exception):
    """A colleague has moved the workshop on meanwhile; nothing was done."""


def tidy_code(typed: str) -> str:
    """Return a code as it is kept, however and in whichever script it was typed."""
    letters = "".join(one for one in typed.upper() if one.isalnum())
    return letters.translate(_LOOK_ALIKE)


def call(
    *, assessment: Assessment, answers: Iterable[Answer], by: User, **fields: Any
) -> Workshop:
    """Make a workshop with the indicators to vote on, in the order of the edition.

    Raises Refused where the assessment is closed.
    """
    with transaction.atomic():
        hold_open(assessment)
        workshop = Workshop.objects.create(
            assessment=assessment, code=_new_code(), created_by=by, **fields
        )
        Ballot.objects.bulk_create(
            Ballot(workshop=workshop, number=number, answer=answer)
            for number, answer in enumerate(answers, start=1)
        )
    return workshop


def change(
    *, workshop: Workshop, answers: Iterable[Answer] | None = None, **fields: Any
) -> None:
    """Change what is said of a workshop; with `answers`, what is to be voted on.

    What was put to the vote already stays; what is new comes last.
    """
    with transaction.atomic():
        Workshop.objects.filter(pk=workshop.pk).update(**fields, turn=workshop.turn + 1)
        if answers is not None:
            _choose(workshop, list(answers))


def turn_to(*, workshop: Workshop, ballot: Ballot, turn: int) -> None:
    """Let the room see another indicator. Raises MovedOn."""
    with transaction.atomic():
        _take(workshop, turn, current=ballot.number)


def open_vote(*, ballot: Ballot, turn: int, by: User) -> None:
    """Let people vote, or vote again. Raises MovedOn, or Refused with a sentence."""
    workshop = ballot.workshop
    with transaction.atomic():
        _take(workshop, turn, current=ballot.number)
        hold_open(workshop.assessment)
        opened = Ballot.objects.filter(pk=ballot.pk, settled_at__isnull=True).update(
            opened_at=timezone.now(),
            opened_by=by,
            closed_at=None,
            closed_by=None,
            is_shown=False,
        )
        if not opened:
            raise Refused(_("The level was agreed already: this vote is over."))


def close_vote(*, ballot: Ballot, turn: int, by: User) -> None:
    """End the vote: from now on no vote counts or changes. Raises MovedOn."""
    with transaction.atomic():
        _take(ballot.workshop, turn)
        Ballot.objects.filter(
            pk=ballot.pk, opened_at__isnull=False, closed_at__isnull=True
        ).update(closed_at=timezone.now(), closed_by=by)


def show_votes(*, ballot: Ballot, turn: int, shown: bool) -> None:
    """Show the room how the votes fall while they come, or hide it. Raises MovedOn."""
    with transaction.atomic():
        _take(ballot.workshop, turn)
        Ballot.objects.filter(pk=ballot.pk).update(is_shown=shown)


def count_hands(
    *, ballot: Ballot, hands: Mapping[int | None, int], turn: int, by: User
) -> None:
    """Enter how many raised the card of each level, in the place of earlier figures.

    The vote is closed with it. Raises MovedOn, or Refused with a sentence.
    """
    now = timezone.now()
    with transaction.atomic():
        _take(ballot.workshop, turn)
        hold_open(ballot.workshop.assessment)
        if not Ballot.objects.filter(pk=ballot.pk, settled_at__isnull=True).update(
            opened_at=ballot.opened_at or now,
            opened_by=ballot.opened_by or by,
            closed_at=ballot.closed_at or now,
            closed_by=ballot.closed_by or by,
        ):
            raise Refused(_("The level was agreed already: this vote is over."))
        RaisedHands.objects.filter(ballot=ballot).delete()
        RaisedHands.objects.bulk_create(
            RaisedHands(ballot=ballot, choice=choice, number=number)
            for choice, number in hands.items()
            if number
        )


def settle(
    *, ballot: Ballot, level: int, because: str, version: int, turn: int, by: User
) -> None:
    """Settle the answer on the level, with the named votes that differ as dissents.

    An answer without a justification gets the reason as one. Raises answers.Conflict
    where somebody saved the answer after `version`, MovedOn, Refused where the
    assessment or the vote is not open for it, and ValidationError.
    """
    answer = ballot.answer
    with transaction.atomic():
        _take(ballot.workshop, turn)
        hold_open(answer.assessment)
        settlement = settling.settle(
            answer=answer,
            content=Content(score=level, comment=answer.comment),
            version=version,
            reason=because,
            by=by,
            dissents=_dissents(ballot, level),
            proposed=_proposed(ballot),
        )
        settled = Ballot.objects.filter(pk=ballot.pk, closed_at__isnull=False).update(
            settled_at=timezone.now(),
            settled_by=by,
            agreed=level,
            because=because,
            settlement=settlement,
        )
        if not settled:
            raise Refused(_("Close the vote first, then settle it."))


def close(*, workshop: Workshop, by: User) -> None:
    """End the workshop: nobody joins or votes any more. Twice changes nothing."""
    now = timezone.now()
    with transaction.atomic():
        Workshop.objects.filter(pk=workshop.pk, closed_at__isnull=True).update(
            closed_at=now, closed_by=by, turn=workshop.turn + 1
        )
        Ballot.objects.filter(
            workshop=workshop, opened_at__isnull=False, closed_at__isnull=True
        ).update(closed_at=now, closed_by=by)


def reopen(*, workshop: Workshop) -> None:
    """Let people in again, under the same code, unless their names were removed."""
    with transaction.atomic():
        hold_open(workshop.assessment)
        reopened = Workshop.objects.filter(
            pk=workshop.pk, closed_at__isnull=False, erased_at__isnull=True
        ).update(closed_at=None, closed_by=None, turn=workshop.turn + 1)
    if not reopened:
        raise Refused(_("Names were removed: this workshop stays closed."))


def erase_names(*, workshop: Workshop, by: User) -> None:
    """Remove names and institutions for good; votes stay as numbers, reasons as words.

    Raises Refused while the workshop is open.
    """
    with transaction.atomic():
        erased = Workshop.objects.filter(
            pk=workshop.pk, closed_at__isnull=False, erased_at__isnull=True
        ).update(erased_at=timezone.now(), erased_by=by, turn=workshop.turn + 1)
        if not erased:
            raise Refused(
                _("Close the workshop first. Names are removed once, after that.")
            )
        Dissent.objects.filter(
            settlement__ballots__workshop=workshop, user__isnull=True
        ).update(name=_("guest of a workshop"))
        Guest.objects.filter(workshop=workshop).update(
            name="", institution="", digest=None, let_in_until=None
        )


def _dissents(ballot: Ballot, level: int) -> list[Voice]:
    """Return the votes for another level whose authors want to stand by their name."""
    differing = ballot.votes.filter(is_named=True, choice__isnull=False)
    return [
        Voice(name=vote.guest.full_name, score=vote.choice, reason=vote.reason)
        for vote in differing.exclude(choice=level).select_related("guest")
        if vote.guest.name
    ]


def _proposed(ballot: Ballot) -> dict[str, int]:
    """Return how many chose each level, by phone and by card."""
    counted: Counter[str] = Counter()
    for choice in ballot.votes.exclude(choice=None).values_list("choice", flat=True):
        counted[str(choice)] += 1
    for hands in ballot.raised.exclude(choice=None):
        counted[str(hands.choice)] += hands.number
    return dict(sorted(counted.items()))


def _take(workshop: Workshop, turn: int, **fields: Any) -> None:
    """Take the next turn, or say that somebody else took it or that all is over."""
    taken = Workshop.objects.filter(
        pk=workshop.pk, turn=turn, closed_at__isnull=True
    ).update(turn=turn + 1, **fields)
    if taken:
        return
    if Workshop.objects.filter(pk=workshop.pk, closed_at__isnull=False).exists():
        raise Refused(_("The workshop is closed. Open it again to go on."))
    raise MovedOn


def _choose(workshop: Workshop, answers: list[Answer]) -> None:
    wanted = {answer.pk for answer in answers}
    ballots = Ballot.objects.filter(workshop=workshop)
    ballots.filter(opened_at__isnull=True).exclude(answer__in=wanted).delete()
    there = set(ballots.values_list("answer", flat=True))
    last = ballots.aggregate(last=Max("number"))["last"] or 0
    new = [answer for answer in answers if answer.pk not in there]
    Ballot.objects.bulk_create(
        Ballot(workshop=workshop, number=number, answer=answer)
        for number, answer in enumerate(new, start=last + 1)
    )
    numbers = list(ballots.order_by("number").values_list("number", flat=True))
    if workshop.current not in numbers:
        Workshop.objects.filter(pk=workshop.pk).update(current=numbers[0])


def _new_code() -> str:
    while True:
        code = "".join(secrets.choice(ALPHABET) for _turn in range(CODE_LENGTH))
        if not Workshop.objects.filter(code=code).exists():
            return code
