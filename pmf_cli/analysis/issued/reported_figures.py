"""Which figure a body was last told for each KPI and period.

A figure is told as a result, as the correction of an earlier one, or as the figure that another
is compared with. The latest telling counts, so that a correction told once is not told again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pmf_cli.analysis.issued.issue_history import FigureKey, IssuedPaper, ReportedFigure


@dataclass(frozen=True, slots=True)
class ReportedEarlier:
    """A figure that a body was told, and the paper that told it.

    Attributes:
        figure: the figure.
        paper: the paper.
        as_comparator: true where it only stood there to be compared with, without rating.
    """

    figure: ReportedFigure
    paper: IssuedPaper
    as_comparator: bool = False


def last_told(papers: Iterable[IssuedPaper]) -> dict[FigureKey, ReportedEarlier]:
    """KPI, split and period → the figure last told, from papers in the order of their issue.

    A comparator counts only where the body had not been told that figure as a result before.
    """
    found: dict[FigureKey, ReportedEarlier] = {}
    for paper in papers:
        for figure in paper.figures:
            if figure.period and figure.value is not None:
                found[figure.key] = ReportedEarlier(figure, paper)
        for correction in paper.corrections:
            found[correction.figure.key] = ReportedEarlier(correction.figure, paper)
        for figure in paper.figures:
            compared = _comparator_of(figure)
            if compared is not None:
                found.setdefault(compared.key, ReportedEarlier(compared, paper, as_comparator=True))
    return found


def _comparator_of(figure: ReportedFigure) -> ReportedFigure | None:
    if not figure.comparator_period or figure.comparator is None:
        return None
    return ReportedFigure(
        figure.kpi_ref,
        figure.name,
        figure.split,
        figure.comparator_period,
        figure.comparator,
        figure.comparator_text,
        definition=figure.definition,
        unit=figure.unit,
    )


def earlier_papers(
    papers: Iterable[IssuedPaper], report: str, body: str, period: str
) -> tuple[tuple[IssuedPaper, ...], tuple[IssuedPaper, ...]]:
    """The papers before a paper, and its own earlier issues.

    Papers issued after the first issue of this very paper are not before it, so that writing an
    old paper again gives the same paper.

    Args:
        papers: of one body, oldest first.
        report: the report that is written.
        body: the body.
        period: the reporting period.
    """
    known = tuple(papers)
    own = tuple(paper for paper in known if paper.is_of == (report, body, period))
    before = known[: known.index(own[0])] if own else known
    return before, own
