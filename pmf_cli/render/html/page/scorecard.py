"""The scorecard of a page: tiles, filters and the table, whole without a script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml.etree import _Element

from pmf_cli.render.html.elements import E
from pmf_cli.render.html.page.entries import PageEntries, anchor_of, view_of
from pmf_cli.render.html.page.small import bullet_svg
from pmf_cli.views.base import Align, Tone
from pmf_cli.views.page.page import Filter, Page, PageRow, RowGroup, Tile
from pmf_cli.views.page.rows import SORTED_BY

RATING = "rating"
BETWEEN = "|"
"""Between several values of one filter in a row."""


def tiles_html(tiles: Sequence[Tile], entries: PageEntries) -> _Element:
    """A tile for each rating; the script makes them buttons."""
    made = (
        E.li(
            E.b(f"{tile.count:,}", {"class": "count"}),
            E.span(*entries.of(tile.label), {"class": "what"}),
            E.small(tile.change),
            {"class": f"tile {tile.label.tone}", "data-key": tile.key},
        )
        for tile in tiles
    )
    return E.ul(*made, {"class": "tiles", "aria-label": "How many KPIs have which rating"})


def filters_html(page: Page) -> _Element:
    """What KPIs are chosen, grouped and sorted by; only a script can use it."""
    boxes = [_filter(one) for one in page.filters]
    grouped = [("", "Nothing"), (RATING, "Rating")]
    grouped += [(one.key, one.label) for one in page.filters if one.groups]
    boxes.append(_select("group", "Group by", grouped, page.grouped_by))
    titles = {column.key: column.title for column in page.columns}
    ways = [(key, SORT_WORDS.get(key, titles[key])) for key in SORTED_BY]
    boxes.append(_select("sort", "Sort by", ways, "rating"))
    return E.div(*boxes, {"class": "filters only-script"})


SORT_WORDS = {"name": "Name", "gap": "Furthest from target", "rating": "Rating, worst first", "direction": "Direction, worse first"}  # fmt: skip


def _filter(one: Filter) -> _Element:
    choices = [
        ("", "All"),
        *((each.value, f"{each.value} ({each.count:,})") for each in one.choices),
    ]
    return _select(one.key, one.label, choices, "")


def _select(key: str, label: str, choices: Sequence[tuple[str, str]], chosen: str) -> _Element:
    options = (
        E.option(text, {"value": value, **({"selected": ""} if value == chosen else {})})
        for value, text in choices
    )
    return E.label(E.span(label), E.select(*options, {"data-key": key}))


def table_html(page: Page, entries: PageEntries) -> _Element:
    """The table: a body of rows a group."""
    head = E.tr(
        *(
            E.th(
                column.title,
                {
                    "scope": "col",
                    "data-key": column.key,
                    **({"class": "n"} if column.align is Align.NUMBER else {}),
                    **({"data-sorts": ""} if column.key in SORTED_BY else {}),
                },
            )
            for column in page.columns
        )
    )
    bodies = (_body(group, len(page.columns), page, entries) for group in page.groups)
    return E.table(
        E.caption(f"Scorecard, {page.period}", {"class": "unseen"}),
        E.colgroup(*(E.col({"class": f"c-{one.key}"}) for one in page.columns)),
        E.thead(head),
        *bodies,
        {"class": "score", "id": "score"},
    )


def _body(group: RowGroup, columns: int, page: Page, entries: PageEntries) -> _Element:
    title = E.th(
        E.span(group.name, {"class": "group"}),
        " ",
        E.span(group.counts, {"class": "counts"}),
        {"colspan": str(columns), "scope": "rowgroup"},
    )
    rows = (_row(row, page, entries) for row in group.rows)
    # Where no script chooses rows, a link to a view leads to the heading of its rows.
    head = E.tr(title, {"class": "group", "id": view_of(page.grouped_by, group.name)})
    return E.tbody(head, *rows)


def _row(row: PageRow, page: Page, entries: PageEntries) -> _Element:
    cells = []
    for column, entry in zip(page.columns, row.cells, strict=True):
        words: list[str | _Element] = list(entries.of(entry))
        look = {"class": "n"} if column.align is Align.NUMBER else {}
        if column.key in row.order:
            look["data-s"] = f"{row.order[column.key]:f}"
        if column.key == "gap" and row.bullet is not None:
            words = [bullet_svg(row.bullet, _tone(row)), E.small(entry.text)]
        if column.key == "name":
            link = E.a(row.name, {"href": f"#{anchor_of(row.ref)}", "class": "opens"})
            cells.append(E.th(link, *words[1:], {"scope": "row"}))
        else:
            cells.append(E.td(*words, look))
    belongs = {f"data-{key}": BETWEEN.join(values) for key, values in row.belongs.items()}
    return E.tr(*cells, {"data-ref": row.ref, "data-words": row.found_by, **belongs})


def _tone(row: PageRow) -> Tone:
    rated = (cell.tone for cell in row.cells if cell.tone not in (Tone.NONE, Tone.MUTED))
    return next(rated, Tone.UNRATED)


def label_rules(page: Page) -> Iterator[str]:
    """What is the page's own in its look: what each cell of a card is, on a narrow screen; the foot of printed pages."""
    yield f'@page {{ @bottom-left {{ content: "{_quoted(page.footer)}"; font: 8pt Arial, sans-serif; }} }}'
    for number, column in enumerate(page.columns, 1):
        yield f'.score td:nth-child({number})::before {{ content: "{_quoted(column.title)}"; }}'


def _quoted(text: str) -> str:
    """Words as a stylesheet holds them, whatever signs are in them."""
    return "".join(
        sign if sign.isalnum() or sign in " .,:;()/" else f"\\{ord(sign):x} " for sign in text
    )
