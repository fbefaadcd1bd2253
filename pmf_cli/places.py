"""Where a register lies: its folder, and the names of the files in it.

Imports next to nothing, since every command that writes asks for its folder's turn first of all.
"""

from __future__ import annotations

import os
from pathlib import Path

from pmf_cli.errors import UsageError

FILE_NAME = "pmf.toml"
"""The settings of a register, in its folder."""
TEMPLATES = "templates"
"""The folder of a register's own templates, where its settings name no other."""
THEME = "theme.toml"
"""The colours, marks and words of papers, among the templates."""
EXAMPLE_REGISTER = "register_example"
"""The folder of the example, as it is shipped."""
REPORTS = "reports"
ANSWERS = "answers"
"""Workbooks of questions about scorecards, kept so that nothing is asked twice."""
"""The folder of a register's papers and lists, where no other is asked for."""
BACKUPS = "backups"
"""The folder of workbooks as they were before each change."""
DATA_RECORD = "KPI Data Record.xlsx"
SUPPORTING_INFORMATION = "KPI Supporting Information.xlsx"
REPORTING_PROCESS = "Reporting Process.xlsx"
DELIVERY_PLAN = "Delivery Plan.xlsx"
ENTRY_WORKBOOK = "KPI Register.xlsx"
"""The workbook of a register that is kept on an entry sheet."""
USUAL_NAMES = (DATA_RECORD, SUPPORTING_INFORMATION, REPORTING_PROCESS, DELIVERY_PLAN)
NEEDED_NAMES = (DATA_RECORD, SUPPORTING_INFORMATION)
PUBLISHED_ENDING = "-published.xlsx"
"""What the name of a paper's workbook for the public ends with."""


def from_here(path: Path) -> Path:
    """A path as it is typed in the working folder: the shorter of the whole and the way from here."""
    try:
        way = Path(os.path.relpath(path))
    except ValueError:  # On Windows there is no way from one drive to another.
        return path
    return min(way, path, key=lambda one: len(str(one)))


def register_is_here(folder: Path) -> bool:
    """Whether commands typed in the working folder find this register by themselves."""
    try:
        return register_place(None).resolve() == folder.resolve()
    except UsageError:
        return False


def register_place(asked: Path | None) -> Path:
    """The register's folder: the one asked for, else the nearest upwards with a ``pmf.toml``.

    A folder that holds the usual workbooks serves without ``pmf.toml``; a single workbook may be
    named too, and the ``pmf.toml`` itself stands for its folder.

    Raises:
        UsageError: there is none.
    """
    if asked is not None:
        if not asked.exists():
            raise UsageError(
                f"{asked} does not exist.", "Name the register's folder with --register."
            )
        return asked.parent if asked.name == FILE_NAME and asked.is_file() else asked
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / FILE_NAME).is_file():
            return folder
    if any((here / name).is_file() for name in NEEDED_NAMES):
        return here
    raise UsageError(
        "There is no register here: no pmf.toml in this folder or above it.",
        "Go to the register's folder, name it with --register FOLDER, or make one with: pmf init",
    )


def register_folder(asked: Path | None) -> Path:
    """The folder that a register lies in, with its ledger and ``pmf.toml``.

    Raises:
        UsageError: there is no register.
    """
    place = register_place(asked)
    return place.parent if place.is_file() else place


def is_register(asked: Path | None) -> bool:
    """Whether there is a register where one is asked for, or here; a folder that was named must hold one."""
    if asked is not None:
        return bool(register_place(asked))
    try:
        return bool(register_place(None))
    except UsageError:
        return False


def reports_folder(asked: Path | None) -> Path:
    """The folder of a register's papers; as seen from the folder at work, where it lies below that.

    Raises:
        UsageError: there is no register.
    """
    folder, here = register_folder(asked) / REPORTS, Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder
