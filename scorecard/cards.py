"""Question cards: all that one page about an Essential shows, in few queries."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import get_language
from modeltranslation.utils import build_localized_fieldname

from cities.models import User
from cities.permissions import Person, is_focal_point
from scorecard import permissions
from scorecard.forms.answers import NOT_APPLICABLE, AnswerForm
from scorecard.models import (
    Answer,
    Applicability,
    Assessment,
    Assignment,
    Condition,
    Essential,
    Level,
    NotedAction,
    Proposal,
    Remark,
    Section,
)
from scorecard.prompts import Prompt
from scorecard.reports import is_unchecked

# Stands for a code in an address: no code looks like it.
ANY_CODE = "any-code"


@dataclass(frozen=True)
class Typed:
    """What stands in the fields of a card: saved, or typed and not saved yet."""

    choice: str = ""
    reason: str = ""
    comment: str = ""
    version: int = 0


class Choice(NamedTuple):
    """A level as its radio button."""

    value: str
    text: str
    is_chosen: bool


@dataclass
class Card:
    """One question with its answer as one person sees it."""

    answer: Answer
    mode: str
    typed: Typed
    address: str
    history: str
    action: str
    noted: NotedAction | None
    levels: list[tuple[int, str]]
    evidence: list[Any]
    assigned: list[Assignment]
    proposals: list[Proposal]
    remarks: list[Remark]
    can_attach: bool
    can_reply: bool
    sees_history: bool
    is_unchecked: bool
    condition_holds: bool | None
    errors: list[str] = field(default_factory=list)
    conflict: Answer | None = None

    @property
    def choices(self) -> list[Choice]:
        return [
            Choice(value, text, value == self.typed.choice)
            for value, text in ((str(score), text) for score, text in self.levels)
        ]


@dataclass(frozen=True)
class Group:
    """The cards of one section; all of an Essential where an edition has none."""

    section: Section | None
    cards: list[Card]
    prompt: Prompt | None = None

    @property
    def settled(self) -> int:
        return sum(card.answer.is_settled for card in self.cards)


@dataclass(frozen=True)
class Step:
    """One Essential in the rail, with its progress."""

    essential: Essential
    asked: int
    settled: int

    @property
    def state(self) -> str:
        if self.settled == self.asked:
            return "is-done"
        return "is-part" if self.settled else ""


def rail(assessment: Assessment, visible: frozenset[int]) -> list[Step]:
    """Return the Essentials that the edition asks about, with progress; one query."""
    settled = Q(question__answers__score__isnull=False) | Q(
        question__answers__not_applicable=True
    )
    # Narrowed before counting: the answers of all other cities are not touched.
    essentials = Essential.objects.filter(
        number__in=visible, question__answers__assessment=assessment
    ).annotate(
        asked=Count("question__answers"),
        settled=Count("question__answers", filter=settled),
    )
    return [Step(one, one.asked, one.settled) for one in essentials]


def cards(user: Person, assessment: Assessment, number: int) -> list[Card]:
    """Return the cards of one Essential in six queries, whatever their number."""
    answers = (
        assessment.answers.of_essential(number)
        .select_related(
            "question__section", "question__condition", "changed_by", "noted_action"
        )
        .annotate(applies=_said_on_condition())
        .prefetch_related(
            # Lists, not querysets: the longest page would build some 140 of them.
            Prefetch("evidence", to_attr="its_evidence"),
            Prefetch("assignments", Assignment.objects.select_related("user")),
            Prefetch(
                "proposals", Proposal.objects.select_related("by"), "its_proposals"
            ),
            Prefetch("remarks", _remarks(user), "its_remarks"),
        )
    )
    levels = _levels(assessment, number)
    addresses = _addresses(assessment)
    works = permissions.works_on(user, assessment)
    may_answer = bool(permissions.can_answer(user, assessment))
    may_reply = bool(permissions.can_reply(user, assessment))
    made = []
    for answer in answers:
        answer.assessment = assessment
        code = answer.question.code
        may_propose = bool(permissions.can_propose(user, answer))
        mode = "answer" if may_answer else "propose" if may_propose else "read"
        made.append(
            Card(
                answer=answer,
                mode=mode,
                typed=_typed(user, answer, answer.its_proposals, mode),
                address=addresses["propose" if mode == "propose" else "answer"](code),
                history=addresses["history"](code),
                action=addresses["noted-action"](code) if may_answer else "",
                noted=getattr(answer, "noted_action", None),
                levels=levels[answer.question_id],
                evidence=answer.its_evidence,
                assigned=list(answer.assignments.all()) if works else [],
                proposals=answer.its_proposals if works else [],
                remarks=answer.its_remarks if works else [],
                can_attach=may_answer or may_propose,
                can_reply=may_reply,
                sees_history=works,
                is_unchecked=is_unchecked(answer.question, assessment.questionnaire),
                condition_holds=answer.applies,
            )
        )
    return made


def groups(made: list[Card], prompts: Mapping[str, Prompt]) -> list[Group]:
    """Return the cards by section, with what was said on its subject before."""
    return [
        Group(section, list(own), prompts.get(section.subject) if section else None)
        for section, own in groupby(made, key=lambda card: card.answer.question.section)
    ]


def conditions(made: list[Card]) -> list[tuple[Condition, bool | None]]:
    """Return the conditions of these cards; None where nobody has answered one yet."""
    found: dict[int, tuple[Condition, bool | None]] = {}
    for card in made:
        condition = card.answer.question.condition
        if condition:
            found.setdefault(condition.pk, (condition, card.condition_holds))
    return list(found.values())


def with_trouble(
    made: list[Card], code: str, form: AnswerForm, conflict: Answer | None = None
) -> list[Card]:
    """Put what was typed, and what is wrong with it, back into its card."""
    for card in made:
        if card.answer.question.code == code:
            card.typed = Typed(
                choice=form.data.get("choice", ""),
                reason=form.data.get("reason", ""),
                comment=form.data.get("comment", ""),
                version=form.cleaned_data.get("version") or 0,
            )
            card.errors = [
                str(text) for texts in form.errors.values() for text in texts
            ]
            card.conflict = conflict
    return made


def choice_of(score: int | None, not_applicable: bool) -> str:
    """Return the value of the radio button that stands for an answer."""
    if not_applicable:
        return NOT_APPLICABLE
    return "" if score is None else str(score)


def _addresses(assessment: Assessment) -> dict[str, Callable[[str], str]]:
    """Return what makes a card's addresses from its code; reversed once a page."""

    def of(name: str) -> Callable[[str], str]:
        before, after = reverse(
            f"scorecard:{name}", args=[assessment.pk, ANY_CODE]
        ).split(ANY_CODE)
        return lambda code: f"{before}{code}{after}"

    names = ("answer", "propose", "history", "noted-action")
    return {name: of(name) for name in names}


def _levels(assessment: Assessment, number: int) -> Mapping[int, list[tuple[int, str]]]:
    """Return scores and meanings by question, as values: no model for each of them."""
    found = defaultdict(list)
    # The column by name: else every row is looked through for fallback languages.
    column = build_localized_fieldname("text", get_language() or "sr")
    levels = Level.objects.rewrite(False).filter(
        question__answers__assessment=assessment, question__essential__number=number
    )
    for question, score, text in levels.values_list("question_id", "score", column):
        found[question].append((score, text))
    return found


def _said_on_condition() -> Subquery:
    """Return whether the condition of each question was said to hold, else None."""
    said = Applicability.objects.filter(
        assessment=OuterRef("assessment"), condition=OuterRef("question__condition")
    )
    return Subquery(said.values("applies")[:1])


def _remarks(user: Person) -> QuerySet[Remark]:
    if is_focal_point(user):
        return Remark.objects.all()
    return Remark.objects.for_city()


def _typed(
    user: Person, answer: Answer, proposals: Iterable[Proposal], mode: str
) -> Typed:
    if mode != "propose" or not isinstance(user, User):
        return Typed(
            choice_of(answer.score, answer.not_applicable),
            answer.reason,
            answer.comment,
            answer.version,
        )
    for one in proposals:
        if one.by_id == user.pk:
            return Typed(choice_of(one.score, one.not_applicable), comment=one.comment)
    return Typed()
