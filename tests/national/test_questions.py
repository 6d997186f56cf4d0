"""The focal point asks cities about one indicator, and tells all how to read it."""

import threading

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cities.models import Membership
from scorecard.actions import questions, reviews
from scorecard.actions.reviews import Overtaken
from scorecard.models import Assessment, NationalNote, Question, Remark
from tests import make
from tests.national.cities import make_nation

TEXT = "На чему се заснива овај ниво?"


@pytest.fixture
def nation(db: None) -> list[Assessment]:
    return make_nation(scores=[1, 2, 3], names=["Ваљево", "Љиг", "Уб"])


@pytest.fixture
def question(nation: list[Assessment]) -> Question:
    return make.answer_of(nation[0], "P1.1").question


def test_the_ticked_cities_are_asked_and_nobody_else(
    client_of, focal_point, nation, question
):
    page = _ask(client_of(focal_point), question, _codes(nation[:2]), follow=True)

    assert "2 local governments were asked." in page.content.decode()
    asked = Remark.objects.order_by("answer__assessment")
    assert [one.answer.assessment for one in asked] == nation[:2]
    assert {(one.is_question, one.text, one.by) for one in asked} == {
        (True, TEXT, focal_point)
    }
    # The page says beside each answer what its city was asked.
    assert page.content.decode().count("Asked by Filip Fokić") == 2
    assert page.content.decode().count("No reply yet.") == 2


def test_a_city_has_it_at_once_as_a_task_and_on_its_card(
    client_of, focal_point, nation, question
):
    _ask(client_of(focal_point), question, _codes(nation[:1]))
    lead = client_of(nation[0].started_by)

    home = lead.get("/").content.decode()
    card = lead.get(
        reverse("scorecard:essential", args=[nation[0].pk, 1])
    ).content.decode()

    assert "Answer 1 question of the focal point" in home
    assert f'href="/assessments/{nation[0].pk}/essentials/1/#P1.1"' in home
    assert TEXT in card
    assert "Save the reply" in card


def test_a_city_replies_in_words_and_its_accepted_answers_stay(
    client_of, focal_point, nation, question
):
    accepted, lead = nation[0], nation[0].started_by
    client = client_of(lead)
    address = reverse("scorecard:report-pdf", args=[accepted.pk])
    before = client.get(address, {"paper": "sr"}).getvalue()
    content = accepted.submissions.get().content
    _ask(client_of(focal_point), question, _codes([accepted]))
    remark = Remark.objects.get()

    replied = client.post(
        reverse("scorecard:reply", args=[remark.pk]), {"text": "На плану из 2025."}
    )
    changed = client.post(
        reverse("scorecard:answer", args=[accepted.pk, "P1.1"]),
        {"choice": "3", "version": "1"},
    )

    remark.refresh_from_db()
    accepted.refresh_from_db()
    assert replied["Location"].endswith("/essentials/1/#P1.1")
    assert (remark.reply, remark.replied_by) == ("На плану из 2025.", lead)
    assert changed.status_code == 403
    assert make.answer_of(accepted, "P1.1").score == 1
    assert accepted.status == Assessment.Status.ACCEPTED
    assert client.get(address, {"paper": "sr"}).getvalue() == before
    assert accepted.submissions.get().content == content
    assert "Answer 1 question" not in client.get("/").content.decode()


def test_the_desk_reads_the_reply_beside_the_answer(
    client_of, focal_point, nation, question
):
    _ask(client_of(focal_point), question, _codes(nation[:1]))
    remark = Remark.objects.get()
    reviews.reply(remark=remark, text="На плану.", by=nation[0].started_by)

    pages = [
        client_of(focal_point).get(_address(question)),
        client_of(focal_point).get(reverse("scorecard:review", args=[nation[0].pk])),
    ]

    for page in pages:
        assert TEXT in page.content.decode()
        assert "На плану." in page.content.decode()


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Membership.Role.CONTRIBUTOR, 403),
        (Membership.Role.OBSERVER, 403),
        (Membership.Role.PEER_REVIEWER, 404),
    ],
)
def test_only_the_lead_replies_to_a_question(
    client_of, focal_point, nation, question, role, status
):
    other = make.make_membership(city=nation[0].city, role=role).user
    _ask(client_of(focal_point), question, _codes(nation[:1]))
    remark = Remark.objects.get()

    answer = client_of(other).post(
        reverse("scorecard:reply", args=[remark.pk]), {"text": "Не."}
    )

    assert answer.status_code == status


def test_a_question_is_not_for_the_public(visitor, focal_point, nation, question):
    Assessment.objects.filter(pk=nation[0].pk).update(
        published_at=nation[0].decided_at, published_by=nation[0].started_by
    )
    questions.ask(
        question=question, codes=_codes(nation[:1]), text=TEXT, by=focal_point
    )

    page = visitor.get(reverse("scorecard:report", args=[nation[0].pk]))

    assert page.status_code == 200
    assert TEXT not in page.content.decode()


def test_the_same_words_are_asked_once(client_of, focal_point, nation, question):
    client = client_of(focal_point)
    _ask(client, question, _codes(nation[:2]))

    page = _ask(client, question, _codes(nation), follow=True)

    text = page.content.decode()
    assert "1 local government was asked." in text
    assert "2 have this very question already and were not asked again." in text
    assert Remark.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_a_double_click_asks_once(transactional_db, focal_point, nation, question):
    together, asked = threading.Barrier(2), []

    def click() -> None:
        together.wait(timeout=10)
        try:
            asked.append(
                questions.ask(
                    question=question, codes=_codes(nation), text=TEXT, by=focal_point
                )
            )
        finally:
            connection.close()

    clicks = [threading.Thread(target=click) for _number in range(2)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join(timeout=30)

    assert sorted(len(one) for one in asked) == [0, 3]
    assert Remark.objects.count() == 3


@pytest.mark.parametrize(
    ("text", "ticked", "sentence"),
    [
        ("  ", ["first"], "Write the question first."),
        ("а" * 4001, ["first"], "The text is 1 character too long"),
        (TEXT, [], "Tick at least one local government to ask."),
        (TEXT, ["first", "nowhere"], "Nobody was asked: look at the list again."),
        (TEXT, ["first", "\0"], "Nobody was asked: look at the list again."),
        (TEXT, ["first", "draft"], "Nobody was asked: look at the list again."),
    ],
)
def test_where_something_is_wrong_nobody_is_asked_and_all_stays_as_typed(
    client_of, focal_point, nation, question, text, ticked, sentence
):
    draft = make.make_assessment(questionnaire=question.questionnaire)
    codes = {"first": nation[0].city.code, "draft": draft.city.code}

    page = _ask(
        client_of(focal_point), question, [codes.get(one, one) for one in ticked], text
    )

    html = page.content.decode()
    assert page.status_code == 422
    assert sentence in html
    assert text in html
    assert html.count(" checked") == len([one for one in ticked if one == "first"])
    assert not Remark.objects.exists()


def test_a_city_named_twice_is_asked_once(client_of, focal_point, nation, question):
    page = _ask(
        client_of(focal_point), question, _codes([nation[0], nation[0]]), follow=True
    )

    assert "1 local government was asked." in page.content.decode()
    assert Remark.objects.count() == 1


def test_filters_stay_after_asking(client_of, focal_point, nation, question):
    address = reverse("national:ask", args=_names(question))

    answer = client_of(focal_point).post(
        f"{address}?level=1", {"city": _codes(nation[:1]), "text": TEXT}
    )

    assert answer["Location"] == f"{_address(question)}?level=1"


@pytest.mark.parametrize("name", ["ask", "note"])
def test_what_was_typed_survives_the_end_of_a_session(visitor, question, name):
    answer = visitor.post(
        reverse(f"national:{name}", args=_names(question)), {"text": TEXT}
    )

    assert answer.status_code == 401
    assert TEXT in answer.content.decode()


# The note for all cities.


def test_a_note_stands_on_every_citys_card(client_of, focal_point, nation, question):
    _note(client_of(focal_point), question, "Рачунају се и планови.")

    pages = [
        client_of(one.started_by).get(reverse("scorecard:essential", args=[one.pk, 1]))
        for one in nation
    ]
    calibration = client_of(focal_point).get(_address(question))

    for page in (*pages, calibration):
        text = page.content.decode()
        assert text.count("Рачунају се и планови.") >= 1
        assert "Note of the national focal point for all local governments" in text


def test_a_note_is_changed_and_removed(client_of, focal_point, question):
    client = client_of(focal_point)
    _note(client, question, "Прво.")

    changed = _note(client, question, "Друго.")
    text = NationalNote.objects.get().text
    removed = _note(client, question, "", remove="1")

    assert (changed.status_code, text) == (302, "Друго.")
    assert removed.status_code == 302
    assert not NationalNote.objects.exists()


def test_a_note_that_a_colleague_changed_is_not_overwritten(
    client_of, focal_point, question
):
    colleague = make.make_focal_point()
    old = questions.stamp(
        questions.write_note(question=question, text="Прво.", seen="", by=colleague)
    )
    questions.write_note(question=question, text="Друго.", seen=old, by=colleague)

    page = _note(client_of(focal_point), question, "Моје.", seen=old)
    gone = _note(client_of(focal_point), question, "", seen=old, remove="1")

    text = page.content.decode()
    assert (page.status_code, gone.status_code) == (422, 422)
    assert "A colleague changed this note meanwhile." in text
    assert "Моје." in text
    assert "Друго." in text
    assert NationalNote.objects.get().text == "Друго."


def test_two_first_notes_do_not_overwrite_each_other(focal_point, question):
    questions.write_note(question=question, text="Прво.", seen="", by=focal_point)

    with pytest.raises(Overtaken):
        questions.write_note(question=question, text="Моје.", seen="", by=focal_point)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (" ", "Write the note first, or leave things as they are."),
        ("а" * 1001, "The text is 1 character too long: at most 1000 fit."),
    ],
)
def test_a_bad_note_stays_as_typed(client_of, focal_point, question, text, sentence):
    page = _note(client_of(focal_point), question, text)

    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert text in page.content.decode()
    assert not NationalNote.objects.exists()


def test_html_in_a_note_is_only_text(client_of, focal_point, nation, question):
    _note(client_of(focal_point), question, "<script>alert(1)</script>")

    page = client_of(nation[0].started_by).get(
        reverse("scorecard:essential", args=[nation[0].pk, 1])
    )

    assert "<script>alert(1)" not in page.content.decode()
    assert "&lt;script&gt;alert(1)" in page.content.decode()


def test_calibration_costs_the_same_with_questions_and_replies(
    client_of, focal_point, question
):
    client, address = client_of(focal_point), _address(question)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    more = make_nation(scores=[1] * 12)
    questions.ask(question=question, codes=_codes(more), text=TEXT, by=focal_point)
    for remark in Remark.objects.all()[:6]:
        lead = remark.answer.assessment.started_by
        reviews.reply(remark=remark, text="На плану.", by=lead)
    client.get(address)

    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(many) == len(few) <= 25


def _names(question: Question) -> list[object]:
    return [question.questionnaire_id, question.code]


def _address(question: Question) -> str:
    return reverse("national:calibration", args=_names(question))


def _codes(assessments: list[Assessment]) -> list[str]:
    return [one.city.code for one in assessments]


def _ask(
    client: Client,
    question: Question,
    codes: list[str],
    text: str = TEXT,
    follow: bool = False,
):
    return client.post(
        reverse("national:ask", args=_names(question)),
        {"city": codes, "text": text},
        follow=follow,
    )


def _note(client: Client, question: Question, text: str, **posted: str):
    seen = questions.stamp(NationalNote.objects.first())
    return client.post(
        reverse("national:note", args=_names(question)),
        {"text": text, "seen": seen} | posted,
    )
