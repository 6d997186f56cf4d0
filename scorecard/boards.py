"""What the projector and the phones of a workshop show, read in few queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max

from scorecard.forms.workshops import UNDECIDED
from scorecard.models import Answer, Ballot, Guest, Level, Vote, Workshop
from scorecard.tally import Bar, Tally, tally


@dataclass(frozen=True)
class Row:
    """A level with its wording, and how many chose it."""

    level: Level
    bar: Bar


@dataclass(frozen=True)
class Board:
    """The projector: one indicator, how many are in and have voted, and how."""

    workshop: Workshop
    ballot: Ballot
    place: int
    of: int
    previous: int | None
    following: int | None
    votes: Tally
    inside: int
    here: int
    seen: str

    @property
    def rows(self) -> list[Row]:
        """The levels, the highest first, each with its bar."""
        bars = {bar.choice: bar for bar in self.votes.bars}
        levels = self.ballot.answer.question.levels.all()
        return [Row(level, bars[level.score]) for level in levels]

    @property
    def shows_votes(self) -> bool:
        return self.ballot.shows_votes or self.workshop.shows_at_once

    @property
    def can_open(self) -> bool:
        return not self.ballot.is_open and not self.ballot.is_settled


@dataclass(frozen=True)
class Choice:
    """What can be chosen on a phone."""

    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class Phone:
    """One guest's page: the current indicator and what they chose."""

    workshop: Workshop
    guest: Guest
    ballot: Ballot
    vote: Vote | None
    votes: Tally | None

    @property
    def levels(self) -> list[Level]:
        return list(self.ballot.answer.question.levels.all())

    @property
    def rows(self) -> list[Row]:
        bars = {bar.choice: bar for bar in self.votes.bars} if self.votes else {}
        return [Row(level, bars[level.score]) for level in self.levels] if bars else []

    def choices(self, chosen: str | None = None) -> list[Choice]:
        """The levels, the highest first; `chosen` is what was sent in vain."""
        if chosen is None and self.vote:
            choice = self.vote.choice
            chosen = UNDECIDED if choice is None else str(choice)
        return [
            Choice(str(one.score), one.text, str(one.score) == chosen)
            for one in self.levels
        ]

    @property
    def seen(self) -> str:
        """The mark with which the phone asks whether there is anything new."""
        return _mark(self.ballot)

    @property
    def is_undecided(self) -> bool:
        return self.vote is not None and self.vote.choice is None


def news(workshop: Workshop) -> str:
    """Return a mark that changes when the projector has something new to show."""
    votes = Vote.objects.filter(
        ballot__workshop=workshop, ballot__number=workshop.current
    ).aggregate(number=Count("pk"), last=Max("at"))
    inside = Guest.objects.inside().filter(workshop=workshop).count()
    last = votes["last"].timestamp() if votes["last"] else 0
    return f"{workshop.turn}-{votes['number']}-{last:.6f}-{inside}"


def news_for_phones(workshop: Workshop) -> str:
    """Return a mark that changes with the indicator and its state, not with votes.

    So a choice that is being made on a phone stays until it is sent.
    """
    ballot = Ballot.objects.filter(workshop=workshop, number=workshop.current).get()
    return _mark(ballot)


def board(workshop: Workshop) -> Board:
    """Read the projector's page in a fixed number of queries."""
    numbers = list(
        Ballot.objects.filter(workshop=workshop).values_list("number", flat=True)
    )
    ballot = Ballot.objects.with_parts().get(workshop=workshop, number=workshop.current)
    ballot.workshop = workshop
    place = numbers.index(ballot.number)
    guests = Guest.objects.inside().filter(workshop=workshop)
    return Board(
        workshop=workshop,
        ballot=ballot,
        place=place + 1,
        of=len(numbers),
        previous=numbers[place - 1] if place else None,
        following=numbers[place + 1] if place + 1 < len(numbers) else None,
        votes=votes_on(ballot, workshop.assessment.questionnaire.scale_maximum),
        inside=guests.count(),
        here=guests.here().count(),
        seen=news(workshop),
    )


def votes_on(ballot: Ballot, top: int) -> Tally:
    """Count a ballot's votes by phone and the hands that were counted."""
    votes = Vote.objects.filter(ballot=ballot).values_list("choice", flat=True)
    raised = {one.choice: one.number for one in ballot.raised.all()}
    return tally(top, votes, raised)


def phone(workshop: Workshop, guest: Guest) -> Phone:
    """Read what a guest sees: never an answer of the draft, nor others' votes."""
    ballot = Ballot.objects.with_parts().get(workshop=workshop, number=workshop.current)
    top = workshop.assessment.questionnaire.scale_maximum
    return Phone(
        workshop=workshop,
        guest=guest,
        ballot=ballot,
        vote=Vote.objects.filter(ballot=ballot, guest=guest).first(),
        votes=votes_on(ballot, top) if ballot.is_closed else None,
    )


@dataclass(frozen=True)
class Line:
    """One indicator on the workshop's page: where it stands and how votes fell."""

    ballot: Ballot
    votes: Tally


def lines(workshop: Workshop) -> list[Line]:
    """Return all indicators of a workshop with their votes, in a few queries."""
    top = workshop.assessment.questionnaire.scale_maximum
    ballots = (
        Ballot.objects.with_parts()
        .filter(workshop=workshop)
        .prefetch_related("votes", "raised")
    )
    return [Line(one, _counted(one, top)) for one in ballots]


def _mark(ballot: Ballot) -> str:
    moments = (ballot.opened_at, ballot.closed_at, ballot.settled_at)
    told = [str(int(one.timestamp() * 1000)) if one else "" for one in moments]
    return "-".join([str(ballot.number), *told])


def _counted(ballot: Ballot, top: int) -> Tally:
    raised = {one.choice: one.number for one in ballot.raised.all()}
    return tally(top, [one.choice for one in ballot.votes.all()], raised)


def standing(ballot: Ballot) -> Answer:
    """Return the answer as it stands now, with who changed it last."""
    return Answer.objects.with_parts().get(pk=ballot.answer_id)


@dataclass(frozen=True)
class Settling:
    """The page that agrees a level: votes, reasons, what stands, what is typed."""

    ballot: Ballot
    answer: Answer
    votes: Tally
    rows: list[Row]
    reasons: list[Vote]
    chosen: str
    because: str


def settling(ballot: Ballot, typed: Mapping[str, Any]) -> Settling:
    """Read it; what was typed goes before what stands."""
    answer = standing(ballot)
    votes = votes_on(ballot, answer.assessment.questionnaire.scale_maximum)
    bars = {bar.choice: bar for bar in votes.bars}
    agreed = "" if ballot.agreed is None else str(ballot.agreed)
    return Settling(
        ballot=ballot,
        answer=answer,
        votes=votes,
        rows=[Row(one, bars[one.score]) for one in answer.question.levels.all()],
        reasons=list(ballot.votes.exclude(reason="").order_by("choice", "pk")),
        chosen=typed.get("choice", agreed),
        because=typed.get("because", ballot.because),
    )
