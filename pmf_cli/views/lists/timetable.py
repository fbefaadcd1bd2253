"""The timetable: the steps of each cycle as a list, and the year planner with a week in each row."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from pmf_cli.cycle.timetable.meetings import is_done, is_far
from pmf_cli.findings import CellRef
from pmf_cli.frozen import frozen
from pmf_cli.register.sheets.process import TimetableEntry
from pmf_cli.register.terms import StepStatus, TimetableStep
from pmf_cli.views.base import (
    Block,
    Entry,
    Fact,
    Paragraph,
    Report,
    Section,
    Table,
    Tone,
    lead,
    note,
)
from pmf_cli.views.entries import none_entry, text_entry
from pmf_cli.views.listing import Field, ListDefinition, Listing, table_column, table_of
from pmf_cli.views.lists.timetable_plan import clash_blocks
from pmf_cli.views.lists.timetable_words import (
    BLANK,
    STEP_TONES,
    ShownTimetable,
    agenda_by,
    body_words,
    day_entry,
    is_late,
    meeting_fields,
    pre_election,
    seen_to_by,
    short_cycle,
    status_entry,
    step_name,
    time_words,
    weekday,
)
from pmf_cli.views.wording import file_stem, part_name
from pmf_cli.words import MONTHS, counted, day

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
WEEKEND = "Weekend"
BETWEEN = ";\n"
"""Between two things on one day."""
PRE_ELECTION = "pre-election"
_WEEK = timedelta(days=7)


def planner_section(shown: ShownTimetable, *, every_week: bool) -> Section:
    """The planner with its key.

    Args:
        every_week: weeks in which nothing is to be done too, as on a wall; otherwise they are
            passed over.
    """
    steps = _by_day(shown.entries)
    if not steps:
        return Section.saying("Planner", "The timetable has no dated step to show.", 2)
    table = _table(shown, steps, every_week=every_week)
    key = (
        "Each row is a week. Every day is named by its number; beside it stands what is to be done, with"
        " the cycle in brackets, and why nobody works."
    )
    far = sum(is_far(entry) for entry in shown.entries)
    if far:
        key += f" {counted(far, 'step')} over a year from the period's end stand only in the list."
    if not every_week:
        key += " Weeks in which nothing is to be done are left out."
    return Section("Planner", 2, (note(key), table))


def planner_sections(shown: ShownTimetable) -> tuple[Section, ...]:
    """The planner for a screen."""
    return (Section(shown.heading, 1, planner_section(shown, every_week=False).blocks),)


def _by_day(entries: Iterable[TimetableEntry]) -> Mapping[date, list[TimetableEntry]]:
    found: dict[date, list[TimetableEntry]] = defaultdict(list)
    for entry in entries:
        if entry.on is not None and entry.status is not StepStatus.CANCELLED and not is_far(entry):
            found[entry.on].append(entry)
    return found


def _table(
    shown: ShownTimetable, steps: Mapping[date, Sequence[TimetableEntry]], *, every_week: bool
) -> Table:
    weeks = tuple(_weeks(steps, every_week=every_week))

    def weekday_column(at: int) -> Field[date]:
        return table_column(
            DAYS[at], lambda monday: _day(shown, monday + timedelta(days=at), steps), 5.6
        )

    columns: tuple[Field[date], ...] = (
        table_column("Week beginning", lambda monday: monday, 1.7, key="ref"),
        *map(weekday_column, range(len(DAYS))),
    )
    if any(on.weekday() >= len(DAYS) for on in steps):
        columns = (
            *columns,
            table_column(WEEKEND, lambda monday: _weekend(shown, monday, steps), 2.4),
        )
    title = f"Planner {shown.title.removeprefix('Timetable ')}"
    last = day(weeks[-1] + timedelta(days=6))
    summary = f"Weeks from {day(weeks[0])} to {last}, a week in each row."
    return table_of(columns, "planner", title, weeks, summary)


def _weeks(steps: Mapping[date, object], *, every_week: bool) -> Iterator[date]:
    """The Mondays of the weeks to show."""
    mondays = sorted({on - timedelta(days=on.weekday()) for on in steps})
    if not every_week:
        yield from mondays
        return
    monday = mondays[0]
    while monday <= mondays[-1]:
        yield monday
        monday += _WEEK


def _day(shown: ShownTimetable, on: date, steps: Mapping[date, Sequence[TimetableEntry]]) -> Entry:
    mine = steps.get(on, ())
    closed = shown.plan.calendar.why_not(on)
    election = pre_election(shown.settings, on)
    said = [closed] if closed else []
    said += list(_day_words(mine))
    if election:
        said.append(PRE_ELECTION)
    number = f"{on.day} {MONTHS[on.month - 1]}" if on.day == 1 or mine else str(on.day)
    tone = _tone(mine, closed=bool(closed), election=bool(election))
    return Entry(f"{number}: {BETWEEN.join(said)}" if said else number, tone=tone)


def _tone(mine: Sequence[TimetableEntry], *, closed: bool, election: bool) -> Tone:
    """The kind of the step furthest up; else why the day is special."""
    order = list(TimetableStep)
    kinds = sorted(
        (entry.step for entry in mine if entry.step is not None), key=order.index, reverse=True
    )
    if kinds:
        return STEP_TONES[kinds[0]]
    return Tone.CLOSED if closed else Tone.ELECTION if election else Tone.MUTED


def _day_words(entries: Sequence[TimetableEntry]) -> Iterator[str]:
    """What is to be done on a day: bodies with the same step, time and cycle in one phrase."""
    groups: dict[tuple[str, str, str, bool], list[str]] = {}
    for entry in entries:
        key = (step_name(entry), short_cycle(entry.cycle), time_words(entry), is_done(entry))
        groups.setdefault(key, []).append(body_words(entry))
    for (step, cycle, time, done), bodies in groups.items():
        names = " / ".join(body for body in bodies if body)
        at = f" {time}" if time else ""
        over = ", done" if done else ""
        yield f"{step}{f' {names}' if names else ''}{at} ({cycle}{over})"


def _weekend(
    shown: ShownTimetable, monday: date, steps: Mapping[date, Sequence[TimetableEntry]]
) -> Entry:
    days = [monday + timedelta(days=n) for n in (5, 6)]
    cells = [_day(shown, on, steps) for on in days if on in steps]
    if not cells:
        return none_entry(BLANK)
    return Entry(BETWEEN.join(cell.text for cell in cells), tone=cells[0].tone)


@frozen
class StepLine:
    """A step of a timetable that is shown."""

    shown: ShownTimetable
    entry: TimetableEntry

    @property
    def on(self) -> date | None:
        """The day."""
        return self.entry.on

    @property
    def agenda_by(self) -> date | None:
        """When the agenda of a public meeting must be out."""
        shown = self.shown
        return agenda_by(shown.register, shown.settings, shown.plan.calendar, self.entry)

    @property
    def who(self) -> str:
        """Who sees to it, by post."""
        return seen_to_by(self.shown.register, self.entry)

    @property
    def where(self) -> CellRef | None:
        """The cell of its date."""
        return self.entry.source.at("on") if self.entry.source.row else None


TIMETABLE: ListDefinition[StepLine] = ListDefinition(
    "pmf/timetable/1",
    "One item a step of the timetable. From `pmf timetable show`.",
    "steps",
    (
        Field("cycle", "Cycle", "The reporting period.", lambda one: one.entry.cycle, width=1.4),
        Field(
            "step", "Step", "Forms sent, Data due, CLT and so on.", lambda one: step_name(one.entry),
            width=1.8,
        ),
        Field(
            "body", "Body", "The body concerned, if any.", lambda one: one.entry.body,
            lambda one: text_entry(body_words(one.entry), BLANK), width=2.6,
        ),
        Field(
            "date", "Date", "The day, ISO date.", lambda one: one.on,
            lambda one: day_entry(one.on, one.where), width=1.5,
        ),
        Field("weekday", "", "Its name.", lambda one: one.on and weekday(one.on)),
        *meeting_fields(lambda one: one.entry),
        Field(
            "agenda_by", "Agenda out by",
            "When the agenda of a public meeting must be out, ISO date.", missing=BLANK, width=1.3,
        ),
        Field(
            "responsible", "", "Contact reference, or the words in the cell.",
            lambda one: one.entry.responsible,
        ),
        Field("who", "Who sees to it", "The same by post.", width=2.4),
        Field(
            "depends_on", "Waits for", "The step that comes first.",
            lambda one: one.entry.depends_on, missing=BLANK, width=1.8,
        ),
        Field(
            "status", "How it stands", "Planned, Done, Late or Cancelled, as the sheet says.",
            lambda one: one.entry.status, lambda one: status_entry(one.entry, one.shown.as_of),
            width=1.4,
        ),
        Field("done_on", "", "When it was done, ISO date.", lambda one: one.entry.done_on),
        Field(
            "days", "", "Days until it; negative when it is past.",
            lambda one: None if one.on is None else (one.on - one.shown.as_of).days,
        ),
        Field(
            "late", "", "True where it is not done though its day has passed.",
            lambda one: is_late(one.entry, one.shown.as_of),
        ),
        Field(
            "closed_day", "", "Why nobody works on that day; empty on working days.",
            lambda one: one.on and one.shown.plan.calendar.why_not(one.on),
        ),
        Field(
            "pre_election", "", "The pre-election period it falls in, if any.",
            lambda one: pre_election(one.shown.settings, one.on),
        ),
        Field(
            "note", "Note", "The note in the sheet.", lambda one: one.entry.note, missing=BLANK,
            width=3.6,
        ),
        Field("where", "", "The cell of its date."),
    ),
    ("date", "step", "body", "time", "agenda_by", "who", "status"),
)  # fmt: skip


def timetable_listing(shown: ShownTimetable) -> Listing:
    """The steps for a screen, and for other programs."""
    lines = [StepLine(shown, entry) for entry in shown.entries]
    sections = [Section(shown.heading, 1, (lead(timetable_summary(shown)),))]
    for cycle in shown.plan.cycles:
        mine = [one for one in lines if one.entry.cycle == cycle]
        if mine or not shown.contact:
            sections.append(Section(str(cycle), 2, (_block(str(cycle), mine),)))
    statuses = Counter(one.entry.status for one in lines)
    return TIMETABLE.listing(
        lines,
        {"steps": len(lines)} | {str(status).lower(): statuses[status] for status in StepStatus},
        sections,
        register=shown.register.name,
        period=shown.plan.label,
        as_of=shown.as_of,
    )


def timetable_paper(shown: ShownTimetable) -> Report:
    """The timetable as a workbook to work with and to print: list, planner, findings."""
    name = shown.register.name or "KPI Register"
    about = shown.plan.label if len(shown.plan.cycles) > 1 else str(shown.plan.cycles[0])
    lines = [StepLine(shown, entry) for entry in shown.entries]
    table = TIMETABLE.table(
        "timetable_list",
        f"List: {shown.title}",
        lines,
        "Every step with its day.",
        columns=("cycle", *TIMETABLE.columns, "meeting_ref", "depends_on", "note"),
    )
    planner = planner_section(shown, every_week=True)
    cover = lead(timetable_summary(shown))
    sections = [
        Section("Cover", 1, (cover,)),
        Section("List", 1, (table,)),
        Section("Planner", 1, planner.blocks),
    ]
    if not shown.contact:
        sections.append(Section("Findings", 1, clash_blocks(shown.plan.clashes)))
    return Report(
        name="timetable",
        title=shown.title,
        subtitle=name,
        facts=(
            Fact("Council", name),
            Fact("Timetable for", about),
            Fact("As at", day(shown.as_of)),
        ),
        sections=tuple(sections),
        as_at=shown.as_of,
        file_stem=file_stem("timetable", about, shown.contact),
        footer=shown.heading,
        council=name,
    )


def timetable_summary(shown: ShownTimetable) -> str:
    """How many steps there are, how many are done, and what is late."""
    entries = [e for e in shown.entries if e.status is not StepStatus.CANCELLED]
    done = sum(e.status is StepStatus.DONE or e.done_on is not None for e in entries)
    late = sum(is_late(entry, shown.as_of) for entry in entries)
    words = f"{counted(len(entries), 'step')} in {counted(len(shown.plan.cycles), 'cycle')}"
    return f"{words}; {done:,} done and {late:,} late on {day(shown.as_of)}."


def _block(cycle: str, lines: Sequence[StepLine]) -> Block:
    if not lines:
        return Paragraph("The timetable has no step for this cycle yet.")
    title, summary = f"Timetable of {cycle}", f"The steps of {cycle} in order of their day."
    return TIMETABLE.table(part_name("timetable", cycle), title, lines, summary)
