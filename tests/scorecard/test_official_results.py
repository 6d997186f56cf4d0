"""Where only the sheet Results is left, its codes and scores are read."""

import pytest

from scorecard.workbooks import official
from scorecard.workbooks.faults import Trouble, Unreadable
from scorecard.workbooks.official_map import CODES, PLACES, SHEETS
from tests import spoil
from tests.official import official_workbook, results_workbook

ALL_ONE = dict.fromkeys(CODES, 1)


def test_edition_of_2023_has_46_indicators_and_its_own_total() -> None:
    content = official.read(results_workbook(ALL_ONE))

    assert content.edition == "2023"
    assert [answer.score for answer in content.answers] == [1] * 46
    assert (content.printed_total, content.printed_maximum) == (46, 138)
    assert content.findings == ()


def test_blank_score_stays_blank_and_nought_is_nought() -> None:
    content = official.read(results_workbook({"P1.1": 0}))

    assert content.answers[0].score == 0
    assert content.answers[1].score is None


def test_score_is_found_where_its_header_stands() -> None:
    content = official.read(results_workbook({"P1.1": 2}))

    assert (content.answers[0].sheet, content.answers[0].cell) == ("Results", "D5")


@pytest.mark.parametrize(
    ("value", "trouble"),
    [
        (4, Trouble.NOT_A_LEVEL),
        (2.5, Trouble.NOT_A_LEVEL),
        ("два", Trouble.NOT_A_LEVEL),
        (True, Trouble.NOT_A_LEVEL),
        ("=1+1", Trouble.FORMULA),
    ],
)
def test_what_is_no_score_is_left_out(value: str | float, trouble: Trouble) -> None:
    content = official.read(
        spoil.spoiled(
            results_workbook(ALL_ONE, printed_total=45), "Results", "D5", value
        )
    )

    assert [(one.trouble, one.cell) for one in content.findings] == [(trouble, "D5")]
    assert "P1.1" not in [answer.code for answer in content.answers]


def test_score_written_as_text_is_one() -> None:
    content = official.read(spoil.spoiled(results_workbook(), "Results", "D5", "2"))

    assert content.answers[0].score == 2


def test_code_that_stands_twice_in_results_is_not_taken() -> None:
    content = official.read(spoil.spoiled(results_workbook(), "Results", "B60", "P1.1"))

    assert [one.trouble for one in content.findings] == [Trouble.CODE_REPEATED]
    assert len(content.answers) == 45


def test_unknown_code_in_results_is_named() -> None:
    content = official.read(
        spoil.spoiled(results_workbook(), "Results", "B60", "P11.1")
    )

    assert [one.trouble for one in content.findings] == [Trouble.CODE_UNKNOWN]


def test_more_than_one_missing_indicator_is_a_finding() -> None:
    content = official.read(results_workbook(codes=CODES[:-2]))

    assert [one.code for one in content.findings] == ["P10.1", "P10.2"]


def test_merged_score_is_left_out() -> None:
    content = official.read(spoil.merged(results_workbook(), "Results", "D4:D5"))

    assert [one.trouble for one in content.findings] == [Trouble.CELLS_MERGED]


def test_results_of_something_else_are_refused() -> None:
    with pytest.raises(Unreadable) as refused:
        official.read(results_workbook(codes=["P1.1"]))

    assert refused.value.findings[0].trouble == Trouble.UNKNOWN_WORKBOOK


def test_2017_edition_without_its_sheets_tells_nought_from_blank() -> None:
    content = official_workbook()
    row = 175 + CODES.index("P3.2")
    content = spoil.spoiled(content, "Results", f"G{row}", 4)

    read = official.read(spoil.sheet_removed(content, *SHEETS))

    assert read.edition == "2017"
    assert {one.code for one in read.answers if one.score == 0} == {"P3.2"}
    assert len([one for one in read.answers if one.score is None]) == len(PLACES) - 1
