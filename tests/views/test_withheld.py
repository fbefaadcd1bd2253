"""What a body is not shown stands nowhere in its paper, and the officer is told of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from pmf_cli.analysis.issued.issue_history import History, IssuedPaper, ReportedFigure
from pmf_cli.analysis.withheld import ForBody, for_body
from pmf_cli.register import terms
from pmf_cli.register.register import Register
from pmf_cli.views.base import Chart, Report, Table
from pmf_cli.views.sensitive import sensitive_words
from tests.assessed import assessed, quarterly, register_of, words_of
from tests.make import make_board, make_comment, make_result
from tests.papers import clt_report

FEW = ("4711", "3391", "9027")
"""Figures that stand nowhere else: value, numerator, denominator."""


def a_register(mark: dict[str, Any], **over: Any) -> Register:
    """A KPI whose newest figure is marked, among others that are not."""
    kpi, rows = quarterly("A-1", ["96", "95", "94", "92", "91", "89", None], public=True)
    value, numerator, denominator = FEW
    rows.append(
        make_result(
            "A-1", "2024/25 Q3", value, numerator=numerator, denominator=denominator, **mark
        )
    )
    return register_of((kpi, rows), quarterly("B-1", ["91", "92", "93"], public=False), **over)


SUPPRESSED = {"no_data_reason": terms.NoDataReason.SUPPRESSED}
RESTRICTED = {"restricted": True}


def said(report: Report) -> str:
    """Every word and figure of a report, of its charts and its workbook too."""
    words = [words_of(report.sections), words_of(report.workbook)]
    for section in (*report.sections, *report.workbook):
        for block in section.blocks:
            if isinstance(block, Chart):
                words += [block.alt, block.note, *(str(point) for point in block.points)]
            elif isinstance(block, Table):
                words += [str(row) for row in block.rows]
    return "\n".join(words).replace(",", "")


def paper(register: Register, body: str = "CLT", history: History | None = None) -> ForBody:
    """The register as a body is shown it."""
    return for_body(assessed(register), history or History(), body)


def holds(told: ForBody) -> bool:
    """Whether any of the figures stands in the paper."""
    text = said(clt_report(told.assessment, told.history))
    return any(figure in text for figure in FEW)


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        ({}, False),
        ({"suppressed_shown": False}, False),
        ({"suppressed_shown": True}, True),
        ({"suppressed_shown": True, "public_paper": True}, False),
        ({"suppressed_shown": True, "kind": terms.BodyKind.PUBLIC}, False),
    ],
)
def test_suppressed_figures_stand_in_a_paper_only_where_the_body_is_shown_them(
    row: dict[str, Any], shown: bool
) -> None:
    """The default is safe, and what is published never holds them."""
    board = make_board("CLT", **{"kind": terms.BodyKind.CLT, **row})
    register = a_register(SUPPRESSED, boards=(board,))
    told = paper(register)
    assert holds(told) is shown
    words = " ".join(sensitive_words(told, "CLT"))
    assert "A-1 2024/25 Q3" in words
    assert ("Left out" in words) is not shown
    assert not any(figure in words for figure in FEW)


def test_without_a_row_for_the_body_nothing_suppressed_is_shown() -> None:
    """A register without the sheet Boards is safe as well."""
    assert not holds(paper(a_register(SUPPRESSED)))


def test_a_paper_with_withheld_figures_counts_as_many_kpis_as_before() -> None:
    """The KPI stands in it, not rated, with the reason; no rating goes missing."""
    told = paper(a_register(SUPPRESSED))
    rating = told.assessment.rating_of["A-1"]
    assert len(told.assessment.ratings) == 2
    assert rating.rag is None
    assert "uppressed" in said(clt_report(told.assessment))


def test_what_was_told_before_is_not_repeated_where_it_is_withheld_now() -> None:
    """A correction would print the figure once more."""
    figure = ReportedFigure("A-1", period="2024/25 Q3", value_text="4711", rating="Green")
    before = IssuedPaper(
        ref="CLT-1", report="clt", body="CLT", meeting_on=date(2025, 1, 10),
        issued_on=date(2025, 1, 9), period="2024/25 Q2", as_at=date(2025, 1, 8), figures=(figure,),
    )  # fmt: skip
    assert not holds(paper(a_register(SUPPRESSED), history=History((before,))))


@pytest.mark.parametrize("published", [True, False])
def test_restricted_figures_never_stand_in_a_paper_that_is_published(published: bool) -> None:
    """Where it is not published, the officer is told that they are in it."""
    board = make_board("CLT", kind=terms.BodyKind.CLT, public_paper=published)
    told = paper(a_register(RESTRICTED, boards=(board,)))
    assert holds(told) is not published
    words = " ".join(sensitive_words(told, "CLT"))
    assert ("restricted figure" in words and "Sensitive" in words) is not published


@pytest.mark.parametrize("own", ["A-1", "B-1"])
def test_what_is_sensitive_is_said_of_the_bodys_own_kpis_alone(own: str) -> None:
    """Another body's restricted figure is not in the paper."""
    board = make_board("Panel", kind=terms.BodyKind.SCRUTINY, filter=f"directorate = {own}")
    register = a_register(RESTRICTED, boards=(board,))
    kpis = tuple(replace(kpi, directorate=kpi.ref) for kpi in register.kpis)
    told = paper(replace(register, kpis=kpis), "Panel")
    assert bool(sensitive_words(told, "Panel")) is (own == "A-1")


def test_personal_details_are_named_on_screen_and_left_out_of_what_is_published() -> None:
    """A comment with an address is pointed out; in a published paper it does not stand at all."""
    comment = make_comment("A-1", text="Ask post@example.org about the vans.")
    for published in (False, True):
        board = make_board("CLT", kind=terms.BodyKind.CLT, public_paper=published)
        told = paper(a_register({}, boards=(board,), commentary=(comment,)))
        words = " ".join(sensitive_words(told, "CLT"))
        assert ("post@example.org" in said(clt_report(told.assessment))) is not published
        assert "post@example.org" not in words
        assert ("Left out" in words) is published
        assert ("an e-mail address" in words) is not published


def test_the_public_is_not_told_of_kpis_that_are_not_public() -> None:
    """Not even their names."""
    board = make_board("Website", kind=terms.BodyKind.PUBLIC)
    told = paper(a_register({}, boards=(board,)), "Website")
    assert [rating.kpi.ref for rating in told.assessment.ratings] == ["A-1"]


def test_a_register_without_marks_gives_the_same_paper_as_before() -> None:
    """Nothing is rated again where nothing is withheld."""
    assessment = assessed(a_register({}))
    assert for_body(assessment, History(), "CLT").assessment is assessment


def test_of_figures_that_are_left_out_those_of_the_body_s_own_kpis_are_counted() -> None:
    """A suppressed figure of a KPI that a board is not given is no figure left out of its paper."""
    own = make_board("Other Board", filter="directorate = Nowhere but B")
    register = a_register(SUPPRESSED, boards=(own,))
    other = replace(register.kpi_by_ref["B-1"], directorate="Nowhere but B")
    register = replace(register, kpis=(register.kpi_by_ref["A-1"], other))
    told = paper(register, "Other Board")
    assert told.results
    assert "Left out" not in " ".join(sensitive_words(told, "Other Board"))
    assert "A-1 2024/25 Q3" in " ".join(sensitive_words(paper(register), "CLT"))
