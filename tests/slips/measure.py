"""How many slips are told at their cell, and how many sound figures are questioned.

``python -m tests.slips.measure [FIRST SEED] [REGISTERS]`` goes through every figure of the example,
and through registers made up by a seeded generator; it takes minutes. What the tests do is a part
of it.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pmf_cli.pipeline.read.opening import open_register
from pmf_cli.register.periods.text import parse_period
from tests.slips.histories import registers
from tests.slips.planted import Planted, Sound, of_size, within_range
from tests.slips.settings import told_of

EXAMPLE = Path(__file__).parents[2] / "register_example"


def example() -> Sound:
    """The example register in its own period."""
    opened = open_register(EXAMPLE)
    return Sound(opened.register, opened.settings, parse_period("2024/25 Q3"), date(2025, 2, 3))


@dataclass
class Caught:
    """Of the slips that change a colour, how many are told at their cell."""

    changed: Counter[tuple[str, str]] = field(default_factory=Counter)
    told: Counter[tuple[str, str]] = field(default_factory=Counter)
    missed: list[Planted] = field(default_factory=list)

    @property
    def share(self) -> float:
        """The share told."""
        return sum(self.told.values()) / sum(self.changed.values())

    def lines(self) -> list[str]:
        """Sheet, kind, told, of."""
        return [
            f"{sheet:8} {kind:15} {self.told[sheet, kind]:5} of {count:5}  "
            f"{100 * self.told[sheet, kind] / count:5.1f}%"
            for (sheet, kind), count in sorted(self.changed.items())
        ]


def caught(slips: Iterable[Planted]) -> Caught:
    """Tries slips; those that change no colour are left out."""
    found = Caught()
    for slip in slips:
        if not slip.changes_a_colour:
            continue
        key = (slip.where.sheet, slip.kind)
        found.changed[key] += 1
        if slip.codes:
            found.told[key] += 1
        else:
            found.missed.append(slip)
    return found


def questioned(sounds: Iterable[Sound]) -> tuple[int, Counter[str]]:
    """How many figures there are, and how many of them are questioned, by code."""
    figures, codes = 0, Counter[str]()
    for sound in sounds:
        figures += sum(row.number is not None for row in sound.register.results)
        figures += len(sound.register.targets)
        seen = {}
        for code, where in sorted(sound.told, key=str):
            seen.setdefault(where, code)
        codes.update(seen.values())
    return figures, codes


def main() -> None:
    """Prints the tables."""
    first = int(sys.argv[1]) if len(sys.argv) > 1 else 1001
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 40
    each = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    sound = example()
    for name, slips in (
        ("Size and sign, example", of_size(sound, each)),
        ("Within the range, example", within_range(sound, each)),
        ("Size and sign, made up", (s for r in registers(first, 2) for s in of_size(r, each))),
        (
            "Within the range, made up",
            (s for r in registers(first, 4) for s in within_range(r, each)),
        ),
    ):
        found = caught(slips)
        print(f"{name}: {100 * found.share:.1f}%", *found.lines(), sep="\n  ", flush=True)
    print("Settings, periods and counts, example", *told_of(sound).lines(), sep="\n  ", flush=True)
    for name, sounds in (("example", [sound]), ("made up", registers(first, count))):
        figures, codes = questioned(sounds)
        print(
            f"Sound figures questioned, {name}: {codes.total()} of {figures}",
            dict(codes),
            flush=True,
        )


if __name__ == "__main__":
    main()
