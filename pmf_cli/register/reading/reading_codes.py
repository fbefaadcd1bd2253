"""The codes of findings made while workbooks are read, and the findings made of them.

Prefixes: ``SHT`` for sheets, headings and rows, ``CEL`` for single cells, ``PER`` for
periods. Codes are never renumbered; a code that is given up is not used again.
"""

from __future__ import annotations

from pmf_cli.findings import CellRef, Finding, FindingKind
from pmf_cli.register.reading.cell_codes import CELL_CODES
from pmf_cli.register.reading.sheet_codes import SHEET_CODES

READING: tuple[FindingKind, ...] = (*SHEET_CODES, *CELL_CODES)
"""Every code that reading can report."""

_BY_CODE = {kind.code: kind for kind in READING}


def found(code: str, where: CellRef, message: str, kpi_ref: str | None = None) -> Finding:
    """A finding of a reading code, with the severity that the code has.

    Raises:
        KeyError: the code is not declared above.
    """
    return Finding(code, _BY_CODE[code].severity, where, message, kpi_ref)
