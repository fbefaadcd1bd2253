"""One register on one date."""

import pytest

from pmf_cli.assessment import assess
from pmf_cli.findings import CellRef, Finding, Severity
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.terms import Rag
from pmf_cli.settings import Settings
from tests.make import AS_OF, PERIOD, make_kpi, make_register, make_result, make_target

THE_PERIOD = parse_period(PERIOD)


def test_ratings_and_findings_stand_together():
    targets = [make_target(), make_target("WM-01", split="North", target=80)]
    results = [make_result(), make_result("WM-01", PERIOD, 70, split="North")]
    register = make_register([make_kpi()], results, targets)
    found = assess(register, Settings(), period=THE_PERIOD, as_of=AS_OF)
    assert found.rating_of["WM-01"].rag is Rag.GREEN
    assert [(r.split, r.rag) for r in found.split_ratings] == [("North", Rag.RED)]


def test_findings_of_reading_are_kept():
    seen = Finding("CEL001", Severity.ERROR, CellRef("a.xlsx"), "It is not a number.", "WM-01")
    found = assess(make_register(), Settings(), period=THE_PERIOD, as_of=AS_OF, reading=(seen,))
    assert seen.message in [finding.message for finding in found.findings]


def test_nothing_is_said_of_findings_where_no_check_was_run():
    seen = Finding("CEL001", Severity.ERROR, CellRef("a.xlsx"), "It is not a number.", "WM-01")
    found = assess(
        make_register(),
        Settings(),
        period=THE_PERIOD,
        as_of=AS_OF,
        reading=(seen,),
        with_checks=False,
    )
    assert len(found.ratings) == 1
    with pytest.raises(ValueError, match="without checks"):
        _ = found.findings


def test_of_some_kpis_it_is_what_it_is_of_all_with_the_others_left_out():
    kpis = [make_kpi(), make_kpi("WM-02"), make_kpi("WM-03", definition=None)]
    refs = [kpi.ref for kpi in kpis]
    results = [make_result(ref) for ref in refs]
    splits = [make_result(ref, PERIOD, 70, split="North") for ref in refs]
    targets = [make_target(ref) for ref in refs]
    targets += [make_target(ref, split="North", target=80) for ref in refs]
    seen = Finding("CEL001", Severity.ERROR, CellRef("a.xlsx"), "It is not a number.", "WM-02")
    register = make_register(kpis, [*results, *splits], targets)
    asked = {"period": THE_PERIOD, "as_of": AS_OF, "reading": (seen,)}
    whole = assess(register, Settings(), **asked)
    some = assess(register, Settings(), **asked, only=frozenset(["WM-01", "WM-03"]))
    assert [one.kpi.ref for one in some.ratings] == ["WM-01", "WM-03"]
    assert some.ratings == tuple(one for one in whole.ratings if one.kpi.ref != "WM-02")
    assert some.split_ratings == tuple(one for one in whole.split_ratings if one.kpi.ref != "WM-02")
    assert some.findings == tuple(
        one for one in whole.findings if one.kpi_ref in ("WM-01", "WM-03")
    )
    assert {one.kpi_ref for one in some.findings} == {"WM-01", "WM-03"}
