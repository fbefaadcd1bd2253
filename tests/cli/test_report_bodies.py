"""A body's own papers by one command, and those of all bodies that are due: as an officer writes them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pmf_cli.pipeline import open_register
from pmf_cli.pipeline.body_papers import papers_due
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.terms import BodyKind
from pmf_cli.views.papers import PAPERS
from tests.cli.issuing import Q3
from tests.make import make_board, make_register
from tests.registers.cut import cut_example
from tests.running import pmf

ONLY_WORD = ("--format", "docx")


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """A copy of the example, nothing written yet."""
    return cut_example(tmp_path / "r")


@pytest.mark.slow
def test_all_papers_are_written_in_one_go_and_whoever_is_left_out_is_named(
    register: Path, forget: Callable[[], None]
):
    """A file for each body that is due, named after it, in the register's own folder; the same bytes as alone."""
    ran = pmf("report", "all", "--register", register, *Q3, *ONLY_WORD)
    assert ran.code == 0, ran.all
    written = {path.name for path in (register / "reports").iterdir()}
    due = papers_due(open_register(register).register, parse_period("2024/25 Q3"))
    assert len(written) == len(due.papers) > 5
    assert "dmt-adults-and-health-dmt-2024-25-q3.docx" in written
    assert all(line in ran.err for line in due.left_out)
    forget()
    alone = register / "alone"
    ran = pmf(
        "report", "dmt", "--register", register, *Q3, *ONLY_WORD, "--body", "Strategy", "--output", alone
    )  # fmt: skip
    assert ran.code == 0, ran.all
    (path,) = alone.iterdir()
    assert path.read_bytes() == (register / "reports" / path.name).read_bytes()


def test_the_own_paper_of_a_body_is_found_by_how_its_name_begins(register: Path):
    for words in (("report",), ("report", "all")):
        ran = pmf(*words, "--register", register, *Q3, *ONLY_WORD, "--body", "Adults")
        assert ran.code == 0, ran.all
        names = [path.name for path in (register / "reports").iterdir()]
        assert names == ["dmt-adults-and-health-dmt-2024-25-q3.docx"]


def test_a_body_without_a_paper_and_no_body_at_all_are_refused_in_a_sentence(
    register: Path, monkeypatch: pytest.MonkeyPatch
):
    others = {name: paper for name, paper in PAPERS.items() if name != "dmt"}
    # Put back by itself, a paper would stand last and not in its order.
    monkeypatch.setattr("pmf_cli.views.papers.PAPERS", others)
    for words in (("report",), ("report", "all")):
        ran = pmf(*words, "--register", register, *Q3, "--body", "Adults and Health DMT")
        assert ran.code == 2 and "no paper for a body of the kind DMT" in ran.err
    ran = pmf("report", "--register", register)
    assert ran.code == 2 and "pmf report all" in ran.err
    assert not (register / "reports").exists()


def test_bodies_of_every_kind_are_due_or_left_out_once():
    """Nobody falls between: each row of Boards has its papers or stands among those left out; CLT needs no row."""
    boards = [
        make_board("The top team", kind=BodyKind.CLT),
        make_board("A team", kind=BodyKind.DMT, frequency="Twice yearly", months="June"),
        make_board("B team", kind=BodyKind.DMT),
        make_board("Nobody", kind=None),
    ]
    due = papers_due(make_register(boards=boards), parse_period("2024/25 Q3"))
    assert [(one.body, one.paper.name) for one in due.papers] == [
        ("The top team", "clt"),
        ("B team", "dmt"),
    ]
    said = " ".join(due.left_out)
    assert "June" in said and "A team" in said and "Nobody" in said
    assert [
        one.body for one in papers_due(make_register(boards=[]), parse_period("2024/25 Q3")).papers
    ] == ["CLT"]
