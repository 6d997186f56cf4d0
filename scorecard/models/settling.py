"""What a team agreed on, why, and who sees it otherwise: written once, never edited."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.models import User
from scorecard.models.answer import Answer, AnswerQuerySet
from scorecard.models.assessment import Assessment
from scorecard.models.lengths import COMMENT_MAXIMUM
from scorecard.models.sharing import Proposal

NAME_MAXIMUM = 160


class SettlementQuerySet(models.QuerySet["Settlement"]):
    def of_assessment(self, assessment: Assessment) -> Self:
        return self.filter(answer__assessment=assessment)

    def last_by_answer(self, assessment: Assessment) -> dict[int, dt.datetime]:
        """Return when each answer of the assessment was settled last."""
        rows = self.of_assessment(assessment).order_by("pk")
        return dict(rows.values_list("answer", "at"))

    def with_words(self) -> Self:
        """Bring who settled and who dissents, in two queries, the latest first."""
        return self.select_related("by").prefetch_related("dissents").order_by("-pk")


def disputed(answers: AnswerQuerySet) -> AnswerQuerySet:
    """Keep those on which proposals differ and nothing was settled since."""
    differ = (
        Proposal.objects.given()
        .order_by()
        .values("answer")
        .annotate(
            lowest=Min("score"),
            highest=Max("score"),
            levels=Count("score"),
            skipped=Count("pk", filter=Q(not_applicable=True)),
        )
        .filter(Q(highest__gt=F("lowest")) | Q(levels__gt=0, skipped__gt=0))
    )
    settled = Settlement.objects.filter(answer=OuterRef("pk")).order_by("-pk")
    newer = Proposal.objects.given().filter(
        answer=OuterRef("pk"), at__gt=OuterRef("settled_at")
    )
    return answers.annotate(settled_at=Subquery(settled.values("at")[:1])).filter(
        Q(settled_at__isnull=True) | Exists(newer), pk__in=differ.values("answer")
    )


class Settlement(models.Model):
    """An agreed answer with its reason, and how many had proposed which level.

    `proposed` counts what was proposed by then: a level as text, or "na", to a number.
    `version` is that of the answer with which the agreement was saved.
    """

    answer = models.ForeignKey(
        Answer, on_delete=models.CASCADE, related_name="settlements"
    )
    version = models.PositiveIntegerField()
    score = models.PositiveSmallIntegerField(_("agreed level"), null=True, blank=True)
    not_applicable = models.BooleanField(_("not applicable"), default=False)
    reason = models.TextField(_("why it was agreed"), max_length=COMMENT_MAXIMUM)
    proposed = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = SettlementQuerySet.as_manager()

    class Meta:
        verbose_name = _("settlement")
        verbose_name_plural = _("settlements")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(score__isnull=False, not_applicable=False)
                | Q(score__isnull=True, not_applicable=True),
                name="a_settlement_is_a_score_or_not_applicable",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="a_settlement_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id}/{self.version}"


class Dissent(models.Model):
    """Somebody's own level and reason beside the agreed one, in their words of then.

    Of a guest without an account only the name is kept.
    """

    # Field by field, whose name is repeated here: it goes when that person is erased.
    NAMES_OF = {"name": "user"}

    settlement = models.ForeignKey(
        Settlement, on_delete=models.CASCADE, related_name="dissents"
    )
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("name"), max_length=NAME_MAXIMUM)
    score = models.PositiveSmallIntegerField(_("level"), null=True, blank=True)
    not_applicable = models.BooleanField(_("not applicable"), default=False)
    reason = models.TextField(_("reason"), max_length=COMMENT_MAXIMUM, blank=True)

    class Meta:
        verbose_name = _("dissent")
        verbose_name_plural = _("dissents")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="a_dissent_has_a_name"),
            models.CheckConstraint(
                condition=Q(score__isnull=False, not_applicable=False)
                | Q(score__isnull=True, not_applicable=True),
                name="a_dissent_is_a_score_or_not_applicable",
            ),
            models.UniqueConstraint(
                fields=["settlement", "user"], name="a_person_dissents_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.settlement_id}: {self.name}"
