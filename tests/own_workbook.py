"""Our own workbook for tests: invented questions, labels, and cells changed in it."""

import io
from collections.abc import Callable, Iterable
from typing import Any

from openpyxl import Workbook, load_workbook

from scorecard.workbooks.own import Base, Identity, Row, Words
from scorecard.workbooks.own_write import write

KEY = b"a key of the tests"
TOP = 5  # the row of a sheet's first question
WORDS = Words(
    title="Радна свеска",
    first_sheet="Упутство",
    essential="Ставка",
    facts=(("Град", "Уб"), ("Може се учитати до", "31.12.2026.")),
    guidance_title="Како се попуњава",
    guidance=("Попуњавају се само обојена поља.", "Изаберите ниво са списка."),
    progress_title="Докле смо стигли",
    questions="Питања",
    answered="Одговорено",
    total="Укупно",
    headings={
        "code": "Шифра",
        "question": "Питање",
        "levels": "Нивои",
        "answer": "Одговор",
        "comment": "Образложење",
        "reason": "Разлог",
        "evidence": "Доказ",
    },
    not_applicable="није применљиво",
    choice_error="Изаберите ниво са списка.",
    text_error="Текст је предугачак.",
    page="Страна",
    of="од",
)
IDENTITY = Identity(
    assessment=7,
    city_code="71277",
    city_name="Уб",
    questionnaire_code="preliminary",
    questionnaire_name="Прелиминарна процена",
    edition="2017",
    scale_maximum=3,
    round_name="2026",
    language="sr",
    exported_at="2026-11-23T14:05:00+01:00",
)


def make_rows(
    count: int = 12, answers: dict[int, Base] | None = None, **fields: Any
) -> list[Row]:
    """Return questions P1.1 to P1.4, P2.1 and so on, answered by their position."""
    rows = []
    for at in range(count):
        code = f"P{at // 4 + 1}.{at % 4 + 1}"
        given: dict[str, Any] = {
            "title": f"Наслов {code}",
            "asks": f"Да ли је питање {code} јасно?",
            "levels": {score: f"Ниво {score} за {code}." for score in range(4)},
            **fields,
        }
        rows.append(
            Row(
                code=code,
                essential=at // 4 + 1,
                essential_name=f"Основна ставка {at // 4 + 1}",
                answer=(answers or {}).get(at, Base()),
                **given,
            )
        )
    return rows


def make_workbook(
    rows: Iterable[Row] | None = None, identity: Identity = IDENTITY
) -> bytes:
    return write(identity, list(rows or make_rows()), WORDS, KEY)


def changed_by(change: Callable[[Workbook], object], content: bytes = b"") -> bytes:
    """Return the workbook after somebody's change to it."""
    workbook = load_workbook(io.BytesIO(content or make_workbook()), rich_text=True)
    change(workbook)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def typed(values: dict[str, Any], sheet: str = "Ставка 1") -> bytes:
    """Return the workbook with values typed into cells of a sheet."""

    def change(workbook: Workbook) -> None:
        for place, value in values.items():
            workbook[sheet][place].value = value

    return changed_by(change)
