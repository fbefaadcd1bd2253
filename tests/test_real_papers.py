"""The papers of real figures and of the example: made by the command, accessible, and they open."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from pmf_cli.views.papers import PAPERS
from tests.running import EXAMPLE, ROOT, Ran, pmf

DATA = ROOT / "tests" / "data"


@pytest.fixture(scope="module")
def hart(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register of the 90 published rows, made by `pmf import`."""
    folder = tmp_path_factory.mktemp("hart") / "register"
    mapping = DATA / "hart_mapping.toml"
    source = DATA / "hart_2014_15.csv"
    ran = pmf("import", source, "--answers", mapping, "--register", folder, "--write")
    assert ran.code == 0, ran.all
    return folder


def _report(register: Path, out: Path, *more: str) -> tuple[Ran, list[Path]]:
    ran = pmf("report", "clt", "--register", register, "--output", out, *more)
    return ran, sorted(out.glob("*"))


MOST_PAGES = 14
"""Of the paper for CLT of a hundred KPIs: more is not read."""
HART_PERIOD = ("--period", "2014/15 Q2", "--as-of", "2014-11-30")


def test_the_report_of_real_figures_is_made_and_accessible(hart: Path, tmp_path: Path) -> None:
    """Word and Excel of the published figures are written and pass the product's own checks."""
    ran, papers = _report(hart, tmp_path, *HART_PERIOD)
    assert ran.code == 0, ran.all
    assert [paper.suffix for paper in papers] == [".docx", ".xlsx"]
    assert pmf("report", "check", *papers).code == 0


@pytest.mark.parametrize("name", PAPERS)
def test_every_paper_is_made_of_real_figures_or_says_what_they_lack(
    name: str, hart: Path, tmp_path: Path
) -> None:
    """A register of KPIs and results alone: a paper is made, or one sentence names the sheet to fill."""
    ran = pmf("report", name, "--register", hart, "--output", tmp_path, "-q", *HART_PERIOD)
    if ran.code == 0:
        assert list(tmp_path.glob("*.docx")) and list(tmp_path.glob("*.xlsx"))
    else:
        said = [line for line in ran.err.splitlines() if "sheet" in line]
        assert ran.code == 2 and said and not list(tmp_path.iterdir()), ran.all


@pytest.mark.slow
def test_a_paper_that_was_edited_is_kept_beside_the_new_one(
    tmp_path: Path, forget: Callable[[], None]
) -> None:
    """Running the report again changes nothing; an edited file is kept under another name."""
    _report(EXAMPLE, tmp_path, "--format", "docx")
    (paper,) = tmp_path.glob("*.docx")
    made = paper.read_bytes()
    forget()
    again, papers = _report(EXAMPLE, tmp_path, "--format", "docx")
    assert papers == [paper]
    assert "unchanged" in again.out
    paper.write_bytes(b"an officer's own words")
    _, papers = _report(EXAMPLE, tmp_path, "--format", "docx")
    assert paper.read_bytes() == made
    assert [other.read_bytes() for other in papers if other != paper] == [b"an officer's own words"]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("whose", ["example", "example a day later", "hart"])
def test_the_word_report_opens_and_becomes_pages(whose: str, hart: Path, tmp_path: Path) -> None:
    """LibreOffice opens the Word report and lays out every KPI's reference on its pages.

    A day later the paper's last pages began anew after columns, and LibreOffice made no pages of it.
    """
    register, more = {
        "example": (EXAMPLE, ()),
        "example a day later": (EXAMPLE, ("--period", "2024/25 Q3", "--as-of", "2025-02-04")),
        "hart": (hart, HART_PERIOD),
    }[whose]
    _, (paper,) = _report(register, tmp_path, *more, "--format", "docx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", paper.name]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=240)
    pdf = paper.with_suffix(".pdf")
    text = subprocess.run(
        ["pdftotext", "-layout", pdf.name, "-"],
        cwd=tmp_path, check=True, capture_output=True, encoding="utf-8",
    ).stdout  # fmt: skip
    listed = pmf("rag", "--register", register, *more, "--format", "csv").out.splitlines()[1:]
    refs = [line.split(",")[0] for line in listed if "," in line]
    assert len(refs) > 40
    assert [ref for ref in refs if ref not in text] == []
    if whose == "example":
        assert text.count("\f") <= MOST_PAGES
