"""The page in a real browser: worked by keyboard, read without a script, the same figures as the list of ratings."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.browser.driving import Browser, Setting, cut_in_print, started
from tests.running import EXAMPLE, pmf

pytestmark = pytest.mark.slow

TAB, ENTER, SPACE, ESCAPE, DOWN, UP, LEFT, RIGHT = (
    "\ue004", "\ue007", " ", "\ue00c", "\ue015", "\ue013", "\ue012", "\ue014",
)  # fmt: skip
SETTINGS = (
    Setting(320),
    Setting(768, is_dark=True, text=150),
    Setting(1280),
    Setting(1920, is_dark=True),
)
"""Each width and each way of looking."""
VIEWS = {
    "": "",
    "open=AC-06": ".opened",
    "rating=Red&group=portfolio&sort=gap": "#chosen",
    "view=compare": "#compare",
    "view=meeting": "#stage",
    "view=meeting&of=shown&rating=Amber&text=125": "#stage",
}
"""Each view of the page by what stands after # in the address, with what is to be seen in it."""


@pytest.fixture(scope="session")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the example."""
    to = tmp_path_factory.mktemp("page")
    ran = pmf("report", "page", "--register", EXAMPLE, "--output", to, "--quiet")
    assert ran.code == 0, ran.err
    (file,) = to.glob("*.html")
    return file


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """That of one directorate: the same in kind, and looked at in a fifth of the time."""
    to = tmp_path_factory.mktemp("small")
    ran = pmf(
        "report", "page", "--body", "Adults", "--register", EXAMPLE, "--output", to, "--quiet"
    )
    assert ran.code == 0, ran.err
    (file,) = to.glob("*.html")
    return file


@pytest.fixture(scope="session")
def ratings() -> Any:
    """What the list of ratings says, for programs."""
    return json.loads(pmf("rag", "--register", EXAMPLE, "--format", "json", "--quiet").out)


def shown(browser: Browser) -> list[str]:
    """References of the rows that can be seen, in order."""
    return list(
        browser.script(
            "return [...document.querySelectorAll('tr[data-ref]')].filter(one => one.checkVisibility()).map(one => one.dataset.ref)"
        )
    )


def address(browser: Browser) -> str:
    """What stands after # in the address."""
    return str(browser.script("return decodeURIComponent(location.hash.slice(1))"))


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_is_for_everyone_at_any_width_and_asks_for_nothing(
    browser: Browser, small: Path, view: str
) -> None:
    for setting in SETTINGS:
        browser.open(small, view, setting)
        assert not VIEWS[view] or browser.texts(VIEWS[view]), view
        assert not browser.broken_rules(), f"{view}: {setting}"
        assert not browser.too_wide(), f"{view}: {setting}"
        assert not browser.fetched() and not browser.complaints(), f"{view}: {setting}"
    browser.open(small, view, Setting(320, text=200))
    assert not browser.too_wide()


def test_the_whole_example_is_for_everyone_too(browser: Browser, page: Path) -> None:
    browser.open(page)
    assert not browser.broken_rules() and not browser.too_wide()


def test_figures_ratings_and_counts_are_those_of_the_list_of_ratings(
    browser: Browser, page: Path, ratings: Any
) -> None:
    """Read out of the browser's own document, for every KPI."""
    browser.open(page)
    found = browser.script(
        """
        const text = one => one.textContent.replace(/\\s+/g, ' ').trim();
        return [...document.querySelectorAll('tr[data-ref]')].map(row => {
          const article = document.querySelector(`article[data-ref="${row.dataset.ref}"]`), facts = {};
          for (const one of article.querySelectorAll('[data-field]')) facts[one.dataset.field] = text(one);
          return {ref: row.dataset.ref, said: text(article), ...facts, rating: row.dataset.rating.split('|')[0], word: facts.rating};
        })
        """
    )
    by_ref = {one["ref"]: one for one in found}
    assert len(found) == len(by_ref) == len(ratings["kpis"])
    for kpi in ratings["kpis"]:
        there = by_ref[kpi["ref"]]
        assert there["rating"].removeprefix("Not rated") == (kpi["rating"] or ""), kpi["ref"]
        for field in ("result_text", "target_text", "direction_text", "comparator_text"):
            assert there.get(field) == kpi[field], (kpi["ref"], field)
        word = kpi["rating"] or kpi["not_rated_because"]
        assert word in there["word"], kpi["ref"]
        why = kpi["reason"].partition(f": {kpi['rating']}.")[0].rstrip(".")
        assert why.casefold() in there["said"].casefold(), kpi["ref"]
        for cell in ("result_cell", "target_cell", "comparator_cell"):
            assert kpi[cell] is None or kpi[cell] in there["said"], (kpi["ref"], cell)
    counts = ratings["counts"]
    tiles = browser.script(
        "return [...document.querySelectorAll('.tile')].map(one => Number(one.querySelector('.count').textContent))"
    )
    assert tiles[:4] == [counts[key] for key in ("red", "amber", "green", "not_rated")]


def test_only_the_row_that_is_open_shows_its_detail(browser: Browser, page: Path) -> None:
    """Closed ones take no room and hold nothing that Tab comes to, whatever the page's look says of the others."""
    tall = "return [...document.querySelectorAll('#kpis article')].filter(one => one.getBoundingClientRect().height > 1).length"
    for view in ("", "find=zzzz", "open=AC-06"):
        browser.open(page, view)
        assert browser.script(tall) == 0
        assert len(browser.texts(".opened article")) == (view == "open=AC-06")


def test_a_link_within_the_page_keeps_what_is_chosen(browser: Browser, page: Path) -> None:
    """Over to the comparison and back: the address still says what is shown, and what is copied opens it."""
    browser.open(page, "rating=Red&directorate=Children+and+Families")
    before = shown(browser)
    for name in ("compare", ""):
        browser.script("document.querySelector(`nav a[data-view='${arguments[0]}']`).click()", name)
        assert browser.becomes("return document.documentElement.dataset.view", name)
    assert shown(browser) == before and len(before) < 12
    assert browser.becomes("return location.hash.includes('rating=Red')", True)
    browser.open(page, "%")
    assert len(shown(browser)) == 103 and not browser.complaints()


def test_the_choice_of_display_opens_within_the_window(browser: Browser, page: Path) -> None:
    """Those who need large text need it first."""
    for width in (320, 360, 1280):
        browser.open(page, "", Setting(width))
        browser.script("document.querySelector('.display summary').click()")
        box = browser.script("const box = document.querySelector('.display > div').getBoundingClientRect(); return [box.left, box.right]")  # fmt: skip
        assert box[0] >= 0 and box[1] <= width, width


def test_the_page_is_worked_by_keyboard_alone(browser: Browser, page: Path) -> None:
    """Filter, sort, open a row, read the sum, copy a link; the address keeps the view, and a link opens it."""
    browser.open(page)
    browser.script("document.querySelector('.tile button').focus()")
    browser.keys(SPACE)
    assert len(shown(browser)) == 12 and address(browser) == "rating=Red"
    assert browser.script("return document.activeElement.getAttribute('aria-pressed')") == "true"
    to_button(browser, "KPI")
    browser.keys(ENTER)
    names = browser.script("return [...document.querySelectorAll('tr[data-ref]:not([hidden]) .opens')].map(one => one.textContent)")  # fmt: skip
    assert "sort=name" in address(browser)
    browser.script("document.querySelector('tr[data-ref]:not([hidden]) .opens').focus()")
    first = browser.focused()
    assert first in names
    browser.keys(DOWN)
    assert browser.focused() != first
    browser.keys(UP, ENTER)
    assert browser.script("return document.activeElement.getAttribute('aria-expanded')") == "true"
    words = browser.texts(".opened .behind")[0]
    assert "Why Red" in words and "Therefore Red." in words and ".xlsx" in words
    assert reached(browser, "Copy link to this KPI")
    browser.keys(ENTER)
    assert browser.becomes("return document.querySelector('#said').textContent", "Link copied.")
    view = address(browser)
    browser.keys(ESCAPE)
    assert not browser.texts(".opened") and browser.focused() == first
    browser.open(page, view)
    assert len(shown(browser)) == 12 and browser.texts(".opened .behind") == [words]


def to_button(browser: Browser, words: str) -> None:
    """Puts the focus on a button of the table's head."""
    browser.script(
        "[...document.querySelectorAll('.score > thead button')].find(one => one.textContent.startsWith(arguments[0])).focus()",
        words,
    )


def reached(browser: Browser, words: str) -> bool:
    """Whether Tab comes to a button from where the focus is, each stop seen and not hidden under what is fixed."""
    for _ in range(25):
        if browser.focused() == words:
            return True
        browser.keys(TAB)
        is_clear = browser.script(
            """
            const box = document.activeElement.getBoundingClientRect();
            const at = document.elementFromPoint(box.left + Math.min(box.width / 2, 20), box.top + box.height / 2);
            return !at || document.activeElement.contains(at) || at.contains(document.activeElement);
            """
        )
        assert is_clear, browser.focused()
    return False


def test_filters_search_and_groups_choose_the_rows_that_they_say(
    browser: Browser, page: Path, ratings: Any
) -> None:
    some = [kpi["ref"] for kpi in ratings["kpis"] if kpi["directorate"] == "City Development"]
    browser.open(page, "directorate=City Development&sort=name")
    assert sorted(shown(browser)) == sorted(some)
    assert browser.texts("#shown") == [f"{len(some)} of 103 shown"]
    browser.open(page, "find=temporary accommodation")
    assert "HO-06" in shown(browser) and len(shown(browser)) < 10
    browser.open(page, "group=rating&nonsense=1&rating=")
    heads = browser.script(
        "return [...document.querySelectorAll('.group .group')].map(one => one.textContent)"
    )
    assert heads == ["Red", "Amber", "Green", "Not rated"] and len(shown(browser)) == 103


def test_the_name_of_a_bar_chooses_the_kpis_that_it_counts(browser: Browser, page: Path) -> None:
    """With a script; without one it leads to the heading over them."""
    browser.open(page, "rating=Red")
    browser.script("document.querySelector('.bar-table a').focus()")
    label = browser.focused()
    browser.keys(ENTER)
    counts = browser.script(
        "return [...[...document.querySelectorAll('.bar-table tr')].find(one => one.innerText.includes(arguments[0])).querySelectorAll('td.unseen')].map(one => Number(one.textContent))",
        label,
    )
    assert (
        len(shown(browser)) == sum(counts)
        and address(browser).replace("+", " ") == f"directorate={label}"
    )
    assert browser.focused() == f"Take away: {label}"
    with started(["--blink-settings=scriptEnabled=false"]) as plain:
        plain.driver.get(page.as_uri())
        plain.script("document.querySelector('.bar-table a').click()")
        found = "return document.querySelector(':target').innerText"
        assert plain.script(found).startswith(label)


def test_a_meeting_goes_from_highlight_to_highlight_by_arrow_keys(
    browser: Browser, page: Path
) -> None:
    browser.open(page, "view=meeting")
    assert browser.texts("#meeting-h")[0].startswith("1 of 4")
    browser.keys(RIGHT)
    assert browser.texts("#meeting-h")[0].startswith("2 of 4")
    ref = browser.script("return document.querySelector('#stage article').dataset.ref")
    assert f"open={ref}" in address(browser) and len(browser.texts("#stage article")) == 1
    assert not browser.texts(".score", ".head p", "#stage .cells")
    browser.keys(LEFT, LEFT)
    assert browser.texts("#meeting-h")[0].startswith("1 of 4")
    browser.keys(ESCAPE)
    assert len(shown(browser)) == 103 and not browser.texts("#meeting")


def test_any_choice_of_rows_can_be_gone_through_one_a_screen(browser: Browser, page: Path) -> None:
    browser.open(page, "rating=Red&sort=name")
    refs = shown(browser)
    browser.script("document.querySelector('[data-do=meet]').click()")
    seen = []
    for _ in refs:
        seen.append(browser.script("return document.querySelector('#stage article').dataset.ref"))
        browser.keys(RIGHT)
    assert seen == refs


def test_the_rows_shown_are_saved_whole_and_no_text_becomes_a_formula(
    browser: Browser, page: Path
) -> None:
    """Also those that no one has scrolled to; marks are left out, and what a sheet would reckon with stays text."""
    browser.open(page, "rating=Amber")
    browser.script(
        "document.querySelector('tr:not([hidden]) .opens').textContent;"
        "document.querySelector('tr[data-ref]:not([hidden]) td:last-child').textContent = '=1+1';"
        "URL.createObjectURL = blob => { window.saved = blob; return 'data:,'; };"
        "document.querySelector('[data-do=csv]').click()"
    )
    text = browser.driver.execute_async_script("saved.text().then(arguments[0])")
    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))
    assert [row[0] for row in rows[1:]] == shown(browser) and len(rows) == 20
    assert rows[1][-1] == "'=1+1"
    assert all(all(cell for cell in row) and row[7].startswith("Amber") for row in rows[1:])


def test_one_group_of_places_is_compared_with_at_a_time_and_leads_to_the_kpi(
    browser: Browser, page: Path
) -> None:
    browser.open(page, "view=compare&with=Core Cities")
    assert len(browser.texts("section.with")) == 1
    browser.script("document.querySelector('section.with:not([hidden]) a').click()")
    assert browser.texts(".opened h3") and not browser.texts("#compare")


def test_a_link_to_a_kpi_opens_it_with_and_without_a_script(browser: Browser, page: Path) -> None:
    browser.open(page, "k-ED-08")
    assert "Only four in ten" in browser.texts(".opened h3")[0]
    browser.open(page, "rating=Green&open=ED-08")
    assert "ED-08" in shown(browser), "what would hide a row that is asked for is taken away"
    with started(["--blink-settings=scriptEnabled=false"]) as plain:
        plain.driver.get(f"{page.as_uri()}#k-ED-08")
        # The driver's own scripts run all the same.
        top = plain.script("return document.getElementById('k-ED-08').getBoundingClientRect().top")
        assert not plain.script("return document.documentElement.classList.contains('js')")
        assert 0 <= top < 900
        assert len(shown(plain)) == 103 and not plain.texts(".only-script")
        assert "Therefore Red." in plain.texts("#k-ED-08 .behind")[0]
        assert not plain.too_wide()


def test_the_scorecard_as_it_is_filtered_is_printed_after_two_pages(
    browser: Browser, page: Path
) -> None:
    browser.open(page, "rating=Red")
    pdf = browser.print()
    assert not cut_in_print(
        browser, pdf, ".score > tbody > tr:not([hidden]) > *", "h1, h2, h3", ".head p", ".head li", ".moved td"
    )  # fmt: skip
    assert pdf.count(b"/Type /Page\n") == 3


def test_filtering_touches_only_the_rows_that_come_or_go(browser: Browser, page: Path) -> None:
    """What makes it quick however many KPIs there are: no row that stays is changed, moved or made anew."""
    browser.open(page)
    all_rows = shown(browser)
    touched = browser.driver.execute_async_script(
        """
        const done = arguments[0], touched = [];
        new MutationObserver(found => touched.push(...found.map(one => one.target.closest('tr[data-ref]')).filter(Boolean).map(one => one.dataset.ref)))
          .observe(document.querySelector('#score'), {subtree: true, childList: true, attributes: true});
        document.querySelector('.tile button').click();
        setTimeout(() => done(touched));
        """
    )
    assert sorted(touched) == sorted(set(all_rows) - set(shown(browser)))


def test_the_button_prints(browser: Browser, page: Path) -> None:
    browser.open(page, "rating=Red")
    browser.script("window.printed = 0; addEventListener('beforeprint', () => window.printed++)")
    browser.script("document.querySelector('[data-do=link]').focus()")
    assert reached(browser, "Print")
    browser.keys(ENTER)
    assert browser.becomes("return window.printed", 1)
