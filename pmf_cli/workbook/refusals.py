"""Sentences for a workbook that is one, but damaged, hostile or unreasonably large."""

from __future__ import annotations

from pmf_cli.errors import UnreadableWorkbookError
from pmf_cli.workbook.text import printable

REPAIR = (
    "Open it in Excel, let it repair the file if it offers to, and save it; "
    "if that does not help, take the latest backup."
)


def damaged(name: str, what: str) -> UnreadableWorkbookError:
    """The file is damaged; ``what`` says where and how, as a clause."""
    return UnreadableWorkbookError(f"{name} is damaged: {printable(what)}.", REPAIR)


def damaged_part(
    name: str, part: str, what: str = "cannot be read to its end"
) -> UnreadableWorkbookError:
    """One part inside the file is damaged."""
    return damaged(name, f'its inner part "{part}" {what}')


def damaged_cell(name: str, sheet: str, address: str, what: str) -> UnreadableWorkbookError:
    """One cell cannot be read rightly, so the file is refused rather than read wrongly."""
    return UnreadableWorkbookError(
        f"{name}, {printable(sheet)}!{address} cannot be read: {printable(what)}.",
        f"Open the workbook in Excel, type the cell's content again and save it. {REPAIR}",
    )


def too_large(name: str, what: str, setting: str) -> UnreadableWorkbookError:
    """Something is over a limit; ``setting`` is the limit's name in ``pmf.toml``."""
    return UnreadableWorkbookError(
        f"{name} is unreasonably large: {what}.",
        "Check that it is the right file and delete what is not needed. If it is right, raise "
        f"{setting} under [limits] in pmf.toml.",
    )


def too_large_sheet(
    name: str, sheet: str, what: str, cure: str, setting: str
) -> UnreadableWorkbookError:
    """A sheet has too much or lies too far apart."""
    return UnreadableWorkbookError(
        f"{name}, sheet {printable(sheet)}: {what}.",
        f"{cure} If it is right as it is, raise {setting} under [limits] in pmf.toml.",
    )


def doctype(name: str, part: str) -> UnreadableWorkbookError:
    """A document type declaration, which Excel never writes and which can be used to attack."""
    return UnreadableWorkbookError(
        f'{name} is refused: its inner part "{printable(part)}" holds a DOCTYPE declaration, which '
        "Excel never writes.",
        "Do not open it; ask the sender how it was made. If you trust it, open it in Excel and "
        "save it as an Excel Workbook (*.xlsx).",
    )


def unknown_trouble(name: str) -> UnreadableWorkbookError:
    """Whatever nobody foresaw: the cause is kept for --debug, its name is not shown."""
    return UnreadableWorkbookError(f"{name} cannot be read as a workbook.", REPAIR)
