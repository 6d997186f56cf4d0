"""A recommendation of a peer review becomes a new action, in one click."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cities.permissions import Refused
from roadmap import gaps
from roadmap.actions import measures, peer_work
from roadmap.forms import advised
from roadmap.models import Action, PeerReview, Plan, Recommendation
from tests import make, peers
from tests.conftest import ClientOf

pytestmark = pytest.mark.django_db

FIRST = timezone.localdate().year
SAID = "Обезбедити новац сваке године.\nИ писати о томе."


@pytest.fixture
def cast(db: None) -> peers.Cast:
    make.make_questionnaire(questions=peers.CODES)
    return peers.make_cast()


@pytest.fixture
def advice(cast: peers.Cast) -> Recommendation:
    """Advice of a signed review that found two indicators wanting, and one good."""
    assessment = peers.make_accepted(cast, score=1)
    review = peers.make_review(cast=cast, assessment=assessment)
    for code, is_good in (("P1.1", False), ("P2.1", False), ("P1.2", True)):
        peer_work.find(
            module=review.modules.get(code=code[1]),
            code=code,
            is_good_practice=is_good,
            comment="Зато.",
            by=cast.reviewer,
        )
    made = peer_work.recommend(
        review=review,
        by=cast.reviewer,
        area="delivery",
        description=SAID,
        justification="Сада зависи од пројеката.",
        horizon="medium",
    )
    peers.write_report(PeerReview.objects.with_parts().get(pk=review.pk), cast)
    peers.sign_both(review, cast)
    return Recommendation.objects.with_review().get(pk=made.pk)


@pytest.fixture
def plan(cast: peers.Cast) -> Plan:
    return make.make_plan(
        city=cast.host, by=cast.lead, first_year=FIRST, last_year=FIRST + 2
    )


def test_one_click_opens_the_form_with_the_words_of_the_advice(
    cast: peers.Cast, advice: Recommendation, plan: Plan, client_of: ClientOf
) -> None:
    host = client_of(cast.lead)
    listed = host.get(
        reverse("roadmap:peer-recommendations", args=[advice.review_id])
    ).content.decode()
    click = reverse("roadmap:peer-plan-action", args=[advice.review_id, advice.pk])
    assert f'href="{click}"' in listed

    page = host.get(click, follow=True)

    entry = page.context["entry"]
    assert entry.plain["title"].value() == "Обезбедити новац сваке године."
    assert entry.plain["description"].value().startswith(SAID)
    assert "Сада зависи од пројеката." in entry.plain["description"].value()
    assert entry.plain["ends_on"].value() == dt.date(FIRST + 2, 12, 31)
    assert _codes(entry) == ["P1.1", "P2.1"]
    assert [one.level for one in entry.targets.chosen] == [2, 2]


def test_saved_action_is_tied_to_its_advice(
    cast: peers.Cast, advice: Recommendation, plan: Plan, client_of: ClientOf
) -> None:
    host = client_of(cast.lead)

    saved = _send(host, plan, advice)

    action = Action.objects.get()
    assert saved["Location"] == action.get_absolute_url()
    advice.refresh_from_db()
    assert advice.action == action


def test_what_is_wrong_ties_nothing_and_keeps_the_advice(
    cast: peers.Cast, advice: Recommendation, plan: Plan, client_of: ClientOf
) -> None:
    page = _send(client_of(cast.lead), plan, advice, title="")

    assert page.status_code == 422
    assert f'name="advice" value="{advice.pk}"' in page.content.decode()
    assert not Action.objects.exists()
    advice.refresh_from_db()
    assert advice.action is None


def test_advice_that_was_answered_meanwhile_saves_no_second_action(
    cast: peers.Cast, advice: Recommendation, plan: Plan, client_of: ClientOf
) -> None:
    peer_work.turn_down(recommendation=advice, reason="Урађено је.")

    page = _send(client_of(cast.lead), plan, advice)

    assert page.status_code == 422
    assert "answered already" in page.content.decode()
    assert "Обука" in page.content.decode()
    assert not Action.objects.exists()


def test_advice_to_another_city_is_not_found(
    cast: peers.Cast, advice: Recommendation, plan: Plan, client_of: ClientOf
) -> None:
    theirs = make.make_plan(city=cast.peer, by=cast.peer_lead)

    assert _send(client_of(cast.peer_lead), theirs, advice).status_code == 404
    elsewhere = client_of(make.make_membership(city=make.make_city(name="Пирот")).user)
    click = reverse("roadmap:peer-plan-action", args=[advice.review_id, advice.pk])
    assert elsewhere.get(click).status_code == 404
    assert client_of(cast.peer_lead).get(click).status_code == 403


def test_without_a_plan_one_is_started_first_and_the_advice_comes_along(
    cast: peers.Cast, advice: Recommendation, client_of: ClientOf
) -> None:
    host = client_of(cast.lead)
    click = reverse("roadmap:peer-plan-action", args=[advice.review_id, advice.pk])

    start = host.get(click)["Location"]
    assert f'name="advice" value="{advice.pk}"' in host.get(start).content.decode()
    sent = {
        "title": "План",
        "first_year": FIRST,
        "last_year": FIRST + 2,
        "advice": advice.pk,
    }
    form = host.post(start, sent, follow=True)

    assert form.context["advice"] == advice


def test_of_several_plans_the_person_chooses(
    cast: peers.Cast, advice: Recommendation, plan: Plan, client_of: ClientOf
) -> None:
    other = make.make_plan(
        city=cast.host, by=cast.lead, first_year=2040, last_year=2042
    )
    click = reverse("roadmap:peer-plan-action", args=[advice.review_id, advice.pk])

    page = client_of(cast.lead).get(click).content.decode()

    for one in (plan, other):
        address = reverse("roadmap:action-new", args=[one.pk])
        assert f"{address}?advice={advice.pk}" in page


def test_text_that_names_an_indicator_is_about_that_one(
    advice: Recommendation, plan: Plan
) -> None:
    def about(text: str) -> list[str]:
        advice.justification = text
        keys = gaps.advised(advice)
        answers = advice.review.assessment.answers.filter(pk__in=keys)
        return [one.question.code for one in answers.select_related("question")]

    assert about("Види P2.1.") == ["P2.1"]
    assert about("Види P2.10 и P2.1.4.") == ["P1.1", "P2.1"]
    assert about("Видети P1.2, што је добро.") == ["P1.1", "P2.1"]


@pytest.mark.parametrize(
    ("horizon", "years", "end"),
    [
        ("short", (FIRST + 1, FIRST + 3), dt.date(FIRST + 2, 1, 1)),
        ("medium", (FIRST + 1, FIRST + 5), dt.date(FIRST + 4, 1, 1)),
        ("medium", (FIRST + 1, FIRST + 2), dt.date(FIRST + 2, 12, 31)),
        ("long", (FIRST + 1, FIRST + 5), dt.date(FIRST + 5, 12, 31)),
    ],
)
def test_horizon_is_the_end_but_within_the_plan(
    horizon: str, years: tuple[int, int], end: dt.date
) -> None:
    plan = Plan(first_year=years[0], last_year=years[1])
    review = PeerReview(peer=make.make_city(name="Љиг"))
    advice = Recommendation(
        review=review, area="delivery", description=SAID, horizon=horizon
    )

    initial = advised.initial_of(advice, plan)

    assert initial["starts_on"] == dt.date(FIRST + 1, 1, 1)
    assert initial["ends_on"] == end


def test_an_action_that_cannot_be_tied_is_not_written(
    cast: peers.Cast, advice: Recommendation, plan: Plan
) -> None:
    content = measures.content_of(make.make_action(plan=plan))
    theirs = make.make_plan(city=cast.peer, by=cast.peer_lead)
    before = Action.objects.count()

    with pytest.raises((Refused, ValidationError)):
        peer_work.plan_action(
            recommendation=advice, plan=theirs, content=content, by=cast.peer_lead
        )

    assert Action.objects.count() == before


def _codes(entry: Any) -> list[str]:
    return [one.answer.question.code for one in entry.targets.chosen]


def _send(client: Client, plan: Plan, advice: Recommendation, **changed: object) -> Any:
    """Fill in the form as somebody would who came with the advice."""
    gap = make.answer_of(advice.review.assessment, "P1.1")
    sent = {
        "advice": advice.pk,
        "target": gap.pk,
        f"level-{gap.pk}": 2,
        "title": "Обука",
        "type": "training",
        "lead_institution": "Штаб",
        "starts_on": f"1.3.{plan.first_year}.",
        "ends_on": f"1.11.{plan.first_year}.",
        "impact": 3,
        "difficulty": 3,
        "status": "planned",
        "progress": 0,
        "money-TOTAL_FORMS": 0,
        "money-INITIAL_FORMS": 0,
        "do": "save",
    }
    return client.post(reverse("roadmap:action-new", args=[plan.pk]), sent | changed)
