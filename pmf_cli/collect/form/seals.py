"""Seals: short hashes that show whether anything on a form was changed but the cells to fill in.

They guard against slips (a sheet unprotected, a row pasted over), not against an attacker: what
comes back is held against the register as well.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from pmf_cli.fingerprints import fingerprint
from pmf_cli.register.sheets.record import Result, ResultValue
from pmf_cli.words import yes_or_no

LENGTH = 16
PART = 6
"""Characters of a whole seal, and of each cell's part of a row's seal."""
NOTHING = "Nothing"
"""Says that the register held no figure and no reason."""


def seal_of(texts: Sequence[str]) -> str:
    """The seal of some texts, without regard to white space, which programs change on saving."""
    whole = json.dumps([" ".join(text.split()) for text in texts], ensure_ascii=True)
    return fingerprint(whole.encode())[:LENGTH]


def row_seal(texts: Sequence[str]) -> str:
    """The seal of a row's cells, a part for each, so that the changed cell can be named."""
    return "-".join(seal_of([text])[:PART] for text in texts)


def broken_parts(texts: Sequence[str], seal: str) -> tuple[int, ...]:
    """The places, from 0, of cells that are not as they were when the row was sealed."""
    now, then = row_seal(texts).split("-"), seal.split("-")
    if len(now) != len(then):
        return tuple(range(len(texts)))
    return tuple(n for n, (one, other) in enumerate(zip(now, then, strict=True)) if one != other)


def held_words(row: Result | None) -> str:
    """What the register holds for a figure, in one text that can be compared: ``38.2; Final``."""
    if row is None:
        return NOTHING
    parts = []
    if row.value is not None:
        parts.append(exact_text(row.value))
    if row.numerator is not None or row.denominator is not None:
        parts.append(f"{_or_dash(row.numerator)} of {_or_dash(row.denominator)}")
    words = (row.value_status, row.no_data_reason)
    parts += [word.value for word in words if word is not None]
    if row.expected_by is not None:
        parts.append(f"expected by {row.expected_by.isoformat()}")
    return "; ".join(parts) or NOTHING


def exact_text(value: ResultValue) -> str:
    """A value as one text, with all its decimals."""
    if isinstance(value, bool):
        return yes_or_no(value)
    if isinstance(value, Decimal):
        tidy = value.normalize() if value else Decimal(0)
        return format(tidy, "f")
    return value.isoformat() if isinstance(value, date) else " ".join(value.split())


def _or_dash(value: Decimal | None) -> str:
    return "–" if value is None else exact_text(value)
