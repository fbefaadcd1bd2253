"""What each of 300 returns costs on top of the start: read, and read and written."""

from __future__ import annotations

import random
import shutil
import statistics
from pathlib import Path

from benchmarks.measure import once
from tests.collect import test_round_trip as trip
from tests.collect.desk import desk_of, filled

MADE = "2025-01-21"
BACK = "2025-02-03"


def returns(pmf: str, folder: Path, runs: int) -> None:
    """Prints seconds a return, from runs over all forms and over one, in turn."""
    register = trip.a_register(random.Random(20250203))
    desk = desk_of(register, folder / "returns" / "register")
    chance = random.Random(20250203)
    forms = desk.forms(on=trip.date.fromisoformat(MADE))
    for form in forms:
        filled(form, desk.folder / "back" / form.name, trip.answers(form, chance)[0])
    one = next(iter(sorted((desk.folder / "back").iterdir())))
    took: dict[str, list[float]] = {}
    for _ in range(runs):
        for name, files, write in (
            ("read", "back", False),
            ("read one", f"back/{one.name}", False),
            ("write", "back", True),
            ("write one", f"back/{one.name}", True),
        ):
            work = folder / "returns" / "work"
            shutil.rmtree(work, ignore_errors=True)
            shutil.copytree(desk.folder, work)
            asked = [
                pmf,
                "collect",
                "read",
                files,
                "--as-of",
                BACK,
                "--quiet",
                "--accept-questions",
            ]
            seconds, _, _ = once([*asked, "--write"] if write else asked, str(work))
            took.setdefault(name, []).append(seconds)
    print(f"\n{len(forms)} returns")
    for name in ("read", "write"):
        all_of, start = statistics.median(took[name]), statistics.median(took[f"{name} one"])
        each = (all_of - start) / (len(forms) - 1)
        print(f"  {name:<14} {all_of:7.2f} s, one alone {start:.2f} s: {each:.4f} s a return")
