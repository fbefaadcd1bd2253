"""The intervention ladder in papers: for how long off target, what was promised, what answers it, what is called for next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pmf_cli.analysis.interventions import Intervention, Rung
from pmf_cli.assessment import Assessment
from pmf_cli.register.terms import RatingWords
from pmf_cli.views.audience import Audience
from pmf_cli.views.base import Entry, Section, TableLook, note
from pmf_cli.views.intervention_words import CALLS, answer_entry, ladder_of, promise_entry
from pmf_cli.views.listing import Field, table_column, table_of
from pmf_cli.views.parts.part import part
from pmf_cli.views.scorecard_entries import name_entry
from pmf_cli.views.wording import number_in_words
from pmf_cli.words import counted, listed, lower_first

CALLED_FOR = (Rung.ESCALATE, Rung.PLAN)
"""Rungs that call for more than a reason and an action, which other parts show."""
RULES = "Watch: off target once, or improving beyond chance and half of the way to its target. Explain: {red}, or off target twice on end. "


@part("intervention ladder")
def ladder_part(assessment: Assessment, audience: Audience) -> Section | None:
    """KPIs off target for which a plan or escalation is called for: how long, what was promised, what answers it."""
    found = ladder_of(assessment, audience)
    shown = [one for one in found if one.rung in CALLED_FOR]
    if not shown:
        return None
    words = assessment.words
    fields: tuple[Field[Intervention], ...] = (
        table_column("KPI", lambda one: name_entry(one.rating.kpi, with_unit=True), 4.2, key="name"),
        table_column("Off target for", lambda one: off_words(one, words), 3.0),
        table_column("Back on target", promise_entry, 3.4),
        table_column("What answers it", answer_entry, 4.2),
        table_column("Called for", called_for_entry, 2.2),
    )  # fmt: skip
    heading = "Intervention ladder"
    summary = "KPIs off target for which a plan or escalation is called for."
    table = table_of(fields, "ladder", heading, shown, summary, look=TableLook.DENSE, has_caption=False)  # fmt: skip
    rules = note(f"{RULES}{CALLS}".format(red=words.red))
    return Section(heading, 1, (note(ladder_words(found)), table, rules))


def ladder_words(found: Sequence[Intervention]) -> str:
    """How many of the KPIs off target stand on each rung: ``Of 12 KPIs off target, 2 are to escalate and 5 to plan.``."""
    counts = Counter(one.rung for one in found)
    told = listed(f"{counts[rung]:,} to {lower_first(rung)}" for rung in reversed(Rung) if counts[rung])  # fmt: skip
    open_ones = sum(not one.is_answered for one in found)
    said = f"Of {counted(len(found), 'KPI')} off target: {told}."
    if not open_ones:
        return said
    return f"{said} Of {number_in_words(open_ones)} what is called for is not in the register."


def off_words(one: Intervention, words: RatingWords) -> str:
    """For how long: ``9 months, Red for 6 of them``."""
    red = one.red
    if red is None:
        return one.off.length
    if red.periods == one.off.periods:
        return f"{one.off.length}, all {words.red}"
    return f"{one.off.length}, {words.red} for the last {number_in_words(red.periods)}"


def called_for_entry(one: Intervention) -> Entry:
    """The rung, and whether it has been stepped on: ``Plan: done``, ``Escalate: not yet``."""
    return Entry(
        f"{one.rung}: {'done' if one.is_answered else 'not yet'}", is_strong=not one.is_answered
    )
