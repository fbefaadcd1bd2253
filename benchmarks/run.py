"""Measures the promises side by side in one run and prints a table with ratios.

    python -m benchmarks.run [--sizes S,M,L] [--runs 5] [--folder FOLDER]

The peers are a bare Typer program with lazy imports (start-up) and ``frictionless validate``
(reading and checking), measured where the ``benchmark`` dependency group is installed. Nothing
here asserts a time: the ratios are for people to read.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from itertools import pairwise
from pathlib import Path

from benchmarks.measure import Measured, interleaved
from benchmarks.registers import SIZES, make
from benchmarks.returns import returns

BARE = Path(__file__).parent / "bare_typer.py"
EXAMPLE = Path(__file__).parent.parent / "register_example"


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="S,M")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--folder", type=Path, default=None)
    asked = parser.parse_args()
    folder = (asked.folder or Path(tempfile.mkdtemp(prefix="pmf-benchmark-"))).resolve()
    startup(asked.runs * 2)
    commands(EXAMPLE, "The example register", asked.runs, folder)
    measured: dict[str, dict[str, Measured]] = {}
    for size in SIZES:
        if size.letter in asked.sizes.split(","):
            title = f"Size {size.letter}: {size.kpis:,} KPIs × {size.periods} periods"
            large = size.letter == "L"
            measured[size.letter] = commands(
                make(folder, size), title, 1 if large else asked.runs, folder, peer=not large
            )
    growth(measured)
    returns(_program("pmf"), folder, min(asked.runs, 3))


def startup(runs: int) -> None:
    """``pmf --version`` and ``--help`` against a bare Typer program with lazy imports."""
    pmf = _program("pmf")
    found = interleaved(
        {
            "bare --version": [sys.executable, str(BARE), "--version"],
            "pmf --version": [pmf, "--version"],
            "bare --help": [sys.executable, str(BARE), "--help"],
            "pmf --help": [pmf, "--help"],
        },
        runs=runs,
    )
    print("Start-up")
    for name in ("--version", "--help"):
        _line(f"pmf {name}", found[f"pmf {name}"], found[f"bare {name}"], f"bare Typer {name}")


def commands(
    place: Path, title: str, runs: int, folder: Path, *, peer: bool = True
) -> dict[str, Measured]:
    """The three main commands on one register, against frictionless on the same workbook."""
    pmf = _program("pmf")
    on = ["--register", str(place), "--quiet"]
    asked = {
        "rag": [pmf, "rag", *on],
        "validate": [pmf, "validate", *on],
        "report clt": [pmf, "report", "clt", *on, "--output", str(folder / f"out-{place.name}")],
    }
    program = shutil.which("frictionless") or str(Path(sys.executable).parent / "frictionless")
    if peer and Path(program).exists():
        # It takes only a path relative to the folder it runs in.
        asked["frictionless"] = [program, "validate", "KPI Data Record.xlsx"]
    found = interleaved(asked, runs=runs, folder=str(place))
    print(f"\n{title}")
    for name, measured in found.items():
        _line(name, measured, found.get("frictionless"), "frictionless")
    return found


def growth(measured: dict[str, dict[str, Measured]]) -> None:
    """How time grows from one size to the next, beside the growth of the number of results."""
    letters = [size.letter for size in SIZES if size.letter in measured]
    by_letter = {size.letter: size for size in SIZES}
    for small, large in pairwise(letters):
        more = (by_letter[large].kpis * by_letter[large].periods) / (
            by_letter[small].kpis * by_letter[small].periods
        )
        for name in ("rag", "validate"):
            ratio = measured[large][name].seconds / measured[small][name].seconds
            print(
                f"Growth {small} → {large}: {name} {ratio:.1f} × the time for {more:.0f} × the results"
            )


def _line(name: str, measured: Measured, peer: Measured | None, peer_name: str) -> None:
    ratio = f"{measured.seconds / peer.seconds:5.2f} × {peer_name}" if peer else ""
    print(
        f"  {name:<14} {measured.seconds:7.2f} s {measured.peak_mb:7.0f} MB  exit {measured.code}  {ratio}"
    )


def _program(name: str) -> str:
    beside = Path(sys.executable).parent / name
    return str(beside) if beside.exists() else name


if __name__ == "__main__":
    main()
