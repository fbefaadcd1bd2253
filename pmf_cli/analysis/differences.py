"""What is different in the register since a paper was issued: every fact of every figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from pmf_cli.analysis.causes import reason_for
from pmf_cli.analysis.corrections import same
from pmf_cli.analysis.issued import FigureKey, History, IssuedPaper, ReportedFigure
from pmf_cli.analysis.reported import reported
from pmf_cli.analysis.standing import Standing, standings
from pmf_cli.analysis.told import Told
from pmf_cli.assessment import Assessment
from pmf_cli.register.figures import plain


class What(StrEnum):
    """What is different, in printed words."""

    VALUE = "Figure corrected"
    WITHDRAWN = "Figure withdrawn"
    CAME_IN = "Figure came in"
    RATING = "Rating"
    TARGET = "Target"
    TOLERANCE = "Tolerance"
    RULES = "Rule set"
    COMPARATOR = "Comparator"
    DEFINITION = "Definition version"
    NAME = "Name"
    ADDED = "KPI added"
    REMOVED = "KPI removed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact that is different.

    Attributes:
        what: which fact.
        kpi_ref: the KPI.
        name: its name.
        split: the split; ``None`` for the whole.
        period: the figure's own period.
        before: as issued, in words.
        now: as it is now, in words.
        reason: why, where record or ledger says; empty otherwise.
        where: the cell of the figure.
    """

    what: What
    kpi_ref: str
    name: str
    split: str | None
    period: str
    before: str
    now: str
    reason: str = ""
    where: str = ""


def differences(
    assessment: Assessment, paper: IssuedPaper, history: History
) -> tuple[Difference, ...]:
    """Everything that differs from a paper as it was issued, in the paper's order.

    Args:
        assessment: the register now, for the paper's reporting period.
        paper: the paper.
        history: what the ledger knows.
    """
    current = {
        (rating.kpi.ref, rating.split): reported(rating)
        for rating in (*assessment.ratings, *assessment.split_ratings)
    }
    told = [Told(figure, paper) for figure in paper.figures]
    now = standings(assessment, [one for one in told if one.figure.value is not None])
    found: list[Difference] = []
    for one in told:
        found += _of_one(one, now, current, assessment, history)
    return tuple(found)


def added(
    assessment: Assessment, paper: IssuedPaper, in_scope: frozenset[str]
) -> tuple[Difference, ...]:
    """KPIs that the body would be told of now and was not."""
    known = {figure.kpi_ref for figure in paper.figures}
    return tuple(
        Difference(
            What.ADDED, rating.kpi.ref, rating.kpi.name or "", None, str(assessment.period),
            "Not in the paper", reported(rating).rating_text,
        )
        for rating in assessment.ratings
        if rating.kpi.ref in in_scope and rating.kpi.ref not in known
    )  # fmt: skip


def _of_one(
    told: Told,
    now: Mapping[FigureKey, Standing],
    current: Mapping[tuple[str, str | None], ReportedFigure],
    assessment: Assessment,
    history: History,
) -> Iterator[Difference]:
    figure = told.figure
    standing = now.get(figure.key)
    here = current.get((figure.kpi_ref, figure.split))
    if figure.kpi_ref not in assessment.register.kpi_by_ref:
        yield _made(What.REMOVED, figure, figure.rating_text, "No longer in the register")
        return
    if here is None and not figure.is_part:
        yield _made(What.REMOVED, figure, figure.rating_text, "Not in scope for the period")
    if standing is not None and standing.figure is not None:
        yield from _values(told, standing, standing.figure, history)
    came_in = here is not None and here.value is not None and here.period != figure.period
    if here is not None and came_in:
        rating = f": {here.rating_text}"
        words = dated(here.value_text, here.period) + rating
        yield _made(
            What.CAME_IN, figure, dated(figure.value_text, figure.period), words, "", here.cell
        )
    yield from _definitions(figure, assessment)
    if standing is not None and standing.figure is not None and figure.rating:
        if standing.is_rated or standing.figure.value is None:
            yield from _ratings(figure, standing.figure)
        if standing.is_rated:
            yield from _terms(figure, standing.figure)
    elif here is not None and not came_in and here.period == figure.period:
        yield from _ratings(figure, here)
        yield from _terms(figure, here)


def dated(text: str, period: str) -> str:
    """A figure with its period: ``38.2% for 2024/25 Q3``, ``6.8% as at 31/03/2024``."""
    if not period:
        return text
    return f"{text} {period}" if period.startswith("as at") else f"{text} for {period}"


def _values(
    told: Told, standing: Standing | None, after: ReportedFigure, history: History
) -> Iterator[Difference]:
    figure = told.figure
    if figure.value is None or standing is None or same(figure.value, after.value):
        return
    reason = reason_for(told, standing, history) or "no reason is on record"
    if after.value is None:
        yield _made(What.WITHDRAWN, figure, figure.value_text, after.value_text, reason, after.cell)
        return
    before, now = figure.value_text, after.value_text
    if before == now:
        before, now = (
            f"{before}, exactly {plain(figure.value)}",
            f"{now}, exactly {plain(after.value)}",
        )
    yield _made(What.VALUE, figure, before, now, reason, after.cell)


def _ratings(figure: ReportedFigure, after: ReportedFigure) -> Iterator[Difference]:
    if figure.rating_text != after.rating_text:
        yield _made(
            What.RATING, figure, figure.rating_text, after.rating_text, after.sentence, after.cell
        )


def _terms(figure: ReportedFigure, after: ReportedFigure) -> Iterator[Difference]:
    """Target, tolerance, rule set and comparator of a figure that is rated as it had been."""
    moved = figure.target_terms != after.target_terms
    if moved or figure.target_text != after.target_text:
        before, now = figure.target_text or "No target", after.target_text or "No target"
        if before == now:
            before, now = figure.target_terms or "No target", after.target_terms or "No target"
        reason = after.target_reason or "no reason is on record"
        yield _made(What.TARGET, figure, before, now, reason)
    if not (figure.rating and after.rating):
        return
    if (figure.tolerance, figure.tolerance_basis) != (after.tolerance, after.tolerance_basis):
        yield _made(What.TOLERANCE, figure, tolerance_words(figure), tolerance_words(after))
    if figure.rule_set != after.rule_set or figure.rule_terms != after.rule_terms:
        before, now = (
            figure.rule_set or "The tool's defaults",
            after.rule_set or "The tool's defaults",
        )
        if before == now:
            before, now = figure.rule_terms or before, after.rule_terms or now
        yield _made(What.RULES, figure, before, now)
    if (
        not same(figure.comparator, after.comparator)
        or figure.comparator_period != after.comparator_period
    ):
        yield _made(What.COMPARATOR, figure, comparator_words(figure), comparator_words(after))


def _definitions(figure: ReportedFigure, assessment: Assessment) -> Iterator[Difference]:
    kpi = assessment.register.kpi_by_ref[figure.kpi_ref]
    if figure.definition != kpi.definition_version:
        now = "Not stated" if kpi.definition_version is None else str(kpi.definition_version)
        before = "Not stated" if figure.definition is None else str(figure.definition)
        yield _made(What.DEFINITION, figure, before, now)
    if figure.name != (kpi.name or kpi.short_name or ""):
        yield _made(What.NAME, figure, figure.name or "None", kpi.name or kpi.short_name or "None")


def tolerance_words(figure: ReportedFigure) -> str:
    """A tolerance in words: ``5 (% of target)``; ``A boundary`` where there is none."""
    if figure.tolerance is None:
        return "By a boundary"
    basis = f" ({figure.tolerance_basis})" if figure.tolerance_basis else ""
    return f"{plain(figure.tolerance)}{basis}"


def comparator_words(figure: ReportedFigure) -> str:
    """The figure compared with and its period; ``None`` where there is none."""
    if figure.comparator is None:
        return "None"
    period = f" ({figure.comparator_period})" if figure.comparator_period else ""
    return f"{figure.comparator_text}{period}"


def _made(
    what: What, figure: ReportedFigure, before: str, now: str, reason: str = "", where: str = ""
) -> Difference:
    return Difference(
        what, figure.kpi_ref, figure.name, figure.split, figure.period, before, now, reason, where
    )
