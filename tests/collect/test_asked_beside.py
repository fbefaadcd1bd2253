"""What forms ask besides comments: the action in ten words, and the figure expected at the year's end."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from pmf_cli.collect.form.content import AskedBeside, FormQuestion
from pmf_cli.collect.form.layout import COMMENT_COLUMNS, form_column
from pmf_cli.collect.returned.verdicts import ReturnVerdict
from pmf_cli.register.register import Register
from pmf_cli.register.terms import CommentaryKind
from pmf_cli.workbook.cells import column_letter
from pmf_cli.workbook.write.form_looks import HEADING_ROW
from tests.collect.desk import CYCLE, SMALL, Desk, changed, desk_of, filled, small_register
from tests.make import make_comment, make_forecast
from tests.running import pmf

TEN, YEAR_END = AskedBeside.TEN_WORDS, AskedBeside.YEAR_END
ACTION = CommentaryKind.ACTION


def a_register(**over: Any) -> Register:
    """The small register with a comment on an earlier quarter, so that its sheet has all columns."""
    rows: dict[str, Any] = {"commentary": (make_comment("WM-01", "2024/25 Q1"),), **over}
    return replace(small_register(), **rows)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_of(a_register(), tmp_path / "register")


def questions(desk: Desk) -> tuple[FormQuestion, ...]:
    return desk.form().content.questions


def box(desk: Desk, ref: str, kind: CommentaryKind | AskedBeside) -> str:
    """The cell in which a question is answered."""
    asked = [(one.kpi_ref, one.kind) for one in questions(desk)]
    row = HEADING_ROW + 1 + asked.index((ref, kind))
    return f"Comments!{column_letter(form_column(COMMENT_COLUMNS, 'answer'))}{row}"


def came_back(desk: Desk, answers: dict[tuple[str, CommentaryKind | AskedBeside], object]) -> Path:
    """The form with those answers, in a folder."""
    typed = {box(desk, *place): value for place, value in answers.items()}
    return filled(desk.form(), desk.folder / "back" / "r.xlsx", typed)


def taken(desk: Desk, path: Path) -> None:
    """Taken in by the command; the figures that are not in are no fault of it."""
    ran = pmf(
        "collect", "read", path, "--write", "--register", desk.folder, "--as-of", "2025-02-03",
        "--period", CYCLE,
    )  # fmt: skip
    assert "taken in" in ran.all, ran.all


def verdicts(desk: Desk, path: Path) -> dict[str, ReturnVerdict]:
    (judged,) = desk.judged(path)
    return {one.kind: one.verdict for one in judged.comments}


def test_ten_words_follow_each_action_and_forecasts_come_last(desk: Desk) -> None:
    """Of the period with which each KPI's year ends; what was expected before stands beside it."""
    asked = questions(desk)
    for before, one in pairwise(asked):
        assert (one.kind is TEN) == (before.kind is ACTION)
    last = [(one.kpi_ref, one.kind, str(one.period)) for one in asked[-2:]]
    assert last == [("WM-01", YEAR_END, "2024/25 Q4"), ("WM-02", YEAR_END, "2024/25 Q4")]


def test_nothing_of_it_is_asked_where_the_register_has_no_place_for_it(tmp_path: Path) -> None:
    """No comment is known to have the column; no sheet of forecasts; the forecast made already."""
    bare = a_register(commentary=())
    assert TEN not in {one.kind for one in questions(desk_of(bare, tmp_path / "bare"))}
    made = a_register(forecasts=(make_forecast("WM-01", "2024/25 Q4", 39, CYCLE, by=SMALL),))
    asked = questions(desk_of(made, tmp_path / "made"))
    assert [one.kpi_ref for one in asked if one.kind is YEAR_END] == ["WM-02"]


def test_the_action_and_its_ten_words_become_one_row(desk: Desk) -> None:
    """The same form again is nothing new."""
    path = came_back(desk, {("WM-01", ACTION): "New rounds.", ("WM-01", TEN): "Rounds re-cut"})
    assert set(verdicts(desk, path).values()) == {ReturnVerdict.NEW}
    taken(desk, path)
    rows = [one for one in desk.opened().register.commentary if one.kind is ACTION]
    assert [(one.text, one.in_ten_words) for one in rows] == [("New rounds.", "Rounds re-cut")]
    assert set(verdicts(desk, path).values()) == {ReturnVerdict.SAME}


def test_ten_words_that_come_later_go_into_the_row_of_the_action(desk: Desk) -> None:
    """Only that cell changes; words that the register holds by now stay."""
    path = came_back(desk, {("WM-01", ACTION): "New rounds."})
    form = desk.form()
    taken(desk, path)
    path.write_bytes(form.data)
    asked = [one.kind for one in form.content.questions]
    cell = {f"Comments!H{HEADING_ROW + 1 + asked.index(TEN)}": "Rounds re-cut"}
    changed(path, cell)
    taken(desk, path)
    rows = [one for one in desk.opened().register.commentary if one.kind is ACTION]
    assert [(one.text, one.in_ten_words) for one in rows] == [("New rounds.", "Rounds re-cut")]
    changed(path, dict.fromkeys(cell, "Other words"))
    assert verdicts(desk, path)[TEN] is ReturnVerdict.SINCE


def test_ten_words_without_an_action_are_refused(desk: Desk) -> None:
    """There is nothing that they are the short form of."""
    path = came_back(desk, {("WM-01", TEN): "Rounds re-cut"})
    assert verdicts(desk, path)[TEN] is ReturnVerdict.IMPOSSIBLE


@pytest.mark.parametrize(
    ("typed", "value"), [("38.9", "38.9"), (38.9, "38.9"), ("38.9%", "38.9"), ("41", "41")]
)
def test_a_forecast_becomes_a_row_of_its_sheet(desk: Desk, typed: object, value: str) -> None:
    """As it was typed, said in this cycle by who filled the form in; a second time nothing changes."""
    path = came_back(desk, {("WM-01", YEAR_END): typed})
    taken(desk, path)
    (row,) = desk.opened().register.forecasts
    assert (row.kpi_ref, str(row.for_period), str(row.made_in)) == ("WM-01", "2024/25 Q4", CYCLE)
    assert (row.value, row.by) == (Decimal(value), SMALL)
    assert verdicts(desk, path)[YEAR_END] is ReturnVerdict.SAME


@pytest.mark.parametrize(
    ("typed", "verdict"),
    [("about the same", ReturnVerdict.IMPOSSIBLE), ("3890", ReturnVerdict.QUESTION)],
)
def test_a_forecast_that_is_no_figure_or_not_possible_is_kept_back(
    desk: Desk, typed: str, verdict: ReturnVerdict
) -> None:
    """With its reason; nothing of it is written."""
    path = came_back(desk, {("WM-01", YEAR_END): typed})
    (judged,) = desk.judged(path)
    (one,) = judged.comments
    assert one.verdict is verdict and one.reason and one.forecast is None
