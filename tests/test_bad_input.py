"""Bad files end in one clear screen and exit code 2, whichever command meets them."""

from __future__ import annotations

import hashlib
import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile import QUICK, SPECIMENS
from tests.registers.cut import cut_example
from tests.running import EXAMPLE, ROOT, pmf, pmf_child

PROGRAM_WORDS = re.compile(
    r"Traceback|\b\w+(?:Error|Exception)\b|\bzipfile\b|\bopenpyxl\b|\blxml\b|\bNone\b|<class"
)
"""What a council officer must never read."""


def _register_with(folder: Path, name: str) -> tuple[Path, Path]:
    """The example with its KPI Data Record replaced by a bad file; folder and bad file."""
    register = folder / "register"
    cut_example(register)
    file_name, build, _ = SPECIMENS[name]
    bad = register / "KPI Data Record.xlsx"
    if not file_name.startswith("register."):
        bad.unlink()
        bad = register / file_name
    bad.write_bytes(build())
    return register, bad


@pytest.mark.parametrize("name", QUICK)
def test_a_bad_workbook_is_one_clear_screen(name: str, tmp_path: Path) -> None:
    """`pmf rag` on the very file: exit 2, the file's name, at most 24 lines, plain words."""
    _, bad = _register_with(tmp_path, name)
    before = hashlib.sha256(bad.read_bytes()).hexdigest()
    ran = pmf("rag", "--register", bad)
    assert ran.code == 2, ran.all
    assert ran.out == ""
    assert bad.name in ran.err
    assert len(ran.err.splitlines()) <= 24
    assert not PROGRAM_WORDS.search(ran.err), ran.err
    assert hashlib.sha256(bad.read_bytes()).hexdigest() == before


@pytest.mark.parametrize(
    "words",
    [
        ("status",),
        ("validate",),
        ("kpi", "list"),
        ("kpi", "show", "WM-01"),
        ("rag", "explain", "WM-01"),
        ("report", "clt"),
    ],
    ids=" ".join,
)
def test_every_command_says_the_same_of_a_damaged_record(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    """A truncated KPI Data Record stops each command with exit 2 and its name; nothing is written."""
    register, bad = _register_with(tmp_path, "truncated")
    out = tmp_path / "out"
    extra = ("--output", out) if words[0] in ("report", "validate") else ()
    ran = pmf(*words, "--register", register, *extra)
    assert ran.code == 2
    assert bad.name in ran.err
    assert not out.exists()


def test_debug_shows_places_but_no_values(tmp_path: Path) -> None:
    """With --debug the place in the program follows, but nothing from the register."""
    _, bad = _register_with(tmp_path, "bad checksum")
    ran = pmf("rag", "--register", bad, "--debug")
    assert ran.code == 2
    assert " in " in ran.err
    assert "Traceback" not in ran.err


def _cost(register: Path) -> tuple[float, int, subprocess.CompletedProcess[str]]:
    """Seconds of processor time and KB of memory that `pmf rag` takes as a process of its own."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "peak_of.py"), sys.executable, "-m", "pmf_cli",
         "rag", "--register", str(register)],
        capture_output=True, encoding="utf-8", timeout=120, check=False, cwd=ROOT,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, int(done.stdout.strip().splitlines()[-1]), done


@pytest.fixture(scope="module")
def sound_register() -> float:
    """Seconds that the example takes on the same machine: 5 seconds are no law on a slow one."""
    return min(_cost(EXAMPLE)[0] for _ in range(2))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited as Linux does it")
@pytest.mark.parametrize("name", SPECIMENS)
def test_a_bad_workbook_costs_little(name: str, tmp_path: Path, sound_register: float) -> None:
    """The whole program refuses it for at most ten sound registers' time, and within 200 MB."""
    _, bad = _register_with(tmp_path, name)
    seconds, peak, done = _cost(bad)
    assert done.returncode == 2, done.stderr
    assert seconds < 10 * sound_register
    assert peak < 200 * 1024


BLOCK = 125
"""Mutations in one test, so that several processes can share the two thousand."""


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, 2000, BLOCK))
def test_two_thousand_mutations_of_the_example_give_no_traceback(
    first: int, tmp_path: Path
) -> None:
    """Each damaged example is read, or refused in plain words; the program never falls over."""
    from tests.mutations import mutations

    register = tmp_path / "register"
    cut_example(register)
    books = sorted(register.glob("*.xlsx"))
    sound = {path: path.read_bytes() for path in books}
    refused = 0
    for seed in range(first, first + BLOCK):
        path = books[seed % len(books)]
        path.write_bytes(mutations(sound[path], seed))
        ran = pmf("validate", "--register", register, "--format", "csv")
        path.write_bytes(sound[path])
        assert ran.code in (0, 1, 2), f"seed {seed}: exit {ran.code}"
        assert "a fault of its own" not in ran.err, f"seed {seed}: {ran.err}"
        if ran.code == 2:
            refused += 1
            assert not PROGRAM_WORDS.search(ran.err), f"seed {seed}: {ran.err}"
            assert len(ran.err.splitlines()) <= 24, f"seed {seed}"
    assert BLOCK // 10 < refused < BLOCK - BLOCK // 20


def test_files_of_other_programs_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    """Excel's lock files, pictures and notes beside the workbooks do not matter; a lock is told."""
    register = tmp_path / "register"
    cut_example(register)
    (register / "~$KPI Data Record.xlsx").write_bytes(b"\x07Officer" + b" " * 157)
    (register / "notes.txt").write_text("call the library", encoding="utf-8")
    ran = pmf_child("rag", "--register", register)
    assert ran.code == 0, ran.all
    assert "Officer" in ran.err
