"""An action as one form: its words, its indicators, its money, judged together."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django.http import QueryDict
from django.utils.translation import gettext as _

from cities.models import User
from roadmap import gaps
from roadmap.content import Content, Money
from roadmap.forms import advised
from roadmap.forms import targets as target_forms
from roadmap.forms.fields import VersionedForm
from roadmap.forms.measures import (
    ActionForm,
    BaseMoneyForms,
    MoneyForms,
    initial_of,
)
from roadmap.forms.targets import Targets
from roadmap.models import Plan, Recommendation
from scorecard.models import NotedAction

# Buttons that show the form again with room for more, and judge nothing.
MORE_INDICATORS, MORE_MONEY = "add", "more-money"
MONEY = "money"
ROWS_MORE = 3


@dataclass
class Entry:
    """All parts of the form of an action."""

    plain: ActionForm
    targets: Targets
    money: BaseMoneyForms
    is_asking_for_more: bool = False

    @classmethod
    def asked(
        cls,
        user: User,
        plan: Plan,
        keys: Iterable[str],
        advice: Recommendation | None = None,
    ) -> "Entry":
        """Return the form for a new action against the gaps that a link names.

        With the advice of a peer review it begins with its words, its horizon and the
        indicators that it is about.
        """
        if advice is not None:
            keys = [str(one) for one in gaps.advised(advice)]
        targets = target_forms.asked(user, plan, keys)
        if advice is not None:
            initial = advised.initial_of(advice, plan)
        else:
            chosen = [one.answer.pk for one in targets.chosen]
            initial = _from_note(NotedAction.objects.beside(chosen).first())
        if plan.group_id is not None:
            initial["cities"] = [str(one.pk) for one in plan.cities]
        return cls(ActionForm(plan=plan, initial=initial), targets, _money(plan, ()))

    @classmethod
    def standing(
        cls, user: User, plan: Plan, content: Content, version: int
    ) -> "Entry":
        """Return the form of an action as it stands."""
        return cls(
            ActionForm(plan=plan, initial=initial_of(content, version)),
            target_forms.standing(user, plan, content.targets),
            _money(plan, content.fundings),
        )

    @classmethod
    def posted(
        cls, user: User, plan: Plan, data: QueryDict, known: Content | None = None
    ) -> "Entry":
        """Return the form as somebody filled it in."""
        is_asking = data.get("do") in (MORE_INDICATORS, MORE_MONEY)
        return cls(
            ActionForm(data, plan=plan, quiet=is_asking),
            target_forms.posted(user, plan, data, known.targets if known else ()),
            _money(plan, known.fundings if known else (), data),
            is_asking,
        )

    @property
    def based_on(self) -> int:
        return self.plain.based_on

    def content(self) -> Content | None:
        """Return what was typed, None where a part of it cannot be read."""
        plain, money = self.plain.is_valid(), self.money.is_valid()
        levels = self.targets.levels()
        if not plain or not money or self.targets.errors:
            return None
        return self.plain.content(levels, self.money.amounts())

    def take_errors(self, faults: dict[str, list[str]]) -> None:
        """Put sentences of the action at the part that they are about."""
        faults = dict(faults)
        self.targets.errors += faults.pop("targets", [])
        for name in ("fundings", "costs"):
            for sentence in faults.pop(name, []):
                self.money.non_form_errors().append(sentence)
        self.plain.take_errors(faults)

    @property
    def has_errors(self) -> bool:
        if self.is_asking_for_more or not self.plain.is_bound:
            return False
        return bool(
            self.plain.errors
            or self.targets.errors
            or any(self.money.errors)
            or self.money.non_form_errors()
        )


@dataclass
class FundingEntry:
    """The money of an action as a form of its own."""

    plain: VersionedForm
    money: BaseMoneyForms
    is_asking_for_more: bool = False

    @classmethod
    def standing(cls, plan: Plan, content: Content, version: int) -> "FundingEntry":
        plain = VersionedForm(initial={"version": version})
        return cls(plain, _money(plan, content.fundings))

    @classmethod
    def posted(cls, plan: Plan, data: QueryDict, known: Content) -> "FundingEntry":
        return cls(
            VersionedForm(data),
            _money(plan, known.fundings, data),
            data.get("do") == MORE_MONEY,
        )

    @property
    def based_on(self) -> int:
        return self.plain.based_on

    def amounts(self) -> list[Money] | None:
        """Return the amounts, None where one of them cannot be read."""
        if self.plain.is_valid() and self.money.is_valid():
            return self.money.amounts()
        return None

    def take_errors(self, faults: dict[str, list[str]]) -> None:
        for sentences in faults.values():
            self.money.non_form_errors().extend(sentences)

    @property
    def has_errors(self) -> bool:
        if self.is_asking_for_more or not self.plain.is_bound:
            return False
        return bool(any(self.money.errors) or self.money.non_form_errors())


def _money(
    plan: Plan, known: Iterable[Money], data: QueryDict | None = None
) -> BaseMoneyForms:
    """Return the rows of money; more of them where somebody asked for it."""
    quiet = data is not None and data.get("do") in (MORE_INDICATORS, MORE_MONEY)
    if data is not None and data.get("do") == MORE_MONEY:
        data = data.copy()
        total = data.get(f"{MONEY}-TOTAL_FORMS", "")
        if total.isdecimal() and len(total) < 4:
            data[f"{MONEY}-TOTAL_FORMS"] = str(int(total) + ROWS_MORE)
    initial = [vars(one) for one in sorted(known, key=lambda one: one.year)]
    rows = MoneyForms(
        data,
        prefix=MONEY,
        initial=initial,
        form_kwargs={"years": plan.years, "quiet": quiet},
    )
    return cast(BaseMoneyForms, rows)


def _from_note(noted: NotedAction | None) -> dict[str, Any]:
    """Begin with what was noted beside the answer, none of it cut off."""
    if noted is None:
        return {}
    first = noted.action.strip().splitlines()[0]
    description = noted.action.strip()
    if noted.timescale:
        words = _("Noted timescale: %(timescale)s") % {"timescale": noted.timescale}
        description = f"{description}\n\n{words}"
    return {
        "title": first if len(first) <= 200 else "",
        "description": description,
        "lead_institution": " ".join(noted.institution.split()),
    }
