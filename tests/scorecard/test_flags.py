"""The rules by which an answer is flagged for a reviewer."""

import pytest

from scorecard import flags
from scorecard.flags import Told

pytestmark = pytest.mark.once


def told(score: int | None, comment: str = "Исто.", *evidence: int) -> Told:
    return Told(score, comment, frozenset(evidence))


@pytest.mark.parametrize(
    ("before", "now", "top", "is_jump"),
    [
        (0, 1, 3, False),
        (0, 2, 3, True),
        (3, 1, 3, True),
        (0, 2, 5, False),
        (1, 4, 5, True),
        (5, 2, 5, True),
        (None, 3, 3, False),
        (3, None, 3, False),
        (2, 2, 3, False),
    ],
)
def test_a_jump_is_two_levels_to_three_and_three_levels_to_five(
    before, now, top, is_jump
):
    assert flags.is_unexplained_jump(told(before), told(now), top) == is_jump


@pytest.mark.parametrize(
    ("now", "is_jump"),
    [
        (told(3, "Исто.", 1), True),
        (told(3, " Исто. \n", 1), True),
        (told(3, "Донета одлука.", 1), False),
        (told(3, "", 1), False),
        (told(3, "Исто.", 1, 2), False),
        (told(3, "Исто."), True),
    ],
)
def test_other_words_or_new_evidence_explain_a_jump(now, is_jump):
    assert flags.is_unexplained_jump(told(1, "Исто.", 1), now, 3) == is_jump


@pytest.mark.parametrize(
    ("now", "top", "is_flagged"),
    [
        (told(2), 3, True),
        (told(3), 3, True),
        (told(1), 3, False),
        (told(3), 5, False),
        (told(4), 5, True),
        (told(3, "", 7), 3, False),
        (told(None), 3, False),
    ],
)
def test_the_two_highest_levels_want_evidence(now, top, is_flagged):
    assert flags.is_high_without_evidence(now, top) == is_flagged
