"""Odd but honest sheets are read rightly; what cannot be read rightly is refused with its cell."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pmf_cli.errors import UnreadableWorkbookError
from pmf_cli.settings import Limits
from pmf_cli.workbook.cells import ErrorValue, Row
from pmf_cli.workbook.read import book_of, read_book
from tests.hostile import part, rezipped, sound, with_rows


def rows(data: bytes, limits: Limits | None = None) -> list[Row]:
    return list(book_of("register.xlsx", data, limits or Limits()).sheets[0].rows())


def table(xml: str) -> dict[str, object]:
    return {cell.address: cell.value for row in rows(with_rows(xml)) for cell in row.cells.values()}


def text(value: str) -> str:
    return f't="inlineStr"><is><t>{value}</t></is></c>'


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        ('<row r="1"><c r="A1"><v>95</v></c></row>', {"A1": 95}),
        ('<row r="1"><c r="A1"><v>0</v></c></row>', {"A1": 0}),
        ('<row r="1"><c r="A1"><v>-0.5</v></c></row>', {"A1": -0.5}),
        ('<row r="1"><c r="A1"><v>1.0</v></c></row>', {"A1": 1}),
        ('<row r="1"><c r="A1"><v>1E-3</v></c></row>', {"A1": 0.001}),
        ('<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>', {"A1": ErrorValue("#N/A")}),
        ('<row r="1"><c r="A1" t="b"><v>0</v></c></row>', {"A1": False}),
        ('<row r="1"><c r="A1" t="d"><v>2024-09-30</v></c></row>', {"A1": date(2024, 9, 30)}),
        ('<row r="1"><c r="A1" s="1"/></row>', {}),
        ('<row r="1"/><row r="2"><c r="B2"><v>1</v></c></row>', {"B2": 1}),
        ('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', {"A1": "KPI reference"}),
        (f'<row r="1"><c r="A1" {text("a &amp; &#163;1 &lt;5")}</row>', {"A1": "a & £1 <5"}),
        (f'<row r="1"><c r="A1" {text(" edge ")}</row>', {"A1": " edge "}),
        (
            '<row r="1"><c r="A1" t="inlineStr"><is><r><t>rich </t></r><r><t>text</t></r>'
            '<rPh sb="0" eb="1"><t>x</t></rPh></is></c></row>',
            {"A1": "rich text"},
        ),
        (
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="B1"><v>2</v></c></row>',
            {"A1": 1, "B1": 2},
        ),
        (
            '<row r="3"><c r="A3"><v>3</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>',
            {"A1": 1, "A3": 3},
        ),
        (
            '<row r="1"><c r="C1"><v>3</v></c><c r="A1"><v>1</v></c></row>',
            {"A1": 1, "C1": 3},
        ),
        ('<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>',
         {"A1": 1, "B1": 2, "A2": 3}),
        ("<row r='1'><c r='A1'><v>1</v></c></row>", {"A1": 1}),
        ('<row r="1"><c t="b" r="A1"><v>1</v></c></row>', {"A1": True}),
        ('<row r="1"><c r="A1"><v><![CDATA[7]]></v></c></row>', {"A1": 7}),
        ('<row r="1"><c r="A1"><v>1</v><extLst><ext uri="x"/></extLst></c></row>', {"A1": 1}),
    ],
)  # fmt: skip
def test_cells_are_read_rightly(xml: str, expected: dict[str, object]) -> None:
    """Every sort of cell, order and form has one right reading."""
    found = table(xml)
    assert found == expected
    assert list(map(type, found.values())) == list(map(type, expected.values()))


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        ('<row r="2"><c r="B2" t="s"><v>-1</v></c></row>', "Results!B2"),
        ('<row r="2"><c r="B2" t="s"><v>9999</v></c></row>', "Results!B2"),
        ('<row r="2"><c r="B2"><v>ninety</v></c></row>', "Results!B2"),
        ('<row r="2"><c r="B2"><v>NaN</v></c></row>', "Results!B2"),
        ('<row r="2"><c r="B2"><v>1e999</v></c></row>', "Results!B2"),
        ('<row r="2"><c r="B2"><v>1_000</v></c></row>', "Results!B2"),
        ('<row r="2"><c r="B2" s="99"><v>1</v></c></row>', "Results!B2"),
        ('<row r="2"><c r="B2" t="zz"><v>1</v></c></row>', "Results!B2"),
        ('<row r="2"><c r="B2" t="b"><v>2</v></c></row>', "Results!B2"),
        ('<row r="2"><c r="B2"><v>1</v></c><c r="B2"><v>2</v></c></row>', "twice"),
        ('<row r="2"><c r="B3"><v>1</v></c></row>', "B3"),
        ('<row r="2"><c r="B2"><v>1</v><v>2</v></c></row>', "two values"),
        ('<row r="0"><c r="A0"><v>1</v></c></row>', "no sheet has"),
        ('<row r="1"><c r="ZZZ1"><v>1</v></c></row>', "ZZZ"),
        ('<row r="1"><row r="2"><c r="A2"><v>1</v></c></row></row>', "none belong"),
        ('<row r="1"><c r="A1"><v>1</v></c>', "damaged"),
    ],
)
def test_cells_that_make_no_sense_are_refused(xml: str, words: str) -> None:
    """A wrong reading never comes out: the sentence names file and cell."""
    with pytest.raises(UnreadableWorkbookError) as refusal:
        table(xml)
    assert words in refusal.value.message
    assert "register.xlsx" in refusal.value.message


def test_stated_extent_is_not_believed() -> None:
    """Report tools state an extent of A1; all rows are read."""
    data = with_rows(
        "".join(f'<row r="{n}"><c r="C{n}"><v>{n}</v></c></row>' for n in range(1, 9)),
        before='<dimension ref="A1"/>',
    )
    assert len(rows(data)) == 8


def test_values_under_merged_cells_are_kept_and_merges_told() -> None:
    """A value hidden under a merge is not lost."""
    data = with_rows(
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>',
        after='<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>',
    )
    book = book_of("a.xlsx", data, Limits())
    assert book.sheets[0].facts.merged == ("A1:B1",)
    assert rows(data)[0].value(2) == 2


def test_cleaned_texts_are_told_by_row_and_column() -> None:
    """Invisible characters go, in shared and in own texts, and where is told."""
    shared = part(sound(), "xl/sharedStrings.xml").replace(b"2024/25 Q1", b"2024/25_x0007_ Q1")
    data = rezipped(sound(), {"xl/sharedStrings.xml": shared})
    found = rows(data)
    assert found[1].value(2) == "2024/25 Q1"
    assert found[1].cleaned == (2,)
    assert found[0].cleaned == ()
    own = rows(with_rows(f'<row r="1"><c r="A1" {text("a&#8203;b")}</row>'))
    assert (own[0].value(1), own[0].cleaned) == ("ab", (1,))


def test_a_sheet_too_large_to_be_kept_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are unpacked again for their reading where there was no room to keep their text."""
    kept = rows(sound())
    monkeypatch.setattr("pmf_cli.workbook.read._KEPT", 0)
    assert rows(sound()) == kept


def test_rows_can_be_walked_again_and_side_by_side() -> None:
    """Two walks at once do not disturb each other."""
    sheet = book_of("a.xlsx", sound(), Limits()).sheets[0]
    pairs = list(zip(sheet.rows(), sheet.rows(), strict=True))
    assert len(pairs) == 31
    assert all(left == right for left, right in pairs)


def test_macros_are_left_alone_with_a_remark(tmp_path: Path) -> None:
    """A workbook with macros is read, and said to hold them."""
    path = tmp_path / "register.xlsm"
    path.write_bytes(rezipped(sound(), {"xl/vbaProject.bin": b"\0\1\2"}))
    book = read_book(path, Limits())
    assert "macros" in book.remarks[0]
    assert len(book.sheets) == 2


def test_workbook_counting_from_1904() -> None:
    """Old Mac workbooks count days from 1904; dates come out right and the fact is told."""
    workbook = part(sound(), "xl/workbook.xml").replace(
        b"<workbookPr ", b'<workbookPr date1904="1" '
    )
    book = book_of("a.xlsx", rezipped(sound(), {"xl/workbook.xml": workbook}), Limits())
    assert book.sheets[0].facts.date_1904
    assert list(book.sheets[0].rows())[1].value(4) == date(2028, 4, 20)


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        ({"filled_cells": 20}, "filled cells"),
        ({"rows": 10}, "row 31"),
        ({"shared_texts": 3}, "texts"),
        ({"text_length": 5}, "text"),
        ({"parts": 3}, "inner parts"),
        ({"part_mb": 1}, "MB"),
        ({"unpacked_mb": 1}, "MB"),
    ],
)
def test_every_limit_is_named_in_its_refusal(limit: dict[str, int], words: str) -> None:
    """A council that meets a limit learns which setting to raise."""
    sheet = "xl/worksheets/sheet1.xml"
    large = rezipped(sound(), {sheet: part(sound(), sheet) + b"\n" * 2**20})
    with pytest.raises(UnreadableWorkbookError) as refusal:
        rows(large, Limits(**limit))
    assert words in refusal.value.message
    assert next(iter(limit)) in refusal.value.advice


def test_unforeseen_trouble_keeps_its_cause_and_hides_its_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever goes wrong inside, the officer reads a sentence and ``--debug`` finds the cause."""
    from pmf_cli.workbook import read

    def fail(*_: object) -> None:
        raise ZeroDivisionError("inner")

    monkeypatch.setattr(read, "styles_of", fail)
    with pytest.raises(UnreadableWorkbookError) as refusal:
        rows(sound())
    assert isinstance(refusal.value.__cause__, ZeroDivisionError)
    assert "inner" not in refusal.value.message
    assert "ZeroDivision" not in refusal.value.message
