"""How many empty cells of finished workbooks lie under sparklines, as another checker words it.

``python -m tests.render.under_trends FILE.xlsx ...`` prints a line for each sheet that has some.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from pmf_cli.render.reading_back.sheets import FoundBook


def empty_under_trends(data: bytes) -> Mapping[str, int]:
    """Sheet → cells that its sparklines are drawn from and that hold nothing."""
    found = {}
    for name, sheet in FoundBook(data).sheets.items():
        areas = [area for area in sheet.trends.values() if area is not None]
        drawn = {place for area in areas for place in area.places()}
        found[name] = len(drawn - set(sheet.cells))
    return {name: count for name, count in found.items() if count}


def main() -> None:
    """Prints them."""
    for file in sys.argv[1:]:
        for name, count in empty_under_trends(Path(file).read_bytes()).items():
            print(f"blank-cells: {name}: {count} empty cells in ")


if __name__ == "__main__":
    main()
