"""How tables come and go: as text with commas or semicolons, and as a workbook."""

import io
import warnings
from typing import Any

import openpyxl
import tablib
from import_export.formats.base_formats import CSV, XLSX


class Table(CSV):
    """CSV as offices have it: Serbian spreadsheets separate cells with semicolons."""

    def create_dataset(self, in_stream: Any, **kwargs: Any) -> tablib.Dataset:
        head = in_stream.partition("\n")[0]
        if head.count(";") > head.count(","):
            kwargs["delimiter"] = ";"
        return super().create_dataset(in_stream, **kwargs)

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> bytes:
        """Return the table with a mark by which spreadsheets know the Cyrillic."""
        return super().export_data(dataset, **kwargs).encode("utf-8-sig")


class Workbook(XLSX):
    """The first sheet of a workbook, with formulas as they were typed."""

    def create_dataset(self, in_stream: bytes) -> tablib.Dataset:
        with warnings.catch_warnings():
            # What openpyxl leaves out of a workbook is nothing that we read.
            warnings.simplefilter("ignore", UserWarning)
            book = openpyxl.load_workbook(io.BytesIO(in_stream), read_only=True)
        rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
        book.close()
        return _table(rows)


def _table(rows: list[list[Any]]) -> tablib.Dataset:
    """Return rows as a table, without the columns in which nothing stands."""
    width = max((len(row) for row in rows), default=0)
    filled = [row + [None] * (width - len(row)) for row in rows]
    used = [at for at in range(width) if any(row[at] is not None for row in filled)]
    kept = [[row[at] for at in used] for row in filled]
    return tablib.Dataset(*kept[1:], headers=kept[0] if kept else None)
