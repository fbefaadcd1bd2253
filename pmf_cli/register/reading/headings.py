"""The accepted headings of a sheet of the register, and the headings that a tab has.

The words of ``layout`` and the council's own words from ``pmf.toml`` are accepted, in that order of
trust: the council's, the heading itself, built-in synonyms.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pmf_cli.register.periods.text import FINANCIAL_CONTEXT, PeriodError, read_period
from pmf_cli.register.sheets.layout import SheetColumn, SheetLayout
from pmf_cli.register.sheets.record import Result
from pmf_cli.settings import Settings
from pmf_cli.tabular.headings import BARE, Headings, Words, bare_key, heading_key, headings_in
from pmf_cli.workbook.cells import Sheet


def words_of(layout: SheetLayout, settings: Settings) -> Words[SheetColumn]:
    """Every accepted heading of a sheet with the column it names."""
    words: dict[str, tuple[SheetColumn, int]] = {}
    by_heading = {heading_key(c.heading.text): c for c in layout.columns}
    for name, own in settings.headings.get(layout.name, {}).items():
        if column := by_heading.get(heading_key(name)):
            for word in own:
                words[heading_key(word)] = (column, 0)
    for key, column in by_heading.items():
        words.setdefault(key, (column, 1))
    for column in layout.columns:
        for rank, word in enumerate(column.heading.synonyms, 2):
            words.setdefault(heading_key(word), (column, rank))
        if bare := bare_key(column.heading.text):  # "Payment at risk (£)", whatever the bracket
            words.setdefault(bare, (column, BARE))
    return words


def unknown_settings(layouts: Sequence[SheetLayout], settings: Settings) -> Iterator[str]:
    """Sheet and heading names in the settings that the register does not have, in words."""
    by_name = {layout.name: layout for layout in layouts}
    for sheet in sorted({*settings.headings, *settings.sheets, *settings.holds, *settings.guards}):
        if sheet not in by_name:
            yield f"the sheet “{sheet}”"
            continue
        known = {heading_key(c.heading.text) for c in by_name[sheet].columns}
        named = (settings.headings.get(sheet, {}), settings.holds.get(sheet, ()))
        for name in (*named[0], *named[1], *settings.guards.get(sheet, {})):
            if heading_key(name) not in known:
                yield f"the heading “{name}” of the sheet {sheet}"


def find_headings(
    sheet: Sheet, layout: SheetLayout, settings: Settings
) -> Headings[SheetColumn] | None:
    """The headings of a sheet, or ``None`` where no row holds a known one."""
    words = words_of(layout, settings)
    return headings_in(sheet, words, _is_period, periods_count=layout.model is Result)


def _is_period(text: str) -> bool:
    try:
        read_period(text, context=FINANCIAL_CONTEXT)
    except PeriodError:
        return False
    return True
