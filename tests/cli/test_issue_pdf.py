"""A paper as PDF goes out: on record as pmf wrote it, or refused where nobody can say what is in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmf_cli.ledger.row import RowKind
from pmf_cli.ledger.store import read_ledger
from tests.cli.issuing import Q3, issue, write_papers
from tests.libreoffice import HAS_LIBREOFFICE
from tests.running import pmf

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not HAS_LIBREOFFICE, reason="LibreOffice is not installed"),
]


def pdf_alone(folder: Path) -> Path:
    """CLT's paper as PDF, without the Word file that the register came with."""
    write_papers(folder, *Q3, "--format", "pdf")
    for path in (folder / "reports").glob("*.docx"):
        path.unlink()
    (pdf,) = (folder / "reports").glob("*.pdf")
    return pdf


def test_a_pdf_is_checked_and_issued_as_pmf_wrote_it(folder: Path):
    """And the check says what it cannot see in it."""
    pdf = pdf_alone(folder)
    checked = pmf("report", "check", pdf, "--register", folder)
    faults = [line for line in checked.out.splitlines() if "for rehearsal" not in line]
    assert not faults and "no rows" in checked.err, checked.all
    assert issue(folder, "--write").code == 0
    (files,) = [row.body["files"] for row in read_ledger(folder).rows(RowKind.PAPER)]
    assert {name: told["as_written"] for name, told in files.items()} == {pdf.name: True}


def test_a_pdf_that_was_changed_is_no_record_of_its_figures(folder: Path):
    pdf = pdf_alone(folder)
    pdf.write_bytes(pdf.read_bytes() + b"\n")
    ran = issue(folder, "--write")
    assert ran.code != 0 and "No file that pmf can read" in ran.all, ran.all
