"""The office's view of the roadmap: what the focal point keeps."""

from roadmap.admin.hub import HubCriterionAdmin
from roadmap.admin.stages import StageCriterionAdmin

__all__ = ["HubCriterionAdmin", "StageCriterionAdmin"]
