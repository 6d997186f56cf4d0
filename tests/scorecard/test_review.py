"""The focal point's desk: the queue, the review of an assessment, remarks, replies."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from cities.models import City, User
from scorecard.actions import assessments, reviews
from scorecard.actions.answers import Content
from scorecard.models import Assessment, Questionnaire, Remark, Review
from tests import make

Status = Assessment.Status
HTMX = {"HX-Request": "true"}
LONG = "а" * 4001


@pytest.fixture
def submitted(city: City, lead: User, questionnaire: Questionnaire) -> Assessment:
    return make.make_assessment(
        city=city, lead=lead, questionnaire=questionnaire, status=Status.SUBMITTED
    )


@pytest.fixture
def returned(
    city: City, lead: User, focal_point: User, questionnaire: Questionnaire
) -> Assessment:
    return _returned(city, lead, focal_point, questionnaire)


def test_queue_lists_the_longest_waiting_first(client_of, focal_point, questionnaire):
    new = make.make_assessment(status=Status.SUBMITTED)
    old = make.make_assessment(status=Status.SUBMITTED, city=make.make_city(name="Љиг"))
    _submitted_days_ago(old, 12)

    page = client_of(focal_point).get(reverse("scorecard:queue"))

    listed = [row.assessment.pk for row in page.context["rows"]]
    assert listed == [old.pk, new.pk]
    assert "12 days" in page.content.decode()
    assert "since today" in page.content.decode()


def test_queue_counts_remarks_and_submissions(client_of, focal_point, submitted):
    make.make_remark(answer=make.answer_of(submitted, "P1.1"), by=focal_point)

    page = client_of(focal_point).get(reverse("scorecard:queue"))

    row = page.context["rows"][0]
    assert (row.submission.number, row.submission.remark_count) == (1, 1)
    assert (row.assessment.settled, row.assessment.questions) == (4, 4)


@pytest.mark.parametrize(
    ("show", "status"),
    [
        ("waiting", Status.SUBMITTED),
        ("returned", Status.RETURNED),
        ("accepted", Status.ACCEPTED),
    ],
)
def test_each_list_holds_its_state_only(client_of, focal_point, show, status):
    for one in Status.values:
        make.make_assessment(status=one, focal_point=focal_point)

    page = client_of(focal_point).get(reverse("scorecard:queue"), {"show": show})

    assert [row.assessment.status for row in page.context["rows"]] == [status]


def test_an_empty_queue_says_so(client_of, focal_point):
    page = client_of(focal_point).get(reverse("scorecard:queue"))

    assert "Nothing is waiting for review." in page.content.decode()


def test_an_unknown_list_is_no_page(client_of, focal_point):
    page = client_of(focal_point).get(reverse("scorecard:queue"), {"show": "secret"})

    assert page.status_code == 404


def test_queue_shows_fifty_a_page_in_twelve_queries(
    client_of, focal_point, questionnaire, django_assert_max_num_queries
):
    for _number in range(51):
        make.make_assessment(status=Status.SUBMITTED)
    client = client_of(focal_point)

    with django_assert_max_num_queries(12):
        page = client.get(reverse("scorecard:queue"))

    assert len(page.context["rows"]) == 50
    assert "Page 1 of 2" in page.content.decode()


@pytest.mark.parametrize(
    "person", ["lead", "contributor", "observer", "peer", "stranger"]
)
def test_the_desk_is_hidden_from_all_but_focal_points(
    request, client_of, submitted, person
):
    client = client_of(request.getfixturevalue(person))

    queue = client.get(reverse("scorecard:queue"))
    review = client.get(reverse("scorecard:review", args=[submitted.pk]))

    assert (queue.status_code, review.status_code) == (404, 404)


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("lead", 403),
        ("contributor", 403),
        ("observer", 403),
        ("peer", 403),
        ("stranger", 404),
    ],
)
@pytest.mark.parametrize("name", ["remark", "return", "accept"])
def test_only_focal_points_review(request, client_of, submitted, person, status, name):
    client = client_of(request.getfixturevalue(person))

    answer = client.post(_address(name, submitted), {"text": "Добро."})

    assert answer.status_code == status
    assert _is_untouched(submitted)
    if status == 403:
        sentence = "Only the national focal point reviews an assessment."
        assert sentence in answer.content.decode()


def test_a_peer_reviewer_gets_404_for_an_essential_that_is_not_shown(
    client_of, peer, submitted
):
    address = reverse("scorecard:remark", args=[submitted.pk, "P2.1"])

    assert client_of(peer).post(address, {"text": "Добро."}).status_code == 404


@pytest.mark.parametrize("name", ["remark", "return", "accept", "reply"])
def test_what_was_typed_survives_the_end_of_a_session(visitor, returned, name):
    answer = visitor.post(_address(name, returned), {"text": "Дуга примедба."})

    assert answer.status_code == 401
    assert answer.content.decode().count("Дуга примедба.") == 2


def test_htmx_learns_that_the_session_has_ended(visitor, submitted):
    answer = visitor.post(
        _address("remark", submitted), {"text": "Примедба."}, headers=HTMX
    )

    assert answer.status_code == 401
    assert "<html" not in answer.content.decode()


def test_review_shows_the_whole_assessment_in_fifteen_queries(
    client_of, focal_point, city, lead, django_assert_max_num_queries
):
    questionnaire = make.load_questionnaire()
    make.make_assessment(
        city=city,
        lead=lead,
        questionnaire=questionnaire,
        status=Status.ACCEPTED,
        year=2023,
        focal_point=focal_point,
    )
    assessment = make.make_assessment(
        city=city, lead=lead, questionnaire=questionnaire, score=2
    )
    some = list(assessment.answers.select_related("assessment__city")[:20])
    for answer in some:
        make.make_evidence(answer=answer, by=lead)
    assessments.submit(assessment=assessment, by=lead)
    for answer in some:
        make.make_remark(answer=answer, by=focal_point)
    client = client_of(focal_point)

    with django_assert_max_num_queries(15):
        page = client.get(reverse("scorecard:review", args=[assessment.pk]))

    assert len(page.context["page"].cards) == 47
    assert page.content.decode().count('<article class="card question"') == 47


def test_review_flags_what_changed_since_the_last_accepted_round(
    client_of, focal_point, city, lead, questionnaire
):
    _round(city, lead, focal_point, Status.ACCEPTED, 2023, {"P1.1": 1, "P1.2": 1})
    now = _round(
        city, lead, focal_point, Status.SUBMITTED, 2026, {"P1.1": 2, "P1.2": 1}
    )

    page = client_of(focal_point).get(reverse("scorecard:review", args=[now.pk]))

    changed = [card.answer.question.code for card in page.context["page"].changed]
    assert changed == ["P1.1"]
    text = " ".join(page.content.decode().split())
    assert "<b>Changed since 2023:</b> level 1 → level 2" in text


def test_a_round_that_is_not_accepted_is_no_comparison(
    client_of, focal_point, city, lead, questionnaire
):
    _round(city, lead, focal_point, Status.RETURNED, 2023, {"P1.1": 1})
    now = _round(city, lead, focal_point, Status.SUBMITTED, 2026, {"P1.1": 2})

    page = client_of(focal_point).get(reverse("scorecard:review", args=[now.pk]))

    assert page.context["page"].round_before is None
    assert "This is the first round" in page.content.decode()


def test_review_of_a_second_submission_shows_what_was_mended(
    client_of, focal_point, lead, returned
):
    make.save_answer(returned, "P1.1", 3, by=lead)
    make.save_answer(returned, "P1.2", Content(score=2, comment="Ново."), by=lead)
    assessments.submit(assessment=returned, by=lead)

    page = client_of(focal_point).get(reverse("scorecard:review", args=[returned.pk]))

    text = " ".join(page.content.decode().split())
    changed = [card.answer.question.code for card in page.context["page"].changed]
    assert changed == ["P1.1", "P1.2"]
    assert "Changed since submission 1:</b> level 2 → level 3" in text
    assert "Changed since submission 1:</b> only the text" in text
    assert "Допуните доказе." in text


def test_high_levels_without_evidence_are_flagged(
    client_of, focal_point, city, lead, questionnaire
):
    levels = {"P1.1": 3, "P1.2": 2, "P2.1": 1, "P2.2": 0}
    now = _round(city, lead, focal_point, Status.DRAFT, 2026, levels)
    make.make_evidence(answer=make.answer_of(now, "P1.1"), by=lead)
    assessments.submit(assessment=now, by=lead)

    page = client_of(focal_point).get(reverse("scorecard:review", args=[now.pk]))

    unproved = [card.answer.question.code for card in page.context["page"].unproved]
    assert unproved == ["P1.2"]


def test_not_applicable_shows_its_reason(
    client_of, focal_point, city, lead, questionnaire
):
    said = {"P1.1": Content(not_applicable=True, reason="Нема река.")}
    now = _round(city, lead, focal_point, Status.SUBMITTED, 2026, said)

    page = client_of(focal_point).get(reverse("scorecard:review", args=[now.pk]))

    assert "Нема река." in page.content.decode()


def test_a_shared_draft_is_read_without_a_decision(client_of, focal_point, city, lead):
    draft = make.make_assessment(city=city, lead=lead, shared=True)

    page = client_of(focal_point).get(reverse("scorecard:review", args=[draft.pk]))

    assert page.status_code == 200
    assert "Only a submitted assessment can be reviewed." in page.content.decode()
    assert "Accept the assessment" not in page.content.decode()


def test_a_draft_that_is_not_shared_does_not_exist_for_the_focal_point(
    client_of, focal_point, assessment
):
    address = reverse("scorecard:review", args=[assessment.pk])

    assert client_of(focal_point).get(address).status_code == 404


def test_a_remark_is_saved_and_leads_back_to_its_card(
    client_of, focal_point, submitted
):
    answer = client_of(focal_point).post(
        _address("remark", submitted), {"text": " Наведите број. "}
    )

    assert answer.headers["Location"].endswith(f"/{submitted.pk}/review/#P1.1")
    assert Remark.objects.get().text == "Наведите број."


def test_htmx_gets_the_remarks_of_the_card_only(client_of, focal_point, submitted):
    answer = client_of(focal_point).post(
        _address("remark", submitted), {"text": "Наведите број."}, headers=HTMX
    )

    assert "Наведите број." in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_html_in_a_remark_is_only_text(client_of, focal_point, submitted):
    script = "<script>alert(1)</script>"
    client_of(focal_point).post(_address("remark", submitted), {"text": script})

    page = client_of(focal_point).get(reverse("scorecard:review", args=[submitted.pk]))

    assert script not in page.content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.content.decode()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("  ", "Write the remark first."),
        (LONG, "The text is 1 character too long: at most 4000 fit."),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_bad_remark_stays_as_typed(
    client_of, focal_point, submitted, text, sentence, headers
):
    answer = client_of(focal_point).post(
        _address("remark", submitted), {"text": text}, headers=headers
    )

    assert answer.status_code == (200 if headers else 422)
    assert sentence in answer.content.decode()
    assert text in answer.content.decode()
    assert not Remark.objects.exists()


def test_a_remark_of_four_thousand_characters_fits(client_of, focal_point, submitted):
    lines = "а" * 1999 + "\r\n" + "а" * 2000

    client_of(focal_point).post(_address("remark", submitted), {"text": lines})

    assert len(Remark.objects.get().text) == 4000


def test_a_remark_can_be_taken_back(client_of, focal_point, submitted):
    remark = make.make_remark(answer=make.answer_of(submitted, "P1.1"), by=focal_point)

    answer = client_of(focal_point).post(
        reverse("scorecard:withdraw-remark", args=[remark.pk])
    )

    assert answer.status_code == 302
    assert not Remark.objects.exists()


@pytest.mark.parametrize("person", ["lead", "observer", "peer", "stranger"])
def test_a_remark_before_the_decision_does_not_exist_for_others(
    request, client_of, focal_point, submitted, person
):
    remark = make.make_remark(answer=make.answer_of(submitted, "P1.1"), by=focal_point)
    client = client_of(request.getfixturevalue(person))

    answer = client.post(reverse("scorecard:withdraw-remark", args=[remark.pk]))

    assert answer.status_code == 404
    assert Remark.objects.exists()


def test_a_lead_cannot_take_a_received_remark_away(client_of, lead, returned):
    answer = client_of(lead).post(_address("withdraw-remark", returned))

    assert answer.status_code == 403
    assert Remark.objects.exists()


def test_a_remark_that_the_city_has_cannot_be_taken_back(
    client_of, focal_point, lead, returned
):
    assessments.submit(assessment=returned, by=lead)

    answer = client_of(focal_point).post(_address("withdraw-remark", returned))

    assert answer.status_code == 403
    assert "The city has this remark already" in answer.content.decode()
    assert Remark.objects.exists()


def test_the_city_sees_remarks_only_after_the_decision(focal_point, submitted):
    make.make_remark(answer=make.answer_of(submitted, "P1.1"), by=focal_point)

    before = Remark.objects.for_city().count()
    reviews.send_back(assessment=submitted, text="Допуните.", by=focal_point)

    assert (before, Remark.objects.for_city().count()) == (0, 1)


def test_returning_needs_reasons(client_of, focal_point, submitted):
    page = client_of(focal_point).post(_address("return", submitted), {"text": " "})

    assert page.status_code == 422
    assert "Write what the city should change." in page.content.decode()
    assert _is_untouched(submitted)


def test_returning_tells_the_reasons(client_of, focal_point, submitted):
    page = client_of(focal_point).post(
        _address("return", submitted), {"text": "Допуните P1.1."}, follow=True
    )

    submitted.refresh_from_db()
    assert submitted.status == Status.RETURNED
    assert Review.objects.get().text == "Допуните P1.1."
    assert "Returned with your reasons." in page.content.decode()


def test_too_long_reasons_stay_as_typed(client_of, focal_point, submitted):
    page = client_of(focal_point).post(_address("return", submitted), {"text": LONG})

    assert page.status_code == 422
    assert LONG in page.content.decode()
    assert _is_untouched(submitted)


def test_accepting_asks_whether_one_is_sure(client_of, focal_point, submitted):
    page = client_of(focal_point).post(_address("accept", submitted), {"text": "Да."})

    assert page.status_code == 422
    assert "Tick that you accept it for good" in page.content.decode()
    assert "Да." in page.content.decode()
    assert _is_untouched(submitted)


@pytest.mark.parametrize("note", ["", "Хвала."])
def test_accepting_takes_a_note_or_none(client_of, focal_point, submitted, note):
    client_of(focal_point).post(
        _address("accept", submitted), {"text": note, "sure": "on"}
    )

    submitted.refresh_from_db()
    assert submitted.status == Status.ACCEPTED
    assert Review.objects.get().text == note


def test_a_too_long_note_stays_as_typed(client_of, focal_point, submitted):
    page = client_of(focal_point).post(_address("accept", submitted), {"text": LONG})

    assert page.status_code == 422
    assert LONG in page.content.decode()
    assert _is_untouched(submitted)


@pytest.mark.parametrize(
    ("status", "code", "sentence"),
    [
        (Status.DRAFT, 403, "Only a submitted assessment can be reviewed."),
        (Status.RETURNED, 409, "Filip Fokić returned this assessment to the city on"),
        (Status.ACCEPTED, 409, "Filip Fokić accepted this assessment on"),
    ],
)
@pytest.mark.parametrize("name", ["remark", "return", "accept"])
def test_only_a_submitted_assessment_is_reviewed(
    client_of, focal_point, questionnaire, status, code, sentence, name
):
    assessment = make.make_assessment(
        status=status, shared=status == Status.DRAFT, focal_point=focal_point
    )
    reviewed = Review.objects.count()

    answer = client_of(focal_point).post(
        _address(name, assessment), {"text": "Дуго сам ово писао."}
    )

    assessment.refresh_from_db()
    assert answer.status_code == code
    assert sentence in answer.content.decode()
    # What was typed stays in front of the person.
    assert "Дуго сам ово писао." in answer.content.decode()
    assert assessment.status == status
    assert (Remark.objects.count(), Review.objects.count()) == (0, reviewed)


def test_an_accepted_assessment_is_read_without_a_decision(client_of, focal_point):
    assessment = make.make_assessment(status=Status.ACCEPTED, focal_point=focal_point)

    page = client_of(focal_point).get(reverse("scorecard:review", args=[assessment.pk]))

    assert "Accept the assessment" not in page.content.decode()


def test_a_lead_replies_to_a_remark(client_of, lead, returned):
    answer = client_of(lead).post(_address("reply", returned), {"text": "Навели смо."})

    remark = Remark.objects.get()
    assert answer.headers["Location"].endswith("/essentials/1/#P1.1")
    assert (remark.reply, remark.replied_by) == ("Навели смо.", lead)


def test_htmx_gets_the_remark_with_its_reply(client_of, lead, returned):
    answer = client_of(lead).post(
        _address("reply", returned), {"text": "<b>Навели смо.</b>"}, headers=HTMX
    )

    assert "&lt;b&gt;Навели смо.&lt;/b&gt;" in answer.content.decode()
    assert "<html" not in answer.content.decode()


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_too_long_reply_stays_as_typed(client_of, lead, returned, headers):
    answer = client_of(lead).post(
        _address("reply", returned), {"text": LONG}, headers=headers
    )

    assert LONG in answer.content.decode()
    assert "Shorten it and save again." in answer.content.decode()
    assert Remark.objects.get().reply == ""


@pytest.mark.parametrize(
    ("person", "status"),
    [("contributor", 403), ("observer", 403), ("peer", 404), ("stranger", 404)],
)
def test_only_the_lead_replies(request, client_of, returned, person, status):
    client = client_of(request.getfixturevalue(person))

    answer = client.post(_address("reply", returned), {"text": "Не."})

    assert answer.status_code == status
    assert Remark.objects.get().reply == ""


def test_nobody_replies_while_the_review_goes_on(client_of, lead, returned):
    assessments.submit(assessment=returned, by=lead)

    answer = client_of(lead).post(_address("reply", returned), {"text": "Касно."})

    assert answer.status_code == 403
    assert Remark.objects.get().reply == ""


def test_only_the_last_return_waits_for_replies(focal_point, lead, returned):
    first = Remark.objects.awaiting_reply().count()
    assessments.submit(assessment=returned, by=lead)
    under_review = Remark.objects.awaiting_reply().count()
    reviews.send_back(assessment=returned, text="Још.", by=focal_point)

    assert (first, under_review, Remark.objects.awaiting_reply().count()) == (1, 0, 0)


def _returned(
    city: City, lead: User, focal_point: User, questionnaire: Questionnaire
) -> Assessment:
    assessment = make.make_assessment(
        city=city, lead=lead, questionnaire=questionnaire, status=Status.SUBMITTED
    )
    make.make_remark(answer=make.answer_of(assessment, "P1.1"), by=focal_point)
    reviews.send_back(assessment=assessment, text="Допуните доказе.", by=focal_point)
    assessment.refresh_from_db()
    return assessment


def _round(
    city: City, lead: User, focal_point: User, status: str, year: int, levels: dict
) -> Assessment:
    return make.make_assessment(
        city=city,
        lead=lead,
        focal_point=focal_point,
        status=status,
        year=year,
        answers=levels,
    )


def _address(name: str, assessment: Assessment) -> str:
    if name in ("reply", "withdraw-remark"):
        remark = Remark.objects.get(answer__assessment=assessment)
        return reverse(f"scorecard:{name}", args=[remark.pk])
    code = ["P1.1"] if name == "remark" else []
    return reverse(f"scorecard:{name}", args=[assessment.pk, *code])


def _submitted_days_ago(assessment: Assessment, days: int) -> None:
    moment = timezone.now() - dt.timedelta(days=days)
    Assessment.objects.filter(pk=assessment.pk).update(submitted_at=moment)


def _is_untouched(assessment: Assessment) -> bool:
    assessment.refresh_from_db()
    return (
        assessment.status == Status.SUBMITTED
        and not Remark.objects.exists()
        and not Review.objects.exists()
    )
