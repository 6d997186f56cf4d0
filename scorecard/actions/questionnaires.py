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
        wanted = _wanted(rows)
        if wanted == _stored(questionnaire):
            return questionnaire
        if Assessment.objects.filter(questionnaire=questionnaire).exists():
            raise ValidationError(
                _(
                    "The edition %(edition)s is in use and cannot change. "
                    "Load the new wording as another edition."
                )
                % {"edition": rows["edition"]}
            )
        _rewrite(questionnaire, *wanted)
    return questionnaire


def _wanted(rows: dict[str, Any]) -> tuple[dict, list[dict]]:
    """Return what the file says: the edition's own columns, and its questions'."""
    own = {
        "scale_maximum": rows["scale_maximum"],
        **_texts("name", rows),
        **_texts("source_note", rows),
    }
    questions = [
        {
            "code": row["code"],
            "essential": row["essential"],
            "levels": {
                int(score): _texts("text", {"text": texts})
                for score, texts in row["levels"].items()
            },
            **_texts("title", row),
            **_texts("asks", row),
            **_texts("hint", row),
        }
        for row in rows["questions"]
    ]
    return own, questions


def _stored(questionnaire: Questionnaire) -> tuple[dict, list[dict]]:
    """Return what the database says, in the form of the file."""
    own = {
        name: getattr(questionnaire, name)
        for name in ("scale_maximum", *_columns("name"), *_columns("source_note"))
    }
    texts = [*_columns("title"), *_columns("asks"), *_columns("hint")]
    questions = [
        {
            "code": question.code,
            "essential": question.essential.number,
            "levels": {
                level.score: {name: getattr(level, name) for name in _columns("text")}
                for level in question.levels.all()
            },
            **{name: getattr(question, name) for name in texts},
        }
        for question in questionnaire.questions.select_related(
            "essential"
        ).prefetch_related("levels")
    ]
    return own, questions


def _rewrite(questionnaire: Questionnaire, own: dict, questions: list[dict]) -> None:
    """Put an edition that nobody uses in the file's place, whole."""
    for name, value in own.items():
        setattr(questionnaire, name, value)
    questionnaire.save()
    questionnaire.questions.all().delete()
    essentials = {one.number: one for one in Essential.objects.all()}
    for position, row in enumerate(questions, start=1):
        levels, essential = row.pop("levels"), essentials[row.pop("essential")]
        question = Question.objects.create(
            questionnaire=questionnaire, essential=essential, position=position, **row
        )
        Level.objects.bulk_create(
            Level(question=question, score=score, **texts)
            for score, texts in levels.items()
        )


def _columns(field: str) -> list[str]:
    return [f"{field}_{language}" for language in ("sr", "sr_latn", "en")]


def _texts(field: str, row: dict[str, Any]) -> dict[str, str]:
    """Return the three columns of a text; the Latin one is derived."""
    texts = row.get(field) or {"sr": "", "en": ""}
    return {
        f"{field}_sr": texts["sr"].strip(),
        f"{field}_sr_latn": to_latin(texts["sr"].strip()),
        f"{field}_en": texts["en"].strip(),
    }
