"""What deploy/ hands to systemd, nginx and the shell agrees with the application."""

import os
import re
import shlex
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class
from django.urls import reverse

from tests import environment

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
SYSTEMD = DEPLOY / "systemd"
MANAGE = "/opt/mcr2030/.venv/bin/python manage.py "
NGINX = (DEPLOY / "nginx/mcr2030.conf").read_text()
Unit = dict[str, list[str]]


def _unit(path: Path) -> Unit:
    """Return a unit's values by "Section.Key", each as often as it stands there."""
    values: Unit = defaultdict(list)
    section = ""
    for line in path.read_text().splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            key, value = line.split("=", 1)
            values[f"{section}.{key}"].append(value)
    return values


def _settings_file() -> dict[str, str]:
    lines = (DEPLOY / "mcr2030.env").read_text().splitlines()
    named = [line.split("=", 1) for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch("'[^']*'", value) for _name, value in named)
    return {name: value.strip("'") for name, value in named}


UNITS = {path.name: _unit(path) for path in SYSTEMD.glob("*.*") if path.is_file()}
SERVICES = {name: unit for name, unit in UNITS.items() if name.endswith(".service")}
STARTS = [line for unit in SERVICES.values() for line in unit["Service.ExecStart"]]
COMMON = _unit(SYSTEMD / "mcr2030-.service.d/common.conf")


@pytest.mark.parametrize(
    "line", [one for one in STARTS if not one.startswith("/opt/mcr2030/.venv/bin/g")]
)
def test_a_unit_starts_a_command_that_exists_with_options_that_it_takes(
    line: str,
) -> None:
    assert line.startswith(MANAGE)
    name, *arguments = shlex.split(line.removeprefix(MANAGE))

    command = load_command_class(get_commands()[name], name)

    command.create_parser("manage.py", name).parse_args(arguments)


def test_the_web_unit_starts_the_installed_server() -> None:
    (line,) = SERVICES["mcr2030-web.service"]["Service.ExecStart"]
    program, *arguments = shlex.split(line)

    tried = subprocess.run(  # noqa: S603 - our own unit
        [
            Path(sys.executable).parent / Path(program).name,
            *arguments,
            "--check-config",
        ],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert tried.returncode == 0, tried.stderr


def test_every_service_starts_with_the_machine_or_by_a_timer() -> None:
    for name, unit in SERVICES.items():
        timer = UNITS.get(name.replace(".service", ".timer"))
        assert unit["Install.WantedBy"] or timer, name
        if timer:
            assert timer["Install.WantedBy"] == ["timers.target"]
            assert timer["Timer.OnCalendar"]


def test_services_may_write_where_the_settings_file_keeps_data_and_backups() -> None:
    writable = COMMON["Service.ReadWritePaths"][0].split()
    backup = shlex.split(SERVICES["mcr2030-backup.service"]["Service.ExecStart"][0])

    assert COMMON["Service.ProtectSystem"] == ["strict"]
    assert _settings_file()["DATA_DIR"] in writable
    assert backup[backup.index("backup") + 1] in writable


def test_the_settings_file_names_only_what_is_read() -> None:
    example = (ROOT / ".env.example").read_text()
    known = set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE))

    unknown = _settings_file().keys() - known

    assert unknown == {"BACKUP_RECIPIENT"}
    assert "${BACKUP_RECIPIENT}" in " ".join(STARTS)


def test_the_settings_file_passes_the_check_for_production() -> None:
    given = _settings_file() | {
        "SECRET_KEY": "aB3-x" * 20,
        # Here is neither the folder nor the database of a server.
        "DATA_DIR": str(environment.FOLDER),
        "DATABASE_URL": f"sqlite:///{environment.FOLDER}/db.sqlite3",
    }

    checked = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]} | given,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert checked.returncode == 0, checked.stderr


# nginx


def test_nginx_lets_through_what_the_application_takes_and_what_it_refuses() -> None:
    match = re.search(r"client_max_body_size (\d+)m;", NGINX)
    assert match

    limit = int(match[1]) * 1024 * 1024

    # Somewhat too large: the application says so in a sentence.
    assert limit > 1.5 * settings.UPLOAD_MAX_BYTES
    assert limit < 3 * settings.UPLOAD_MAX_BYTES


def test_nginx_writes_down_no_link_that_lets_somebody_in() -> None:
    match = re.search(r"~\^\(\?<kept>(/\(.*\)/)\) \"\$kept\.\.\.\";", NGINX)
    assert match

    hidden = re.compile(match[1])

    for address in (
        reverse("cities:welcome", args=["secret"]),
        reverse("cities:new-password", args=["uid", "token"]),
        reverse("account_reset_password_from_key", args=["uid", "token"]),
        reverse("scorecard:guest", args=["code"]),
    ):
        found = hidden.match(address)
        assert found, address
        assert not any(word in found[0] for word in ("secret", "uid", "token", "code"))


def test_nginx_leaves_the_headers_to_the_application() -> None:
    before_errors, _errors = NGINX.split("error_page")

    assert "add_header" not in before_errors
    for header in ("Host", "X-Forwarded-Proto", "X-Forwarded-For"):
        # Set anew and never appended to, so that no browser's claim gets through.
        assert len(re.findall(rf"proxy_set_header {header} \$\w+;", NGINX)) == 1
    assert "$proxy_add_x_forwarded_for" not in NGINX


def test_nginx_waits_longer_than_the_server_lets_a_page_take() -> None:
    start = SERVICES["mcr2030-web.service"]["Service.ExecStart"][0]
    server = re.search(r"--timeout (\d+)", start)
    proxy = re.search(r"proxy_read_timeout (\d+)s", NGINX)
    assert server
    assert proxy

    assert int(proxy[1]) > int(server[1])


def test_nginx_and_systemd_mean_the_same_door() -> None:
    (door,) = UNITS["mcr2030-web.socket"]["Socket.ListenStream"]

    assert f"server unix:{door};" in NGINX


# What the guides tell people to type


def _typed(page: str) -> list[str]:
    lines = (ROOT / "docs" / page).read_text().splitlines()
    return [line.strip() for line in lines if line.startswith("    ")]


TYPED = _typed("install-debian.md") + _typed("install-containers.md")


@pytest.mark.parametrize(
    "words",
    [
        found[1]
        for line in TYPED
        if (found := re.search(r"(?:deploy/manage|manage\.py) (.*)", line))
    ],
)
def test_a_guide_names_commands_that_exist(words: str) -> None:
    name, *arguments = shlex.split(words)

    command = load_command_class(get_commands()[name], name)

    command.create_parser("manage.py", name).parse_args(arguments)


def test_a_guide_names_files_that_exist() -> None:
    named = {
        one
        for line in TYPED
        for one in re.findall(r"(?<![\w/])(?:deploy/[\w./]+|requirements\.txt)", line)
    }

    assert len(named) >= 5
    assert not [one for one in named if not (ROOT / one.rstrip(".")).exists()]


def test_a_guide_starts_every_unit_that_can_be_enabled() -> None:
    enabled = {
        name if "." in name else f"{name}.service"
        for line in TYPED
        if line.startswith("systemctl enable")
        for name in line.split()[3:]
    }

    assert enabled == {name for name, unit in UNITS.items() if unit["Install.WantedBy"]}


def test_containers_run_what_the_units_run() -> None:
    compose = " ".join((DEPLOY / "compose.yaml").read_text().split())
    web = SERVICES["mcr2030-web.service"]["Service.ExecStart"][0]
    worker = SERVICES["mcr2030-worker.service"]["Service.ExecStart"][0]
    door = UNITS["mcr2030-web.socket"]["Socket.ListenStream"][0]
    options = web.split(" ", 2)[2]

    assert f".venv/bin/gunicorn mcr2030.wsgi --bind unix:{door} {options}" in compose
    assert worker.removeprefix("/opt/mcr2030/") in compose
    data = _settings_file()["DATA_DIR"]
    assert f"- data:{data} " in compose


def test_containers_hold_the_packages_of_the_guide() -> None:
    (line,) = [one for one in _typed("install-debian.md") if "python3-venv" in one]
    guide = set(line.split("--no-install-recommends ")[1].split())
    file = (DEPLOY / "Containerfile").read_text().replace("\\\n", " ")
    found = re.findall(r"--no-install-recommends\s+([^&]+?)\s+&&", file)
    images = {word for words in found for word in words.split()}

    assert guide - {"openssl", "postgresql"} == images - {"postgresql-17"}


def test_the_image_is_given_every_folder_of_the_application() -> None:
    ignored = (DEPLOY / "Containerfile.dockerignore").read_text().splitlines()
    given = {line.strip("!") for line in ignored if line.startswith("!")}
    apps = {path.parents[1].name for path in ROOT.glob("*/management/__init__.py")}

    assert ignored[0] == "*"
    assert {"manage.py", "templates", "static", "locale", "fixtures"} <= given
    assert all((ROOT / one).exists() for one in given)
    assert apps == {"cities", "mcr2030", "roadmap", "scorecard"} <= given


# What the threat model leans on


def test_the_threat_model_names_tests_and_code_that_exist() -> None:
    page = (ROOT / "docs/threat-model.md").read_text()
    named = 0
    for cell in re.findall(r"\| ([^|]*) \|$", page, re.MULTILINE):
        source = ""
        for words in re.findall(r"`([^`]+)`", cell):
            path, _, test = words.rpartition(": ")
            if path or not test.startswith("test_"):
                file = ROOT / (path or test)
                assert file.is_file(), words
                source = file.read_text()
            if test.startswith("test_"):
                named += 1
                assert f"def {test}(" in source, words

    assert named > 40
