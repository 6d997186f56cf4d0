"""The invented data is marked, and shaped as Serbian cities are."""

from collections import Counter
from fractions import Fraction
from statistics import mean, quantiles
from typing import Any

import pytest
from django.contrib.auth.hashers import is_password_usable
from django.core.management import CommandError, call_command
from django.db.models import QuerySet

from cities.models import City, Hazard, Membership, User
from mcr2030 import demo
from roadmap.models import Plan
from roadmap.reports import finances, scope
from scorecard import scoring
from scorecard.models import Assessment, Questionnaire
from scorecard.models.marks import marks
from tests import make

STRONG, WEAK = (1, 2, 9), (3, 5, 10)

pytestmark = pytest.mark.django_db


def test_demo_shows_the_eleven_members_and_says_that_it_is_invented(
    shipped: Questionnaire,
) -> None:
    rounds = Assessment.objects.select_related("city")

    assert {one.city for one in rounds} == set(City.objects.members())
    assert City.objects.members().count() == 11
    assert all(one.is_demo and one.city.is_demo for one in rounds)
    assert not City.objects.filter(is_demo=True, is_member=False).exists()
    assert all(person.is_demo for person in User.objects.all())
    assert {one.status for one in rounds} == set(Assessment.Status)
    assert any(one.published_at for one in rounds)
    assert any(one.is_shared for one in rounds)


def test_demo_is_strong_and_weak_where_serbian_cities_are(
    shipped: Questionnaire,
) -> None:
    shares: dict[int, list[Fraction]] = {}
    for assessment in _preliminary():
        answers = assessment.answers.select_related("question__essential")
        scores = scoring.by_essential(marks(answers, 3).values())
        for number, score in scores.items():
            shares.setdefault(number, []).append(score.share)
    means = {number: mean(found) for number, found in shares.items()}

    assert min(means[number] for number in STRONG) > max(
        means[number] for number in WEAK
    )


def test_demo_cities_come_out_similar(shipped: Questionnaire) -> None:
    overall = []
    for assessment in _preliminary():
        answers = assessment.answers.select_related("question__essential")
        scores = scoring.by_essential(marks(answers, 3).values())
        overall.append(scoring.overall_share(scores))

    quarter, _half, three_quarters = quantiles(overall, n=4)
    assert three_quarters - quarter < Fraction(1, 5)


def test_demo_accounts_are_one_for_each_role_and_nobody_else_can_sign_in(
    shipped: Questionnaire,
) -> None:
    can_sign_in = {
        one for one in User.objects.all() if is_password_usable(one.password)
    }

    assert {one.email for one in can_sign_in} == {
        address for _role, address in demo.sign_ins()
    }
    theirs = Membership.objects.filter(user__in=can_sign_in)
    # A reviewer has a desk at home too, in the city that sent them.
    at_home = theirs.filter(user__memberships__role="peer_reviewer", role="contributor")
    assert Counter(
        theirs.exclude(pk__in=at_home.values("pk")).values_list("role", flat=True)
    ) == dict.fromkeys(Membership.Role.values, 1)
    assert at_home.count() == 1
    assert all(one.check_password(demo.PASSWORD) for one in can_sign_in)


def test_demo_people_have_addresses_that_no_mail_reaches(
    shipped: Questionnaire,
) -> None:
    assert all(one.email.endswith("@demo.example") for one in User.objects.all())


def test_demo_names_only_hazards_of_the_methodology(shipped: Questionnaire) -> None:
    rounds = Assessment.objects.all()

    named = {one.most_probable_hazard_id for one in rounds}
    named |= {one.most_severe_hazard_id for one in rounds}

    assert named <= set(Hazard.objects.values_list("pk", flat=True))


def test_demo_is_refused_in_production() -> None:
    people = User.objects.count()

    with pytest.raises(CommandError, match="DEBUG=True only"):
        call_command("load_demo")

    assert User.objects.count() == people


def test_demo_stays_out_where_people_are_in(settings: Any) -> None:
    settings.DEBUG = True
    make.make_user()
    people = User.objects.count()

    with pytest.raises(CommandError, match="People are in already"):
        call_command("load_demo")
    call_command("load_demo", if_empty=True)

    assert User.objects.count() == people


def test_demo_shows_every_instrument(shipped: Questionnaire) -> None:
    rounds = Assessment.objects.select_related("questionnaire")

    assert {one.questionnaire.code for one in rounds} == {
        "preliminary",
        "public_health",
        "detailed",
    }


def _preliminary() -> QuerySet[Assessment]:
    """Accepted rounds at the level that all cities share."""
    return Assessment.objects.accepted().filter(questionnaire__code="preliminary")


def test_demo_joint_plan_adds_up_and_says_what_is_not_divided(
    shipped: Questionnaire,
) -> None:
    plan = Plan.objects.with_parts().get(group__code="zapadna-morava")

    found = finances.build(scope.gather(plan))

    assert plan.is_demo
    assert found.undivided.cost == 2_400_000
    parts = [one.balance.cost for one in found.parts]
    assert sum(parts) + found.undivided.cost == found.total.cost == 126_150_001
    assert sum(part > 0 for part in parts) == 4
