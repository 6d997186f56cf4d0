"""What partners offer to cities, and what came of a city's asking for it."""

import datetime as dt
from collections.abc import Iterable
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cities import serbian
from cities.models import City, Partner, User
from cities.models.places import KeyField
from scorecard.models import Essential


class ServiceQuerySet(models.QuerySet["Service"]):
    def offered(self, today: dt.date | None = None) -> Self:
        """Services that a city can ask for today: of approved partners, still valid."""
        today = today or timezone.localdate()
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=today),
            is_withdrawn=False,
            partner__status=Partner.Status.APPROVED,
        )

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """What is offered, for everybody; one's own; all for a focal point."""
        mine = user.current_memberships if isinstance(user, User) else []
        if any(one.is_national for one in mine):
            return self
        own = [one.partner_id for one in mine if one.partner_id]
        offered = Service.objects.offered().values("pk")
        return self.filter(Q(pk__in=offered) | Q(partner__in=own))

    def of(self, partner: Partner) -> Self:
        return self.filter(partner=partner)

    def with_parts(self) -> Self:
        """Bring the partner and the Essentials."""
        return self.select_related("partner").prefetch_related("essentials")

    def for_essentials(self, numbers: list[int]) -> Self:
        """Services for at least one of the Essentials, each once."""
        listed = Service.essentials.through.objects.filter(
            essential__number__in=numbers
        )
        return self.filter(pk__in=listed.values("service"))

    def for_stage(self, letter: str) -> Self:
        return self.filter(**{f"for_{letter.lower()}": True})

    def in_language(self, code: str) -> Self:
        """Services in Serbian, in English, or in another language."""
        if code == "other":
            return self.exclude(other_languages="")
        return self.filter(**{{"sr": "in_serbian", "en": "in_english"}[code]: True})

    def free(self) -> Self:
        return self.filter(is_free=True)

    def paid(self) -> Self:
        return self.filter(is_free=False)

    def matching(self, words: str) -> Self:
        """Services or partners whose name holds the words, in either script."""
        key = serbian.search_key(words.strip())
        return self.filter(Q(search__contains=key) | Q(partner__search__contains=key))

    def by_title(self) -> Self:
        return self.order_by("search", "pk")


class TitleKeyField(KeyField):
    """A search key of the title, computed whenever a row is saved."""

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        title = getattr(model_instance, "title")  # noqa: B009 - any model with a title
        value = serbian.search_key(title)[: self.max_length]
        setattr(model_instance, self.attname, value)
        return value


class Service(models.Model):
    """One thing that a partner does for cities."""

    LETTERS = ("A", "B", "C")

    partner = models.ForeignKey(
        Partner,
        on_delete=models.PROTECT,
        related_name="services",
        verbose_name=_("partner"),
    )
    title = models.CharField(_("title"), max_length=160)
    description = models.TextField(_("description"), max_length=4000)
    essentials = models.ManyToManyField(
        Essential, related_name="services", verbose_name=_("Essentials")
    )
    for_a = models.BooleanField(_("for stage A, Know better"), default=False)
    for_b = models.BooleanField(_("for stage B, Plan better"), default=False)
    for_c = models.BooleanField(_("for stage C, Implement better"), default=False)
    in_serbian = models.BooleanField(_("in Serbian"), default=True)
    in_english = models.BooleanField(_("in English"), default=False)
    other_languages = models.CharField(_("other languages"), max_length=120, blank=True)
    is_free = models.BooleanField(_("free of charge"), default=True)
    cost = models.CharField(_("what it costs"), max_length=300, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    is_withdrawn = models.BooleanField(_("not offered now"), default=False)
    is_demo = models.BooleanField(_("invented"), default=False)
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    search = TitleKeyField(max_length=160)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ["search", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_free=True, cost="") | Q(is_free=False) & ~Q(cost=""),
                name="a_service_is_free_or_says_what_it_costs",
            ),
            models.CheckConstraint(
                condition=Q(for_a=True) | Q(for_b=True) | Q(for_c=True),
                name="a_service_is_for_a_stage",
            ),
            models.CheckConstraint(
                condition=Q(in_serbian=True)
                | Q(in_english=True)
                | ~Q(other_languages=""),
                name="a_service_is_in_some_language",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def letters(self) -> list[str]:
        """The stages it is for, as letters of the English alphabet."""
        return [one for one in self.LETTERS if getattr(self, f"for_{one.lower()}")]

    @property
    def is_over(self) -> bool:
        return self.valid_until is not None and self.valid_until < timezone.localdate()


class ServiceRequestQuerySet(models.QuerySet["ServiceRequest"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Requests of one's city, those to one's partner; all for a focal point."""
        mine = user.current_memberships if isinstance(user, User) else []
        if any(one.is_national for one in mine):
            return self
        cities = [one.city_id for one in mine if one.is_team]
        partners = [one.partner_id for one in mine if one.partner_id]
        return self.filter(Q(city__in=cities) | Q(service__partner__in=partners))

    def of_city(self, city: City) -> Self:
        return self.filter(city=city)

    def to(self, partner: Partner) -> Self:
        return self.filter(service__partner=partner)

    def awaiting(self) -> Self:
        """Requests without an answer, the longest waiting first."""
        state = ServiceRequest.Status.SENT
        return self.filter(status=state).order_by("asked_at", "pk")

    def open(self) -> Self:
        return self.filter(status__in=ServiceRequest.OPEN)

    def of_cities(self, cities: Iterable[City]) -> Self:
        return self.filter(city__in=list(cities))

    def without_result(self) -> Self:
        """Accepted requests, city by city, the one accepted longest ago first."""
        accepted = self.filter(status=ServiceRequest.Status.ACCEPTED)
        return accepted.order_by("city", "answered_at", "pk")

    def with_parts(self) -> Self:
        return self.select_related(
            "service__partner", "city", "asked_by", "answered_by", "result_by"
        )

    def latest_first(self) -> Self:
        return self.order_by("-asked_at", "-pk")


class ServiceRequest(models.Model):
    """A city asks for a service; the partner answers; the city says what came of it.

    Of the city the partner sees what is written here, and nothing else.
    """

    class Status(models.TextChoices):
        SENT = "sent", pgettext_lazy("of a request", "waits for an answer")
        ACCEPTED = "accepted", pgettext_lazy("of a request", "accepted")
        DECLINED = "declined", pgettext_lazy("of a request", "declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("of a request", "withdrawn")
        DONE = "done", pgettext_lazy("of a request", "done")

    OPEN = (Status.SENT, Status.ACCEPTED)

    service = models.ForeignKey(
        Service,
        on_delete=models.PROTECT,
        related_name="requests",
        verbose_name=_("service"),
    )
    city = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        related_name="service_requests",
        verbose_name=_("local government"),
    )
    text = models.TextField(_("what you need"), max_length=4000)
    contact = models.CharField(_("whom the partner should turn to"), max_length=200)
    status = models.CharField(
        _("state"), max_length=10, choices=Status.choices, default=Status.SENT
    )
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    result = models.TextField(_("result"), max_length=4000, blank=True)
    result_at = models.DateTimeField(null=True, blank=True)
    result_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_demo = models.BooleanField(_("invented"), default=False)

    objects = ServiceRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for a service")
        verbose_name_plural = _("requests for services")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "city"],
                condition=Q(status__in=["sent", "accepted"]),
                name="a_city_asks_for_a_service_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["accepted", "declined", "done"])
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="an_answered_request_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(status="declined") | ~Q(answer=""),
                name="a_declined_request_says_why",
            ),
            models.CheckConstraint(
                condition=Q(
                    status="done", result_at__isnull=False, result_by__isnull=False
                )
                & ~Q(result="")
                | ~Q(status="done") & Q(result="", result_at=None, result_by=None),
                name="a_done_request_has_its_result",
            ),
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(contact=""),
                name="a_request_says_what_is_needed_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(result_at__isnull=True) | Q(result_at__gte=F("asked_at")),
                name="a_result_comes_after_the_request",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.city}: {self.service}"
