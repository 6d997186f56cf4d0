"""A filled official workbook is read as it is, and nothing in it is taken for other."""

import datetime as dt
from decimal import Decimal

import pytest

from scorecard.workbooks import official
from scorecard.workbooks.faults import Finding, Trouble, Unreadable
from scorecard.workbooks.official_map import CODES, OfficialContent
from tests import spoil
from tests.official import official_workbook, results_workbook
from tests.parcel import HEAD, MAIN, OFFICE

pytestmark = pytest.mark.once

IN_TURN = {code: 1 + place % 4 for place, code in enumerate(CODES)}


def troubles(content: OfficialContent) -> list[tuple[Trouble, str, str]]:
    """Return what was found but for the total, which then differs by itself."""
    return [
        (one.trouble, one.sheet, one.cell)
        for one in content.findings
        if one.trouble != Trouble.TOTAL_DIFFERS
    ]


def scores(content: OfficialContent) -> dict[str, int | None]:
    return {answer.code: answer.score for answer in content.answers}


def test_best_option_is_the_score_three() -> None:
    content = official.read(official_workbook(answers={"P1.1": 1, "P1.2": 4}))

    assert scores(content)["P1.1"] == 3
    assert scores(content)["P1.2"] == 0


def test_blank_answers_stay_blank() -> None:
    content = official.read(official_workbook())

    assert scores(content) == dict.fromkeys(CODES)
    assert content.findings == ()


def test_texts_are_those_of_their_own_block() -> None:
    blank = official_workbook(comments={"P2.3": "Мапа из 2021."})
    filled = blank
    for cell, text in (
        ("C29", "Доказ"),
        ("B34", "P2.4 треба урадити"),
        ("C34", "Водоводна служба"),
        ("D34", "2026"),
    ):
        filled = spoil.spoiled(filled, "E02", cell, text)

    content = official.read(filled)
    answer = next(one for one in content.answers if one.code == "P2.3")

    assert answer.comment == "Мапа из 2021."
    assert answer.evidence == "Доказ"
    assert answer.action == "P2.4 треба урадити"
    assert (answer.institution, answer.timescale) == ("Водоводна служба", "2026")
    assert (answer.sheet, answer.cell) == ("E02", "E29")
    assert len(content.answers) == 47
    assert content.findings == ()


@pytest.mark.parametrize("value", [0, 5, 2.5, -1, "два", "2.0", "22", True, False])
def test_what_is_no_level_is_a_finding_with_its_cell(value: str | float) -> None:
    content = official.read(
        spoil.spoiled(official_workbook(IN_TURN), "E03", "E18", value)
    )

    assert troubles(content) == [(Trouble.NOT_A_LEVEL, "E03", "E18")]
    assert set(CODES) - set(scores(content)) == {"P3.2"}


@pytest.mark.parametrize(("value", "score"), [("2", 2), ("  ", None), (3.0, 1)])
def test_level_may_be_written_as_text(value: str | float, score: int | None) -> None:
    content = official.read(spoil.spoiled(official_workbook(), "E03", "E18", value))

    assert scores(content)["P3.2"] == score
    assert troubles(content) == []


def test_formula_is_no_answer() -> None:
    content = official.read(spoil.spoiled(official_workbook(), "E01", "E7", "=1+1"))

    assert content.findings == (Finding(Trouble.FORMULA, "E01", "E7", "=1+1", "P1.1"),)


@pytest.mark.parametrize("area", ["E6:E7", "D7:E7", "E7:F7", "E7:E15", "B5:D5"])
def test_merged_answer_is_left_out(area: str) -> None:
    content = official.read(spoil.merged(official_workbook(), "E01", area))

    assert [one for one, _, _ in troubles(content)] == [Trouble.CELLS_MERGED]
    assert "P1.1" not in scores(content)


def test_row_put_in_moves_the_rows_after_it() -> None:
    content = official.read(spoil.row_inserted(official_workbook(IN_TURN), "E04", 5))

    assert troubles(content) == [
        (Trouble.ROW_MOVED, "E04", "B15"),
        (Trouble.ROW_MOVED, "E04", "B26"),
        (Trouble.ROW_MOVED, "E04", "B37"),
        (Trouble.ROW_MOVED, "E04", "E8"),
    ]
    assert not {"P4.1", "P4.2", "P4.3", "P4.4"} & set(scores(content))
    assert scores(content)["P5.1"] is not None


def test_number_beside_an_answer_is_not_passed_over() -> None:
    content = official.read(spoil.spoiled(official_workbook(), "E01", "E9", 2))

    assert troubles(content) == [(Trouble.ROW_MOVED, "E01", "E9")]


def test_lost_header_leaves_its_answer_unread() -> None:
    content = official.read(
        spoil.spoiled(official_workbook(IN_TURN), "E01", "B14", "Наслов")
    )

    assert troubles(content) == [(Trouble.CODE_MISSING, "E01", "B14")]
    assert "P1.2" not in scores(content)


def test_code_that_stands_twice_is_taken_neither_time() -> None:
    content = official.read(
        spoil.spoiled(official_workbook(IN_TURN), "E02", "B60", "P2.1 - Још једном")
    )

    assert troubles(content) == [(Trouble.CODE_REPEATED, "E02", "B60")]
    assert "P2.1" not in scores(content)


def test_code_over_another_block_is_not_read_as_that_one() -> None:
    content = official.read(
        spoil.spoiled(official_workbook(IN_TURN), "E01", "B14", "P1.1 - Туђ наслов")
    )

    assert {one for one, _, _ in troubles(content)} == {
        Trouble.CODE_REPEATED,
        Trouble.CODE_MISSING,
    }
    assert not {"P1.1", "P1.2"} & set(scores(content))


def test_unknown_code_is_named() -> None:
    content = official.read(
        spoil.spoiled(official_workbook(), "E10", "B36", "P10.3 - Ново")
    )

    assert troubles(content) == [(Trouble.CODE_UNKNOWN, "E10", "B36")]


def test_missing_sheet_leaves_the_others() -> None:
    content = official.read(spoil.sheet_removed(official_workbook(IN_TURN), "E08"))

    assert troubles(content) == [(Trouble.SHEET_MISSING, "E08", "")]
    assert len(content.answers) == 38


@pytest.mark.parametrize("sheet", ["Info", "Results"])
def test_answers_are_read_without_the_other_sheets(sheet: str) -> None:
    content = official.read(spoil.sheet_removed(official_workbook(IN_TURN), sheet))

    assert troubles(content) == [(Trouble.SHEET_MISSING, sheet, "")]
    assert len(content.answers) == 47


def test_text_of_ten_thousand_letters_is_the_longest() -> None:
    longest = official.read(official_workbook(comments={"P1.1": "ш" * 10_000}))
    longer = official.read(official_workbook(comments={"P1.1": "ш" * 10_001}))

    assert longest.findings == ()
    assert troubles(longer) == [(Trouble.TEXT_TOO_LONG, "E01", "C5")]


def test_printed_total_is_kept_beside_ours() -> None:
    content = official.read(official_workbook(IN_TURN))

    assert (content.printed_total, content.printed_maximum) == (72, 141)
    assert content.findings == ()


def test_other_printed_total_is_a_finding() -> None:
    content = official.read(official_workbook(IN_TURN, printed_total=99))

    assert content.findings == (Finding(Trouble.TOTAL_DIFFERS, "Results", "", "99"),)


def test_workbook_of_another_kind_is_refused() -> None:
    stranger = spoil.sheet_removed(results_workbook(), "Results")

    with pytest.raises(Unreadable) as refused:
        official.read(stranger)

    assert [one.trouble for one in refused.value.findings] == [Trouble.UNKNOWN_WORKBOOK]


def test_sheets_of_that_name_alone_are_no_official_workbook() -> None:
    empty = (
        f'{HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheetData/></worksheet>'
    )
    content = spoil.sheet_removed(
        official_workbook(), *(f"E{number:02}" for number in range(2, 11))
    )
    content = spoil.with_entry(content, spoil.part_of(content, "E01"), empty.encode())

    with pytest.raises(Unreadable) as refused:
        official.read(content)

    assert [one.trouble for one in refused.value.findings] == [Trouble.UNKNOWN_WORKBOOK]


def test_profile_is_read_with_the_dates_of_its_sources() -> None:
    info = {
        "D4": "Уб",
        "D5": "Municipality",
        "D6": "Serbia",
        "D7": 45418,
        "C10": "Председница општине",
        "C11": 29101,
        "D11": 2022,
        "C12": "456,7",
        "D12": "5. 3. 2021.",
        "C14": 10.1,
        "D14": 44562,
        "C21": "Поплава",
        "C22": "Земљотрес",
        "D33": "Лена Лидић",
        "B40": "Црвени крст",
        "C40": "помоћ",
        "B41": "Водовод",
    }

    profile = official.read(official_workbook(info=info)).profile

    assert (profile.city, profile.country) == ("Уб", "Serbia")
    assert profile.date == dt.date(2024, 5, 6)
    assert profile.population.value == Decimal(29101)
    assert profile.population.source_date == "2022"
    assert profile.area.value == Decimal("456.7")
    assert profile.area.source_date == dt.date(2021, 3, 5)
    assert profile.youth.value == Decimal("10.1")
    assert profile.youth.source_date == dt.date(2022, 1, 1)
    assert profile.most_probable.value == "Поплава"
    assert profile.most_severe.value == "Земљотрес"
    assert profile.density.value is None
    assert profile.stakeholders == "Црвени крст, помоћ\nВодовод"


@pytest.mark.parametrize("value", ["око 30.000", "12.345", True, "n/a"])
def test_figure_that_is_not_certain_is_a_finding(value: str | bool) -> None:
    content = official.read(official_workbook(info={"C11": value}))

    assert troubles(content) == [(Trouble.NOT_A_NUMBER, "Info", "C11")]
    assert content.profile.population.value is None


@pytest.mark.parametrize(
    ("value", "number"),
    [("29 101", 29101), ("1.234.567", 1234567), ("12,5 %", "12.5"), ("7", 7)],
)
def test_figure_may_be_written_as_people_do(value: str, number: str | int) -> None:
    content = official.read(official_workbook(info={"C11": value}))

    assert content.profile.population.value == Decimal(number)
