"""Rows of the roadmap for tests, through the real actions."""

import io
from typing import Any

import pikepdf
from django.utils import timezone

from cities.models import City, User
from cities.serbian import to_latin
from roadmap.actions import joining, stages
from roadmap.models import (
    CriterionMet,
    Letter,
    StageCriterion,
    StageEntry,
    StageRequest,
)
from tests import make


def make_criterion(
    *, code: str = "letter", stage: str = "A", title: str = "", **fields: Any
) -> StageCriterion:
    """Create a criterion of a stage; its texts are made up of the code."""
    return StageCriterion.objects.create(
        code=code,
        stage=stage,
        **{"position": StageCriterion.objects.count() + 1} | fields,
        **_texts("title", title or f"Услов {code}", f"Criterion {code}"),
        **_texts("asks", f"Шта тражи {code}.", f"What {code} asks."),
        **_texts("proof", "Одлука.", "A decision."),
    )


def make_stage(*, city: City, stage: str = "A", **fields: Any) -> StageEntry:
    """Let a city come into a stage today, before anything else was recorded."""
    return stages.enter(
        city=city,
        stage=stage,
        **{
            "since": timezone.localdate(),
            "expected": None,
            "by": fields.pop("by", None) or make.make_focal_point(),
        }
        | fields,
    )


def make_met(
    *, city: City, criterion: StageCriterion, by: User, **fields: Any
) -> CriterionMet:
    if "evidence" not in fields:
        fields.setdefault("title", "Решење")
    return stages.meet(city=city, criterion=criterion, by=by, **fields)


def make_request(
    *, city: City, entry: StageEntry, by: User, text: str = "Све је ту.", **fields: Any
) -> StageRequest:
    return stages.ask(city=city, entry=entry, text=text, by=by, **fields)


def a_pdf() -> bytes:
    """Return a sheet of paper that a program would open."""
    sheet = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(sheet)
    return sheet.getvalue()


def make_letter(*, city: City, by: User, **fields: Any) -> Letter:
    """Bring a signed letter of today."""
    return joining.bring_letter(
        city=city,
        by=by,
        **{
            "signatory": "Ана Анић, председник општине",
            "signed_on": timezone.localdate(),
            "file_name": "pismo.pdf",
            "file_type": "application/pdf",
            "file_content": a_pdf(),
        }
        | fields,
    )


def _texts(field: str, serbian: str, english: str) -> dict[str, str]:
    return {
        f"{field}_sr": serbian,
        f"{field}_sr_latn": to_latin(serbian),
        f"{field}_en": english,
    }
