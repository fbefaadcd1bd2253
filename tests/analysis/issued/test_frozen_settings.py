"""What an issue froze is held against what stands now, setting by setting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest

from pmf_cli.analysis.issued.corrections import target_key, unvouched
from pmf_cli.analysis.issued.differences import What, differences_from
from pmf_cli.analysis.issued.figures_to_record import reported_figure
from pmf_cli.analysis.issued.frozen_settings import changed_settings, frozen_settings
from pmf_cli.analysis.issued.issue_history import (
    History,
    IssuedPaper,
    RecordedCellChange,
    WrittenCell,
)
from pmf_cli.assessment import Assessment, assess
from pmf_cli.pipeline import open_register
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.layout import by_name
from pmf_cli.register.sheets.supporting import ScopeChange
from pmf_cli.register.terms import KpiStatus, Polarity, ScopeChangeKind
from pmf_cli.settings import Settings
from tests.running import EXAMPLE

Q3 = parse_period("2024/25 Q3")
ON = date(2025, 2, 3)
CLT = "Corporate Leadership Team"
KPIS = ("WM-03", "HO-01", "FI-01", "CO-01")
"""A missed-bins rate, a percentage, a financial KPI and a target of direction alone."""


def alone(whole: Register, ref: str) -> Register:
    """The register with one KPI's rows alone."""
    return replace(
        whole,
        kpis=(whole.kpi_by_ref[ref],),
        targets=whole.targets_by_kpi.get(ref, ()),
        scope_changes=tuple(row for row in whole.scope_changes if row.kpi_ref == ref),
        results=tuple(whole.results_of(ref).values()),
        commentary=(),
        benchmarks=(),
    )


@pytest.fixture(scope="module")
def example() -> Register:
    return open_register(EXAMPLE).register


def assessed_now(register: Register, settings: Settings | None = None) -> Assessment:
    return assess(register, settings or Settings(), period=Q3, as_of=ON, with_checks=False)


def issued(register: Register, **over: Any) -> History:
    now = assessed_now(register)
    paper = IssuedPaper(
        ref="CLT-1", report="clt", body=CLT, meeting_on=None, issued_on=ON, period=str(Q3),
        as_at=ON, figures=tuple(reported_figure(one) for one in now.ratings),
        terms=frozen_settings(now.settings, register, CLT),
        scope_known=tuple(one.change_ref for one in register.scope_changes), row=1,
    )  # fmt: skip
    return History((replace(paper, **over),))


def choices(sheet: str) -> Iterator[tuple[str, str, Any]]:
    """Sheet, field and every value that its drop-down offers, and blank."""
    for column in by_name()[sheet].columns:
        kind = column.types[0]
        if column.several:
            continue
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            yield from ((sheet, column.field, one) for one in (*kind, None))
        elif kind is bool:
            yield from ((sheet, column.field, one) for one in (True, False, None))


def with_choice(register: Register, sheet: str, field: str, value: Any) -> Register | None:
    """The register with a drop-down of its KPI's row set; ``None`` where it says so already."""
    holds = by_name()[sheet].holds
    rows = list(getattr(register, holds))
    at = next((at for at, row in enumerate(rows) if _is_meant(sheet, row)), None)
    if at is None or getattr(rows[at], field) == value:
        return None
    row = rows[at]
    rows[at] = replace(row, **{field: value})
    made: dict[str, Any] = {holds: tuple(rows)}
    return replace(register, **made)


def _is_meant(sheet: str, row: Any) -> bool:
    match sheet:
        case "Results":
            return bool(row.period == Q3 and row.split is None)
        case "Targets":
            return bool(
                row.split is None
                and row.from_period.start <= Q3.start
                and (row.to_period is None or row.to_period.end >= Q3.end)
            )
        case "Rating rules":
            return bool(row.rule_set == "2024/25")
        case "Boards":
            return bool(row.body == CLT)
    return True


def told(register: Register) -> list[tuple[Any, ...]]:
    """What a paper says by colour, mark and restriction."""
    return [
        (
            one.rag, one.outcome.sentence, one.direction.text, getattr(one.outcome, "marks", ()),
            one.kpi.public, one.shown and one.shown.restricted, one.shown and one.shown.value_status,
        )
        for one in assessed_now(register).ratings
    ]  # fmt: skip


@pytest.mark.parametrize("ref", KPIS)
def test_each_choice_set_after_an_issue_is_named(ref: str, example: Register):
    """Every drop-down of a KPI's rows: named where a colour, restriction or mark changes."""
    register = alone(example, ref)
    history = issued(register)
    before = told(register)
    silent, unnamed = [], set()
    for sheet in ("KPIs", "Targets", "Rating rules", "Results", "Boards"):
        for _, field, value in choices(sheet):
            now = with_choice(register, sheet, field, value)
            if now is None:
                continue
            found = changed_settings(now, Settings(), history, ON)
            heading = next(c.heading.text for c in by_name()[sheet].columns if c.field == field)
            if not any(one.heading == heading and one.sheet == sheet for one in found):
                unnamed.add((sheet, field))
                if told(now) != before:
                    silent.append((sheet, field, value))
    assert silent == []
    # Rules that did not rate the KPI, where a target comes from and how KPIs are grouped change nothing
    # that was told.
    assert {one for one in unnamed if one[0] != "Rating rules"} <= {
        ("Boards", "grouped_by"),
        ("Targets", "target_basis"),
        ("Results", "entry_source"),
    }


def diff_of(now: Register, history: History, as_of: date = ON) -> list[tuple[str, str, str, str]]:
    found = differences_from(
        assess(now, Settings(), period=Q3, as_of=as_of, with_checks=False),
        history.papers[0],
        history,
    )
    return [(str(one.what), one.before, one.now, one.reason) for one in found]


def paused(register: Register) -> Register:
    kpi = replace(register.kpis[0], status=KpiStatus.PAUSED)
    return replace(register, kpis=(kpi,))


def turned(register: Register) -> Register:
    kpi = replace(register.kpis[0], polarity=Polarity.HIGHER)
    return replace(register, kpis=(kpi,))


def test_a_setting_and_the_rating_that_it_moved_are_each_told_once_with_the_cause(
    example: Register,
):
    """Polarity turned over: the rating names it, and that no scope change is recorded."""
    register = alone(example, "HO-06")
    history = issued(register)
    rows = diff_of(turned(register), history)
    (rating,) = [row for row in rows if row[0] == "Rating"]
    assert rating[3].startswith(
        "Polarity was Lower is better, is Higher is better (no scope change"
    )
    (setting,) = [row for row in rows if row[0] == "Setting"]
    assert setting[1:] == (
        "Lower is better", "Higher is better", "No scope change is recorded",
    )  # fmt: skip
    assert any(
        row[0] == "Setting" and row[2] == "Paused" for row in diff_of(paused(register), history)
    )


def test_a_scope_change_that_the_issue_did_not_know_records_the_setting(example: Register):
    """An older one of the same kind does not."""
    register = alone(example, "HO-06")
    change = ScopeChange(
        change_ref="SC-2025-01", kpi_ref="HO-06", changed_on=ON, kind=ScopeChangeKind.POLARITY,
        before="Lower is better", after="Higher is better",
    )  # fmt: skip
    now = replace(turned(register), scope_changes=(change,))
    (one,) = changed_settings(now, Settings(), issued(register), ON)
    assert one.recorded == "SC-2025-01"
    old = issued(replace(register, scope_changes=(change,)))
    (other,) = changed_settings(now, Settings(), old, ON)
    assert other.recorded == ""


def test_what_pmf_wrote_into_the_row_is_credited_wherever_the_row_stands_by_now(
    example: Register,
):
    """By the row that the record names, not by the cell's address."""
    register = alone(example, "HO-06")
    for ref, said in (("HO-06", f"x on {ON:%d/%m/%Y}"), ("HO-01", "")):
        cell = WrittenCell("Elsewhere!A1", "", "", "KPIs", "polarity", {"ref": ref})
        history = replace(issued(register), changes=(RecordedCellChange(9, ON, "x", "x", (cell,)),))
        (one,) = changed_settings(turned(register), Settings(), history, ON)
        assert one.recorded == said


def test_a_target_changed_after_it_was_told_beside_no_result_is_named(example: Register):
    """What judged a KPI was frozen too where its figure had not come in."""
    whole = alone(example, "HO-06")
    known = tuple(row for row in whole.results if row.period.end < Q3.start)
    register = replace(whole, results=known)
    history = issued(register)
    assert history.papers[0].figures[0].not_rated
    targets = tuple(
        replace(row, tolerance=Decimal(41)) if _is_meant("Targets", row) else row
        for row in register.targets
    )
    found = changed_settings(replace(register, targets=targets), Settings(), history, ON)
    assert [(one.sheet, one.heading, one.now) for one in found] == [("Targets", "Tolerance", "41")]


def test_settings_of_pmf_toml_that_decide_colours_are_held_against_the_issue(example: Register):
    register = alone(example, "WM-03")
    history = issued(register)
    looser = Settings.model_validate({"rating": {"tolerance": "9"}})
    (one,) = changed_settings(register, looser, history, ON)
    assert (one.sheet, one.heading, one.before, one.now) == ("pmf.toml", "tolerance", "5", "9")
    assert changed_settings(register, Settings(), history, ON) == ()


def test_a_target_typed_over_is_not_vouched_for_by_the_old_approval(example: Register):
    """The row's reason and approval were those of the target that was told."""
    register = alone(example, "HO-06")
    history = issued(register)
    at = next(n for n, row in enumerate(register.targets) if _is_meant("Targets", row))
    row = register.targets[at]
    assert row.agreed_by

    def with_row(**over: Any) -> Register:
        rows = list(register.targets)
        rows[at] = replace(row, **{"target": Decimal(900), **over})
        return replace(register, targets=tuple(rows))

    (said,) = [one for one in diff_of(with_row(), history) if one[0] == str(What.TARGET)]
    assert said[3] == "no reason or approval is recorded"
    newer = with_row(rationale="Reset.", agreed_by="Cabinet", agreed_on=date(2025, 2, 20))
    (said,) = [one for one in diff_of(newer, history) if one[0] == str(What.TARGET)]
    assert said[3] == "Reset; agreed by Cabinet on 20/02/2025"
    typed_over = unvouched(with_row(), Settings(), history, ON)
    assert typed_over == {target_key(row)}
    assert unvouched(newer, Settings(), history, ON) == frozenset()
    assert unvouched(register, Settings(), history, ON) == frozenset()


def test_a_withdrawn_figure_is_told_once(example: Register):
    """What shows in its place is an older figure, which did not come in."""
    register = alone(example, "HO-06")
    register = replace(
        register,
        results=tuple(row for row in register.results if row.period and row.period.end <= Q3.end),
    )
    history = issued(register)
    period = history.papers[0].figures[0].period
    emptied = replace(
        register,
        results=tuple(
            replace(row, value=None, no_data_reason=None) if str(row.period) == period else row
            for row in register.results
        ),
    )
    rows = diff_of(emptied, history)
    assert [row[0] for row in rows if row[0] != "Rating"] == ["Figure withdrawn"]


def test_where_only_time_passed_there_is_no_difference(example: Register):
    """Not due on the paper's day, overdue months later: nobody changed anything."""
    register = example
    history = issued(register)
    rows = diff_of(register, history, date(2026, 1, 15))
    assert {row[0] for row in rows} <= {"Figure came in"}


def test_a_rating_moved_by_its_comparator_names_the_comparator(example: Register):
    """A target of direction alone: last year's figure was corrected, this year's was not."""
    register = alone(example, "CO-01")
    history = issued(register)
    before = history.papers[0].figures[0]
    assert before.comparator_period
    lower = replace(
        register,
        results=tuple(
            replace(row, value=Decimal(3000))
            if str(row.period) == before.comparator_period and row.split is None
            else row
            for row in register.results
        ),
    )
    (rating,) = [row for row in diff_of(lower, history) if row[0] == "Rating"]
    assert "figure compared with, 3,763 incidents (2023/24 Q3) then, is now 3,000" in rating[3]
