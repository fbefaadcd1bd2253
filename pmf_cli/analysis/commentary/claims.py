"""Questions about what a comment claims: better or worse, on target, a colour, only good news.

The lists of words are short on purpose. A hit is a question: the author may mean another figure
than the KPI's own, and then says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pmf_cli.analysis.commentary.account import (
    DESCRIBING,
    OF_THE_KPI,
    Account,
    Hit,
    on_text,
    question,
    sentences,
)
from pmf_cli.rag.base import Travel
from pmf_cli.register.figures import figure
from pmf_cli.register.terms import CommentaryKind, Rag

NOT_YET = re.compile(
    r"\b(?:will|would|should|could|may|might|must|can|cannot|to|not|never|no|expect\w*|forecast\w*"
    r"|hope\w*|plan\w*|aim\w*|intend\w*|until|if|when|unless|need\w*|requires?|required|plans?"
    r"|target of|back|ahead|without|rather than|n[o']t)\b",
    re.IGNORECASE,
)
"""Words before a claim that make it something else: a plan, a hope, a condition, a denial."""
# Only what is said of the KPI's own figure, or begins a sentence: "complaints have improved" may be another.
_BETTER = re.compile(
    rf"\b{OF_THE_KPI} (?:has |have |is |are |was |were )?(?:again |also |now |further |slightly |much |clearly )?"
    r"(?:improved|improving|recovered|recovering|getting better|better)\b"
    r"|^\W*(?:an? )?(?:further |steady |slight |good |strong |clear |marked )*improve(?:d|ment)\b(?! plans?| notices?| boards?)",
    re.IGNORECASE,
)
_WORSE = re.compile(
    rf"\b{OF_THE_KPI} (?:has |have |is |are |was |were )?(?:again |also |now |further |slightly |much |clearly )?"
    r"(?:worsened|worsening|deteriorated|deteriorating|declined|declining|getting worse|worse)\b"
    r"|^\W*(?:an? )?(?:further |steady |slight |sharp |clear |marked )*"
    r"(?:deterioration|deteriorated|worsened|decline|declined)\b",
    re.IGNORECASE,
)
# "on target to" is a hope, not a claim.
_ON_TARGET = re.compile(
    r"\bon target\b(?! to\b)|\b(?:the |our )?target (?:has been |was |is )?(?:met|achieved|exceeded|reached)\b"
    r"|\b(?:met|achieved|exceeded|reached|hit|beat) (?:the|our|its|this) (?:\w+ )?target\b",
    re.IGNORECASE,
)
_OFF_TARGET = re.compile(
    r"\b(?:off|missed (?:the|our|its)|short of (?:the|our|its)?) ?target\b"
    r"|\b(?:the |our )?target (?:has been |was |is )?(?:missed|not met)\b",
    re.IGNORECASE,
)
# Only after a verb, and never of a bin, a belt or a space that has a colour.
_COLOUR = re.compile(
    r"\b(?:rated|is|are|was|were|remains?|stays?|turned|moved to|judged) (?:now |still )?"
    rf"({'|'.join((*Rag, *(rag.upper() for rag in Rag)))})\b(?! \w*(?:bins?|waste|space|spaces|belt|flag))"
)
_GOOD_NEWS = re.compile(
    r"\b(?:pleased|delighted|proud|excellent|outstanding work|very good|great|fantastic|success(?:es|ful(?:ly)?)?"
    r"|strong(?:ly)?|positive(?:ly)?|encouraging|well|good progress|on track|achievements?)\b",
    re.IGNORECASE,
)
# One such word is enough for a text to tell of more than good news; so the list is long.
_TROUBLE = re.compile(
    r"\b(?:but|although|though|however|despite|because|due to|owing|caus\w+|since|yet|while|only|still"
    r"|not|no|nor|never|without|fewer|less|short\w*|late|vacan\w+|delay\w*|fell|fall\w*|rose|risen|ris\w+"
    r"|behind|below|above|over|under|miss\w*|lost|los\w+|difficult\w*|hard\w*|pressure\w*|problem\w*"
    r"|demand|sick\w*|absen\w+|poor\w*|worse\w*|declin\w+|down|backlog\w*|challeng\w+|wait\w*|slow\w*"
    r"|fail\w*|clos\w+|left|reduc\w+|increas\w+|high\w*|low\w*|more|storm\w*|cost\w*|lack\w*)\b"
    r"|n[’']t\b",
    re.IGNORECASE,
)
_COMPARED = {Travel.WORSENED: "worse", Travel.IMPROVED: "better"}


@question("better or worse")
def better_or_worse(account: Account) -> Iterator[Hit]:
    """A comment says that the result improved while it worsened, or the reverse."""
    travel = account.rating.direction.travel
    if travel not in _COMPARED:
        return
    pattern = _BETTER if travel is Travel.WORSENED else _WORSE
    claim = "better" if travel is Travel.WORSENED else "worse"
    for comment in account.of_kind(*DESCRIBING):
        found = _claim(pattern, comment.text or "")
        if found is not None:
            text = (
                f"The comment speaks of {claim}, and by the register the result is "
                f"{_COMPARED[travel]} ({_movement(account)}). Which figure is meant?"
            )
            yield on_text(comment, text, *found)


def _movement(account: Account) -> str:
    """The result and what it is compared with, in words."""
    rating = account.rating
    direction, now = rating.direction, rating.result
    before = direction.comparator_value
    words = figure(None if now is None else now.value, account.kpi)
    if before is None:
        return words
    return f"{words} after {figure(before, account.kpi)} for {direction.comparator_period}"


@question("on target")
def on_target(account: Account) -> Iterator[Hit]:
    """A comment says that the target is met while the KPI is Red or Amber, or the reverse."""
    if account.rag is None:
        return
    is_met = account.rag is Rag.GREEN
    for comment in account.of_kind(*DESCRIBING):
        found = _claim(_OFF_TARGET if is_met else _ON_TARGET, comment.text or "")
        if found is not None:
            claim = "missed" if is_met else "met"
            text = f"The comment says that the target is {claim}; the KPI is rated {account.word}. Which is right?"
            yield on_text(comment, text, *found)


@question("other colour")
def other_colour_said(account: Account) -> Iterator[Hit]:
    """A comment names another colour than the KPI's rating."""
    for comment in account.of_kind(*DESCRIBING):
        for found in _COLOUR.finditer(comment.text or ""):
            said = Rag(found[1].capitalize())
            if account.rag is None or said is account.rag:
                continue
            text = (
                f"The comment says {said}; the KPI is rated {account.word}. Is another meant, or "
                "another period?"
            )
            yield on_text(comment, text, *found.span())
            break


@question("only good news")
def only_good_news(account: Account) -> Iterator[Hit]:
    """The reason for a Red result tells only what goes well."""
    if account.rag is not Rag.RED:
        return
    reasons = account.of_kind(CommentaryKind.REASON)
    texts = " ".join(comment.text or "" for comment in reasons)
    found = _GOOD_NEWS.search(reasons[0].text or "") if reasons else None
    if found is not None and not _TROUBLE.search(texts):
        text = f"The result is {account.word} and the comment tells only what goes well. What lies behind the result?"
        yield on_text(reasons[0], text, *found.span())


def _claim(pattern: re.Pattern[str], text: str) -> tuple[int, int] | None:
    """Where a text claims something of what has been: not of what is hoped, planned or denied."""
    for sentence in sentences(text):
        found = pattern.search(sentence[0])
        if found is None or NOT_YET.search(sentence[0], 0, found.start() + 1):
            continue
        if NOT_YET.search(found[0].partition(" ")[0]):
            continue
        return sentence.start() + found.start(), sentence.start() + found.end()
    return None


QUESTIONS = (better_or_worse, on_target, other_colour_said, only_good_news)
"""Every question of this theme."""
