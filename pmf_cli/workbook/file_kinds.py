"""What a file is that calls itself a workbook, told by its first bytes, before any parser.

Every sign has its own sentence and its own advice, since "cannot be read" helps
nobody to get the right file.
"""

from __future__ import annotations

from pmf_cli.errors import UnreadableWorkbookError

SAVE_AS = "Open it in Excel and use File > Save As > Excel Workbook (*.xlsx)."
EXPORT_AGAIN = "Export it again as an Excel workbook (*.xlsx), or open it in Excel and save it so."
GET_AGAIN = "Wait until OneDrive or SharePoint has finished syncing, or take the latest backup."

_OLE = b"\xd0\xcf\x11\xe0"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
_NUL_TAIL = 512
"""So many NUL bytes at the end are a file that was not written to its end."""


def refuse_what_is_no_workbook(name: str, data: bytes) -> None:
    """Refuses bytes that are no zip file, saying what they are instead.

    Raises:
        UnreadableWorkbookError: always with the file's name, what it is and what to do.
    """
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


def _ole(name: str, data: bytes) -> UnreadableWorkbookError:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        return UnreadableWorkbookError(
            f"{name} is protected with a password, so it cannot be read.",
            "Open it in Excel, take the password off (File > Info > Protect Workbook > Encrypt "
            "with Password) and save it, or give a copy without one.",
        )
    if holds("WordDocument"):
        return UnreadableWorkbookError(
            f"{name} is an old Word document, not a workbook.", "Give the workbook instead."
        )
    if holds("__substg1.0"):
        return UnreadableWorkbookError(
            f"{name} is an Outlook message, not a workbook.",
            "Open the message and save the attached workbook.",
        )
    return UnreadableWorkbookError(
        f"{name} is in the old Excel format (.xls), which cannot be read.", SAVE_AS
    )


def _other(name: str, data: bytes) -> UnreadableWorkbookError:
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"%pdf"):
        return UnreadableWorkbookError(f"{name} is a PDF file, not a workbook.", EXPORT_AGAIN)
    if b"mime-version" in start:
        return UnreadableWorkbookError(
            f"{name} is a web page archive (MHTML), not a workbook.", EXPORT_AGAIN
        )
    if b"<html" in start or start.startswith((b"<!doctype html", b"<table", b"<head", b"<meta")):
        return UnreadableWorkbookError(
            f"{name} is a web page (HTML) with the name of a workbook.", EXPORT_AGAIN
        )
    if start.startswith(b"<?xml") or _is_utf16_markup(data):
        return UnreadableWorkbookError(
            f"{name} is a single XML file, not a workbook.", EXPORT_AGAIN
        )
    if start.startswith(b"{\\rtf"):
        return UnreadableWorkbookError(
            f"{name} is a rich text document, not a workbook.", EXPORT_AGAIN
        )
    if data.endswith(bytes(_NUL_TAIL)) and not data[:4].strip(b"\0"):
        return UnreadableWorkbookError(
            f"{name} begins with zeros, so its content is damaged or not here yet.", GET_AGAIN
        )
    if _is_text(data[:4096]):
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
        if any(sign in data[:4096] for sign in (b",", b";", b"\t", b"|")):
            return UnreadableWorkbookError(
                f"{name} is a text file such as CSV with the name of a workbook.",
                "Rename it to end in .csv and bring it in with: pmf import. Or open it in Excel "
                "and save it as an Excel Workbook (*.xlsx).",
            )
        return UnreadableWorkbookError(
            f"{name} is a text file with the name of a workbook.", EXPORT_AGAIN
        )
    return UnreadableWorkbookError(
        f"{name} is not an Excel workbook, whatever its name says.",
        "Check that it is the right file; if it was one, take the latest backup.",
    )


def _is_utf16_markup(data: bytes) -> bool:
    return data.startswith((b"\xff\xfe<\0", b"\xfe\xff\0<", b"<\0?\0", b"\0<\0?"))


def _is_text(start: bytes) -> bool:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    controls = sum(byte < 9 or 13 < byte < 32 for byte in start)
    return controls == 0
