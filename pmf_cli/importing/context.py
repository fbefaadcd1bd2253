"""What stands around a table: the period, year and directorate in titles, tab and file names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from pmf_cli.findings import CellRef
from pmf_cli.importing.figures import printed_text
from pmf_cli.importing.guesses import LEAVE_OUT, Guess, GuessBook, Sureness, Topic
from pmf_cli.importing.mapping import ImportMapping, MappedSheet
from pmf_cli.importing.period_words import period_in, taken_apart, year_in
from pmf_cli.register.periods.period import Period, PeriodKind
from pmf_cli.workbook.cells import Cell, Sheet

_PLAIN_TAB = re.compile(
    r"(sheet|tab|table|data|scorecard|kpis?|results?|indicators?|performance|summary|report|dashboard|all"
    r"|master|register|measures?|q[1-4]|quarter|\W|\d)*",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known of a tab's figures besides its table.

    Attributes:
        period: the period of figures whose heading and row name none.
        year: the year in which the financial year named begins, for headings such as ``Q1``.
        guess: how the period was found, to be noted where the period is used.
    """

    period: Period | None
    year: int | None
    directorate: str
    left_out: bool
    guess: Guess | None = None


def around(
    sheet: Sheet,
    titles: tuple[Cell, ...],
    mapping: ImportMapping,
    book: GuessBook,
    *,
    several_tabs: bool,
    year_start: int,
) -> Surroundings:
    """What titles, the tab's name and the file's name say; nearer words win.

    Two titles that name different periods are a doubt.
    """
    said = mapping.sheets.get(sheet.name, MappedSheet())
    if said.leave_out or mapping.layouts.get(sheet.name, "").casefold() == LEAVE_OUT:
        book.note(_settled(sheet, LEAVE_OUT))
        return Surroundings(None, None, "", left_out=True)
    places = _places(sheet, titles)
    stated = (said.year, *(text for text, _, _ in places))
    year = next((found for text in stated if (found := year_in(_spaced(text))) is not None), None)
    if said.year and year is not None:
        book.note(_settled(sheet, f"year {said.year}"))
    period, guess = _period(places, said.period or mapping.period, sheet, year, year_start)
    directorate = _directorate(sheet, titles, said.directorate, book, several=several_tabs)
    if year is None:
        year = _year_of(period)
    return Surroundings(period, year, directorate, left_out=False, guess=guess)


def names_time(text: str) -> bool:
    """Whether a title names a year or a period."""
    words = _spaced(text)
    return year_in(words) is not None or taken_apart(words, 2000, 4) is not None


def _places(sheet: Sheet, titles: tuple[Cell, ...]) -> list[tuple[str, CellRef, str]]:
    """The texts around a table that may name its time, the nearest first, each with where and what it is."""
    places = [(printed_text(cell), sheet.ref(cell.address), "a title") for cell in titles]
    places.append((sheet.name, sheet.ref(), "the tab's name"))
    stem = re.sub(r"\.\w{3,4}$", "", sheet.workbook)
    if sheet.name != stem:
        places.append((stem, CellRef(sheet.workbook), "the file's name"))
    return places


def _settled(sheet: Sheet, meaning: str) -> Guess:
    why = "your answers say so"
    return Guess(Topic.SHEET, sheet.name, sheet.ref(), meaning, Sureness.SETTLED, why)


def _spaced(text: str) -> str:
    """A title or name with its words apart: ``Q3_2024_25`` → ``Q3 2024/25``."""
    years = re.sub(r"(?<!\d)((?:19|20)\d\d)[_ ](\d\d)(?!\d)", r"\1/\2", text)
    return " ".join(years.replace("_", " ").split())


def _year_of(period: Period | None) -> int | None:
    if period is None:
        return None
    return (
        period.start.year
        if period.start >= date(period.start.year, 4, 1)
        else period.start.year - 1
    )


def _period(
    places: list[tuple[str, CellRef, str]],
    said: str,
    sheet: Sheet,
    year: int | None,
    year_start: int,
) -> tuple[Period | None, Guess | None]:
    if said:
        return _period_said(said, sheet, year_start)
    found: list[tuple[Period, CellRef, str]] = []
    for text, where, what in places:
        apart = taken_apart(_spaced(text), year, year_start)
        period = apart.reading.period if apart is not None else None
        if period is not None and period.kind is not PeriodKind.CALENDAR_YEAR:
            found.append((period, where, what))
    narrow = [f for f in found if f[0].kind is not PeriodKind.FINANCIAL_YEAR]
    if not found:
        return None, None
    first, where, what = (narrow or found)[0]
    others = {str(period) for period, _, _ in narrow if period != first}
    sure, why = Sureness.LIKELY, f"{what} says so"
    if others:
        sure = Sureness.DOUBTFUL
        why = f"{what} says {first}, but elsewhere stands {', '.join(sorted(others))}"
    return first, Guess(Topic.SHEET, sheet.name, where, f"period {first}", sure, why)


def _period_said(said: str, sheet: Sheet, year_start: int) -> tuple[Period | None, Guess]:
    """The period that the answers name for a sheet."""
    reading = period_in(said, year_start)
    sure, why = Sureness.SETTLED, "you said so"
    if reading.period is None:
        sure, why = Sureness.DOUBTFUL, reading.why
    words = f"period {reading.period or said}"
    return reading.period, Guess(Topic.SHEET, sheet.name, sheet.ref(), words, sure, why)


def _directorate(
    sheet: Sheet, titles: tuple[Cell, ...], said: str, book: GuessBook, *, several: bool
) -> str:
    if said:
        book.note(_settled(sheet, f"directorate {said}"))
        return said
    for cell in titles:
        label = re.match(
            r"(?:directorate|department)\s*[:\-–]\s*(.+)", printed_text(cell).strip(), re.I
        )
        if label:
            why = "a title says so"
            name = label[1].strip()
            where = sheet.ref(cell.address)
            book.note(
                Guess(Topic.SHEET, sheet.name, where, f"directorate {name}", Sureness.LIKELY, why)
            )
            return name
    is_period = taken_apart(_spaced(sheet.name), 2000, 4) is not None
    if not several or is_period or _PLAIN_TAB.fullmatch(sheet.name):
        return ""
    why = "the tab's name, since several tabs hold KPIs"
    book.note(
        Guess(
            Topic.SHEET,
            sheet.name,
            sheet.ref(),
            f"directorate {sheet.name.strip()}",
            Sureness.LIKELY,
            why,
        )
    )
    return sheet.name.strip()
