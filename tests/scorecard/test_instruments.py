"""Several instruments of one city: draft marks, sections, prompts, a common round."""

import re

import pytest
from django.urls import reverse

from cities.models import Membership
from scorecard import charts, rounds
from scorecard.actions.answers import Content
from scorecard.models import Question, Questionnaire
from scorecard.reports import is_unchecked, points_words
from scorecard.reports.wording import Standing
from tests import make
from tests.editions import make_detailed
from tests.paper import texts

pytestmark = pytest.mark.django_db

NOTE = "Draft, not comparable"


@pytest.fixture
def preliminary(city, lead):
    return make.make_assessment(
        city=city,
        lead=lead,
        answers={"P1.1": Content(score=2, comment="Постоји стратегија.")},
    )


@pytest.fixture
def detailed(city, lead):
    return make.make_assessment(city=city, lead=lead, questionnaire=make_detailed())


@pytest.mark.parametrize(
    ("code", "note", "standing"),
    [
        ("preliminary", "", Standing.OFFICIAL),
        ("public_health", "", Standing.COUNTED),
        ("detailed", "", Standing.COUNTED),
        ("detailed", NOTE, Standing.DRAFT),
        ("preliminary", NOTE, Standing.DRAFT),
    ],
)
def test_only_the_preliminary_level_has_an_official_figure(code, note, standing):
    edition = Questionnaire(code=code, draft_note=note)

    words = points_words(edition)

    assert words.standing == standing
    assert ("official figure" in words.name) is (standing == Standing.OFFICIAL)
    assert ("not comparable" in words.name) is (standing == Standing.DRAFT)


@pytest.mark.parametrize(
    ("certainty", "note", "says"),
    [
        ("seen", "", False),
        ("", "", False),
        ("partly", "", True),
        ("memory", "", True),
        ("memory", NOTE, False),
    ],
)
def test_an_unchecked_wording_is_told_once(certainty, note, says):
    question = Question(certainty=certainty)

    assert is_unchecked(question, Questionnaire(draft_note=note)) is says


def test_every_screen_of_a_draft_edition_says_so(client_of, lead, detailed):
    pk, client = detailed.pk, client_of(lead)
    pages = [
        reverse(f"scorecard:{name}", args=[pk])
        for name in ("overview", "setup", "people", "report", "applicability")
    ]
    pages += [
        reverse("scorecard:essential", args=[pk, 1]),
        reverse("scorecard:history", args=[pk, "1.1.1"]),
        reverse("scorecard:attach", args=[pk, "1.1.1"]),
        reverse("scorecard:round", args=[detailed.city.code, 2026, "baseline"]),
        reverse("scorecard:start", args=[detailed.city.code]),
        reverse("home"),
    ]

    unmarked = [one for one in pages if NOTE not in client.get(one).content.decode()]

    assert unmarked == []


@pytest.mark.parametrize("paper", ["report-pdf", "brief-pdf"])
def test_every_page_of_a_draft_editions_papers_says_so(
    client_of, lead, detailed, paper
):
    address = reverse(f"scorecard:{paper}", args=[detailed.pk])

    made = client_of(lead).get(address, {"paper": "en"}).getvalue()

    assert all(NOTE in page for page in texts(made))


def test_questions_stand_under_their_sections(client_of, lead, detailed):
    page = client_of(lead).get(reverse("scorecard:essential", args=[detailed.pk, 1]))

    headings = re.findall(r"<h([23])[^>]*>([^<]+)</h", page.content.decode())
    wanted = [one for one in headings if "Plan making" in one[1] or "Quest" in one[1]]
    assert wanted == [
        ("2", "1.1 Plan making"),
        ("3", "Question 1.1.1"),
        ("3", "Question 1.1.2"),
        ("2", "1.2 Plan making"),
        ("3", "Question 1.2.1"),
    ]
    assert 'href="#section-1.2"' in page.content.decode()


def test_a_preliminary_answer_prompts_and_is_not_copied(
    client_of, lead, preliminary, detailed
):
    page = client_of(lead).get(reverse("scorecard:essential", args=[detailed.pk, 1]))

    content = page.content.decode()
    assert "From the preliminary assessment 2026: level 2" in content
    assert "Mostly." in content
    assert "Постоји стратегија." in content
    assert not detailed.answers.settled().exists()


def test_the_same_round_prompts_before_a_later_one(city, lead, client_of, detailed):
    for year, score in ((2028, 1), (2026, 3)):
        make.make_assessment(city=city, lead=lead, year=year, answers={"P1.1": score})

    page = client_of(lead).get(reverse("scorecard:essential", args=[detailed.pk, 1]))

    assert "From the preliminary assessment 2026: level 3" in page.content.decode()


def test_a_draft_prompts_nobody_who_may_not_read_it(city, lead, client_of, preliminary):
    published = make.make_assessment(
        city=city,
        lead=lead,
        questionnaire=make_detailed(),
        status="accepted",
        published=True,
    )
    stranger = make.make_membership().user

    page = client_of(stranger).get(
        reverse("scorecard:essential", args=[published.pk, 1])
    )

    assert page.status_code == 200
    assert "From the preliminary assessment" not in page.content.decode()


def test_what_does_not_exist_is_said_once(client_of, lead, detailed):
    address = reverse("scorecard:applicability", args=[detailed.pk])

    page = client_of(lead).post(
        address, {"applies-rail": "no", "reason-rail": "Нема пруге."}, follow=True
    )

    answer = make.answer_of(detailed, "1.1.2")
    assert (answer.not_applicable, answer.reason) == (True, "Нема пруге.")
    assert "Set: 1.1.2." in page.content.decode()


def test_an_answer_is_kept_and_named(client_of, lead, detailed):
    make.save_answer(detailed, "1.1.2", 4, by=lead)
    address = reverse("scorecard:applicability", args=[detailed.pk])

    page = client_of(lead).post(
        address, {"applies-rail": "no", "reason-rail": "Нема пруге."}, follow=True
    )

    assert make.answer_of(detailed, "1.1.2").score == 4
    assert "Kept, because they have an answer of their own: 1.1.2." in (
        page.content.decode()
    )


def test_a_no_without_a_reason_changes_nothing(client_of, lead, detailed):
    address = reverse("scorecard:applicability", args=[detailed.pk])

    page = client_of(lead).post(address, {"applies-rail": "no", "reason-rail": " "})

    assert page.status_code == 422
    assert "Write why this is not applicable to you." in page.content.decode()
    assert not detailed.applicabilities.exists()


def test_a_round_shows_all_its_instruments(lead, city, preliminary, detailed):
    found = rounds.find(lead, city, 2026, "baseline")

    assert found
    codes = [part.assessment.questionnaire.code for part in found.parts]
    assert codes == ["preliminary", "detailed"]
    assert len(found.radar.beside) == 1
    assert found.radar.beside[0].series.marks == ()


def test_a_peer_reviewer_gets_no_figures_of_a_round(city, lead, preliminary):
    peer = make.make_membership(city=city, role=Membership.Role.PEER_REVIEWER).user

    assert rounds.find(peer, city, 2026, "baseline") is None


def test_series_of_a_radar_have_marks_and_legend_rows_of_their_own():
    half, none = [charts.Fraction(1, 2)] * 3, [None] * 3

    drawn = charts.radar(
        ["a", "b", "c"], half, name="one", beside=[("two", half), ("three", none)]
    )

    square, triangle = drawn.beside
    assert (len(square.shapes), len(triangle.shapes)) == (3, 0)
    assert square.key_shape.count("L") == 3
    assert triangle.key_shape.count("L") == 2
    assert len({drawn.key.y, square.key.y, triangle.key.y}) == 3


def test_a_link_starts_the_missing_instrument_for_this_round(
    client_of, lead, preliminary
):
    make_detailed()
    client = client_of(lead)

    page = client.get(preliminary.get_absolute_url()).content.decode()

    address = re.search(r'href="([^"]+new/\?[^"]+)"', page)
    assert address
    form = client.get(address[1].replace("&amp;", "&")).context["form"]
    assert form.initial["year"] == 2026
    assert form.initial["occasion"] == "baseline"
    assert form.initial["questionnaire"].code == "detailed"


def test_a_new_round_begins_with_the_preliminary_level(client_of, lead, detailed):
    level = make.make_questionnaire()

    page = client_of(lead).get(reverse("scorecard:start", args=[detailed.city.code]))

    assert page.context["form"].initial["questionnaire"] == level.pk


def test_home_shows_the_preliminary_level_before_newer_ones(
    client_of, lead, preliminary, detailed
):
    place = client_of(lead).get(reverse("home")).context["home"].places[0]

    assert place.latest.assessment == preliminary
    assert place.standings[0].assessment == detailed
    assert place.latest.before is None


def test_observer_reads_who_submits(client_of, city, lead):
    assessment = make.make_assessment(city=city, lead=lead, score=2)
    observer = make.make_membership(city=city, role=Membership.Role.OBSERVER).user

    page = client_of(observer).get(assessment.get_absolute_url())

    assert "the city&#x27;s lead can submit the assessment" in page.content.decode()


def test_a_refusal_leads_back_to_the_assessment(client_of, city, lead, preliminary):
    observer = make.make_membership(city=city, role=Membership.Role.OBSERVER).user

    page = client_of(observer).get(reverse("scorecard:setup", args=[preliminary.pk]))

    assert page.status_code == 403
    assert preliminary.get_absolute_url() in page.content.decode()


def test_what_evidence_proves_is_kept_and_shown(client_of, lead, preliminary):
    address = reverse("scorecard:attach", args=[preliminary.pk, "P1.1"])
    form = {"title": "План", "description": "Поглавље 3 именује ризике."}

    page = client_of(lead).post(address, form, follow=True)

    assert "Поглавље 3 именује ризике." in page.content.decode()
