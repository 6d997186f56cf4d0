"""All that an installation holds as one file, and back: rows, files, digests.

The file is a ZIP: `manifest.json`, `tables/<model>.jsonl` with a row a line, and
`files/<name>`. It names no database, so that what SQLite held PostgreSQL can take over.
"""

from mcr2030.backups.archive import Backup, NotThis, restore, write

__all__ = ["Backup", "NotThis", "restore", "write"]
