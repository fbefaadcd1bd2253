"""Issuing a paper, asking what changed since, and the corrections of the next paper: as an officer does."""

from __future__ import annotations

import csv
import io
import json
import shutil
import warnings
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pytest

from pmf_cli.analysis.issued.corrections import corrections_for
from pmf_cli.analysis.issued.figures_to_record import reported_figure
from pmf_cli.ledger.row import RowKind
from pmf_cli.ledger.store import ledger_path, read_ledger
from pmf_cli.pipeline import assessed, open_register
from pmf_cli.pipeline.change.changing import Change, apply_change, change_of
from pmf_cli.pipeline.issue.issue_receipts import lost_returns, untold_days
from pmf_cli.pipeline.issue.issue_record import record_withdrawal
from pmf_cli.pipeline.read.cycle_record import facts_in
from pmf_cli.pipeline.read.issued_papers import history_in
from pmf_cli.places import SUPPORTING_INFORMATION
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.sheets.process import Board
from pmf_cli.register.sheets.record import Return
from pmf_cli.register.sheets.supporting import ScopeChange
from pmf_cli.register.terms import BodyKind, ScopeChangeKind
from pmf_cli.views.audience import shown_to
from tests.cli.issuing import ISSUE, LATE, Q2, Q3, REASON, issue, write_papers
from tests.data_formats import definition_of, names_of
from tests.running import pmf


def corrected(
    folder: Path,
    value: str,
    on: str = "2024-12-04",
    *,
    period: str = "2024/25 Q2",
    received_on: date | None = None,
) -> None:
    """WM-01's figure (42.7% in 2024/25 Q2) is corrected by a return."""
    opened = open_register(folder)
    row = next(
        row
        for row in opened.register.results
        if row.kpi_ref == "WM-01" and str(row.period) == period and row.split is None
    )
    cells = [change_of(row, "value", Decimal(value), str(row.value))]
    if received_on is not None:
        cells.append(change_of(row, "received_on", received_on, str(row.received_on)))
    apply_change(opened, Change("return taken in", "R-1", tuple(cells)), date.fromisoformat(on))


def paper_words(path: Path) -> str:
    document = docx.Document(str(path))
    return "\n".join(
        paragraph.text
        for block in document.iter_inner_content()
        for paragraph in (
            [block]
            if not hasattr(block, "rows")
            else [one for row in block.rows for cell in row.cells for one in cell.paragraphs]
        )
    )


def test_issue_freezes_every_figure(folder: Path, forget: Callable[[], None]):
    """Value, rating, target, rule set and fingerprints, as JSON gives the ratings of that day."""
    write_papers(folder, *Q3, "--format", "xlsx")
    forget()
    assert issue(folder, "--write").code == 0
    rows = read_ledger(folder).rows(RowKind.PAPER)
    assert [row.key for row in rows] == [ISSUE]
    body = rows[0].body
    rated = json.loads(pmf("rag", "--register", folder, *Q3, "--format", "json").out)["kpis"]
    told = {one["kpi_ref"]: one for one in body["figures"] if "split" not in one}
    assert set(told) == {one["ref"] for one in rated}
    for one in rated:
        figure = told[one["ref"]]
        assert figure.get("rating") == one["rating"]
        assert figure.get("target_text", "") in (one["target_text"], "")
        assert figure.get("rule_set") == one["rule_set"]
    assert body["meeting"] == "2025-02-18"
    assert set(body["workbooks"]) == {path.name for path in folder.glob("*.xlsx")} | {"pmf.toml"}
    assert all(facts["as_written"] for facts in body["files"].values()) and len(body["files"]) == 2


def test_issue_shows_first_and_records_with_write(folder: Path):
    """The preview holds every figure and leaves neither row nor file behind."""
    before = {path for path in folder.rglob("*") if path.is_file()}
    ran = issue(folder, "--format", "json")
    assert ran.code == 0, ran.all
    assert len(json.loads(ran.out)["items"]) >= 20
    assert "--write" in ran.err
    assert {path for path in folder.rglob("*") if path.is_file()} == before


def test_issuing_twice_adds_nothing_and_a_changed_paper_is_a_numbered_reissue(q3: Path):
    before = ledger_path(q3).read_bytes()
    again = issue(q3, "--write")
    assert again.code == 0 and ISSUE in again.err
    assert ledger_path(q3).read_bytes() == before
    assert issue(q3, "--meeting", "25/02/2025", "--write").code == 0
    assert [row.key for row in read_ledger(q3).rows()] == [ISSUE, "CLT-2024-25-Q3-2"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--dry-run",), "--write"),
        (("--in-spite-of", REASON), "--override NAME --why TEXT"),
        (("--without-file",), "pmf report clt"),
    ],
)
def test_what_earlier_versions_took_is_answered_with_the_way_it_is_done_now(
    words: tuple[str, ...], says: str, written: Path
):
    ran = issue(written, *words)
    assert ran.code == 2 and says in ran.err
    assert not ledger_path(written).exists()


def test_nothing_differs_from_an_issue_on_its_own_day(q3: Path, q2: Path):
    """Law: diff of a register against its own issue is empty, and exit code 0 says so."""
    for folder, on in ((q3, "2025-02-03"), (q2, "2024-11-13")):
        ran = pmf("diff", "--register", folder, "--as-of", on)
        assert ran.code == 0, ran.out


def test_a_quarter_later_only_what_came_in_differs(q2: Path):
    """No figure that stands is called corrected, and none overdue, because time has passed."""
    ran = pmf("diff", "--register", q2, "--as-of", "2025-02-03", "--format", "json")
    counts = json.loads(ran.out)["counts"]
    told = {name for name, number in counts.items() if number}
    assert told == {"differences", "figure came in"}, counts


def test_the_next_paper_opens_with_the_correction_and_tells_it_once(q2: Path):
    """Reported 42.7%, now 31.0%: diff names it, Q3's paper says it, and Q4's does not again."""
    folder = q2
    corrected(folder, "31.0")
    ran = pmf("diff", "--register", folder, "--as-of", "2025-02-03", "--format", "csv")
    assert ran.code == 1
    rows = list(csv.DictReader(io.StringIO(ran.out.lstrip("\ufeff"))))
    assert ("WM-01", "42.7%", "31.0%", "return corrected 04/12/2024") in [
        (row["ref"], row["before"], row["now"], row["why"]) for row in rows
    ]
    only_word = ("--output", folder / "reports", "--format", "docx")
    ran = pmf("report", "clt", "--register", folder, *only_word, *Q3)
    said = paper_words(folder / "reports" / "clt-2024-25-q3.docx")
    first = said.index("Corrections to what CLT was told")
    line = ["42.7%", "31.0%", "Return corrected 04/12/2024; "]
    places = [said.index(words, first) for words in line]
    assert places == sorted(places) and places[-1] < said.index("Scorecard: ", first)

    # The counts behind the figure were not corrected with it.
    ran = issue(folder, "--override", "NUM001", "--why", REASON, "--write")
    assert ran.code == 0, ran.all
    assert "Waived: NUM001: 1 error NUM001: WM-01" in ran.err
    q4 = ("--period", "2024/25 Q4", "--as-of", "2025-05-12")
    pmf("report", "clt", "--register", folder, *only_word, *q4)
    said = paper_words(folder / "reports" / "clt-2024-25-q4.docx")
    assert "No figure reported earlier has changed." in said
    assert line[-1] not in said


def test_each_thing_in_the_way_is_waived_by_its_own_name(folder: Path, q2: Path):
    """What stands in the way is printed with its name; waived, it is printed and kept with its reason."""
    ran = issue(folder, "--write", cycle=Q2)
    assert ran.code == 1 and "PL-03" in ran.err and "[late-results]" in ran.err
    assert not ledger_path(folder).exists()
    other = issue(folder, "--override", "NUM001", "--why", REASON, "--write", cycle=Q2)
    assert other.code == 1 and not ledger_path(folder).exists()
    waived, other_one = read_ledger(q2).rows()[0].body["waived"]
    assert (waived["name"], waived["why"]) == ("late-results", REASON)
    assert other_one["name"] == "unexplained-reds" != other_one["why"]
    assert "PL-03" in waived["what"]
    shown = pmf("ledger", "reported", "CLT-2024-25-Q2-1", "--register", q2)
    said = " ".join(shown.out.split())
    assert REASON in said and "late-results" in said


@pytest.mark.parametrize(
    "words", [("--override", "everything", "--why", "x"), ("--override", "NUM001"), ("--why", "x")]
)
def test_a_waiver_needs_a_name_and_a_reason(words: tuple[str, ...], written: Path):
    ran = issue(written, *words, cycle=Q2)
    assert ran.code == 2, ran.all
    assert "--why TEXT" in ran.err or "late-results" in ran.err


def edited(folder: Path, change) -> Path:
    path = folder / "reports" / "clt-2024-25-q3.docx"
    document = docx.Document(str(path))
    change(document)
    document.save(str(path))
    return path


@contextmanager
def excel_of(folder: Path) -> Iterator[openpyxl.Workbook]:
    """The third quarter's Excel file, opened as a person does and saved again."""
    write_papers(folder, *Q3, "--format", "xlsx")
    path = folder / "reports" / "clt-2024-25-q3.xlsx"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # It says that it leaves the sparklines out.
        book = openpyxl.load_workbook(path)
    yield book
    book.save(path)


@pytest.mark.slow
def test_a_paper_finished_in_word_and_excel_is_recorded_as_such(folder: Path):
    """People finish papers; what they say besides is theirs, and the figures are read back."""
    edited(folder, lambda document: document.add_paragraph("The Chief Executive thanks everyone."))
    with excel_of(folder) as book:
        book["Notes"]["A40"] = "Circulated on paper."
    ran = issue(folder, "--write")
    assert ran.code == 0 and "worked on" in ran.err, ran.all
    files = read_ledger(folder).rows()[0].body["files"]
    assert not any(facts["as_written"] for facts in files.values())


def test_a_paper_with_a_place_to_be_filled_in_does_not_go_out(folder: Path):
    edited(folder, lambda document: document.add_paragraph("Cost: [to be confirmed] TBC"))
    ran = issue(folder, "--write")
    assert ran.code == 1 and "[to be confirmed]" in ran.err and "[open-places]" in ran.err
    assert not ledger_path(folder).exists()


def typed_over_in_word(folder: Path) -> None:
    def change(document) -> None:
        for table in document.tables:
            for row in table.rows:
                if row.cells[0].text == "WM-01":
                    for cell in row.cells[1:]:
                        for paragraph in cell.paragraphs:
                            for run in paragraph.runs:
                                run.text = run.text.replace("37.4", "73.4")

    edited(folder, change)


def typed_over_in_excel(folder: Path) -> None:
    with excel_of(folder) as book:
        (latest,) = (
            sheet.cell(row[0].row, 1 + [cell.value for cell in sheet[3]].index("Latest"))
            for sheet in book
            if "Latest" in [cell.value for cell in sheet[3]]
            for row in sheet.iter_rows()
            if row[0].value == "WM-01"
        )
        assert latest.value == 37.4
        latest.value = 73.4


def changed_afterwards(folder: Path) -> None:
    opened = open_register(folder)
    row = next(
        row
        for row in opened.register.results
        if row.kpi_ref == "WM-01" and str(row.period) == "2024/25 Q3" and row.split is None
    )
    cell = change_of(row, "value", Decimal("39.9"), str(row.value))
    apply_change(opened, Change("corrected", "x", (cell,)), date(2025, 2, 3))


@pytest.mark.parametrize(
    "how",
    [
        typed_over_in_word,
        pytest.param(typed_over_in_excel, marks=pytest.mark.slow),
        changed_afterwards,
    ],
)
def test_what_stands_in_the_paper_is_recorded_or_nothing_is(how, folder: Path):
    """Someone typed over a figure, or the register changed on that day: no reason waives that."""
    how(folder)
    words = [("--override", name, "--why", REASON) for name in ("num001", "open-places")]
    ran = issue(folder, *(word for pair in words for word in pair), "--write")
    assert ran.code == 1 and "WM-01" in ran.err and "cannot be waived" in ran.err
    assert read_ledger(folder).rows(RowKind.PAPER) == ()


def test_a_paper_issued_late_is_recorded_as_it_stands_in_its_files(folder: Path):
    """A correction came in between: the record is the paper's figure, and diff tells the correction."""
    corrected(folder, "39.9", "2025-03-10", period="2024/25 Q3", received_on=date(2025, 3, 10))
    late = ("--period", "2024/25 Q3", "--as-of", "2025-03-12")
    ran = issue(folder, "--write", cycle=late)
    assert ran.code == 0, ran.all
    (row,) = read_ledger(folder).rows(RowKind.PAPER)
    told = {one["kpi_ref"]: one for one in row.body["figures"] if "split" not in one}
    assert (told["WM-01"]["value_text"], told["WM-01"]["rating"]) == ("37.4%", "Amber")
    assert (row.body["as_at"], row.on) == ("2025-02-03", date(2025, 3, 12))
    ran = pmf("diff", "--register", folder, "--as-of", "2025-03-12", "--format", "json")
    assert ("WM-01", "37.4%", "39.9%") in [
        (one["ref"], one["before"], one["now"]) for one in json.loads(ran.out)["items"]
    ]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--period", "2024/25 Q4", "--as-of", "2025-02-03"), "pmf report clt"),
        (("--body", "Nobody", *Q3), "Nobody"),
        (("--by", "C-NOBODY", *Q3), "C-NOBODY"),
        (("--meeting", "soon", *Q3), "--meeting"),
        (("--file", "missing.docx", *Q3), "missing.docx"),
        (("--body", "Performance pages of the website", *Q3), "pmf issue public"),
        (("--withdraw", "CLT-9", "--why", "x", *Q3), "No paper is on record"),
    ],
)
def test_wrong_use_is_told_in_words(written: Path, words: tuple[str, ...], says: str):
    ran = issue(written, "--write", cycle=words)
    assert ran.code == 2, ran.all
    assert says in ran.err and "Traceback" not in ran.all
    assert not ledger_path(written).exists()


def own_paper(folder: Path, body: str, leave_out: str = "", add: str = "") -> Path:
    """A paper that somebody made for a body: a row for each of its KPIs."""
    opened = open_register(folder)
    now = assessed(opened, period="2024/25 Q3", as_of=date(2025, 2, 3))
    figures = [reported_figure(one) for one in shown_to(now, body) if one.kpi.ref != leave_out]
    figures += [reported_figure(one) for one in now.ratings if one.kpi.ref == add]
    document = docx.Document()
    document.core_properties.created = datetime(2025, 2, 3)  # noqa: DTZ001 - as Word keeps it
    table = document.add_table(0, 4)
    for figure in figures:
        cells = table.add_row().cells
        texts = (figure.kpi_ref, figure.name, figure.value_text, figure.rating_text)
        for cell, text in zip(cells, texts, strict=True):
            cell.text = text
    document.save(str(folder / "own.docx"))
    return folder / "own.docx"


BOARD = "Homes and Environment Scrutiny Board"


def test_a_body_is_recorded_as_told_exactly_what_its_own_paper_holds(folder: Path):
    """Without a paper of its own nothing is recorded; with one, its KPIs and no others."""
    told = ("--body", "Homes and Environment", "--write")
    refused = issue(folder, *told)
    assert refused.code == 2 and "clt is not the paper of Homes and Environment" in refused.err
    assert not ledger_path(folder).exists()
    ran = issue(folder, *told, "--file", own_paper(folder, BOARD), "--format", "json")
    assert ran.code == 0, ran.all
    items = json.loads(ran.out)["items"]
    now = assessed(open_register(folder), period="2024/25 Q3", as_of=date(2025, 2, 3))
    assert {one["ref"] for one in items} == {one.kpi.ref for one in shown_to(now, BOARD)}
    assert items[0]["issue"].startswith("CLT-HOMES-AND-ENVIRONMENT-SCRUTINY-BOARD-2024-25-Q3")
    assert items[0]["meeting"] == "2025-03-25"


@pytest.mark.parametrize("paper", [{"leave_out": "WM-01"}, {"add": "AC-01"}])
def test_a_paper_with_other_kpis_than_the_bodys_is_not_its_own(paper: dict[str, str], folder: Path):
    """Neither the paper of another body nor one that leaves a KPI out."""
    path = own_paper(folder, BOARD, **paper)
    ran = issue(folder, "--body", "Homes and Environment", "--write", "--file", path)
    assert ran.code == 1 and next(iter(paper.values())) in ran.err
    assert not ledger_path(folder).exists()


def test_the_public_is_never_told_a_kpi_that_is_not_public(written: Path):
    """Whatever the filter says: a body whose papers are published is given public KPIs alone."""
    now = assessed(open_register(written), period="2024/25 Q3", as_of=date(2025, 2, 3))
    bodies = (Board(body="Website", kind=BodyKind.PUBLIC), Board(body="Forum", public_paper=True))
    for board in bodies:
        made = replace(now, register=replace(now.register, boards=(board,)))
        shown = shown_to(made, board.body)
        assert all(rating.kpi.public for rating in shown)
        assert 0 < len(shown) < len(now.ratings)


def with_new_definition(folder: Path) -> None:
    """A change of scope that CLT has not been told of, and the paper that tells it."""
    change = ScopeChange(
        change_ref="SC-9", kpi_ref="WM-04", changed_on=date(2025, 1, 10),
        from_period=parse_period("Jan 2025"), kind=ScopeChangeKind.DEFINITION, before="A", after="B",
        reason="A new form of words.", break_in_series=False,
    )  # fmt: skip
    opened = open_register(folder)
    apply_change(opened, Change("x", "x", rows={"Scope changes": (change,)}), date(2025, 1, 10))
    write_papers(folder, *Q3, "--format", "docx")


@pytest.mark.slow
def test_nothing_is_recorded_where_the_dates_could_not_be_written(folder: Path):
    """A signed workbook: the preview says so, and --write refuses before the ledger has a row."""
    with_new_definition(folder)
    with zipfile.ZipFile(folder / SUPPORTING_INFORMATION, "a") as archive:
        archive.writestr("_xmlsignatures/sig1.xml", b"<Signature/>")
    shown = issue(folder)
    assert "would fill in" in shown.err
    assert "digital signature" in shown.err and "--change-protected" in shown.err
    refused = issue(folder, "--write")
    assert refused.code == 4, refused.all
    assert read_ledger(folder).rows(RowKind.PAPER) == ()
    ran = issue(folder, "--write", "--change-protected")
    assert ran.code == 0, ran.all
    assert told_on(folder) == date(2025, 2, 18)


@pytest.mark.slow
def test_that_the_body_was_told_of_a_change_of_scope_is_written_when_asked(folder: Path):
    """The meeting's date goes into Scope changes with the record; a withdrawal takes both back."""
    with_new_definition(folder)
    ran = issue(folder)
    assert ran.code == 0 and "SC-9" in ran.err
    assert told_on(folder) is None
    ran = issue(folder, "--write")
    assert ran.code == 0, ran.all
    assert told_on(folder) == date(2025, 2, 18)
    ledger = read_ledger(folder)
    (paper,) = ledger.rows(RowKind.PAPER)
    # The first run may as well have been ended after its row: the second names the same paper.
    assert ledger.rows(RowKind.CHANGE)[-1].key == paper.key

    # The days that it filled in make the workbook another one; the paper is the same all the same.
    again = issue(folder, "--write")
    assert again.code == 0 and "says the same already" in again.err
    assert len(read_ledger(folder).rows(RowKind.PAPER)) == 1
    turned_over(folder / SUPPORTING_INFORMATION, "Scope changes")
    register = open_register(folder).register
    assert not [words for words in untold_days(read_ledger(folder), register) if "SC-9" in words]
    gone = ("issue", "--withdraw", paper.key, "--why", REASON, "--register", folder, *Q3)
    (standing,) = history_in(folder).papers
    seen = pmf(*gone)
    assert seen.code == 0 and paper.key in seen.out and told_on(folder) == date(2025, 2, 18)
    ran = pmf(*gone, "--write")
    assert ran.code == 0, ran.all
    assert told_on(folder) is None
    assert pmf(*gone, "--write").code == 0
    # Another run may have read the ledger before this one took the issue back.
    record_withdrawal(open_register(folder), standing, "x", "", date(2025, 2, 4))
    (row,) = read_ledger(folder).rows(RowKind.PAPER_WITHDRAWN)
    assert (row.key, row.body["why"]) == (paper.key, REASON)


def turned_over(path: Path, tab: str) -> None:
    """Somebody sorts a sheet the other way round."""
    book = openpyxl.load_workbook(path)
    rows = [[cell.value for cell in row] for row in book[tab].iter_rows(min_row=2)]
    for at, row in enumerate(reversed(rows), 2):
        for column, value in enumerate(row, 1):
            book[tab].cell(at, column).value = value
    book.save(path)


def test_what_was_withdrawn_was_never_told(q2: Path):
    """diff, corrections, reported and the checklist leave it out from that day on, not before it."""
    corrected(q2, "31.0")
    later = ("--register", q2, "--as-of", "2025-02-03")
    ran = pmf(
        "issue", "--withdraw", "clt-2024-25-q2-1", "--why", REASON, "--register", q2,
        "--as-of", "2025-01-20", "--write",
    )  # fmt: skip
    assert ran.code == 0, ran.all
    gone = pmf("diff", *later)
    assert gone.code == 2 and "No paper is on record" in gone.err
    named = pmf("diff", "CLT-2024-25-Q2-1", *later)
    assert named.code == 2 and "withdrawn on 20/01/2025" in named.err
    assert pmf("diff", "--register", q2, "--as-of", "2025-01-10").code == 1
    listed = pmf("ledger", "reported", *later)
    assert "(withdrawn)" in listed.out
    shown = pmf("ledger", "reported", "CLT-2024-25-Q2-1", *later, "--format", "json")
    assert {one["withdrawn_because"] for one in json.loads(shown.out)["items"]} == {REASON}
    assert facts_in(open_register(q2)).until(date(2025, 2, 3)).papers == ()
    assert len(facts_in(open_register(q2)).until(date(2025, 1, 10)).papers) == 1
    opened = open_register(q2)
    now = assessed(opened, period="2024/25 Q3", as_of=date(2025, 2, 3))
    found = corrections_for(now, history_in(q2), "clt", "Corporate Leadership Team")
    assert (found.found, found.papers) == ((), 0)
    assert pmf("ledger", "verify", "--register", q2).code == 0
    again = issue(q2, *LATE, cycle=Q2)
    # What is on record again is what stands in the paper, not what was corrected since.
    assert again.code == 0, again.all
    said = " ".join(again.out.split())
    row = said[said.index("WM-01") :][:150]
    assert "42.7%" in row and "31.0%" not in row


def test_a_wrong_issue_is_answered_with_those_on_record_and_how_to_name_one(q3: Path):
    """Exit code 2: each paper with its body, and --body only of a command that takes it."""
    folder = q3
    ran = pmf("diff", "Cabinet", "--register", folder, "--as-of", "2025-02-03")
    assert ran.code == 2
    assert f"{ISSUE} (to Corporate Leadership Team)" in ran.err
    assert "--body BODY" in ran.err
    other = pmf("ledger", "reported", "X", "--register", folder, "--as-of", "2025-02-03")
    assert other.code == 2 and ISSUE in other.err and "--body" not in other.err


def test_an_issue_tells_no_body_of_a_new_owner(folder: Path):
    """A change of owner need be reported to nobody, so the paper does not claim that it was."""
    opened = open_register(folder)
    change = ScopeChange(
        change_ref="SC-9", kpi_ref="WM-04", changed_on=date(2025, 1, 10),
        from_period=parse_period("Jan 2025"), kind=ScopeChangeKind.OWNER, before="A", after="B",
        reason="A new team.", break_in_series=False,
    )  # fmt: skip
    apply_change(opened, Change("x", "x", rows={"Scope changes": (change,)}), date(2025, 1, 10))
    write_papers(folder, *Q3, "--format", "docx")
    ran = issue(folder, "--write")
    assert ran.code == 0 and "SC-9" not in ran.all
    assert told_on(folder) is None


def told_on(folder: Path) -> date | None:
    rows = open_register(folder).register.scope_changes
    return next(row.reported_to_clt for row in rows if row.change_ref == "SC-9")


def test_verify_names_the_row_of_an_altered_byte(q3: Path):
    """Any byte: here one in each twentieth part of the file."""
    folder = q3
    corrected(folder, "41.0", "2025-02-03")
    assert pmf("ledger", "verify", "--register", folder).code == 0
    path = ledger_path(folder)
    data = path.read_bytes()
    for at in range(100, len(data), len(data) // 20):
        path.write_bytes(data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :])
        ran = pmf("ledger", "verify", "--register", folder, "--format", "json")
        assert ran.code == 1, at
        faults = json.loads(ran.out)["faults"]
        assert any("row" in one["what"].casefold() for one in faults), (at, faults)
    path.write_bytes(data)
    assert pmf("ledger", "verify", "--register", folder, "--quiet").out == ""


def test_a_ledger_and_seal_from_elsewhere_are_not_taken_for_ours(q3: Path, q2: Path):
    """They are whole in themselves; the receipts beside them name the issue that is gone."""
    for name in ("pmf-ledger.sqlite", "pmf-ledger.seal"):
        shutil.copy(q2 / name, q3 / name)
    ran = pmf("ledger", "verify", "--register", q3, "--format", "json")
    assert ran.code == 1
    (fault,) = json.loads(ran.out)["faults"]
    assert ISSUE in fault["what"] and "Corporate Leadership Team" in fault["what"]
    for name in ("pmf-ledger.sqlite", "pmf-ledger.seal"):
        (q3 / name).unlink()
    gone = pmf("ledger", "verify", "--register", q3)
    assert gone.code == 1 and ISSUE in gone.out


def test_returns_and_told_days_of_the_register_are_asked_of_the_ledger(q3: Path):
    """A return that the register holds and the record does not is a fault; a typed day a remark."""
    held = open_register(q3).register
    ledger = read_ledger(q3)
    receipt = Return(return_ref="R-9", received_on=date(2025, 2, 4))
    change = ScopeChange(change_ref="SC-9", kpi_ref="WM-04", reported_to_clt=date(2025, 2, 18))
    with_both = replace(held, returns=(receipt,), scope_changes=(*held.scope_changes, change))
    (lost,) = lost_returns(ledger, with_both)
    assert "R-9" in lost and "04/02/2025" in lost
    (typed,) = untold_days(ledger, with_both)
    assert "SC-9" in typed
    assert list(lost_returns(ledger, held)) == list(untold_days(ledger, held)) == []


def test_the_ledger_is_given_out_whole_and_exact(q3: Path):
    """JSON holds each row's body as it is hashed; CSV the same as text, safe in a spreadsheet."""
    folder = q3
    ran = pmf("ledger", "export", "--register", folder)
    (row,) = json.loads(ran.out)["rows"]
    own = read_ledger(folder).rows()[0]
    assert (row["body"], row["hash"]) == (own.body, own.hash)
    target = folder / "out" / "ledger.csv"
    ran = pmf(
        "ledger", "export", "--register", folder, "--kind", "paper", "--format", "csv",
        "--output", target,
    )  # fmt: skip
    assert ran.code == 0, ran.all
    csv.field_size_limit(10_000_000)
    (line,) = csv.DictReader(io.StringIO(target.read_text(encoding="utf-8-sig")))
    assert json.loads(line["body"]) == own.body
    assert pmf("ledger", "export", "--register", folder, "--kind", "tea").code == 2


def test_what_bodies_were_told_can_be_looked_up(written: Path, q3: Path):
    assert pmf("ledger", "reported", "--register", written).code == 2
    folder = q3
    assert ISSUE in pmf("ledger", "reported", "--register", folder).out
    ran = pmf("ledger", "reported", ISSUE.lower(), "--register", folder, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(ran.out.lstrip("\ufeff"))))
    assert {row["issue"] for row in rows} == {ISSUE} and len(rows) >= 20


def test_compare_takes_two_periods_or_an_issue(q3: Path):
    folder = q3
    ran = pmf(
        "rag", "compare", "2024/25 Q2", "2024/25 Q3", "--register", folder, "--format", "json"
    )
    assert ran.code == 0
    assert {one["move"] for one in json.loads(ran.out)["kpis"]} >= {"Moved up", "Moved down"}
    ran = pmf("rag", "compare", ISSUE, "--register", folder, "--format", "json")
    assert {one["move"] for one in json.loads(ran.out)["kpis"]} <= {
        "Same rating", "Not rated in either",
    }  # fmt: skip
    for words in (("2024/25 Q2",), ("nonsense", "2024/25 Q3"), ("2024/25 Q3", "2024/25 Q3")):
        assert pmf("rag", "compare", *words, "--register", folder).code == 2


def test_the_paper_of_changes_is_written_with_and_without_an_issue(
    written: Path, q2: Path, tmp_path: Path
):
    """It needs no issue; with one it opens with the corrections."""
    ran = pmf("report", "changes", "--register", written, "--output", tmp_path, *Q3)
    assert ran.code == 0, ran.all
    assert "No paper is on record" in paper_words(tmp_path / "changes-2024-25-q3.docx")
    folder, out = q2, q2 / "reports"
    corrected(folder, "31.0")
    assert pmf("report", "changes", "--register", folder, "--output", out, *Q3).code == 0
    assert "reported 42.7%, now 31.0%" in paper_words(out / "changes-2024-25-q3.docx")
    files = [out / "changes-2024-25-q3.docx", out / "changes-2024-25-q3.xlsx"]
    assert pmf("report", "check", *files).code == 0


def test_the_fields_given_out_are_those_of_the_manual(q2: Path):
    """Every item of the new lists has the fields of its schema, in that order."""
    folder = q2
    corrected(folder, "31.0")
    commands = (
        ("diff", "--as-of", "2025-02-03"),
        ("ledger", "reported", "--as-of", "2025-02-03"),
        ("ledger", "export"),
        ("rag", "compare", "CLT-2024-25-Q2-1"),
    )
    for words in commands:
        given = json.loads(pmf(*words, "--register", folder, "--format", "json").out)
        items = given[definition_of(given["schema"]).key]
        assert items and all(list(item) == names_of(given["schema"]) for item in items), words
