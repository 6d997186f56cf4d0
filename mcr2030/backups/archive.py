"""The file of a backup: written, looked through, and put back into an installation."""

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.utils import timezone

from cities.models import User
from mcr2030 import migrated
from mcr2030.backups import tables
from scorecard.models import Assessment

FORMAT = 1
PIECE = 1024 * 1024


class NotThis(Exception):
    """The file or the installation is not fit for this; the words say why."""


@dataclass(frozen=True)
class Table:
    """One model's rows: how many, in which columns, and the digest of their lines."""

    rows: int
    columns: list[str]
    sha256: str


@dataclass(frozen=True)
class Backup:
    """What a backup says about itself; digests are by model and by file name."""

    made: str
    migrations: list[str]
    tables: dict[str, Table]
    files: dict[str, str]
    # Files that a row names and that were not there when the backup was made.
    missing: list[str] = field(default_factory=list)
    format: int = FORMAT

    @property
    def rows(self) -> int:
        return sum(one.rows for one in self.tables.values())


def write(path: Path) -> Backup:
    """Write all rows, as of one moment, and all files; then read the file again.

    Raises FileExistsError where there is a file already, NotThis where what was written
    cannot be read as it was meant.
    """
    found: dict[str, Table] = {}
    with path.open("xb") as target:
        path.chmod(0o600)
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as kept:
            with tables.snapshot():
                migrations = migrated.applied()
                for model in tables.kept():
                    found[model._meta.label] = _write_table(kept, model)
                names = sorted(set(tables.file_names()))
            files, missing = _write_files(kept, names)
            backup = Backup(
                timezone.now().isoformat(), migrations, found, files, missing
            )
            kept.writestr(
                "manifest.json", json.dumps(asdict(backup), ensure_ascii=False)
            )
    with zipfile.ZipFile(path) as kept:
        _check(kept, backup)
    return backup


def restore(path: Path) -> Backup:
    """Put all rows and files back into an installation that holds nothing of its own.

    All or nothing: raises NotThis, with nothing changed, where the file is damaged or
    of another version, or where people or assessments are here already.
    """
    try:
        with zipfile.ZipFile(path) as kept:
            backup = _manifest(kept)
            _check(kept, backup)
            _check_place(backup)
            written: list[str] = []
            try:
                for name in backup.files:
                    written.append(_put_file(kept, name))
                with transaction.atomic():
                    _put_rows(kept, backup)
            except BaseException:
                for name in written:
                    default_storage.delete(name)
                raise
    except (zipfile.BadZipFile, KeyError, ValueError) as broken:
        raise NotThis(f"{path.name} is no backup, or it is damaged.") from broken
    return backup


def digest(lines: Iterable[str]) -> tuple[int, str]:
    """Return the number of lines and the digest of their text."""
    made, number = hashlib.sha256(), 0
    for line in lines:
        made.update(line.encode() + b"\n")
        number += 1
    return number, made.hexdigest()


def _write_table(kept: zipfile.ZipFile, model: type[Model]) -> Table:
    made, rows = hashlib.sha256(), 0
    with kept.open(_member(model._meta.label), "w", force_zip64=True) as target:
        for line in tables.lines(model):
            data = line.encode() + b"\n"
            made.update(data)
            target.write(data)
            rows += 1
    return Table(rows, tables.columns(model), made.hexdigest())


def _write_files(
    kept: zipfile.ZipFile, names: list[str]
) -> tuple[dict[str, str], list[str]]:
    files, missing = {}, []
    for name in names:
        try:
            source = default_storage.open(name)
        except FileNotFoundError:
            missing.append(name)
            continue
        made = hashlib.sha256()
        with source, kept.open(f"files/{name}", "w", force_zip64=True) as target:
            for piece in source.chunks(PIECE):
                made.update(piece)
                target.write(piece)
        files[name] = made.hexdigest()
    return files, missing


def _manifest(kept: zipfile.ZipFile) -> Backup:
    said = json.loads(kept.read("manifest.json"))
    if said.get("format") != FORMAT:
        raise NotThis("The backup is in a format that this version does not know.")
    said["tables"] = {name: Table(**one) for name, one in said["tables"].items()}
    return Backup(**said)


def _check(kept: zipfile.ZipFile, backup: Backup) -> None:
    """Raise NotThis where a table or a file is not what the manifest says."""
    for label, table in backup.tables.items():
        with kept.open(_member(label)) as source:
            if _digest_of(source) != table.sha256:
                raise NotThis(f"The rows of {label} in the backup are damaged.")
    for name, expected in backup.files.items():
        with kept.open(f"files/{name}") as source:
            if _digest_of(source) != expected:
                raise NotThis(f"The file {name} in the backup is damaged.")


def _check_place(backup: Backup) -> None:
    if User.objects.exists() or Assessment.objects.exists():
        raise NotThis(
            "People or assessments are here already. "
            "A backup is restored into an empty installation only."
        )
    here = migrated.applied()
    if here != backup.migrations:
        further = sorted(set(here) ^ set(backup.migrations))
        raise NotThis(
            "The backup is of another version; they differ in: "
            f"{', '.join(further)}. Install the version that made the backup, restore "
            "it there, and upgrade afterwards."
        )


def _put_file(kept: zipfile.ZipFile, name: str) -> str:
    if default_storage.exists(name):
        raise NotThis(f"There is a file {name} here already.")
    with kept.open(f"files/{name}") as source:
        return default_storage.save(name, File(source, name))


def _put_rows(kept: zipfile.ZipFile, backup: Backup) -> None:
    tables.empty()
    for model in tables.kept():
        table = backup.tables[model._meta.label]
        with kept.open(_member(model._meta.label)) as source:
            tables.fill(model, _text_lines(source), table.columns)
    try:
        connection.check_constraints()
    except IntegrityError as torn:
        raise NotThis("The rows of the backup do not fit together.") from torn
    for model in tables.kept():
        table = backup.tables[model._meta.label]
        if digest(tables.lines(model)) != (table.rows, table.sha256):
            raise NotThis(f"The rows of {model._meta.label} did not come back alike.")
    tables.number_on()


def _text_lines(source: IO[bytes]) -> Iterator[str]:
    return (line.decode() for line in source)


def _digest_of(source: IO[bytes]) -> str:
    made = hashlib.sha256()
    while piece := source.read(PIECE):
        made.update(piece)
    return made.hexdigest()


def _member(label: str) -> str:
    return f"tables/{label}.jsonl"
