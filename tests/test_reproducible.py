"""The same input gives the same bytes, wherever and whenever it is run."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from tests.running import EXAMPLE, pmf, pmf_child


def _papers(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.slow
def test_another_folder_zone_and_hash_seed_give_identical_files(tmp_path: Path) -> None:
    """Word and Excel are byte for byte the same in another folder, time zone and hash seed."""
    here = tmp_path / "one"
    there = tmp_path / "a longer name, with spaces"
    settings = [
        (here, {"TZ": "Pacific/Auckland", "PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8"}),
        (there, {"TZ": "America/Los_Angeles", "PYTHONHASHSEED": "4242", "LC_ALL": "C"}),
    ]
    written = []
    for folder, env in settings:
        folder.mkdir()
        shutil.copytree(EXAMPLE, folder / "register")
        ran = pmf_child(
            "report", "clt", "--register", "register", "--output", "papers", cwd=folder, env=env
        )
        assert ran.code == 0, ran.all
        written.append(_papers(folder / "papers"))
    assert len(written[0]) == 2
    assert written[0] == written[1]


@pytest.mark.slow
def test_lists_are_the_same_under_another_hash_seed(tmp_path: Path) -> None:
    """JSON of ratings and findings does not depend on the order of sets or dicts."""
    for words in (("rag",), ("validate",)):
        said = [
            pmf_child(
                *words, "--register", EXAMPLE, "--format", "json", env={"PYTHONHASHSEED": seed}
            ).out
            for seed in ("0", "99")
        ]
        assert said[0] == said[1]
        assert said[0].strip()


def test_inputs_are_never_changed(tmp_path: Path) -> None:
    """Reading, rating, checking and reporting leave every file of the register as it was."""
    register = tmp_path / "register"
    shutil.copytree(EXAMPLE, register)
    before = _papers(register)
    for words in (("status",), ("validate",), ("rag",), ("report", "clt")):
        extra = ("--output", tmp_path / "out") if words[0] == "report" else ()
        assert pmf(*words, "--register", register, *extra).code in (0, 1)
    assert _papers(register) == before


@pytest.mark.parametrize("words", [("--version",), ("--help",)])
def test_start_up_imports_nothing_heavy(words: tuple[str, ...]) -> None:
    """The version and the help are answered without any of the heavy libraries."""
    import subprocess
    import sys

    code = """
import sys
sys.argv = ["pmf", *sys.argv[1:]]
from pmf_cli.__main__ import main
try:
    main()
except SystemExit:
    pass
heavy = "pandas openpyxl docx docxtpl matplotlib numpy jinja2 xlsxwriter lxml".split()
sys.stderr.write(",".join(name for name in heavy if name in sys.modules))
"""
    done = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, encoding="utf-8", check=False
    )
    assert done.stdout.strip()
    assert done.stderr == ""


@pytest.mark.slow
def test_forms_are_the_same_in_another_folder_zone_and_hash_seed(tmp_path: Path) -> None:
    """Return forms and what is said of them do not depend on where or when they are made."""
    written, said = [], []
    for name, zone, seed in (("one", "Pacific/Auckland", "1"), ("two b", "America/Lima", "77")):
        folder = tmp_path / name
        shutil.copytree(EXAMPLE, folder / "register")
        ran = pmf_child(
            *("collect", "make", "--register", "register", "--as-of", "2025-01-20"),
            *("--output", "forms", "--format", "json"),
            cwd=folder,
            env={"TZ": zone, "PYTHONHASHSEED": seed},
        )
        assert ran.code == 0, ran.all
        written.append(_papers(folder / "forms"))
        said.append(ran.out)
    assert len(written[0]) > 10
    assert written[0] == written[1]
    assert said[0] == said[1]
