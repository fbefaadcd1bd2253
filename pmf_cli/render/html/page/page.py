"""The page as one HTML file, in the council's frame, look and script; read back before anyone gets it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from lxml import html
from lxml.etree import _Element
from markupsafe import Markup

from pmf_cli.errors import PmfError
from pmf_cli.render.html.frame import (
    as_html,
    filled,
    fingerprint_of,
    found_template,
    refuse_without_logo,
    text_of,
)
from pmf_cli.render.html.page.colours import colour_rules
from pmf_cli.render.html.page.compare import compare_html
from pmf_cli.render.html.page.details import article_html
from pmf_cli.render.html.page.entries import PageEntries
from pmf_cli.render.html.page.opening import moved_html, opening_html
from pmf_cli.render.html.page.scorecard import (
    filters_html,
    label_rules,
    table_html,
    tiles_html,
)
from pmf_cli.render.html.page.small import symbols
from pmf_cli.render.logo import logo_of
from pmf_cli.render.templates import Templates
from pmf_cli.render.theme import Theme
from pmf_cli.views.page.page import Page, PageRow

FRAME, LOOK, SCRIPT = "page.html.j2", "page.css", "page.js"
"""The frame of the page, how it looks, and what hides, sorts and shows its rows."""


def html_page(page: Page, theme: Theme, templates: Templates) -> bytes:
    """The page as a file: everything is in it, and nothing is fetched for it.

    Raises:
        UsageError: the frame, the look or the script is missing or cannot be used.
        PmfError: the file would not hold every row of the page.
    """
    refs = frozenset(row.ref for row in page.rows)
    entries = PageEntries(theme, refs)
    look = "\n".join(
        (colour_rules(theme), *label_rules(page), text_of(found_template(templates, LOOK)))
    )
    logo = logo_of(theme.logo, templates)
    script = text_of(found_template(templates, SCRIPT))
    content = {
        **_words(page),
        "logo": "" if logo is None else logo.address,
        "symbols": _markup([symbols()]),
        "opening": _markup(opening_html(page, entries)),
        "moved": _markup(moved_html(page, PageEntries(theme, refs, moves=True))),
        "tiles": _markup([tiles_html(page.tiles, entries)]),
        "filters": _markup([filters_html(page)]),
        "table": _markup([table_html(page, entries)]),
        "compared": _markup(compare_html(page)),
        "articles": _markup(article_html(row, entries) for row in page.rows),
        "look": Markup(look),
        "look_hash": fingerprint_of(look),
        "script": Markup(script),
        "script_hash": fingerprint_of(script),
    }
    path = found_template(templates, FRAME)
    data = filled(path, content).encode()
    refuse_without_logo(path, data, logo)
    missing = list(page_gaps(page, data))
    if missing:
        raise PmfError(
            f"The page would not show {len(missing)} of its {len(page.rows)} KPIs as they are, {missing[0]} first.",
            f"Put the places back into your own {FRAME}, or take it away to use the one that comes with pmf.",
        )
    return data


def _words(page: Page) -> Mapping[str, object]:
    return {
        "title": page.title,
        "council": page.council,
        "created": page.as_at.isoformat(),
        "classification": page.classification,
        "facts": page.facts,
        "period": page.period,
        "key": " · ".join(page.key_words),
        "footer": page.footer,
        "number": len(page.rows),
        "file": page.file_stem,
        "moved_words": page.opening.moved_words,
        "highlights": "|".join(page.highlights),
    }


def _markup(elements: Iterable[_Element]) -> Markup:
    return Markup("\n".join(map(as_html, elements)))


def page_gaps(page: Page, data: bytes) -> Iterator[str]:
    """References of the KPIs whose row in the file is missing, or not what the page says."""
    read = html.document_fromstring(data.decode())
    rows = {row.get("data-ref"): row for row in read.iter("tr") if row.get("data-ref")}
    articles = {one.get("data-ref") for one in read.iter("article")}
    for row in page.rows:
        if row.ref not in articles or not _says(rows.get(row.ref), row):
            yield row.ref


def _says(there: _Element | None, row: PageRow) -> bool:
    """Whether a row of the file has the words of every cell."""
    if there is None:
        return False
    text = _plain("".join(map(str, there.itertext())))
    return all(_plain(cell.text) in text for cell in row.cells if cell.trend is None)


def _plain(text: str) -> str:
    return " ".join(text.split())
