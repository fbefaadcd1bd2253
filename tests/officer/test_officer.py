"""A quarter of a random officer holds every law; years of it are played by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.officer.play import Officer


def test_a_quarter_of_a_random_officer_keeps_every_law(tmp_path: Path) -> None:
    """Forms wrong, late, twice; a row deleted; a figure put right by hand; a paper, a correction, a way back."""
    officer = Officer(tmp_path, seed=2, quarters=1)
    officer.play()
    done = officer.count
    assert done["figures taken in"] and done["issues"] and done["restores"]
    assert done["past answers"] > 20


@pytest.mark.slow
def test_a_year_of_a_random_officer_with_kills_keeps_every_law(tmp_path: Path) -> None:
    """Runs are killed at random, and two run at once."""
    officer = Officer(tmp_path, seed=11, quarters=4, with_kills=True)
    officer.play()
    assert officer.count["kills"] and officer.count["two at once"]
