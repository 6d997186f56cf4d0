import pytest

from roadmap import priority

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("impact", "difficulty", "found"),
    [
        (5, 1, "now"),
        (4, 3, "now"),
        (3, 3, "next"),
        (5, 5, "next"),
        (1, 1, "next"),
        (2, 4, "later"),
        (1, 5, "later"),
    ],
)
def test_much_impact_with_little_difficulty_comes_first(
    impact: int, difficulty: int, found: str
) -> None:
    assert priority.of(impact, difficulty) == found


@pytest.mark.parametrize(("impact", "difficulty"), [(0, 3), (6, 3), (3, 0), (3, 6)])
def test_what_is_off_the_scale_is_refused(impact: int, difficulty: int) -> None:
    with pytest.raises(ValueError, match=r"\d"):
        priority.of(impact, difficulty)
