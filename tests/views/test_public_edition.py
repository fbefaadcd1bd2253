"""What everyone may see of a register: the allow-list, the filter, what was published before."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import date

import pytest

from pmf_cli.analysis.disclosure.columns import PUBLIC_COLUMNS, public_columns
from pmf_cli.analysis.disclosure.hidden import Why
from pmf_cli.analysis.issued.issue_history import History, IssuedPaper, ReportedFigure
from pmf_cli.analysis.withheld import for_body, public_edition
from pmf_cli.errors import UsageError
from pmf_cli.pipeline import assessed as assessed_of
from pmf_cli.pipeline import open_register
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.rows import RegisterRow
from pmf_cli.register.sheets.supporting import Split
from pmf_cli.register.terms import (
    BodyKind,
    DataType,
    NoDataReason,
    SmallNumberRule,
    SplitKind,
    TimetableStep,
    UseIn,
)
from pmf_cli.views.lists.open_data import open_data_listing
from pmf_cli.views.public_left_out import not_before, public_words
from pmf_cli.views.selection import Selection
from tests.assessed import assessed, quarterly, register_of
from tests.make import make_board, make_comment, make_kpi, make_result, make_step
from tests.running import EXAMPLE

WEBSITE = "Website"
COUNTS = {
    "data_type": DataType.NUMBER, "unit": "people", "decimal_places": 0, "public": True,
    "small_number_rule": SmallNumberRule.UNDER_5,
}  # fmt: skip
Q3 = "2024/25 Q3"


def a_register(**over: object) -> Register:
    """A KPI that counts people by ward, one of them few, beside one that is not public."""
    kpi, rows = quarterly("A-1", ["40", "41", "42", "43"], **COUNTS)
    for ward, count in (("North", "3"), ("East", "18"), ("West", "22")):
        rows.append(make_result("A-1", Q3, count, split=ward))
    splits = tuple(Split(name=name, kind=SplitKind.WARD) for name in ("North", "East", "West"))
    board = make_board(WEBSITE, kind=BodyKind.PUBLIC)
    given = {"boards": (board,), "splits": splits, **over}
    other = quarterly("B-1", ["91", "92"], public=False, directorate="Secret Services")
    return register_of((kpi, rows), other, **given)


def values_of(register: Register) -> dict[str | None, object]:
    """Split → figure of the quarter."""
    rows = [row for row in register.results if row.kpi_ref == "A-1" and str(row.period) == Q3]
    return {row.split: row.value for row in rows}


@pytest.mark.parametrize(
    ("kind", "published", "hides"),
    [
        (BodyKind.PUBLIC, None, True),
        (BodyKind.SCRUTINY, True, True),
        (BodyKind.SCRUTINY, False, False),
        (BodyKind.CLT, None, False),
    ],
)
def test_few_people_are_hidden_from_every_body_whose_papers_are_published(
    kind: BodyKind, published: bool | None, hides: bool
) -> None:
    """With the part beside them; bodies inside see all."""
    register = a_register(boards=(make_board(WEBSITE, kind=kind, public_paper=published),))
    told = for_body(assessed(register), History(), WEBSITE).assessment.register
    shown = {split for split, value in values_of(told).items() if value is not None}
    assert shown == ({None, "West"} if hides else {None, "North", "East", "West"})
    rows = [row for row in told.results if row.split == "North"]
    assert [row.no_data_reason is NoDataReason.SUPPRESSED for row in rows] == [hides]


def test_a_figure_that_was_published_before_is_not_hidden_to_protect_another() -> None:
    """Nobody can take it back, so the next part is; and where the small one itself was printed, that is said."""
    figures = [ReportedFigure("A-1", split="East", period=Q3, value_text="18 people")]

    def told(*known: ReportedFigure) -> History:
        paper = IssuedPaper(
            ref="W-1", report="public", body=WEBSITE, meeting_on=None, issued_on=date(2025, 1, 20),
            period=Q3, as_at=date(2025, 1, 20), figures=known,
        )  # fmt: skip
        return History((paper,))

    now = assessed(a_register())
    edition = public_edition(now, told(*figures))
    values = values_of(edition.assessment.register)
    assert values["East"] is not None and values["West"] is None
    assert not edition.hidden.found_out
    small = ReportedFigure("A-1", split="North", period=Q3, value_text="3 people")
    edition = public_edition(now, told(small))
    assert values_of(edition.assessment.register)["North"] is None
    assert [key[1] for key in edition.hidden.found_out] == ["North"]
    assert any(
        words.startswith("Not safe: 1 hidden figure") for words in public_words(edition, "x")
    )
    other = replace(figures[0], value_text="17 people")
    assert values_of(public_edition(now, told(other)).assessment.register)["East"] is None


def test_a_public_body_s_filter_may_name_what_is_not_public() -> None:
    """It is understood by the whole register; where nothing is left, that is what is said."""
    board = make_board(WEBSITE, kind=BodyKind.PUBLIC, filter="directorate = Secret Services")
    with pytest.raises(UsageError, match="of its 1 KPI none is public"):
        for_body(assessed(a_register(boards=(board,))), History(), WEBSITE)
    both = replace(board, filter="directorate = Secret Services, Communities")
    told = for_body(assessed(a_register(boards=(both,))), History(), WEBSITE)
    assert [kpi.ref for kpi in told.assessment.register.kpis] == ["A-1"]
    assert [kpi.ref for kpi in told.kpis] == ["B-1"]
    wrong = replace(board, filter="directorate = Nowhere")
    with pytest.raises(UsageError, match="is not in the register"):
        for_body(assessed(a_register(boards=(wrong,))), History(), WEBSITE)


def test_open_data_may_be_asked_for_by_what_is_not_public() -> None:
    """A directorate without public KPIs has an empty table, and is no mistake."""
    now = assessed(a_register())
    told = public_edition(now, History()).assessment

    def refs(directorate: str) -> list[object]:
        listing = open_data_listing(told, now, Selection((directorate,)), lambda _: None)
        return [item["ref"] for item in listing.items]

    assert refs("Secret Services") == []
    assert set(refs("Communities")) == {"A-1"}
    with pytest.raises(UsageError):
        refs("Nowhere")


def test_open_data_need_no_row_of_the_kind_public() -> None:
    """Every public KPI is in them then."""
    edition = public_edition(assessed(a_register(boards=())), History())
    assert [kpi.ref for kpi in edition.assessment.register.kpis] == ["A-1"]
    assert values_of(edition.assessment.register)["North"] is None


@pytest.mark.parametrize(
    ("comment", "is_read"),
    [
        ({}, True),
        ({"use_in": ()}, False),
        ({"use_in": (UseIn.CLT,)}, False),
        ({"approved_on": None}, False),
        ({"text": "Only 3 in the north."}, False),
        ({"text": "Only three in the north."}, False),
        ({"text": "Thirteen, or 30, and 3,000 elsewhere."}, True),
        ({"in_ten_words": "Three in the north"}, False),
        ({"text": "Write to post@example.org."}, False),
        ({"period": Q3}, False),
    ],
)
def test_the_public_reads_what_was_written_and_signed_off_for_it(
    comment: dict[str, object], is_read: bool
) -> None:
    """And nothing on a figure that it is not shown, nor with its number."""
    given = {
        "period": "2024/25 Q2", "text": "Slowly better.", "use_in": (UseIn.PUBLIC,),
        "approved_on": date(2025, 1, 20), "in_ten_words": None, **comment,
    }  # fmt: skip
    register = a_register(commentary=(make_comment("A-1", **given),))
    told = public_edition(assessed(register), History()).assessment.register
    assert bool(told.commentary) is is_read


def test_a_baseline_that_repeats_a_hidden_figure_goes_with_it() -> None:
    """It stands in a column of the KPI, and would give the figure back."""
    register = a_register()
    period = next(row.period for row in register.results if str(row.period) == Q3)
    marked = tuple(
        replace(row, restricted=True) if row.split is None and row.period == period else row
        for row in register.results
    )
    kpis = tuple(
        replace(kpi, baseline_period=period, baseline_value=kpi.plausible_max)
        for kpi in register.kpis
    )
    for rows, is_kept in ((register.results, True), (marked, False)):
        now = assessed(replace(register, kpis=kpis, results=rows))
        told = public_edition(now, History()).assessment.register
        assert (told.kpis[0].baseline_value is not None) is is_kept


def test_a_cell_that_cannot_be_read_is_told_by_its_reason_alone() -> None:
    """What stands in it is nobody's business."""
    register = a_register()
    unread = tuple(replace(row, value=None, unread="ask Bob") for row in register.results)
    told = public_edition(assessed(replace(register, results=unread)), History())
    rows = told.assessment.register.results
    assert {row.unread for row in rows} == {""}
    assert {row.no_data_reason for row in rows} == {NoDataReason.DATA_QUALITY}


def test_no_column_is_public_that_names_a_person_or_gives_an_opinion() -> None:
    """The list names columns that there are; contacts, plans, risks and the cycle are in none."""
    for row, names in PUBLIC_COLUMNS.items():
        assert names <= {field.name for field in fields(row)}, row
    people = re.compile(
        r"contact|officer|author|lead$|^(?:proposed|agreed|approved|judged|set_aside|chosen|accepted)_by|received_from"
    )
    opinions = re.compile(r"note|reason$|why|blockages|replaces|appetite|update|evidence")
    named = {(row.__name__, name) for row, names in PUBLIC_COLUMNS.items() for name in names}
    found = {one for one in named if people.search(one[1]) or opinions.search(one[1])}
    assert found == {("Result", "no_data_reason")}
    tables = {type(rows[0]).__name__ for rows in vars(example()).values() if is_table(rows)}
    assert {"Contact", "Risk", "Action", "Highlight", "TimetableEntry", "Escalation"} <= tables
    shown = {
        type(rows[0]).__name__
        for rows in vars(public_columns(example())).values()
        if is_table(rows)
    }
    assert shown == {row.__name__ for row in PUBLIC_COLUMNS}


def is_table(rows: object) -> bool:
    """Whether a field of the register holds rows."""
    return isinstance(rows, tuple) and bool(rows) and isinstance(rows[0], RegisterRow)


def example() -> Register:
    """The example."""
    return open_register(EXAMPLE).register


def test_the_public_is_given_the_ratings_that_everyone_is_given() -> None:
    """What is left out of the columns decides no colour, in no period."""
    opened = open_register(EXAMPLE)
    now = assessed_of(opened, period=Q3, as_of=date(2025, 2, 3), with_checks=False)
    told = public_edition(now, History()).assessment
    whole = {one.kpi.ref: (one.rag, one.outcome.sentence) for one in now.ratings}
    public = {one.kpi.ref: (one.rag, one.outcome.sentence) for one in told.ratings}
    assert len(public) == 101
    assert {ref: rag for ref, (rag, _) in public.items()} == {ref: whole[ref][0] for ref in public}
    for kpi in told.register.kpis[::10]:
        rows = told.register.results_of(kpi.ref)
        was = [one and one.rag for one in now.past(now.register.kpi_by_ref[kpi.ref], rows)]
        assert [one and one.rag for one in told.past(kpi, rows)] == was


def test_the_day_of_publication_is_told_while_it_is_to_come() -> None:
    """So that nobody uploads the paper on the day on which it is made."""
    step = make_step(Q3, step=TimetableStep.PUBLICATION, on=date(2025, 3, 26))
    register = a_register(timetable=(step,))
    period = assessed(register).period
    assert "26 March 2025" in not_before(register, period, date(2025, 3, 25))[0]
    assert not_before(register, period, date(2025, 3, 26)) == ()
    assert not_before(a_register(), period, date(2025, 3, 25)) == ()


def test_what_is_left_out_is_told_by_kind() -> None:
    """Small counts apart from what is hidden beside them; no figure is repeated."""
    edition = public_edition(assessed(a_register()), History())
    said = "\n".join(public_words(edition, "the open data"))
    assert "1 KPI (B-1), not marked Yes under Public" in said
    assert f"1 figure {Why.SMALL} (A-1 North {Q3})" in said
    assert f"1 figure {Why.BESIDE} (A-1 East {Q3})" in said
    assert make_kpi().ref not in said


def test_what_an_earlier_edition_printed_besides_its_kpis_is_known_too() -> None:
    """It had every split and earlier period of its day; what came in later, or was hidden then, it had not."""
    register = a_register()
    paper = IssuedPaper(
        ref="W-1", report="public", body=WEBSITE, meeting_on=None, issued_on=date(2025, 1, 20),
        period=Q3, as_at=date(2025, 1, 20),
    )  # fmt: skip
    came = {"North": date(2025, 1, 10), "East": date(2025, 1, 10), "West": date(2025, 1, 25)}
    rows = tuple(
        replace(row, received_on=came[row.split], value=row.number and row.number + 6)
        if row.split == "North"
        else replace(row, received_on=came.get(row.split or ""))
        for row in register.results
    )
    then = replace(register, results=rows)
    assert values_of(
        public_edition(assessed(then), History((paper,))).assessment.register
    ) == values_of(then)
    now = tuple(
        replace(row, restricted=True, received_on=date(2025, 1, 28))
        if row.split == "North"
        else row
        for row in rows
    )
    told = public_edition(assessed(replace(then, results=now)), History((paper,))).assessment
    shown = {split for split, value in values_of(told.register).items() if value is not None}
    assert shown == {None, "East"}
    told = public_edition(assessed(replace(then, results=now)), History()).assessment
    shown = {split for split, value in values_of(told.register).items() if value is not None}
    assert shown == {None, "West"}
