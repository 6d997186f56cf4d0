"""The environment of the tests, set before Django reads its settings.

Loaded by `-p tests.environment` in pyproject.toml, once in every process, so that
each has a folder of its own for database and files.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

FOLDER = Path(tempfile.mkdtemp(prefix="mcr2030-tests-"))
(FOLDER / "static").mkdir()
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)

os.environ |= {
    "DJANGO_SETTINGS_MODULE": "mcr2030.settings",
    # Playwright keeps an event loop running; Django would refuse every query.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
    "DEBUG": "False",
    "SECRET_KEY": "tests",
    # As an installation names its own; the first is that of Django's test client.
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1,.example.rs",
    "HTTPS": "False",
    "MANIFEST_STATIC": "False",
    "DATA_DIR": str(FOLDER),
    "SECURITY_CONTACT": "security@example.rs",
    # A proxy of the surroundings is no way to the server on this machine.
    "NO_PROXY": "127.0.0.1,localhost",
}
