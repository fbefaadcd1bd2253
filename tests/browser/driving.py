"""A page as people meet it: in a browser, at any width, in dark, with large text, by keyboard, on paper.

Debian's chromium with its driver; axe-core from the npm package of that name, whose file ``AXE_CORE`` names or which
lies in ``node_modules`` of the project: ``npm install --no-save axe-core``.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
"""What axe-core holds a page against."""
SIZES = {"standard": 16, "fixed": 13}
"""The browser's own sizes of text, in pixels."""
HEIGHT = 900
_OWN = ("data:", "about:", "chrome:", "devtools:")
"""Addresses under which nothing leaves the browser."""


@dataclass(frozen=True)
class Setting:
    """How somebody looks at a page.

    Attributes:
        text: the size of text that the browser is set to, in per cent of the usual.
    """

    width: int = 1280
    is_dark: bool = False
    text: int = 100

    def __str__(self) -> str:
        dark = ", dark" if self.is_dark else ""
        large = f", text {self.text}%" if self.text != 100 else ""
        return f"{self.width} px{dark}{large}"


class Browser:
    """One window of a browser."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver
        self._log: list[str] = []

    def open(self, page: Path, view: str = "", setting: Setting | None = None) -> None:
        """Opens a page from the disk, at a view of it by what stands after # in the address."""
        self.look(setting or Setting())
        self._forget()
        # The same file at another fragment would not be loaded again.
        self.driver.get("about:blank")
        self.driver.get(page.resolve().as_uri() + (f"#{view}" if view else ""))

    def look(self, setting: Setting) -> None:
        """Looks in another way from here on."""
        self.cdp(
            "Emulation.setDeviceMetricsOverride",
            width=setting.width, height=HEIGHT, deviceScaleFactor=1, mobile=False,
        )  # fmt: skip
        shade = "dark" if setting.is_dark else "light"
        self.cdp(
            "Emulation.setEmulatedMedia",
            features=[{"name": "prefers-color-scheme", "value": shade}],
        )
        sizes = {name: size * setting.text // 100 for name, size in SIZES.items()}
        self.cdp("Page.setFontSizes", fontSizes=sizes)

    def script(self, code: str, *given: object) -> Any:
        """What a script in the page gives back."""
        return self.driver.execute_script(code, *given)

    def becomes(self, code: str, wanted: object, seconds: int = 30) -> bool:
        """Whether a script comes to give back what is wanted: for what the browser does in its own time, as copying."""
        from selenium.common.exceptions import TimeoutException
        from selenium.webdriver.support.wait import WebDriverWait

        try:
            return bool(
                WebDriverWait(self.driver, seconds, poll_frequency=0.05).until(
                    lambda _: self.script(code) == wanted
                )
            )
        except TimeoutException:
            return False

    def cdp(self, name: str, **given: object) -> Any:
        """Asks the browser itself."""
        return self.driver.execute_cdp_cmd(name, given)

    def keys(self, *keys: str) -> None:
        """Keys pressed one after the other, wherever the focus is."""
        from selenium.webdriver.common.action_chains import ActionChains

        for key in keys:
            ActionChains(self.driver).send_keys(key).perform()

    def focused(self) -> str:
        """The words of what has the focus: its name for those who listen, else its text."""
        return str(
            self.script(
                "const one = document.activeElement;"
                "return one.getAttribute('aria-label') || one.innerText || one.id || one.tagName;"
            )
        )

    def broken_rules(self) -> list[str]:
        """The rules of axe-core that the page breaks as it is shown now, with the elements; skips without axe-core."""
        self.script(axe_core())
        found = self.driver.execute_async_script(
            "const done = arguments[1];"
            "axe.run(document, {runOnly: {type: 'tag', values: arguments[0]}, resultTypes: ['violations']})"
            ".then(found => done(found.violations), failed => done(String(failed)));",
            list(RULES),
        )
        assert isinstance(found, list), found
        return [
            f"{rule['id']} ({rule['impact']}): {node['target']} {node['failureSummary'].splitlines()[-1].strip()}"
            for rule in found
            for node in rule["nodes"]
        ]

    def too_wide(self) -> list[str]:
        """What makes the page move sideways: its elements that reach over the edge, outside parts that move alone."""
        return list(
            self.script(
                """
                const wide = document.documentElement.clientWidth;
                if (document.documentElement.scrollWidth <= wide) return [];
                const moves = one => one.closest('.scroll, pre, [data-scrolls]');
                return [...document.body.querySelectorAll('*')]
                  .filter(one => one.getBoundingClientRect().right > wide + 1 && !moves(one))
                  .map(one => one.tagName + '.' + one.className + ': ' + (one.innerText || '').slice(0, 40))
                  .concat(['the page is ' + document.documentElement.scrollWidth + ' px wide'])
                """
            )
        )

    def fetched(self) -> list[str]:
        """Everything that the browser's own log says it asked for since the page was opened, but the page itself."""
        for entry in self.driver.get_log("performance"):
            told = json.loads(entry["message"])["message"]
            if told["method"] == "Network.requestWillBeSent":
                self._log.append(told["params"]["request"]["url"])
        own = self.driver.current_url.split("#")[0]
        return [url for url in self._log if url.split("#")[0] != own and not url.startswith(_OWN)]

    def _forget(self) -> None:
        self.driver.get_log("performance")
        self._log = []

    def complaints(self) -> list[str]:
        """What the page wrote into the browser's console: faults of scripts, what its policy refused."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def print(self, *, is_sideways: bool = False) -> bytes:
        """The page as PDF, as the browser prints it on A4."""
        given = self.cdp(
            "Page.printToPDF", preferCSSPageSize=True, printBackground=True, landscape=is_sideways,
            paperWidth=8.27, paperHeight=11.69,
        )  # fmt: skip
        return base64.b64decode(given["data"])

    def texts(self, *paths: str) -> list[str]:
        """The words of every element of some kinds that can be seen, in order; not those for listeners alone."""
        return list(
            self.script(
                "return [...document.querySelectorAll(arguments[0])]"
                ".filter(one => one.checkVisibility() && getComputedStyle(one).clipPath === 'none')"
                ".map(one => one.innerText)",
                ", ".join(paths),
            )
        )

    @contextmanager
    def on_paper(self) -> Iterator[None]:
        """Looks at the page as it is printed."""
        self.cdp("Emulation.setEmulatedMedia", media="print")
        try:
            yield
        finally:
            self.cdp("Emulation.setEmulatedMedia", media="")


def printed_words(pdf: bytes) -> str:
    """The words of a PDF in the order in which they were drawn, without anything between them."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    ran = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True, timeout=120
    )
    return squeezed(ran.stdout.decode())


def squeezed(text: str) -> str:
    """A text without blanks and line ends, nor the hyphens at which lines end."""
    return "".join(text.split()).replace("-", "").replace("\u00ad", "")


def cut_in_print(browser: Browser, pdf: bytes, *paths: str) -> list[str]:
    """The words of the page, as it is printed, that are not on paper whole."""
    with browser.on_paper():
        wanted = browser.texts(*paths)
    there = printed_words(pdf)
    return [text for text in wanted if squeezed(text) not in there]


def axe_core() -> str:
    """The script of axe-core; skips where it is not installed."""
    places = (os.environ.get("AXE_CORE", ""), ROOT / "node_modules" / "axe-core" / "axe.min.js")
    for place in places:
        if place and Path(place).is_file():
            return Path(place).read_text(encoding="utf-8")
    pytest.skip("axe-core is not installed: npm install --no-save axe-core")


@contextmanager
def started(arguments: Sequence[str] = ()) -> Iterator[Browser]:
    """A browser for a while; skips where there is none, or no driver for it."""
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if chromium is None or driver is None:
        pytest.skip("chromium or its driver is not installed (Debian: chromium, chromium-driver)")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    # In a container a browser has no sandbox of its own, and little shared memory.
    for one in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", *arguments):  # fmt: skip
        options.add_argument(one)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    made = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    try:
        made.set_script_timeout(120)
        yield Browser(made)
    finally:
        made.quit()
