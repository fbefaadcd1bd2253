"""The year's end in papers: the KPIs of which it says something else than today's rating, current and year-end lights in columns of their own.

Councillors have taken a year-end light for the current one (Huntingdonshire), so the two never share a column.
"""

from __future__ import annotations

from collections.abc import Sequence

from pmf_cli.analysis.forecast.foresight import Foresight, foresights
from pmf_cli.analysis.forecast.need import Reach
from pmf_cli.assessment import Assessment
from pmf_cli.register.figures import unitless
from pmf_cli.views.audience import Audience
from pmf_cli.views.base import Align, Entry, Section, TableLook, note
from pmf_cli.views.entries import would_be_entry
from pmf_cli.views.foresight_words import NONE, need_words, own_words, range_words
from pmf_cli.views.listing import Field, table_column, table_of
from pmf_cli.views.parts.part import part
from pmf_cli.views.scorecard_entries import name_entry, short_rating_entry
from pmf_cli.words import counted, listed

HEADING = "Looking ahead to the year’s end"
HOW = (
    "Now is the rating of the period; Rating then is what the figure expected would be rated. It is expected by the simple rule that erred "
    "least on the KPI’s own past; the range holds four of five past cases."
)


@part("year end")
def year_end_part(assessment: Assessment, audience: Audience) -> Section | None:
    """KPIs that the year's end may show otherwise than now, or whose target asks for more than was ever done: expected, needed, the service's own forecast."""
    told = [one for one in foresights(assessment, audience.ratings) if one.value is not None]
    shown = [one for one in told if is_news(one)]
    if not shown:
        return None
    fields: tuple[Field[Foresight], ...] = (
        table_column("KPI and unit", lambda one: name_entry(one.kpi, with_unit=True), 3.6, key="name"),
        table_column("Now", lambda one: short_rating_entry(one.rating), 1.7, key="now"),
        table_column("Expected at the year’s end", lambda one: Entry(range_words(one, unitless)), 2.8),
        table_column("Target then", lambda one: Entry(unitless(one.target, one.kpi) or NONE), 1.3, Align.NUMBER),
        table_column("Rating then", _rating_at_end, 1.9, key="at_end"),
        table_column("Still needed", lambda one: Entry(need_words(one.kpi, one.need, unitless)), 3.6),
        table_column("Service expects", lambda one: Entry(own_words(one, unitless)), 2.6),
    )  # fmt: skip
    summary = "KPIs with the rating of now, that of the figure expected at the year's end, and what the rest of the year must bring."
    table = table_of(fields, "year_end", HEADING, shown, summary, look=TableLook.DENSE, has_caption=False)  # fmt: skip
    return Section(HEADING, 1, (note(ahead_words(told)), table, note(HOW)))


def is_news(one: Foresight) -> bool:
    """Whether the year's end says something that today's rating does not."""
    return _turns(one) != 0 or _is_hard(one) or one.is_own_beyond


def _is_hard(one: Foresight) -> bool:
    return one.need is not None and one.need.is_hard


def _rating_at_end(one: Foresight) -> Entry:
    return Entry(NONE) if one.at_end is None else would_be_entry(one.at_end)


def ahead_words(told: Sequence[Foresight]) -> str:
    """How many KPIs of which something is expected turn, must do better than ever, or cannot reach their target any more."""
    number = {
        "would be better rated than now": sum(_turns(one) > 0 for one in told),
        "worse": sum(_turns(one) < 0 for one in told),
    }
    reach = [one.need.reach for one in told if one.need is not None and one.need.is_hard]
    said = listed(f"{count or 'none'} {words}" for words, count in number.items())
    text = f"Of {counted(len(told), 'KPI')} with a figure to expect, {said}"
    if Reach.NEVER in reach:
        text += f"; {reach.count(Reach.NEVER):,} must do better than ever before to meet the target"
    if Reach.LOST in reach:
        text += f"; of {reach.count(Reach.LOST):,} the target is out of reach"
    return f"{text}."


def _turns(one: Foresight) -> int:
    """Above 0 where the year's end would be better rated than now, below where worse; 0 where alike or not rated."""
    now, then = one.rating.rag, one.rag_at_end
    return 0 if now is None or then is None else then.rank - now.rank
