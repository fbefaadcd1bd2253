"""The files in which returns come back: which are looked at, and what is said of the others."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pmf_cli.errors import PmfError, UsageError
from pmf_cli.pipeline.collect.old_forms import ARCHIVE
from pmf_cli.words import listed

ENDINGS = (".xlsx", ".xlsm")
"""Files looked at in a folder; a file named by itself may be anything."""
OTHER_SHEETS = (".xls", ".xlsb", ".ods", ".csv", ".numbers", ".pdf", ".docx")
OURS = ("thumbs.db", "desktop.ini", ARCHIVE)
"""What Windows lays into folders, and the folder of forms of earlier cycles."""
WRAPPED = (".zip", ".eml", ".msg")
"""Files in which returns come by mistake."""


def return_files(places: Sequence[Path]) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """The files named and those in the folders named, each once; and what was passed over.

    Raises:
        UsageError: a place does not exist, or there is no workbook at all.
    """
    found: dict[Path, Path] = {}
    over: list[Path] = []
    for place in places:
        if not place.exists():
            raise UsageError(
                f"{place} does not exist.", "Name the file that came back, or a folder."
            )
        inside = sorted(place.iterdir()) if place.is_dir() else [place]
        for path in inside:
            is_ours = path.suffix.lower() in ENDINGS and not path.name.startswith((".", "~$"))
            if path.is_file() and (is_ours or path == place):
                found.setdefault(path.resolve(), path)
            elif not path.name.startswith((".", "~$")) and path.name.lower() not in OURS:
                over.append(path)
    remarks = tuple(_passed_over(path) for path in over)
    if not found:
        where = listed(str(place) for place in places)
        raise UsageError(
            f"There is no workbook (.xlsx) in {where}.",
            " ".join(remarks)
            or "Save the forms that came back as attachments there, or name the folder with them.",
        )
    return tuple(found.values()), remarks


def _passed_over(path: Path) -> str:
    """Why something in the folder is no return, so that none is overlooked."""
    from pmf_cli.workbook.guard import shown_name

    name = shown_name(path)
    if path.is_dir():
        return (
            f"{name} is a folder inside and was not looked into; name it too if returns lie there."
        )
    if path.suffix.lower() in OTHER_SHEETS:
        return (
            f"{name} was passed over: it is no Excel workbook (.xlsx). If it is a return, ask the"
            " contact to save the form as one and send it again."
        )
    if path.suffix.lower() in WRAPPED:
        return f"{name} was passed over: if a return is in it, save that beside it first."
    return f"{name} was passed over: it is no workbook."


def advice_on(error: PmfError) -> str:
    """What to ask of the contact whose file cannot be read."""
    if "password" in error.message:
        return "Ask the contact to take the password off and send the form again."
    if "DOCTYPE" in error.message:
        return error.advice
    return (
        "Ask the contact to fill in the form as it was sent, save it as an Excel workbook (.xlsx)"
        " and send it again."
    )
