"""What is kept about people, for the two pages that say so: once, so that they agree.

Each line was read from the code; whoever changes what is kept changes it here.
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cities.actions.people import INVITATION_DAYS
from scorecard.views import guests

DAY = 24 * 3600


@dataclass(frozen=True)
class Office:
    """Who answers for the data, empty where the installation does not say it."""

    controller: str
    contact: str

    @property
    def link(self) -> str:
        if not self.contact or self.contact.startswith("https://"):
            return self.contact
        return f"mailto:{self.contact}"


@dataclass(frozen=True)
class Activity:
    """One thing that is done with personal data."""

    key: str
    name: str
    purpose: str
    people: str
    data: str
    seen_by: str
    kept: str


@dataclass(frozen=True)
class Stored:
    """Something that lies on the person's own device."""

    name: str
    what: str
    kept: str


def office() -> Office:
    return Office(settings.PRIVACY_CONTROLLER.strip(), settings.PRIVACY_CONTACT.strip())


def activities() -> list[Activity]:
    """Return all that is done with personal data, in the active language."""
    return [_accounts(), _work(), *_traces(), _workshops(), _partners(), _copies()]


def _accounts() -> Activity:
    return Activity(
        key="accounts",
        name=_("Accounts and roles"),
        purpose=_(
            "To let in only those who were invited, each to what their role opens."
        ),
        people=_("People of local governments, national focal points and partners"),
        data=_(
            "Name, e-mail address, language, role, department, invitations, the last "
            "signing in, whether a mail a day is wanted; password and second factor, "
            "which nobody can read."
        )
        + _eid(),
        seen_by=_(
            "Colleagues in the same local government and national focal points. Names "
            "and addresses of focal points are seen in all local governments."
        ),
        kept=_(
            "Until the account is erased. An invitation can be used for %(days)s days; "
            "the address in it is kept until the account is erased."
        )
        % {"days": INVITATION_DAYS},
    )


def _eid() -> str:
    """Return what an eID service adds to it, where the office uses one."""
    if not settings.EID:
        return ""
    words = _("And the number by which %(service)s knows who signed in by it.")
    return " " + words % {"service": settings.EID["name"]}


def _work() -> Activity:
    return Activity(
        key="work",
        name=_("Assessments, plans and reviews"),
        purpose=_(
            "To assess and raise resilience together, and to be able to say later who "
            "answered, reviewed and decided what."
        ),
        people=_("People of local governments, peer reviewers, national focal points"),
        data=_(
            "Answers and their history, proposals, talk, remarks, decisions, action "
            "plans and documents, each with the name of who wrote it and the time."
        ),
        seen_by=_(
            "The team of the local government; focal points and peer reviewers what "
            "was shared with them or handed in. Everybody reads what was published: in "
            "a report stand the lead of the assessment and whoever is on record with "
            "another view, in a peer review its team and those who signed."
        ),
        kept=_(
            "For good, as the record of the local government. Once the account is "
            "erased, a former member stands in place of the name; papers that were "
            "handed in or signed stay as they are."
        ),
    )


def _traces() -> list[Activity]:
    days = settings.SESSION_COOKIE_AGE // DAY
    return [
        Activity(
            key="devices",
            name=_("Signing in"),
            purpose=_("To keep people signed in, and to let them end that elsewhere."),
            people=_("Everybody with an account"),
            data=_(
                "Network address and browser of each device, and when it signed in."
            ),
            seen_by=_("Only the person, in the list of their devices."),
            kept=ngettext(
                "Until one signs out, at most %(days)s day after signing in; the list "
                "is tidied once a week.",
                "Until one signs out, at most %(days)s days after signing in; the list "
                "is tidied once a week.",
                days,
            )
            % {"days": days},
        ),
        Activity(
            key="log",
            name=_("Log of activity"),
            purpose=_(
                "To find out what was changed, by whom, when something is wrong."
            ),
            people=_("Everybody with an account"),
            data=_("What was changed, when and by whom; no network address."),
            seen_by=_("National focal points and administrators."),
            kept=_("For good; the name goes when the account is erased."),
        ),
        Activity(
            key="visits",
            name=_("Visits"),
            purpose=_(
                "To show what is new, and which colleague is at the same indicator."
            ),
            people=_("Everybody with an account"),
            data=_("When somebody was last at an assessment or at the country page."),
            seen_by=_("Colleagues see who is there now; the rest only the person."),
            kept=_(
                "The last two visits, until the account is erased; who is there now, "
                "for minutes."
            ),
        ),
        Activity(
            key="limits",
            name=_("Protection against abuse"),
            purpose=_(
                "To stop guessing of passwords and codes, and floods of requests."
            ),
            people=_("Everybody who opens the site"),
            data=_("Number of attempts, by account or by network address."),
            seen_by=_("Nobody; the server alone counts."),
            kept=_("Counted for an hour at most; the list is tidied once a week."),
        ),
    ]


def _workshops() -> Activity:
    return Activity(
        key="workshops",
        name=_("Workshops"),
        purpose=_("To vote in the room, and for the attendance list of the minutes."),
        people=_("Guests who join with a code, without an account"),
        data=_("Name and institution, with the guest’s consent, and their votes."),
        seen_by=_("The people who hold the workshop; other guests see no single vote."),
        kept=_(
            "Until the lead removes the names, once the minutes are signed. A guest "
            "can leave, and a name is removed on request at once."
        ),
    )


def _partners() -> Activity:
    return Activity(
        key="partners",
        name=_("Profiles of partners"),
        purpose=_("So that local governments can ask for a service."),
        people=_("Contact persons of organisations"),
        data=_("Name, e-mail address and telephone, as the organisation enters them."),
        seen_by=_("Everybody, where the profile was approved."),
        kept=_("Until the organisation changes its profile."),
    )


def _copies() -> Activity:
    return Activity(
        key="backups",
        name=_("Backups"),
        purpose=_("So that nothing is lost with a machine."),
        people=_("All people named above"),
        data=_("A copy of everything but sessions."),
        seen_by=_("Whoever runs the server."),
        kept=_(
            "As long as the office keeps backups. The guide to installing keeps those "
            "of the thirty newest nights."
        ),
    )


def stored() -> list[Stored]:
    """Return what the site puts on a person's own device."""
    return [
        Stored(
            "sessionid",
            _("Cookie: that you are signed in."),
            _days(settings.SESSION_COOKIE_AGE),
        ),
        Stored(
            "csrftoken",
            _("Cookie: protects forms from other sites."),
            _days(settings.CSRF_COOKIE_AGE),
        ),
        Stored(
            "django_language",
            _("Cookie: the language and script that you chose."),
            _days(settings.LANGUAGE_COOKIE_AGE),
        ),
        Stored(
            "messages",
            _("Cookie: a message that the next page shows."),
            _("Until it is shown."),
        ),
        Stored(
            guests.COOKIE,
            _("Cookie: your place in a workshop without an account."),
            _days(guests.COOKIE_AGE),
        ),
        Stored(
            "mcr2030:…",
            _(
                "Storage of the browser: answers that are not sent yet, and whether "
                "you switched keys off."
            ),
            _(
                "Until they are sent; what was sent, for a day; the switch, until it "
                "is changed."
            ),
        ),
    ]


def _days(seconds: int) -> str:
    days = seconds // DAY
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}
