"""What makes a reviewer look twice at an answer: rules over plain data, no Django."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Told:
    """An answer as the rules see it; `evidence` holds the keys of what proves it.

    `score` is None for no answer and for "not applicable".
    """

    score: int | None
    comment: str
    evidence: frozenset[int]


def jump(top: int) -> int:
    """Return how many levels make a jump: 2 on a scale to 3, 3 on a longer one."""
    return 2 if top <= 3 else 3


def is_high_without_evidence(now: Told, top: int) -> bool:
    """Tell whether one of the two highest levels was chosen and nothing proves it."""
    return now.score is not None and now.score >= top - 1 and not now.evidence


def is_unexplained_jump(before: Told, now: Told, top: int) -> bool:
    """Tell whether a level moved far since the last accepted round without a reason.

    Far is 2 levels or more on the scale 0 to 3, and 3 or more on 0 to 5, up or down.
    It is explained where the comment has other words than before, or where a piece of
    evidence stands with the answer that did not stand there before; spaces and line
    breaks are no words. Where either round has no level, there is no jump.
    """
    if before.score is None or now.score is None:
        return False
    if abs(now.score - before.score) < jump(top):
        return False
    has_other_words = now.comment.split() != before.comment.split()
    return not has_other_words and not now.evidence - before.evidence
