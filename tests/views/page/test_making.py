"""The page as a value: every KPI once, figures as lists have them, counts that add up, and nothing that an edition leaves out."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from decimal import Decimal
from functools import cache

import pytest

from pmf_cli.analysis.issued.issue_history import History
from pmf_cli.assessment import Assessment
from pmf_cli.cycle.bodies import clt_name
from pmf_cli.pipeline import assessed, open_register
from pmf_cli.rag.base import Rating, Unrated
from pmf_cli.rag.counts import counts_of
from pmf_cli.register.terms import BodyKind, Rag
from pmf_cli.views.audience import Audience, audience_of
from pmf_cli.views.listing import as_datum
from pmf_cli.views.lists.rag import RAG
from pmf_cli.views.page.choices import MISSING, filters_of
from pmf_cli.views.page.edition import PUBLISHED, WORKING, PagePart, edition_for
from pmf_cli.views.page.making import page_of
from pmf_cli.views.page.page import TARGET_AT, Page
from pmf_cli.views.page.rows import BAND, bullet_of, gap_words
from pmf_cli.views.selection import NOT_RATED
from tests.running import EXAMPLE

SCRUTINY = "Growth and Transport Scrutiny Board"
"""A body whose papers are public."""


@cache
def assessment() -> Assessment:
    return assessed(
        open_register(EXAMPLE), period="2024/25 Q3", as_of=date(2025, 2, 3), with_checks=False
    )


@cache
def audience(body: str = "") -> Audience:
    whose = body or clt_name(assessment().register)
    return audience_of(assessment(), History(), whose, paper="clt")


@cache
def page(body: str = "") -> Page:
    return page_of(assessment(), audience(body))


def test_every_kpi_of_the_body_has_one_row_in_one_group():
    refs = [row.ref for row in page().rows]
    assert sorted(refs) == sorted(audience().kpi_refs) and len(set(refs)) == 103


def test_the_public_is_told_whose_figures_they_are_and_not_for_which_body():
    """Nobody outside the council knows a body of that name."""
    board = next(one for one in assessment().register.boards if one.kind is BodyKind.PUBLIC)
    facts = page(board.body).facts
    assert facts.endswith(f"Published figures of {assessment().register.name}.")
    assert board.body not in facts


@pytest.mark.parametrize("body", ["", SCRUTINY])
def test_a_bar_is_chosen_by_the_value_that_just_its_kpis_have(body: str):
    """Those that have no value, as KPIs without a plan outcome, cannot be chosen by one."""
    made = page(body)
    bars = {bar.label: bar for bar in made.opening.by_group}
    assert set(bars) - set(made.opening.chosen_by) <= {"No plan outcome named"}
    for label, value in made.opening.chosen_by.items():
        bar = bars[label]
        rows = [row for row in made.rows if value in row.belongs.get(made.grouped_by, ())]
        assert len(rows) == sum(part.count for part in bar.parts)


def test_tiles_count_as_the_ratings_do():
    """The four places add up to all KPIs; the missing ones are among those that are not rated."""
    counts, tiles = counts_of(audience().ratings), {one.key: one.count for one in page().tiles}
    expected = {str(rag): counts.by_rag[rag] for rag in Rag} | {NOT_RATED: counts.unrated}
    assert {key: tiles[key] for key in expected} == expected
    assert 0 < tiles[MISSING] <= counts.unrated
    rows = Counter(key for row in page().rows for key in row.belongs["rating"])
    assert rows == Counter(tiles)


def test_what_is_said_of_a_figure_is_what_the_list_of_ratings_says():
    fields = {field.key: field for field in RAG.data_fields}
    for row in page().rows:
        rating = assessment().rating_of[row.ref]
        for fact in row.detail.facts:
            if fact.key in ("rating", "result_period"):
                continue
            expected = as_datum(fields[fact.key].value(rating))
            assert fact.entry.text == expected, (row.ref, fact.key)


def test_the_sum_the_limits_and_the_cells_are_those_of_rag_explain():
    for row in page().rows:
        rating = assessment().rating_of[row.ref]
        said = repr(row.detail.behind)
        if isinstance(rating.outcome, Rating):
            assert all(repr(step)[1:-1] in said for step in rating.outcome.steps), row.ref
            assert all(repr(edge.text)[1:-1] in said for edge in rating.outcome.thresholds), row.ref
        else:
            assert isinstance(rating.outcome, Unrated) and str(rating.outcome.reason) in said
        for used in rating.outcome.used:
            assert used.where is None or repr(used.where) in said, (row.ref, used.label)


def test_what_an_edition_leaves_out_is_nowhere_in_the_page():
    """An allow-list: no cell, no post, no record and no expectation in the page of a body whose papers are public."""
    public = page(SCRUTINY)
    assert edition_for(audience(SCRUTINY)) == PUBLISHED and edition_for(audience()) == WORKING
    details = [row.detail for row in public.rows]
    texts = re.findall(r"(?:text|label|heading)='([^']*)'", repr(details))
    assert not any(".xlsx" in text or "was told" in text or "year’s end" in text for text in texts)
    assert not any(text == "Answers for it" or "Written by" in text for text in texts)
    assert all(not row.detail.chart.forecasts for row in public.rows if row.detail.chart)
    assert not any("post" in row.belongs for row in public.rows)
    assert "post" not in {one.key for one in public.filters}


@pytest.mark.parametrize("part", PagePart)
def test_each_part_is_decided_in_one_place(part: PagePart):
    """Without a part the page says less than with it."""
    whole, less = page(), page_of(assessment(), audience(), WORKING.without(part))
    if part is not PagePart.TOLD:
        assert len(repr(less)) < len(repr(whole))
    assert [row.ref for row in less.rows] == [row.ref for row in whole.rows]


def test_a_result_at_the_tolerance_stands_at_the_edge_of_the_band():
    """The target stands at the same place in every row, better is right, and the tolerance is as broad in each."""
    for rating in audience().ratings:
        bullet, off = bullet_of(rating)
        if bullet is None or off is None:
            continue
        assert (bullet.at > TARGET_AT) == (off < 0) and (bullet.at < TARGET_AT) == (off > 0)
        if bullet.edge is not None and not bullet.is_cut:
            assert bullet.at == TARGET_AT - off * BAND and bullet.edge == TARGET_AT - BAND
            assert (rating.rag is Rag.RED) <= (bullet.at <= bullet.edge)


def test_how_far_off_is_said_in_the_kpis_own_unit():
    of = assessment().rating_of
    assert gap_words(of["ED-08"]) == "18.7 points worse"
    assert gap_words(of["WM-03"]) == "36.6 worse"


def test_filters_are_those_that_tell_some_kpis_from_others():
    one, other = {"directorate": ("A",), "board": ("B",)}, {"directorate": ("A",), "board": ("C",)}
    assert [(each.key, [choice.value for choice in each.choices]) for each in filters_of([one, other])] == [("board", ["B", "C"])]  # fmt: skip
    assert [each.key for each in page().filters] == [
        "directorate", "portfolio", "board", "outcome", "framework", "post", "moved",
    ]  # fmt: skip


def test_better_than_other_places_stands_right_whichever_way_the_kpi_counts():
    """The furthest behind first; the group's figure is in the middle of every scale, whose ends are a fifth off."""
    assert page().compared and all(group.rows for group in page().compared)
    for group in page().compared:
        places = [row.at for row in group.rows]
        assert places == sorted(places)
        for row in group.rows:
            way = {"better": 1, "worse": -1}
            sides = [side for word, side in way.items() if f" {word} than" in row.words]
            assert [(row.at > Decimal("0.5")) - (row.at < Decimal("0.5"))] == (sides or [0]), row
            assert row.is_cut <= (row.at in (0, 1))
            if row.quarters is not None:
                assert row.quarters[0] <= row.quarters[1], (
                    "the best quarter lies right of the worst"
                )


def test_without_other_places_nothing_is_compared():
    less = page_of(assessment(), audience(), WORKING.without(PagePart.OTHER_PLACES))
    assert less.compared == () and not any(row.detail.chart.comparators for row in less.rows if row.detail.chart)  # fmt: skip


def test_a_meeting_goes_through_the_highlights():
    assert page().highlights[0] == "WM-03" and set(page().highlights) <= audience().kpi_refs


def test_a_message_that_a_person_wrote_heads_its_kpi():
    (bins,) = (row for row in page().rows if row.ref == "WM-03")
    assert bins.detail.message == "Missed bins nearly doubled when the new routes began"


def test_sorting_knows_worst_and_furthest():
    order = {row.ref: row.order for row in page().rows}
    assert order["ED-08"]["rating"] == 0 and order["ED-08"]["gap"] == Decimal("1.870")
