"""An assessment as our own workbook, for work without a connection."""

import hashlib
import hmac

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from scorecard.actions import evidence
from scorecard.models import Answer, Assessment
from scorecard.workbooks import own, own_write


def workbook(assessment: Assessment) -> bytes:
    """Return the assessment as .xlsx in the active language, in five queries."""
    questionnaire = assessment.questionnaire
    answers = assessment.answers.select_related(
        "question__essential", "question__section"
    ).prefetch_related("question__levels", "evidence")
    identity = own.Identity(
        assessment=assessment.pk,
        city_code=assessment.city.code,
        city_name=assessment.city.name,
        questionnaire_code=questionnaire.code,
        questionnaire_name=questionnaire.name,
        edition=questionnaire.edition,
        scale_maximum=questionnaire.scale_maximum,
        round_name=f"{assessment}, {assessment.get_occasion_display()}",
        language=get_language() or settings.LANGUAGE_CODE,
        exported_at=timezone.now().isoformat(timespec="seconds"),
        note=questionnaire.draft_note or "",
    )
    rows = [_row(answer) for answer in answers]
    return own_write.write(identity, rows, _words(assessment), key())


def key() -> bytes:
    """Return the key under which workbooks are sealed, made from the site's secret."""
    secret = settings.SECRET_KEY.encode()
    return hmac.new(secret, b"mcr2030 own workbook", hashlib.sha256).digest()


def _row(answer: Answer) -> own.Row:
    question = answer.question
    return own.Row(
        code=question.code,
        essential=question.essential.number,
        essential_name=question.essential.name,
        section=str(question.section) if question.section else "",
        title=question.title,
        asks=question.asks,
        levels={level.score: level.text for level in question.levels.all()},
        answer=own.Base(
            score=answer.score,
            not_applicable=answer.not_applicable,
            reason=answer.reason,
            comment=answer.comment,
            evidence="\n".join(
                " ".join(evidence.text_of(one).split()) for one in answer.evidence.all()
            ),
            version=answer.version,
        ),
    )


def _words(assessment: Assessment) -> own.Words:
    now = timezone.localtime()
    return own.Words(
        title=_("Workbook for offline work"),
        first_sheet=_("Read first"),
        essential=_("Essential"),
        facts=(
            (_("Local government"), assessment.city.full_name),
            (_("Assessment"), f"{assessment}, {assessment.get_occasion_display()}"),
            (_("Edition of the questionnaire"), assessment.questionnaire.edition),
            (_("Lead of the assessment"), assessment.team_lead.name),
            (_("Downloaded"), date_format(now, "SHORT_DATETIME_FORMAT")),
        ),
        guidance_title=_("How to fill it in"),
        guidance=(
            _("Each Essential has a sheet of its own. Only the light cells are yours."),
            _("Choose the level from the list in the cell; its wording stands beside."),
            _(
                "What does not exist here is “not applicable”: choose it and write "
                "why. An empty cell means not answered yet."
            ),
            _(
                "Write new evidence each on a line of its own: title, number, date, "
                "and where it is kept. Never enter classified content."
            ),
            _(
                "Upload the workbook on the page of the assessment. You see every "
                "change before it is saved, and what was changed there meanwhile."
            ),
        ),
        progress_title=_("Progress"),
        questions=_("Indicators"),
        answered=_("Answered"),
        total=_("Total"),
        headings={
            "code": pgettext("indicator", "Code"),
            "question": _("Indicator"),
            "levels": _("What the levels mean"),
            "answer": _("Answer"),
            "comment": _("Justification"),
            "reason": _("Why not applicable"),
            "evidence": _("Evidence"),
        },
        not_applicable=_("not applicable"),
        choice_error=_("Choose one of the answers in the list."),
        text_error=_("The text is too long for this cell. Shorten it."),
        page=_("Page"),
        of=_("of"),
    )
