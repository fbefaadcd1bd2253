"""Issuing a paper about one thing: which one, what is recorded, and files that somebody worked on."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import docx
import pytest

from tests.pipeline.issue.test_bodies_told import put_down
from tests.running import Ran, pmf

WHEN = ("--period", "2023/24 Q3", "--as-of", "2024-01-20")
SNAPSHOT = ("snapshot", "--only", "Communities")
PRIORITY = ("priority", "--only", "P-1")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with a snapshot and the report of a priority, in both formats."""
    folder = put_down(tmp_path_factory.mktemp("about one") / "register")
    for paper in (SNAPSHOT, PRIORITY):
        ran = pmf("report", *paper, "--register", folder, *WHEN)
        assert ran.code == 0, ran.all
    return folder


def issue(folder: Path, *words: str | Path) -> Ran:
    return pmf("issue", *words, "--meeting", "2024-02-01", "--register", folder, *WHEN)


def changed(path: Path, old: str, new: str) -> Path:
    """A copy of a Word file with a text changed wherever it stands."""
    document = docx.Document(str(path))
    cells = (c for t in document.tables for row in t.rows for c in row.cells)
    paragraphs = [p for holder in (document, *cells) for p in holder.paragraphs]
    for run in (run for paragraph in paragraphs for run in paragraph.runs):
        run.text = run.text.replace(old, new)
    made = path.parent.parent / "sent" / path.name
    made.parent.mkdir(exist_ok=True)
    document.save(str(made))
    return made


def other_number(path: Path, made: Path, old: int, new: int) -> None:
    """Writes a copy of a workbook with a number changed wherever it stands."""
    with zipfile.ZipFile(path) as book, zipfile.ZipFile(made, "w") as copy:
        for name in book.namelist():
            data = book.read(name).replace(f"<v>{old}</v>".encode(), f"<v>{new}</v>".encode())
            copy.writestr(name, data)


def test_which_one_must_be_said_and_only_of_such_a_paper(written: Path):
    """Those that there are stand in the answer."""
    ran = issue(written, "priority")
    assert ran.code == 2 and "P-1 and P-2" in ran.err
    ran = issue(written, "clt", "--only", "P-1")
    assert ran.code == 2 and "all that The top team is given" in ran.err


def test_the_record_says_what_it_is_about_and_holds_what_it_prints(written: Path):
    """A priority all its KPIs; a snapshot those that it gives a figure of, in its table or a sentence."""
    for paper, about, refs in (
        (PRIORITY, "P-1", ["K-1", "K-3"]),
        (SNAPSHOT, "Communities", ["K-2"]),
    ):
        ran = issue(written, *paper, "--format", "json")
        items = json.loads(ran.out)["items"]
        assert [one["ref"] for one in items] == refs, ran.all
        assert {(one["report"], one["about"]) for one in items} == {(paper[0], about)}


@pytest.mark.parametrize(
    ("paper", "stem", "ref", "old", "new"),
    [
        (SNAPSHOT, "snapshot-communities", "K-2", "87.0", "78.0"),
        (PRIORITY, "priority-p-1", "K-3", "94.0", "49.0"),
    ],
)
def test_a_file_that_gives_another_figure_is_refused(
    written: Path, paper: tuple[str, ...], stem: str, ref: str, old: str, new: str
):
    """Wherever it stands: in a sentence, or in a row without a reference."""
    path = changed(written / "reports" / f"{stem}-2023-24-q3.docx", old, new)
    ran = issue(written, *paper, "--file", path)
    assert (
        ran.code == 1
        and f"another figure or rating than the register did on the paper's day for {ref}."
        in ran.err
    ), ran.all
    path = changed(written / "reports" / f"{stem}-2023-24-q3.docx", "January", "Jan.")
    ran = issue(written, *paper, "--file", path)
    assert ran.code == 0, ran.all


def test_finished_files_are_held_against_the_register_and_each_fault_named(written: Path):
    """Word and Excel, by the names that pmf gave them."""
    reports = written / "reports"
    ran = pmf("report", "check", reports, "--register", written)
    assert ran.code == 0 and "not looked at" not in ran.all, ran.all
    path = changed(reports / "priority-p-1-2023-24-q3.docx", "94.0", "49.0")
    ran = pmf("report", "check", path, "--register", written)
    assert ran.code == 1 and "paper's day: K-3." in ran.out, ran.all
    other_number(reports / "priority-p-1-2023-24-q3.xlsx", path.with_suffix(".xlsx"), 94, 49)
    ran = pmf("report", "check", path.with_suffix(".xlsx"), "--register", written)
    assert ran.code == 1 and "paper's day: K-3." in ran.out, ran.all


def test_one_that_is_final_is_written(written: Path, tmp_path: Path):
    """Nothing is left to fill in."""
    ran = pmf("report", *SNAPSHOT, "--final", "--register", written, "--output", tmp_path, *WHEN)
    assert ran.code == 0 and list(tmp_path.glob("*.docx")), ran.all
