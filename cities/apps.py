"""Django's name for this app, and what of it the audit watches."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CitiesConfig(AppConfig):
    name = "cities"
    verbose_name = _("Local governments and people")

    def ready(self) -> None:
        # The registry brings models of its own, which exist only now.
        from auditlog.registry import auditlog

        own = ["password", "wants_digest", "digest_at", "hints_seen"]
        auditlog.register(self.get_model("User"), exclude_fields=own)
        auditlog.register(self.get_model("Membership"))
        auditlog.register(self.get_model("Invitation"), exclude_fields=["digest"])
        # The keys are computed from the name and would only repeat it.
        keys = ["search", "sort_cyrillic", "sort_latin"]
        auditlog.register(self.get_model("City"), exclude_fields=keys)
        auditlog.register(self.get_model("Partner"), exclude_fields=["search"])
        auditlog.register(self.get_model("ProfileFigure"))
        auditlog.register(self.get_model("CityHazard"))
        auditlog.register(self.get_model("BasinGroup"), m2m_fields={"cities"})
        auditlog.register(self.get_model("LocalStrategy"))
        auditlog.register(self.get_model("Announcement"))
        auditlog.register(self.get_model("NationalSettings"))
        auditlog.register(self.get_model("WordChoice"))
