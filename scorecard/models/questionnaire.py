"""Instruments in their editions: Essentials, questions and what each level means."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Essential(models.Model):
    """One of the Ten Essentials for making cities resilient."""

    class Group(models.TextChoices):
        GOVERNANCE = "governance", _("Governance and finance")
        PLANNING = "planning", _("Planning and preparation")
        RESPONSE = "response", _("Response and recovery")

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    group = models.CharField(_("group"), max_length=12, choices=Group.choices)
    name = models.CharField(_("name"), max_length=160)
    short_name = models.CharField(_("short name"), max_length=40)
    intro = models.CharField(_("what it is about"), max_length=400)

    class Meta:
        verbose_name = _("Essential")
        verbose_name_plural = _("Essentials")
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=10), name="there_are_ten"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"


class QuestionnaireQuerySet(models.QuerySet["Questionnaire"]):
    def in_use(self) -> Self:
        """Editions with which an assessment can start."""
        return self.filter(status=Questionnaire.Status.IN_USE)

    def not_draft(self) -> Self:
        """Editions that rounds use, or have used."""
        return self.exclude(status=Questionnaire.Status.DRAFT)

    def of_instrument(self, code: str) -> Self:
        return self.filter(code=code)


class Questionnaire(models.Model):
    """An instrument in an edition; immutable once an assessment uses it."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_USE = "in_use", _("in use")
        RETIRED = "retired", _("retired")

    code = models.SlugField(_("code"), max_length=40)
    edition = models.CharField(_("edition"), max_length=20)
    scale_maximum = models.PositiveSmallIntegerField(_("highest level"))
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.DRAFT
    )
    name = models.CharField(_("name"), max_length=120)
    source_note = models.TextField(_("note on the source"), blank=True)
    source_note_en: str
    draft_note = models.CharField(
        _("mark of a draft wording"),
        max_length=160,
        blank=True,
        help_text=_("Stands on every screen, page and file of this edition."),
    )
    draft_note_en: str
    digest = models.CharField(
        _("SHA-256 of the file it was loaded from"),
        max_length=64,
        blank=True,
        editable=False,
    )

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        ordering = ["code", "edition"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "edition"], name="an_edition_exists_once"
            ),
            models.CheckConstraint(
                condition=Q(scale_maximum__in=[3, 5]),
                name="the_scale_ends_at_three_or_five",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.edition})"


class Section(models.Model):
    """A subject within an Essential that several indicators share, such as 1.1."""

    questionnaire = models.ForeignKey(
        Questionnaire,
        on_delete=models.CASCADE,
        related_name="sections",
        verbose_name=_("questionnaire"),
    )
    code = models.CharField(_("code"), max_length=16)
    title = models.CharField(_("title"), max_length=200)
    subject = models.CharField(
        _("preliminary indicator on the same subject"),
        max_length=16,
        blank=True,
        help_text=_("Its answer is shown as a prompt beside this section."),
    )

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "code"],
                name="a_code_names_one_section_of_an_edition",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Condition(models.Model):
    """What some indicators are about and not every city has: a railway, a prison."""

    questionnaire = models.ForeignKey(
        Questionnaire,
        on_delete=models.CASCADE,
        related_name="conditions",
        verbose_name=_("questionnaire"),
    )
    code = models.SlugField(_("code"), max_length=40)
    asks = models.CharField(_("what it asks"), max_length=300)
    reason = models.CharField(_("reason where the answer is no"), max_length=300)

    class Meta:
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "code"],
                name="a_code_names_one_condition_of_an_edition",
            )
        ]

    def __str__(self) -> str:
        return self.asks


class Question(models.Model):
    """One indicator: what it asks and how it is called."""

    class Certainty(models.TextChoices):
        """How sure it is that the official text says the same."""

        SEEN = "seen", _("seen in the official text")
        PARTLY = "partly", _("partly seen in the official text")
        MEMORY = "memory", _("from memory, to be checked")

    questionnaire = models.ForeignKey(
        Questionnaire,
        on_delete=models.CASCADE,
        related_name="questions",
        verbose_name=_("questionnaire"),
    )
    section = models.ForeignKey(
        Section,
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("section"),
    )
    condition = models.ForeignKey(
        Condition,
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("condition"),
    )
    essential = models.ForeignKey(
        Essential, on_delete=models.PROTECT, verbose_name=_("Essential")
    )
    code = models.CharField(_("code"), max_length=16)
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("title"), max_length=200)
    title_sr: str
    title_en: str
    asks = models.TextField(_("what it asks"))
    asks_sr: str
    asks_en: str
    hint = models.TextField(_("hint"), blank=True)
    certainty = models.CharField(
        _("how sure the wording is"),
        max_length=8,
        choices=Certainty.choices,
        blank=True,
    )

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "code"],
                name="a_code_names_one_indicator_of_an_edition",
            ),
            models.UniqueConstraint(
                fields=["questionnaire", "position"],
                name="indicators_stand_in_one_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Level(models.Model):
    """What a score means for one indicator."""

    question = models.ForeignKey(
        Question, on_delete=models.CASCADE, related_name="levels"
    )
    score = models.PositiveSmallIntegerField(_("score"))
    text = models.TextField(_("meaning"))
    text_sr: str
    text_en: str

    class Meta:
        verbose_name = _("level")
        verbose_name_plural = _("levels")
        ordering = ["-score"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "score"], name="a_level_has_one_meaning"
            )
        ]

    def __str__(self) -> str:
        return f"{self.score}: {self.text}"
