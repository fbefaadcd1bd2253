"""What was issued, read from the ledger; the issue that somebody means; what differs from it now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pmf_cli.analysis.issued.issue_history import History, IssuedPaper, ReportedFigure
from pmf_cli.cycle.bodies import clt_name
from pmf_cli.errors import UsageError
from pmf_cli.fingerprints import fingerprint
from pmf_cli.frozen import frozen
from pmf_cli.pipeline.read.opening import OpenedRegister, assessed
from pmf_cli.places import FILE_NAME
from pmf_cli.register.kpi_filters import chosen_values, distinct
from pmf_cli.register.register import Register
from pmf_cli.register.terms import RATING_WORDS, RatingWords
from pmf_cli.words import day, listed_shortly

if TYPE_CHECKING:
    from pmf_cli.assessment import Assessment
    from pmf_cli.views.listing import Listing


def history_in(folder: Path, words: RatingWords = RATING_WORDS) -> History:
    """What the ledger of a register knows, ratings in the words given; nothing where there is none.

    LedgerError: the ledger is damaged or was altered.
    """
    from pmf_cli.ledger.papers import history_of
    from pmf_cli.ledger.store import read_ledger

    return history_of(read_ledger(folder), words)


def history_of_register(opened: OpenedRegister) -> History:
    """As ``history_in``, in the words in which the register was opened."""
    return history_in(opened.folder, opened.register.rating_words)


def issue_named(
    history: History, asked: str, as_of: date, body: str = "", *, otherwise: str = ""
) -> IssuedPaper:
    """The issue of a reference; without one the newest, of a body where it is named.

    Args:
        asked: the reference; empty for the newest.
        as_of: the day; later issues do not count.
        body: only issues to this body.
        otherwise: how else the command lets an issue be named, told where there is no such one.

    Raises:
        UsageError: there is none.
    """
    known = [paper for paper in history.standing(as_of) if not body or paper.body == body]
    to = f" to {body}" if body else ""
    _refuse_withdrawn(history, asked, known)
    if not known:
        raise UsageError(
            f"No paper is on record as issued{to} by {day(as_of)}.",
            "Freeze one when it goes out: pmf issue clt --write",
        )
    found = _of_ref(known, asked) if asked.strip() else known
    if not found:
        refs = [f"{paper.ref} (to {paper.body})" for paper in reversed(known)]
        advice = f"Issues on record: {listed_shortly(refs, 8)}. {otherwise}".rstrip()
        raise UsageError(f'There is no issue "{asked}"{to}.', advice)
    return found[-1]


def _of_ref(papers: Iterable[IssuedPaper], asked: str) -> list[IssuedPaper]:
    plain = asked.strip().casefold()
    return [paper for paper in papers if paper.ref.casefold() == plain]


def _refuse_withdrawn(history: History, asked: str, known: list[IssuedPaper]) -> None:
    gone = next(iter(_of_ref(history.papers, asked)), None)
    if gone is not None and gone.withdrawn is not None and gone not in known:
        raise UsageError(
            f"{gone.ref} was withdrawn on {day(gone.withdrawn.on)}: {gone.withdrawn.why}",
            f"pmf ledger reported {gone.ref} shows what it said.",
        )


def any_issue_named(history: History, asked: str, as_of: date) -> IssuedPaper:
    """The issue of a reference by a day, whether it stands or was withdrawn; UsageError for none."""
    for paper in _of_ref(history.papers, asked):
        if paper.issued_on <= as_of:
            return paper
    return issue_named(history, asked, as_of)


def issue_before(
    history: History, asked: str, assessment: Assessment, body: str
) -> IssuedPaper | None:
    """The issue from which on changes count: the one asked for, else the body's newest.

    Issues of a paper on this very period come last, so that a paper written beside it says the same
    before and after. Papers beside the body's own tell no period, so that none begins from them. ``None`` where
    the body has been given nothing; UsageError where there is no issue of that reference to it.
    """
    if asked.strip():
        return issue_named(history, asked, assessment.as_of, body)
    known = [one for one in history.to(body, assessment.as_of) if not one.is_beside]
    others = [paper for paper in known if paper.period != str(assessment.period)]
    found = others or known
    return found[-1] if found else None


def body_named(register: Register, asked: str) -> str:
    """The body of a name or of a beginning that fits only one; CLT where nothing is asked."""
    if not asked.strip():
        return clt_name(register)
    known = distinct((*(row.body for row in register.boards), clt_name(register)))
    (name,) = chosen_values("body", (asked,), known)
    return name


def fingerprints_now(opened: OpenedRegister) -> dict[str, str]:
    """Workbook (and ``pmf.toml``) → SHA-256 of what was read."""
    found = dict(opened.register.fingerprints)
    settings = opened.folder / FILE_NAME
    if settings.is_file():
        found[FILE_NAME] = fingerprint(settings.read_bytes())
    return found


@frozen
class SinceIssue:
    """A paper as it was issued, beside the register as it is now.

    Attributes:
        paper: what the body was told.
        now: the register, for the paper's period or a later one.
        shown: the KPIs that the body is given now.
    """

    paper: IssuedPaper
    now: Assessment
    shown: frozenset[str]

    @property
    def refs(self) -> frozenset[str]:
        """The KPIs that the body is given now, or was told of."""
        return self.shown | {figure.kpi_ref for figure in self.paper.figures}

    def figures(self) -> tuple[ReportedFigure, ...]:
        """The figures now; one that was rated then and still stands is rated for its own period.

        For it may have been new when it was reported, and is not new any more.
        """
        from pmf_cli.analysis.issued.corrections import standings
        from pmf_cli.analysis.issued.issue_history import ReportedEarlier

        told = {
            one.key: ReportedEarlier(one, self.paper) for one in self.paper.figures if one.rating
        }
        now = standings(self.now, told.values())
        found = []
        for figure in _figures(self.now):
            then = now.get(figure.key)
            if then is not None and then.is_rated and then.figure and not figure.rating:
                figure = then.figure
            found.append(figure)
        return tuple(one for one in found if one.kpi_ref in self.refs)


def since_issue(now: Assessment, paper: IssuedPaper) -> SinceIssue:
    """A paper beside the register as it is now; one beside the body's own beside the KPIs that it told of."""
    from pmf_cli.analysis.series.year_view import year_view
    from pmf_cli.views.audience import shown_to
    from pmf_cli.views.papers import is_yearly

    if is_yearly(paper.report) and str(now.period) == paper.period:
        now = year_view(now)
    shown = frozenset(rating.kpi.ref for rating in shown_to(now, paper.body))
    if paper.is_beside:
        shown &= {figure.kpi_ref for figure in paper.figures}
    return SinceIssue(paper, now, shown)


def differences_since(
    opened: OpenedRegister, asked: str, body: str, on: date, otherwise: str
) -> Listing:
    """What is different since a paper was issued (``pmf diff``), for the paper's own period.

    Args:
        asked: the issue's reference; empty for the newest.
        body: only issues to this body, as typed; empty for all.
        otherwise: how else an issue can be named, told where there is no such one.

    Raises:
        UsageError: there is no such body or issue.
    """
    from pmf_cli.analysis.issued.differences import added, differences_from
    from pmf_cli.analysis.withheld import for_body
    from pmf_cli.views.lists.differences import differences_listing

    history = history_of_register(opened)
    named = body_named(opened.register, body) if body else ""
    paper = issue_named(history, asked, on, named, otherwise=otherwise)
    # The body is asked about as it is shown the register: what is withheld from it did not come in.
    whole = assessed(opened, period=paper.period, as_of=on)
    since = since_issue(for_body(whole, history, paper.body).assessment, paper)
    found = (*differences_from(since.now, paper, history), *added(since.now, paper, since.shown))
    scope = tuple(
        change
        for change in since.now.register.scope_changes
        if change.changed_on is not None
        and paper.as_at < change.changed_on <= on
        and change.kpi_ref in since.refs
    )
    return differences_listing(since.now, paper, found, scope, fingerprints_now(opened))


def compared(opened: OpenedRegister, first: str, second: str, on: date) -> Listing:
    """Which ratings moved between two periods, or since an issue (``pmf rag compare``).

    Args:
        first: the earlier period in words, or an issue's reference.
        second: the later period; the issue's own where not given.

    Raises:
        UsageError: a word is neither period nor issue, or both are the same period.
    """
    from pmf_cli.analysis.issued.rating_changes import movements
    from pmf_cli.views.lists.differences import compare_listing

    history = history_of_register(opened)
    if _of_ref(history.papers, first):
        paper = issue_named(history, first, on)
        since = since_issue(assessed(opened, period=second or paper.period, as_of=on), paper)
        after, before, now = since.now, paper.figures, since.figures()
        words, start = paper.ref, paper.as_at
        later = f"{after.period} now" if str(after.period) == paper.period else str(after.period)
    else:
        earlier, after = _two_periods(opened, first, second, on)
        before, now = _figures(earlier), _figures(after)
        words, later, start = str(earlier.period), str(after.period), earlier.period.end
    scope = tuple(
        change
        for change in after.register.scope_changes
        if change.from_period is not None
        and start < change.from_period.end
        and change.from_period.start <= after.period.end
    )
    return compare_listing(after, words, later, movements(before, now, after, scope))


def _two_periods(
    opened: OpenedRegister, first: str, second: str, on: date
) -> tuple[Assessment, Assessment]:
    earlier = _of_period(opened, first, on)
    if not second.strip():
        raise UsageError(
            "Name the second period too.",
            'For example: pmf rag compare "2024/25 Q2" "2024/25 Q3"',
        )
    after = _of_period(opened, second, on)
    if earlier.period == after.period:
        raise UsageError(f"Both are {after.period}.", "Name two periods, or an issue and a period.")
    return earlier, after


def _of_period(opened: OpenedRegister, words: str, on: date) -> Assessment:
    try:
        return assessed(opened, period=words, as_of=on)
    except UsageError as error:
        raise UsageError(
            f"{words!r} is neither a period nor an issue on record.",
            'Write a period as "2024/25 Q3"; pmf ledger reported lists the issues.',
        ) from error


def _figures(assessment: Assessment) -> tuple[ReportedFigure, ...]:
    from pmf_cli.analysis.issued.figures_to_record import reported_figure

    return tuple(reported_figure(rating) for rating in assessment.ratings)
