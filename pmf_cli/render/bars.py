"""Bars of counts as native Office charts, one drawing for Word and Excel.

A stretch for each count, its number inside, an edge round it so that neighbours are told apart in
black and white; no axes and no legend, which would say the numbers twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from pmf_cli.frozen import frozen
from pmf_cli.render.theme import RATED, Theme
from pmf_cli.views.base import BarPart, Bars, Tone
from pmf_cli.workbook.text import fitting

POINTS, MAIN_POINTS = 9.5, 10.5
"""Size of the words beside and inside the bars."""
GAP = 26
"""Per cent of a bar's height that is free between two."""
LABELS_AT_MOST = 0.58
"""Share of the width that the labels may take."""
ROOM_FOR_WORDS = 0.1
"""Share of a main bar from which on a stretch has room for mark and word."""
Drawing = Any
"""A workbook or chart of XlsxWriter, which carries no types."""


@frozen
class BarSeries:
    """The stretches of one meaning, a bar each; ``None`` where a bar has none."""

    name: str
    tone: Tone
    parts: tuple[BarPart | None, ...]

    @property
    def counts(self) -> tuple[int | None, ...]:
        """How many in each bar."""
        return tuple(part.count if part else None for part in self.parts)


def bar_series(bars: Bars, theme: Theme) -> tuple[BarSeries, ...]:
    """The stretches by meaning: Red, Amber, Green, then the others, as they stand from left to right."""
    kept: list[dict[tuple[Tone, int], BarPart]] = []
    for bar in bars.bars:
        met: Counter[Tone] = Counter()
        parts = {}
        for part in bar.parts:
            if part.count:
                parts[part.tone, met[part.tone]] = part
                met[part.tone] += 1
        kept.append(parts)
    tones = list(Tone)
    keys = sorted(
        {key for parts in kept for key in parts}, key=lambda key: (tones.index(key[0]), key[1])
    )
    return tuple(
        BarSeries(_name(tone, theme), tone, tuple(parts.get((tone, nth)) for parts in kept))
        for tone, nth in keys
    )


def _name(tone: Tone, theme: Theme) -> str:
    if tone in RATED:
        return theme.word(tone)
    return theme.look(tone).word or tone.value.capitalize()


def bar_headings(bars: Bars, series: tuple[BarSeries, ...]) -> tuple[str, ...]:
    """Over the figures behind bars: what they are, and what each column counts."""
    return (bars.title, *(one.name for one in series))


def bar_rows(bars: Bars, series: tuple[BarSeries, ...]) -> Iterator[tuple[str | int | None, ...]]:
    """The figures behind bars: a row a bar, its label first."""
    for at, bar in enumerate(bars.bars):
        yield (bar.label, *(one.counts[at] for one in series))


def native_bars(
    workbook: Drawing,
    bars: Bars,
    series: tuple[BarSeries, ...],
    theme: Theme,
    *,
    sheet: str,
    labels_share: float = 0.4,
) -> Drawing:
    """The bars over figures that stand in a sheet from A1 on; labels have that share of the width."""
    shown = workbook.add_chart({"type": "bar", "subtype": "stacked"})
    last = len(bars.bars)
    for column, one in enumerate(series, 1):
        look = theme.bar(one.tone)
        font = {**_font(bars, theme), "bold": True, "color": f"#{look.text}"}
        shown.add_series(
            {
                "name": [sheet, 0, column],
                "categories": [sheet, 1, 0, last, 0],
                "values": [sheet, 1, column, last, column],
                "gap": 0 if bars.is_main else GAP,
                "fill": {"color": f"#{look.fill or 'FFFFFF'}"},
                "border": {"color": f"#{look.edge}", "width": 0.75},
                "data_labels": {
                    "value": True,
                    "position": "center",
                    "font": font,
                    "custom": [
                        {"value": words_inside(bars, part, theme), "font": font}
                        if part
                        else {"delete": True}
                        for part in one.parts
                    ],
                },
            }
        )
    longest = max(sum(part.count for part in bar.parts) for bar in bars.bars)
    unseen = {"visible": False, "major_gridlines": {"visible": False}}
    # Of bars, which lie on their side, XlsxWriter calls the axis of figures x.
    shown.set_x_axis({**unseen, "min": 0, "max": longest})
    labels = {
        "num_font": {**_font(bars, theme), "color": "#1A1A1A"},
        "line": {"none": True},
        "major_tick_mark": "none",
        "minor_tick_mark": "none",
        "reverse": True,
        "interval_unit": 1,
        "major_gridlines": {"visible": False},
    }
    shown.set_y_axis({**unseen, "reverse": True} if bars.is_main else labels)
    left = 0 if bars.is_main else min(labels_share, LABELS_AT_MOST)
    # A hair's breadth of room keeps the outer edges from being cut.
    shown.set_plotarea(
        {
            "layout": {"x": left + 0.002, "y": 0.02, "width": 1 - left - 0.006, "height": 0.96},
            "fill": {"none": True},
        }
    )
    shown.set_legend({"none": True})
    shown.set_title({"none": True})
    shown.set_chartarea({"border": {"none": True}, "fill": {"none": True}})
    return shown


def words_inside(bars: Bars, part: BarPart, theme: Theme) -> str:
    """What a stretch says: in a main bar the rating's mark before it, where there is room; else its number."""
    if not bars.is_main:
        return fitting(part.text, 60)
    longest = max(sum(one.count for one in bar.parts) for bar in bars.bars)
    if part.count < longest * ROOM_FOR_WORDS:
        return f"{part.count:,}"
    return fitting(theme.marked(part.text, part.tone), 60)


def _font(bars: Bars, theme: Theme) -> dict[str, Any]:
    return {"name": theme.excel.font, "size": MAIN_POINTS if bars.is_main else POINTS}
