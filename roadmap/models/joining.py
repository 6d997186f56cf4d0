"""How a local government joins: its own view of its stage, and its signed letter."""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.models import City, User
from roadmap.models.stages import Stage
from scorecard.models import Evidence


class SelfAssessmentQuerySet(models.QuerySet["SelfAssessment"]):
    def of_city(self, city: City) -> Self:
        return self.filter(city=city)


class SelfAssessment(models.Model):
    """Short answers, the stage they point to, and the one that the city chose."""

    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(_("answers"), default=dict)
    suggested = models.CharField(
        _("stage the answers point to"), max_length=1, choices=Stage.choices
    )
    stage = models.CharField(
        _("stage the city chose"), max_length=1, choices=Stage.choices
    )
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = SelfAssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("self-assessment of the stage")
        verbose_name_plural = _("self-assessments of the stage")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.as_stage.full_name

    @property
    def as_stage(self) -> Stage:
        return Stage(self.stage)

    @property
    def as_suggested(self) -> Stage:
        return Stage(self.suggested)


class LetterQuerySet(models.QuerySet["Letter"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(city__in=City.objects.visible_to(user))

    def of_city(self, city: City) -> Self:
        return self.filter(city=city)


class Letter(models.Model):
    """The signed letter of commitment; a newer one stands before the older ones.

    Its scan is a document of the city like any other, so that it can prove a criterion.
    """

    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    evidence = models.OneToOneField(
        Evidence, on_delete=models.PROTECT, related_name="+", verbose_name=_("scan")
    )
    signatory = models.CharField(_("who signed"), max_length=120)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter of commitment")
        verbose_name_plural = _("letters of commitment")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(signatory=""), name="a_letter_says_who_signed"
            )
        ]

    def __str__(self) -> str:
        return self.signatory
