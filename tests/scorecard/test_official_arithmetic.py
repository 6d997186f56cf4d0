"""Our sums are those of UNDRR's own workbook, computed through the models."""

from collections.abc import Callable

import pytest

from scorecard import reports, scoring
from scorecard.models import Question, marks
from tests import make

# Points per Essential, total of 141, per cent: from the formulas of the workbook.
ALL_BLANK = ([0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 0, "0.00")
ALL_ONE = ([3, 5, 4, 4, 3, 6, 4, 9, 7, 2], 47, "33.33")
ALL_THREE = ([9, 15, 12, 12, 9, 18, 12, 27, 21, 6], 141, "100.00")
IN_TURN = ([6, 6, 6, 6, 6, 9, 6, 14, 10, 3], 72, "51.06")
EIGHT_BLANK = ([6, 10, 8, 8, 6, 12, 8, 0, 14, 4], 76, "53.90")

Answering = Callable[[int, Question], int | None]


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        pytest.param(lambda place, question: None, ALL_BLANK, id="all blank"),
        pytest.param(lambda place, question: 1, ALL_ONE, id="all 1"),
        pytest.param(lambda place, question: 3, ALL_THREE, id="all 3"),
        pytest.param(lambda place, question: 3 - place % 4, IN_TURN, id="3,2,1,0,…"),
        pytest.param(
            lambda place, question: None if question.essential.number == 8 else 2,
            EIGHT_BLANK,
            id="all 2, Essential 8 blank",
        ),
    ],
)
@pytest.mark.django_db
def test_official_figure_is_that_of_the_workbook(
    score: Answering, expected: tuple[list[int], int, str]
) -> None:
    questionnaire = make.load_questionnaire()
    questions = questionnaire.questions.select_related("essential")
    answers = {
        question.code: score(place, question)
        for place, question in enumerate(questions)
    }
    assessment = make.make_assessment(questionnaire=questionnaire, answers=answers)
    points, total, per_cent = expected

    rows = assessment.answers.select_related("question__essential")
    official = scoring.official(marks(rows, questionnaire.scale_maximum).values())
    parts = reports.scores([assessment])[assessment.pk]

    assert [parts[number].points for number in range(1, 11)] == points
    assert (official.points, official.out_of) == (total, 141)
    assert official.share is not None
    assert f"{float(official.share * 100):.2f}" == per_cent
