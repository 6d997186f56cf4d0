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
from roadmap.models.service import Service, ServiceRequest
from roadmap.models.stages import (
    CriterionMet,
    Objective,
    Stage,
    StageCriterion,
    StageEntry,
    StageRequest,
)

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
    "CriterionMet",
    "Funding",
    "Objective",
    "PendingActions",
    "Plan",
    "ProgressNote",
    "Service",
    "ServiceRequest",
    "Stage",
    "StageCriterion",
    "StageEntry",
    "StageRequest",
]
