"""The ledger of a register, read without its workbooks: they may be damaged or open elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from pmf_cli.analysis.issued.issue_history import IssuedPaper
from pmf_cli.errors import PmfError
from pmf_cli.frozen import frozen
from pmf_cli.pipeline.read.issued_papers import any_issue_named, history_in, issue_named
from pmf_cli.pipeline.read.opening import load_settings, own_theme
from pmf_cli.places import register_folder
from pmf_cli.register.kpi_filters import chosen_values, distinct
from pmf_cli.register.terms import RATING_WORDS, RatingWords
from pmf_cli.views.base import Section
from pmf_cli.views.listing import Listing


@frozen
class LedgerPlace:
    """Where a ledger lies, of which register it is, and that council's words for the ratings."""

    folder: Path
    name: str
    rating_words: RatingWords = RATING_WORDS


def ledger_place(asked: Path | None) -> LedgerPlace:
    """The register's folder and name; UsageError where there is none, or its settings do not fit."""
    folder = register_folder(asked)
    settings = load_settings(folder)
    theme = own_theme(folder, settings)
    name = settings.council.name or folder.resolve().name
    return LedgerPlace(folder, name, RATING_WORDS if theme is None else theme.rating_words)


def verified_listing(place: LedgerPlace, as_of: date) -> Listing:
    """What is wrong with the ledger: in itself, and by what lies beside it.

    OSError: the file cannot be opened.
    """
    from pmf_cli.ledger.verify import verified
    from pmf_cli.views.lists.ledger import verdict_listing

    verdict = verified(place.folder)
    beside, noted = _beside(place.folder)
    faults, remarks = (*verdict.faults, *beside), (*verdict.remarks, *noted)
    return verdict_listing(verdict.rows, faults, remarks, place.name, as_of)


def _beside(folder: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Faults and remarks by the receipts of papers and by the register's own rows.

    A ledger and seal from elsewhere are whole in themselves; these are not part of that copy.
    """
    from pmf_cli.ledger.store import read_ledger
    from pmf_cli.pipeline.issue.issue_receipts import (
        lost_issues,
        lost_returns,
        receipts_in,
        untold_days,
    )
    from pmf_cli.pipeline.read.older_workbooks import older_than_record
    from pmf_cli.pipeline.read.opening import open_register

    try:
        ledger = read_ledger(folder)
    except PmfError:
        return (), ()  # What is wrong with the file itself is told already.
    faults = tuple(lost_issues(ledger, receipts_in(folder)))
    try:
        register = open_register(folder, to_check=True).register
    except PmfError as error:
        told = (
            f"The workbooks could not be read, so their returns were not compared: {error.message}"
        )
        return faults, (told, *older_than_record(folder, None))
    remarks = (*older_than_record(folder, register), *untold_days(ledger, register))
    return (*faults, *lost_returns(ledger, register)), remarks


def exported(place: LedgerPlace, asked: Sequence[str], as_of: date) -> Listing:
    """The rows of the kinds asked for; all where none is named.

    Raises:
        LedgerError: the ledger is damaged or was altered.
        UsageError: there is no such kind.
    """
    from pmf_cli.ledger.row import RowKind
    from pmf_cli.ledger.store import read_ledger
    from pmf_cli.register.kpi_filters import chosen_values
    from pmf_cli.views.lists.ledger import LedgerLine, ledger_listing

    known = tuple(map(str, RowKind))
    chosen = chosen_values("kind", tuple(asked), known) if asked else frozenset(known)
    kinds = [kind for kind in RowKind if str(kind) in chosen]
    rows = tuple(
        LedgerLine(row.number, row.on, str(row.kind), row.key, row.body, row.previous, row.hash)
        for row in read_ledger(place.folder).rows(*kinds)
    )
    return ledger_listing(rows, place.name, as_of, list(map(str, kinds)) if asked else ())


def papers_reported(
    place: LedgerPlace, asked: str, on: date, *, body: str = "", for_people: bool
) -> tuple[IssuedPaper, ...]:
    """The papers on record by a day: the one asked for, else all, or all to a body.

    Ratings are printed with the council's words for people, and as Red, Amber and Green in data.

    Raises:
        UsageError: there is none.
        LedgerError: the ledger is damaged or was altered.
    """
    history = history_in(place.folder, place.rating_words if for_people else RATING_WORDS)
    if asked:
        return (any_issue_named(history, asked, on),)
    papers = tuple(paper for paper in history.papers if paper.issued_on <= on)
    if body and papers:
        told = chosen_values("body", (body,), distinct(paper.body for paper in papers))
        return tuple(paper for paper in papers if paper.body in told)
    return papers or (issue_named(history, asked, on),)


def papers_listing(papers: Sequence[IssuedPaper], register: str, on: date) -> Listing:
    """Every figure of papers as it was reported."""
    from pmf_cli.views.lists.reported import reported_listing

    return reported_listing(papers, register, on)


def papers_overview(papers: Sequence[IssuedPaper], register: str) -> tuple[Section, ...]:
    """A row a paper."""
    from pmf_cli.views.lists.reported import papers_table

    return (Section(f"{register}: papers issued", 1, (papers_table(papers),)),)
