"""Courses on disaster risk reduction and climate change, and how many attended."""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import ExtractYear
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.models import City, User

# More than any course has: slips of the pen, not facts.
MOST_HOURS = 1_000
MOST_PARTICIPANTS = 9_999


class CourseQuerySet(models.QuerySet["Course"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """National courses for whoever works here; a city's own for its team."""
        mine = user.current_memberships if isinstance(user, User) else []
        if any(one.is_national for one in mine):
            return self
        cities = [one.city_id for one in mine if one.is_team]
        seen = Q(city__in=cities)
        return self.filter(seen | Q(city=None) if cities else seen)

    def national(self) -> Self:
        return self.filter(city=None)

    def open_to(self, city: City) -> Self:
        """National courses that have begun and that the city has not attended yet."""
        theirs = Attendance.objects.filter(city=city).values("course")
        begun = self.national().filter(starts_on__lte=timezone.localdate())
        return begun.exclude(pk__in=theirs)

    def with_numbers(self) -> Self:
        return self.annotate(
            cities=Count("attendances"), participants=Sum("attendances__participants")
        )

    def latest_first(self) -> Self:
        return self.order_by("-starts_on", "-pk")


class Course(models.Model):
    """One course: national, or held by a city for its own people."""

    class Subject(models.TextChoices):
        DRR = "drr", _("disaster risk reduction")
        CLIMATE = "climate", _("climate change")
        OTHER = "other", _("another subject")

    title = models.CharField(_("title"), max_length=200)
    subject = models.CharField(_("subject"), max_length=10, choices=Subject.choices)
    organiser = models.CharField(_("organiser"), max_length=200)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    hours = models.PositiveSmallIntegerField(_("hours"))
    place = models.CharField(_("place"), max_length=120)
    audience = models.CharField(_("who may attend"), max_length=300, blank=True)
    city = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="courses",
        verbose_name=_("local government"),
    )
    is_demo = models.BooleanField(_("invented"), default=False)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = CourseQuerySet.as_manager()

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="a_course_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(hours__gte=1, hours__lte=MOST_HOURS),
                name="the_hours_of_a_course_are_not_absurd",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def of_city(self, city: City) -> Self:
        return self.filter(city=city)

    def at(self, course: Course) -> "Attendance | None":
        return self.filter(course=course).first()

    def with_courses(self) -> Self:
        return self.select_related("course").order_by("-course__starts_on", "-pk")

    def by_year(self) -> models.QuerySet:
        """Sums of each city and year: courses, people, women, hours."""
        return (
            self.annotate(year=ExtractYear("course__starts_on"))
            .values("city", "year")
            .annotate(
                courses=Count("pk"),
                people=Sum("participants"),
                of_women=Sum("women"),
                of_hours=Sum("course__hours"),
            )
            .order_by("city", "year")
        )

    def from_year(self, year: int) -> Self:
        return self.filter(course__starts_on__year__gte=year)


class Attendance(models.Model):
    """How many people of a city attended a course: numbers, no names."""

    course = models.ForeignKey(
        Course, on_delete=models.CASCADE, related_name="attendances"
    )
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="attendances")
    participants = models.PositiveSmallIntegerField(_("participants"))
    women = models.PositiveSmallIntegerField(_("of these, women"))
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "city"], name="a_city_attends_a_course_once"
            ),
            models.CheckConstraint(
                condition=Q(participants__gte=1, participants__lte=MOST_PARTICIPANTS),
                name="somebody_attended_and_not_absurdly_many",
            ),
            models.CheckConstraint(
                condition=Q(women__lte=F("participants")),
                name="no_more_women_than_participants",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.city_id}: {self.course_id}, {self.participants}"
