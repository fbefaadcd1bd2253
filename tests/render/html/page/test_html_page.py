"""The page as a file: whole, small, safe, the same twice, and made in the council's own look."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from functools import cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from pmf_cli.errors import PmfError, UsageError
from pmf_cli.render.html.page.colours import DARK, on_dark
from pmf_cli.render.html.page.page import html_page, page_gaps
from pmf_cli.render.templates import templates_for
from pmf_cli.render.theme import contrast, theme_of
from pmf_cli.shipped import shipped
from pmf_cli.views.base import Entry
from pmf_cli.views.page.page import Page
from tests.running import EXAMPLE, pmf
from tests.views.page.test_making import SCRUTINY, page

MOST_BYTES = 1_500_000
"""Of the example's page, with its 103 KPIs."""


def file_of(one: Page, folder: Path | None = None) -> bytes:
    places = templates_for(folder)
    return html_page(one, theme_of(places), places)


@cache
def data() -> bytes:
    return file_of(page())


@cache
def read() -> Any:
    return html.document_fromstring(data().decode())


def test_the_page_is_one_small_file_and_the_same_twice():
    assert len(data()) < MOST_BYTES
    assert file_of(page()) == data()


def test_nothing_is_fetched_and_nothing_runs_but_its_own_script():
    """Style and script are allowed by their fingerprints; no attribute styles or runs anything."""
    for element in read().iter():
        assert element.tag not in ("link", "img", "iframe", "object", "form")
        assert "style" not in element.attrib and "src" not in element.attrib
        assert not any(str(name).startswith("on") for name in element.attrib)
    assert {href[0] for href in read().xpath("//@href")} == {"#"}
    (policy,) = read().xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'") and "unsafe" not in policy
    for name in ("style", "script"):
        (own,) = read().iter(name)
        print_of = b64encode(sha256((own.text or "").encode()).digest()).decode()
        assert f"{name}-src 'sha256-{print_of}'" in policy


def test_headings_go_down_step_by_step_names_are_used_once_and_links_lead_somewhere():
    levels = [int(one.tag[1]) for one in read().iter("h1", "h2", "h3", "h4")]
    assert levels[0] == 1 and all(after - before <= 1 for before, after in pairwise(levels))
    ids = [one.get("id") for one in read().iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in read().xpath("//@href")} <= set(ids)


def test_without_a_script_everything_is_there_to_be_read():
    """Nothing is hidden in the file: each KPI's article stands under its own name, and its row leads to it."""
    assert not read().xpath("//*[@hidden]")
    for row in page().rows:
        (link,) = read().xpath(f"//tr[@data-ref='{row.ref}']//a")
        (article,) = read().xpath(f"//article[@id='{link.get('href')[1:]}']")
        assert row.detail.message in article.text_content()


@pytest.mark.parametrize("spoil", ["//tr[@data-ref]", "//article", "//tr[@data-ref]/td[4]/b"])
def test_a_page_that_lacks_a_kpi_is_not_handed_out(spoil: str):
    whole = html.document_fromstring(data().decode())
    first = whole.xpath(spoil)[0]
    first.getparent().remove(first)
    assert list(page_gaps(page(), html.tostring(whole)))


def test_a_frame_without_the_table_is_refused(tmp_path: Path):
    (tmp_path / "templates").mkdir()
    frame = (shipped("templates") / "page.html.j2").read_text(encoding="utf-8")
    (tmp_path / "templates" / "page.html.j2").write_text(frame.replace("{{ table }}", ""), "utf-8")
    with pytest.raises(PmfError, match="would not show 103 of its 103 KPIs"):
        file_of(page(), tmp_path)


@pytest.mark.parametrize(("name", "text"), [("page.css", "a { background: url(x) }"), ("page.js", "x = '</script>'")])  # fmt: skip
def test_a_look_or_script_that_fetches_or_breaks_out_is_refused(
    tmp_path: Path, name: str, text: str
):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / name).write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=name):
        file_of(page(), tmp_path)


def test_what_the_register_says_is_words_and_never_markup():
    evil = '<script>alert(1)</script> " & {{ title }} </style>'
    first, *others = page().groups
    row = replace(first.rows[0], name=evil, cells=(Entry(evil), *first.rows[0].cells[1:]))
    spoilt = replace(page(), footer=evil, groups=(replace(first, rows=(row, *first.rows[1:])), *others))  # fmt: skip
    shown = html.document_fromstring(file_of(spoilt).decode())
    assert len(list(shown.iter("script"))) == 1 and len(list(shown.iter("style"))) == 1
    assert evil in [one.text_content() for one in shown.xpath("//a[@class='opens']")]


def test_the_councils_words_and_colours_come_from_the_theme(tmp_path: Path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "theme.toml").write_text('[tones.red]\nfill = "5B0F8B"\nink = "5B0F8B"\n', "utf-8")  # fmt: skip
    assert b"--red-fill: #5B0F8B" in file_of(page(), tmp_path)
    assert b"--red-fill: #5B0F8B" not in data()


def test_on_dark_ground_what_would_not_be_seen_is_lighter():
    for colour in ("96151D", "0B5D45", "17365D", "555555", "000000"):
        assert contrast(on_dark(colour, 4.5), DARK) >= 4.5
    assert on_dark("FFFFFF", 4.5) == "FFFFFF"
    declared = re.findall(rb"--tint: #([0-9a-f]{6})", data())
    assert DARK.lower().encode() in declared, "the stylesheet's ground is the one reckoned with"


def test_the_page_of_a_public_body_names_no_cell_and_no_post():
    text = html.document_fromstring(file_of(page(SCRUTINY)).decode()).xpath("string(//main)")
    assert ".xlsx" not in text and "Head of" not in text and "Written by" not in text


def test_the_command_writes_the_page_of_a_body(tmp_path: Path):
    ran = pmf("report", "page", "--register", EXAMPLE, "--output", tmp_path, "--quiet")
    assert ran.code == 0, ran.err
    ran = pmf("report", "page", "--body", "Adults", "--register", EXAMPLE, "--output", tmp_path, "--quiet")  # fmt: skip
    assert ran.code == 0, ran.err
    names = {file.name for file in tmp_path.iterdir()}
    assert names == {"page-2024-25-q3.html", "page-adults-and-health-dmt-2024-25-q3.html"}
    dmt = html.document_fromstring((tmp_path / max(names)).read_bytes())
    assert 0 < len(dmt.xpath("//article")) < 103
