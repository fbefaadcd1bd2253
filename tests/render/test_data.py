"""JSON and CSV keep every figure and never hand a formula to a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmf_cli.render.data import csv_cell, csv_text, json_text, spreadsheet_safe
from pmf_cli.views.listing import Field, ListDefinition


def listing(*items, fields=()):
    """A list of any items."""
    named = tuple(
        Field(name, "", "Any.", lambda row, name=name: row[name], empty="")
        for name in fields or tuple(items[0])
    )
    definition = ListDefinition("pmf/any/1", "Any.", "kpis", named)
    on = date(2025, 1, 31)
    return definition.listing(
        items, {"n": 1}, (), register="Any Council", period="2024/25 Q3", as_of=on
    )


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd", "-cmd|x", "@SUM(A1)", "\t=1", "＝1+1", "-1+2", " =1", "\r=1", "+-5"]
)
def test_texts_that_look_like_formulas_are_guarded(text):
    """The spreadsheet shows them as text."""
    assert spreadsheet_safe(text).startswith("'")


@pytest.mark.parametrize(
    "text",
    [
        "-5",
        "+5",
        "-0.25",
        "5%",
        "A-1",
        "",
        "2024/25 Q3",
        "▼ 3 days",
        "-3.2%",
        "-£4.1m",
        "-£1,250",
        "-0.5 points",
        "-3.2% (provisional)",
        "-12 per 100,000 people aged 65+",
        "-1.5E-7",
        "-£3k",
    ],
)
def test_numbers_and_plain_texts_stay_as_they_are(text):
    """A negative figure is a figure."""
    assert spreadsheet_safe(text) == text


@pytest.mark.parametrize(
    "text",
    ["-5+A1", "-5 A1!B2", "-5 x|y", "-5=5", "-5 (SUM(A1))", "-5 =1", "-cmd", "-£A1", "-5A1", "- a"],
)
def test_a_sign_and_a_digit_make_no_figure_of_a_formula(text):
    """What goes on with an operator, a call or a link is still guarded."""
    assert spreadsheet_safe(text) == f"'{text}"


@given(st.text(max_size=40))
@settings(max_examples=150, deadline=None)
def test_no_cell_begins_a_formula(text):
    """Whatever is typed: either it is a figure or it does not begin like a formula."""
    import re

    cell = csv_cell(text)
    if re.match(r"[+-][£$€]?\d", cell):
        assert not re.search(r'[=|!"]', cell)
        return
    assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))


def test_values_of_each_kind_in_csv():
    """Nothing is an empty cell, yes is Yes, several are joined."""
    text = csv_text(
        listing(
            {"a": None, "b": True, "c": 3, "d": ("x", "y"), "e": ({"what": "r", "cell": None},)}
        )
    )
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert rows == [["a", "b", "c", "d", "e"], ["", "Yes", "3", "x; y", "r"]]


def test_an_empty_list_still_has_its_headings():
    """A program that reads the file finds the columns it expects."""
    first = csv_text(listing(fields=("ref", "name"))).removeprefix("\ufeff").splitlines()[0]
    assert first.split(",") == ["ref", "name"]


@given(st.text(max_size=30), st.decimals(allow_nan=False, allow_infinity=False))
@settings(max_examples=80, deadline=None)
def test_json_gives_back_what_went_in(text, number):
    """Texts and exact decimals survive."""
    item = {"text": text, "figure": f"{number:f}", "parts": ({"x": "1"},), "none": None}
    back = json.loads(json_text(listing(item)))["kpis"][0]
    assert back == {**item, "parts": [{"x": "1"}]}
