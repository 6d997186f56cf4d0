"""One assessment as a report: rows in, words and numbers out."""

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from scorecard import charts, scoring
from scorecard.actions import agreed
from scorecard.actions.editions import as_later
from scorecard.models import Answer, Assessment, NotedAction, marks, marks_of
from scorecard.reports.lead import lead
from scorecard.reports.parts import (
    ActionPart,
    AnswerPart,
    EssentialPart,
    EvidencePart,
    Report,
    Scenario,
    SectionPart,
    Step,
)
from scorecard.reports.wording import is_unchecked, points_words
from scorecard.scoring import Mark

Marks = Mapping[str, Mark]
Told = Mapping[int, agreed.Agreed]


def build(assessment: Assessment, today: dt.date) -> Report:
    """Gather the report in five queries, on top of an assessment `with_parts()`."""
    questionnaire = assessment.questionnaire
    answers = list(
        assessment.answers.select_related(
            "question__essential", "question__section", "noted_action"
        ).prefetch_related("question__levels", "evidence")
    )
    for answer in answers:
        answer.assessment = assessment
    now = marks(answers, questionnaire.scale_maximum)
    previous = (
        Assessment.objects.before(assessment).select_related("questionnaire").first()
    )
    earlier = marks_of([previous])[previous.pk] if previous else {}
    same = as_later(earlier, previous.questionnaire, questionnaire) if previous else {}
    told = agreed.of(assessment)
    essentials = _essentials(answers, now, earlier, same, told)
    change = scoring.change(same, now) if previous else None
    total = scoring.score(now.values())
    return Report(
        **_who_and_when(assessment, today),
        scenarios=_scenarios(assessment),
        essentials=essentials,
        total=total,
        overall=scoring.overall_share({one.number: one.score for one in essentials}),
        official=scoring.official(now.values()),
        points_words=points_words(questionnaire),
        previous_year=str(previous.year) if previous else "",
        previous_edition=previous.questionnaire.edition if previous else "",
        previous_overall=scoring.overall_share(scoring.by_essential(earlier.values())),
        change=change,
        steps=_steps(answers, now, same),
        lead=lead(essentials, total),
        radar=_radar(assessment, essentials, previous),
        bars=charts.bars(
            [f"{one.number}. {one.short_name}" for one in essentials],
            [one.score.share for one in essentials],
            before=[one.previous for one in essentials] if previous else None,
        ),
    )


def _who_and_when(assessment: Assessment, today: dt.date) -> dict[str, Any]:
    city, questionnaire = assessment.city, assessment.questionnaire
    accepted = assessment.status == Assessment.Status.ACCEPTED
    return {
        "language": get_language() or "en",
        "text_language": assessment.text_language,
        "city": city.full_name,
        "city_code": city.code,
        "authority": city.authority,
        "questionnaire": questionnaire.name,
        "edition": questionnaire.edition,
        "top": questionnaire.scale_maximum,
        "source_note": questionnaire.source_note,
        "draft_note": questionnaire.draft_note or "",
        "year": str(assessment.year),
        "occasion": _occasion(assessment),
        "team_lead": assessment.team_lead.name,
        "status": assessment.status,
        "state": str(assessment.get_status_display()),
        "mark": _mark(assessment.status),
        "is_demo": assessment.is_demo or city.is_demo,
        "on": today,
        "submitted": _day(assessment.submitted_at) if assessment.is_frozen else None,
        "accepted": _day(assessment.decided_at) if accepted else None,
    }


def _occasion(assessment: Assessment) -> str:
    """Return why the round was held, and that it was entered long after."""
    occasion = str(assessment.get_occasion_display())
    if not assessment.is_history:
        return occasion
    afterwards = _("entered afterwards, from an earlier file")
    return f"{occasion} ({afterwards})"


def _mark(status: str) -> str:
    """Return what stands on every page until the assessment is accepted."""
    marked: dict[str, str] = {
        Assessment.Status.DRAFT: _("Draft – not submitted"),
        Assessment.Status.RETURNED: _("Draft – returned for changes"),
        Assessment.Status.SUBMITTED: _("Submitted – not yet accepted"),
    }
    return marked.get(status, "")


def _day(moment: dt.datetime | None) -> dt.date | None:
    return timezone.localdate(moment) if moment else None


def _scenarios(assessment: Assessment) -> tuple[Scenario, ...]:
    probable, severe = assessment.most_probable_hazard, assessment.most_severe_hazard
    return (
        Scenario(
            _("Most probable adverse event"),
            probable.name if probable else "",
            assessment.most_probable,
        ),
        Scenario(
            _("Event with the gravest possible consequences"),
            severe.name if severe else "",
            assessment.most_severe,
        ),
    )


def _essentials(
    answers: Sequence[Answer],
    now: Marks,
    earlier: Marks,
    same: Marks,
    told: Told,
) -> tuple[EssentialPart, ...]:
    """Return the Essentials; `same` is `earlier` by the codes of this edition."""
    then = scoring.by_essential(earlier.values())
    parts = []
    for number, score in scoring.by_essential(now.values()).items():
        own = [one for one in answers if one.question.essential.number == number]
        essential = own[0].question.essential
        parts.append(
            EssentialPart(
                number=number,
                name=essential.name,
                short_name=essential.short_name,
                score=score,
                previous=then[number].share if number in then else None,
                change=scoring.change(same, _only(now, number)) if earlier else None,
                sections=_sections(own, now, told),
            )
        )
    return tuple(parts)


def _sections(
    answers: Sequence[Answer], now: Marks, told: Told
) -> tuple[SectionPart, ...]:
    grouped = groupby(answers, key=lambda one: one.question.section)
    return tuple(
        SectionPart(
            title=str(section) if section else "",
            answers=tuple(
                _answer(one, now[one.question.code].top, told) for one in group
            ),
        )
        for section, group in grouped
    )


def _only(found: Marks, number: int) -> Marks:
    return {code: mark for code, mark in found.items() if mark.essential == number}


def _answer(answer: Answer, top: int, told: Told) -> AnswerPart:
    question = answer.question
    wording = {level.score: level.text for level in question.levels.all()}
    score = answer.score
    return AnswerPart(
        code=question.code,
        title=question.title,
        asks=question.asks,
        essential=question.essential.number,
        score=score,
        top=top,
        not_applicable=answer.not_applicable,
        reason=answer.reason,
        comment=answer.comment,
        level="" if score is None else wording.get(score, ""),
        next_level="" if score is None else wording.get(score + 1, ""),
        evidence=tuple(
            EvidencePart(
                title=one.title,
                kind=one.kind_words,
                issuer=one.issuer,
                number=one.number,
                issued=one.issued,
                valid_until=one.valid_until,
                kept=one.kept,
                description=one.description,
            )
            for one in answer.evidence.all()
        ),
        is_unchecked=is_unchecked(question, answer.assessment.questionnaire),
        noted=_noted(answer),
        agreed=told.get(answer.pk),
    )


def _noted(answer: Answer) -> ActionPart | None:
    noted: NotedAction | None = getattr(answer, "noted_action", None)
    if noted is None:
        return None
    return ActionPart(noted.action, noted.institution, noted.timescale)


def _steps(answers: Sequence[Answer], now: Marks, same: Marks) -> tuple[Step, ...]:
    titles = {one.question.code: one.question.title for one in answers}
    return tuple(
        Step(code, titles[code], before, after)
        for code, mark in now.items()
        if (after := mark.score) is not None
        and code in same
        and (before := same[code].score) is not None
        and before != after
    )


def _radar(
    assessment: Assessment,
    essentials: Sequence[EssentialPart],
    previous: Assessment | None,
) -> charts.Radar:
    return charts.radar(
        [f"{one.number}. {one.short_name}" for one in essentials],
        [one.score.share for one in essentials],
        name=str(assessment.year),
        before=[one.previous for one in essentials] if previous else None,
        before_name=str(previous.year) if previous else "",
    )
