"""What opens under a KPI's row: an article that stands by itself where no script runs."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element

from pmf_cli.render.html.elements import E
from pmf_cli.render.html.page.charts import chart_html
from pmf_cli.render.html.page.entries import PageEntries, anchor_of
from pmf_cli.views.base import Chart
from pmf_cli.views.page.page import KpiDetail, PageRow

LEVEL = 4


def article_html(row: PageRow, entries: PageEntries) -> _Element:
    """All of one KPI, under its message."""
    detail, name = row.detail, anchor_of(row.ref)
    heading = f"{name}-h"
    facts = E.dl(
        *(
            E.div(E.dt(one.label), E.dd(*entries.of(one.entry), {"data-field": one.key}))
            for one in detail.facts
        ),
        {"class": "facts"},
    )
    return E.article(
        E.h3(detail.message, id=heading),
        E.p(detail.about, {"class": "about"}),
        facts,
        E.div(
            E.div(*_beside(detail, entries), {"class": "beside"}),
            E.div(*_sections(detail, entries), {"class": "behind"}),
            {"class": "columns"},
        ),
        {"class": "kpi", "id": name, "data-ref": row.ref, "aria-labelledby": heading},
    )


def _beside(detail: KpiDetail, entries: PageEntries) -> Iterator[_Element]:
    """The chart with its figures as a table, and what stands under it."""
    if detail.chart is not None:
        yield E.figure(chart_html(detail.chart), *_caption(detail.chart))
    if detail.figures is not None:
        table = entries.table(detail.figures, "small figures")
        yield E.details(E.summary("Table of this chart"), table, {"class": "figures"})
    for section in detail.beside:
        yield entries.section(section, LEVEL)


def _caption(chart: Chart) -> Iterator[_Element]:
    """What the drawing's words leave out: band, events, breaks, and for when other places' figures are."""
    told = [
        f"Shaded: {chart.edge_label}." if chart.edge_label else "",
        "".join(f"Dotted: {one.label}. " for one in chart.events).strip(),
        f"Other places: {chart.comparators_period}." if chart.comparators_period else "",
        chart.note,
    ]
    words = " ".join(filter(None, told))
    if words:
        yield E.figcaption(words)


def _sections(detail: KpiDetail, entries: PageEntries) -> Iterator[_Element]:
    for section in detail.behind:
        yield entries.section(section, LEVEL)
