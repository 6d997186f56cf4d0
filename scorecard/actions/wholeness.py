"""What an edition still lacks before a city may be asked its questions."""

from collections.abc import Iterable, Iterator
from itertools import combinations

from django.db.models import Model
from django.utils.translation import gettext as _

from scorecard.models import Essential, Question, Questionnaire

WRITTEN = ("sr", "en")


def lacks(questionnaire: Questionnaire) -> list[str]:
    """Return sentences that name the code and the column; none where it is whole.

    Whole means: each Essential has an indicator, each text stands in Serbian and
    English, each indicator has a meaning for every score of the scale and no two
    alike, and no two indicators ask the same.
    """
    questions = list(questionnaire.questions.prefetch_related("levels"))
    return [
        *_empty(questionnaire.code, questionnaire, "name"),
        *_unasked(questions),
        *_of_each(questionnaire.sections.all(), "title"),
        *_of_each(questionnaire.conditions.all(), "asks", "reason"),
        *_of_each(questions, "title", "asks"),
        *_asked_twice(questions),
        *(
            gap
            for question in questions
            for gap in _levels(question, questionnaire.scale_maximum)
        ),
    ]


def _of_each(rows: Iterable[Model], *fields: str) -> Iterator[str]:
    for row in rows:
        yield from _empty(getattr(row, "code", ""), row, *fields)


def _empty(code: str, row: Model, *fields: str) -> Iterator[str]:
    for column in (f"{field}_{language}" for field in fields for language in WRITTEN):
        if not (getattr(row, column) or "").strip():
            yield _("%(code)s: %(column)s is empty.") % {"code": code, "column": column}


def _unasked(questions: Iterable[Question]) -> Iterator[str]:
    asked = {question.essential_id for question in questions}
    found = {one.number: one.pk for one in Essential.objects.all()}
    for number in range(1, 11):
        if found.get(number) not in asked:
            yield _("Essential %(number)s has no indicator.") % {"number": number}


def _asked_twice(questions: Iterable[Question]) -> Iterator[str]:
    for language in WRITTEN:
        column = f"asks_{language}"
        first: dict[str, str] = {}
        for question in questions:
            text = _plain(getattr(question, column))
            if text and text in first:
                yield _("%(code)s: %(column)s says the same as in %(other)s.") % {
                    "code": question.code,
                    "column": column,
                    "other": first[text],
                }
            first.setdefault(text, question.code)


def _levels(question: Question, maximum: int) -> Iterator[str]:
    for language in WRITTEN:
        said = {
            one.score: _plain(getattr(one, f"text_{language}"))
            for one in question.levels.all()
        }
        for score in range(maximum + 1):
            if not said.get(score):
                yield _("%(code)s: %(column)s is empty.") % {
                    "code": question.code,
                    "column": f"level{score}_{language}",
                }
        for score in sorted(score for score in said if score > maximum):
            yield _("%(code)s: level %(score)s is beyond the scale.") % {
                "code": question.code,
                "score": score,
            }
        for one, other in alike(said):
            yield _("%(code)s: levels %(one)s and %(other)s say the same.") % {
                "code": question.code,
                "one": f"level{one}_{language}",
                "other": f"level{other}_{language}",
            }


def alike(said: dict[int, str]) -> list[tuple[int, int]]:
    """Return the pairs of scores whose texts, as they are read, are the same."""
    return [
        (one, other)
        for one, other in combinations(sorted(said), 2)
        if said[one] and _plain(said[one]) == _plain(said[other])
    ]


def _plain(text: str | None) -> str:
    return " ".join((text or "").split()).casefold()
