"""A paper is an entry in ``PAPERS`` and a list of parts; a body is a row of ``Boards``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from pmf_cli.register.terms import BodyKind
from pmf_cli.settings import parse_settings
from pmf_cli.views.papers import PAPERS
from tests.cli.issuing import LATE, Q3
from tests.running import EXAMPLE, ROOT, pmf

ADDED = '''
from pmf_cli.views.base import Paragraph, Section
from pmf_cli.views.papers import PAPERS, Paper
from pmf_cli.views.papers.making import Contents
from pmf_cli.views.parts.part import part
from pmf_cli.views.parts.scorecard import scorecard_part
from pmf_cli.views.parts.summary import summary_part


@part("questions")
def questions_part(assessment, audience):
    """What the managers are asked before CLT meets."""
    names = [rating.kpi.ref for rating in audience.ratings if rating.rag == "Red"]
    return Section("Questions", 1, (Paragraph(f"{audience.body}, why are these Red: {names}?"),))


PAPERS["managers"] = Paper(
    "managers",
    title="Results for {body}",
    footer="results for {body}",
    kinds=("DMT",),
    contents=lambda: Contents((summary_part, questions_part, scorecard_part)),
    help="Write the paper of the management teams.",
)
from pmf_cli.__main__ import main

main()
'''


def with_added(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """Runs the program with one further entry in the table of papers."""
    return subprocess.run(
        [sys.executable, "-c", ADDED, *map(str, words)],
        capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """A copy of the example whose sheet Boards has one further row."""
    ran = pmf("init", "--example", tmp_path / "r")
    assert ran.code == 0, ran.all
    book = next(
        path for path in sorted((tmp_path / "r").glob("*.xlsx"))
        if "Boards" in openpyxl.load_workbook(path, read_only=True).sheetnames
    )  # fmt: skip
    opened = openpyxl.load_workbook(book)
    sheet = opened["Boards"]
    headings = {cell.value: cell.column for cell in sheet[1]}
    row = {
        "Body": "Parks and Culture Panel", "Kind": "Partnership", "Frequency": "Quarterly",
        "Filter": "directorate = City Development", "Public paper": "No",
    }  # fmt: skip
    at = max(cell.row for cell in sheet["A"] if cell.value) + 1
    for heading, text in row.items():
        sheet.cell(at, headings[heading], text)
    for table in sheet.tables.values():
        first, last = table.ref.split(":")
        table.ref = f"{first}:{''.join(filter(str.isalpha, last))}{at}"
        if table.autoFilter is not None:
            table.autoFilter.ref = table.ref
    opened.save(book)
    return tmp_path / "r"


def test_a_paper_of_three_parts_is_an_entry(tmp_path: Path):
    """Command, help, Word, Excel and issue come from the table; another body's own KPIs stand in it."""
    body = "Adults and Health DMT"
    folder = tmp_path / "r"
    assert pmf("init", "--example", folder).code == 0
    helped = with_added("report", "--help")
    assert "Write the paper of the management teams." in helped.stdout, helped.stderr
    on = ("--register", folder, *Q3)
    reports = folder / "reports"
    several = with_added("report", "managers", *on, "--output", reports)
    assert several.returncode == 2 and "--body" in several.stderr
    ran = with_added("report", "managers", *on, "--output", reports, "--body", body)
    assert ran.returncode == 0, ran.stderr
    stem = "managers-adults-and-health-dmt-2024-25-q3"
    document = Document(str(reports / f"{stem}.docx"))
    headings = [one.text for one in document.paragraphs if one.style.name.startswith("Heading")]
    assert headings == [
        "Summary", "Questions", f"{body} Scorecard of all KPIs", "Adults and Health",
    ]  # fmt: skip
    assert document.core_properties.title == f"Results for {body}"
    assert (
        "Questions" in openpyxl.load_workbook(reports / f"{stem}.xlsx", read_only=True).sheetnames
    )
    listed = pmf("kpi", "list", *on, "--board", body, "--format", "csv").out.splitlines()
    told = with_added(
        "issue", "managers", *on, "--body", body, "--reports", reports, "--meeting", "2025-02-11",
        *LATE, "--write",
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    known = pmf("ledger", "reported", "--register", folder, "--format", "csv").out.splitlines()
    assert len(known) == len(listed)
    again = with_added("report", "managers", *on, "--output", tmp_path / "2", "--body", body)
    assert again.returncode == 0, again.stderr


def test_a_board_is_a_row(register: Path, tmp_path: Path):
    """A body that the code has never heard of gets its papers, with its own KPIs alone."""
    on = ("--register", register, *Q3)
    ran = pmf("report", "changes", *on, "--body", "Parks and Culture", "--output", tmp_path / "o")
    assert ran.code == 0, ran.all
    text = "\n".join(
        cell.text
        for table in Document(str(tmp_path / "o" / "changes-2024-25-q3.docx")).tables
        for row in table.rows
        for cell in row.cells
    )
    own = {line.split(",")[0] for line in pmf(
        "kpi", "list", *on, "--board", "Parks and Culture Panel", "--format", "csv"
    ).out.splitlines()[1:]}  # fmt: skip
    others = {line.split(",")[0] for line in pmf(
        "kpi", "list", *on, "--format", "csv"
    ).out.splitlines()[1:]} - own  # fmt: skip
    assert own and not [ref for ref in others if ref in text.split()]


@pytest.mark.parametrize("paper", PAPERS.values(), ids=list(PAPERS))
def test_each_paper_has_its_command_its_parts_and_kinds_that_there_are(paper):
    """Every entry of the table can be made, named and described."""
    contents = paper.contents()
    assert contents.parts and len({one.name for one in contents.parts}) == len(contents.parts)
    assert all(one.meaning for one in contents.parts)
    assert set(paper.kinds) <= set(BodyKind)
    assert pmf("report", paper.name, "--help").code == 0


@pytest.mark.parametrize("paper", PAPERS.values(), ids=list(PAPERS))
def test_a_council_leaves_parts_out_and_orders_the_others(paper, tmp_path: Path):
    """``pmf.toml`` says which parts a paper has; a name that there is not is refused with those known."""
    folder = tmp_path / "r"
    assert pmf("init", "--example", folder).code == 0
    settings = folder / "pmf.toml"
    before = settings.read_text(encoding="utf-8")
    first, second, *_ = (one.name for one in paper.contents().parts)
    first = paper.contents().parts[-1].name
    wanted = f'\n[papers.{paper.name}]\nparts = ["{first}", "{second}"]\n'
    assert parse_settings(before + wanted).papers[paper.name].parts == (first, second)
    settings.write_text(before + wanted, encoding="utf-8")
    on = ("--register", folder, *Q3)
    ran = pmf("report", paper.name, *on, "--output", tmp_path / "o", "--format", "docx")
    assert ran.code == 0, ran.all
    document = Document(str(tmp_path / "o" / f"{paper.name}-2024-25-q3.docx"))
    tops = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    assert 1 <= len(tops) <= 2
    for wrong in (f"[papers.{paper.name}]\nparts = ['sumary']", "[papers.ctl]\nparts = []"):
        settings.write_text(f"{before}\n{wrong}\n", encoding="utf-8")
        ran = pmf("report", paper.name, *on, "--output", tmp_path / "o", "--format", "docx")
        assert ran.code == 2 and (second in ran.err or "clt and changes" in ran.err)


def test_the_example_is_left_alone():
    """The tests above work on copies."""
    assert not (EXAMPLE / "reports").exists()
