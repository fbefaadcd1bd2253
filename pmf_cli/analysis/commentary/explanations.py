"""Who must explain what: which results need words from the service, and what is asked of it.

Key contacts are asked for the reasons for any adverse performance results and the actions being
taken (2024 report, ¶50); heads of service are asked to describe the performance and to provide
plans to secure improvements (2004 approach, 3.4). What goes well is asked about too, since members
ask why a KPI overperforms (Leeds scrutiny 2009).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmf_cli.assessment import Assessment
from pmf_cli.cycle.due import contact_for
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import KpiRating, Mark, Rating, UnratedReason
from pmf_cli.register.comments import comments_known
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.process import Highlight
from pmf_cli.register.sheets.record import Commentary
from pmf_cli.register.terms import CommentaryKind, HighlightKind, Rag
from pmf_cli.register.time.expected import Known

REASON = (CommentaryKind.REASON, CommentaryKind.DATA_QUALITY, CommentaryKind.CONTEXT)
"""Comments that count as a reason for a result."""
GOOD = (CommentaryKind.GOOD_PRACTICE, CommentaryKind.REASON, CommentaryKind.CONTEXT)
"""Comments that say why something goes well."""


@frozen
class Question:
    """One question to a service, and the kind of comment that answers it."""

    kind: CommentaryKind
    text: str
    is_answered: bool = False


@frozen
class Ask:
    """What one service is asked about one KPI.

    Attributes:
        period: the KPI's own period that the answer is about.
        why: why it is asked, in words: the rating's word, ``chosen as a highlight``.
        last: the newest comments of the KPI's periods before, by kind.
    """

    rating: KpiRating
    period: Period
    why: str
    questions: tuple[Question, ...]
    contact: str | None
    stands_in: bool = False
    why_contact: str = ""
    last: Mapping[CommentaryKind, Commentary] | None = None

    @property
    def unanswered(self) -> tuple[Question, ...]:
        """The questions to which the register holds no answer."""
        return tuple(question for question in self.questions if not question.is_answered)


def asks_of(assessment: Assessment) -> tuple[Ask, ...]:
    """Every KPI whose result needs words, in the order of the sheet, as was known on the date.

    Red: reason, action and when it will be back on target. Amber: reason. A highlight that people
    chose: reason and action where it is adverse, what made the difference where it is favourable.
    A Green beyond the exceeding mark: why. A blank for a data quality problem: what is being done.
    """
    chosen = {
        row.kpi_ref: row
        for row in assessment.register.highlights
        if row.cycle == assessment.period and row.chosen and row.kpi_ref
    }
    asked = (_ask(assessment, one, chosen.get(one.kpi.ref)) for one in assessment.ratings)
    return tuple(ask for ask in asked if ask is not None)


def _ask(assessment: Assessment, rating: KpiRating, choice: Highlight | None) -> Ask | None:
    why, wanted = _wanted(rating, choice)
    if not wanted:
        return None
    register, kpi, own = assessment.register, rating.kpi, rating.result_period or rating.period
    comments = comments_for(assessment, rating)
    answers = {kind for kind, enough, _ in wanted if _is_answered(kind, enough, comments)}
    if _is_noted(assessment, kpi, own):
        answers.add(CommentaryKind.DATA_QUALITY)
    questions = tuple(Question(kind, text, kind in answers) for kind, _, text in wanted)
    contact, stands_in, why_contact = contact_for(register, kpi, assessment.as_of)
    last = last_comments(assessment, kpi.ref, own)
    return Ask(rating, own, why, questions, contact, stands_in, why_contact, last)


def comments_for(assessment: Assessment, rating: KpiRating) -> tuple[Commentary, ...]:
    """The comments with words on a result's own period or on the reporting period."""
    periods = {rating.period, rating.result_period}
    return tuple(
        comment
        for comment in comments_known(assessment.register, rating.kpi.ref, assessment.as_of)
        if comment.text and comment.period in periods
    )


_Wanted = tuple[CommentaryKind, tuple[CommentaryKind, ...], str]
"""A kind to answer with, the kinds that count as an answer, and the question."""


def _wanted(rating: KpiRating, choice: Highlight | None) -> tuple[str, tuple[_Wanted, ...]]:
    outcome = rating.outcome
    rag = rating.rag
    if isinstance(outcome, Rating) and rag is Rag.RED:
        return outcome.word, (_why(outcome), ACTION, RECOVERY)
    if choice is not None:
        is_good = choice.kind is HighlightKind.FAVOURABLE
        return "chosen as a highlight", (GOOD_NEWS,) if is_good else (_reason(), ACTION)
    if not isinstance(outcome, Rating):
        is_asked = outcome.reason is UnratedReason.DATA_QUALITY
        return ("data quality problem", (DATA_QUALITY,)) if is_asked else ("", ())
    if rag is Rag.AMBER:
        return outcome.word, (_why(outcome),)
    return ("exceeding", (GOOD_NEWS,)) if Mark.EXCEEDING in outcome.marks else ("", ())


def _why(outcome: Rating) -> _Wanted:
    return _reason(f"Why is the result {outcome.word}? ")


def _reason(first: str = "") -> _Wanted:
    return (CommentaryKind.REASON, REASON, f"{first}What lies behind the figure?")


ACTION: _Wanted = (
    CommentaryKind.ACTION,
    (CommentaryKind.ACTION,),
    "What is being done, by whom, and by when?",
)
RECOVERY: _Wanted = (
    CommentaryKind.RECOVERY,
    (CommentaryKind.RECOVERY,),
    "When do you expect the result to be back on target?",
)
GOOD_NEWS: _Wanted = (
    CommentaryKind.GOOD_PRACTICE,
    GOOD,
    "What made the difference, and what can others learn from it?",
)
DATA_QUALITY: _Wanted = (
    CommentaryKind.DATA_QUALITY,
    REASON,
    "What is wrong with the data, and when will the figure be known?",
)


def _is_answered(
    kind: CommentaryKind, enough: Sequence[CommentaryKind], comments: Sequence[Commentary]
) -> bool:
    if kind is CommentaryKind.RECOVERY and any(c.back_on_target is not None for c in comments):
        return True
    return any(comment.kind in enough for comment in comments)


def _is_noted(assessment: Assessment, kpi: Kpi, own: Period) -> bool:
    """Whether the record says beside a blank why it is blank: that answers for the data."""
    rows = assessment.register.results_of(kpi.ref)
    row = Known(rows, assessment.period.end, assessment.as_of, kpi).at(own)
    return row is not None and row.value is None and bool(row.note)


def last_comments(
    assessment: Assessment, kpi_ref: str, before: Period
) -> Mapping[CommentaryKind, Commentary]:
    """The newest comment of each kind on a period that ended earlier."""
    found: dict[CommentaryKind, Commentary] = {}
    for comment in comments_known(assessment.register, kpi_ref, assessment.as_of):
        if comment.kind is None or comment.period is None or not comment.text:
            continue
        if comment.period.end >= before.end:
            continue
        there = found.get(comment.kind)
        if there is None or there.period is None or there.period.end <= comment.period.end:
            found[comment.kind] = comment
    return found
