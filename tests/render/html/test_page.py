"""Papers as pages: whole, safe, reachable by everyone, and with nothing fetched."""

from __future__ import annotations

import re
from base64 import b64encode
from datetime import date
from functools import cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from pmf_cli.analysis.issued.issue_history import History
from pmf_cli.errors import UsageError
from pmf_cli.pipeline import assessed, open_register
from pmf_cli.render.html.paper import html_report
from pmf_cli.render.package_places import package_places
from pmf_cli.render.reading_back import html_gaps
from pmf_cli.render.templates import templates_for
from pmf_cli.render.theme import theme_of
from pmf_cli.shipped import shipped
from pmf_cli.views.base import Bars, Chart, Paragraph, Report, Section
from tests.papers import made
from tests.running import EXAMPLE, pmf

Q3 = ("--as-of", "2025-02-03", "--period", "2024/25 Q3")


@cache
def report(name: str = "clt") -> Report:
    """A paper of the example."""
    found = assessed(
        open_register(EXAMPLE), period="2024/25 Q3", as_of=date(2025, 2, 3), with_checks=True
    )
    return made(name, found, History())


def page_of(one: Report, folder: Path | None = None) -> bytes:
    places = templates_for(folder)
    return html_report(one, theme_of(places), places)


@cache
def page() -> Any:
    return html.document_fromstring(page_of(report()).decode())


def test_everything_of_the_report_stands_in_the_page():
    """Every heading, paragraph, cell and drawing; the reading back would refuse it otherwise."""
    assert not html_gaps(report(), page_of(report()))
    drawn = [
        one
        for section in report().sections
        for one in section.plain_blocks
        if isinstance(one, Chart | Bars)
    ]
    said = {one.get("aria-label") for one in page().iter("svg")}
    assert {one.alt for one in drawn} <= said and len(drawn) > 4
    assert [one.text for one in page().iter("h1")] == [report().title]


@pytest.mark.parametrize("spoil", ["a row", "a cell", "a paragraph", "a heading", "a drawing"])
def test_a_page_that_lacks_something_is_not_handed_out(spoil: str):
    whole = html.document_fromstring(page_of(report()).decode())
    path = {
        "a row": "//tbody/tr[2]", "a cell": "//tbody/tr[1]/td[2]", "a paragraph": "//main//p", "a heading": "//h3",
        "a drawing": "//figure",
    }[spoil]  # fmt: skip
    first = whole.xpath(path)[0]
    first.getparent().remove(first)
    assert html_gaps(report(), html.tostring(whole))


def test_nothing_is_fetched_and_nothing_runs():
    """The page says so to the browser; the one style in it is allowed by its own fingerprint."""
    for element in page().iter():
        assert element.tag not in ("script", "link", "img", "iframe", "object", "form")
        assert "style" not in element.attrib
        assert not any(str(name).startswith("on") for name in element.attrib)
    assert {href[0] for href in page().xpath("//@href")} == {"#"}
    (policy,) = page().xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    (style,) = page().iter("style")
    own = b64encode(sha256((style.text or "").encode()).digest()).decode()
    assert policy.startswith("default-src 'none'") and f"'sha256-{own}'" in policy


def test_headings_go_down_step_by_step_and_every_link_leads_somewhere():
    levels = [int(one.tag[1]) for one in page().iter("h1", "h2", "h3", "h4")]
    assert levels[0] == 1 and all(after - before <= 1 for before, after in pairwise(levels))
    ids = [one.get("id") for one in page().iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    assert {one.get("href")[1:] for one in page().iter("a")} <= set(ids)


def test_every_table_has_its_name_and_each_cell_its_headings():
    tables = list(page().iter("table"))
    assert len(tables) == len(list(report().tables()))
    for one in tables:
        assert one.find("caption").text
        assert {cell.get("scope") for cell in one.iterfind("thead//th")} == {"col"}
        assert all(row[0].get("scope") == "row" for row in one.iterfind("tbody/tr"))
        assert one.getparent().get("tabindex") == "0"


def small(*blocks: Any) -> Report:
    """A report of one section."""
    return Report(
        "clt", "A & B", "", (), (Section("Part <one>", 1, blocks),), date(2025, 1, 1), council="C"
    )


def test_what_the_register_says_is_words_and_never_markup():
    """A name that looks like a tag is printed as it stands."""
    evil = '<script>alert(1)</script> & "quotes" {{ title }}'
    made_page = page_of(small(Paragraph(evil)))
    assert b"<script>" not in made_page
    shown = html.document_fromstring(made_page.decode())
    assert evil in [one.text for one in shown.iter("p")]


def test_colour_is_never_alone_and_marks_are_not_read_aloud():
    """Mark and word stand before the figure; who listens hears the word alone."""
    places = templates_for(None)
    theme = theme_of(places)
    marks = {theme.look(tone).mark for tone in theme.tones if theme.look(tone).mark}
    found = [one for one in page().iter("span") if one.get("class") == "mark"]
    assert found and {one.text for one in found} <= marks
    assert all(
        (one.get("aria-hidden") == "true" and (one.tail or "").strip()) or one.getnext() is not None
        for one in found
    )


def test_the_councils_own_frame_and_look_are_used(tmp_path: Path):
    (tmp_path / "templates").mkdir()
    frame = (shipped("templates") / "paper.html.j2").read_text(encoding="utf-8")
    (tmp_path / "templates" / "paper.html.j2").write_text(
        frame.replace("<footer>", "<footer>Ours. "), encoding="utf-8"
    )
    (tmp_path / "templates" / "paper.css").write_text("h1 { color: #123456; }", encoding="utf-8")
    found = page_of(report(), tmp_path).decode()
    assert "Ours. " in found and "#123456" in found


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("paper.html.j2", "<html><body>{{ title }}</body></html>", "would lack"),
        ("paper.html.j2", "<html>{{ nothing.such }}</html>", "cannot be filled in"),
        ("paper.css", "@import 'https://www.example.org/x.css';", "nothing is fetched"),
        (
            "paper.css",
            "h1 { background: url(https://www.example.org/x.png) }",
            "nothing is fetched",
        ),
        ("paper.css", "</style><script>", "nothing is fetched"),
    ],
)
def test_a_frame_or_look_that_loses_or_fetches_something_is_refused(
    tmp_path: Path, name: str, text: str, said: str
):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / name).write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=said):
        page_of(report(), tmp_path)


def test_the_command_writes_a_page_and_final_holds_it_against_the_register(tmp_path: Path):
    ran = pmf("report", "clt", "--register", EXAMPLE, *Q3, "--format", "html", "--output", tmp_path)
    assert ran.code == 0, ran.all
    (path,) = tmp_path.glob("*.html")
    again = pmf(
        "report", "clt", "--register", EXAMPLE, *Q3, "--format", "html", "--output", tmp_path
    )
    assert "unchanged" in again.all
    ran = pmf(
        "report",
        "clt",
        "--register",
        EXAMPLE,
        *Q3,
        "--format",
        "html",
        "--final",
        "--output",
        tmp_path,
    )
    assert "scorecard" not in ran.err and "Another figure" not in ran.err, ran.all
    texts = [text for place in package_places(path.read_bytes()) for text in place.texts]
    assert report().title in texts


def test_a_comment_or_attribute_of_a_page_hides_nothing_from_the_search_for_leaks():
    data = b"<!doctype html><html><body data-x='4711'><!-- 3391 --><p>Words</p></body></html>"
    texts = " ".join(text for place in package_places(data) for text in place.texts)
    assert "4711" in texts and "3391" in texts and "Words" in texts


@pytest.mark.slow
def test_every_paper_of_the_example_can_be_had_as_a_page(tmp_path: Path):
    """Each is read back as it is made."""
    ran = pmf("report", "all", "--register", EXAMPLE, *Q3, "--format", "html", "--output", tmp_path)
    assert ran.code == 0, ran.all
    for paper in (
        "annual",
        "plan",
        "definitions",
        "highlights",
        "priority",
        "snapshot",
        "portfolio",
    ):
        ran = pmf(
            "report", paper, "--register", EXAMPLE, *Q3, "--format", "html", "--output", tmp_path
        )
        assert ran.code == 0, ran.all
    for path in tmp_path.glob("*.html"):
        shown = html.document_fromstring(path.read_text(encoding="utf-8"))
        ids = [one.get("id") for one in shown.iter() if one.get("id")]
        assert len(ids) == len(set(ids)), path.name
        assert not re.search(r"https?://(?!www\.example\.org)", path.read_text(encoding="utf-8")), (
            path.name
        )
