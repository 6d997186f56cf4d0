"""Workbooks uploaded through the views, and what stands in the database then."""

import html
import io
import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from cities.models import City, ProfileFigure, User
from scorecard.models import (
    Answer,
    AnswerChange,
    Assessment,
    Evidence,
    NotedAction,
    PendingImport,
    Questionnaire,
)
from scorecard.workbooks.official_map import PLACES
from tests import make
from tests.official import official_workbook
from tests.spoil import spoiled

CODES = tuple(f"P{at // 4 + 1}.{at % 4 + 1}" for at in range(12))
COLUMNS = {"answer": "D", "comment": "E", "reason": "F", "evidence": "G"}
KEPT = (Answer, AnswerChange, Evidence, NotedAction, Assessment, ProfileFigure)


def make_round(city: City, lead: User, **fields: Any) -> Assessment:
    """Create a blank draft with twelve questions in three Essentials."""
    questionnaire = make.make_questionnaire(questions=CODES, edition="twelve")
    return make.make_assessment(
        city=city, lead=lead, questionnaire=questionnaire, **fields
    )


def kept() -> dict[str, list[dict[str, Any]]]:
    """Return all that an import could change."""
    found = {one.__name__: list(one.objects.order_by("pk").values()) for one in KEPT}
    found["editions"] = list(Questionnaire.objects.values())
    found["proved"] = list(Evidence.answers.through.objects.values())
    return found


def downloaded(client: Client, assessment: Assessment, language: str = "en") -> bytes:
    address = reverse("scorecard:workbook", args=[assessment.pk])
    return client.get(address, {"language": language}).content


def upload_own(
    client: Client, assessment: Assessment, content: bytes, name: str = "book.xlsx"
) -> HttpResponse:
    address = reverse("scorecard:upload-workbook", args=[assessment.pk])
    return upload_file(client, address, content, name)


def upload_official(
    client: Client, city: City, content: bytes, name: str = "book.xlsm"
) -> HttpResponse:
    address = reverse("scorecard:upload-official", args=[city.code])
    return upload_file(client, address, content, name)


def places(content: bytes) -> dict[str, tuple[str, int]]:
    """Return sheet and row of each question in our own workbook."""
    workbook = load_workbook(io.BytesIO(content))
    return {
        cell.value: (sheet.title, cell.row)
        for sheet in workbook.worksheets[1:]
        for (cell,) in sheet.iter_rows(max_col=1)
        if cell.value in CODES
    }


def filled(content: bytes, rows: dict[str, dict[str, Any]]) -> bytes:
    """Return our own workbook with values typed into the rows of some questions."""
    where = places(content)
    workbook = load_workbook(io.BytesIO(content), rich_text=True)
    for code, values in rows.items():
        sheet, row = where[code]
        for name, value in values.items():
            workbook[sheet][f"{COLUMNS[name]}{row}"].value = value
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def official_with(
    texts: dict[str, dict[str, str]] | None = None, **fields: Any
) -> bytes:
    """Return an official workbook with evidence and actions by code, too."""
    content = official_workbook(**fields)
    cells = {"evidence": ("C", 4), "action": ("B", 9)}
    cells |= {"institution": ("C", 9), "timescale": ("D", 9)}
    for place in PLACES:
        for name, text in (texts or {}).get(place.code, {}).items():
            content = spoiled(content, place.sheet, place.cell(*cells[name]), text)
    return content


def pending() -> PendingImport:
    return PendingImport.objects.latest("pk")


def words(response: HttpResponse) -> str:
    """Return what a page says, without its marks, on one line."""
    text = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(text).split())


def upload_file(
    client: Client, address: str, content: bytes, name: str = "book.xlsm"
) -> HttpResponse:
    return client.post(address, {"file": SimpleUploadedFile(name, content)})
