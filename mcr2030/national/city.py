"""One city for the focal point: its rounds, and what changed since the one before."""

from dataclasses import dataclass

from cities.models import City, User
from mcr2030.national import changes
from mcr2030.national.changes import Compared
from scorecard.models import Assessment, Essential, Level, Question
from scorecard.scoring import Change


@dataclass(frozen=True)
class Moved:
    """An indicator with its level then and now, and the wording of the level now."""

    question: Question
    before: int
    after: int
    wording: str

    @property
    def difference(self) -> int:
        return self.after - self.before


@dataclass(frozen=True)
class Part:
    """An Essential in both rounds, over what both have answered."""

    essential: Essential
    change: Change


@dataclass(frozen=True)
class SinceBefore:
    """The latest round beside the accepted one before it, indicator by indicator.

    `alone` are indicators that only one of the two has answered, or asked.
    """

    compared: Compared
    parts: list[Part]
    up: list[Moved]
    down: list[Moved]
    same: list[Moved]
    alone: list[Question]


@dataclass(frozen=True)
class Rounds:
    """What a focal point may open of a city; `since` is None without two rounds."""

    city: City
    assessments: list[Assessment]
    since: SinceBefore | None

    @property
    def shows_demo(self) -> bool:
        return self.city.is_demo or any(one.is_demo for one in self.assessments)


def rounds(city: City, user: User, instrument: str) -> Rounds:
    """Return the city's rounds that the person may open, in at most eight queries.

    The latest of the instrument is set beside the accepted one before it, whether
    or not it was accepted itself: its state stands beside it.
    """
    visible = list(
        Assessment.objects.visible_to(user).of_city(city).with_parts().latest_first()
    )
    latest = next(
        (one for one in visible if one.questionnaire.code == instrument), None
    )
    earlier = latest and Assessment.objects.before(latest).with_parts().first()
    since = _since(earlier, latest) if earlier and latest else None
    return Rounds(city, visible, since)


def _since(earlier: Assessment, later: Assessment) -> SinceBefore:
    (compared,) = changes.compare([(earlier, later)])
    questions = list(
        later.questionnaire.questions.select_related("essential")
        .prefetch_related("levels")
        .order_by("position")
    )
    moved, alone = [], []
    for question in questions:
        before, after = (
            compared.before.get(question.code),
            compared.after[question.code],
        )
        if before is None or before.score is None or after.score is None:
            alone.append(question)
        else:
            moved.append(_moved(question, before.score, after.score))
    essentials = {one.essential.number: one.essential for one in questions}
    return SinceBefore(
        compared=compared,
        parts=[
            Part(essentials[number], change)
            for number, change in compared.by_essential.items()
        ],
        up=[one for one in moved if one.difference > 0],
        down=[one for one in moved if one.difference < 0],
        same=[one for one in moved if not one.difference],
        alone=alone,
    )


def _moved(question: Question, before: int, after: int) -> Moved:
    levels: list[Level] = list(question.levels.all())
    wording = next((one.text for one in levels if one.score == after), "")
    return Moved(question, before, after, wording)
