"""Documents, or where to find them, that prove answers."""

import uuid
from collections.abc import Iterable
from pathlib import PurePath
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.models import City, User
from scorecard.models.answer import COMMENT_MAXIMUM, Answer


def evidence_path(evidence: "Evidence", name: str) -> str:
    """Return where an upload is kept: a random name that tells nothing."""
    return f"evidence/{uuid.uuid4().hex}{PurePath(name).suffix.lower()}"


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def of_city(self, city: int) -> Self:
        return self.filter(city=city)

    def of_cities(self, cities: Iterable[City]) -> Self:
        return self.filter(city__in=list(cities))

    def not_proving(self, answer: Answer) -> Self:
        """Documents that this answer does not name yet."""
        return self.exclude(answers=answer)


class Evidence(models.Model):
    """A document, or where to find one; it can prove many answers of its city."""

    city = models.ForeignKey(City, on_delete=models.PROTECT)
    answers = models.ManyToManyField(Answer, related_name="evidence", blank=True)
    title = models.CharField(_("title"), max_length=200)
    number = models.CharField(_("number"), max_length=80, blank=True)
    description = models.TextField(
        _("what it proves"), max_length=COMMENT_MAXIMUM, blank=True
    )
    issued = models.DateField(_("date"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    kept = models.CharField(_("where it is kept"), max_length=200, blank=True)
    file = models.FileField(
        _("file"), upload_to=evidence_path, blank=True, max_length=120
    )
    file_name = models.CharField(_("file name"), max_length=200, blank=True)
    file_type = models.CharField(max_length=100, blank=True)
    file_size = models.PositiveIntegerField(default=0)
    file_sha256 = models.CharField(max_length=64, blank=True)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

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
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_expired(self) -> bool:
        return bool(self.valid_until and self.valid_until < timezone.localdate())
