"""What is asked of commentary and judged statuses."""

from typing import Any

import pytest

from pmf_cli.register import terms
from pmf_cli.register.register import Register
from pmf_cli.register.terms import CommentaryKind, Rag
from tests.checks.cases import (
    Case,
    action,
    assert_every_rule_has_a_case,
    assert_found,
    comment,
    comments,
    day,
    fires,
    silent,
)
from tests.make import (
    BOARDS,
    make_board,
    make_comment,
    make_kpi,
    make_register,
    make_result,
    make_target,
)

RED = {"WM-01": Rag.RED}

AMBER = {"WM-01": Rag.AMBER}

GREEN = {"WM-01": Rag.GREEN}

LOWER = {"polarity": terms.Polarity.LOWER}


def judged(text: str, value: object, target: object, **kpi: Any) -> Register:
    """A register in which somebody judged the KPI."""
    return make_register(
        (make_kpi(**kpi),),
        (make_result("WM-01", "2024/25 Q3", value),),
        (make_target(target=target),),
        commentary=(make_comment(kind=CommentaryKind.JUDGED, text=text),),
    )


CLERK_WORDS = " ".join(["word"] * 46)

CASES = [
    fires("COM001", comments(value="50"), "Results!value", rags=AMBER),
    silent("COM001", "with a reason", comment(), rags=RED),
    silent("COM001", "for Green", comments(), rags=GREEN),
    fires("COM002", comment(), "Results!value", rags=RED),
    silent("COM002", "for Amber", comment(), rags=AMBER),
    fires("COM003", comment(kind=CommentaryKind.ACTION), "Results!value", rags=RED),
    silent(
        "COM003",
        "with a date",
        comment(kind=CommentaryKind.ACTION, back_on_target="2024/25 Q4"),
        rags=RED,
    ),
    fires(
        "COM004",
        make_register(actions=(action(status=terms.ActionStatus.COMPLETED),)),
        "Results!value",
        rags=RED,
    ),
    silent("COM004", "with an open one", make_register(actions=(action(),)), rags=RED),
    silent("COM004", "without the sheet", make_register(), rags=RED),
    fires(
        "COM005", comments(make_comment("WM-01", "2024/25 Q2"), make_comment()), "Commentary!text@3"
    ),
    silent(
        "COM005",
        "of another kind",
        comments(make_comment("WM-01", "2024/25 Q2"), make_comment(kind=CommentaryKind.CONTEXT)),
    ),
    fires(
        "COM006",
        comments(make_comment("WM-01", "2024/25 Q1", back_on_target="2024/25 Q2")),
        "Commentary!back_on_target",
        rags=AMBER,
    ),
    silent(
        "COM006",
        "when Green again",
        comments(make_comment("WM-01", "2024/25 Q1", back_on_target="2024/25 Q2")),
        rags=GREEN,
    ),
    silent("COM006", "with a date to come", comment(back_on_target=day("01/06/2025")), rags=RED),
    fires("COM007", comment(text=None), "Commentary!text"),
    fires("COM008", comment(author=None), "Commentary!author"),
    fires("COM008", comment(written_on=None), "Commentary!written_on"),
    fires("COM009", comment(text=CLERK_WORDS), "Commentary!text"),
    silent("COM009", "in two sentences", comment(text=f"{CLERK_WORDS[:120]}. {CLERK_WORDS[120:]}")),
    fires("COM011", comment(in_ten_words="word " * 16), "Commentary!in_ten_words"),
    silent("COM011", "at 15", comment(in_ten_words="word " * 15)),
    fires(
        "COM010",
        make_register(
            commentary=(make_comment(text="one two three"),),
            boards=(make_board(comment_words=2), *BOARDS[1:]),
        ),
        "Commentary!text",
    ),
    fires("JDG001", judged("Green", "80.6", 90), "Commentary!text"),
    silent("JDG001", "when met", judged("Green", "90", 90)),
    silent(
        "JDG001",
        "when its share of the year is met",
        judged(
            "Green",
            "75",
            100,
            time_basis=terms.TimeBasis.CUMULATIVE,
            data_type=terms.DataType.NUMBER,
        ),
    ),
    silent("JDG001", "when met as printed", judged("Green", "89.96", 90)),
    silent("JDG001", "when lower is better", judged("Green", "80.6", 90, **LOWER)),
    fires("JDG002", judged("Amber", "97", 97), "Commentary!text"),
    fires("JDG002", judged("Red", "2.7", "3.15", **LOWER), "Commentary!text"),
    fires("JDG003", judged("Amber", "85", 90), "Commentary!text", rags=RED),
    silent("JDG003", "with a reason", judged("Amber: the contract was late", "85", 90), rags=RED),
    silent("JDG003", "when they agree", judged("Red", "85", 90), rags=RED),
    fires("JDG004", judged("On track", "85", 90), "Commentary!text"),
    silent("JDG004", "with more words", judged("Green - improving", "91", 90)),
]


@pytest.mark.parametrize("case", CASES)
def test_commentary(case: Case) -> None:
    """Each rule names the cell, and stays silent where the rule does not apply."""
    assert_found(case)


def test_every_rule_has_a_case() -> None:
    """No rule of these themes is left untried."""
    assert_every_rule_has_a_case(CASES, "COM", "JDG")
