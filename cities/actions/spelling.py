"""A city decides once how a word stands on its Cyrillic papers."""

import re
from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities import cyrillic
from cities.cyrillic_words import CYRILLIC
from cities.models import City, User, WordChoice
from cities.models.words import WORD_MAXIMUM

_CYRILLIC = re.compile(f"[{CYRILLIC}]", re.IGNORECASE)
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_ALLOWED = re.compile(r"[\w .,’'„“”\"»«&+/-]+")
_WORD = re.compile(r"[^\W\d_]+")


def form_of(text: str) -> str:
    """Return a spelling as it may be kept. Raises ValidationError with a sentence."""
    form = " ".join(text.split())
    if not _WORD.search(form):
        raise ValidationError(_("Write the word as it should stand on paper."))
    if len(form) > WORD_MAXIMUM:
        raise ValidationError(
            _("This is too long for one word: at most %(maximum)s characters fit.")
            % {"maximum": WORD_MAXIMUM}
        )
    if not _ALLOWED.fullmatch(form):
        raise ValidationError(
            _("Only letters, figures, spaces, hyphens, full stops and quotes fit here.")
        )
    mixed = next((one for one in _WORD.findall(form) if _is_mixed(one)), "")
    if mixed:
        raise ValidationError(
            _(
                "In “%(word)s” Latin and Cyrillic letters are mixed. Some look alike: "
                "type the word anew in one script."
            )
            % {"word": mixed}
        )
    return form


def word_of(text: str) -> str:
    """Return the key of a word typed in Latin. Raises ValidationError."""
    word = text.strip()
    if not _WORD.fullmatch(word) or not _LATIN.search(word):
        raise ValidationError(
            _("Copy one word here, in Latin letters, as it stands in your text.")
        )
    if len(word) > WORD_MAXIMUM:
        raise ValidationError(
            _("This is too long for one word: at most %(maximum)s characters fit.")
            % {"maximum": WORD_MAXIMUM}
        )
    return cyrillic.key_of(word)


def choose(
    *, city: City, forms: Mapping[str, str], forget: Iterable[str] = (), by: User
) -> int:
    """Remember forms by the keys of their words, and forget others.

    The rules decide again on what is forgotten. Returns how many choices are new or
    different. Raises ValidationError where a form cannot stand, and saves nothing.
    """
    checked = {word: form_of(form) for word, form in forms.items()}
    now = timezone.now()
    with transaction.atomic():
        WordChoice.objects.of_city(city).of_words(list(forget)).delete()
        known = WordChoice.objects.forms_of(city)
        changed = {
            word: form for word, form in checked.items() if known.get(word) != form
        }
        for word, form in changed.items():
            WordChoice.objects.update_or_create(
                city=city, word=word, defaults={"form": form, "by": by, "at": now}
            )
    return len(changed)


def words_of(city: City | int) -> dict[str, str]:
    """Return what the city has chosen, by the keys of words."""
    return WordChoice.objects.forms_of(city)


def _is_mixed(word: str) -> bool:
    return bool(_CYRILLIC.search(word) and _LATIN.search(word))
