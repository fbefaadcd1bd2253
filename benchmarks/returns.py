"""What returns cost: 300 on top of the start, and 20 forms beside ``datamaps`` on the same cells."""

from __future__ import annotations

import csv
import os
import random
import shutil
import statistics
from pathlib import Path

from benchmarks.measure import interleaved, once
from tests.collect import test_round_trip as trip
from tests.collect.desk import address, desk_of, filled
from tests.make import make_contact, make_kpi, make_register, make_result, make_target

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
            seconds, *_ = once([*asked, "--write"] if write else asked, str(work))
            took.setdefault(name, []).append(seconds)
    print(f"\n{len(forms)} returns")
    for name in ("read", "write"):
        all_of, start = statistics.median(took[name]), statistics.median(took[f"{name} one"])
        each = (all_of - start) / (len(forms) - 1)
        print(f"  {name:<14} {all_of:7.2f} s, one alone {start:.2f} s: {each:.4f} s a return")


def beside_datamaps(pmf: str, folder: Path, runs: int) -> None:
    """Takes 20 forms in, of 10 figures each and of 200, beside ``datamaps`` on the same cells.

    Both read what was typed: a figure and a note a line. ``pmf`` also judges each figure against
    the register; ``datamaps`` writes them into its master.
    """
    program = shutil.which("datamaps")
    for lines in (10, 200):
        place = folder / f"forms-{lines}"
        shutil.rmtree(place, ignore_errors=True)
        desk = desk_of(_twenty_contacts(lines), place / "register")
        for form in desk.forms(on=trip.date.fromisoformat(MADE)):
            typed = {}
            for line in range(1, lines + 1):
                typed |= {f"Results!value {line}": 40 + line / 8, f"Results!note {line}": "Counted"}
            filled(form, place / "back" / form.name, typed)
        with (place / "datamap.csv").open("w", newline="", encoding="utf-8") as file:
            rows = csv.writer(file)
            rows.writerow(("cell_key", "template_sheet", "cell_reference"))
            for line in range(1, lines + 1):
                for field in ("value", "note"):
                    rows.writerow(
                        (f"{field} {line}", "Results", address("Results", f"{field} {line}"))
                    )
        asked = {
            "collect read": [
                pmf, "collect", "read", str(place / "back"), "--register", str(desk.folder),
                "--as-of", BACK, "--quiet", "--accept-questions",
            ]
        }  # fmt: skip
        if program is not None:
            # It keeps its settings below the home folder, which is not to be written to.
            home = {"HOME": str(place), "USER": os.environ.get("USER", "benchmark")}
            asked["datamaps"] = [
                "env", *(f"{name}={value}" for name, value in home.items()), program,
                "import", "templates", "--to-master", "--inputdir", str(place / "back"),
                "--datamap", str(place / "datamap.csv"),
            ]  # fmt: skip
        found = interleaved(asked, runs=runs)
        print(f"\n20 forms of {lines} figures and notes")
        for name, took in found.items():
            peer = found.get("datamaps")
            ratio = f"{took.busy / peer.busy:5.2f} × datamaps" if peer else ""
            print(
                f"  {name:<14} {took.seconds:7.2f} s {took.busy:7.2f} s busy  exit {took.code}  {ratio}"
            )


def _twenty_contacts(lines: int) -> trip.Register:
    """A register in which each of 20 contacts owes so many figures."""
    refs = {
        f"C-{number:02}": [f"K{number:02}-{line:03}" for line in range(lines)]
        for number in range(20)
    }
    kpis = [
        make_kpi(
            ref,
            key_contact=contact,
            deputy_contact=None,
            numerator_label=None,
            denominator_label=None,
        )
        for contact, own in refs.items()
        for ref in own
    ]
    results = [
        make_result(kpi.ref, quarter, 40)
        for kpi in kpis
        for quarter in ("2024/25 Q1", "2024/25 Q2")
    ]
    return make_register(
        kpis,
        results,
        [make_target(kpi.ref) for kpi in kpis],
        contacts=tuple(map(make_contact, refs)),
    )
