"""Who gets which paper, how often and with what in it, for staff (2024 report, ¶46 and ¶47; 2011 framework, additional reports)."""

from __future__ import annotations

from dataclasses import replace

from pmf_cli.assessment import Assessment
from pmf_cli.cycle.bodies import meeting_on
from pmf_cli.frozen import frozen
from pmf_cli.register.sheets.process import Board
from pmf_cli.register.terms import GroupedBy, ReportMode
from pmf_cli.views.audience import Audience, audience_of, once_for_audience
from pmf_cli.views.base import Entry, Section, TableLook, Words, statement
from pmf_cli.views.listing import Field, table_column, table_of
from pmf_cli.views.papers import PAPERS, Paper, own_papers
from pmf_cli.views.parts.part import part
from pmf_cli.views.references import role_of
from pmf_cli.views.wording import have, number_in_words, one_line, period_title, sentence
from pmf_cli.words import counted, listed, lower_first, short_day, yes_or_no

NO_PAPER = "No paper of its own"


@frozen
class CatalogueRow:
    """A body, its own papers, and how it is given them."""

    audience: Audience
    papers: tuple[Paper, ...]

    @property
    def board(self) -> Board:
        """Its row of the sheet ``Boards``."""
        return self.audience.board


@once_for_audience
def catalogue_rows(assessment: Assessment, audience: Audience) -> tuple[CatalogueRow, ...]:
    """Every body of the sheet ``Boards``; for a body that is not given everything, itself alone."""
    bodies = (
        board.body
        for board in assessment.register.boards
        if audience.is_whole or board.body == audience.body
    )
    found = (audience_of(assessment, audience.history, body) for body in bodies)
    return tuple(CatalogueRow(one, own_papers(one.kind)) for one in found)


@part("who gets what")
def who_gets_what_part(assessment: Assessment, audience: Audience) -> Section:
    """Which paper each body is given, how often and in which months, and when it meets on this period."""
    rows = catalogue_rows(assessment, audience)
    without = sum(not row.papers for row in rows)
    said = "Each has a paper of its own."
    if without:
        said = sentence(f"{number_in_words(without)} of them {have(without)} no paper of their own")
    months = period_title(assessment.period)
    columns: tuple[Field[CatalogueRow], ...] = (
        table_column("Body", _body, 4.4),
        table_column("Paper", _paper, 2.6),
        table_column("How often", _often, 4),
        table_column(f"Meets on {months}", lambda row: _meets(assessment, row), 2.4),
        table_column("KPIs", lambda row: len(row.audience.ratings), 1),
        table_column("Author", lambda row: role_of(assessment.register, row.board.author), 3.4, missing="Nobody named"),
    )  # fmt: skip
    summary = "Each body with its paper, how often it comes and when."
    table = table_of(columns, "who_gets_what", "Who gets what", rows, summary, has_caption=False)
    return Section(
        "Who gets what",
        1,
        (
            statement(f"{counted(len(rows), 'body', 'bodies')}.", said),
            table,
        ),
    )


def _body(row: CatalogueRow) -> Entry:
    kind = str(row.audience.kind or "Kind not stated")
    public = "published" if row.audience.is_public else ""
    beneath = " · ".join(filter(None, (kind, public)))
    more = (Words(beneath, is_muted=True, new_line=True),)
    return Entry(row.audience.body, ref=row.board.source.at("body"), is_strong=True, more=more)


def _paper(row: CatalogueRow) -> str:
    return listed(paper.name for paper in row.papers) or NO_PAPER


def _often(row: CatalogueRow) -> Entry:
    months = [one.strip() for one in (row.board.months or "").split(";") if one.strip()]
    more = (Words(listed(months), is_muted=True, new_line=True),) if months else ()
    return Entry(one_line(row.board.frequency or "Not stated"), more=more)


def _meets(assessment: Assessment, row: CatalogueRow) -> str:
    on = meeting_on(assessment.register, row.audience.body, assessment.period)
    return "No date given" if on is None else short_day(on)


@part("what is in it")
def what_is_in_it_part(assessment: Assessment, audience: Audience) -> Section | None:
    """What each body wants to see: which KPIs, mode, grouping, history, benchmarks, splits, highlights, length."""
    rows = catalogue_rows(assessment, audience)
    if not rows:
        return None
    columns: tuple[Field[CatalogueRow], ...] = (
        table_column("Body", lambda row: Entry(row.audience.short_name, is_strong=True), 3.4),
        table_column("Which KPIs", lambda row: one_line(row.board.filter or "All"), 4.6),
        table_column("Mode", lambda row: row.board.mode or ReportMode.FULL, 2.6),
        table_column("Grouped by", lambda row: row.board.grouped_by or GroupedBy.DIRECTORATE, 2.2),
        table_column("History", lambda row: row.board.history, 2, missing="As usual"),
        table_column("Benchmarks", lambda row: yes_or_no(row.audience.shows_benchmarks), 1.6),
        table_column("Splits", lambda row: yes_or_no(row.audience.shows_splits), 1.2),
        table_column("Highlights, at most", lambda row: row.audience.highlights, 1.6),
        table_column("Words a comment", lambda row: row.audience.comment_words, 1.6),
        table_column("Agreed by the chair", lambda row: _agreed(row), 2.2),
    )
    summary = "What each body wants to see in its paper."
    table = table_of(columns, "what_is_in_it", "What is in it", rows, summary)
    table = replace(table, look=TableLook.DENSE, has_caption=False)
    return Section("What each body wants to see", 1, (table,), is_sideways=True)


def _agreed(row: CatalogueRow) -> str:
    on = row.board.chair_agreed_on
    return "No date given" if on is None else short_day(on)


@part("papers there are")
def papers_part(assessment: Assessment, audience: Audience) -> Section:
    """Every paper that there is, what it holds, and for whom: a body's own, or beside it."""
    rows = catalogue_rows(assessment, audience)
    columns: tuple[Field[Paper], ...] = (
        table_column("Paper", lambda paper: Entry(paper.name, is_strong=True), 1.8),
        table_column("What it holds", _holds, 9),
        table_column("Whose own", lambda paper: _whose(paper, rows), 6),
    )
    summary = "Each paper, what it holds and whose it is."
    table = table_of(
        columns, "papers", "Papers", tuple(PAPERS.values()), summary, has_caption=False
    )
    return Section("Papers that there are", 1, (table,))


def _holds(paper: Paper) -> str:
    """The first sentence of its help."""
    first = " ".join(paper.help.split("\n\n")[0].split())
    return sentence(first.removeprefix("Write ")) or paper.title


def _whose(paper: Paper, rows: tuple[CatalogueRow, ...]) -> str:
    own = [row.audience.short_name for row in rows if paper in row.papers]
    if own:
        return listed(own)
    if not paper.kinds:
        each = f", one a {paper.about}" if paper.about else ""
        return f"Any body, beside its own{each}"
    return f"Bodies of the kind {lower_first(listed(paper.kinds, 'or'))}: there is none"
