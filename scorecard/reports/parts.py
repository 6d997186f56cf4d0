"""What a report consists of: plain, frozen, ready to be read by a template."""

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from scorecard import charts, scoring
from scorecard.actions.agreed import Agreed
from scorecard.reports.wording import PointsWords
from scorecard.scoring import Score

FIRST_STRENGTHS = 3
FIRST_GAPS = 5
LOW_LEVELS = 2


@dataclass(frozen=True)
class EvidencePart:
    """A document as the report names it; `kind` is empty where it says nothing."""

    title: str
    kind: str
    issuer: str
    number: str
    issued: dt.date | None
    valid_until: dt.date | None
    kept: str
    description: str


@dataclass(frozen=True)
class ActionPart:
    """What was noted as the way to the highest level."""

    action: str
    institution: str
    timescale: str


@dataclass(frozen=True)
class AnswerPart:
    """An indicator with its answer; `level` and `next_level` are wordings."""

    code: str
    title: str
    asks: str
    essential: int
    score: int | None
    top: int
    not_applicable: bool
    reason: str
    comment: str
    level: str
    next_level: str
    evidence: tuple[EvidencePart, ...]
    is_unchecked: bool
    noted: ActionPart | None
    agreed: Agreed | None = None

    @property
    def is_low(self) -> bool:
        return self.score is not None and self.score < LOW_LEVELS

    @property
    def next_score(self) -> int | None:
        """The level above the one reached; None at the top and where nothing stands."""
        if self.score is None or self.score == self.top:
            return None
        return self.score + 1


@dataclass(frozen=True)
class Step:
    """One indicator that both rounds have answered, differently."""

    code: str
    title: str
    before: int
    after: int


@dataclass(frozen=True)
class SectionPart:
    """Answers on one subject; `title` is empty where the edition has no sections."""

    title: str
    answers: tuple[AnswerPart, ...]


@dataclass(frozen=True)
class EssentialPart:
    """One Essential in this round, and in the one before.

    `previous` is its share then, over all that was answered; `change` compares only
    the questions that both rounds have answered.
    """

    number: int
    name: str
    short_name: str
    score: Score
    previous: Fraction | None
    change: scoring.Change | None
    sections: tuple[SectionPart, ...]

    @property
    def answers(self) -> tuple[AnswerPart, ...]:
        return tuple(answer for part in self.sections for answer in part.answers)


@dataclass(frozen=True)
class Scenario:
    title: str
    hazard: str
    text: str


@dataclass(frozen=True)
class Report:
    """One assessment in words and numbers; years are text, so that none gets a dot."""

    language: str
    text_language: str
    city: str
    city_code: str
    authority: str
    questionnaire: str
    edition: str
    top: int
    source_note: str
    draft_note: str
    year: str
    occasion: str
    team_lead: str
    status: str
    state: str
    mark: str
    is_demo: bool
    on: dt.date
    submitted: dt.date | None
    accepted: dt.date | None
    scenarios: tuple[Scenario, ...]
    essentials: tuple[EssentialPart, ...]
    total: Score
    overall: Fraction | None
    official: scoring.Official
    points_words: PointsWords
    previous_year: str
    previous_edition: str
    previous_overall: Fraction | None
    change: scoring.Change | None
    steps: tuple[Step, ...]
    lead: tuple[str, ...]
    radar: charts.Radar
    bars: charts.Bars

    @property
    def title(self) -> str:
        return _("Report on disaster resilience")

    @property
    def page_mark(self) -> str:
        """What stands at the foot of every page: invented data, a draft wording."""
        marks = [_("Invented data")] if self.is_demo else []
        marks += [self.draft_note] if self.draft_note else []
        return " · ".join(marks)

    @property
    def not_applicable(self) -> tuple[AnswerPart, ...]:
        return tuple(one for one in self._answers if one.not_applicable)

    @property
    def unanswered(self) -> tuple[AnswerPart, ...]:
        return tuple(
            one for one in self._answers if one.score is None and not one.not_applicable
        )

    @property
    def risen(self) -> tuple[Step, ...]:
        return tuple(one for one in self.steps if one.after > one.before)

    @property
    def fallen(self) -> tuple[Step, ...]:
        return tuple(one for one in self.steps if one.after < one.before)

    @property
    def strengths(self) -> tuple[AnswerPart, ...]:
        """Indicators at the highest level; where none is, those at the one below."""
        at_top = tuple(one for one in self._answers if one.score == self.top)
        return at_top or tuple(
            one for one in self._answers if one.score == self.top - 1
        )

    @property
    def first_strengths(self) -> tuple[AnswerPart, ...]:
        return self.strengths[:FIRST_STRENGTHS]

    @property
    def gaps(self) -> tuple[AnswerPart, ...]:
        """Indicators at the two lowest levels, in the questionnaire's order."""
        return tuple(one for one in self._answers if one.is_low)

    @property
    def first_gaps(self) -> tuple[AnswerPart, ...]:
        """Return a few gaps: the lowest first, and of these the weakest Essentials'."""
        shares = {part.number: part.score.share or 0 for part in self.essentials}
        urgent = sorted(
            self.gaps, key=lambda one: (one.score or 0, shares[one.essential])
        )
        return tuple(urgent[:FIRST_GAPS])

    @property
    def strength_level(self) -> int | None:
        """The level that the strengths have reached, None where there are none."""
        return self.strengths[0].score if self.strengths else None

    @property
    def texts_language(self) -> str:
        """What `lang` says of the city's comments and evidence."""
        return self.typed_language if self.text_language == "sr" else "en"

    @property
    def typed_language(self) -> str:
        """What `lang` says of text that the city typed: Serbian on every paper."""
        return {"sr": "sr-Cyrl", "sr-latn": "sr-Latn"}.get(self.language, "sr")

    @property
    def _answers(self) -> list[AnswerPart]:
        return [answer for part in self.essentials for answer in part.answers]


@dataclass(frozen=True)
class RemarkPart:
    code: str
    text: str
    by: str
    at: dt.datetime
    reply: str
    replied_by: str
    replied_at: dt.datetime | None


@dataclass(frozen=True)
class ReviewPart:
    outcome: str
    text: str
    by: str
    at: dt.datetime


@dataclass(frozen=True)
class Remarks:
    """What the focal point said and the city replied; never on paper."""

    on_the_whole: tuple[ReviewPart, ...]
    on_answers: tuple[RemarkPart, ...]

    def __bool__(self) -> bool:
        return bool(self.on_the_whole or self.on_answers)
