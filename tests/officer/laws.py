"""What must hold after every step of the officer, whatever was done and whatever went wrong.

A law is a function of the officer that is listed in ``LAWS``; it asserts.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from pmf_cli.ledger.messages import State
from pmf_cli.ledger.verify import verified
from pmf_cli.pipeline import assessed
from pmf_cli.rag.base import UnratedReason
from pmf_cli.render.data import json_text
from pmf_cli.tabular.cell_text import decimal_of
from pmf_cli.views.lists.rag import rag_listing
from pmf_cli.views.scorecard_entries import SHORT_REASONS
from tests.officer.at_work import BEFORE_ALL

if TYPE_CHECKING:
    from tests.officer.play import Officer

Answer = Mapping[str, Mapping[str, Any]]
"""KPI reference → what ``pmf rag --format json`` says of it, cells aside: rows may move."""
CAME_IN = "Figure came in"
FROZEN = re.compile(r"([\w .]+?): (.+?)(?: of (K-\d\d))? is .+?; (\S+) was made with ")
"""Sheet, heading, KPI and issue of a setting that differs, as ``validate`` says it."""
SAMPLE = 3
"""How many past days are asked about after a step."""


def answer(officer: Officer, period: str, on: date) -> Answer:
    """What was known of a period on a day, as it is answered now; its counts add up."""
    assessment = assessed(officer.opened(), period=period, as_of=on)
    said = json.loads(json_text(rag_listing(assessment)))
    adds_up(said["counts"], said["kpis"])
    return {
        one["ref"]: {name: held for name, held in one.items() if not name.endswith("_cell")}
        for one in said["kpis"]
    }


def adds_up(counts: Mapping[str, int], kpis: list[Mapping[str, Any]] | None = None) -> None:
    """Rated and unrated are the KPIs in scope, colours the rated, reasons the unrated."""
    assert counts["rated"] + counts["not_rated"] == counts["in_scope"]
    assert counts["green"] + counts["amber"] + counts["red"] == counts["rated"]
    reasons = [number for name, number in counts.items() if name.startswith("not_rated: ")]
    assert sum(reasons) == counts["not_rated"]
    if kpis is not None:
        colours = Counter(one["rating"] for one in kpis)
        assert len(kpis) == counts["in_scope"]
        for colour in ("Green", "Amber", "Red"):
            assert colours[colour] == counts[colour.lower()]


def a_past_answer_never_changes(officer: Officer) -> None:
    """Asked again about a past day, pmf answers as it did; by hand only what was touched changes."""
    touched, officer.touched = officer.touched, set()
    days = sorted(day for day in officer.past if day[1] < officer.on)
    if not touched and not officer.is_last_step:
        days = officer.chance.sample(days, min(SAMPLE, len(days)))
    for period, on in days:
        then, now = officer.past[period, on], answer(officer, period, on)
        assert set(then) == set(now)
        for ref, said in then.items():
            if ref not in touched:
                differs = {
                    name: (held, now[ref].get(name))
                    for name, held in said.items()
                    if held != now[ref].get(name)
                }
                assert not differs, f"{period} as of {on}, {ref} was and is: {differs}"
        officer.past[period, on] = now
        officer.count["past answers"] += 1


def no_figure_is_lost_or_doubled(officer: Officer) -> None:
    """The register holds what was printed and done by hand, each once, and nothing else."""
    register = officer.opened().register
    rows = Counter((row.kpi_ref, str(row.period)) for row in register.results)
    assert not [key for key, number in rows.items() if number > 1]
    there = officer.in_register()
    assert set(there) == set(officer.held), set(there) ^ set(officer.held)
    for key, value in there.items():
        assert plain(value) == plain(officer.held[key]), (key, value, officer.held[key])


def nobody_is_told_twice(officer: Officer) -> None:
    """A matter at a stage stands in one sent message only; no message comes twice."""
    told = Counter(
        (one.contact, said)
        for one in officer.messages()
        if one.state is State.SENT
        for said in one.notices
    )
    assert not [matter for matter, number in told.items() if number > 1]
    assert not [mail for mail, number in Counter(officer.mails()).items() if number > 1]


def validate_names_what_was_changed_and_accuses_nothing_else(officer: Officer) -> None:
    """No error stands anywhere, since nothing wrong was typed by hand; settings as the next law says."""
    found = assessed(
        officer.opened(), period=officer.cycle.name, as_of=officer.on, with_checks=True,
        as_it_stands=True,
    ).findings  # fmt: skip
    errors = [
        f"{one.code} {one.where}: {one.message}" for one in found if one.severity.value == "error"
    ]
    assert not errors, errors
    standing = [one for one in officer.issues.items() if not one[1].is_withdrawn]
    if not standing:
        return
    ref, issue = standing[-1]
    named = {
        (said[1], said[2], said[3])
        for one in found
        if one.code.startswith("FRZ") and (said := FROZEN.match(one.message)) and said[4] == ref
    }
    assert {one for one in named if one in issue.settings} == officer.changed_since(issue)


def diff_names_what_differs_and_nothing_else(officer: Officer, ref: str) -> None:
    """Each figure of an issue that the register holds otherwise, once; and each setting changed."""
    ran = officer.run("diff", ref, "--format", "json", "-q")
    assert ran.code in (0, 1), ran.all
    said = json.loads(ran.out)
    items = said["items"]
    assert (ran.code == 1) == bool(said["counts"]["differences"]) == bool(items), ran.all
    assert said["counts"]["differences"] == len(items)
    reported = json.loads(officer.run("ledger", "reported", "--format", "json", "-q").out)["items"]
    told = {
        (one["ref"], one["period"]): plain(one["value"])
        for one in reported
        if one["issue"] == ref and one["corrects"] is None and one["value"] is not None
    }
    now = {key: plain(value) for key, value in officer.in_register().items() if key in told}
    differ = Counter(
        ("Figure corrected" if key in now else "Figure withdrawn", *key)
        for key, value in told.items()
        if key[1] != BEFORE_ALL and now.get(key) != value
    )
    figures = [one for one in items if one["what"].startswith("Figure")]
    assert differ == Counter(
        (one["what"], one["ref"], one["period"]) for one in figures if one["what"] != CAME_IN
    ), (differ, figures)
    for one in figures:
        value = plain(one["now"].partition(" for ")[0].partition(": ")[0])
        assert one["what"] != CAME_IN or any(
            key[0] == one["ref"] and key not in told and plain(held) == value
            for key, held in officer.in_register().items()
        ), one
    for _, _, kpi in officer.changed_since(officer.issues[ref]):
        assert any(
            one["what"] in ("Setting", "Target", "Tolerance") and kpi in (None, one["ref"])
            for one in items
        ), (kpi, items)


def what_is_recorded_is_what_was_printed(officer: Officer) -> None:
    """Every issue on record gives the figures and ratings of the paper's own scorecard."""
    if not officer.issues:
        return
    said = json.loads(officer.run("ledger", "reported", "--format", "json", "-q").out)["items"]
    recorded: dict[str, dict[str, tuple[object, object]]] = {}
    for one in said:
        if one["corrects"] is None:
            because = one["not_rated_because"]
            rating = one["rating"] or SHORT_REASONS[UnratedReason(because)]
            recorded.setdefault(one["issue"], {})[one["ref"]] = plain(one["value"]), rating
    assert set(recorded) == set(officer.issues)
    for ref, issue in officer.issues.items():
        assert recorded[ref] == {
            kpi: (plain(result), rating) for kpi, (result, rating) in issue.printed.items()
        }, ref
    gone = {one["issue"] for one in said if one["withdrawn_on"] is not None}
    assert gone == {ref for ref, issue in officer.issues.items() if issue.is_withdrawn}


def the_record_can_be_verified(officer: Officer) -> None:
    """The chain of the ledger is whole, and it is this register's own."""
    faults = verified(officer.folder).faults
    assert not faults, faults


LAWS: tuple[Callable[[Officer], None], ...] = (
    no_figure_is_lost_or_doubled,
    a_past_answer_never_changes,
    nobody_is_told_twice,
    validate_names_what_was_changed_and_accuses_nothing_else,
    what_is_recorded_is_what_was_printed,
    the_record_can_be_verified,
)


def plain(value: object) -> object:
    """A figure however it is written: 40.5%, 400 visits, 01/01/2027; ``None`` where there is none."""
    if value in (None, "·", "[x]"):
        return None
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    text = str(value).removesuffix("%").removesuffix(" visits").replace(",", "")
    try:
        return decimal_of(float(text))
    except ValueError:
        pass
    try:
        return f"{date.fromisoformat(text):%d/%m/%Y}"
    except ValueError:
        return text
