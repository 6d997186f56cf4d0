"""What is wrong with an action: sentences by field, the same for page and workbook."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cities.models import City
from roadmap.content import Content, Money
from roadmap.dinars import grouped
from roadmap.models import MOST_DINARS, Action, Funding, Plan
from roadmap.priority import LEAST, MOST
from scorecard.models import Answer

Source, State = Funding.Source, Funding.State
Faults = dict[str, list[str]]

# As long as the columns of the table.
TEXTS = {
    "title": 200,
    "description": 4000,
    "lead_institution": 200,
    "partners": 500,
    "priority_reason": 300,
    "indicator": 200,
    "baseline": 80,
    "target": 80,
}
NOTE_MAXIMUM = 200


def of_content(
    plan: Plan, content: Content, answers: Mapping[int, Answer], cities: Iterable[City]
) -> Faults:
    """Return what keeps an action out of the plan; nothing where all is well.

    `answers` are those that the targets name, with question, levels, assessment and
    edition, and `cities` those of the plan.
    """
    found: defaultdict[str, list[str]] = defaultdict(list)
    for faults in (
        _texts(content),
        _choices(content),
        _dates(plan, content),
        _priority(content),
        _progress(content),
        _targets(content, answers, {one.pk for one in cities}),
        _joint(plan, content, {one.pk for one in cities}),
        _costs(plan, content.costs),
        of_fundings(plan, content.fundings, content.costs),
    ):
        for name, sentences in faults.items():
            found[name] += sentences
    return dict(found)


def of_fundings(
    plan: Plan, fundings: Iterable[Money], costs: Mapping[int, int]
) -> Faults:
    """Judge the money of an action.

    Money that is there cannot be more than what the year costs. Ideas and applications
    may be: who asks two donors for the same is no wrongdoer, see `warnings_of`.
    """
    found: list[str] = []
    certain: Counter[int] = Counter()
    for one in fundings:
        found += _money(plan, one)
        if one.state in Funding.CERTAIN:
            certain[one.year] += one.dinars
    for year, dinars in sorted(certain.items()):
        cost = costs.get(year, 0)
        if dinars > cost:
            found.append(
                _(
                    "For %(year)s more is secured or spent (%(money)s RSD) than the "
                    "year costs (%(cost)s RSD). Correct the cost or the amount."
                )
                % {"year": year, "money": grouped(dinars), "cost": grouped(cost)}
            )
    return {"fundings": found} if found else {}


def warnings_of(fundings: Iterable[Money], costs: Mapping[int, int]) -> list[str]:
    """Return what is odd and may stay: more is hoped for than a year costs."""
    hoped: Counter[int] = Counter()
    for one in fundings:
        hoped[one.year] += one.dinars if one.source != Source.NONE else 0
    return [
        _(
            "For %(year)s the sources together (%(money)s RSD) are more than the year "
            "costs (%(cost)s RSD). That is fine while some are ideas or applications."
        )
        % {"year": year, "money": grouped(dinars), "cost": grouped(costs.get(year, 0))}
        for year, dinars in sorted(hoped.items())
        if dinars > costs.get(year, 0)
    ]


def _texts(content: Content) -> Faults:
    found: Faults = {}
    for name, maximum in TEXTS.items():
        text = getattr(content, name)
        if len(text) > maximum:
            found[name] = [_too_long(len(text) - maximum, maximum)]
    if not content.title.strip():
        found["title"] = [_("Say in a few words what is to be done.")]
    if not content.lead_institution.strip():
        found["lead_institution"] = [_("Name the institution that leads the action.")]
    return found


def _too_long(over: int, maximum: int) -> str:
    return ngettext(
        "The text is %(over)s character too long: at most %(maximum)s fit.",
        "The text is %(over)s characters too long: at most %(maximum)s fit.",
        over,
    ) % {"over": over, "maximum": maximum}


def _choices(content: Content) -> Faults:
    found: Faults = {}
    if content.type not in Action.Type.values:
        found["type"] = [_("Choose a type of action from the list.")]
    if content.status not in Action.Status.values:
        found["status"] = [_("Choose a state from the list.")]
    for name in ("impact", "difficulty"):
        if not LEAST <= getattr(content, name) <= MOST:
            found[name] = [_("Choose a number from 1 to 5.")]
    return found


def _dates(plan: Plan, content: Content) -> Faults:
    found: Faults = {}
    for name in ("starts_on", "ends_on"):
        if getattr(content, name).year not in plan.years:
            found[name] = [_outside(plan)]
    if not found and content.ends_on < content.starts_on:
        found["ends_on"] = [_("The end is before the start. Correct one of the two.")]
    return found


def _outside(plan: Plan) -> str:
    return _("The plan is for %(first)s–%(last)s. Choose a year within it.") % {
        "first": plan.first_year,
        "last": plan.last_year,
    }


def _priority(content: Content) -> Faults:
    if content.priority and content.priority not in Action.Priority.values:
        return {"priority": [_("Choose a priority from the list.")]}
    if content.priority and not content.priority_reason.strip():
        return {
            "priority_reason": [
                _("Say why the priority is set by hand, or let it be computed.")
            ]
        }
    if content.priority_reason and not content.priority:
        return {
            "priority": [_("Choose the priority that this reason is for, or empty it.")]
        }
    return {}


def of_progress(status: str, progress: int) -> Faults:
    """Hold state and percentage together: done is 100 %, and 100 % is done."""
    if not 0 <= progress <= 100:
        return {"progress": [_("Progress goes from 0 to 100 %.")]}
    if progress == 100 and status != Action.Status.DONE:
        return {
            "progress": [
                _("100 % is done: choose the state “done”, or a smaller number.")
            ]
        }
    return {}


def _progress(content: Content) -> Faults:
    if content.status == Action.Status.DONE:
        return {}
    return of_progress(content.status, content.progress)


def _targets(
    content: Content, answers: Mapping[int, Answer], cities: set[int]
) -> Faults:
    if not content.targets:
        return {"targets": [_("Choose at least one indicator that the action raises.")]}
    found = []
    for key, level in content.targets.items():
        answer = answers.get(key)
        if answer is None or answer.assessment.city_id not in cities:
            found.append(
                _(
                    "An indicator belongs to another local government. An action is "
                    "against gaps of its own plan only."
                )
            )
        else:
            found += _target(answer, level)
    return {"targets": found} if found else {}


def _target(answer: Answer, level: int) -> list[str]:
    code, top = answer.question.code, answer.assessment.questionnaire.scale_maximum
    if answer.score is None:
        return [
            _("%(code)s has no level yet. Answer it first, then plan the way up.")
            % {"code": code}
        ]
    if answer.score >= top:
        return [
            _("%(code)s is at its highest level already: there is no gap.")
            % {"code": code}
        ]
    if not answer.score < level <= top:
        return [
            _("%(code)s stands at %(level)s. Choose a level from %(next)s to %(top)s.")
            % {
                "code": code,
                "level": answer.score,
                "next": answer.score + 1,
                "top": top,
            }
        ]
    return []


def _joint(plan: Plan, content: Content, cities: set[int]) -> Faults:
    if not content.cities:
        return {}
    if plan.group_id is None:
        return {"cities": [_("Only the plan of a group has joint actions.")]}
    if not set(content.cities) <= cities:
        return {"cities": [_("Choose local governments of the plan's group only.")]}
    return {}


def _costs(plan: Plan, costs: Mapping[int, int]) -> Faults:
    found = []
    for year, dinars in costs.items():
        if year not in plan.years:
            found.append(f"{year}: {_outside(plan)}")
        found += _amount(dinars, least=0)
    return {"costs": found} if found else {}


def _money(plan: Plan, one: Money) -> list[str]:
    found = _amount(one.dinars, least=1)
    if one.year not in plan.years:
        found.append(f"{one.year}: {_outside(plan)}")
    if one.source not in Source.values:
        found.append(_("Choose a source of money from the list."))
    if one.state not in State.values:
        found.append(_("Choose the state of the money from the list."))
    if one.source == Source.NONE and one.state != State.IDEA:
        found.append(
            _("Money without a source is an idea. Choose its source or that state.")
        )
    if one.source == Source.NONE and one.is_sustainable:
        found.append(_("Money without a source cannot be sustainable."))
    if len(one.note) > NOTE_MAXIMUM:
        found.append(_too_long(len(one.note) - NOTE_MAXIMUM, NOTE_MAXIMUM))
    return found


def _amount(dinars: int, *, least: int) -> list[str]:
    if dinars < 0:
        return [_("An amount of money cannot be negative.")]
    if dinars < least:
        return [_("Enter an amount, or empty the whole row.")]
    if dinars > MOST_DINARS:
        return [
            _("%(money)s RSD is more than any budget. Check the number of noughts.")
            % {"money": grouped(dinars)}
        ]
    return []
