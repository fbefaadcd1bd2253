"""Small drawings of a page: lines and bullets in rows, bars of parts and of counts; classes give them the theme's colours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from decimal import Decimal

from lxml.etree import _Element

from pmf_cli.render.html.elements import E
from pmf_cli.views.base import Bar, Gauge, Spark, Tone
from pmf_cli.views.page.page import TARGET_AT, Bullet

SPARK = (96, 24)
BULLET = (100, 14)
PART = (100, 10)
LEAST_FOR_WORDS = 0.035
"""The share of a bar's length from which on its number stands in it."""


def short(number: float) -> str:
    """A place of a drawing with one decimal at most."""
    return f"{number:.1f}".rstrip("0").rstrip(".")


def drawing(size: tuple[int, int], name: str, alt: str, *parts: _Element) -> _Element:
    """A drawing that scales; without a sentence of its own it is not read aloud."""
    width, height = size
    told = {"role": "img", "aria-label": alt} if alt else {"aria-hidden": "true"}
    return E.svg(*parts, {"class": name, "viewBox": f"0 0 {width} {height}", **told})


def spark_svg(spark: Spark) -> _Element:
    """A small line on the scale of its own figures, its target dashed."""
    width, height = SPARK
    known = [float(one) for one in (*spark.values, *spark.targets, *spark.tops) if one is not None]
    low, span = min(known), (max(known) - min(known)) or 1.0

    def points(values: Sequence[Decimal | None]) -> list[list[str]]:
        last = max(len(values) - 1, 1)
        runs: list[list[str]] = [[]]
        for at, one in enumerate(values):
            if one is None:
                runs.append([])
            else:
                x, y = (
                    3 + at / last * (width - 6),
                    height - 3 - (float(one) - low) / span * (height - 6),
                )
                runs[-1].append(f"{short(x)},{short(y)}")
        return [run for run in runs if run]

    parts = [
        E.polyline({"class": name, "points": " ".join(run)})
        for name, values in (("t", spark.targets), ("t", spark.tops), ("l", spark.values))
        for run in points(values)
    ]
    x, y = points(spark.values)[-1][-1].split(",")
    parts.append(E.circle({"cx": x, "cy": y, "r": "2.2"}))
    return drawing(SPARK, "spark", spark.alt or spark.text, *parts)


def symbol(tone: Tone, x: str, y: str) -> _Element:
    """A rating's mark as a point of a drawing."""
    return E.use({"href": f"#m-{tone}", "x": x, "y": y})


def bullet_svg(bullet: Bullet, tone: Tone) -> _Element:
    """How a result lies to its target; the words beside it say the same."""
    width, height = BULLET
    x, target, middle = (
        float(bullet.at) * (width - 8) + 4,
        float(TARGET_AT) * (width - 8) + 4,
        height / 2,
    )
    parts = [
        E.rect({"class": "bed", "x": "0.5", "y": "2.5", "width": short(width - 1), "height": "9"})
    ]
    if bullet.edge is not None:
        edge = float(bullet.edge) * (width - 8) + 4
        band = {
            "class": "band",
            "x": short(edge),
            "y": "3",
            "width": short(target - edge),
            "height": "8",
        }
        parts.append(E.rect(band))
    parts.append(_line("way", target, x, middle))
    parts.append(E.line({"class": "goal", "x1": short(target), "x2": short(target), "y1": "0", "y2": short(height)}))  # fmt: skip
    if bullet.is_cut:
        # An arrow out of the scale.
        way = -1 if x < target else 1
        corners = ((x - 3 * way, middle - 4), (x + 4 * way, middle), (x - 3 * way, middle + 4))
        points = " ".join(f"{short(left)},{short(top)}" for left, top in corners)
        parts.append(E.polygon({"class": f"cut d-{tone}", "points": points}))
    else:
        parts.append(symbol(tone, short(x), short(middle)))
    return drawing(BULLET, "bullet", "", *parts)


def _line(name: str, begin: float, end: float, y: float) -> _Element:
    ends = {"x1": short(begin), "x2": short(end), "y1": short(y), "y2": short(y)}
    return E.line({"class": name, **ends})


def part_svg(gauge: Gauge) -> _Element:
    """The bar of a part of the whole, with the lines that it is held against."""
    width, height = PART
    bar = {"x": "0", "y": "1", "width": short(max(float(gauge.share) * width, 0.5)), "height": "8"}
    parts = [E.rect({**bar, "class": "pale" if gauge.is_pale else "bar"})]
    for mark in gauge.marks:
        x = short(float(mark.at) * width)
        name = "whole" if mark.is_dotted else "goal"
        parts.append(E.line({"class": name, "x1": x, "x2": x, "y1": "0", "y2": short(height)}))
    drawn = drawing(PART, "part", gauge.alt, *parts)
    drawn.set("preserveAspectRatio", "none")
    return drawn


def count_bar(bar: Bar) -> _Element:
    """Counts that add up, each in its stretch of one bar."""
    total = sum(part.count for part in bar.parts) or 1
    parts: list[_Element] = []
    before = 0
    for part in bar.parts:
        if part.count:
            parts += _stretch(before / total, part.count / total, f"{part.count:,}", part.tone)
            before += part.count
    return E.svg(*parts, {"class": "counts", "aria-hidden": "true"})


def _stretch(begin: float, share: float, words: str, tone: Tone) -> Iterator[_Element]:
    x, width = short(begin * 100), short(share * 100)
    yield E.rect({"class": f"b-{tone}", "x": f"{x}%", "width": f"{width}%", "height": "100%"})
    if share >= LEAST_FOR_WORDS:
        middle = short((begin + share / 2) * 100)
        yield E.text(words, {"class": f"w-{tone}", "x": f"{middle}%", "y": "50%", "dy": ".35em"})


SYMBOLS = {
    Tone.RED: E.rect({"x": "-4", "y": "-4", "width": "8", "height": "8"}),
    Tone.AMBER: E.path({"d": "M0-5.5 5.5 0 0 5.5-5.5 0Z"}),
    Tone.GREEN: E.circle({"r": "4.4"}),
    Tone.EXCEEDED: E.path({"d": "M0-5 5 4H-5Z"}),
    Tone.NEAR: E.circle({"r": "3.4"}),
    Tone.UNRATED: E.circle({"r": "2.6"}),
    Tone.NONE: E.circle({"r": "2.6"}),
}
"""The shape of each rating in drawings, so that no colour is needed to tell them apart."""


def symbols() -> _Element:
    """The shapes, once for all drawings."""
    made = (
        E.g(deepcopy(shape), {"id": f"m-{tone}", "class": f"d-{tone}"})
        for tone, shape in SYMBOLS.items()
    )
    return E.svg(
        E.defs(*made), {"class": "symbols", "aria-hidden": "true", "width": "0", "height": "0"}
    )
