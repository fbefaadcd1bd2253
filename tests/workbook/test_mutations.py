"""Whatever happens to a workbook's bytes, it is read or refused in a sentence; nothing else."""

from __future__ import annotations

import pytest

from pmf_cli.errors import UnreadableWorkbookError
from pmf_cli.settings import Limits
from pmf_cli.workbook.read import book_of
from tests.hostile import sound
from tests.mutations import mutations


def outcome(data: bytes) -> str:
    try:
        for sheet in book_of("register.xlsx", data, Limits()).sheets:
            for row in sheet.rows():
                for cell in row.cells.values():
                    assert cell.row == row.number
    except UnreadableWorkbookError as error:
        assert error.advice
        return "refused" if "cannot be read as a workbook" not in error.message else "unforeseen"
    return "read"


@pytest.mark.parametrize("block", range(10))
def test_damaged_workbook_is_read_or_refused(block: int) -> None:
    """60 seeded damages each: a book or a refusal with advice, no other error."""
    outcomes = {outcome(mutations(sound(), seed)) for seed in range(block * 60, block * 60 + 60)}
    assert outcomes <= {"read", "refused", "unforeseen"}


@pytest.mark.slow
def test_thousands_of_damages() -> None:
    """5,000 more, of which nearly all are told apart by a sentence of their own."""
    outcomes = [outcome(mutations(sound(), seed)) for seed in range(1000, 6000)]
    assert outcomes.count("unforeseen") <= 5


def test_same_seed_same_damage() -> None:
    """A damage can be made again by its seed."""
    assert mutations(sound(), 7) == mutations(sound(), 7)
