"""What a scorecard says otherwise than the register, and the rows that come of accepting it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pmf_cli.importing.mapping import ImportMapping
from pmf_cli.importing.merge import Merge, merged
from pmf_cli.importing.missing import MissingAnswer, missing_kpis
from pmf_cli.importing.plan import ImportPlan, plan_import
from pmf_cli.importing.revisions import RevisedCell, accepted, rating_changes, was_there_before
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import (
    KpiStatus,
    NoDataReason,
    Profile,
    TargetType,
    ValueStatus,
)
from pmf_cli.settings import Settings
from pmf_cli.workbook.cells import Book
from tests.make import sheet_of

ON = date(2025, 5, 6)
HEAD: list[object] = ["Ref", "KPI", "Good is", "Period", "Actual", "Target"]


def planned(*rows: list[object], register: Register | None = None) -> ImportPlan:
    """The plan for these rows under the heading."""
    book = Book("a.csv", (sheet_of("a.csv", "a", [HEAD, *rows]),))  # type: ignore[list-item]
    return plan_import([book], ImportMapping(), Settings(), register)


def row(value: object, target: object = 50, period: str = "Q1 2024/25") -> list[object]:
    """A KPI's row; bins missed should be few."""
    return ["W1", "Bins missed", "Low", period, value, target]


def register_of(*rows: list[object], **changed: Any) -> Register:
    """A register that holds just these rows."""
    plan = planned(*rows)
    kpis = tuple(replace(kpi, financial=False) for kpi in plan.kpis)
    made = Register(kpis=kpis, targets=plan.targets, results=plan.results)
    return replace(made, **changed)


def held_against(register: Register, *rows: list[object], answers: Any = None) -> Merge:
    """A later scorecard against it."""
    return merged(planned(*rows, register=register), register, answers)


@pytest.mark.parametrize(
    ("held", "is_new"),
    [
        (NoDataReason.OVERDUE, True),
        (NoDataReason.NOT_DUE, True),
        (NoDataReason.AWAITING_PUBLICATION, True),
        (None, True),
        (NoDataReason.SUPPRESSED, False),
        (NoDataReason.DATA_QUALITY, False),
        (NoDataReason.NOT_APPLICABLE, False),
    ],
)
def test_a_figure_that_was_waited_for_is_new_and_one_that_was_held_back_is_asked_about(
    held: NoDataReason | None, *, is_new: bool
) -> None:
    """A suppressed number is never let out without somebody's word."""
    register = register_of(row(48))
    (result,) = register.results
    register = replace(register, results=(replace(result, value=None, no_data_reason=held),))
    merge = held_against(register, row(48))
    assert (len(merge.awaited), len(merge.conflicts)) == ((1, 0) if is_new else (0, 1))


def test_a_cell_that_cannot_be_read_is_not_written_over_unasked() -> None:
    """Something stands there."""
    register = register_of(row(48))
    (result,) = register.results
    unread = replace(result, value=None, no_data_reason=None, unread="47 or 48")
    merge = held_against(replace(register, results=(unread,)), row(48))
    assert (len(merge.awaited), len(merge.conflicts)) == (0, 1)


def test_a_mark_that_goes_is_a_revision_and_makes_the_figure_final() -> None:
    """44* was provisional; the same figure without the mark is not, and replaces nothing."""
    register = register_of(row("44*"))
    merge = held_against(register, row(44))
    (one,) = merge.conflicts
    (made,) = accepted(register, merge.conflicts, ON)
    assert one.old == "44 (provisional)"
    assert (made.after.value_status, made.after.replaces) == (ValueStatus.FINAL, None)


def test_an_accepted_figure_is_revised_and_says_what_it_replaced() -> None:
    """Counts and the return of the old figure say nothing of the new one."""
    register = register_of(row(48))
    (result,) = register.results
    counted = replace(result, numerator=Decimal(48), denominator=Decimal(9), return_ref="R-1")
    register = replace(register, results=(counted,))
    (made,) = accepted(register, held_against(register, row(52)).conflicts, ON)
    assert (made.after.value, made.after.value_status) == (52, ValueStatus.REVISED)
    assert made.after.replaces.startswith("48, replaced on 06/05/2025: revised in a.csv")
    assert (made.after.numerator, made.after.denominator, made.after.return_ref) == (None,) * 3


def test_an_answer_holds_for_the_figures_it_was_given_for() -> None:
    """Another figure is another question."""
    register = register_of(row(48))
    (one,) = held_against(register, row(52)).conflicts
    keep = ImportMapping(revised={one.key: "Keep"})
    assert held_against(register, row(52), answers=keep).conflicts == ()
    assert len(held_against(register, row(53), answers=keep).conflicts) == 1


def test_a_figure_that_was_replaced_is_known_again() -> None:
    """An older scorecard is not mistaken for a revision unsaid."""
    register = register_of(row(48))
    (made,) = accepted(register, held_against(register, row(52)).conflicts, ON)
    later = replace(register, results=(made.after,))
    (one,) = held_against(later, row(48)).conflicts
    assert was_there_before(one, later.kpi("W1"))
    (other,) = held_against(later, row(47)).conflicts
    assert not was_there_before(other, later.kpi("W1"))


def target(first: str, last: str | None, value: int, **more: Any) -> Target:
    """A target of W1."""
    return Target(
        kpi_ref="W1", from_period=parse_period(first), to_period=last and parse_period(last),
        target_type=TargetType.VALUE, target=Decimal(value), **more,
    )  # fmt: skip


def targets_after(held: Target, *rows: list[object]) -> list[tuple[str, str, Decimal]]:
    """First and last period and figure of the targets once a scorecard's are accepted."""
    register = register_of(row(48), targets=(held,))
    (made,) = accepted(register, held_against(register, *rows).conflicts, ON)
    return [
        (str(one.from_period), str(one.to_period), one.target) for one in (made.after, *made.added)
    ]


def test_a_target_for_the_same_time_is_put_right_with_its_reason() -> None:
    """What was agreed of the old figure says nothing of the new one."""
    old = target("2024/25 Q1", "2024/25 Q1", 50, rationale="Contract", agreed_by="Cabinet")
    register = register_of(row(48), targets=(old,))
    (made,) = accepted(register, held_against(register, row(48, 45)).conflicts, ON)
    assert (made.after.target, made.after.previous_target, made.after.agreed_by) == (45, 50, None)
    assert made.after.rationale == "revised in a.csv; before that Contract"
    assert made.added == ()


def test_a_target_for_a_part_of_the_time_leaves_the_rest_as_it_is() -> None:
    """Before and after it the register's goes on; two parts revised at once stand side by side."""
    year = target("2024/25 Q1", "2024/25 Q4", 50)
    second = row(49, 45, "Q2 2024/25")
    assert targets_after(year, second) == [
        ("2024/25 Q1", "2024/25 Q1", 50), ("2024/25 Q2", "2024/25 Q2", 45),
        ("2024/25 Q3", "2024/25 Q4", 50),
    ]  # fmt: skip
    assert targets_after(year, row(48, 44), second, row(47, 43, "Q3 2024/25")) == [
        ("2024/25 Q1", "2024/25 Q1", 44), ("2024/25 Q2", "2024/25 Q2", 45),
        ("2024/25 Q3", "2024/25 Q3", 43), ("2024/25 Q4", "2024/25 Q4", 50),
    ]  # fmt: skip


def test_another_meaning_of_a_years_target_is_asked_about() -> None:
    """The answers say an even split, the register Level."""
    year = target("2024/25", "2024/25", 200, profile=Profile.LEVEL)
    register = register_of(row(48), targets=(year,))
    plan = planned(row(48), register=register)
    plan = replace(plan, targets=(replace(year, profile=Profile.EVEN),))
    (one,) = merged(plan, register).conflicts
    (made,) = accepted(register, [one], ON)
    assert one.what is RevisedCell.PROFILE
    assert (made.after.profile, made.after.target) == (Profile.EVEN, 200)


def test_the_rating_that_a_revision_changes_is_that_of_its_own_period() -> None:
    """48 against 50 is Green; 60 would be Red; a target of 40 makes 48 Red."""
    register = register_of(row(48), row(70, 50, "Q2 2024/25"))
    later = row(70, 50, "Q2 2024/25")
    figure = held_against(register, row(60), later).conflicts
    assert list(rating_changes(register, Settings(), figure, ON).values()) == [("Green", "Red")]
    register = register_of(row(48))
    aim = held_against(register, row(48, 40)).conflicts
    assert list(rating_changes(register, Settings(), aim, ON).values()) == [("Green", "Red")]


def test_a_kpi_that_has_ended_or_was_answered_for_is_not_missed() -> None:
    """What was said of it stays said."""
    register = register_of(row(48), ["W2", "Fly tips", "Low", "Q1 2024/25", 9, 10])
    plan = planned(row(48), register=register)
    before = {"W1", "W2"}
    (one,) = missing_kpis(plan, register, ImportMapping(), before)
    assert (one.ref, one.since, one.answer) == ("W2", "2024/25 Q1", None)
    said = ImportMapping(missing={"W2": "still measured"})
    assert missing_kpis(plan, register, said, before)[0].answer is MissingAnswer.EXPECTED
    ended = tuple(replace(kpi, status=KpiStatus.ENDED) for kpi in register.kpis)
    assert missing_kpis(plan, replace(register, kpis=ended), ImportMapping(), before) == ()
    assert missing_kpis(plan, register, ImportMapping(), {"W1"}) == ()
