"""The page as one value: everything a reader sees of it as words, figures and entries, before it has a format."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from pmf_cli.frozen import frozen
from pmf_cli.views.base import Bar, Chart, Column, Entry, Section, Table
from pmf_cli.views.one_sentence import OneSentence


@frozen
class Tile:
    """A number over the scorecard that leads to its KPIs.

    Attributes:
        key: what its KPIs are chosen by, in the words of data formats: ``Red``.
        label: the council's word, with its tone.
        change: against the time that all of the page is compared with; empty without one.
    """

    key: str
    label: Entry
    count: int
    change: str


@frozen
class Choice:
    """A value that KPIs can be chosen by, and how many have it."""

    value: str
    count: int


@frozen
class Filter:
    """Something that KPIs are chosen by, and perhaps grouped by."""

    key: str
    label: str
    choices: tuple[Choice, ...]
    groups: bool = True


@frozen
class Bullet:
    """How a result lies to its target, drawn alike for every KPI: right of the target is better.

    Attributes:
        at: where the result stands, from 0 to 1.
        edge: where the tolerance ends, from 0 to 1; ``None`` where there is none.
        is_cut: whether the result lies beyond an end of the scale.
    """

    at: Decimal
    edge: Decimal | None
    is_cut: bool = False


TARGET_AT = Decimal("0.7")
"""Where the target of every bullet stands."""


@frozen
class AttentionRow:
    """A KPI among the few to know first: its message, and what is being done."""

    ref: str
    message: str
    rating: Entry
    line: Entry
    result: Entry
    target: str
    doing: str
    back: Entry


@frozen
class NamedFact:
    """A fact of a KPI under the name that it has in data formats: ``result_text``."""

    key: str
    label: str
    entry: Entry


@frozen
class KpiDetail:
    """What opens under a KPI's row.

    Attributes:
        message: what happened, as a heading.
        about: reference, measure, how often.
        facts: result, target and the rest, as data formats have them.
        figures: what the chart draws, as a table.
        beside: sections that stand under the chart.
        behind: sections on why, what is being done, and how the rating came about.
    """

    message: str
    about: str
    facts: tuple[NamedFact, ...]
    chart: Chart | None
    figures: Table | None
    beside: tuple[Section, ...]
    behind: tuple[Section, ...]


@frozen
class PageRow:
    """A KPI's row in the scorecard, and what opens under it.

    Attributes:
        cells: one a column.
        belongs: filter's key → the values that it has.
        order: column's key → what it is sorted by.
        found_by: words besides those of the row by which search finds it.
    """

    ref: str
    name: str
    cells: tuple[Entry, ...]
    bullet: Bullet | None
    belongs: Mapping[str, tuple[str, ...]]
    order: Mapping[str, Decimal | int]
    found_by: str
    detail: KpiDetail


@frozen
class RowGroup:
    """The rows under one heading, and how many have which rating."""

    name: str
    counts: str
    rows: tuple[PageRow, ...]


@frozen
class PageOpening:
    """What stands over the scorecard.

    Attributes:
        recommended: what the body is recommended, a line each.
        over_time: bars of the periods before and this one, the oldest first.
        by_group: bars of the groups; empty where there is but one.
        chosen_by: label of a bar → the value of the page's grouping that chooses its KPIs, where one does.
        moved: what moved, what is missing, what was corrected.
        moved_words: the same in a few numbers.
    """

    sentence: OneSentence
    recommended: tuple[str, ...]
    attention: tuple[AttentionRow, ...]
    over_time: tuple[Bar, ...]
    by_group: tuple[Bar, ...]
    chosen_by: Mapping[str, str]
    group_name: str
    moved: tuple[Section, ...]
    moved_words: str = ""


@frozen
class ComparedKpi:
    """A KPI beside a group of places.

    Attributes:
        theirs: the group's middle.
        at: where the council stands, from 0 to 1, the group's figure in the middle and better to the right.
        is_cut: whether it lies beyond an end of the scale.
        quarters: where the group's worst quarter ends and its best begins; ``None`` where not known.
        words: the same in a sentence.
        caution: what must be known of comparing.
    """

    ref: str
    name: str
    period: str
    ours: str
    theirs: str
    at: Decimal
    is_cut: bool
    quarters: tuple[Decimal, Decimal] | None
    words: str
    caution: str


@frozen
class ComparedGroup:
    """The KPIs that can be compared with a group of places, the furthest behind first."""

    name: str
    counts: str
    rows: tuple[ComparedKpi, ...]


@frozen
class Page:
    """All of it.

    Attributes:
        facts: the line under the title: for whom, as at which day.
        grouped_by: the filter by which the rows stand in groups.
        key_words: what the marks mean.
        highlights: references of the KPIs that a meeting goes through, in order.
        file_stem: file name without ending.
        compared: the groups of places with which KPIs are compared.
    """

    council: str
    classification: str
    title: str
    subtitle: str
    period: str
    as_at: date
    facts: str
    opening: PageOpening
    tiles: tuple[Tile, ...]
    filters: tuple[Filter, ...]
    columns: tuple[Column, ...]
    groups: tuple[RowGroup, ...]
    grouped_by: str
    key_words: tuple[str, ...]
    highlights: tuple[str, ...]
    footer: str
    file_stem: str
    compared: tuple[ComparedGroup, ...] = ()
    draft: tuple[Section, ...] = ()

    @property
    def rows(self) -> tuple[PageRow, ...]:
        """Every KPI's row, in order."""
        return tuple(row for group in self.groups for row in group.rows)
