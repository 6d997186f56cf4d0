"""The money of plans as rows, to be added up by anybody: no sum is among them."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from roadmap.models import ActionCost, ActionShare, Funding, Plan
from scorecard.workbooks.tables import Column, Table

Row = dict[str, Any]


def money_rows(plans: Iterable[Plan]) -> Table:
    """Return a row for each cost, amount and share of the plans, in three queries.

    The plans come `with_parts()`. Dinars and shares are as they are written down.
    """
    found = {plan.pk: plan for plan in plans}
    rows = [*_costs(found), *_fundings(found), *_shares(found)]
    kinds = ["cost", "funding", "share"]
    rows.sort(key=lambda row: (row["plan"], row["action"], kinds.index(row["row"])))
    columns = _columns()
    return Table(
        columns=columns,
        rows=[[row.get(column.key) for column in columns] for row in rows],
        about={
            _("Date"): timezone.localdate(),
            _("Unit"): _("whole dinars (RSD); shares in hundredths of a per cent"),
        },
        title=_("Money"),
        columns_title=_("Columns"),
        columns_headings=(_("Key"), _("Column"), _("Meaning")),
    )


def _costs(plans: dict[int, Plan]) -> list[Row]:
    rows = ActionCost.objects.filter(action__plan__in=plans).select_related("action")
    return [
        {**_place("cost", plans, one), "year": one.year, "dinars": one.dinars}
        for one in rows.order_by("pk")
    ]


def _fundings(plans: dict[int, Plan]) -> list[Row]:
    rows = Funding.objects.filter(action__plan__in=plans).select_related("action")
    return [
        {
            **_place("funding", plans, one),
            "year": one.year,
            "dinars": one.dinars,
            "source": one.source,
            "state": one.state,
            "is_sustainable": one.is_sustainable,
        }
        for one in rows.order_by("pk")
    ]


def _shares(plans: dict[int, Plan]) -> list[Row]:
    rows = ActionShare.objects.filter(action__plan__in=plans)
    return [
        {**_place("share", plans, one), "city_code": one.city.code, "part": one.part}
        for one in rows.select_related("action", "city").order_by("pk")
    ]


def _place(kind: str, plans: dict[int, Plan], one: Any) -> Row:
    plan = plans[one.action.plan_id]
    return {
        "row": kind,
        "plan": plan.pk,
        "plan_title": plan.title,
        "city_code": plan.city.code if plan.city else None,
        "group_code": plan.group.code if plan.group else None,
        "action": one.action.number,
        "action_title": one.action.title,
        "invented": plan.is_demo,
    }


def _columns() -> tuple[Column, ...]:
    notes = {
        "row": _("cost = cost of a year, funding = an amount, share = a city's share"),
        "plan": _("number of the plan here"),
        "plan_title": _("title of the plan"),
        "city_code": _("official code of the local government"),
        "group_code": _("code of the basin group of a joint plan"),
        "action": _("number of the action in its plan"),
        "action_title": _("title of the action"),
        "year": _("year of the cost or amount"),
        "dinars": _("whole dinars"),
        "source": _("source of the amount"),
        "state": _("idea, applied, secured or spent"),
        "is_sustainable": _("true for a line of its own in the budget"),
        "part": _("share of the cost in hundredths of a per cent"),
        "invented": _("true for demonstration data"),
    }
    return tuple(Column(key, key, note) for key, note in notes.items())
