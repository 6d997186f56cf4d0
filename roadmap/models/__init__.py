"""What cities decide and do about their gaps, and with whom."""

from roadmap.models.action import (
    MOST_DINARS,
    WHOLE,
    Action,
    ActionCost,
    ActionShare,
    ActionTarget,
    Funding,
    ProgressNote,
)
from roadmap.models.history import ActionChange, PendingActions
from roadmap.models.plan import AdoptionStep, Plan

__all__ = [
    "MOST_DINARS",
    "WHOLE",
    "Action",
    "ActionChange",
    "ActionCost",
    "ActionShare",
    "ActionTarget",
    "AdoptionStep",
    "Funding",
    "PendingActions",
    "Plan",
    "ProgressNote",
]
