"""The faulty registers: one specimen of every code, built from text.

``faulty/main`` holds what checks find, one KPI (named after the code) a specimen; ``faulty/cells``
what is found while reading, since a register cannot both have and lack a sheet; ``faulty/stopped``
lacks what every rating needs, so that no check runs. Beside the CSV
files, ``also.txt`` asks for what text cannot hold: ``copy of "A.xlsx" as "B.xlsx"``, and
``macros in "A.xlsm"``, a workbook with an empty macro part.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from tests.registers.book_text import books_from_text, workbook_bytes

FOLDER = Path(__file__).parent / "faulty"
PARTS = ("main", "cells", "stopped")
_COPY = re.compile(r'copy of "(.+)" as "(.+)"')
_MACROS = re.compile(r'macros in "(.+)"')


def faulty_books(part: str) -> dict[str, bytes]:
    """The workbooks of a faulty register by file name."""
    folder = FOLDER / part
    books = books_from_text(folder)
    also = folder / "also.txt"
    for line in also.read_text(encoding="utf-8").splitlines() if also.is_file() else ():
        if found := _COPY.fullmatch(line):
            books[found[2]] = books[found[1]]
        elif found := _MACROS.fullmatch(line):
            books[found[1]] = with_macros(workbook_bytes({"Notes": [["A sheet of notes"]]}))
        else:
            raise ValueError(f"{also}: {line!r} is not understood")
    return books


def faulty_settings(part: str) -> str:
    """The text of its ``pmf.toml``."""
    return (FOLDER / part / "pmf.toml").read_text(encoding="utf-8")


def with_macros(data: bytes) -> bytes:
    """A workbook with an empty macro part, as Excel marks it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            part = old.read(item)
            if item.filename == "[Content_Types].xml":
                part = (
                    part.replace(b"spreadsheetml.sheet.main+xml", b"_")
                    .replace(
                        b"application/vnd.openxmlformats-officedocument._",
                        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                    )
                    .replace(
                        b"</Types>",
                        b'<Override PartName="/xl/vbaProject.bin" '
                        b'ContentType="application/vnd.ms-office.vbaProject"/></Types>',
                    )
                )
            new.writestr(item, part)
        new.writestr("xl/vbaProject.bin", b"")
    return out.getvalue()
