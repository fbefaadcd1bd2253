"""Checks on a file before any parser of workbooks sees it.

A file that is no workbook, is damaged, hostile or far too large is refused here, told by its first
bytes, with its own sentence and its own advice; nothing is unpacked to disk, no XML is parsed.
"""

from __future__ import annotations

import re
import stat
from pathlib import Path

from pmf_cli.errors import DiskError, PmfError, UnreadableWorkbookError
from pmf_cli.settings import Limits
from pmf_cli.workbook import refusals
from pmf_cli.workbook.package import MEGABYTE, Package, opened
from pmf_cli.workbook.text import printable

CONTENT_TYPES = "[Content_Types].xml"


def guarded(path: Path, limits: Limits) -> Package:
    """The package of a workbook file, after every check that needs no XML parser.

    Raises:
        UnreadableWorkbookError: the file is missing, no workbook, damaged or too large.
        DiskError: the file may not be read.
    """
    data = file_bytes(path, limits)
    return guarded_bytes(shown_name(path), data, limits)


def guarded_bytes(name: str, data: bytes, limits: Limits) -> Package:
    """As ``guarded``, for bytes already read."""
    refuse_what_is_no_workbook(name, data)
    package = opened(name, data, limits)
    _refuse_other_kinds(package)
    return package


def shown_name(path: Path) -> str:
    """A file's name as it may be printed."""
    return printable(path.name) or str(path)


def file_bytes(path: Path, limits: Limits) -> bytes:
    """All bytes of a file that may be a workbook or CSV file.

    Raises:
        UnreadableWorkbookError: missing, a folder, no ordinary file or over ``file_mb``.
        DiskError: the file may not be read.
    """
    name = shown_name(path)
    if name.startswith("~$"):
        refuse_what_is_no_workbook(name, b"")
    try:
        facts = path.stat()
        if stat.S_ISDIR(facts.st_mode):
            raise UnreadableWorkbookError(
                f"{name} is a folder, not a workbook.", "Name the workbook in it."
            )
        if not stat.S_ISREG(facts.st_mode):
            raise UnreadableWorkbookError(
                f"{name} is no ordinary file.", "Name a workbook saved on a disk."
            )
        if facts.st_size > limits.file_mb * MEGABYTE:
            raise refusals.too_large(name, f"it has {facts.st_size / 1e6:,.0f} MB", "file_mb")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableWorkbookError(
            f"{printable(str(path))} does not exist.",
            "Check the name and the folder.",
        ) from error
    except PermissionError as error:
        raise DiskError(
            f"{name} may not be read: permission is missing, or another program holds it.",
            "Close it in other programs and ask for the right to read it.",
        ) from error
    except PmfError:
        raise
    except (OSError, ValueError) as error:
        raise UnreadableWorkbookError(
            f"{name} cannot be opened from its folder.",
            "Check that the drive is connected and the file is on this computer "
            "(in OneDrive: Always keep on this device).",
        ) from error


SAVE_AS = "Open it in Excel and use File > Save As > Excel Workbook (*.xlsx)."
EXPORT_AGAIN = "Export it again as an Excel workbook (*.xlsx), or open it in Excel and save it so."
_NUMBERS = "is an Apple Numbers file, not an Excel workbook."
_FROM_NUMBERS = "In Numbers use File > Export To > Excel."
GIVE_WORKBOOK = "Give the workbook instead."
FROM_DOCUMENT = (
    "Copy its table into a new Excel workbook (*.xlsx), a cell for each figure, and give that."
)
FROM_PICTURE = (
    "Give the workbook that it was made from, or type its figures into a new one (*.xlsx)."
)
GET_AGAIN = "Wait until OneDrive or SharePoint has finished syncing, or take the latest backup."

_OLE = b"\xd0\xcf\x11\xe0"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
_NUL_TAIL = 512
"""So many NUL bytes at the end are a file that was not written to its end."""


def refuse_what_is_no_workbook(name: str, data: bytes) -> None:
    """Refuses bytes that are no zip file with an UnreadableWorkbookError: what they are, and what to do."""
    if name.startswith("~$"):
        raise UnreadableWorkbookError(
            f"{name} is not the workbook but Excel's note that somebody has it open.",
            f"Give the workbook itself: {name[2:]}.",
        )
    if not data:
        raise UnreadableWorkbookError(f"{name} is empty: it holds 0 bytes.", GET_AGAIN)
    if not data.strip(b"\0"):
        raise UnreadableWorkbookError(
            f"{name} holds nothing but zeros, so its content is lost or not here yet.", GET_AGAIN
        )
    if data.startswith(_OLE):
        raise _ole(name, data)
    if not data.startswith(_ZIP):
        raise _other(name, data)
    if data.endswith(bytes(_NUL_TAIL)):
        raise UnreadableWorkbookError(
            f"{name} ends in zeros, so only its first part has arrived.", GET_AGAIN
        )


_OLE_STREAMS = (
    (
        "EncryptedPackage",
        "is protected with a password, so it cannot be read.",
        "Open it in Excel, take the password off (File > Info > Protect Workbook > Encrypt "
        "with Password) and save it, or give a copy without one.",
    ),
    ("WordDocument", "is an old Word document, not a workbook.", FROM_DOCUMENT),
    (
        "__substg1.0",
        "is an Outlook message, not a workbook.",
        "Open the message and save the attached workbook.",
    ),
)
"""Streams of the file system inside old Office files, and what a file with one of them is."""
# Against the first 4 KB in lower case, without byte order mark and blanks before them.
_BEGINNINGS = (
    (re.compile(rb"\A%pdf"), "is a PDF file, not a workbook."),
    (re.compile(rb"mime-version"), "is a web page archive (MHTML), not a workbook."),
    (
        re.compile(rb"\A(?:<!doctype html|<table|<head|<meta)|<html"),
        "is a web page (HTML) with the name of a workbook.",
    ),
    # XML in UTF-8 or, with and without its mark, UTF-16.
    (
        re.compile(rb"\A(?:<\?xml|\xff\xfe<\0|\xfe\xff\0<|<\0\?\0|\0<\0\?)"),
        "is a single XML file, not a workbook.",
    ),
    (re.compile(rb"\A\{\\rtf"), "is a rich text document, not a workbook."),
)
_PICTURE = re.compile(rb"\A(?:\x89png|\xff\xd8\xff|gif8|bm.{4}\0\0\0\0|ii\*\0|mm\0\*)", re.DOTALL)


_INSIDE = (
    (
        ("mimetype", "content.xml"),
        "is an OpenDocument file (LibreOffice), not an Excel workbook.",
        "Open it and use File > Save As > Excel 2007-365 (.xlsx).",
    ),
    (("Index/Document.iwa",), _NUMBERS, _FROM_NUMBERS),
    (("Index.zip",), _NUMBERS, _FROM_NUMBERS),
    (("xl/workbook.bin",), "is a binary workbook (.xlsb), which cannot be read.", SAVE_AS),
    (("word/document.xml",), "is a Word document, not a workbook.", FROM_DOCUMENT),
    (("ppt/presentation.xml",), "is a PowerPoint presentation, not a workbook.", FROM_DOCUMENT),
)
"""Parts inside a zip file that make it something else than an Excel workbook in XML."""


def _refuse_other_kinds(package: Package) -> None:
    name = package.name
    for parts, what, advice in _INSIDE:
        if all(map(package.has, parts)):
            raise UnreadableWorkbookError(f"{name} {what}", advice)
    if not package.entries:
        raise UnreadableWorkbookError(
            f"{name} is an empty zip file, not a workbook.", GIVE_WORKBOOK
        )
    if package.has(CONTENT_TYPES):
        return
    inside = [entry for entry in package.entries if entry.endswith((".xlsx", ".xlsm"))]
    if inside:
        raise UnreadableWorkbookError(
            f"{name} is a zip file with workbooks in it, not a workbook itself.",
            f"Unpack it and give the workbook, for example {printable(inside[0])}.",
        )
    if package.has("xl/workbook.xml"):
        raise refusals.damaged(name, f'its inner part "{CONTENT_TYPES}" is missing')
    raise UnreadableWorkbookError(f"{name} is a zip file, but not an Excel workbook.", EXPORT_AGAIN)


def _ole(name: str, data: bytes) -> UnreadableWorkbookError:
    for stream, what, advice in _OLE_STREAMS:
        if stream.encode("utf-16-le") in data:
            return UnreadableWorkbookError(f"{name} {what}", advice)
    return UnreadableWorkbookError(
        f"{name} is in the old Excel format (.xls), which cannot be read.", SAVE_AS
    )


def _other(name: str, data: bytes) -> UnreadableWorkbookError:
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if _PICTURE.search(start):
        return UnreadableWorkbookError(f"{name} is a picture, not a workbook.", FROM_PICTURE)
    for beginning, what in _BEGINNINGS:
        if beginning.search(start):
            return UnreadableWorkbookError(f"{name} {what}", EXPORT_AGAIN)
    if data.endswith(bytes(_NUL_TAIL)) and not data[:4].strip(b"\0"):
        return UnreadableWorkbookError(
            f"{name} begins with zeros, so its content is damaged or not here yet.", GET_AGAIN
        )
    if _is_text(data[:4096]):
        return _text_file(name, data[:4096])
    return UnreadableWorkbookError(
        f"{name} is not an Excel workbook, whatever its name says.",
        "Check that it is the right file; if it was one, take the latest backup.",
    )


def _text_file(name: str, start: bytes) -> UnreadableWorkbookError:
    if name.lower().endswith((".csv", ".txt", ".tsv")):
        return UnreadableWorkbookError(
            f"{name} is a text file; a register is made of Excel workbooks.",
            f"Bring it into a register with: pmf import {name}",
        )
    if not name.lower().endswith(_WORKBOOK_ENDINGS):
        return UnreadableWorkbookError(
            f"{name} is a text file, not an Excel workbook.",
            "Name a workbook (.xlsx), or a .csv file where a table is to be imported.",
        )
    if any(sign in start for sign in (b",", b";", b"\t", b"|")):
        return UnreadableWorkbookError(
            f"{name} is a text file such as CSV with the name of a workbook.",
            "Rename it to end in .csv and bring it in with: pmf import. Or open it in Excel "
            "and save it as an Excel Workbook (*.xlsx).",
        )
    return UnreadableWorkbookError(
        f"{name} is a text file with the name of a workbook.", EXPORT_AGAIN
    )


def _is_text(start: bytes) -> bool:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not any(byte < 9 or 13 < byte < 32 for byte in start)
