"""What is sensitive in a paper, said to the officer who made it: no paper carries these words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pmf_cli.analysis.withheld import ForBody
from pmf_cli.checks.public import personal_data_in
from pmf_cli.cycle.bodies import board_of, is_public_body
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.process import Board
from pmf_cli.register.sheets.record import Commentary, Result
from pmf_cli.register.terms import NoDataReason
from pmf_cli.views.audience import kpis_of, shown_to
from pmf_cli.views.public_left_out import public_words
from pmf_cli.views.wording import are
from pmf_cli.words import counted, listed_shortly

MOST_NAMED = 5


def sensitive_words(told: ForBody, body: str) -> tuple[str, ...]:
    """What a body's paper leaves out, and what it holds that not everyone may read."""
    register = told.assessment.register
    board = board_of(register, body)
    refs = frozenset(rating.kpi.ref for rating in shown_to(told.assessment, body))
    results = [row for row in register.results if row.kpi_ref in refs]
    known = [row for row in results if _has(row)]
    suppressed = [row for row in known if row.no_data_reason is NoDataReason.SUPPRESSED]
    words = (
        *_left_out_words(_of_its_own(told, body), body, board),
        _shown("suppressed figure", suppressed),
        _shown("restricted figure", [row for row in known if row.restricted]),
        _near(told, refs),
        _personal(register, refs, results),
    )
    return tuple(filter(None, words))


def _left_out_words(told: ForBody, body: str, board: Board | None) -> tuple[str, ...]:
    """What is left out: of what is published each kind apart, else what is marked as suppressed."""
    if is_public_body(board):
        return public_words(told, f"the paper for {body}")
    return (_left_out(told, body),)


def _has(row: Result) -> bool:
    return any(one is not None for one in (row.value, row.numerator, row.denominator))


def _of_its_own(told: ForBody, body: str) -> ForBody:
    """What is withheld of the KPIs that the body is given; it would be told of no other anyway."""
    refs = {kpi.ref for kpi in kpis_of(told.assessment, body)}
    return replace(
        told,
        results=tuple(row for row in told.results if row.kpi_ref in refs),
        comments=tuple(row for row in told.comments if row.kpi_ref in refs),
        hidden=told.hidden.of(refs),
    )


def _left_out(told: ForBody, body: str) -> str:
    if not told.results:
        return ""
    return (
        f"Left out of the paper for {body}: {counted(len(told.results), 'figure')} marked suppressed "
        f'({_named(told.results)}); Yes in "Suppressed figures shown" of its row in the sheet Boards shows them.'
    )


def _shown(what: str, rows: Sequence[Result]) -> str:
    if not rows:
        return ""
    number = len(rows)
    return (
        f"Sensitive: the register gives this paper {counted(number, what)} ({_named(rows)}). "
        "Do not pass it on to people who may not see "
        f"{'it' if number == 1 else 'them'}."
    )


def _near(told: ForBody, refs: frozenset[str]) -> str:
    """Comments on figures that are left out: words may repeat the figure."""
    hidden = {(row.kpi_ref, row.period) for row in told.results}
    rows = [
        row
        for row in told.assessment.register.commentary
        if row.kpi_ref in refs and row.text and (row.kpi_ref, row.period) in hidden
    ]
    if not rows:
        return ""
    return (
        f"Sensitive: {counted(len(rows), 'comment')} {are(len(rows))} on a figure that is left out "
        f"({_named(rows)}). Read whether the words repeat it."
    )


def _personal(register: Register, refs: frozenset[str], results: Sequence[Result]) -> str:
    found = dict(_personal_cells(register, refs, results))
    if not found:
        return ""
    told = [f"{what} at {where}" for where, what in found.items()]
    return (
        "Sensitive: commentary and notes seem to hold personal details: "
        f"{listed_shortly(told, MOST_NAMED)}. Take them out of the register and write again."
    )


def _personal_cells(
    register: Register, refs: frozenset[str], results: Sequence[Result]
) -> Iterator[tuple[str, str]]:
    for comment in register.commentary:
        for field, words in (("text", comment.text), ("blockages", comment.blockages)):
            what = personal_data_in(words) if words and comment.kpi_ref in refs else ""
            if what:
                yield str(comment.source.at(field)), what
    for result in results:
        what = personal_data_in(result.note) if result.note else ""
        if what:
            yield str(result.source.at("note")), what


def _named(rows: Sequence[Result] | Sequence[Commentary]) -> str:
    names = dict.fromkeys(f"{row.kpi_ref} {row.period}" for row in rows)
    return listed_shortly(list(names), MOST_NAMED)
