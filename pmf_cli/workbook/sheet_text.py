"""The text of a sheet part in sections: what stands before the rows, whole rows, what follows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import Enum

_HEAD = re.compile(
    r"\ufeff?(?:<\?xml[^<>]*\?>\s*)?<worksheet\b[^<>]*?"
    r'\sxmlns="http://(?:schemas\.openxmlformats\.org/spreadsheetml/2006/main'
    r'|purl\.oclc\.org/ooxml/spreadsheetml/main)"'
)
_ROWS_BEGIN = re.compile(r"<sheetData(?:\s[^<>]*?)?(/?)>")
_ROWS_END = "</sheetData>"
_MOST_WAITING = 4_000_000
"""Characters of one row, or before the rows, above which the strict way reads the sheet: it needs
no whole row in memory."""


class Unusual(Exception):
    """The sheet is written in a form that the quick way does not know; the strict way reads it."""


class SheetSection(Enum):
    """Which stretch of a sheet's text is told."""

    HEAD = "head"
    """Up to and including the tag that opens the rows."""
    ROWS = "rows"
    """One or more whole rows."""
    TAIL = "tail"
    """From the tag that closes the rows; may come in several pieces."""


def sections(pieces: Iterable[str], *, checked: bool = False) -> Iterator[tuple[SheetSection, str]]:
    """Cuts the text of a sheet so that no row is torn apart.

    Args:
        pieces: the sheet's text.
        checked: the same text has been cut before, so comments among the rows are ruled out.

    Raises:
        Unusual: comments, prefixes or the like make cutting by tags unsafe.
    """
    waiting = ""
    stage = SheetSection.HEAD
    for piece in pieces:
        if stage is SheetSection.TAIL:
            yield stage, piece
            continue
        waiting += piece
        if stage is SheetSection.HEAD:
            began = _ROWS_BEGIN.search(waiting)
            if began is None:
                _refuse_to_wait(waiting)
                continue
            head = waiting[: began.end()]
            if _HEAD.match(head) is None or "<!" in head or head.find("<?", 2) > 0:
                raise Unusual
            yield stage, head
            waiting = waiting[began.end() :]
            stage = SheetSection.TAIL if began.group(1) else SheetSection.ROWS
        if stage is SheetSection.ROWS:
            ended = waiting.find(_ROWS_END)
            if ended >= 0:
                if ended:
                    yield stage, waiting[:ended] if checked else _safe(waiting[:ended])
                waiting, stage = waiting[ended:], SheetSection.TAIL
            else:
                cut = waiting.rfind("<row")
                if cut > 0:
                    yield stage, waiting[:cut] if checked else _safe(waiting[:cut])
                    waiting = waiting[cut:]
                _refuse_to_wait(waiting)
        if stage is SheetSection.TAIL and waiting:
            yield stage, waiting
            waiting = ""
    if stage is not SheetSection.TAIL:
        raise Unusual


def _safe(rows: str) -> str:
    if "<!" in rows or "<?" in rows:
        raise Unusual
    return rows


def _refuse_to_wait(waiting: str) -> None:
    if len(waiting) > _MOST_WAITING:
        raise Unusual
