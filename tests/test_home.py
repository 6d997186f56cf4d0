"""The first screen of each person, the public start page, languages, the account."""

import datetime as dt

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from cities.models import City, Membership
from scorecard.actions import answers, assessments, reviews
from scorecard.models import Assessment
from tests import make

Status = Assessment.Status
HOME = "/"


def test_start_page_lists_members_and_published_rounds_only(visitor, questionnaire):
    make.make_city(name="Ужице", is_member=True)
    make.make_city(name="Ариље")
    shown = make.make_assessment(
        city=make.make_city(name="Чачак"), status=Status.ACCEPTED, published=True
    )
    hidden = make.make_assessment(
        city=make.make_city(name="Пирот"), status=Status.ACCEPTED
    )

    page = visitor.get(HOME).content.decode()

    assert "Užice" in page
    assert "Arilje" not in page
    assert reverse("scorecard:report", args=[shown.pk]) in page
    assert reverse("scorecard:report", args=[hidden.pk]) not in page


@pytest.mark.parametrize(("language", "name"), [("sr", "Чачак"), ("sr-latn", "Čačak")])
def test_start_page_names_cities_in_the_script_of_the_page(client_of, language, name):
    make.make_city(name="Чачак", is_member=True)

    page = client_of(None, language).get(HOME)

    assert f"<li>{name}</li>" in page.content.decode()


def test_empty_start_page_says_so(visitor):
    page = visitor.get(HOME).content.decode()

    assert "No city has published an assessment yet." in page
    assert "No local government has joined yet." in page
    assert "https://mcr2030.undrr.org/how-join-mcr2030-local-government" in page


def test_start_page_says_where_data_are_invented(visitor):
    make.make_city(is_member=True, is_demo=True)

    assert "Demonstration data" in visitor.get(HOME).content.decode()


def test_lead_without_a_round_is_led_to_start_one(client_of, lead, city):
    assert _tasks(client_of(lead)) == ["Start the first assessment"]


def test_lead_sees_how_many_indicators_wait(client_of, lead, assessment):
    make.save_answer(assessment, "P1.1", 2, by=lead)
    page = client_of(lead).get(HOME)

    task = page.context["home"].places[0].tasks[0]

    assert task.title == "3 indicators wait for an answer"
    assert task.detail == ("Preliminary assessment 2026: 1. Part 1 (1), 2. Part 2 (2)")
    assert task.address == reverse("scorecard:essential", args=[assessment.pk, 1])


def test_lead_is_asked_for_missing_scenarios(client_of, lead, city, questionnaire):
    make.make_assessment(city=city, lead=lead, score=2, most_severe="")

    assert _tasks(client_of(lead)) == ["Name both risk scenarios"]


def test_lead_of_a_whole_round_is_asked_to_submit(client_of, lead, city):
    make.make_assessment(city=city, lead=lead, score=2)

    assert _tasks(client_of(lead)) == ["Submit the assessment"]


def test_lead_waits_while_the_review_goes_on(client_of, lead, city):
    make.make_assessment(city=city, lead=lead, status=Status.SUBMITTED)

    page = client_of(lead).get(HOME)

    task = page.context["home"].places[0].tasks[0]
    assert task.title == "The focal point is reviewing: Preliminary assessment 2026"
    assert not task.is_yours


def test_lead_is_asked_to_reply_before_submitting_again(
    client_of, lead, city, focal_point
):
    assessment = make.make_assessment(city=city, lead=lead, status=Status.SUBMITTED)
    for code in ("P1.1", "P2.2"):
        make.make_remark(answer=make.answer_of(assessment, code), by=focal_point)
    client = client_of(lead)

    before = _tasks(client)
    reviews.send_back(assessment=assessment, text="Допуните.", by=focal_point)

    assert before == ["The focal point is reviewing: Preliminary assessment 2026"]
    assert _tasks(client) == [
        "Reply to 2 remarks of the focal point",
        "Submit the assessment again",
    ]
    assert "P1.1, P2.2 · returned on" in client.get(HOME).content.decode()


def test_lead_of_an_accepted_round_prints_or_publishes(client_of, lead, city):
    assessment = make.make_assessment(
        city=city, lead=lead, status=Status.ACCEPTED, year=timezone.localdate().year
    )
    client = client_of(lead)

    before = _tasks(client)
    way = client.get(HOME).context["home"].places[0].tasks[0].address
    overview = client.get(way).content.decode()
    assessments.publish(assessment=assessment, by=lead)

    assert before == ["Print the report for the council, or publish it"]
    assert f'action="/assessments/{assessment.pk}/publish/"' in overview
    assert _tasks(client) == []
    assert "Nothing is waiting for you." in client.get(HOME).content.decode()


def test_lead_of_an_old_round_is_asked_for_the_next(client_of, lead, city):
    make.make_assessment(
        city=city, lead=lead, status=Status.ACCEPTED, published=True, year=2020
    )

    assert _tasks(client_of(lead)) == ["Start the next round"]


@pytest.mark.parametrize(
    ("days", "title"),
    [
        (90, "A document expires within three months: План"),
        (31, "A document expires within three months: План"),
        (30, "A document expires in 30 days: План"),
        (0, "A document expires today: План"),
        (-1, "A document has expired: План"),
        (91, None),
    ],
)
def test_lead_is_told_of_documents_that_end(client_of, lead, assessment, days, title):
    make.make_evidence(
        answer=make.answer_of(assessment, "P1.1"),
        title="План",
        valid_until=timezone.localdate() + dt.timedelta(days=days),
    )

    tasks = [one for one in _tasks(client_of(lead)) if "document" in one]

    assert tasks == ([title] if title else [])


@pytest.mark.parametrize("number", [3, 4])
def test_many_documents_that_end_later_share_a_line(
    client_of, lead, assessment, number
):
    today = timezone.localdate()
    for days in (1, *range(31, 31 + number)):
        make.make_evidence(
            answer=make.answer_of(assessment, "P1.1"),
            title="План",
            number=str(days),
            valid_until=today + dt.timedelta(days=days),
        )

    tasks = [one for one in _tasks(client_of(lead)) if "document" in one]

    each = ["A document expires within three months: План"] * number
    shared = ["4 documents expire within three months"]
    assert tasks == [
        "A document expires in 1 day: План",
        *(each if number == 3 else shared),
    ]


def test_lead_sees_figures_radar_and_the_round_before(client_of, lead, city):
    make.make_assessment(
        city=city, lead=lead, status=Status.ACCEPTED, year=2023, score=1
    )
    make.make_assessment(city=city, lead=lead, answers={"P1.1": 3})

    page = client_of(lead).get(HOME)

    place = page.context["home"].places[0]
    assert place.latest.official.points == 3
    assert place.latest.official.out_of == 12
    assert [row.before.points for row in place.rows] == [2, 2]
    assert "3 / 12" in page.content.decode()
    assert "100 %" in page.content.decode()
    assert 'id="home-radar-title"' in page.content.decode()


def test_contributor_sees_what_is_theirs_to_do_and_done(
    client_of, contributor, lead, assessment
):
    theirs = [make.answer_of(assessment, code) for code in ("P1.1", "P2.1")]
    answers.assign(answers=theirs, user=contributor, due=timezone.localdate())
    answers.propose(
        answer=theirs[0], score=2, not_applicable=False, comment="", by=contributor
    )

    page = client_of(contributor).get(HOME)

    mine = page.context["home"].places[0].mine[0]
    assert [str(one.answer) for one in mine.to_do] == ["P2.1"]
    assert [str(one.answer) for one in mine.done] == ["P1.1"]
    essential = reverse("scorecard:essential", args=[assessment.pk, 2])
    assert f'href="{essential}#P2.1"' in page.content.decode()


def test_contributor_without_indicators_is_told_so(client_of, contributor, assessment):
    page = client_of(contributor).get(HOME)

    assert "Nothing is given to you now." in page.content.decode()


def test_observer_finds_the_papers(client_of, observer, assessment):
    page = client_of(observer).get(HOME).content.decode()

    assert reverse("scorecard:report-pdf", args=[assessment.pk]) in page
    assert reverse("scorecard:brief-pdf", args=[assessment.pk]) in page
    assert reverse("scorecard:start", args=[assessment.city.code]) not in page
    assert reverse("cities:people", args=[assessment.city.code]) not in page


def test_observer_of_a_city_without_a_round_is_told_so(client_of, observer):
    page = client_of(observer).get(HOME).content.decode()

    assert "Your city has not started an assessment yet." in page


def test_peer_reviewer_finds_the_chosen_essentials_only(
    client_of, peer, city, lead, questionnaire
):
    shown = make.make_assessment(city=city, lead=lead, status=Status.SUBMITTED)
    draft = make.make_assessment(city=city, lead=lead, year=2027)

    page = client_of(peer).get(HOME).content.decode()

    assert reverse("scorecard:essential", args=[shown.pk, 1]) in page
    assert reverse("scorecard:essential", args=[shown.pk, 2]) not in page
    assert f"/assessments/{draft.pk}/" not in page
    assert reverse("scorecard:report", args=[shown.pk]) not in page


def test_person_without_a_role_is_told_what_to_do(client_of):
    page = client_of(make.make_user()).get(HOME).content.decode()

    assert "You are signed in, but have no role yet" in page


def test_a_peer_review_that_ended_shows_nothing(client_of, city):
    user = make.make_user()
    make.make_membership(
        user=user,
        city=city,
        role=Membership.Role.PEER_REVIEWER,
        until=timezone.localdate() - dt.timedelta(days=1),
    )

    page = client_of(user).get(HOME).content.decode()

    assert "You are signed in, but have no role yet" in page


def test_focal_point_sees_the_queue_and_figures(client_of, focal_point):
    make.make_city(name="Ариље", is_member=True)
    make.make_assessment(city=make.make_city(name="Уб"), status=Status.SUBMITTED)
    make.make_assessment(
        city=make.make_city(name="Чачак"),
        status=Status.ACCEPTED,
        focal_point=focal_point,
    )

    page = client_of(focal_point).get(HOME)

    desk = page.context["home"].desk
    assert [one.city.name_sr for one in desk.waiting] == ["Уб"]
    assert (desk.members, desk.counts["cities"], desk.counts["submitted"]) == (1, 1, 1)
    assert 'href="/desk/"' in page.content.decode()


def test_focal_point_does_not_see_a_draft_that_was_not_shared(
    client_of, focal_point, city, lead, questionnaire
):
    make.make_assessment(
        city=city,
        lead=lead,
        status=Status.ACCEPTED,
        year=2023,
        focal_point=focal_point,
    )
    make.make_assessment(city=city, lead=lead, year=2026)

    page = client_of(focal_point).get(HOME)

    events = page.context["home"].desk.news.events
    assert {one.title[-4:] for one in events} == {"2023"}


def test_person_with_several_roles_sees_each(client_of, lead, other_city, assessment):
    make.make_membership(user=lead, city=other_city, role=Membership.Role.CONTRIBUTOR)

    page = client_of(lead).get(HOME)

    assert [one.role for one in page.context["home"].places] == ["lead", "contributor"]
    assert page.content.decode().count("<h1") == 1
    assert 'id="home-radar-title"' not in page.content.decode()


@pytest.mark.parametrize("number", [1, 12])
def test_home_needs_the_same_few_queries_for_many_cities(
    client_of, focal_point, questionnaire, number, django_assert_max_num_queries
):
    roles = [Membership.Role.LEAD, Membership.Role.CONTRIBUTOR]
    for place in range(number):
        city = make.make_city(is_member=True)
        make.make_membership(user=focal_point, city=city, role=roles[place % 2])
        for year in (2023, 2024):
            _busy_round(city, focal_point, year)
    client = client_of(focal_point)

    with django_assert_max_num_queries(30):
        page = client.get(HOME)

    assert len(page.context["home"].places) == number


def test_start_page_needs_few_queries(
    visitor, questionnaire, django_assert_num_queries
):
    for _number in range(5):
        make.make_assessment(
            city=make.make_city(is_member=True),
            status=Status.ACCEPTED,
            published=True,
        )

    with django_assert_num_queries(2):
        visitor.get(HOME)


def test_language_is_kept_for_a_year_and_with_the_person(client_of, lead):
    answer = client_of(lead, "sr").post(
        reverse("set_language"), {"language": "en", "next": "/account/"}
    )

    lead.refresh_from_db()
    cookie = answer.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert answer.headers["Location"] == "/account/"
    assert (cookie.value, cookie["max-age"]) == ("en", 365 * 24 * 3600)
    assert lead.language == "en"


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example/", "//elsewhere.example", "javascript:1", ""]
)
def test_language_switch_leads_nowhere_else(visitor, address):
    answer = visitor.post(reverse("set_language"), {"language": "en", "next": address})

    assert answer.headers["Location"] == HOME


def test_unknown_language_changes_nothing(client_of, lead):
    answer = client_of(lead).post(reverse("set_language"), {"language": "xx"})

    lead.refresh_from_db()
    assert settings.LANGUAGE_COOKIE_NAME not in answer.cookies
    assert lead.language == "sr"


def test_signing_in_brings_the_persons_language(visitor):
    person = make.make_user(language="sr-latn")

    answer = visitor.post(
        reverse("account_login"), {"login": person.email, "password": make.PASSWORD}
    )

    assert answer.status_code == 302
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == "sr-latn"


def test_account_changes_name_and_language(client_of, lead):
    client = client_of(lead)

    page = client.post(
        reverse("account"), {"name": "Лена Нова", "language": "en"}, follow=True
    )

    lead.refresh_from_db()
    assert (lead.name, lead.language) == ("Лена Нова", "en")
    assert "Your account was saved." in page.content.decode()
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": " ", "language": "en"}, "Write your name: colleagues see it."),
        ({"name": "Ана", "language": "xx"}, "xx"),
    ],
)
def test_account_refuses_nonsense(client_of, lead, typed, sentence):
    page = client_of(lead).post(reverse("account"), typed)

    lead.refresh_from_db()
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert lead.name == "Лена Лидић"


def test_account_lists_roles_with_a_way_out(client_of, lead, city):
    page = client_of(lead).get(reverse("account")).content.decode()

    membership = lead.memberships.get()
    assert reverse("cities:end-membership", args=[membership.pk]) in page
    assert reverse("mfa_index") in page
    assert reverse("account_change_password") in page


def _tasks(client) -> list[str]:
    place = client.get(HOME).context["home"].places[0]
    return [task.title for task in place.tasks]


def _busy_round(city: City, person, year: int) -> None:
    """A returned round with a remark, a document that ends, and an assignment."""
    assessment = make.make_assessment(city=city, lead=person, score=2, year=year)
    answer = make.answer_of(assessment, "P1.1")
    make.make_evidence(answer=answer, by=person, valid_until=timezone.localdate())
    answers.assign(answers=[answer], user=person)
    assessments.submit(assessment=assessment, by=person)
    make.make_remark(answer=answer, by=person)
    reviews.send_back(assessment=assessment, text="Допуните.", by=person)
