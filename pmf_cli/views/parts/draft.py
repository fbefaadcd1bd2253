"""What a draft assumes: the last part of a paper that was made with guesses, and only of such a paper."""

from __future__ import annotations

from collections.abc import Sequence

from pmf_cli.register.assumption import Assumption
from pmf_cli.register.register import Register
from pmf_cli.views.base import Entry, Section
from pmf_cli.views.listing import Field, table_column, table_of
from pmf_cli.words import counted, listed_shortly

HEADING = "What this draft assumes"
MOST_NAMED = 12


def draft_words(register: Register) -> str:
    """``Draft: made with 12 assumptions``; empty for a register of which nothing is assumed."""
    if not register.assumed:
        return ""
    return f"Draft: made with {counted(len(register.assumed), 'assumption')}"


def draft_sections(register: Register) -> tuple[Section, ...]:
    """The assumptions, those that say the same together; nothing where nothing is assumed."""
    if not register.assumed:
        return ()
    groups: dict[tuple[str, str, str], list[Assumption]] = {}
    for one in register.assumed:
        groups.setdefault((one.about, one.taken_as, one.why), []).append(one)
    columns: tuple[Field[list[Assumption]], ...] = (
        table_column("About", lambda some: Entry(some[0].about), 1.2),
        table_column("Of", lambda some: Entry(_named(some)), 4),
        table_column("Taken as", lambda some: Entry(some[0].taken_as), 2),
        table_column("Why", lambda some: Entry(some[0].why), 3.4),
    )
    summary = (
        "Each thing that nobody has confirmed yet, of which KPI or cell, and why it was assumed."
    )
    table = table_of(columns, "assumptions", HEADING, tuple(groups.values()), summary)
    return (Section(HEADING, 1, (table,)),)


def _named(some: Sequence[Assumption]) -> str:
    texts = [one.kpi_ref or f"“{one.text}” ({one.where.sheet} {one.where.cell})" for one in some]
    return listed_shortly(tuple(texts), MOST_NAMED)
