"""Several focal points at one desk: who reviews what, and who was quicker."""

import threading

import pytest
from auditlog.models import LogEntry
from django.db import connection
from django.urls import reverse
from django.utils import translation

from cities.models import City, User
from scorecard.actions import assessments, reviews
from scorecard.actions.reviews import Overtaken
from scorecard.models import Assessment, Questionnaire, Remark, Review
from tests import make

Status = Assessment.Status


@pytest.fixture
def colleague(db: None) -> User:
    return make.make_focal_point(name="Гордана Гајић")


@pytest.fixture
def third(db: None) -> User:
    return make.make_focal_point(name="Миле Милић")


@pytest.fixture
def submitted(city: City, lead: User, questionnaire: Questionnaire) -> Assessment:
    return make.make_assessment(city=city, lead=lead, status=Status.SUBMITTED)


def test_a_focal_point_takes_gives_on_and_gives_back(
    client_of, focal_point, colleague, submitted
):
    client = client_of(focal_point)

    said = [
        _hand_on(client, submitted, focal_point, None),
        _hand_on(client, submitted, colleague, focal_point),
        _hand_on(client, submitted, None, colleague),
    ]

    assert "You review it now." in said[0]
    assert "Given to your colleague." in said[1]
    assert "Given back: nobody reviews it now." in said[2]
    submitted.refresh_from_db()
    assert submitted.reviewer is None
    entries = _hand_overs(submitted)
    assert [one.changes["reviewer"] for one in reversed(entries)] == [
        ["None", str(focal_point.pk)],
        [str(focal_point.pk), str(colleague.pk)],
        [str(colleague.pk), "None"],
    ]
    assert {one.actor for one in entries} == {focal_point}


def test_who_assigns_from_an_old_page_is_told_who_has_it(
    client_of, focal_point, colleague, third, submitted
):
    old_page = None
    _hand_on(client_of(colleague), submitted, colleague, old_page)

    text = _hand_on(client_of(focal_point), submitted, third, old_page)

    submitted.refresh_from_db()
    assert "Meanwhile Gordana Gajić has this review." in text
    assert submitted.reviewer == colleague


def test_taking_twice_by_a_double_click_is_taking_once(
    client_of, focal_point, submitted
):
    for _click in range(2):
        text = _hand_on(client_of(focal_point), submitted, focal_point, None)

    assert "You review it now." in text
    assert len(_hand_overs(submitted)) == 1


def test_giving_back_what_a_colleague_gave_back_says_nothing_bad(
    focal_point, colleague, submitted
):
    reviews.hand_on(assessment=submitted, reviewer=colleague, seen=None, by=colleague)
    for by in (colleague, focal_point):
        reviews.hand_on(assessment=submitted, reviewer=None, seen=colleague.pk, by=by)

    with pytest.raises(Overtaken, match="nobody has it now"):
        reviews.hand_on(
            assessment=submitted,
            reviewer=focal_point,
            seen=colleague.pk,
            by=focal_point,
        )


@pytest.mark.parametrize("person", ["lead", "nobody"])
def test_only_a_focal_point_is_given_a_review(
    request, client_of, focal_point, submitted, person
):
    key = request.getfixturevalue("lead").pk if person == "lead" else 0

    page = client_of(focal_point).post(
        reverse("scorecard:hand-on", args=[submitted.pk]),
        {"reviewer": key, "seen": ""},
        follow=True,
    )

    submitted.refresh_from_db()
    assert "This person is no national focal point." in page.content.decode()
    assert submitted.reviewer is None


def test_a_former_focal_point_is_on_no_list(focal_point, colleague):
    colleague.memberships.update(until="2020-01-01")

    assert list(User.objects.focal_points()) == [focal_point]


def test_a_decided_assessment_is_not_given_away(client_of, focal_point, submitted):
    reviews.accept(assessment=submitted, text="", by=focal_point)

    with pytest.raises(Overtaken, match="Filip Fokić accepted this assessment"):
        reviews.hand_on(
            assessment=submitted, reviewer=focal_point, seen=None, by=focal_point
        )


@pytest.mark.parametrize(
    ("whose", "found"),
    [("all", ["Љиг", "Уб", "Чачак"]), ("mine", ["Уб"]), ("nobodys", ["Чачак"])],
)
def test_the_queue_is_filtered_by_reviewer(
    client_of, focal_point, colleague, submitted, whose, found
):
    other = _submitted_by("Љиг")
    _submitted_by("Чачак")
    for assessment, reviewer in ((submitted, focal_point), (other, colleague)):
        reviews.hand_on(
            assessment=assessment, reviewer=reviewer, seen=None, by=focal_point
        )

    page = client_of(focal_point, "sr").get(
        reverse("scorecard:queue"), {"whose": whose}
    )

    rows = page.context["rows"]
    assert sorted(row.assessment.city.name for row in rows) == found
    assert page.context["by_reviewer"] == {"all": 3, "mine": 1, "nobodys": 1}


@pytest.mark.parametrize("name", ["queue", "unanswered"])
def test_an_unknown_filter_shows_all_and_says_so(
    client_of, focal_point, submitted, name
):
    page = client_of(focal_point).get(
        reverse(f"scorecard:{name}"), {"whose": "x", "page": "9999"}
    )

    assert page.status_code == 200
    assert "This filter is not known here: all are shown." in page.content.decode()


def test_one_leads_back_to_the_list_as_it_was_filtered(
    client_of, focal_point, submitted
):
    address = reverse("scorecard:hand-on", args=[submitted.pk])

    answer = client_of(focal_point).post(
        f"{address}?show=waiting&whose=nobodys", {"reviewer": focal_point.pk}
    )

    assert answer["Location"] == "/review/?show=waiting&whose=nobodys"


def test_of_two_who_decide_the_second_learns_who_was_first(
    client_of, focal_point, colleague, submitted
):
    reviews.send_back(assessment=submitted, text="Допуните.", by=colleague)

    page = client_of(focal_point).post(
        reverse("scorecard:accept", args=[submitted.pk]),
        {"text": "Добар посао.", "sure": "on", "read": "1"},
    )

    text = page.content.decode()
    assert page.status_code == 409
    assert "Gordana Gajić returned this assessment to the city on" in text
    assert "Добар посао." in text
    assert Review.objects.get().outcome == Review.Outcome.RETURNED


def test_who_remarks_after_the_decision_learns_of_it_beside_the_field(
    client_of, focal_point, colleague, submitted
):
    reviews.accept(assessment=submitted, text="", by=colleague)

    answer = client_of(focal_point).post(
        reverse("scorecard:remark", args=[submitted.pk, "P1.1"]),
        {"text": "Наведите број."},
        headers={"HX-Request": "true"},
    )

    assert answer.status_code == 403
    assert "Gordana Gajić accepted this assessment on" in answer.content.decode()
    assert "<html" not in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_wins(
    transactional_db, focal_point, colleague, submitted
):
    together, said = threading.Barrier(2), []

    def decide(decision, by):
        own = Assessment.objects.get(pk=submitted.pk)
        together.wait(timeout=10)
        try:
            # A new thread does not know the language of the test.
            with translation.override("en"):
                decision(assessment=own, text="Разлози.", by=by, read=1)
            said.append("done")
        except Overtaken as overtaken:
            said.append(str(overtaken))
        finally:
            connection.close()

    both = [
        threading.Thread(target=decide, args=pair)
        for pair in ((reviews.accept, focal_point), (reviews.send_back, colleague))
    ]
    for one in both:
        one.start()
    for one in both:
        one.join(timeout=30)

    assert len(said) == 2
    assert said.count("done") == 1
    assert any("this assessment" in one for one in said)
    assert Review.objects.count() == 1


def test_nobody_decides_on_a_submission_that_they_have_not_read(
    client_of, focal_point, colleague, lead, submitted
):
    reviews.send_back(assessment=submitted, text="Допуните.", by=colleague)
    assessments.submit(assessment=submitted, by=lead)

    page = client_of(focal_point).post(
        reverse("scorecard:accept", args=[submitted.pk]),
        {"text": "Добар посао.", "sure": "on", "read": "1"},
    )

    submitted.refresh_from_db()
    assert page.status_code == 409
    assert "The city has submitted again" in page.content.decode()
    assert "Добар посао." in page.content.decode()
    assert submitted.status == Status.SUBMITTED


def test_the_page_says_which_submission_it_shows(
    client_of, focal_point, lead, submitted
):
    reviews.send_back(assessment=submitted, text="Допуните.", by=focal_point)
    assessments.submit(assessment=submitted, by=lead)

    page = client_of(focal_point).get(reverse("scorecard:review", args=[submitted.pk]))

    assert page.content.decode().count('name="read" value="2"') == 2


def test_a_colleagues_remark_is_taken_back_by_its_writer_or_the_reviewer(
    client_of, focal_point, colleague, third, submitted
):
    remark = make.make_remark(answer=make.answer_of(submitted, "P1.1"), by=colleague)
    reviews.hand_on(assessment=submitted, reviewer=third, seen=None, by=third)
    address = reverse("scorecard:withdraw-remark", args=[remark.pk])
    review = reverse("scorecard:review", args=[submitted.pk])

    seen = [
        address in client_of(one).get(review).content.decode()
        for one in (focal_point, colleague, third)
    ]
    refused = client_of(focal_point).post(address)
    taken = client_of(third).post(address)

    assert seen == [False, True, True]
    assert "This remark is a colleague&#x27;s" in refused.content.decode()
    assert (refused.status_code, taken.status_code) == (403, 302)
    assert not Remark.objects.exists()


def _hand_on(client, assessment, reviewer, seen) -> str:
    page = client.post(
        reverse("scorecard:hand-on", args=[assessment.pk]),
        {"reviewer": reviewer.pk if reviewer else "", "seen": seen.pk if seen else ""},
        follow=True,
    )
    assert page.status_code == 200
    return page.content.decode()


def _submitted_by(name: str) -> Assessment:
    return make.make_assessment(status=Status.SUBMITTED, city=make.make_city(name=name))


def _hand_overs(assessment: Assessment) -> list[LogEntry]:
    """Return what the log tells of who reviewed it, the latest first."""
    entries = LogEntry.objects.get_for_object(assessment)
    return [one for one in entries if "reviewer" in one.changes]
