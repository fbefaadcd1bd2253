"""What ``pmf timetable make`` would do: new steps, moved ones, what stays, and what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from pmf_cli.cycle.timetable.clash import Clash
from pmf_cli.cycle.timetable.step_plan import StepMove, StepPlan
from pmf_cli.cycle.timetable.year_plan import YearPlan
from pmf_cli.findings import CellRef, Severity
from pmf_cli.frozen import frozen
from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.process import TimetableEntry
from pmf_cli.register.terms import TimetableStep
from pmf_cli.views.base import Align, Block, Entry, Paragraph, Section, Table, lead
from pmf_cli.views.entries import text_entry
from pmf_cli.views.listing import (
    Field,
    ListDefinition,
    Listing,
    register_title,
    table_column,
    table_of,
)
from pmf_cli.views.lists.finding_kinds import SEVERITY_TONES
from pmf_cli.views.lists.timetable_words import (
    BLANK,
    body_words,
    day_entry,
    meeting_fields,
    seen_to_by,
    step_name,
)
from pmf_cli.views.wording import severities_listed
from pmf_cli.words import counted

SUMMED = (
    StepMove.NEW, StepMove.MOVES, StepMove.AMENDED, StepMove.STAYS, StepMove.DONE, StepMove.CANCELLED,
)  # fmt: skip
AMENDED = {
    "at": "time",
    "meeting_ref": "meeting reference",
    "working_days_before": "lead time",
}
"""What can be another one though the day stays, in words."""


@frozen
class PlanLine:
    """A step as planned, or something wrong with the plan.

    Attributes:
        kind: what becomes of the step; else ``finding``.
        entry: the step's row as planned; of a finding that of the step concerned.
        was: the day in the sheet.
        who: who sees to it, by post.
    """

    kind: str
    cycle: Period | None
    entry: TimetableEntry | None
    was: date | None = None
    where: CellRef | None = None
    step: StepPlan | None = None
    who: str = ""
    clash: Clash | None = None

    @property
    def on(self) -> date | None:
        """The day as planned."""
        return None if self.entry is None else self.entry.on

    @property
    def planned(self) -> TimetableEntry | None:
        """The step's row, where the line is a step."""
        return None if self.step is None else self.entry

    @property
    def body(self) -> str:
        """The body, unless the step says it already."""
        return "" if self.entry is None else body_words(self.entry)


def _of_step(
    key: str, title: str, meaning: str, of: Callable[[StepPlan], object], width: float = 1.0
) -> Field[PlanLine]:
    return Field(key, title, meaning, lambda one: one.step and of(one.step), width=width)


def _of_clash(key: str, meaning: str) -> Field[PlanLine]:
    return Field(key, "", meaning, lambda one: getattr(one.clash, key, None))


TIMETABLE_PLAN: ListDefinition[PlanLine] = ListDefinition(
    "pmf/timetable-plan/1",
    "One item a step as planned, then one a finding. From `pmf timetable make`.",
    "items",
    (
        Field(
            "kind", "",
            "new, moves, amended (time, reference or lead time only), stays, done, cancelled; or "
            "finding.",
        ),
        Field("cycle", "Cycle", "The reporting period.", width=1.2),
        Field(
            "step", "Step", "The step; of a finding the step concerned.",
            lambda one: one.entry and step_name(one.entry), width=1.7,
        ),
        Field(
            "body", "Body", "The body concerned, if any.", lambda one: one.entry and one.entry.body,
            lambda one: text_entry(one.body, BLANK), width=2.6,
        ),
        Field(
            "was", "From", "The day in the sheet, ISO date; empty for a new step.",
            shown=lambda one: day_entry(one.was, one.where), width=1.5,
        ),
        Field(
            "date", "Date", "The day as planned, ISO date.",
            lambda one: one.on, lambda one: day_entry(one.on), width=1.5,
        ),
        *meeting_fields(lambda one: one.planned),
        _of_step(
            "responsible", "", "Contact reference, or the words in the cell.",
            lambda step: step.entry.responsible,
        ),
        Field("who", "Who sees to it", "The same by post.", width=2.4),
        _of_step(
            "why", "Why this day", "What the day follows from.", lambda step: step.why, width=3.2,
        ),
        Field(
            "finding", "",
            "What sort of finding: closed day, out of order, agenda too late and so on.",
            lambda one: one.clash and one.clash.kind,
        ),
        _of_clash("severity", "error, warning or advice."),
        _of_clash("message", "What is wrong, in one sentence."),
        _of_clash("cure", "What to do."),
        Field("where", "", "The cell concerned, in the register or in the file of meetings."),
        Field("moves_to", "To", "", shown=lambda one: day_entry(one.on), width=1.5),
        _of_step("moved_because", "Why", "", lambda step: _why_moved(step), width=3.6),
    ),
)  # fmt: skip
NEW_STEPS = ("cycle", "date", "step", "body", "who", "why")
MOVED_STEPS = ("cycle", "step", "body", "was", "moves_to", "moved_because")
CLASHES: tuple[Field[Clash], ...] = (
    Field(
        "severity", "How bad", "",
        shown=lambda one: Entry(one.severity.capitalize(), tone=SEVERITY_TONES[one.severity]),
        width=0.9,
    ),
    Field("cycle", "Cycle", "", missing=BLANK, width=1.2),
    Field("message", "What is wrong", "", width=5.0),
    Field("cure", "What to do", "", width=3.4),
    Field("where", "Where", "", lambda one: one.place, missing="Not in the sheet yet", width=3.6),
)  # fmt: skip
"""What readers are told of something wrong with a timetable."""


def plan_listing(register: Register, plan: YearPlan, as_of: date) -> Listing:
    """The plan for a screen, and for other programs: steps first, then what is wrong."""
    steps = [_step_line(register, step) for step in plan.steps]
    clashes = [
        PlanLine("finding", one.cycle, one.entry, where=one.place, clash=one)
        for one in plan.clashes
    ]
    return TIMETABLE_PLAN.listing(
        [*steps, *clashes],
        {str(move): len(plan.moves(move)) for move in StepMove} | {"findings": len(clashes)},
        tuple(_sections(register, plan)),
        register=register.name,
        period=plan.label,
        as_of=as_of,
    )


def _step_line(register: Register, step: StepPlan) -> PlanLine:
    before, entry = step.before, step.entry
    was = None if before is None else before.on
    where = before.source.at("on") if before is not None and before.source.row else None
    return PlanLine(step.move, entry.cycle, entry, was, where, step, seen_to_by(register, entry))


def _sections(register: Register, plan: YearPlan) -> Iterator[Section]:
    heading = register_title(register, f"timetable for {plan.label}")
    yield Section(heading, 1, (lead(_summary(plan)), _by_cycle(plan)))
    for title, moves, name, table_title, summary, columns in (
        ("What moves", (StepMove.MOVES, StepMove.AMENDED), "moved_steps", "Steps that move",
         "Steps whose date in the sheet would change.", MOVED_STEPS),
        ("What is new", (StepMove.NEW,), "new_steps", "New steps",
         "Steps that the sheet does not have yet.", NEW_STEPS),
    ):  # fmt: skip
        if steps := [_step_line(register, step) for step in plan.moves(*moves)]:
            table = TIMETABLE_PLAN.table(name, table_title, steps, summary, columns=columns)
            yield Section(title, 2, (table,))
    yield Section("Findings", 2, clash_blocks(plan.clashes))


def _summary(plan: YearPlan) -> str:
    new, moves = len(plan.moves(StepMove.NEW)), len(plan.moves(StepMove.MOVES, StepMove.AMENDED))
    wrong = any(clash.severity is not Severity.ADVICE for clash in plan.clashes)
    if not plan.steps:
        return f"The timetable has no step for {plan.label} yet. {_clash_words(plan.clashes)}"
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
    return what + rest + (f" {_clash_words(plan.clashes)}" if plan.clashes else "")


def _by_cycle(plan: YearPlan) -> Table:
    steps = {
        cycle: [step for step in plan.steps if step.entry.cycle == cycle] for cycle in plan.cycles
    }

    def clt(cycle: Period) -> Entry:
        days = (step.entry.on for step in steps[cycle] if _is_clt(step))
        return day_entry(min((on for on in days if on is not None), default=None))

    def number(move: StepMove) -> Field[Period]:
        def of(cycle: Period) -> int:
            return sum(step.move is move for step in steps[cycle])

        return table_column(str(move).capitalize(), of, 0.9, Align.NUMBER)

    columns: tuple[Field[Period], ...] = (
        table_column("Cycle", str, 1.3),
        table_column("CLT", clt, 1.6),
        *map(number, SUMMED),
    )
    summary = "Each cycle with what becomes of its steps."
    return table_of(columns, "cycles", "By cycle", plan.cycles, summary)


def _is_clt(step: StepPlan) -> bool:
    return step.entry.step is TimetableStep.CLT and step.move is not StepMove.CANCELLED


def _why_moved(step: StepPlan) -> str:
    if step.move is not StepMove.AMENDED:
        return step.why
    changed = [AMENDED[name] for name in step.changed_fields if name in AMENDED]
    return f"Only the {' and '.join(changed)}"


def clash_blocks(clashes: Sequence[Clash]) -> tuple[Block, ...]:
    """A sentence and a table; the sentence alone where nothing is wrong."""
    if not clashes:
        return (Paragraph("Nothing clashes, and every lead time can be kept."),)
    title, summary = "What is wrong with the timetable", "Each finding with what to do about it."
    table = table_of(CLASHES, "timetable_findings", title, clashes, summary)
    return (Paragraph(_clash_words(clashes)), table)


def _clash_words(clashes: Sequence[Clash]) -> str:
    """How much was found: ``There are 2 warnings and 1 piece of advice.`` and the like."""
    if not clashes:
        return ""
    words = severities_listed((one.severity for one in clashes), found_only=True)
    return f"There {'is' if words.startswith('1 ') else 'are'} {words}."
