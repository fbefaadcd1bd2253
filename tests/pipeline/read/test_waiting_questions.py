"""A register's workbooks of questions, as ``pmf next`` and ``pmf validate`` tell of them."""

from __future__ import annotations

from pathlib import Path

from pmf_cli.pipeline.read.kept_questions import waiting_questions
from pmf_cli.pipeline.read.opening import open_register
from pmf_cli.places import ANSWERS
from pmf_cli.render.starting.register_book import empty_register


def test_a_workbook_that_cannot_be_read_asks_nothing(tmp_path: Path) -> None:
    """One that is half synchronised or damaged does not stop what has nothing to do with it."""
    for name, data in empty_register("Council", with_plan=False).items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / ANSWERS).mkdir()
    (tmp_path / ANSWERS / "Questions about card.xlsx").write_bytes(b"")
    assert waiting_questions(open_register(tmp_path)) == ()
