"""Which findings are told: selected, ignored with a reason, silenced, sorted; codes are unique."""

from dataclasses import replace
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from pmf_cli.checks import CHECKS, KINDS, THEMES, collected, examine, run_checks
from pmf_cli.checks.required import REQUIRED
from pmf_cli.checks.selection import silenced, sort_key
from pmf_cli.findings import CellRef, Finding, Severity
from pmf_cli.register.reading.reading_codes import READING, found
from pmf_cli.register.sheets.rows import RowSource, SheetPlace
from pmf_cli.settings import Checks, Ignored
from tests.checks.cases import one_kpi, scene, series
from tests.make import make_kpi, make_register, place_of

WITHOUT = one_kpi(polarity=None, definition=None, unit=None)


def codes(*, select: tuple[str, ...] = (), ignore: tuple[Ignored, ...] = ()) -> list[str]:
    """The codes told of a KPI without polarity, definition and unit."""
    checked = examine(scene(WITHOUT), select=select, ignore=ignore)
    return [finding.code for finding in checked.findings]


def test_errors_come_first() -> None:
    """A missing polarity is worse than a missing definition."""
    assert codes() == ["MEA001", "CMP002", "MEA004"]


def test_selection_by_code_and_by_beginning() -> None:
    """Selecting keeps the codes named, whole or by their first letters."""
    assert codes(select=("MEA",)) == ["MEA001", "MEA004"]
    assert codes(select=("CMP002", "MEA001")) == ["MEA001", "CMP002"]
    assert codes(select=("XYZ",)) == []


def test_selection_in_the_settings() -> None:
    """The settings select where nothing else is asked for, and give way where it is."""
    one = scene(WITHOUT, checks=Checks(select=("CMP",)))
    assert [f.code for f in run_checks(one)] == ["CMP002"]
    assert [f.code for f in examine(one, select=("MEA001",)).findings] == ["MEA001"]


def test_what_is_ignored_is_counted_with_its_reason() -> None:
    """Ignoring leaves findings out and says how many and why."""
    rule = Ignored(code="MEA", reason="Being settled with the services")
    checked = examine(scene(WITHOUT), ignore=(rule,))
    assert [f.code for f in checked.findings] == ["CMP002"]
    [left] = checked.left_out
    assert (left.code, left.count, left.reason) == ("MEA", 2, rule.reason)


def test_ignoring_for_some_kpis_only() -> None:
    """A rule for one KPI leaves the others alone."""
    kpis = (make_kpi("A-1", unit=None), make_kpi("B-2", unit=None))
    rule = Ignored(code="MEA004", reason="A plain count", kpis=("A-1",))
    checked = examine(scene(make_register(kpis)), ignore=(rule,))
    assert [f.kpi_ref for f in checked.findings] == ["B-2"]


def test_ignoring_what_is_not_found_leaves_no_trace() -> None:
    """A rule that leaves nothing out is not told."""
    checked = examine(scene(WITHOUT), ignore=(Ignored(code="TGT", reason="None"),))
    assert checked.left_out == ()


def test_a_cause_silences_what_follows_from_it() -> None:
    """Without polarity, a direction against polarity is not told; a hundredfold slip is one finding."""
    register = series("79.9", "81.2", "0.82", kpi={"plausible_min": 20})
    told = {finding.code for finding in run_checks(scene(register))}
    assert "PLA003" in told
    assert not told & {"PLA002", "PLA004", "PLA005"}


def test_an_unread_cell_is_not_called_blank() -> None:
    """Where reading found an error in a cell, no check calls the same cell empty."""
    place = place_of("KPIs")
    where = CellRef(place.workbook, place.sheet, f"{place.columns['polarity']}2")
    reading = (found("CEL007", where, "WM-01: Polarity says “Upwards”.", "WM-01"),)
    told = [finding.code for finding in run_checks(scene(WITHOUT), reading)]
    assert told == ["CEL007", "CMP002", "MEA004"]


def test_a_column_that_is_missing_is_one_finding() -> None:
    """Forty KPIs without a column for the definition give one finding, not forty."""
    kpis = [make_kpi(f"K-{n}", definition=None) for n in range(40)]
    columns = {k: v for k, v in place_of("KPIs").columns.items() if k != "definition"}
    place = SheetPlace("B.xlsx", "KPIs", columns)
    bare = [replace(kpi, source=RowSource(place, row)) for row, kpi in enumerate(kpis, 2)]
    told = run_checks(scene(replace(make_register(kpis), kpis=tuple(bare))))
    [one] = [finding for finding in told if finding.code == "CMP002"]
    assert one.where == CellRef("B.xlsx", "KPIs")
    assert "39 others" in one.message


def test_a_code_used_twice_is_refused() -> None:
    """Two checks of one code, or one with a code of reading, are a fault of the program."""
    twice = ModuleType("twice")
    twice.first = CHECKS["CMP001"]  # type: ignore[attr-defined]
    twice.second = CHECKS["CMP001"]  # type: ignore[attr-defined]
    with pytest.raises(ValueError, match="CMP001"):
        collected((twice,))
    with pytest.raises(ValueError, match="CMP001"):
        collected((), (CHECKS["CMP001"],), REQUIRED)
    with pytest.raises(ValueError, match="CMP004"):
        collected(THEMES, (CHECKS["CMP004"],))


def test_every_kind_is_a_page_of_the_manual() -> None:
    """Each code has three letters and three digits, a rule, a reason and a cure in sentences."""
    assert len(CHECKS) >= 60
    assert set(KINDS) == set(CHECKS) | {kind.code for kind in READING}
    for kind in KINDS.values():
        assert kind.code[:3].isalpha()
        assert kind.code[3:].isdigit()
        assert len(kind.code) == 6
        assert kind.title and kind.reason and kind.cure.endswith((".", "?"))
    for one in CHECKS.values():
        assert set(one.requires) <= set(KINDS), one.code


PLACES = st.builds(
    CellRef,
    st.sampled_from(["A.xlsx", "B.xlsx"]),
    st.sampled_from(["KPIs", "Results"]),
    st.sampled_from(["A2", "A10", "B2", "AA3", ""]),
)
FINDINGS = st.builds(
    Finding,
    st.sampled_from(["AAA001", "BBB001", "CCC001"]),
    st.sampled_from(Severity),
    PLACES,
    st.just("x."),
    st.sampled_from(["K-1", "K-2", None]),
)


@limits(max_examples=60, deadline=None)
@given(st.lists(FINDINGS, max_size=12), st.randoms())
def test_the_order_of_finding_does_not_matter(findings: list[Finding], chance: object) -> None:
    """However findings come, they are told in one order, and silencing keeps the same ones."""
    mixed = list(findings)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    requires = {"BBB001": ("AAA001",)}
    one, other = silenced(findings, requires), silenced(mixed, requires)
    assert sorted(one, key=repr) == sorted(other, key=repr)
    assert [sort_key(f) for f in sorted(one, key=sort_key)] == [
        sort_key(f) for f in sorted(other, key=sort_key)
    ]


def test_row_ten_follows_row_nine() -> None:
    """Places are ordered by row number, not by letters."""
    rows = [
        Finding("A", Severity.ERROR, CellRef("B", "S", cell), "x") for cell in ("A10", "B9", "A9")
    ]
    assert [f.where.cell for f in sorted(rows, key=sort_key)] == ["A9", "B9", "A10"]
