"""Which sheets a workbook has, and what stands on each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, compress, filterfalse

from pmf_cli.frozen import frozen
from pmf_cli.render.excel.names import Names
from pmf_cli.views.base import (
    Align,
    Bars,
    Chart,
    Paragraph,
    Report,
    Section,
    Table,
    TextStyle,
)

COVER = "Cover"
MOST_ON_COVER = 2
"""Paragraphs of a section that has no sheet of its own."""
SheetBlock = Paragraph | Table | Chart
"""What a workbook shows."""


@frozen
class PlannedSheet:
    """A sheet to be made: its tab, what stands in A1, words, then one table, or small ones under them.

    Attributes:
        traces: whether it says where each figure comes from.
    """

    name: str
    title: str
    words: tuple[Paragraph, ...] = ()
    tables: tuple[Table, ...] = ()
    chart: Chart | None = None
    traces: bool = False


def sheet_sections(report: Report, *, published: bool) -> tuple[Section, ...]:
    """The sections that have sheets.

    A ``published`` workbook is without what only staff can follow, cells of the register among it, and
    without small lines, which it may not draw: the figures behind them stand in the same rows.
    """
    sections = report.workbook or report.sections
    if not published:
        return sections
    return tuple(_for_the_public(one) for one in sections if not one.traces)


def _for_the_public(section: Section) -> Section:
    blocks = (_as_published(one) if isinstance(one, Table) else one for one in section.blocks)
    return replace(section, blocks=tuple(blocks))


STAFF_KEYS = frozenset(["cell", "place", "received_on"])
"""Columns that only staff can follow: cells of the register, and when a figure came in."""


def _as_published(table: Table) -> Table:
    def is_shown(at: int) -> bool:
        is_line = bool(table.drawn_from) and any(row[at].trend for row in table.rows)
        return not is_line and table.columns[at].key not in STAFF_KEYS

    return _kept_columns(table, [is_shown(at) for at in _places(table)])


def _places(table: Table) -> range:
    return range(len(table.columns))


def sheet_blocks(section: Section) -> Iterator[SheetBlock]:
    """What a workbook shows of a section: bars as their sentence, numbers before what is numbered.

    A column that only sends readers to pages is left out, since a sheet has none.
    """
    number = 0
    for block in section.plain_blocks:
        is_numbered = isinstance(block, Paragraph) and block.style is TextStyle.NUMBERED
        number = number + 1 if is_numbered else 0
        if isinstance(block, Bars):
            yield Paragraph(block.alt)
        elif isinstance(block, Table):
            yield _without_pages(block)
        elif isinstance(block, Paragraph) and is_numbered:
            yield replace(block, text=f"{number}. {block.text}")
        else:
            yield block


def _without_pages(table: Table) -> Table:
    shown = [
        not table.rows or not all(row[at].page_of for row in table.rows) for at in _places(table)
    ]
    return _kept_columns(table, shown)


def _kept_columns(table: Table, shown: Sequence[bool]) -> Table:
    """The table with the columns that are to be shown, those printed among them counted anew."""
    if all(shown):
        return table
    return replace(
        table,
        columns=tuple(compress(table.columns, shown)),
        rows=tuple(tuple(compress(row, shown)) for row in table.rows),
        printed_columns=sum(shown[: table.printed_columns]),
    )


def planned_sheets(
    report: Report, names: Names, *, published: bool = False
) -> tuple[PlannedSheet, ...]:
    """The sheets of a report: a cover, one a section, and one for each further table or chart."""
    sections = sheet_sections(report, published=published)
    if not sections or sections[0].heading.casefold() != COVER.casefold():
        sections = (Section(COVER, 1, ()), *sections)
    cover, *others = sections
    name = names.sheet(COVER)
    brief = chain.from_iterable(map(_under_heading, filter(_is_brief, others)))
    facts = tuple((fact.label, fact.text) for fact in report.facts)
    # A table of the facts is left out, since they stand on the cover anyway.
    small, large = _parted(one for one in _tables(cover) if texts_of(one) != facts)
    sheets = [
        PlannedSheet(name, report.title, (*_words(cover), *brief), small),
        *_behind(cover, large, names),
    ]
    for section in filterfalse(_is_brief, others):
        sheets += _of_section(section, names) if section.blocks else []
    return tuple(sheets)


def _parted(tables: Iterable[Table]) -> tuple[tuple[Table, ...], tuple[Table, ...]]:
    """The tables that stand under words, and the others."""
    found = tuple(tables)
    small = tuple(filter(stands_under_words, found))
    return small, tuple(filterfalse(stands_under_words, found))


def _is_brief(section: Section) -> bool:
    """Whether it is a sentence or two, which stand on the cover: nobody opens a sheet for that."""
    return (
        0 < len(section.blocks) <= MOST_ON_COVER
        and not section.traces
        and all(isinstance(one, Paragraph) for one in section.blocks)
    )


def _under_heading(section: Section) -> tuple[Paragraph, ...]:
    return (Paragraph(section.heading, TextStyle.LABEL), *_words(section))


def texts_of(table: Table) -> tuple[tuple[str, ...], ...]:
    """The words of a table, row by row."""
    return tuple(tuple(entry.text for entry in row) for row in table.rows)


def stands_under_words(table: Table) -> bool:
    """Whether a table fits under words in a wide first column: a label and figures beside it."""
    return len(table.columns) > 1 and all(
        column.align is Align.NUMBER for column in table.columns[1:]
    )


def _tables(section: Section) -> tuple[Table, ...]:
    return tuple(one for one in sheet_blocks(section) if isinstance(one, Table) and one.columns)


def _words(section: Section) -> tuple[Paragraph, ...]:
    return tuple(one for one in sheet_blocks(section) if isinstance(one, Paragraph))


def _of_section(section: Section, names: Names) -> list[PlannedSheet]:
    """A section's sheet and those behind it; its words stand over its first table, or by themselves over small ones."""
    tables, name = _tables(section), names.sheet(section.heading)
    first, rest = _parted(tables)
    title = section.heading
    if len(tables) == 1 or (tables and not first):
        first, rest = tables[:1], tables[1:]
        title = first[0].title
    main = PlannedSheet(name, title, _words(section), first, traces=section.traces)
    return [main, *_behind(section, rest, names)]


def _behind(section: Section, tables: Sequence[Table], names: Names) -> list[PlannedSheet]:
    """A sheet for each table that does not fit under words, and for each chart."""

    def named(title: str) -> str:
        return names.sheet(title, otherwise=section.heading)

    charts = (block for block in section.plain_blocks if isinstance(block, Chart))
    return [
        *(PlannedSheet(named(one.title), one.title, (), (one,)) for one in tables),
        *(PlannedSheet(named(one.title), one.title, chart=one) for one in charts),
    ]
