"""What the nation keeps of all cities: accepted scores, notes, deadlines, bundles."""

import datetime as dt
import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Max, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cities.models import City, User
from scorecard.models.assessment import Assessment
from scorecard.models.questionnaire import Essential, Question, Questionnaire
from scorecard.scoring import Score

NOTE_MAXIMUM = 1_000


class StandingQuerySet(models.QuerySet["Standing"]):
    def of_edition(self, questionnaire: Questionnaire) -> Self:
        return self.filter(questionnaire=questionnaire)

    def of_cities(self, cities: models.QuerySet[City]) -> Self:
        return self.filter(city__in=cities)

    def of_demo_cities(self) -> Self:
        return self.filter(assessment__is_demo=True)

    def published(self) -> Self:
        return self.filter(assessment__published_at__isnull=False)

    def by_alphabet(self) -> Self:
        """Order by the cities' alphabet in the language in use."""
        key = "sort_cyrillic" if get_language() == "sr" else "sort_latin"
        return self.order_by(f"city__{key}", "city__code")


class Standing(models.Model):
    """The accepted assessment that stands for a city: the latest of an edition.

    Written when an assessment is accepted, and never else: what is not accepted
    cannot get into national figures.
    """

    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="standings")
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="standings"
    )
    assessment = models.OneToOneField(
        Assessment, on_delete=models.PROTECT, related_name="standing"
    )

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment that stands for a city")
        verbose_name_plural = _("assessments that stand for cities")
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "city"],
                name="one_assessment_of_an_edition_stands_for_a_city",
            )
        ]

    def __str__(self) -> str:
        return f"{self.city}: {self.assessment}"


class EssentialScoreQuerySet(models.QuerySet["EssentialScore"]):
    def standing(self, questionnaire: Questionnaire) -> Self:
        """Scores of the assessments that stand for their cities in the edition."""
        return self.filter(assessment__standing__questionnaire=questionnaire)

    def newest(self) -> int:
        """Return what grows with every acceptance: figures kept by it are current."""
        return self.aggregate(newest=Max("pk"))["newest"] or 0


class EssentialScore(models.Model):
    """One Essential of an accepted assessment, added up once and for all."""

    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="essential_scores"
    )
    essential = models.ForeignKey(Essential, on_delete=models.PROTECT)
    points = models.PositiveIntegerField()
    out_of = models.PositiveIntegerField()
    answered = models.PositiveSmallIntegerField()
    applying = models.PositiveSmallIntegerField()
    settled = models.PositiveSmallIntegerField()
    asked = models.PositiveSmallIntegerField()

    objects = EssentialScoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("score of an Essential")
        verbose_name_plural = _("scores of Essentials")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "essential"],
                name="an_essential_is_added_up_once",
            ),
            models.CheckConstraint(
                condition=Q(points__lte=models.F("out_of")),
                name="no_more_points_than_there_are",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id}/{self.essential_id}: {self.points}/{self.out_of}"

    @property
    def score(self) -> Score:
        return Score(
            points=self.points,
            out_of=self.out_of,
            answered=self.answered,
            applying=self.applying,
            settled=self.settled,
            asked=self.asked,
        )


class NationalNote(models.Model):
    """How the focal point wants an indicator read; all cities see it on its card."""

    question = models.OneToOneField(
        Question, on_delete=models.CASCADE, related_name="national_note"
    )
    text = models.TextField(_("note for all cities"), max_length=NOTE_MAXIMUM)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("national note")
        verbose_name_plural = _("national notes")
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""), name="a_national_note_says_something"
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]


class RoundDeadlineQuerySet(models.QuerySet["RoundDeadline"]):
    def ahead(self, today: dt.date) -> Self:
        """Deadlines that have not passed, the next first."""
        return self.filter(due__gte=today).order_by("due")

    def of_assessment(self, assessment: Assessment) -> "RoundDeadline | None":
        """Return by when the assessment is due; None where nothing is set."""
        return self.filter(
            year=assessment.year, instrument=assessment.questionnaire.code
        ).first()

    def due_of_each(self) -> Subquery:
        """Return by when an assessment is due, for an annotation of assessments."""
        own = self.filter(
            year=OuterRef("year"), instrument=OuterRef("questionnaire__code")
        )
        return Subquery(own.values("due"))


class RoundDeadline(models.Model):
    """By when the cities hand in a round of an instrument."""

    year = models.PositiveSmallIntegerField(_("year of the round"))
    instrument = models.SlugField(_("instrument"), max_length=40)
    due = models.DateField(_("to be submitted by"))

    objects = RoundDeadlineQuerySet.as_manager()

    class Meta:
        verbose_name = _("deadline of a round")
        verbose_name_plural = _("deadlines of rounds")
        ordering = ["-year", "instrument"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "instrument"], name="a_round_has_one_deadline"
            ),
            models.CheckConstraint(
                condition=Q(year__gte=2017, year__lte=2100),
                name="a_deadline_is_of_this_century",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.instrument}: {self.due}"

    @property
    def days_left(self) -> int:
        """Whole days until the last one; negative once it has passed."""
        return (self.due - timezone.localdate()).days

    @property
    def days_ago(self) -> int:
        return -self.days_left


def bundle_path(bundle: "Bundle", name: str) -> str:
    return f"bundles/{uuid.uuid4().hex}.zip"


class BundleQuerySet(models.QuerySet["Bundle"]):
    def of_round(self, year: int, instrument: str, language: str) -> Self:
        """Bundles of a round in a language, the latest first."""
        return self.filter(year=year, instrument=instrument, language=language)

    def unfinished(self) -> Self:
        """Bundles that wait, or are being made."""
        return self.filter(state__in=[Bundle.State.WAITING, Bundle.State.RUNNING])


class Bundle(models.Model):
    """All city reports of a round as one ZIP, made in the background, part by part."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("being made")
        DONE = "done", _("ready")
        FAILED = "failed", _("failed")

    year = models.PositiveSmallIntegerField(_("year of the round"))
    instrument = models.SlugField(_("instrument"), max_length=40)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    total = models.PositiveIntegerField(_("reports"), default=0)
    made = models.PositiveIntegerField(_("reports made"), default=0)
    trouble = models.CharField(_("what went wrong"), max_length=300, blank=True)
    file = models.FileField(upload_to=bundle_path, max_length=120, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    asked_at = models.DateTimeField(_("asked for at"), default=timezone.now)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = BundleQuerySet.as_manager()

    class Meta:
        verbose_name = _("bundle of reports")
        verbose_name_plural = _("bundles of reports")
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(made__lte=models.F("total")),
                name="no_more_reports_made_than_asked_for",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | ~Q(file=""),
                name="a_ready_bundle_has_its_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument} {self.year} ({self.language})"

    @property
    def is_unfinished(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING)
