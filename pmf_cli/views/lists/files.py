"""Which workbooks make the register, which sheet stands where, and which columns guard it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pmf_cli.assessment import Assessment
from pmf_cli.places import FILE_NAME
from pmf_cli.register.guarding_rows import guards_of, no_longer_held
from pmf_cli.register.sheets.layout import SHEETS, SheetLayout
from pmf_cli.views.base import Align, Block, Column, Entry, Paragraph, Section, Table, TextStyle
from pmf_cli.views.listing import Datum, Listing
from pmf_cli.words import counted, listed, yes_or_no

SCHEMA = "pmf/files/1"
Tabs = tuple[tuple[str, str], ...]
"""Workbook and tab of each place that holds a sheet's rows."""


def files_listing(assessment: Assessment) -> Listing:
    """One row a sheet of the register: its tabs, its rows, its guarding columns, what is listed."""
    register = assessment.register
    rows = [(layout, *_held(assessment, layout)) for layout in SHEETS]
    rows = [row for row in rows if row[0].name in register.present]
    return Listing(
        schema=SCHEMA,
        register=register.name,
        period=str(assessment.period),
        as_of=assessment.as_of,
        counts={"workbooks": len(register.fingerprints), "sheets": len(rows)},
        key="items",
        items=tuple(_item(layout, tabs, number, assessment) for layout, tabs, number in rows),
        sections=_sections(assessment, rows),
    )


def workbooks_words(assessment: Assessment) -> str:
    """The workbooks that are read, in one sentence part."""
    return listed(list(assessment.register.fingerprints))


def _held(assessment: Assessment, layout: SheetLayout) -> tuple[Tabs, int]:
    rows = getattr(assessment.register, layout.holds)
    places = {(row.source.place.workbook, row.source.place.sheet): None for row in rows}
    present = assessment.register.present.get(layout.name)
    return tuple(places) or ((present,) if present else ()), len(rows)


def _item(
    layout: SheetLayout,
    tabs: Tabs,
    number: int,
    assessment: Assessment,
) -> Mapping[str, Datum]:
    guards = guards_of(assessment.register).get(layout.name, {})
    return {
        "sheet": layout.name,
        "tabs": tuple(f"{workbook}, {tab}" for workbook, tab in tabs),
        "rows": number,
        "guarding_columns": tuple(assessment.register.guarded.get(layout.name, ())),
        "guarding_marks": sum(map(len, guards.values())),
        "listed": layout.name in assessment.settings.holds,
    }


def _sections(
    assessment: Assessment,
    rows: Sequence[tuple[SheetLayout, Tabs, int]],
) -> tuple[Section, ...]:
    holds = assessment.settings.holds
    guarded = assessment.register.guarded
    guards = guards_of(assessment.register)
    table = Table(
        "files",
        "Sheets of the register",
        (
            Column("Sheet", 1.6),
            Column("Stands in", 3.4),
            Column("Rows", 0.8, Align.NUMBER),
            Column("Guarding columns", 1.2, Align.NUMBER),
            Column("Guarding rows and marks", 1.2, Align.NUMBER),
            Column(f"Listed in {FILE_NAME}", 1.2),
        ),
        tuple(
            (
                Entry(layout.name),
                Entry(listed([f"{book}, {tab}" for book, tab in tabs])),
                Entry(f"{number:,}"),
                Entry(str(len(guarded.get(layout.name, ())))),
                Entry(str(sum(map(len, guards.get(layout.name, {}).values())))),
                Entry(yes_or_no(layout.name in holds)),
            )
            for layout, tabs, number in rows
        ),
        "Where each sheet of the register stands.",
    )
    name = assessment.register.name or "KPI Register"
    closing: tuple[Block, ...] = tuple(_closing(assessment))
    lead = f"{counted(len(assessment.register.fingerprints), 'workbook')}: {workbooks_words(assessment)}."
    return (
        Section(f"{name}: its files", 1, (Paragraph(lead), table)),
        Section("What guards it", 2, closing),
    )


def _closing(assessment: Assessment) -> Iterator[Paragraph]:
    register, settings = assessment.register, assessment.settings
    columns = {sheet: tuple(found) for sheet, found in settings.holds.items()}
    if columns == dict(register.guarded) and settings.guards == guards_of(register):
        yield Paragraph(
            f"{FILE_NAME} lists every sheet, column, row and mark that guards: one that is lost is an "
            "error."
        )
    else:
        for one in no_longer_held(register, settings):
            yield Paragraph(f"Lost, and given up by pmf files --write: {one}.", TextStyle.BULLET)
        what = "lists others than the register holds" if columns else "lists no sheet yet"
        yield Paragraph(
            f"{FILE_NAME} {what}. To list what the register holds now: pmf files --write"
        )
