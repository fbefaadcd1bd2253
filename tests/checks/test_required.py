"""A column says itself what a blank in it means: one field, and the check, the manual and the reader know it."""

from dataclasses import replace
from typing import Annotated

import pytest

from docs.generate import pages
from pmf_cli.checks import CHECKS, KINDS
from pmf_cli.checks.required import required_checks
from pmf_cli.findings import Severity
from pmf_cli.frozen import frozen
from pmf_cli.places import SUPPORTING_INFORMATION
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.layout import SHEETS, SheetLayout, columns_of
from pmf_cli.register.sheets.rows import Blank, Need, RegisterRow, RowSource, SheetPlace, column
from tests.checks.cases import scene
from tests.make import make_register

MOTTO = Blank(
    "CMP099",
    Severity.ADVICE,
    "Every crest has a motto.",
    "Nobody remembers a crest without one.",
    "Type the motto.",
    says="has no motto",
    asked_of=lambda row: row.name != "Plain",
)


@frozen(kw_only=True)
class Crest(RegisterRow):
    """A sheet as a newcomer adds it."""

    name: Annotated[str, column("Crest", Need.REQUIRED, identifies=True)]
    """What it is called."""
    motto: Annotated[str | None, column("Motto", Need.REQUIRED), MOTTO] = None
    """The words under it."""


LAYOUT = SheetLayout("Crests", SUPPORTING_INFORMATION, Crest, "glossary")


def crests(*rows: tuple[str, str | None], columns: tuple[str, ...] = ("name", "motto")) -> Register:
    """A register whose sheet has these crests from row 2 on."""
    place = SheetPlace(
        SUPPORTING_INFORMATION, "Crests", dict(zip(columns, ("A", "B"), strict=False))
    )
    made = [
        Crest(name=name, motto=motto, source=RowSource(place, number))
        for number, (name, motto) in enumerate(rows, 2)
    ]
    return replace(make_register(), glossary=tuple(made))


def test_a_new_required_column_is_one_field() -> None:
    """Severity, rule, reason, cure and message come from the field; the cell is the blank one."""
    (one,) = required_checks([LAYOUT])
    assert (one.code, one.severity, one.title, one.reason, one.cure) == (
        MOTTO.code,
        MOTTO.severity,
        MOTTO.title,
        MOTTO.reason,
        MOTTO.cure,
    )
    register = crests(("Lion", None), ("Rose", "Ever"), ("Plain", None))
    (problem,) = one.run(scene(register))
    assert (problem.where.sheet, problem.where.cell) == ("Crests", "B2")
    assert problem.message == "Row 2 of Crests has no motto."


def test_a_sheet_without_the_column_is_told_once() -> None:
    """Where the sheet has no such column, the rows are counted."""
    (one,) = required_checks([LAYOUT])
    (problem,) = one.run(scene(crests(("Lion", None), ("Rose", None), columns=("name",))))
    assert (problem.where.cell, problem.where.lacks) == ("", ("motto",))
    assert "like 1 others" in problem.message


BLANKS = [
    (sheet, one, one.blank) for sheet in SHEETS for one in columns_of(sheet.model) if one.blank
]


@pytest.mark.parametrize(
    ("sheet", "column", "blank"), BLANKS, ids=[blank.code for _, _, blank in BLANKS]
)
def test_what_a_column_says_of_a_blank_is_checked_and_in_the_manual(
    sheet: SheetLayout, column: object, blank: Blank
) -> None:
    """Every such column has its check, by the same words, in the program and on the page."""
    assert CHECKS[blank.code].title == KINDS[blank.code].title == blank.title
    page = pages()["checks.md"]
    assert f"## {blank.code} · {blank.severity}" in page
    assert f"*What to do:* {blank.cure}" in page


def test_every_required_column_of_a_kpi_says_what_a_blank_means() -> None:
    """What the sheet calls required is asked for; a reference is what makes a row a KPI."""
    required = [c for c in columns_of(Kpi) if c.heading.need is Need.REQUIRED]
    assert [c.field for c in required if c.blank is None] == ["ref"]


def test_only_columns_that_must_be_filled_say_what_a_blank_means() -> None:
    """A column that may stay blank without more has no finding for it."""
    optional = [blank.code for _, one, blank in BLANKS if one.heading.need is Need.OPTIONAL]
    assert optional == ["CON007"]
