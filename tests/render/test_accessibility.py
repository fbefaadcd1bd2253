"""The checks on finished papers: silent on ours, and each rule heard when it is broken."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from functools import cache

import openpyxl
import pytest

from pmf_cli.errors import UsageError
from pmf_cli.render.accessibility import (
    excel_problems,
    faults_of,
    refuse_inaccessible,
    word_problems,
)
from pmf_cli.render.excel.book import excel_report
from pmf_cli.render.office_file import packed
from pmf_cli.render.templates import templates_for
from pmf_cli.render.theme import theme_of
from pmf_cli.render.word.paper import word_report
from tests.render.specimens import report

PLACES = templates_for()
THEME = theme_of(PLACES)


@cache
def word() -> bytes:
    """A paper in Word."""
    return word_report(report(12, charts=1), THEME, PLACES)


@cache
def excel() -> bytes:
    """Its workbook."""
    return excel_report(report(12, charts=1), THEME, PLACES)


def broken(data: bytes, part: str, old: str, new: str) -> bytes:
    """A finished file with one thing changed everywhere in a part."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    text = parts[part].decode()
    assert old in text
    parts[part] = text.replace(old, new).encode()
    return packed(parts, date(2024, 1, 1))


def test_our_papers_have_no_problems() -> None:
    """What the tool makes can be read by everyone."""
    assert word_problems(word()) == ()
    assert excel_problems(excel()) == ()


@pytest.mark.parametrize(
    ("part", "old", "new", "told"),
    [
        ("docProps/core.xml", report(2).full_title, " ", "title"),
        ("word/styles.xml", '<w:lang w:val="en-GB"', '<w:lang w:val="en-US"', "language"),
        ("word/document.xml", "<w:tblHeader/>", "", "heading row"),
        ("word/document.xml", "WM-03", "", "empty cells"),
        ("word/document.xml", ">Reference<", "><", "empty heading"),
        ("word/document.xml", 'descr="Below', 'title="Below', "alternative text"),
        ("word/document.xml", '<w:color w:val="FFFFFF"/>', "", "colour of its own"),
        ("word/document.xml", 'w:fill="96151D"', 'w:fill="EEEEEE"', "contrast"),
        ("word/document.xml", ">Summary<", "> <", "heading is empty"),
        ("word/document.xml", '"Heading2"', '"Heading3"', "jumps"),
        (
            "word/document.xml",
            '<w:shd w:val="clear"',
            '<w:gridSpan w:val="2"/><w:shd w:val="clear"',
            "merged",
        ),
    ],
)
def test_each_rule_for_word_is_heard(part: str, old: str, new: str, told: str) -> None:
    """One thing broken, one kind of sentence about it."""
    assert any(told in problem for problem in word_problems(broken(word(), part, old, new)))


@pytest.mark.parametrize(
    ("part", "old", "new", "told"),
    [
        ("docProps/core.xml", report(2).full_title, "", "title"),
        (
            "xl/worksheets/sheet1.xml",
            "</sheetData>",
            '</sheetData><mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>',
            "merged",
        ),
        ("xl/worksheets/sheet1.xml", '<row r="1"', '<row hidden="1" r="1"', "hidden"),
        ("xl/worksheets/sheet1.xml", "<v>", "<f>1+1</f><v>", "formulas"),
        ("xl/worksheets/sheet1.xml", 'r="A1"', 'r="A99"', "A1"),
        ("xl/worksheets/sheet1.xml", 'r="A1"', 'r="D1"', "marked up"),
        ("xl/drawings/drawing1.xml", 'descr="Below', 'title="Below', "alternative text"),
        ("xl/tables/table2.xml", 'ref="A4:', 'ref="B4:', "column A"),
        ("xl/tables/table2.xml", ":W10", ":W12", "empty cells"),
    ],
)
def test_each_rule_for_excel_is_heard(part: str, old: str, new: str, told: str) -> None:
    """One thing broken, one kind of sentence about it."""
    assert any(told in problem for problem in excel_problems(broken(excel(), part, old, new)))


def test_workbooks_of_other_programs_are_read_too() -> None:
    """Attributes in another order, absolute part names: the rules still hold."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Title"])
    sheet.append(["a", "b", "c"])
    sheet.merge_cells("A1:C1")
    buffer = io.BytesIO()
    book.save(buffer)
    problems = faults_of(buffer.getvalue(), "xlsx")
    assert any("merged" in problem for problem in problems)
    assert any("not marked up" in problem for problem in problems)
    assert any("no title" in problem for problem in problems)


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x03\x04 half a file"])
def test_what_is_no_office_file_is_told(data: bytes) -> None:
    """A cut or foreign file ends in a sentence."""
    with pytest.raises(UsageError):
        faults_of(data, "docx")
    with pytest.raises(UsageError):
        faults_of(excel(), "docx")


def test_a_paper_with_problems_is_refused_and_one_without_goes_out() -> None:
    """The sentence names what it was made with and the first problems."""
    refuse_inaccessible((), "the template clt.docx")
    with pytest.raises(UsageError) as caught:
        refuse_inaccessible([f"Problem {number}." for number in range(9)], "the template clt.docx")
    assert "clt.docx" in caught.value.message
    assert "3 more" in caught.value.message
