"""Which section of which guide helps with a page, for whom."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.urls import reverse

if TYPE_CHECKING:
    from cities.models import Membership

# A subject of pages, and the section about it in each guide that has one. Who reads a
# guide that has none is shown the first.
SUBJECTS: dict[str, dict[str, str]] = {
    "signing-in": {
        "lead": "signing-in",
        "contributor": "first",
        "focal-point": "signing-in",
        "administrator": "people",
    },
    "home": {
        "lead": "home",
        "contributor": "first",
        "focal-point": "home",
        "reader": "observer",
        "administrator": "every-day",
    },
    "people": {"lead": "people", "focal-point": "people"},
    "start": {"lead": "start"},
    "answers": {
        "lead": "answers",
        "contributor": "answers",
        "focal-point": "review",
        "reader": "observer",
    },
    "evidence": {"lead": "evidence", "contributor": "answers"},
    "agreeing": {"lead": "agreeing"},
    "talk": {"lead": "talk", "contributor": "talk", "focal-point": "after"},
    "assessment": {
        "lead": "submitting",
        "contributor": "answers",
        "focal-point": "review",
        "reader": "observer",
    },
    "review": {"focal-point": "review", "lead": "submitting"},
    "after": {"focal-point": "after", "lead": "submitting"},
    "report": {"lead": "report", "focal-point": "reports", "reader": "observer"},
    "plan": {"lead": "plan"},
    "roadmap": {"lead": "roadmap", "focal-point": "roadmap"},
    "peers": {"lead": "peers", "reader": "peer"},
    "partners": {"lead": "peers", "reader": "partner"},
    "offline": {"lead": "offline"},
    "compare": {"focal-point": "compare"},
    "reports": {"focal-point": "reports"},
    "office": {"focal-point": "office"},
    "questionnaires": {"administrator": "questionnaires"},
    "workshop": {"workshop": "prepare"},
    "room": {"workshop": "vote"},
    "after-workshop": {"workshop": "after"},
    "guests": {"workshop": "guests"},
    "public": {"reader": "public"},
}
# Pages by the beginning of their name; the longest that fits counts.
PAGES = {
    "home": "home",
    "account": "signing-in",
    "mfa_": "signing-in",
    "usersessions_": "signing-in",
    "public:": "public",
    "guide:": "home",
    "admin:": "questionnaires",
    "city-peers": "compare",
    "cities:": "people",
    "cities:list": "home",
    "cities:detail": "home",
    "cities:new-password": "signing-in",
    "cities:welcome": "signing-in",
    "cities:accept": "signing-in",
    "cities:partner-people": "partners",
    "cities:invite-to-partner": "partners",
    "national:": "compare",
    "national:office": "office",
    "national:activity": "office",
    "national:settings": "office",
    "national:member": "office",
    "national:deadline": "office",
    "national:announcement": "office",
    "national:report": "reports",
    "national:bundle": "reports",
    "national:ask-bundle": "reports",
    "national:strateg": "reports",
    "national:stages": "roadmap",
    "national:ask": "after",
    "scorecard:": "assessment",
    "scorecard:start": "start",
    "scorecard:setup": "start",
    "scorecard:people": "start",
    "scorecard:department": "start",
    "scorecard:applicability": "start",
    "scorecard:essential": "answers",
    "scorecard:answer": "answers",
    "scorecard:propose": "answers",
    "scorecard:history": "answers",
    "scorecard:undo": "answers",
    "scorecard:attach": "evidence",
    "scorecard:detach": "evidence",
    "scorecard:evidence": "evidence",
    "scorecard:library": "evidence",
    "scorecard:document": "evidence",
    "scorecard:settle": "agreeing",
    "scorecard:agree-how": "agreeing",
    "scorecard:noted-action": "plan",
    "scorecard:workshop": "workshop",
    "scorecard:workshop-screen": "room",
    "scorecard:workshop-settle": "room",
    "scorecard:workshop-count": "room",
    "scorecard:workshop-close": "after-workshop",
    "scorecard:workshop-erase": "after-workshop",
    "scorecard:join": "guests",
    "scorecard:guest": "guests",
    "scorecard:queue": "review",
    "scorecard:review": "review",
    "scorecard:unanswered": "after",
    "scorecard:remark": "review",
    "scorecard:return": "review",
    "scorecard:accept": "review",
    "scorecard:talk": "talk",
    "scorecard:open-thread": "talk",
    "scorecard:say": "talk",
    "scorecard:spreadsheets": "offline",
    "scorecard:upload": "offline",
    "scorecard:merge": "offline",
    "scorecard:official": "offline",
    "scorecard:national-blank": "office",
    "scorecard:report": "report",
    "scorecard:words": "report",
    "roadmap:": "roadmap",
    "roadmap:plan": "plan",
    "roadmap:action": "plan",
    "roadmap:adoption": "plan",
    "roadmap:joint": "plan",
    "roadmap:peer": "peers",
    "roadmap:twinning": "peers",
    "roadmap:partner": "partners",
    "roadmap:service": "partners",
    "roadmap:city-services": "partners",
    "roadmap:request": "partners",
    "roadmap:join": "public",
    "roadmap:joining": "roadmap",
}
# The guides of a person by their roles; the first that knows the subject is shown.
GUIDES = {
    "focal_point": "focal-point",
    "lead": "lead",
    "contributor": "contributor",
    "observer": "reader",
    "peer_reviewer": "reader",
    "partner": "reader",
}


def subject_of(page: str) -> str | None:
    """Return what a page is about, by the longest beginning of its name that fits."""
    fitting = [start for start in PAGES if page.startswith(start)]
    return PAGES[max(fitting, key=len)] if fitting else None


def place(
    page: str, memberships: "Iterable[Membership]", *, is_administrator: bool = False
) -> tuple[str, str] | None:
    """Return guide and section that help this person with the page."""
    subject = subject_of(page)
    if subject is None:
        return None
    sections = SUBJECTS[subject]
    roles = {membership.role for membership in memberships}
    mine = [guide for role, guide in GUIDES.items() if role in roles]
    if is_administrator:
        mine.append("administrator")
    if not mine and subject == "home":
        mine.append("reader")
    guide = next((one for one in mine if one in sections), next(iter(sections)))
    return guide, sections[guide]


def address(
    page: str, memberships: "Iterable[Membership]", *, is_administrator: bool = False
) -> str:
    """Return where the help with a page is; all guides where none is about it."""
    found = place(page, memberships, is_administrator=is_administrator)
    if found is None:
        return reverse("guide:all")
    guide, section = found
    return f"{reverse('guide:one', args=[guide])}#{section}"
