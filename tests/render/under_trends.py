"""How many empty cells of finished workbooks lie under sparklines."""

from __future__ import annotations

from collections.abc import Mapping

from pmf_cli.render.reading_back.sheets import FoundBook


def empty_under_trends(data: bytes) -> Mapping[str, int]:
    """Sheet → cells that its sparklines are drawn from and that hold nothing."""
    found = {}
    for name, sheet in FoundBook(data).sheets.items():
        areas = [area for area in sheet.trends.values() if area is not None]
        drawn = {place for area in areas for place in area.places()}
        found[name] = len(drawn - set(sheet.cells))
    return {name: count for name, count in found.items() if count}
