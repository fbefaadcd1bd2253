"""Figures as they were reported: what a body was told, figure by figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from pmf_cli.analysis.issued.issue_history import IssuedPaper, ReportedFigure
from pmf_cli.register.terms import Rag
from pmf_cli.views.base import (
    Align,
    Block,
    Column,
    Entry,
    Paragraph,
    Section,
    Table,
    TextStyle,
    Tone,
)
from pmf_cli.views.entries import TONES, date_entry, text_entry
from pmf_cli.views.listing import Datum, Listing
from pmf_cli.views.lists.rag import exact
from pmf_cli.views.wording import part_name
from pmf_cli.words import counted, day

SCHEMA = "pmf/reported/1"
COLUMNS = (
    Column("Ref", 1.0, key="ref"),
    Column("KPI", 3.0, key="name"),
    Column("Reported", 1.4, Align.NUMBER, key="reported"),
    Column("Period", 1.3, key="period"),
    Column("Target", 1.2, Align.NUMBER, key="target"),
    Column("Rating", 1.6, key="rating"),
    Column("Rule set", 1.0, key="rule_set"),
)


def reported_listing(
    papers: Sequence[IssuedPaper], register: str, as_of: date, *, opening: Sequence[Block] = ()
) -> Listing:
    """Every figure of some papers, as reported.

    Args:
        papers: the papers.
        register: the register's name.
        as_of: the date of the question.
        opening: what stands above the figures on a screen.
    """
    return Listing(
        schema=SCHEMA,
        register=register,
        period=papers[0].period if len(papers) == 1 else "",
        as_of=as_of,
        counts={
            "papers": len(papers),
            "figures": sum(len(paper.figures) for paper in papers),
            "corrections": sum(len(paper.corrections) for paper in papers),
        },
        key="items",
        items=tuple(item for paper in papers for item in _items(paper)),
        sections=tuple(section for paper in papers for section in _sections(paper, opening)),
    )


def _items(paper: IssuedPaper) -> Iterable[Mapping[str, Datum]]:
    for figure in paper.figures:
        yield _item(paper, figure, "")
    for correction in paper.corrections:
        yield _item(paper, correction.figure, correction.corrects)


def _item(paper: IssuedPaper, figure: ReportedFigure, corrects: str) -> Mapping[str, Datum]:
    return {
        "issue": paper.ref,
        "report": paper.report,
        "body": paper.body,
        "meeting": None if paper.meeting_on is None else paper.meeting_on.isoformat(),
        "issued_on": paper.issued_on.isoformat(),
        "reporting_period": paper.period,
        "as_at": paper.as_at.isoformat(),
        "corrects": corrects or None,
        "ref": figure.kpi_ref,
        "name": figure.name or None,
        "split": figure.split,
        "period": figure.period or None,
        "value": exact(figure.value),
        "value_text": figure.value_text,
        "value_status": figure.value_status or None,
        "rating": figure.rating or None,
        "not_rated_because": figure.not_rated or None,
        "reason": figure.sentence or None,
        "target": exact(figure.target),
        "target_text": figure.target_text or None,
        "tolerance": exact(figure.tolerance),
        "tolerance_basis": figure.tolerance_basis or None,
        "comparator": exact(figure.comparator),
        "comparator_text": figure.comparator_text or None,
        "comparator_period": figure.comparator_period or None,
        "direction": figure.direction or None,
        "direction_text": figure.direction_text or None,
        "rule_set": figure.rule_set or None,
        "definition_version": figure.definition,
        "polarity": figure.polarity or None,
        "unit": figure.unit or None,
        "cell": figure.cell or None,
        "waived": tuple(f"{one.name}: {one.why}" for one in paper.waived),
        "withdrawn_on": None if paper.withdrawn is None else paper.withdrawn.on.isoformat(),
        "withdrawn_because": None if paper.withdrawn is None else paper.withdrawn.why,
        "workbooks": tuple(f"{name} {print_}" for name, print_ in paper.workbooks.items()),
    }


def _sections(paper: IssuedPaper, opening: Sequence[Block]) -> Iterable[Section]:
    lines: list[Block] = list(opening)
    lines += [
        Paragraph(f"{paper.body}, meeting of {_day(paper.meeting_on)}.", TextStyle.LABEL, label="To:"),
        Paragraph(
            f"{paper.period}, as at {day(paper.as_at)}, issued on {day(paper.issued_on)}.",
            TextStyle.LABEL, label="Paper:",
        ),
        Paragraph(_counts(paper), TextStyle.LABEL, label="Figures:"),
    ]  # fmt: skip
    lines += [
        Paragraph(
            f"{file.name}, {'as pmf wrote it' if file.as_written else 'not as pmf writes it'}, "
            f"fingerprint {file.fingerprint[:12]}.",
            TextStyle.LABEL, label="File:",
        )
        for file in paper.files
    ]  # fmt: skip
    lines += [
        Paragraph(f"{name}, fingerprint {print_[:12]}.", TextStyle.LABEL, label="Made from:")
        for name, print_ in paper.workbooks.items()
    ]
    lines += [
        Paragraph(f"{one.what} {one.why}", TextStyle.LABEL, label=f"Waived, {one.name}:")
        for one in paper.waived
    ]
    if paper.withdrawn is not None:
        lines.append(
            Paragraph(
                f"on {day(paper.withdrawn.on)}: {paper.withdrawn.why}",
                TextStyle.LABEL,
                label="Withdrawn:",
            )
        )
    if paper.in_spite_of:
        lines.append(
            Paragraph(f"{paper.in_spite_of}", TextStyle.LABEL, label="Issued in spite of:")
        )
    yield Section(f"Issue {paper.ref}", 1, tuple(lines))
    if paper.corrections:
        yield Section(
            "Corrections told",
            2,
            tuple(Paragraph(one.words, TextStyle.BULLET) for one in paper.corrections),
        )
    if paper.scope_changes:
        told = ", ".join(paper.scope_changes)
        yield Section("Changes of scope told", 2, (Paragraph(f"{told}."),))
    yield Section("Figures as reported", 2, (figures_table(paper),))


def withdrawal_section(paper: IssuedPaper, cells: Sequence[str]) -> Section:
    """What taking back an issue means.

    Args:
        paper: the issue.
        cells: where its day was put into ``Scope changes`` and is taken out again.
    """
    blocks: list[Block] = [
        Paragraph(f"{paper.body}, meeting of {_day(paper.meeting_on)}.", TextStyle.LABEL, label="To:"),
        Paragraph(
            f"{paper.period}, as at {day(paper.as_at)}, issued on {day(paper.issued_on)}.",
            TextStyle.LABEL, label="Paper:",
        ),
        Paragraph(_counts(paper), TextStyle.LABEL, label="Figures:"),
        Paragraph(
            "Once withdrawn, it counts as never given: pmf diff, the corrections of the next paper and the "
            "settings held against the last issue leave it out. Its row stays in the record.",
            TextStyle.NOTE,
        ),
    ]  # fmt: skip
    blocks += [
        Paragraph(f"{cell}: the day on which it was told is taken out.", TextStyle.BULLET)
        for cell in cells
    ]
    return Section(f"Withdrawing {paper.ref}", 1, tuple(blocks))


def _counts(paper: IssuedPaper) -> str:
    """How many figures of which rating: ``104 KPIs: 53 Green, ... 20 not rated``."""
    counts = dict.fromkeys(reversed(Rag), 0)
    wholes = [figure for figure in paper.figures if figure.split is None]
    for figure in wholes:
        if figure.rating:
            counts[Rag(figure.rating)] += 1
    colours = ", ".join(f"{number:,} {rag}" for rag, number in counts.items())
    text = f"{counted(len(wholes), 'KPI')}: {colours}, {len(wholes) - sum(counts.values()):,} not rated"
    parts = len(paper.figures) - len(wholes)
    return f"{text}; {counted(parts, 'figure')} of splits." if parts else f"{text}."


def _day(on: date | None) -> str:
    return "a day not on record" if on is None else day(on)


def figures_table(paper: IssuedPaper) -> Table:
    """The figures of a paper as reported."""
    return Table(
        part_name("reported", paper.ref),
        f"Figures as reported: {paper.ref}",
        COLUMNS,
        tuple(
            (
                Entry(figure.kpi_ref),
                text_entry(f"{figure.name}{f', {figure.split}' if figure.split else ''}"),
                text_entry(figure.value_text),
                text_entry(figure.period, missing="–"),
                text_entry(figure.target_text, missing="No target"),
                rating_entry_of(figure),
                text_entry(figure.rule_set, missing="–"),
            )
            for figure in paper.figures
        ),
        "Every figure as the body was told it.",
    )


def rating_entry_of(figure: ReportedFigure) -> Entry:
    """A reported rating as a word with its tone, or the reason for none."""
    if figure.rating:
        return Entry(figure.rating, tone=TONES[Rag(figure.rating)])
    return Entry(figure.rating_text, tone=Tone.UNRATED)


def papers_table(papers: Sequence[IssuedPaper]) -> Table:
    """The papers on record, newest first."""
    return Table(
        "issues",
        "Papers issued",
        (
            Column("Issue", 2.0),
            Column("Body", 3.0),
            Column("Period", 1.3),
            Column("Meeting", 1.2),
            Column("Issued on", 1.2),
            Column("Figures", 0.9, Align.NUMBER),
            Column("Corrections", 1.1, Align.NUMBER),
        ),
        tuple(
            (
                Entry(f"{paper.ref}{' (withdrawn)' if paper.withdrawn else ''}"),
                Entry(paper.body),
                Entry(paper.period),
                date_entry(paper.meeting_on),
                date_entry(paper.issued_on),
                Entry(f"{len(paper.figures):,}"),
                Entry(f"{len(paper.corrections):,}"),
            )
            for paper in reversed(papers)
        ),
        "Every paper that pmf issue recorded.",
    )
