"""Lists as JSON and CSV: the same items as on the screen, with exact figures, for other programs."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping

from pmf_cli.views.listing import Datum, Listing
from pmf_cli.words import yes_or_no
from pmf_cli.workbook.text import printable

BOM = "\ufeff"
"""Tells Excel that a CSV file is UTF-8."""
INJECTING = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Beginnings that a spreadsheet takes for a formula (OWASP, ASVS 1.2.10)."""
GUARD = "'"
"""Put before such a text, so that a spreadsheet shows it as text."""
JOINED_BY = "; "
"""Between several values in one cell of CSV."""
_FIGURE = re.compile(
    r"[+-][£$€]?\d[\d,]*(?:\.\d+)?(?:[eE][+-]?\d+)?%?(?:[^\W\d_]{0,3})(?: \(?[^\W\d_][^=|!\"(]*)?"
)
"""A figure with a sign, also with its unit and a remark: ``-3.2% (provisional)``, ``-£4.1m``.

No spreadsheet can run it: a number followed by words is no formula.
"""


def json_text(listing: Listing) -> str:
    """One object: schema, register, period, as_of, counts and the list, with a line end.

    Figures are strings of exact decimals, dates ISO strings, so that nothing is lost or rounded.
    """
    whole = {
        "schema": listing.schema,
        "register": listing.register,
        "period": listing.period,
        "as_of": listing.as_of.isoformat(),
        "counts": dict(listing.counts),
        listing.key: [dict(item) for item in listing.items],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2, default=_plain) + "\n"


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} is no data")


def csv_text(listing: Listing) -> str:
    """The list alone, one row an item, the fields' names as headings; begins with a BOM.

    Texts that a spreadsheet would take for a formula get an apostrophe before them; figures, also
    negative ones and with a unit, stay as they are.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    fields = listing.definition.data_fields
    writer.writerow([field.key for field in fields])
    for row in listing.rows:
        writer.writerow([csv_cell(field.datum(row)) for field in fields])
    return BOM + out.getvalue()


def csv_cell(value: Datum) -> str:
    """One value as a cell of CSV, which no spreadsheet takes for a formula."""
    return spreadsheet_safe(plain_cell(value))


def plain_cell(value: Datum) -> str:
    """One value as one text, for programs that run no formulas."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return yes_or_no(value)
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    if isinstance(value, tuple):
        return JOINED_BY.join(_told(part) for part in value)
    return str(value)


def _told(part: str | Mapping[str, str | None]) -> str:
    if isinstance(part, str):
        return part
    return " ".join(value for value in part.values() if value)


def spreadsheet_safe(text: str) -> str:
    """The text as a spreadsheet may have it: printable, and never a formula."""
    words = printable(text)
    if words.lstrip(" ").startswith(INJECTING) and not _FIGURE.fullmatch(words):
        return GUARD + words
    return words
