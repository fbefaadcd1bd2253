"""What stands around a table: the period, year and directorate in titles, tab and file names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from pmf_cli.findings import CellRef
from pmf_cli.frozen import frozen
from pmf_cli.importing.figures import printed_text
from pmf_cli.importing.guesses import LEAVE_OUT, Guess, GuessBook, Sureness, Topic
from pmf_cli.importing.mapping import ImportMapping, MappedSheet
from pmf_cli.importing.period_words import period_in, taken_apart, year_in
from pmf_cli.importing.plan_years import PlanBegins, plan_of
from pmf_cli.register.periods.period import Period, PeriodKind, year_words
from pmf_cli.words import listed
from pmf_cli.workbook.cells import Cell, Sheet

_PLAIN_TAB = re.compile(
    r"(sheet|tab|table|data|scorecard|kpis?|results?|indicators?|performance|summary|report|dashboard|all"
    r"|master|register|measures?|q[1-4]|quarter|\W|\d)*",
    re.I,
)
# What explains the KPIs of the other tabs is no place of its own.
_ASIDE = re.compile(r"\b(?:appendix|appendices|annex|definitions?|glossary|metadata)\b", re.I)


@frozen
class Surroundings:
    """What is known of a tab's figures besides its table.

    Attributes:
        period: the period of figures whose heading and row name none.
        year: the year in which the financial year named begins, for headings such as ``Q1``.
        guess: how the period was found, to be noted where the period is used.
        year_guess: how the year was found, where only another tab names it.
        plan: which year is the first of a plan whose years headings count.
    """

    period: Period | None
    year: int | None
    directorate: str
    left_out: bool
    guess: Guess | None = None
    year_guess: Guess | None = None
    plan: PlanBegins | None = None


COVER = "the tab “"
"""Begins what is said of a period or year that only another tab names."""


def around(
    sheet: Sheet,
    titles: tuple[Cell, ...],
    mapping: ImportMapping,
    book: GuessBook,
    *,
    several_tabs: bool,
    year_start: int,
    cover: Sequence[tuple[Cell, CellRef]] = (),
) -> Surroundings:
    """What titles, the tab's name, the file's name and a cover tab say; nearer words win.

    Two titles that name different periods are a doubt.

    Args:
        cover: the titles of tabs without a table, which hold for tabs that say nothing themselves.
    """
    said = mapping.sheets.get(sheet.name, MappedSheet())
    if said.leave_out or mapping.layouts.get(sheet.name, "").casefold() == LEAVE_OUT:
        book.note(_settled(sheet, LEAVE_OUT))
        return Surroundings(None, None, "", left_out=True)
    own, away = _places(sheet, titles), _on_cover(cover)
    year, year_guess = _year_said(said.year, own, away, sheet, book)
    period, guess = _period_said(said.period or mapping.period, sheet, year_start)
    if guess is None:
        period, guess = _nearest_period(own, away, sheet, year, year_start)
    directorate = _directorate(sheet, titles, said.directorate, book, several=several_tabs)
    year = _year_of(period) if year is None else year
    plan = plan_of(said.plan, (text for text, _, _ in (*own, *away)), sheet, year)
    return Surroundings(
        period,
        year,
        directorate,
        left_out=False,
        guess=guess,
        year_guess=year_guess,
        plan=plan,
    )


def _year_said(
    answer: str, own: Sequence[_Place], away: Sequence[_Place], sheet: Sheet, book: GuessBook
) -> tuple[int | None, Guess | None]:
    """The year that the answer, the tab or its file names; else a cover's, which is a guess.

    A tab whose own title and name tell two years is a doubt; the file's name may be older than its tabs.
    """
    year = next(_years((answer, *(text for text, _, _ in own))), None)
    if year is None:
        return _year_on_cover(sheet, away)
    if answer:
        book.note(_settled(sheet, f"year {answer}"))
        return year, None
    of_tab = [(text, where) for text, where, _ in own if where.sheet]
    found = {one: where for text, where in reversed(of_tab) for one in _years([text])}
    if len(found) < 2:
        return year, None
    others = [year_words(one) for one in sorted(found) if one != year]
    place = found[year].cell or "the tab's name"
    why = f"{place} says so, but elsewhere on the tab stands {listed(others)}"
    meaning = f"year {year_words(year)}"
    return year, Guess(Topic.SHEET, sheet.name, found[year], meaning, Sureness.DOUBTFUL, why)


def _years(texts: Iterable[str]) -> Iterator[int]:
    """The years that texts name, in order."""
    for text in texts:
        if (found := year_in(_spaced(text))) is not None:
            yield found


def _on_cover(cover: Sequence[tuple[Cell, CellRef]]) -> list[_Place]:
    """The titles of a cover as places that may name the time of other tabs."""
    texts = [(printed_text(cell), at) for cell, at in cover]
    return [(text, at, f"{COVER}{at.sheet}”") for text, at in texts]


def _year_on_cover(sheet: Sheet, away: Sequence[_Place]) -> tuple[int | None, Guess | None]:
    """The year that a cover tab names for tabs that name none; a doubt where it names several."""
    found = [(year, at) for text, at, _ in away for year in _years([text])]
    if not found:
        return None, None
    year, where = found[0]
    is_one = len({one for one, _ in found}) == 1
    sure = Sureness.LIKELY if is_one else Sureness.DOUBTFUL
    why = f"{COVER}{where.sheet}” {'says so' if is_one else 'names several'}"
    return year, Guess(Topic.SHEET, sheet.name, where, f"year {year_words(year)}", sure, why)


def names_time(text: str) -> bool:
    """Whether a title names a year or a period."""
    words = _spaced(text)
    return year_in(words) is not None or taken_apart(words, 2000, 4) is not None


_Place = tuple[str, CellRef, str]
"""A text that may name a table's time, with where and what it is."""


def _places(sheet: Sheet, titles: tuple[Cell, ...]) -> list[_Place]:
    """The texts around a table that may name its time, the nearest first."""
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


def _nearest_period(
    own: Sequence[_Place],
    away: Sequence[_Place],
    sheet: Sheet,
    year: int | None,
    year_start: int,
) -> tuple[Period | None, Guess | None]:
    """The part of a year that a tab says it reports, else a cover tab in the same year, else the tab's year."""
    period, guess = _period(own, sheet, year, year_start)
    if period is not None and period.kind is not PeriodKind.FINANCIAL_YEAR:
        return period, guess
    of_its_year = [one for one in away if year in (None, *_years([one[0]]))]
    part, seen = _period(of_its_year, sheet, year, year_start)
    return (period, guess) if part is None else (part, seen)


def _period(
    places: Sequence[_Place], sheet: Sheet, year: int | None, year_start: int
) -> tuple[Period | None, Guess | None]:
    """The period that places name, the nearest first; a doubt where another one names another part of a year."""
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


def _period_said(said: str, sheet: Sheet, year_start: int) -> tuple[Period | None, Guess | None]:
    """The period that the answers name for a sheet; no guess where they name none."""
    if not said:
        return None, None
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
    is_plain = _PLAIN_TAB.fullmatch(sheet.name) or _ASIDE.search(sheet.name)
    if not several or is_period or is_plain:
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
