"""What cities answer to each question, with its history."""

import datetime as dt
from collections.abc import Iterable
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.models import City, Membership, User
from scorecard.models.assessment import Assessment
from scorecard.models.lengths import COMMENT_MAXIMUM, KEY_MAXIMUM, REASON_MAXIMUM
from scorecard.models.questionnaire import Essential, Question
from scorecard.models.sharing import Assignment


class AnswerQuerySet(models.QuerySet["Answer"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Answers of assessments that the person may open."""
        return self.filter(
            assessment__in=Assessment.objects.visible_to(user).values("pk")
        )

    def documented_for(self, user: User | AnonymousUser) -> Self:
        """Answers whose documents are for the person; publishing opens none.

        Own team: all. Focal point: those of assessments they may open. Peer reviewer:
        those of the chosen Essentials of the host, once the round is frozen.
        """
        seen = Q(pk__in=[])
        for one in user.current_memberships if isinstance(user, User) else []:
            if one.role in Membership.TEAM:
                seen |= Q(assessment__city=one.city_id)
            elif one.role == Membership.Role.FOCAL_POINT:
                opened = Assessment.objects.visible_to(user)
                seen |= Q(assessment__in=opened.values("pk"))
            elif one.role == Membership.Role.PEER_REVIEWER:
                seen |= Q(
                    assessment__city=one.city_id,
                    assessment__status__in=Assessment.FROZEN,
                    question__essential__number__in=one.essentials,
                )
        return self.filter(seen)

    def with_parts(self) -> Self:
        """Bring the question, the assessment, its city and edition."""
        return self.select_related(
            "assessment__city",
            "assessment__questionnaire",
            "question__essential",
            "changed_by",
        )

    def open(self) -> Self:
        """Answers that may still be changed."""
        return self.filter(assessment__status__in=Assessment.OPEN)

    def settled(self) -> Self:
        return self.filter(Q(score__isnull=False) | Q(not_applicable=True))

    def gaps_of(self, cities: Iterable[City]) -> Self:
        """Answers of these cities below the highest level."""
        return self.filter(
            assessment__city__in=list(cities),
            score__lt=F("assessment__questionnaire__scale_maximum"),
        )

    def asked(self, assessment: int, code: str) -> Self:
        """The answer to one question of one assessment."""
        return self.filter(assessment=assessment, question__code=code)

    def told_to(self, user: User | AnonymousUser) -> Self:
        """Leave out what the person is to judge apart from the others first."""
        if not isinstance(user, User):
            return self
        return self.exclude(pk__in=Assignment.objects.owed_by(user).values("answer"))

    def with_keys(self, keys: Iterable[int]) -> Self:
        return self.filter(pk__in=list(keys))

    def of_essential(self, number: int) -> Self:
        # Not by a join: with one more, PostgreSQL plans the cards' query for longer.
        one = Essential.objects.filter(number=number).values("pk")
        return self.filter(question__essential=Subquery(one))

    def low(self, below: int) -> Self:
        """Answers at a level under this one."""
        return self.filter(score__lt=below)

    def proved(self) -> Self:
        """Answers with evidence."""
        return self.filter(evidence__isnull=False).distinct()

    def proved_by(self, evidence: models.Model) -> Self:
        return self.filter(evidence=evidence)


class Answer(models.Model):
    """A score, or "not applicable" with a reason, or nothing yet; never two of these.

    All answers of an assessment are created with it, so that a save is one UPDATE
    guarded by `version`: who saves from an older version is told.
    """

    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="answers"
    )
    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, related_name="answers"
    )
    score = models.PositiveSmallIntegerField(_("score"), null=True, blank=True)
    not_applicable = models.BooleanField(_("not applicable"), default=False)
    reason = models.TextField(
        _("why it is not applicable"), max_length=REASON_MAXIMUM, blank=True
    )
    comment = models.TextField(
        _("justification"), max_length=COMMENT_MAXIMUM, blank=True
    )
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["question__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "question"], name="a_question_is_answered_once"
            ),
            models.CheckConstraint(
                condition=Q(not_applicable=False) | Q(score__isnull=True),
                name="what_is_not_applicable_has_no_score",
            ),
            models.CheckConstraint(
                condition=Q(not_applicable=False) | ~Q(reason=""),
                name="what_is_not_applicable_says_why",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__lte=5),
                name="no_score_is_above_every_scale",
            ),
            models.CheckConstraint(
                condition=Q(changed_at__isnull=True, changed_by__isnull=True, version=0)
                | Q(
                    changed_at__isnull=False,
                    changed_by__isnull=False,
                    version__gt=0,
                ),
                name="changed_answer_says_when_and_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return self.question.code

    def is_below(self, top: int) -> bool:
        """True where a level is reached and there is one above it."""
        return self.score is not None and self.score < top

    @property
    def is_settled(self) -> bool:
        """True where a score or a reasoned "not applicable" stands."""
        return self.score is not None or self.not_applicable


class AnswerChangeQuerySet(models.QuerySet["AnswerChange"]):
    def of_others(self, user: User, assessment: Assessment, since: dt.datetime) -> Self:
        """What others than the person changed in the assessment after a time."""
        later = self.filter(answer__assessment=assessment, at__gt=since)
        return later.exclude(by=user)

    def ends_of(self, versions: Iterable[tuple[int, int]]) -> Self:
        """These versions of these answers, with question, Essential and name."""
        wanted = Q(pk__in=[])
        for answer, version in versions:
            wanted |= Q(answer=answer, version=version)
        return self.filter(wanted).select_related("by", "answer__question__essential")


class AnswerChange(models.Model):
    """One change of an answer: who, when, from what to what. Never edited."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="changes")
    version = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    before = models.JSONField()
    after = models.JSONField()
    # The name that the device gave to this save: a repeat is known by it.
    key = models.CharField(max_length=KEY_MAXIMUM, blank=True, default="")
    # The version whose change this one takes back.
    undoes = models.PositiveIntegerField(null=True, blank=True)

    objects = AnswerChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of an answer")
        verbose_name_plural = _("changes of answers")
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "version"], name="each_version_has_one_change"
            ),
            models.UniqueConstraint(
                fields=["answer", "by", "key"],
                condition=~Q(key=""),
                name="a_save_named_by_a_key_is_kept_once",
            ),
            models.CheckConstraint(
                condition=Q(undoes__isnull=True) | Q(undoes__lt=F("version")),
                name="a_change_takes_an_earlier_one_back",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id}/{self.version}"
