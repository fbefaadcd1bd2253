"""What was discussed at the last meeting and agreed, with how it stands now (2024 report, ¶68: prompt follow-up)."""

from __future__ import annotations

from collections.abc import Sequence

from pmf_cli.analysis.highlights.discussed import Discussed, decided_by_clt, discussed_before
from pmf_cli.assessment import Assessment
from pmf_cli.cycle.bodies import CLT
from pmf_cli.views.audience import Audience
from pmf_cli.views.base import Align, Entry, Section, TableLook, Words
from pmf_cli.views.listing import Field, table_column, table_of
from pmf_cli.views.parts.part import part
from pmf_cli.views.scorecard_entries import (
    latest_entry,
    short_rating_entry,
    strong_name_entry,
)
from pmf_cli.views.wording import one_line, sentence
from pmf_cli.words import day_in_words


@part("discussed")
def discussed_part(assessment: Assessment, audience: Audience) -> Section | None:
    """What the body discussed at its last meeting and agreed, with how each KPI stands now."""
    return _section(discussed_before(assessment, audience.body), audience.short_name)


@part("decided")
def decided_part(assessment: Assessment, _: Audience) -> Section | None:
    """What CLT agreed on this cycle's highlights, for those who hear of them next."""
    return _section(decided_by_clt(assessment), CLT)


def _section(found: Sequence[Discussed], body: str) -> Section | None:
    if not found:
        return None
    heading = f"What {body} agreed on {day_in_words(found[0].on)}"
    columns: tuple[Field[Discussed], ...] = (
        table_column("KPI", lambda one: strong_name_entry(one.rating.kpi), 5.0),
        table_column("Agreed", _agreed, 6.4),
        table_column("Now", lambda one: latest_entry(one.rating), 1.4, Align.NUMBER),
        table_column("Rating", lambda one: short_rating_entry(one.rating), 1.8),
    )
    summary = "Each highlight discussed with what was agreed and its newest result."
    table = table_of(
        columns, "discussed", heading, found, summary, look=TableLook.DENSE, has_caption=False
    )
    return Section(heading, 1, (table,))


def _agreed(one: Discussed) -> Entry:
    row = one.highlight
    if row.follow_up:
        return Entry(sentence(one_line(row.follow_up)), ref=row.source.at("follow_up"))
    asked = Words(f"Asked {one_line(row.asked or '').rstrip('.')}.", is_muted=True, new_line=True)
    return Entry("Nothing on record", is_strong=True, more=(asked,))
