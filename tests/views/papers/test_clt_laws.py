"""Laws of the CLT report over registers of every kind of KPI."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from pmf_cli.rag.counts import counts_of
from pmf_cli.register import terms
from pmf_cli.views.lists.rag import rag_listing
from tests.assessed import assessed, column_of, tables_of
from tests.make import make_kpi, make_register, make_result, make_target
from tests.papers import clt_report

PERIODS = {
    terms.Frequency.MONTHLY: ("Oct 2024", "Nov 2024", "Dec 2024"),
    terms.Frequency.QUARTERLY: ("2024/25 Q1", "2024/25 Q2", "2024/25 Q3"),
    terms.Frequency.ANNUAL: ("2021/22", "2022/23", "2023/24"),
    terms.Frequency.AD_HOC: ("as at 30/06/2024", "as at 30/11/2024", "as at 31/12/2024"),
}
KPI = st.fixed_dictionaries(
    {
        "frequency": st.sampled_from(list(PERIODS)),
        "status": st.sampled_from([*terms.KpiStatus, None]),
        "polarity": st.sampled_from([*terms.Polarity, None]),
        "financial": st.sampled_from([True, False, None]),
        "decimal_places": st.sampled_from([0, 1, None]),
        "directorate": st.sampled_from(["Resources", "Adults & Health", "Adults Health", None]),
        "name": st.sampled_from(["Waste", "  line\nbreak ", None, "[x] {{7*7}} =1+1", "n" * 120]),
        "unit": st.sampled_from(["%", "days", "£", None]),
    }
)
VALUE = st.one_of(st.none(), st.integers(-5, 120).map(str))
TARGET = st.sampled_from([*terms.TargetType, None])


@st.composite
def registers(draw):
    kpis, results, targets = [], [], []
    for number in range(draw(st.integers(0, 5))):
        ref = f"A-{number}"
        fields = draw(KPI)
        kpis.append(make_kpi(ref, **fields))
        for period in PERIODS[fields["frequency"]]:
            value = draw(VALUE)
            reason = None
            if value is None:
                reason = draw(st.sampled_from([*terms.NoDataReason, None]))
            results.append(make_result(ref, period, value, no_data_reason=reason))
        kind = draw(TARGET)
        if kind is not None:
            is_number = kind is terms.TargetType.VALUE
            targets.append(make_target(ref, target_type=kind, target="90" if is_number else None))
    return make_register(kpis, results, targets)


@given(registers(), st.sampled_from([date(2025, 1, 5), date(2025, 1, 31), date(2025, 9, 1)]))
@settings(max_examples=60, deadline=None)
def test_no_kpi_is_lost_or_doubled_and_no_cell_is_blank(register, as_of):
    """Whatever the KPIs: each in scope once, counts that add up, words in every cell."""
    assessment = assessed(register, as_of=as_of)
    report = clt_report(assessment)
    refs = sorted(rating.kpi.ref for rating in assessment.ratings)
    listed = [
        entry.text
        for table in report.tables()
        if table.name.startswith("scorecard_")
        for entry in column_of(table, "Ref")
    ]
    assert sorted(listed) == refs
    counts = counts_of(assessment.ratings)
    assert counts.in_scope == len(refs)
    tables = [*report.tables(), *tables_of(report.workbook).values()]
    for table in tables:
        assert all(entry.text.strip() for row in table.rows for entry in row), table.name
        assert all("\n" not in entry.text for row in table.rows for entry in row)
    names = [table.name for table in report.tables()]
    assert len(names) == len(set(names))
    assert len(rag_listing(assessment).items) == len(refs)
