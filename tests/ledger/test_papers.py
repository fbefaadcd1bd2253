"""A paper written into the ledger comes back as it was, every figure exact."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pmf_cli.analysis.issued.issue_history import (
    IssuedPaper,
    PaperFile,
    ReportedFigure,
    ToldCorrection,
    Waived,
    Withdrawal,
)
from pmf_cli.ledger.papers import history_of, paper_body, paper_of, withdrawal_body
from pmf_cli.ledger.row import RowKind, next_row
from pmf_cli.ledger.store import read_ledger, writing_ledger

ON = date(2025, 2, 3)
TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
VALUE = (
    st.none()
    | st.booleans()
    | st.dates()
    | TEXT
    | st.decimals(allow_nan=False, allow_infinity=False)
)
NUMBER = st.none() | st.decimals(allow_nan=False, allow_infinity=False, places=3)
FIGURE = st.builds(
    ReportedFigure,
    kpi_ref=TEXT, name=TEXT, split=st.none() | TEXT, period=TEXT, value=VALUE, value_text=TEXT,
    rating=st.sampled_from(["", "Red", "Amber", "Green"]), target=VALUE, tolerance=NUMBER,
    comparator=VALUE, definition=st.none() | st.integers(0, 9), rule_terms=TEXT, cell=TEXT,
    rated_for=TEXT, terms=st.dictionaries(TEXT, TEXT, max_size=3),
)  # fmt: skip
PAPER = st.builds(
    IssuedPaper,
    ref=TEXT, report=TEXT, body=TEXT, meeting_on=st.none() | st.dates(),
    issued_on=st.just(ON), period=TEXT, as_at=st.dates(),
    figures=st.lists(FIGURE, max_size=3).map(tuple),
    corrections=st.lists(
        st.builds(ToldCorrection, figure=FIGURE, corrects=TEXT, words=TEXT), max_size=2
    ).map(tuple),
    scope_changes=st.lists(TEXT, max_size=2).map(tuple),
    workbooks=st.dictionaries(TEXT, TEXT, max_size=2),
    files=st.just(()), by=TEXT, in_spite_of=TEXT, row=st.just(1),
    waived=st.lists(st.builds(Waived, TEXT, TEXT, TEXT), max_size=2).map(tuple),
    terms=st.dictionaries(TEXT, TEXT, max_size=3),
    scope_known=st.none() | st.lists(TEXT, max_size=2).map(tuple),
)  # fmt: skip


@given(PAPER)
def test_a_paper_comes_back_as_it_was(paper: IssuedPaper):
    """Law: exact decimals, dates, yes and no, grades and odd text survive the row."""
    row, _ = next_row(None, RowKind.PAPER, paper.ref, paper_body(paper), ON)
    back = paper_of(row)
    assert back == paper
    for one, other in zip(back.figures, paper.figures, strict=True):
        assert type(one.value) is type(other.value)
        if isinstance(other.value, Decimal):
            assert str(one.value) == str(other.value)


def test_papers_and_changes_are_read_in_order_and_withdrawn_ones_left_out(tmp_path: Path):
    paper = IssuedPaper(
        "CLT-1", "clt", "CLT", ON, ON, "2024/25 Q3", ON,
        files=(PaperFile("a.docx", "ff", as_written=True),), row=3,
    )  # fmt: skip
    with writing_ledger(tmp_path) as ledger:
        cells = [{"where": "KPI Data Record.xlsx, Results!D4", "before": "38", "after": "31"}]
        ledger.append(RowKind.CHANGE, "R-1", {"action": "return taken in", "cells": cells}, ON)
        ledger.append(RowKind.CHANGE, "R-2", {"action": "return taken in", "cells": []}, ON)
        ledger.append(RowKind.PAPER, paper.ref, paper_body(paper), ON)
        ledger.append(RowKind.WITHDRAWN, "R-2", {"row": 2}, ON)
    history = history_of(read_ledger(tmp_path))
    assert history.papers == history.standing(ON) == (paper,)
    later = date(2025, 3, 3)
    with writing_ledger(tmp_path) as ledger:
        body = withdrawal_body(paper, "The wrong file went out.", "C-900")
        ledger.append(RowKind.PAPER_WITHDRAWN, paper.ref, body, later)
    (gone,) = history_of(read_ledger(tmp_path)).papers
    assert gone.withdrawn == Withdrawal(later, "The wrong file went out.", "C-900", 5)
    assert gone.stands(date(2025, 3, 2)) and not gone.stands(later)
    assert [(one.key, one.on, {cell.where for cell in one.written}) for one in history.changes] == [
        ("R-1", ON, {"KPI Data Record.xlsx, Results!D4"})
    ]


def test_the_reason_of_a_rating_is_kept_and_read_from_records_that_have_the_sentence_alone():
    """Beside a rating stands its reason; a record of before has it within its sentence."""
    why = "38% is 15% below the target of 45%, outside the tolerance"
    kept = ReportedFigure(
        "A-1", rating="Red", sentence=f"{why}: Red. Interim.", reason=f"{why}. Interim."
    )
    for body_of in (lambda body: body, _without_reasons):
        paper = IssuedPaper("X-1", "clt", "CLT", None, ON, "2024/25 Q3", ON, figures=(kept,))
        row, _ = next_row(None, RowKind.PAPER, paper.ref, body_of(paper_body(paper)), ON)
        [figure] = paper_of(row).figures
        assert figure.reason == kept.reason


def _without_reasons(body: dict[str, Any]) -> dict[str, Any]:
    figures = [
        {name: value for name, value in one.items() if name != "reason"} for one in body["figures"]
    ]
    return {**body, "figures": figures}
