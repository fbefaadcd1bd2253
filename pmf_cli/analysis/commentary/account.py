"""What a question to an author looks at: one result with all that was written on it.

A question never changes a text and never says that an author is wrong: it quotes, puts the
figure of the register beside it, and asks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from pmf_cli.analysis.commentary.explanations import Ask
from pmf_cli.assessment import Assessment
from pmf_cli.findings import CellRef
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import KpiRating, Rating
from pmf_cli.register.comments import without_contact_details
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.plan import Action
from pmf_cli.register.sheets.record import Benchmark, Commentary, Result
from pmf_cli.register.terms import ActionStatus, CommentaryKind, Rag

LONGEST_QUOTE = 90
"""Signs of a comment that a question quotes."""
DESCRIBING = (
    CommentaryKind.REASON,
    CommentaryKind.GOOD_PRACTICE,
    CommentaryKind.CONTEXT,
    CommentaryKind.DATA_QUALITY,
)
"""Comments that speak of what has happened; forecasts and actions speak of what is to come."""
OF_THE_KPI = (
    r"(?:(?:the|our|this) )?(?:result|figure|performance|rate|share|percentage|position|kpi)s?"
    r"(?: (?:for|in|on) [\w ,/]{1,30}?)?"
)
"""Pattern of the words by which a sentence speaks of the KPI's own figure."""
CLOSED = (ActionStatus.COMPLETED, ActionStatus.CANCELLED)


@dataclass(frozen=True)
class Account:
    """One result, its rating, and every comment on it.

    Attributes:
        earlier: the KPI's comments on periods before.
        ask: what the service is asked about the result; ``None`` where nothing is.
        known_terms: abbreviations that need no explanation, in capitals as they are written.
    """

    assessment: Assessment
    rating: KpiRating
    comments: tuple[Commentary, ...]
    earlier: tuple[Commentary, ...] = ()
    ask: Ask | None = None
    known_terms: frozenset[str] = frozenset()
    figures: tuple[Result, ...] = ()
    benchmarks: tuple[Benchmark, ...] = ()

    @property
    def kpi(self) -> Kpi:
        """The KPI."""
        return self.rating.kpi

    @property
    def rag(self) -> Rag | None:
        """Its colour."""
        return self.rating.rag

    @property
    def word(self) -> str:
        """The council's word for its colour; empty where not rated."""
        outcome = self.rating.outcome
        return outcome.word if isinstance(outcome, Rating) else ""

    @property
    def period(self) -> Period:
        """The KPI's own period that the comments are about."""
        return self.rating.result_period or self.rating.period

    def of_kind(self, *kinds: CommentaryKind) -> tuple[Commentary, ...]:
        """The comments of some kinds."""
        return tuple(comment for comment in self.comments if comment.kind in kinds)

    @cached_property
    def open_actions(self) -> tuple[Action, ...]:
        """The open actions of the delivery plan that belong to the KPI."""
        return tuple(
            action
            for action in self.assessment.register.actions
            if action.belongs_to == self.kpi.ref and action.status not in CLOSED
        )

    @property
    def cell(self) -> CellRef:
        """The cell of the result, else of the KPI."""
        result = self.rating.result
        return self.kpi.source.at("ref") if result is None else result.source.at("value")


@frozen
class Hit:
    """Something to ask an author about: the cell, the question, the words quoted, the comment if any."""

    where: CellRef
    text: str
    quote: str = ""
    comment: Commentary | None = None


@frozen
class CommentaryQuestion:
    """One kind of question; its title says in a sentence what is looked for."""

    name: str
    title: str
    run: Callable[[Account], Iterator[Hit]]


def question(name: str) -> Callable[[Callable[[Account], Iterator[Hit]]], CommentaryQuestion]:
    """Turns a function into a ``CommentaryQuestion``; its docstring's first line is the title."""

    def decorate(run: Callable[[Account], Iterator[Hit]]) -> CommentaryQuestion:
        title = (run.__doc__ or "").strip().partition("\n")[0]
        return CommentaryQuestion(name, title, run)

    return decorate


def on_text(comment: Commentary, text: str, start: int = 0, end: int = 0) -> Hit:
    """A question about a comment's words, quoting those from ``start`` to ``end``."""
    return Hit(
        comment.source.at("text"), text, words_quoted(comment.text or "", start, end), comment
    )


def words_quoted(text: str, start: int = 0, end: int = 0) -> str:
    """The words around a place in a text, on one line, cut at words, with marks where cut.

    E-mail addresses and telephone numbers are covered.
    """
    text = without_contact_details(text)
    if len(text) <= LONGEST_QUOTE:
        return " ".join(text.split())
    room = max(LONGEST_QUOTE - (end - start), 0)
    first = max(start - room // 2, 0)
    last = min(first + LONGEST_QUOTE, len(text))
    first = max(last - LONGEST_QUOTE, 0)
    if first:
        gap = text.find(" ", first, start or last)
        first = gap + 1 if gap >= 0 else first
    if last < len(text):
        gap = text.rfind(" ", max(end, first), last)
        last = gap if gap > first else last
    words = " ".join(text[first:last].split())
    return f"{'… ' if first else ''}{words}{' …' if last < len(text) else ''}"


# A point or comma that no blank follows stands within a figure ("38.2") and ends no sentence.
_SENTENCE = re.compile(r"[^.!?;\n]+(?:[.!?;\n](?!\s|$)[^.!?;\n]*)*")


def sentences(text: str) -> Iterator[re.Match[str]]:
    """The sentences of a text with their places; a point within a figure ends none."""
    return _SENTENCE.finditer(text)
