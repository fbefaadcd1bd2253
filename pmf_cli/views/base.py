"""What a report is before it has a format: facts, paragraphs, tables and charts.

Renderers translate these; they compute, sort, filter and word nothing. Everything that a
reader will see as text stands here as text already.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum

from pmf_cli.findings import CellRef
from pmf_cli.frozen import frozen
from pmf_cli.quick_records import quick_maker


class Tone(StrEnum):
    """What an entry means; the theme gives each tone its colours, mark and word."""

    NONE = "none"
    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    EXCEEDED = "exceeded"
    """A Green that is far better than asked, where the council calls it by itself."""
    NEAR = "near"
    """A Green that is a little worse than asked, where the council calls it by itself."""
    UNRATED = "unrated"
    MUTED = "muted"
    TOTAL = "total"
    GATHERING = "gathering"
    """Steps of a timetable in which results and reasons are gathered."""
    REVIEWING = "reviewing"
    """Steps in which management teams and CLT look at them."""
    MEMBERS = "members"
    """Steps in which members are told and meet."""
    SHARING = "sharing"
    """Publication, and what is learnt."""
    CLOSED = "closed"
    """Days on which nobody works."""
    ELECTION = "election"
    """Days of a pre-election period."""


@frozen
class Words:
    """Further words of an entry, in another print.

    Attributes:
        new_line: whether they begin a line of their own.
    """

    text: str
    is_strong: bool = False
    is_muted: bool = False
    new_line: bool = False
    tone: Tone = Tone.NONE


class Align(StrEnum):
    """How a column stands."""

    TEXT = "text"
    NUMBER = "number"
    CENTRE = "centre"


@frozen
class Spark:
    """A small trend, oldest first (``None`` where missing), its sentence, and itself as text.

    Attributes:
        targets: the target at each value's time, of a range its lower edge; empty where none is drawn.
        tops: the upper edge of a range at each value's time; empty where there is none.
    """

    values: tuple[Decimal | None, ...]
    targets: tuple[Decimal | None, ...] = ()
    alt: str = ""
    text: str = ""
    tops: tuple[Decimal | None, ...] = ()


@frozen
class GaugeMark:
    """A figure that a bar is held against: where it stands on the scale, from 0 to 1."""

    at: Decimal
    is_dotted: bool = False


@frozen
class Gauge:
    """A bar in a cell, before its words.

    Attributes:
        share: how long it is, from 0 to 1 of the scale that all bars of its column have.
        alt: what it shows, for those who listen: ``Kiln Lane: 150, off target``.
        marks: lines at figures that it is held against; without any the scale's end is drawn.
        is_pale: whether it stands back.
        begin: where it begins, from 0 to 1; a bar of a share begins at 0.
        words: signs of the longest words beside a bar of its column, where these are more than a figure.
    """

    share: Decimal
    alt: str
    marks: tuple[GaugeMark, ...] = ()
    is_pale: bool = False
    begin: Decimal = Decimal(0)
    words: int = 0


@frozen
class Entry:
    """One cell or phrase.

    Attributes:
        text: the final words; never empty in a table (a word or shorthand such as ``[x]``).
        number_format: Excel's format for ``value``, for example ``0.0"%"``.
        spark: a trend to draw; ``text`` is then its words.
        gauge: a bar to draw before its words.
        more: further words in the cell: a unit in grey, a line below.
        page_of: the key of a section, on whose page the entry sends its reader; paper formats print
            the page's number in place of ``text``.
        key: by which other entries send their reader to the page of its row: ``row WM-03``.
    """

    text: str
    value: Decimal | date | bool | None = None
    number_format: str = ""
    tone: Tone = Tone.NONE
    ref: CellRef | None = None
    spark: Spark | None = None
    is_strong: bool = False
    more: tuple[Words, ...] = ()
    page_of: str = ""
    gauge: Gauge | None = None
    key: str = ""

    @property
    def whole(self) -> str:
        """All its words on one line."""
        return " ".join((self.text, *(one.text for one in self.more)))

    @property
    def trend(self) -> Spark | None:
        """The trend, where it has a figure to draw."""
        spark = self.spark
        return spark if spark and any(value is not None for value in spark.values) else None


quick_entry = quick_maker(Entry)
"""An ``Entry``, made quickly: a paper and its workbook have ten thousands."""


@frozen
class Column:
    """A column's heading, its share of the width, how it stands, and the key it is known by."""

    title: str
    width: float = 1.0
    align: Align = Align.TEXT
    key: str = ""


class TableLook(StrEnum):
    """How close a table stands, and how its first row is told apart."""

    USUAL = "usual"
    DENSE = "dense"
    """Rows as close as a scorecard's, 24 to a page on its side."""
    STRIP = "strip"
    """A row or two of facts under small grey headings, between two rules."""


@frozen
class Table:
    """A table with one heading row and no empty cells.

    Attributes:
        name: short name for file parts, letters and underscores: ``scorecard_adults``.
        title: the caption, unique in the report.
        summary: what the table holds, for readers who cannot see it.
        is_brief: on a screen each row keeps to one line, and what does not fit ends in …; other
            formats hold the whole words.
        drawn_from: keys of the table's own columns, oldest first, from whose figures a workbook
            draws the small trends; empty where the table does not show them.
        has_caption: whether a paper prints the title over it; readers who listen always have it.
        printed_columns: how many of its columns, from the left, a workbook prints; 0 for all.
        printed_rows: how many of its rows it prints; 0 for all.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Entry, ...], ...]
    summary: str = ""
    is_brief: bool = False
    drawn_from: tuple[str, ...] = ()
    look: TableLook = TableLook.USUAL
    has_caption: bool = True
    printed_columns: int = 0
    printed_rows: int = 0


class TextStyle(StrEnum):
    """What a paragraph is."""

    BODY = "body"
    LEAD = "lead"
    BULLET = "bullet"
    NOTE = "note"
    LABEL = "label"
    STATEMENT = "statement"
    """The one sentence of a paper, larger, between two rules."""
    NUMBERED = "numbered"
    """A line of a numbered list, such as a recommendation."""
    SUBTITLE = "subtitle"
    """What a heading that is a message is about: reference, measure, unit."""
    COMMAND = "command"
    """A line to copy and type: never wrapped."""


@frozen
class Paragraph:
    """Words, with an optional bold label before them (``Reason:``)."""

    text: str
    style: TextStyle = TextStyle.BODY
    label: str = ""
    tone: Tone = Tone.NONE


def lead(text: str) -> Paragraph:
    """The sentence that a section begins with."""
    return Paragraph(text, TextStyle.LEAD)


def statement(strong: str, rest: str = "") -> Paragraph:
    """The one sentence of a paper: its strong words and the rest; all in one print where there is no rest.

    A paragraph of strong words alone would pass for a heading (WCAG 2.2, 1.3.1).
    """
    return Paragraph(rest or strong, TextStyle.STATEMENT, label=strong if rest else "")


def note(text: str) -> Paragraph:
    """A remark in smaller print."""
    return Paragraph(text, TextStyle.NOTE)


def bullets(lines: Iterable[str]) -> tuple[Paragraph, ...]:
    """A list with a bullet a line."""
    return tuple(Paragraph(line, TextStyle.BULLET) for line in lines)


def labelled_lines(lines: Iterable[tuple[str, str]]) -> tuple[Paragraph, ...]:
    """A line for each label and its words, those left out that have no words."""
    return tuple(Paragraph(words, TextStyle.LABEL, label=label) for label, words in lines if words)


@frozen
class Axis:
    """Where a value axis begins and ends, and its step, in the chart's unit."""

    low: Decimal
    high: Decimal
    step: Decimal

    @property
    def decimals(self) -> int:
        """Decimals that its labels need."""
        exponent = self.step.normalize().as_tuple().exponent
        return max(0, -exponent) if isinstance(exponent, int) else 0


@frozen
class ChartPoint:
    """One period of a chart: its label, the day it stands at, its figure, and what was asked then.

    Attributes:
        edge: where Amber ends on the worse side of the target.
        top: the upper edge of a range, of which ``target`` is then the lower.
    """

    label: str
    on: date
    value: Decimal | None
    target: Decimal | None = None
    edge: Decimal | None = None
    top: Decimal | None = None
    tone: Tone = Tone.NONE


@frozen
class ChartLine:
    """A further line, such as last year's under this year's; one value a point, its label at its end."""

    label: str
    values: tuple[Decimal | None, ...]


@frozen
class ChartEvent:
    """A day marked by a dotted line, with its words on top: ``18 Nov: new routes``."""

    label: str
    on: date


@frozen
class ChartForecast:
    """A figure that somebody expects for a day to come: a hollow point.

    Attributes:
        is_joined: whether it is of the very next period, so that a dashed line may lead to it; over
            periods for which nobody gave a figure none is drawn.
    """

    label: str
    on: date
    value: Decimal
    is_joined: bool = True


@frozen
class ChartComparator:
    """Another place's figure, a point at the right edge: ``England 47.5 (2023/24)``.

    Attributes:
        mark: the number of its shape and colour, the same in every chart of a register.
    """

    name: str
    label: str
    value: Decimal
    mark: int = 0


@frozen
class ChartTick:
    """Words under the time axis at a day; a line break stands between their lines."""

    label: str
    on: date


@frozen
class Chart:
    """A trend chart without title: the heading of its section says what it shows.

    Attributes:
        title: what it is called in the file, for those who look for it there; not printed.
        alt: the sentence the data says, with everything that is drawn.
        points: oldest first.
        label: the name of the result's line.
        last_label: its last figure, as it stands beside its dot.
        target_labels: the target's levels in words, each by the first point at which it holds; the
            last stands at the right edge.
        edge_label: what the band beside the target is.
        comparators_period: for when all of the comparators' figures are, where that is another time.
        note: what must be said under it (axis, break in series).
        is_path: whether its targets are those of figures that add up, so that they are joined from
            point to point; other targets are levels, which step.
    """

    name: str
    title: str
    alt: str
    unit: str
    points: tuple[ChartPoint, ...]
    axis: Axis
    label: str = ""
    last_label: str = ""
    target_labels: tuple[tuple[int, str], ...] = ()
    edge_label: str = ""
    ticks: tuple[ChartTick, ...] = ()
    lines: tuple[ChartLine, ...] = ()
    events: tuple[ChartEvent, ...] = ()
    forecasts: tuple[ChartForecast, ...] = ()
    comparators: tuple[ChartComparator, ...] = ()
    comparators_period: str = ""
    note: str = ""
    decimals: int = 0
    is_path: bool = False


@frozen
class BarPart:
    """A stretch of a bar: how many, as it says inside, and what they mean."""

    count: int
    text: str
    tone: Tone


@frozen
class Bar:
    """A bar of counts that add up, under its label."""

    label: str
    parts: tuple[BarPart, ...]


@frozen
class Bars:
    """Bars of counts on one scale, each with its numbers inside.

    Attributes:
        alt: the sentence that all the counts say.
        is_main: one thick bar across the page with the ratings' words inside.
    """

    name: str
    title: str
    alt: str
    bars: tuple[Bar, ...]
    is_main: bool = False


Plain = Paragraph | Table | Chart | Bars
"""What stands across a page or column."""


@frozen
class SideBySide:
    """Two columns beside each other, read left before right; one below the other where there is no room."""

    left: tuple[Plain, ...]
    right: tuple[Plain, ...]

    @property
    def blocks(self) -> tuple[Plain, ...]:
        """Its blocks in the order of reading."""
        return (*self.left, *self.right)


Block = Plain | SideBySide


@frozen
class Section:
    """A heading of level 1 to 3 and what stands under it, on a new page where that is asked for.

    Attributes:
        key: by which entries send their reader to its page: ``highlight WM-03``.
        is_sideways: whether its pages lie sideways, with those of the sections under it.
        traces: whether it says from which cells each figure comes: the feet of a workbook's printed
            pages name its sheet, and a published workbook is without it.
    """

    heading: str
    level: int
    blocks: tuple[Block, ...]
    page_break: bool = False
    key: str = ""
    is_sideways: bool = False
    traces: bool = False

    @property
    def plain_blocks(self) -> tuple[Plain, ...]:
        """Its blocks in the order of reading, those side by side one after the other."""
        return tuple(
            one
            for block in self.blocks
            for one in (block.blocks if isinstance(block, SideBySide) else (block,))
        )

    @classmethod
    def saying(cls, heading: str, text: str, level: int = 1) -> Section:
        """A section of one sentence, as where there is nothing to show."""
        return cls(heading, level, (Paragraph(text),))


@frozen
class Fact:
    """A label and its value, as on a title page: ``As at`` ``31/12/2024``; a line as it stands without a label."""

    label: str
    text: str

    @property
    def line(self) -> str:
        """Both on one line."""
        return f"{self.label}: {self.text}" if self.label else self.text


@frozen
class Report:
    """A report ready to be given a format.

    Attributes:
        name: its short name, ``clt``; templates and files are found by it.
        sections: in order; each level 1 section begins a part.
        as_at: the date of the data, used for document properties and time stamps.
        workbook: sections for the Excel flavour where they differ (one table a sheet).
        file_stem: file name without ending: ``clt-2024-25-q3``.
        links: the way from the paper to the register's folder, ``""`` where they lie together;
            workbooks then link entries to their cells. ``None`` for no links.
        template: the file name of the Word template that its body wants; empty for the usual one.
        council: whose it is, as the head of a workbook's printed pages says on the left.
        is_public: whether it is published, so that its workbook is made for the public as well.
        is_large_print: whether it is for those who read large print (``in_large_print``).
        is_published_alone: whether its workbook is made for the public alone, without one to work with.
        header: what the head of each page says on the left: the council, the paper's name.
        classification: what it says on the right: ``Official · Item 7``.
    """

    name: str
    title: str
    subtitle: str
    facts: tuple[Fact, ...]
    sections: tuple[Section, ...]
    as_at: date
    workbook: tuple[Section, ...] = ()
    file_stem: str = ""
    header: str = ""
    classification: str = ""
    footer: str = ""
    links: str | None = None
    template: str = ""
    council: str = ""
    is_public: bool = False
    is_large_print: bool = False
    is_published_alone: bool = False

    @property
    def full_title(self) -> str:
        """Its title with for whom it is, by which a file is known among others: ``…: Report to CLT``."""
        return f"{self.title}: {self.subtitle}" if self.subtitle else self.title

    def tables(self) -> Iterator[Table]:
        """Every table in order."""
        for section in self.sections:
            for block in section.plain_blocks:
                if isinstance(block, Table):
                    yield block
