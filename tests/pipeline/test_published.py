"""A paper that is published has a workbook for the public besides the one to work with."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from pmf_cli.pipeline import open_register, paper_files
from pmf_cli.pipeline.issue.issue_files import ToRecord, found_files, held_against
from pmf_cli.pipeline.read.opening import OpenedRegister
from pmf_cli.render.accessibility import published_problems
from tests.render.specimens import report
from tests.running import EXAMPLE


@cache
def opened() -> OpenedRegister:
    """The example."""
    return open_register(EXAMPLE)


PUBLIC = replace(report(4, charts=0), name="clt", file_stem="clt", is_public=True)


def test_only_a_paper_that_is_published_has_a_workbook_for_the_public() -> None:
    """One more file, which the checklist for published spreadsheets has nothing against."""
    made = paper_files(opened(), PUBLIC, ["docx", "xlsx"])
    assert list(made) == ["clt.docx", "clt.xlsx", "clt-published.xlsx"]
    assert not published_problems(made["clt-published.xlsx"])
    assert published_problems(made["clt.xlsx"])
    own = replace(PUBLIC, is_public=False)
    assert paper_files(opened(), own, ["xlsx"]) == {"clt.xlsx": made["clt.xlsx"]}


@pytest.mark.parametrize("changed", ["", "clt.xlsx", "clt-published.xlsx"])
def test_each_workbook_that_goes_out_is_known_as_pmf_wrote_it(tmp_path: Path, changed: str) -> None:
    """Both go out together; one that is another than pmf writes is told apart from its twin."""
    made = paper_files(opened(), PUBLIC, ["xlsx"])
    other = paper_files(opened(), replace(PUBLIC, title="Another title"), ["xlsx"])
    for name, data in made.items():
        (tmp_path / name).write_bytes(other[name] if name == changed else data)
    files = found_files((), tmp_path, "clt")
    held = held_against(opened(), ToRecord(PUBLIC, ()), files)
    assert {one.name: one.as_written for one in held.files} == {
        name: name != changed for name in made
    }
