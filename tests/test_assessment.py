"""One register on one date."""

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


def test_checks_may_be_left_out():
    seen = Finding("CEL001", Severity.ERROR, CellRef("a.xlsx"), "It is not a number.", "WM-01")
    found = assess(
        make_register(),
        Settings(),
        period=THE_PERIOD,
        as_of=AS_OF,
        reading=(seen,),
        with_checks=False,
    )
    assert found.findings == ()
    assert len(found.ratings) == 1
