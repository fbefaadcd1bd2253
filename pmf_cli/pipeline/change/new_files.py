"""A register to start with: its files written where they must be new, all of them or none."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pmf_cli.errors import DiskError, UsageError
from pmf_cli.words import listed

if TYPE_CHECKING:
    from pmf_cli.render.starting.entry_sheet import EntryPlan


def write_new_register(
    folder: Path,
    council: str,
    *,
    with_plan: bool,
    is_example: bool,
    entries_on: date | None = None,
) -> tuple[str, ...]:
    """Writes an empty register, or a copy of the example, as ``write_new_files``; says which files.

    With ``entries_on`` an empty one is kept on an entry sheet for the financial year of that day, in the
    words and colours of a theme that stands in its folder already.
    """
    from pmf_cli.render.starting.register_book import empty_register, example_register

    if is_example:
        return tuple(map(str, write_new_files(folder, example_register())))
    plan = None if entries_on is None else _entry_plan(folder, entries_on)
    files = empty_register(council, with_plan=with_plan, entries=plan)
    return tuple(map(str, write_new_files(folder, files)))


def _entry_plan(folder: Path, on: date) -> EntryPlan:
    from pmf_cli.pipeline.read.opening import own_theme
    from pmf_cli.register.periods.period import FINANCIAL_START
    from pmf_cli.render.starting.entry_sheet import EntryPlan
    from pmf_cli.render.theme import RATED
    from pmf_cli.settings import Settings

    year, theme = on.year - (on.month < FINANCIAL_START), own_theme(folder, Settings())
    if theme is None:
        return EntryPlan(year)
    looks = {
        rag: {
            "bg_color": f"#{theme.look(tone).fill}",
            "font_color": f"#{theme.look(tone).text}",
            "bold": True,
        }
        for tone, rag in RATED.items()
        if theme.look(tone).fill
    }
    return EntryPlan(year, theme.rating_words, looks)


def write_new_files(folder: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Writes files into a folder, which is made if missing, and never over anything.

    Should one of them fail, those already written are taken away again.

    Raises:
        UsageError: the folder is a file, or holds a file of one of the names.
        DiskError: the disk is full, read-only or the folder may not be written.
    """
    from pmf_cli.workbook.write.save import save_bytes

    _refuse_what_stands(folder, files)
    made = _make_folder(folder)
    written: list[Path] = []
    try:
        for name, data in files.items():
            save_bytes(folder / name, data)
            written.append(folder / name)
    except BaseException:
        for path in written:
            with suppress(OSError):
                path.unlink()
        for place in made:
            with suppress(OSError):
                place.rmdir()
        raise
    return tuple(written)


def _refuse_what_stands(folder: Path, files: Mapping[str, bytes]) -> None:
    if os.path.lexists(folder) and not folder.is_dir():
        raise UsageError(f"{folder} is a file, not a folder.", "Name a folder.")
    standing = [name for name in files if os.path.lexists(folder / name)]
    if standing:
        raise UsageError(
            f"{folder if folder.name else 'This folder'} already holds {listed(standing)}. "
            "Nothing was written.",
            "Name another folder, for example: pmf init my-register",
        )


def _make_folder(folder: Path) -> list[Path]:
    """Makes a folder and what is missing above it; what was made, the innermost first."""
    missing = []
    place = folder
    while not place.exists() and place != place.parent:
        missing.append(place)
        place = place.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DiskError(
            f"The folder {folder} cannot be made: {error.strerror or 'the disk refuses'}.",
            "Check the name and your permission, or choose another folder.",
        ) from error
    return missing
