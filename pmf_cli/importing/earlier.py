"""Earlier results printed beside the current one: ``last quarter 95.3; last year outturn 94.8``."""

from __future__ import annotations

import re

from pmf_cli.importing.cell_fates import Accounts
from pmf_cli.importing.fields import Field, plain_heading
from pmf_cli.importing.figures import figure_in, figure_of, printed_text
from pmf_cli.importing.period_words import taken_apart
from pmf_cli.importing.readings import ReadSighting
from pmf_cli.importing.record_rows import source_of
from pmf_cli.register.periods.period import Period
from pmf_cli.register.periods.steps import shift, year_earlier
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.terms import EntrySource

NOT_ASKED = "an earlier result: taken in only with --earlier-results (or earlier_results = true in the mapping file)"
_SAME_LAST_YEAR = re.compile(
    r"same (?:period|quarter|month) (?:last|previous) year|last year(?! outturn)$"
)
_PREVIOUS = re.compile(
    r"(?:last|previous|prior) (?:quarter|period|month|result|value)|previous(?: outturn)?|comparator"
)


def earlier_rows(
    kpi: Kpi,
    read: tuple[ReadSighting, ...],
    results: tuple[Result, ...],
    accounts: Accounts,
    *,
    asked: bool,
) -> tuple[Result, ...]:
    """Results of earlier periods that the scorecard prints beside the current one.

    Args:
        kpi: the KPI.
        read: its periods.
        results: its results from their own cells, which win.
        accounts: told of every cell.
        asked: whether the officer wants them.
    """
    have: dict[Period, Result] = {r.period: r for r in results if r.period is not None}
    made: dict[Period, Result] = {}
    for one in read:
        for field, seen in one.sighting.cells:
            if field != Field.EARLIER:
                continue
            if not asked:
                accounts.left(seen.sheet, seen.cell, NOT_ASKED)
                continue
            heading = plain_heading(seen.meaning.heading.text)
            left: list[str] = []
            taken: list[str] = []
            for words, text in _parts(printed_text(seen.cell), heading):
                period = _period(words, one.sighting.period)
                figure = (
                    figure_in(text) if isinstance(seen.cell.value, str) else figure_of(seen.cell)
                )
                shown = f"{words} {text}".strip()
                if period is None or figure.number is None:
                    left.append(f"“{shown}” names no period and figure that fit")
                elif period.kind is not one.sighting.period.kind:
                    left.append(f"“{shown}” is for {period}, which is no period of this KPI")
                elif period in have or period in made:
                    known = (have.get(period) or made[period]).value
                    same = known == figure.number
                    left.append(
                        f"“{shown}”: {period} has {'this' if same else f'another ({known})'} result already"
                    )
                else:
                    taken.append(str(period))
                    made[period] = Result(
                        kpi_ref=kpi.ref,
                        period=period,
                        value=figure.number,
                        note=f"From the comparator printed beside {one.sighting.period}",
                        entry_source=EntrySource.IMPORT,
                        source=source_of(seen, "value"),
                    )
            if taken:
                rest = f"; not taken: {'; '.join(left)}" if left else ""
                accounts.taken(
                    seen.sheet, seen.cell, f"Results, {kpi.ref}, {', '.join(taken)}{rest}"
                )
            else:
                accounts.left(
                    seen.sheet, seen.cell, "; ".join(left) or "no earlier result can be read"
                )
    return tuple(made.values())


def _parts(text: str, heading: str) -> tuple[tuple[str, str], ...]:
    """Pairs of what an earlier figure is and the figure itself."""
    shown = " ".join(text.split())
    if re.fullmatch(r"[£+\-−\d.,%\s]+\*?", shown):
        return ((heading, shown),)
    found = []
    for part in (one.strip() for one in shown.split(";")):
        ends = re.search(r"(?:(?<=\s)|^)[£+\-−]?[\d.,]*\d\s?%?$", part)
        found.append(
            (part[: ends.start()].strip(" :"), part[ends.start() :]) if ends else (part, "")
        )
    return tuple(found)


def _period(words: str, current: Period) -> Period | None:
    low = words.casefold().strip()
    if _SAME_LAST_YEAR.search(low):
        return year_earlier(current)
    if _PREVIOUS.fullmatch(low):
        return shift(current, -1)
    apart = taken_apart(words, None, 4)
    return apart.reading.period if apart is not None and not apart.rest.strip() else None
