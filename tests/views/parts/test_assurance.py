"""The assurance report: five aspects, words that come from numbers, and nothing of KPIs that its body is not given."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from pmf_cli.register.sheets.plan import SurveyAnswer
from pmf_cli.register.terms import BodyKind, ControlAspect, SupplyRisk
from pmf_cli.views.base import Paragraph
from pmf_cli.views.parts.assurance import lower_case, planned_words, standing_words
from tests.analysis.assurance.test_counts import improvement, proof
from tests.assessed import assessed, column_of, tables_of, words_of
from tests.make import make_board, make_kpi, make_register
from tests.papers import made

BODY = "Audit Committee"


def report(kpis=None, *, public: bool = True, **over):
    boards = (make_board(), make_board(BODY, kind=BodyKind.AUDIT, public_paper=public))
    register = replace(make_register(kpis), boards=boards, **over)
    return made("assurance", assessed(register), body=BODY)


def test_how_counts_stand_is_said_from_the_counts():
    assert standing_words([]) == "The register holds nothing to count."
    assert standing_words([proof(0, 0)]) == "The register holds nothing to count."
    assert standing_words([proof(2, 2)]) == "The one count is met in full."
    mixed = [proof(2, 2), proof(3, 4, "KPIs with a target"), proof(1, 4, "Returns in time")]
    assert standing_words(mixed) == (
        "1 of 3 counts is met in full; weakest: returns in time, 1 of 4."
    )
    assert standing_words([proof(2, 2), proof(5, 5)]) == "All 2 counts are met in full."


def test_a_title_within_a_sentence_keeps_an_abbreviation():
    assert lower_case("KPIs with a target") == "KPIs with a target"
    assert lower_case("Returns in time") == "returns in time"


def test_how_many_improvements_are_done_is_said_from_the_counts():
    assert planned_words(2, 3, 2) == (
        "Two of three to the arrangements are done. Two more have to do with data."
    )
    assert planned_words(1, 1, 1) == (
        "One of one to the arrangements is done. One more has to do with data."
    )
    assert planned_words(0, 2, 0) == "None of two to the arrangements is done."
    assert planned_words(0, 0, 0) == "None was planned for the arrangements."


def test_the_five_aspects_stand_in_the_council_s_order():
    headings = [one.heading for one in report().sections if one.level == 1]
    wanted = [str(one) for one in ControlAspect]
    assert [one for one in headings if one in wanted] == wanted


def test_what_may_not_be_told_is_in_no_cell_and_counted_at_the_end():
    kpis = [make_kpi(), make_kpi("IT-01", public=False, definition=None)]
    shown = report(kpis)
    words = words_of((*shown.sections, *shown.workbook))
    assert "IT-01" not in words
    assert "Left out, since this body is not given them: 1 KPI." in words
    whole = report(kpis, public=False)
    assert "IT-01" in words_of(whole.sections)
    assert "Left out" not in words_of(whole.sections)


def test_the_counts_of_the_workbook_are_those_of_its_evidence():
    tables = tables_of(report().workbook)
    counts, evidence = tables["assurance_counts"], tables["assurance_evidence"]
    rows = list(
        zip(
            (one.text for one in column_of(evidence, "Count")),
            (one.text for one in column_of(evidence, "Has it")),
            strict=True,
        )
    )
    keys, having, asked = (column_of(counts, one) for one in ("Count", "Have it", "Asked"))
    for key, has, of in zip(keys, having, asked, strict=True):
        own = [has_it for name, has_it in rows if name == key.text]
        assert (has.text, of.text) == (str(own.count("Yes")), str(len(own))), key.text


def test_data_that_may_stop_coming_are_named_with_their_source():
    kpis = [
        make_kpi(supply_risk=SupplyRisk.AT_RISK, data_source="Police"),
        make_kpi("B", supply_risk=SupplyRisk.NONE),
    ]
    table = tables_of(report(kpis))["assurance_supply"]
    assert [one.whole for one in table.rows[0]][1:3] == ["At risk", "Police"]
    assert len(table.rows) == 1


def test_surveys_stand_beside_the_wave_before_with_their_bases():
    def answer(year: int, share: int, base: int) -> SurveyAnswer:
        return SurveyAnswer(
            survey="Staff",
            year=year,
            question="Embedded?",
            answer="Well",
            per_cent=share,
            base=base,
        )

    rows = (answer(2023, Decimal(58), 165), answer(2024, Decimal(64), 180))
    shown = report(survey=rows)
    table = tables_of(shown)["survey_staff"]
    assert [one.text for one in table.rows[0]] == [
        "Embedded?", "Well", "64% of 180, 2024", "58% of 165, 2023", "6 points more than in 2023", "No",
    ]  # fmt: skip
    assert "64% of 180 answered “Well” in 2024" in words_of(shown.sections)


def test_improvements_planned_and_proposed_are_two_tables():
    rows = (improvement("now", year="2024/25"), improvement("then", year="2025/26"))
    tables = tables_of(report(improvements=rows))
    assert [one.text for one in column_of(tables["improvements_planned"], "Improvement")] == ["now"]
    assert [one.text for one in column_of(tables["improvements_proposed"], "Improvement")] == [
        "then"
    ]
    none = words_of(report().sections)
    assert "The sheet Improvements holds none for a later year." in none


def test_the_paper_opens_with_how_many_counts_hold():
    shown = report()
    (first,) = [one for one in shown.sections[0].plain_blocks if isinstance(one, Paragraph)][:1]
    tables = tables_of(shown)
    whole = sum(int(one.text) for one in column_of(tables["assurance_aspects"], "Met in full"))
    asked = sum(int(one.text) for one in column_of(tables["assurance_aspects"], "Counts"))
    by_test = sum(int(one.text) for one in column_of(tables["assurance_tests"], "Counts"))
    assert first.label == f"{whole} of {asked} counts {'is' if whole == 1 else 'are'} met in full."
    assert by_test == asked
