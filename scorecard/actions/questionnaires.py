"""Shipped questionnaires come in from readable files, by natural key."""

import hashlib
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from cities.serbian import to_latin
from scorecard.models import (
    Assessment,
    Condition,
    Essential,
    Level,
    Question,
    Questionnaire,
    Section,
)

OWN_TEXTS = ("name", "source_note", "draft_note")
QUESTION_TEXTS = ("title", "asks", "hint")
CONDITION_TEXTS = ("asks", "reason")
LANGUAGE_COLUMNS = ("sr", "sr_latn", "en")


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

    A file that has not changed since it was loaded leaves alone what the office has
    edited. An edition that an assessment uses is immutable: a file that says something
    else raises ValidationError and changes nothing.
    """
    text = path.read_text()
    rows, digest = tomllib.loads(text), hashlib.sha256(text.encode()).hexdigest()
    with transaction.atomic():
        questionnaire, _created = Questionnaire.objects.get_or_create(
            code=rows["code"],
            edition=rows["edition"],
            defaults={
                "scale_maximum": rows["scale_maximum"],
                "status": rows["status"],
            },
        )
        if questionnaire.digest == digest:
            return questionnaire
        questionnaire.digest = digest
        wanted = _wanted(rows)
        if wanted == stored(questionnaire):
            questionnaire.save(update_fields=["digest"])
            return questionnaire
        if Assessment.objects.filter(questionnaire=questionnaire).exists():
            raise ValidationError(
                _(
                    "The edition %(edition)s is in use and cannot change. "
                    "Load the new wording as another edition."
                )
                % {"edition": rows["edition"]}
            )
        rewrite(questionnaire, wanted)
    return questionnaire


@dataclass(frozen=True)
class Edition:
    """An edition as plain rows: one form for the file and for the database."""

    own: dict[str, Any]
    sections: list[dict[str, Any]]
    conditions: list[dict[str, Any]]
    questions: list[dict[str, Any]]


def _wanted(rows: dict[str, Any]) -> Edition:
    """Return what the file says."""
    return Edition(
        own={"scale_maximum": rows["scale_maximum"], **_all_texts(OWN_TEXTS, rows)},
        sections=[
            {
                "code": row["code"],
                "subject": row.get("subject", ""),
                **_texts("title", row),
            }
            for row in rows.get("sections", [])
        ],
        conditions=[
            {"code": row["code"], **_all_texts(CONDITION_TEXTS, row)}
            for row in rows.get("conditions", [])
        ],
        questions=[
            {
                "code": row["code"],
                "essential": row["essential"],
                "section": row.get("section"),
                "condition": row.get("condition"),
                "certainty": row.get("certainty", ""),
                "levels": {
                    int(score): _texts("text", {"text": texts})
                    for score, texts in row["levels"].items()
                },
                **_all_texts(QUESTION_TEXTS, row),
            }
            for row in rows["questions"]
        ],
    )


def stored(questionnaire: Questionnaire) -> Edition:
    """Return what the database says of an edition."""
    questions = questionnaire.questions.select_related(
        "essential", "section", "condition"
    ).prefetch_related("levels")
    return Edition(
        own=_columns_of(questionnaire, "scale_maximum", *_columns(*OWN_TEXTS)),
        sections=[
            _columns_of(one, "code", "subject", *_columns("title"))
            for one in questionnaire.sections.all()
        ],
        conditions=[
            _columns_of(one, "code", *_columns(*CONDITION_TEXTS))
            for one in questionnaire.conditions.all()
        ],
        questions=[
            {
                "essential": one.essential.number,
                "section": one.section.code if one.section else None,
                "condition": one.condition.code if one.condition else None,
                "levels": {
                    level.score: _columns_of(level, *_columns("text"))
                    for level in one.levels.all()
                },
                **_columns_of(one, "code", "certainty", *_columns(*QUESTION_TEXTS)),
            }
            for one in questions
        ],
    )


def rewrite(questionnaire: Questionnaire, edition: Edition) -> None:
    """Put an edition that nobody uses in the file's place, whole."""
    for name, value in edition.own.items():
        setattr(questionnaire, name, value)
    questionnaire.save()
    questionnaire.questions.all().delete()
    questionnaire.sections.all().delete()
    questionnaire.conditions.all().delete()
    essentials = {one.number: one for one in Essential.objects.all()}
    sections = {
        row["code"]: Section.objects.create(questionnaire=questionnaire, **row)
        for row in edition.sections
    }
    conditions = {
        row["code"]: Condition.objects.create(questionnaire=questionnaire, **row)
        for row in edition.conditions
    }
    for position, row in enumerate(edition.questions, start=1):
        levels = row.pop("levels")
        section, condition = row.pop("section"), row.pop("condition")
        question = Question.objects.create(
            questionnaire=questionnaire,
            position=position,
            essential=essentials[row.pop("essential")],
            section=sections[section] if section else None,
            condition=conditions[condition] if condition else None,
            **row,
        )
        Level.objects.bulk_create(
            Level(question=question, score=score, **texts)
            for score, texts in levels.items()
        )


def _columns_of(row: Model, *names: str) -> dict[str, Any]:
    """Return columns by name; a text that was never written reads as empty."""
    found = {name: getattr(row, name) for name in names}
    return {name: "" if value is None else value for name, value in found.items()}


def _columns(*fields: str) -> list[str]:
    return [f"{field}_{language}" for field in fields for language in LANGUAGE_COLUMNS]


def _all_texts(fields: Iterable[str], row: dict[str, Any]) -> dict[str, str]:
    return {name: text for field in fields for name, text in _texts(field, row).items()}


def _texts(field: str, row: dict[str, Any]) -> dict[str, str]:
    """Return the three columns of a text; the Latin one is derived."""
    texts = row.get(field) or {"sr": "", "en": ""}
    return {
        f"{field}_sr": texts["sr"].strip(),
        f"{field}_sr_latn": to_latin(texts["sr"].strip()),
        f"{field}_en": texts["en"].strip(),
    }
