"""Questions about what a comment does not say: reason, action, owner, date, recovery."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pmf_cli.analysis.commentary.account import Account, Hit, on_text, question
from pmf_cli.register.comments import has_passed, newest_promise, promised_day
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.record import Commentary
from pmf_cli.register.terms import CommentaryKind, Rag
from pmf_cli.words import day

ACTORS = (
    "team|service|officer|head|director|manager|leader|lead|crew|gang|squad|board|panel|trust|partner"
    "|partnership|contractor|supplier|provider|school|college|academ(?:y|ies)|alliance|nurse|worker"
    "|coach|mentor|reviewer|inspector|supervisor|planner|psychologist|physiotherapist|therapist"
    "|assessor|adviser|advisor|agenc(?:y|ies)|hub|council|committee|group|department|directorate|unit"
    "|commissioner|cabinet|consultant|chief|staff|colleague|clinic|hospital|police|charit(?:y|ies)"
    "|ministr(?:y|ies)|universit(?:y|ies)|landlord|surveyor|engineer|teacher|governor|chair|member"
    "|owner|trainee|apprentice|lawyer|solicitor|auditor|compan(?:y|ies)|firm|association"
    "|authorit(?:y|ies)|network"
)
"""Words that name who acts: posts, teams and bodies, not people."""
_ACTOR = re.compile(
    rf"\b(?:(?:{ACTORS})(?:s|es|’s|'s)?|we|our|us|GPs?|responsible|led by|owned by|run by)\b",
    re.IGNORECASE,
)
_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
)
_WHEN = re.compile(
    rf"\b(?:{_MONTHS})\b|\b(?:19|20)\d\d\b|\d{{1,2}}[/.-]\d{{1,2}}|\bQ[1-4]\b"
    r"|\b(?i:spring|summer|autumn|winter|easter|christmas|new year|half[- ]term|year[- ]end"
    r"|today|tomorrow|now|already|daily|weekly|monthly|quarterly|fortnightly|immediately"
    r"|monday|tuesday|wednesday|thursday|friday|saturdays?|sundays?|weekends?"
    r"|(?:this|next|last|each|every|the|per|end of(?: the)?|mid|early|late)[ -]"
    r"(?:day|week|fortnight|month|quarter|term|year|season)"
    r"|within (?:the )?(?:\w+[ -])?(?:\w+ )?(?:days?|weeks?|months?|hours?)"
    r"|(?:for|in|over|after|every) (?:\w+ ){1,2}(?:days?|weeks?|months?|years?)"
    r"|by (?:the )?(?:end|start|middle) of)\b"
)


@question("missing")
def missing(account: Account) -> Iterator[Hit]:
    """A result that must be explained has no reason, or no word on what made the difference."""
    for asked in () if account.ask is None else account.ask.unanswered:
        if asked.kind not in (CommentaryKind.ACTION, CommentaryKind.RECOVERY):
            why = "" if account.ask is None else account.ask.why
            text = f"{_result(account)} ({why}) has no comment yet. {asked.text}"
            yield Hit(account.cell, text)


@question("no action")
def action_missing(account: Account) -> Iterator[Hit]:
    """A Red result, or an adverse highlight, does not say what is being done."""
    for asked in () if account.ask is None else account.ask.unanswered:
        if asked.kind is CommentaryKind.ACTION:
            text = f"{_result(account)} has no action yet. {asked.text}"
            yield Hit(account.cell, text)


@question("action without owner")
def action_lacks_owner(account: Account) -> Iterator[Hit]:
    """The action on a Red result names no post, team or body, nor does the delivery plan."""
    comment = _action(account)
    if comment is None or any(action.owner for action in account.open_actions):
        return
    texts = " ".join(one.text or "" for one in account.of_kind(CommentaryKind.ACTION))
    if not _ACTOR.search(texts) and not _names_somebody(account, texts):
        yield on_text(comment, "Who does this? The comment names no post, team or body.")


@question("action without date")
def action_without_date(account: Account) -> Iterator[Hit]:
    """The action on a Red result says nothing of when, nor does the delivery plan."""
    comment = _action(account)
    if comment is None or any(one.due or one.revised_due for one in account.open_actions):
        return
    if not any(_WHEN.search(one.text or "") for one in account.of_kind(CommentaryKind.ACTION)):
        yield on_text(comment, "By when will this be done? The comment gives no date.")


def _action(account: Account) -> Commentary | None:
    actions = account.of_kind(CommentaryKind.ACTION)
    return actions[0] if actions and account.rag is Rag.RED else None


def _names_somebody(account: Account, text: str) -> bool:
    """Whether the text holds a post or service of the register."""
    low = text.casefold()
    register = account.assessment.register
    named = {contact.job_title for contact in register.contacts}
    named |= {contact.service for contact in register.contacts} | {account.kpi.service}
    named |= {board.body for board in register.boards}
    return any(name and name.casefold() in low for name in named)


@question("no recovery date")
def no_recovery_date(account: Account) -> Iterator[Hit]:
    """A Red result does not say when it is expected back on target."""
    if account.rag is not Rag.RED or any(c.back_on_target for c in account.comments):
        return
    promise = newest_promise(account.earlier)
    if promise is not None:
        if not _is_past(account, promise):
            text = f"Back on target by {_until(promise)} was said for {promise.period}. Is it still so?"
            yield Hit(account.cell, text, on_text(promise, "").quote, promise)
        return
    forecasts = account.of_kind(CommentaryKind.RECOVERY)
    if forecasts:
        where = forecasts[0].source.at("back_on_target")
        text = "The forecast has no date in Expected back on target. By when do you expect it?"
        yield Hit(where, text, on_text(forecasts[0], "").quote, forecasts[0])
    else:
        text = f"{_result(account)} does not say when it will be back on target. By when?"
        yield Hit(account.cell, text)


@question("recovery date passed")
def recovery_date_over(account: Account) -> Iterator[Hit]:
    """The date by which a Red or Amber result was to be back on target has passed."""
    if account.rag not in (Rag.RED, Rag.AMBER):
        return
    comment = newest_promise((*account.earlier, *account.comments))
    if comment is None or not _is_past(account, comment):
        return
    where, shown = comment.source.at("back_on_target"), _until(comment)
    told = f"It was expected back on target by {shown} and is still {account.word}"
    promised = promised_day(comment)
    if promised is not None and comment.period is not None and promised < comment.period.end:
        told = f"It is expected back on target by {shown}, before {comment.period} had ended"
    text = f"{told}. What is the date now, and why was the old one missed?"
    yield Hit(where, text, on_text(comment, "").quote, comment)


def _is_past(account: Account, promise: Commentary) -> bool:
    last, assessment = promised_day(promise), account.assessment
    return last is not None and has_passed(
        last, account.period, assessment.period, assessment.as_of
    )


def _until(promise: Commentary) -> str:
    until = promise.back_on_target
    if isinstance(until, Period):
        return str(until)
    return "" if until is None else day(until)


def _result(account: Account) -> str:
    return f"The result of {account.kpi.ref} for {account.period}"


QUESTIONS = (
    missing,
    action_missing,
    action_lacks_owner,
    action_without_date,
    no_recovery_date,
    recovery_date_over,
)
"""Every question of this theme."""
