"""``pmf next`` on one screen: the step in full, the rest in lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from pmf_cli.assessment import Assessment
from pmf_cli.cycle.checklist.checklist_step import PlannedStep, StepState
from pmf_cli.views.base import Block, Column, Entry, Paragraph, Section, Table, TextStyle
from pmf_cli.views.lists.step_words import (
    is_of_a_quarter,
    last_words,
    meetings_words,
    name_of,
    timing_words,
    typed,
    when,
    who_words,
)
from pmf_cli.views.lists.typed_commands import Typing, quoted
from pmf_cli.views.wording import one_line, sentence
from pmf_cli.words import counted, day, listed

if TYPE_CHECKING:
    from pmf_cli.views.lists.next_steps import NextUp

MOST_LINES = 6
"""Steps in each list of the screen; --all and the data formats have them all."""
MOST_COMING = 4
IN_GOOD_TIME = 60
"""Days before the end of the timetable at which the next year's is asked for."""


def screen(
    assessment: Assessment,
    up: NextUp,
    steps: Sequence[PlannedStep],
    blocks: Sequence[str],
    back: Sequence[str],
    typing: Typing,
    *,
    with_all: bool,
    is_usual: bool,
) -> tuple[Section, ...]:
    """The sections of the screen, in the order in which a stand-in needs them."""
    name = assessment.register.name or "KPI Register"
    several = len(_cycles(steps)) > 1
    sections = [
        Section(f"{name}: what to do on {day(assessment.as_of)}", 1, _opening(steps, is_usual))
    ]
    if up.lacks_timetable:
        sections.append(_no_timetable(assessment, typing))
    if up.first is not None:
        sections.append(_in_full(assessment, up.first, typing, several=several))
    elif up.lacks_timetable:
        pass
    else:
        sections.append(_nothing_due(assessment, up, typing, several=several))
    sections += _lists(up, typing, several=several)
    if blocks:
        which = f" for {assessment.period}" if several else ""
        sections.append(Section(f"What blocks the paper{which}", 2, _bullets(blocks)))
    if back:
        sections.append(Section("What has to come back in the paper", 2, _bullets(back)))
    if with_all:
        sections.append(Section("The whole checklist", 2, (_table(steps),)))
    elif up.coming:
        coming = [_line(step, several=several) for step in up.coming[:MOST_COMING]]
        coming += _end_of_timetable(assessment)
        sections.append(Section("What comes next", 2, _bullets(coming)))
    return tuple(sections)


def _opening(steps: Sequence[PlannedStep], is_usual: bool) -> tuple[Block, ...]:  # noqa: FBT001
    blocks: list[Block] = []
    for cycle in _cycles(steps):
        own = [s for s in steps if s.cycle == cycle and s.state is not StepState.LEFT_OUT]
        done = sum(1 for step in own if step.state is StepState.DONE)
        words = f"{done:,} of {counted(len(own), 'step')} done."
        blocks.append(Paragraph(words, TextStyle.LABEL, label=f"{cycle}:"))
    if is_usual:
        blocks.append(
            Paragraph(
                "The register has no checklist of its own; these are the usual steps. "
                "pmf next --write puts them into its sheet Checklist, for you to change.",
                TextStyle.NOTE,
            )
        )
    return tuple(blocks)


def _cycles(steps: Iterable[PlannedStep]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(step.cycle for step in steps if is_of_a_quarter(step)))


def _in_full(
    assessment: Assessment, step: PlannedStep, typing: Typing, *, several: bool
) -> Section:
    register, on = assessment.register, assessment.as_of
    entry = step.entry
    start = {StepState.LATE: "Late", StepState.TODAY: "Today"}.get(step.state, "Next")
    commands = typed(typing, step)
    blocks: list[Block] = [
        Paragraph(words, TextStyle.LABEL, label=label)
        for label, words in (
            ("When:", timing_words(step)),
            ("Meeting:", meetings_words(step)),
            ("Why:", sentence(one_line(entry.why or ""))),
            ("How:", sentence(one_line(entry.how or ""))),
            ("Where:", sentence(one_line(entry.link or ""))),
        )
        if words
    ]
    if commands:
        blocks.append(Paragraph("", TextStyle.LABEL, label="Type:"))
        blocks += [Paragraph(command, TextStyle.COMMAND) for command in commands]
    blocks += [
        Paragraph(words, TextStyle.LABEL, label=label)
        for label, words in (
            ("Waits for:", sentence(listed(step.waits_for))),
            ("Who:", who_words(register, step, on)),
            ("Last time:", last_words(register, step.last, on)),
            ("Note from last time:", sentence(one_line(step.last.note)) if step.last else ""),
            ("On record:", step.evidence.words if step.evidence is not None else ""),
        )
        if words
    ]
    if step.state is not StepState.COMING:
        label = "When it is done (add --by with your contact reference, and --note for next time):"
        blocks.append(Paragraph("", TextStyle.LABEL, label=label))
        blocks.append(Paragraph(_tick(step, typing), TextStyle.COMMAND))
    return Section(f"{start}: {name_of(step, with_cycle=several)}", 2, tuple(blocks))


def _tick(step: PlannedStep, typing: Typing) -> str:
    [command] = typed(typing, step, f"pmf next --done {quoted(step.entry.number)}")
    return command


def _no_timetable(assessment: Assessment, typing: Typing) -> Section:
    words = (
        f"The timetable has no dates for {assessment.period}, so its steps have no day. Have them "
        "worked out from the meeting dates, look at them, and write them into the register:"
    )
    [command] = typing.commands("pmf timetable make")
    blocks = (Paragraph(words), Paragraph(command, TextStyle.COMMAND))
    return Section("First: make the timetable", 2, blocks)


def _nothing_due(assessment: Assessment, up: NextUp, typing: Typing, *, several: bool) -> Section:
    if up.coming and not up.waiting:
        step = up.coming[0]
        full = _in_full(assessment, step, typing, several=several)
        words = Paragraph("Nothing is to be done today. The next step:", TextStyle.LEAD)
        return Section(full.heading, 2, (words, *full.blocks))
    if up.waiting:
        told = "Nothing can be done today: what is due waits for a step that comes before it."
    else:
        told = "Every step of the cycle is done."
    return Section("Today", 2, (Paragraph(told),))


def _lists(up: NextUp, typing: Typing, *, several: bool) -> Iterable[Section]:
    """The steps that are open beside the first."""
    for heading, steps, with_commands in (
        ("Also late or due today", up.due, True),
        ("On record as done, and not ticked off", up.seems_done, False),
        ("Waiting for another step", up.waiting, False),
    ):
        if not steps:
            continue
        lines = []
        for step in steps[:MOST_LINES]:
            words = _line(step, several=several)
            commands = typed(typing, step) if with_commands else ()
            if commands:
                words = f"{words.rstrip('.')}: {'; '.join(commands)}"
            if step.evidence is not None and not with_commands:
                words += f" {step.evidence.words} {_tick(step, typing)}"
            lines.append(words)
        if len(steps) > MOST_LINES:
            lines.append(f"And {len(steps) - MOST_LINES:,} more: pmf next --all.")
        yield Section(heading, 2, _bullets(lines))
    if up.no_day and not up.lacks_timetable:
        by_trouble: dict[str, list[str]] = {}
        for step in up.no_day:
            by_trouble.setdefault(step.trouble, []).append(one_line(step.entry.number))
        lines = [f"{listed(numbers)}: {words}." for words, numbers in by_trouble.items()]
        yield Section("Steps without a day", 2, _bullets(lines))


def _line(step: PlannedStep, *, several: bool) -> str:
    waits = f"; waits for {listed(step.waits_for)}" if step.waits_for else ""
    return f"{name_of(step, with_cycle=several)}, {when(step)}{waits}."


def _end_of_timetable(assessment: Assessment) -> list[str]:
    """That the dates of the next quarters are still to be made, in good time."""
    rows = [row for row in assessment.register.timetable if row.on is not None]
    if not rows:
        return []
    last = max(rows, key=lambda row: row.on or date.min)
    if last.on is None or (last.on - assessment.as_of).days > IN_GOOD_TIME:
        return []
    return [
        f"The timetable ends with {last.cycle} on {day(last.on)}; pmf timetable make works out the "
        "dates of the next year."
    ]


def _bullets(lines: Iterable[str]) -> tuple[Block, ...]:
    return tuple(Paragraph(line, TextStyle.BULLET) for line in lines)


def _table(steps: Sequence[PlannedStep]) -> Table:
    return Table(
        "checklist",
        "The whole checklist",
        (
            Column("No", 0.8),
            Column("Step", 3.0),
            Column("For", 1.2),
            Column("Day", 1.2),
            Column("State", 1.0),
            Column("Done or waiting for", 2.4),
        ),
        tuple(_row(step) for step in steps),
        "Every step of the checklist with its day and state.",
    )


def _row(step: PlannedStep) -> tuple[Entry, ...]:
    entry = step.entry
    if step.done is not None:
        by = f" by {step.done.by}" if step.done.by else ""
        words = f"Done {day(step.done.on)}{by}"
    elif step.waits_for:
        words = f"Waits for {listed(step.waits_for)}"
    else:
        words = sentence(step.trouble) if step.on is None else "–"
    return (
        Entry("–" if entry.number == entry.step else entry.number),
        Entry(one_line(entry.step or "–")),
        Entry(step.cycle),
        Entry("none" if step.on is None else day(step.on)),
        Entry(str(step.state)),
        Entry(words),
    )
