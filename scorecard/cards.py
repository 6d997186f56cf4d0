"""Question cards: all that one page about an Essential shows, in few queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from itertools import groupby
from typing import Any

from django.db.models import (
    Count,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
)
from django.urls import reverse
from django.utils.translation import get_language
from modeltranslation.utils import build_localized_fieldname

from cities.models import User
from cities.permissions import Person, is_focal_point
from scorecard import independence, permissions, talk
from scorecard.card import Card, Group, Heard, Proof, Standing, Step, Typed
from scorecard.forms.answers import NOT_APPLICABLE, AnswerForm
from scorecard.models import (
    Answer,
    Applicability,
    Assessment,
    Assignment,
    Condition,
    Level,
    NationalNote,
    Proposal,
    Remark,
    Settlement,
)
from scorecard.prompts import Prompt
from scorecard.reports import is_unchecked
from scorecard.since import since_of

# Stand for a code and a key in an address: none looks like them.
ANY_CODE = "any-code"
ANY_KEY = 10**17


def rail(assessment: Assessment, visible: frozenset[int]) -> list[Step]:
    """Return the Essentials that the edition asks about, with progress; one query."""
    pages = reverse("scorecard:essential", args=[assessment.pk, ANY_KEY])
    return [
        Step(pages.replace(str(ANY_KEY), str(row[0])), *row)
        for row in _progress(get_language() or "sr").filter(assessment=assessment)
        if row[0] in visible
    ]


def cards(user: Person, assessment: Assessment, number: int) -> list[Card]:
    """Return the cards of one Essential in six queries, whatever their number."""
    # Lists, not querysets: the longest page would build some 140 of them.
    beside = [
        Prefetch("evidence", to_attr="its_evidence"),
        Prefetch("assignments", Assignment.objects.with_names(user), "its_holders"),
        Prefetch("proposals", Proposal.objects.with_names(), "its_proposals"),
    ]
    was_reviewed = assessment.submitted_at is not None
    if was_reviewed:
        beside.append(Prefetch("remarks", _remarks(user), "its_remarks"))
    answers = (
        _asked_with_talk(user.pk, permissions.talk_circles(user, assessment))
        .filter(assessment=assessment)
        .of_essential(number)
        .prefetch_related(*beside)
    )
    levels = _levels(answers)
    addresses = _addresses(assessment)
    works = permissions.works_on(user, assessment)
    may_answer = bool(permissions.can_answer(user, assessment))
    leads = permissions.leads(user, assessment)
    top = assessment.questionnaire.scale_maximum
    since = since_of(assessment) if works else None
    may_reply = {
        is_question: bool(
            permissions.can_reply(user, assessment, is_question=is_question)
        )
        for is_question in (False, True)
    }
    is_apart = independence.is_apart(assessment)
    made = []
    for answer in answers:
        answer.assessment = assessment
        code = answer.question.code
        is_theirs = any(one.is_theirs for one in answer.its_holders)
        may_propose = bool(permissions.can_propose(user, answer, is_theirs=is_theirs))
        mode = "answer" if may_answer else "propose" if may_propose else "read"
        sees_proposals = works and independence.sees_proposals(
            user,
            assessment,
            answer.its_proposals,
            is_theirs=is_theirs,
            is_settled=answer.was_settled,
        )
        is_owed = is_apart and mode == "propose" and not sees_proposals
        made.append(
            Card(
                answer=answer,
                changed_by=answer.changer or "",
                is_new=not is_owed and _is_new(user, answer, since),
                mode=mode,
                typed=_typed(user, answer, answer.its_proposals, mode),
                address=addresses["propose" if mode == "propose" else "answer"](
                    code=code
                ),
                history=addresses["history"](code=code),
                talk=addresses["talk"](code=code) if works else "",
                talk_words=talk.words(answer) if works else "",
                action=addresses["noted-action"](code=code) if may_answer else "",
                plan=addresses["plan-gap"](code=code)
                if leads and answer.is_below(top)
                else "",
                noted=None if is_owed else getattr(answer, "noted_action", None),
                levels=levels[answer.question_id],
                evidence=[
                    Proof(
                        one,
                        addresses["evidence-file"](key=one.pk)
                        if works and one.file
                        else "",
                        addresses["detach"](code=code, key=one.pk)
                        if mode != "read"
                        else "",
                    )
                    for one in answer.its_evidence
                ],
                assigned=answer.its_holders if works else [],
                proposals=answer.its_proposals if sees_proposals else [],
                is_owed=is_owed,
                remarks=[
                    Heard(one, may_reply[one.is_question])
                    for one in (answer.its_remarks if was_reviewed else ())
                ]
                if works
                else [],
                note=NationalNote(text=answer.note_text, at=answer.note_at)
                if answer.note_text
                else None,
                can_attach=may_answer or may_propose,
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
    made: list[Card], code: str, form: AnswerForm, conflict: Standing | None = None
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


def _addresses(assessment: Assessment) -> dict[str, Callable[..., str]]:
    """Return what makes a card's addresses from its code; reversed once a page."""

    def of(name: str, *rest: object) -> Callable[..., str]:
        path = reverse(name, args=rest)
        return path.replace(ANY_CODE, "{code}").replace(str(ANY_KEY), "{key}").format

    pk = assessment.pk
    names = ("answer", "propose", "history", "noted-action", "talk")
    return {name: of(f"scorecard:{name}", pk, ANY_CODE) for name in names} | {
        "plan-gap": of("roadmap:plan-gap", pk, ANY_CODE),
        "evidence-file": of("scorecard:evidence-file", ANY_KEY),
        "detach": of("scorecard:detach", pk, ANY_CODE, ANY_KEY),
    }


# Half of a query's time goes into putting it together: what is the same for every page
# is put together once.


@cache
def _asked() -> Any:  # a queryset whose type would not know what is annotated
    """Return answers with what their cards read of others."""
    note = NationalNote.objects.filter(question=OuterRef("question"))
    said = Applicability.objects.filter(
        assessment=OuterRef("assessment"), condition=OuterRef("question__condition")
    )
    changer = User.objects.filter(pk=OuterRef("changed_by"))
    # Subqueries, for PostgreSQL spends longer on planning many joins than on reading
    # the few rows.
    return Answer.objects.select_related(
        "question__section", "question__condition", "noted_action"
    ).annotate(
        # What was said on the condition of each question; nothing where none is.
        applies=Subquery(said.order_by().values("applies")),
        changer=Subquery(changer.values("name")),
        note_text=Subquery(note.values("text")),
        note_at=Subquery(note.values("at")),
        was_settled=Exists(Settlement.objects.filter(answer=OuterRef("pk"))),
    )


@lru_cache(maxsize=64)
def _asked_with_talk(reader: int | None, circles: tuple[str, ...]) -> Any:
    """Return the same with how much talk there is for a reader of these circles."""
    if reader is None or not circles:
        return _asked()
    return talk.beside(_asked(), reader, circles)


@cache
def _progress(language: str) -> QuerySet[Answer, tuple[Any, ...]]:
    """Return number and words of the Essentials, and how many are asked and settled."""
    # Columns by name: no model, and no look through fallback languages, for a word.
    words = [
        f"question__essential__{build_localized_fieldname(name, language)}"
        for name in ("name", "short_name", "intro")
    ]
    settled = Q(score__isnull=False) | Q(not_applicable=True)
    return (
        Answer.objects.order_by("question__essential__number")
        .values_list("question__essential__number", *words)
        .annotate(asked=Count("pk"), settled=Count("pk", filter=settled))
    )


def _levels(answers: Iterable[Answer]) -> Mapping[int, list[tuple[int, str]]]:
    """Return scores and meanings by question, as values: no model for each of them."""
    found = defaultdict(list)
    # The column by name: else every row is looked through for fallback languages.
    column = build_localized_fieldname("text", get_language() or "sr")
    levels = Level.objects.rewrite(False).filter(
        question__in=[one.question_id for one in answers]
    )
    for question, score, text in levels.values_list("question_id", "score", column):
        found[question].append((score, text))
    return found


def _remarks(user: Person) -> QuerySet[Remark]:
    seen = Remark.objects if is_focal_point(user) else Remark.objects.for_city()
    return seen.order_by("pk")


def _is_new(user: Person, answer: Answer, since: dt.datetime | None) -> bool:
    """Tell whether somebody else changed the answer since the person was here."""
    if since is None or answer.changed_at is None:
        return False
    return answer.changed_at > since and answer.changed_by_id != user.pk


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
            return Typed(
                choice_of(one.score, one.not_applicable),
                comment=one.comment,
                version=one.version,
            )
    return Typed()
