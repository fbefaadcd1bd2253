"""Milestones drawn beneath each other on one scale of time: where each lies, how far it moved, and today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from pmf_cli.analysis.plan_steps import milestone_day
from pmf_cli.assessment import Assessment
from pmf_cli.frozen import frozen
from pmf_cli.register.sheets.plan import Milestone
from pmf_cli.register.terms import MilestoneKind
from pmf_cli.views.base import Entry, Gauge, GaugeMark, Table, TableLook, Words
from pmf_cli.views.listing import Field, table_column, table_of
from pmf_cli.views.parts.plan import milestone_by, milestone_entry, milestone_stands
from pmf_cli.views.wording import one_line
from pmf_cli.words import MONTHS, lower_first, short_day

HALF_A_MARK = Decimal("0.025")
"""Half of what a single day takes of the scale, so that it can be seen."""


@frozen
class TimeScale:
    """The months in which some days lie, and the day of the paper.

    Attributes:
        end: the first day after them.
    """

    begin: date
    end: date
    as_of: date

    @classmethod
    def of(cls, days: Iterable[date], as_of: date) -> TimeScale:
        """The whole months of some days, the paper's own among them."""
        known = (*days, as_of)
        beyond = max(known).replace(day=28) + timedelta(days=4)
        return cls(min(known).replace(day=1), beyond.replace(day=1), as_of)

    @property
    def title(self) -> str:
        """Over the column: ``Stands, Dec 2024 to Apr 2025, dotted: 3 Feb``."""
        ends = (self.begin, self.end - timedelta(days=1))
        months = dict.fromkeys(f"{MONTHS[on.month - 1]} {on.year}" for on in ends)
        return f"Stands, {' to '.join(months)}, dotted: {self.as_of.day} {MONTHS[self.as_of.month - 1]}"

    def at(self, on: date) -> Decimal:
        """Where a day lies, from 0 to 1."""
        return Decimal((on - self.begin).days) / (self.end - self.begin).days


def drawn_dates_table(
    assessment: Assessment, milestones: Sequence[Milestone], name: str, title: str
) -> Table:
    """Milestones, stage gates and decisions by date; where each stands, beside a bar on one scale of time."""
    days = (on for one in milestones for on in _days_of(one))
    scale = TimeScale.of(days, assessment.as_of)
    stands = {id(one): milestone_stands(one, scale.as_of) for one in milestones}
    longest = max(len(one.whole) for one in stands.values())
    columns: tuple[Field[Milestone], ...] = (
        table_column("By", _by, 2.6),
        table_column("Milestone", _with_kind, 5),
        table_column(scale.title, lambda one: _drawn(one, stands[id(one)], scale, longest), 6),
    )
    summary = "Milestones, stage gates and decisions, by date, and where each stands."
    return table_of(
        columns, name, title, milestones, summary, has_caption=False, look=TableLook.DENSE
    )


def _by(one: Milestone) -> Entry:
    entry = milestone_by(one)
    return replace(entry, more=tuple(replace(words, new_line=True) for words in entry.more))


def _with_kind(one: Milestone) -> Entry:
    kind = "" if one.kind in (None, MilestoneKind.MILESTONE) else lower_first(str(one.kind))
    words = ", ".join(filter(None, (one.action_ref, kind)))
    more = (Words(words, is_muted=True),) if words else ()
    return replace(milestone_entry(one), more=more)


def _days_of(milestone: Milestone) -> tuple[date, ...]:
    """The day first agreed and the day that stands now, as far as there are any."""
    days = (milestone.due, milestone_day(milestone))
    return tuple(on for on in days if on is not None)


def _drawn(milestone: Milestone, stands: Entry, scale: TimeScale, words: int) -> Entry:
    """Where a milestone stands, beside its day as a bar: full once reached, from the day first agreed where it moved."""
    days = _days_of(milestone)
    if not days:
        return stands
    now = short_day(days[-1])
    moved = "" if days[0] == days[-1] else f", first agreed {short_day(days[0])}"
    gauge = Gauge(
        min(scale.at(max(days)) + HALF_A_MARK, Decimal(1)),
        f"{one_line(milestone.milestone or milestone.ref)}: {now}{moved}",
        (GaugeMark(scale.at(scale.as_of), is_dotted=True),),
        is_pale=milestone.achieved_on is None,
        begin=max(scale.at(min(days)) - HALF_A_MARK, Decimal(0)),
        words=words,
    )
    return replace(stands, gauge=gauge)
