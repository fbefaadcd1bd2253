"""Lists as pages: every row and cell that their CSV has, in words, marks and colours, with nothing fetched."""

from __future__ import annotations

import csv
import io
import shutil
from inspect import signature
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import pytest
from lxml import html

from pmf_cli.cli import COMMANDS
from pmf_cli.render.data import GUARD
from pmf_cli.render.html.list_page import html_list
from pmf_cli.render.templates import templates_for
from pmf_cli.render.theme import theme_of
from pmf_cli.views.base import Section
from pmf_cli.views.listing import Field, ListDefinition
from tests.render.test_data import listing
from tests.running import EXAMPLE, pmf

LISTS = (
    ("rag",), ("rag", "--rating", "Red"), ("rag", "explain", "WM-03"), ("rag", "fragile"),
    ("rag", "what-if", "--tolerance", "3% of target"), ("kpi", "list"), ("kpi", "show", "WM-03"), ("kpi", "results"),
    ("next",), ("status",), ("files",), ("validate",), ("validate", "--all"), ("validate", "--coverage"),
    ("highlights",), ("commentary", "request", "--all"), ("commentary", "check"), ("scope", "list"),
    ("timetable", "show"), ("timetable", "make"), ("remind",), ("targets", "review"),
    ("analyse", "spc"), ("analyse", "forecast"), ("analyse", "splits"), ("analyse", "benchmark"),
     ("ledger", "export"), ("collect", "status"), ("upgrade",),
)  # fmt: skip
"""Commands that print a list."""


def page_and_rows(*words: str) -> tuple[Any, list[list[str]]]:
    """What a command prints as a page, and the rows of its CSV, headings first."""
    given = [pmf(*words, "--register", EXAMPLE, "--format", form).out for form in ("html", "csv")]
    rows = csv.reader(io.StringIO(given[1].removeprefix("\ufeff"), newline=""))
    return html.document_fromstring(given[0]), list(rows)


def shown(cell: Any) -> str:
    """The words of a cell, without the mark before them."""
    marks = cell.xpath("span[@aria-hidden]")
    words = "".join(cell.itertext())
    return words.removeprefix(f"{marks[0].text} ") if marks else words


def one_line(text: str) -> str:
    return " ".join(text.removeprefix(GUARD).split())


@pytest.mark.parametrize("words", LISTS, ids=" ".join)
def test_a_lists_page_has_every_row_and_cell_of_its_csv(words: tuple[str, ...]) -> None:
    page, (names, *rows) = page_and_rows(*words)
    (table,) = page.xpath("//table[@data-name='every_field']")
    heads = [one.text for one in table.iterfind("thead//th")]
    assert heads == [name.replace("_", " ").capitalize() for name in names]
    cells = [[one_line(shown(cell)) for cell in row] for row in table.iterfind("tbody/tr")]
    assert cells == [[one_line(cell) for cell in row] for row in rows]


@pytest.mark.parametrize(
    "words", [("rag",), ("next",), ("validate",), ("timetable", "show")], ids=" ".join
)
def test_a_lists_page_is_one_whole_page_for_everyone(words: tuple[str, ...]) -> None:
    """One heading of the first level, those below step by step, named tables, headings of cells; nothing is fetched."""
    page, _ = page_and_rows(*words)
    levels = [int(one.tag[1]) for one in page.iter("h1", "h2", "h3", "h4")]
    assert levels.count(1) == 1 and all(after - before <= 1 for before, after in pairwise(levels))
    for table in page.iter("table"):
        assert table.findtext("caption")
        assert {cell.get("scope") for cell in table.iterfind("thead//th")} == {"col"}
        assert all(row[0].get("scope") == "row" for row in table.iterfind("tbody/tr"))
    assert not list(page.iter("script", "link", "img", "iframe", "object", "form"))
    assert not page.xpath("//@style") and {href[0] for href in page.xpath("//@href")} == {"#"}
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'")


def test_what_the_screen_shows_stands_above_what_programs_get() -> None:
    """The rows with all their fields are folded away, so that a reader meets the list first."""
    page, _ = page_and_rows("rag")
    assert [one.text for one in page.iter("h1")] == [
        "Aldermere City Council: ratings for 2024/25 Q3"
    ]
    outer = [one for one in page.iter("table") if not one.xpath("ancestor::details")]
    assert len(outer) == 5 and outer[0].findtext("thead//th") == "Ref"
    (inner,) = page.xpath("//details[.//table[@data-name='every_field']]")
    assert inner.get("open") is None and inner.findtext("summary")
    assert sum(len(one.findall("tbody/tr")) for one in outer) == 103


def test_sections_of_one_level_stay_on_one_level() -> None:
    """A list whose sections all lie on the second level has them side by side, not one below the other."""
    page, _ = page_and_rows("next")
    assert {one.tag for one in page.xpath("//main//*[self::h2 or self::h3 or self::h4]")} == {"h2"}


def test_a_page_is_read_in_the_councils_words_and_colours(tmp_path: Path) -> None:
    """CSV keeps the field's words; the page is for people and says what the council calls a rating."""
    folder = tmp_path / "r"
    shutil.copytree(EXAMPLE, folder)
    (folder / "templates").mkdir()
    (folder / "templates" / "theme.toml").write_text(
        '[tones.red]\nword = "Off track"\nfill = "000080"\n', encoding="utf-8"
    )
    ran = pmf("rag", "--rating", "Red", "--register", folder, "--format", "html")
    page = html.document_fromstring(ran.out)
    ratings = page.xpath("//table[@data-name='every_field']//td[contains(@class, 'tone-red')]")
    said = {" ".join("".join(one.itertext()).split()) for one in ratings}
    assert said == {"■ Off track"} and "#000080" in page.findtext("head/style")
    assert ",Red," in pmf("rag", "--register", folder, "--format", "csv").out


def test_a_page_stands_alone_on_standard_output() -> None:
    """Whatever else a command says goes to the error stream, so that the page can be put into a file."""
    for words in (("remind", "--text"), ("validate", "--quiet")):
        out = pmf(*words, "--register", EXAMPLE, "--format", "html").out
        assert out.startswith("<!doctype html>") and out.rstrip().endswith("</html>"), words


def test_the_ledger_is_written_into_a_file_as_a_page(tmp_path: Path) -> None:
    file = tmp_path / "ledger.html"
    asked = ("ledger", "export", "--register", EXAMPLE, "--output", file, "--format", "html")
    assert pmf(*asked).code == 0
    assert html.document_fromstring(file.read_text("utf-8")).xpath("//h1")


def test_evidence_about_a_kpi_is_written_as_a_page_where_that_is_asked_for(tmp_path: Path) -> None:
    asked = ("kpi", "show", "WM-03", "--evidence", "--register", EXAMPLE, "--output", tmp_path)
    assert pmf(*asked, "--format", "html").code == 0
    assert [one.suffix for one in tmp_path.iterdir()] == [".html"]


def test_what_a_list_says_is_words_and_never_markup() -> None:
    """Names that look like tags, and signs that no page may hold, do no harm."""
    evil = '<script>alert(1)</script> & "quotes"\x0b{{ title }}'
    fields = (Field("name", "Name", "Any <b>.", lambda row: row),)
    found = ListDefinition("pmf/any/1", "Any.", "items", fields).listing(
        [evil],
        {},
        (Section("A <i>heading</i>", 1, ()),),
        register="R",
        as_of=listing({"a": 1}).as_of,
    )
    places = templates_for()
    made = html_list(found, theme_of(places), places)
    assert b"<script>" not in made and b"<i>" not in made
    assert evil.replace("\x0b", "") in html.document_fromstring(made.decode()).xpath("//th/text()")


def test_whatever_can_be_had_as_json_can_be_had_as_a_page() -> None:
    """No list is left out; the long table is a file for programs of analysis, not a list to read."""
    forms = {
        words: {one.value for one in get_args(signature(function).parameters["form"].annotation)[0]}
        for words, function in COMMANDS
        if "form" in signature(function).parameters
    }
    lists = [words for words, choices in forms.items() if "json" in choices]
    assert len(lists) > 20
    assert [words for words in lists if "html" not in forms[words]] == ["export"]
