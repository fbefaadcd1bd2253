"""A CSV file read as a workbook of one sheet, every cell as text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from pmf_cli.errors import UnreadableWorkbookError
from pmf_cli.fingerprints import fingerprint
from pmf_cli.frozen import frozen
from pmf_cli.settings import Limits
from pmf_cli.workbook import refusals
from pmf_cli.workbook.cells import Book, Cell, Row, Sheet
from pmf_cli.workbook.guard import GET_AGAIN, file_bytes, shown_name
from pmf_cli.workbook.text import clean_text, printable

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 50
"""Lines looked at to tell the delimiter."""
# Excel's own first line, sep=; which is no row of data.
_STATED = re.compile(r"(?:sep=)(.)\r?\n", re.IGNORECASE)


def read_csv(path: Path, limits: Limits) -> Book:
    """The CSV file as a book whose only sheet is named after the file.

    It may be UTF-8, UTF-16 with byte order mark, or Windows Western (said in a remark), and separated
    by comma, semicolon, tab or bar.

    Raises:
        UnreadableWorkbookError: it is no CSV file, or over a limit.
        DiskError: it may not be read.
    """
    data = file_bytes(path, limits)
    name = shown_name(path)
    text, remarks = _decoded(name, data)
    stated = _STATED.match(text)
    delimiter = stated.group(1) if stated else _delimiter_of(text)
    text = text[stated.end() :] if stated else text
    strict, said = _strictness(name, text, delimiter)
    sheet = printable(path.stem)
    table = _CsvTable(name, sheet, text, delimiter, limits, strict)
    filled = 0
    for row in table.rows():
        filled += len(row.cells)
        if filled > limits.filled_cells:
            raise refusals.too_large(
                name, f"it holds over {limits.filled_cells:,} filled cells", "filled_cells"
            )
    return Book(name, (Sheet(name, sheet, table.rows),), fingerprint(data), (*remarks, *said))


def _decoded(name: str, data: bytes) -> tuple[str, tuple[str, ...]]:
    if not data:
        raise UnreadableWorkbookError(f"{name} is empty: it holds 0 bytes.", GET_AGAIN)
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise UnreadableWorkbookError(
            f"{name} is a workbook with the name of a CSV file.", "Rename it to end in .xlsx."
        )
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16"), ()
        except UnicodeDecodeError as error:
            raise refusals.damaged(name, "its text is cut off") from error
    if b"\0" in data:
        raise UnreadableWorkbookError(
            f"{name} is no CSV file: it holds bytes that are no text.", GET_AGAIN
        )
    if data[:5].upper() == b"%PDF-" or re.match(rb"\s*<(?:!doctype|html|\?xml)", data, re.I):
        raise UnreadableWorkbookError(
            f"{name} is a PDF or web page with the name of a CSV file.",
            "Export it again as CSV or as an Excel workbook (*.xlsx).",
        )
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        remark = f"{name} is not in UTF-8 and was read as Windows text; check £ signs, dashes and accents."
        return data.decode("cp1252", "replace"), (remark,)


def _delimiter_of(text: str) -> str:
    """The delimiter that cuts the first lines into the most columns of the same number."""
    sample = "".join(text[:200_000].splitlines(keepends=True)[:_SAMPLE])
    best, most = ",", 1.0
    for delimiter in DELIMITERS:
        try:
            widths = [
                len(row) for row in csv.reader(io.StringIO(sample), delimiter=delimiter) if row
            ]
        except csv.Error:
            continue
        if not widths:
            continue
        usual = max(set(widths), key=lambda width: (widths.count(width), width))
        score = usual * widths.count(usual) / len(widths)
        if usual > 1 and score > most:
            best, most = delimiter, score
    return best


def _strictness(name: str, text: str, delimiter: str) -> tuple[bool, tuple[str, ...]]:
    """Whether quotation marks are as they should be; a remark where they are not.

    One that is never closed is refused, since its cell would swallow the rest of the file.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begun = 1
    try:
        for _ in reader:
            begun = reader.line_num + 1
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise UnreadableWorkbookError(
                f"{name}, line {begun}: a quotation mark is opened and never closed.",
                "Open the file in a text editor and correct that line, or export it again.",
            ) from error
        if "field larger" in str(error):
            raise refusals.too_large(
                name, f"line {begun} holds a text without end", "text_length"
            ) from error
        return False, (f"{name}, line {begun}: quotation marks stand in unusual places; check it.",)
    return True, ()


@frozen
class _CsvTable:
    name: str
    sheet: str
    text: str
    delimiter: str
    limits: Limits
    strict: bool

    def rows(self) -> Iterator[Row]:
        stream = io.StringIO(self.text, newline="")
        reader = csv.reader(stream, delimiter=self.delimiter, strict=self.strict)
        number = 0
        try:
            for number, fields in enumerate(reader, 1):
                if number > self.limits.rows or len(fields) > self.limits.columns:
                    raise refusals.too_large_sheet(
                        self.name, self.sheet, f"it reaches row {number:,} or too many columns",
                        "Check that it is the right file.", "rows or columns",
                    )  # fmt: skip
                cells, cleaned = self._cells(number, fields)
                if cells or cleaned:
                    yield Row(number, cells, cleaned=cleaned)
        except csv.Error as error:
            raise refusals.damaged(self.name, f"row {number + 1} cannot be read") from error

    def _cells(self, number: int, fields: list[str]) -> tuple[dict[int, Cell], tuple[int, ...]]:
        cells = {}
        cleaned = []
        for column, text in enumerate(fields, 1):
            if not text:
                continue
            if len(text) > self.limits.text_length:
                raise refusals.too_large(
                    self.name,
                    f"a text in row {number} has over {self.limits.text_length:,} characters",
                    "text_length",
                )
            clean, changed = clean_text(text)
            if clean:
                cells[column] = Cell(number, column, clean, "General")
            if changed:
                cleaned.append(column)
        return cells, tuple(cleaned)
