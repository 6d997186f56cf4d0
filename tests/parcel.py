"""A spreadsheet package written by hand around its sheets."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MACRO_SHEET = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
PLAIN_SHEET = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
)
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'


def relations(found: Iterable[tuple[str, str, str]]) -> bytes:
    lines = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target={quoteattr(target)}/>'
        for name, kind, target in found
    )
    return (
        f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'
    ).encode()


def packed(sheets: list[str], parts: Mapping[str, bytes], kind: str) -> bytes:
    listed = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(sheets, start=1)
    )
    workbook = (
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookPr/>'
        f'<sheets>{listed}</sheets><calcPr calcId="191029"/></workbook>'
    )
    links = [
        (f"rId{number}", "worksheet", f"worksheets/sheet{number}.xml")
        for number in range(1, len(sheets) + 1)
    ]
    links.append(("rId100", "styles", "styles.xml"))
    entries = {
        "[Content_Types].xml": _content_types(parts, kind),
        "_rels/.rels": relations([("rId1", "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": workbook.encode(),
        "xl/_rels/workbook.xml.rels": relations(links),
        "xl/styles.xml": STYLES,
        **parts,
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        for name, data in entries.items():
            entry = zipfile.ZipInfo(name, (2024, 3, 5, 12, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o640 << 16
            package.writestr(entry, data)
    return content.getvalue()


def _content_types(parts: Iterable[str], kind: str) -> bytes:
    kinds = {
        "xl/workbook.xml": kind,
        "xl/styles.xml": f"{SPREADSHEET}.styles+xml",
    }
    for name in parts:
        if name.startswith("xl/worksheets/sheet"):
            kinds[name] = f"{SPREADSHEET}.worksheet+xml"
        elif name == "xl/vbaProject.bin":
            kinds[name] = "application/vnd.ms-office.vbaProject"
        elif name.startswith("xl/ctrlProps/"):
            kinds[name] = "application/vnd.ms-excel.controlproperties+xml"
        elif name.startswith("xl/drawings/drawing"):
            kinds[name] = "application/vnd.openxmlformats-officedocument.drawing+xml"
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{one}"/>'
        for name, one in kinds.items()
    )
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="vml" ContentType='
        '"application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
        '<Default Extension="wmf" ContentType="image/x-wmf"/>'
        f"{overrides}</Types>"
    ).encode()


STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/>'
    '<name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill'
    ' patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/>'
    '</cellStyleXfs><cellXfs count="2"><xf/><xf applyProtection="1"><protection'
    ' locked="0"/></xf></cellXfs><cellStyles count="1"><cellStyle name="Normal"'
    ' xfId="0" builtinId="0"/></cellStyles></styleSheet>'
).encode()
