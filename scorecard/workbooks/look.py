"""The look of our workbooks on screen and paper: colours, borders, pages. No Django."""

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.styles import Protection as CellProtection
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from scorecard.workbooks.cells import flat, header_text, lines, put_text

# static/css/tokens.css
INK, INK_SOFT = "14232B", "475963"
LINE, LINE_STRONG = "D3DDE1", "7D9099"
TEAL_900, TEAL_700, TEAL_100, TEAL_50 = "0A3640", "0F5A69", "DCECEF", "EEF6F7"
ACCENT, ACCENT_WASH = "A84C0B", "FDF2E7"
WHITE = "FFFFFF"

FONT = "Calibri"
LINE_HEIGHT = 13.0
ROW_HEIGHT_MAXIMUM = 409.0
A4 = 9

_TOP = Alignment(vertical="top", wrap_text=True)
_MIDDLE = Alignment(vertical="center", wrap_text=True)
_ONE_LINE = Alignment(vertical="center")
_THIN = Side(style="thin", color=LINE)
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_STRONG = Side(style="thin", color=LINE_STRONG)
_FIELD = Border(left=_STRONG, right=_STRONG, top=_STRONG, bottom=_STRONG)


class GrowingRow(RowDimension):
    """A row with a height that still adapts to what is typed into it.

    openpyxl marks each given height as set by hand, and Excel then keeps it for ever.
    """

    customHeight = False  # noqa: N815 (the name in the file)


def add_styles(workbook: Workbook) -> None:
    """Add the named styles that the cells of our workbooks use."""
    for style in (
        _style("title", _font(15, TEAL_900, bold=True), _ONE_LINE),
        _style("about", _font(10, INK_SOFT), _ONE_LINE),
        _style("note", _font(10, ACCENT, bold=True), _ONE_LINE, ACCENT_WASH),
        _style("heading", _font(12, TEAL_700, bold=True), _ONE_LINE),
        _style("head", _font(10, WHITE, bold=True), _MIDDLE, TEAL_700, _BOX),
        _style("section", _font(10, TEAL_900, bold=True), _ONE_LINE, TEAL_100),
        _style("code", _font(10, TEAL_700, bold=True), _TOP, "", _BOX),
        _style("text", _font(10, INK), _TOP, "", _BOX),
        _style("label", _font(10, INK_SOFT), _TOP),
        _style("value", _font(10, INK), _TOP),
        _style(
            "number",
            _font(10, INK),
            Alignment(horizontal="right", vertical="top"),
            "",
            _BOX,
        ),
        _style("field", _font(10, INK), _TOP, TEAL_50, _FIELD, locked=False),
    ):
        workbook.add_named_style(style)


def named(style: str) -> str:
    return f"mcr {style}"


def put(sheet: Worksheet, place: str, text: str, style: str) -> None:
    """Write text as text into a cell of that style."""
    cell = sheet[place]
    cell.style = named(style)
    put_text(cell, text)


def put_band(
    sheet: Worksheet, row: int, text: str, style: str, columns: int, begin: int = 1
) -> None:
    """Write one line of text across so many columns of a row, without merging them."""
    for column in range(1, columns + 1):
        sheet.cell(row=row, column=column).style = named(style)
    put_text(sheet.cell(row=row, column=begin), flat(text))
    set_height(sheet, row, 1, 6)


def put_wide(
    sheet: Worksheet, places: str, text: str, style: str, width: float
) -> None:
    """Write text wrapped into merged cells, whose height nothing else would set."""
    begin = places.partition(":")[0]
    sheet.merge_cells(places)
    put(sheet, begin, text, style)
    row = sheet[begin].row
    sheet.row_dimensions[row].height = lines(text, width) * LINE_HEIGHT + 3


def set_height(sheet: Worksheet, row: int, count: int, extra: float = 4) -> None:
    """Make a row as high as so many lines of text need, as far as Excel allows."""
    height = min(count * LINE_HEIGHT + extra, ROW_HEIGHT_MAXIMUM)
    sheet.row_dimensions[row] = GrowingRow(sheet, index=row, ht=height)


def fill(colour: str) -> PatternFill:
    return PatternFill("solid", start_color=colour, end_color=colour)


def finish(
    sheet: Worksheet,
    *,
    landscape: bool,
    header: tuple[str, str, str],
    footer: tuple[str, str],
) -> None:
    """Protect a sheet and set its page: A4, one page wide, header and footer.

    There is no password. Heights and widths stay free, because in Excel only then rows
    grow with what is typed. The footer's right part may hold &P and &N.
    """
    sheet.protection.sheet = True
    sheet.protection.formatRows = False
    sheet.protection.formatColumns = False
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(
        left=0.4, right=0.4, top=0.75, bottom=0.65, header=0.35, footer=0.3
    )
    sheet.print_options.horizontalCentered = True
    above, below = sheet.oddHeader, sheet.oddFooter
    above.left.text = header_text(header[0], 50)
    above.center.text = header_text(header[1], 110)
    above.right.text = header_text(header[2], 60)
    below.left.text, below.right.text = header_text(footer[0], 120), footer[1]
    for part in (above.left, above.center, above.right, below.left, below.right):
        part.size = 9


def _font(size: int, colour: str, *, bold: bool = False) -> Font:
    return Font(name=FONT, size=size, color=colour, bold=bold)


def _style(
    name: str,
    font: Font,
    alignment: Alignment,
    colour: str = "",
    border: Border | None = None,
    *,
    locked: bool = True,
) -> NamedStyle:
    return NamedStyle(
        name=named(name),
        font=font,
        alignment=alignment,
        fill=fill(colour) if colour else None,
        border=border,
        protection=CellProtection(locked=locked),
    )
