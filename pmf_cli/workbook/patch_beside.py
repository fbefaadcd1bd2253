"""What must change beside a sheet whose cells change: a table's extent, the styles, the formulas.

Each takes the text of one part and gives it back changed in the one place.
"""

from __future__ import annotations

import re

from pmf_cli.errors import PmfError
from pmf_cli.workbook.patch_sheet import unusual
from pmf_cli.workbook.ranges import box_of, reference_of

_DATE_STYLE = (
    '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
)
_AFTER_SHEETS = re.compile(
    r"</sheets>(?:\s*<functionGroups.*?</functionGroups>)?"
    r"(?:\s*<externalReferences.*?</externalReferences>)?"
    r"(?:\s*<definedNames.*?</definedNames>|\s*<definedNames\s*/>)?",
    re.DOTALL,
)


def grown_table(text: str, place: str, first: int, last: int) -> str:
    """A table's part with its extent grown to the last new row, where the new rows follow it.

    Args:
        text: the part.
        place: workbook and sheet, for messages.
        first: the first new row, from 1.
        last: the last one.

    Raises:
        PmfError: the table ends in a row of totals, or its part is unusual.
    """
    tag = re.search(r"<table\s[^<>]*>", text)
    ref = re.search(r'\sref="([A-Z0-9:]+)"', tag.group()) if tag else None
    box = box_of(ref.group(1)) if ref else None
    if tag is None or ref is None or box is None:
        raise unusual(f"{place}: a table")
    if not box[0] <= first - 1 <= box[2] or last <= box[2]:
        return text
    if re.search(r'\stotalsRowCount="[1-9]', tag.group()):
        raise PmfError(
            f"{place}: its table ends in a row of totals, so nothing can be added below.",
            "In Excel, untick Table Design > Total Row, save, and run again.",
        )
    grown = reference_of((*box[:2], last, box[3]))
    return text.replace(f'ref="{ref.group(1)}"', f'ref="{grown}"')


def with_date_style(text: str, name: str, number: int) -> str:
    """The list of styles with a style for dates added, as the one of this number from 0.

    Raises:
        PmfError: the list is unusual.
    """
    formats = re.search(r"<cellXfs(?:\s[^<>]*)?>(.*?)</cellXfs>", text, re.DOTALL)
    if formats is None:
        raise unusual(f"{name}: its list of styles")
    whole = formats.group()
    grown = whole.replace("</cellXfs>", f"{_DATE_STYLE}</cellXfs>")
    grown = re.sub(r'\scount="[0-9]+"', f' count="{number + 1}"', grown, count=1)
    return text.replace(whole, grown)


def to_recalculate(text: str, name: str) -> str:
    """The workbook's own part, asking Excel to work all formulas out anew when it opens it.

    Raises:
        PmfError: the part is unusual.
    """
    there = re.search(r"<calcPr(?:\s[^<>]*?)?(/?)>", text)
    if there is not None:
        tag = re.sub(r'\sfullCalcOnLoad="[^"]*"', "", there.group())
        changed = tag.replace("<calcPr", '<calcPr fullCalcOnLoad="1"', 1)
        return text[: there.start()] + changed + text[there.end() :]
    after = _AFTER_SHEETS.search(text)
    if after is None:
        raise unusual(name)
    return text[: after.end()] + '<calcPr fullCalcOnLoad="1"/>' + text[after.end() :]
