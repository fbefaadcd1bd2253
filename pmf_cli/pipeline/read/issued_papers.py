"""What was issued, read from the ledger, and the issue that somebody means."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from pmf_cli.analysis.issued.differences import added, differences
from pmf_cli.analysis.issued.issue_history import History, IssuedPaper
from pmf_cli.analysis.withheld import for_body
from pmf_cli.assessment import Assessment
from pmf_cli.cycle.bodies import clt_name
from pmf_cli.errors import UsageError
from pmf_cli.fingerprints import fingerprint
from pmf_cli.pipeline.read.ledgers import LedgerPlace
from pmf_cli.pipeline.read.opening import OpenedRegister
from pmf_cli.places import FILE_NAME
from pmf_cli.register.kpi_filters import chosen_values, distinct
from pmf_cli.register.register import Register
from pmf_cli.register.terms import RATING_WORDS, RatingWords
from pmf_cli.views.audience import shown_to
from pmf_cli.views.base import Section
from pmf_cli.views.listing import Listing
from pmf_cli.views.lists.differences import differences_listing
from pmf_cli.words import day, listed_shortly


def history_in(folder: Path, words: RatingWords = RATING_WORDS) -> History:
    """What the ledger of a register knows; nothing where there is none yet.

    Ratings are printed with the words given.

    Raises:
        LedgerError: the ledger is damaged or was altered.
    """
    from pmf_cli.ledger.papers import history_of
    from pmf_cli.ledger.store import read_ledger

    return history_of(read_ledger(folder), words)


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
    plain = asked.strip().casefold()
    gone = next((one for one in history.papers if one.ref.casefold() == plain), None)
    if gone is not None and gone.withdrawn is not None and gone not in known:
        raise UsageError(
            f"{gone.ref} was withdrawn on {day(gone.withdrawn.on)}: {gone.withdrawn.why}",
            f"pmf ledger reported {gone.ref} shows what it said.",
        )
    if not known:
        raise UsageError(
            f"No paper is on record as issued{to} by {day(as_of)}.",
            "Freeze one when it goes out: pmf issue clt --write",
        )
    if not plain:
        return known[-1]
    found = [paper for paper in known if paper.ref.casefold() == plain]
    if not found:
        refs = [f"{paper.ref} (to {paper.body})" for paper in reversed(known)]
        also = f" {otherwise}" if otherwise else ""
        raise UsageError(
            f'There is no issue "{asked}"{to}.',
            f"Issues on record: {listed_shortly(refs, 8)}.{also}",
        )
    return found[-1]


def any_issue_named(history: History, asked: str, as_of: date) -> IssuedPaper:
    """The issue of a reference by a day, whether it stands or was withdrawn.

    Raises:
        UsageError: there is none.
    """
    plain = asked.strip().casefold()
    for paper in history.papers:
        if paper.ref.casefold() == plain and paper.issued_on <= as_of:
            return paper
    return issue_named(history, asked, as_of)


def papers_reported(
    place: LedgerPlace, asked: str, on: date, *, for_people: bool
) -> tuple[IssuedPaper, ...]:
    """The papers on record by a day: the one asked for, else all.

    Ratings are printed with the council's words for people, and as Red, Amber and Green in data.

    Raises:
        UsageError: there is none.
        LedgerError: the ledger is damaged or was altered.
    """
    history = history_in(place.folder, place.rating_words if for_people else RATING_WORDS)
    if asked:
        return (any_issue_named(history, asked, on),)
    papers = tuple(paper for paper in history.papers if paper.issued_on <= on)
    return papers or (issue_named(history, asked, on),)


def papers_listing(papers: Sequence[IssuedPaper], register: str, on: date) -> Listing:
    """Every figure of papers as it was reported."""
    from pmf_cli.views.lists.reported import reported_listing

    return reported_listing(papers, register, on)


def papers_overview(papers: Sequence[IssuedPaper], register: str) -> tuple[Section, ...]:
    """A row a paper."""
    from pmf_cli.views.lists.reported import papers_table

    return (Section(f"{register}: papers issued", 1, (papers_table(papers),)),)


def issue_before(
    history: History, asked: str, assessment: Assessment, body: str
) -> IssuedPaper | None:
    """The issue from which on changes count: the one asked for, else the body's newest.

    Issues of a paper on this very period come last, so that a paper written beside it says the same
    before and after. ``None`` where the body has been given nothing.

    Raises:
        UsageError: there is no issue of that reference to that body.
    """
    if asked.strip():
        return issue_named(history, asked, assessment.as_of, body)
    known = history.to(body, assessment.as_of)
    others = [paper for paper in known if paper.period != str(assessment.period)]
    found = others or list(known)
    return found[-1] if found else None


def body_named(register: Register, asked: str) -> str:
    """The body of a name or of a beginning that fits only one; CLT where nothing is asked.

    Raises:
        UsageError: the sheet ``Boards`` knows no such body.
    """
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


def differences_since(
    opened: OpenedRegister, assessment: Assessment, paper: IssuedPaper, history: History
) -> Listing:
    """What is different since a paper was issued.

    Args:
        assessment: the register rated for the paper's period.
    """
    # The body is asked about as it is shown the register: what is withheld from it did not come in.
    assessment = for_body(assessment, history, paper.body).assessment
    shown = shown_to(assessment, paper.body)
    refs = frozenset(rating.kpi.ref for rating in shown)
    told = {figure.kpi_ref for figure in paper.figures}
    scope = tuple(
        change
        for change in assessment.register.scope_changes
        if change.changed_on is not None
        and paper.as_at < change.changed_on <= assessment.as_of
        and (change.kpi_ref in refs or change.kpi_ref in told)
    )
    found = (*differences(assessment, paper, history), *added(assessment, paper, refs))
    return differences_listing(assessment, paper, found, scope, fingerprints_now(opened))
