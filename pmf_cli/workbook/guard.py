"""Checks on a file before any parser of workbooks sees it.

A file that is no workbook, is damaged, hostile or far too large is refused here with one sentence
and one line of advice; nothing is unpacked to disk and no XML is parsed.
"""

from __future__ import annotations

import stat
from pathlib import Path

from pmf_cli.errors import DiskError, PmfError, UnreadableWorkbookError
from pmf_cli.settings import Limits
from pmf_cli.workbook import file_kinds as signs
from pmf_cli.workbook import refusals
from pmf_cli.workbook.package import Package, opened
from pmf_cli.workbook.text import printable

CONTENT_TYPES = "[Content_Types].xml"
MEGABYTE = 1_000_000


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
    signs.refuse_what_is_no_workbook(name, data)
    package = opened(
        name,
        data,
        parts=limits.parts,
        part_bytes=limits.part_mb * MEGABYTE,
        all_bytes=limits.unpacked_mb * MEGABYTE,
    )
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
        signs.refuse_what_is_no_workbook(name, b"")
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


def _refuse_other_kinds(package: Package) -> None:
    """Refuses zip files that hold something else than an Excel workbook in XML."""
    name, has = package.name, package.has
    if has("mimetype") and has("content.xml"):
        raise UnreadableWorkbookError(
            f"{name} is an OpenDocument file (LibreOffice), not an Excel workbook.",
            "Open it and use File > Save As > Excel 2007-365 (.xlsx).",
        )
    if has("Index/Document.iwa") or has("Index.zip"):
        raise UnreadableWorkbookError(
            f"{name} is an Apple Numbers file, not an Excel workbook.",
            "In Numbers use File > Export To > Excel.",
        )
    if has("xl/workbook.bin"):
        raise UnreadableWorkbookError(
            f"{name} is a binary workbook (.xlsb), which cannot be read.", signs.SAVE_AS
        )
    if has("word/document.xml"):
        raise UnreadableWorkbookError(
            f"{name} is a Word document, not a workbook.", "Give the workbook instead."
        )
    if has("ppt/presentation.xml"):
        raise UnreadableWorkbookError(
            f"{name} is a PowerPoint presentation, not a workbook.", "Give the workbook instead."
        )
    if not package.entries:
        raise UnreadableWorkbookError(
            f"{name} is an empty zip file, not a workbook.", "Give the workbook instead."
        )
    if not has(CONTENT_TYPES):
        inside = [entry for entry in package.entries if entry.endswith((".xlsx", ".xlsm"))]
        if inside:
            raise UnreadableWorkbookError(
                f"{name} is a zip file with workbooks in it, not a workbook itself.",
                f"Unpack it and give the workbook, for example {printable(inside[0])}.",
            )
        if has("xl/workbook.xml"):
            raise refusals.damaged(name, f'its inner part "{CONTENT_TYPES}" is missing')
        raise UnreadableWorkbookError(
            f"{name} is a zip file, but not an Excel workbook.", signs.EXPORT_AGAIN
        )
