"""An edition's indicators come in from a file, whole or not at all, and go out."""

import io
from typing import Any

import pytest
from django.test import Client
from openpyxl import Workbook

from cities.models import City, User
from scorecard.actions import editions
from scorecard.models import Assessment, Questionnaire
from tests import editions as shelf
from tests import make
from tests.conftest import ClientOf

NEW = {
    "code": "P1.2",
    "essential": "1",
    "section": "1.1",
    "section_title_sr": "Планови",
    "section_title_en": "Plans",
    "title_sr": "Љиљан",
    "title_en": "Lily",
    "asks_sr": "Шта је ново?",
    "asks_en": "What is new?",
    "level0_sr": "Без плана.",
    "level1_sr": "План.",
    "level0_en": "No plan.",
    "level1_en": "A plan.",
}


@pytest.fixture
def office(client_of: ClientOf, focal_point: User) -> Client:
    return client_of(shelf.let_in(focal_point))


@pytest.fixture
def draft(db: None) -> Questionnaire:
    return shelf.make_draft()


# What comes in


def test_only_editions_that_nothing_uses_are_offered(
    office: Client, assessment: Assessment, draft: Questionnaire
):
    form = office.get(f"{shelf.EDITIONS}import/?questionnaire={draft.pk}").context[
        "form"
    ]

    assert list(form.fields["questionnaire"].queryset) == [draft]
    assert form["questionnaire"].value() == str(draft.pk)


def test_preview_shows_each_change_and_saves_nothing(
    office: Client, draft: Questionnaire
):
    before = shelf.content_of(draft)

    page = shelf.bring_in(office, draft, [{"code": "P1.1", "title_sr": "Ново име"}])

    body = page.content.decode()
    assert "<strong>Preliminary assessment (2026)</strong>" in body
    assert "<del>Питање P1.1</del>" in body
    assert "<ins>Ново име</ins>" in body
    assert "9 indicators are not in the file and stay as they are." in body
    assert shelf.content_of(draft) == before


def test_columns_that_are_missing_keep_what_stands(
    office: Client, draft: Questionnaire
):
    rows = [{"code": "P1.1", "title_sr": "Љубав", "level3_sr": "Све."}]

    shelf.confirm(office, shelf.bring_in(office, draft, rows))

    question = draft.questions.get(code="P1.1")
    assert (question.title_sr, question.title_sr_latn) == ("Љубав", "Ljubav")
    assert question.title_en == "Question P1.1"
    level = question.levels.get(score=3)
    assert (level.text_sr, level.text_sr_latn) == ("Све.", "Sve.")
    assert level.text_en == "Wholly."
    assert draft.questions.count() == 10


def test_new_row_brings_its_section_and_levels(office: Client, draft: Questionnaire):
    shelf.confirm(office, shelf.bring_in(office, draft, [NEW]))

    question = draft.questions.get(code="P1.2")
    assert question.position == 11
    assert question.section.title_sr_latn == "Planovi"
    assert question.title_sr_latn == "Ljiljan"
    assert list(question.levels.order_by("score").values_list("text_en")) == [
        ("No plan.",),
        ("A plan.",),
    ]


def test_new_row_of_a_draft_may_still_lack_english(
    office: Client, draft: Questionnaire
):
    serbian = {name: text for name, text in NEW.items() if not name.endswith("_en")}

    shelf.confirm(office, shelf.bring_in(office, draft, [serbian]))

    assert draft.questions.get(code="P1.2").title_en == ""


def test_edition_in_use_takes_no_row_that_lacks_english(
    office: Client, draft: Questionnaire
):
    editions.put_in_use(questionnaire=draft)
    serbian = {name: text for name, text in NEW.items() if not name.endswith("_en")}

    page = shelf.bring_in(office, draft, [serbian])

    assert "P1.2: title_en is empty." in page.content.decode()
    assert not page.context.get("confirm_form")
    assert draft.questions.count() == 10


def test_rows_give_the_order(office: Client, draft: Questionnaire):
    codes = [f"P{number}.1" for number in range(10, 0, -1)]

    page = shelf.bring_in(office, draft, [{"code": code} for code in codes])
    assert "another order" in page.content.decode()
    assert draft.questions.first().code == "P1.1"

    shelf.confirm(office, page)

    assert _codes(draft) == codes


def test_new_row_follows_the_row_above_it(office: Client, draft: Questionnaire):
    rows = [
        {"code": "P3.1"} | _row(draft, "P3.1"),
        NEW,
        {"code": "P2.1"} | _row(draft, "P2.1"),
    ]

    shelf.confirm(office, shelf.bring_in(office, draft, rows))

    assert _codes(draft)[:5] == ["P1.1", "P3.1", "P1.2", "P2.1", "P4.1"]


@pytest.mark.parametrize(
    ("codes", "order"),
    [
        (["b", "d"], ["a", "b", "c", "d"]),
        (["d", "b"], ["a", "d", "c", "b"]),
        (["x"], ["a", "b", "c", "d", "x"]),
        (["x", "a", "y"], ["a", "y", "b", "c", "d", "x"]),
    ],
)
def test_two_orders_become_one(codes: list[str], order: list[str]):
    assert editions.merged(["a", "b", "c", "d"], codes) == order


def test_workbook_of_a_spreadsheet_program_is_read(
    office: Client, draft: Questionnaire
):
    book, file = Workbook(), io.BytesIO()
    book.active.append(["code", "essential", "title_sr", None])
    book.active.append(["P1.1", 2, "Ново име", None])
    book.active.append([None, None, None, None])
    book.save(file)

    shelf.confirm(office, shelf.upload(office, draft, "rows.xlsx", file.getvalue()))

    question = draft.questions.get(code="P1.1")
    assert (question.title_sr, question.essential.number) == ("Ново име", 2)


def test_table_may_have_semicolons(office: Client, draft: Questionnaire):
    table = "\ufeffcode;title_sr\r\nP1.1;Ново, боље име\r\n"

    shelf.confirm(office, shelf.upload(office, draft, "rows.csv", table.encode()))

    assert draft.questions.get(code="P1.1").title_sr == "Ново, боље име"


# What does not


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"essential": "11"}, "column essential: Write the number of an Essential"),
        ({"essential": ""}, "column essential: Write the number of an Essential"),
        ({"level4_sr": "Више."}, "level4_sr: The scale of this edition ends at 3."),
        (
            {"level1_sr": "БЕЗ  плана."},
            "level1_sr: This level says the same as level 0",
        ),
        ({"hint_en": "=1+1"}, "column hint_en: A text must not begin with"),
        ({"title_sr": "@Наслов"}, "column title_sr: A text must not begin with"),
        ({"title_sr": "Дуго" * 51}, "column title_sr: The text is too long"),
        ({"asks_sr": "Дуго" * 501}, "column asks_sr: The text is too long"),
        ({"code": "1" * 17}, "column code: The text is too long"),
        ({"title_sr": "Latinica"}, "column title_sr: Write Serbian in Cyrillic"),
        ({"level1_en": "План је ту."}, "column level1_en: Write English here"),
        ({"hint_sr": "Звук \x07"}, "hint_sr: The text has characters that cannot"),
        ({"condition": "moon"}, "column condition: This edition has no condition"),
        ({"certainty": "sure"}, "column certainty: Write one of these: seen"),
        ({"title_sr": ""}, "column title_sr: Write something here."),
        ({"asks_sr": ""}, "column asks_sr: Write something here."),
        ({"section_title_sr": ""}, "section_title_sr: Write something here."),
        ({"section": ""}, "section_title_sr: Write the code of the section too"),
        ({"code": ""}, "column code: Every row needs its code."),
        ({"code": "P1.1"}, "code: This code stands in the file more than once."),
    ],
)
def test_bad_row_is_named_and_nothing_is_saved(
    office: Client, draft: Questionnaire, changed: dict[str, str], sentence: str
):
    before = shelf.content_of(draft)
    rows = [{"code": "P1.1", "title_sr": "Ново"}, NEW | changed]
    rows[0] = dict.fromkeys(NEW | changed, "") | _row(draft, "P1.1") | rows[0]

    page = shelf.bring_in(office, draft, rows)

    body = page.content.decode()
    assert sentence in body
    assert "Row 3, column" in body
    assert not page.context.get("confirm_form")
    assert shelf.content_of(draft) == before


def test_empty_cell_does_not_wipe_out_a_text(office: Client, draft: Questionnaire):
    page = shelf.bring_in(office, draft, [{"code": "P1.1", "level2_en": ""}])

    said = "Row 2, column level2_en: A text stands here."
    assert said in page.content.decode()
    assert not page.context.get("confirm_form")


def test_section_has_one_title_in_a_file(office: Client, draft: Questionnaire):
    rows = [NEW, NEW | {"code": "P1.3", "section_title_sr": "Друго"}]

    page = shelf.bring_in(office, draft, rows)

    said = "Row 3, column section_title_sr: The section has another title further up"
    assert said in page.content.decode()
    assert draft.questions.count() == 10


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ("title_sr\nНово\n", "There is no column code."),
        ("code,titel_sr\nP1.1,Ново\n", "No column is called so: titel_sr."),
        ("code,hint_sr,hint_sr\nP1.1,А,Б\n", "A column stands there twice: hint_sr."),
    ],
)
def test_bad_head_is_named_and_nothing_is_saved(
    office: Client, draft: Questionnaire, table: str, sentence: str
):
    page = shelf.upload(office, draft, "rows.csv", table.encode())

    assert sentence in page.content.decode()
    assert not page.context.get("confirm_form")


@pytest.mark.parametrize("value", [1.1, "=A1"])
def test_code_that_a_spreadsheet_changed_is_refused(
    office: Client, draft: Questionnaire, value: Any
):
    book, file = Workbook(), io.BytesIO()
    book.active.append(["code", "title_sr"])
    book.active.append([value, "Ново"])
    book.save(file)

    page = shelf.upload(office, draft, "rows.xlsx", file.getvalue())

    assert "Row 2, column code:" in page.content.decode()
    assert not page.context.get("confirm_form")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("rows.csv", b"code\n" + b"x" * 2 * 1024 * 1024),
        ("rows.xlsx", b"PK\x03\x04 no workbook"),
        ("rows.xlsx", b""),
        ("rows.csv", "code\nП1".encode("cp1251")),
    ],
)
def test_file_that_is_no_table_is_refused(
    office: Client, draft: Questionnaire, name: str, content: bytes
):
    page = shelf.upload(office, draft, name, content)

    assert page.status_code == 200
    assert page.context["form"].errors["import_file"]


def test_used_edition_takes_no_file(office: Client, assessment: Assessment):
    page = shelf.bring_in(office, assessment.questionnaire, [{"code": "P1.1"}])

    assert page.context["form"].errors["questionnaire"]


def test_edition_that_was_used_since_the_preview_takes_nothing(
    office: Client, draft: Questionnaire, city: City, lead: User
):
    page = shelf.bring_in(office, draft, [{"code": "P1.1", "title_sr": "Ново"}])
    make.make_assessment(city=city, lead=lead, questionnaire=draft)

    shelf.confirm(office, page)

    assert draft.questions.get(code="P1.1").title_sr == "Питање P1.1"


def test_row_that_went_wrong_since_the_preview_saves_nothing(
    office: Client, draft: Questionnaire
):
    shelf.make_condition(draft)
    rows = [
        {"code": "P1.1", "condition": "", "title_sr": "Ново"},
        {"code": "P2.1", "condition": "rail", "title_sr": "Ново"},
    ]
    page = shelf.bring_in(office, draft, rows)
    draft.conditions.all().delete()

    answer = shelf.confirm(office, page)

    assert "Nothing was saved." in answer.content.decode()
    assert not draft.questions.filter(title_sr="Ново").exists()


def _row(draft: Questionnaire, code: str) -> dict[str, str]:
    """Return the cells that an indicator of the draft has in a file."""
    question = draft.questions.get(code=code)
    levels = question.levels.all()
    return {
        "essential": str(question.essential.number),
        **{
            name: getattr(question, name)
            for name in ("title_sr", "title_en", "asks_sr", "asks_en")
        },
        **{f"level{one.score}_sr": one.text_sr for one in levels},
        **{f"level{one.score}_en": one.text_en for one in levels},
    }


def _codes(edition: Questionnaire) -> list[str]:
    return list(edition.questions.values_list("code", flat=True))
