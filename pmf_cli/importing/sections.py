"""Rows that only group the rows below them: directorates, services, priorities, footnotes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pmf_cli.importing.column_meanings import ColumnMeaning
from pmf_cli.importing.fields import ScorecardField, field_named, field_words
from pmf_cli.importing.figures import printed_text
from pmf_cli.importing.guesses import LEAVE_OUT, Guess, GuessBook, Sureness, Topic
from pmf_cli.importing.mapping import ImportMapping
from pmf_cli.importing.tables import LONGEST_HEADING, SourceTable, filled
from pmf_cli.workbook.cells import Cell, Row

DIRECTORATE = "kpis.directorate"
SERVICE = "kpis.service"
# A note below a table stands in one cell, as a section's heading does; its first words tell.
_FOOTNOTE = re.compile(
    r"(\*|†|note[s:]?\b|source[s:]?\b|key[:\s]|\(?\d\)|¹|²|please note|n\.?b\.?\b|rag key|legend)",
    re.I,
)
_SERVICE = re.compile(r"\b(service|services|team|unit|section|division)\b", re.I)
_DIRECTORATE = re.compile(r"\b(directorate|department|dept)\b", re.I)
_NUMBERED = re.compile(r"^(?:table|section|appendix|part)\s*\w{1,3}\s*[:\-–.]\s*", re.I)
_LABEL = re.compile(
    r"^(directorate|department|service|service area|priority|theme|portfolio)\s*[:\-–]\s*", re.I
)


@dataclass
class Sections:
    """The directorate and service under which a row stands, moving down a table."""

    directorate: str = ""
    service: str = ""


def section_text(row: Row, meanings: tuple[ColumnMeaning, ...]) -> Cell | None:
    """The cell of a row that holds nothing but one text at its left; ``None`` for other rows."""
    cells = filled(row)
    if len({printed_text(cell) for cell in cells}) != 1 or not isinstance(cells[0].value, str):
        return None
    leftmost = [
        m.heading.column
        for m in meanings
        if m.field in (ScorecardField.NAME, ScorecardField.REFERENCE)
    ]
    limit = max(leftmost, default=1)
    return cells[0] if cells[0].column <= limit and len(cells[0].value) <= LONGEST_HEADING else None


_LEGEND = re.compile(r"(?:(?:rag|status|colour)s?[ -]+)?(?:key|legend)\W*", re.I)


def is_legend(name: str) -> bool:
    """Whether what stands in the place of a KPI's name heads the meanings of colours or marks: ``Key``, ``RAG key``."""
    return _LEGEND.fullmatch(name.strip()) is not None


def is_sentence(row: Row) -> bool:
    """Whether a row holds nothing but one text too long for a heading: a note, and neither group nor KPI."""
    cells = filled(row)
    is_one = len({printed_text(cell) for cell in cells}) == 1
    return is_one and len(str(cells[0].value)) > LONGEST_HEADING


def is_footnote(cell: Cell) -> bool:
    """True for a text that explains the table instead of naming a group."""
    return _FOOTNOTE.match(str(cell.value).strip()) is not None


def entered(
    cell: Cell,
    table: SourceTable,
    meanings: tuple[ColumnMeaning, ...],
    sections: Sections,
    mapping: ImportMapping,
    book: GuessBook,
    *,
    nested: bool,
    tab_is_directorate: bool,
) -> bool:
    """Moves the sections on at a section row; false where the row is left out.

    Args:
        sections: moved on in place.
        nested: true where the row above was a section row too.
        tab_is_directorate: true where the tab's name is the directorate already.
    """
    shown = " ".join(str(cell.value).split()).rstrip(">»:").strip()
    name = _LABEL.sub("", _NUMBERED.sub("", shown)) or shown
    said = mapping.settled(Topic.SECTION, shown)
    columns = {meaning.field for meaning in meanings}
    if said is not None:
        field = None if said.strip().casefold() == LEAVE_OUT else field_named(said)
        sure, why = Sureness.SETTLED, "your answers say so"
    else:
        field, why = _guess(shown, columns, nested=nested, inner=tab_is_directorate)
        sure = Sureness.LIKELY
    words = LEAVE_OUT if field is None else field_words(field)
    book.note(Guess(Topic.SECTION, shown, table.sheet.ref(cell.address), words, sure, why))
    if field == DIRECTORATE:
        sections.directorate, sections.service = name, ""
    elif field == SERVICE:
        sections.service = name
    return field in (DIRECTORATE, SERVICE)


def _guess(
    shown: str, columns: set[str | None], *, nested: bool, inner: bool
) -> tuple[str | None, str]:
    label = _LABEL.match(shown)
    if label:
        known = field_named(label[1])
        if known in (DIRECTORATE, SERVICE):
            return known, "the row says so itself"
        if known is not None or label[1].casefold() in ("priority", "theme"):
            return None, "it groups by something that is no directorate or service"
    if DIRECTORATE in columns and SERVICE in columns:
        return None, "directorate and service have columns of their own"
    if DIRECTORATE in columns or inner:
        return SERVICE, "a row without figures; the directorate is known already"
    if _DIRECTORATE.search(shown):
        return DIRECTORATE, "a row without figures that names a directorate"
    if nested:
        return SERVICE, "a row without figures beneath another"
    if (
        _SERVICE.search(shown)
        and SERVICE not in columns
        and not re.search(r"\bservices\b", shown, re.I)
    ):
        return SERVICE, "a row without figures that names a service"
    return DIRECTORATE, "a row without figures above a group of KPIs"
