"""Every option that more than one command takes, declared once."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pmf_cli.errors import UsageError

FIRST_YEAR = 1974
"""Today's councils were made in that year."""
LAST_YEAR = 2199

RegisterFolder = Annotated[
    Path | None,
    typer.Option(
        "--register",
        envvar="PMF_REGISTER",
        metavar="FOLDER",
        help="The register's folder. Default: the nearest folder upwards with a pmf.toml.",
    ),
]
PeriodText = Annotated[
    str,
    typer.Option(
        "--period",
        metavar="PERIOD",
        help='The reporting period, for example "2024/25 Q3". Default: the one at work by the '
        "timetable; without a timetable the latest quarter with results.",
    ),
]
AsOf = Annotated[
    str,
    typer.Option(
        "--as-of",
        metavar="DATE",
        help="The date to work on, 2025-02-03 or 03/02/2025. Default: today in London.",
    ),
]
OutputFolder = Annotated[
    Path,
    typer.Option(
        "--output",
        metavar="FOLDER",
        help="Where files are written. Nothing is written anywhere else.",
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but the result.")]
Debug = Annotated[
    bool,
    typer.Option("--debug", help="After a fault, show where in the program it happened."),
]


WriteOption = Annotated[
    bool,
    typer.Option(
        "--write",
        help="Write it into the register's workbooks. Without it nothing is changed; with it the old "
        "files are kept in backups.",
    ),
]
IgnoreLock = Annotated[
    bool,
    typer.Option(
        "--ignore-lock",
        help="Go on although a file beside the workbook says that somebody has it open.",
    ),
]
ChangeProtected = Annotated[
    bool,
    typer.Option(
        "--change-protected",
        help="Write also into a workbook that is signed, marked as final or read-only, or whose sheet "
        "is protected.",
    ),
]
"""Taken by every command that writes into workbooks: ``turns.in_turn`` gives it to each."""
By = Annotated[
    str,
    typer.Option(
        "--by", metavar="REF", help="Contact reference of who does it, for the record: C-901."
    ),
]


class ListFormat(StrEnum):
    """How a list is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class FindingsFormat(StrEnum):
    """How findings are given; ``xlsx`` writes a workbook that links to the cells."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


FormatOption = Annotated[
    ListFormat,
    typer.Option("--format", help="A table to read, or JSON or CSV for other programs."),
]


def day(text: str, option: str = "--as-of") -> date:
    """The date in an option: ISO or dd/mm/yyyy, in a year that a register can be about.

    Raises:
        UsageError: it is neither, or of a year that can hardly be meant.
    """
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            found = datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a plain date
        except ValueError:
            continue
        return within_years(found, option)
    raise UsageError(
        f"{option} {text!r} is not a date.", "Write it as 2025-02-03 or as 03/02/2025."
    )


def within_years(on: date, source: str) -> date:
    """The date, where its year is one that a register can be about.

    Raises:
        UsageError: it is not.
    """
    if FIRST_YEAR <= on.year <= LAST_YEAR:
        return on
    raise UsageError(
        f"{source}: pmf cannot work on {on.isoformat()}, only on dates from {FIRST_YEAR} to "
        f"{LAST_YEAR}.",
        "Check the year.",
    )


def today_in_london() -> date:
    """Today's date in Europe/London: the one place where the clock is asked."""
    return london_date(datetime.now(UTC))  # noqa: TID251 - the default of --as-of


def london_date(moment: datetime) -> date:
    """The date in London at a moment: from 00:00 to 01:00 in summer it is not that of UTC."""
    from zoneinfo import ZoneInfo

    return moment.astimezone(ZoneInfo("Europe/London")).date()
