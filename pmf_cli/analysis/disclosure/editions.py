"""What was published before: nobody can take it back, so hiding it now protects nothing.

The record has the figure of each KPI that a paper told. A public edition prints more: every earlier period and
every split, of the paper's day; which of them, is worked out as it was then.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from pmf_cli.analysis.disclosure.hidden import FigureAt, hidden_figures
from pmf_cli.analysis.issued.issue_history import History, IssuedPaper
from pmf_cli.cycle.bodies import is_public_body
from pmf_cli.register.figures import figure
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.terms import BodyKind


def published_before(register: Register, history: History, year_start: int) -> frozenset[FigureAt]:
    """The figures that were published and are as they were; a paper that was taken back was read all the same."""
    bodies = {row.body: row.kind for row in register.boards if is_public_body(row)}
    papers = [paper for paper in history.papers if paper.body in bodies]
    if not papers:
        return frozenset()
    known = frozenset(_told(register, papers))
    editions = [paper for paper in papers if bodies[paper.body] is BodyKind.PUBLIC]
    for paper in sorted(editions, key=lambda one: one.as_at):
        known |= frozenset(_printed(register, paper, known, year_start))
    return known


def _printed(
    register: Register, paper: IssuedPaper, known: frozenset[FigureAt], year_start: int
) -> Iterator[FigureAt]:
    """All figures that an edition printed."""
    then = replace(register, results=tuple(_held_then(register, paper)))
    hidden = hidden_figures(then, paper.as_at, known, year_start).why
    for row in then.results:
        place = _place(row)
        if row.value is not None and place is not None and place not in hidden:
            yield place


def _place(row: Result) -> FigureAt | None:
    return None if row.period is None else (row.kpi_ref, row.split, row.period)


def _told(register: Register, papers: list[IssuedPaper]) -> Iterator[FigureAt]:
    """The figures of the record that the register still has as they were told."""
    told = {
        (one.kpi_ref, one.split, one.period, one.value_text)
        for paper in papers
        for one in paper.figures
    }
    kpis = register.kpi_by_ref
    for row in register.results:
        kpi, place = kpis.get(row.kpi_ref), _place(row)
        if kpi is None or place is None or row.value is None:
            continue
        if (row.kpi_ref, row.split, str(row.period), figure(row.value, kpi)) in told:
            yield place


def _held_then(register: Register, paper: IssuedPaper) -> Iterator[Result]:
    """The rows that an edition could print: up to its period, come in by its day, of KPIs that are public."""
    until = paper.as_at
    with suppress(ValueError):
        until = parse_period(paper.period).end
    public = {kpi.ref for kpi in register.kpis if kpi.public is True}
    for row in register.results:
        is_in = row.received_on is None or row.received_on <= paper.as_at
        if row.kpi_ref in public and row.period is not None and row.period.end <= until and is_in:
            yield row
