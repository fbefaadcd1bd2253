"""Commentary, highlights and scope as the officer types them, on a copy of the example."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pmf_cli.errors import ExitCode
from pmf_cli.ledger.row import RowKind
from pmf_cli.ledger.store import read_ledger
from pmf_cli.pipeline import open_register
from pmf_cli.register.periods.text import parse_period
from tests.registers.cut import cut_example
from tests.running import Ran, pmf

TARGET = ("scope", "change", "WM-03", "--kind", "Target", "--from", "2024/25 Q3")
WHY = ("--reason", "The new fleet comes late.", "--agreed-by", "Executive Board")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the example."""
    cut_example(tmp_path / "register", "AC-13", "CX-06", "ED-01", "ED-04", "ED-09", "HO-02")
    return tmp_path / "register"


def run(folder: Path, *words: str) -> Ran:
    return pmf(*words, "--register", folder, "--quiet")


def items(folder: Path, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run(folder, *words, "--format", "json").out)["items"]
    return found


def bytes_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.xlsx"))}


def without_commentary(folder: Path, *refs: str) -> None:
    """Takes the words of some KPIs out of the record."""
    from pmf_cli.pipeline.change.changing import Change, apply_change, change_of

    opened = open_register(folder)
    rows = [row for row in opened.register.commentary if row.kpi_ref in refs]
    cells = tuple(change_of(row, "text", None) for row in rows)
    cells += tuple(change_of(row, "back_on_target", None) for row in rows)
    apply_change(opened, Change("emptied", "", cells), date(2025, 2, 3))


def test_the_example_has_no_question_until_its_words_and_figures_differ(folder: Path) -> None:
    """Its own words agree with its figures; a distance from next year's target is asked about."""
    from pmf_cli.pipeline.change.changing import Change, apply_change, change_of

    assert run(folder, "commentary", "request").code == ExitCode.DONE
    assert items(folder, "commentary", "check") == []
    opened = open_register(folder)
    row = next(
        one for one in opened.register.commentary if one.kpi_ref == "ED-04" and "0.8" in one.text
    )
    slip = change_of(row, "text", row.text.replace("0.8 below", "1.4 below"))
    apply_change(opened, Change("slip", "", (slip,)), date(2025, 2, 3))
    ran = run(folder, "commentary", "check")
    assert ran.code == ExitCode.FINDINGS
    (only,) = items(folder, "commentary", "check")
    assert (only["ref"], only["about"]) == ("ED-04", "other distance")
    assert "1.4" in only["quote"] and "45.2" in only["question"]


def test_a_request_names_person_question_and_last_words(folder: Path) -> None:
    """Exit 1 while something is not answered; a person's own, or a directorate's, can be had."""
    without_commentary(folder, "WM-03", "AC-05")
    asked = items(folder, "commentary", "request", "--contact", "c-448k")
    assert [(row["ref"], row["answered"]) for row in asked] == [("WM-03", False)] * 3
    assert asked[0]["post"] == "Data Analyst, Waste Services" and asked[0]["due"] == "2025-01-30"
    ran = run(folder, "commentary", "request", "--directorate", "Adults and Health")
    assert ran.code == ExitCode.FINDINGS
    assert "AC-05" in ran.out and "WM-03" not in ran.out and "not answered yet" in ran.out
    assert run(folder, "commentary", "request", "--contact", "C-1").code == ExitCode.CANNOT_READ
    everything = items(folder, "commentary", "request", "--all")
    assert len(everything) > 25 and not all(row["answered"] for row in everything)
    assert {
        row["about"] for row in items(folder, "commentary", "check") if row["ref"] == "WM-03"
    } == {
        "missing",
        "no action",
        "no recovery date",
    }


def test_the_day_of_asking_is_written_for_chosen_highlights(folder: Path) -> None:
    """Only where it is blank, and only with --write."""
    without_commentary(folder, "ED-01")
    choose = ("highlights", "choose", "ED-01", "--why", "Asked for.", "--by", "C-900")
    assert run(folder, *choose, "--write").code == ExitCode.DONE
    before = bytes_in(folder)
    assert run(folder, "commentary", "request").code == ExitCode.FINDINGS
    assert bytes_in(folder) == before
    assert run(folder, "commentary", "request", "--write").code == ExitCode.FINDINGS
    rows = open_register(folder).register.highlights
    newest = {row.kpi_ref: row for row in rows if row.cycle == parse_period("2024/25 Q3")}
    assert newest["ED-01"].asked_on == date(2025, 2, 3)
    assert newest["WM-03"].asked_on == date(2025, 1, 28)
    after = bytes_in(folder)
    assert run(folder, "commentary", "request", "--write").code == ExitCode.FINDINGS
    assert bytes_in(folder) == after


def test_a_choice_is_previewed_written_once_and_seen_by_the_list(folder: Path) -> None:
    """What was typed stays text; the paper's list and the ledger say the same."""
    why = "=1+1 [c] {{7*7}} – members’ postbag"
    words = ("highlights", "choose", "cs-3", "AC-13", "--why", why, "--by", "c-900")
    before = bytes_in(folder)
    cells = items(folder, *words)
    assert {row["what"] for row in cells} >= {"Chosen", "By", "Why"}
    assert bytes_in(folder) == before
    assert run(folder, *words, "--write").code == ExitCode.DONE
    standing = {row["ref"]: row for row in items(folder, "highlights")}
    assert standing["CS-03"]["standing"] == standing["AC-13"]["standing"] == "Chosen"
    assert standing["AC-13"]["why"] == why and standing["AC-13"]["by"] == "C-900"
    row = read_ledger(folder).last(RowKind.CHANGE)
    assert row is not None and row.body["details"]["kpis"] == ["CS-03", "AC-13"]
    after = bytes_in(folder)
    ran = run(folder, *words, "--write")
    assert "already" in ran.out and bytes_in(folder) == after
    assert run(folder, *words[:3], "--not", "--why", "No room.", "--write").code == ExitCode.DONE
    standing = {row["ref"]: row for row in items(folder, "highlights")}
    assert standing["CS-03"]["standing"] == "Turned down"


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("XX-99", "--why", "x"), "XX-99"),
        (("WM-03",), "--why"),
        (("WM-03", "--why", "x", "--kind", "bad"), "Adverse, Favourable, Watch or Other"),
        (("WM-03", "--why", "x", "--by", "C-1"), "Contacts"),
        (("ED-09", "--why", "x"), "not in scope"),
    ],
)
def test_a_wrong_choice_is_answered_with_what_is_right(
    folder: Path, words: tuple[str, ...], part: str
) -> None:
    """Exit 2, one sentence, and nothing written."""
    before = bytes_in(folder)
    ran = run(folder, "highlights", "choose", *words, "--write")
    assert ran.code == ExitCode.CANNOT_READ and part in ran.err
    assert bytes_in(folder) == before


def test_more_highlights_than_the_leaders_want_are_remarked(folder: Path) -> None:
    """A person decides: it is said, not refused."""
    refs = ("AC-13", "AC-06", "HO-02", "ED-01")
    ran = run(folder, "highlights", "choose", *refs, "--why", "All of them.")
    assert ran.code == ExitCode.DONE and "at most 6" in ran.err


def test_a_scope_change_is_previewed_whole_and_written_once(folder: Path) -> None:
    """Cells, bodies, ratings and findings; then both sheets patched, the ledger, and no second time."""
    before = bytes_in(folder)
    kinds = {row["kind"] for row in items(folder, *TARGET, "--to", "60", *WHY)}
    assert kinds == {"cell", "told", "series", "rating", "finding"}
    assert bytes_in(folder) == before
    assert run(folder, *TARGET, "--to", "60", *WHY, "--write").code == ExitCode.DONE
    after = bytes_in(folder)
    assert [name for name in before if before[name] != after[name]] == [
        "KPI Supporting Information.xlsx"
    ]
    register = open_register(folder).register
    old, new = register.targets_by_kpi["WM-03"][-2:]
    assert (str(old.to_period), str(new.from_period)) == ("Sep 2024", "Oct 2024")
    assert (new.target, new.previous_target, new.agreed_by) == (60, 45, "Executive Board")
    change = register.scope_changes[-1]
    assert (change.change_ref, str(change.kind)) == ("SC-2025-01", "Target")
    assert change.before is not None and change.before.startswith("45.0 per 100,000")
    again = run(folder, *TARGET, "--to", "60", *WHY, "--write")
    assert again.code == ExitCode.DONE and "records this change already" in again.out
    assert bytes_in(folder) == after
    row = read_ledger(folder).last(RowKind.CHANGE)
    assert row is not None and row.key == "SC-2025-01"


def test_a_change_is_open_until_every_body_was_told(folder: Path) -> None:
    """Exit 1 until DMT, CLT and scrutiny board have been told; then 0."""
    assert run(folder, "scope", "list").code == ExitCode.DONE
    run(folder, *TARGET, "--to", "60", *WHY, "--write")
    bodies = ("DMT", "Corporate Leadership Team", "scrutiny")
    for body in bodies:
        assert run(folder, "scope", "list").code == ExitCode.FINDINGS
        told = ("scope", "told", "sc-2025-01", "--body", body, "--on", "03/02/2025")
        assert run(folder, *told).code == ExitCode.DONE
        assert run(folder, *told, "--minute", f"{body} 4", "--write").code == ExitCode.DONE
    assert run(folder, "scope", "list", "--open").code == ExitCode.DONE
    rows = [row for row in items(folder, "scope", "list") if row["change"] == "SC-2025-01"]
    assert {row["told_on"] for row in rows} == {"2025-02-03"}
    assert open_register(folder).register.scope_changes[-1].minute_ref == (
        "DMT 4; Corporate Leadership Team 4; scrutiny 4"
    )


def test_a_date_on_record_is_replaced_only_when_asked_for(folder: Path) -> None:
    """When CLT was told is evidence: another date is refused with both; --correct keeps both."""
    told = ("scope", "told", "SC-2024-05", "--body", "CLT", "--write")
    before = bytes_in(folder)
    refused = run(folder, *told, "--on", "02/07/2024")
    assert refused.code == ExitCode.CANNOT_READ
    assert (
        "25/06/2024" in refused.err and "02/07/2024" in refused.err and "--correct" in refused.err
    )
    assert bytes_in(folder) == before
    assert run(folder, *told, "--on", "25/06/2024").code == ExitCode.DONE
    assert bytes_in(folder) == before
    done = run(folder, *told, "--on", "02/07/2024", "--correct")
    assert done.code == ExitCode.DONE and "not on 25/06/2024" in done.out
    row = read_ledger(folder).last(RowKind.CHANGE)
    assert row is not None
    assert (row.body["details"]["instead_of"], row.body["details"]["on"]) == (
        "2024-06-25",
        "2024-07-02",
    )
    change = next(
        one
        for one in open_register(folder).register.scope_changes
        if one.change_ref == "SC-2024-05"
    )
    assert str(change.reported_to_clt) == "2024-07-02"


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("SC-2099-01", "--body", "CLT", "--on", "2025-02-01"), "SC-2024-05"),
        (("SC-2024-05", "--body", "Cabinet", "--on", "2025-02-01"), "DMT, CLT or Scrutiny"),
        (("SC-2024-05", "--body", "CLT", "--on", "1 Feb"), "--on"),
        (("SC-2024-05", "--body", "CLT", "--on", "2025-03-01"), "still to come"),
    ],
)
def test_a_wrong_telling_is_answered_with_what_is_right(
    folder: Path, words: tuple[str, ...], part: str
) -> None:
    """Exit 2 and nothing written."""
    before = bytes_in(folder)
    ran = run(folder, "scope", "told", *words, "--write")
    assert ran.code == ExitCode.CANNOT_READ and part in ran.err
    assert bytes_in(folder) == before


@pytest.mark.slow
def test_a_change_and_back_rates_as_before(folder: Path) -> None:
    """Written, changed back, and read again: the ratings are those of the start, from a row of their own."""
    rate = ("rag", "--format", "csv")
    cell = re.compile("(?<=KPI Supporting Information.xlsx, Targets!)F[0-9]+")
    start = run(folder, *rate).out
    run(folder, *TARGET, "--to", "90", *WHY, "--write")
    assert run(folder, *rate).out != start
    run(folder, *TARGET, "--to", "45", *WHY, "--write")
    last = run(folder, *rate).out
    assert last != start
    assert cell.sub("F", last) == cell.sub("F", start)
    assert run(folder, "validate").code in (ExitCode.DONE, ExitCode.FINDINGS)


def test_a_workbook_open_in_excel_is_left_alone(folder: Path) -> None:
    """Exit 4 with the name of who has it open."""
    note = folder / ".~lock.KPI Supporting Information.xlsx#"
    note.write_text(",Pat Officer,host,03.02.2025 09:00,file:///x;", encoding="utf-8")
    before = bytes_in(folder)
    ran = run(folder, *TARGET, "--to", "60", *WHY, "--write")
    assert ran.code == ExitCode.LOCKED and "Pat Officer" in ran.err
    assert bytes_in(folder) == before
