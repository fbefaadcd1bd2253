"""A quarter of a random officer holds every law; years of it are played by hand."""

from __future__ import annotations

from pathlib import Path

from tests.officer.play import Officer


def test_a_quarter_of_a_random_officer_keeps_every_law(tmp_path: Path) -> None:
    """Forms wrong, late, twice; a row deleted; a figure put right by hand; a paper, a correction, a way back."""
    officer = Officer(tmp_path, seed=2, quarters=1)
    officer.play()
    done = officer.count
    assert done["figures taken in"] and done["issues"] and done["restores"]
    assert done["past answers"] > 20
