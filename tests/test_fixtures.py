"""The shipped questionnaires and the invented data are whole, and load as they say."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from statistics import mean, quantiles
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import is_password_usable
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import models
from modeltranslation.translator import translator

from cities.models import BasinGroup, City, District, Hazard, Membership, User
from cities.serbian import to_latin
from mcr2030 import demo
from scorecard import scoring
from scorecard.actions import questionnaires
from scorecard.models import Assessment, Essential, Level, Question, Questionnaire
from scorecard.models.marks import marks
from tests import make
from tests.world import taken_back

SHIPPED = settings.BASE_DIR / "fixtures" / "questionnaires" / "preliminary.toml"
# How many indicators UNDRR's preliminary level has in each Essential.
INDICATORS = {1: 3, 2: 5, 3: 4, 4: 4, 5: 3, 6: 6, 7: 4, 8: 9, 9: 7, 10: 2}
STRONG, WEAK = (1, 2, 9), (3, 5, 10)
TRANSLATED = [City, District, BasinGroup, Hazard]
TRANSLATED += [Essential, Questionnaire, Question, Level]


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def shipped(django_db_setup: None, django_db_blocker: Any) -> Iterator[Questionnaire]:
    """Everything that `./run` loads into an empty installation, the demo included."""
    with django_db_blocker.unblock(), taken_back():
        call_command("load_register", verbosity=0)
        questionnaire = make.load_questionnaire()
        demo.load(demo.FOLDER)
        yield questionnaire


def test_ten_essentials_in_three_groups(shipped: Questionnaire) -> None:
    essentials = Essential.objects.all()

    assert [one.number for one in essentials] == list(range(1, 11))
    assert [one.group for one in essentials] == (
        ["governance"] * 3 + ["planning"] * 5 + ["response"] * 2
    )


def test_forty_seven_indicators_with_four_levels_each(shipped: Questionnaire) -> None:
    questions = shipped.questions.select_related("essential")
    levels = Level.objects.filter(question__questionnaire=shipped)
    by_question: dict[int, list[int]] = {}
    for level in levels.order_by("score"):
        by_question.setdefault(level.question_id, []).append(level.score)

    assert Counter(one.essential.number for one in questions) == INDICATORS
    assert len(by_question) == 47
    assert all(scores == [0, 1, 2, 3] for scores in by_question.values())
    assert shipped.scale_maximum == 3


def test_codes_are_the_official_ones_in_their_order(shipped: Questionnaire) -> None:
    expected = [
        f"P{essential}.{number}"
        for essential, count in INDICATORS.items()
        for number in range(1, count + 1)
    ]

    found = shipped.questions.order_by("position").values_list("code", flat=True)

    assert list(found) == expected


@pytest.mark.parametrize("model", [Essential, Questionnaire, Question, Level])
def test_every_wording_is_there_in_three_languages(
    model: type[models.Model], shipped: Questionnaire
) -> None:
    fields = [field for field in _texts(model) if field != "hint"]

    for row in model.objects.all():
        for field in fields:
            for language in ("sr", "sr_latn", "en"):
                assert getattr(row, f"{field}_{language}").strip(), f"{row}: {field}"


@pytest.mark.parametrize("model", TRANSLATED, ids=lambda model: model.__name__)
def test_latin_is_what_the_cyrillic_says(
    model: type[models.Model], shipped: Questionnaire
) -> None:
    rows = list(model.objects.all())

    stale = [
        (row.pk, field)
        for row in rows
        for field in _texts(model)
        if getattr(row, f"{field}_sr_latn") != to_latin(getattr(row, f"{field}_sr"))
    ]

    assert rows
    assert stale == []


def test_serbian_is_written_in_cyrillic_and_english_in_latin(
    shipped: Questionnaire,
) -> None:
    for row in [*Question.objects.all(), *Level.objects.all()]:
        for field in _texts(type(row)):
            assert not _has_cyrillic(getattr(row, f"{field}_en")), row
            serbian = getattr(row, f"{field}_sr")
            assert _has_cyrillic(serbian) or not serbian, row


def test_loading_twice_changes_nothing(shipped: Questionnaire) -> None:
    before = _everything()

    with taken_back():
        call_command("load_register", verbosity=0)
        call_command("load_questionnaires", verbosity=0)
        after = _everything()

    assert after == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Израда планова", "Израда свих планова"),
        ('en = "Plan making"', 'en = "Making plans"'),
        ("scale_maximum = 3", "scale_maximum = 5"),
        ('code = "P1.1"\nessential = 1', 'code = "P1.1"\nessential = 2'),
        ('code = "P1.1"', 'code = "P1.9"'),
        ('3 = { sr = "Смањење ризика', '4 = { sr = "Смањење ризика'),
    ],
)
def test_edition_in_use_refuses_another_wording(
    old: str, new: str, shipped: Questionnaire, tmp_path: Path
) -> None:
    path = _changed(tmp_path, old, new)
    before = _everything()

    with taken_back():
        with pytest.raises(ValidationError, match="in use"):
            questionnaires.load_questionnaire(path)
        after = _everything()

    assert after == before


def test_every_translated_model_is_looked_at() -> None:
    assert set(TRANSLATED) == set(translator.get_registered_models())


def test_edition_in_use_refuses_to_lose_an_indicator(
    shipped: Questionnaire, tmp_path: Path
) -> None:
    path = _without_last_question(tmp_path)

    with taken_back(), pytest.raises(ValidationError, match="in use"):
        questionnaires.load_questionnaire(path)


def test_edition_that_nobody_uses_follows_its_file(
    shipped: Questionnaire, tmp_path: Path
) -> None:
    new = 'edition = "2031"'
    questionnaires.load_questionnaire(_changed(tmp_path, 'edition = "2017"', new))
    path = _without_last_question(tmp_path, 'edition = "2017"', new)
    path.write_text(path.read_text().replace("Израда планова", "Израда свих планова"))

    edition = questionnaires.load_questionnaire(path)

    assert edition.questions.count() == 46
    assert edition.questions.get(code="P1.1").title_sr_latn == "Izrada svih planova"


# The demo: invented, marked, and shaped as Serbian cities are.


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
    for assessment in Assessment.objects.accepted():
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
    for assessment in Assessment.objects.accepted():
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
    assert Counter(
        Membership.objects.filter(user__in=can_sign_in).values_list("role", flat=True)
    ) == dict.fromkeys(Membership.Role.values, 1)
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


def _texts(model: type[models.Model]) -> list[str]:
    return list(translator.get_options_for_model(model).all_fields)


def _has_cyrillic(text: str) -> bool:
    return any("Ѐ" <= letter <= "ӿ" for letter in text)


def _everything() -> dict[str, list[dict[str, Any]]]:
    """Return every row of every shipped table."""
    return {
        model.__name__: list(model.objects.order_by("pk").values())
        for model in TRANSLATED
    }


def _changed(folder: Path, old: str, new: str) -> Path:
    text = SHIPPED.read_text()
    assert old in text
    path = folder / "changed.toml"
    path.write_text(text.replace(old, new, 1))
    return path


def _without_last_question(folder: Path, old: str = "", new: str = "") -> Path:
    path = _changed(folder, old, new)
    text = path.read_text()
    path.write_text(text[: text.rindex("[[questions]]")])
    return path
