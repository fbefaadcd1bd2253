"""The screen of ``pmf next``: one screen, true to what was typed, with what blocks named once."""

from __future__ import annotations

from datetime import date

import pytest

from pmf_cli.cycle.checklist.checklist import checklist_of
from pmf_cli.cycle.ledger_facts import CycleFacts, Form
from pmf_cli.register import terms
from pmf_cli.register.sheets.process import Escalation, Recommendation
from pmf_cli.register.sheets.supporting import ScopeChange
from pmf_cli.render.terminal import text_of
from pmf_cli.views.blocking import coming_back
from pmf_cli.views.lists.next_steps import next_listing
from pmf_cli.views.lists.step_words import Typing, shell_quoted
from tests.assessed import assessed, quarterly, register_of, words_of
from tests.data_formats import names_of
from tests.make import (
    AS_OF,
    CONTACTS,
    PERIOD,
    make_checklist_step,
    make_comment,
    make_contact,
    make_step,
)

OPEN = {"status": terms.StepStatus.PLANNED, "done_on": None}
TAKES = {"rag": frozenset({"--period", "--register"}), "rag explain": frozenset({"--register"})}


def listing(register, facts=None, **over):
    case = assessed(register)
    known = facts or CycleFacts()
    steps = checklist_of(register, case.period, case.as_of, known)
    return next_listing(case, steps, known, Typing(), **over)


def a_register(*values, **over):
    over.setdefault("timetable", (make_step(on=AS_OF, **OPEN),))
    over.setdefault("checklist", (make_checklist_step("1", timing="0 before Data due"),))
    return register_of(quarterly("A-1", values or ["91", "92"]), **over)


def test_what_people_typed_stays_as_typed():
    """Markup, formulas, templates and line ends in a cell are data; control characters go."""
    row = make_checklist_step(
        "1",
        timing="0 before Data due",
        step="=1+1 [c]\n{{7*7}}",
        command="pmf rag\npmf validate\x1b[31m; pmf kpi list",
        last_note="[x] Ask\nfirst",
    )
    text = text_of(listing(a_register(checklist=(row,))).sections, width=90)
    assert "=1+1 [c] {{7*7}}" in text
    assert "[x] Ask first" in text
    assert "\n    pmf rag\n    pmf validate[31m\n    pmf kpi list\n" in text


def test_a_long_command_is_not_broken_over_lines():
    """So that it can be copied."""
    command = "pmf rag --directorate " + "x" * 150
    row = make_checklist_step("1", timing="0 before Data due", command=command)
    lines = text_of(listing(a_register(checklist=(row,))).sections, width=60).splitlines()
    assert f"    {command}" in lines
    assert all(len(line) <= 60 for line in lines if not line.startswith("    "))


def test_who_is_away_or_has_left_is_said():
    """A stand-in sees at once whom not to ring."""
    away = make_contact("C04", job_title="Performance Lead", absent_until=date(2025, 2, 14))
    left = make_contact("C03", job_title="Deputy", to_date=date(2024, 12, 31))
    words = words_of(listing(a_register(contacts=(*CONTACTS[:2], left, away))).sections)
    assert "Performance Lead (C04), away until 14/02/2025" in words
    assert "Deputy (C03), who has left" in words


def test_what_blocks_is_named_once_each():
    """A Red without reason stands there once, other questions and forms still out beside it."""
    register = register_of(
        quarterly("A-1", ["91", "70"]),
        quarterly("A-2", ["91", "88"]),
        commentary=(make_comment("A-9"),),
        checklist=(make_checklist_step("1"),),
    )
    facts = CycleFacts(forms=(Form("R1", PERIOD, "C02", date(2025, 1, 6)),))
    blocks = [item["what"] for item in listing(register, facts).items if item["kind"] == "blocks"]
    assert sum("A-1" in words for words in blocks) == 1
    assert sum("A-2" in words for words in blocks) == 1
    assert any("1 return form is still out: Data Officer." in words for words in blocks)


def test_what_has_to_come_back_is_named():
    """Open issues, recommendations without answer, and changes that a body has not heard of."""
    register = a_register(
        escalations=(
            Escalation(ref="E-1", raised_on=AS_OF, source=CONTACTS[0].source),
            Escalation(ref="E-2", status=terms.OpenStatus.CLOSED, source=CONTACTS[0].source),
        ),
        recommendations=(
            Recommendation(ref="RC-1", meeting_on=AS_OF, source=CONTACTS[0].source),
            Recommendation(ref="RC-2", meeting_on=date(2025, 3, 1), source=CONTACTS[0].source),
        ),
        scope_changes=(
            ScopeChange(
                change_ref="SC-1",
                kind=terms.ScopeChangeKind.DEFINITION,
                changed_on=AS_OF,
                reported_to_dmt=AS_OF,
                source=CONTACTS[0].source,
            ),
            ScopeChange(
                change_ref="SC-2", kind=terms.ScopeChangeKind.OWNER, source=CONTACTS[0].source
            ),
        ),
    )
    back = " ".join(i["what"] for i in listing(register).items if i["kind"] == "comes back")
    assert "E-1" in back
    assert "without an answer: RC-1" in back
    assert "SC-1 (not yet told: CLT and Scrutiny)" in back
    assert not {"E-2", "RC-2", "SC-2"} & set(back.replace(".", " ").replace(";", " ").split())


def test_what_was_answered_or_told_after_the_day_is_still_open_on_it():
    """A past day shows what members were waiting for then."""
    later = date(2025, 2, 20)
    register = a_register(
        recommendations=(
            Recommendation(
                ref="RC-1",
                meeting_on=AS_OF,
                answer="Agreed.",
                answered_on=later,
                status=terms.OpenStatus.CLOSED,
                source=CONTACTS[0].source,
            ),
        ),
        scope_changes=(
            ScopeChange(
                change_ref="SC-1",
                kind=terms.ScopeChangeKind.DEFINITION,
                changed_on=AS_OF,
                reported_to_dmt=AS_OF,
                reported_to_clt=later,
                reported_to_scrutiny=later,
                source=CONTACTS[0].source,
            ),
        ),
    )
    back = " ".join(coming_back(assessed(register)))
    assert "without an answer: RC-1" in back
    assert "SC-1 (not yet told: CLT and Scrutiny)" in back
    assert coming_back(assessed(register, as_of=later)) == ()


def test_many_late_steps_fit_one_screen():
    """Counted beyond the first few; --all and the data formats have them all."""
    rows = tuple(
        make_checklist_step(str(n), timing="3 before Data due", last_done_on=None)
        for n in range(40)
    )
    register = a_register(checklist=rows)
    text = text_of(listing(register).sections, width=100)
    assert len(text.splitlines()) <= 45
    assert "pmf next --all" in text
    steps = [item for item in listing(register, with_all=True).items if item["kind"] == "step"]
    assert len(steps) == 40
    assert all(list(item) == names_of("pmf/next/1") for item in listing(register).items)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("pmf rag", 'pmf rag --period "2024/25 Q3" --register r'),
        ("pmf rag --period 2024", "pmf rag --period 2024 --register r"),
        ("pmf rag explain WM-01", "pmf rag explain WM-01 --register r"),
        ("pmf unknown", "pmf unknown"),
        ("see the handbook", "see the handbook"),
    ],
)
def test_commands_get_the_options_they_take(typed, shown):
    """Only those, and none twice; what is no command of pmf stays as it is."""
    typing = Typing(options={"--register": "r"}, takes=TAKES)
    assert typing.commands(typed, "2024/25 Q3") == (shown,)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("2025-02-03", "2025-02-03"),
        ("2024/25 Q3", '"2024/25 Q3"'),
        ("C:\\KPI Register", '"C:\\KPI Register"'),
        ("a$(rm)", "'a$(rm)'"),
        ("x;y", '"x;y"'),
    ],
)
def test_values_are_one_word_for_the_shell(value, shown):
    assert shell_quoted(value) == shown
