"""Questions to authors: each fires on its case, stays silent on innocent words, changes nothing."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmf_cli.analysis.commentary.account import words_quoted
from pmf_cli.analysis.commentary.questions import QUESTIONS, commentary_questions
from pmf_cli.register import terms
from pmf_cli.register.sheets.plan import Action
from pmf_cli.register.sheets.supporting import GlossaryTerm
from tests.assessed import assessed, quarterly, register_of
from tests.make import CONTACTS, PERIOD, make_board, make_comment, make_contact
from tests.running import ROOT

REASON, ACTION, RECOVERY = (
    terms.CommentaryKind.REASON,
    terms.CommentaryKind.ACTION,
    terms.CommentaryKind.RECOVERY,
)
WHY = "Garden waste fell after a dry summer."
DONE = "Crews leave a card on wrong bins from March."
EARLIER = "2024/25 Q2"


def comment(text, kind=REASON, period=PERIOD, **over):
    return make_comment("A-1", period, text=text, kind=kind, **over)


ANSWERED = (
    comment(WHY),
    comment(DONE, ACTION),
    comment("Back by spring.", RECOVERY, back_on_target="2025/26 Q1"),
)


def asked(*comments, values=("91", "80"), register=None, on=None, **kpi):
    """What is asked about one KPI with these comments; Red unless other values are given."""
    rows = quarterly("A-1", list(values), **kpi)
    made = register_of(rows, commentary=comments, **(register or {}))
    assessment = assessed(made) if on is None else assessed(made, as_of=on)
    return commentary_questions(assessment)


def names(*comments, **over):
    return {one.name for one in asked(*comments, **over)}


def test_a_red_result_without_words_is_asked_for_reason_action_and_date():
    """Breckland's members: comments are never left blank."""
    assert names() == {"missing", "no action", "no recovery date"}
    assert names(values=("91", "88")) == {"missing"}
    assert names(values=("91", "91")) == set()
    assert names(*ANSWERED) == set()


def test_an_action_names_who_and_when_or_the_delivery_plan_does():
    """Red without owner or date is asked about; a post, a team, a month or an open action answers."""
    rest = (ANSWERED[0], ANSWERED[2])
    vague = comment("Things are being looked at with a view to getting better.", ACTION)
    assert names(*rest, vague) == {"action without owner", "action without date"}
    with_owner = comment("The depot manager is looking at it.", ACTION)
    assert names(*rest, with_owner) == {"action without date"}
    with_date = comment("Things are being looked at until May.", ACTION)
    assert names(*rest, with_date) == {"action without owner"}
    planned = Action(ref="X-1", belongs_to="A-1", action="Look", owner="C01", due=date(2025, 6, 30))
    assert names(*rest, vague, register={"actions": (planned,)}) == set()
    assert names(comment(WHY), vague, values=("91", "88")) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Four rounds were re-cut on 13 January and supervisors ride with crews.",
        "Our quality team visits each home every month.",
        "The reablement service takes all referrals within two weeks.",
        "A bursary for those over 18 began in January. We pay it weekly.",
        "Homes England carries the grant over to next year; the contractor starts in 2025.",
        "Waste Management has rented six lorries for six weeks.",
    ],
)
def test_actions_with_who_and_when_are_left_alone(text):
    """Posts, teams, bodies and services answer who; months, seasons and spans answer when."""
    assert names(ANSWERED[0], ANSWERED[2], comment(text, ACTION)) == set()


def test_a_recovery_date_is_asked_for_where_it_is_missing_past_or_before_the_period():
    """Members ask it first; a promise missed in silence costs trust."""
    forecast = comment("We expect to recover.", RECOVERY)
    assert names(*ANSWERED[:2], forecast) == {"no recovery date"}
    past = comment("Back soon.", RECOVERY, back_on_target="2024/25 Q1")
    (one,) = asked(*ANSWERED[:2], past)
    assert (one.name, one.hit.where.cell) == ("recovery date passed", "F4")
    assert "before 2024/25 Q3 had ended" in one.hit.text
    old = comment("By December.", RECOVERY, EARLIER, back_on_target="2024/25 Q3")
    assert names(*ANSWERED[:2], old, on=date(2025, 2, 3)) == {"recovery date passed"}
    still = comment("By June.", RECOVERY, EARLIER, back_on_target="2025/26 Q1")
    (one,) = asked(*ANSWERED[:2], still)
    assert "Is it still so?" in one.hit.text


def test_a_comment_repeated_word_for_word_or_nearly_is_asked_about():
    """A reason that has not changed in three months is a reason nobody looked at."""
    long = "Seven of 38 posts in the two northern teams are vacant and referrals are rising."
    new = long.replace("Seven", "Six")
    for text, before, words in ((WHY, WHY, "the same words"), (new, long, "nearly")):
        found = asked(comment(text), *ANSWERED[1:], comment(before, period=EARLIER))
        assert [one.name for one in found] == ["repeated"]
        assert words in found[0].hit.text
    assert names(*ANSWERED, comment("The lorries broke down.", period=EARLIER)) == set()
    assert names(*ANSWERED, comment(WHY, ACTION, EARLIER)) == set()


def test_a_comment_longer_than_its_readers_want_is_asked_about():
    """The tightest body that reads it counts, and is named; others do not."""
    boards = (
        make_board("Leaders", comment_words=10),
        make_board("Scrutiny", kind=terms.BodyKind.SCRUTINY, comment_words=5),
    )
    text = comment("Garden waste fell by a lot after the dry summer.")
    (one,) = asked(text, *ANSWERED[1:2], ANSWERED[2], register={"boards": boards})[:1]
    assert one.name == "too long" and "Scrutiny reads at most 5" in one.hit.text
    only_clt = comment(text.text, use_in=(terms.UseIn.CLT,))
    assert "too long" not in {one.name for one in asked(only_clt, register={"boards": boards})}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("TBC", "left over"),
        ("The cause is to be added.", "left over"),
        ("Delays because of [insert reason] in the depot.", "left over"),
        ("Delays because of {{ reason }}.", "left over"),
        ("As above", "left over"),
        ("n/a", "left over"),
        ("Why is the result Red? What lies behind the figure?", "left over"),
        ("The ABC of QRST was late.", "abbreviation"),
        ("Ring the depot on 01632 960 123 for more.", "contact details"),
        ("Write to pat.smith@example.org for more.", "contact details"),
        ("Performance has improved this quarter.", "better or worse"),
        ("The result is much better.", "better or worse"),
        ("A further improvement on last time.", "better or worse"),
        ("Recycling is on target for the year.", "on target"),
        ("We met the target in two months of three.", "on target"),
        ("The KPI is Amber because of the summer.", "other colour"),
        ("The crews did excellent work and we are proud of them.", "only good news"),
        ("82.5% of waste was recycled, as wagons broke down.", "other result"),
        ("Recycling was 80.0% against a target of 92%.", "other target"),
        ("Recycling was 80.0%, 4 points below target.", "other distance"),
        ("The target for Q3 of 2024/25 was 93% and was missed at 80%.", "other target"),
        ("Performance for the quarter is above target.", "above or below"),
        ("Our rate remains well over the target, as loads were wet.", "above or below"),
    ],
)
def test_each_question_fires(text, name):
    """One comment on a Red result (80.0% after 91.0%, target 90%) a question."""
    found = asked(comment(text), *ANSWERED[1:])
    assert [one.name for one in found] == [name]
    assert found[0].hit.text.rstrip().endswith(("?", ".")) and "?" in found[0].hit.text
    assert found[0].hit.where.sheet == "Commentary"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Performance has deteriorated.", "better or worse"),
        ("The target was missed.", "on target"),
        ("It remains Red.", "other colour"),
    ],
)
def test_the_reverse_is_asked_as_well(text, name):
    """A Green, better result of which the comment says the opposite."""
    assert names(comment(text), values=("90", "95")) == {name}


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("80.0% of waste was recycled, better than last year but below 90%.", True),
        ("80.0% of waste was recycled, higher than a year ago.", False),
        ("80.0% of waste was recycled, 3 points more than last year.", True),
        ("80.0% of waste was recycled, 11 points less than a year before.", True),
        ("80.0% of waste was recycled, 10 points less than a year before.", False),
        ("80.0% of waste was recycled, 11.1% less than a year ago.", False),
        ("80.0% of waste was recycled, nearly 11 points less than a year ago.", False),
        ("80.0% of waste was recycled, worse than last year.", False),
        ("80.0% of waste was recycled, better than last quarter.", True),
        ("80.0% of waste was recycled, better than last July.", False),
        ("Garden waste was 12% higher than a year ago, which no crew foresaw.", False),
    ],
)
def test_what_is_said_of_an_earlier_result_is_held_against_it(text, fires):
    """90% a year ago, 91% a quarter ago, 80% now; only a sentence that gives the result is read."""
    found = names(comment(text), *ANSWERED[1:], values=("90", "90", "90", "91", "80"))
    assert found == ({"other comparison"} if fires else set())


@pytest.mark.parametrize(
    "text",
    [
        "We will improve, and expect to be on target in May.",
        "The improvement plan was agreed, but two homes still Require Improvement.",
        "It has not improved, as the beds were closed.",
        "We do not expect performance to have improved before the autumn.",
        "Better weather did not help; the wagons broke down.",
        "The number of wagons fell from 21 to 16 and tonnage rose by 12%.",
        "80.0% of waste was recycled, 10 points below target; paper was at 62%.",
        "80% of waste was recycled against a target of 90%, 11.0 points fewer than before.",
        "11% below target: garden waste was 6% down after a dry October.",
        "Garden waste rose by 38% in a year, and 3 of 10 wagons are off the road.",
        "A third of loads, 12% more than in 2019, was too wet.",
        "GPs and the NHS in the UK; IT and HR; the A46 and Q3; CARs (Care Act Reviews) fell.",
        "The Care Act Review (CAR) was late, and KPI WM-01 too. SharePoint failed.",
        "Green waste and red bins are amber in the sun, so tonnage fell.",
        "The wagon cost £1.2 million (0.5 million more), 01/02/2025, 10:30, ref 0123/456.",
        "Contract 01632 was let; 0800 hours; 07 to 09 wagons; £0 spent, so loads fell.",
        "Sickness rose. Thanks to the well run depot, the loss is smaller than feared.",
        "The target is stretching, and the weather was bad.",
        "We are on target to open the new depot; loads were wet.",
        "Performance is below target, as in most councils, and RED for the second time.",
        "COVID-19 and A&E closures hit us; all 3 Cs (cost, crews, cars) are NOT yet solved.",
        "The target for Q3 was 90%; 80.0% was reached, 62% in May and 71% in June.",
        "9 of 10 crews were full, but 80 loads (12%) went to landfill.",
        "Rejected loads doubled from 4% to 8%. Without these the rate is 87%.",
        "In the 24/7 depot 3.5 posts (of 12) are vacant since 1 May.",
    ],
)
def test_innocent_words_are_left_alone(text):
    """Texts are full of other figures, hopes, names and changes; none of these is asked about."""
    glossary = (GlossaryTerm(term="KPI", meaning="Key performance indicator"),)
    found = asked(comment(text), *ANSWERED[1:], register={"glossary": glossary})
    assert [(one.name, one.hit.text) for one in found] == []


def test_the_author_is_asked_and_else_who_stands_in():
    """The author while in post; else the key contact, else the deputy."""
    tbc = comment("TBC", author="C04")
    assert asked(tbc, *ANSWERED[1:])[0].contact == "C04"
    gone = (*CONTACTS[:3], make_contact("C04", to_date=date(2024, 12, 31)))
    assert asked(tbc, *ANSWERED[1:], register={"contacts": gone})[0].contact == "C02"
    away = (
        CONTACTS[0],
        make_contact("C02", absent_until=date(2025, 3, 1)),
        *gone[2:],
    )
    one = asked(tbc, *ANSWERED[1:], register={"contacts": away})[0]
    assert (one.contact, one.stands_in) == ("C03", True)


def test_a_quote_is_short_and_holds_no_contact_details():
    """The words around the place, cut at words; addresses and numbers are covered."""
    long = "word " * 40 + "needle " + "more " * 40
    told = words_quoted(long, 200, 206)
    assert "needle" in told and told.startswith("… ") and told.endswith(" …") and len(told) <= 96
    assert "@" not in words_quoted("Write to pat@example.org or ring 01632 960 123 now.")
    assert "960" not in words_quoted("Write to pat@example.org or ring 01632 960 123 now.")


PIECES = (
    *("the", "target", "is", "90%", "91", "%", "on", "not", "improved", "Red", "TBC", "(ABC)"),
    *("£3.2m", "a@b.cc", "01632 960 123", "…", "?", ".", "worse", "[date]", "ab\u2028cd", "\x07"),
    *("{{x}}", "12,345,678,901,234,567", "will", "below target", "against"),
)
"""Bits that the questions look for, and that look like them."""


@given(
    st.text(max_size=300)
    | st.lists(
        st.sampled_from(PIECES),
        max_size=30,
    ).map(" ".join),
    st.sampled_from(list(terms.CommentaryKind)),
)
@settings(max_examples=150, deadline=None)
def test_no_text_stops_the_questions(text, kind):
    """Whatever is written, the questions come without a fault, and each is a question."""
    for one in asked(comment(text, kind), comment(text, kind, EARLIER)):
        assert "?" in one.hit.text


def test_every_question_has_a_name_and_a_sentence_of_its_own():
    """The manual lists them by these."""
    assert (
        len({one.name for one in QUESTIONS})
        == len(QUESTIONS)
        == len({one.title for one in QUESTIONS})
    )
    assert all(one.title.endswith(".") for one in QUESTIONS)


def test_the_manual_lists_every_question():
    """docs/commentary.md says of each what is looked for, in the program's own words."""
    page = (ROOT / "docs" / "commentary.md").read_text(encoding="utf-8")
    for one in QUESTIONS:
        assert f"| {one.name} | {one.title} |" in page


def test_nothing_is_asked_of_an_empty_register():
    """No KPI, no comment, no question."""
    assert commentary_questions(assessed(register_of())) == ()
    assert commentary_questions(assessed(register_of(quarterly("A-1", ["91", "91"])))) == ()
