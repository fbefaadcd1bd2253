"""What is wrong with a timetable as rows of a table and as words."""

from __future__ import annotations

from collections.abc import Sequence

from pmf_cli.cycle.timetable.clash import Clash
from pmf_cli.findings import Severity
from pmf_cli.views.base import Block, Column, Entry, Paragraph, Table
from pmf_cli.views.entries import text_entry
from pmf_cli.views.lists.finding_codes import TONES
from pmf_cli.views.lists.timetable_words import BLANK
from pmf_cli.views.wording import are
from pmf_cli.words import counted, listed

COLUMNS = (
    Column("How bad", 0.9, key="severity"),
    Column("Cycle", 1.2, key="cycle"),
    Column("What is wrong", 5.0, key="message"),
    Column("What to do", 3.4, key="cure"),
    Column("Where", 3.6, key="where"),
)
NO_CELL = "Not in the sheet yet"


def clash_blocks(clashes: Sequence[Clash]) -> tuple[Block, ...]:
    """A sentence and a table; the sentence alone where nothing is wrong."""
    if not clashes:
        return (Paragraph("Nothing clashes, and every lead time can be kept."),)
    table = Table(
        "timetable_findings",
        "What is wrong with the timetable",
        COLUMNS,
        tuple(_row(clash) for clash in clashes),
        "Each finding with what to do about it.",
    )
    return (Paragraph(clash_words(clashes)), table)


def clash_words(clashes: Sequence[Clash]) -> str:
    """How much was found: ``There are 2 warnings and 1 piece of advice.`` and the like."""
    if not clashes:
        return ""
    numbers = [sum(one.severity is severity for one in clashes) for severity in Severity]
    names = (("error", ""), ("warning", ""), ("piece of advice", "pieces of advice"))
    parts = [counted(number, *name) for number, name in zip(numbers, names, strict=True) if number]
    return f"There {are(next(n for n in numbers if n))} {listed(parts)}."


def _row(clash: Clash) -> tuple[Entry, ...]:
    place = clash.place
    return (
        Entry(str(clash.severity).capitalize(), tone=TONES[clash.severity]),
        text_entry(None if clash.cycle is None else str(clash.cycle), BLANK),
        text_entry(clash.message),
        text_entry(clash.cure),
        Entry(NO_CELL if place is None else str(place), ref=place),
    )
