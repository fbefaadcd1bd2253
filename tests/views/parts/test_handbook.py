"""The KPI handbook: every KPI once, the five headings answered, and what the register leaves open in bold."""

from __future__ import annotations

import pytest

from pmf_cli.register.sheets.plan import Priority
from pmf_cli.register.sheets.process import Board
from pmf_cli.register.terms import BodyKind, MeasureType, SourceAssurance, TargetBasis
from pmf_cli.views.base import Entry, Report
from tests.assessed import assessed, column_of, quarterly, register_of, tables_of
from tests.make import make_target
from tests.papers import made

FULL = {
    "definition": "Bins not collected",
    "calculation": "Bins missed ÷ bins due",
    "rationale": "Residents notice",
    "priorities": ("P1",),
    "data_source": "Route system",
    "source_assurance": SourceAssurance.INTERNAL_AUDIT,
    "known_limitations": "Two weeks late in summer",
    "measure_type": MeasureType.OUTPUT,
    "lag_days": 20,
    "available_from": None,
}
ANSWERS = {
    "Specific": "Bins not collected.",
    "Measurable": "Bins missed ÷ bins due.",
    "Achievable": "because others do.",
    "Relevant": "Residents notice. Priority: Clean streets.",
    "Timely": "20 days after",
    "Source": "Route system. Checked by: internal audit.",
    "Limitations": "Two weeks late in summer.",
}


def handbook(body: str = "", **kpi: object) -> Report:
    """The handbook of one described KPI of Growth and one bare one of no directorate."""
    targets = [
        make_target("A-1", target_basis=TargetBasis.BENCHMARK, rationale="Because others do")
    ]
    register = register_of(
        quarterly("A-1", ["95"], directorate="Growth", **(FULL | kpi)),
        quarterly(
            "A-2", ["95"], directorate=None, definition=None, calculation=None, rationale=None,
            data_source=None, source_assurance=None, known_limitations=None, frequency=None,
        ),
        targets=targets,
        priorities=(Priority(ref="P1", priority="Clean streets"),),
        boards=(Board(body="Growth DMT", kind=BodyKind.DMT, filter="directorate = Growth"),),
    )  # fmt: skip
    return made("definitions", assessed(register), body=body)


def rows(report: Report) -> dict[str, Entry]:
    """The headings of the workbook's row of A-1, and what stands under each."""
    table = tables_of(report.workbook)["kpis"]
    titles = [column.title for column in table.columns]
    return dict(zip(titles, table.rows[0], strict=True))


@pytest.mark.parametrize(("heading", "answer"), ANSWERS.items())
def test_each_heading_is_answered_from_the_register(heading: str, answer: str):
    """What, how, how far, why, when, from where and with what care."""
    assert answer.casefold() in rows(handbook())[heading].text.casefold()


def test_every_kpi_stands_once_in_the_table_of_its_directorate():
    """In the paper by directorate, in the workbook in one table."""
    report = handbook()
    tables = [one for one in tables_of(report).values() if one.name.startswith("handbook")]
    assert [len(one.rows) for one in tables] == [1, 1]
    refs = [row[0].text for row in tables_of(report.workbook)["kpis"].rows]
    assert sorted(refs) == ["A-1", "A-2"]


def test_what_the_register_does_not_answer_is_said_in_bold():
    """A blank of a KPI is a question to its owner, not a hole."""
    (_, table) = (one for one in tables_of(handbook()).values() if one.name.startswith("handbook"))
    for heading in ("Specific", "Measurable", "Relevant", "Timely", "Source and limitations"):
        (entry,) = column_of(table, heading)
        assert entry.is_strong and entry.text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("None known", "no limitation"),
        ("None", "no limitation"),
        ("Late", "late"),
        (None, "not stated"),
    ],
)
def test_no_known_limitation_is_another_answer_than_none_at_all(words: str | None, said: str):
    """ "None known" is an answer; a blank is not."""
    assert said in rows(handbook(known_limitations=words))["Limitations"].text.casefold()


def test_a_body_reads_of_its_own_kpis_alone():
    """Another directorate's KPI stays out of the paper and of the workbook."""
    report = handbook("Growth DMT")
    assert [row[0].text for row in tables_of(report.workbook)["kpis"].rows] == ["A-1"]
    assert all(
        "A-2" not in one.whole for table in report.tables() for row in table.rows for one in row
    )


def test_the_way_from_inputs_to_outcomes_names_each_kpi_under_what_it_measures():
    """By priority; a column only where a KPI stands in it."""
    table = tables_of(handbook())["ladder"]
    titles = [column.title for column in table.columns]
    assert "Outputs" in titles and "Efficiency" not in titles
    assert column_of(table, "Priority")[0].text == "Clean streets"
    named = "; ".join(one.text for row in table.rows for one in row[1:] if one.text != "–")
    assert len(named.split("; ")) == 2
