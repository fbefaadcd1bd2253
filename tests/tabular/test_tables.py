"""A table that somebody made, of whatever: its headings, its rows, its names, with columns of one's own."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from pmf_cli.tabular.headings import headings_in
from pmf_cli.tabular.names import nearest
from pmf_cli.tabular.rows import TableRowKind, kind_of
from pmf_cli.workbook.cells import ErrorValue
from tests.make import sheet_of


@dataclass(frozen=True)
class Column:
    field: str
    identifies: bool = False


NAME, PRICE = Column("name", identifies=True), Column("price")
WORDS = {"fruit": (NAME, 1), "kind": (NAME, 2), "price": (PRICE, 1)}


def headings(table):
    sheet = sheet_of("stall.xlsx", "Stall", table)
    return sheet, headings_in(
        sheet, WORDS, lambda text: text.startswith("Week"), periods_count=False
    )


def test_headings_below_a_title_with_marks_and_an_unknown_column() -> None:
    """The row is found, marks and case do not matter, and what is not known is kept by its text."""
    _, found = headings(
        [["Our stall"], [], ["FRUIT *", "Price (£)", "Origin"], ["Apple", 2, "Kent"]]
    )
    assert found is not None
    assert (found.first, found.last, found.naming) == (3, 3, 1)
    assert found.columns == {1: NAME, 2: PRICE}
    assert found.bare == (2,)
    assert found.extra == {3: "Origin"}


def test_of_two_headings_of_one_column_the_more_trusted_counts() -> None:
    """A synonym beside the heading itself is not read, and a second heading is told as doubled."""
    _, found = headings([["Kind", "Fruit", "Price", "Price"], ["a", "b", 1, 2]])
    assert found is not None
    assert found.columns == {2: NAME, 3: PRICE}
    assert found.doubled == (4,)
    assert found.extra == {1: "Kind"}


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (["Apple", 2], TableRowKind.DATA),
        ([7, 2], TableRowKind.DATA),
        ([ErrorValue("#N/A"), 2], TableRowKind.DATA),
        (["Fruit", "Price"], TableRowKind.REPEATED),
        (["Sub-total", 9], TableRowKind.TOTAL),
        (["Fruit of the south"], TableRowKind.TITLE),
        (["Apple"], TableRowKind.DATA),
        ([None, "see note"], TableRowKind.TITLE),
        ([None, 9], TableRowKind.NAMELESS),
        ([" ", None], TableRowKind.BLANK),
    ],
    ids=str,
)
def test_what_a_row_is(row: list[object], kind: TableRowKind) -> None:
    """Data, titles, totals, repeated headings and rows without a name are told apart."""
    sheet, found = headings([["Fruit", "Price"], row])
    assert found is not None
    last = list(sheet.rows())[-1]
    assert kind_of(last, found, named_by_reference=True) is kind


def test_a_name_mistyped_is_near_and_another_name_is_not() -> None:
    """One slip in a short name is borne; a different word is not."""
    assert nearest("Pirce", ["Price", "Fruit"]) == "Price"
    assert nearest("Origin", ["Price", "Fruit"]) is None
