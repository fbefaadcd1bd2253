"""What stands around a table: the period, year and directorate in titles, tab and file names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from pmf_cli.findings import CellRef
from pmf_cli.importing.figures import printed_text
from pmf_cli.importing.guesses import LEAVE_OUT, Guess, GuessBook, Sureness, Topic
from pmf_cli.importing.mapping import ImportMapping
from pmf_cli.importing.period_words import PeriodReading, period_in, taken_apart, year_in
from pmf_cli.register.periods import Period, PeriodKind
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
        directorate: from the tab's name or a title; empty where unknown.
        left_out: true where the mapping file says to leave the tab out.
    """

    period: Period | None
    year: int | None
    directorate: str
    left_out: bool


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
    said = mapping.sheets.get(sheet.name)
    if said is not None and said.leave_out:
        book.note(_settled(sheet, LEAVE_OUT))
        return Surroundings(None, None, "", left_out=True)
    places = [(printed_text(cell), sheet.ref(cell.address), "a title") for cell in titles]
    places += [(sheet.name, sheet.ref(), "the tab's name")]
    stem = re.sub(r"\.\w{3,4}$", "", sheet.workbook)
    if sheet.name != stem:
        places += [(stem, CellRef(sheet.workbook), "the file's name")]
    year = next(
        (found for text, _, _ in places if (found := year_in(_spaced(text))) is not None), None
    )
    period = _period(
        places, (said.period if said else "") or mapping.period, sheet, book, year, year_start
    )
    directorate = _directorate(
        sheet, titles, said.directorate if said else "", book, several=several_tabs
    )
    return Surroundings(
        period, _year_of(period) if year is None else year, directorate, left_out=False
    )


def _settled(sheet: Sheet, meaning: str) -> Guess:
    why = "the mapping file says so"
    return Guess(Topic.SHEET, sheet.name, sheet.ref(), meaning, Sureness.SETTLED, why)


def _spaced(text: str) -> str:
    return " ".join(text.replace("_", " ").split())


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
    book: GuessBook,
    year: int | None,
    year_start: int,
) -> Period | None:
    if said:
        reading = period_in(said, year_start)
        sure = Sureness.SETTLED if reading.period else Sureness.DOUBTFUL
        why = "the mapping file says so" if reading.period else reading.why
        book.note(
            Guess(
                Topic.SHEET, sheet.name, sheet.ref(), f"period {reading.period or said}", sure, why
            )
        )
        return reading.period
    found: list[tuple[PeriodReading, CellRef, str]] = []
    for text, where, what in places:
        apart = taken_apart(_spaced(text), year, year_start)
        if apart is not None and apart.reading.period is not None:
            found.append((apart.reading, where, what))
    narrow = [
        f
        for f in found
        if f[0].period is not None and f[0].period.kind is not PeriodKind.FINANCIAL_YEAR
    ]
    chosen = narrow or found
    if not chosen:
        return None
    first = chosen[0][0].period
    others = {str(reading.period) for reading, _, _ in narrow if reading.period != first}
    sure, why = Sureness.LIKELY, f"{chosen[0][2]} says so"
    if others:
        sure = Sureness.DOUBTFUL
        why = f"{chosen[0][2]} says {first}, but elsewhere stands {', '.join(sorted(others))}"
    book.note(Guess(Topic.SHEET, sheet.name, chosen[0][1], f"period {first}", sure, why))
    return first


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
