"""What papers told of KPIs, each figure beside what stands in the register now."""

from __future__ import annotations

from collections.abc import Iterable

from pmf_cli.analysis.issued.corrections import Standing, standings
from pmf_cli.analysis.issued.issue_history import (
    FigureKey,
    IssuedPaper,
    ReportedEarlier,
    ReportedFigure,
)
from pmf_cli.assessment import Assessment
from pmf_cli.frozen import frozen


@frozen
class ToldFigure:
    """A figure as a paper told it, and as it stands now."""

    figure: ReportedFigure
    paper: IssuedPaper
    now: Standing

    @property
    def stands(self) -> str:
        """Whether it is the same now, in words."""
        now = self.now.figure
        text = "No longer in the record" if now is None else now.value_text
        return "As told" if text == self.figure.value_text else f"Now {text}"


def told_by_kpi(
    assessment: Assessment, papers: Iterable[IssuedPaper], refs: frozenset[str]
) -> dict[str, list[ToldFigure]]:
    """KPI reference → every figure that some papers told of it, in the order of the papers."""
    told = [
        ReportedEarlier(figure, paper)
        for paper in papers
        for figure in paper.figures
        if figure.kpi_ref in refs
    ]
    if not told:
        return {}
    first: dict[FigureKey, ReportedEarlier] = {}
    for one in told:
        first.setdefault(one.figure.key, one)
    now = standings(assessment, first.values())
    found: dict[str, list[ToldFigure]] = {}
    for one in told:
        figure = ToldFigure(one.figure, one.paper, now[one.figure.key])
        found.setdefault(one.figure.kpi_ref, []).append(figure)
    return found
