"""Organisations that help cities: core partners, supporting and participating ones."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cities import serbian
from cities.models.places import KeyField

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cities.models.people import User


COMMITTEE_RULE = _(
    "Only a core partner sits on the Global Coordinating Committee. Choose that kind, "
    "or take the mark away."
)


class PartnerQuerySet(models.QuerySet["Partner"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Approved ones for everybody; one's own, and all for a focal point."""
        mine = getattr(user, "current_memberships", [])
        if any(one.is_national for one in mine):
            return self
        own = [one.partner_id for one in mine if one.partner_id]
        return self.filter(Q(status=Partner.Status.APPROVED) | Q(pk__in=own))

    def of(self, user: "User | AnonymousUser") -> Self:
        """Those that the person works for."""
        mine = getattr(user, "current_memberships", [])
        return self.filter(pk__in=[one.partner_id for one in mine if one.partner_id])

    def approved(self) -> Self:
        return self.filter(status=Partner.Status.APPROVED)

    def applied(self) -> Self:
        """Those that wait for the focal point, the longest waiting first."""
        return self.filter(status=Partner.Status.APPLIED).order_by("applied_at", "pk")

    def matching(self, words: str) -> Self:
        """Partners whose name holds the words, in either script, marks or none."""
        return self.filter(search__contains=serbian.search_key(words.strip()))

    def narrowed(self, *, words: str = "", kind: str = "", status: str = "") -> Self:
        """Those that fit what is looked for, by name."""
        found = self.matching(words) if words else self
        if kind:
            found = found.filter(kind=kind)
        if status:
            found = found.filter(status=status)
        return found.by_name()

    def by_name(self) -> Self:
        return self.order_by("search", "pk")


class Partner(models.Model):
    """An organisation with its profile, reviewed by the national focal point."""

    class Kind(models.TextChoices):
        CORE = "core", _("core partner")
        SUPPORTING = "supporting", _("supporting entity")
        PARTICIPATING = "participating", _("participating entity")

    class Status(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("of a partner", "being filled in")
        APPLIED = "applied", pgettext_lazy("of a partner", "waits for review")
        APPROVED = "approved", pgettext_lazy("of a partner", "approved")
        DECLINED = "declined", pgettext_lazy("of a partner", "declined")

    DECIDED = (Status.APPROVED, Status.DECLINED)

    code = models.SlugField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    is_on_committee = models.BooleanField(
        _("member of the Global Coordinating Committee"), default=False
    )
    name = models.CharField(_("name"), max_length=160)
    name_sr: str
    name_en: str
    profile = models.TextField(_("profile"), max_length=4000, blank=True)
    name_sr_latn: str
    profile_sr: str | None
    profile_sr_latn: str
    profile_en: str | None
    in_serbian = models.BooleanField(_("works in Serbian"), default=True)
    in_english = models.BooleanField(_("works in English"), default=False)
    other_languages = models.CharField(_("other languages"), max_length=120, blank=True)
    contact = models.CharField(_("contact person"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    website = models.URLField(_("web page"), max_length=200, blank=True)
    status = models.CharField(
        _("state"), max_length=10, choices=Status.choices, default=Status.DRAFT
    )
    reason = models.TextField(_("why it was declined"), max_length=2000, blank=True)
    applied_at = models.DateTimeField(_("sent in at"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    # Those that are shipped were decided on by nobody here.
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    made_at = models.DateTimeField(_("since"), default=timezone.now)
    is_demo = models.BooleanField(_("invented"), default=False)
    search = KeyField(key="search_key", max_length=160)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["search", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="declined") | ~Q(reason=""),
                name="a_declined_partner_is_told_why",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["approved", "declined"])
                | Q(decided_at__isnull=False),
                name="a_decision_on_a_partner_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(status="applied") | Q(applied_at__isnull=False),
                name="a_partner_that_waits_says_since_when",
            ),
            models.CheckConstraint(
                condition=Q(is_on_committee=False) | Q(kind="core"),
                name="only_core_partners_sit_on_the_global_committee",
                violation_error_message=COMMITTEE_RULE,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_approved(self) -> bool:
        return self.status == self.Status.APPROVED
