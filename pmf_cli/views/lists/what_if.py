"""What another tolerance, target or rule set would make of the ratings, by period and KPI by KPI."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from pmf_cli.analysis.what_if import PeriodTried, RatingTried, Trial, TriedTolerance, WhatIf
from pmf_cli.assessment import Assessment
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import KpiRating, Rating, Unrated
from pmf_cli.rag.counts import Counts
from pmf_cli.register.figures import plain
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.terms import AMBER_BOUNDARY, ANY_RATING, RatingWords, ToleranceBasis
from pmf_cli.views.base import Align, Block, Entry, Report, Section, lead, note
from pmf_cli.views.entries import (
    period_entry,
    rating_entry,
    reason_words,
    result_entry,
    target_entry,
)
from pmf_cli.views.listing import (
    Field,
    ListDefinition,
    Listing,
    exact_figure,
    kpi_fields,
    register_title,
    table_column,
    table_of,
)
from pmf_cli.words import counted, listed, listed_shortly

BASES = {
    ToleranceBasis.RELATIVE: "{}% of target",
    ToleranceBasis.POINTS: "{} percentage points",
    ToleranceBasis.UNITS: "{} in each KPI's unit",
    ToleranceBasis.CONFIDENCE: "{}% confidence",
}


def _both(
    key: str,
    meaning: str,
    of: Callable[[KpiRating], object],
    titles: tuple[str, str] = ("", ""),
    shown: Callable[[KpiRating], Entry] | None = None,
    width: float = 1.0,
) -> tuple[Field[RatingTried], Field[RatingTried]]:
    """A fact as it is and as it would be; ``shown`` for readers, under two headings."""

    def field(
        which: str, title: str, when: str, side: Callable[[RatingTried], KpiRating]
    ) -> Field[RatingTried]:
        entry = None if shown is None else lambda one: shown(side(one))
        return Field(
            f"{key}_{which}",
            title,
            meaning.format(when),
            lambda one: of(side(one)),
            entry,
            width=width,
        )

    return (
        field("before", titles[0], "now", lambda one: one.before),
        field("after", titles[1], "with what is tried", lambda one: one.after),
    )


RATINGS = _both(
    "rating", f"{ANY_RATING} {{}}; empty where not rated.", lambda one: one.rag,
    ("Now", "Would be"), rating_entry, 1.6,
)  # fmt: skip
REASONS = _both(
    "reason", "Why {}, in one sentence.", lambda one: one.outcome.sentence,
    ("Why now", "Why it would be"), lambda one: Entry(reason_words(one.outcome)), 4.0,
)  # fmt: skip
WHAT_IF: ListDefinition[RatingTried] = ListDefinition(
    "pmf/rag-what-if/1",
    "One item a rating that would be another one, the newest period first. From `pmf rag what-if`.",
    "kpis",
    (
        *kpi_fields(lambda one: one.before.kpi, (1.2, 3.0)),
        Field("directorate", "", "Directorate.", lambda one: one.before.kpi.directorate),
        Field("reporting_period", "", "The reporting period rated.", lambda one: one.period),
        Field(
            "result", "Result", "The figure rated, exact.",
            lambda one: exact_figure(one.before.shown.value) if one.before.shown else None,
            lambda one: result_entry(one.before), width=1.2, align=Align.NUMBER,
        ),
        Field(
            "result_period", "Period", "The period of that figure.",
            lambda one: one.before.shown and one.before.shown.period,
            lambda one: period_entry(one.before), width=1.3,
        ),
        *_both(
            "target", "The target {}, as printed.", lambda one: target_entry(one).text,
            ("Target now", "Target"), target_entry, 1.3,
        ),
        *RATINGS,
        *_both(
            "state", "The finer state of that {}, as in pmf/rag; empty where there is none.",
            lambda one: one.outcome.shade if isinstance(one.outcome, Rating) else None,
        ),
        *_both(
            "not_rated", "The reason for none {}.",
            lambda one: one.outcome.reason if isinstance(one.outcome, Unrated) else None,
        ),
        *REASONS,
        Field(
            "change", "", "better, worse, or empty where one of the two is no rating.",
            lambda one: {1: "better", -1: "worse"}.get(one.change),
        ),
    ),
    ("ref", "name", "result", "target_after", "rating_before", "rating_after", "reason_after"),
)  # fmt: skip


@frozen
class _KpiMoves:
    """The periods in which a KPI's rating would be another one, newest first."""

    kpi: Kpi
    moves: tuple[RatingTried, ...]


def _periods_named(one: _KpiMoves) -> str:
    return listed_shortly([str(move.period) for move in one.moves], 4)


BY_KPI: tuple[Field[_KpiMoves], ...] = (
    *kpi_fields(lambda one: one.kpi),
    table_column("Periods", lambda one: len(one.moves), 0.8, Align.NUMBER),
    table_column("Better", lambda one: _number(one.moves, 1), 0.8, Align.NUMBER),
    table_column("Worse", lambda one: _number(one.moves, -1), 0.8, Align.NUMBER),
    table_column("In", _periods_named, 3.0),
)


def trial_in_words(trial: Trial, target: str = "", rules: str = "") -> str:
    """What is tried: ``a tolerance of 3% of target, of 8% of target for financial KPIs``.

    Args:
        target: the target tried, in words.
        rules: which rule set is tried, in words.
    """
    parts = [rules, f"a target of {target}" if target else "", *_tolerances(trial)]
    return listed(part for part in parts if part)


def _tolerances(trial: Trial) -> Iterator[str]:
    if trial.tolerance is not None and trial.tolerance == trial.financial:
        yield f"a tolerance of {_amount(trial.tolerance)} for every KPI"
        return
    if trial.tolerance is not None:
        yield f"a tolerance of {_amount(trial.tolerance)} for KPIs that are not financial"
    if trial.financial is not None:
        yield f"a tolerance of {_amount(trial.financial)} for financial KPIs"


def _amount(tolerance: TriedTolerance) -> str:
    return BASES[tolerance.basis].format(plain(tolerance.amount))


def what_if_listing(assessment: Assessment, found: WhatIf, words: str) -> Listing:
    """Which ratings would be others with what is tried; ``words`` say what that is."""
    moves = found.moves
    now = found.periods[0]
    counts = {
        "kpis": len(found.trial.refs),
        "periods": len(found.periods),
        "ratings": sum(one.before.in_scope for one in found.periods),
        "changed": len(moves),
        "better": _number(moves, 1),
        "worse": _number(moves, -1),
        "changed_this_period": len(now.moves),
    }
    sections = tuple(_sections(assessment, found, words, counts))
    return WHAT_IF.listing_of(assessment, moves, counts, sections)


def what_if_report(listing: Listing) -> Report:
    """The same as a paper for a committee: Word, or a workbook."""
    return listing.report("what-if", "Ratings under another rule")


def _number(moves: Sequence[RatingTried], change: int) -> int:
    return sum(move.change == change for move in moves)


def _sections(
    assessment: Assessment, found: WhatIf, words: str, counts: Mapping[str, int]
) -> Iterator[Section]:
    title = register_title(assessment.register, f"ratings with {words}")
    now, ratings = found.periods[0], assessment.words
    said: list[Block] = [lead(_lead(found, counts)), *_notes(found)]
    if found.moves:
        said.append(_by_period(found.periods, ratings))
    yield Section(title, 1, tuple(said))
    if now.moves:
        table = WHAT_IF.table(
            "what_if_now", f"Ratings of {now.period} that would be others", now.moves,
            "Each with its figure, its rating now and with what is tried, and why.",
        )  # fmt: skip
        yield Section(f"{now.period}: {counted(len(now.moves), 'rating')}", 2, (table,))
    by_kpi: dict[str, list[RatingTried]] = {}
    for move in found.moves:
        by_kpi.setdefault(move.before.kpi.ref, []).append(move)
    rows = [_KpiMoves(moves[0].before.kpi, tuple(moves)) for moves in by_kpi.values()]
    if len(found.periods) > 1 and rows:
        rows.sort(key=lambda one: -len(one.moves))
        summary = "How often each KPI's rating would be another one, over all periods held."
        table = table_of(
            BY_KPI, "what_if_kpis", "KPIs whose ratings would be others", rows, summary
        )
        yield Section(f"Over all periods: {counted(len(rows), 'KPI')}", 2, (table,))


def _lead(found: WhatIf, counts: Mapping[str, int]) -> str:
    now = found.periods[0]
    said = _changes("KPI", f"{now.period}", now.before.in_scope, now.moves)
    if len(found.periods) == 1:
        return said
    first = found.periods[-1].period
    whole = f"the {len(found.periods)} periods from {first}"
    return f"{said} {_changes('rating', whole, counts['ratings'], found.moves)}"


def _changes(what: str, of: str, total: int, moves: Sequence[RatingTried]) -> str:
    kpis = f"{counted(total, what)} of {of}"
    if not moves:
        return f"None of {kpis} would be rated otherwise."
    better, worse = _number(moves, 1), _number(moves, -1)
    parts = {
        "better": better,
        "worse": worse,
        "rated or no longer rated": len(moves) - better - worse,
    }
    told = listed(f"{number:,} {how}" for how, number in parts.items() if number)
    return f"{len(moves):,} of {kpis} would be rated otherwise: {told}."


def _notes(found: WhatIf) -> Iterator[Block]:
    if found.keep:
        yield note(
            f"{_named(found.keep)} with a tolerance or {AMBER_BOUNDARY} of {'its' if len(found.keep) == 1 else 'their'} "
            "own: these stay."
        )
    if found.misfits:
        yield note(
            f"{_named(found.misfits)} not measured in per cent: percentage points do not fit, what holds now stays."
        )


def _named(kpis: Sequence[Kpi]) -> str:
    """``9 KPIs (AC-06, CS-08 and 7 more)``."""
    return f"{counted(len(kpis), 'KPI')} ({listed_shortly([kpi.ref for kpi in kpis], 12)})"


def _by_period(periods: Sequence[PeriodTried], words: RatingWords) -> Block:
    """The counts of each period now and as they would be: ``12 → 15``."""

    def counts(of: Callable[[Counts], int]) -> Callable[[PeriodTried], str]:
        def both(one: PeriodTried) -> str:
            before, after = of(one.before), of(one.after)
            return f"{before:,}" if before == after else f"{before:,} → {after:,}"

        return both

    fields: tuple[Field[PeriodTried], ...] = (
        table_column("Period", lambda one: str(one.period), 1.6),
        table_column("KPIs", lambda one: one.before.in_scope, 0.8, Align.NUMBER),
        table_column("Otherwise", lambda one: len(one.moves), 1.0, Align.NUMBER),
        table_column(words.red, counts(lambda one: one.red), 1.2, Align.NUMBER),
        table_column(words.amber, counts(lambda one: one.amber), 1.2, Align.NUMBER),
        table_column(words.green, counts(lambda one: one.green), 1.2, Align.NUMBER),
        table_column("Not rated", counts(lambda one: one.unrated), 1.2, Align.NUMBER),
    )
    return table_of(
        fields, "what_if_periods", "Ratings by period, now → with what is tried",
        [one for one in periods if one.before.rated or one.after.rated],
        "How many KPIs have which rating in each period, now and with what is tried.",
    )  # fmt: skip
