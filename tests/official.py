"""Workbooks shaped like UNDRR's official one, with text of our own, built by hand.

The cells, controls and formulas stand where the official file has them.
"""

from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

from scorecard.workbooks.official_map import (
    CODES,
    INDICATORS,
    PLACES,
    SHEETS,
    Place,
)
from scorecard.workbooks.sheets import position
from tests.parcel import HEAD, MACRO_SHEET, MAIN, OFFICE, PLAIN_SHEET, packed, relations

OTHER_ENTRIES = {
    "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0not really a macro" * 9,
    "xl/charts/chart9.xml": f"{HEAD}<chart>our own</chart>".encode(),
    "docProps/thumbnail.wmf": bytes(range(256)),
}

Written = str | int | float | bool | None
Cells = dict[str, Written]


class Formula(str):
    """A formula without its sign, with 0 as what was computed last."""

    __slots__ = ()


def official_workbook(
    answers: Mapping[str, int | None] | None = None,
    comments: Mapping[str, str] | None = None,
    info: Mapping[str, Written] | None = None,
    printed_total: int | None = None,
) -> bytes:
    """Return an .xlsm with the options chosen: 1 (the best) to 4, by code."""
    chosen = dict(answers or {})
    total = sum(4 - one for one in chosen.values() if one)
    entries: dict[str, bytes] = {}
    sheets = ["Cover", "Info", "Results", *SHEETS, "About"]
    written: dict[str, Cells] = {
        "Cover": {"B2": "Our own cover"},
        "Info": _info() | dict(info or {}),
        "Results": _results(total if printed_total is None else printed_total),
        "About": {"B2": "Our own words about it"},
    }
    for name in SHEETS:
        places = [place for place in PLACES if place.sheet == name]
        written[name] = _essential(places, chosen, comments or {})
    for number, name in enumerate(sheets, start=1):
        places = [place for place in PLACES if place.sheet == name]
        part = f"xl/worksheets/sheet{number}.xml"
        entries[part] = _sheet(
            written[name],
            merged=[area for place in places for area in _merged(place)],
            controls=_controls(number, places),
            drawing=bool(places),
        )
        if places:
            entries |= _control_parts(number, places, chosen)
    return packed(sheets, entries | OTHER_ENTRIES, MACRO_SHEET)


def results_workbook(
    scores: Mapping[str, int | None] | None = None,
    codes: Iterable[str] = CODES[:-1],
    printed_total: int | None = None,
) -> bytes:
    """Return an .xlsx of the 2023 kind: codes, wording and 46 scores of 0 to 3."""
    scores = scores or {}
    codes = list(codes)
    total = sum(scores.get(code) or 0 for code in codes)
    shown = total if printed_total is None else printed_total
    cells: Cells = {
        "B2": f"The overall score is {shown} / {3 * len(codes)}",
        "B4": "Code",
        "C4": "Question",
        "D4": "Score",
    }
    for row, code in enumerate(codes, start=5):
        cells |= {
            f"B{row}": code,
            f"C{row}": f"Our own question {code}",
            f"D{row}": scores.get(code),
        }
    sheets = ["Info", "Results"]
    entries = {
        "xl/worksheets/sheet1.xml": _sheet(_info()),
        "xl/worksheets/sheet2.xml": _sheet(cells),
    }
    return packed(sheets, entries, PLAIN_SHEET)


def _info() -> Cells:
    cells: Cells = {f"B{row}": f"Our own label {row}" for row in range(4, 40)}
    return cells | {"C4": "City"}


def _essential(
    places: list[Place], chosen: Mapping[str, int | None], comments: Mapping[str, str]
) -> Cells:
    cells: Cells = {}
    for place in places:
        top = place.row + 4
        cells[f"B{place.row}"] = f"{place.code} - Our own title"
        cells[f"C{place.row + 1}"] = "Comments"
        cells[f"C{place.row + 2}"] = comments.get(place.code)
        cells[f"C{place.row + 3}"] = "Evidence"
        cells[f"C{top}"] = None
        cells[f"E{top}"] = chosen.get(place.code)
        for option in range(1, 5):
            formula = f"IF(E{top}={option},TRUE,FALSE)"
            cells[f"F{top + option - 1}"] = Formula(formula)
        for column in "BCD":
            cells[f"{column}{place.row + 8}"] = "Our own label"
            cells[f"{column}{place.row + 9}"] = None
    return cells


def _merged(place: Place) -> tuple[str, str]:
    return (
        f"C{place.row + 2}:D{place.row + 2}",
        f"C{place.row + 4}:D{place.row + 7}",
    )


def _results(printed: int) -> Cells:
    cells: Cells = {"B159": Formula("TODAY()")}
    last = 174 + len(PLACES)
    for number, count in enumerate(INDICATORS, start=1):
        row = 162 + number
        cells[f"F{row}"] = f"E{number}"
        cells[f"G{row}"] = Formula(f"SUMIFS(F$175:F${last},B$175:B${last},F{row})")
        cells[f"H{row}"] = count * 3
    cells["M163"] = f"The overall score for this assessment is {printed} / 141"
    cells["G173"] = Formula("SUM(G163:G172)")
    for row, place in enumerate(PLACES, start=175):
        cells[f"B{row}"] = f"E{int(place.sheet[1:])}"
        cells[f"C{row}"] = place.code
        cells[f"E{row}"] = f"Our own question {place.code}"
        cells[f"F{row}"] = Formula(f'IF(G{row}="",0,IF(G{row}=0,0,4-G{row}))')
        cells[f"G{row}"] = Formula(f"{place.sheet}!{place.answer}")
    return cells


def _sheet(
    cells: Cells,
    merged: Iterable[str] = (),
    controls: str = "",
    drawing: bool = False,
) -> bytes:
    rows: dict[int, list[tuple[int, str]]] = {}
    for reference, value in cells.items():
        column, row = position(reference)
        rows.setdefault(row, []).append((column, _cell(reference, value)))
    data = "".join(
        f'<row r="{row}" spans="1:13">{"".join(xml for _, xml in sorted(found))}</row>'
        for row, found in sorted(rows.items())
    )
    areas = "".join(f'<mergeCell ref="{area}"/>' for area in merged)
    merges = f"<mergeCells>{areas}</mergeCells>" if areas else ""
    links = (
        '<drawing r:id="rId1"/><legacyDrawing r:id="rId2"/>' + controls
        if drawing
        else ""
    )
    return (
        f'{HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"'
        ' xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
        ' mc:Ignorable="x14ac"><sheetData>'
        f'{data}</sheetData><sheetProtection sheet="1" objects="1" scenarios="1"/>'
        f"{merges}{links}</worksheet>"
    ).encode()


def _cell(reference: str, value: Written) -> str:
    start = f'<c r="{reference}" s="1"'
    if value is None:
        return f"{start}/>"
    if isinstance(value, Formula):
        return f"{start}><f>{escape(value)}</f><v>0</v></c>"
    if isinstance(value, bool):
        return f'{start} t="b"><v>{int(value)}</v></c>'
    if isinstance(value, str):
        text = f'<is><t xml:space="preserve">{escape(value)}</t></is>'
        return f'{start} t="inlineStr">{text}</c>'
    return f"{start}><v>{value}</v></c>"


# The controls: per question a group box and four radio buttons.


def _shapes(number: int, places: list[Place]) -> list[tuple[int, Place, int]]:
    """Return shape id, question and option (0 is the group box) of each control."""
    kinds = [(place, option) for place in places for option in range(5)]
    return [
        (number * 1024 + at, place, option)
        for at, (place, option) in enumerate(kinds, start=1)
    ]


def _controls(number: int, places: list[Place]) -> str:
    if not places:
        return ""
    found = "".join(
        '<mc:AlternateContent><mc:Choice Requires="x14" xmlns:x14='
        '"http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
        f'<control shapeId="{shape}" r:id="rId{at}" name="Control {at}">'
        '<controlPr defaultSize="0" autoFill="0" autoLine="0" autoPict="0"><anchor>'
        f"{_corner('from', place, option)}{_corner('to', place, option)}"
        "</anchor></controlPr></control></mc:Choice></mc:AlternateContent>"
        for at, (shape, place, option) in enumerate(_shapes(number, places), start=3)
    )
    return (
        '<mc:AlternateContent><mc:Choice Requires="x14" xmlns:x14='
        '"http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
        f"<controls>{found}</controls></mc:Choice></mc:AlternateContent>"
    )


def _rows(place: Place, option: int) -> tuple[int, int]:
    """Return the rows above and below a control, counted from 0."""
    if option == 0:
        return place.row, place.row + 9
    return place.row + 2 + option, place.row + 3 + option


def _corner(name: str, place: Place, option: int) -> str:
    start, end = _rows(place, option)
    column, row = (1, start) if name == "from" else (2, end)
    return (
        f"<{name}><xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff>"
        f"<xdr:row>{row}</xdr:row><xdr:rowOff>0</xdr:rowOff></{name}>"
    )


def _control_parts(
    number: int, places: list[Place], chosen: Mapping[str, int | None]
) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    links = [
        ("rId1", "drawing", f"../drawings/drawing{number}.xml"),
        ("rId2", "vmlDrawing", f"../drawings/vmlDrawing{number}.vml"),
    ]
    shapes = ""
    for at, (shape, place, option) in enumerate(_shapes(number, places), start=3):
        name = f"ctrlProp{number * 100 + at}.xml"
        links.append((f"rId{at}", "ctrlProp", f"../ctrlProps/{name}"))
        is_chosen = bool(option) and chosen.get(place.code) == option
        parts[f"xl/ctrlProps/{name}"] = _control_part(place, option, is_chosen)
        shapes += _shape(shape, place, option, is_chosen)
    parts[f"xl/drawings/vmlDrawing{number}.vml"] = (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml"\r\n'
        ' xmlns:o="urn:schemas-microsoft-com:office:office"\r\n'
        ' xmlns:x="urn:schemas-microsoft-com:office:excel">\r\n'
        '<v:shapetype id="_x0000_t201" coordsize="21600,21600" o:spt="201"'
        ' path="m,l,21600r21600,l21600,xe"><v:path shadowok="f" o:extrusionok="f"'
        ' strokeok="f" fillok="f" o:connecttype="rect"/></v:shapetype>\r\n'
        f"{shapes}</xml>"
    ).encode()
    parts[f"xl/drawings/drawing{number}.xml"] = _text_box(number)
    parts[f"xl/worksheets/_rels/sheet{number}.xml.rels"] = relations(links)
    return parts


def _control_part(place: Place, option: int, is_chosen: bool) -> bytes:
    state = ' checked="Checked"' if is_chosen else ""
    first = f' firstButton="1" fmlaLink="$E${place.row + 4}"' if option == 1 else ""
    kind = "Radio" if option else "GBox"
    return (
        f'{HEAD}<formControlPr xmlns="http://schemas.microsoft.com/office/spreadsheetml'
        f'/2009/9/main" objectType="{kind}"{state}{first} lockText="1" noThreeD="1"/>'
    ).encode()


def _shape(shape: int, place: Place, option: int, is_chosen: bool) -> str:
    start, end = _rows(place, option)
    kind = "Radio" if option else "GBox"
    left, right = (8, 2) if option else (0, 3)
    inner = f"<x:Anchor>1, {left}, {start}, 2, {right}, 0, {end}, 0</x:Anchor>"
    inner += "<x:AutoFill>False</x:AutoFill><x:AutoLine>False</x:AutoLine>"
    if is_chosen:
        inner += "<x:Checked>1</x:Checked>"
    inner += "<x:NoThreeD/>"
    if option == 1:
        inner += "<x:FirstButton/>"
    return (
        f'<v:shape id="_x0000_s{shape}"'
        ' type="#_x0000_t201" style="position:absolute;width:90pt;height:15pt">'
        f'<v:textbox><div><font face="Tahoma">{4 - option}</font></div></v:textbox>'
        f'<x:ClientData ObjectType="{kind}">{inner}</x:ClientData></v:shape>\r\n'
    )


def _text_box(number: int) -> bytes:
    drawing = "http://schemas.openxmlformats.org/drawingml/2006"
    return (
        f'{HEAD}<xdr:wsDr xmlns:xdr="{drawing}/spreadsheetDrawing"'
        f' xmlns:a="{drawing}/main"><xdr:absoluteAnchor><xdr:pos x="0" y="0"/>'
        '<xdr:ext cx="900000" cy="300000"/><xdr:sp macro="" textlink=""><xdr:nvSpPr>'
        f'<xdr:cNvPr id="{number}" name="Box"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr>'
        '<xdr:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr>'
        "<xdr:txBody><a:bodyPr/><a:p><a:r><a:t>Our own wording</a:t></a:r></a:p>"
        "</xdr:txBody></xdr:sp><xdr:clientData/></xdr:absoluteAnchor></xdr:wsDr>"
    ).encode()
