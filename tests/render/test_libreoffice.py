"""The papers as another program sees them: LibreOffice turns them into PDF, nothing is lost."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import docx
import pytest
from docx.oxml.xmlchemy import BaseOxmlElement

from pmf_cli.render import RENDERERS
from pmf_cli.render.templates import templates_for
from pmf_cli.render.theme import theme_of
from pmf_cli.render.word.markup import text_under, w
from pmf_cli.render.word.page_count import section_pages
from pmf_cli.render.word.style_book import StyleBook
from tests.render.specimens import paged_report, report
from tests.running import EXAMPLE, pmf

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (shutil.which("soffice") and shutil.which("pdftotext")),
        reason="LibreOffice and poppler are not installed",
    ),
]


def pdf_of(path: Path) -> str:
    """The PDF that LibreOffice makes of a paper, beside it."""
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", path.name]
    subprocess.run(command, cwd=path.parent, check=True, capture_output=True, timeout=240)
    return str(path.with_suffix(".pdf"))


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_a_paper_becomes_a_pdf_with_every_kpi(tmp_path: Path, ending: str) -> None:
    """Every reference and rating stands in the PDF, on A4 or A3 pages."""
    places = templates_for()
    one = report(30, charts=2)
    (tmp_path / f"clt.{ending}").write_bytes(
        RENDERERS[ending].render(one, theme_of(places), places)
    )
    pdf = pdf_of(tmp_path / f"clt.{ending}")
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


BEGINNING = 16
"""Letters by which a line is known again; more of a name may stand on the line below."""


def _first_words(paragraph: BaseOxmlElement) -> str:
    """The words of a heading, or of the first line of a row's first cell."""
    texts = (" ".join(text_under(run).split()) for run in paragraph.iter(w("r")))
    return next(text for text in texts if text)


@pytest.mark.parametrize(
    ("highlights", "rows"), [(5, 60), (2, 103), (0, 0)], ids=["long", "longer", "the example"]
)
def test_pages_are_those_that_readers_are_sent_to(
    tmp_path: Path, highlights: int, rows: int
) -> None:
    """Each heading stands on the page reckoned for it, also behind tables that run over pages."""
    path = tmp_path / "paper.docx"
    if rows:
        places = templates_for()
        one = paged_report(highlights, rows)
        path.write_bytes(RENDERERS["docx"].render(one, theme_of(places), places))
    else:
        folder = tmp_path / "out"
        made = ("report", "clt", "--register", EXAMPLE, "--output", folder, "--format", "docx")
        assert pmf(*made).code == 0
        (paper,) = folder.glob("*.docx")
        path.write_bytes(paper.read_bytes())
    document = docx.Document(io.BytesIO(path.read_bytes()))
    body = document.element.body
    pages = section_pages(body, StyleBook(document.styles.element), {})
    printed = subprocess.run(
        ["pdftotext", "-layout", pdf_of(path), "-"], check=True, capture_output=True, text=True
    ).stdout.split("\f")
    lines = [[" ".join(line.split()) for line in page.splitlines()] for page in printed]
    wrong = []
    for heading in body.iter(w("p")):
        for mark in heading.iter(w("bookmarkStart")):
            page, words = pages[mark.get(w("name"))], _first_words(heading)
            if not any(line.startswith(words[:BEGINNING]) for line in lines[page - 1]):
                wrong.append((words, page))
    assert not wrong
    for field in body.iter(w("fldSimple")):
        assert text_under(field) == str(pages[field.get(w("instr")).split()[1]])
