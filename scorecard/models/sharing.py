"""What is given to whom, and what contributors propose before a level is agreed."""

import datetime as dt
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.models import Membership, User
from scorecard.agreement import NOT_APPLICABLE
from scorecard.models.assessment import Assessment
from scorecard.models.departments import Department
from scorecard.models.lengths import COMMENT_MAXIMUM, NOTE_MAXIMUM


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
        "scorecard.Answer", on_delete=models.CASCADE, related_name="assignments"
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
            "answer", "by__name", "at", "score", "not_applicable", "comment", "version"
        )


class Proposal(models.Model):
    """One contributor's own score and reason, before the agreed one.

    `version` grows with each save, so that an older page or device replaces nothing.
    """

    answer = models.ForeignKey(
        "scorecard.Answer", on_delete=models.CASCADE, related_name="proposals"
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    score = models.PositiveSmallIntegerField(_("score"), null=True, blank=True)
    not_applicable = models.BooleanField(_("not applicable"), default=False)
    comment = models.TextField(_("reason"), max_length=COMMENT_MAXIMUM, blank=True)
    version = models.PositiveIntegerField(default=1)

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
