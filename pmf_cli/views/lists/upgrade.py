"""What ``pmf upgrade`` adds to a register: columns and sheets, each with what it is for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pmf_cli.assessment import Assessment
from pmf_cli.register.reading.absent import Absent
from pmf_cli.register.sheets.meanings import meaning_of
from pmf_cli.views.base import Block, Paragraph, Section
from pmf_cli.views.listing import Field, ListDefinition, Listing, register_title
from pmf_cli.words import counted, listed

UP_TO_DATE = "The register has every column and sheet that it may be given: nothing is to be added."


@dataclass(frozen=True, slots=True)
class AddedColumn:
    """A column that is added, or one of a sheet that is; the attributes are the list's fields."""

    workbook: str
    sheet: str
    kind: str
    cell: str
    heading: str
    meaning: str


UPGRADE: ListDefinition[AddedColumn] = ListDefinition(
    "pmf/upgrade/1",
    "One item a column that is added to the register, by itself or with its sheet. From `pmf upgrade`.",
    "items",
    (
        Field("workbook", "Workbook", "The workbook.", width=2.0),
        Field("sheet", "Sheet", "The tab.", width=1.8),
        Field("kind", "What", "`column` in a sheet that is there, or of a new `sheet`.", width=0.9),
        Field("cell", "Cell", "Where its heading is put.", width=0.7),
        Field("heading", "Heading", "The heading.", width=1.8),
        Field("meaning", "What it is for", "What belongs in it.", width=4.0),
    ),
)  # fmt: skip


def upgrade_listing(
    assessment: Assessment, absent: Sequence[Absent], required: Mapping[str, Sequence[str]]
) -> Listing:
    """One row a column that is added; ``required`` are columns by sheet that a person must add."""
    lines = [line for one in absent for line in _lines(one)]
    sheets = sum(one.is_new for one in absent)
    table = UPGRADE.table(
        "upgrade", "Columns and sheets to add", lines, "What is added, and what it is for."
    )
    lead = f"{counted(len(lines), 'column')} to add, {counted(sheets, 'new sheet')} among them."
    blocks: tuple[Block, ...] = (Paragraph(lead), table) if lines else (Paragraph(UP_TO_DATE),)
    return UPGRADE.listing_of(
        assessment,
        lines,
        {"columns": len(lines), "sheets": sheets},
        (
            Section(
                register_title(assessment.register, "columns and sheets to add"),
                1,
                (*blocks, *_left_to_people(required)),
            ),
        ),
    )


def _lines(absent: Absent) -> Iterator[AddedColumn]:
    for place, column in enumerate(absent.columns):
        yield AddedColumn(
            absent.workbook,
            absent.tab,
            "sheet" if absent.is_new else "column",
            absent.cell_of(place),
            column.heading.text,
            meaning_of(absent.layout.model, column.field),
        )


def _left_to_people(required: Mapping[str, Sequence[str]]) -> Iterator[Paragraph]:
    for sheet, headings in required.items():
        yield Paragraph(
            f"{sheet} also lacks {listed(list(headings))}. What must be filled is not added empty: add "
            "it together with what it holds. pmf validate tells what depends on it."
        )
