"""Returns are taken in one by one: each whole or not at all, and what the register holds decides."""

from __future__ import annotations

import json
from datetime import date, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pmf_cli.collect.returned.verdicts import ReturnVerdict
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.terms import DataType, Polarity
from tests.collect.desk import CYCLE, Desk, changed, desk_of, filled, small_desk
from tests.make import make_contact, make_kpi, make_register, make_result, make_target
from tests.running import Ran, pmf

GOOD = {"Results!value 1": 38.5, "Results!value 2": 375.1, "Comments!answer 2": "New rounds."}


def read(desk: Desk, place: Path, *more: str, on: str = "2025-02-03") -> Ran:
    return pmf(
        "collect", "read", place, "--register", desk.folder, "--as-of", on, "--period", CYCLE, *more
    )


def listed(desk: Desk, place: Path, *more: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(read(desk, place, "--format", "json", *more).out)
    return found


def last_line(ran: Ran) -> str:
    """The last line on the screen, put together where it was broken."""
    return " ".join(ran.out.rstrip().split("\n\n")[-1].split())


def held(desk: Desk) -> dict[str, Result]:
    return {row.kpi_ref: row for row in desk.opened().register.results if str(row.period) == CYCLE}


def two_contacts() -> Register:
    """A percentage of one contact, and a date of another."""
    milestone = make_kpi(
        "PL-05", data_type=DataType.DATE, unit="date", polarity=Polarity.LOWER, decimal_places=None,
        key_contact="C03", numerator_label=None, denominator_label=None, plausible_min=None,
        plausible_max=None,
    )  # fmt: skip
    return make_register(
        (make_kpi("WM-01"), milestone),
        [
            make_result("WM-01", "2024/25 Q2", 40),
            make_result("PL-05", "2024/25 Q2", date(2025, 5, 30)),
        ],
        [make_target("WM-01", target=39), make_target("PL-05", target=date(2025, 3, 31))],
        contacts=(make_contact("C01"), make_contact("C02"), make_contact("C03")),
    )


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return small_desk(tmp_path)


@pytest.fixture
def back(desk: Desk) -> Path:
    return filled(desk.form(), desk.folder / "back" / "r.xlsx", GOOD)


def test_a_day_number_shown_as_a_date_is_refused_at_its_cell_and_stops_no_other_return(
    tmp_path: Path,
) -> None:
    """30 typed where a date belongs is 30/01/1900 in Excel (FAULTS 5.6)."""
    desk = desk_of(two_contacts(), tmp_path / "register")
    back = desk.folder / "back"
    filled(desk.form("C03"), back / "a.xlsx", {"Results!value 1": date(1900, 1, 30)})
    filled(desk.form("C02"), back / "b.xlsx", {"Results!value 1": 38.5})
    for more in ((), ("--write",)):
        ran = read(desk, back, *more)
        assert ran.code == 1
        assert "a.xlsx, Results!J5, PL-05" in ran.out
        assert "30/01/1900" in ran.out
    assert held(desk)["WM-01"].value is not None
    assert "PL-05" not in held(desk)


def test_a_return_that_the_register_cannot_hold_is_refused_by_form_kpi_and_cell_and_stops_no_other(
    tmp_path: Path,
) -> None:
    """Excel holds 32,767 characters: a note and the words that it replaces together are more."""
    desk = desk_of(two_contacts(), tmp_path / "register")
    first = filled(desk.form("C02"), desk.folder / "first.xlsx", {"Results!value 1": 38.5})
    assert read(desk, first, "--write").code == 0
    back = desk.folder / "back"
    long = {"Results!value 1": 39.5, "Results!note 1": "x" * 32_760}
    filled(desk.form("C02"), back / "long.xlsx", long)
    filled(desk.form("C03"), back / "good.xlsx", {"Results!value 1": date(2025, 4, 30)})
    (back / "long.xlsx").write_bytes(changed(first, long).read_bytes())
    ran = read(desk, back, "--write")
    assert ran.code == 1
    assert "long.xlsx, Results!J5" in ran.out
    assert "WM-01" in ran.out
    assert held(desk)["PL-05"].value == date(2025, 4, 30)
    assert held(desk)["WM-01"].value != 39.5
    assert [row.return_ref for row in desk.opened().register.returns] == [
        "R-2024-25-Q3-C02",
        "R-2024-25-Q3-C03",
    ]


def test_a_run_ends_with_its_questions_by_person_and_one_line_of_totals(tmp_path: Path) -> None:
    """The totals count every figure once and every file once."""
    desk = desk_of(two_contacts(), tmp_path / "register")
    back = desk.folder / "back"
    filled(desk.form("C03"), back / "a.xlsx", {"Results!value 1": date(1900, 1, 30)})
    filled(desk.form("C02"), back / "b.xlsx", {"Results!value 1": "38.5 or so"})
    (back / "letter.eml").write_text("Dear team")
    ran = read(desk, back)
    assert ran.out.index("a.xlsx, Results!J5") > ran.out.index("b.xlsx")
    assert ran.out.index("b.xlsx, Results!J5") < ran.out.index("a.xlsx, Results!J5")
    last = last_line(ran)
    assert last.startswith("Totals: 2 returns:")
    assert "1 file not looked at" in last
    counts = listed(desk, back)["counts"]
    assert counts["not_looked_at"] == 1
    lines = sum(counts[verdict.name.lower()] for verdict in ReturnVerdict)
    assert lines == 2


def drop_row(desk: Desk, sheet: str, ref: str) -> None:
    """Somebody deletes the newest row of a KPI by hand."""
    book = openpyxl.load_workbook(desk.record)
    tab = book[sheet]
    rows = [row[0].row for row in tab.iter_rows() if row[0].value == ref]
    tab.delete_rows(rows[-1])
    book.save(desk.record)


def yesterday(desk: Desk, before: bytes) -> None:
    """Yesterday's workbook, saved again, is put over today's."""
    desk.record.write_bytes(before)
    book = openpyxl.load_workbook(desk.record)
    book.save(desk.record)


def test_a_figure_lost_by_hand_is_offered_again_and_put_back(desk: Desk, back: Path) -> None:
    """What the register holds decides; list, data and status agree (FAULTS 5.15)."""
    ask = ("collect", "status", "--register", desk.folder, "--as-of", "2025-02-03")
    assert read(desk, back, "--write").code == 0
    drop_row(desk, "Results", "WM-02")
    ran = read(desk, back)
    assert ran.code == 1
    assert "no longer holds WM-02" in " ".join(ran.out.split())
    assert "lready taken in" not in ran.out
    verdicts = {
        i["kpi"]: i["verdict"] for i in listed(desk, back)["items"] if i["what"] == "figure"
    }
    assert verdicts == {"WM-01": "Same as the register", "WM-02": "New"}
    status = json.loads(pmf(*ask, "--period", CYCLE, "--format", "json").out)["items"][0]
    assert status["late"] == ["WM-02"]
    assert status["lost"] == ["WM-02"]
    assert read(desk, back, "--write", on="2025-02-20").code == 0
    assert held(desk)["WM-02"].value is not None
    assert held(desk)["WM-02"].received_on == date(2025, 2, 3)
    assert read(desk, back).code == 0
    later = ("collect", "status", "--register", desk.folder, "--as-of", "2025-02-20")
    assert pmf(*later, "--period", CYCLE).code == 0
    assert pmf(*ask, "--period", CYCLE).code == 1, "what was lost on that day stays lost on it"


def test_a_workbook_of_yesterday_saved_over_todays_loses_nothing_for_good(
    desk: Desk, back: Path
) -> None:
    """Figures, answers and the receipt are offered again, also after other changes."""
    before = desk.record.read_bytes()
    assert read(desk, back, "--write").code == 0
    yesterday(desk, before)
    ran = read(desk, back)
    assert ran.code == 1
    assert listed(desk, back)["counts"]["new"] == 3
    assert read(desk, back, "--write").code == 0
    register = desk.opened().register
    assert {ref for ref, row in held(desk).items() if row.value is not None} == {"WM-01", "WM-02"}
    assert len(register.commentary) == len(register.returns) == 1
    assert read(desk, back, "--write").code == 0
    assert len(desk.opened().register.commentary) == 1


def test_what_was_corrected_by_hand_since_stays_as_it_is(desk: Desk, back: Path) -> None:
    """A figure and an answer put right in the register are not overwritten by the old return."""
    assert read(desk, back, "--write").code == 0
    book = openpyxl.load_workbook(desk.record)
    for sheet, old, new in (
        ("Results", 375.1, 380),
        ("Commentary", "New rounds.", "Better words."),
    ):
        for row in book[sheet].iter_rows():
            for cell in row:
                if cell.value == old:
                    cell.value = new
    book.save(desk.record)
    assert read(desk, back, "--write").code == 0
    assert held(desk)["WM-02"].value == 380
    assert [one.text for one in desk.opened().register.commentary] == ["Better words."]


def test_an_earlier_copy_never_takes_the_place_of_a_later_one(desk: Desk, back: Path) -> None:
    """Where a figure of the later copy is lost, that copy is asked for."""
    assert read(desk, back, "--write").code == 0
    first = back.read_bytes()
    later = changed(back, {"Results!value 2": 376.0}).rename(back.with_name("later.xlsx"))
    assert read(desk, later, "--write").code == 0
    back.write_bytes(first)
    assert read(desk, back).code == 0
    drop_row(desk, "Results", "WM-02")
    ran = read(desk, back, "--write")
    assert ran.code == 1
    assert "later.xlsx" in ran.out
    assert "WM-02" not in held(desk)


def many_kinds() -> Register:
    """Twelve numbers and twelve dates of one contact, all due."""
    kpis = []
    for number in range(1, 25):
        is_date = number > 12
        kpis.append(
            make_kpi(
                f"X-{number:02d}",
                data_type=DataType.DATE if is_date else DataType.NUMBER,
                unit="date" if is_date else "visits",
                decimal_places=None if is_date else 0,
                plausible_min=None,
                plausible_max=None,
                numerator_label=None if is_date else "Visits",
                denominator_label=None if is_date else "Days",
            )
        )
    targets = [
        make_target(kpi.ref, target=date(2025, 3, 31) if kpi.data_type is DataType.DATE else 100)
        for kpi in kpis
    ]
    return make_register(tuple(kpis), [], targets)


ODD: tuple[Any, ...] = (
    date(1900, 1, 30),
    date(2204, 3, 31),
    True,
    time(10, 30),
    1e20,
    1e-12,
    "=1+1",
    "#DIV/0!",
    "12,5",
    "31/02/2025",
    "to follow",
    -40000.5,
)
"""What people type by mistake, one for each of twelve rows."""


@pytest.mark.parametrize(
    ("field", "taken"),
    [
        ("value", {"-40000.5"}),
        ("numerator", {"-40000.5"}),
        ("denominator", set()),
        ("reason", set()),
        ("expected_by", set()),
        ("value_status", set()),
        ("note", None),
    ],
)
def test_whatever_is_typed_into_a_cell_is_taken_as_meant_or_said_at_its_cell(
    field: str, taken: set[str] | None, tmp_path: Path
) -> None:
    """Nothing is taken in silence as something else, and whatever is taken can be written."""
    desk = desk_of(many_kinds(), tmp_path / "register")
    answers: dict[str, Any] = {}
    for number in range(24):
        odd = ODD[number % 12]
        answers[f"Results!{field} {number + 1}"] = odd
        if field in ("numerator", "denominator"):
            other = "denominator" if field == "numerator" else "numerator"
            answers[f"Results!{other} {number + 1}"] = 10
        if field == "expected_by":
            answers[f"Results!reason {number + 1}"] = "Awaiting national publication"
        elif field not in ("value", "reason"):
            answers[f"Results!value {number + 1}"] = 120 if number < 12 else date(2025, 4, 30)
    path = filled(desk.form(), desk.folder / "back" / "odd.xlsx", answers)
    (one,) = desk.judged(path)
    assert one.refusals == ()
    for line in one.lines:
        if line.verdict.is_ready:
            assert line.result is not None
        else:
            assert line.reason
            assert line.where.cell
    if taken is not None:
        ready = [line for line in one.lines if line.verdict.is_ready]
        assert {str(getattr(line.result, field)) for line in ready} - {"None"} <= taken
    ran = read(desk, path, "--write", "--accept-questions")
    assert ran.code in (0, 1)


def test_what_is_typed_below_or_beside_the_form_is_said_and_never_taken(
    desk: Desk, back: Path
) -> None:
    """A helper column, a sum below the table, a note beside a comment."""
    strays = {"Results!S5": "see my mail", "Results!B9": "Total", "Comments!L6": 12}
    changed(back, strays)
    (one,) = desk.judged(back)
    assert one.accepted == 3
    assert [words.split(" holds")[0].rpartition("!")[2] for words in one.remarks] == [
        "S5",
        "B9",
        "L6",
    ]
    assert "Results!S5" in read(desk, back).out
