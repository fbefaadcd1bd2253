"""One screen: the period, what is in, due and late, the ratings, and what blocks the paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmf_cli.assessment import Assessment
from pmf_cli.cycle.due.due_items import DueItem, DueStatus, due_items
from pmf_cli.cycle.timetable.cycle_steps import Step, next_steps
from pmf_cli.findings import Severity
from pmf_cli.rag.counts import counts_of
from pmf_cli.register.register import Register
from pmf_cli.views.base import Block, Column, Entry, Paragraph, Section, Table, TextStyle
from pmf_cli.views.blocking import blocking
from pmf_cli.views.entries import date_entry, text_entry
from pmf_cli.views.listing import Datum, Listing, counts_as_data
from pmf_cli.views.lists.files import workbooks_words
from pmf_cli.views.lists.rag import cell_text
from pmf_cli.views.roles import role_of
from pmf_cli.views.wording import summary
from pmf_cli.words import counted, day, listed, lower_first

SCHEMA = "pmf/status/1"
MOST_LATE = 10
"""Late results named on the screen; the data formats hold them all."""
MOST_STEPS = 4
"""Steps of the timetable shown."""


def status_listing(assessment: Assessment, mail: Sequence[str] = ()) -> Listing:
    """Where the cycle stands on the date: for one screen, and for other programs.

    Args:
        assessment: the register on the date.
        mail: what is to be said of messages that wait for a person.
    """
    due = due_items(
        assessment.register,
        assessment.period,
        assessment.as_of,
        assessment.settings.financial_year_start,
    )
    steps = next_steps(assessment.register, assessment.period, assessment.as_of, most=MOST_STEPS)
    blocks = blocking(assessment, due)
    counts = counts_of(assessment.ratings)
    return Listing(
        schema=SCHEMA,
        register=assessment.register.name,
        period=str(assessment.period),
        as_of=assessment.as_of,
        counts=counts_as_data(counts)
        | {f"figures: {str(status).lower()}": _number(due, status) for status in DueStatus}
        | {f"findings: {severity}": _findings(assessment, severity) for severity in Severity},
        key="items",
        items=(
            *(_words_item("blocks", words) for words in blocks),
            *(_words_item("message", words) for words in mail),
            *(
                _due_item(assessment.register, item)
                for item in due
                if item.status in (DueStatus.LATE, DueStatus.DUE)
            ),
            *(_step_item(step) for step in steps),
        ),
        sections=_sections(assessment, due, steps, blocks, mail),
    )


def _number(due: Sequence[DueItem], status: DueStatus) -> int:
    return sum(1 for item in due if item.status is status)


def _findings(assessment: Assessment, severity: Severity) -> int:
    return sum(1 for finding in assessment.findings if finding.severity is severity)


def _sections(
    assessment: Assessment,
    due: Sequence[DueItem],
    steps: Sequence[Step],
    blocks: Sequence[str],
    mail: Sequence[str],
) -> tuple[Section, ...]:
    name = assessment.register.name or "KPI Register"
    counts = counts_of(assessment.ratings)
    lines: list[Block] = [
        Paragraph(day(assessment.as_of) + ".", TextStyle.LABEL, label="As at:"),
        Paragraph(_figures_words(due), TextStyle.LABEL, label="Figures:"),
        Paragraph(summary(counts), TextStyle.LABEL, label="Ratings:"),
        Paragraph(_findings_words(assessment), TextStyle.LABEL, label="Findings:"),
        *(Paragraph(words, TextStyle.LABEL, label="Reminders:") for words in mail),
        Paragraph(f"{workbooks_words(assessment)}.", TextStyle.LABEL, label="Read from:"),
    ]
    sections = [Section(f"{name}: {assessment.period}", 1, tuple(lines))]
    if blocks:
        told: tuple[Block, ...] = tuple(Paragraph(words, TextStyle.BULLET) for words in blocks)
    else:
        told = (Paragraph("Nothing stands in the way of the paper."),)
    sections.append(Section("What blocks the paper", 2, told))
    late = [item for item in due if item.status is DueStatus.LATE]
    coming = [item for item in due if item.status is DueStatus.DUE]
    if late or coming:
        sections.append(Section("Late and due", 2, _due_blocks(assessment.register, late, coming)))
    sections.append(Section("Next in the timetable", 2, _step_blocks(assessment, steps)))
    return tuple(sections)


def _figures_words(due: Sequence[DueItem]) -> str:
    words = {
        DueStatus.IN: "in",
        DueStatus.DUE: "due",
        DueStatus.LATE: "late",
        DueStatus.UNREAD: "in cells that cannot be read",
        DueStatus.REASON: "without a figure for a reason given",
        DueStatus.NOT_DUE: "not due this period",
    }
    plain = [item for item in due if not item.is_promised]
    parts = [
        f"{number:,} {told}"
        for status, told in words.items()
        if (number := _number(plain, status)) or status in (DueStatus.IN, DueStatus.LATE)
    ]
    if promised := len(due) - len(plain):
        parts.append(f"{promised:,} overdue and promised for a later day")
    return f"Of {counted(len(due), 'figure')} asked for, {listed(parts)}."


def _findings_words(assessment: Assessment) -> str:
    names = {
        Severity.ERROR: ("error", ""),
        Severity.WARNING: ("warning", ""),
        Severity.ADVICE: ("piece of advice", "pieces of advice"),
    }
    return f"{listed(counted(_findings(assessment, s), *names[s]) for s in Severity)}."


def _due_blocks(
    register: Register, late: Sequence[DueItem], coming: Sequence[DueItem]
) -> tuple[Block, ...]:
    shown = sorted(late, key=lambda item: (item.due, item.kpi.ref))
    shown += sorted(coming, key=lambda item: (item.due, item.kpi.ref))
    blocks: list[Block] = [
        Table(
            "due",
            "Late and due",
            (
                Column("Ref", 1.0),
                Column("KPI", 3.4),
                Column("Period", 1.3),
                Column("Due", 1.2),
                Column("How it stands", 1.6),
                Column("Who is asked", 2.4),
            ),
            tuple(_due_row(register, item) for item in shown[:MOST_LATE]),
            "Figures that are late or due.",
        )
    ]
    if len(shown) > MOST_LATE:
        blocks.append(
            Paragraph(f"And {len(shown) - MOST_LATE:,} more; --format json lists them all.")
        )
    return tuple(blocks)


def _due_row(register: Register, item: DueItem) -> tuple[Entry, ...]:
    return (
        Entry(item.kpi.ref, ref=item.where),
        text_entry(item.kpi.short_name or item.kpi.name),
        Entry(str(item.period)),
        date_entry(item.due),
        Entry(_stands(item)),
        Entry(_asked(register, item)),
    )


def _stands(item: DueItem) -> str:
    """How a missing figure stands, in the words that ratings have for it."""
    if item.status is DueStatus.LATE:
        return f"{counted(item.days_late, 'day')} late"
    return "Overdue, promised" if item.is_promised else "Due"


def _asked(register: Register, item: DueItem) -> str:
    role = role_of(register, item.contact)
    if not role:
        return item.why or "Nobody named"
    return f"{role} (stands in: {item.why})" if item.stands_in else role


def _step_blocks(assessment: Assessment, steps: Sequence[Step]) -> tuple[Block, ...]:
    if not steps:
        has_any = any(row.cycle == assessment.period for row in assessment.register.timetable)
        words = (
            "Every step of this cycle is done."
            if has_any
            else f"The timetable has no step for {assessment.period}."
        )
        return (Paragraph(words),)
    return tuple(Paragraph(_step_words(step), TextStyle.BULLET) for step in steps)


def _step_words(step: Step) -> str:
    entry = step.entry
    name = " ".join(part for part in (str(entry.step or "Step"), _body(step)) if part)
    when = "no date" if entry.on is None else day(entry.on)
    if step.days is not None and not step.is_late:
        when += ", today" if step.days == 0 else f", in {counted(step.days, 'day')}"
    elif step.days is not None:
        when += f", {counted(-step.days, 'day')} late"
    waits = f"; waits for {listed(step.waits_for)}" if step.waits_for else ""
    return f"{name}: {when}{waits}."


def _body(step: Step) -> str:
    body, name = step.entry.body, str(step.entry.step or "")
    return f"({body})" if body and body != name else ""


def _words_item(kind: str, words: str) -> Mapping[str, Datum]:
    return {"kind": kind, "what": words, "kpi": None, "who": None, "due": None, "where": None}


def _due_item(register: Register, item: DueItem) -> Mapping[str, Datum]:
    is_late = item.status is DueStatus.LATE
    return {
        "kind": "late" if is_late else "due",
        "what": f"{item.kpi.ref}: the figure for {item.period} is {lower_first(_stands(item))}.",
        "kpi": item.kpi.ref,
        "who": _asked(register, item),
        "due": item.due.isoformat(),
        "where": cell_text(item.where),
    }


def _step_item(step: Step) -> Mapping[str, Datum]:
    on = step.entry.on
    return {
        "kind": "step",
        "what": _step_words(step),
        "kpi": None,
        "who": None,
        "due": None if on is None else on.isoformat(),
        "where": cell_text(step.entry.source.at("on") if step.entry.source.row else None),
    }
