"""A finished paper held against the rules and the register, and one that is only written where it is final."""

from __future__ import annotations

import shutil
from pathlib import Path

import docx
import pytest

from tests.pipeline.issue.test_bodies_told import put_down
from tests.running import pmf


def paper(folder: Path) -> Path:
    return folder / "reports" / "clt-2024-25-q3.docx"


def in_earnest(folder: Path) -> Path:
    """The settings no longer pretend a period or a day."""
    settings = folder / "pmf.toml"
    lines = settings.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(("period =", "as_of ="))]
    settings.write_text("".join(kept), encoding="utf-8")
    return settings


def worked_on(path: Path) -> None:
    """A row of the scorecard is gone, a figure is another one, and a place is left to be written."""
    document = docx.Document(str(path))
    tables = [one for one in document.tables if one.rows[0].cells[0].text == "Ref"]
    gone = tables[0].rows[1]
    gone._tr.getparent().remove(gone._tr)
    row = next(row for table in tables for row in table.rows if row.cells[0].text == "WM-01")
    for cell in row.cells:
        for paragraph in cell.paragraphs:
            for run in paragraph.runs:
                run.text = run.text.replace("37.4", "73.4")
    document.add_paragraph("[To be written: wards affected]")
    document.save(str(path))


def test_a_paper_as_pmf_wrote_it_has_no_fault_and_one_worked_on_has_each_named(folder: Path):
    """Each KPI once, figures, counts, places: all read from the file, a sentence each."""
    in_earnest(folder)
    ran = pmf("report", "check", paper(folder), "--register", folder)
    assert ran.code == 0, ran.all
    document = docx.Document(str(paper(folder)))
    gone = next(t for t in document.tables if t.rows[0].cells[0].text == "Ref").rows[1]
    worked_on(paper(folder))
    ran = pmf("report", "check", paper(folder), "--register", folder)
    said = ran.out
    assert ran.code == 1
    assert f"1 KPI missing from the scorecard: {gone.cells[0].text}." in said
    assert "paper's day: WM-01." in said
    assert "[To be written: wards affected]" in said
    assert "the table under it holds" in said


def test_without_its_register_or_its_name_only_what_the_file_says_is_looked_at(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """That the figures were not looked at is said."""
    other = Path(shutil.copy(paper(folder), tmp_path / "final version.docx"))
    monkeypatch.chdir(tmp_path)
    for words in ((), ("--register", folder)):
        ran = pmf("report", "check", other, *words)
        assert ran.code == 0 and "figures were not looked at" in ran.err, ran.all


def test_a_paper_that_is_not_final_is_not_written(tmp_path: Path):
    """A committee's paper has places to fill in: each reason is a sentence, and no file is left."""
    folder = put_down(tmp_path / "register")
    words = ("--register", folder, "--period", "2023/24 Q3", "--as-of", "2024-01-20", "--final")
    for command in (
        ("report", "--body", "The panel"),
        ("report", "scrutiny", "--body", "The panel"),
    ):
        ran = pmf(*command, *words)
        assert ran.code == 1 and "To be written: wards" in ran.err, ran.all
        assert not (folder / "reports").exists() and ran.out == ""


@pytest.mark.slow
def test_no_paper_is_final_while_the_settings_pretend_a_day_or_a_period(folder: Path):
    """A rehearsal is told to the officer on the screen and refused as final; no paper bears the word."""
    asked = ("report", "clt", "--register", folder, "--period", "2024/25 Q3")
    settings = in_earnest(folder)
    as_it_was = settings.read_text(encoding="utf-8")
    settings.write_text(f"as_of = 2025-02-03\n{as_it_was}", encoding="utf-8")
    ran = pmf("report", "check", paper(folder), "--register", folder)
    assert ran.code == 1 and "pmf.toml fixes the day 03/02/2025" in ran.out, ran.all
    ran = pmf(*asked, "--final")
    assert ran.code == 1 and "pmf.toml fixes the day 03/02/2025" in ran.err, ran.all
    ran = pmf(*asked)
    assert ran.code == 0 and "for rehearsal" in ran.err, ran.all
    document = docx.Document(str(paper(folder)))
    assert not [one.text for one in document.paragraphs if "rehears" in one.text.casefold()]
    settings.write_text(f'period = "2024/25 Q3"\n{as_it_was}', encoding="utf-8")
    ran = pmf("report", "check", paper(folder), "--register", folder)
    assert ran.code == 1 and 'pmf.toml fixes the period "2024/25 Q3"' in ran.out, ran.all
