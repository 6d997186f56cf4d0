"""Rows of plain cells, checked one by one and saved together or not at all."""

from collections import Counter
from typing import Any, NamedTuple

import tablib
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export import fields, resources
from import_export.results import Error

from cities.permissions import Refused
from scorecard.actions import wording


class Change(NamedTuple):
    """What a file changes in one column of a row."""

    column: str
    before: str
    after: str


class Changes:
    """What a file changes in a row, column by column; the page shows it as text."""

    def __init__(self, resource: "CellResource", instance: Any, new: bool) -> None:
        self.columns = list(resource.fields)
        self.before = {} if new else dict(instance.cells)
        self.after: dict[str, str] = {}

    def compare_with(self, resource: "CellResource", instance: Any) -> None:
        self.after = dict(instance.cells)

    def as_html(self) -> list[Change]:
        """Return the columns that differ."""
        both = (
            Change(one, self.before.get(one, ""), self.after.get(one, ""))
            for one in self.columns
        )
        return [one for one in both if one.before != one.after]


class Cell(fields.Field):
    """A column of plain text; a leading sign of a formula never leaves as such."""

    def __init__(self, column: str) -> None:
        super().__init__(attribute=column, column_name=column)

    def get_value(self, instance: Any) -> str:
        return instance.cells.get(self.column_name, "")

    def save(
        self, instance: Any, row: dict[str, Any], is_m2m: bool = False, **kwargs: Any
    ) -> None:
        instance.cells[self.column_name] = row[self.column_name]

    def export(self, instance: Any, **kwargs: Any) -> str:
        text = self.get_value(instance)
        return f"'{text}" if text.startswith(wording.FORMULA_SIGNS) else text


class CellResource(resources.ModelResource):
    """An import whose rows are cells by column; `known` has those that stand, by key.

    Rows that a file does not name stay as they are.
    """

    key = "code"
    known: dict[str, Any]

    def __init__(self, columns: list[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields = {column: Cell(column) for column in columns}
        self.allowed = set(columns)
        self.known = {}
        self.times: Counter[str] = Counter()
        self.number = 0

    @classmethod
    def get_diff_class(cls) -> type[Changes]:
        return Changes

    def get_instance(self, instance_loader: Any, row: dict[str, Any]) -> Any:
        return self.known.get(row[self.key])

    def before_import(self, dataset: tablib.Dataset, **kwargs: Any) -> None:
        """Judge the file as a whole; a fault of it leaves no row to look at."""
        try:
            self.check_target()
            headers = self._headers(dataset.headers or [])
        except Exception:
            dataset.wipe()
            raise
        rows = [[_text(cell) for cell in row] for row in dataset]
        while rows and not any(rows[-1]):
            rows.pop()
        # A number or a date is no code: a spreadsheet has changed what was typed.
        at = headers.index(self.key)
        self.spoilt = {
            index + 2
            for index, row in enumerate(dataset)
            if row[at] is not None and not isinstance(row[at], str)
        }
        dataset.wipe()
        dataset.headers = headers
        dataset.extend(rows)
        self.times = Counter(row[at] for row in rows)
        self.read(dataset)

    def check_target(self) -> None:
        """Refuse where the rows' owner may not change."""

    def read(self, dataset: tablib.Dataset) -> None:
        """Get ready for the rows, once they are plain text."""

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        self.number = kwargs["row_number"] + 1
        if self.number in self.spoilt:
            self.fail(self.key, _("Format the column as text and type it again."))
        if not row[self.key]:
            self.fail(self.key, _("Every row needs its code."))
        if self.times[row[self.key]] > 1:
            self.fail(self.key, _("This code stands in the file more than once."))

    def fail(self, column: str, sentence: str) -> None:
        """Stop this row; the sentence says where in the file it is."""
        raise ValidationError({column: [self.said(column, sentence)]})

    def said(self, column: str, sentence: str) -> str:
        return _("Row %(row)s, column %(column)s: %(sentence)s") % {
            "row": self.number,
            "column": column,
            "sentence": sentence,
        }

    def lament(self, result: Any, sentences: list[str]) -> None:
        """Add what is wrong with the whole; then nothing is saved."""
        for sentence in sentences:
            result.append_base_error(Error(Refused(sentence)))

    def _headers(self, headers: list[Any]) -> list[str]:
        names = [str(one or "").strip() for one in headers]
        if self.key not in names:
            raise Refused(
                _("The first row must name the columns. There is no column %(column)s.")
                % {"column": self.key}
            )
        unknown = sorted(set(names) - self.allowed)
        if unknown:
            raise Refused(
                _("No column is called so: %(columns)s. Mend or remove it.")
                % {"columns": ", ".join(one or "–" for one in unknown)}
            )
        twice = [name for name, times in Counter(names).items() if times > 1]
        if twice:
            raise Refused(
                _("A column stands there twice: %(columns)s. Remove one.")
                % {"columns": ", ".join(twice)}
            )
        return names


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).replace("\r\n", "\n").strip()
