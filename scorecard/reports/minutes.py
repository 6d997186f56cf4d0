"""What the papers of a workshop say: minutes, attendance, cards, a form to fill in."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cities import serbian
from cities.cyrillic import to_cyrillic
from scorecard.models import Ballot, Guest, Vote, Workshop
from scorecard.tally import Tally, tally

# Lines for those who come without a phone.
EMPTY_LINES = 12
# What `lang` says of text that was typed: Serbian on every paper.
LANGUAGES = {"sr": "sr-Cyrl", "sr-latn": "sr-Latn"}


@dataclass(frozen=True)
class Dissent:
    """A vote that differs from the agreed level and gives its reason."""

    level: int | None
    reason: str
    name: str
    institution: str


@dataclass(frozen=True)
class Item:
    """One indicator of the minutes: how votes fell and what was agreed."""

    code: str
    title: str
    votes: Tally
    by_card: bool
    levels: list[tuple[int, str, int]]
    agreed: int | None
    agreed_text: str
    because: str
    differing: int
    dissents: list[Dissent]


@dataclass(frozen=True)
class WorkshopPaper:
    """All that the four papers of a workshop say."""

    workshop: Workshop
    city: str
    assessment: str
    typed_language: str
    is_demo: bool
    draft_note: str
    top: int
    items: list[Item]
    guests: list[Guest]
    guest_count: int
    institutions: list[tuple[str, int]]
    empty_lines: range
    made: dt.date

    @property
    def mark(self) -> str:
        return self.draft_note or ""

    @property
    def page_mark(self) -> str:
        return _("Demonstration data.") if self.is_demo else ""

    @property
    def levels(self) -> range:
        return range(self.top, -1, -1)


def workshop_paper(workshop: Workshop, made: dt.date) -> WorkshopPaper:
    """Read it in the language that is on; `workshop` comes `with_parts()`."""
    assessment = workshop.assessment
    top = assessment.questionnaire.scale_maximum
    guests = workshop.guests.inside().by_name()
    ballots = (
        Ballot.objects.with_parts()
        .filter(workshop=workshop)
        .prefetch_related("votes__guest", "raised")
    )
    counted = Counter(guest.institution for guest in guests)
    return WorkshopPaper(
        workshop=workshop,
        city=assessment.city.full_name,
        assessment=str(assessment),
        typed_language=LANGUAGES.get(get_language() or "", "sr"),
        is_demo=assessment.is_demo,
        draft_note=assessment.questionnaire.draft_note,
        top=top,
        items=[_item(ballot, top) for ballot in ballots],
        guests=guests,
        guest_count=workshop.guests.inside().count(),
        institutions=sorted(
            counted.items(),
            key=lambda one: serbian.sort_key_cyrillic(to_cyrillic(one[0])),
        ),
        empty_lines=range(len(guests) + 1, len(guests) + 1 + EMPTY_LINES),
        made=made,
    )


def _item(ballot: Ballot, top: int) -> Item:
    question = ballot.answer.question
    votes: list[Vote] = list(ballot.votes.all())
    raised = {one.choice: one.number for one in ballot.raised.all()}
    counted = tally(top, [one.choice for one in votes], raised)
    texts = {level.score: level.text for level in question.levels.all()}
    differing = _differing(counted, ballot.agreed)
    return Item(
        code=question.code,
        title=question.title,
        votes=counted,
        by_card=bool(raised),
        levels=[
            (level, texts.get(level, ""), counted.levels[level])
            for level in range(top, -1, -1)
        ],
        agreed=ballot.agreed,
        agreed_text="" if ballot.agreed is None else texts.get(ballot.agreed, ""),
        because=ballot.because,
        differing=differing,
        dissents=[_dissent(vote) for vote in votes if _dissents(vote, ballot.agreed)],
    )


def _differing(votes: Tally, agreed: int | None) -> int:
    return 0 if agreed is None else votes.judged - votes.levels[agreed]


def _dissents(vote: Vote, agreed: int | None) -> bool:
    return (
        agreed is not None
        and bool(vote.reason)
        and vote.choice is not None
        and vote.choice != agreed
    )


def _dissent(vote: Vote) -> Dissent:
    guest = vote.guest if vote.is_named else None
    return Dissent(
        level=vote.choice,
        reason=vote.reason,
        name=guest.name if guest else "",
        institution=guest.institution if guest else "",
    )
