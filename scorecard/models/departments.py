"""Departments of a city, and which indicators are usually theirs."""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cities import serbian
from cities.cyrillic import to_cyrillic
from cities.models import City, User


class DepartmentQuerySet(models.QuerySet["Department"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Departments of the cities whose page the person may open."""
        return self.filter(city__in=City.objects.visible_to(user))

    def of_city(self, city: City | int) -> Self:
        return self.filter(city=city)

    def by_name(self) -> list["Department"]:
        """In the order of the alphabet, which the database does not know."""
        return sorted(
            self, key=lambda one: serbian.sort_key_cyrillic(to_cyrillic(one.name))
        )

    def with_member(self, user: User) -> Self:
        return self.filter(members=user)


class Department(models.Model):
    """A part of a city's administration, or a body of its own that answers for it.

    `competence` holds codes as scorecard.competence reads them.
    """

    city = models.ForeignKey(
        City,
        on_delete=models.CASCADE,
        related_name="departments",
        verbose_name=_("local government"),
    )
    name = models.CharField(_("name"), max_length=120)
    competence = models.JSONField(_("competence"), default=list, blank=True)
    members = models.ManyToManyField(
        User, blank=True, related_name="departments", verbose_name=_("people")
    )

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["city", "name"], name="a_city_has_a_department_once"
            ),
            models.CheckConstraint(
                condition=~Q(name=""), name="a_department_has_a_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name
