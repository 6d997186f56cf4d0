"""Copies of editions, and mappings that say what stayed the same."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cities.models import City, User
from scorecard import reports
from scorecard.actions import editions
from scorecard.models import Assessment, EditionMapping, Question, Questionnaire
from scorecard.reports import Report
from tests import editions as shelf
from tests import make
from tests.conftest import ClientOf

MAPPINGS = "/office/scorecard/editionmapping/"
LONG_AGO = dt.datetime(2023, 3, 1, tzinfo=dt.UTC)


@pytest.fixture
def office(client_of: ClientOf, focal_point: User) -> Client:
    return client_of(shelf.let_in(focal_point))


@pytest.fixture
def draft(db: None) -> Questionnaire:
    return shelf.make_draft()


# Copies


def test_copy_holds_everything_as_a_mapped_draft(
    office: Client, assessment: Assessment
):
    edition = assessment.questionnaire
    question = edition.questions.get(code="P1.1")
    Question.objects.filter(pk=question.pk).update(
        section=shelf.make_section(edition), condition=shelf.make_condition(edition)
    )
    asked = shelf.act(office, "copy", edition)
    assert "Name of the new edition" in asked

    shelf.act(office, "copy", edition, edition="2027")

    twin = Questionnaire.objects.get(edition="2027")
    assert twin.status == "draft"
    assert shelf.content_of(twin) == shelf.content_of(edition)
    assert twin.questions.get(code="P1.1").section.questionnaire == twin
    assert len(editions.same_codes(edition, twin)) == 4


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("2017", "There is an edition 2017 already."),
        (" ", "This field is required."),
        ("2" * 21, "at most 20 characters"),
    ],
)
def test_copy_needs_a_name_of_its_own(
    office: Client, questionnaire: Questionnaire, name: str, sentence: str
):
    page = shelf.act(office, "copy", questionnaire, edition=name)

    assert sentence in page
    assert Questionnaire.objects.count() == 1


def test_copy_of_two_at_once_is_refused(
    office: Client, questionnaire: Questionnaire, draft: Questionnaire
):
    page = office.post(
        "/office/scorecard/questionnaire/",
        {"action": "copy", "_selected_action": [questionnaire.pk, draft.pk]},
        follow=True,
    )

    assert "Choose one edition for this." in page.content.decode()


# Mappings


@pytest.fixture
def later(questionnaire: Questionnaire) -> Questionnaire:
    """The next edition: three codes are the same, one is new."""
    return make.make_questionnaire(
        questions=["P1.1", "P1.2", "P2.1", "P2.9"], edition="2027"
    )


@pytest.fixture
def mapping(questionnaire: Questionnaire, later: Questionnaire) -> EditionMapping:
    return editions.map_editions(earlier=questionnaire, later=later)


def test_new_mapping_begins_with_equal_codes(
    office: Client, questionnaire: Questionnaire, later: Questionnaire
):
    office.post(f"{MAPPINGS}add/", {"earlier": questionnaire.pk, "later": later.pk})

    assert _pairs() == [("P1.1", "P1.1"), ("P1.2", "P1.2"), ("P2.1", "P2.1")]


def test_another_instrument_is_not_mapped(office: Client, questionnaire: Questionnaire):
    other = make.make_questionnaire(code="detailed", questions=["P1.1"])

    page = office.post(
        f"{MAPPINGS}add/", {"earlier": questionnaire.pk, "later": other.pk}
    )

    assert "Map two different editions of the same instrument." in page.content.decode()
    assert not EditionMapping.objects.exists()


def test_pairs_are_edited_and_may_trade_places(office: Client, mapping: EditionMapping):
    pairs = [("P1.2", "P1.1"), ("P1.1", "P1.2"), ("P2.1", "P2.1"), ("P2.2", "P2.9")]

    response = office.post(shelf.change_page(mapping), _pair_fields(mapping, pairs))

    assert response.status_code == 302
    assert _pairs() == pairs


def test_pair_is_taken_out(office: Client, mapping: EditionMapping):
    pairs = [("P1.1", "P1.1"), ("P1.2", "P1.2"), ("P2.1", "P2.1")]
    fields = _pair_fields(mapping, pairs) | {"pairs-1-DELETE": "on"}

    office.post(shelf.change_page(mapping), fields)

    assert _pairs() == [("P1.1", "P1.1"), ("P2.1", "P2.1")]


@pytest.mark.parametrize(
    ("pair", "sentence"),
    [
        (("P9.9", "P2.9"), "This edition has no indicator with this code."),
        (("P2.9", "P2.9"), "This edition has no indicator with this code."),
        (("P2.2", "P2.1"), "This code has a pair already."),
    ],
)
def test_pair_of_other_indicators_is_refused(
    office: Client, mapping: EditionMapping, pair: tuple[str, str], sentence: str
):
    pairs = [("P1.1", "P1.1"), ("P1.2", "P1.2"), ("P2.1", "P2.1"), pair]
    before = _pairs()

    page = office.post(shelf.change_page(mapping), _pair_fields(mapping, pairs))

    assert sentence in page.content.decode()
    assert _pairs() == before


def test_mapping_may_change_while_assessments_use_its_editions(
    office: Client, assessment: Assessment, mapping: EditionMapping
):
    page = office.get(shelf.change_page(mapping)).content.decode()

    assert 'name="_save"' in page
    assert '<option value="P2.9">Question P2.9</option>' in page


def test_pairs_come_in_from_a_file(office: Client, mapping: EditionMapping):
    preview = _bring_in(office, mapping, "earlier,later\nP1.2,P1.1\nP1.1,P1.2\n")
    assert "P1.1 → P1.2" in preview.content.decode()
    assert _pairs()[0] == ("P1.1", "P1.1")

    office.post(f"{MAPPINGS}process_import/", preview.context["confirm_form"].initial)

    assert _pairs() == [("P1.2", "P1.1"), ("P1.1", "P1.2"), ("P2.1", "P2.1")]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("P9.9,P2.9", "Row 2, column earlier: This edition has no indicator"),
        ("P1.1,P2.2", "Row 2, column later: This edition has no indicator"),
        ("P1.1,P2.9", "The earlier code P1.1 would have two pairs."),
        ("P2.2,P2.9\nP2.1,P2.9", "Row 2, column later: This code stands in the file"),
    ],
)
def test_wrong_pairs_in_a_file_change_nothing(
    office: Client, mapping: EditionMapping, rows: str, sentence: str
):
    before = _pairs()

    page = _bring_in(office, mapping, f"earlier,later\n{rows}\n")

    assert sentence in page.content.decode()
    assert not page.context.get("confirm_form")
    assert _pairs() == before


def test_report_compares_only_mapped_indicators_and_says_how_many(
    city: City, lead: User, mapping: EditionMapping
):
    make.make_assessment(
        city=city,
        lead=lead,
        questionnaire=mapping.earlier,
        status="accepted",
        year=2023,
        started_at=LONG_AGO,
        score=1,
    )
    new = make.make_assessment(
        city=city, lead=lead, questionnaire=mapping.later, score=2
    )

    change = _report(new).change

    assert change is not None
    assert change.shared == 3
    assert (change.before.points, change.after.points) == (3, 6)


def test_report_compares_nothing_without_a_mapping(
    city: City, lead: User, questionnaire: Questionnaire, later: Questionnaire
):
    make.make_assessment(
        city=city, lead=lead, questionnaire=questionnaire, status="accepted", year=2023
    )
    new = make.make_assessment(city=city, lead=lead, questionnaire=later, score=2)

    change = _report(new).change

    assert change is None or change.shared == 0


def _report(assessment: Assessment) -> Report:
    return reports.build(assessment, dt.date(2026, 11, 23))


def _pairs() -> list[tuple[str, str]]:
    pairs = EditionMapping.objects.get().pairs.order_by("later__position")
    return list(pairs.values_list("earlier__code", "later__code"))


def _pair_fields(
    mapping: EditionMapping, pairs: list[tuple[str, str]]
) -> dict[str, Any]:
    known = list(mapping.pairs.order_by("later__position"))
    fields: dict[str, Any] = {
        "pairs-TOTAL_FORMS": len(pairs),
        "pairs-INITIAL_FORMS": len(known),
    }
    for at, (earlier, later) in enumerate(pairs):
        fields[f"pairs-{at}-earlier_code"] = earlier
        fields[f"pairs-{at}-later_code"] = later
    return fields | {f"pairs-{at}-id": one.pk for at, one in enumerate(known)}


def _bring_in(office: Client, mapping: EditionMapping, rows: str) -> Any:
    file = SimpleUploadedFile("pairs.csv", rows.encode())
    fields = {"format": "1", "resource": "", "mapping": mapping.pk, "import_file": file}
    return office.post(f"{MAPPINGS}import/", fields)
