"""The commands add nothing to what the views give: their JSON is the listing's own."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from pmf_cli.assessment import Assessment
from pmf_cli.checks import examine
from pmf_cli.cycle.timetable.year_plan import TimetableRequest, YearPlan, plan_year, standing_year
from pmf_cli.errors import ExitCode
from pmf_cli.pipeline import assessed, open_register
from pmf_cli.pipeline.lists import listing_text
from pmf_cli.pipeline.read.opening import OpenedRegister
from pmf_cli.render.data import csv_text, json_text
from pmf_cli.views.listing import Listing
from pmf_cli.views.lists.commentary import RequestWanted, check_listing, request_listing
from pmf_cli.views.lists.explain import explain_listing
from pmf_cli.views.lists.findings import check_context_of, findings_listing
from pmf_cli.views.lists.highlights import highlight_listing
from pmf_cli.views.lists.kpi_page import kpi_page
from pmf_cli.views.lists.kpis import kpi_listing
from pmf_cli.views.lists.rag import rag_listing
from pmf_cli.views.lists.scope import scope_listing
from pmf_cli.views.lists.status import status_listing
from pmf_cli.views.lists.timetable import timetable_listing
from pmf_cli.views.lists.timetable_plan import plan_listing
from pmf_cli.views.lists.timetable_words import ShownTimetable
from pmf_cli.views.selection import Selection
from tests.running import EXAMPLE, pmf, pmf_child


@cache
def opened() -> OpenedRegister:
    """The example."""
    return open_register(EXAMPLE)


AS_OF = date(2025, 2, 3)


@cache
def example() -> Assessment:
    """The example, checked and rated."""
    return assessed(opened(), period="", as_of=AS_OF, with_checks=True)


def planned_year() -> YearPlan:
    """The dates of the example's year."""
    return plan_year(opened().register, opened().settings, TimetableRequest(AS_OF))


def year_on_record() -> YearPlan:
    """Those that stand in its timetable."""
    return standing_year(opened().register, opened().settings, TimetableRequest(AS_OF))


def findings() -> Listing:
    """What the checks find in it."""
    return findings_listing(example(), examine(check_context_of(example()), opened().findings))


@pytest.mark.parametrize(
    ("words", "listing"),
    [
        (("rag",), lambda: rag_listing(example())),
        (("rag", "--rating", "Red"), lambda: rag_listing(example(), Selection(rating=("Red",)))),
        (("rag", "explain", "WM-03"), lambda: explain_listing(example(), "WM-03")),
        (("kpi", "list"), lambda: kpi_listing(example(), Selection())),
        (("kpi", "show", "WM-03"), lambda: kpi_page(example(), "WM-03")),
        (("status",), lambda: status_listing(example())),
        (("highlights",), lambda: highlight_listing(example())),
        (
            ("commentary", "request", "--all"),
            lambda: request_listing(example(), RequestWanted(answered=True)),
        ),
        (("commentary", "check"), lambda: check_listing(example())),
        (("scope", "list"), lambda: scope_listing(example())),
        (("timetable", "make"), lambda: plan_listing(opened().register, planned_year(), AS_OF)),
        (
            ("timetable", "show"),
            lambda: timetable_listing(
                ShownTimetable(opened().register, opened().settings, AS_OF, year_on_record())
            ),
        ),
        (
            ("validate",),
            findings,
        ),
    ],
    ids=lambda case: " ".join(case) if isinstance(case, tuple) else "",
)
def test_json_is_the_listing(words: tuple[str, ...], listing: Callable[[], Listing]) -> None:
    """Data goes to stdout whole and alone; remarks go to stderr."""
    ran = pmf(*words, "--register", EXAMPLE, "--format", "json")
    assert ran.code in (ExitCode.DONE, ExitCode.FINDINGS)
    assert ran.out == json_text(listing())
    assert json.loads(ran.out)["schema"].startswith("pmf/")


def test_a_list_is_given_in_no_other_format_than_was_asked() -> None:
    """A format that lists do not have is refused, and not taken for CSV."""
    listing = findings()
    assert listing_text(listing, "json") == json_text(listing)
    assert listing_text(listing, "csv") == csv_text(listing)
    for form in ("table", "xlsx", "yaml", ""):
        with pytest.raises(ValueError, match="no format of lists"):
            listing_text(listing, form)


def test_the_ledger_is_not_written_into_a_file_as_a_table(tmp_path: Path) -> None:
    """A file holds data; nothing is written where the format is none of data."""
    folder, file = tmp_path / "r", tmp_path / "ledger.txt"
    assert pmf("init", "--example", folder).code == 0
    asked = ("ledger", "export", "--register", folder, "--output", file, "--format")
    ran = pmf(*asked, "table")
    assert ran.code == ExitCode.CANNOT_READ, ran.all
    assert not file.exists()
    for form, begins in (("json", "{"), ("csv", "\ufeff")):
        assert pmf(*asked, form).code == 0
        assert file.read_text(encoding="utf-8").startswith(begins)
        file.unlink()


def test_counts_are_the_same_everywhere() -> None:
    """`rag` and `status` count the same KPIs, and rated and not rated make up all in scope."""
    counts = json.loads(pmf("rag", "--register", EXAMPLE, "--format", "json").out)["counts"]
    assert counts["rated"] + counts["not_rated"] == counts["in_scope"]
    assert counts["green"] + counts["amber"] + counts["red"] == counts["rated"]
    screen = pmf("status", "--register", EXAMPLE).out
    assert f"{counts['rated']} of {counts['in_scope']} KPIs are rated" in screen.replace("\n", " ")


def test_validate_gives_0_for_advice_alone_and_1_for_a_warning() -> None:
    """The example is clean; limited to nothing that is wrong the exit code is 0."""
    assert pmf("validate", "--register", EXAMPLE).code == ExitCode.DONE
    assert pmf("validate", "--register", EXAMPLE, "--as-of", "2026-06-01").code == ExitCode.FINDINGS


@pytest.mark.parametrize(
    ("form", "env"),
    [
        pytest.param(
            "csv",
            {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
            marks=pytest.mark.slow,
        ),
        ("csv", {"PYTHONIOENCODING": "cp1252"}),
        pytest.param("json", {"PYTHONIOENCODING": "ascii"}, marks=pytest.mark.slow),
        pytest.param("table", {"PYTHONIOENCODING": "cp437"}, marks=pytest.mark.slow),
    ],
)
def test_what_is_redirected_is_utf_8_whatever_the_computer_speaks(
    form: str, env: dict[str, str]
) -> None:
    """No sign is lost under a C locale or a Windows code page."""
    words = ("rag", "--register", EXAMPLE, "--directorate", "City", "--format", form)
    here = pmf(*words)
    there = pmf_child(*words, env={"COLUMNS": "100", **env})
    assert "▲" in here.out
    assert there.code == here.code == 0
    if form != "table":
        assert there.out == here.out
    assert there.out.count("▲") >= here.out.count("▲")
