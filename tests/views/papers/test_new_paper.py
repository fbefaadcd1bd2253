"""A paper is an entry in ``PAPERS`` and a list of parts; a body is a row of ``Boards``."""

from __future__ import annotations

import json
import subprocess
import sys
import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from pmf_cli.analysis.issued.issue_history import History
from pmf_cli.cycle.bodies import clt_name
from pmf_cli.pipeline.read.opening import assessed, open_register
from pmf_cli.register.terms import BodyKind
from pmf_cli.settings import parse_settings
from pmf_cli.views.audience import audience_of
from pmf_cli.views.papers import PAPERS, Paper
from pmf_cli.views.papers.making import audiences_of, report_of
from pmf_cli.words import listed
from tests.cli.issuing import LATE, Q3
from tests.registers.build import rows_from_text
from tests.registers.cut import cut_example
from tests.running import EXAMPLE, ROOT, Ran, pmf

ADDED = '''
from pmf_cli.views.base import Paragraph, Section
from pmf_cli.views.papers import PAPERS, Paper
from pmf_cli.views.papers.making import Contents
from pmf_cli.views.parts.part import part
from pmf_cli.views.parts.scorecard import scorecard_part
from pmf_cli.views.parts.front import summary_part


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
    cut_example(tmp_path / "r", "CU-03")
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


@pytest.mark.slow
def test_a_paper_of_three_parts_is_an_entry(tmp_path: Path):
    """Command, help, Word, Excel and issue come from the table; another body's own KPIs stand in it."""
    body = "Adults and Health DMT"
    folder = cut_example(tmp_path / "r")
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
        "Adults DMT is recommended to", "Questions", "Scorecard: Red first in each directorate", "Adults and Health",
    ]  # fmt: skip
    title = document.core_properties.title
    assert title.startswith(f"Results for {body}") and "October to December 2024" in title
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl keeps no sparklines, and says so.
        book = openpyxl.load_workbook(reports / f"{stem}.xlsx")
    told = {cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    assert any("why are these Red" in str(cell) for cell in told)
    listed = pmf("kpi", "list", *on, "--board", body, "--format", "csv").out.splitlines()
    told = with_added(
        "issue", "managers", *on, "--body", body, "--reports", reports, "--meeting", "2025-02-11",
        *LATE, "--write",
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    known = pmf("ledger", "reported", "--register", folder, "--format", "csv").out.splitlines()
    assert len(known) == len(listed)


def test_a_board_is_a_row(register: Path, tmp_path: Path):
    """A body that the code has never heard of gets its papers, with its own KPIs alone."""
    on = ("--register", register, *Q3)
    ran = pmf("report", "changes", *on, "--body", "Parks and Culture", "--output", tmp_path / "o")
    assert ran.code == 0, ran.all
    text = "\n".join(
        cell.text
        for table in Document(
            str(tmp_path / "o" / "changes-parks-and-culture-panel-2024-25-q3.docx")
        ).tables
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


def own_body(paper: Paper) -> str:
    """A body of the example for which it is made; empty where the paper goes to CLT unasked."""
    own = [row["body"] for row in rows_from_text()["Boards"] if row["kind"] in paper.made_for]
    return own[0] if own else ""


def first_subject(paper: Paper, folder: Path) -> str:
    """The first of the things in the register of which each has a paper."""
    opened = open_register(folder)
    day = opened.settings.as_of
    assert day is not None
    assessment = assessed(opened, period="", as_of=day)
    body = own_body(paper) or clt_name(opened.register)
    audience = audience_of(assessment, History(), body)
    subject = audiences_of(paper, assessment, audience)[0].subject
    assert subject is not None
    return subject.name


@pytest.fixture
def written(tmp_path: Path) -> Callable[[Paper, str], Ran]:
    """Writes a paper in Word into ``o``, from a copy of the example with further settings."""
    folder = cut_example(tmp_path / "r")
    settings = folder / "pmf.toml"
    before = settings.read_text(encoding="utf-8")

    def write(paper: Paper, further: str) -> Ran:
        settings.write_text(f"{before}\n{further}\n", encoding="utf-8")
        body = own_body(paper)
        only = first_subject(paper, folder) if paper.about else ""
        return pmf(
            "report", paper.name, "--register", folder, *Q3, *(("--body", body) if body else ()),
            *(("--only", only) if only else ()), "--output", tmp_path / "o", "--format", "docx",
        )  # fmt: skip

    return write


def wanting(paper: Paper, *parts: str) -> str:
    """The settings with which a paper has these parts."""
    return f"[papers.{paper.name}]\nparts = {json.dumps(parts)}"


def headings_of_each_part(paper: Paper, folder: Path) -> dict[str, list[str]]:
    """The main headings under which each part of a paper stands when it stands alone; parts without any left out."""
    opened = open_register(folder)
    day = opened.settings.as_of
    assert day is not None
    assessment = assessed(opened, period="", as_of=day, with_checks=paper.is_issued)
    audience = audience_of(
        assessment, History(), own_body(paper) or clt_name(opened.register), paper=paper.name
    )
    first, *_ = audiences_of(paper, assessment, audience)
    found = {}
    for one in paper.contents().parts:
        papers = parse_settings(wanting(paper, one.name)).papers
        settings = opened.settings.model_copy(update={"papers": papers})
        # The audience stays the same, so what several parts ask about it is worked out once.
        alone = report_of(paper, replace(assessment, settings=settings), first)
        found[one.name] = [section.heading for section in alone.sections if section.level == 1]
    return {name: headings for name, headings in found.items() if headings}


@pytest.mark.parametrize("paper", PAPERS.values(), ids=list(PAPERS))
def test_a_council_leaves_parts_out_and_orders_the_others(paper, written, tmp_path: Path):
    """``pmf.toml`` says which parts a paper has, and in which order."""
    headings = headings_of_each_part(paper, cut_example(tmp_path / "whole"))
    turned = (*dict.fromkeys((list(headings)[-1], next(iter(headings)))),)
    ran = written(paper, wanting(paper, *turned))
    assert ran.code == 0, ran.all
    (file,) = (tmp_path / "o").glob("*.docx")
    shown = [one.text for one in Document(str(file)).paragraphs if one.style.name == "Heading 1"]
    assert shown == [text for name in turned for text in headings[name]]


@pytest.mark.parametrize("paper", PAPERS.values(), ids=list(PAPERS))
def test_a_part_or_paper_that_there_is_not_is_refused_with_those_known(paper, written):
    """A slip in ``pmf.toml`` does not leave anything out in silence."""
    ran = written(paper, wanting(paper, "no such part"))
    parts = listed(one.name for one in paper.contents().parts)
    assert ran.code == 2 and f"It has {parts}." in " ".join(ran.err.split())
    ran = written(paper, "[papers.nonesuch]\nparts = []")
    assert ran.code == 2 and f"There are {listed(PAPERS)}." in " ".join(ran.err.split())


def test_the_example_is_left_alone():
    """The tests above work on copies; nothing is on record in what is shipped."""
    assert not (EXAMPLE / "reports").exists()
    assert not list(EXAMPLE.glob("pmf-ledger*"))
