"""Editions for tests of the office: their rows, pages and what is posted there."""

import csv
import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cities.models import User
from cities.serbian import to_latin
from scorecard.models import Condition, Level, Question, Questionnaire, Section
from tests import make

EDITIONS = "/office/scorecard/questionnaire/"
ALL_TEN = [f"P{number}.1" for number in range(1, 11)]


def let_in(focal_point: User) -> User:
    """Let a focal point open the office too."""
    focal_point.is_staff = True
    focal_point.save()
    return focal_point


def make_draft(edition: str = "2026") -> Questionnaire:
    """Create an edition for all Essentials, whole but for its state."""
    return make.make_questionnaire(questions=ALL_TEN, edition=edition, status="draft")


def make_section(edition: Questionnaire, code: str = "1.1") -> Section:
    return Section.objects.create(
        questionnaire=edition, code=code, **three("title", "Планови", "Plans")
    )


def make_condition(edition: Questionnaire) -> Condition:
    return Condition.objects.create(
        questionnaire=edition,
        code="rail",
        **three("asks", "Има ли пруге?", "Is there a railway?"),
        **three("reason", "Нема пруге.", "There is no railway."),
    )


def make_detailed() -> Questionnaire:
    """Create a detailed draft edition: sections, a condition, a prompt's subject."""
    detailed = make.make_questionnaire(
        code="detailed",
        edition="0",
        scale_maximum=5,
        questions=("1.1.1", "1.1.2", "1.2.1", "2.1.1"),
    )
    Questionnaire.objects.filter(pk=detailed.pk).update(
        **three("draft_note", "Нацрт, није упоредиво", "Draft, not comparable")
    )
    detailed.refresh_from_db()
    rail = make_condition(detailed)
    for code, subject in (("1.1", "P1.1"), ("1.2", ""), ("2.1", "P2.1")):
        section = Section.objects.create(
            questionnaire=detailed,
            code=code,
            subject=subject,
            **three("title", "Израда планова", "Plan making"),
        )
        detailed.questions.filter(code__startswith=code).update(section=section)
    detailed.questions.filter(code="1.1.2").update(condition=rail)
    return detailed


def content_of(edition: Questionnaire) -> tuple[Any, ...]:
    own = (edition.draft_note_sr or "", edition.source_note_sr, edition.scale_maximum)
    names = ("code", "position", "title_sr", "title_sr_latn", "title_en", "asks_sr")
    levels = Level.objects.filter(question__questionnaire=edition).order_by(
        "question__position", "score"
    )
    return (
        own,
        list(edition.questions.values_list(*names)),
        list(edition.questions.values_list("section__code", "condition__code")),
        list(edition.sections.values_list("code", "title_sr", "title_en")),
        list(edition.conditions.values_list("code", "asks_sr", "reason_en")),
        list(levels.values_list("score", "text_sr", "text_sr_latn", "text_en")),
    )


def act(
    office: Client, action: str, questionnaire: Questionnaire, **fields: Any
) -> str:
    """Do what the list's menu does, and return the page it leads to."""
    fields |= {"action": action, "_selected_action": questionnaire.pk}
    page = office.post(EDITIONS, fields, follow=True)
    return page.content.decode()


def change_page(row: Any) -> str:
    return f"/office/scorecard/{type(row).__name__.lower()}/{row.pk}/change/"


def question_fields(
    question: Question, *, extra: int = 0, **changed: Any
) -> dict[str, Any]:
    """Return what the page of an indicator posts, with something changed."""
    levels = list(question.levels.order_by("score"))
    fields: dict[str, Any] = {
        "essential": question.essential_id,
        **texts("title", question.title_sr, question.title_en),
        **texts("asks", question.asks_sr, question.asks_en),
        "levels-TOTAL_FORMS": len(levels) + extra,
        "levels-INITIAL_FORMS": len(levels),
    }
    for at, level in enumerate(levels):
        fields[f"levels-{at}-id"] = level.pk
        fields[f"levels-{at}-score"] = level.score
        fields |= texts(f"levels-{at}-text", level.text_sr, level.text_en)
    return fields | changed


def texts(name: str, serbian: str, english: str) -> dict[str, str]:
    return {f"{name}_sr": serbian, f"{name}_en": english}


def three(name: str, serbian: str, english: str) -> dict[str, str]:
    return {**texts(name, serbian, english), f"{name}_sr_latn": to_latin(serbian)}


def bring_in(office: Client, edition: Questionnaire, rows: list[dict[str, str]]) -> Any:
    """Upload rows as a table; a row without a column leaves its cell empty."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    table = io.StringIO()
    writer = csv.DictWriter(table, columns)
    writer.writeheader()
    writer.writerows(rows)
    return upload(office, edition, "rows.csv", table.getvalue().encode())


def upload(office: Client, edition: Questionnaire, name: str, content: bytes) -> Any:
    """Bring a file in up to its preview."""
    fields = {
        "format": "0" if name.endswith("xlsx") else "1",
        "resource": "",
        "questionnaire": edition.pk,
        "import_file": SimpleUploadedFile(name, content),
    }
    return office.post(f"{EDITIONS}import/", fields)


def confirm(office: Client, preview: Any) -> Any:
    """Say yes to a preview, and return the page that follows."""
    fields = preview.context["confirm_form"].initial
    return office.post(f"{EDITIONS}process_import/", fields, follow=True)


def export(office: Client, kind: str, edition: Questionnaire) -> bytes:
    """Return the file that the edition goes out as."""
    fields = {"action": kind, "_selected_action": edition.pk}
    return office.post(EDITIONS, fields).content
