"""The official workbook is filled in place and everything else stays as it was."""

import dataclasses
import datetime as dt
import io
import zipfile
from collections.abc import Callable
from decimal import Decimal

import openpyxl
import pytest

from scorecard.workbooks import official, official_fill
from scorecard.workbooks.faults import Trouble, Unreadable
from scorecard.workbooks.official_fill import OfficialFilling
from scorecard.workbooks.official_map import (
    CODES,
    PLACES,
    Figure,
    OfficialAnswer,
    OfficialContent,
    OfficialProfile,
)
from tests import libreoffice, spoil
from tests.official import OTHER_ENTRIES, official_workbook, results_workbook

pytestmark = pytest.mark.once

Scoring = Callable[[int, str], int | None]
EDITED = ("xl/workbook.xml", "xl/worksheets/", "xl/ctrlProps/", "xl/drawings/vml")
PROFILE = OfficialProfile(
    city="Уб",
    city_type="Municipality",
    country="Serbia",
    date=dt.date(2024, 5, 6),
    population=Figure(Decimal(29101), dt.date(2022, 10, 1), "C11"),
    area=Figure(Decimal("456.7"), "2021", "C12"),
    most_severe=Figure("Земљотрес", None, "C22"),
    gini=Figure(Decimal("33.3"), None, "C29"),
    lead="Лена Лидић",
    willing_to_share="Yes",
)


def answered(score: Scoring) -> OfficialFilling:
    return OfficialFilling(
        answers=tuple(
            OfficialAnswer(code, score(place, code)) for place, code in enumerate(CODES)
        )
    )


def in_turn(place: int, _code: str) -> int:
    return 3 - place % 4


def bare(content: OfficialContent) -> tuple[OfficialAnswer, ...]:
    """Return the answers without their places."""
    return tuple(
        dataclasses.replace(answer, sheet="", cell="") for answer in content.answers
    )


def pressed_in_parts(content: bytes) -> set[str]:
    return {
        name
        for name, part in spoil.entries(content).items()
        if name.startswith("xl/ctrlProps/") and b'checked="Checked"' in part
    }


def pressed_in_drawings(content: bytes) -> int:
    return sum(
        part.count(b"<x:Checked>1</x:Checked>")
        for part in spoil.entries(content).values()
    )


# Points per Essential and the total: from the formulas of the official workbook.
@pytest.mark.parametrize(
    ("score", "points", "total"),
    [
        pytest.param(lambda place, code: None, [0] * 10, 0, id="all blank"),
        pytest.param(
            lambda place, code: 1, [3, 5, 4, 4, 3, 6, 4, 9, 7, 2], 47, id="all 1"
        ),
        pytest.param(
            lambda place, code: 3,
            [9, 15, 12, 12, 9, 18, 12, 27, 21, 6],
            141,
            id="all 3",
        ),
        pytest.param(in_turn, [6, 6, 6, 6, 6, 9, 6, 14, 10, 3], 72, id="3,2,1,0,…"),
        pytest.param(
            lambda place, code: None if code.startswith("P8.") else 2,
            [6, 10, 8, 8, 6, 12, 8, 0, 14, 4],
            76,
            id="all 2, Essential 8 blank",
        ),
    ],
)
def test_libreoffice_computes_our_totals_and_keeps_the_answers(
    score: Scoring, points: list[int], total: int
) -> None:
    filling = answered(score)
    filled = official_fill.fill(official_workbook(), filling)

    saved = libreoffice.converted(filled, ".xlsm", "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(saved), data_only=True)
    results = book["Results"]
    options = [book[place.sheet][place.answer].value for place in PLACES]

    assert [results[f"G{row}"].value for row in range(163, 173)] == points
    assert results["G173"].value == total
    assert [None if one is None else 4 - one for one in options] == [
        answer.score for answer in filling.answers
    ]


def test_what_was_filled_is_read_back() -> None:
    filling = OfficialFilling(
        answers=tuple(
            OfficialAnswer(
                code,
                None if place % 5 == 0 else place % 4,
                comment=f"Напомена {code}\nдруги ред",
                evidence=f"Доказ {code}",
                action=f"{code} треба урадити",
                institution="Општинска управа",
                timescale="2026–2027",
            )
            for place, code in enumerate(CODES)
        ),
        profile=PROFILE,
    )

    content = official.read(official_fill.fill(official_workbook(), filling))

    assert bare(content) == filling.answers
    assert content.findings == ()
    assert content.printed_total is None
    for name in ("city", "country", "date", "lead", "willing_to_share"):
        assert getattr(content.profile, name) == getattr(PROFILE, name)
    for name in ("population", "area", "most_severe", "gini"):
        assert content.profile.figures[name] == PROFILE.figures[name]


def test_every_other_entry_is_identical_to_its_packed_bytes() -> None:
    blank = official_workbook()
    filled = official_fill.fill(blank, answered(in_turn))

    with (
        zipfile.ZipFile(io.BytesIO(blank)) as before,
        zipfile.ZipFile(io.BytesIO(filled)) as after,
    ):
        assert after.testzip() is None
        assert after.namelist() == before.namelist()
        for old, new in zip(before.infolist(), after.infolist(), strict=True):
            assert (old.date_time, old.external_attr) == (
                new.date_time,
                new.external_attr,
            )
            if not old.filename.startswith(EDITED):
                assert (old.CRC, old.compress_size) == (new.CRC, new.compress_size)
                assert before.read(old) == after.read(new)
        for name, data in OTHER_ENTRIES.items():
            assert after.read(name) == data


def test_sheets_keep_all_but_the_cells_written() -> None:
    blank = official_workbook()

    filled = spoil.entries(official_fill.fill(blank, answered(in_turn)))
    untouched = [spoil.part_of(blank, name) for name in ("Cover", "Results", "About")]

    assert all(filled[part] == spoil.entries(blank)[part] for part in untouched)
    sheet = filled[spoil.part_of(blank, "E01")]
    assert sheet.startswith(b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>')
    assert b'mc:Ignorable="x14ac"' in sheet
    assert b'<c r="E7" s="1"><v>1</v></c>' in sheet
    assert b"<f>IF(E7=1,TRUE,FALSE)</f>" in sheet
    assert b"<sheetProtection" in sheet


def test_workbook_is_computed_anew_when_opened() -> None:
    filled = official_fill.fill(official_workbook(), OfficialFilling())

    workbook = spoil.entries(filled)["xl/workbook.xml"]

    assert b'<calcPr calcId="191029" fullCalcOnLoad="1"/>' in workbook


def test_computing_is_asked_for_where_nothing_was_said_about_it() -> None:
    blank = official_workbook()
    workbook = spoil.entries(blank)["xl/workbook.xml"]
    blank = spoil.with_entry(
        blank, "xl/workbook.xml", workbook.replace(b'<calcPr calcId="191029"/>', b"")
    )

    filled = official_fill.fill(blank, OfficialFilling())

    assert (
        b'</sheets><calcPr fullCalcOnLoad="1"/>'
        in (spoil.entries(filled)["xl/workbook.xml"])
    )


def test_one_button_of_each_answered_question_is_pressed() -> None:
    filled = official_fill.fill(official_workbook(), answered(in_turn))

    # The builder itself presses the buttons when it is given options.
    options = {code: 1 + place % 4 for place, code in enumerate(CODES)}
    expected = official_workbook(options)
    assert pressed_in_parts(filled) == pressed_in_parts(expected)
    assert pressed_in_drawings(filled) == 47


def test_old_answers_are_cleared() -> None:
    old = official_workbook(dict.fromkeys(CODES, 2), comments=dict.fromkeys(CODES, "х"))

    filled = official_fill.fill(
        old, OfficialFilling(answers=(OfficialAnswer("P1.1", 0),))
    )
    content = official.read(filled)

    assert content.answers[0].score == 0
    assert {answer.score for answer in content.answers[1:]} == {None}
    assert {answer.comment for answer in content.answers} == {""}
    assert len(pressed_in_parts(filled)) == 1
    assert pressed_in_drawings(filled) == 1


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+381 11", "-5", "@SUM(A1)", "_x000D_", "  размак ", "<&>\"'", "📈"],
)
def test_text_is_written_as_text_whatever_it_begins_with(text: str) -> None:
    answer = OfficialAnswer("P1.1", 3, comment=text)

    filled = official_fill.fill(official_workbook(), OfficialFilling((answer,)))
    book = openpyxl.load_workbook(io.BytesIO(filled))
    cell = book["E01"]["C5"]

    assert cell.data_type != "f"
    assert official.read(filled).answers[0].comment == text.strip()


def test_characters_that_xml_cannot_hold_are_dropped() -> None:
    answer = OfficialAnswer("P1.1", 3, comment="да\x00\x0b\ud800не\r\nред")

    filled = official_fill.fill(official_workbook(), OfficialFilling((answer,)))

    assert official.read(filled).answers[0].comment == "дане\nред"


def test_profile_is_written_only_where_it_is_given() -> None:
    blank = official_workbook(info={"C11": 5, "D35": "старо"})

    filled = official_fill.fill(blank, OfficialFilling())
    profile = official.read(filled).profile

    assert profile.country == "Serbia"
    assert profile.population.value == 5
    assert profile.contact == "старо"


def cut_control(content: bytes) -> bytes:
    part = spoil.part_of(content, "E02")
    sheet = spoil.entries(content)[part]
    return spoil.with_entry(content, part, sheet.replace(b'r:id="rId4"', b'r:id="x"'))


def cut_drawing(content: bytes) -> bytes:
    return spoil.with_entry(content, "xl/drawings/vmlDrawing4.vml", None)


def odd_row(content: bytes) -> bytes:
    part = spoil.part_of(content, "Info")
    sheet = spoil.entries(content)[part]
    return spoil.with_entry(
        content, part, sheet.replace(b'<row r="9"', b'<row r="file:///x"')
    )


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        pytest.param(results_workbook(), Trouble.UNKNOWN_WORKBOOK, id="edition 2023"),
        pytest.param(
            spoil.sheet_removed(official_workbook(), "E05"),
            Trouble.SHEET_MISSING,
            id="sheet missing",
        ),
        pytest.param(
            spoil.sheet_removed(official_workbook(), "Info"),
            Trouble.SHEET_MISSING,
            id="Info missing",
        ),
        pytest.param(
            spoil.row_inserted(official_workbook(), "E05", 14),
            Trouble.ROW_MOVED,
            id="row put in",
        ),
        pytest.param(
            spoil.spoiled(official_workbook(), "E05", "B14", "x"),
            Trouble.CODE_MISSING,
            id="header lost",
        ),
        pytest.param(
            spoil.merged(official_workbook(), "E05", "D7:E7"),
            Trouble.CELLS_MERGED,
            id="answer merged",
        ),
        pytest.param(
            cut_control(official_workbook()), Trouble.ROW_MOVED, id="button lost"
        ),
        pytest.param(
            cut_drawing(official_workbook()), Trouble.BROKEN, id="drawing lost"
        ),
        pytest.param(odd_row(official_workbook()), Trouble.BROKEN, id="odd row"),
    ],
)
def test_file_that_is_not_this_workbook_is_refused(
    content: bytes, trouble: Trouble
) -> None:
    with pytest.raises(Unreadable) as refused:
        official_fill.check_blank(content)

    assert refused.value.findings[0].trouble == trouble


@pytest.mark.parametrize(
    "answers",
    [
        (OfficialAnswer("P1.1", 4),),
        (OfficialAnswer("P1.9", 1),),
        (OfficialAnswer("P1.1", 1), OfficialAnswer("P1.1", 2)),
    ],
)
def test_impossible_filling_is_refused(answers: tuple[OfficialAnswer, ...]) -> None:
    with pytest.raises(ValueError, match=r"\."):
        OfficialFilling(answers=answers)
