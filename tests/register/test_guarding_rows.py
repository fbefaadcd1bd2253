"""Rows and marks that guard by what they say are never lost in silence, and only losses are told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pmf_cli.findings import Finding
from pmf_cli.pipeline.read.opening import load_settings, open_register
from pmf_cli.register.reading.guarding_rows import guards_of, lost_guards
from pmf_cli.register.register import Register
from pmf_cli.register.terms import SmallNumberRule
from tests.make import make_kpi, make_result, make_rule, make_target
from tests.registers.cut import cut_example

EXAMPLE = Path(__file__).parents[2] / "register_example"


@cache
def example() -> Register:
    return open_register(EXAMPLE).register


def without(holds: str, drop: Callable[[Any], bool]) -> Register:
    return replace(example(), **{holds: tuple(r for r in getattr(example(), holds) if not drop(r))})


def with_cells(holds: str, **cells: object) -> Register:
    rows = tuple(replace(row, **cells) for row in getattr(example(), holds))
    return replace(example(), **{holds: rows})


LOSSES: dict[str, tuple[Callable[[], Register], str, str]] = {
    "the newest rule set": (lambda: without("rating_rules", lambda r: r.rule_set == "2024/25"), "Rating rules", "Rule set"),
    "one row of a rule set": (lambda: without("rating_rules", lambda r: r.applies_to == "Financial"), "Rating rules", "Rule set"),
    "every rule": (lambda: without("rating_rules", lambda r: True), "Rating rules", "Rule set"),
    "the tolerances of the rules": (lambda: with_cells("rating_rules", tolerance=None), "Rating rules", "Tolerance"),
    "a body": (lambda: without("boards", lambda r: r.body == "Executive Board"), "Boards", "Body"),
    "what a body is shown": (lambda: with_cells("boards", filter=None), "Boards", "Filter"),
    "that papers are public": (lambda: with_cells("boards", public_paper=None), "Boards", "Public paper"),
    "breaks in series": (lambda: without("scope_changes", lambda r: r.break_in_series), "Scope changes", "Break in series"),
    "tolerances of KPIs' own": (lambda: with_cells("targets", tolerance=None, tolerance_basis=None), "Targets", "Tolerance"),
    "Amber boundaries": (lambda: with_cells("targets", amber_boundary=None), "Targets", "Amber boundary"),
    "the financial flag": (lambda: with_cells("kpis", financial=False), "KPIs", "Financial"),
    "that KPIs are not public": (lambda: with_cells("kpis", public=True), "KPIs", "Public"),
    "small-number rules": (lambda: with_cells("kpis", small_number_rule=SmallNumberRule.NONE), "KPIs", "Small-number rule"),
}  # fmt: skip


@pytest.mark.parametrize("loss", LOSSES)
def test_what_guarded_the_register_and_is_gone_is_named_with_its_sheet_and_heading(loss: str):
    changed, sheet, heading = LOSSES[loss]
    found = [
        (one.layout.name, one.column.heading.text)
        for one in lost_guards(changed(), guards_of(example()))
    ]
    assert found == [(sheet, heading)]


def test_the_list_of_the_example_is_what_guards_it():
    assert load_settings(EXAMPLE).guards == guards_of(example())
    assert not list(lost_guards(example(), guards_of(example())))


def test_more_rules_and_restrictions_than_are_listed_are_no_loss():
    listed = guards_of(
        Register(
            kpis=(make_kpi("A-1", public=False),),
            rating_rules=(make_rule(),),
            results=(make_result("A-1", restricted=True),),
        )
    )
    grown = Register(
        kpis=(make_kpi("A-1", public=False), make_kpi("A-2")),
        rating_rules=(make_rule(), make_rule(rule_set="2025/26")),
        results=(make_result("A-1", restricted=True), make_result("A-1", "2024/25 Q2", restricted=True)),
        targets=(make_target("A-1", tolerance=3),),
    )  # fmt: skip
    assert not list(lost_guards(grown, listed))


def test_one_restricted_figure_of_several_that_is_restricted_no_more_is_told():
    def rows(*restricted: bool | None) -> Register:
        quarters = zip(("2024/25 Q1", "2024/25 Q2"), restricted, strict=True)
        results = tuple(make_result("A-1", q, restricted=mark) for q, mark in quarters)
        return Register(kpis=(make_kpi("A-1"),), results=results)

    listed = guards_of(rows(True, True))
    (lost,) = lost_guards(rows(True, None), listed)
    assert lost.names == ("A-1 (2)",)
    assert lost.kpi_ref == "A-1"


def test_a_kpi_that_is_no_longer_said_to_be_public_or_not_stays_out_and_is_no_loss():
    listed = guards_of(Register(kpis=(make_kpi("A-1", public=False),)))
    assert not list(lost_guards(Register(kpis=(make_kpi("A-1", public=None),)), listed))


def findings_of(folder: Path, code: str) -> list[Finding]:
    return [one for one in open_register(folder, to_check=True).findings if one.code == code]


def test_a_rule_set_that_is_not_listed_yet_is_said_until_it_is(tmp_path: Path):
    """So that the newest is guarded, too, and not only what stood there when the list was made."""
    folder = tmp_path / "register"
    cut_example(folder)
    assert not findings_of(folder, "SHT027")
    path = folder / "pmf.toml"
    text = path.read_text("utf-8")
    path.write_text(text.replace(', "2024/25 All", "2024/25 Financial"', ""), "utf-8")
    (said,) = findings_of(folder, "SHT027")
    assert "2024/25 All and 2024/25 Financial" in said.message
    path.write_text(text[: text.index("[guards.")], "utf-8")
    (said,) = findings_of(folder, "SHT027")
    assert "rule sets" in said.message
