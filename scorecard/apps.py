"""Django's name for this app, and what of it the audit watches."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScorecardConfig(AppConfig):
    name = "scorecard"
    verbose_name = _("Scorecard")

    def ready(self) -> None:
        # The registry brings models of its own, which exist only now.
        from auditlog.registry import auditlog

        auditlog.register(self.get_model("RoundDeadline"))
        keys = ["search", "sort_cyrillic", "sort_latin", "file", "answers"]
        auditlog.register(self.get_model("Evidence"), exclude_fields=keys)
        # Not its guests: names must not outlive their removal in a log.
        auditlog.register(
            self.get_model("Workshop"), include_fields=["day", "facilitator"]
        )
