"""Same report, same bytes: in another folder, time zone and hash seed, at another time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import hashlib, sys
from pmf_cli.render import RENDERERS
from pmf_cli.render.templates import templates_for
from pmf_cli.render.theme import theme_of
from tests.render.specimens import report
places = templates_for()
for name in sorted(RENDERERS.keys() - {"pdf"}):
    data = RENDERERS[name].render(report(20, charts=2), theme_of(places), places)
    print(name, hashlib.sha256(data).hexdigest())
"""


def run(folder: Path, zone: str, seed: str) -> str:
    """The fingerprints of all formats that pmf makes by itself, made in a process of its own."""
    folder.mkdir()
    env = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.mark.slow
def test_place_time_zone_and_hash_seed_do_not_matter(tmp_path: Path) -> None:
    """Two councils' machines give identical files."""
    first = run(tmp_path / "here", "UTC", "1")
    second = run(tmp_path / "there", "Pacific/Kiritimati", "4242")
    assert first == second
    assert first.count("\n") == 3


@pytest.mark.parametrize(
    "heavy", ["docx", "pypdf", "docxtpl", "xlsxwriter", "matplotlib", "lxml", "jinja2", "openpyxl"]
)
def test_formats_are_imported_when_first_used(heavy: str) -> None:
    """Asking which formats there are loads no library of any of them."""
    script = f"import sys, pmf_cli.render; sys.exit({heavy!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False).returncode == 0
