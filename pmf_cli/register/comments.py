"""Comments as words and promises: which were known, what repeats an earlier one, how long it is, what it promises.

Pure functions over rows of ``Commentary``; checks and questions to authors ask the same ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from difflib import SequenceMatcher

from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.process import Board
from pmf_cli.register.sheets.record import Commentary
from pmf_cli.register.terms import BodyKind, CommentaryKind, UseIn

NEARLY = 0.9
"""Two comments with so large a share of their words in common, in order, are nearly the same."""
FEWEST_COMPARED = 8
"""Shorter comments are only compared word for word: a few words have little choice."""
MOST_COMPARED = 400
"""Longer comments are only compared word for word: nobody repeats so much with small changes."""
READERS = {
    UseIn.CLT: BodyKind.CLT,
    UseIn.DMT: BodyKind.DMT,
    UseIn.SCRUTINY: BodyKind.SCRUTINY,
    UseIn.CABINET: BodyKind.EXECUTIVE,
    UseIn.PARTNERSHIP: BodyKind.PARTNERSHIP,
    UseIn.PUBLIC: BodyKind.PUBLIC,
}
"""The kind of body that reads what is written for an audience."""

CONTACT_DETAILS = (
    # No more than 64 signs before the @, as in addresses; the limit keeps long texts quick to read.
    (re.compile(r"[\w.+'-]{1,64}@[\w-]+(?:\.[\w-]+)+"), "an e-mail address"),
    (
        # From 0 or +44 on, so that neither amounts nor years nor references are taken for one.
        re.compile(r"(?<![\w.,£-])(?:\+44|0044|\(?0\d)[\d()\s-]{7,15}\d(?![\w%])"),
        "a telephone number",
    ),
)
"""What no paper carries, and its name."""


def plain_words(text: str | None) -> str:
    """The words alone: no case, punctuation or line breaks."""
    return re.sub(r"\W+", " ", text or "").strip().casefold()


def same_words(one: str | None, other: str | None) -> bool:
    """Whether two comments are word for word the same."""
    return plain_words(one) == plain_words(other)


def nearly_same_words(one: str | None, other: str | None) -> bool:
    """Whether two comments differ in a few words only, such as a new figure in an old sentence."""
    first, second = plain_words(one).split(), plain_words(other).split()
    if first == second:
        return True
    shorter, longer = sorted((len(first), len(second)))
    if shorter < FEWEST_COMPARED or longer > MOST_COMPARED or shorter < NEARLY * longer:
        return False
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.quick_ratio() >= NEARLY and matcher.ratio() >= NEARLY


def repeats(
    comments: Iterable[Commentary], alike: Callable[[str | None, str | None], bool] = same_words
) -> Iterator[tuple[Commentary, Commentary]]:
    """Each comment that says the same as the one of its kind on the period before, and that one."""
    dated = [one for one in comments if one.period is not None and one.text]
    dated.sort(key=lambda one: one.period.sort_key if one.period else (date.min, date.min, ""))
    newest: dict[CommentaryKind | None, Commentary] = {}
    for comment in dated:
        before = newest.get(comment.kind)
        newest[comment.kind] = comment
        if before is None or before.period == comment.period:
            continue
        if comment.kind is not CommentaryKind.JUDGED and alike(before.text, comment.text):
            yield comment, before


def without_contact_details(text: str) -> str:
    """The text with a dot for every sign of an e-mail address or telephone number."""
    for pattern, _ in CONTACT_DETAILS:
        text = pattern.sub(lambda found: "•" * len(found[0]), text)
    return text


def number_of_words(text: str | None) -> int:
    """How many words a comment has."""
    return len((text or "").split())


def tightest_limit(comment: Commentary, boards: Iterable[Board]) -> tuple[int, str] | None:
    """The fewest words that a body wants which reads the comment (all, where it names no paper), and the body's name."""
    kinds = {READERS.get(audience) for audience in comment.use_in} or set(READERS.values())
    limits = [
        (board.comment_words, board.body)
        for board in boards
        if board.comment_words is not None and board.comment_words > 0 and board.kind in kinds
    ]
    return min(limits, default=None)


def newest_promise(comments: Iterable[Commentary]) -> Commentary | None:
    """The newest comment that says when the result is expected back on target."""
    promised = [one for one in comments if one.back_on_target is not None]
    return max(promised, key=lambda one: one.period.end if one.period else date.min, default=None)


def promised_day(comment: Commentary) -> date | None:
    """The last day of the promise."""
    until = comment.back_on_target
    return until.end if isinstance(until, Period) else until


def has_passed(promised: date, result: Period, reporting: Period, as_of: date) -> bool:
    """Whether a promise has run out: before the result's own period ended, or by now."""
    return promised < result.end or (promised < as_of and promised <= reporting.end)


def comments_known(register: Register, kpi_ref: str, as_of: date) -> tuple[Commentary, ...]:
    """The comments on a KPI that had been written by a day, in the order of the sheet; one without a date counts."""
    return tuple(
        comment
        for comment in register.commentary_by_kpi.get(kpi_ref, ())
        if comment.written_on is None or comment.written_on <= as_of
    )
