"""Aims in, the same arithmetic out."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap import projection
from roadmap.projection import Aim
from scorecard import scoring
from scorecard.scoring import Mark

pytestmark = pytest.mark.once

TOP = 5
CODES = [f"D{essential}.{number}" for essential in range(1, 11) for number in (1, 2)]


@st.composite
def any_marks(draw: st.DrawFn) -> dict[str, Mark]:
    found = {}
    for code in draw(st.lists(st.sampled_from(CODES), unique=True)):
        applies = draw(st.booleans())
        score = draw(st.none() | st.integers(0, TOP)) if applies else None
        essential = int(code[1:].split(".")[0])
        found[code] = Mark(essential, score, TOP, applies)
    return found


aims = st.lists(
    st.builds(Aim, st.integers(1, 5), st.sampled_from(CODES), st.integers(1, TOP))
)


def test_the_higher_of_two_aims_counts():
    marks = {"P1.1": Mark(1, 0, 3)}

    found = projection.project(marks, [Aim(1, "P1.1", 3), Aim(2, "P1.1", 2)])

    assert found["P1.1"].score == 3


def test_no_aim_lowers_what_is_reached():
    found = projection.project({"P1.1": Mark(1, 2, 3)}, [Aim(1, "P1.1", 1)])

    assert found["P1.1"].score == 2


def test_what_does_not_apply_stays_so():
    marks = {"P1.1": Mark(1, None, 3, applies=False)}

    assert projection.project(marks, [Aim(1, "P1.1", 3)]) == marks


def test_a_question_that_was_not_asked_is_left_out():
    marks = {"P1.1": Mark(1, 1, 3)}

    assert projection.project(marks, [Aim(1, "P9.9", 3)]) == marks


def test_an_aim_above_the_scale_is_an_error():
    with pytest.raises(ValueError, match="outside 0 to 3"):
        projection.project({"P1.1": Mark(1, 1, 3)}, [Aim(1, "P1.1", 4)])


def test_each_essential_today_and_then():
    marks = {"P1.1": Mark(1, 1, 3), "P1.2": Mark(1, 2, 3), "P2.1": Mark(2, None, 3)}

    first, second = projection.steps(marks, [Aim(1, "P1.1", 3), Aim(1, "P2.1", 2)])

    assert (first.today.share, first.projected.share) == (
        Fraction(1, 2),
        Fraction(5, 6),
    )
    assert (second.today.share, second.projected.share) == (None, Fraction(2, 3))


@given(any_marks())
def test_without_aims_nothing_moves(marks):
    assert projection.project(marks, []) == marks


@given(any_marks(), aims)
def test_aims_in_the_scorecards_own_sums_out(marks, aims):
    best: dict[str, int] = {}
    for aim in aims:
        best[aim.code] = max(aim.score, best.get(aim.code, 0))
    by_hand = {
        code: Mark(
            mark.essential,
            max(best[code], mark.score or 0)
            if mark.applies and code in best
            else mark.score,
            mark.top,
            mark.applies,
        )
        for code, mark in marks.items()
    }

    found = {one.essential: one.projected for one in projection.steps(marks, aims)}

    assert found == scoring.by_essential(by_hand.values())


@given(any_marks(), aims)
def test_no_share_of_what_was_answered_falls_by_an_aim(marks, aims):
    answered = {code: one for code, one in marks.items() if one.score is not None}

    for step in projection.steps(answered, aims):
        assert step.projected.share >= step.today.share
        assert step.projected.out_of == step.today.out_of


@given(any_marks(), aims, st.randoms())
def test_the_order_of_aims_is_without_meaning(marks, aims, random):
    mixed = list(aims)
    random.shuffle(mixed)

    assert projection.project(marks, aims) == projection.project(marks, mixed)
