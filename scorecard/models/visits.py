"""Who is at an assessment now, and when each person was there before."""

import datetime as dt
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.models import User
from scorecard.models.answer import Answer
from scorecard.models.assessment import Assessment

CODE_MAXIMUM = 20
# A visit ends after so long without a page.
VISIT_ENDS_AFTER = dt.timedelta(minutes=30)


class AssessmentVisit(models.Model):
    """When a person was last at an assessment: what came later is new to them."""

    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="visits"
    )
    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="assessment_visits"
    )
    before = models.DateTimeField(_("end of the visit before this one"), null=True)
    seen_at = models.DateTimeField(_("last seen at"), default=timezone.now)

    class Meta:
        verbose_name = _("visit to an assessment")
        verbose_name_plural = _("visits to assessments")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "user"], name="a_visit_is_kept_once_a_person"
            ),
            models.CheckConstraint(
                condition=Q(before__isnull=True) | Q(before__lte=F("seen_at")),
                name="a_visit_ends_before_the_next",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id}: {self.user_id}"


def with_visit(
    found: QuerySet[Assessment], user: User | AnonymousUser
) -> QuerySet[Assessment]:
    """Annotate `seen_at`, and `since`: when the person's last visit ended."""
    mine = AssessmentVisit.objects.filter(assessment=OuterRef("pk"), user=user.pk)
    return found.annotate(
        seen_at=Subquery(mine.values("seen_at")),
        since=Subquery(
            mine.values(
                ended=Case(
                    When(
                        seen_at__lte=timezone.now() - VISIT_ENDS_AFTER,
                        then=F("seen_at"),
                    ),
                    default=F("before"),
                )
            )
        ),
    )


def with_news(
    found: QuerySet[Assessment], user: User | AnonymousUser
) -> QuerySet[Assessment]:
    """Annotate besides `news`: how many answers others changed since then."""
    changed = (
        Answer.objects.filter(
            assessment=OuterRef("pk"), changed_at__gt=OuterRef("since")
        )
        .exclude(changed_by=user.pk)
        .order_by()
        .values("assessment")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return with_visit(found, user).annotate(news=Subquery(changed))


class PresenceQuerySet(models.QuerySet["Presence"]):
    def of(self, assessment: Assessment) -> Self:
        return self.filter(assessment=assessment)

    def since(self, at: dt.datetime) -> Self:
        return self.filter(at__gte=at)

    def until(self, at: dt.datetime) -> Self:
        return self.filter(at__lt=at)

    def but(self, user: User) -> Self:
        """All but the person's own."""
        return self.exclude(user=user)


class Presence(models.Model):
    """A person has a card open now: a hint to colleagues, forgotten after minutes."""

    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="+"
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(_("code"), max_length=CODE_MAXIMUM, blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "user"], name="a_person_is_at_one_card"
            )
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id}/{self.code}: {self.user_id}"
