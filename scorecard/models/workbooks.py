"""What spreadsheets leave behind: noted actions, files to fill, imports to confirm."""

import uuid
from collections.abc import Iterable
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cities.models import City, User
from scorecard.models import files
from scorecard.models.answer import Answer
from scorecard.models.assessment import Assessment


class NotedActionQuerySet(models.QuerySet["NotedAction"]):
    def of(self, assessment: Assessment) -> Self:
        return self.filter(answer__assessment=assessment).select_related(
            "answer__question__essential"
        )

    def beside(self, answers: Iterable[int]) -> Self:
        """What is noted beside answers of these keys."""
        return self.filter(answer__in=list(answers))

    def on(self, answer: Answer) -> "NotedAction | None":
        """Return what is noted beside the answer, if anything is."""
        return self.filter(answer=answer).first()


class NotedAction(models.Model):
    """What a city notes beside an answer as the way to the highest level."""

    answer = models.OneToOneField(
        Answer, on_delete=models.CASCADE, related_name="noted_action"
    )
    action = models.TextField(pgettext_lazy("plan", "action"), max_length=10_000)
    institution = models.TextField(
        _("responsible institution"), max_length=2000, blank=True
    )
    timescale = models.TextField(_("timescale"), max_length=2000, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = NotedActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("noted action")
        verbose_name_plural = _("noted actions")
        ordering = ["answer__question__position"]

    def __str__(self) -> str:
        return self.action[:80]


def blank_path(blank: "BlankWorkbook", name: str) -> str:
    """Return where the file is kept: a random name that tells nothing."""
    return f"blank/{uuid.uuid4().hex}.xlsm"


class BlankWorkbookQuerySet(models.QuerySet["BlankWorkbook"]):
    def of(self, city: City | None) -> Self:
        """The file of this very city, or with None the one for all."""
        return self.filter(city=city) if city else self.filter(city__isnull=True)

    def remove(self) -> None:
        """Delete rows; their files go once the deletion is certain."""
        for blank in self:
            stored, name = blank.file.storage, str(blank.file.name)
            blank.delete()
            files.discard(stored, name)

    def for_city(self, city: City) -> "BlankWorkbook | None":
        """Return the city's own blank file, else the nation's, else None."""
        return (
            self.filter(models.Q(city=city) | models.Q(city__isnull=True))
            .order_by(models.F("city").asc(nulls_last=True))
            .first()
        )


class BlankWorkbook(models.Model):
    """UNDRR's empty workbook as a city, or the nation's office, holds it.

    It is kept as it came, macros included, is never run, and leaves the site only
    filled, to the same people: docs/adr/0006.
    """

    city = models.ForeignKey(City, on_delete=models.CASCADE, null=True, blank=True)
    file = models.FileField(_("file"), upload_to=blank_path, max_length=120)
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = BlankWorkbookQuerySet.as_manager()

    class Meta:
        verbose_name = _("blank official workbook")
        verbose_name_plural = _("blank official workbooks")
        constraints = [
            models.UniqueConstraint(
                Coalesce("city", 0), name="one_blank_workbook_a_city_and_one_for_all"
            )
        ]

    def __str__(self) -> str:
        return self.sha256[:12]


class PendingImportQuerySet(models.QuerySet["PendingImport"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Imports that the person uploaded and has not confirmed yet."""
        if not isinstance(user, User):
            return self.none()
        return self.filter(by=user)

    def with_assessment(self) -> Self:
        """Bring the assessment with its city and edition."""
        return self.select_related(
            "city", "assessment__city", "assessment__questionnaire"
        )

    def of(self, assessment: Assessment) -> Self:
        """Uploads of the assessment's own workbook."""
        return self.filter(assessment=assessment, kind=PendingImport.Kind.OWN)

    def official_for(self, city: City) -> Self:
        """Uploads of UNDRR's workbook for the city."""
        return self.filter(city=city, kind=PendingImport.Kind.OFFICIAL)


class PendingImport(models.Model):
    """What was read from an upload and waits for the person's word; never the file.

    It goes when it is applied, discarded, or when the person uploads the next one.
    """

    class Kind(models.TextChoices):
        OFFICIAL = "official", _("official workbook of UNDRR")
        OWN = "own", _("workbook for offline work")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    city = models.ForeignKey(City, on_delete=models.CASCADE)
    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, null=True, blank=True
    )
    file_name = models.CharField(_("file name"), max_length=200)
    content = models.JSONField(encoder=DjangoJSONEncoder)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

    objects = PendingImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import to confirm")
        verbose_name_plural = _("imports to confirm")
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="official")
                | models.Q(assessment__isnull=False),
                name="an_own_workbook_belongs_to_an_assessment",
            )
        ]

    def __str__(self) -> str:
        return self.file_name
