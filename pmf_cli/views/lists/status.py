"""One screen: the period, what is in, due and late, the ratings, and what blocks the paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from pmf_cli.assessment import Assessment
from pmf_cli.cycle.due import DueItem, DueStatus, due_items
from pmf_cli.cycle.timetable.cycle_steps import Step, steps_ahead
from pmf_cli.findings import CellRef, Severity
from pmf_cli.frozen import frozen
from pmf_cli.rag.counts import counts_of
from pmf_cli.register.register import Register
from pmf_cli.views.base import Block, Entry, Paragraph, Section, bullets, labelled_lines
from pmf_cli.views.blocking import blocking
from pmf_cli.views.listing import (
    Field,
    ListDefinition,
    Listing,
    counts_as_data,
    register_title,
    table_of,
)
from pmf_cli.views.lists.files import workbooks_words
from pmf_cli.views.references import role_of
from pmf_cli.views.wording import days_off, severities_listed, summary
from pmf_cli.words import counted, day, listed, lower_first

MOST_LATE = 10
"""Late results named on the screen; the data formats hold them all."""
MOST_STEPS = 4
"""Steps of the timetable shown."""


@frozen
class StatusLine:
    """A thing to do or to know before the paper can go out; the attributes are the list's fields."""

    kind: str
    what: str
    kpi: str | None = None
    who: str | None = None
    due: date | None = None
    where: CellRef | None = None


STATUS: ListDefinition[StatusLine] = ListDefinition(
    "pmf/status/1",
    "One item a thing to do or to know before the paper can go out. From `pmf status`.",
    "items",
    (
        Field("kind", "", "blocks, message (one that failed or is unknown), late, due or step."),
        Field("what", "", "What it is, in one sentence."),
        Field("kpi", "", "The KPI concerned, if any."),
        Field("who", "", "Who can put it right, by post."),
        Field("due", "", "By when, ISO date."),
        Field("where", "", "The cell concerned, if any."),
    ),
)


@frozen
class DueFigure:
    """A figure that is late or due, with who is asked for it."""

    item: DueItem
    asked: str


DUE_FIGURES: tuple[Field[DueFigure], ...] = (
    Field("ref", "Ref", "", shown=lambda one: Entry(one.item.kpi.ref, ref=one.item.where)),
    Field("kpi", "KPI", "", lambda one: one.item.kpi.short_name or one.item.kpi.name, width=3.4),
    Field("period", "Period", "", lambda one: one.item.period, width=1.3),
    Field("due", "Due", "", lambda one: one.item.due, width=1.2),
    Field("stands", "How it stands", "", lambda one: _stands(one.item), width=1.6),
    Field("asked", "Who is asked", "", width=2.4),
)
"""What readers are told of a figure that is late or due."""


def status_listing(assessment: Assessment, mail: Sequence[str] = ()) -> Listing:
    """Where the cycle stands on the date: for one screen, and for other programs.

    Args:
        mail: what is to be said of messages that wait for a person.
    """
    start = assessment.settings.financial_year_start
    due = due_items(assessment.register, assessment.period, assessment.as_of, start)
    steps = steps_ahead(assessment.register, assessment.period, assessment.as_of, most=MOST_STEPS)
    blocks = blocking(assessment, due)
    by_status = Counter(item.status for item in due)
    by_severity = Counter(finding.severity for finding in assessment.findings)
    owed = [
        DueFigure(item, _asked(assessment.register, item))
        for item in due
        if item.status in (DueStatus.LATE, DueStatus.DUE)
    ]
    return STATUS.listing_of(
        assessment,
        (
            *(StatusLine("blocks", words) for words in blocks),
            *(StatusLine("message", words) for words in mail),
            *map(_due_line, owed),
            *map(_step_line, steps),
        ),
        counts_as_data(counts_of(assessment.ratings))
        | {f"figures: {str(status).lower()}": by_status[status] for status in DueStatus}
        | {f"findings: {severity}": by_severity[severity] for severity in Severity},
        tuple(_sections(assessment, due, owed, steps, blocks, mail)),
    )


def _sections(
    assessment: Assessment,
    due: Sequence[DueItem],
    owed: Sequence[DueFigure],
    steps: Sequence[Step],
    blocks: Sequence[str],
    mail: Sequence[str],
) -> Iterator[Section]:
    lines = (
        ("As at:", f"{day(assessment.as_of)}."),
        ("Figures:", _figures_words(due)),
        ("Ratings:", summary(counts_of(assessment.ratings), assessment.words)),
        ("Findings:", f"{severities_listed(one.severity for one in assessment.findings)}."),
        *(("Reminders:", words) for words in mail),
        ("Read from:", f"{workbooks_words(assessment)}."),
    )
    title = register_title(assessment.register, str(assessment.period))
    yield Section(title, 1, labelled_lines(lines))
    nothing = (Paragraph("Nothing stands in the way of the paper."),)
    yield Section("What blocks the paper", 2, bullets(blocks) or nothing)
    if owed:
        yield Section("Late and due", 2, tuple(_owed_blocks(owed)))
    yield Section("Next in the timetable", 2, _step_blocks(assessment, steps))


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
    counts = Counter(item.status for item in plain)
    parts = [
        f"{number:,} {told}"
        for status, told in words.items()
        if (number := counts[status]) or status in (DueStatus.IN, DueStatus.LATE)
    ]
    if promised := len(due) - len(plain):
        parts.append(f"{promised:,} overdue and promised for a later day")
    return f"Of {counted(len(due), 'figure')} asked for, {listed(parts)}."


def _owed_blocks(owed: Sequence[DueFigure]) -> Iterator[Block]:
    """The figures that are late, then those that are due, the longest owed first."""
    ordered = sorted(
        owed, key=lambda one: (one.item.status is DueStatus.DUE, one.item.due, one.item.kpi.ref)
    )
    yield table_of(
        DUE_FIGURES, "due", "Late and due", ordered[:MOST_LATE], "Figures that are late or due."
    )
    if len(ordered) > MOST_LATE:
        yield Paragraph(f"And {len(ordered) - MOST_LATE:,} more; --format json lists them all.")


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
    if steps:
        return bullets(map(_step_words, steps))
    if any(row.cycle == assessment.period for row in assessment.register.timetable):
        return (Paragraph("Every step of this cycle is done."),)
    return (Paragraph(f"The timetable has no step for {assessment.period}."),)


def _step_words(step: Step) -> str:
    entry = step.entry
    name = str(entry.step or "Step")
    if entry.body and entry.body != str(entry.step or ""):
        name = f"{name} ({entry.body})"
    when = "no date" if entry.on is None else day(entry.on)
    if step.days is not None:
        when += f", {days_off(step.days)}"
    waits = f"; waits for {listed(step.waits_for)}" if step.waits_for else ""
    return f"{name}: {when}{waits}."


def _due_line(one: DueFigure) -> StatusLine:
    item = one.item
    kind = "late" if item.status is DueStatus.LATE else "due"
    what = f"{item.kpi.ref}: the figure for {item.period} is {lower_first(_stands(item))}."
    return StatusLine(kind, what, item.kpi.ref, one.asked, item.due, item.where)


def _step_line(step: Step) -> StatusLine:
    entry = step.entry
    where = entry.source.at("on") if entry.source.row else None
    return StatusLine("step", _step_words(step), due=entry.on, where=where)
