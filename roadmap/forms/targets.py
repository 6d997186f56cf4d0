"""Which indicators an action raises, and to which level, in the words of the level."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from django.http import QueryDict
from django.utils.translation import gettext as _

from cities.models import User
from cities.models.numbers import whole_number
from roadmap import gaps
from roadmap.models import Plan
from scorecard.models import Answer

CHOSEN, LEVEL, DROP, FURTHER = "target", "level-", "drop-", "further"


@dataclass
class Target:
    """An indicator of the action: where it stands, and the levels above."""

    answer: Answer
    level: int | None
    is_dropped: bool = False

    @property
    def name(self) -> str:
        return f"{LEVEL}{self.answer.pk}"

    @property
    def drop_name(self) -> str:
        return f"{DROP}{self.answer.pk}"

    @property
    def stands(self) -> str:
        """The wording of the level that was reached."""
        levels = self.answer.question.levels.all()
        return next((one.text for one in levels if one.score == self.answer.score), "")

    @property
    def choices(self) -> list[tuple[int, str, bool]]:
        """Levels above the present one: number, wording, whether chosen."""
        now = -1 if self.answer.score is None else self.answer.score
        return [
            (one.score, one.text, one.score == self.level)
            for one in self.answer.question.levels.all()
            if one.score > now
        ]


@dataclass
class Targets:
    """The indicators of an action, and those that can be added."""

    chosen: list[Target]
    others: list[tuple[str, list[Answer]]]
    errors: list[str] = field(default_factory=list)

    def levels(self) -> dict[int, int]:
        """Return levels by answer; who has none is asked for it."""
        found = {}
        for one in self.chosen:
            if one.is_dropped:
                continue
            if one.level is None:
                self.errors.append(
                    _("Choose the level aimed at for %(code)s.")
                    % {"code": one.answer.question.code}
                )
            else:
                found[one.answer.pk] = one.level
        return found


def asked(user: User, plan: Plan, keys: Iterable[str]) -> Targets:
    """Return the indicators that a link names, the next level of each proposed."""
    readable = gaps.of(user, plan)
    answers = _answers(_keys(keys) & {one.pk for one in readable})
    chosen = [Target(one, _next(one)) for one in answers]
    return Targets(chosen, _others(user, plan, readable, chosen))


def standing(user: User, plan: Plan, levels: Mapping[int, int]) -> Targets:
    """Return the indicators of an action as it stands, by key of the answer."""
    chosen = [Target(one, levels[one.pk]) for one in _answers(levels)]
    return Targets(chosen, _others(user, plan, gaps.of(user, plan), chosen))


def posted(user: User, plan: Plan, data: QueryDict, known: Iterable[int]) -> Targets:
    """Return what was chosen in the form; `known` are the action's own already."""
    readable = gaps.of(user, plan)
    added = _keys([data.get(FURTHER, "")])
    wanted = _keys(data.getlist(CHOSEN)) | added
    seen = {one.pk for one in readable} | set(known)
    chosen = [
        Target(
            one,
            _next(one) if one.pk in added else _level(data.get(f"{LEVEL}{one.pk}", "")),
            is_dropped=f"{DROP}{one.pk}" in data,
        )
        for one in _answers(wanted & seen)
    ]
    found = Targets(chosen, _others(user, plan, readable, chosen))
    if wanted - seen:
        found.errors.append(
            _(
                "An indicator belongs to another local government. An action is "
                "against gaps of its own plan only."
            )
        )
    return found


def _others(
    user: User, plan: Plan, readable: Iterable[Answer], chosen: Iterable[Target]
) -> list[tuple[str, list[Answer]]]:
    """Return the gaps that can still be chosen, under the names of their rounds."""
    taken = {one.answer.pk for one in chosen}
    latest = gaps.latest(user, plan)
    left = [
        one for one in readable if one.pk not in taken and one.assessment_id in latest
    ]
    return [
        (latest[key], list(own))
        for key, own in groupby(left, key=lambda one: one.assessment_id)
    ]


def _next(answer: Answer) -> int | None:
    return None if answer.score is None else answer.score + 1


def _level(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 3 else None


def _answers(keys: Iterable[int]) -> list[Answer]:
    return list(
        Answer.objects.with_keys(keys)
        .with_parts()
        .prefetch_related("question__levels")
        .order_by("question__position", "pk")
    )


def _keys(texts: Iterable[str]) -> set[int]:
    numbers = (whole_number(one) for one in texts)
    return {one for one in numbers if one is not None}
