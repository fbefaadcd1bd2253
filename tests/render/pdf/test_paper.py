"""Papers as PDF: LibreOffice makes them, pmf puts right what it leaves out, and looks through the whole."""

from __future__ import annotations

import io
import os
import stat
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfWriter

from pmf_cli.errors import PmfError, UsageError
from pmf_cli.render import RENDERERS
from pmf_cli.render.pdf import office
from pmf_cli.render.pdf.finished import FoundPdf, pdf_problems
from pmf_cli.render.reading_back.pdf import pdf_gaps
from pmf_cli.render.templates import templates_for
from pmf_cli.render.theme import theme_of
from pmf_cli.render.word.adopting import adopted
from pmf_cli.shipped import shipped
from pmf_cli.views.base import Chart, Report
from tests.libreoffice import HAS_LIBREOFFICE
from tests.render.specimens import report
from tests.render.word.council_files import COUNCIL_FILES
from tests.running import EXAMPLE, pmf

Q3 = ("--period", "2024/25 Q3", "--as-of", "2025-02-03")
needs_libreoffice = pytest.mark.skipif(not HAS_LIBREOFFICE, reason="LibreOffice is not installed")


def made(one: Report, kind: str) -> bytes:
    places = templates_for()
    return RENDERERS[kind].render(one, theme_of(places), places)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts a program of a few lines in the place of LibreOffice."""

    def put(script: str) -> None:
        path = tmp_path / "bin" / "soffice"
        path.parent.mkdir()
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", f"{path.parent}:{os.environ['PATH']}")

    return put


def test_without_libreoffice_one_sentence_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """And nothing is written, not in the other formats either."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(office, "_ELSEWHERE", ())
    out = tmp_path / "out"
    ran = pmf(
        "report",
        "clt",
        "--register",
        EXAMPLE,
        *Q3,
        "--format",
        "docx",
        "--format",
        "pdf",
        "--output",
        out,
    )
    assert ran.code == 2 and not out.exists()
    assert "LibreOffice, which is not installed here" in ran.err and "save it as PDF" in ran.err


def test_a_program_that_makes_nothing_is_told_with_its_words(program: Callable[[str], None]):
    program("echo source file could not be loaded; exit 1")
    with pytest.raises(PmfError, match="made no PDF: source file could not be loaded"):
        made(report(3, charts=0), "pdf")


def test_a_program_that_hangs_is_ended_with_those_that_it_started(
    program: Callable[[str], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(office, "AT_MOST", 3.0)
    pid = tmp_path / "pid"
    program(f"sleep 60 & echo $! > {pid}; wait")
    with pytest.raises(PmfError, match="did not make the PDF within"):
        made(report(3, charts=0), "pdf")
    child = int(pid.read_text())
    # A process that was told to end is gone a moment later.
    until = time.monotonic() + 10
    while not (ended := has_ended(child)) and time.monotonic() < until:
        time.sleep(0.05)
    assert ended


def has_ended(pid: int) -> bool:
    """Whether a process is gone, or waits only for somebody to ask how it ended."""
    state = Path(f"/proc/{pid}/stat")
    try:
        return state.read_text().split()[2] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def test_a_pdf_that_lacks_something_is_refused(program: Callable[[str], None], tmp_path: Path):
    blank = PdfWriter()
    blank.add_blank_page(595, 842)
    blank.write(tmp_path / "blank.pdf")
    program(
        f'for last; do :; done; while [ "$1" != --outdir ]; do shift; done; cp {tmp_path}/blank.pdf "$2/paper.pdf"'
    )
    with pytest.raises(UsageError, match="would lack"):
        made(report(3, charts=0), "pdf")


def test_what_a_pdf_has_to_have_for_everyone_is_asked_of_it():
    """Tags, a title that is shown, a language, bookmarks: each fault is a sentence."""
    blank = PdfWriter()
    blank.add_blank_page(595, 842)
    blank.add_blank_page(595, 842)
    data = io.BytesIO()
    blank.write(data)
    assert len(pdf_problems(FoundPdf(data.getvalue()))) == 5


@pytest.mark.slow
@needs_libreoffice
def test_a_paper_as_pdf_holds_all_and_can_be_read_by_everyone(forget: Callable[[], None]):
    """Words of cells and drawings; each small trend stands tagged in its cell; the date is that of the data."""
    one = report(12, charts=2)
    data, word = made(one, "pdf"), made(one, "docx")
    found = FoundPdf(data)
    assert not pdf_gaps(word, data) and not pdf_problems(found)
    assert (
        found.title == one.full_title and found.language == "en-GB" and found.made_on == one.as_at
    )
    charts = [
        block.alt
        for section in one.sections
        for block in section.blocks
        if isinstance(block, Chart)
    ]
    assert len(charts) == 2 and set(charts) <= set(found.drawn)
    trends = [
        entry.trend.alt
        for table in one.tables()
        for row in table.rows
        for entry in row
        if entry.trend
    ]
    assert trends
    cells = [
        cell for cell in found.tagged() if cell.get("/S") == "/TD"
        and any(kid.get_object().get("/S") == "/Figure" for kid in cell["/K"] if hasattr(kid, "get_object") and hasattr(kid.get_object(), "get"))
    ]  # fmt: skip
    assert len(cells) == len(trends)
    forget()
    assert data == made(one, "pdf")
    assert pdf_gaps(made(report(13, charts=2), "docx"), data)


@needs_libreoffice
@pytest.mark.slow
@pytest.mark.parametrize("kind", COUNCIL_FILES)
def test_a_paper_in_a_councils_file_is_a_pdf_for_everyone(tmp_path: Path, kind: str):
    """A cover of shapes is passed over, its boxes' words are read, and each chart keeps its sentence."""
    ours = (shipped("templates") / "default.docx").read_bytes()
    copy = adopted(Path(f"{kind}.docx"), COUNCIL_FILES[kind](), ours)
    (tmp_path / "default.docx").write_bytes(copy.data)
    places = templates_for(asked=tmp_path)
    data = RENDERERS["pdf"].render(report(12), theme_of(places), places)
    found = FoundPdf(data)
    assert not pdf_problems(found)
    charts = [
        one.alt for s in report(12).sections for one in s.plain_blocks if isinstance(one, Chart)
    ]
    assert set(charts) <= set(found.drawn)
    if kind == "cover-in-text-boxes":
        assert "Performance papers" in found.running_text
