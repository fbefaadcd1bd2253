"""The audience of a paper: a body's row of ``Boards`` read whole, its KPIs, and what it was told before."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from pmf_cli.analysis.issued.issue_history import History, IssuedPaper
from pmf_cli.assessment import Assessment
from pmf_cli.cycle.bodies import CLT, board_of, clt_name, is_public_body
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import KpiRating
from pmf_cli.register.comments import READERS
from pmf_cli.register.periods.period import PeriodKind
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.process import Board
from pmf_cli.register.terms import BodyKind, Frequency, GroupedBy, ReportMode, UseIn
from pmf_cli.register.time.expected import Known, in_scope
from pmf_cli.settings import Settings
from pmf_cli.views.comments import SCORECARD_WORDS
from pmf_cli.views.selection import Selection, selected, selected_kpis

FULL_NAME = "Corporate Leadership Team"
"""What CLT is short for."""
# "8 quarters", "13 months", "5 years"; "from 2018/19" counts no periods.
_DEPTH = re.compile(r"(\d+)\s*(year)?", re.IGNORECASE)
FOR_CLT: dict[str, Any] = {
    "mode": None,
    "history": None,
    "benchmarks_shown": None,
    "splits_shown": None,
}
"""What the row of CLT does not decide: its paper is in full, and as long as ``pmf.toml`` says (check PRC015)."""
USUAL_GROUPS: dict[BodyKind | None, GroupedBy] = {BodyKind.EXECUTIVE: GroupedBy.PORTFOLIO}
"""What the scorecard of a kind of body is grouped by where its row does not say; of others by directorate."""
T = TypeVar("T")


@frozen
class Subject:
    """One thing that a paper is about, of several of which each has its own: a priority, a directorate.

    Attributes:
        name: what it is asked for by: ``P5``, ``City Development``.
        title: what the paper calls it.
        stem: what stands in the names of its files.
        ratings: the KPIs that concern it, in the order of the register.
        at_any_time: the references of all KPIs that concern it in this period or did before; those of
            ``ratings`` where nothing else is said.
    """

    name: str
    title: str
    stem: str
    ratings: tuple[KpiRating, ...]
    at_any_time: frozenset[str] = frozenset()

    @property
    def all_refs(self) -> frozenset[str]:
        """The references of the KPIs that concern it, of earlier periods too."""
        return self.at_any_time.union(one.kpi.ref for one in self.ratings)


@frozen
class Space:
    """What there is room for in a paper that is to keep to its pages.

    Attributes:
        words: of all reasons and actions together.
        is_behind: whether they stand on the back.
    """

    words: int
    is_behind: bool = False


AMPLE = Space(400)
"""Where no paper is too long."""


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Audience:
    """For whom a paper is made. Two audiences are the same only where they are one object.

    Attributes:
        body: its name, as the sheet ``Boards`` has it.
        kind: what kind of body it is; ``None`` where the register does not say.
        ratings: the KPIs that it is given, in the order of the register.
        is_whole: whether these are all KPIs in scope.
        paper: the paper's name, under which the record has what the body was told.
        since: the issue from which on changes count; ``None`` where nothing was issued to it.
        periods: how many periods of each KPI it sees.
        highlights: how many highlights at most.
        comment_words: how many words of a comment in the scorecard.
        grouped_by: what the KPIs of its scorecard are grouped by.
        template: file name of its own Word template; empty for the usual one.
        board: its row of ``Boards``, for what its papers say of themselves.
        subject: what its paper is about, where that is one thing of several.
        space: what there is room for in that paper.
    """

    body: str
    kind: BodyKind | None
    ratings: tuple[KpiRating, ...]
    is_whole: bool
    paper: str
    history: History
    since: IssuedPaper | None
    periods: int
    highlights: int
    comment_words: int
    shows_benchmarks: bool
    shows_splits: bool
    mode: ReportMode
    is_public: bool
    recommendation: str
    template: str
    board: Board
    grouped_by: GroupedBy = GroupedBy.DIRECTORATE
    subject: Subject | None = None
    space: Space = AMPLE

    @property
    def title_name(self) -> str:
        """The body's name as a title has it: ``the Corporate Leadership Team``, ``Cabinet``."""
        return f"the {FULL_NAME}" if self._is_usual_clt else self.body

    @property
    def short_name(self) -> str:
        """The body's name as running text has it: ``CLT``, ``Growth Scrutiny Board``."""
        return self.board.short_name or (CLT if self._is_usual_clt else self.body)

    @property
    def kpi_refs(self) -> frozenset[str]:
        """The references of its KPIs."""
        return frozenset(rating.kpi.ref for rating in self.ratings)

    def within(self, space: Space) -> Audience:
        """The same with other room in its paper."""
        return replace(self, space=space)

    def about(self, subject: Subject) -> Audience:
        """The same body as the audience of a paper about one thing, with the KPIs that concern it."""
        return replace(self, subject=subject, ratings=subject.ratings, is_whole=False)

    @property
    def use_in(self) -> UseIn | None:
        """What comments that it may read say under *Use in*; ``None`` for a body of no such kind."""
        return next((use for use, kind in READERS.items() if kind is self.kind), None)

    @property
    def _is_usual_clt(self) -> bool:
        return self.kind is BodyKind.CLT and self.body in (CLT, FULL_NAME)


def audience_of(
    assessment: Assessment,
    history: History,
    body: str,
    *,
    paper: str = "",
    since: IssuedPaper | None = None,
) -> Audience:
    """A body as the audience of a paper.

    Raises:
        UsageError: its filter cannot be used.
    """
    register, settings = assessment.register, assessment.settings
    is_clt = body == clt_name(register)
    board = board_of(register, body) or Board(body=body, kind=BodyKind.CLT if is_clt else None)
    if is_clt:
        board = replace(board, **FOR_CLT)
    ratings = shown_to(assessment, body)
    most, words = board.most_highlights, board.comment_words
    return Audience(
        body=body,
        kind=board.kind,
        ratings=ratings,
        is_whole=_is_whole(assessment, ratings),
        paper=paper,
        history=history,
        since=since,
        periods=_periods(board.history, settings),
        highlights=settings.clt.highlights if most is None else max(most, 0),
        comment_words=SCORECARD_WORDS if words is None else max(words, 1),
        shows_benchmarks=board.benchmarks_shown is not False,
        shows_splits=board.splits_shown is not False,
        mode=board.mode or ReportMode.FULL,
        is_public=is_public_body(board),
        recommendation=board.standing_recommendation or "",
        template=board.template or "",
        grouped_by=board.grouped_by or USUAL_GROUPS.get(board.kind, GroupedBy.DIRECTORATE),
        board=board,
    )


def _is_whole(assessment: Assessment, ratings: Sequence[KpiRating]) -> bool:
    """Whether a body is given every KPI of a register that was rated whole."""
    return assessment.only is None and len(ratings) == len(assessment.ratings)


def _periods(words: str | None, settings: Settings) -> int:
    """The depth of history in periods; a year is four, as most KPIs are quarterly."""
    found = _DEPTH.match((words or "").strip())
    if found is None:
        return settings.clt.history
    return max(int(found[1]) * (4 if found[2] else 1), 1)


def shown_to(assessment: Assessment, body: str) -> tuple[KpiRating, ...]:
    """The ratings that a body is given, by its filter in the sheet ``Boards``.

    A body whose papers are published is given no KPI that is not marked as public; a management team is
    given in a month what comes every month (2023 framework: monthly meetings of managers).

    Raises:
        UsageError: its filter cannot be used.
    """
    board = board_of(assessment.register, body)
    if board is None:
        return assessment.ratings
    found = selected(assessment, Selection(board=(body,)))
    return tuple(one for one in found if _is_given(assessment, board, one.kpi))


def kpis_of(assessment: Assessment, body: str) -> tuple[Kpi, ...]:
    """All KPIs that a body is given in the assessment's period, rated or not, in scope or not.

    Raises:
        UsageError: its filter cannot be used.
    """
    board = board_of(assessment.register, body)
    if board is None:
        return assessment.register.kpis
    found = selected_kpis(assessment, Selection(board=(body,)))
    return tuple(kpi for kpi in found if _is_given(assessment, board, kpi))


def refs_asked_about(assessment: Assessment, body: str) -> frozenset[str] | None:
    """References of the KPIs that a body's paper can tell of; ``None`` where these are all that are in scope.

    Args:
        assessment: need not be rated.

    Raises:
        UsageError: its filter cannot be used.
    """
    register, period, on = assessment.register, assessment.period, assessment.as_of
    board = board_of(register, body)
    # The public's paper is made of a register without the KPIs that are not public: all that are left may be its own.
    if board is None or board.kind is BodyKind.PUBLIC:
        return None
    refs = frozenset(kpi.ref for kpi in selected_kpis(assessment, Selection(board=(body,))))
    others = (kpi for kpi in register.kpis if kpi.ref not in refs)
    known = ((kpi, Known(register.results_of(kpi.ref), period.end, on, kpi)) for kpi in others)
    return refs if any(in_scope(kpi, period, rows) for kpi, rows in known) else None


def is_of_a_month(assessment: Assessment, kind: BodyKind | None) -> bool:
    """Whether a body's paper is a management team's for one month."""
    return kind is BodyKind.DMT and assessment.period.kind is PeriodKind.MONTH


def _is_given(assessment: Assessment, board: Board, kpi: Kpi) -> bool:
    """Whether a body is given a KPI that its filter fits."""
    if is_public_body(board) and not kpi.public:
        return False
    comes_monthly = kpi.frequency is Frequency.MONTHLY
    return comes_monthly or not is_of_a_month(assessment, board.kind)


def narrowed(assessment: Assessment, audience: Audience) -> Assessment:
    """The assessment with what concerns the audience's KPIs alone, so that no part can tell of others."""
    if audience.is_whole:
        return assessment
    refs = audience.kpi_refs
    return assessment.told_of(
        audience.ratings,
        tuple(one for one in assessment.split_ratings if one.kpi.ref in refs),
        assessment.checked and tuple(one for one in assessment.checked if one.kpi_ref in refs),
    )


def once_for_audience(
    function: Callable[[Assessment, Audience], T],
) -> Callable[[Assessment, Audience], T]:
    """Works something out once for an audience, though several parts of its paper ask for it."""
    known: WeakKeyDictionary[Audience, T] = WeakKeyDictionary()

    @wraps(function)
    def asked(assessment: Assessment, audience: Audience) -> T:
        if audience not in known:
            known[audience] = function(assessment, audience)
        return known[audience]

    return asked
