import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from django.urls import reverse
from django.utils import timezone

from cities.models import ProfileFigure
from scorecard.actions import assessments, reviews
from scorecard.models import (
    Answer,
    Assessment,
    Evidence,
    NotedAction,
    PendingImport,
    Questionnaire,
)
from scorecard.reports import build
from scorecard.workbooks.official_map import CODES
from tests import make
from tests.exchange import kept, official_with, pending, upload_official, words
from tests.official import results_workbook
from tests.world import taken_back

pytestmark = pytest.mark.django_db

# Options count from the best: 1 is level 3.
CHOSEN = {code: at % 4 + 1 for at, code in enumerate(CODES[:40])}
TEXTS = {
    "P1.1": {
        "evidence": "Одлука о буџету\nСлужбени лист 5/2024",
        "action": "Донети план.",
        "institution": "Штаб",
        "timescale": "до краја године",
    },
    "P1.2": {"evidence": "Студија " + "о поплавама " * 30},
    "P10.1": {"institution": "Скупштина"},
}
INFO = {
    "D4": "Град Уб",
    "C21": "Поплава из Тамнаве.",
    "C22": "Земљотрес.",
}
# Young people by a year, people who are not in poverty by a day, income by no date.
FIGURES = {"C14": 14.5, "D14": "2022", "C18": 80, "D18": 44927, "C19": 9000}
ROUND = {"year": "2024", "occasion": "baseline", "text_language": "sr"}


@pytest.fixture(scope="module")
def shipped_editions(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), taken_back():
        yield make.load_questionnaire()


@pytest.fixture
def edition(shipped_editions, db):
    return shipped_editions


@pytest.fixture
def client(client_of, lead, edition):
    return client_of(lead)


@pytest.fixture
def workbook():
    return official_with(
        TEXTS, answers=CHOSEN, comments={"P1.1": "Постоји.\nДелом."}, info=INFO
    )


def looked_at(client, city, content):
    """Upload the workbook; return the page that shows what it will set."""
    return client.get(upload_official(client, city, content)["Location"])


def save(client, **fields):
    address = reverse("scorecard:official-import", args=[pending().pk])
    edition = Questionnaire.objects.get(code="preliminary", edition="2017")
    chosen = ROUND | {"edition": edition.pk, "without_faulty": "on"} | fields
    return client.post(
        address, {name: value for name, value in chosen.items() if value is not None}
    )


def brought_in(client, city, content, **fields):
    looked_at(client, city, content)
    response = save(client, **fields)
    assert response.status_code == 302, words(response)
    return Assessment.objects.with_parts().latest("pk")


def test_preview_says_what_is_in_the_file_and_saves_nothing(client, city, workbook):
    before = kept()

    text = words(looked_at(client, city, workbook))

    assert "edition 2017 with 47 indicators" in text
    assert "Answers 40 of 47 Comments 1 Texts on evidence 2 Actions 1" in text
    assert "Its own total 60 / 141 Our total of its answers 60 / 141 · equal" in text
    assert kept() == before


def test_preview_says_where_the_printed_total_is_another(client, city):
    content = official_with(answers={"P1.1": 1}, printed_total=7)

    text = words(looked_at(client, city, content))

    assert "Its own total 7 / 141 Our total of its answers 3 / 141 · not equal" in text
    assert "The file prints a total of 7, and its answers add up to another" in text


def test_workbook_becomes_a_round_with_all_its_texts(client, city, workbook):
    made = brought_in(client, city, workbook)

    first = make.answer_of(made, "P1.1")
    noted = NotedAction.objects.get(answer=first)
    scores = made.answers.values_list("question__code", "score")
    assert dict(scores) == {
        code: 4 - CHOSEN[code] if code in CHOSEN else None for code in CODES
    }
    assert first.comment == "Постоји.\nДелом."
    assert (noted.action, noted.institution, noted.timescale) == (
        "Донети план.",
        "Штаб",
        "до краја године",
    )
    assert (made.year, made.occasion, made.text_language) == (2024, "baseline", "sr")
    assert not made.is_history
    assert not PendingImport.objects.exists()


def test_scenarios_come_in_and_fill_only_what_is_blank(
    client, city, lead, edition, workbook
):
    make.make_assessment(
        city=city, lead=lead, questionnaire=edition, year=2024, most_severe=""
    )

    brought_in(client, city, workbook)
    other = brought_in(client, city, workbook, year="2023")
    made = Assessment.objects.get(year=2024)

    assert made.most_probable == "Изливање реке Тамнаве."
    assert made.most_severe == "Земљотрес."
    assert other.most_probable == "Поплава из Тамнаве."


def test_evidence_keeps_its_whole_text_behind_a_short_title(client, city, workbook):
    brought_in(client, city, workbook)

    rows = Evidence.objects.order_by("pk").values_list("title", "description")
    (first, whole), (long, longer) = rows
    assert (first, whole) == ("Одлука о буџету", TEXTS["P1.1"]["evidence"])
    assert len(long) == 200
    assert longer == TEXTS["P1.2"]["evidence"].strip()


def test_blank_stays_blank_and_is_not_a_change(client, city, workbook):
    made = brought_in(client, city, workbook)

    blank = make.answer_of(made, CODES[40])
    assert (blank.score, blank.not_applicable, blank.version) == (None, False, 0)


def test_who_is_to_do_it_is_kept_also_without_an_action(client, city, workbook):
    made = brought_in(client, city, workbook)

    noted = NotedAction.objects.get(answer=make.answer_of(made, "P10.1"))
    assert (noted.action, noted.institution) == ("", "Скупштина")


@pytest.mark.parametrize(
    ("with_figures", "kinds"), [("on", {"youth", "poverty"}), (None, set())]
)
def test_figures_are_taken_with_their_dates_where_the_lead_says_so(
    client, city, with_figures, kinds
):
    content = official_with(info=FIGURES)

    brought_in(client, city, content, with_figures=with_figures)

    found = {one.kind: one for one in ProfileFigure.objects.filter(city=city)}
    assert found.keys() == kinds
    if kinds:
        assert found["youth"].value == Decimal("14.5")
        assert found["youth"].source_date == dt.date(2022, 1, 1)
        assert found["poverty"].value == Decimal(20)
        assert found["poverty"].source_date == dt.date(2023, 1, 1)


def test_figure_without_a_date_is_named_and_left_out(client, city):
    text = words(looked_at(client, city, official_with(info=FIGURES)))

    assert "The figure is left out, because it needs the date of its source." in text
    assert "2 figures of the city profile" in text


def test_older_figure_does_not_overwrite_a_newer_one(client, city):
    ProfileFigure.objects.create(
        city=city,
        kind="youth",
        value=12,
        source="Попис",
        source_date=dt.date(2023, 5, 1),
    )

    brought_in(client, city, official_with(info=FIGURES), with_figures="on")

    assert ProfileFigure.objects.get(city=city, kind="youth").value == 12


def test_open_round_gets_only_its_blanks_filled(client, city, lead, edition, workbook):
    own = make.make_assessment(city=city, lead=lead, questionnaire=edition, year=2024)
    make.save_answer(own, "P1.1", 0, by=lead)

    made = brought_in(client, city, workbook)

    assert made == own
    assert make.answer_of(own, "P1.1").score == 0
    assert make.answer_of(own, "P1.2").score == 2
    assert not NotedAction.objects.filter(answer__question__code="P1.1").exists()


def test_nothing_is_doubled_when_it_is_brought_in_twice(client, city, workbook):
    brought_in(client, city, workbook)
    before = kept()

    brought_in(client, city, workbook)

    assert kept() == before


def test_submitted_round_takes_no_workbook(client, city, lead, edition, workbook):
    make.make_assessment(
        city=city, lead=lead, questionnaire=edition, year=2024, status="submitted"
    )
    looked_at(client, city, workbook)
    before = kept()

    response = save(client)

    assert response.status_code == 422
    assert "This round was submitted already." in words(response)
    assert kept() == before
    assert PendingImport.objects.exists()


def test_earlier_round_is_submitted_with_blanks_and_accepted(
    client, city, lead, focal_point, workbook
):
    made = brought_in(client, city, workbook, is_history="on", text_language="en")

    assessments.submit(assessment=made, by=lead)
    reviews.accept(assessment=made, text="", by=focal_point)

    made.refresh_from_db()
    assert (made.is_history, made.text_language) == (True, "en")
    assert made.status == Assessment.Status.ACCEPTED
    assert Answer.objects.filter(assessment=made, score=None).count() == 7


@pytest.mark.parametrize("year", ["2016", "2999", "", "прошла"])
def test_impossible_year_is_refused_with_what_was_chosen(client, city, workbook, year):
    looked_at(client, city, workbook)
    before = kept()

    response = save(client, year=year, is_history="on")

    assert response.status_code == 422
    assert 'name="is_history"' in response.content.decode()
    assert kept() == before


def test_results_of_2023_are_entered_once_as_a_retired_edition(client, city):
    scores = dict.fromkeys(CODES[:-1], 1)
    content = results_workbook(scores)

    text = words(looked_at(client, city, content))
    first = save(client, edition=None, year="2023", is_history="on")
    looked_at(client, city, content)
    retired = Questionnaire.objects.get(code="preliminary", status="retired")
    second = save(client, edition=retired.pk, year="2022", is_history="on")

    made = Assessment.objects.get(year=2023)
    assert "46 / 138 Our total of its answers 46 / 138 · equal" in text
    assert "No edition here asks exactly these indicators." in text
    assert (first.status_code, second.status_code) == (302, 302)
    assert made.questionnaire == retired
    assert retired.questions.count() == 46
    assert "46" in retired.edition


def test_rounds_of_46_and_47_are_compared_over_what_both_ask(
    client, city, lead, focal_point, edition
):
    scores = dict.fromkeys(CODES[:-1], 1)
    looked_at(client, city, results_workbook(scores))
    save(client, edition=None, year="2023", is_history="on")
    earlier = Assessment.objects.with_parts().get(year=2023)
    assessments.submit(assessment=earlier, by=lead)
    reviews.accept(assessment=earlier, text="", by=focal_point)

    later = make.make_assessment(
        city=city,
        lead=lead,
        focal_point=focal_point,
        questionnaire=edition,
        year=2026,
        score=2,
        status="accepted",
    )

    today = timezone.localdate()
    report = build(Assessment.objects.with_parts().get(pk=later.pk), today)
    assert build(earlier, today).official.out_of == 138
    assert report.official.out_of == 141
    assert report.previous_year == "2023"
    assert (report.change.shared, report.change.difference) == (46, Fraction(1, 3))


def test_stranger_and_observer_bring_nothing_in(client_of, city, stranger, observer):
    foreign = upload_official(client_of(stranger), city, official_with())
    watching = upload_official(client_of(observer), city, official_with())

    assert (foreign.status_code, watching.status_code) == (404, 403)
    assert not PendingImport.objects.exists()
