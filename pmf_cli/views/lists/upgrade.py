"""What ``pmf upgrade`` adds to a register: columns, sheets and commands of steps, each with what it is for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pmf_cli.assessment import Assessment
from pmf_cli.cycle.checklist.new_commands import NewCommand
from pmf_cli.frozen import frozen
from pmf_cli.register.reading.absent import Absent
from pmf_cli.register.sheets.meanings import meaning_of
from pmf_cli.views.base import Block, Paragraph, Section
from pmf_cli.views.listing import Field, ListDefinition, Listing, register_title
from pmf_cli.words import counted, listed

UP_TO_DATE = (
    "The register has every column and sheet that it may be given, and its steps have their commands: nothing "
    "is to be added."
)


@frozen
class AddedColumn:
    """A column that is added, one of a sheet that is, or a step's command; the attributes are the list's fields."""

    workbook: str
    sheet: str
    kind: str
    cell: str
    heading: str
    meaning: str


@frozen
class FurtherLine:
    """A column of a further quarter on an entry sheet; without a meaning it holds workings."""

    workbook: str
    sheet: str
    cell: str
    heading: str
    meaning: str


UPGRADE: ListDefinition[AddedColumn] = ListDefinition(
    "pmf/upgrade/1",
    "One item a column that is added to the register, by itself or with its sheet, or a step of the checklist that "
    "is given its command. From `pmf upgrade`.",
    "items",
    (
        Field("workbook", "Workbook", "The workbook.", width=2.0),
        Field("sheet", "Sheet", "The tab.", width=1.8),
        Field(
            "kind", "What", "`column` in a sheet that is there, or of a new `sheet`; `command` of a step.",
            width=0.9,
        ),
        Field("cell", "Cell", "Where its heading, or the command, is put.", width=0.7),
        Field("heading", "Heading", "The heading; of a command the step.", width=1.8),
        Field("meaning", "What it is for", "What belongs in it; the command.", width=4.0),
    ),
)  # fmt: skip


def upgrade_listing(
    assessment: Assessment,
    absent: Sequence[Absent],
    required: Mapping[str, Sequence[str]],
    commands: Sequence[NewCommand] = (),
    further: Sequence[FurtherLine] = (),
) -> Listing:
    """One row a column that is added, or a command; ``required`` are columns by sheet that a person must add."""
    columns = [line for one in absent for line in _lines(one)]
    shown = [one for one in further if one.meaning]
    columns += [
        AddedColumn(one.workbook, one.sheet, "column", one.cell, one.heading, one.meaning)
        for one in shown
    ]
    lines = [*columns, *map(_command_line, commands)]
    sheets = sum(one.is_new for one in absent)
    table = UPGRADE.table(
        "upgrade", "Columns and sheets to add", lines, "What is added, and what it is for."
    )
    lead = f"{counted(len(columns), 'column')} to add, {counted(sheets, 'new sheet')} among them."
    if shown:
        lead += f" Behind those of quarters stand {counted(len(further) - len(shown), 'hidden column')} of workings."
    if commands:
        number = counted(len(commands), "step")
        lead += f" {number} of the checklist had no command, and pmf has one now."
    blocks: tuple[Block, ...] = (Paragraph(lead), table) if lines else (Paragraph(UP_TO_DATE),)
    return UPGRADE.listing_of(
        assessment,
        lines,
        {"columns": len(columns), "sheets": sheets, "commands": len(commands)},
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


def _command_line(one: NewCommand) -> AddedColumn:
    where = one.step.source.at("command")
    heading = f"Command of {one.step.number}"
    command = "; ".join(one.command.splitlines())
    return AddedColumn(where.workbook, where.sheet, "command", where.cell, heading, command)


def _left_to_people(required: Mapping[str, Sequence[str]]) -> Iterator[Paragraph]:
    for sheet, headings in required.items():
        yield Paragraph(
            f"{sheet} also lacks {listed(list(headings))}. What must be filled is not added empty: add "
            "it together with what it holds. pmf validate tells what depends on it."
        )
