"""What must change beside a sheet whose cells change: a table's extent, the styles, the formulas.

Each takes the text of one part and gives it back changed in the one place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pmf_cli.workbook.cells import Box, box_of, reference_of
from pmf_cli.workbook.write.patch_sheet import unusual

_TABLE = re.compile(r"<table\s[^<>]*>")
_TABLE_REF = re.compile(r'\sref="([A-Z0-9:]+)"')
_DATE_STYLE = (
    '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
)
# ``calcPr`` must stand exactly here among the children of ``workbook``, or Excel offers a repair.
_AFTER_SHEETS = re.compile(
    r"</sheets>(?:\s*<functionGroups.*?</functionGroups>)?"
    r"(?:\s*<externalReferences.*?</externalReferences>)?"
    r"(?:\s*<definedNames.*?</definedNames>|\s*<definedNames\s*/>)?",
    re.DOTALL,
)


@dataclass(frozen=True)
class TableBox:
    """Where a table stands: its part, its whole extent, its rows of data without the row of totals."""

    part: str
    box: Box
    first: int
    last: int


def table_box(part: str, text: str, place: str) -> TableBox:
    """Where the table of a part stands; PmfError where the part is unusual."""
    tag = _TABLE.search(text)
    ref = _TABLE_REF.search(tag.group()) if tag else None
    box = box_of(ref.group(1)) if ref else None
    if tag is None or box is None:
        raise unusual(f"{place}: a table")
    headings = re.search(r'\sheaderRowCount="([0-9]+)"', tag.group())
    totals = re.search(r'\stotalsRowCount="([0-9]+)"', tag.group())
    return TableBox(
        part,
        box,
        box[0] + (int(headings.group(1)) if headings else 1),
        box[2] - (int(totals.group(1)) if totals else 0),
    )


def table_to(text: str, place: str, last: int) -> str:
    """A table's part with its extent grown so that its data reaches a row; never smaller."""
    there = table_box("", text, place)
    more = last - there.last
    if more <= 0:
        return text
    old = reference_of(there.box)
    grown = reference_of((*there.box[:2], there.box[2] + more, there.box[3]))
    text = text.replace(f' ref="{old}"', f' ref="{grown}"')
    filtered = reference_of((*there.box[:2], there.last, there.box[3]))
    return text.replace(
        f'<autoFilter ref="{filtered}"',
        f'<autoFilter ref="{reference_of((*there.box[:2], last, there.box[3]))}"',
    )


def with_date_style(text: str, name: str, number: int) -> str:
    """The list of styles with a style for dates added, as the one of this number from 0."""
    formats = re.search(r"<cellXfs(?:\s[^<>]*)?>(.*?)</cellXfs>", text, re.DOTALL)
    if formats is None:
        raise unusual(f"{name}: its list of styles")
    whole = formats.group()
    grown = whole.replace("</cellXfs>", f"{_DATE_STYLE}</cellXfs>")
    grown = re.sub(r'\scount="[0-9]+"', f' count="{number + 1}"', grown, count=1)
    return text.replace(whole, grown)


def to_recalculate(text: str, name: str) -> str:
    """The workbook's own part, asking Excel to work all formulas out anew when it opens it."""
    there = re.search(r"<calcPr(?:\s[^<>]*?)?(/?)>", text)
    if there is not None:
        tag = re.sub(r'\sfullCalcOnLoad="[^"]*"', "", there.group())
        changed = tag.replace("<calcPr", '<calcPr fullCalcOnLoad="1"', 1)
        return text[: there.start()] + changed + text[there.end() :]
    after = _AFTER_SHEETS.search(text)
    if after is None:
        raise unusual(name)
    return text[: after.end()] + '<calcPr fullCalcOnLoad="1"/>' + text[after.end() :]
