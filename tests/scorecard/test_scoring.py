"""The laws of the arithmetic, over generated marks."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scorecard import scoring
from scorecard.scoring import Mark, Official, Score

pytestmark = pytest.mark.once


@st.composite
def marks_of(draw: st.DrawFn, top: int) -> Mark:
    applies = draw(st.booleans())
    score = draw(st.none() | st.integers(0, top)) if applies else None
    return Mark(draw(st.integers(1, 10)), score, top, applies)


marks = marks_of(3) | marks_of(5)
rounds = st.lists(marks, max_size=60)
codes = st.sampled_from([f"P{number}.1" for number in range(1, 11)])


@pytest.mark.parametrize("score", [-1, 4])
def test_a_score_outside_the_scale_is_no_mark(score):
    with pytest.raises(ValueError, match="outside 0 to 3"):
        Mark(1, score, 3)


def test_a_scale_needs_a_step():
    with pytest.raises(ValueError, match="at least one step"):
        Mark(1, None, 0)


def test_what_does_not_apply_has_no_score():
    with pytest.raises(ValueError, match="has no score"):
        Mark(1, 0, 3, applies=False)


def test_nothing_asked_has_no_share():
    assert scoring.score([]).share is None
    assert scoring.score([]).completeness is None
    assert scoring.official([]).share is None
    assert scoring.overall_share({}) is None
    assert scoring.score([]).is_complete


def test_blank_is_not_zero():
    blank, zero = Mark(1, None, 3), Mark(1, 0, 3)

    assert scoring.score([blank]).share is None
    assert scoring.score([zero]).share == 0


def test_blank_leaves_the_share_of_the_answered_alone():
    answered = [Mark(1, 2, 3), Mark(1, 3, 3)]

    with_blank = scoring.score([*answered, Mark(1, None, 3)])

    assert with_blank.share == scoring.score(answered).share == Fraction(5, 6)
    assert with_blank.completeness == Fraction(2, 3)
    assert not with_blank.is_complete


def test_not_applicable_is_settled_but_asks_for_no_points():
    score = scoring.score([Mark(1, 3, 3), Mark(1, None, 3, applies=False)])

    assert score == Score(
        points=3, out_of=3, answered=1, applying=1, settled=2, asked=2
    )
    assert score.is_complete


def test_the_official_figure_counts_blank_and_not_applicable_as_zero():
    given_marks = [Mark(1, 3, 3), Mark(1, None, 3), Mark(2, None, 3, applies=False)]

    assert scoring.official(given_marks) == Official(points=3, out_of=9)


def test_each_essential_weighs_the_same():
    full = [Mark(1, 3, 3)]
    empty_handed = [Mark(2, 0, 3) for _ in range(9)]

    essentials = scoring.by_essential(full + empty_handed)

    assert scoring.overall_share(essentials) == Fraction(1, 2)
    assert scoring.official(full + empty_handed).share == Fraction(1, 10)


def test_an_essential_without_an_answer_is_left_out_of_the_mean():
    essentials = scoring.by_essential([Mark(1, 3, 3), Mark(2, None, 3)])

    assert scoring.overall_share(essentials) == 1


@given(rounds, st.randoms())
def test_order_does_not_matter(some, random):
    shuffled = list(some)
    random.shuffle(shuffled)

    assert scoring.score(shuffled) == scoring.score(some)
    assert scoring.by_essential(shuffled) == scoring.by_essential(some)
    assert scoring.official(shuffled) == scoring.official(some)


@given(rounds, st.integers(1, 10))
def test_a_blank_more_changes_no_share_but_the_completeness_and_the_official(
    some, essential
):
    blank = Mark(essential, None, 3)
    before, after = scoring.score(some), scoring.score([*some, blank])

    assert after.share == before.share
    assert (after.points, after.out_of) == (before.points, before.out_of)
    assert (after.asked, after.settled) == (before.asked + 1, before.settled)
    assert scoring.official([*some, blank]).out_of == (
        scoring.official(some).out_of + 3
    )


@given(rounds, st.integers(1, 10))
def test_a_zero_more_weighs_where_a_blank_does_not(some, essential):
    before, after = scoring.score(some), scoring.score([*some, Mark(essential, 0, 3)])

    assert (after.points, after.out_of) == (before.points, before.out_of + 3)
    assert after.share == Fraction(before.points, before.out_of + 3)


@given(rounds, st.integers(1, 10))
def test_what_does_not_apply_leaves_every_denominator_of_ours(some, essential):
    more = [*some, Mark(essential, None, 3, applies=False)]
    before, after = scoring.score(some), scoring.score(more)

    assert (after.points, after.out_of) == (before.points, before.out_of)
    assert (after.share, after.applying) == (before.share, before.applying)
    assert after.settled == before.settled + 1
    assert scoring.overall_share(scoring.by_essential(more)) == scoring.overall_share(
        scoring.by_essential(some)
    )


@given(rounds)
def test_essentials_add_up_to_the_whole(some):
    whole = scoring.score(some)

    parts = scoring.by_essential(some).values()

    for name in ("points", "out_of", "answered", "applying", "settled", "asked"):
        assert sum(getattr(part, name) for part in parts) == getattr(whole, name)


@given(rounds)
def test_essentials_stand_in_their_order(some):
    numbers = list(scoring.by_essential(some))

    assert numbers == sorted({mark.essential for mark in some})


@given(rounds)
def test_every_share_lies_between_nothing_and_all(some):
    whole = scoring.score(some)
    shares = [
        whole.share,
        whole.completeness,
        scoring.official(some).share,
        scoring.overall_share(scoring.by_essential(some)),
    ]

    assert all(0 <= share <= 1 for share in shares if share is not None)
    assert whole.answered <= whole.settled <= whole.asked
    assert whole.answered <= whole.applying <= whole.asked


@given(rounds)
def test_the_official_share_is_never_above_ours_over_the_same_questions(some):
    ours, theirs = scoring.score(some), scoring.official(some)

    assert ours.points == theirs.points
    assert ours.share is None or theirs.share is None or theirs.share <= ours.share


@given(rounds, st.data())
def test_a_higher_level_never_lowers_a_figure(some, data):
    places = [
        place
        for place, mark in enumerate(some)
        if mark.score is not None and mark.score < mark.top
    ]
    assume(places)
    place = data.draw(st.sampled_from(places))
    old = some[place]
    higher = [*some]
    higher[place] = Mark(old.essential, (old.score or 0) + 1, old.top)

    for figure in (
        lambda marks: scoring.score(marks).share,
        lambda marks: scoring.official(marks).share,
        lambda marks: scoring.overall_share(scoring.by_essential(marks)),
    ):
        assert figure(higher) > figure(some)


@given(st.dictionaries(codes, marks), st.dictionaries(codes, marks))
def test_change_looks_only_at_what_both_rounds_answered(before, after):
    change = scoring.change(before, after)

    both = [
        code
        for code in before.keys() & after.keys()
        if before[code].score is not None and after[code].score is not None
    ]
    assert change.shared == len(both) == change.before.answered
    assert change.after.answered == change.shared
    assert (change.difference is None) == (not both)


@given(st.dictionaries(codes, marks))
def test_a_round_beside_itself_has_not_changed(one):
    assert not scoring.change(one, one).difference


@given(st.dictionaries(codes, marks), st.dictionaries(codes, marks))
def test_change_backwards_is_the_opposite(before, after):
    forwards = scoring.change(before, after).difference
    backwards = scoring.change(after, before).difference

    assert forwards is None or forwards == -backwards


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ([], None),
        ([Fraction(1, 2), Fraction(1, 3)], None),
        ([Fraction(1, 2), Fraction(1, 3), None], None),
        ([Fraction(1, 2), Fraction(1, 3), Fraction(1, 4)], Fraction(1, 3)),
        ([Fraction(0), Fraction(1, 3), Fraction(2, 3), Fraction(1)], Fraction(1, 2)),
    ],
)
def test_the_middle_is_known_from_three_cities_on(shares, expected):
    assert scoring.middle(shares) == expected
