"""What was found in a workbook, as sentences that say what to do."""

from django.utils.translation import gettext as _

from scorecard.workbooks.faults import Finding, Trouble

FILE_TROUBLES = frozenset(
    {
        Trouble.EMPTY,
        Trouble.TOO_LARGE,
        Trouble.UNPACKS_TOO_LARGE,
        Trouble.NOT_A_WORKBOOK,
        Trouble.LOCKED,
        Trouble.OLD_FORMAT,
        Trouble.BROKEN,
        Trouble.DANGEROUS_XML,
        Trouble.MACROS,
        Trouble.UNKNOWN_WORKBOOK,
        Trouble.SEAL_BROKEN,
        Trouble.OTHER_CITY,
        Trouble.OTHER_ASSESSMENT,
        Trouble.OTHER_EDITION,
        Trouble.NEWER_FORMAT,
    }
)

# Said, but no row is left out for it.
HARMLESS = frozenset({Trouble.OLDER_EXPORT, Trouble.TOTAL_DIFFERS})


def sentence(finding: Finding) -> str:
    """Return the finding with its place: sheet and cell first, then what to do."""
    words = _words(finding.trouble) % {
        "sheet": finding.sheet,
        "value": finding.value,
        "code": finding.code,
    }
    place = _place(finding)
    return f"{place}: {words}" if place else words


def _place(finding: Finding) -> str:
    if finding.sheet and finding.cell:
        return _("Sheet %(sheet)s, cell %(cell)s") % {
            "sheet": finding.sheet,
            "cell": finding.cell,
        }
    return ""


def _words(trouble: Trouble) -> str:
    if trouble in FILE_TROUBLES:
        return _words_on_file(trouble)
    return {
        Trouble.SHEET_MISSING: _(
            "The sheet %(sheet)s is missing. Use a complete copy of the workbook."
        ),
        Trouble.CODE_UNKNOWN: _(
            "There is no indicator %(value)s in this edition. The row is left out."
        ),
        Trouble.CODE_REPEATED: _(
            "The indicator %(code)s stands in the file more than once. Keep one of the "
            "rows; none is taken."
        ),
        Trouble.CODE_MISSING: _(
            "The indicator %(code)s was not found where it belongs. Its answer is left "
            "as it is."
        ),
        Trouble.ROW_MOVED: _(
            "The rows of the indicator %(code)s were moved or overwritten. Restore "
            "their order; the row is left out."
        ),
        Trouble.CELLS_MERGED: _(
            "Cells were merged over an answer. Undo that; the row is left out."
        ),
        Trouble.NOT_A_LEVEL: _(
            "“%(value)s” is not a level. Choose one from the list; the row is left out."
        ),
        Trouble.FORMULA: _(
            "A formula stands where an answer belongs. Type the answer itself; the row "
            "is left out."
        ),
        Trouble.TEXT_TOO_LONG: _(
            "The text is too long for %(code)s. Shorten it; the row is left out."
        ),
        Trouble.REASON_MISSING: _(
            "%(code)s is marked as not applicable. Write why; the row is left out."
        ),
        Trouble.NOT_A_NUMBER: _("“%(value)s” is not a number. The figure is left out."),
        Trouble.NOT_A_DATE: _(
            "“%(value)s” is not a date. The figure is left out, because it needs the "
            "date of its source."
        ),
        Trouble.LANGUAGES_MIXED: _(
            "The wording here is of another language than this workbook. Choose from "
            "the lists of this workbook; the row is left out."
        ),
        Trouble.OLDER_EXPORT: _(
            "Answers were changed here since this workbook was downloaded: %(value)s. "
            "They stay; where the file says something else too, you choose."
        ),
        Trouble.CITY_DIFFERS: _(
            "The file names another local government: “%(value)s”. Check that this is "
            "the file you mean."
        ),
        Trouble.TOTAL_DIFFERS: _(
            "The file prints a total of %(value)s, and its answers add up to another "
            "one. Check the answers below."
        ),
    }[trouble]


def _words_on_file(trouble: Trouble) -> str:
    return {
        Trouble.EMPTY: _("The file is empty. Choose another one."),
        Trouble.TOO_LARGE: _(
            "The file is larger than 10 MB. Remove pictures and sheets of your own, "
            "save it and choose it again."
        ),
        Trouble.UNPACKS_TOO_LARGE: _(
            "The file becomes too large when it is opened. Use a fresh copy of the "
            "workbook."
        ),
        Trouble.NOT_A_WORKBOOK: _(
            "This is not an Excel workbook. Choose a file that ends in .xlsx or .xlsm."
        ),
        Trouble.LOCKED: _(
            "The file is protected with a password. Save it without one and choose it "
            "again."
        ),
        Trouble.OLD_FORMAT: _(
            "This is an old Excel file (.xls). Open it, save it as .xlsx or .xlsm and "
            "choose that."
        ),
        Trouble.BROKEN: _(
            "The file is damaged. Open it in Excel or LibreOffice, save it again and "
            "choose it."
        ),
        Trouble.DANGEROUS_XML: _(
            "The file contains instructions that no workbook needs, and was not "
            "opened. Use a fresh copy of the workbook."
        ),
        Trouble.MACROS: _(
            "The file contains macros, and was not opened. Save it as .xlsx, without "
            "macros, and choose that."
        ),
        Trouble.UNKNOWN_WORKBOOK: _(
            "This is not the workbook that is expected here. Choose another file."
        ),
        Trouble.SEAL_BROKEN: _(
            "The hidden sheet that says what the workbook belongs to was changed. "
            "Download the workbook again and copy your answers into it."
        ),
        Trouble.OTHER_CITY: _(
            "The workbook belongs to another local government: %(value)s."
        ),
        Trouble.OTHER_ASSESSMENT: _(
            "The workbook belongs to another assessment: %(value)s. Upload it there."
        ),
        Trouble.OTHER_EDITION: _(
            "The workbook belongs to another edition of the questionnaire: %(value)s."
        ),
        Trouble.NEWER_FORMAT: _(
            "The workbook comes from a newer version of this program. Download it here "
            "again."
        ),
    }[trouble]
