"""The actions of a plan as a workbook that can be brought back."""

from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import Hazard
from roadmap import columns
from roadmap.content import PLAIN
from roadmap.models import TAGS, Action, Plan
from scorecard.workbooks.tables import Column, Table, Value, as_book


def workbook(plan: Plan) -> bytes:
    """Return two sheets of actions and money, and a third on all columns."""
    actions = list(Action.objects.of(plan).with_parts())
    return as_book([_actions(plan, actions), _money(plan, actions)])


def _actions(plan: Plan, actions: list[Action]) -> Table:
    keys = [*columns.ACTIONS, *(f"{columns.COST}{year}" for year in plan.years)]
    if plan.group_id is None:
        keys.remove("cities")
    return Table(
        columns=tuple(Column(key, columns.heading(key), _note(key)) for key in keys),
        rows=[[_value(one, key) for key in keys] for one in actions],
        about={
            _("Plan"): plan.title,
            _("Owner"): plan.owner.name,
            _("Years"): f"{plan.first_year}–{plan.last_year}",
            _("Made on"): timezone.localdate(),
        },
        title=_("Actions"),
        columns_title=_("Columns"),
        columns_headings=(_("Sheet"), _("Key"), _("Meaning")),
    )


def _note(key: str) -> str:
    if key.startswith(columns.COST):
        return _("Whole dinars; empty where the year costs nothing.")
    return str(columns.ACTIONS[key][1])


def _value(action: Action, key: str) -> Value:
    if key.startswith(columns.COST):
        year = int(key.removeprefix(columns.COST))
        costs = {one.year: one.dinars for one in action.costs.all()}
        return costs.get(year)
    if key == "indicators":
        return "; ".join(
            f"{one.answer.question.code} → {one.score}" for one in action.targets.all()
        )
    if key == "hazards":
        return "; ".join(_hazard(one) for one in action.hazards.all())
    if key == "cities":
        return "; ".join(f"{one.city.code}" for one in action.shares.all())
    if key in TAGS:
        return str(columns.YES if getattr(action, key) else columns.NO)
    if key in columns.CHOICES:
        return columns.word(key, getattr(action, key))
    if key in PLAIN or key in ("number", "version"):
        value: Value = getattr(action, key)
        return value
    raise KeyError(key)


def _hazard(hazard: Hazard) -> str:
    return str(hazard.name)


def _money(plan: Plan, actions: list[Action]) -> Table:
    rows: list[list[Value]] = [
        [
            action.number,
            action.title,
            one.year,
            columns.word("source", one.source),
            columns.word("state", one.state),
            one.dinars,
            str(columns.YES if one.is_sustainable else columns.NO),
            one.note,
        ]
        for action in actions
        for one in action.fundings.all()
    ]
    return Table(
        columns=tuple(
            Column(key, columns.heading(key, columns.MONEY), str(told[1]))
            for key, told in columns.MONEY.items()
        ),
        rows=rows,
        about={},
        title=_("Money"),
    )
