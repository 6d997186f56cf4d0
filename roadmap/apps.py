"""Django's name for this app, and what of it the audit watches."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# Of peer reviews and twinnings the moves only: no finding, no advice, no report and no
# reason gets into the log, which others read than the two sides.
PEERS = {
    "PeerReview": ["host", "peer", "status", "starts_on", "ends_on", "published_at"],
    "Reviewer": ["review", "user"],
    "AgendaItem": ["review", "day", "kind"],
    "Finding": ["module", "by"],
    "Recommendation": ["review", "by"],
    "ExpectedImpact": ["review", "side"],
    "PeerReport": ["review", "host_signed_at", "peer_signed_at"],
    "FollowUp": ["review", "months"],
    "Twinning": [
        "city",
        "other",
        "abroad_city",
        "abroad_country",
        "agreed_on",
        "status",
        "starts_on",
        "ends_on",
    ],
    "TwinningMeeting": ["twinning", "day"],
}


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
        for name, fields in PEERS.items():
            auditlog.register(self.get_model(name), include_fields=fields)
