"""Two quarters of a random officer hold every law; years of it are played by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.officer.play import Officer


def test_two_quarters_of_a_random_officer_keep_every_law(tmp_path: Path) -> None:
    """Forms wrong, late, twice; a row deleted or a workbook restored; figures put right by hand."""
    officer = Officer(tmp_path, seed=7, quarters=2)
    officer.play()
    assert officer.held


@pytest.mark.slow
def test_a_year_of_a_random_officer_with_kills_keeps_every_law(tmp_path: Path) -> None:
    """Runs are killed at random, and two run at once."""
    Officer(tmp_path, seed=11, quarters=4, with_kills=True).play()
