"""Three years played by hand: ``python -m tests.officer --quarters 12 --seeds 5 --kills``."""

from __future__ import annotations

import argparse
import tempfile
import time
import traceback
from pathlib import Path

from tests.officer.play import Broken, Officer


def main() -> int:
    """Plays so many officers one after the other; 1 where a law was broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.officer", description=__doc__)
    parser.add_argument("--quarters", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--seeds", type=int, default=1, help="how many officers")
    parser.add_argument("--kills", action="store_true", help="kill runs, and run two at once")
    asked = parser.parse_args()
    broken = 0
    for seed in range(asked.seed, asked.seed + asked.seeds):
        folder = Path(tempfile.mkdtemp(prefix=f"officer-{seed}-"))
        officer = Officer(folder, seed, asked.quarters, with_kills=asked.kills)
        begun = time.process_time()
        try:
            officer.play()
        except Broken as error:
            broken += 1
            traceback.print_exception(error.__cause__, limit=-4)
            print(f"{error}\n")
        done = ", ".join(f"{number} {what}" for what, number in sorted(officer.count.items()))
        print(f"seed {seed}, {time.process_time() - begun:.0f} s: {done}", flush=True)
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
