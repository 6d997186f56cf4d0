"""What the national focal point keeps: settings, announcements, local strategies."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.models.people import User
from cities.models.places import City


class NationalSettingsQuerySet(models.QuerySet["NationalSettings"]):
    def saved_language(self) -> str | None:
        """Return the language that the office has set, None where it set nothing."""
        return self.filter(pk=1).values_list("default_language", flat=True).first()


class NationalSettings(models.Model):
    """One row: what the office sets for the whole installation."""

    default_language = models.CharField(
        _("language and script that visitors see first"),
        max_length=10,
        choices=settings.LANGUAGES,
        default="sr",
    )

    objects = NationalSettingsQuerySet.as_manager()

    class Meta:
        verbose_name = _("national settings")
        verbose_name_plural = _("national settings")
        constraints = [
            models.CheckConstraint(
                condition=Q(pk=1), name="national_settings_are_one_row"
            )
        ]

    def __str__(self) -> str:
        return str(self.get_default_language_display())

    @property
    def is_saved(self) -> bool:
        """Tell whether the office has set something, or nobody ever did."""
        return not self._state.adding

    @classmethod
    def current(cls) -> "NationalSettings":
        """Return the settings, those given at first where nobody saved any."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    def shown(self, today: dt.date) -> Self:
        """Announcements that hold on the day, the newest first."""
        return self.filter(
            Q(until__isnull=True) | Q(until__gte=today), since__lte=today
        ).order_by("-since", "-pk")


class Announcement(models.Model):
    """What the focal point tells all cities on their first screen."""

    title = models.CharField(_("title"), max_length=160)
    text = models.TextField(_("text"), max_length=2000)
    since = models.DateField(_("shown from"), default=timezone.localdate)
    until = models.DateField(_("shown until"), null=True, blank=True)
    at = models.DateTimeField(_("written at"), default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="an_announcement_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.title


class LocalStrategyQuerySet(models.QuerySet["LocalStrategy"]):
    def in_force(self, today: dt.date) -> Self:
        """Adopted by the day, and not run out."""
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=today),
            adopted_on__lte=today,
        )

    def aligned(self) -> Self:
        """Those in line with the national strategy, as Sendai indicator E-2 counts."""
        return self.filter(is_aligned=True)

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def count_of_cities(self) -> int:
        return self.values("city").distinct().count()


class LocalStrategy(models.Model):
    """A disaster risk reduction strategy or plan that a local government adopted.

    Counted for SDG 11.b.2 and 13.1.3 and for Sendai Framework indicator E-2.
    """

    class Kind(models.TextChoices):
        STRATEGY = "strategy", _("disaster risk reduction strategy")
        PLAN = "plan", _("disaster risk reduction plan")

    city = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        related_name="strategies",
        verbose_name=_("local government"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=200)
    number = models.CharField(_("number of the act"), max_length=60, blank=True)
    adopted_on = models.DateField(_("adopted on"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    is_aligned = models.BooleanField(
        _("in line with the national strategy"), default=False
    )
    evidence = models.CharField(
        _("evidence"),
        max_length=300,
        help_text=_("Where the act can be read: gazette, address, archive."),
    )
    is_demo = models.BooleanField(_("invented"), default=False)
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = LocalStrategyQuerySet.as_manager()

    class Meta:
        verbose_name = _("local strategy or plan")
        verbose_name_plural = _("local strategies and plans")
        ordering = ["-adopted_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["city", "kind", "adopted_on"],
                name="a_strategy_is_recorded_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("adopted_on")),
                name="a_strategy_ends_after_it_was_adopted",
            ),
            models.CheckConstraint(
                condition=~Q(evidence=""), name="a_strategy_has_evidence"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def holds(self, today: dt.date) -> bool:
        """Tell whether it is in force on the day."""
        ends = self.valid_until or today
        return self.adopted_on <= today <= ends


class DeskVisit(models.Model):
    """When a focal point was last at the desk: what came later is new to them."""

    user = models.OneToOneField(
        User, on_delete=models.CASCADE, related_name="desk_visit"
    )
    before = models.DateTimeField(_("end of the visit before this one"), null=True)
    seen_at = models.DateTimeField(_("last seen at"), default=timezone.now)

    class Meta:
        verbose_name = _("visit to the desk")
        verbose_name_plural = _("visits to the desk")

    def __str__(self) -> str:
        return f"{self.user}: {self.seen_at}"
