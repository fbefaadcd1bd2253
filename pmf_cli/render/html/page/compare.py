"""The page's KPIs beside other places: a table a group, each KPI drawn on one scale."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from lxml.etree import _Element

from pmf_cli.render.html.elements import E
from pmf_cli.render.html.page.entries import anchor_of
from pmf_cli.render.html.page.small import drawing, short
from pmf_cli.views.page.page import ComparedGroup, ComparedKpi, Page

SPINE = (200, 16)
HEADINGS = ("KPI", "Ours", "Group", "Worse ← → better than the group", "Where we stand")


def compare_html(page: Page) -> Iterator[_Element]:
    """A section for each group; the script shows one at a time."""
    for group in page.compared:
        yield _group(group)


def _group(group: ComparedGroup) -> _Element:
    head = E.tr(*(E.th(title, {"scope": "col", **_look(at)}) for at, title in enumerate(HEADINGS)))
    return E.section(
        E.h3(group.name, " ", E.small(group.counts)),
        E.div(
            E.table(
                E.thead(head),
                E.tbody(*map(_row, group.rows)),
                {"class": "small compared", "aria-label": f"Compared with {group.name}"},
            ),
            {"class": "scroll", "tabindex": "0", "role": "region", "aria-label": group.name},
        ),
        {"class": "with", "data-group": group.name},
    )


def _look(at: int) -> dict[str, str]:
    return {"class": "n"} if at in (1, 2) else {}


def _row(row: ComparedKpi) -> _Element:
    caution = [E.br(), E.small(row.caution)] if row.caution else []
    return E.tr(
        E.th(
            E.a(row.name, href=f"#{anchor_of(row.ref)}"),
            E.br(),
            E.small(f"{row.ref} · {row.period}"),
            scope="row",
        ),
        E.td(row.ours, {"class": "n"}),
        E.td(row.theirs, {"class": "n"}),
        E.td(spine_svg(row)),
        E.td(row.words, *caution),
    )


def spine_svg(row: ComparedKpi) -> _Element:
    """The group's middle half as a band, its middle as a line, the council as a diamond, an arrow where it is further off."""
    width, height = SPINE

    def x(at: Decimal) -> float:
        return float(at) * (width - 12) + 6

    middle, ours = x(Decimal("0.5")), x(row.at)
    parts = [E.line({"class": "axis", "x1": "0", "x2": str(width), "y1": "8", "y2": "8"})]
    if row.quarters is not None:
        low, high = sorted(map(x, row.quarters))
        band = {"x": short(low), "y": "3", "width": short(high - low), "height": "10"}
        parts.append(E.rect({"class": "band", **band}))
    ends = {"x1": short(middle), "x2": short(middle), "y1": "0", "y2": str(height)}
    parts.append(E.line({"class": "goal", **ends}))
    way = 1 if ours > middle else -1
    shape = ((0, -5), (5, 0), (0, 5), (-5, 0))
    if row.is_cut:
        shape = ((-4 * way, -5), (5 * way, 0), (-4 * way, 5), (-4 * way, 0))
    points = " ".join(f"{short(ours + right)},{short(8 + down)}" for right, down in shape)
    parts.append(E.polygon({"class": "ours", "points": points}))
    return drawing(SPINE, "spine", "", *parts)
