"""What is different since a paper was issued, as a list to read and for other programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pmf_cli.analysis.issued.differences import FigureDifference, What
from pmf_cli.analysis.issued.issue_history import IssuedPaper
from pmf_cli.assessment import Assessment
from pmf_cli.register.sheets.supporting import ScopeChange
from pmf_cli.views.base import Paragraph, Section, TextStyle, note
from pmf_cli.views.entries import NOT_STATED, text_entry
from pmf_cli.views.listing import Field, ListDefinition, Listing
from pmf_cli.views.wording import part_name
from pmf_cli.words import counted, day, listed

SCOPE = "Scope changes"
SUMMARY = "What the paper said, what the register says now, and why."
SCOPE_SUMMARY = "Changes of scope decided since the paper was issued."


@dataclass(frozen=True, slots=True)
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
        tuple(_sections(assessment, paper, lines, saved)),
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


def _sections(
    assessment: Assessment,
    paper: IssuedPaper,
    lines: Mapping[str, Sequence[DifferenceLine]],
    saved: Sequence[str],
) -> Iterator[Section]:
    told = f"{paper.body}, {paper.period}, issued on {day(paper.issued_on)}"
    number = sum(map(len, lines.values()))
    lead = (
        f"{counted(number, 'difference')} from {paper.ref} ({told}), as at {day(assessment.as_of)}."
        if number
        else f"Nothing that {paper.ref} told has changed ({told})."
    )
    yield Section(f"What changed since {paper.ref}", 1, (Paragraph(lead, TextStyle.LEAD),))
    for what, own in lines.items():
        if own:
            summary = SCOPE_SUMMARY if what == SCOPE else SUMMARY
            name = "diff_scope" if what == SCOPE else part_name("diff", what)
            table = DIFF.table(name, what, own, summary)
            yield Section(f"{what} ({len(own):,})", 2, (table,))
    if saved:
        words = f"Saved since the paper was issued: {listed(saved)}."
        yield Section("Workbooks", 2, (note(words),))
