"""A finished page read again: each rule is heard, a good page breaks none, and it says of which day it is."""

from __future__ import annotations

from datetime import date

import pytest

from pmf_cli.errors import UsageError
from pmf_cli.render.accessibility import faults_of
from pmf_cli.render.html.finished import FoundPage, page_problems
from tests.running import EXAMPLE, pmf

GOOD = """<!doctype html>
<html lang="en-GB"><head><title>Performance</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="dcterms.created" content="2025-02-03"></head>
<body><h1>Performance</h1><h2>Scorecard</h2>
<p id="first"><a href="https://example.org">The council</a> <button aria-label="Close">x</button></p>
<img src="data:image/png;base64,AA" alt="The council">
<div role="img" aria-label="A line"><svg><svg><path/></svg></svg></div> <svg aria-hidden="true"></svg>
<table><tr><th scope="col">KPI</th></tr><tr><td>Bins</td></tr></table></body></html>"""


def test_a_good_page_breaks_no_rule_and_says_of_which_day_it_is() -> None:
    found = FoundPage(GOOD.encode())
    assert page_problems(found) == ()
    assert found.made_on == date(2025, 2, 3)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (' lang="en-GB"', "", "3.1.1"),
        ("<title>Performance</title>", "", "2.4.2"),
        ("initial-scale=1", "maximum-scale=1.0", "1.4.4"),
        ("<h1>Performance</h1>", "", "one heading of the whole"),
        ("<h2>", "<h4>", "leaves out a level"),
        (' alt="The council"', "", "A picture"),
        (' aria-label="A line"', "", "A drawing"),
        (">The council</a>", "></a>", "A link or button"),
        ('<button aria-label="Close">x', "<button>", "A link or button"),
        ('<th scope="col">KPI</th>', "<td>KPI</td>", "A table"),
        ("<h1>", '<h1 id="first">', "the name first"),
        ("data:image/png;base64,AA", "https://example.org/logo.png", "fetches something"),
    ],
)
def test_each_rule_for_pages_is_heard(old: str, new: str, told: str) -> None:
    """One thing broken, one kind of sentence about it."""
    assert old in GOOD
    problem, *_ = page_problems(FoundPage(GOOD.replace(old, new, 1).encode()))
    assert told in problem


def test_a_page_without_a_day_has_none() -> None:
    assert FoundPage(GOOD.replace("2025-02-03", "soon").encode()).made_on is None


@pytest.mark.parametrize("body", ["", "Performance pages of the website"])
def test_report_check_looks_through_pages_too(tmp_path, body: str) -> None:
    """As pmf wrote it a page has no fault but that the example's settings are for rehearsal; a number of somebody is one."""
    ran = pmf("report", "page", "--body", body, "--register", EXAMPLE, "--output", tmp_path, "-q")
    assert ran.code == 0, ran.err
    (page,) = tmp_path.glob("*.html")
    assert faults_of(page.read_bytes(), "html") == ()
    ran = pmf("report", "check", tmp_path, "--register", EXAMPLE)
    assert ran.out.count("\n") == 1 and "rehearsal" in ran.out, ran.all
    assert "does not bear the name" not in ran.all
    if body:
        text = page.read_text(encoding="utf-8")
        page.write_text(text.replace("</body>", "<!-- 07700 900123 --></body>"), encoding="utf-8")
        assert "a comment" in pmf("report", "check", page, "--register", EXAMPLE).out


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"Bins are collected."])
def test_what_is_no_page_is_refused_in_one_sentence(tmp_path, data: bytes) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(data)
    with pytest.raises(UsageError):
        faults_of(data, "html")
    ran = pmf("report", "check", file)
    assert ran.code == 2 and "no page" in ran.err
