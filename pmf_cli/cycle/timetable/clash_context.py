"""What clashes are looked for with, and how steps are named in their sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pmf_cli.cycle.working_days import WorkingDays
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.process import TimetableEntry
from pmf_cli.register.terms import TimetableStep
from pmf_cli.settings import Settings


@dataclass(frozen=True)
class ClashContext:
    """What clashes are looked for with: register, settings, calendar, date."""

    register: Register
    settings: Settings
    calendar: WorkingDays
    as_of: date


def named(entry: TimetableEntry) -> str:
    """A step in a sentence: ``Data due for 2024/25 Q3``, ``Cabinet (Executive Board) for ...``."""
    body = f" ({entry.body})" if entry.body and entry.body != entry.step else ""
    return f"{entry.step or 'A step'}{body} for {entry.cycle}"


def entry_of(
    entries: Sequence[TimetableEntry], step: TimetableStep, *, last: bool = True
) -> TimetableEntry | None:
    """The last (or first) entry of a step."""
    mine = [entry for entry in entries if entry.step is step and entry.on is not None]
    if not mine:
        return None
    pick = max if last else min
    return pick(mine, key=lambda entry: entry.on or date.min)
