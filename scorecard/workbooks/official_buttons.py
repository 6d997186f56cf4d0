"""The option buttons of the official workbook: which is whose, and pressing one.

A button's state stands twice, apart from the answer's cell: in a part of its own and
in the sheet's drawing. LibreOffice takes a group without any state for an answer.
"""

import re
import zipfile
from dataclasses import dataclass

from lxml import etree

from scorecard.workbooks.faults import Finding, Trouble, Unreadable
from scorecard.workbooks.official_map import SCALE_MAXIMUM, Place
from scorecard.workbooks.sheets import broken, parsed, relations, written_like

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_LINK = re.compile(r"(?:.*!)?\$?E\$?([0-9]+)")
_SHAPE = re.compile(rb"<v:shape\b.*?</v:shape>", re.DOTALL)
_SHAPE_NUMBER = re.compile(rb"\b(?:id|o:spid)\s*=\s*[\"']_x0000_s([0-9]+)[\"']")
_CHECKED = re.compile(rb"\s*<x:Checked>[^<]*</x:Checked>|\s*<x:Checked\s*/>")
_BEFORE_CHECKED = re.compile(rb"<x:FmlaLink>|</x:ClientData>")


@dataclass(frozen=True)
class Button:
    """One option: its own part, and the number of its shape in the drawing."""

    part: str
    shape: int


@dataclass(frozen=True)
class Buttons:
    """The groups of a sheet by the row of the answer, each from 3 down to 0."""

    sheet: str
    drawing: str
    groups: dict[int, tuple[Button, ...]]

    def of(self, place: Place) -> tuple[Button, ...]:
        """Return the four buttons of a question, or raise Unreadable."""
        row = int(place.answer[1:])
        group = self.groups.get(row, ())
        if len(group) != SCALE_MAXIMUM + 1:
            raise Unreadable(
                [
                    Finding.at(
                        Trouble.ROW_MOVED, place.sheet, place.answer, code=place.code
                    )
                ]
            )
        return group


def find_buttons(
    package: zipfile.ZipFile, sheet: str, part: str, root: etree._Element
) -> Buttons:
    """Read the controls of a sheet in their order; a linked one opens a group."""
    targets = relations(package, part)
    groups: dict[int, list[Button]] = {}
    row = 0
    seen = set()
    for control in root.iter("{*}control"):
        target = targets.get(control.get(_RELATION, ""), "")
        # A control is written again for programs that know no alternative content.
        if target in seen or target not in package.NameToInfo:
            continue
        seen.add(target)
        properties = parsed(package, target)
        if properties.get("objectType") != "Radio":
            continue
        link = _LINK.fullmatch(properties.get("fmlaLink", ""))
        if link or properties.get("firstButton") == "1":
            row = int(link[1]) if link else 0
        button = Button(target, int(control.get("shapeId", "0")))
        groups.setdefault(row, []).append(button)
    old_drawing = root.find("{*}legacyDrawing")
    relation = "" if old_drawing is None else old_drawing.get(_RELATION, "")
    return Buttons(
        sheet,
        targets.get(relation, ""),
        {at: tuple(group) for at, group in groups.items()},
    )


def pressed(
    package: zipfile.ZipFile, buttons: Buttons, scores: dict[Place, int | None]
) -> dict[str, bytes]:
    """Return the parts that change when each question has its score, or none."""
    changes: dict[str, bytes] = {}
    states: dict[int, bool] = {}
    for place, score in scores.items():
        for value, button in zip(
            range(SCALE_MAXIMUM, -1, -1), buttons.of(place), strict=True
        ):
            is_chosen = score == value
            states[button.shape] = is_chosen
            part = _with_state(package, button.part, is_chosen)
            if part is not None:
                changes[button.part] = part
    if buttons.drawing not in package.NameToInfo:
        raise broken(buttons.drawing or buttons.sheet)
    before = package.read(buttons.drawing)
    after = _with_shapes(before, states)
    if after is None:
        raise broken(buttons.drawing)
    if after != before:
        changes[buttons.drawing] = after
    return changes


def _with_state(package: zipfile.ZipFile, part: str, is_chosen: bool) -> bytes | None:
    """Return the button's part with its state, None where it has it already."""
    root = parsed(package, part)
    if (root.get("checked") == "Checked") == is_chosen and (
        is_chosen or "checked" not in root.attrib
    ):
        return None
    if is_chosen:
        root.set("checked", "Checked")
    else:
        del root.attrib["checked"]
    return written_like(package.read(part), root)


def _with_shapes(drawing: bytes, states: dict[int, bool]) -> bytes | None:
    """Return the drawing with the states by shape, None where a shape is missing.

    As bytes: Excel's drawings of controls need not be well-formed XML.
    """
    met = set()

    def with_state(match: re.Match[bytes]) -> bytes:
        shape = match[0]
        head = shape[: shape.index(b">")]
        numbers = {int(number) for number in _SHAPE_NUMBER.findall(head)}
        known = numbers & states.keys()
        if not known:
            return shape
        met.update(known)
        is_chosen = any(states[number] for number in known)
        if is_chosen == bool(re.search(rb"<x:Checked>\s*1\s*<", shape)):
            return shape
        shape = _CHECKED.sub(b"", shape)
        if is_chosen:
            shape = _BEFORE_CHECKED.sub(
                lambda found: b"<x:Checked>1</x:Checked>" + found[0], shape, count=1
            )
        return shape

    result = _SHAPE.sub(with_state, drawing)
    return result if met == states.keys() else None
