"""How often somebody asked for what is costly, one row for all processes."""

from django.db import models


class SpentQuerySet(models.QuerySet["Spent"]):
    def over(self, moment: float) -> "SpentQuerySet":
        """Return those whose time is over at a moment, in seconds since 1970."""
        return self.filter(ends__lte=moment)


class Spent(models.Model):
    """How often somebody asked for a kind of thing until their time for it ends.

    `who` is a person's number, or a keyed digest of the place of a visitor.
    """

    who = models.CharField(max_length=64)
    kind = models.CharField(max_length=20)
    ends = models.BigIntegerField(help_text="seconds since 1970")
    times = models.PositiveIntegerField()

    objects = SpentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["who", "kind"], name="a_person_has_one_count_of_a_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.times}"
