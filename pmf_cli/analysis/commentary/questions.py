"""Every question to ask the authors of commentary, and whom to ask.

To add a question, write one function in the module of its theme and name it in its list.
"""

from __future__ import annotations

from collections.abc import Mapping

from pmf_cli.analysis.commentary import claims as comment_claims
from pmf_cli.analysis.commentary import comparisons as comment_comparisons
from pmf_cli.analysis.commentary import figures as comment_figures
from pmf_cli.analysis.commentary import gaps as comment_gaps
from pmf_cli.analysis.commentary import wording as comment_wording
from pmf_cli.analysis.commentary.account import Account, CommentaryQuestion, Hit
from pmf_cli.analysis.commentary.explanations import asks_of, comments_for
from pmf_cli.assessment import Assessment
from pmf_cli.cycle.due import contact_for
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import KpiRating
from pmf_cli.register.comments import comments_known
from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Benchmark, Commentary, Result
from pmf_cli.register.terms import CommentaryKind

QUESTIONS: tuple[CommentaryQuestion, ...] = (
    *comment_gaps.QUESTIONS,
    *comment_claims.QUESTIONS,
    *comment_figures.QUESTIONS,
    *comment_comparisons.QUESTIONS,
    *comment_wording.QUESTIONS,
)
"""Every question, in the order in which they are asked."""
CONTRADICTIONS = frozenset(
    one.name
    for one in (
        comment_claims.better_or_worse,
        comment_claims.on_target,
        comment_claims.other_colour_said,
        *comment_figures.QUESTIONS,
        *comment_comparisons.QUESTIONS,
    )
)
"""The questions about words that say otherwise than the figures beside them."""


@frozen
class AskedAgain:
    """A question to the author of a comment, or to who should have written one.

    Attributes:
        contact: contact reference of who is asked; ``None`` where nobody can be.
        stands_in: true where that is neither the author nor the key contact.
    """

    name: str
    rating: KpiRating
    period: Period
    hit: Hit
    contact: str | None
    stands_in: bool = False
    why_contact: str = ""


def commentary_questions(assessment: Assessment) -> tuple[AskedAgain, ...]:
    """Everything to ask about the commentary of the period, in the order of the sheet."""
    found: list[AskedAgain] = []
    for account in accounts_of(assessment):
        for one in QUESTIONS:
            for hit in one.run(account):
                contact = _who(assessment, account.rating, hit.comment)
                found.append(AskedAgain(one.name, account.rating, account.period, hit, *contact))
    return tuple(found)


def accounts_of(assessment: Assessment) -> tuple[Account, ...]:
    """Every result with what was written on it, where there is something to read or to ask."""
    register = assessment.register
    asks = {ask.rating.kpi.ref: ask for ask in asks_of(assessment)}
    glossary = comment_wording.known_terms(register, "")
    figures_of = _figures_of(register)
    found = []
    for rating in assessment.ratings:
        ref, own = rating.kpi.ref, rating.result_period or rating.period
        comments = tuple(
            comment
            for comment in comments_for(assessment, rating)
            if comment.kind is not CommentaryKind.JUDGED
        )
        if comments or ref in asks:
            earlier = _earlier(assessment, ref, own)
            known = glossary | comment_wording.known_terms(Register(), _kpi_words(rating.kpi))
            results, others = figures_of.get(ref, ([], []))
            said = (comments, earlier, asks.get(ref), known)
            found.append(Account(assessment, rating, *said, tuple(results), tuple(others)))
    return tuple(found)


def _earlier(assessment: Assessment, ref: str, own: Period) -> tuple[Commentary, ...]:
    return tuple(
        comment
        for comment in comments_known(assessment.register, ref, assessment.as_of)
        if comment.period is not None and comment.period.end < own.end
    )


def _figures_of(register: Register) -> Mapping[str, tuple[list[Result], list[Benchmark]]]:
    """KPI reference → its results, splits too, and its benchmarks."""
    found: dict[str, tuple[list[Result], list[Benchmark]]] = {}
    for (ref, _), rows in register.series.items():
        found.setdefault(ref, ([], []))[0].extend(rows.values())
    for row in register.benchmarks:
        found.setdefault(row.kpi_ref, ([], []))[1].append(row)
    return found


def _kpi_words(kpi: Kpi) -> str:
    """The words that a reader of a KPI's comment has before them."""
    parts = (kpi.ref, kpi.name, kpi.short_name, kpi.definition, kpi.unit)
    return " ".join(part for part in parts if part)


def _who(
    assessment: Assessment, rating: KpiRating, comment: Commentary | None
) -> tuple[str | None, bool, str]:
    """The author while in post, else the key contact or the deputy, and why."""
    register, on = assessment.register, assessment.as_of
    author = register.contact((comment.author if comment else None) or "")
    if author is not None and author.is_there(on):
        return author.ref, False, ""
    return contact_for(register, rating.kpi, on)
