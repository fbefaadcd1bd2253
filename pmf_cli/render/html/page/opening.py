"""What stands over the scorecard of a page: sentence, recommendations, the few to know first, bars, what moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lxml.etree import _Element

from pmf_cli.render.html.elements import E
from pmf_cli.render.html.page.entries import PageEntries, anchor_of, view_of
from pmf_cli.render.html.page.small import count_bar
from pmf_cli.views.base import Bar
from pmf_cli.views.page.page import AttentionRow, Page, Tile


def opening_html(page: Page, entries: PageEntries) -> Iterator[_Element]:
    """Sentence, recommendations, lines and bars."""
    opening = page.opening
    said = opening.sentence
    yield E.p(E.strong(said.strong), " ", said.rest, {"class": "sentence"})
    if opening.recommended:
        lines = (E.li(line) for line in opening.recommended)
        yield E.div(E.h2("Recommended"), E.ol(*lines), {"class": "recommended"})
    rows = [_attention(row, entries) for row in opening.attention]
    lists = [E.ul(*rows, {"class": "attention"})] if rows else []
    yield E.div(*lists, E.div(*_bars(page, entries), {"class": "bars"}), {"class": "first"})


def _attention(row: AttentionRow, entries: PageEntries) -> _Element:
    under = ". ".join(filter(None, (row.doing.rstrip("."), _back(row)))) + "."
    return E.li(
        E.span(*entries.of(row.rating), {"class": "rating"}),
        E.span(
            E.a(row.message, href=f"#{anchor_of(row.ref)}"),
            E.br(),
            E.small(under),
            {"class": "what"},
        ),
        E.span(*entries.of(row.line), {"class": "line"}),
        E.span(
            *entries.of(row.result), E.br(), E.small(f"target {row.target}"), {"class": "figure"}
        ),
    )


def _back(row: AttentionRow) -> str:
    words = row.back.whole
    return "" if not words else words if row.back.is_strong else f"Back on target {words}"


def _bars(page: Page, entries: PageEntries) -> Iterator[_Element]:
    """Bars, and under them which colour means what."""
    opening = page.opening
    if len(opening.over_time) > 1:
        yield from _bar_table("Ratings over time", "Period", opening.over_time, page.tiles, {})
    if opening.by_group:
        views = {
            label: view_of(page.grouped_by, value) for label, value in opening.chosen_by.items()
        }
        name = opening.group_name
        yield from _bar_table(
            f"Now, by {name}", name.capitalize(), opening.by_group, page.tiles, views
        )
    if opening.over_time or opening.by_group:
        bars = (*opening.over_time, *opening.by_group)
        labels = (tile.label for tile in page.tiles[: len(bars[0].parts)])
        yield E.p(*(E.span(*entries.of(one)) for one in labels), {"class": "bar-key"})


def _bar_table(
    title: str, label: str, bars: Sequence[Bar], tiles: Sequence[Tile], views: Mapping[str, str]
) -> Iterator[_Element]:
    """Bars under a heading, their numbers as a table for those who listen; names lead to the KPIs counted."""
    names = [tile.label.text for tile in tiles[: len(bars[0].parts)]]
    head = E.tr(*(E.th(one, scope="col") for one in (label, "All", *names)))
    rows = (
        E.tr(
            E.th(_named(bar.label, views.get(bar.label)), scope="row"),
            E.td(count_bar(bar)),
            *(E.td(f"{part.count:,}", {"class": "unseen"}) for part in bar.parts),
        )
        for bar in bars
    )
    yield E.h2(title)
    yield E.table(
        E.thead(head, {"class": "unseen"}),
        E.tbody(*rows),
        {"class": "bar-table", "aria-label": title},
    )


def _named(label: str, view: str | None) -> _Element | str:
    return label if view is None else E.a(label, href=f"#{view}")


def moved_html(page: Page, entries: PageEntries) -> Iterator[_Element]:
    """What moved, what is missing, what was corrected."""
    for section in page.opening.moved:
        yield entries.section(section, section.level)
    for section in page.draft:
        yield entries.section(section, 2)
