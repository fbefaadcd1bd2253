"""What a body is not shown: figures of few people, and what must not be published.

A body's row in the sheet ``Boards`` decides. Its paper is then made from a register that does not
hold these figures at all, so that no table, chart, sentence or difference can give them away.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from pmf_cli.analysis.issued.issue_history import History, ReportedFigure
from pmf_cli.assessment import Assessment
from pmf_cli.checks.public import personal_data_in
from pmf_cli.cycle.bodies import board_of
from pmf_cli.findings import Finding
from pmf_cli.rag.rate import rate_all, rate_splits
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.process import Board
from pmf_cli.register.sheets.record import Commentary, Result
from pmf_cli.register.terms import BodyKind, NoDataReason

UNSAID = "A finding on a figure that this paper does not show."


@dataclass(frozen=True, slots=True)
class ForBody:
    """A register as a body is shown it.

    Attributes:
        assessment: the register without what is withheld, rated.
        history: what the body was told, without figures that are now withheld.
        results: the rows whose figures are withheld.
        comments: the comments that are withheld.
    """

    assessment: Assessment
    history: History
    results: tuple[Result, ...] = ()
    comments: tuple[Commentary, ...] = ()


def is_public_body(board: Board | None) -> bool:
    """Whether what a body is given can be read by everyone."""
    return board is not None and (board.kind is BodyKind.PUBLIC or board.public_paper is True)


def for_body(assessment: Assessment, history: History, body: str) -> ForBody:
    """The assessment that a body's paper is made from.

    Suppressed figures are withheld unless the body's row says that it is shown them. A paper that is
    published never holds them, nor restricted figures, nor comments with personal details; and the
    public is not told of KPIs that are not public.

    Args:
        assessment: the register as the officer sees it.
        history: what the ledger knows.
        body: the body, as the sheet ``Boards`` names it.
    """
    register = assessment.register
    board = board_of(register, body)
    published = is_public_body(board)
    is_withheld = _withholding(board)
    results = tuple(row for row in register.results if is_withheld(row) and _says_something(row))
    comments = tuple(row for row in register.commentary if published and _is_personal(row))
    hidden = _not_public(register) if board is not None and board.kind is BodyKind.PUBLIC else ()
    if not (results or comments or hidden):
        return ForBody(assessment, history)
    kept = _without(register, is_withheld, comments, frozenset(hidden))
    told = {(row.kpi_ref, row.split, str(row.period)) for row in results}
    refs = {row.kpi_ref for row in results} | set(hidden)
    made = replace(
        assessment,
        register=kept,
        findings=tuple(_unsaid(finding, refs) for finding in assessment.findings),
        ratings=rate_all(kept, assessment.settings, assessment.period, assessment.as_of),
        split_ratings=rate_splits(kept, assessment.settings, assessment.period, assessment.as_of),
    )
    return ForBody(made, _as_if_not_told(history, told, frozenset(hidden)), results, comments)


def _withholding(board: Board | None) -> Callable[[Result], bool]:
    """Whether a row is withheld from a body."""
    published = is_public_body(board)
    shows_few = board is not None and board.suppressed_shown is True and not published

    def is_withheld(row: Result) -> bool:
        if published and row.restricted is True:
            return True
        return not shows_few and row.no_data_reason is NoDataReason.SUPPRESSED

    return is_withheld


def _says_something(row: Result) -> bool:
    return any(one is not None for one in (row.value, row.numerator, row.denominator))


def _is_personal(row: Commentary) -> bool:
    return any(personal_data_in(words) for words in (row.text, row.blockages) if words)


def _not_public(register: Register) -> tuple[str, ...]:
    return tuple(kpi.ref for kpi in register.kpis if kpi.public is not True)


def _without(
    register: Register,
    is_withheld: Callable[[Result], bool],
    comments: tuple[Commentary, ...],
    hidden: frozenset[str],
) -> Register:
    left_out = {id(row) for row in comments}
    return replace(
        register,
        kpis=tuple(kpi for kpi in register.kpis if kpi.ref not in hidden),
        results=tuple(
            _emptied(row) if is_withheld(row) else row
            for row in register.results
            if row.kpi_ref not in hidden
        ),
        commentary=tuple(
            row
            for row in register.commentary
            if row.kpi_ref not in hidden and id(row) not in left_out
        ),
    )


def _emptied(row: Result) -> Result:
    """The row without its figures, and with a reason for that."""
    return replace(
        row,
        value=None,
        numerator=None,
        denominator=None,
        replaces=None,
        note=None,
        unread="",
        to_come="",
        no_data_reason=NoDataReason.SUPPRESSED,
    )


def _unsaid(finding: Finding, refs: set[str]) -> Finding:
    """A finding on a KPI with withheld figures is counted; its words might give them away."""
    return replace(finding, message=UNSAID) if finding.kpi_ref in refs else finding


def _as_if_not_told(
    history: History, told: set[tuple[str, str | None, str]], hidden: frozenset[str]
) -> History:
    """What was told before, without the figures that are withheld now, so that none is repeated."""

    def is_kept(figure: ReportedFigure) -> bool:
        keys = [
            (figure.kpi_ref, figure.split, period)
            for period in (figure.period, figure.comparator_period)
        ]
        return figure.kpi_ref not in hidden and not any(key in told for key in keys)

    return replace(
        history,
        papers=tuple(
            replace(paper, figures=tuple(one for one in paper.figures if is_kept(one)))
            for paper in history.papers
        ),
    )
