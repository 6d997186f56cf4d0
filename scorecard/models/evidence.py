"""Documents, or where to find them, that prove answers."""

import datetime as dt
import uuid
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cities import cyrillic, serbian
from cities.models import City, Membership, User
from cities.models.places import KeyField
from scorecard.models.answer import Answer
from scorecard.models.assessment import Assessment
from scorecard.models.lengths import COMMENT_MAXIMUM

# How long before its end a document is spoken of, and how long before it is urgent.
DAYS_SOON = 90
DAYS_URGENT = 30


def evidence_path(evidence: "Evidence", name: str) -> str:
    """Return where an upload is kept: a random name that tells nothing."""
    return f"evidence/{uuid.uuid4().hex}{PurePath(name).suffix.lower()}"


class DocumentKeyField(KeyField):
    """A search or sort key of what a document is called, whenever it is saved.

    Titles are typed in either script; the Cyrillic order wants them in Cyrillic.
    """

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        said = vars(model_instance)
        text = said["title"]
        if self.key == "search_key":
            text = " ".join((text, said["number"], said["issuer"]))
        elif self.key == "sort_key_cyrillic":
            text = cyrillic.to_cyrillic(text)
        value = getattr(serbian, self.key)(text)[: self.max_length]
        setattr(model_instance, self.attname, value)
        return value


class Validity(models.TextChoices):
    """What a library can be narrowed to."""

    VALID = "valid", _("valid")
    SOON = "soon", _("ends within 90 days")
    URGENT = "urgent", _("ends within 30 days")
    EXPIRED = "expired", _("expired")
    UNUSED = "unused", _("not used anywhere")


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Documents that the person may read: the team, all of its city.

        All others those that prove an answer whose documents are for them.
        """
        mine = user.current_memberships if isinstance(user, User) else []
        team = [one.city_id for one in mine if one.role in Membership.TEAM]
        proving = Evidence.answers.through.objects.filter(
            answer__in=Answer.objects.documented_for(user).values("pk")
        )
        return self.filter(Q(city__in=team) | Q(pk__in=proving.values("evidence")))

    def of_city(self, city: int) -> Self:
        return self.filter(city=city)

    def of_cities(self, cities: Iterable[City]) -> Self:
        return self.filter(city__in=list(cities))

    def added_after(self, since: dt.datetime, assessment: Assessment) -> Self:
        """Documents of the assessment's answers that were entered after a time."""
        proving = self.filter(answers__assessment=assessment, added_at__gt=since)
        return proving.distinct().order_by("-added_at", "pk")

    def not_proving(self, answer: Answer) -> Self:
        """Documents that this answer does not name yet."""
        return self.exclude(answers=answer)

    def proving_of(self, assessment: int) -> Self:
        """Documents that prove an answer of this assessment."""
        through = Evidence.answers.through.objects.filter(answer__assessment=assessment)
        return self.filter(pk__in=through.values("evidence"))

    def with_keys(self, keys: Iterable[int]) -> Self:
        return self.filter(pk__in=list(keys))

    def with_digest(self, sha256: str) -> Self:
        """Documents whose file is the same to the last bit."""
        return self.filter(file_sha256=sha256)

    def latest_editions(self) -> Self:
        return self.filter(successor__isnull=True)

    def matching(self, words: str) -> Self:
        """Documents whose title, number or issuer holds each of the words."""
        found = self
        for word in serbian.search_key(words).split():
            found = found.filter(search__contains=word)
        return found

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def ended(self) -> Self:
        return self.filter(valid_until__lt=timezone.localdate())

    def ending_within(self, days: int) -> Self:
        """Documents that still hold today and will not in so many days."""
        today = timezone.localdate()
        return self.filter(
            valid_until__gte=today, valid_until__lte=today + dt.timedelta(days=days)
        )

    def in_validity(self, validity: str) -> Self:
        today = timezone.localdate()
        if validity == Validity.VALID:
            return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=today))
        if validity == Validity.SOON:
            return self.ending_within(DAYS_SOON)
        if validity == Validity.URGENT:
            return self.ending_within(DAYS_URGENT)
        if validity == Validity.EXPIRED:
            return self.ended()
        return self.unused()

    def unused(self) -> Self:
        """Documents that no answer names, nor anything else that keeps documents."""
        found = self
        for model, field in _named_by():
            named = model.objects.filter(**{field: OuterRef("pk")})
            found = found.filter(~Exists(named))
        return found

    def with_uses(self) -> Self:
        """Say of each how many answers it proves, and in how many rounds."""
        return self.select_related("successor").annotate(
            answers_number=Count("answers", distinct=True),
            rounds_number=Count("answers__assessment", distinct=True),
        )

    def by_alphabet(self) -> Self:
        """Order by the alphabet of the language in use, the newest of a name first."""
        sort = "sort_cyrillic" if get_language() == "sr" else "sort_latin"
        return self.order_by(sort, F("issued").desc(nulls_last=True), "title", "pk")


def _named_by() -> list[tuple[Any, str]]:
    """Return the tables, of whatever app, whose rows name documents, and how.

    Asked of the models, as the apps above are unknown here; a newer edition is no use.
    """
    options = Evidence._meta
    return [
        (one.related_model, one.field.name)
        for one in options.get_fields(include_hidden=True)
        if isinstance(one, models.ManyToOneRel) and one.related_model is not Evidence
    ]


class Evidence(models.Model):
    """A document, or where to find one; it can prove many answers of its city.

    A classified document is only referred to. A new edition names the one it replaces.
    """

    class Kind(models.TextChoices):
        """What municipal practice calls it."""

        RISK_ASSESSMENT = "risk_assessment", _("disaster risk assessment")
        PROTECTION_PLAN = "protection_plan", _("protection and rescue plan")
        REDUCTION_PLAN = "reduction_plan", _("disaster risk reduction plan")
        ACCIDENT_PLAN = "accident_plan", _("external accident plan")
        OPERATIONAL_PLAN = "operational_plan", _("operational plan")
        SPATIAL_PLAN = "spatial_plan", _("spatial or urban plan")
        STRATEGY = "strategy", _("strategy, development plan or programme")
        BUDGET = "budget", _("budget or financial plan")
        DECISION = "decision", _("decision")
        RULING = "ruling", _("ruling or conclusion")
        AGREEMENT = "agreement", _("agreement or contract")
        MINUTES = "minutes", _("minutes")
        REPORT = "report", _("report")
        STUDY = "study", _("study or project documentation")
        TRAINING = "training", _("record of training or an exercise")
        OTHER = "other", _("other document")

    city = models.ForeignKey(City, on_delete=models.PROTECT)
    answers = models.ManyToManyField(Answer, related_name="evidence", blank=True)
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(
        _("kind"), max_length=20, choices=Kind.choices, default=Kind.OTHER
    )
    number = models.CharField(_("number"), max_length=80, blank=True)
    issuer = models.CharField(_("issued by"), max_length=200, blank=True)
    description = models.TextField(
        _("what it proves"), max_length=COMMENT_MAXIMUM, blank=True
    )
    issued = models.DateField(_("date"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    kept = models.CharField(_("where it is kept"), max_length=200, blank=True)
    is_classified = models.BooleanField(_("classified"), default=False)
    file = models.FileField(
        _("file"), upload_to=evidence_path, blank=True, max_length=120
    )
    file_name = models.CharField(_("file name"), max_length=200, blank=True)
    file_type = models.CharField(max_length=100, blank=True)
    file_size = models.PositiveIntegerField(default=0)
    file_sha256 = models.CharField(max_length=64, blank=True)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    replaces = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="successor",
        verbose_name=_("edition that it replaces"),
    )
    search = DocumentKeyField(key="search_key", max_length=500)
    sort_cyrillic = DocumentKeyField(key="sort_key_cyrillic", max_length=200)
    sort_latin = DocumentKeyField(key="sort_key_latin", max_length=200)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True)
                | Q(issued__isnull=True)
                | Q(valid_until__gte=F("issued")),
                name="evidence_is_valid_after_its_date",
            ),
            models.CheckConstraint(
                condition=Q(file="", file_sha256="")
                | (~Q(file="") & ~Q(file_sha256="")),
                name="a_kept_file_has_its_digest",
            ),
            models.CheckConstraint(
                condition=Q(is_classified=False) | Q(file=""),
                name="a_classified_document_is_never_kept",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(replaces=F("pk")),
                name="no_document_replaces_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("scorecard:document", args=[self.pk])

    @property
    def kind_words(self) -> str:
        """The kind as it is read on paper; nothing where nobody has said one."""
        return "" if self.kind == self.Kind.OTHER else self.get_kind_display()

    @property
    def is_expired(self) -> bool:
        return bool(self.valid_until and self.valid_until < timezone.localdate())

    @property
    def days_left(self) -> int | None:
        """How many days it holds yet; below 0 once it has ended, None without end."""
        if self.valid_until is None:
            return None
        return (self.valid_until - timezone.localdate()).days

    @property
    def newer(self) -> "Evidence | None":
        """The edition that has taken its place."""
        return getattr(self, "successor", None)

    def named_elsewhere(self) -> list[str]:
        """Return what besides answers names it: kinds of things of the apps above."""
        return [
            str(model._meta.verbose_name)
            for model, field in _named_by()
            if model is not Evidence.answers.through
            and model.objects.filter(**{field: self.pk}).exists()
        ]

    @property
    def is_named(self) -> bool:
        """True where anything names it, be it only a newer edition."""
        is_unused = Evidence.objects.filter(pk=self.pk).unused().exists()
        return not is_unused or Evidence.objects.filter(replaces=self).exists()
