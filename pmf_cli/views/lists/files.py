"""Which workbooks make the register, which sheet stands where, and which columns guard it."""

from __future__ import annotations

from collections.abc import Iterator

from pmf_cli.assessment import Assessment
from pmf_cli.frozen import frozen
from pmf_cli.places import FILE_NAME
from pmf_cli.register.reading.guarding_rows import guards_of, no_longer_held
from pmf_cli.register.sheets.layout import SHEETS, SheetLayout
from pmf_cli.views.base import Align, Entry, Paragraph, Section, TextStyle
from pmf_cli.views.entries import count_entry
from pmf_cli.views.listing import Field, ListDefinition, Listing, register_title
from pmf_cli.words import counted, listed


@frozen
class SheetLine:
    """A sheet of the register.

    Attributes:
        places: workbook and tab of each place that holds its rows.
        guarding_columns: headings there that guard ratings and publication.
        guarding_marks: how many rows and marks there guard by what they say.
        listed: whether ``pmf.toml`` lists it.
    """

    sheet: str
    places: tuple[tuple[str, str], ...]
    rows: int
    guarding_columns: tuple[str, ...]
    guarding_marks: int
    listed: bool

    @property
    def tabs(self) -> tuple[str, ...]:
        """Each place in words."""
        return tuple(f"{workbook}, {tab}" for workbook, tab in self.places)


FILES: ListDefinition[SheetLine] = ListDefinition(
    "pmf/files/1",
    "One item a sheet of the register: where it stands and what guards it. From `pmf files`.",
    "items",
    (
        Field("sheet", "Sheet", "The sheet.", width=1.6),
        Field(
            "tabs", "Stands in", "Workbook and tab of each place that holds its rows.",
            shown=lambda one: Entry(listed(one.tabs)), width=3.4,
        ),
        Field("rows", "Rows", "How many rows are read from it.", width=0.8, align=Align.NUMBER),
        Field(
            "guarding_columns", "Guarding columns",
            "Headings of the columns there that guard ratings and publication.",
            shown=lambda one: count_entry(len(one.guarding_columns)), width=1.2, align=Align.NUMBER,
        ),
        Field(
            "guarding_marks", "Guarding rows and marks",
            "How many rows and marks there guard by what they say: rule sets, restrictions.",
            width=1.2, align=Align.NUMBER,
        ),
        Field(
            "listed", f"Listed in {FILE_NAME}",
            "Whether `pmf.toml` lists the sheet under `[holds]`.", width=1.2,
        ),
    ),
)  # fmt: skip


def files_listing(assessment: Assessment) -> Listing:
    """One row a sheet of the register: its tabs, its rows, its guarding columns, what is listed."""
    register = assessment.register
    lines = [_line(assessment, layout) for layout in SHEETS if layout.name in register.present]
    books = len(register.fingerprints)
    lead = f"{counted(books, 'workbook')}: {workbooks_words(assessment)}."
    table = FILES.table(
        "files", "Sheets of the register", lines, "Where each sheet of the register stands."
    )
    return FILES.listing_of(
        assessment,
        lines,
        {"workbooks": books, "sheets": len(lines)},
        (
            Section(register_title(register, "its files"), 1, (Paragraph(lead), table)),
            Section("What guards it", 2, tuple(_closing(assessment))),
        ),
    )


def workbooks_words(assessment: Assessment) -> str:
    """The workbooks that are read, in one sentence part."""
    return listed(list(assessment.register.fingerprints))


def _line(assessment: Assessment, layout: SheetLayout) -> SheetLine:
    register = assessment.register
    rows = getattr(register, layout.holds)
    places = {(row.source.place.workbook, row.source.place.sheet): None for row in rows}
    present = register.present.get(layout.name)
    return SheetLine(
        layout.name,
        tuple(places) or ((present,) if present else ()),
        len(rows),
        tuple(register.guarded.get(layout.name, ())),
        sum(map(len, guards_of(register).get(layout.name, {}).values())),
        layout.name in assessment.settings.holds,
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
