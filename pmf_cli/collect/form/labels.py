"""Labels and words on the sheets of a form, and the identification that they lead to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pmf_cli.collect.form.layout import ABOUT_COLUMNS, ABOUT_LABELS, QUESTION_COLUMNS
from pmf_cli.register.values.exact import text
from pmf_cli.tabular.cell_text import clean
from pmf_cli.workbook.cells import Cell, Row, Sheet
from pmf_cli.workbook.write.form_looks import FILL_IN


def label_words(cell: Cell) -> str:
    """What a cell says, as one text: exact figures, ISO dates, Yes or No, words as they stand."""
    value = cell.value
    if isinstance(value, date):
        return value.isoformat()[:10]
    found = text(cell)
    if found is None:
        return ""
    return found if isinstance(found, str) else "" if value is None else str(value)


def plain_label(heading: str) -> str:
    """A heading or label without case, spaces and the words ``(fill in)``."""
    return " ".join(clean(heading).replace(clean(FILL_IN), "").split()).casefold()


def is_about(rows: Sequence[Row]) -> bool:
    """Whether a sheet holds the identification of a form."""
    return all(labelled(rows, ABOUT_LABELS[field]) is not None for field in ("version", "seal"))


def labelled(rows: Sequence[Row], label: str) -> tuple[int, Cell | None] | None:
    """The row of a label, and the first filled cell to its right."""
    for row in rows:
        for number, cell in row.cells.items():
            if isinstance(cell.value, str) and plain_label(cell.value) == plain_label(label):
                right = [row.cells[n] for n in sorted(row.cells) if n > number]
                return row.number, next(iter(right), None)
    return None


Texts = tuple[tuple[str, ...], ...]
"""The rows of a table as texts."""


def about_of(sheet: Sheet) -> tuple[dict[str, str], Texts, Texts]:
    """The identification, and the tables of figures and of questions."""
    fields = {plain_label(label): field for field, label in ABOUT_LABELS.items()}
    facts: dict[str, str] = {}
    tables: dict[tuple[str, ...], list[tuple[str, ...]]] = {ABOUT_COLUMNS: [], QUESTION_COLUMNS: []}
    under: tuple[str, ...] | None = None
    for row in sheet.rows():
        texts = tuple(label_words(row.cells[n]) for n in sorted(row.cells))
        if texts in tables:
            under = texts
        elif under is not None and len(texts) == len(under):
            tables[under].append(texts)
        elif under is None and len(texts) >= 2 and plain_label(texts[0]) in fields:
            facts.setdefault(fields[plain_label(texts[0])], texts[1])
    return facts, tuple(tables[ABOUT_COLUMNS]), tuple(tables[QUESTION_COLUMNS])
