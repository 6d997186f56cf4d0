"""What people say about an action, as plain data of forms and workbooks. No Django."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Money:
    """An amount for one year: from where, how certain, how lasting."""

    year: int
    source: str
    state: str
    dinars: int
    is_sustainable: bool = False
    note: str = ""


@dataclass(frozen=True)
class Content:
    """All that a form says of one action.

    Hazards and cities are keys, targets are levels by the key of an answer, costs are
    dinars by year.
    """

    title: str
    type: str
    lead_institution: str
    starts_on: dt.date
    ends_on: dt.date
    description: str = ""
    partners: str = ""
    impact: int = 3
    difficulty: int = 3
    priority: str = ""
    priority_reason: str = ""
    is_nature_based: bool = False
    is_climate_adaptation: bool = False
    is_green_agenda: bool = False
    is_for_vulnerable_groups: bool = False
    indicator: str = ""
    baseline: str = ""
    target: str = ""
    status: str = "planned"
    progress: int = 0
    hazards: tuple[int, ...] = ()
    cities: tuple[int, ...] = ()
    targets: Mapping[int, int] = field(default_factory=dict)
    costs: Mapping[int, int] = field(default_factory=dict)
    fundings: tuple[Money, ...] = ()


# What stands in the row of the action itself; the rest has tables of its own.
PLAIN = (
    "title",
    "type",
    "lead_institution",
    "starts_on",
    "ends_on",
    "description",
    "partners",
    "impact",
    "difficulty",
    "priority",
    "priority_reason",
    "is_nature_based",
    "is_climate_adaptation",
    "is_green_agenda",
    "is_for_vulnerable_groups",
    "indicator",
    "baseline",
    "target",
    "status",
    "progress",
)
# What may change after the assembly has decided.
LIVING = ("status", "progress", "fundings")


def as_record(content: Content) -> dict[str, Any]:
    """Return the content as JSON keeps it; equal contents give equal records."""
    record = asdict(content)
    record["starts_on"] = content.starts_on.isoformat()
    record["ends_on"] = content.ends_on.isoformat()
    record["hazards"] = sorted(content.hazards)
    record["cities"] = sorted(content.cities)
    for name in ("targets", "costs"):
        record[name] = {str(key): record[name][key] for key in sorted(record[name])}
    record["fundings"] = sorted(
        (list(asdict(one).values()) for one in content.fundings), key=str
    )
    return record


def differences(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what differs between two records, as it was and as it is."""
    names = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in names}, {
        name: after[name] for name in names
    }
