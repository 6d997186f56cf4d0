"""The report: what it says of an assessment, to whom, and how its pages behave."""

import datetime as dt
from fractions import Fraction

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from cities.models import City, User
from scorecard import reports, scoring
from scorecard.actions.answers import Content
from scorecard.models import Assessment, Questionnaire
from scorecard.reports import Report
from scorecard.reports.parts import EvidencePart
from tests import make
from tests.conftest import ClientOf

TODAY = dt.date(2026, 11, 23)
LONG_AGO = dt.datetime(2023, 3, 1, tzinfo=dt.UTC)


def _report(assessment: Assessment) -> Report:
    fresh = Assessment.objects.with_parts().get(pk=assessment.pk)
    return reports.build(fresh, TODAY)


def _answered(
    city: City, lead: User, answers: dict[str, Content | int | None]
) -> Report:
    return _report(make.make_assessment(city=city, lead=lead, answers=answers))


def _page(client: Client, assessment: Assessment, paper: str = "en") -> str:
    address = reverse("scorecard:report", args=[assessment.pk])
    response = client.get(address, {"paper": paper})
    assert response.status_code == 200
    return response.content.decode()


# What a report says


def test_both_figures_are_exact(city: City, lead: User) -> None:
    report = _answered(city, lead, {"P1.1": 1, "P1.2": 3, "P2.1": 1})

    assert report.overall == Fraction(1, 2)
    assert (report.official.points, report.official.out_of) == (5, 12)
    assert report.total.settled == 3


def test_blank_assessment_has_no_share_and_says_so(
    assessment: Assessment,
) -> None:
    report = _report(assessment)

    assert report.overall is None
    assert report.lead == ("No indicator has been answered yet.",)
    assert report.strengths == ()
    assert report.gaps == ()
    assert len(report.unanswered) == 4


def test_strengths_carry_the_wording_of_the_level_reached(
    city: City, lead: User
) -> None:
    report = _answered(city, lead, {"P1.1": 3, "P2.1": 2})

    assert [one.code for one in report.strengths] == ["P1.1"]
    assert report.strengths[0].level == "Wholly."
    assert report.strengths[0].next_score is None


def test_next_to_highest_level_is_a_strength_where_none_is_higher(
    city: City, lead: User
) -> None:
    report = _answered(city, lead, {"P1.1": 2, "P2.1": 1})

    assert [one.code for one in report.strengths] == ["P1.1"]
    assert report.strength_level == 2


def test_gaps_carry_the_wording_of_the_next_level(city: City, lead: User) -> None:
    report = _answered(city, lead, {"P1.1": 0, "P1.2": 1, "P2.1": 2})

    gaps = [
        (one.code, one.level, one.next_score, one.next_level) for one in report.gaps
    ]

    assert gaps == [
        ("P1.1", "Nothing.", 1, "Something."),
        ("P1.2", "Something.", 2, "Mostly."),
    ]


def test_first_gaps_are_the_lowest_of_the_weakest_essentials(
    city: City, lead: User
) -> None:
    report = _answered(city, lead, {"P1.1": 1, "P1.2": 3, "P2.1": 1, "P2.2": 0})

    assert [one.code for one in report.first_gaps] == ["P2.2", "P2.1", "P1.1"]


def test_lead_names_strongest_and_weakest_and_counts_low_levels(
    city: City, lead: User
) -> None:
    report = _answered(city, lead, {"P1.1": 3, "P1.2": 3, "P2.1": 1})

    assert report.lead == (
        "Strongest: Part 1 (1).",
        "Weakest: Part 2 (2).",
        "1 indicator out of 3 answered is at one of the two lowest levels.",
        "1 indicator has no answer yet: the shares do not cover it.",
    )


def test_lead_names_nobody_where_all_are_alike(city: City, lead: User) -> None:
    report = _answered(city, lead, dict.fromkeys(("P1.1", "P2.1"), 2))

    assert report.lead[0] == "All Essentials with answers stand at the same share."


def test_not_applicable_is_named_with_its_reason(city: City, lead: User) -> None:
    skipped = Content(not_applicable=True, reason="No coast.")

    report = _answered(city, lead, {"P1.1": skipped, "P1.2": 3})

    assert [(one.code, one.reason) for one in report.not_applicable] == [
        ("P1.1", "No coast.")
    ]
    assert report.essentials[0].score.share == 1
    assert report.official.points == 3


def test_change_is_counted_over_shared_questions(
    city: City, lead: User, questionnaire: Questionnaire
) -> None:
    make.make_assessment(
        city=city, lead=lead, status="accepted", year=2023, started_at=LONG_AGO, score=1
    )

    report = _answered(city, lead, {"P1.1": 2, "P1.2": 0, "P2.1": 1})

    assert report.previous_year == "2023"
    assert report.change == scoring.Change(
        before=scoring.Score(3, 9, 3, 3, 3, 3),
        after=scoring.Score(3, 9, 3, 3, 3, 3),
        shared=3,
    )
    assert [one.code for one in report.risen] == ["P1.1"]
    assert [one.code for one in report.fallen] == ["P1.2"]
    assert report.essentials[1].change is not None
    assert report.essentials[1].change.shared == 1


def test_first_round_has_no_change(assessment: Assessment) -> None:
    report = _report(assessment)

    assert report.change is None
    assert report.radar.before is None


@pytest.mark.parametrize(
    ("status", "mark"),
    [
        ("draft", "Draft – not submitted"),
        ("returned", "Draft – returned for changes"),
        ("submitted", "Submitted – not yet accepted"),
        ("accepted", ""),
    ],
)
def test_every_state_but_accepted_marks_the_paper(
    city: City, lead: User, status: str, mark: str
) -> None:
    assessment = make.make_assessment(city=city, lead=lead, status=status)

    assert _report(assessment).mark == mark


def test_evidence_is_listed_with_its_answer(assessment: Assessment) -> None:
    answer = make.answer_of(assessment, "P1.1")
    make.make_evidence(
        answer=answer,
        title="Plan",
        kind="decision",
        issuer="Assembly",
        number="7/24",
        issued=TODAY,
        kept="Archive",
    )

    evidence = _report(assessment).essentials[0].answers[0].evidence

    assert evidence == (
        EvidencePart(
            title="Plan",
            kind="decision",
            issuer="Assembly",
            number="7/24",
            issued=TODAY,
            valid_until=None,
            kept="Archive",
            description="",
        ),
    )


def test_report_takes_the_language_it_is_built_in(assessment: Assessment) -> None:
    with translation.override("sr-latn"):
        report = _report(assessment)

    assert report.city.endswith("Ub")
    assert report.typed_language == "sr-Latn"


@pytest.mark.django_db
def test_report_takes_few_queries_however_large(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    questionnaire = make.load_questionnaire()
    city = make.make_city()
    lead = make.make_membership(city=city).user
    for year in (2023, 2026):
        make.make_assessment(
            city=city,
            lead=lead,
            questionnaire=questionnaire,
            status="accepted",
            year=year,
            started_at=LONG_AGO.replace(year=year),
        )
    latest = Assessment.objects.with_parts().latest("year")

    with django_assert_max_num_queries(6):
        reports.build(latest, TODAY)


# Scores for lists


def test_scores_of_many_assessments_take_one_query(
    city: City,
    other_city: City,
    lead: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    skipped = Content(not_applicable=True, reason="No coast.")
    one = make.make_assessment(
        city=city, lead=lead, answers={"P1.1": 2, "P1.2": skipped}
    )
    other = make.make_assessment(city=other_city, answers={"P2.1": 0})

    with django_assert_num_queries(1):
        scores = reports.scores([one, other])

    assert scores[one.pk] == {
        1: scoring.Score(2, 3, 1, 1, 2, 2),
        2: scoring.Score(0, 0, 0, 2, 0, 2),
    }
    assert scores[other.pk][2].share == 0
    assert scores[other.pk][1].share is None


def test_scores_agree_with_the_report(assessment: Assessment, lead: User) -> None:
    make.save_answer(assessment, "P1.1", 3, by=lead)

    scores = reports.scores([assessment])[assessment.pk]

    assert scores == {one.number: one.score for one in _report(assessment).essentials}


# The page


def test_report_page_shows_what_the_paper_will_say(
    city: City, lead: User, client_of: ClientOf
) -> None:
    comment = Content(score=1, comment="Plan je usvojen, vidi P3.2 i PDF.")
    assessment = make.make_assessment(city=city, lead=lead, answers={"P1.1": comment})

    page = _page(client_of(lead), assessment, "sr")

    assert "План је усвојен, види P3.2 и PDF." in page
    assert 'lang="sr-Cyrl"' in page
    assert "Read it through" in page


def test_paper_follows_the_language_of_the_page_unless_chosen(
    assessment: Assessment, lead: User, client_of: ClientOf
) -> None:
    address = reverse("scorecard:report", args=[assessment.pk])

    page = client_of(lead, "sr-latn").get(address).content.decode()

    assert 'class="card panel paper" lang="sr-Latn"' in page


def test_unknown_paper_language_is_not_found(
    assessment: Assessment, lead: User, client_of: ClientOf
) -> None:
    address = reverse("scorecard:report", args=[assessment.pk])

    assert client_of(lead).get(address, {"paper": "de"}).status_code == 404


def test_typed_html_is_shown_as_text(
    city: City, lead: User, client_of: ClientOf
) -> None:
    comment = Content(score=1, comment="<script>alert(1)</script>")
    assessment = make.make_assessment(city=city, lead=lead, answers={"P1.1": comment})

    page = _page(client_of(lead), assessment)

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


def test_years_have_no_thousands_separator(
    assessment: Assessment, lead: User, client_of: ClientOf
) -> None:
    page = _page(client_of(lead, "sr"), assessment, "sr")

    assert "2026" in page
    assert "2.026" not in page


def test_team_reads_decided_remarks_on_the_page(
    city: City, lead: User, focal_point: User, client_of: ClientOf
) -> None:
    assessment = make.make_assessment(city=city, lead=lead, status="submitted")
    make.make_remark(
        answer=make.answer_of(assessment, "P1.1"), by=focal_point, text="Which number?"
    )

    assert "Which number?" in _page(client_of(focal_point), assessment)
    assert "Which number?" not in _page(client_of(lead), assessment)


def test_public_reads_a_published_report_without_remarks(
    city: City, lead: User, focal_point: User, visitor: Client
) -> None:
    assessment = make.make_assessment(
        city=city,
        lead=lead,
        focal_point=focal_point,
        status="accepted",
        published=True,
    )

    page = _page(visitor, assessment)

    assert "Summary for decision makers" in page
    assert "Words of the review" not in page


@pytest.mark.parametrize("name", ["report", "report-pdf", "brief-pdf"])
def test_report_of_others_is_not_found(
    name: str,
    city: City,
    lead: User,
    stranger: User,
    peer: User,
    visitor: Client,
    client_of: ClientOf,
) -> None:
    assessment = make.make_assessment(city=city, lead=lead, status="accepted")
    address = reverse(f"scorecard:{name}", args=[assessment.pk])

    assert visitor.get(address).status_code == 404
    assert client_of(stranger).get(address).status_code == 404
    assert client_of(peer).get(address).status_code == 404


def test_report_page_takes_few_queries(
    assessment: Assessment,
    lead: User,
    client_of: ClientOf,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = client_of(lead)

    with django_assert_max_num_queries(15):
        _page(client, assessment)
