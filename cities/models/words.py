"""How a city wants words that it types in Latin to stand on Cyrillic papers."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.models.people import User
from cities.models.places import City

WORD_MAXIMUM = 80


class WordChoiceQuerySet(models.QuerySet["WordChoice"]):
    def of_city(self, city: City | int) -> Self:
        pk = city if isinstance(city, int) else city.pk
        return self.filter(city=pk)

    def forms_of(self, city: City | int) -> dict[str, str]:
        """Return the chosen forms by their words, in one query."""
        return dict(self.of_city(city).values_list("word", "form"))

    def of_words(self, words: list[str]) -> Self:
        return self.filter(word__in=words)


class WordChoice(models.Model):
    """A word as it is typed, in small letters, and the form that papers have instead.

    Where the two are the same, the word stays in Latin.
    """

    city = models.ForeignKey(City, on_delete=models.CASCADE)
    word = models.CharField(_("word"), max_length=WORD_MAXIMUM)
    form = models.CharField(_("on paper"), max_length=WORD_MAXIMUM)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = WordChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("word on Cyrillic papers")
        verbose_name_plural = _("words on Cyrillic papers")
        ordering = ["word"]
        constraints = [
            models.UniqueConstraint(
                fields=["city", "word"], name="a_city_spells_a_word_in_one_way"
            ),
            models.CheckConstraint(
                condition=~Q(word="") & ~Q(form=""), name="a_chosen_word_has_a_form"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.word} → {self.form}"
