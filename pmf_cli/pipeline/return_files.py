"""Which files may be returns: those named, and in folders every spreadsheet; what is left is told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pmf_cli.errors import UsageError
from pmf_cli.words import listed_shortly

ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv")
"""Files looked at in a folder, those too that are refused with what to do; others are told of."""
OF_THE_SYSTEM = ("thumbs.db", "desktop.ini")
"""Files that Windows lays into folders."""


def return_files(places: Sequence[Path]) -> tuple[Path, ...]:
    """The files named, and those in the folders named, each once.

    Raises:
        UsageError: a place does not exist, or there is no workbook at all.
    """
    found: dict[Path, Path] = {}
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
    if not found:
        raise UsageError(
            "There is no workbook in the folder named.",
            " ".join(("Name the folder with the returns.", *passed_over(places))),
        )
    return tuple(found.values())


def passed_over(places: Sequence[Path]) -> tuple[str, ...]:
    """A sentence on what lies in the folders named and is not looked at; nothing where all is."""
    names = [
        path.name + ("/" if path.is_dir() else "")
        for place in places
        if place.is_dir()
        for path in sorted(place.iterdir())
        if not path.name.startswith((".", "~$"))
        and path.name.lower() not in OF_THE_SYSTEM
        and (path.is_dir() or path.suffix.lower() not in ENDINGS)
    ]
    if not names:
        return ()
    return (f"Not looked at, since no workbook: {listed_shortly(names, 6)}.",)
