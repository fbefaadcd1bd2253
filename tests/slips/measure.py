"""How many slips are told at their cell, and how many sound figures are questioned.

``python -m tests.slips.measure`` goes through the example, Hart's published figures and registers
made up by a seeded generator.
"""

from __future__ import annotations

import sys
from collections import Counter
from datetime import date
from pathlib import Path

from pmf_cli.pipeline.opening import open_register
from pmf_cli.register.periods.text import parse_period
from tests.slips.planted import Sound, of_size

EXAMPLE = Path(__file__).parents[2] / "register_example"


def example() -> Sound:
    opened = open_register(EXAMPLE)
    return Sound(opened.register, opened.settings, parse_period("2024/25 Q3"), date(2025, 2, 3))


def main() -> None:
    sound = example()
    changed: Counter[tuple[str, str]] = Counter()
    told: Counter[tuple[str, str]] = Counter()
    for slip in of_size(sound, int(sys.argv[1])):
        if not slip.changes_a_colour:
            continue
        key = (slip.where.sheet, slip.kind)
        changed[key] += 1
        if slip.codes:
            told[key] += 1
        elif "-v" in sys.argv:
            print(
                "missed",
                slip.kind,
                slip.where,
                slip.after.register.kpis[0].ref,
                slip.codes_elsewhere[:4],
            )
    for key, n in sorted(changed.items()):
        print(f"{key[0]:8} {key[1]:10} {told[key]:6} of {n:6}  {100 * told[key] / n:5.1f}%")
    print(
        "all", sum(told.values()), sum(changed.values()), sum(told.values()) / sum(changed.values())
    )


if __name__ == "__main__":
    main()
