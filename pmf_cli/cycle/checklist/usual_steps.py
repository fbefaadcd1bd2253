"""The checklist that a register starts with, so that a stand-in always gets an answer.

``pmf init`` puts these rows into a new register; a register without a checklist is served from
them. A council changes them in its sheet ``Checklist``: wording, days, who does what.
"""

from __future__ import annotations

from pmf_cli.cycle.checklist.usual_quarter import QUARTER, Words
from pmf_cli.register.sheets.process import ChecklistStep
from pmf_cli.register.sheets.rows import RowSource, SheetPlace
from pmf_cli.register.terms import CycleKind

_NOWHERE = RowSource(SheetPlace("", "Checklist", {}), 0)

_MONTH: tuple[Words, ...] = (
    (
        "M01",
        "Enter monthly figures",
        "Keeps the quarter from piling up.",
        "See which monthly KPIs are due, and enter or take in their figures.",
        "pmf status",
        "by 15",
    ),
)

_YEAR: tuple[Words, ...] = (
    (
        "A01",
        "Make the timetable of the year",
        "Everybody knows the days on which data is due.",
        "Work the year back from the meeting dates, look at the clashes; the same command with --write "
        "puts it into the register. Share it with the contacts.",
        "pmf timetable make",
        "in February",
    ),
    (
        "A02",
        "Agree targets for the year",
        "A target set late measures nothing.",
        "Take proposals to each management team, then to CLT; type them into the sheet Targets with who "
        "agreed them.",
        "pmf kpi list",
        "in March",
    ),
    (
        "A03",
        "Bring the year’s figures in",
        "Year-end data must be full and on time.",
        "Ask for figures that come once a year, and see what is still out.",
        "pmf collect status",
        "in June",
    ),
    (
        "A04",
        "Review the Supporting Information",
        "Every row is looked at once a year.",
        "Send each responsible officer their rows; type the date of review.",
        "pmf validate --coverage",
        "in October",
    ),
)

_BY_KIND = (
    (CycleKind.QUARTERLY, QUARTER),
    (CycleKind.MONTHLY, _MONTH),
    (CycleKind.ANNUAL, _YEAR),
)


def usual_checklist() -> tuple[ChecklistStep, ...]:
    """The rows of the checklist that a register starts with; nobody is named in them yet."""
    return tuple(
        ChecklistStep(
            number=number,
            cycle_kind=kind,
            step=step,
            why=why,
            how=how,
            command=command or None,
            timing=timing,
            source=_NOWHERE,
        )
        for kind, rows in _BY_KIND
        for number, step, why, how, command, timing in rows
    )
