"""Laws of every paper over registers of every kind of KPI and bodies of every kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from pmf_cli.analysis.issued.issue_history import History
from pmf_cli.analysis.withheld import for_body
from pmf_cli.assessment import Assessment, assess
from pmf_cli.errors import UsageError
from pmf_cli.rag.base import KpiRating
from pmf_cli.rag.counts import counts_of
from pmf_cli.register import terms
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.sheets.plan import Priority
from pmf_cli.register.sheets.process import Board
from pmf_cli.settings import Settings
from pmf_cli.views.audience import audience_of, refs_asked_about, shown_to
from pmf_cli.views.base import Report, Section, Table
from pmf_cli.views.lists.rag import rag_listing
from pmf_cli.views.papers import PAPERS
from pmf_cli.views.papers.making import audiences_of, report_of
from pmf_cli.views.wording import counts_line
from tests.assessed import assessed, tables_of, words_of
from tests.make import PERIOD, make_kpi, make_register, make_result, make_target
from tests.papers import clt_report, made

PERIODS = {
    terms.Frequency.MONTHLY: ("Oct 2024", "Nov 2024", "Dec 2024"),
    terms.Frequency.QUARTERLY: ("2024/25 Q1", "2024/25 Q2", "2024/25 Q3"),
    terms.Frequency.ANNUAL: ("2021/22", "2022/23", "2023/24"),
    terms.Frequency.AD_HOC: ("as at 30/06/2024", "as at 30/11/2024", "as at 31/12/2024"),
}
DIRECTORATES = ["Resources", "Adults & Health", "Adults Health", None]
KPI = st.fixed_dictionaries(
    {
        "frequency": st.sampled_from(list(PERIODS)),
        "status": st.sampled_from([*terms.KpiStatus, None]),
        "polarity": st.sampled_from([*terms.Polarity, None]),
        "financial": st.sampled_from([True, False, None]),
        "decimal_places": st.sampled_from([0, 1, None]),
        "directorate": st.sampled_from(DIRECTORATES),
        "portfolio": st.sampled_from(["Homes", None]),
        "priorities": st.sampled_from([(), ("P1",), ("P2", "P1"), ("P3",)]),
        "public": st.sampled_from([True, False, None]),
        "name": st.sampled_from(["Waste", "  line\nbreak ", None, "[x] {{7*7}} =1+1", "n" * 120]),
        "unit": st.sampled_from(["%", "days", "£", None]),
    }
)
VALUE = st.one_of(st.none(), st.integers(-5, 120).map(str))
TARGET = st.sampled_from([*terms.TargetType, None])
BODY = st.builds(
    Board,
    body=st.just("Panel"),
    kind=st.sampled_from([kind for kind in terms.BodyKind if kind is not terms.BodyKind.CLT]),
    grouped_by=st.sampled_from([*terms.GroupedBy, None]),
    mode=st.sampled_from([*terms.ReportMode, None]),
    history=st.sampled_from([None, "2 quarters", "5 years"]),
    public_paper=st.sampled_from([True, False]),
    most_highlights=st.sampled_from([None, 0, 2]),
)


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
    # A filter may only name what the register holds.
    filters = [None]
    filters += ["directorate = Resources"] * any(one.directorate == "Resources" for one in kpis)
    filters += ["portfolio = Homes"] * any(one.portfolio == "Homes" for one in kpis)
    body = replace(draw(BODY), filter=draw(st.sampled_from(filters)))
    clt = Board(body="CLT", kind=terms.BodyKind.CLT)
    lights = draw(st.lists(st.sampled_from([*terms.Rag, None]), min_size=2, max_size=2))
    priorities = tuple(
        Priority(ref=f"P{number}", priority="Homes", judged_status=light)
        for number, light in enumerate(lights, 1)
    )
    return make_register(
        kpis,
        results,
        targets,
        boards=(clt, body),
        priorities=draw(st.sampled_from([(), priorities])),
    )


def shown_in(sections: tuple[Section, ...]) -> Iterator[tuple[str, str, str]]:
    """Reference, figure and rating of each KPI in a scorecard or an appendix."""
    for section in sections:
        for block in section.plain_blocks:
            if not isinstance(block, Table):
                continue
            keys = [column.key for column in block.columns]
            if block.name.startswith(("scorecard", "appendix")) and {
                "ref",
                "result",
                "rating",
            } <= set(keys):
                places = [keys.index(key) for key in ("ref", "result", "rating")]
                for row in block.rows:
                    yield tuple(row[at].text.replace("[x]", "·") for at in places)


def has_scorecard(name: str) -> bool:
    """Whether it is a paper of results."""
    names = {part.name for part in PAPERS[name].contents().parts}
    return bool(names & {"scorecard", "appendix 3"})


def belongs(name: str, rating: KpiRating) -> bool:
    """Whether a KPI belongs to one of the things that a paper is about."""
    return getattr(rating.kpi, PAPERS[name].about) is not None


def made_each(name: str, assessment: Assessment, body: str) -> list[Report]:
    """A paper of a body; of one about one thing at a time each; none where nothing concerns the body."""
    audience = audience_of(assessment, History(), body, paper=name)
    try:
        each = audiences_of(PAPERS[name], assessment, audience)
    except UsageError:
        return []
    return [report_of(PAPERS[name], assessment, one) for one in each]


ON = st.sampled_from([date(2025, 1, 5), date(2025, 1, 31), date(2025, 9, 1)])


@given(registers(), ON)
@settings(max_examples=40, deadline=None)
def test_every_paper_shows_each_kpi_of_its_body_once_and_all_show_the_same(register, as_of):
    """Whoever reads whichever paper, in Word or Excel, finds each KPI once, with one figure and one rating.

    Papers about one thing at a time share out the KPIs that belong to any.
    """
    assessment = assessed(register, as_of=as_of)
    seen: dict[str, tuple[str, str, str]] = {}
    for name in filter(has_scorecard, PAPERS):
        for body in ("CLT", "Panel"):
            each = made_each(name, assessment, body)
            refs = sorted(
                one.kpi.ref
                for one in shown_to(assessment, body)
                if not PAPERS[name].about or belongs(name, one)
            )
            for flavour in ("sections", "workbook"):
                shown = [one for report in each for one in shown_in(getattr(report, flavour))]
                assert sorted(ref for ref, _, _ in shown) == refs, (name, body)
                for one in shown:
                    assert seen.setdefault(one[0], one) == one, (name, body)


@given(registers(), ON)
@settings(max_examples=40, deadline=None)
def test_no_cell_is_blank_and_the_counts_of_the_groups_add_up(register, as_of):
    """Words in every cell of paper and workbook; the groups' counts are those of the body."""
    assessment = assessed(register, as_of=as_of)
    for body in ("CLT", "Panel"):
        report = made("clt", assessment, body=body)
        ratings = shown_to(assessment, body)
        for sections in (report.sections, report.workbook):
            tables = tables_of(sections)
            for table in tables.values():
                assert all(entry.text.strip() for row in table.rows for entry in row), table.name
                assert all("\n" not in entry.text for row in table.rows for entry in row)
        groups = [one for one in report.sections if any(
            isinstance(block, Table) and block.name.startswith("scorecard") for block in one.blocks
        )]  # fmt: skip
        told = Counter()
        for group in groups:
            number, _, counts = group.blocks[0].text.partition(":")
            told["KPIs"] += int(number.split()[0])
            for part in counts.split(","):
                count, word = part.split(maxsplit=1)
                told[word] += int(count)
        whole = counts_of(ratings)
        if ratings:
            said = ", ".join(
                f"{told[word]} {word}"
                for word in ("Red", "Amber", "Green", "not rated")
                if told[word]
            )
            assert counts_line(whole, assessment.words).endswith(said)
        assert told["KPIs"] == whole.in_scope


@given(registers(), ON)
@settings(max_examples=20, deadline=None)
def test_the_list_of_ratings_has_the_kpis_of_the_paper(register, as_of):
    """What ``pmf rag`` lists is what the paper for CLT holds, and no table's name stands twice."""
    assessment = assessed(register, as_of=as_of)
    report = clt_report(assessment)
    assert len(rag_listing(assessment).items) == len(list(shown_in(report.sections)))
    names = [table.name for table in report.tables()]
    assert len(names) == len(set(names))


@given(registers(), ON)
@settings(max_examples=40, deadline=None)
def test_a_body_is_told_the_same_where_its_own_kpis_alone_are_worked_out(register, as_of):
    """Ratings and findings of KPIs that a body is not given change nothing in its papers."""
    asked = {"period": parse_period(PERIOD), "as_of": as_of}
    whole = assess(register, Settings(), **asked)
    only = refs_asked_about(whole, "Panel")
    if only is None:
        return
    own = assess(register, Settings(), **asked, only=only)
    told = [for_body(one, History(), "Panel") for one in (whole, own)]
    one, other = (audience_of(each.assessment, History(), "Panel") for each in told)
    assert (one.ratings, one.is_whole) == (other.ratings, other.is_whole)
    for name in PAPERS:
        papers, same = (made_each(name, each.assessment, "Panel") for each in told)
        assert papers == same, name


def test_no_paper_says_what_checks_found_where_none_was_run():
    """A paper that tells of checks is refused then; the others do without."""
    checked = assessed(make_register())
    unchecked = replace(checked, checked=None)
    telling, silent = [], []
    for name in PAPERS:
        try:
            silent += made_each(name, unchecked, "CLT")
        except ValueError:
            telling.append(name)
    assert "clt" in telling
    assert not [report for report in silent if "The checks" in _words(report)]
    assert all("The checks" in _words(made(name, checked)) for name in telling)


def _words(report: Report) -> str:
    return words_of((*report.sections, *report.workbook))
