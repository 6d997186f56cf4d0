"""One city's round with a questionnaire: its scenarios, state and dates."""

from collections.abc import Iterable
from typing import Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.models import City, Hazard, Membership, User
from scorecard.models.questionnaire import Questionnaire


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Assessments that the person may open; the peer reviewer's part is narrower.

        Own team: all. Focal point: all but drafts that were not shared. Peer reviewer:
        submitted and accepted ones of the host city. Everybody: published ones.
        """
        mine = user.current_memberships if isinstance(user, User) else []
        team = [one.city_id for one in mine if one.role in Membership.TEAM]
        hosts = [
            one.city_id for one in mine if one.role == Membership.Role.PEER_REVIEWER
        ]
        seen = Q(published_at__isnull=False)
        if team:
            seen |= Q(city__in=team)
        if hosts:
            seen |= Q(city__in=hosts, status__in=Assessment.FROZEN)
        if any(one.role == Membership.Role.FOCAL_POINT for one in mine):
            seen |= ~Q(status=Assessment.Status.DRAFT) | Q(is_shared=True)
        return self.filter(seen)

    def with_names(self) -> Self:
        """Bring what the head of a page names: city and edition."""
        return self.select_related("city", "questionnaire")

    def with_parts(self) -> Self:
        """Bring what every page names: city, edition, lead, scenarios' hazards."""
        return self.select_related(
            "city",
            "questionnaire",
            "team_lead",
            "most_probable_hazard",
            "most_severe_hazard",
        )

    def of_city(self, city: City) -> Self:
        return self.filter(city=city)

    def of_cities(self, cities: Iterable[City]) -> Self:
        return self.filter(city__in=list(cities))

    def awaiting_review(self) -> Self:
        """Submitted ones, the longest waiting first."""
        return self.filter(status=Assessment.Status.SUBMITTED).order_by("submitted_at")

    def returned(self) -> Self:
        """Those that the city is mending, the longest with it first."""
        return self.filter(status=Assessment.Status.RETURNED).order_by("decided_at")

    def accepted(self) -> Self:
        return self.filter(status=Assessment.Status.ACCEPTED)

    def reviewed_by(self, user: User) -> Self:
        return self.filter(reviewer=user)

    def without_reviewer(self) -> Self:
        return self.filter(reviewer__isnull=True)

    def by_reviewer(self, user: User) -> dict[str, int]:
        """How many of these the person reviews, how many nobody, and all."""
        return self.order_by().aggregate(
            mine=Count("pk", filter=Q(reviewer=user)),
            nobodys=Count("pk", filter=Q(reviewer__isnull=True)),
            all=Count("pk"),
        )

    def of_round(self, year: int, instrument: str) -> Self:
        """Accepted assessments of a year with an instrument, whatever the edition."""
        return self.accepted().filter(year=year, questionnaire__code=instrument)

    def rounds(self) -> list[tuple[int, str, int]]:
        """Return year, instrument and number of accepted ones, the latest first."""
        return list(
            self.accepted()
            .order_by("-year", "questionnaire__code")
            .values_list("year", "questionnaire__code")
            .annotate(reports=Count("pk"))
        )

    def handed_in_by_round(self) -> dict[tuple[int, str], int]:
        """Return how many are with the nation or accepted, by year and instrument."""
        counted = (
            self.filter(status__in=Assessment.FROZEN)
            .order_by()
            .values_list("year", "questionnaire__code")
            .annotate(number=Count("pk"))
        )
        return {(year, code): number for year, code, number in counted}

    def published(self) -> Self:
        return self.filter(published_at__isnull=False)

    def counts(self) -> dict[str, int]:
        """How many there are in each state, and of how many cities accepted ones."""
        states = {
            state: Count("pk", filter=Q(status=state))
            for state in Assessment.Status.values
        }
        accepted = Q(status=Assessment.Status.ACCEPTED)
        return self.aggregate(
            **states, cities=Count("city", filter=accepted, distinct=True)
        )

    def latest_first(self) -> Self:
        return self.order_by("-year", "-started_at", "-pk")

    def before(self, assessment: "Assessment") -> Self:
        """Accepted assessments of the same city and instrument from earlier rounds."""
        return (
            self.accepted()
            .filter(
                city=assessment.city_id,
                questionnaire__code=assessment.questionnaire.code,
            )
            .filter(
                Q(year__lt=assessment.year)
                | Q(year=assessment.year, started_at__lt=assessment.started_at)
            )
            .exclude(pk=assessment.pk)
            .latest_first()
        )

    def same_round(self, city: City, fields: dict[str, Any]) -> Self:
        """Assessments of the city for the questionnaire, year and occasion named."""
        return self.filter(
            city=city,
            questionnaire=fields.get("questionnaire"),
            year=fields.get("year"),
            occasion=fields.get("occasion", ""),
        )

    def beside(self, assessment: "Assessment") -> Self:
        """Assessments of the same round with the other instruments."""
        return (
            self.filter(
                city=assessment.city_id,
                year=assessment.year,
                occasion=assessment.occasion,
            )
            .exclude(pk=assessment.pk)
            .order_by("questionnaire__code")
        )

    def with_progress(self) -> Self:
        """Add how many questions there are and how many are settled."""
        settled = Q(answers__score__isnull=False) | Q(answers__not_applicable=True)
        return self.annotate(
            questions=Count("answers"), settled=Count("answers", filter=settled)
        )


class Assessment(models.Model):
    """One city, one questionnaire edition, one round, with its two risk scenarios."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("being answered")
        SUBMITTED = "submitted", _("submitted")
        RETURNED = "returned", _("returned for changes")
        ACCEPTED = "accepted", _("accepted")

    class Occasion(models.TextChoices):
        BASELINE = "baseline", _("first assessment")
        REGULAR = "regular", _("regular round")
        AFTER_EVENT = "after_event", _("after a disaster")
        NEW_DOCUMENTS = "new_documents", _("after new documents were adopted")

    class TextLanguage(models.TextChoices):
        """What comments are typed in; only Serbian is turned into the other script."""

        SERBIAN = "sr", _("Serbian")
        ENGLISH = "en", _("English")

    OPEN = (Status.DRAFT, Status.RETURNED)
    FROZEN = (Status.SUBMITTED, Status.ACCEPTED)
    # While a focal point has work with it, it may change hands.
    IN_REVIEW = (Status.SUBMITTED, Status.RETURNED)

    city = models.ForeignKey(City, on_delete=models.PROTECT, verbose_name=_("city"))
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, verbose_name=_("questionnaire")
    )
    year = models.PositiveSmallIntegerField(_("year of the round"))
    occasion = models.CharField(_("occasion"), max_length=20, choices=Occasion.choices)
    team_lead = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("lead of the assessment"),
    )
    most_probable_hazard = models.ForeignKey(
        Hazard,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("hazard of the most probable adverse event"),
    )
    most_probable = models.TextField(
        _("most probable adverse event"), max_length=2000, blank=True
    )
    most_severe_hazard = models.ForeignKey(
        Hazard,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("hazard of the event with the gravest possible consequences"),
    )
    most_severe = models.TextField(
        _("event with the gravest possible consequences"), max_length=2000, blank=True
    )
    status = models.CharField(
        _("state"), max_length=12, choices=Status.choices, default=Status.DRAFT
    )
    is_shared = models.BooleanField(
        _("the national focal point may read the draft"), default=False
    )
    text_language = models.CharField(
        _("language of comments and scenarios"),
        max_length=2,
        choices=TextLanguage.choices,
        default=TextLanguage.SERBIAN,
    )
    is_independent = models.BooleanField(
        _("contributors first give their own level, without seeing others'"),
        default=False,
    )
    shows_agreement = models.BooleanField(
        _("reports show how far the proposals agreed"), default=False
    )
    is_demo = models.BooleanField(_("invented"), default=False)
    is_history = models.BooleanField(
        _("entered afterwards, from an earlier file"),
        default=False,
        help_text=_("It may be submitted with blanks, as it was filled in then."),
    )
    started_at = models.DateTimeField(_("started at"), default=timezone.now)
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reviewer = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("focal point who reviews it"),
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    published_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        constraints = [
            models.UniqueConstraint(
                fields=["city", "questionnaire", "year", "occasion"],
                name="a_round_happens_once",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, submitted_by__isnull=True)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="submitted_assessment_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="decided_assessment_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="published_assessment_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(status="draft", submitted_at__isnull=True)
                | Q(status="submitted", submitted_at__isnull=False)
                | Q(
                    status__in=["returned", "accepted"],
                    submitted_at__isnull=False,
                    decided_at__isnull=False,
                ),
                name="the_state_agrees_with_what_was_done",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(status="accepted"),
                name="only_an_accepted_assessment_is_published",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=2017, year__lte=2100),
                name="a_round_is_of_this_century",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "submitted_at"], name="review_queue"),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire.name} {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("scorecard:overview", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """True while the city may change answers."""
        return self.status in self.OPEN

    @property
    def is_frozen(self) -> bool:
        return self.status in self.FROZEN
