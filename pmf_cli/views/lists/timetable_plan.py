"""What ``pmf timetable make`` would do: new steps, moved ones, what stays, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from pmf_cli.cycle.timetable.clash import Clash
from pmf_cli.cycle.timetable.step_plan import StepMove, StepPlan
from pmf_cli.cycle.timetable.year_plan import YearPlan
from pmf_cli.findings import CellRef, Severity
from pmf_cli.register.register import Register
from pmf_cli.register.terms import TimetableStep
from pmf_cli.views.base import (
    Align,
    Block,
    Column,
    Entry,
    Paragraph,
    Section,
    Table,
    TextStyle,
)
from pmf_cli.views.entries import count_entry, date_entry, text_entry
from pmf_cli.views.listing import Datum, Listing
from pmf_cli.views.lists.clash_rows import clash_blocks, clash_words
from pmf_cli.views.lists.rag import cell_text
from pmf_cli.views.lists.timetable_words import (
    BLANK,
    body_words,
    day_of_week,
    step_name,
    time_words,
    who,
)
from pmf_cli.words import counted

SCHEMA = "pmf/timetable-plan/1"
NEW_COLUMNS = (
    Column("Cycle", 1.2),
    Column("Date", 1.5),
    Column("Step", 1.7),
    Column("Body", 2.6),
    Column("Who sees to it", 2.4),
    Column("Why this day", 3.2),
)
MOVED_COLUMNS = (
    Column("Cycle", 1.2),
    Column("Step", 1.7),
    Column("Body", 2.4),
    Column("From", 1.5),
    Column("To", 1.5),
    Column("Why", 3.6),
)
SUMMED = (
    StepMove.NEW,
    StepMove.MOVES,
    StepMove.AMENDED,
    StepMove.STAYS,
    StepMove.DONE,
    StepMove.CANCELLED,
)


def plan_listing(register: Register, plan: YearPlan, as_of: date) -> Listing:
    """The plan for a screen, and for other programs: steps first, then what is wrong."""
    return Listing(
        schema=SCHEMA,
        register=register.name,
        period=plan.label,
        as_of=as_of,
        counts={str(move): len(plan.moves(move)) for move in StepMove}
        | {"findings": len(plan.clashes)},
        key="items",
        items=(
            *(_step_item(register, step) for step in plan.steps),
            *(_clash_item(clash) for clash in plan.clashes),
        ),
        sections=_sections(register, plan),
    )


def _sections(register: Register, plan: YearPlan) -> tuple[Section, ...]:
    heading = f"{register.name or 'KPI Register'}: timetable for {plan.label}"
    opening: tuple[Block, ...] = (Paragraph(_summary(plan), TextStyle.LEAD), _by_cycle(plan))
    sections = [Section(heading, 1, opening)]
    new, moves = plan.moves(StepMove.NEW), plan.moves(StepMove.MOVES, StepMove.AMENDED)
    if moves:
        sections.append(Section("What moves", 2, (_moved(moves),)))
    if new:
        sections.append(Section("What is new", 2, (_new(register, new),)))
    sections.append(Section("Findings", 2, clash_blocks(plan.clashes)))
    return tuple(sections)


def _summary(plan: YearPlan) -> str:
    new, moves = len(plan.moves(StepMove.NEW)), len(plan.moves(StepMove.MOVES, StepMove.AMENDED))
    wrong = any(clash.severity is not Severity.ADVICE for clash in plan.clashes)
    if not plan.steps:
        return f"The timetable has no step for {plan.label} yet. {clash_words(plan.clashes)}"
    if plan.has_changes:
        what = f"{counted(new, 'new step')}; {counted(moves, 'step')} to change."
    elif wrong:
        what = "No step is new and none moves."
    else:
        what = "The timetable is as it should be: no step is new and none moves."
    stays = len(plan.moves(StepMove.STAYS))
    rest = (
        f" {counted(stays, 'step stays', 'steps stay')};"
        f" {len(plan.moves(StepMove.DONE)):,} done, never moved."
    )
    return what + rest + (f" {clash_words(plan.clashes)}" if plan.clashes else "")


def _by_cycle(plan: YearPlan) -> Table:
    rows = []
    for cycle in plan.cycles:
        mine = [step for step in plan.steps if step.entry.cycle == cycle]
        clt = [
            step.entry.on
            for step in mine
            if step.entry.step is TimetableStep.CLT
            and step.entry.on is not None
            and step.move is not StepMove.CANCELLED
        ]
        when = text_entry(day_of_week(min(clt)) if clt else None, "No date")
        numbers = [count_entry(sum(step.move is move for step in mine)) for move in SUMMED]
        rows.append((Entry(str(cycle)), when, *numbers))
    columns = (
        Column("Cycle", 1.3),
        Column("CLT", 1.6),
        *(Column(str(move).capitalize(), 0.9, Align.NUMBER) for move in SUMMED),
    )
    return Table(
        "cycles", "By cycle", columns, tuple(rows), "Each cycle with what becomes of its steps."
    )


def _new(register: Register, steps: Sequence[StepPlan]) -> Table:
    return Table(
        "new_steps",
        "New steps",
        NEW_COLUMNS,
        tuple(
            (
                Entry(str(step.entry.cycle)),
                _when(step.entry.on),
                Entry(step_name(step.entry)),
                text_entry(body_words(step.entry), BLANK),
                text_entry(who(register, step.entry)),
                text_entry(step.why),
            )
            for step in steps
        ),
        "Steps that the sheet does not have yet.",
    )


def _moved(steps: Sequence[StepPlan]) -> Table:
    return Table(
        "moved_steps",
        "Steps that move",
        MOVED_COLUMNS,
        tuple(_moved_row(step) for step in steps),
        "Steps whose date in the sheet would change.",
    )


def _moved_row(step: StepPlan) -> tuple[Entry, ...]:
    old = step.before or step.entry
    why = step.why
    if step.move is StepMove.AMENDED:
        names = {
            "at": "time",
            "meeting_ref": "meeting reference",
            "working_days_before": "lead time",
        }
        changed = [names[name] for name in step.changed_fields if name in names]
        why = f"Only the {' and '.join(changed)}"
    return (
        Entry(str(step.entry.cycle)),
        Entry(step_name(step.entry)),
        text_entry(body_words(step.entry), BLANK),
        _when(old.on, old.source.at("on") if old.source.row else None),
        _when(step.entry.on),
        text_entry(why),
    )


def _when(on: date | None, ref: CellRef | None = None) -> Entry:
    return date_entry(None, "No date") if on is None else Entry(day_of_week(on), ref=ref)


def _step_item(register: Register, step: StepPlan) -> Mapping[str, Datum]:
    entry, was = step.entry, step.before.on if step.before is not None else None
    place = step.before.source if step.before is not None else None
    return {
        "kind": str(step.move),
        "cycle": str(entry.cycle),
        "step": step_name(entry),
        "body": entry.body,
        "was": None if was is None else was.isoformat(),
        "date": None if entry.on is None else entry.on.isoformat(),
        "time": time_words(entry) or None,
        "meeting_ref": entry.meeting_ref,
        "working_days_before": entry.working_days_before,
        "responsible": entry.responsible,
        "who": who(register, entry),
        "why": step.why or None,
        "finding": None,
        "severity": None,
        "message": None,
        "cure": None,
        "where": cell_text(place.at("on") if place is not None and place.row else None),
    }


def _clash_item(clash: Clash) -> Mapping[str, Datum]:
    entry = clash.entry
    on = entry.on if entry is not None else None
    empty: dict[str, Datum] = dict.fromkeys(
        ("was", "time", "meeting_ref", "working_days_before", "responsible", "who", "why")
    )
    return {
        "kind": "finding",
        "cycle": None if clash.cycle is None else str(clash.cycle),
        "step": None if entry is None else step_name(entry),
        "body": None if entry is None else entry.body,
        "was": None,
        "date": None if on is None else on.isoformat(),
        **empty,
        "finding": str(clash.kind),
        "severity": str(clash.severity),
        "message": clash.message,
        "cure": clash.cure,
        "where": cell_text(clash.place),
    }
