"""A round goes back into UNDRR's own workbook."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import ProfileFigure
from scorecard.actions import evidence, official_imports
from scorecard.models import Answer, Assessment, BlankWorkbook, NotedAction
from scorecard.workbooks import official_fill
from scorecard.workbooks.official_map import (
    CODES,
    SCALE_MAXIMUM,
    Figure,
    OfficialAnswer,
    OfficialProfile,
)

_FIGURES = {kind: name for name, kind in official_imports.FIGURES.items()}


def filled(*, assessment: Assessment, blank: BlankWorkbook) -> bytes:
    """Return the blank official workbook with the round's answers, in five queries.

    The workbook knows no "not applicable": such an answer stays blank, and its reason
    stands in the comment. Raises ValidationError where the edition asks what the
    workbook has no cells for, or where the blank file is gone.
    """
    found = assessment.answers.select_related("question").prefetch_related("evidence")
    strange = [one.question.code for one in found if one.question.code not in CODES]
    if strange or assessment.questionnaire.scale_maximum != SCALE_MAXIMUM:
        raise ValidationError(
            _(
                "UNDRR's workbook has no place for the indicators of this edition: "
                "%(edition)s."
            )
            % {"edition": assessment.questionnaire.edition}
        )
    content = _content(blank)
    noted = {one.answer_id: one for one in NotedAction.objects.of(assessment)}
    return official_fill.fill(
        content,
        official_fill.OfficialFilling(
            answers=tuple(_answer(one, noted.get(one.pk)) for one in found),
            profile=_profile(assessment),
        ),
    )


def _content(blank: BlankWorkbook) -> bytes:
    try:
        with blank.file.open("rb") as file:
            return file.read()
    except FileNotFoundError as error:
        raise ValidationError(
            _("The blank official workbook is no longer here. Upload it once more.")
        ) from error


def _answer(answer: Answer, noted: NotedAction | None) -> OfficialAnswer:
    said = [answer.reason, answer.comment] if answer.not_applicable else []
    comment = "\n".join(text for text in said if text) or answer.comment
    return OfficialAnswer(
        code=answer.question.code,
        score=answer.score,
        comment=comment,
        evidence="\n".join(evidence.text_of(one) for one in answer.evidence.all()),
        action=noted.action if noted else "",
        institution=noted.institution if noted else "",
        timescale=noted.timescale if noted else "",
    )


def _profile(assessment: Assessment) -> OfficialProfile:
    city = assessment.city
    figures: dict[str, Any] = {
        _FIGURES[ProfileFigure.Kind(one.kind)]: _figure(one)
        for one in ProfileFigure.objects.filter(city=city)
    }
    on = assessment.submitted_at or timezone.now()
    return OfficialProfile(
        city=city.name,
        city_type=str(city.get_kind_display()),
        country="Serbia",
        date=timezone.localdate(on),
        authority=Figure(city.authority or None),
        population=Figure(_number(city.population), _year(city.population_year)),
        area=Figure(city.area, _year(city.area_year)),
        most_probable=Figure(assessment.most_probable or None),
        most_severe=Figure(assessment.most_severe or None),
        lead=assessment.team_lead.name,
        **figures,
    )


def _figure(figure: ProfileFigure) -> Figure:
    """Return a figure; the workbook asks for those who are not in poverty."""
    value = figure.value
    if figure.kind == ProfileFigure.Kind.POVERTY:
        value = 100 - value
    return Figure(value, figure.source_date)


def _number(number: int | None) -> Decimal | None:
    return None if number is None else Decimal(number)


def _year(year: int | None) -> str | None:
    return None if year is None else str(year)
