"""What a body is not shown: figures of few people, and what must not be published.

A body's row in the sheet ``Boards`` decides. Its paper is then made from a register that does not
hold these figures at all, so that no table, chart, sentence or difference can give them away. What the public
is given has its allow-list besides (``disclosure``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from pmf_cli.analysis.disclosure.columns import public_columns
from pmf_cli.analysis.disclosure.editions import published_before
from pmf_cli.analysis.disclosure.hidden import HiddenFigures, Why, hidden_figures
from pmf_cli.analysis.disclosure.words_on_hidden import gives_away
from pmf_cli.analysis.issued.issue_history import History, ReportedFigure
from pmf_cli.assessment import Assessment
from pmf_cli.checks.public import personal_data_in
from pmf_cli.cycle.bodies import board_of, is_public_body
from pmf_cli.errors import UsageError
from pmf_cli.findings import Finding
from pmf_cli.frozen import frozen
from pmf_cli.rag.rate import rate_all, rate_splits
from pmf_cli.register.kpi_filters import body_test, extra_kpis
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.process import Board
from pmf_cli.register.sheets.record import Commentary, Result
from pmf_cli.register.terms import BodyKind, NoDataReason, UseIn
from pmf_cli.words import counted

UNSAID = "A finding on a figure that this paper does not show."
NONE_HIDDEN = HiddenFigures(MappingProxyType({}))
THE_PUBLIC = Board(body="The public", kind=BodyKind.PUBLIC, public_paper=True)
"""For whom open data are, where the sheet ``Boards`` has no row of the kind Public."""


@frozen
class ForBody:
    """A register as a body is shown it, its history without what is withheld, and what is withheld.

    Attributes:
        results: rows of results with figures that are withheld.
        comments: comments that are withheld.
        hidden: why figures are not published; none for a body whose papers are not.
        kpis: the body's own KPIs that are not public, where nothing may be said of them.
    """

    assessment: Assessment
    history: History
    results: tuple[Result, ...] = ()
    comments: tuple[Commentary, ...] = ()
    hidden: HiddenFigures = NONE_HIDDEN
    kpis: tuple[Kpi, ...] = ()


def for_body(assessment: Assessment, history: History, body: str) -> ForBody:
    """The assessment that a body's paper is made from.

    Suppressed figures are withheld unless the body's row says that it is shown them. A paper that is
    published never holds them, nor restricted figures, nor comments with personal details; and the
    public is given its own KPIs alone, in the columns of the allow-list.

    Raises:
        UsageError: the body is the public, and its filter cannot be used or fits no public KPI.
    """
    return _shown(assessment, history, board_of(assessment.register, body))


def public_edition(assessment: Assessment, history: History) -> ForBody:
    """The register as everyone may see it: by the row of the kind Public in the sheet ``Boards``, else every public KPI."""
    boards = assessment.register.boards
    board = next((row for row in boards if row.kind is BodyKind.PUBLIC), THE_PUBLIC)
    return _shown(assessment, history, board)


def _shown(assessment: Assessment, history: History, board: Board | None) -> ForBody:
    withheld = _withheld(assessment, history, board)
    if not (_is_the_public(board) or withheld.results or withheld.comments or withheld.refs):
        return ForBody(assessment, history)
    kept = withheld.left_in(assessment.register)
    if board is not None and _is_the_public(board):
        kept = _for_the_public(kept, board)
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
    return ForBody(
        made, told, withheld.results, withheld.comments, withheld.hidden, withheld.not_public
    )


def _is_the_public(board: Board | None) -> bool:
    return board is not None and board.kind is BodyKind.PUBLIC


def _for_the_public(register: Register, board: Board) -> Register:
    """The columns that the public may see, and of bodies its own row, whose filter has done its work."""
    own = replace(
        register,
        boards=(replace(board, filter=None),),
        results=tuple(map(_with_reason, register.results)),
    )
    shown = public_columns(own)
    used = {kpi.directorate for kpi in shown.kpis} | {kpi.portfolio for kpi in shown.kpis}
    return replace(shown, lists=tuple(row for row in shown.lists if row.entry in used))


def _with_reason(row: Result) -> Result:
    """A row whose cell cannot be read says so by its reason, since what stands in the cell is not public."""
    if not row.unread or row.no_data_reason is not None:
        return row
    return replace(row, no_data_reason=NoDataReason.DATA_QUALITY)


@frozen
class _Withheld:
    """What a body is not shown.

    Attributes:
        hides: the rule for rows of results.
        results: those of them that say something.
        refs: KPIs of which nothing is said.
        not_public: those of them that would be the body's own.
    """

    hides: Callable[[Result], Why | None]
    results: tuple[Result, ...]
    comments: tuple[Commentary, ...]
    refs: frozenset[str]
    hidden: HiddenFigures
    not_public: tuple[Kpi, ...]

    def left_in(self, register: Register) -> Register:
        """The register without it; rows of results stay, emptied."""
        left_out = {id(row) for row in self.comments}
        return replace(
            register,
            kpis=tuple(
                self._without_baseline(kpi) for kpi in register.kpis if kpi.ref not in self.refs
            ),
            results=tuple(
                _emptied(row, why) if (why := self.hides(row)) else row
                for row in register.results
                if row.kpi_ref not in self.refs
            ),
            commentary=tuple(
                row
                for row in register.commentary
                if row.kpi_ref not in self.refs and id(row) not in left_out
            ),
        )

    def _without_baseline(self, kpi: Kpi) -> Kpi:
        """A KPI without a baseline that repeats a figure which is hidden."""
        at = kpi.baseline_period
        is_hidden = at is not None and (kpi.ref, None, at) in self.hidden.why
        return replace(kpi, baseline_value=None) if is_hidden else kpi

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


def _withheld(assessment: Assessment, history: History, board: Board | None) -> _Withheld:
    register = assessment.register
    hidden = NONE_HIDDEN
    if is_public_body(board):
        year_start = assessment.settings.financial_year_start
        known = published_before(register, history, year_start)
        hidden = hidden_figures(register, assessment.as_of, known, year_start)
    hides = _hiding(board, hidden)
    results = tuple(row for row in register.results if hides(row) and _says_something(row))
    refs, not_public = _kpis_left_out(assessment, board)
    by_kpi: dict[str, list[Result]] = {}
    for row in results:
        by_kpi.setdefault(row.kpi_ref, []).append(row)
    comments = tuple(
        row
        for row in register.commentary
        if is_public_body(board) and not _may_be_read(row, board, hidden, by_kpi)
    )
    return _Withheld(hides, results, comments, refs, hidden, not_public)


def _kpis_left_out(
    assessment: Assessment, board: Board | None
) -> tuple[frozenset[str], tuple[Kpi, ...]]:
    """The KPIs of which the public is told nothing, and those of them that its filter names."""
    if board is None or not _is_the_public(board):
        return frozenset(), ()
    own = _own_kpis(assessment, board)
    shown = {kpi.ref for kpi in own if kpi.public is True}
    if own and not shown:
        raise UsageError(
            f"Nothing would stand in what {board.body} is given: of its {counted(len(own), 'KPI')} none is public.",
            "Say Yes under Public in the sheet KPIs, or widen its filter in the sheet Boards.",
        )
    refs = frozenset(kpi.ref for kpi in assessment.register.kpis) - shown
    return refs, tuple(kpi for kpi in own if kpi.ref not in shown)


def _own_kpis(assessment: Assessment, board: Board) -> list[Kpi]:
    """The KPIs that a body's filter names in the whole register, public or not."""
    register = assessment.register
    extra = extra_kpis(register, board.body, assessment.period)
    fits = body_test(register, board.filter or "", assessment.period)
    return [kpi for kpi in register.kpis if fits(kpi) or kpi.ref in extra]


def _hiding(board: Board | None, hidden: HiddenFigures) -> Callable[[Result], Why | None]:
    """Why a row's figures are withheld: what is restricted, and of how few people it tells."""
    published = is_public_body(board)
    shows_few = board is not None and board.suppressed_shown is True and not published

    def hides(row: Result) -> Why | None:
        if published and row.period is not None:
            return hidden.why.get((row.kpi_ref, row.split, row.period))
        if published and row.restricted is True:
            return Why.RESTRICTED
        is_marked = row.no_data_reason is NoDataReason.SUPPRESSED
        return Why.MARKED if is_marked and not shows_few else None

    return hides


def _says_something(row: Result) -> bool:
    return any(one is not None for one in (row.value, row.numerator, row.denominator))


def _may_be_read(
    row: Commentary,
    board: Board | None,
    hidden: HiddenFigures,
    withheld: Mapping[str, list[Result]],
) -> bool:
    """Whether everyone may read a comment; the public reads what is meant for it and was signed off, and no word on a figure that it is not shown."""
    if _is_personal(row) or gives_away(row, withheld.get(row.kpi_ref, ())):
        return False
    if board is None or board.kind is not BodyKind.PUBLIC:
        return True
    is_on_hidden = any((ref, period) == (row.kpi_ref, row.period) for ref, _, period in hidden.why)
    return UseIn.PUBLIC in row.use_in and row.approved_on is not None and not is_on_hidden


def _is_personal(row: Commentary) -> bool:
    return any(
        personal_data_in(words) for words in (row.text, row.in_ten_words, row.blockages) if words
    )


def _emptied(row: Result, why: Why) -> Result:
    """The row without its figures and its words on them, and with a reason for that."""
    blank: dict[str, Any] = dict.fromkeys(("value", "numerator", "denominator", "replaces", "note"))
    is_late = why is Why.NOT_YET
    reason = NoDataReason.AWAITING_PUBLICATION if is_late else NoDataReason.SUPPRESSED
    return replace(row, **blank, unread="", to_come="", no_data_reason=reason)


def _unsaid(finding: Finding, refs: Collection[str]) -> Finding:
    """A finding on a KPI with withheld figures is counted; its words might give them away."""
    return replace(finding, message=UNSAID) if finding.kpi_ref in refs else finding
