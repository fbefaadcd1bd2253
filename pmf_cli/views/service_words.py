"""What the services said of a result, made ready for a paper: why, what is done, what holds it up, when it is back.

The words are the services' own (2024 report, ¶39 and ¶50; 2008/09 scrutiny report, 3.2); only their length
is cut, with a mark, and where none came that is said. What people promised is never worked out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pmf_cli.analysis.plan_steps import FINISHED, due_day, is_overdue
from pmf_cli.assessment import Assessment
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import KpiRating
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.plan import Action
from pmf_cli.register.sheets.record import Commentary
from pmf_cli.register.terms import BodyKind, CommentaryKind, Rag
from pmf_cli.views.audience import Audience
from pmf_cli.views.base import Entry, Tone, Words
from pmf_cli.views.comments import comment_text, comments_on, none_words, of_kind, promise_in
from pmf_cli.views.wording import one_line, sentence, short_period, shortened
from pmf_cli.words import short_day

NO_DATE = "No date given"
"""What stands where nobody has said when a result is expected back on target."""
NONE_GIVEN = "None was given."
"""What stands for a reason or an action where the service wrote of other things only."""
NOTHING_KNOWN = ("", "none", "none known", "none known.", "n/a", "no")
"""Limitations that say there are none."""
OFF_TARGET = (Rag.RED, Rag.AMBER)


@frozen
class ServiceWords:
    """The services' words on a result, one line each, uncut; empty where there are none.

    Attributes:
        why: the reason for a result off target.
        good: what went well, for one on target.
        action: what is being done, else the open actions of the delivery plan.
        held_up: resources or blockages.
        expected: what is said of the way back, beside its date.
        none: what is printed where no words came: that none were given, or only for others.
    """

    why: str
    good: str
    action: str
    held_up: str
    expected: str
    none: str

    @property
    def story(self) -> str:
        """Why the result is as it is, off target or on it."""
        return " ".join(filter(None, (self.why, self.good)))


def day_or_none_given(on: date | None) -> Entry:
    """A day, or in bold that nobody has given one."""
    return Entry(NO_DATE, is_strong=True) if on is None else Entry(short_day(on))


def service_words(assessment: Assessment, audience: Audience, rating: KpiRating) -> ServiceWords:
    """What an audience may read of the services' words on a result.

    What a service writes beside a Red or Amber result is its reason, under whatever kind it was filed.
    """
    comments = comments_on(assessment.register, rating, audience.use_in)
    why, good = _reasons(comments, off_target=rating.rag in OFF_TARGET)

    def text(kind: CommentaryKind) -> str:
        return _joined(of_kind(comments, kind))

    action = text(CommentaryKind.ACTION) or _action_words(assessment, rating)
    is_answered = bool(action) or any(comment.text for comment in comments)
    use_in, is_public = audience.use_in, audience.is_public
    none = none_words(assessment.register, rating, use_in, is_public=is_public)
    return ServiceWords(
        why=_joined(why),
        good=_joined(good),
        action=action,
        held_up=" ".join(one_line(one.blockages) for one in comments if one.blockages),
        expected=text(CommentaryKind.RECOVERY),
        none=NONE_GIVEN if is_answered else f"{none}.",
    )


def _joined(comments: Sequence[Commentary]) -> str:
    return comment_text(comments, 10_000)


def _reasons(
    comments: Sequence[Commentary], *, off_target: bool
) -> tuple[tuple[Commentary, ...], tuple[Commentary, ...]]:
    """The comments that give the reason for a result, and the service's further words."""
    reasons = of_kind(comments, CommentaryKind.REASON)
    others = of_kind(comments, CommentaryKind.GOOD_PRACTICE, CommentaryKind.CONTEXT)
    if reasons or not off_target:
        return reasons, others
    reasons = of_kind(comments, CommentaryKind.CONTEXT, CommentaryKind.DATA_QUALITY)
    return reasons, of_kind(comments, CommentaryKind.GOOD_PRACTICE)


def _action_words(assessment: Assessment, rating: KpiRating) -> str:
    """Open actions of the delivery plan for a KPI, each with its date."""
    return " ".join(
        _one_action(assessment, action)
        for action in assessment.register.actions
        if action.belongs_to == rating.kpi.ref and action.status not in FINISHED and action.action
    )


def _one_action(assessment: Assessment, action: Action) -> str:
    words, due = sentence(one_line(action.action))[:-1], due_day(action)
    if due is None:
        return f"{words}."
    late = ", overdue" if is_overdue(action, assessment.as_of) else ""
    return f"{words} (due {short_day(due)}{late})."


def back_on_target(assessment: Assessment, audience: Audience, rating: KpiRating) -> Entry:
    """When a result is expected back on target; bold where nobody has said, a dash for one on target."""
    if rating.rag not in OFF_TARGET:
        return Entry("–", tone=Tone.MUTED)
    promise = promise_in(comments_on(assessment.register, rating, audience.use_in))
    if promise is None or promise.back_on_target is None:
        return _no_date(audience)
    return _until(promise.back_on_target, assessment.as_of)


def _no_date(audience: Audience) -> Entry:
    """That nobody has said when: a question for those who may ask, of which the public reads the answers alone."""
    if audience.kind is BodyKind.PUBLIC:
        return Entry("–", tone=Tone.MUTED)
    return Entry(NO_DATE, is_strong=True)


def way_back(assessment: Assessment, audience: Audience, rating: KpiRating) -> Entry:
    """The same with what is expected on the way, in ten words: ``Jul–Sep 2025``, below it ``38 days by March``."""
    entry = back_on_target(assessment, audience, rating)
    promise = promise_in(comments_on(assessment.register, rating, audience.use_in))
    if promise is None or not promise.in_ten_words or rating.rag not in OFF_TARGET:
        return entry
    words = Words(one_line(promise.in_ten_words), is_muted=True, new_line=True)
    return replace(entry, more=(*entry.more, words))


def _until(until: Period | date, as_of: date) -> Entry:
    is_period = isinstance(until, Period)
    words = short_period(until) if isinstance(until, Period) else short_day(until)
    passed = (until.end if isinstance(until, Period) else until) < as_of
    more = (Words("date has passed", is_muted=True, new_line=is_period),) if passed else ()
    return Entry(words, more=more)


def caution(kpi: Kpi, most: int) -> str:
    """What a reader must know of the figure's weakness, cut to so many words (2024 report, ¶36 and ¶67)."""
    words = one_line(kpi.known_limitations)
    return "" if words.casefold() in NOTHING_KNOWN else shortened(sentence(words), most)[0]
