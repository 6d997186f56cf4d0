"""What both sides of a peer review write: items, agenda, findings, impact."""

from collections.abc import Iterable
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.models import User
from roadmap.models.action import Action
from roadmap.models.peer_review import (
    REASON_MAXIMUM,
    TEXT_MAXIMUM,
    PeerReview,
    ReviewModule,
)


class Area(models.TextChoices):
    """Where a review is to make a difference: the five areas of Uscore2."""

    STRATEGY = "strategy", _("strategy and leadership")
    INTELLIGENCE = "intelligence", _("intelligence")
    SYSTEMS = "systems", _("systems and planning")
    COORDINATION = "coordination", _("coordination and communication")
    DELIVERY = "delivery", _("delivery")


class EvidencePack(models.Model):
    """The chosen modules as they stood at the agreement. Never edited."""

    review = models.OneToOneField(
        PeerReview, on_delete=models.PROTECT, related_name="pack"
    )
    content = models.TextField(_("content as JSON"))
    sha256 = models.CharField(_("digest"), max_length=64)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("evidence pack")
        verbose_name_plural = _("evidence packs")

    def __str__(self) -> str:
        return self.sha256[:12]


class PackItemQuerySet(models.QuerySet["PackItem"]):
    def of_modules(self, modules: Iterable[ReviewModule]) -> Self:
        return self.filter(module__in=[one.pk for one in modules])


class PackItem(models.Model):
    """A document that the host asks the reviewers to read first."""

    module = models.ForeignKey(
        ReviewModule, on_delete=models.CASCADE, related_name="items"
    )
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("document"), max_length=200)
    summary = models.TextField(_("what it says, in short"), max_length=1000)

    objects = PackItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item of an evidence pack")
        verbose_name_plural = _("items of an evidence pack")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["module", "position"], name="items_of_a_module_are_in_order"
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(summary=""),
                name="an_item_has_a_title_and_a_summary",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AgendaItem(models.Model):
    """One meeting of the visit."""

    class Kind(models.TextChoices):
        INTERVIEW = "interview", _("interview")
        SITE = "site", _("site visit")
        DOCUMENT = "document", _("reading of documents")
        FOCUS_GROUP = "focus_group", _("focus group")

    review = models.ForeignKey(
        PeerReview, on_delete=models.CASCADE, related_name="agenda"
    )
    day = models.DateField(_("day"))
    at = models.TimeField(_("time"), null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    subject = models.CharField(_("subject"), max_length=200)
    place = models.CharField(_("place"), max_length=200)
    people = models.CharField(_("who"), max_length=300)

    class Meta:
        verbose_name = _("item of the agenda")
        verbose_name_plural = _("items of the agenda")
        ordering = ["day", models.F("at").asc(nulls_first=True), "pk"]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class FindingQuerySet(models.QuerySet["Finding"]):
    def to_strengthen(self, review: PeerReview) -> Self:
        """Findings of the review that are no good practice."""
        return self.filter(module__review=review, is_good_practice=False)


class Finding(models.Model):
    """What one reviewer says about one indicator of the pack."""

    module = models.ForeignKey(
        ReviewModule, on_delete=models.CASCADE, related_name="findings"
    )
    code = models.CharField(_("indicator"), max_length=16)
    is_good_practice = models.BooleanField(_("good practice"), default=False)
    comment = models.TextField(_("comment"), max_length=TEXT_MAXIMUM)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["module__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["module", "code", "by"],
                name="a_reviewer_finds_once_about_an_indicator",
            ),
            models.CheckConstraint(
                condition=~Q(comment=""), name="a_finding_says_something"
            ),
        ]

    def __str__(self) -> str:
        # The log of activity keeps this: what was found is not for its readers.
        return self.code


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Recommendations of the reviews that the person may open."""
        return self.filter(review__in=PeerReview.objects.visible_to(user).values("pk"))

    def with_review(self) -> Self:
        return self.select_related("review__host", "review__peer", "review__assessment")


class Recommendation(models.Model):
    """What the reviewers advise; the host makes it an action, or says why not."""

    class Horizon(models.TextChoices):
        SHORT = "short", _("short (up to a year)")
        MEDIUM = "medium", _("medium (one to three years)")
        LONG = "long", _("long (over three years)")

    review = models.ForeignKey(
        PeerReview, on_delete=models.CASCADE, related_name="recommendations"
    )
    area = models.CharField(_("area"), max_length=12, choices=Area.choices)
    description = models.TextField(_("what is advised"), max_length=TEXT_MAXIMUM)
    justification = models.TextField(_("why"), max_length=TEXT_MAXIMUM)
    horizon = models.CharField(_("horizon"), max_length=6, choices=Horizon.choices)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    action = models.ForeignKey(
        Action,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="recommendations",
        verbose_name=_("action of the plan"),
    )
    declined = models.TextField(
        _("why it is not taken up"), max_length=REASON_MAXIMUM, blank=True
    )

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(description="") & ~Q(justification=""),
                name="a_recommendation_says_what_and_why",
            ),
            models.CheckConstraint(
                condition=Q(action__isnull=True) | Q(declined=""),
                name="a_recommendation_is_taken_up_or_declined",
            ),
        ]

    def __str__(self) -> str:
        # Nor is what was advised, for the same reason.
        return str(self.get_area_display())

    @property
    def is_answered(self) -> bool:
        return self.action_id is not None or bool(self.declined)


class Side(models.TextChoices):
    HOST = "host", _("host")
    PEER = "peer", _("peer city")


class ExpectedImpactQuerySet(models.QuerySet["ExpectedImpact"]):
    def of_side(self, side: str) -> Self:
        return self.filter(side=side)


class ExpectedImpact(models.Model):
    """What one side expects of the review, said without knowing the other's words."""

    AREAS = tuple(Area.values)

    review = models.ForeignKey(
        PeerReview, on_delete=models.CASCADE, related_name="expected"
    )
    side = models.CharField(_("side"), max_length=4, choices=Side.choices)
    benefit = models.TextField(_("benefit"), max_length=REASON_MAXIMUM)
    owner = models.CharField(_("who sees to it"), max_length=200)
    objective = models.TextField(_("objective"), max_length=REASON_MAXIMUM)
    measure = models.CharField(_("how it is measured"), max_length=300)
    current = models.CharField(_("value now"), max_length=100)
    target = models.CharField(_("value aimed at"), max_length=100)
    strategy = models.TextField(Area.STRATEGY.label, max_length=1000, blank=True)
    intelligence = models.TextField(
        Area.INTELLIGENCE.label, max_length=1000, blank=True
    )
    systems = models.TextField(Area.SYSTEMS.label, max_length=1000, blank=True)
    coordination = models.TextField(
        Area.COORDINATION.label, max_length=1000, blank=True
    )
    delivery = models.TextField(Area.DELIVERY.label, max_length=1000, blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = ExpectedImpactQuerySet.as_manager()

    class Meta:
        verbose_name = _("expected impact")
        verbose_name_plural = _("expected impact")
        ordering = ["side"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "side"], name="each_side_expects_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.get_side_display())

    @property
    def areas(self) -> list[tuple[str, str]]:
        """The areas where something is desired, each with what."""
        said = [(str(area.label), getattr(self, area.value)) for area in Area]
        return [(label, text) for label, text in said if text]


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def of_months(self, months: int) -> Self:
        return self.filter(months=months)


class FollowUp(models.Model):
    """What has come of the review after 6, 12 or 24 months."""

    class Months(models.IntegerChoices):
        SIX = 6, _("after 6 months")
        TWELVE = 12, _("after 12 months")
        TWENTY_FOUR = 24, _("after 24 months")

    class Progress(models.IntegerChoices):
        NONE = 0, _("no progress")
        LITTLE = 1, _("a little achieved")
        SOME = 2, _("about half achieved")
        MOST = 3, _("most achieved")
        ALL = 4, _("all achieved")

    review = models.ForeignKey(
        PeerReview, on_delete=models.CASCADE, related_name="follow_ups"
    )
    months = models.PositiveSmallIntegerField(_("when"), choices=Months.choices)
    progress = models.PositiveSmallIntegerField(
        _("what was achieved"), choices=Progress.choices
    )
    justification = models.TextField(_("why you say so"), max_length=TEXT_MAXIMUM)
    more = models.TextField(
        _("what more is to be done"), max_length=TEXT_MAXIMUM, blank=True
    )
    who = models.CharField(_("by whom"), max_length=200, blank=True)
    until = models.DateField(_("until when"), null=True, blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up of a review")
        verbose_name_plural = _("follow-ups of reviews")
        ordering = ["months"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "months"], name="a_review_is_followed_up_once_a_date"
            ),
            models.CheckConstraint(
                condition=Q(months__in=[6, 12, 24]),
                name="follow_ups_are_at_6_12_and_24_months",
            ),
            models.CheckConstraint(
                condition=Q(progress__lte=4), name="progress_has_five_steps"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_months_display())
