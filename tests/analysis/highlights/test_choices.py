"""A person's choice of highlights: what it records, and that nothing else is touched."""

from __future__ import annotations

from datetime import date

from pmf_cli.analysis.commentary.explanations import asks_of
from pmf_cli.analysis.highlights.choices import (
    HighlightChoice,
    chosen_after,
    planned_asking,
    planned_choices,
)
from pmf_cli.analysis.highlights.highlights import highlights_of
from pmf_cli.register import terms
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.sheets.process import Highlight
from tests.assessed import assessed, quarterly, register_of
from tests.make import PERIOD

CYCLE = parse_period(PERIOD)


def register(**over):
    return register_of(quarterly("A-1", ["91", "80"]), quarterly("A-2", ["91", "92"]), **over)


def choose(held, *refs, **over):
    choice = HighlightChoice(over.pop("chosen", True), over.pop("why", "Asked for."), **over)
    return planned_choices(assessed(held), [held.kpi_by_ref[ref] for ref in refs], choice)


def test_a_new_choice_adds_a_row_with_the_tools_reasons():
    """Kind and reasons come from the rules; a KPI that none puts forward is Other."""
    planned = choose(register(), "A-1", "A-2", by="C04")
    one, two = planned.rows["Highlights"]
    assert (one.kind, one.chosen, one.chosen_by, one.why) == (
        terms.HighlightKind.ADVERSE,
        True,
        "C04",
        "Asked for.",
    )
    assert "become Red" in one.reasons_found
    assert (two.kind, two.reasons_found) == (terms.HighlightKind.OTHER, None)


def test_a_row_that_is_there_gets_the_decision():
    """Only the cells that differ change; the tool's reasons of then are kept."""
    row = Highlight(cycle=CYCLE, kpi_ref="A-1", reasons_found="Red", chosen=False, why="No room.")
    held = register(highlights=(row,))
    (edit,) = choose(held, "A-1").edits
    assert edit.fields == {"kind": terms.HighlightKind.ADVERSE, "chosen": True, "why": "Asked for."}
    after = choose(held, "A-1").applied_to(held)
    assert choose(after, "A-1").is_empty
    shown = highlights_of(assessed(after))
    assert shown.chosen and [one.rating.kpi.ref for one in shown.shown] == ["A-1"]


def test_a_row_of_another_period_is_left_alone():
    """Each cycle has its own rows."""
    row = Highlight(cycle=parse_period("2024/25 Q2"), kpi_ref="A-1", chosen=True)
    planned = choose(register(highlights=(row,)), "A-1", chosen=False)
    assert not planned.edits and planned.rows["Highlights"][0].chosen is False


def test_the_quota_counts_what_would_be_chosen():
    """With the new ones, each KPI once."""
    held = register()
    assert chosen_after(assessed(held), choose(held, "A-1", "A-2"))[0] == 2
    assert chosen_after(assessed(held), choose(held, "A-1", chosen=False))[0] == 0


def test_the_day_of_asking_is_recorded_once_for_chosen_ones_without_answer():
    """Not for those turned down, asked before or answered."""
    rows = (
        Highlight(cycle=CYCLE, kpi_ref="A-1", chosen=True),
        Highlight(cycle=CYCLE, kpi_ref="A-2", chosen=False),
    )
    held = register(highlights=rows)
    on = date(2025, 1, 28)
    now = assessed(held)
    (edit,) = planned_asking(now, asks_of(now), on).edits
    assert (edit.row.kpi_ref, edit.fields) == ("A-1", {"asked_on": on})
    later = assessed(planned_asking(now, asks_of(now), on).applied_to(held))
    assert planned_asking(later, asks_of(later), on).is_empty
