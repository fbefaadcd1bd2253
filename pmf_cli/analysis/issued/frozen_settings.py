"""Settings that a paper froze, and those that are others now: polarity, tolerance, status and so on.

A colour is made of a figure and of how it is judged. What judges it stands in cells that anybody can
change; so a paper freezes them with the figures, cell by cell, and what differs later is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from pmf_cli.analysis.issued.issue_history import FigureKey, History, IssuedPaper, ReportedFigure
from pmf_cli.analysis.scope.request import KPI_FIELDS, context_of
from pmf_cli.findings import CellRef
from pmf_cli.places import FILE_NAME
from pmf_cli.rag.base import KpiRating, Rating
from pmf_cli.rag.rate import rate_named
from pmf_cli.register.changed_settings import ChangedSetting
from pmf_cli.register.periods.context import PeriodError
from pmf_cli.register.periods.period import Period
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.layout import by_name
from pmf_cli.register.sheets.row_cells import recorded_texts
from pmf_cli.register.sheets.supporting import ScopeChange
from pmf_cli.register.terms import ScopeChangeKind
from pmf_cli.settings import Settings
from pmf_cli.words import day

KPIS, TARGETS, RULES, RESULTS, BOARDS = "KPIs", "Targets", "Rating rules", "Results", "Boards"
NOT_FROZEN: Mapping[str, frozenset[str]] = {
    KPIS: frozenset(
        ["ref", "name", "short_name", "plain_name", "priorities", "rationale", "known_limitations", "responsible_officer",
         "key_contact", "deputy_contact", "performance_lead", "reviewed_on", "definition_version",
         "available_from", "plausible_min", "plausible_max", "last_period", "replaced_by"]
    ),
    TARGETS: frozenset(
        ["kpi_ref", "split", "from_period", "to_period", "target_basis", "rationale", "agreed_by",
         "previous_target", "agreed_on", "reviewed_on", "stretch_target", "payment_at_risk"]
    ),
    RULES: frozenset(["from_period", "approved_by", "approved_on"]),
    BOARDS: frozenset(
        ["frequency", "months", "chair_agreed_on", "short_name", "grouped_by", "author", "report_of",
         "classification"]
    ),
}  # fmt: skip
"""Columns that say who, when or why, or that a difference of its own tells; all others are frozen."""
OF_RESULTS = ("value_status", "no_data_reason", "restricted")
"""Columns of a result that decide a mark or what may be published; the figure stands apart."""
_K = ScopeChangeKind
KINDS: Mapping[tuple[str, str], ScopeChangeKind] = {
    **{(KPIS, field): kind for kind, fields in KPI_FIELDS.items() for field in fields},
    (KPIS, "status"): _K.ENDED,
    (TARGETS, "tolerance"): _K.TOLERANCE,
    (TARGETS, "tolerance_basis"): _K.TOLERANCE,
}
"""Sheet and field → the kind of scope change that records a change of it; of targets it is Target."""


def frozen_terms(rating: KpiRating) -> dict[str, str]:
    """How a figure was judged and marked: ``KPIs.polarity`` → ``Lower is better``; blanks left out."""
    found: dict[str, str] = {}
    for sheet, row in _rows_of(rating).items():
        found |= _texts(sheet, row)
    return found


def frozen_settings(settings: Settings, register: Register, body: str) -> dict[str, str]:
    """What decides a whole paper: the settings of ratings, and the body's row of ``Boards``."""
    rating = settings.rating.model_dump()
    found = {f"{FILE_NAME}.{name}": str(value) for name, value in rating.items()}
    found[f"{FILE_NAME}.financial_year_start"] = str(settings.financial_year_start)
    board = next((row for row in register.boards if row.body == body), None)
    return found if board is None else found | _texts(BOARDS, board)


def _rows_of(rating: KpiRating) -> dict[str, Any]:
    rows: dict[str, Any] = {KPIS: rating.kpi}
    if rating.target_row is not None:
        rows[TARGETS] = rating.target_row
    if isinstance(rating.outcome, Rating) and rating.outcome.rule is not None:
        rows[RULES] = rating.outcome.rule
    if rating.shown is not None:
        rows[RESULTS] = rating.shown
    return rows


def _texts(sheet: str, row: Any) -> dict[str, str]:  # noqa: ANN401 - a row of any sheet
    out = NOT_FROZEN.get(sheet, frozenset())
    return {
        f"{sheet}.{name}": text
        for name, text in recorded_texts(row).items()
        if (name in OF_RESULTS if sheet == RESULTS else name not in out)
    }


def changed_settings(
    register: Register,
    settings: Settings,
    history: History,
    as_of: date,
    papers: Iterable[IssuedPaper] | None = None,
) -> tuple[ChangedSetting, ...]:
    """Every setting that the last issue froze and that is another one now, each cell once.

    Args:
        papers: the issues that count; where not given all that stand, of each KPI the newest.
    """
    known = tuple(history.standing(as_of) if papers is None else papers)
    last = {
        (figure.kpi_ref, figure.split): (figure, paper)
        for paper in known
        for figure in paper.figures
        if figure.terms
    }
    told = [figure for figure, _ in last.values()]
    now = _rated_now(register, settings, as_of, told)
    found: list[ChangedSetting] = []
    for figure, paper in last.values():
        found += _of_figure(register, figure, now.get(figure.key), paper, history)
    for paper in {paper.body: paper for paper in known if paper.terms}.values():
        found += _of_paper(register, settings, paper)
    return _each_once(found)


def _rated_now(
    register: Register, settings: Settings, as_of: date, told: Iterable[ReportedFigure]
) -> dict[FigureKey, KpiRating]:
    """Each told figure rated again for its own period, where the rating is of that period."""
    periods = {one.key: told_period(register, settings, one) for one in told}
    known = {key: period for key, period in periods.items() if period is not None}
    ratings = rated_again(register, settings, as_of, known)
    return {key: one for key, one in ratings.items() if one.result_period == known[key]}


def rated_again(
    register: Register, settings: Settings, as_of: date, told: Mapping[FigureKey, Period]
) -> dict[FigureKey, KpiRating]:
    """Told figures rated as if the period given had been the reporting period, by its terms now."""
    by_period: dict[Period, list[FigureKey]] = {}
    for key, period in told.items():
        by_period.setdefault(period, []).append(key)
    found: dict[FigureKey, KpiRating] = {}
    for period, keys in by_period.items():
        ratings = rate_named(register, settings, period, as_of, [key[:2] for key in keys])
        found |= {key: ratings[key[:2]] for key in keys if key[:2] in ratings}
    return found


def told_period(register: Register, settings: Settings, figure: ReportedFigure) -> Period | None:
    """The KPI's own period that a told figure was rated for; ``None`` where it cannot be known."""
    kpi = register.kpi(figure.kpi_ref)
    words = figure.rated_for or figure.period
    if kpi is None or not words:
        return None
    for own in register.results_of(figure.kpi_ref, figure.split):
        if str(own) == words:
            return own
    start = settings.financial_year_start
    try:
        return parse_period(words, year_start=start, context=context_of(kpi))
    except PeriodError:
        return None


def _of_figure(
    register: Register,
    figure: ReportedFigure,
    rating: KpiRating | None,
    paper: IssuedPaper,
    history: History,
) -> Iterator[ChangedSetting]:
    kpi = register.kpi(figure.kpi_ref)
    if kpi is None:
        return
    rows = _rows_now(kpi, figure, rating)
    since = history.changes_after(paper)
    for one in _differing(figure.terms, rows, paper.ref):
        field = _field(one)
        wrote = [change for change in since if change.wrote(rows[one.sheet], field)]
        if wrote and one.sheet == RESULTS:
            continue
        recorded = _recorded(register, figure.kpi_ref, one, field, paper)
        if wrote and not recorded:
            recorded = f"{wrote[-1].action} on {day(wrote[-1].on)}"
        yield replace(one, kpi_refs=(figure.kpi_ref,), recorded=recorded)


def _rows_now(kpi: Kpi, figure: ReportedFigure, rating: KpiRating | None) -> dict[str, Any]:
    rows: dict[str, Any] = {KPIS: kpi} if rating is None else _rows_of(rating)
    if RESULTS in rows and (str(rows[RESULTS].period) != figure.period or figure.value is None):
        del rows[RESULTS]  # Another figure shows there by now, or it was withheld from the body.
    return rows


def _of_paper(
    register: Register, settings: Settings, paper: IssuedPaper
) -> Iterator[ChangedSetting]:
    now = frozen_settings(settings, register, paper.body)
    for name in dict.fromkeys((*paper.terms, *now)):
        sheet, _, field = name.rpartition(".")
        if sheet == FILE_NAME and paper.terms.get(name) != now.get(name):
            yield ChangedSetting(
                sheet, field, paper.terms.get(name, ""), now.get(name, ""), CellRef(FILE_NAME),
                paper.ref,
            )  # fmt: skip
    board = next((row for row in register.boards if row.body == paper.body), None)
    if board is not None:
        yield from _differing(paper.terms, {BOARDS: board}, paper.ref)


def _differing(
    terms: Mapping[str, str], rows: Mapping[str, Any], issue: str
) -> Iterator[ChangedSetting]:
    """The cells of some rows that hold something else than was frozen."""
    for sheet, row in rows.items():
        before = {name: text for name, text in terms.items() if name.rpartition(".")[0] == sheet}
        if not before and sheet != RESULTS:
            continue  # No such row was in force then: a difference of its own tells that.
        now = _texts(sheet, row)
        for column in by_name()[sheet].columns:
            name = f"{sheet}.{column.field}"
            if before.get(name, "") != now.get(name, ""):
                yield ChangedSetting(
                    sheet, column.heading.text, before.get(name, ""), now.get(name, ""),
                    row.source.at(column.field), issue,
                )  # fmt: skip


def _field(one: ChangedSetting) -> str:
    columns = by_name()[one.sheet].columns
    return next(column.field for column in columns if column.heading.text == one.heading)


def _recorded(
    register: Register, ref: str, one: ChangedSetting, field: str, paper: IssuedPaper
) -> str:
    """The newest scope change that records this one and that the paper did not know yet."""
    usual = ScopeChangeKind.TARGET if one.sheet == TARGETS else None
    kind = KINDS.get((one.sheet, field), usual)
    for change in reversed(register.scope_changes):
        if change.kpi_ref != ref or not is_newer(change, paper):
            continue
        said = f"{change.before or ''} {change.after or ''} {change.reason or ''}".casefold()
        if change.kind is kind if kind is not None else one.heading.casefold() in said:
            return change.change_ref
    return ""


def is_newer(change: ScopeChange, paper: IssuedPaper) -> bool:
    """Whether a change of scope was recorded after a paper was issued."""
    if paper.scope_known is not None:
        return change.change_ref not in paper.scope_known
    return change.changed_on is not None and change.changed_on > paper.as_at


def _each_once(found: Sequence[ChangedSetting]) -> tuple[ChangedSetting, ...]:
    """One entry a cell and change, with all the KPIs that it concerned."""
    together: dict[tuple[object, ...], ChangedSetting] = {}
    for one in found:
        key = (one.sheet, one.where, one.heading, one.before, one.now)
        there = together.get(key)
        refs = (*(there.kpi_refs if there else ()), *one.kpi_refs)
        together[key] = replace(there or one, kpi_refs=tuple(dict.fromkeys(refs)))
    return tuple(together.values())
