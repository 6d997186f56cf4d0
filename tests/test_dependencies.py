"""What the application is made of, as told to people and to scanners."""

import json
import re
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from mcr2030 import dependencies

pytestmark = pytest.mark.once


def _lock(tmp_path: Path, *lines: str) -> Path:
    lock = tmp_path / "requirements.txt"
    lock.write_text("\n".join(lines))
    return lock


def test_each_package_is_told_with_version_licence_and_purpose(capsys: Any) -> None:
    call_command("dependencies")

    lines = capsys.readouterr().out.splitlines()
    (django,) = [line for line in lines if line.startswith("django ")]
    assert re.split(r"  +", django) == [
        "django",
        version("django"),
        "BSD-3-Clause",
        "the framework, long-term support",
    ]


def test_every_package_that_we_chose_says_what_for_and_under_which_licence() -> None:
    packages = dependencies.installed(settings.BASE_DIR / "requirements.txt")
    chosen = [one for one in packages if one.purpose]

    sources = (settings.BASE_DIR / "requirements.in").read_text().splitlines()
    assert len(chosen) == len([line for line in sources if line[:1].isalpha()])
    assert {one.name for one in packages if not one.licence} <= {"pyrage"}


def test_scanners_get_a_bill_of_materials(capsys: Any) -> None:
    call_command("dependencies", "--json")

    bill = json.loads(capsys.readouterr().out)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    references = [one["bom-ref"] for one in bill["components"]]
    assert f"pkg:pypi/django@{version('django')}" in references
    assert bill["dependencies"][0]["dependsOn"] == references
    assert len(references) == len(set(references))


def test_what_is_locked_for_other_systems_only_is_left_out(tmp_path: Path) -> None:
    lock = _lock(tmp_path, "no-such-thing==1.0 ; sys_platform == 'win32' \\")

    assert dependencies.installed(lock) == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("no-such-thing==1.0 \\", "no-such-thing is in the lock and not installed"),
        ("django==1.0 \\", "where the lock has 1.0"),
    ],
)
def test_another_package_than_the_lock_names_is_told(
    line: str, words: str, tmp_path: Path, settings: Any
) -> None:
    _lock(tmp_path, line)
    settings.BASE_DIR = tmp_path

    with pytest.raises(CommandError, match=words):
        call_command("dependencies")
