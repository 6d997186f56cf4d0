"""The project as a whole: packages, settings, set-up and catalogues."""

import hashlib
import re
from pathlib import Path

import polib
import pytest
from bootstrap_wrapper import get_bootstrap_dir
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import CommandError

from cities.models import City, User
from mcr2030 import settings as project_settings
from mcr2030.management.commands import messages
from scorecard.models import Assessment, Questionnaire
from tests import make

# The digests of the same files in the official release 5.3.8 of Bootstrap.
BOOTSTRAP = {
    "css/bootstrap.min.css": (
        "d85327d99c7a3ee1f9b5d0500d1370acea3ad2db39c163c2f51f232baedbdede"
    ),
    "js/bootstrap.bundle.min.js": (
        "e4fd49181388c48ec5040bd3fe66f57c29c8e67fcd8502b3354b96ec7ab47cc7"
    ),
}


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "accepted"])
def test_a_round_can_be_walked_to_every_state(city, lead, status):
    assessment = make.make_assessment(city=city, lead=lead, status=status)

    assert assessment.status == Assessment.Status(status)


@pytest.mark.parametrize(("name", "digest"), BOOTSTRAP.items())
def test_bootstrap_is_the_official_release(name, digest):
    content = (Path(get_bootstrap_dir()) / name).read_bytes()

    assert hashlib.sha256(content).hexdigest() == digest


# Settings


def test_the_example_names_every_variable_that_the_settings_read():
    source = "".join(
        (settings.BASE_DIR / "mcr2030" / name).read_text()
        for name in ("settings.py", "environment.py")
    )
    example = (settings.BASE_DIR / ".env.example").read_text()

    read = {*re.findall(r'env_\w+\(\s*"(\w+)"', source)}
    read |= {*re.findall(r'"((?:S3|OIDC)_[A-Z_]+)"', source)}

    assert set(re.findall(r"^#?([A-Z0-9_]+)=", example, re.MULTILINE)) == read


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("sqlite:////srv/db.sqlite3", {"NAME": "/srv/db.sqlite3"}),
        ("sqlite:///data/db.sqlite3", {"NAME": "data/db.sqlite3"}),
        (
            "postgresql://ana:lo%2Fzinka@db.rs:5433/mcr?sslmode=require",
            {
                "NAME": "mcr",
                "USER": "ana",
                "PASSWORD": "lo/zinka",
                "HOST": "db.rs",
                "PORT": "5433",
                "OPTIONS": {"connect_timeout": "10", "sslmode": "require"},
            },
        ),
        (
            "postgres://postgres@/test?host=/run/pg",
            {"HOST": "/run/pg", "OPTIONS": {"connect_timeout": "10"}},
        ),
    ],
)
def test_an_address_names_the_database(url, expected):
    database = project_settings.database(url)

    assert expected.items() <= database.items()


def test_another_kind_of_database_is_refused_with_a_sentence():
    with pytest.raises(ImproperlyConfigured, match="must start with"):
        project_settings.database("mysql://ana@db/mcr")


def test_nonsense_in_the_environment_is_refused_with_a_sentence(monkeypatch):
    monkeypatch.setenv("NONSENSE", "maybe")

    with pytest.raises(ImproperlyConfigured, match="use 'True' or 'False'"):
        project_settings.env_flag("NONSENSE", default=True)
    with pytest.raises(ImproperlyConfigured, match="use a whole number"):
        project_settings.env_number("NONSENSE", 1)
    with pytest.raises(ImproperlyConfigured, match="Set the environment variable"):
        project_settings.env_text("MISSING_HERE")


# Set-up


def test_set_up_loads_what_is_shipped_and_can_be_repeated(db):
    call_command("set_up")
    call_command("set_up")

    loaded = {
        (one.code, one.edition): one.questions.count()
        for one in Questionnaire.objects.in_use()
    }
    assert City.objects.count() == 162
    assert loaded == {
        ("preliminary", "2017"): 47,
        ("detailed", "2026-1"): 114,
        ("public_health", "2020"): 23,
    }
    assert not User.objects.exists()


def test_set_up_loads_the_demo_once_and_names_its_accounts(db, settings, capsys):
    settings.DEBUG = True
    call_command("set_up", "--demo")
    people = User.objects.count()
    capsys.readouterr()

    call_command("set_up", "--demo")

    assert User.objects.count() == people
    assert "lead@demo.example" in capsys.readouterr().out


@pytest.mark.once
def test_set_up_collects_every_static_file_that_a_page_names(db, settings):
    settings.MANIFEST_STATIC = True
    pages = [*(settings.BASE_DIR / "templates").rglob("*.*")]
    named = {
        name
        for page in pages
        for name in re.findall(r"""static\(?\s*["']([^"']+)["']""", page.read_text())
    }

    call_command("set_up")

    assert "bootstrap/css/bootstrap.min.css" in named
    assert not [name for name in named if not staticfiles_storage.exists(name)]
    assert not staticfiles_storage.exists("bootstrap/css/bootstrap.rtl.css")


# Catalogues


def test_the_catalogues_are_whole_and_the_latin_one_is_fresh():
    call_command("messages", "--check")


def test_the_check_names_what_is_not_translated(settings, tmp_path):
    settings.LOCALE_PATHS = [tmp_path]
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid="Save", msgstr=""))
    catalogue.append(polib.POEntry(msgid="Close", msgstr="Отвори", flags=["fuzzy"]))
    catalogue.append(polib.POEntry(msgid="%(n)s rows", msgstr="редови"))
    for language in ("sr", "sr_Latn"):
        folder = tmp_path / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        catalogue.save(str(folder / "django.po"))

    with pytest.raises(CommandError) as faults:
        call_command("messages", "--check")

    assert "untranslated: Save" in str(faults.value)
    assert "fuzzy: Close" in str(faults.value)
    assert "other placeholders: %(n)s rows" in str(faults.value)
    assert "sr_Latn is stale" in str(faults.value)


def test_the_latin_catalogue_keeps_placeholders_and_plurals():
    catalogue = polib.POFile()
    catalogue.append(
        polib.POEntry(
            msgid="%(count)s row",
            msgid_plural="%(count)s rows",
            msgstr_plural={
                0: "%(count)s <b>ред</b>",
                1: "%(count)s реда",
                2: "%(count)s редова",
            },
        )
    )

    (entry,) = messages.latin_of(catalogue)

    assert entry.msgstr_plural == {
        0: "%(count)s <b>red</b>",
        1: "%(count)s reda",
        2: "%(count)s redova",
    }


def test_a_catalogue_is_compiled_only_when_it_is_newer(settings, tmp_path):
    settings.LOCALE_PATHS = [tmp_path]
    folder = tmp_path / "sr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    polib.POFile().save(str(folder / "django.po"))

    call_command("compile")
    first = (folder / "django.mo").stat().st_mtime_ns
    call_command("compile")

    assert (folder / "django.mo").stat().st_mtime_ns == first
    assert {one.name for one in folder.iterdir()} == {"django.po", "django.mo"}
