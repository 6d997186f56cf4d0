"""What cities answer to each question, with its history and who proposes what."""

import datetime as dt
from collections.abc import Iterable
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.models import City, Membership, User
from scorecard.agreement import NOT_APPLICABLE
from scorecard.models.assessment import Assessment
from scorecard.models.departments import Department
from scorecard.models.questionnaire import Essential, Question

COMMENT_MAXIMUM = 10_000
REASON_MAXIMUM = 2_000
NOTE_MAXIMUM = 300
KEY_MAXIMUM = 64


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


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def with_names(self, user: User | AnonymousUser) -> Self:
        """Bring whose it is, by name, and whether it is this person's."""
        theirs = Department.objects.filter(pk=OuterRef("department"), members=user.pk)
        return self.with_holders().annotate(is_theirs=Q(user=user.pk) | Exists(theirs))

    def with_holders(self) -> Self:
        """Bring whose it is, for who needs no more of them than the name."""
        return self.select_related("user", "department").only(
            "answer", "user__name", "department__name", "due", "note"
        )

    def held_by(self, user: User) -> Self:
        """What is the person's, or a department's of theirs."""
        mine = Department.objects.with_member(user).values("pk")
        return self.filter(Q(user=user) | Q(department__in=mine))

    def owed_by(self, user: User) -> Self:
        """What a contributor has not given a level and a reason on, where apart."""
        cities = [
            one.city_id
            for one in user.current_memberships
            if one.role == Membership.Role.CONTRIBUTOR
        ]
        own = Proposal.objects.explained().filter(by=user)
        return (
            self.held_by(user)
            .filter(
                answer__assessment__is_independent=True,
                answer__assessment__status__in=Assessment.OPEN,
                answer__assessment__city__in=cities,
            )
            .exclude(answer__in=own.values("answer"))
        )

    def of_assessment(self, assessment: Assessment) -> Self:
        return self.filter(answer__assessment=assessment)


class Assignment(models.Model):
    """An indicator handed to a contributor, or to a department: then to all in it."""

    answer = models.ForeignKey(
        Answer, on_delete=models.CASCADE, related_name="assignments"
    )
    user = models.ForeignKey(
        User, on_delete=models.CASCADE, null=True, related_name="assignments"
    )
    department = models.ForeignKey(
        Department, on_delete=models.CASCADE, null=True, related_name="assignments"
    )
    due = models.DateField(_("due"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=NOTE_MAXIMUM, blank=True)
    given_at = models.DateTimeField(default=timezone.now)

    is_theirs: bool  # as `with_names` finds it

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "user"], name="an_indicator_is_handed_out_once"
            ),
            models.UniqueConstraint(
                fields=["answer", "department"],
                name="a_department_has_an_indicator_once",
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False, department__isnull=True)
                | Q(user__isnull=True, department__isnull=False),
                name="an_indicator_goes_to_a_person_or_a_department",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id}: {self.user or self.department}"

    @property
    def is_late(self) -> bool:
        return bool(self.due and self.due < timezone.localdate())

    @property
    def name(self) -> str:
        """Whose it is: a department's name, or a person's."""
        if self.department:
            return self.department.name
        return self.user.name if self.user else ""


GIVEN = Q(score__isnull=False) | Q(not_applicable=True)


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def given(self) -> Self:
        """Proposals that say a level, or "not applicable"."""
        return self.filter(GIVEN)

    def explained(self) -> Self:
        """Proposals that say a level, or "not applicable", and why."""
        return self.given().exclude(comment="")

    def said_in(self, assessment: Assessment) -> Self:
        """What was proposed in the assessment, in its order, with the answers."""
        return (
            self.given()
            .filter(answer__assessment=assessment)
            .select_related("answer__question")
            .only(
                "at",
                "score",
                "not_applicable",
                "answer__score",
                "answer__not_applicable",
                "answer__question__code",
            )
            .order_by("answer__question__position", "pk")
        )

    def given_after(self, since: dt.datetime, assessment: Assessment) -> Self:
        return self.given().filter(answer__assessment=assessment, at__gt=since)

    def with_names(self) -> Self:
        """Bring who proposes, by name."""
        return self.select_related("by").only(
            "answer", "by__name", "at", "score", "not_applicable", "comment"
        )


class Proposal(models.Model):
    """One contributor's own score and reason, before the agreed one."""

    answer = models.ForeignKey(
        Answer, on_delete=models.CASCADE, related_name="proposals"
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    score = models.PositiveSmallIntegerField(_("score"), null=True, blank=True)
    not_applicable = models.BooleanField(_("not applicable"), default=False)
    comment = models.TextField(_("reason"), max_length=COMMENT_MAXIMUM, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "by"], name="a_contributor_proposes_once"
            ),
            models.CheckConstraint(
                condition=Q(not_applicable=False) | Q(score__isnull=True),
                name="a_proposal_is_a_score_or_not_applicable",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id}: {self.by}"

    @property
    def is_explained(self) -> bool:
        """True where it says a level, or "not applicable", and why."""
        return bool(self.value and self.comment.strip())

    @property
    def value(self) -> str:
        """The level as text, "na" for not applicable, or nothing."""
        if self.not_applicable:
            return NOT_APPLICABLE
        return "" if self.score is None else str(self.score)
