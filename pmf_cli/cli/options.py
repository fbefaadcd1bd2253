"""Options that some commands share, and dates as they are typed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated

import typer

from pmf_cli.errors import UsageError

FIRST_YEAR = 1974
"""Today's councils were made in that year."""
LAST_YEAR = 2199

KpiRef = Annotated[
    str, typer.Argument(metavar="REF", help="The KPI's reference, for example WM-01.")
]
By = Annotated[
    str,
    typer.Option(
        "--by", metavar="REF", help="Contact reference of who does it, for the record: C-901."
    ),
]


class ListFormat(StrEnum):
    """How a list is printed; ``html`` is a page for a browser."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    HTML = "html"


class FindingsFormat(StrEnum):
    """How findings are given; ``html`` is a page on standard output, ``xlsx`` writes a workbook that links to the cells."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    HTML = "html"
    XLSX = "xlsx"


class ListOrPaperFormat(StrEnum):
    """How a list is given that is put before people too: Word and Excel are written as papers."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    HTML = "html"
    DOCX = "docx"
    XLSX = "xlsx"

    @property
    def is_paper(self) -> bool:
        """Whether a file is written."""
        return self in (ListOrPaperFormat.DOCX, ListOrPaperFormat.XLSX)


def typed_day(text: str, option: str = "--as-of") -> date:
    """The date in an option: ISO or dd/mm/yyyy, in a year that a register can be about.

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
    """The date, where its year is one that a register can be about; UsageError where it is not."""
    if FIRST_YEAR <= on.year <= LAST_YEAR:
        return on
    raise UsageError(
        f"{source}: pmf cannot work on {on.isoformat()}, only on dates from {FIRST_YEAR} to "
        f"{LAST_YEAR}.",
        "Check the year.",
    )


def set_or_today(on: date | None) -> date:
    """The settings' date for rehearsal, else today's in London: the one place where the clock is asked.

    UsageError: a year that a register cannot be about.
    """
    if on is not None:
        return within_years(on, "as_of in pmf.toml")
    return london_date(datetime.now(UTC))  # noqa: TID251 - the default of --as-of


def london_date(moment: datetime) -> date:
    """The date in London at a moment: from 00:00 to 01:00 in summer it is not that of UTC."""
    from zoneinfo import ZoneInfo

    return moment.astimezone(ZoneInfo("Europe/London")).date()
