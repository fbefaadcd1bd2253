"""The last page: method and reasons in short, counts that add up, sources in words, only words that are used."""

from __future__ import annotations

from datetime import date

import pytest

from pmf_cli.analysis.issued.issue_history import History
from pmf_cli.rag.base import UnratedReason
from pmf_cli.register import terms
from pmf_cli.views.audience import audience_of
from pmf_cli.views.base import Paragraph, Section
from pmf_cli.views.parts.notes import REASON_ROWS, how_made_part
from tests.assessed import assessed, column_of, quarterly, register_of, tables_of
from tests.make import make_benchmark, make_comment, make_kpi, make_result, make_step, make_target


def last_page(register, **over) -> tuple[Section, ...]:
    assessment = assessed(register, **over)
    return how_made_part(assessment, audience_of(assessment, History(), "CLT"))


def words(sections) -> str:
    return "\n".join(
        f"{one.label} {one.text}"
        for section in sections
        for one in section.plain_blocks
        if isinstance(one, Paragraph)
    )


def moving():
    """One KPI that fell, one that rose, one as before, one that has no figure now, and one that is new."""
    return register_of(
        quarterly("A-1", ["95", "50"]),
        quarterly("A-2", ["50", "95"]),
        quarterly("A-3", ["87", "87"]),
        quarterly("A-4", ["95", None]),
        quarterly("A-5", ["95"], first_period="2024/25 Q3"),
    )


def test_the_matrix_adds_up_both_ways():
    """Each row to its total then, each column to its total now, and all to the last cell."""
    sections = last_page(moving())
    table = next(
        one for section in sections for one in section.plain_blocks
        if getattr(one, "name", "") == "ratings_then_and_now"
    )  # fmt: skip
    rows = [[int(e.text) if e.text.isdigit() else 0 for e in row[1:]] for row in table.rows]
    assert all(sum(row[:-1]) == row[-1] for row in rows)
    assert [sum(column) for column in zip(*rows[:-1], strict=True)] == rows[-1]
    assert rows[-1][-1] == 5


def test_the_sentence_says_how_the_matrix_is_read():
    """By the worst row that holds a KPI."""
    assert "of the one KPI that was Red in July to September 2024, none is so now" in words(
        last_page(moving())
    )


def test_every_reason_is_in_one_row():
    """A new reason cannot be forgotten."""
    rows = [reason for reasons in REASON_ROWS.values() for reason in reasons]
    assert sorted(rows) == sorted(UnratedReason)


def test_reasons_are_counted_and_few_kpis_named():
    """A KPI that is alone with its reason is named with it."""
    register = register_of(
        quarterly("A-1", ["95"], short_name="Requests online"),
        quarterly("A-2", [None]),
        targets=[
            make_target("A-1", target_type=terms.TargetType.TO_BE_AGREED, target=None),
            make_target("A-2"),
        ],
    )
    blocks = last_page(register)[0].plain_blocks
    (table,) = (one for one in blocks if getattr(one, "name", "") == "not_rated")
    assert table.title == "Why 2 KPIs have no rating"
    told = {row[0].text: row[1].text for row in table.rows}
    assert told == {"Target still to be agreed: Requests online": "1", "Figure missing": "1"}


def test_kpis_that_are_not_due_say_until_when():
    """By month, the earliest first."""
    kpi = make_kpi(
        "A-1", short_name="Parks", frequency=terms.Frequency.ANNUAL, longest_age="3 years"
    )
    register = register_of((kpi, [make_result("A-1", "2023/24", "95")]), quarterly("B-1", ["95"]))
    assert "Not due until then: Parks, April 2025." in words(last_page(register))


def test_where_every_kpi_is_rated_there_is_no_table_of_reasons():
    """Whatever a body does not need, it does not get."""
    assert "not_rated" not in tables_of(last_page(register_of(quarterly("A-1", ["95"]))))


def test_the_sources_are_said_in_words():
    """Workbooks by their names, figures of others by theirs; no fingerprint and no command."""
    register = register_of(
        quarterly("A-1", ["95"]),
        benchmarks=(make_benchmark("A-1", data_source="LG Inform"),),
        fingerprints={"KPI Data Record.xlsx": "ab" * 32},
    )
    told = words(last_page(register))
    assert "KPI Data Record" in told and "LG Inform" in told and "no error" in told
    assert "abab" not in told and "pmf " not in told


def test_the_method_names_the_colours_and_who_approved_the_rules():
    """In the council's own words for the ratings."""
    told = words(last_page(register_of(quarterly("A-1", ["95"]))))
    assert all(f"{word}:" in told for word in ("Red", "Amber", "Green"))
    assert "approved the rules on 15 March 2022" in told


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ((), "the timetable gives no date yet"),
        (
            (
                make_step(
                    "2024/25 Q4", step=terms.TimetableStep.CLT, body="CLT", on=date(2025, 5, 20)
                ),
                make_step(
                    "2024/25 Q4", step=terms.TimetableStep.DATA_DUE, body=None, on=date(2025, 4, 25)
                ),
            ),
            "January to March 2025, to CLT on 20 May 2025. Figures are due on 25 April 2025.",
        ),
    ],
)
def test_the_next_paper_is_named_with_its_days(steps, said):
    """From the timetable, or that it gives none yet."""
    assert said in words(last_page(register_of(quarterly("A-1", ["95"]), timetable=steps)))


def test_the_total_of_reasons_is_the_number_in_the_title():
    """What the heading says is what the rows add up to."""
    blocks = last_page(moving())[0].plain_blocks
    (table,) = (one for one in blocks if getattr(one, "name", "") == "not_rated")
    assert sum(int(entry.text) for entry in column_of(table, "KPIs")) == 1
    assert table.title.startswith("Why 1 KPI has")


def test_the_checks_found_no_error_only_where_words_and_figures_agree():
    """A comment that contradicts its figure is named instead; the reader must not be told that all is well."""

    def told(text: str) -> str:
        series = quarterly("A-1", ["85", "86", "86", "86", "84"], short_name="Potholes")
        return words(last_page(register_of(series, commentary=[make_comment("A-1", text=text)])))

    assert "The checks found no error." in told("84.0% were made safe, worse than last year.")
    for slip in ("84.0% were made safe, better than last year.", "84.0%, 3 points below target."):
        said = told(slip)
        assert "no error" not in said
        assert "Words of services differ from the figures" in said and "Potholes" in said
