"""What differs between two times: facts since a paper was issued, and ratings side by side with their causes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from pmf_cli.analysis.issued.differences import FigureDifference, What
from pmf_cli.analysis.issued.issue_history import IssuedPaper, ReportedFigure
from pmf_cli.analysis.issued.rating_changes import Cause, Movement, RatingChange
from pmf_cli.assessment import Assessment
from pmf_cli.frozen import frozen
from pmf_cli.register.sheets.supporting import ScopeChange
from pmf_cli.register.terms import Rag, RatingWords
from pmf_cli.views.base import Align, Block, Entry, Section, Table, lead, note
from pmf_cli.views.entries import NOT_STATED, text_entry
from pmf_cli.views.listing import (
    Field,
    ListDefinition,
    Listing,
    exact_figure,
    register_title,
    table_column,
    table_of,
)
from pmf_cli.views.lists.reported import rating_entry_of
from pmf_cli.views.wording import part_name, sentence
from pmf_cli.words import counted, day, listed

SCOPE = "Scope changes"
SUMMARY = "What the paper said, what the register says now, and why."
SCOPE_SUMMARY = "Changes of scope decided since the paper was issued."


@frozen
class DifferenceLine:
    """A fact that is different since a paper was issued; the attributes are the list's fields.

    Attributes:
        title: what readers are told it is about.
        missing: what they see where there is no period and no reason.
    """

    issue: str
    what: str
    ref: str
    name: str
    split: str | None
    period: str
    before: str
    now: str
    why: str | None
    cell: str
    title: str
    missing: str


DIFF: ListDefinition[DifferenceLine] = ListDefinition(
    "pmf/diff/1",
    "One item a fact that is different since a paper was issued. From `pmf diff`.",
    "items",
    (
        Field("issue", "", "Reference of the issue."),
        Field(
            "what", "",
            "Which fact: figure corrected, figure withdrawn, figure came in, rating, target, tolerance, "
            "rule set, comparator, definition version, name, KPI added or removed, scope change.",
        ),
        Field("ref", "Ref", "KPI reference.", empty=""),
        Field(
            "name", "KPI", "KPI name as issued; of a scope change its reference.",
            shown=lambda one: text_entry(one.title, "No name"), width=3.0,
        ),
        Field("split", "", "The split; empty for the whole."),
        Field(
            "period", "Period", "The figure's own period; of a scope change its first period.",
            shown=lambda one: text_entry(one.period, one.missing), width=1.3,
        ),
        Field("before", "As issued", "As issued, as printed.", width=2.2),
        Field("now", "Now", "As it is now.", width=2.2),
        Field(
            "why", "Why", "Why, where record or ledger says.",
            shown=lambda one: text_entry(one.why, one.missing), width=3.6,
        ),
        Field("cell", "", "The cell concerned."),
    ),
)  # fmt: skip


def differences_listing(
    assessment: Assessment,
    paper: IssuedPaper,
    found: Sequence[FigureDifference],
    scope: Sequence[ScopeChange],
    workbooks: Mapping[str, str],
) -> Listing:
    """Everything that is different since an issue.

    Args:
        workbooks: workbook → fingerprint now.
    """
    saved = tuple(
        name
        for name in dict.fromkeys((*paper.workbooks, *workbooks))
        if paper.workbooks.get(name) != workbooks.get(name)
    )
    figures = [_line(paper, one) for one in found]
    lines = {str(what): [one for one in figures if one.what == what] for what in What}
    lines[SCOPE] = [_scope_line(paper, one) for one in scope]
    return DIFF.listing(
        [*figures, *lines[SCOPE]],
        {"differences": len(found) + len(scope)}
        | {what.lower(): len(own) for what, own in lines.items()}
        | {"workbooks saved since": len(saved)},
        tuple(_difference_sections(assessment, paper, lines, saved)),
        register=assessment.register.name,
        period=paper.period,
        as_of=assessment.as_of,
    )


def _line(paper: IssuedPaper, one: FigureDifference) -> DifferenceLine:
    return DifferenceLine(
        paper.ref,
        one.what,
        one.kpi_ref,
        one.name,
        one.split,
        one.period,
        one.before,
        one.now,
        one.reason,
        one.where,
        f"{one.name}{f', {one.split}' if one.split else ''}",
        "–",
    )


def _scope_line(paper: IssuedPaper, change: ScopeChange) -> DifferenceLine:
    return DifferenceLine(
        paper.ref,
        "Scope change",
        change.kpi_ref or "",
        change.change_ref,
        None,
        "" if change.from_period is None else str(change.from_period),
        change.before or NOT_STATED,
        change.after or NOT_STATED,
        change.reason,
        str(change.source.at("change_ref")) if change.source.row else "",
        f"{change.change_ref}: {change.kind}",
        NOT_STATED,
    )


def _difference_sections(
    assessment: Assessment,
    paper: IssuedPaper,
    lines: Mapping[str, Sequence[DifferenceLine]],
    saved: Sequence[str],
) -> Iterator[Section]:
    told = f"{paper.body}, {paper.period}, issued on {day(paper.issued_on)}"
    number = sum(map(len, lines.values()))
    words = (
        f"{counted(number, 'difference')} from {paper.ref} ({told}), as at {day(assessment.as_of)}."
        if number
        else f"Nothing that {paper.ref} told has changed ({told})."
    )
    yield Section(f"What changed since {paper.ref}", 1, (lead(words),))
    for what, own in lines.items():
        if own:
            summary = SCOPE_SUMMARY if what == SCOPE else SUMMARY
            name = "diff_scope" if what == SCOPE else part_name("diff", what)
            table = DIFF.table(name, what, own, summary)
            yield Section(f"{what} ({len(own):,})", 2, (table,))
    if saved:
        words = f"Saved since the paper was issued: {listed(saved)}."
        yield Section("Workbooks", 2, (note(words),))


TOLD = (
    RatingChange.DOWN,
    RatingChange.UP,
    RatingChange.NO_LONGER,
    RatingChange.NOW_RATED,
    RatingChange.LEFT,
    RatingChange.ENTERED,
)
"""Moves listed one by one; the others are counted."""
NOT_IN_SCOPE, NOT_RATED = "Not in scope", "Not rated"
LEAD = {
    RatingChange.UP: "moved up",
    RatingChange.DOWN: "moved down",
    RatingChange.SAME: "kept the same rating",
    RatingChange.NOW_RATED: "rated only now",
    RatingChange.NO_LONGER: "no longer rated",
    RatingChange.UNRATED: "not rated in either",
    RatingChange.ENTERED: "new in scope",
    RatingChange.LEFT: "no longer in scope",
}
"""Every move after its number, in the order of the first sentence."""
SAID_IF_ANY = (RatingChange.ENTERED, RatingChange.LEFT)


def _both(
    key: str,
    meaning: str,
    of: Callable[[ReportedFigure], object],
    title: str = "",
    shown: Callable[[ReportedFigure | None], Entry] | None = None,
    width: float = 1.0,
) -> tuple[Field[Movement], Field[Movement]]:
    """A fact as it was then and as it is now, for programs; ``shown`` for readers, out of scope too."""

    def field(
        which: str, when: str, figure: Callable[[Movement], ReportedFigure | None]
    ) -> Field[Movement]:
        def value(one: Movement) -> object:
            told = figure(one)
            return None if told is None else of(told)

        entry = None if shown is None else lambda one: shown(figure(one))
        heading = f"{title} {when}" if title else ""
        said = meaning.format(when)
        return Field(f"{key}_{which}", heading, said, value, entry, width=width)

    return (
        field("before", "then", lambda one: one.before),
        field("after", "now", lambda one: one.after),
    )


RATINGS = _both(
    "rating", "Rating {}; empty where not rated.", lambda figure: figure.rating, "Rating",
    lambda figure: _rating(figure), 1.3,
)  # fmt: skip
WHY_NONE = _both("not_rated", "The reason for none.", lambda figure: figure.not_rated)
RAG_COMPARE: ListDefinition[Movement] = ListDefinition(
    "pmf/rag-compare/1",
    "One item a KPI of either time: its rating then and now, and why it moved. From `pmf rag compare`.",
    "kpis",
    (
        Field("ref", "Ref", "KPI reference.", lambda one: one.kpi_ref),
        Field("name", "KPI", "KPI name.", missing="No name", width=2.6),
        Field(
            "move", "",
            "Moved up, Moved down, Same rating, Rated now, No longer rated, Not rated in either, New in "
            "scope or No longer in scope.",
        ),
        Field(
            "because", "Because of",
            "Why, the decisive cause first: Figure, Target, Tolerance, Rule set, Comparator, Definition, "
            "Figure came in, No figure now, Scope.",
            lambda one: one.causes, lambda one: Entry(_because(one)), width=1.5,
        ),
        Field(
            "changed_too", "", "What changed as well but did not move the rating.",
            lambda one: one.also,
        ),
        RATINGS[0], WHY_NONE[0], RATINGS[1], WHY_NONE[1],
        *_both("result", "The figure {}, exact.", lambda figure: exact_figure(figure.value)),
        *_both("period", "The figure's own period {}.", lambda figure: figure.period),
        *_both("target", "The target {}, as printed.", lambda figure: figure.target_text),
        *_both("rule_set", "The rule set {}.", lambda figure: figure.rule_set),
        *_both(
            "reason", "Why {}, in one sentence.", lambda figure: figure.sentence, "Why",
            lambda figure: text_entry(_reason(figure), NOT_IN_SCOPE), 3.0,
        ),
    ),
    (
        "ref", "name", "rating_before", "rating_after", "because", "reason_before", "reason_after",
    ),
)  # fmt: skip


def compare_listing(
    assessment: Assessment, first: str, second: str, found: Sequence[Movement]
) -> Listing:
    """Which ratings moved between two times.

    Args:
        first: the earlier time in words: a period, or an issue's reference.
        found: every KPI once.
    """
    moves = Counter(one.move for one in found)
    return RAG_COMPARE.listing(
        found,
        {"kpis": len(found)} | {str(move).lower(): moves[move] for move in RatingChange},
        _move_sections(assessment, first, second, found, moves),
        register=assessment.register.name,
        period=f"{first} to {second}",
        as_of=assessment.as_of,
    )


def _move_sections(
    assessment: Assessment,
    first: str,
    second: str,
    found: Sequence[Movement],
    moves: Mapping[RatingChange, int],
) -> list[Section]:
    title = register_title(assessment.register, f"ratings from {first} to {second}")
    sections = [Section(title, 1, (lead(_lead(moves, len(found))),))]
    for move in TOLD:
        rows = [one for one in found if one.move is move]
        if rows:
            table = _table(move, first, second, rows)
            sections.append(Section(f"{move} ({len(rows):,})", 2, (table,)))
    closing: list[Block] = [_counts_table(first, second, found, assessment.words)]
    if causes := _causes_words(found):
        closing.append(note(causes))
    sections.append(Section("Counts", 2, tuple(closing)))
    return sections


def _lead(numbers: Mapping[RatingChange, int], total: int) -> str:
    parts = (
        f"{numbers[move]:,} {words}"
        for move, words in LEAD.items()
        if numbers[move] or move not in SAID_IF_ANY
    )
    return f"{counted(total, 'KPI')}: {listed(parts)}."


def _table(move: RatingChange, first: str, second: str, rows: Sequence[Movement]) -> Table:
    titles = {
        "rating_before": first,
        "rating_after": second,
        "reason_before": f"Why in {first}",
        "reason_after": f"Why in {second}",
    }
    summary = "Each KPI whose rating moved, with both ratings, the cause and both reasons."
    fields = (replace(one, title=titles.get(one.key, one.title)) for one in RAG_COMPARE.chosen())
    return table_of(tuple(fields), part_name("moves", str(move)), str(move), rows, summary)


def _because(one: Movement) -> str:
    because = ", ".join(one.causes) or "–"
    if one.also:
        because += f" (changed too: {', '.join(cause.lower() for cause in one.also)})"
    return because


def _rating(figure: ReportedFigure | None) -> Entry:
    return Entry(NOT_IN_SCOPE) if figure is None else rating_entry_of(figure)


def _reason(figure: ReportedFigure | None) -> str:
    if figure is None:
        return ""
    return sentence(figure.reason if figure.rating else figure.sentence)


def _counts_table(first: str, second: str, found: Sequence[Movement], words: RatingWords) -> Table:
    """Ratings then down, ratings now across; rows and columns add up."""
    kinds = (*(words[rag] for rag in reversed(Rag)), NOT_RATED, NOT_IN_SCOPE)
    pairs = Counter((_kind(one.before), _kind(one.after)) for one in found)
    counts = [[pairs[then, now] for now in kinds] for then in kinds]
    counts.append([sum(numbers) for numbers in zip(*counts, strict=True)])
    rows = [(kind, (*row, sum(row))) for kind, row in zip((*kinds, "All"), counts, strict=True)]
    return table_of(
        (
            table_column(first, lambda row: row[0], 1.6),
            *(_number_column(at, kind, 1.0) for at, kind in enumerate(kinds)),
            _number_column(len(kinds), "All", 0.8),
        ),
        "moves_counts",
        f"Ratings in {first} (rows) and {second} (columns)",
        rows,
        "How many KPIs had which rating at both times.",
    )


def _number_column(at: int, title: str, width: float) -> Field[tuple[str, Sequence[int]]]:
    return table_column(title, lambda row: row[1][at], width, Align.NUMBER)


def _kind(figure: ReportedFigure | None) -> str:
    if figure is None:
        return NOT_IN_SCOPE
    return figure.rating_text if figure.rating else NOT_RATED


def _causes_words(found: Sequence[Movement]) -> str:
    numbers = Counter(one.causes[0] for one in found if one.causes)
    parts = [f"{cause} ({numbers[cause]:,})" for cause in Cause if numbers[cause]]
    return f"Causes, each KPI by its first: {', '.join(parts)}." if parts else ""
