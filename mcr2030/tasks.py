"""What a city's lead has to do next, each with one clear action."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cities.models import City
from mcr2030.templatetags.mcr2030 import in_script
from scorecard.models import Assessment, Essential, Remark
from scorecard.models.evidence import DAYS_SOON, DAYS_URGENT
from scorecard.reports.wording import PRELIMINARY
from scorecard.scoring import Score

Status = Assessment.Status
# So many documents that are not urgent have a line each; more share one.
LATER_AT_MOST = 3


@dataclass(frozen=True)
class Task:
    """One line of "what is next"; `is_yours` is False where others are at work."""

    title: str
    detail: str
    action: str
    address: str
    is_yours: bool = True


@dataclass(frozen=True)
class State:
    """One assessment as the tasks see it; remarks are those without a reply."""

    assessment: Assessment
    by_essential: Mapping[int, Score]
    remarks: Sequence[Remark]
    disputes: int = 0

    @property
    def open_by_essential(self) -> dict[int, int]:
        """How many indicators of each Essential wait for an answer."""
        return {
            number: score.asked - score.settled
            for number, score in self.by_essential.items()
            if score.asked > score.settled
        }

    @property
    def lacks_scenarios(self) -> bool:
        one = self.assessment
        return not (
            one.most_probable_hazard_id
            and one.most_severe_hazard_id
            and one.most_probable.strip()
            and one.most_severe.strip()
        )


@dataclass(frozen=True)
class Expiring:
    """A document that ends soon, with the answers it proves: (assessment, code)."""

    DAYS = DAYS_SOON

    key: int
    city_id: int
    title: str
    until: dt.date
    proves: Sequence[tuple[int | None, str | None]]

    def codes(self, assessment: Assessment) -> list[str]:
        return [code for key, code in self.proves if key == assessment.pk and code]


def tasks(
    city: City,
    states: Sequence[State],
    documents: Sequence[Expiring],
    essentials: Mapping[int, Essential],
) -> list[Task]:
    """Return what is next for the city; `states` come with the latest round first."""
    if not states:
        return [_start_first(city)]
    latest = _latest(states)
    found: list[Task] = []
    for state in states:
        if state.assessment.is_open:
            found += _open(state, essentials)
        else:
            found += _frozen(state)
    for one in latest:
        if one.status == Status.ACCEPTED and one.published_at is None:
            found.append(_publish(one))
    if _wants_next_round(latest[0]):
        found.append(_start_next(city, latest[0]))
    return found + _documents(city, latest, documents)


def is_preliminary(assessment: Assessment) -> bool:
    """Tell whether it is the instrument with which every city begins."""
    return assessment.questionnaire.code == PRELIMINARY


def _latest(states: Sequence[State]) -> list[Assessment]:
    """Return the latest round of each instrument, the preliminary level first."""
    found: dict[str, Assessment] = {}
    for state in states:
        found.setdefault(state.assessment.questionnaire.code, state.assessment)
    return sorted(found.values(), key=lambda one: not is_preliminary(one))


def _start_first(city: City) -> Task:
    return Task(
        _("Start the first assessment"),
        _("Ten Essentials, a page each; stop and go on whenever you like."),
        _("Start"),
        reverse("scorecard:start", args=[city.code]),
    )


def _open(state: State, essentials: Mapping[int, Essential]) -> list[Task]:
    found = []
    if state.remarks:
        found.append(_remarks(state))
    if state.disputes:
        found.append(_disputes(state))
    waiting = state.open_by_essential
    if waiting:
        found.append(_answers(state.assessment, waiting, essentials))
    if state.lacks_scenarios:
        found.append(
            Task(
                _("Name both risk scenarios"),
                _("The most probable and the gravest event: %(round)s")
                % {"round": state.assessment},
                _("Name them"),
                reverse("scorecard:setup", args=[state.assessment.pk]),
            )
        )
    if not waiting and not state.lacks_scenarios:
        found.append(_submit(state))
    return found


def _disputes(state: State) -> Task:
    return Task(
        ngettext(
            "Settle %(number)s indicator that people see differently",
            "Settle %(number)s indicators that people see differently",
            state.disputes,
        )
        % {"number": state.disputes},
        str(state.assessment),
        pgettext("verb", "Settle"),
        reverse("scorecard:settle", args=[state.assessment.pk]),
    )


def _frozen(state: State) -> list[Task]:
    found = [_questions(state)] if state.remarks else []
    if state.assessment.status == Status.SUBMITTED:
        found.append(_under_review(state.assessment))
    return found


def _remarks(state: State) -> Task:
    first = state.remarks[0].answer.question
    number = len(state.remarks)
    codes = dict.fromkeys(one.answer.question.code for one in state.remarks)
    page = reverse(
        "scorecard:essential", args=[state.assessment.pk, first.essential.number]
    )
    return Task(
        ngettext(
            "Reply to %(number)s remark of the focal point",
            "Reply to %(number)s remarks of the focal point",
            number,
        )
        % {"number": number},
        _("%(round)s: %(codes)s · returned on %(date)s")
        % {
            "round": state.assessment,
            "codes": ", ".join(codes),
            "date": _day(state.assessment.decided_at),
        },
        _("Open"),
        f"{page}#{first.code}",
    )


def _questions(state: State) -> Task:
    """Ask for words only: the answers of a frozen assessment stay as they are."""
    first, number = state.remarks[0], len(state.remarks)
    question = first.answer.question
    codes = dict.fromkeys(one.answer.question.code for one in state.remarks)
    page = reverse(
        "scorecard:essential", args=[state.assessment.pk, question.essential.number]
    )
    return Task(
        ngettext(
            "Answer %(number)s question of the focal point",
            "Answer %(number)s questions of the focal point",
            number,
        )
        % {"number": number},
        _("%(round)s: %(codes)s · asked on %(date)s; your levels stay as they are")
        % {
            "round": state.assessment,
            "codes": ", ".join(codes),
            "date": _day(min(one.at for one in state.remarks)),
        },
        _("Reply"),
        f"{page}#{question.code}",
    )


def _answers(
    assessment: Assessment,
    waiting: Mapping[int, int],
    essentials: Mapping[int, Essential],
) -> Task:
    number = sum(waiting.values())
    parts = [
        f"{one}. {essentials[one].short_name} ({missing})"
        for one, missing in waiting.items()
    ]
    return Task(
        ngettext(
            "%(number)s indicator waits for an answer",
            "%(number)s indicators wait for an answer",
            number,
        )
        % {"number": number},
        f"{assessment}: {', '.join(parts)}",
        _("Continue"),
        reverse("scorecard:essential", args=[assessment.pk, min(waiting)]),
    )


def _submit(state: State) -> Task:
    is_returned = state.assessment.status == Status.RETURNED
    return Task(
        _("Submit the assessment again") if is_returned else _("Submit the assessment"),
        _("%(round)s, returned on %(date)s. Every indicator has an answer.")
        % {"round": state.assessment, "date": _day(state.assessment.decided_at)}
        if is_returned
        else _("%(round)s. Every indicator has an answer; both scenarios are named.")
        % {"round": state.assessment},
        _("Look it over"),
        reverse("scorecard:overview", args=[state.assessment.pk]),
    )


def _under_review(assessment: Assessment) -> Task:
    return Task(
        _("The focal point is reviewing: %(round)s") % {"round": assessment},
        _("Submitted on %(date)s. There is nothing for you to do now.")
        % {"date": _day(assessment.submitted_at)},
        _("Read the report"),
        reverse("scorecard:report", args=[assessment.pk]),
        is_yours=False,
    )


def _publish(assessment: Assessment) -> Task:
    return Task(
        _("Print the report for the council, or publish it"),
        _("Accepted on %(date)s: %(round)s")
        % {"date": _day(assessment.decided_at), "round": assessment},
        _("Open"),
        # The overview has the papers and the button that publishes.
        reverse("scorecard:overview", args=[assessment.pk]),
    )


def _wants_next_round(assessment: Assessment) -> bool:
    is_over = assessment.status == Status.ACCEPTED
    return is_over and assessment.year < timezone.localdate().year


def _start_next(city: City, assessment: Assessment) -> Task:
    return Task(
        _("Start the next round"),
        _("The last accepted round is of %(year)s.") % {"year": assessment.year},
        _("Start"),
        reverse("scorecard:start", args=[city.code]),
    )


def _documents(
    city: City, latest: Sequence[Assessment], documents: Sequence[Expiring]
) -> list[Task]:
    """Ask for new documents where old ones prove answers of the latest rounds.

    At the turn of the year many end together: what is not urgent shares a line then.
    """
    urgent, later, first = [], [], None
    for document in documents:
        for assessment in latest:
            codes = document.codes(assessment)
            if codes and assessment.status != Status.SUBMITTED:
                task = _document(assessment, document, codes)
                if _days_left(document) > DAYS_URGENT:
                    later.append(task)
                    first = min(first or document.until, document.until)
                else:
                    urgent.append(task)
                break
    if first and len(later) > LATER_AT_MOST:
        later = [_ending_later(city, len(later), first)]
    return urgent + later


def _ending_later(city: City, number: int, first: dt.date) -> Task:
    title = ngettext(
        "%(number)s document expires within three months",
        "%(number)s documents expire within three months",
        number,
    )
    return Task(
        title % {"number": number},
        _("The first of them is valid until %(date)s.") % {"date": _day(first)},
        _("See which"),
        reverse("scorecard:library", args=[city.code]) + "?validity=soon",
    )


def _document(assessment: Assessment, document: Expiring, codes: Sequence[str]) -> Task:
    address = "document-edition" if assessment.is_open else "document"
    return Task(
        _ending(document),
        _("Valid until %(date)s; it proves %(codes)s.")
        % {"date": _day(document.until), "codes": ", ".join(codes)},
        _("Replace") if assessment.is_open else _("See where it is used"),
        reverse(f"scorecard:{address}", args=[document.key]),
    )


def _ending(document: Expiring) -> str:
    """Say how soon it ends: to the day within the month, else that it comes."""
    left = _days_left(document)
    words = {"title": in_script(document.title), "number": left}
    if left < 0:
        return _("A document has expired: %(title)s") % words
    if left == 0:
        return _("A document expires today: %(title)s") % words
    if left > DAYS_URGENT:
        return _("A document expires within three months: %(title)s") % words
    told = ngettext(
        "A document expires in %(number)s day: %(title)s",
        "A document expires in %(number)s days: %(title)s",
        left,
    )
    return told % words


def _days_left(document: Expiring) -> int:
    return (document.until - timezone.localdate()).days


def _day(moment: dt.date | dt.datetime | None) -> str:
    if isinstance(moment, dt.datetime):
        moment = timezone.localtime(moment).date()
    return formats.date_format(moment, "SHORT_DATE_FORMAT") if moment else "–"
