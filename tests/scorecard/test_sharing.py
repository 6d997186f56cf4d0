"""Indicators go to people and departments, with a date and a note, and come back."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cities.actions import people
from cities.permissions import Refused
from scorecard import competence
from scorecard import sharing as pages
from scorecard.actions import departments, sharing
from scorecard.models import Assignment, Department
from tests import make

TODAY = timezone.localdate()
TOMORROW = TODAY + dt.timedelta(days=1)


@pytest.fixture
def department(city, contributor):
    return departments.keep(
        city=city, name="Дом здравља", codes=["E2"], members=[contributor]
    )


@pytest.mark.parametrize(
    ("codes", "narrowness"),
    [
        (["E3"], 0),
        (["E8"], competence.ESSENTIAL),
        (["P*", "E8"], competence.PREFIX),
        (["E8", "P8.3", "P*"], competence.EXACT),
        (["P8.30", "8.3", "A*"], 0),
    ],
)
def test_a_competence_fits_as_narrowly_as_it_is_written(codes, narrowness):
    assert competence.fit(codes, "P8.3", 8) == narrowness


def test_the_narrowest_competence_wins_and_a_section_counts_by_its_subject():
    shares = {"health": ["A*"], "finance": ["E3"], "water": ["P8.3"], "city": ["E8"]}

    assert competence.holders(shares, "A3.1", 3) == ["health"]
    assert competence.holders(shares, "8.3.1", 8, "P8.3") == ["water"]
    assert competence.holders(shares, "8.4.1", 8, "P8.4") == ["city"]
    assert competence.holders(shares, "P1.1", 1) == []


def test_codes_are_read_as_people_type_them():
    typed = competence.split("Е3, P8.3;а*  XX E3 Р9.1")

    assert typed == ["E3", "P8.3", "A*", "XX", "P9.1"]
    assert competence.unknown(typed) == ["XX"]


@pytest.mark.django_db
def test_every_indicator_of_the_shipped_level_has_a_usual_department():
    edition = make.load_questionnaire()
    shares = {one.key: one.competence for one in departments.usual()}

    rows = edition.questions.values_list("code", "essential__number")

    assert all(len(competence.holders(shares, *row)) == 1 for row in rows)


def test_departments_stand_in_the_order_of_the_alphabet(city):
    names = ["Дом здравља", "Ђачки дом", "ЈКП Водовод", "Љубичево", "Црвени крст"]
    for name in reversed(names):
        departments.keep(city=city, name=name, codes=[], members=[])

    own = Department.objects.of_city(city).by_name()

    assert [one.name for one in own] == names


def test_a_department_works_with_what_it_has_and_strangers_do_not(
    assessment, department, contributor, client_of, lead, city
):
    outside = make.make_membership(city=city, role="contributor").user
    sharing.hand_out(assessment=assessment, codes=["P2.1"], to=department)
    address = reverse("scorecard:propose", args=[assessment.pk, "P2.1"])
    said = {"choice": "1", "comment": "Мало."}

    assert client_of(contributor).post(address, said).status_code == 302
    assert client_of(outside).post(address, said).status_code == 403


def test_handing_out_again_renews_date_and_note(assessment, contributor):
    give = {"assessment": assessment, "codes": ["P1.1", "P1.2"], "to": contributor}
    sharing.hand_out(**give)

    handed = sharing.hand_out(**give | {"due": TOMORROW, "note": "Хитно."})

    assert (handed.new, handed.renewed) == (0, 2)
    given = set(Assignment.objects.values_list("due", "note"))
    assert given == {(TOMORROW, "Хитно.")}


def test_by_competence_only_what_nobody_has_is_handed_out(
    assessment, department, contributor
):
    sharing.hand_out(assessment=assessment, codes=["P2.1"], to=contributor)

    sharing.hand_out_by_competence(assessment=assessment, due=TOMORROW)

    assert department.assignments.get().answer == make.answer_of(assessment, "P2.2")
    with pytest.raises(ValidationError, match="No department is competent"):
        sharing.hand_out_by_competence(assessment=assessment)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"codes": []}, "Choose at least one indicator."),
        ({"codes": ["P1.1", "P9.9"]}, "no indicator P9.9."),
        ({"due": TODAY - dt.timedelta(days=1)}, "This day has passed."),
        ({"note": "а" * 301}, "The note is too long"),
    ],
)
def test_nonsense_is_not_handed_out(assessment, contributor, changed, sentence):
    give = {"assessment": assessment, "codes": ["P1.1"], "to": contributor}

    with pytest.raises(ValidationError, match=sentence):
        sharing.hand_out(**give | changed)

    assert not Assignment.objects.exists()


def test_nothing_goes_to_who_left_or_to_another_city(
    assessment, contributor, other_city
):
    foreign = Department.objects.create(city=other_city, name="Финансије")
    contributor.memberships.all().delete()

    for to, sentence in ((contributor, "does not contribute"), (foreign, "another")):
        with pytest.raises(ValidationError, match=sentence):
            sharing.hand_out(assessment=assessment, codes=["P1.1"], to=to)


def test_a_submitted_assessment_is_not_shared_out(city, lead, contributor):
    assessment = make.make_assessment(city=city, lead=lead, status="submitted")

    with pytest.raises(Refused):
        sharing.hand_out(assessment=assessment, codes=["P1.1"], to=contributor)


def test_what_those_who_left_had_is_nobodys(assessment, department, contributor):
    sharing.hand_out(assessment=assessment, codes=["P1.1"], to=contributor)
    sharing.hand_out(assessment=assessment, codes=["P2.1"], to=department)
    people.leave(membership=contributor.memberships.get())

    found = pages.build(assessment, pages.team(assessment))

    gone = [row.code for row in found.rows if any(one.is_gone for one in row.holders)]
    assert gone == ["P1.1", "P2.1"]
    assert found.figures["nobody"] == 4


def test_the_page_hands_out_whole_essentials_and_keeps_what_was_typed(
    assessment, lead, contributor, client_of
):
    address = reverse("scorecard:people", args=[assessment.pk])
    typed = {"to": f"person-{contributor.pk}", "essential": ["1"], "code": ["P2.2"]}

    refused = client_of(lead).post(address, typed | {"due": "2020-01-01", "note": "До"})
    accepted = client_of(lead).post(address, typed | {"due": TOMORROW.isoformat()})

    assert refused.status_code == 422
    page = refused.content.decode()
    assert "This day has passed." in page
    assert 'value="До"' in page
    assert 'id="code-P2.2" checked' in page
    assert accepted.status_code == 302
    codes = Assignment.objects.values_list("answer__question__code", flat=True)
    assert sorted(codes) == ["P1.1", "P1.2", "P2.2"]


def test_what_is_given_goes_to_one_and_only_one(assessment, contributor, department):
    answer = make.answer_of(assessment, "P1.1")

    for wrong in ({}, {"user": contributor, "department": department}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Assignment.objects.create(answer=answer, **wrong)
