"""Only what was accepted gets into national figures."""

import pytest
from django.db import IntegrityError, transaction

from cities.models import SizeClass
from mcr2030.national import figures
from mcr2030.national.figures import Selection
from scorecard.models import Assessment, EssentialScore, Standing
from scorecard.reports import scores
from tests import make

pytestmark = pytest.mark.django_db
Status = Assessment.Status


@pytest.mark.parametrize("status", [Status.DRAFT, Status.SUBMITTED, Status.RETURNED])
def test_what_is_not_accepted_stands_for_nobody(status):
    make.make_assessment(status=status, score=3, shared=status == Status.DRAFT)

    assert not Standing.objects.exists()
    assert not EssentialScore.objects.exists()


def test_an_accepted_assessment_stands_with_its_scores():
    assessment = make.make_assessment(status=Status.ACCEPTED, score=2)

    standing = Standing.objects.get()
    assert standing.assessment == assessment
    found = figures.scores_of([standing])[assessment.city_id]
    assert found == scores([assessment])[assessment.pk]


def test_the_latest_round_stands():
    city = make.make_city()
    late = make.make_assessment(status=Status.ACCEPTED, city=city, year=2026)
    make.make_assessment(status=Status.ACCEPTED, city=city, year=2020)

    assert Standing.objects.get().assessment == late


def test_two_cannot_stand_for_a_city_in_one_edition():
    one = make.make_assessment(status=Status.ACCEPTED, year=2020)
    other = make.make_assessment(status=Status.ACCEPTED, year=2021)

    with pytest.raises(IntegrityError), transaction.atomic():
        Standing.objects.filter(assessment=other).update(city=one.city)


def test_national_figures_follow_the_next_acceptance():
    first = make.make_assessment(status=Status.ACCEPTED, score=0)
    everywhere = Selection(first.questionnaire)
    assert figures.national(everywhere).overall.median == 0

    make.make_assessment(
        status=Status.ACCEPTED, score=3, questionnaire=first.questionnaire
    )

    assert figures.national(everywhere).cities == 2
    assert figures.spreads(everywhere)["P1.1"].counts == (1, 0, 0, 1)


def test_a_selection_narrows_the_figures():
    small = make.make_city(name="Уб", population=9_000, population_year=2022)
    make.make_assessment(status=Status.ACCEPTED, city=small, score=3)
    other = make.make_assessment(status=Status.ACCEPTED, score=0)

    chosen = Selection(other.questionnaire, size=SizeClass.SMALL)

    assert figures.national(chosen).overall.median == 1
    assert figures.national(chosen).cities == 1


@pytest.mark.parametrize(
    ("population", "expected"),
    [
        (None, None),
        (19_999, SizeClass.SMALL),
        (20_000, SizeClass.MIDDLE),
        (99_999, SizeClass.LARGE),
        (100_000, SizeClass.LARGEST),
    ],
)
def test_cities_are_classed_by_population(population, expected):
    assert SizeClass.of(population) == expected
