"""Django's name for this app, and what of it the audit watches."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RoadmapConfig(AppConfig):
    name = "roadmap"
    verbose_name = _("Roadmap")

    def ready(self) -> None:
        # The registry brings models of its own, which exist only now.
        from auditlog.registry import auditlog

        for name in (
            "Plan",
            "AdoptionStep",
            "Action",
            "Funding",
            "ActionCost",
            "ActionShare",
        ):
            auditlog.register(self.get_model(name))
        for name in ("StageCriterion", "CriterionMet", "StageEntry", "StageRequest"):
            auditlog.register(self.get_model(name))
        auditlog.register(self.get_model("Service"), exclude_fields=["search"])
        for name in ("ServiceRequest", "Course", "Attendance"):
            auditlog.register(self.get_model(name))
        for name in ("SelfAssessment", "Letter"):
            auditlog.register(self.get_model(name))
        for name in ("HubCriterion", "HubApplication", "HubEvidence"):
            auditlog.register(self.get_model(name))
        for name in ("HubCommitment", "HubEntry"):
            auditlog.register(self.get_model(name))
