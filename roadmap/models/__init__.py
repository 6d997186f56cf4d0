"""What cities decide and do about their gaps, and with whom."""

from roadmap.models.action import (
    TAGS,
    WHOLE,
    Action,
    ActionQuerySet,
    ActionShare,
    ActionTarget,
)
from roadmap.models.history import ActionChange, PendingActions, ProgressNote
from roadmap.models.money import MOST_DINARS, ActionCost, Funding
from roadmap.models.plan import AdoptionStep, Plan

__all__ = [
    "MOST_DINARS",
    "TAGS",
    "WHOLE",
    "Action",
    "ActionChange",
    "ActionCost",
    "ActionQuerySet",
    "ActionShare",
    "ActionTarget",
    "AdoptionStep",
    "Funding",
    "PendingActions",
    "Plan",
    "ProgressNote",
]
