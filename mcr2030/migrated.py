"""Which migrations a database has seen, where one now stands for several of before."""

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

Name = tuple[str, str]


def applied() -> list[str]:
    """Return the applied ones as "app.name", without those that are no longer there.

    So a database made by this version and one that has come a long way say the same.
    """
    gone = {name for names in _stand_ins().values() for name in names}
    return sorted(f"{app}.{name}" for app, name in _recorded() - gone)


def halfway() -> list[str]:
    """Return what is missing before one migration can stand for those of before it.

    Empty where each of them has been applied, or none; their files are no longer there,
    so nothing of this version could apply the rest.
    """
    seen = _recorded()
    return sorted(
        f"{app}.{name}"
        for stand_in, names in _stand_ins().items()
        if stand_in not in seen and seen & names
        for app, name in names - seen
    )


def _recorded() -> set[Name]:
    return {*MigrationRecorder(connection).applied_migrations()}


def _stand_ins() -> dict[Name, set[Name]]:
    loader = MigrationLoader(connection, load=False)
    loader.load_disk()
    return {
        name: {*migration.replaces}
        for name, migration in loader.disk_migrations.items()
        if migration.replaces
    }
