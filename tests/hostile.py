"""Files that call themselves workbooks and are not, or are damaged, hostile or far too large.

Each builder gives the bytes of one; every one must end in one clear sentence of its own, for
``tests/workbook/test_hostile.py`` and for the commands.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping
from functools import cache

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"


@cache
def sound() -> bytes:
    """A small sound workbook: a heading, texts, numbers, a date, a formula with its result."""
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        days = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet("Results")
        sheet.write_row(0, 0, ("KPI reference", "Period", "Value", "Received on"))
        for row in range(1, 30):
            sheet.write_row(row, 0, (f"WM-{row:02}", "2024/25 Q1", row / 4))
            sheet.write_number(row, 3, 45_400 + row, days)
        sheet.write_formula(30, 2, "=SUM(C2:C30)", None, 108.75)
        book.add_worksheet("Notes").write(0, 0, "Read me & smile")
    return stream.getvalue()


def rezipped(
    data: bytes,
    changes: Mapping[str, bytes | None] | None = None,
    *,
    method: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """A workbook with parts replaced, added or (``None``) left out."""
    changes = dict(changes or {})
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", method) as new:
        for info in old.infolist():
            content = changes.pop(info.filename, old.read(info))
            if content is not None:
                new.writestr(info.filename, content)
        for name, content in changes.items():
            if content is not None:
                new.writestr(name, content)
    return stream.getvalue()


def part(data: bytes, name: str) -> bytes:
    """One part of a workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def with_rows(rows: str, *, before: str = "", after: str = "") -> bytes:
    """A workbook whose first sheet holds these rows, as XML."""
    text = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="{MAIN}">'
        f"{before}<sheetData>{rows}</sheetData>{after}</worksheet>"
    )
    return rezipped(sound(), {SHEET: text.encode("utf-8", "surrogatepass")})


def ole(*streams: str) -> bytes:
    """An old compound file naming these streams in its directory."""
    names = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016) + names + bytes(2048)


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A zip file of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def twice() -> bytes:
    """A workbook with its first sheet in it twice."""
    import warnings

    stream = io.BytesIO(sound())
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr(SHEET, part(sound(), SHEET))
    return stream.getvalue()


def patched_directory(change: Callable[[bytearray, int], None]) -> bytes:
    """A workbook with the directory entry of its first sheet changed."""
    data = bytearray(sound())
    place = data.find(b"PK\x01\x02")
    while data[place + 46 : place + 46 + len(SHEET)] != SHEET.encode():
        place = data.index(b"PK\x01\x02", place + 4)
    change(data, place)
    return bytes(data)


def encrypted_entry() -> bytes:
    """A zip entry marked as encrypted."""

    def change(data: bytearray, place: int) -> None:
        data[place + 8] |= 1

    return patched_directory(change)


def odd_method() -> bytes:
    """A zip entry packed with a method that no workbook uses."""

    def change(data: bytearray, place: int) -> None:
        data[place + 10] = 93

    return patched_directory(change)


def bad_checksum() -> bytes:
    """A zip entry whose checksum is wrong."""

    def change(data: bytearray, place: int) -> None:
        data[place + 16] ^= 0xFF

    return patched_directory(change)


def lying_size() -> bytes:
    """A zip entry that holds more than it says."""

    def change(data: bytearray, place: int) -> None:
        data[place + 24 : place + 28] = (100).to_bytes(4, "little")

    return patched_directory(change)


def bomb(*, parts: int = 1, megabytes: int = 400) -> bytes:
    """A small file that unpacks to a great size."""
    stream = io.BytesIO(sound())
    zeros = bytes(1_000_000)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        for number in range(parts):
            with archive.open(f"xl/media/{number}.xml", "w", force_zip64=True) as entry:
                for _ in range(megabytes):
                    entry.write(zeros)
    return stream.getvalue()


def doctype(code: str = "utf-8", name: str = SHEET) -> bytes:
    """A part that begins with a document type declaration with an external entity."""
    text = part(sound(), name).decode()
    head, rest = text.split("?>", 1)
    head = head.replace("UTF-8", code.upper())
    hostile = f'{head}?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>{rest}'
    return rezipped(sound(), {name: hostile.encode(code)})


def blank_rows(rows: int = 300_000, cells: int = 4) -> bytes:
    """A sheet with formatted rows without content below its data."""
    row = "".join(f'<c r="{letter}%d" s="1"/>' for letter in "ABCDEFGH"[:cells])
    first = '<row r="1"><c r="A1"><v>1</v></c></row>'
    below = [
        f'<row r="{n}" s="1" customFormat="1">' + row.replace("%d", str(n)) + "</row>"
        for n in range(2, rows + 2)
    ]
    return with_rows(first + "".join(below))


def bare_rows(rows: int = 300_000) -> bytes:
    """A sheet with formatted rows that hold no cell at all."""
    first = '<row r="1"><c r="A1"><v>1</v></c></row>'
    below = [f'<row r="{n}" s="1" customFormat="1"/>' for n in range(2, rows + 2)]
    return with_rows(first + "".join(below))


def stray(address: str = "XFD1048576", cell: str = "<v>1</v>") -> bytes:
    """A sheet with one cell far away from the rest."""
    row = "".join(letter for letter in address if letter.isdigit())
    kind = ' t="inlineStr"' if "<is>" in cell else ""
    return with_rows(
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        f'<row r="{row}"><c r="{address}"{kind}>{cell}</c></row>'
    )


def strings_bomb() -> bytes:
    """Millions of empty shared texts in a small file."""
    text = f'<sst xmlns="{MAIN}">' + "<si><t/></si>" * 7_000_000 + "</sst>"
    return rezipped(sound(), {"xl/sharedStrings.xml": text.encode()})


def nested() -> bytes:
    """Elements inside one another without end."""
    text = f'<worksheet xmlns="{MAIN}"><sheetData>' + "<row>" * 3_000_000
    return rezipped(sound(), {SHEET: text.encode()})


def unnumbered() -> bytes:
    """Millions of cells without addresses."""
    return with_rows(("<row>" + "<c><v>1</v></c>" * 1000 + "</row>") * 4000)


def flood(element: str = "<b/>", times: int = 20_000_000) -> bytes:
    """Millions of elements that mean nothing after the rows."""
    return with_rows('<row r="1"><c r="A1"><v>1</v></c></row>', after=element * times)


def endless_tag(megabytes: int = 90) -> bytes:
    """One tag as long as a book before the rows."""
    return with_rows("", before=f'<a b="{"x" * megabytes * 1_000_000}"/>')


def endless_texts() -> bytes:
    """Millions of different short shared texts."""
    texts = "".join(f"<si><t>t{number}</t></si>" for number in range(2_900_000))
    return rezipped(
        sound(), {"xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{texts}</sst>'.encode()}
    )


def formats() -> bytes:
    """Millions of cell formats."""
    text = part(sound(), "xl/styles.xml").decode()
    start = text.index(">", text.index("<cellXfs")) + 1
    text = text[:start] + "<xf/>" * 1_900_000 + text[start:]
    return rezipped(sound(), {"xl/styles.xml": text.encode()})


def one_part_for_many_sheets() -> bytes:
    """A hundred thousand tabs that all show the same cells."""
    tabs = "".join(f'<sheet name="s{n}" sheetId="{n + 9}" r:id="rId1"/>' for n in range(100_000))
    text = part(sound(), "xl/workbook.xml").decode().replace("</sheets>", f"{tabs}</sheets>")
    return rezipped(sound(), {"xl/workbook.xml": text.encode()})


def directory_flood(entries: int = 300_000) -> bytes:
    """A zip file whose directory names hundreds of thousands of parts that are not there."""
    data = sound()
    end = data.rindex(b"PK\x05\x06")
    start = int.from_bytes(data[end + 16 : end + 20], "little")
    times, sizes, name_length = (20, 20, 0, 0, 0, 33), (0, 0, 0), 6
    head = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", *times, *sizes, name_length, 0, 0, 0, 0, 0, 0)
    directory = data[start:end] + b"".join(head + b"%06d" % n for n in range(entries))
    tail = bytearray(data[end:])
    tail[8:12] = b"\xff\xff\xff\xff"
    tail[12:16] = len(directory).to_bytes(4, "little")
    return data[:start] + directory + bytes(tail)


HTML = b"<html><head><title>Export</title></head><body><table><tr><td>1</td></tr></table></body>"

SPECIMENS: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "empty": ("register.xlsx", lambda: b"", "0 bytes"),
    "only zeros": ("register.xlsx", lambda: bytes(9000), "nothing but zeros"),
    "zeros at the end": (
        "register.xlsx",
        lambda: sound()[: len(sound()) // 2] + bytes(len(sound()) // 2),
        "ends in zeros",
    ),
    "lock file": (
        "~$register.xlsx",
        lambda: b"\x09A Officer".ljust(55) + bytes(110),
        "somebody has it open",
    ),
    "encrypted": (
        "register.xlsx",
        lambda: ole("EncryptionInfo", "EncryptedPackage"),
        "protected with a password",
    ),
    "old xls": ("register.xlsx", lambda: ole("Workbook"), "old Excel format"),
    "old word": ("register.xlsx", lambda: ole("WordDocument"), "old Word document"),
    "html": ("register.xlsx", lambda: HTML, "web page (HTML)"),
    "html with doctype": ("register.xlsx", lambda: b"<!DOCTYPE html>" + HTML, "web page (HTML)"),
    "mhtml": (
        "register.xlsx",
        lambda: b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n",
        "MHTML",
    ),
    "pdf": ("register.xlsx", lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
    "xml": (
        "register.xlsx",
        lambda: b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
        "single XML file",
    ),
    "csv renamed": (
        "register.xlsx",
        lambda: b"KPI reference,Value\nWM-01,12\n",
        "text file such as CSV",
    ),
    "plain text": ("register.xlsx", lambda: b"to follow next week\n", "is a text file with"),
    "noise": ("register.xlsx", lambda: bytes(range(256)) * 20, "is not an Excel workbook"),
    "truncated": ("register.xlsx", lambda: sound()[: len(sound()) * 2 // 3], "cut off"),
    "word document": (
        "register.xlsx",
        lambda: zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<x/>"}),
        "is a Word document",
    ),
    "presentation": (
        "register.xlsx",
        lambda: zipped({"[Content_Types].xml": b"<Types/>", "ppt/presentation.xml": b"<x/>"}),
        "PowerPoint",
    ),
    "opendocument": (
        "register.xlsx",
        lambda: zipped(
            {
                "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
                "content.xml": b"<x/>",
            }
        ),
        "OpenDocument",
    ),
    "binary workbook": (
        "register.xlsb",
        lambda: zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b"\0"}),
        "binary workbook (.xlsb)",
    ),
    "other zip": ("register.xlsx", lambda: zipped({"photo.jpg": b"x"}), "is a zip file, but"),
    "zipped workbook": (
        "register.xlsx",
        lambda: zipped({"register.xlsx": sound()}),
        "a zip file with workbooks in it",
    ),
    "empty zip": ("register.xlsx", lambda: zipped({}), "empty zip file"),
    "no content types": (
        "register.xlsx",
        lambda: rezipped(sound(), {"[Content_Types].xml": None}),
        "[Content_Types].xml",
    ),
    "no workbook part": (
        "register.xlsx",
        lambda: rezipped(sound(), {"xl/workbook.xml": None}),
        "list of its sheets is missing",
    ),
    "no sheet part": (
        "register.xlsx",
        lambda: rezipped(sound(), {SHEET: None}),
        'sheet "Results" is missing',
    ),
    "part twice": ("register.xlsx", twice, "is there twice"),
    "encrypted entry": ("register.xlsx", encrypted_entry, "packed with a password"),
    "odd method": ("register.xlsx", odd_method, "packed in a way Excel does not use"),
    "bad checksum": ("register.xlsx", bad_checksum, "cannot be read to its end"),
    "lying size": ("register.xlsx", lying_size, "cannot be read to its end"),
    "bomb of one part": ("register.xlsx", bomb, "400 MB"),
    "bomb of many parts": (
        "register.xlsx",
        lambda: bomb(parts=4, megabytes=90),
        "unpacked it has 360 MB",
    ),
    "too many parts": (
        "register.xlsx",
        lambda: rezipped(sound(), {f"xl/media/{n}.txt": b"x" for n in range(6000)}),
        "inner parts",
    ),
    "doctype": ("register.xlsx", doctype, "DOCTYPE"),
    "doctype in utf-16": ("register.xlsx", lambda: doctype("utf-16"), "DOCTYPE"),
    "doctype in workbook": (
        "register.xlsx",
        lambda: doctype(name="xl/workbook.xml"),
        "DOCTYPE",
    ),
    "doctype in unread part": (
        "register.xlsx",
        lambda: doctype(name="docProps/app.xml"),
        "DOCTYPE",
    ),
    "doctype in utf-32": (
        "register.xlsx",
        lambda: doctype("utf-32", name="docProps/app.xml"),
        "DOCTYPE",
    ),
    "flood of elements": ("register.xlsx", flood, "more elements than a workbook needs"),
    "endless tag": ("register.xlsx", endless_tag, "an endless tag"),
    "endless texts": ("register.xlsx", endless_texts, "texts"),
    "flood of formats": ("register.xlsx", formats, "xl/styles.xml"),
    "one part for many sheets": ("register.xlsx", one_part_for_many_sheets, "another one's too"),
    "flood of parts": ("register.xlsx", directory_flood, "some 300,011 inner parts"),
    "300,000 formatted rows": ("register.xlsx", blank_rows, "formatted rows without content"),
    "300,000 bare rows": ("register.xlsx", bare_rows, "formatted rows without content"),
    "stray cell": ("register.xlsx", stray, "XFD1048576 lies far away"),
    "stray space": (
        "register.xlsx",
        lambda: stray("A1048576", '<is><t xml:space="preserve"> </t></is>'),
        "A1048576 lies far away",
    ),
    "stray column": ("register.xlsx", lambda: stray("XFD2"), "XFD2 lies far away"),
    "row beyond the sheet": (
        "register.xlsx",
        lambda: with_rows('<row r="4294967297"><c r="A4294967297"><v>1</v></c></row>'),
        "which no sheet has",
    ),
    "texts without number": ("register.xlsx", strings_bomb, "texts"),
    "nested without end": ("register.xlsx", nested, "damaged"),
    "cells without address": ("register.xlsx", unnumbered, "unusual form"),
    "long text": (
        "register.xlsx",
        lambda: with_rows(
            f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"a" * 40_000}</t></is></c></row>'
        ),
        "A1",
    ),
}
"""Name → file name, bytes, words that only its own sentence holds."""

COSTLY = (
    "bomb of one part",
    "bomb of many parts",
    "flood of elements",
    "flood of formats",
    "endless tag",
    "endless texts",
    "one part for many sheets",
    "300,000 formatted rows",
    "texts without number",
    "cells without address",
)
"""Those that take seconds to make, or to read as far as a limit; the slow suite meets them."""
QUICK = tuple(name for name in SPECIMENS if name not in COSTLY)
