"""Measures the promises side by side in one run and prints a table with ratios.

    python -m benchmarks.run [--sizes S,M,L] [--runs 5] [--folder FOLDER]

The peers are a bare Typer program with lazy imports (start-up), ``frictionless validate`` and
pandera with calamine (reading and checking the same sheets), and ``datamaps`` (the same cells of
return forms). The ``benchmark`` dependency group brings them but for ``datamaps``, which is taken from
the path: it brings a package named ``tests`` and so needs an environment of its own. Byte code is compiled first. Nothing here
asserts a time: the ratios, of processor time, are for people to read.
"""

from __future__ import annotations

import argparse
import os
import site
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

from benchmarks.measure import Measured, interleaved
from benchmarks.registers import SIZES, make

BARE = Path(__file__).parent / "bare_typer.py"
ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "register_example"


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="S,M")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--folder", type=Path, default=None)
    asked = parser.parse_args()
    folder = (asked.folder or Path(tempfile.mkdtemp(prefix="pmf-benchmark-"))).resolve()
    _compiled()
    startup(asked.runs * 2)
    commands(EXAMPLE, "The example register", asked.runs, folder)
    measured: dict[str, dict[str, Measured]] = {}
    for size in (size for size in SIZES if size.letter in asked.sizes.split(",")):
        large = size.letter == "L"
        for shared in (False,) if large else (True, False):
            title = (
                f"Size {size.letter}: {size.kpis:,} KPIs × {size.periods} periods, texts "
                f"{'shared as Excel saves them' if shared else 'in their cells'}"
            )
            place = make(folder, size, shared=shared)
            found = commands(place, title, 1 if large else asked.runs, folder, peers=not large)
            measured.setdefault(size.letter, found)
    growth(measured)
    # Only now: what this process holds counts as its children's peak until they have begun.
    from benchmarks.returns import beside_datamaps, returns

    beside_datamaps(_program("pmf"), folder, asked.runs)
    returns(_program("pmf"), folder, min(asked.runs, 3))


def _compiled() -> None:
    """Compiles every module first: what the first run of all costs is no measure of a command."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    folders = [str(ROOT / "pmf_cli"), *site.getsitepackages()]
    subprocess.run([sys.executable, "-m", "compileall", "-qq", *folders], check=False)


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
        bare = {f"bare Typer {name}": found[f"bare {name}"]}
        _line(f"pmf {name}", found[f"pmf {name}"], bare)


def commands(
    place: Path, title: str, runs: int, folder: Path, *, peers: bool = True
) -> dict[str, Measured]:
    """The three main commands on one register, beside peers that read the same sheets.

    ``report clt`` is also measured without the reading back of what was written, which no peer does.
    """
    pmf = _program("pmf")
    on = ["--register", str(place), "--quiet"]
    paper = ["report", "clt", *on, "--output", str(folder / f"out-{place.name}")]
    asked = {
        "rag": [pmf, "rag", *on],
        "validate": [pmf, "validate", *on],
        "report clt": [pmf, *paper],
        "report, unread": [sys.executable, "-m", "benchmarks.report_unread", *paper],
    }
    beside = {}
    if peers and (place / "datapackage.json").is_file():
        # It takes only a path relative to the folder it runs in.
        package = os.path.relpath(place / "datapackage.json")
        beside = {
            "frictionless": [_program("frictionless"), "validate", package],
            "pandera": [sys.executable, "-m", "benchmarks.pandera_peer", str(place)],
        }
        asked |= beside
    found = interleaved(asked, runs=runs)
    print(f"\n{title}")
    for name, measured in found.items():
        _line(name, measured, {peer: found[peer] for peer in beside})
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
            ratio = measured[large][name].busy / measured[small][name].busy
            print(
                f"Growth {small} → {large}: {name} {ratio:.1f} × the time for {more:.0f} × the results"
            )


def _line(name: str, measured: Measured, peers: Mapping[str, Measured]) -> None:
    ratios = "".join(
        f"  {measured.busy / peer.busy:5.2f} × {peer_name}" for peer_name, peer in peers.items()
    )
    print(
        f"  {name:<14} {measured.seconds:7.2f} s {measured.busy:7.2f} s busy {measured.peak_mb:7.0f} MB"
        f"  exit {measured.code}{ratios}"
    )


def _program(name: str) -> str:
    beside = Path(sys.executable).parent / name
    return str(beside) if beside.exists() else name


if __name__ == "__main__":
    main()
