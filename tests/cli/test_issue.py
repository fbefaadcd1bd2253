"""Issuing a paper, asking what changed since, and the corrections of the next paper: as an officer does."""

from __future__ import annotations

import csv
import io
import json
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import docx
import pytest

from pmf_cli.ledger.row import Kind
from pmf_cli.ledger.store import ledger_path, read_ledger
from pmf_cli.pipeline import open_register
from pmf_cli.pipeline.changing import Change, apply_change, change_of
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.sheets.supporting import ScopeChange
from pmf_cli.register.terms import ScopeChangeKind
from pmf_cli.render.schemas import schema_of
from tests.running import EXAMPLE, Ran, pmf

Q2 = ("--period", "2024/25 Q2", "--as-of", "2024-11-13")
Q3 = ("--period", "2024/25 Q3", "--as-of", "2025-02-03")
REASON = "The Chief Executive asked for it today"
ISSUE = "CLT-2024-25-Q3-1"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the example with the papers of two quarters."""
    folder = tmp_path_factory.mktemp("written") / "register"
    shutil.copytree(EXAMPLE, folder)
    for cycle in (Q2, Q3):
        ran = pmf("report", "clt", "--register", folder, "--output", folder / "reports", *cycle)
        assert ran.code == 0, ran.all
    return folder


@pytest.fixture
def folder(written: Path, tmp_path: Path) -> Path:
    """A fresh copy of that."""
    shutil.copytree(written, tmp_path / "register")
    return tmp_path / "register"


def issue(folder: Path, *words: str | Path, cycle: tuple[str, ...] = Q3) -> Ran:
    return pmf(
        "issue", "clt", "--register", folder, "--reports", folder / "reports", *cycle, *words
    )


def frozen(folder: Path, *words: str | Path, cycle: tuple[str, ...] = Q3) -> Ran:
    """The figures alone, which spares writing the paper to hold its file against."""
    none = ("--reports", folder / "none", "--without-file", "--in-spite-of", REASON)
    return pmf("issue", "clt", "--register", folder, *none, *cycle, *words)


def corrected(folder: Path, value: str, on: str = "2024-12-04") -> None:
    """WM-01's figure for 2024/25 Q2 (42.7%) is corrected by a return."""
    opened = open_register(folder)
    row = next(
        row
        for row in opened.register.results
        if row.kpi_ref == "WM-01" and str(row.period) == "2024/25 Q2" and row.split is None
    )
    cell = change_of(row, "value", Decimal(value), str(row.value))
    apply_change(opened, Change("return taken in", "R-1", (cell,)), date.fromisoformat(on))


def paper_words(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)


def test_issue_freezes_every_figure(folder: Path):
    """Value, rating, target, rule set and fingerprints, as JSON gives the ratings of that day."""
    assert issue(folder).code == 0
    rows = read_ledger(folder).rows(Kind.PAPER)
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


def test_issuing_twice_adds_nothing_and_a_changed_paper_is_a_numbered_reissue(folder: Path):
    assert frozen(folder).code == 0
    before = ledger_path(folder).read_bytes()
    again = frozen(folder)
    assert again.code == 0 and ISSUE in again.err
    assert ledger_path(folder).read_bytes() == before
    assert frozen(folder, "--meeting", "25/02/2025").code == 0
    assert [row.key for row in read_ledger(folder).rows()] == [ISSUE, "CLT-2024-25-Q3-2"]


def test_a_dry_run_shows_what_would_be_frozen(folder: Path):
    ran = frozen(folder, "--dry-run", "--format", "json")
    assert len(json.loads(ran.out)["items"]) >= 100
    assert not ledger_path(folder).exists()


@pytest.mark.parametrize("period", ["2024/25 Q1", "2024/25 Q2", "2024/25 Q3"])
def test_nothing_differs_from_an_issue_on_its_own_day(period: str, tmp_path: Path):
    """Law: diff of a register against its own issue is empty, and exit code 0 says so."""
    folder = tmp_path / "register"
    shutil.copytree(EXAMPLE, folder)
    cycle = ("--period", period, "--as-of", "2025-02-03")
    ran = frozen(folder, cycle=cycle)
    assert ran.code == 0, ran.all
    ran = pmf("diff", "--register", folder, "--as-of", "2025-02-03")
    assert ran.code == 0, ran.out


def test_a_quarter_later_only_what_came_in_differs(folder: Path):
    """No figure that stands is called corrected because time has passed."""
    assert frozen(folder, cycle=Q2).code == 0
    ran = pmf("diff", "--register", folder, "--as-of", "2025-02-03", "--format", "json")
    counts = json.loads(ran.out)["counts"]
    assert counts["figure corrected"] == counts["figure withdrawn"] == counts["target"] == 0
    assert counts["figure came in"] > 0


def test_the_next_paper_opens_with_the_correction_and_tells_it_once(folder: Path):
    """Reported 42.7%, now 31.0%: diff names it, Q3's paper says it, and Q4's does not again."""
    assert frozen(folder, cycle=Q2).code == 0
    corrected(folder, "31.0")
    ran = pmf("diff", "--register", folder, "--as-of", "2025-02-03", "--format", "csv")
    assert ran.code == 1
    rows = list(csv.DictReader(io.StringIO(ran.out.lstrip("\ufeff"))))
    assert ("WM-01", "42.7%", "31.0%", "return corrected 04/12/2024") in [
        (row["ref"], row["before"], row["now"], row["why"]) for row in rows
    ]
    ran = pmf("report", "clt", "--register", folder, "--output", folder / "reports", *Q3)
    said = paper_words(folder / "reports" / "clt-2024-25-q3.docx")
    sentence = "reported 42.7%, now 31.0% (return corrected 04/12/2024); the rating changes from"
    assert sentence in said
    first = said.index("Corrections to earlier reports", said.index("Summary"))
    assert first < said.index("CLT Scorecard of all KPIs", first)

    assert frozen(folder).code == 0
    q4 = ("--period", "2024/25 Q4", "--as-of", "2025-05-12")
    pmf("report", "clt", "--register", folder, "--output", folder / "reports", *q4)
    said = paper_words(folder / "reports" / "clt-2024-25-q4.docx")
    assert "No figure reported earlier has changed." in said and sentence not in said


def test_what_is_in_the_way_stops_the_issue_until_a_reason_is_given(folder: Path):
    ran = issue(folder, cycle=Q2)
    assert ran.code == 1 and "PL-03" in ran.err
    assert not ledger_path(folder).exists()
    assert issue(folder, "--in-spite-of", REASON, cycle=Q2).code == 0
    assert read_ledger(folder).rows()[0].body["in_spite_of"] == REASON


def edited(folder: Path, change) -> Path:
    path = folder / "reports" / "clt-2024-25-q3.docx"
    document = docx.Document(str(path))
    change(document)
    document.save(str(path))
    return path


def test_a_paper_finished_in_word_is_recorded_as_such(folder: Path):
    """People finish papers in Word; what they say besides is theirs."""
    edited(folder, lambda document: document.add_paragraph("The Chief Executive thanks everyone."))
    ran = issue(folder)
    assert ran.code == 0 and "worked on" in ran.err
    files = read_ledger(folder).rows()[0].body["files"]
    assert files["clt-2024-25-q3.docx"]["as_written"] is False
    assert files["clt-2024-25-q3.xlsx"]["as_written"] is True


def test_a_paper_with_a_place_to_be_filled_in_does_not_go_out(folder: Path):
    edited(folder, lambda document: document.add_paragraph("Cost: [to be confirmed] TBC"))
    ran = issue(folder)
    assert ran.code == 1 and "[to be confirmed]" in ran.err
    assert not ledger_path(folder).exists()


def test_a_paper_with_another_figure_than_the_register_is_noticed(folder: Path):
    """Someone typed over a figure in Word, or the paper is older than the register."""

    def change(document) -> None:
        for table in document.tables:
            for row in table.rows:
                if row.cells[0].text == "WM-03":
                    for cell in row.cells[1:]:
                        for paragraph in cell.paragraphs:
                            for run in paragraph.runs:
                                run.text = run.text.replace("81.6", "18.6")

    edited(folder, change)
    ran = issue(folder)
    assert ran.code == 1 and "WM-03" in ran.err


def test_a_register_changed_after_the_paper_was_written_is_noticed(folder: Path):
    """The paper on disk would say something else than what is frozen."""
    opened = open_register(folder)
    row = next(
        row
        for row in opened.register.results
        if row.kpi_ref == "WM-01" and str(row.period) == "2024/25 Q3" and row.split is None
    )
    cell = change_of(row, "value", Decimal("39.9"), str(row.value))
    apply_change(opened, Change("corrected", "x", (cell,)), date(2025, 2, 3))
    ran = issue(folder)
    assert ran.code == 1 and "WM-01" in ran.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--period", "2024/25 Q4", "--as-of", "2025-02-03", "--without-file"), "31/03/2025"),
        (("--body", "Nobody", *Q3), "Nobody"),
        (("--by", "C-NOBODY", *Q3), "C-NOBODY"),
        (("--meeting", "soon", *Q3), "--meeting"),
        (("--file", "missing.docx", *Q3), "missing.docx"),
        (("--body", "Corporate Governance", *Q3), "--meeting"),
    ],
)
def test_wrong_use_is_told_in_words(folder: Path, words: tuple[str, ...], says: str):
    ran = issue(folder, cycle=words)
    assert ran.code == 2, ran.all
    assert says in ran.err and "Traceback" not in ran.all
    assert not ledger_path(folder).exists()


def test_without_a_paper_the_officer_is_told_to_write_it(folder: Path):
    shutil.rmtree(folder / "reports")
    ran = issue(folder)
    assert ran.code == 2 and "pmf report clt" in ran.err
    assert issue(folder, "--without-file").code == 0


def test_a_board_is_told_its_own_kpis_alone(folder: Path):
    """What a scrutiny board was given follows its filter in the sheet Boards."""
    ran = frozen(folder, "--body", "Homes and Environment", "--format", "json")
    assert ran.code == 0, ran.all
    items = json.loads(ran.out)["items"]
    kpis = {kpi.ref: kpi for kpi in open_register(folder).register.kpis}
    boards = {kpis[one["ref"]].scrutiny_board for one in items}
    assert boards == {"Homes and Environment Scrutiny Board"}
    assert items[0]["issue"].startswith("CLT-HOMES-AND-ENVIRONMENT-SCRUTINY-BOARD-2024-25-Q3")
    assert items[0]["meeting"] == "2025-03-25"


def test_that_the_body_was_told_of_a_change_of_scope_is_written_when_asked(folder: Path):
    """The meeting's date goes into Scope changes; without --write the officer is told to do it."""
    opened = open_register(folder)
    change = ScopeChange(
        change_ref="SC-9", kpi_ref="WM-04", changed_on=date(2025, 1, 10),
        from_period=parse_period("Jan 2025"), kind=ScopeChangeKind.DEFINITION, before="A", after="B",
        reason="A new form of words.", break_in_series=False,
    )  # fmt: skip
    apply_change(opened, Change("x", "x", rows={"Scope changes": (change,)}), date(2025, 1, 10))
    ran = frozen(folder)
    assert ran.code == 0 and "SC-9" in ran.err
    assert told_on(folder) is None
    ran = frozen(folder, "--write")
    assert ran.code == 0, ran.all
    assert told_on(folder) == date(2025, 2, 18)
    ledger = read_ledger(folder)
    (paper,) = ledger.rows(Kind.PAPER)
    # The first run may as well have been ended after its row: the second names the same paper.
    assert ledger.rows(Kind.CHANGE)[-1].key == paper.key


def test_a_wrong_issue_is_answered_with_those_on_record_and_how_to_name_one(folder: Path):
    """Exit code 2: each paper with its body, and --body only of a command that takes it."""
    assert frozen(folder).code == 0
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
    ran = frozen(folder, "--write")
    assert ran.code == 0 and "SC-9" not in ran.all
    assert told_on(folder) is None


def told_on(folder: Path) -> date | None:
    rows = open_register(folder).register.scope_changes
    return next(row.reported_to_clt for row in rows if row.change_ref == "SC-9")


def test_verify_names_the_row_of_an_altered_byte(folder: Path):
    """Any byte: here one in each twentieth part of the file."""
    assert frozen(folder).code == 0
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


def test_the_ledger_is_given_out_whole_and_exact(folder: Path):
    """JSON holds each row's body as it is hashed; CSV the same as text, safe in a spreadsheet."""
    assert frozen(folder).code == 0
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
    (line,) = csv.DictReader(io.StringIO(target.read_text(encoding="utf-8-sig")))
    assert json.loads(line["body"]) == own.body
    assert pmf("ledger", "export", "--register", folder, "--kind", "tea").code == 2


def test_what_bodies_were_told_can_be_looked_up(folder: Path):
    assert pmf("ledger", "reported", "--register", folder).code == 2
    assert frozen(folder).code == 0
    assert ISSUE in pmf("ledger", "reported", "--register", folder).out
    ran = pmf("ledger", "reported", ISSUE.lower(), "--register", folder, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(ran.out.lstrip("\ufeff"))))
    assert {row["issue"] for row in rows} == {ISSUE} and len(rows) >= 100


def test_compare_takes_two_periods_or_an_issue(folder: Path):
    ran = pmf(
        "rag", "compare", "2024/25 Q2", "2024/25 Q3", "--register", folder, "--format", "json"
    )
    assert ran.code == 0
    assert {one["move"] for one in json.loads(ran.out)["kpis"]} >= {"Moved up", "Moved down"}
    assert frozen(folder).code == 0
    ran = pmf("rag", "compare", ISSUE, "--register", folder, "--format", "json")
    assert {one["move"] for one in json.loads(ran.out)["kpis"]} <= {
        "Same rating", "Not rated in either",
    }  # fmt: skip
    for words in (("2024/25 Q2",), ("nonsense", "2024/25 Q3"), ("2024/25 Q3", "2024/25 Q3")):
        assert pmf("rag", "compare", *words, "--register", folder).code == 2


def test_the_paper_of_changes_is_written_with_and_without_an_issue(folder: Path):
    """It needs no issue; with one it opens with the corrections."""
    out = folder / "reports"
    ran = pmf("report", "changes", "--register", folder, "--output", out, *Q3)
    assert ran.code == 0, ran.all
    assert "No paper is on record" in paper_words(out / "changes-2024-25-q3.docx")
    assert frozen(folder, cycle=Q2).code == 0
    corrected(folder, "31.0")
    assert pmf("report", "changes", "--register", folder, "--output", out, *Q3).code == 0
    assert "reported 42.7%, now 31.0%" in paper_words(out / "changes-2024-25-q3.docx")
    files = [out / "changes-2024-25-q3.docx", out / "changes-2024-25-q3.xlsx"]
    assert pmf("report", "check", *files).code == 0


def test_the_fields_given_out_are_those_of_the_manual(folder: Path):
    """Every item of the new lists has the fields of its schema, in that order."""
    assert frozen(folder, cycle=Q2).code == 0
    corrected(folder, "31.0")
    commands = (
        ("diff", "--as-of", "2025-02-03"),
        ("ledger", "reported", "--as-of", "2025-02-03"),
        ("ledger", "export"),
        ("rag", "compare", "CLT-2024-25-Q2-1"),
    )
    for words in commands:
        given = json.loads(pmf(*words, "--register", folder, "--format", "json").out)
        schema = schema_of(given["schema"])
        items = given[schema.key]
        assert items and all(tuple(item) == tuple(schema.fields) for item in items), words
