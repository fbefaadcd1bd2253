"""``pmf template``: a council's Word file looked at, given its places, and used for a body's papers."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.render.word.council_files import COUNCIL_FILES
from tests.running import pmf


@pytest.fixture
def council(tmp_path: Path) -> Path:
    """The council's file in a folder of its own."""
    file = tmp_path / "mine" / "Council.docx"
    file.parent.mkdir()
    file.write_bytes(COUNCIL_FILES["own-template"]())
    return file


def test_adopt_shows_first_and_writes_a_copy_when_told(council: Path) -> None:
    """The file itself is never touched."""
    before = council.read_bytes()
    ran = pmf("template", "adopt", council)
    assert ran.code == 0, ran.all
    assert 'Papers go after "That CLT:"' in ran.all
    assert "nothing is missing" in ran.all
    assert "Nothing was written" in ran.all
    assert [one.name for one in council.parent.iterdir()] == ["Council.docx"]
    ran = pmf("template", "adopt", council, "--write")
    assert ran.code == 0, ran.all
    names = sorted(one.name for one in council.parent.iterdir())
    assert names == ["Council-pmf-example.docx", "Council-pmf.docx", "Council.docx"]
    assert council.read_bytes() == before


def test_check_says_what_would_be_lost_and_makes_the_examples_paper(council: Path) -> None:
    """A file without places: every part named, exit code 1; its copy: none."""
    ran = pmf("template", "check", council, "--format", "json")
    assert ran.code == 1
    found = json.loads(ran.out)
    assert found["schema"] == "pmf/template/1"
    states = {one["part"]: one["state"] for one in found["items"]}
    assert states["Table"] == states["Heading 1"] == "lost"
    ran = pmf("template", "check", council)
    assert "No paper can be made with it" in ran.all
    pmf("template", "adopt", council, "--write")
    copy = council.with_name("Council-pmf.docx")
    ran = pmf("template", "check", copy, "--output", council.parent / "looked")
    assert ran.code == 0, ran.all
    paper = docx.Document(str(council.parent / "looked" / "Council-pmf-example.docx"))
    texts = [one.text for one in paper.paragraphs]
    assert "1. Purpose of report" in texts
    assert "Performance, October to December 2024" in texts


def test_a_heading_in_no_heading_style_is_told(council: Path) -> None:
    """It would be printed, but nobody could find their way by it."""
    pmf("template", "adopt", council, "--write")
    copy = council.with_name("Council-pmf.docx")
    document = docx.Document(str(copy))
    for paragraph in document.paragraphs:
        if paragraph.text == "{{ section.heading }}":
            paragraph.style = (
                "MidshireBody" if "MidshireBody" in document.styles else "Midshire Body"
            )
    document.save(str(copy))
    ran = pmf("template", "check", copy)
    assert ran.code == 1
    assert "Heading 1, by which people find their way" in " ".join(ran.all.split())


def test_boards_names_a_file_in_the_registers_folder(council: Path, tmp_path: Path) -> None:
    """Its papers are made in it and read back; the others keep the usual template."""
    register = tmp_path / "register"
    pmf("init", register, "--example")
    pmf("template", "adopt", council, "--write")
    (register / "Scrutiny.docx").write_bytes(council.with_name("Council-pmf.docx").read_bytes())
    book = openpyxl.load_workbook(register / "Reporting Process.xlsx")
    sheet = book["Boards"]
    top = next(row for row in sheet.iter_rows() if row[0].value == "Body")
    headings = {cell.value: cell.column for cell in top}
    bodies = {row[0].value: row[0].row for row in sheet.iter_rows(min_row=top[0].row + 1)}
    body = next(name for name in bodies if name and "Scrutiny" in str(name))
    sheet.cell(bodies[body], headings["Template"]).value = "Scrutiny.docx"
    book.save(register / "Reporting Process.xlsx")
    words = (
        "--body",
        body,
        "--format",
        "docx",
        "--register",
        register,
        "--output",
        tmp_path / "out",
    )
    ran = pmf("report", *words)
    assert ran.code == 0, ran.all
    (paper,) = (tmp_path / "out").glob("*.docx")
    assert any("Report author:" in one.text for one in docx.Document(str(paper)).paragraphs)
    (register / "Scrutiny.docx").unlink()
    ran = pmf("report", *words)
    assert ran.code != 0
    assert 'There is no template "Scrutiny.docx"' in ran.all


@pytest.mark.parametrize(
    ("name", "told"), [("gone.docx", "There is no file"), ("a.doc", "old Word file")]
)
def test_a_file_that_is_no_template_is_refused_in_a_sentence(
    tmp_path: Path, name: str, told: str
) -> None:
    """One sentence, exit code 2, nothing written."""
    if name == "a.doc":
        (tmp_path / name).write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600))
    for command in ("check", "adopt"):
        ran = pmf("template", command, tmp_path / name)
        assert ran.code == 2
        assert told in ran.all
    assert [one.name for one in tmp_path.iterdir() if one.name != name] == []
