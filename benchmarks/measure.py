"""One command timed as a child process: wall time, processor time and peak memory of several runs.

Processor time is what is compared: other work on the machine makes it longer by far less.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    """What one command took.

    Attributes:
        seconds: median wall time.
        busy: least processor time of any run, that of its own processes included.
        peak_mb: highest resident memory of any run, in MiB.
        code: exit code of the last run.
    """

    seconds: float
    busy: float
    peak_mb: float
    code: int


def interleaved(
    commands: Mapping[str, Sequence[str]], *, runs: int, folder: str = "."
) -> dict[str, Measured]:
    """Runs the commands in turn, so that what slows the machine slows all of them alike."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    busy: dict[str, list[float]] = {name: [] for name in commands}
    peaks: dict[str, float] = dict.fromkeys(commands, 0.0)
    codes: dict[str, int] = {}
    for _ in range(runs):
        for name, command in commands.items():
            seconds, processor, peak, codes[name] = once(command, folder)
            times[name].append(seconds)
            busy[name].append(processor)
            peaks[name] = max(peaks[name], peak)
    return {
        name: Measured(statistics.median(times[name]), min(busy[name]), peaks[name], codes[name])
        for name in commands
    }


def once(command: Sequence[str], folder: str) -> tuple[float, float, float, int]:
    """Seconds, seconds of the processor, peak MiB and exit code of one run; its output is thrown away."""
    began = time.perf_counter()
    child = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(child.pid, 0)
    took = time.perf_counter() - began
    child.returncode = os.waitstatus_to_exitcode(status)
    kib = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return took, usage.ru_utime + usage.ru_stime, kib / 1024, child.returncode
