"""Papers and lists as pages in a real browser: for everyone, at any width, by night, on paper, without asking for anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmf_cli.views.papers import PAPERS
from tests.browser.driving import Browser, Setting, cut_in_print
from tests.registers.build import rows_from_text
from tests.running import EXAMPLE, pmf

pytestmark = pytest.mark.slow

SETTINGS = (
    Setting(320),
    Setting(768, text=150),
    Setting(1280),
    Setting(1920, is_dark=True),
)
"""Each width, and each way of looking, once."""
LISTS = (
    "rag",
    "next",
    "status",
    "validate",
    "kpi show WM-03",
    "rag explain WM-03",
    "timetable show",
    "analyse benchmark",
)
"""Lists of each kind: long, of words and commands, of counts, of findings, of one KPI, of dates."""
NAMES = (*PAPERS, *LISTS)


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the pages are put."""
    return tmp_path_factory.mktemp("pages")


def whose(name: str) -> list[str]:
    """For which body a paper is made, where it has to be said."""
    kinds = PAPERS[name].made_for
    own = [row["body"] for row in rows_from_text()["Boards"] if row["kind"] in kinds]
    return ["--body", own[0]] if own else []


def page(folder: Path, name: str) -> Path:
    """A paper of the example, or a list with everything unfolded, as a page."""
    if name in PAPERS:
        to = folder / name
        ran = pmf(
            "report", name, *whose(name), "--register", EXAMPLE, "--format", "html",
            "--output", to, "--quiet",
        )  # fmt: skip
        assert ran.code == 0, ran.err
        return min(to.glob("*.html"))
    file = folder / f"{name.replace(' ', '-')}.html"
    text = pmf(*name.split(), "--register", EXAMPLE, "--format", "html").out
    file.write_text(text.replace("<details>", "<details open>"), encoding="utf-8")
    return file


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_for_everyone_at_any_width_and_asks_for_nothing(
    browser: Browser, pages: Path, name: str
) -> None:
    """No rule of WCAG 2.2 AA broken; it never moves sideways as a whole; the browser's log names the file alone."""
    file = page(pages, name)
    for setting in SETTINGS:
        browser.open(file, setting=setting)
        assert not browser.broken_rules(), f"{name}: {setting}"
        assert not browser.too_wide(), f"{name}: {setting}"
        assert not browser.fetched() and not browser.complaints(), f"{name}: {setting}"
    browser.look(Setting(320, text=200))
    assert not browser.too_wide()


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_a_page_is_cut_in_print(browser: Browser, pages: Path, name: str) -> None:
    """Every cell, line and heading is on paper whole."""
    browser.open(page(pages, name))
    assert not cut_in_print(
        browser, browser.print(), "th", "td", "p", "li", "h1, h2, h3, h4", "caption"
    )
