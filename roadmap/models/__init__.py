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
from roadmap.models.hub import (
    HubApplication,
    HubCommitment,
    HubCriterion,
    HubEntry,
    HubEvidence,
)
from roadmap.models.joining import Letter, SelfAssessment
from roadmap.models.money import MOST_DINARS, ActionCost, Funding
from roadmap.models.peer_report import PeerPaper, PeerReport
from roadmap.models.peer_review import PeerReview, Reviewer, ReviewModule
from roadmap.models.peer_work import (
    AgendaItem,
    Area,
    EvidencePack,
    ExpectedImpact,
    Finding,
    FollowUp,
    PackItem,
    Recommendation,
    Side,
)
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
from roadmap.models.training import Attendance, Course
from roadmap.models.twinning import Twinning, TwinningMeeting

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
    "AgendaItem",
    "Area",
    "Attendance",
    "Course",
    "CriterionMet",
    "EvidencePack",
    "ExpectedImpact",
    "Finding",
    "FollowUp",
    "Funding",
    "HubApplication",
    "HubCommitment",
    "HubCriterion",
    "HubEntry",
    "HubEvidence",
    "Letter",
    "Objective",
    "PackItem",
    "PeerPaper",
    "PeerReport",
    "PeerReview",
    "PendingActions",
    "Plan",
    "ProgressNote",
    "Recommendation",
    "ReviewModule",
    "Reviewer",
    "SelfAssessment",
    "Service",
    "ServiceRequest",
    "Side",
    "Stage",
    "StageCriterion",
    "StageEntry",
    "StageRequest",
    "Twinning",
    "TwinningMeeting",
]
