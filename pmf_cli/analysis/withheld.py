"""What a body is not shown: figures of few people, and what must not be published.

A body's row in the sheet ``Boards`` decides. Its paper is then made from a register that does not
hold these figures at all, so that no table, chart, sentence or difference can give them away.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

from pmf_cli.analysis.issued.issue_history import History, ReportedFigure
from pmf_cli.assessment import Assessment
from pmf_cli.checks.public import personal_data_in
from pmf_cli.cycle.bodies import board_of
from pmf_cli.findings import Finding
from pmf_cli.frozen import frozen
from pmf_cli.rag.rate import rate_all, rate_splits
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.process import Board
from pmf_cli.register.sheets.record import Commentary, Result
from pmf_cli.register.terms import BodyKind, NoDataReason

UNSAID = "A finding on a figure that this paper does not show."


@frozen
class ForBody:
    """A register as a body is shown it, its history without what is withheld, and the rows withheld."""

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
    """
    register, board = assessment.register, board_of(assessment.register, body)
    withheld = _withheld(register, board)
    if not (withheld.results or withheld.comments or withheld.refs):
        return ForBody(assessment, history)
    kept = withheld.left_in(register)
    refs = {row.kpi_ref for row in withheld.results} | withheld.refs
    asked = (assessment.settings, assessment.period, assessment.as_of, assessment.only)
    made = replace(
        assessment,
        register=kept,
        checked=assessment.checked and tuple(_unsaid(one, refs) for one in assessment.checked),
        ratings=rate_all(kept, *asked),
        split_ratings=rate_splits(kept, *asked),
    )
    told = withheld.as_if_not_told(history)
    return ForBody(made, told, withheld.results, withheld.comments)


@frozen
class _Withheld:
    """What a body is not shown: by the rule for rows of results, those with figures, and the rest."""

    hides: Callable[[Result], bool]
    results: tuple[Result, ...]
    comments: tuple[Commentary, ...]
    refs: frozenset[str]

    def left_in(self, register: Register) -> Register:
        """The register without it; rows of results stay, emptied."""
        left_out = {id(row) for row in self.comments}
        return replace(
            register,
            kpis=tuple(kpi for kpi in register.kpis if kpi.ref not in self.refs),
            results=tuple(
                _emptied(row) if self.hides(row) else row
                for row in register.results
                if row.kpi_ref not in self.refs
            ),
            commentary=tuple(
                row
                for row in register.commentary
                if row.kpi_ref not in self.refs and id(row) not in left_out
            ),
        )

    def as_if_not_told(self, history: History) -> History:
        """What was told before, without the figures that are withheld now, so that none is repeated."""
        told = {(row.kpi_ref, row.split, str(row.period)) for row in self.results}

        def is_kept(figure: ReportedFigure) -> bool:
            periods = (figure.period, figure.comparator_period)
            keys = {(figure.kpi_ref, figure.split, period) for period in periods}
            return figure.kpi_ref not in self.refs and keys.isdisjoint(told)

        papers = tuple(
            replace(paper, figures=tuple(filter(is_kept, paper.figures)))
            for paper in history.papers
        )
        return replace(history, papers=papers)


def _withheld(register: Register, board: Board | None) -> _Withheld:
    hides = _hiding(board)
    results = tuple(row for row in register.results if hides(row) and _says_something(row))
    comments = tuple(filter(_is_personal, register.commentary)) if is_public_body(board) else ()
    is_public = board is not None and board.kind is BodyKind.PUBLIC
    refs = frozenset(kpi.ref for kpi in register.kpis if is_public and kpi.public is not True)
    return _Withheld(hides, results, comments, refs)


def _hiding(board: Board | None) -> Callable[[Result], bool]:
    """Whether a row's figures are withheld: what is restricted, and of how few people it tells."""
    published = is_public_body(board)
    shows_few = board is not None and board.suppressed_shown is True and not published

    def hides(row: Result) -> bool:
        if published and row.restricted is True:
            return True
        return not shows_few and row.no_data_reason is NoDataReason.SUPPRESSED

    return hides


def _says_something(row: Result) -> bool:
    return any(one is not None for one in (row.value, row.numerator, row.denominator))


def _is_personal(row: Commentary) -> bool:
    return any(personal_data_in(words) for words in (row.text, row.blockages) if words)


def _emptied(row: Result) -> Result:
    """The row without its figures and its words on them, and with a reason for that."""
    blank: dict[str, Any] = dict.fromkeys(("value", "numerator", "denominator", "replaces", "note"))
    reason = NoDataReason.SUPPRESSED
    return replace(row, **blank, unread="", to_come="", no_data_reason=reason)


def _unsaid(finding: Finding, refs: Collection[str]) -> Finding:
    """A finding on a KPI with withheld figures is counted; its words might give them away."""
    return replace(finding, message=UNSAID) if finding.kpi_ref in refs else finding
