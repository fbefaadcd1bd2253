"""The papers as another program sees them: LibreOffice turns them into PDF, nothing is lost."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from pmf_cli.render import RENDERERS
from pmf_cli.render.templates import templates_for
from pmf_cli.render.theme import theme_of
from tests.render.specimens import report

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (shutil.which("soffice") and shutil.which("pdftotext")),
        reason="LibreOffice and poppler are not installed",
    ),
]


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_a_paper_becomes_a_pdf_with_every_kpi(tmp_path: Path, ending: str) -> None:
    """Every reference and rating stands in the PDF, on A4 or A3 pages."""
    places = templates_for()
    one = report(30, charts=2)
    (tmp_path / f"clt.{ending}").write_bytes(
        RENDERERS[ending].render(one, theme_of(places), places)
    )
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", f"clt.{ending}"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=240)
    pdf = str(tmp_path / "clt.pdf")
    text = subprocess.run(
        ["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True
    ).stdout
    for table in one.tables():
        for row in table.rows:
            assert row[0].text in text
    assert "■ Red" in text
    assert "● Green" in text
    facts = subprocess.run(["pdfinfo", pdf], check=True, capture_output=True, text=True).stdout
    assert "Performance report to the Corporate Leadership Team" in facts
