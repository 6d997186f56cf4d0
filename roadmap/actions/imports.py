"""A workbook of actions is looked through, shown, and taken over in one transaction.

A row with a number changes that action, a row without one is new; the money of an
action is what the second sheet says. A row with any fault is left out whole.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname

from cities.models import City, Hazard, User
from cities.models.numbers import whole_number
from cities.permissions import Refused
from roadmap import columns, findings, gaps
from roadmap.actions import import_words as words
from roadmap.actions import measures
from roadmap.actions.holding import hold_plan
from roadmap.actions.import_words import Row
from roadmap.content import Content, Money, as_record, differences
from roadmap.models import Action, PendingActions, Plan
from roadmap.workbooks.plan_read import Book, Line, read
from scorecard.models import Answer

# The column that a sentence about the content stands in.
PLACES = {"targets": "indicators", "fundings": "title"}


@dataclass
class Preview:
    """All that the file would do, and what is wrong beside its rows."""

    rows: list[Row]
    faults: list[str] = field(default_factory=list)

    @property
    def counts(self) -> Counter[str]:
        return Counter(one.state for one in self.rows)

    @property
    def is_faulty(self) -> bool:
        return bool(self.faults) or any(one.faults for one in self.rows)

    @property
    def wanted(self) -> list[Row]:
        return [one for one in self.rows if one.state in ("new", "changed")]


def take_in(*, plan: Plan, file_name: str, content: bytes, by: User) -> PendingActions:
    """Read an upload and keep its text until the person has looked it through.

    Raises scorecard.workbooks.faults.Unreadable; what was uploaded before is dropped.
    """
    book = read(
        content,
        columns.known_headings(columns.ACTIONS, plan.years),
        columns.known_headings(columns.MONEY),
    )
    told = {
        "actions": [_kept(one) for one in book.actions],
        "money": [_kept(one) for one in book.money],
        "missing": book.missing,
    }
    with transaction.atomic():
        PendingActions.objects.filter(plan=plan, by=by).delete()
        return PendingActions.objects.create(
            plan=plan, file_name=file_name[-200:], content=told, by=by
        )


def preview(*, pending: PendingActions, plan: Plan, by: User) -> Preview:
    """Return what the file would do to the plan as it stands now."""
    book = Book(
        [_line(one) for one in pending.content["actions"]],
        [_line(one) for one in pending.content["money"]],
        pending.content["missing"],
    )
    return _Reading(plan, by).preview(book)


def apply(*, pending: PendingActions, without_faulty: bool, by: User) -> Counter[str]:
    """Save the good rows, all in one transaction; return how many of what.

    Raises ValidationError where some are faulty and that was not agreed to.
    """
    with transaction.atomic():
        plan = hold_plan(pending.plan)
        if plan.is_adopted:
            raise Refused(measures.decided())
        found = preview(pending=pending, plan=plan, by=by)
        if found.is_faulty and not without_faulty:
            raise ValidationError(
                _(
                    "Something in the file needs your eye. Mend the file and upload it "
                    "again, or tick that what is good is saved without the rest."
                )
            )
        for row in found.wanted:
            if row.content is None:
                continue
            if row.action is None:
                measures.add(plan=plan, content=row.content, by=by)
            else:
                measures.change(
                    action=row.action,
                    content=row.content,
                    version=row.action.version,
                    by=by,
                )
        pending.delete()
    return found.counts


def _kept(line: Line) -> dict[str, Any]:
    return {**asdict(line), "formulas": sorted(line.formulas)}


def _line(told: Mapping[str, Any]) -> Line:
    return Line(**{**told, "formulas": frozenset(told["formulas"])})


class _Reading:
    """The plan as it stands, and the words of the file turned into its values."""

    def __init__(self, plan: Plan, by: User) -> None:
        self.plan = plan
        actions = Action.objects.of(plan).with_parts().select_related("plan")
        self.actions = {one.number: one for one in actions}
        latest = gaps.latest(by, plan)
        # Of the rounds to choose from; where two have a code the later one counts.
        self.gaps: dict[str, Answer] = {}
        for one in gaps.of(by, plan):
            if one.assessment_id in latest:
                self.gaps[one.question.code.upper()] = one
        self.hazards: dict[str, int] = {}
        for hazard in Hazard.objects.all():
            for name in (hazard.code, *names_of(hazard)):
                self.hazards[" ".join(str(name).split()).casefold()] = hazard.pk
        self.cities = {
            text.casefold(): city.pk
            for city in plan.cities
            for text in (city.code, *names_of(city))
        }

    def preview(self, book: Book) -> Preview:
        found = Preview([self._row(line) for line in book.actions])
        needed = {"title", "indicators", "type", "lead_institution"}
        needed |= {"starts_on", "ends_on"}
        for key in book.missing:
            if key in needed:
                found.faults.append(
                    _("The column “%(name)s” is missing. Download the workbook again.")
                    % {"name": columns.heading(key)}
                )
        self._repeated(found)
        money = self._money(book.money, found)
        for row in found.rows:
            self._judge(row, money.get(id(row), []) if book.money else None)
        return found

    def _row(self, line: Line) -> Row:
        row = Row(line)
        for key in sorted(line.formulas):
            words.fault(row, key, _("A formula stands here. Type the value itself."))
        number = line.texts.get("number", "")
        if number:
            row.action = self.actions.get(whole_number(number) or 0)
            if row.action is None:
                words.fault(
                    row,
                    "number",
                    _("There is no action %(number)s. Empty the cell for a new one.")
                    % {"number": number},
                )
            elif line.texts.get("version", "") != str(row.action.version):
                words.fault(
                    row,
                    "version",
                    _(
                        "This action was changed since the workbook was downloaded. "
                        "Download it again, or change the action on its page."
                    ),
                )
        if not row.faults:
            row.content = self._content(row)
        return row

    def _content(self, row: Row) -> Content | None:
        texts = row.line.texts
        standing = measures.content_of(row.action) if row.action else None
        values = words.plain(row, standing)
        targets = words.targets(row, self.gaps)
        hazards = words.listed(row, "hazards", self.hazards, _("hazard"))
        cities = words.listed(row, "cities", self.cities, _("local government"))
        costs = words.costs(row, self.plan.years)
        if row.faults:
            return None
        if standing:
            hazards = standing.hazards if "hazards" not in texts else hazards
            cities = standing.cities if "cities" not in texts else cities
        return Content(
            **values,
            targets=targets,
            hazards=hazards,
            cities=cities,
            costs=costs,
            fundings=standing.fundings if standing else (),
        )

    def _repeated(self, found: Preview) -> None:
        """Take none of the rows that stand for the same action."""
        numbers = Counter(one.action.number for one in found.rows if one.action)
        for row in found.rows:
            if row.action and numbers[row.action.number] > 1:
                words.fault(row, "number", _("This action stands in the file twice."))

    def _money(
        self, lines: Iterable[Line], found: Preview
    ) -> Mapping[int, list[Money]]:
        """Return the amounts of each row; a fault in one of them is its row's."""
        by_number = {str(one.action.number): one for one in found.rows if one.action}
        by_title = {
            one.line.texts.get("title", "").casefold(): one
            for one in found.rows
            if one.action is None
        }
        amounts: defaultdict[int, list[Money]] = defaultdict(list)
        for line in lines:
            number = line.texts.get("number", "")
            title = line.texts.get("title", "").casefold()
            row = by_number.get(number) if number else by_title.get(title)
            if row is None:
                found.faults.append(
                    f"{line.sheet}, {line.row}: "
                    + _("This money belongs to no action of the first sheet.")
                )
                continue
            amounts[id(row)].append(self._amount(row, line))
        return amounts

    def _amount(self, row: Row, line: Line) -> Money:
        texts = line.texts
        for key in sorted(line.formulas):
            words.fault(
                row, key, _("A formula stands here. Type the value itself."), line
            )
        year = texts.get("year", "")
        if not year.isdecimal() or len(year) != 4:
            words.fault(row, "year", _("Choose the year of this money."), line)
        chosen = {}
        for key in ("source", "state"):
            text = texts.get(key, "")
            found = columns.choice(key, text)
            if not found:
                words.fault(row, key, words.unknown(key, text), line)
            chosen[key] = found or ""
        lasting = columns.is_yes(texts.get("is_sustainable", ""))
        if lasting is None:
            words.fault(row, "is_sustainable", _("Write yes or no."), line)
        return Money(
            year=int(year) if year.isdecimal() and len(year) == 4 else 0,
            dinars=words.amount_of(row, "dinars", line),
            is_sustainable=bool(lasting),
            note=texts.get("note", ""),
            **chosen,
        )

    def _judge(self, row: Row, money: list[Money] | None) -> None:
        """Hold the row to the rules of the form, and see what it would change."""
        if row.content is None or row.faults:
            return
        content = row.content
        if money is not None:
            content = replace(content, fundings=tuple(money))
        content = measures.settled(content)
        answers = measures.answers_of(content.targets)
        faults = findings.of_content(self.plan, content, answers, self.plan.cities)
        for name, sentences in faults.items():
            for sentence in sentences:
                words.fault(row, PLACES.get(name, name), sentence)
        row.content = content
        row.warnings = findings.warnings_of(content.fundings, content.costs)
        if row.action:
            standing = as_record(measures.content_of(row.action))
            row.changed = differences(standing, as_record(content))


def names_of(place: Hazard | City) -> list[str]:
    """Return the name in the three languages."""
    return [
        str(getattr(place, build_localized_fieldname("name", code)))
        for code, _name in settings.LANGUAGES
    ]
