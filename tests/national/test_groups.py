"""Groups: members side by side, what they share, and the focal point's own ones."""

from fractions import Fraction

import pytest
from auditlog.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cities import permissions
from cities.actions import groups
from cities.models import BasinGroup, City
from cities.permissions import Refused
from scorecard.actions import assessments, reviews
from scorecard.models import Assessment
from tests import make
from tests.national.cities import make_nation

pytestmark = pytest.mark.django_db


@pytest.fixture
def focal_point():
    return make.make_focal_point()


@pytest.fixture
def desk(client_of, focal_point):
    return client_of(focal_point)


def _group(made, **fields):
    return make.make_group(cities=[one.city for one in made], **fields)


def test_only_a_focal_point_makes_groups(desk, focal_point):
    decision = permissions.can_make_groups(make.make_membership().user)

    assert str(decision.reason) == "Only a national focal point makes groups."
    assert permissions.can_make_groups(focal_point)


def test_the_list_tells_members_and_how_many_stand(desk):
    made = make_nation(scores=(1, 2))
    group = _group(made)
    group.cities.add(make.make_city(name="Без процене"))

    (row,) = desk.get(reverse("national:groups")).context["rows"]

    assert (row.group, row.members, row.standing) == (group, 3, 2)


def test_members_stand_side_by_side_and_the_others_are_named(desk):
    made = make_nation(scores=(0, 3), names=("Ваљево", "Ариље"))
    absent = make.make_city(name="Брус")
    group = _group(made)
    group.cities.add(absent)

    side = desk.get(reverse("national:group", args=[group.code])).context["side"]

    assert [one.city.name_sr for one in side.page] == ["Ариље", "Ваљево"]
    assert [cell.share for cell in side.rows[0].cells] == [1, 0]
    assert side.rows[0].quartiles.count == 2
    assert side.absent == [absent]


def test_what_half_of_the_answering_members_lack_is_shared(desk):
    group = _group(make_nation(scores=(0, 1, 2, 2)))

    side = desk.get(reverse("national:group", args=[group.code])).context["side"]

    assert {(one.many, one.answered) for one in side.gaps} == {(2, 4)}
    assert {(one.many, one.answered) for one in side.strengths} == {(2, 4)}


def test_one_answering_member_shares_nothing(desk):
    group = _group(make_nation(scores=(0,)))

    side = desk.get(reverse("national:group", args=[group.code])).context["side"]

    assert side.gaps == []


def test_who_is_strong_is_suggested_to_who_is_weak_those_with_evidence_first(
    desk, focal_point
):
    made = make_nation(scores=(3, 1, 2), names=("Ариље", "Ваљево", "Горњи Милановац"))
    proved = _accepted_with_evidence("Брус", made[0].questionnaire, focal_point)
    group = _group([*made, proved])

    page = desk.get(reverse("national:group", args=[group.code]))

    first = page.context["side"].advice[0]
    assert first.question.code == "P1.1"
    assert [one.city.name_sr for one in first.strong] == ["Брус", "Ариље"]
    assert [(one.city.name_sr, one.level) for one in first.weak] == [("Ваљево", 1)]
    assert "with evidence" in page.content.decode()


def test_a_few_names_stand_for_many(desk):
    group = _group(make_nation(scores=(3, 3, 3, 3, 3, 3, 0)))

    side = desk.get(reverse("national:group", args=[group.code])).context["side"]

    assert (len(side.advice[0].strong), side.advice[0].strong_more) == (4, 2)


def test_a_draft_that_is_not_shared_appears_nowhere_in_its_group(desk):
    (made,) = make_nation(scores=(1,))
    hidden = make.make_assessment(
        city=make.make_city(name="Тајни"), score=3, questionnaire=made.questionnaire
    )
    group = make.make_group(cities=[made.city, hidden.city])

    side = desk.get(reverse("national:group", args=[group.code])).context["side"]

    assert [one.assessment for one in side.page] == [made]
    assert side.rows[0].quartiles.count == 1
    assert side.advice == []


def test_more_members_cost_no_more_queries(desk):
    group = _group(make_nation(scores=(0, 3)))
    few = _queries(desk, group)
    group.cities.add(*(one.city for one in make_nation(scores=(1, 2, 3, 0))))

    assert _queries(desk, group) == few <= 20


def test_page_9999_shows_the_last(desk):
    group = _group(make_nation(scores=(0, 3)))

    page = desk.get(reverse("national:group", args=[group.code]), {"page": "9999"})

    assert len(page.context["side"].page) == 2


def test_a_city_taken_out_while_its_group_is_read_is_gone_without_a_crash(
    desk, focal_point
):
    made = make_nation(scores=(0, 3))
    group = _group(made)
    address = reverse("national:group", args=[group.code])
    desk.get(address)
    remove = reverse("national:group-remove", args=[group.code])

    for city in [one.city for one in made]:
        groups.remove(group=group, city=city, by=focal_point)
    again = desk.post(remove, {"city": made[0].city.code}, follow=True)

    assert "was not in the group any more" in again.content.decode()
    assert desk.get(address).context["side"].standing == 0


def test_a_group_is_made_under_its_latin_code_and_both_scripts(desk):
    page = desk.post(reverse("national:group-new"), {"name": "Градови Шумадије"})

    group = BasinGroup.objects.get()
    assert (group.code, group.kind) == ("gradovi-sumadije", BasinGroup.Kind.OWN)
    assert (group.name_sr, group.name_sr_latn) == (
        "Градови Шумадије",
        "Gradovi Šumadije",
    )
    assert page["Location"] == reverse("national:group-edit", args=[group.code])


@pytest.mark.parametrize(("name", "code"), [("New", "new-2"), ("!!", "group")])
def test_a_code_never_means_something_else(focal_point, name, code):
    assert groups.make(name=name, by=focal_point).code == code


def test_the_same_name_gets_another_code(focal_point):
    made = [groups.make(name="Обреновац", by=focal_point).code for _time in range(2)]

    assert made == ["obrenovac", "obrenovac-2"]


def test_a_group_needs_a_name(desk):
    page = desk.post(reverse("national:group-new"), {"name": "  "})

    assert page.status_code == 422
    assert "Write a name for the group." in page.content.decode()


@pytest.mark.parametrize("words", ["cacak", "Чача", "Čačak"])
def test_members_are_found_in_either_script_and_added(desk, words):
    city, group = make.make_city(name="Чачак"), make.make_group()
    address = reverse("national:group-edit", args=[group.code])

    assert desk.get(address, {"words": words}).context["found"] == [city]
    desk.post(reverse("national:group-add", args=[group.code]), {"city": city.code})

    assert list(group.cities.all()) == [city]
    assert desk.get(address, {"words": words}).context["found"] == []


def test_adding_nobody_is_told(desk):
    group = make.make_group()
    address = reverse("national:group-add", args=[group.code])

    page = desk.post(address, {"city": "nonsense"}, follow=True)

    assert "Nobody was added." in page.content.decode()


def test_an_agreement_is_not_changed_here(focal_point, desk):
    group = make.make_group(kind=BasinGroup.Kind.BASIN)
    city = make.make_city()

    with pytest.raises(Refused):
        groups.add(group=group, cities=[city], by=focal_point)
    assert desk.get(reverse("national:group-edit", args=[group.code])).status_code == (
        403
    )


def test_who_got_into_a_group_is_logged(desk, focal_point):
    city, group = make.make_city(), make.make_group()

    desk.post(reverse("national:group-add", args=[group.code]), {"city": city.code})

    entry = LogEntry.objects.get_for_object(group).filter(actor=focal_point).first()
    assert "cities" in entry.changes


def test_accepted_rounds_of_other_editions_are_not_mixed_in(desk):
    made = make_nation(scores=(1,))
    make.make_assessment(
        status=Assessment.Status.ACCEPTED,
        city=made[0].city,
        questionnaire=make.make_questionnaire(code="other", questions=("P1.1",)),
        score=3,
    )
    group = _group(made)

    side = desk.get(reverse("national:group", args=[group.code])).context["side"]

    assert [cell.share for cell in side.rows[0].cells] == [Fraction(1, 3)]
    assert City.objects.in_group(group).count() == 1


def _accepted_with_evidence(name, questionnaire, focal_point):
    made = make.make_assessment(
        city=make.make_city(name=name), questionnaire=questionnaire, score=3
    )
    make.make_evidence(answer=make.answer_of(made, "P1.1"))
    assessments.submit(assessment=made, by=made.started_by)
    reviews.accept(assessment=made, text="", by=focal_point)
    return made


def _queries(desk, group):
    address = reverse("national:group", args=[group.code])
    desk.get(address)
    with CaptureQueriesContext(connection) as captured:
        desk.get(address)
    return len(captured)
