"""Steps of a register's checklist without a command, for which pmf has one by now."""

from __future__ import annotations

from collections.abc import Iterator

from pmf_cli.cycle.checklist.usual_steps import usual_checklist
from pmf_cli.frozen import frozen
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.process import ChecklistStep
from pmf_cli.register.time.timings import parse_timing


@frozen
class NewCommand:
    """A step of the register, and the commands that it is done with now, one a line."""

    step: ChecklistStep
    command: str


def new_commands(register: Register) -> Iterator[NewCommand]:
    """The steps whose command is blank, where the usual step of their number is about the same meeting.

    A command that somebody typed is theirs and stays.
    """
    usual = {row.number: row for row in usual_checklist()}
    for row in register.checklist:
        other = usual.get(row.number)
        if other is None or row.command or not other.command:
            continue
        has_cell = not row.source.at("command").lacks
        if has_cell and _meeting_of(row) == _meeting_of(other):
            yield NewCommand(row, other.command)


def _meeting_of(row: ChecklistStep) -> object:
    timing = parse_timing(row.timing)
    return None if timing is None else timing.step
