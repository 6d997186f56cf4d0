"""What a scorecard would say if actions were done: aims in, the same arithmetic out.

Nothing here knows Django, a database or a language.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from scorecard import scoring
from scorecard.scoring import Mark, Score


@dataclass(frozen=True)
class Aim:
    """The level, from 0 to the top of the scale, that an action brings a question to.

    `action` is the key of the action, `code` that of the question.
    """

    action: int
    code: str
    score: int


@dataclass(frozen=True)
class Step:
    """An Essential today and as projected."""

    essential: int
    today: Score
    projected: Score


def project(marks: Mapping[str, Mark], aims: Iterable[Aim]) -> dict[str, Mark]:
    """Put the levels aimed at in place of the scores of today, by code of question.

    Of several aims at one question the highest counts, and none lowers what is
    reached already. What does not apply stays so, an aim at a question that was not
    asked is left out, and a question without an answer gets the level aimed at.
    Raises ValueError for an aim above the scale.
    """
    found = dict(marks)
    for aim in aims:
        mark = found.get(aim.code)
        if mark is None or not mark.applies:
            continue
        if mark.score is None or mark.score < aim.score:
            found[aim.code] = replace(mark, score=aim.score)
    return found


def steps(marks: Mapping[str, Mark], aims: Iterable[Aim]) -> tuple[Step, ...]:
    """Return each Essential today and as projected, by the scorecard's own sums."""
    today = scoring.by_essential(marks.values())
    then = scoring.by_essential(project(marks, aims).values())
    return tuple(Step(number, today[number], then[number]) for number in today)
