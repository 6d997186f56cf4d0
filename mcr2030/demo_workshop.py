"""An invented workshop of the shown city: held, voted, settled, closed.

Through the real actions; what was agreed is what stands in the assessment already.
"""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from django.utils import timezone

from cities.models import User
from scorecard.actions import guests, workshops
from scorecard.boards import standing
from scorecard.models import Assessment, Ballot, Guest, Workshop

FILE = "workshop.toml"
CANNOT_JUDGE = "?"


def load(folder: Path, assessment_pk: int, lead: User) -> None:
    """Hold the workshop as its lead and its guests would."""
    assessment = Assessment.objects.with_parts().get(pk=assessment_pk)
    told = tomllib.loads((folder / FILE).read_text(encoding="utf-8"))
    moment = timezone.now() - dt.timedelta(days=told["days_ago"])
    by_code = {
        answer.question.code: answer
        for answer in assessment.answers.select_related("question")
    }
    workshop = workshops.call(
        assessment=assessment,
        answers=[by_code[row["code"]] for row in told["ballots"]],
        by=lead,
        title=told["title"],
        place=told["place"],
        day=moment.date(),
        facilitator=lead,
        minutes_number=told["minutes_number"],
        minutes_notes=told["minutes_notes"],
    )
    room = [guests.join(workshop=workshop, **row)[0] for row in told["guests"]]
    for number, row in enumerate(told["ballots"], start=1):
        _vote(workshop, number, row, room, lead)
    workshop.refresh_from_db()
    workshops.close(workshop=workshop, by=lead)
    Workshop.objects.filter(pk=workshop.pk).update(created_at=moment, closed_at=moment)
    Guest.objects.filter(workshop=workshop).update(joined_at=moment, seen_at=moment)


def _vote(
    workshop: Workshop,
    number: int,
    row: dict[str, Any],
    room: list[Guest],
    lead: User,
) -> None:
    """Put one indicator to the vote around the level that stands, and settle that."""
    ballot = Ballot.objects.select_related(
        "workshop__assessment__questionnaire", "answer"
    ).get(workshop=workshop, number=number)
    answer = ballot.answer = standing(ballot)
    top = workshop.assessment.questionnaire.scale_maximum
    level = answer.score or 0
    reasons = {one["guest"]: one for one in row.get("reasons", [])}
    workshops.open_vote(ballot=ballot, turn=_turn(workshop), by=lead)
    for place, (guest, vote) in enumerate(
        zip(room, row["votes"].split(), strict=True), start=1
    ):
        said = reasons.get(place, {})
        choice = None
        if vote != CANNOT_JUDGE:
            choice = min(top, max(0, level + int(vote)))
        guests.vote(
            ballot=ballot,
            guest=guest,
            choice=choice,
            reason=said.get("text", ""),
            named=said.get("named", False),
        )
    workshops.close_vote(ballot=ballot, turn=_turn(workshop), by=lead)
    workshops.settle(
        ballot=ballot,
        level=level,
        because=row["because"],
        version=answer.version,
        turn=_turn(workshop),
        by=lead,
    )


def _turn(workshop: Workshop) -> int:
    turn: int = Workshop.objects.values_list("turn", flat=True).get(pk=workshop.pk)
    return turn
