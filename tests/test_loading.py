"""Shipped questionnaires load again and again; an edition in use stays as it is."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from modeltranslation.translator import translator

from scorecard.actions import questionnaires
from tests.world import taken_back

SHIPPED = settings.BASE_DIR / "fixtures" / "questionnaires" / "preliminary.toml"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped")]


def test_loading_twice_changes_nothing() -> None:
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
    old: str, new: str, tmp_path: Path
) -> None:
    path = _changed(tmp_path, old, new)
    before = _everything()

    with taken_back():
        with pytest.raises(ValidationError, match="in use"):
            questionnaires.load_questionnaire(path)
        after = _everything()

    assert after == before


def test_an_update_goes_on_where_an_edition_in_use_was_worded_anew(
    settings: Any, tmp_path: Path, capsys: Any
) -> None:
    folder = tmp_path / "fixtures"
    shutil.copytree(settings.BASE_DIR / "fixtures", folder)
    shipped = folder / "questionnaires" / "preliminary.toml"
    shipped.write_text(shipped.read_text().replace("Plan making", "Making plans"))
    settings.BASE_DIR = tmp_path
    before = _everything()

    with taken_back():
        call_command("load_questionnaires")
        after = _everything()

    told = capsys.readouterr()
    assert "preliminary.toml was not loaded" in told.err
    assert "public_health" in told.out
    assert after == before


def test_edition_in_use_refuses_to_lose_an_indicator(tmp_path: Path) -> None:
    path = _without_last_question(tmp_path)

    with taken_back(), pytest.raises(ValidationError, match="in use"):
        questionnaires.load_questionnaire(path)


def test_edition_that_nobody_uses_follows_its_file(tmp_path: Path) -> None:
    new = 'edition = "2031"'
    questionnaires.load_questionnaire(_changed(tmp_path, 'edition = "2017"', new))
    path = _without_last_question(tmp_path, 'edition = "2017"', new)
    path.write_text(path.read_text().replace("Израда планова", "Израда свих планова"))

    edition = questionnaires.load_questionnaire(path)

    assert edition.questions.count() == 46
    assert edition.questions.get(code="P1.1").title_sr_latn == "Izrada svih planova"


def _everything() -> dict[str, list[dict[str, Any]]]:
    """Return every row of every shipped table."""
    return {
        model.__name__: list(model.objects.order_by("pk").values())
        for model in translator.get_registered_models()
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
