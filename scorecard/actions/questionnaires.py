"""Shipped questionnaires come in from readable files, by natural key."""

import tomllib
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cities.serbian import to_latin
from scorecard.models import Assessment, Essential, Level, Question, Questionnaire


def load_essentials(path: Path) -> int:
    """Create or renew the ten Essentials from TOML; return how many there are."""
    rows = tomllib.loads(path.read_text())["essentials"]
    with transaction.atomic():
        for row in rows:
            Essential.objects.update_or_create(
                number=row["number"],
                defaults={
                    "group": row["group"],
                    **_texts("name", row),
                    **_texts("short_name", row),
                    **_texts("intro", row),
                },
            )
    return len(rows)


def load_questionnaire(path: Path) -> Questionnaire:
    """Create or renew one edition from TOML, whole or not at all.

    An edition that an assessment uses is immutable: a file that says something else
    raises ValidationError and changes nothing.
    """
    rows = tomllib.loads(path.read_text())
    with transaction.atomic():
        questionnaire, _created = Questionnaire.objects.get_or_create(
            code=rows["code"],
            edition=rows["edition"],
            defaults={
                "scale_maximum": rows["scale_maximum"],
                "status": rows["status"],
            },
        )
        written = _rows_written(questionnaire, rows)
        if written and Assessment.objects.filter(questionnaire=questionnaire).exists():
            raise ValidationError(
                _(
                    "The edition %(edition)s is in use and cannot change. "
                    "Load the new wording as another edition."
                )
                % {"edition": rows["edition"]}
            )
    return questionnaire


def _rows_written(questionnaire: Questionnaire, rows: dict[str, Any]) -> int:
    """Write what differs from the file; return how many rows that were."""
    essentials = {one.number: one for one in Essential.objects.all()}
    questions = {one.code: one for one in questionnaire.questions.all()}
    levels = {
        (one.question_id, one.score): one
        for one in Level.objects.filter(question__questionnaire=questionnaire)
    }
    written = _renew(
        questionnaire,
        {
            "scale_maximum": rows["scale_maximum"],
            **_texts("name", rows),
            **_texts("source_note", rows),
        },
    )
    for position, row in enumerate(rows["questions"], start=1):
        question = questions.get(row["code"]) or Question(
            questionnaire=questionnaire, code=row["code"]
        )
        written += _renew(
            question,
            {
                "essential_id": essentials[row["essential"]].pk,
                "position": position,
                **_texts("title", row),
                **_texts("asks", row),
                **_texts("hint", row),
            },
        )
        for score, texts in row["levels"].items():
            level = levels.get((question.pk, int(score))) or Level(
                question=question, score=int(score)
            )
            written += _renew(level, _texts("text", {"text": texts}))
    return written


def _renew(row: Any, values: dict[str, Any]) -> int:
    if row.pk and all(getattr(row, name) == value for name, value in values.items()):
        return 0
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return 1


def _texts(field: str, row: dict[str, Any]) -> dict[str, str]:
    """Return the three columns of a text; the Latin one is derived."""
    texts = row.get(field) or {"sr": "", "en": ""}
    return {
        f"{field}_sr": texts["sr"].strip(),
        f"{field}_sr_latn": to_latin(texts["sr"].strip()),
        f"{field}_en": texts["en"].strip(),
    }
