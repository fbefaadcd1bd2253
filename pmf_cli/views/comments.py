"""The services' own words: which comments belong to a result, and how they are cut to length.

A missing comment is said to be missing; a blank is never left (Breckland's members). Words
are printed as written; only their length is cut, with a mark.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pmf_cli.rag.base import KpiRating
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.record import Commentary
from pmf_cli.register.terms import CommentaryKind, Rag, UseIn
from pmf_cli.views.wording import one_line, shortened

SCORECARD_WORDS = 35
"""Words of a comment in the scorecard, where the body's row in ``Boards`` gives no other."""
NOT_RECEIVED = "No commentary received"
NOT_NEEDED = "None given"
FOR_OTHERS = "Commentary was given for other papers, not for this one"
"""What stands where every comment on a result names papers under *Use in*, and this is none of them."""
NOT_HERE = "No commentary in this paper"
"""The same in a paper that is published."""
ORDER = (
    CommentaryKind.REASON,
    CommentaryKind.ACTION,
    CommentaryKind.RECOVERY,
    CommentaryKind.GOOD_PRACTICE,
    CommentaryKind.CONTEXT,
    CommentaryKind.DATA_QUALITY,
)
"""The order in which comments on one result are printed; judged statuses stand apart."""


def comments_on(
    register: Register, rating: KpiRating, use_in: UseIn | None = UseIn.CLT
) -> tuple[Commentary, ...]:
    """The comments on the result shown (or on the period, where there is none), for a kind of paper.

    In the order reason, action, recovery, good practice, context, data quality; newest first
    within each kind. Comments on the reporting period count as well as those on the result's
    own period.
    """
    found = _all_on(register, rating)
    return tuple(sorted((one for one in found if is_for(one, use_in)), key=_place))


def is_for_others(register: Register, rating: KpiRating, use_in: UseIn | None = UseIn.CLT) -> bool:
    """Whether comments on the result were given, and every one of them for other papers."""
    found = [comment for comment in _all_on(register, rating) if comment.kind in ORDER]
    return bool(found) and not any(is_for(comment, use_in) for comment in found)


def none_words(
    register: Register,
    rating: KpiRating,
    use_in: UseIn | None = UseIn.CLT,
    *,
    is_public: bool = False,
) -> str:
    """What is said where no comment is printed: that none came, is needed, or is for this paper.

    Args:
        is_public: whether the paper is published, whose readers are not told of papers that they do not get.
    """
    if is_for_others(register, rating, use_in):
        return NOT_HERE if is_public else FOR_OTHERS
    return NOT_RECEIVED if rating.rag in (Rag.RED, Rag.AMBER) else NOT_NEEDED


def _all_on(register: Register, rating: KpiRating) -> list[Commentary]:
    shown = rating.shown
    periods = {rating.period, rating.result_period, None if shown is None else shown.period}
    return [
        comment
        for comment in register.commentary_by_kpi.get(rating.kpi.ref, ())
        if comment.text and comment.period in periods
    ]


def is_for(comment: Commentary, use_in: UseIn | None) -> bool:
    """Whether a comment may stand in a kind of paper; one that names none may in all."""
    return not comment.use_in or use_in in comment.use_in


def _place(comment: Commentary) -> tuple[int, int]:
    kind = ORDER.index(comment.kind) if comment.kind in ORDER else len(ORDER)
    written = comment.written_on or date.min
    return (kind, -written.toordinal())


def of_kind(comments: Sequence[Commentary], *kinds: CommentaryKind) -> tuple[Commentary, ...]:
    """The comments of some kinds."""
    return tuple(comment for comment in comments if comment.kind in kinds)


def comment_text(comments: Sequence[Commentary], most: int) -> str:
    """The comments' words one after another, cut to so many words."""
    text = " ".join(one_line(comment.text) for comment in comments if comment.text)
    return shortened(text, most)[0]


def promise_in(comments: Sequence[Commentary]) -> Commentary | None:
    """The comment that says when a result is expected back on target, the first of those given."""
    return next((one for one in comments if one.back_on_target is not None), None)
