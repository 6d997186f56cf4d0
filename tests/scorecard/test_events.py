"""The history of an answer in words, and its last change taken back."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from cities.models import City, User
from cities.permissions import Refused
from scorecard import differences, events
from scorecard.actions import undoing
from scorecard.actions.answers import Conflict, Content
from scorecard.models import AnswerChange, Assessment
from tests import make
from tests.conftest import ClientOf

LONG = " ".join(f"реч{number}" for number in range(40))


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("", "", ""),
        ("", "Ново", "+Ново+"),
        ("Старо", "", "-Старо-"),
        ("Има план.", "Има план.", "Има план."),
        ("Има план од 2020.", "Има план од 2024.", "Има план од -2020.-+2024.+"),
        ("а б в", "а в", "а -б -в"),
        ("Има план", "Има план и\nодлуку", "Има план +и\nодлуку+"),
        ("Нема га.", "Сасвим друго.", "-Нема га.-+Сасвим друго.+"),
        (f"{LONG} крај", f"{LONG} почетак", None),
    ],
)
def test_difference_reads_word_by_word(
    before: str, after: str, told: str | None
) -> None:
    found = differences.pieces(before, after)
    marks = {"same": "", "gone": "-", "new": "+"}
    said = "".join(f"{marks[one.kind]}{one.text}{marks[one.kind]}" for one in found)

    if told is None:
        assert said.startswith("… реч32")
        assert said.endswith("-крај-+почетак+")
    else:
        assert said == told


def _told(user: User, assessment: Assessment) -> list[str]:
    page = events.events_of(user, make.answer_of(assessment, "P1.1"))
    return [f"{one.who} {one.title}" for one in page.object_list]


def test_saves_of_one_sitting_are_one_event(
    assessment: Assessment, lead: User, contributor: User
) -> None:
    for text in ("Има", "Има план", "Има план."):
        make.save_answer(assessment, "P1.1", Content(1, comment=text), by=lead)
    make.save_answer(assessment, "P1.1", Content(2, comment="Има."), by=contributor)

    page = events.events_of(lead, make.answer_of(assessment, "P1.1"))

    later, earlier = page.object_list
    assert (later.who, earlier.who, earlier.saves) == (contributor.name, lead.name, 3)
    assert [line.words for line in earlier.lines] == ["no level yet → level 1", ""]
    assert earlier.lines[1].pieces == (differences.Piece("new", "Има план."),)
    assert later.lines[0].words == "level 1 → level 2"
    answer = make.answer_of(assessment, "P1.1")
    assert len(events.events_of(lead, answer, each=True).object_list) == 4


def test_a_pause_ends_the_sitting(assessment: Assessment, lead: User) -> None:
    make.save_answer(assessment, "P1.1", 1, by=lead)
    AnswerChange.objects.update(at=timezone.now() - dt.timedelta(minutes=11))
    make.save_answer(assessment, "P1.1", 2, by=lead)

    assert len(_told(lead, assessment)) == 2


def test_focal_point_is_not_told_what_happened_in_the_city_s_draft(
    city: City, lead: User, focal_point: User
) -> None:
    assessment = make.make_assessment(
        city=city, lead=lead, focal_point=focal_point, status="returned"
    )
    AnswerChange.objects.update(at=timezone.now() - dt.timedelta(days=9))
    make.save_answer(assessment, "P1.1", 1, by=lead)

    assert _told(focal_point, assessment) == [
        f"{lead.name} changed the answer",
        f"{focal_point.name} returned the assessment",
        f"{lead.name} submitted the assessment",
    ]
    assert _told(lead, assessment)[-1] == f"{lead.name} answered"


def test_undo_goes_back_step_by_step_and_is_told(
    assessment: Assessment, lead: User
) -> None:
    for score in (1, 2, 3):
        make.save_answer(assessment, "P1.1", score, by=lead)
    scores = []
    for _step in range(3):
        answer = make.answer_of(assessment, "P1.1")
        undoing.undo(answer=answer, version=answer.version, by=lead)
        scores.append(make.answer_of(assessment, "P1.1").score)

    answer = make.answer_of(assessment, "P1.1")
    assert scores == [2, 1, None]
    assert [one.undoes for one in answer.changes.all()] == [1, 2, 3, None, None, None]
    assert _told(lead, assessment)[0] == f"{lead.name} took a change back"
    with pytest.raises(Refused, match="no change to take back"):
        undoing.undo(answer=answer, version=answer.version, by=lead)


def test_undo_of_what_a_colleague_changed_meanwhile_is_a_conflict(
    assessment: Assessment, lead: User, contributor: User, client_of: ClientOf
) -> None:
    make.save_answer(assessment, "P1.1", 1, by=lead)
    make.save_answer(assessment, "P1.1", 2, by=contributor)
    address = reverse("scorecard:undo", args=[assessment.pk, "P1.1"])

    page = client_of(lead).post(address, {"undo": "1"}, follow=True)

    assert "changed this answer meanwhile" in page.content.decode()
    assert make.answer_of(assessment, "P1.1").score == 2
    answer = make.answer_of(assessment, "P1.1")
    with pytest.raises(Conflict):
        undoing.undo(answer=answer, version=1, by=lead)


@pytest.mark.parametrize("posted", ["", "0", "-1", "two", "9" * 30])
def test_undo_of_nothing_known_changes_nothing(
    posted: str, assessment: Assessment, lead: User, client_of: ClientOf
) -> None:
    make.save_answer(assessment, "P1.1", 1, by=lead)
    address = reverse("scorecard:undo", args=[assessment.pk, "P1.1"])

    page = client_of(lead).post(address, {"undo": posted}, follow=True)

    assert "Nothing was taken back" in page.content.decode()
    assert make.answer_of(assessment, "P1.1").version == 1


def test_history_is_paged(
    assessment: Assessment, lead: User, contributor: User, client_of: ClientOf
) -> None:
    for number in range(events.EVENTS_A_PAGE + 1):
        by = (lead, contributor)[number % 2]
        make.save_answer(assessment, "P1.1", number % 3, by=by)
    address = reverse("scorecard:history", args=[assessment.pk, "P1.1"])

    first = client_of(lead).get(address).content.decode()
    second = client_of(lead).get(address, {"page": "2"}).content.decode()

    assert first.count('<li class="event') == events.EVENTS_A_PAGE
    assert second.count('<li class="event') == 1
