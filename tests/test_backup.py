"""A backup: all of an installation in one file, and back on either database."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from cities.models import City, User
from mcr2030 import backups
from mcr2030.backups import tables
from scorecard.models import Answer, Assessment, Evidence
from tests import make
from tests.migrated import Migrated

pytestmark = pytest.mark.django_db(transaction=True)

PROJECT = Path(__file__).resolve().parent.parent


@pytest.fixture
def document(assessment: Assessment, lead: User) -> Evidence:
    evidence = Evidence(city=assessment.city, title="Одлука „1“\n= 2", added_by=lead)
    evidence.file_sha256, evidence.file_name = "0" * 64, "Одлука.pdf"
    evidence.file.save("Одлука.pdf", ContentFile(b"%PDF-1.7 decision"))
    evidence.answers.add(Answer.objects.first())
    yield evidence
    default_storage.delete(evidence.file.name)


@pytest.fixture
def written(document: Evidence, tmp_path: Path) -> Path:
    path = tmp_path / "backup.zip"
    backups.write(path)
    return path


def _lose_everything(document: Evidence) -> None:
    tables.empty()
    default_storage.delete(document.file.name)


def _tables(path: Path) -> Any:
    with zipfile.ZipFile(path) as kept:
        return json.loads(kept.read("manifest.json"))["tables"]


def _changed(path: Path, member: str, content: bytes) -> Path:
    """Return a copy of the backup in which one member has another content."""
    copy = path.with_name("changed.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w") as new:
        for name in old.namelist():
            new.writestr(name, content if name == member else old.read(name))
    return copy


def test_what_was_lost_comes_back_equal(
    document: Evidence, lead: User, written: Path, tmp_path: Path
) -> None:
    # The session of somebody who is gone must not keep their row in place.
    UserSession.objects.create(user=lead, ip="127.0.0.1", session_key="0" * 40)
    _lose_everything(document)
    assert not User.objects.exists()
    assert not UserSession.objects.exists()

    backup = backups.restore(written)

    backups.write(tmp_path / "again.zip")
    assert _tables(tmp_path / "again.zip") == _tables(written)
    assert backup.rows > 20
    with default_storage.open(document.file.name) as file:
        assert file.read() == b"%PDF-1.7 decision"
    # A new row does not take the number of one that came back.
    make.make_city(name="Љиг", code="70801")


def test_another_database_takes_over_and_gives_back(
    document: Evidence, written: Path, tmp_path: Path, migrated: Migrated
) -> None:
    elsewhere = tmp_path / "elsewhere"
    if migrated.kept.exists():
        elsewhere.mkdir()
        shutil.copyfile(migrated.kept, elsewhere / "db.sqlite3")
    there = os.environ | {"DATA_DIR": str(elsewhere), "DJANGO_ALLOW_ASYNC_UNSAFE": ""}
    there.pop("DATABASE_URL", None)

    for command in (["restore", written], ["backup", tmp_path / "theirs.zip"]):
        subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "manage.py", *map(str, command)],
            cwd=PROJECT,
            env=there,
            check=True,
        )
    _lose_everything(document)
    backups.restore(tmp_path / "theirs.zip")

    backups.write(tmp_path / "again.zip")
    assert _tables(tmp_path / "theirs.zip") == _tables(written)
    assert _tables(tmp_path / "again.zip") == _tables(written)


@pytest.mark.once
def test_an_installation_with_people_keeps_what_it_has(written: Path) -> None:
    with pytest.raises(CommandError, match="into an empty installation only"):
        call_command("restore", written)

    assert User.objects.count() == 1


@pytest.mark.once
@pytest.mark.parametrize(
    ("member", "content", "words"),
    [
        ("tables/cities.City.jsonl", b"[]\n", r"rows of cities\.City .* damaged"),
        ("manifest.json", b'{"format": 9}', "a format that this version"),
        ("manifest.json", b"nonsense", "no backup, or it is damaged"),
    ],
)
def test_a_changed_file_changes_nothing(
    document: Evidence, written: Path, member: str, content: bytes, words: str
) -> None:
    changed = _changed(written, member, content)
    _lose_everything(document)

    with pytest.raises(backups.NotThis, match=words):
        backups.restore(changed)

    assert not City.objects.exists()
    assert not default_storage.exists(document.file.name)


@pytest.mark.once
def test_a_backup_of_another_version_is_named(
    document: Evidence, written: Path
) -> None:
    with zipfile.ZipFile(written) as kept:
        manifest = json.loads(kept.read("manifest.json"))
    manifest["migrations"].append("cities.9999_of_tomorrow")
    newer = _changed(written, "manifest.json", json.dumps(manifest).encode())
    _lose_everything(document)

    with pytest.raises(backups.NotThis, match=r"cities\.9999_of_tomorrow"):
        backups.restore(newer)


@pytest.mark.once
def test_rows_that_do_not_fit_together_leave_nothing_behind(
    document: Evidence, written: Path
) -> None:
    with zipfile.ZipFile(written) as kept:
        manifest = json.loads(kept.read("manifest.json"))
    rows, digest = backups.archive.digest([])
    manifest["tables"]["cities.City"] |= {"rows": rows, "sha256": digest}
    torn = _changed(written, "tables/cities.City.jsonl", b"")
    torn = _changed(
        torn.rename(written), "manifest.json", json.dumps(manifest).encode()
    )
    _lose_everything(document)

    with pytest.raises(backups.NotThis, match="do not fit together"):
        backups.restore(torn)

    assert not User.objects.exists()
    assert not default_storage.exists(document.file.name)


@pytest.mark.once
def test_only_the_key_opens_an_encrypted_backup(
    document: Evidence, tmp_path: Path, capsys: Any
) -> None:
    call_command("backup_key", tmp_path / "key")
    recipient = capsys.readouterr().out.strip()
    call_command("backup_key", tmp_path / "other")
    call_command("backup", tmp_path / "hidden", "--recipient", recipient)
    _lose_everything(document)

    assert b"manifest" not in (tmp_path / "hidden").read_bytes()
    with pytest.raises(CommandError, match="does not open"):
        call_command("restore", tmp_path / "hidden", "--identity", tmp_path / "other")
    # As the program age-keygen writes it.
    (tmp_path / "key").write_text(f"# created: today\n{(tmp_path / 'key').read_text()}")
    call_command("restore", tmp_path / "hidden", "--identity", tmp_path / "key")
    assert Evidence.objects.get().title == document.title


@pytest.mark.once
def test_a_file_that_is_gone_fails_and_keeps_nothing_else_back(
    document: Evidence, tmp_path: Path, capsys: Any
) -> None:
    older = tmp_path / "mcr2030-20260101-000000.zip"
    older.touch()
    default_storage.delete(document.file.name)

    with pytest.raises(CommandError, match="are kept: 1"):
        call_command("backup", tmp_path, "--keep", "1")

    assert document.file.name in capsys.readouterr().err
    assert older.exists()
    (made,) = {*tmp_path.glob("mcr2030-*.zip")} - {older}
    tables.empty()
    assert backups.restore(made).missing == [document.file.name]


@pytest.mark.once
def test_a_folder_keeps_the_newest_backups_and_whatever_else_is_in_it(
    tmp_path: Path,
) -> None:
    older = ["mcr2030-20250101-023000.zip", "mcr2030-20250102-023000.age"]
    for name in [*older, "mcr2030-notes.zip"]:
        (tmp_path / name).write_bytes(b"not this test's")

    call_command("backup", tmp_path, "--keep", "2", "--recipient", "")

    kept = sorted(one.name for one in tmp_path.iterdir())
    assert kept == [older[1], kept[1], "mcr2030-notes.zip"]
    assert zipfile.is_zipfile(tmp_path / kept[1])


@pytest.mark.once
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["backup", "{here}/key"], "is there already"),
        (["backup", "{here}/new", "--keep", "3"], "--keep takes a folder"),
        (["backup", "{here}", "--keep", "0"], "a number above 0"),
        (["backup", "{here}/no/such/file"], "There is no folder"),
        (["backup", "{here}/new", "--recipient", "age2"], "a public key that begins"),
        (["backup_key", "{here}/key"], "never overwritten"),
        (["restore", "{here}/nothing"], "There is no file"),
        (["restore", "{here}/key", "--identity", "{here}/none"], "cannot be read"),
        (["restore", "{here}/key", "--identity", "{here}/key"], "does not open"),
    ],
)
def test_a_wrong_argument_gets_a_sentence(
    arguments: list[str], words: str, tmp_path: Path
) -> None:
    (tmp_path / "key").write_text("not a key")

    with pytest.raises(CommandError, match=words):
        call_command(*(one.format(here=tmp_path) for one in arguments))
