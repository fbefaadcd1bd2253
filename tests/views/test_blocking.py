"""What stands in the way of a paper: each kind of error by its own name, with its cells."""

from __future__ import annotations

import pytest

from pmf_cli.errors import UsageError
from pmf_cli.findings import CellRef, Finding, Severity
from pmf_cli.pipeline.issue.issuing import waived_by
from pmf_cli.views.blocking import blocking, obstacles
from tests.assessed import assessed
from tests.make import make_register


def error(code: str, cell: str) -> Finding:
    return Finding(
        code, Severity.ERROR, CellRef("KPI Data Record.xlsx", "Results", cell), f"{code} is so."
    )


ERRORS = (error("RES001", "D2"), error("RES001", "D7"), error("NUM001", "F3"))


def test_errors_are_waived_a_kind_at_a_time_with_what_and_where():
    found = obstacles(assessed(make_register(), findings=ERRORS), ())
    assert [one.name for one in found] == ["RES001", "NUM001"]
    assert "RES001 is so." in found[0].words and "Results!D7" in found[0].words
    assert "Results!F3" in found[1].words


def test_the_status_counts_errors_together():
    (said,) = blocking(assessed(make_register(), findings=ERRORS), ())
    assert said.startswith("3 errors")


def test_a_name_that_would_waive_errors_unseen_is_refused_and_a_code_is_taken():
    assert waived_by(["num001"], ["We know."]) == {"NUM001": "We know."}
    for name in ("errors", "OWN007", "everything"):
        with pytest.raises(UsageError):
            waived_by([name], ["We know."])
