"""Write the settings of an installation: asked on a terminal, or taken from variables.

    sudo python3 deploy/configure.py /etc/mcr2030/mcr2030.env

Plain Python, as it runs before any package is there. Each question is a setting of
deploy/mcr2030.env and may be answered beforehand by a variable of its name.
`manage.py set_up --focal-point` judges the whole once the application is installed.
"""

import os
import re
import secrets
import sys
from collections.abc import Callable
from dataclasses import dataclass
from getpass import getpass
from pathlib import Path

TEMPLATE = Path(__file__).with_name("mcr2030.env")
HOST = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]+")
ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")


class Wrong(Exception):
    """An answer that would not do; the sentence says why."""


@dataclass(frozen=True)
class Question:
    """A setting, what is asked, and what judges the answer."""

    name: str
    words: str
    judge: Callable[[str], None]
    is_secret: bool = False


def _host(answer: str) -> None:
    if not HOST.fullmatch(answer):
        raise Wrong("Type the bare name, such as mcr2030.example.rs, in small letters.")


def _folder(answer: str) -> None:
    if not answer.startswith("/") or answer == "/":
        raise Wrong("Type the whole path of a folder, such as /var/lib/mcr2030.")


def _database(answer: str) -> None:
    if not answer.startswith(("postgresql://", "sqlite:////")):
        raise Wrong("It begins with postgresql:// or, with four strokes, sqlite:////.")


def _port(answer: str) -> None:
    if not answer.isdigit():
        raise Wrong("Type a number, such as 587.")
    if answer == "465":
        raise Wrong("465 is for a protocol that is not spoken here: use 587 or 25.")


def _flag(answer: str) -> None:
    if answer not in ("True", "False"):
        raise Wrong("Type True or False.")


def _sender(answer: str) -> None:
    if not ADDRESS.fullmatch(answer):
        raise Wrong("Type an e-mail address, such as mcr2030@example.rs.")


def _contact(answer: str) -> None:
    if not ADDRESS.fullmatch(answer) and not answer.startswith("https://"):
        raise Wrong("Type an e-mail address, or a page with https:// in front.")


def _office(answer: str) -> None:
    if not answer:
        raise Wrong("Type its name and seat: the privacy page names it.")


def _anything(answer: str) -> None:
    """Let everything through."""


QUESTIONS = [
    Question("ALLOWED_HOSTS", "Name of the site", _host),
    Question("DATA_DIR", "Folder for uploaded files and papers", _folder),
    Question("DATABASE_URL", "Database", _database),
    Question("EMAIL_HOST", "Mail server", _anything),
    Question("EMAIL_PORT", "Its port", _port),
    Question("EMAIL_USE_TLS", "Encrypted by STARTTLS", _flag),
    Question("EMAIL_HOST_USER", "Account there, empty for none", _anything),
    Question("EMAIL_HOST_PASSWORD", "Its password", _anything, is_secret=True),
    Question("DEFAULT_FROM_EMAIL", "Sender of mails", _sender),
    Question("SECURITY_CONTACT", "Whom to tell of holes in the site", _contact),
    Question("PRIVACY_CONTROLLER", "Office that answers for personal data", _office),
    Question("PRIVACY_CONTACT", "Where people ask about their data", _contact),
]


def defaults() -> dict[str, str]:
    """Return the values that stand in the template."""
    return dict(
        re.findall(r"^([A-Z_]+)='([^']*)'$", TEMPLATE.read_text(encoding="utf-8"), re.M)
    )


def settled(answers: dict[str, str]) -> str:
    """Return the template with the answers in it, and with a new secret."""
    values = answers | {
        "SITE_ADDRESS": f"https://{answers['ALLOWED_HOSTS']}",
        "SECRET_KEY": secrets.token_urlsafe(50),
    }
    text = TEMPLATE.read_text(encoding="utf-8")
    for name, value in values.items():
        text, times = re.subn(
            rf"^{name}='[^']*'$", lambda _, v=f"{name}='{value}'": v, text, flags=re.M
        )
        if times != 1:
            raise Wrong(f"{TEMPLATE} has no line for {name}.")
    return text


def ask(question: Question, default: str) -> str:
    """Return an answer that will do: of the variable, else of the person."""
    if question.name in os.environ:
        return judged(question, os.environ[question.name])
    if not sys.stdin.isatty():
        raise Wrong(f"Set {question.name}, or run this on a terminal, which asks.")
    while True:
        shown = f" [{default}]" if default else ""
        try:
            return judged(
                question, _typed(f"{question.words}{shown}: ", question) or default
            )
        except Wrong as reason:
            sys.stdout.write(f"{reason}\n")


def judged(question: Question, answer: str) -> str:
    """Return the answer, or raise `Wrong`."""
    answer = answer.strip()
    if re.search(r"['\\\n]", answer):
        raise Wrong(
            f"{question.words}: it may hold no quote, backslash or second line."
        )
    try:
        question.judge(answer)
    except Wrong as reason:
        raise Wrong(f"{question.words}: '{answer}' will not do. {reason}") from None
    return answer


def _typed(words: str, question: Question) -> str:
    if question.is_secret:
        return getpass(words)
    return input(words)


def main(arguments: list[str]) -> None:
    """Ask, and write the file, which only its owner may read; never over another."""
    if len(arguments) != 1:
        raise Wrong("Usage: python3 deploy/configure.py FILE")
    target = Path(arguments[0])
    if target.exists():
        raise Wrong(f"{target} is there already: change it with an editor.")
    if not target.parent.is_dir():
        raise Wrong(f"There is no folder {target.parent}.")
    standing, answers = defaults(), dict[str, str]()
    for one in QUESTIONS:
        needless = one.is_secret and not answers["EMAIL_HOST_USER"]
        answers[one.name] = "" if needless else ask(one, standing[one.name])
    text = settled(answers)
    kept = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(kept, "w", encoding="utf-8") as file:
        file.write(text)
    sys.stdout.write(f"Written: {target}, for the eyes of its owner only.\n")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Wrong as reason:
        sys.exit(str(reason))
