"""Parts in any order and choice have headings that leave no level out."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from pmf_cli.views.base import Section
from pmf_cli.views.papers.making import nested
from tests.cli.issuing import Q3
from tests.running import pmf


def at(*levels: int) -> list[Section]:
    return [Section(f"At {level}", level, ()) for level in levels]


@pytest.mark.parametrize(
    ("levels", "printed"),
    [
        ((1, 2, 2, 1), [1, 2, 2, 1]),
        ((2, 2, 1, 2), [1, 1, 1, 2]),
        ((2, 3, 3, 2), [1, 2, 2, 1]),
        ((3, 2, 1), [1, 1, 1]),
        ((1, 3, 3, 2), [1, 2, 2, 2]),
        ((), []),
    ],
)
def test_a_section_stands_below_the_last_that_was_above_it(levels, printed):
    assert [one.level for one in nested(at(*levels))] == printed


@given(st.lists(st.integers(1, 3)))
def test_no_level_is_left_out_whatever_parts_are_chosen(levels):
    printed = [one.level for one in nested(at(*levels))]
    assert printed[:1] in ([], [1])
    assert not [(a, b) for a, b in pairwise(printed) if b > a + 1]


@pytest.mark.parametrize("parts", [["how made", "scorecard"], ["moved"], ["glossary", "summary"]])
def test_a_paper_may_begin_with_any_part(parts: list[str], tmp_path: Path):
    assert pmf("init", "--example", tmp_path / "r").code == 0
    with (tmp_path / "r" / "pmf.toml").open("a", encoding="utf-8") as settings:
        settings.write(f"\n[papers.clt]\nparts = {parts}\n")
    out = ("--output", tmp_path / "o", "--format", "docx")
    ran = pmf("report", "clt", "--register", tmp_path / "r", *Q3, *out)
    assert ran.code == 0, ran.all
    (paper,) = (tmp_path / "o").iterdir()
    headings = [p.style.name for p in Document(str(paper)).paragraphs if "Heading" in p.style.name]
    assert headings[0] == "Heading 1"
