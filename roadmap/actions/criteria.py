"""What the stages ask comes in from a readable file, and belongs to the office then."""

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from cities.serbian import to_latin
from roadmap.models import Stage, StageCriterion

TEXTS = ("title", "asks", "proof")


def load(path: Path) -> int:
    """Add the criteria that are not there yet, by code; return how many.

    What the office has edited since, or taken out of use, stays as it is.
    """
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["criteria"]
    known = set(StageCriterion.objects.values_list("code", flat=True))
    positions = dict.fromkeys(Stage.values, 0)
    added = 0
    with transaction.atomic():
        for row in rows:
            positions[row["stage"]] += 1
            if row["code"] in known:
                continue
            StageCriterion.objects.create(
                stage=row["stage"],
                code=row["code"],
                position=positions[row["stage"]],
                objective=row.get("objective", ""),
                indicators=row.get("indicators", ""),
                fact=row.get("fact", ""),
                **_texts(row),
            )
            added += 1
    return added


def _texts(row: dict[str, Any]) -> dict[str, str]:
    columns = {}
    for name in TEXTS:
        columns[f"{name}_sr"] = row[name]["sr"]
        columns[f"{name}_sr_latn"] = to_latin(row[name]["sr"])
        columns[f"{name}_en"] = row[name]["en"]
    return columns
