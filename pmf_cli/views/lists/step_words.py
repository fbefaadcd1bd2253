"""A step of the checklist in words: when, who, who did it last time, and what is typed for it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from dataclasses import field
from datetime import date

from pmf_cli.cycle.checklist.checklist_step import LastDone, PlannedStep, StepState
from pmf_cli.frozen import frozen
from pmf_cli.register.register import Register
from pmf_cli.register.terms import CycleKind
from pmf_cli.views.references import post_and_ref
from pmf_cli.views.wording import days_off, one_line, sentence
from pmf_cli.words import day, listed, listed_shortly
from pmf_cli.workbook.text import printable

MOST_MEETINGS = 5
# A cell may hold several commands; a line break or semicolon ends one only where pmf follows.
_NEXT = re.compile(r"\s*(?:\n|;)\s*(?=pmf\s)")
# What every shell takes for one word; and what double quotes do not make harmless everywhere.
_PLAIN = re.compile(r"[\w./\\:+-]+")
_UNSAFE = re.compile(r"[\"$`\\!]")


@frozen
class Typing:
    """What is added to commands so that they can be typed as they stand.

    Attributes:
        standing: the period that commands take where none is given, so that it need not be typed.
        options: option → value, added to each command that takes it.
        takes: the command's words (``rag explain``) → the options that it takes.
    """

    standing: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    takes: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def commands(self, text: str | None, period: str = "") -> tuple[str, ...]:
        """The commands in a cell of the checklist, each on one line, for a reporting period.

        Several stand on lines of their own, or with a semicolon between them. What is no command
        of pmf stays as it is written.
        """
        parts = _NEXT.split(printable(text or "").strip())
        return tuple(self._filled(one_line(part), period) for part in parts if part.strip())

    def _filled(self, command: str, period: str) -> str:
        words = command.split()
        if words[:1] != ["pmf"]:
            return command
        known = next(
            (
                self.takes[name]
                for size in (3, 2, 1)
                if (name := " ".join(words[1 : 1 + size])) in self.takes
            ),
            frozenset[str](),
        )
        asked = {"--period": period} if period and period != self.standing else {}
        for option, value in {**asked, **self.options}.items():
            if option in known and option not in command:
                command += f" {option} {shell_quoted(value)}"
        return command


def shell_quoted(value: str) -> str:
    """A value as a shell takes it for one word; in double quotes where that is enough anywhere."""
    if _PLAIN.fullmatch(value) and "\\" not in value:
        return value
    return shlex.quote(value) if _UNSAFE.search(value.replace("\\", "")) else f'"{value}"'


def step_title(step: PlannedStep, *, with_cycle: bool = False) -> str:
    """The step's number and name: ``Q08 Choose highlights``; with its quarter where there are two."""
    entry = step.entry
    words = one_line(entry.step or "step without a name")
    name = words if entry.number == entry.step else f"{one_line(entry.number)} {words}"
    return f"{name} ({step.cycle})" if with_cycle and is_of_a_quarter(step) else name


def is_of_a_quarter(step: PlannedStep) -> bool:
    """True for a step of a reporting cycle, false for a monthly or annual one."""
    return step.entry.cycle_kind not in (CycleKind.MONTHLY, CycleKind.ANNUAL)


def typed(typing: Typing, step: PlannedStep, command: str | None = None) -> tuple[str, ...]:
    """A step's commands, or another one, as typed for the step's own quarter."""
    period = step.cycle if is_of_a_quarter(step) else ""
    return typing.commands(step.entry.command if command is None else command, period)


def when(step: PlannedStep) -> str:
    """The day with how far off it is: ``31/01/2025, 3 days late``."""
    if step.on is None or step.days is None:
        return f"no day: {step.trouble}"
    if step.state is StepState.DONE:
        return day(step.on)
    return f"{day(step.on)}, {days_off(step.days)}"


def timing_words(step: PlannedStep) -> str:
    """When, and the words of the checklist it was worked out from, for the step in full."""
    words = one_line(step.entry.timing)
    if not words or step.on is None:
        return sentence(when(step))
    first = words.split()[0]
    unit = " working days" if first.isdigit() and first != "0" else ""
    if first == "1":
        unit = " working day"
    told = "on the day of " + " ".join(words.split()[2:]) if first == "0" else ""
    told = told or (f"{first}{unit} {' '.join(words.split()[1:])}" if unit else words)
    return sentence(f"{when(step)} ({told})")


def who(register: Register, ref: str | None, as_of: date) -> str:
    """Somebody by post and contact reference, and that they are away where they are."""
    if not ref:
        return ""
    parts = []
    for one in (part.strip() for part in ref.split(";")):
        contact = register.contact(one)
        words = post_and_ref(register, one)
        if contact is not None and contact.absent_until and contact.absent_until >= as_of:
            words += f", away until {day(contact.absent_until)}"
        elif contact is not None and contact.to_date and contact.to_date < as_of:
            words += ", who has left"
        parts.append(words)
    return listed(parts)


def who_words(register: Register, step: PlannedStep, as_of: date) -> str:
    """Who does the step normally, and who can stand in."""
    normally = who(register, step.entry.who_normally, as_of)
    stand_in = who(register, step.entry.stand_in, as_of)
    if not normally and not stand_in:
        return ""
    if not stand_in:
        return f"{normally}. Nobody is named to stand in."
    return f"{normally or 'Nobody named'}. Can stand in: {stand_in}."


def last_words(register: Register, last: LastDone | None, as_of: date) -> str:
    """When a step was last done and by whom."""
    if last is None:
        return "Not on record."
    by = who(register, last.by, as_of).split(", away")[0].split(", who has")[0]
    return f"{day(last.on)}, by {by}." if by else f"{day(last.on)}; who did it is not on record."


def meetings_words(step: PlannedStep) -> str:
    """The meetings that a step is tied to, with day and time; empty where there is none."""
    found = []
    for row in step.meetings:
        if row.on is None or not row.body:
            continue
        at = f", {one_line(row.at)}" if row.at else ""
        found.append(f"{one_line(row.body)} ({day(row.on)}{at})")
    return f"{listed_shortly(found, MOST_MEETINGS)}." if found else ""
