"""Builds ``register_example/`` from the text in ``tests/registers/example/``.

``python -m tests.registers.build`` writes the workbooks and ``pmf.toml``; a test holds them against
the text.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pmf_cli.register.reading.build import build
from pmf_cli.register.reading.guarding_rows import guards_of
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.layout import DELIVERY_PLAN, SheetColumn, by_name, guarded_columns
from pmf_cli.render.starting.register_book import USUAL_WORKBOOKS, register_workbooks
from pmf_cli.render.starting.settings_text import settings_text
from pmf_cli.settings import FILE_NAME, Settings
from pmf_cli.workbook.read import book_of

Rows = dict[str, list[dict[str, Any]]]
"""Sheet name to rows by field."""

HERE = Path(__file__).parent
TEXT = HERE / "example"
TARGET = HERE.parent.parent / "register_example"

COUNCIL = "Aldermere City Council"
SETTINGS: Mapping[str, Any] = {
    "council.name": COUNCIL,
    "council.directorates": [
        "Adults and Health",
        "Children and Families",
        "City Development",
        "Communities, Housing and Environment",
        "Strategy and Resources",
    ],
    "period": "2024/25 Q3",
    "holds": guarded_columns((*USUAL_WORKBOOKS, DELIVERY_PLAN)),
    "as_of": date(2025, 2, 3),
    "mail.sender": "performance.team@example.org",
    "markers": [
        {
            "label": "Cost of living payments",
            "from": date(2022, 7, 1),
            "to": date(2024, 2, 29),
            "kpis": ["CO-05", "FI-01", "HO-01"],
        }
    ],
}
REMARKS = {
    "period": "Set for rehearsal, so that the example always shows the same quarter. In your own "
    "register leave it out: pmf takes the latest quarter.",
    "as_of": "Set for rehearsal too: pmf works as if it were this day. In your own register leave it "
    "out: pmf takes today.",
}

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_DAY = re.compile(r"(\d{2})/(\d{2})/(\d{4})")


def rows_from_text(folder: Path = TEXT) -> Rows:
    """Sheet name → rows by field, typed as the columns ask.

    Raises:
        KeyError: a file is no sheet, or a heading is none of its columns.
    """
    layouts = by_name()
    found: Rows = {}
    for path in sorted(folder.glob("*.csv")):
        columns = {column.heading.text: column for column in layouts[path.stem].columns}
        with path.open(encoding="utf-8", newline="") as lines:
            found[path.stem] = [
                {columns[h].field: typed(columns[h], text) for h, text in row.items() if text}
                for row in csv.DictReader(lines)
            ]
    return found


def typed(column: SheetColumn, text: str) -> object:
    """The value of a written cell in the type of its column."""
    kinds = column.types
    may_be_anything = Decimal in kinds and len(kinds) > 1
    if column.several:
        return tuple(part.strip() for part in text.split(";"))
    if (date in kinds or may_be_anything) and (found := _DAY.fullmatch(text)):
        return date(int(found[3]), int(found[2]), int(found[1]))
    if kinds == (int,):
        return int(text)
    if Decimal in kinds and _NUMBER.fullmatch(text):
        return Decimal(text)
    return text


def example_files() -> dict[str, bytes]:
    """The workbooks and settings of the example, by file name."""
    return files_of(rows_from_text())


def files_of(rows: Rows) -> dict[str, bytes]:
    """The workbooks that hold the rows, and settings that list what guards ratings in them, by file name."""
    books = workbooks_of(rows)
    known = {**SETTINGS, "guards": guards_of(register_of(books))}
    return {**books, FILE_NAME: settings_text(known, REMARKS).encode("utf-8")}


def workbooks_of(rows: Rows) -> dict[str, bytes]:
    """The workbooks that hold the rows, by file name."""
    return register_workbooks(rows, name=COUNCIL, workbooks=(*USUAL_WORKBOOKS, DELIVERY_PLAN))


def register_of(books: Mapping[str, bytes]) -> Register:
    """The register in the bytes of workbooks."""
    read = tuple(book_of(name, data, Settings().limits) for name, data in books.items())
    return build(read, Settings())[0]


def main() -> None:
    """Writes the example."""
    for name, data in example_files().items():
        (TARGET / name).write_bytes(data)


if __name__ == "__main__":
    main()
