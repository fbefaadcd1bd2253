"""Every choice of every drop-down of the register: what it decides, or that it only describes.

``DECIDES`` says for each column what its choices do, as the manual has it (docs/columns.md);
``DESCRIBES`` are columns that are read and shown and decide nothing. A new choice column stands in
neither and fails here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest

from pmf_cli.cycle.bodies import is_public_body
from pmf_cli.rag.base import Mark
from pmf_cli.rag.rate import rate_all
from pmf_cli.register import terms as t
from pmf_cli.register.kpi_filters import body_test
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.reading.build import build
from pmf_cli.register.sheets.layout import SHEETS, SheetColumn, by_name
from pmf_cli.register.sheets.supporting import ScopeChange
from pmf_cli.register.time.expected import latest_ended
from pmf_cli.register.time.times import kpi_year, made_of
from pmf_cli.settings import Settings
from pmf_cli.views.comments import comments_on
from pmf_cli.workbook.cells import Book
from tests.make import (
    PERIOD,
    make_board,
    make_comment,
    make_kpi,
    make_register,
    make_result,
    sheet_of,
)
from tests.rag.desk import AS_OF, LAST_QUARTER, colour, date, rate

COUNTED = {"data_type": t.DataType.NUMBER, "unit": "visits", "year_value": t.YearValue.SUM}
YEAR_BEFORE = tuple(
    make_result("WM-01", f"2023/24 Q{n}", v) for n, v in ((1, 10), (2, 20), (3, 50), (4, 20))
)
UPWARD = {"target_type": t.TargetType.INCREASE, "target": None}


def colours(values: str, **over: Any) -> str:
    """First letters of the colours of several results; the reason where the first has none."""
    found = [colour(value, **over) for value in values.split()]
    return found[0] if found[0].isupper() else "".join(word[0] for word in found)


def said_without_figure(choice: StrEnum) -> str:
    return colour(results=[make_result("WM-01", PERIOD, None, no_data_reason=choice)])


def marked(**over: Any) -> str:
    found = rate("95", **over)
    assert found is not None
    return ", ".join(map(str, found.outcome.marks))


def compared(**kpi: Any) -> str:
    """The figure that a result is compared with."""
    others = [make_result("WM-01", "2023/24", "60")]
    kpi = {"baseline_value": "50", "baseline_period": "2022/23 Q1", **kpi}
    found = rate("91", before="80", last_year="70", results=others, kpi=kpi)
    assert found is not None
    return str(found.direction.comparator_value)


def target_of(**over: Any) -> str:
    found = rate("91", **over)
    assert found is not None
    return str(getattr(found.outcome, "target", found.outcome))


def after_a_break(choice: StrEnum | None, broken: bool = True) -> str:
    change = ScopeChange(
        change_ref="S1", kpi_ref="WM-01", from_period=make_result("WM-01", PERIOD).period,
        kind=t.ScopeChangeKind.DEFINITION, break_in_series=broken, back_series=choice,
    )  # fmt: skip
    found = rate("91", before="80", scope_changes=(change,))
    assert found is not None
    return "compared" if found.direction.comparator_value is not None else "not compared"


def of_an_old_figure(choice: StrEnum) -> str:
    """A year's figure that came in now, older than the two quarters that are allowed."""
    old = make_result("WM-01", "2023/24", "91", received_on=date(2024, 12, 9))
    kpi = {
        "frequency": t.Frequency.ANNUAL, "first_period": "2019/20", "longest_age": "2 quarters",
    }  # fmt: skip
    found = rate(results=[old], kpi=kpi, rules=[{"when_stale": choice}])
    assert found is not None
    return colour(results=[old], kpi=kpi, rules=[{"when_stale": choice}]) + "".join(
        f", {mark}" for mark in getattr(found.outcome, "marks", ()) if mark is Mark.STALE
    )


def year_of(choice: StrEnum) -> str:
    return str(kpi_year(make_kpi(year_basis=choice), parse_period(PERIOD), 4))


def newest_own_period(choice: StrEnum) -> str:
    """None where only the record can say which year or day it is."""
    return str(latest_ended(choice, t.YearBasis.FINANCIAL, date(2024, 12, 31), 4))


def made_of_quarters(choice: StrEnum) -> str:
    """The year's figure from 1 of 10, 2 of 10, 3 of 10 and 8 of 20, in per cent."""
    rows = [
        make_result("WM-01", f"2023/24 Q{n}", v, numerator=Decimal(a), denominator=Decimal(b))
        for n, v, a, b in ((1, 10, 1, 10), (2, 20, 2, 10), (3, 30, 3, 10), (4, 40, 8, 20))
    ]
    found = made_of(make_kpi(year_value=choice), rows)
    return "none" if found is None else str(found.normalize().__format__("f"))


def for_the_leadership_team(choice: StrEnum) -> str:
    comment = make_comment(use_in=(choice,))
    register = make_register(commentary=(comment,))
    [found] = rate_all(register, Settings(), parse_period(PERIOD), AS_OF)
    return "said" if comments_on(register, found) else "kept back"


def picked_by(field: str, label: str) -> Callable[[Any], str]:
    """Whether the body's filter picks the KPI of that choice and no KPI of another."""

    def pick(choice: Any) -> str:
        kind = type(choice)
        kpis = [make_kpi(f"K-{n}", **{field: one}) for n, one in enumerate(kind)]
        test = body_test(make_register(kpis), f"{label} = {choice}", parse_period(PERIOD))
        return ", ".join(str(getattr(kpi, field)) for kpi in kpis if test(kpi))

    return pick


def asked_for(choice: StrEnum) -> str:
    """Whether a paper of a kind of body is published."""
    return (
        "public"
        if is_public_body(make_board("Them", kind=choice, public_paper=None))
        else "internal"
    )


def effects(field: str, rag: str) -> Callable[[Any], str]:
    return lambda choice: colours(rag, before="90", target=UPWARD, rules=[{field: choice}])


R, A, G = t.Rag.RED, t.Rag.AMBER, t.Rag.GREEN
OWN = {rag: str(rag)[0] for rag in t.Rag}
DECIDES: Mapping[tuple[str, str], tuple[Callable[[Any], str], Mapping[Any, str]]] = {
    ("Results", "value_status"): (
        lambda c: marked(status=c),
        dict(zip(t.ValueStatus, ("", "provisional", "estimated", "revised"), strict=True)),
    ),
    ("Results", "no_data_reason"): (
        said_without_figure,
        {
            reason: reason.name
            for reason in t.NoDataReason
            if reason not in (t.NoDataReason.NOT_COMPARABLE, t.NoDataReason.DISCONTINUED)
        }
        | {
            t.NoDataReason.NOT_COMPARABLE: "DATA_QUALITY",
            t.NoDataReason.DISCONTINUED: "NOT_APPLICABLE",
        },
    ),
    ("KPIs", "accountability"): (
        lambda c: colour("91", kpi={"accountability": c}),
        {
            t.Accountability.PERFORMANCE: "Green",
            t.Accountability.POPULATION: "POPULATION_OUTCOME",
        },
    ),
    ("KPIs", "financial"): (
        lambda c: colour("82", kpi={"financial": c}),
        {True: "Amber", False: "Red"},
    ),
    ("KPIs", "data_type"): (
        lambda c: colour("91", kpi={"data_type": c}),
        {
            kind: "DEFINITION"
            if kind in (t.DataType.DATE, t.DataType.YES_NO, t.DataType.GRADE)
            else "Green"
            for kind in t.DataType
        },
    ),
    ("KPIs", "polarity"): (
        lambda c: colours("95 70", kpi={"polarity": c}),
        {
            t.Polarity.HIGHER: "GR",
            t.Polarity.LOWER: "RG",
            t.Polarity.RANGE: "DEFINITION",
            t.Polarity.NONE: "DEFINITION",
        },
    ),
    ("KPIs", "time_basis"): (
        lambda c: target_of(
            kpi={**COUNTED, "time_basis": c},
            target={"target": 400, "from_period": "2022/23", "profile": t.Profile.EVEN},
        ),
        {
            t.TimeBasis.WITHIN: "100.0",
            t.TimeBasis.SNAPSHOT: "400",
            t.TimeBasis.CUMULATIVE: "300.0",
            t.TimeBasis.ROLLING: "400",
            t.TimeBasis.POOLED: "400",
        },
    ),
    ("KPIs", "year_basis"): (
        year_of,
        {
            t.YearBasis.FINANCIAL: "2024/25",
            t.YearBasis.CALENDAR: "2024",
            t.YearBasis.ACADEMIC: "2024/25 AY",
        },
    ),
    ("KPIs", "frequency"): (
        newest_own_period,
        {
            t.Frequency.MONTHLY: "Dec 2024",
            t.Frequency.QUARTERLY: "2024/25 Q3",
            t.Frequency.TERMLY: "2024/25 Autumn",
            t.Frequency.SIX_MONTHLY: "2024/25 H1",
            t.Frequency.ANNUAL: "2023/24",
            t.Frequency.TWO_YEARLY: "None",
            t.Frequency.THREE_YEARLY: "None",
            t.Frequency.AD_HOC: "None",
        },
    ),
    ("KPIs", "year_value"): (
        made_of_quarters,
        {
            t.YearValue.LAST: "40",
            t.YearValue.SUM: "100",
            t.YearValue.WEIGHTED: "28",
            t.YearValue.SIMPLE: "25",
            t.YearValue.PUBLISHED: "none",
        },
    ),
    ("KPIs", "kpi_class"): (picked_by("kpi_class", "class"), {c: str(c) for c in t.KpiClass}),
    ("KPIs", "tier"): (picked_by("tier", "tier"), {c: str(c) for c in t.Tier}),
    ("KPIs", "scope"): (picked_by("scope", "scope"), {c: str(c) for c in t.Scope}),
    ("Commentary", "use_in"): (
        for_the_leadership_team,
        {c: "said" if c is t.UseIn.CLT else "kept back" for c in t.UseIn},
    ),
    ("Boards", "kind"): (
        asked_for,
        {c: "public" if c is t.BodyKind.PUBLIC else "internal" for c in t.BodyKind},
    ),
    ("Boards", "public_paper"): (
        lambda c: "public" if is_public_body(make_board("Them", public_paper=c)) else "internal",
        {True: "public", False: "internal"},
    ),
    ("KPIs", "comparator"): (
        lambda c: compared(comparator=c),
        {
            t.ComparatorRule.PREVIOUS_PERIOD: "80",
            t.ComparatorRule.SAME_PERIOD_LAST_YEAR: "70",
            t.ComparatorRule.PREVIOUS_YEAR: "60",
            t.ComparatorRule.FIXED_BASELINE: "50",
            t.ComparatorRule.NONE: "None",
        },
    ),
    ("KPIs", "seasonal"): (lambda c: compared(seasonal=c), {True: "70", False: "80"}),
    ("KPIs", "status"): (
        lambda c: (
            ""
            if (
                found := rate(
                    "91",
                    kpi={
                        "status": c,
                        "last_period": LAST_QUARTER if c is t.KpiStatus.ENDED else None,
                    },
                )
            )
            is None
            else found.rag or found.outcome.reason.name
        ),
        {
            t.KpiStatus.ACTIVE: "Green",
            t.KpiStatus.DEVELOPMENT: "DEVELOPMENT",
            t.KpiStatus.PAUSED: "NOT_APPLICABLE",
            t.KpiStatus.ENDED: "",
        },
    ),
    ("Targets", "target_type"): (
        lambda c: colours(
            "95 90 89 70", before="90", target={"target_type": c, "range_low": 80, "range_high": 95}
        ),
        {
            t.TargetType.VALUE: "GGAR",
            t.TargetType.RANGE: "GGGR",
            t.TargetType.INCREASE: "GAAR",
            t.TargetType.DECREASE: "RAGG",
            t.TargetType.MAINTAIN: "AGGR",
            t.TargetType.DATE: "DEFINITION",
            t.TargetType.YES_NO: "DEFINITION",
            t.TargetType.BENCHMARK: "DEFINITION",
            t.TargetType.TRACKER: "TRACKER",
            t.TargetType.TO_BE_AGREED: "TO_BE_AGREED",
        },
    ),
    ("Targets", "target"): (
        lambda c: colour(
            True,
            kpi={"data_type": t.DataType.YES_NO},
            target={"target_type": t.TargetType.YES_NO, "target": c},
        ),
        {True: "Green", False: "Red"},
    ),
    ("Results", "value"): (
        lambda c: colour(
            c,
            kpi={"data_type": t.DataType.YES_NO},
            target={"target_type": t.TargetType.YES_NO, "target": True},
        ),
        {True: "Green", False: "Red"},
    ),
    ("Targets", "profile"): (
        lambda c: target_of(
            kpi=COUNTED,
            target={"target": 400, "profile": c, "q1": 10, "q2": 20, "q3": 30, "q4": 340},
            results=YEAR_BEFORE,
        ),
        {
            t.Profile.LEVEL: "400",
            t.Profile.EVEN: "100.0",
            t.Profile.OWN: "30",
            t.Profile.LAST_YEAR: "200.0",
        },
    ),
    ("Targets", "tolerance_basis"): (
        lambda c: colours(
            "48 47 46 45", target={"target": 50, "tolerance": 4, "tolerance_basis": c}
        ),
        dict(zip(t.ToleranceBasis, ("ARRR", "AAAR", "AAAR", "DEFINITION"), strict=True)),
    ),
    ("Targets", "interim"): (
        lambda c: marked(before="90", target={**UPWARD, "interim": c}),
        {True: "interim", False: ""},
    ),
    ("Rating rules", "tolerance_basis"): (
        lambda c: colours(
            "48 47 46 45", target={"target": 50}, rules=[{"tolerance": 4, "tolerance_basis": c}]
        ),
        dict(zip(t.ToleranceBasis, ("ARRR", "AAAR", "AAAR", "DEFINITION"), strict=True)),
    ),
    ("Rating rules", "at_boundary"): (
        lambda c: colours("85.6 85.5 85.4", rules=[{"at_boundary": c}]),
        {t.AmberEnd.AMBER: "AAR", t.AmberEnd.RED: "ARR"},
    ),
    ("Rating rules", "at_green_boundary"): (
        lambda c: colours("90.1 90 89.9 85.4", rules=[{"at_green_boundary": c}]),
        {t.GreenEnd.GREEN: "GGAR", t.GreenEnd.AMBER: "GAAR", t.GreenEnd.RED: "GRAR"},
    ),
    ("Rating rules", "rated_on"): (
        lambda c: colour("89.96", rules=[{"rated_on": c}]),
        {t.RatedOn.ROUNDED: "Green", t.RatedOn.EXACT: "Amber"},
    ),
    ("Rating rules", "direction_better"): (effects("direction_better", "95"), OWN),
    ("Rating rules", "direction_same"): (effects("direction_same", "90"), OWN),
    ("Rating rules", "direction_worse_within"): (effects("direction_worse_within", "88"), OWN),
    ("Rating rules", "direction_worse_beyond"): (effects("direction_worse_beyond", "70"), OWN),
    ("Rating rules", "improved_rule"): (
        lambda c: "".join(
            colour(value, last_year=before, rules=[{"improved_rule": c}])[0]
            for value, before in (
                ("91", "95"),
                ("87", "80"),
                ("87", "95"),
                ("70", "60"),
                ("70", "70"),
                ("70", "80"),
            )
        ),
        dict(zip(t.ImprovedRule, ("GAARRR", "GGGARR", "GGGAAR", "GARARR"), strict=True)),
    ),
    ("Rating rules", "improved_on"): (
        lambda c: colour(
            "85",
            before="84",
            last_year="86",
            rules=[{"improved_rule": t.ImprovedRule.THURROCK, "improved_on": c}],
        ),
        {t.ImprovedOn.LAST_YEAR: "Red", t.ImprovedOn.PREVIOUS: "Amber"},
    ),
    ("Rating rules", "boundary_rule"): (
        lambda c: colour(
            "82",
            target={"target": 90, "amber_boundary": 80},
            rules=[{"tolerance": 5, "boundary_rule": c}],
        ),
        {t.BoundaryRule.IN_PLACE: "Amber", t.BoundaryRule.NARROWER: "Red"},
    ),
    ("Rating rules", "provisional_values"): (
        lambda c: colour("91", status=t.ValueStatus.PROVISIONAL, rules=[{"provisional_values": c}]),
        {
            t.ProvisionalRule.RATE_AND_MARK: "Green",
            t.ProvisionalRule.DO_NOT_RATE: "AWAITING_PUBLICATION",
        },
    ),
    ("Rating rules", "when_stale"): (
        of_an_old_figure,
        {t.StaleRule.MARK: "Green, older than its limit", t.StaleRule.DO_NOT_RATE: "STALE"},
    ),
    ("Scope changes", "break_in_series"): (
        lambda c: after_a_break(None, c),
        {True: "not compared", False: "compared"},
    ),
    ("Scope changes", "back_series"): (
        after_a_break,
        {
            t.BackSeries.YES: "compared",
            t.BackSeries.NO: "not compared",
            t.BackSeries.PARTLY: "not compared",
        },
    ),
}
"""Sheet and field → what a choice leads to, and for each choice what that must be."""


HELD_ELSEWHERE = {
    ("Results", "restricted"): "views/test_withheld.py",
    ("KPIs", "public"): "views/test_withheld.py",
    ("Boards", "suppressed_shown"): "views/test_withheld.py",
    ("KPIs", "small_number_rule"): "checks/test_publishing_rules.py",
    ("Commentary", "kind"): "analysis/commentary/test_explanations.py",
    ("Benchmarks", "statistic"): "checks/test_publishing_rules.py",
    ("Contacts", "role"): "checks/test_people.py",
    ("Scope changes", "kind"): "checks/test_scope_change_rules.py",
    ("Timetable", "step"): "cycle/test_bodies.py",
    ("Timetable", "status"): "views/lists/test_timetable.py",
    ("Checklist", "cycle_kind"): "cycle/checklist/test_checklist.py",
    ("Highlights", "kind"): "analysis/highlights/test_highlights.py",
    ("Highlights", "chosen"): "analysis/highlights/test_choices.py",
}
"""What these decide needs a paper, a cycle or a year; the test file that says so."""
DESCRIBES = {
    "Results": {"entry_source"},
    "Benchmarks": {"group"},
    "KPIs": {"influence", "measure_type", "source_owner", "source_assurance", "supply_risk"},
    "Targets": {"target_basis"},
    "Splits": {"kind"},
    "Frameworks": {"match"},
    "Risk links": {"worsening_means"},
    "Forecasts": {"confidence"},
    "Boards": {"mode", "benchmarks_shown", "splits_shown", "grouped_by"},
    "Escalations and issues": {"level", "issue_source", "status"},
    "Recommendations": {"kind", "status"},
    "Priorities": {"judged_status", "suggested_status"},
    "Actions": {"purpose", "status"},
    "Milestones": {"kind", "status"},
    "Improvement plans": {"status"},
    "Improvements": {"kind", "aspect", "status"},
    "Success checks": {"measures_stated", "adequate"},
}
"""Sheet → columns that no rating, mark or restriction depends on: they are read as they are said."""


def choice_columns() -> Iterator[tuple[str, SheetColumn, type]]:
    for layout in SHEETS:
        for column in layout.columns:
            for kind in column.types:
                if isinstance(kind, type) and (issubclass(kind, StrEnum) or kind is bool):
                    yield layout.name, column, kind


def words_of(kind: type) -> tuple[Any, ...]:
    return (True, False) if kind is bool else tuple(kind)


def test_every_choice_column_has_its_meaning_here():
    known = {
        *DECIDES,
        *HELD_ELSEWHERE,
        *((s, f) for s, fields in DESCRIBES.items() for f in fields),
    }
    assert {(sheet, column.field) for sheet, column, _ in choice_columns()} == known


@pytest.mark.parametrize("path", sorted(set(HELD_ELSEWHERE.values())))
def test_what_is_held_elsewhere_is_there(path: str):
    text = (Path(__file__).parents[1] / path).read_text(encoding="utf-8")
    for field in (field for (_, field), held in HELD_ELSEWHERE.items() if held == path):
        assert field in text, field


@pytest.mark.parametrize("place", DECIDES, ids=lambda place: ", ".join(place))
def test_each_choice_does_what_the_manual_says(place: tuple[str, str]):
    effect, expected = DECIDES[place]
    assert {choice: effect(choice) for choice in expected} == dict(expected)


def test_no_choice_is_left_out_of_those_that_decide():
    kinds = {(sheet, column.field): kind for sheet, column, kind in choice_columns()}
    for place, (_, expected) in DECIDES.items():
        assert set(expected) == set(words_of(kinds[place])), place


def read_back(sheet: str, column: SheetColumn, texts: Sequence[str]) -> tuple[list[Any], list[str]]:
    """What the cells of a column are read as, and the findings on them."""
    layout = by_name()[sheet]
    naming = next(one for one in layout.columns if one.heading.identifies)
    named = {"Timetable": PERIOD, "Highlights": PERIOD, "Improvements": "Assurance"}
    shared = {naming.heading.text: named.get(sheet, "WM-01")}
    if sheet in ("Results", "Commentary", "Benchmarks"):
        shared["Period"] = PERIOD
    rows = [{**shared, column.heading.text: text} for text in texts]
    table = [list(rows[0]), *(list(row.values()) for row in rows)]
    read = sheet_of(layout.workbook, sheet, table)
    register, findings = build((Book(layout.workbook, (read,), ""),), Settings())
    told = [f.code for f in findings if f.code in ("CEL007", "CEL008")]
    return [getattr(row, column.field) for row in getattr(register, layout.holds)], told


def test_each_choice_is_read_as_what_it_says_in_any_case():
    tried = 0
    for sheet, column, kind in choice_columns():
        if kind is bool and len(column.types) > 1:
            continue
        choices = list(words_of(kind))
        words = [str(one) if kind is not bool else ("Yes" if one else "No") for one in choices]
        for texts in (words, [word.upper() for word in words], [f" {w.lower()} " for w in words]):
            values, told = read_back(sheet, column, texts)
            assert values == [(one,) if column.several else one for one in choices], (sheet, texts)
            assert not told
            tried += len(values)
    assert tried > 500
