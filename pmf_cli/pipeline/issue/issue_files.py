"""The files of a paper that goes out: what stands in them is what the record will say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from pmf_cli.analysis.issued.issue_history import PaperFile, ReportedFigure
from pmf_cli.errors import PmfError, UsageError
from pmf_cli.fingerprints import fingerprint
from pmf_cli.frozen import frozen
from pmf_cli.pipeline.issue.figures_beside import missing_beside, told_in_report
from pmf_cli.pipeline.papers import paper_files
from pmf_cli.pipeline.read.opening import OpenedRegister
from pmf_cli.places import PUBLISHED_ENDING
from pmf_cli.register.periods.context import FINANCIAL_CONTEXT, PeriodError
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.register import Register
from pmf_cli.views.base import Report
from pmf_cli.views.blocking import Obstacle, Waivable
from pmf_cli.views.papers import PAPERS
from pmf_cli.views.papers.making import references_in
from pmf_cli.views.parts.part import ToldBeside
from pmf_cli.words import counted, day, listed, listed_shortly

if TYPE_CHECKING:
    from pmf_cli.render.finished_papers import FinishedPaper, FinishedWorkbook
    from pmf_cli.render.html.finished import FoundPage
    from pmf_cli.render.pdf.finished import FoundPdf

MOST_NAMED = 8
WORKED_ON = (
    "was worked on after pmf wrote it, or the register has changed since; its rows were read back and "
    "held against the record."
)
NOT_READ = "is neither Word nor Excel, nor as pmf writes it now; it was not looked into."
# As pmf's own papers state it: in their titles, else in a line of its own.
_PERIODS = tuple(
    re.compile(re.escape(form).replace(re.escape("{period}"), "(.+)"))
    for form in ("Reporting period: {period}", *(one.title for one in PAPERS.values()))
    if "{period}" in form and "{body}" not in form
)


@frozen
class FoundFile:
    """A file that goes out.

    Attributes:
        path: where it lies.
        data: its bytes.
        word: what is in it, for Word files.
        excel: what is in it, for Excel files.
        pdf: the same of a PDF, which has words and no rows.
        page: the same of a page.
    """

    path: Path
    data: bytes
    word: FinishedPaper | None = None
    excel: FinishedWorkbook | None = None
    pdf: FoundPdf | None = None
    page: FoundPage | None = None

    @property
    def made_on(self) -> date | None:
        """The date of its data; ``None`` where it does not say."""
        read = self.content or self.pdf or self.page
        return None if read is None else read.made_on

    @property
    def content(self) -> FinishedPaper | FinishedWorkbook | None:
        """What was read of it; ``None`` for a kind of file that pmf does not read."""
        return self.word or self.excel


@frozen
class Held:
    """Files held against the figures that would be recorded.

    Attributes:
        files: what to record of them.
        obstacles: what stands in the way of their going out.
        remarks: what should be known.
        texts: every text in the files that somebody worked on; ``None`` where pmf wrote them all.
    """

    files: tuple[PaperFile, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    remarks: tuple[str, ...] = ()
    texts: tuple[str, ...] | None = None

    def says(self, words: str) -> bool:
        """Whether words stand in every paper; true where the files are as pmf writes them."""
        return self.texts is None or any(words in text for text in self.texts)


@frozen
class ToRecord:
    """What would be recorded of a paper, which its files are held against.

    Attributes:
        report: the report as pmf makes it from the register, for the paper's own date; ``None``
            for a paper that pmf did not write.
        beside: which figures stand outside of its rows a KPI.
        is_beside: whether it goes beside the body's own paper, and its files may tell less than it.
    """

    report: Report | None
    figures: Sequence[ReportedFigure]
    beside: Sequence[ToldBeside] = ()
    is_beside: bool = False


def found_files(asked: Sequence[Path], folder: Path, stem: str) -> tuple[FoundFile, ...]:
    """The files named, else those of the report in its folder.

    UsageError: a file named is missing, two have one name, or a file is damaged.
    """
    usual = (
        folder / f"{stem}{ending}"
        for ending in (".docx", ".xlsx", PUBLISHED_ENDING, ".pdf", ".html")
    )
    paths = list(asked) or [path for path in usual if path.is_file()]
    found: dict[str, FoundFile] = {}
    for path in paths:
        if not path.is_file():
            raise UsageError(f"{path} does not exist.", "Name the files that go out with --file.")
        if path.name in found:
            raise UsageError(f"Two files are named {path.name}.", "Give one of them another name.")
        found[path.name] = finished_file(path)
    return tuple(found[name] for name in sorted(found))


def finished_file(path: Path) -> FoundFile:
    """A file read with care; UsageError where it is damaged or no file of its kind."""
    from pmf_cli.render.finished_papers import finished_paper, finished_workbook
    from pmf_cli.render.html.finished import FoundPage
    from pmf_cli.render.pdf.finished import FoundPdf

    data = path.read_bytes()
    ending = path.suffix.lower()
    try:
        if ending == ".docx":
            return FoundFile(path, data, word=finished_paper(data))
        if ending == ".xlsx":
            return FoundFile(path, data, excel=finished_workbook(path.name, data))
        if ending == ".pdf":
            return FoundFile(path, data, pdf=FoundPdf(data))
        if ending == ".html":
            return FoundFile(path, data, page=FoundPage(data))
    except PmfError as error:
        raise UsageError(f"{path}: {error.message}", error.advice) from error
    return FoundFile(path, data)


def made_on(files: Sequence[FoundFile], paper: str) -> date | None:
    """The date of the data in a paper, from its files; ``None`` where they do not say.

    UsageError: the files are of different dates, so they are not one paper.
    """
    dates = {one.made_on: one.path.name for one in files}
    dates.pop(None, None)
    if len(dates) > 1:
        said = [f"{name} of {day(on)}" for on, name in dates.items() if on is not None]
        raise UsageError(
            f"The files are not one paper: {listed(said)}.", f"Write both again: pmf report {paper}"
        )
    return next(iter(dates), None)


def stated_period(files: Sequence[FoundFile], year_start: int) -> str:
    """The reporting period that a paper says it is about, as the register names it; empty where it does not."""
    texts = (text for one in files if one.content for text in one.content.paragraphs)
    found = (form.fullmatch(text) for text in texts for form in _PERIODS)
    said = next((one[1].strip() for one in found if one is not None), "")
    try:
        return str(parse_period(said, year_start=year_start, context=FINANCIAL_CONTEXT))
    except PeriodError:
        return said


def held_against(opened: OpenedRegister, recorded: ToRecord, files: Sequence[FoundFile]) -> Held:
    """What is to be said of each file that goes out.

    The record of a paper is what stands in the paper. A file may have been worked on, or the
    register may have changed since it was written; then each row is read back, and it must give
    the figure and rating that would be recorded, of no other KPI and of none less.
    """
    report = recorded.report
    by_ending = _as_written(opened, report, files) if report is not None else {}
    held = [
        _held(one, by_ending.get(one.path.suffix.lower(), ()), recorded, opened.register)
        for one in files
    ]
    if not any(one.content for one in files) and not any(one.files[0].as_written for one in held):
        unread = Obstacle("No file that pmf can read gives the figures: name a .docx or .xlsx.")
        held.append(Held(obstacles=(unread,)))
    return Held(
        tuple(chain.from_iterable(one.files for one in held)),
        tuple(chain.from_iterable(one.obstacles for one in held)),
        tuple(chain.from_iterable(one.remarks for one in held)),
        tuple(chain.from_iterable(one.texts or () for one in held)) or None,
    )


def _as_written(
    opened: OpenedRegister, report: Report, files: Sequence[FoundFile]
) -> dict[str, tuple[bytes, ...]]:
    """Ending → the files of the paper as pmf writes them, for the endings that the files have."""
    from pmf_cli.render import RENDERERS
    from pmf_cli.render.pdf.office import has_libreoffice

    endings = {one.path.suffix.lower().lstrip(".") for one in files} & set(RENDERERS)
    if "pdf" in endings and not has_libreoffice():
        endings.remove("pdf")
    made = paper_files(opened, report, sorted(endings)) if endings else {}
    by_ending: dict[str, tuple[bytes, ...]] = {}
    for name, data in made.items():
        ending = Path(name).suffix
        by_ending[ending] = (*by_ending.get(ending, ()), data)
    return by_ending


def _held(
    one: FoundFile,
    written: Sequence[bytes],
    recorded: ToRecord,
    register: Register,
) -> Held:
    """One file held against what pmf writes, and, where it is another, against the figures."""
    from pmf_cli.render.finished_papers import finished_paper

    is_same, name = one.data in written, one.path.name
    files = (PaperFile(name, fingerprint(one.data), as_written=is_same),)
    content = one.content
    left = () if content is None else _to_write(name, content)
    if is_same:
        return Held(files, left)
    if content is None:
        return Held(files, remarks=(f"{name} {NOT_READ}",))
    own = finished_paper(written[0]) if one.word is not None and written else None
    texts = (*content.paragraphs, *(text for row in content.rows for text in _texts(row)))
    return Held(
        files,
        (*left, *_unfinished(one, own), *_otherwise(one, recorded, register)),
        (f"{name} {WORKED_ON}",) if written else (),
        texts,
    )


def _texts(row: Sequence[object]) -> Iterator[str]:
    for cell in row:
        text = cell if isinstance(cell, str) else getattr(cell, "value", None)
        if isinstance(text, str):
            yield text


def _to_write(name: str, content: FinishedPaper | FinishedWorkbook) -> tuple[Obstacle, ...]:
    from pmf_cli.render.finished_papers import places_to_write

    left = places_to_write(content.paragraphs)
    if not left:
        return ()
    shown = listed_shortly(left, MOST_NAMED)
    return (Obstacle(f"{name} still holds places to be filled in: {shown}.", Waivable.PLACES),)


def _unfinished(one: FoundFile, own: FinishedPaper | None) -> Iterator[Obstacle]:
    word, name = one.word, one.path.name
    if word is None:
        return
    left = word.placeholders(own)
    if left:
        shown = listed(f'"{text}"' for text in left[:MOST_NAMED])
        yield Obstacle(f"{name} still holds places to be filled in: {shown}.", Waivable.PLACES)
    if word.tracked:
        yield Obstacle(
            f"{name} still holds {counted(word.tracked, 'tracked change')}: accept them or turn "
            "them down in Word.",
            Waivable.TRACKED,
        )
    if word.comments:
        yield Obstacle(
            f"{name} still holds {counted(word.comments, 'comment')} in its margin.",
            Waivable.MARGIN,
        )


def _otherwise(one: FoundFile, recorded: ToRecord, register: Register) -> Iterator[Obstacle]:
    """Where a paper and what would be recorded of it are not the same; nobody can waive that."""
    name, content = one.path.name, one.content
    rows = _in_rows(one, recorded, register)
    other, missing = _by_scorecard(one, rows, recorded.report, register) or _by_rows(one, rows)
    more: list[str] = []
    if content is not None:
        untold = missing_beside(_beside_in(one, recorded), content)
        other += [listed(filter(None, (at.kpi_ref, at.split))) for at in untold]
        there = register.kpi_by_ref.keys() & content.references
        named = frozenset() if recorded.report is None else references_in(recorded.report)
        more = sorted(there - named - {figure.kpi_ref for figure in recorded.figures})
    told = {
        "gives another figure or rating than the register did on the paper's day for {}.": other,
        "has no row for {}.": missing,
        "has rows for {}, which the body is not given.": more,
    }
    for words, refs in told.items():
        if refs:
            yield Obstacle(f"{name} {words.format(listed_shortly(refs, MOST_NAMED))}")


def _in_rows(one: FoundFile, recorded: ToRecord, register: Register) -> list[ReportedFigure]:
    """The figures that stand in rows a KPI: of a paper beside the body's own those that this file has such of."""
    from pmf_cli.pipeline.scorecard_rows import scorecards_of

    wholes = [figure for figure in recorded.figures if figure.split is None]
    if recorded.report is None or not recorded.is_beside:
        return wholes
    kpis = [register.kpi_by_ref[figure.kpi_ref] for figure in wholes]
    cards = scorecards_of(recorded.report, _kind(one), kpis)
    return [figure for figure in wholes if any(figure.kpi_ref in card.rows for card in cards)]


def _beside_in(one: FoundFile, recorded: ToRecord) -> tuple[ToldBeside, ...]:
    """The figures outside of its rows that a file of this kind tells."""
    if recorded.report is None:
        return ()
    return told_in_report(recorded.beside, recorded.report, _kind(one))


def _kind(one: FoundFile) -> str:
    return one.path.suffix.lower().lstrip(".")


_Differs = tuple[list[str], list[str]]
"""The KPIs whose row gives something else, and those that have no row."""


def _by_scorecard(
    one: FoundFile,
    figures: Sequence[ReportedFigure],
    report: Report | None,
    register: Register,
) -> _Differs | None:
    """By the headings of the paper's own scorecard; ``None`` where the file has no such table."""
    from pmf_cli.pipeline.scorecard_rows import (
        other_rows,
        printed_rows,
        scorecard_tables,
        scorecards_of,
    )

    if report is None or one.content is None:
        return None
    kind = _kind(one)
    refs = [figure.kpi_ref for figure in figures]
    scorecards = scorecards_of(report, kind, [register.kpi_by_ref[ref] for ref in refs])
    tables = scorecard_tables(one.data, kind, scorecards)
    if not tables:
        return None
    there = set(printed_rows(tables, scorecards))
    other = set(other_rows(tables, scorecards))
    return [ref for ref in refs if ref in other], [ref for ref in refs if ref not in there]


def _by_rows(one: FoundFile, figures: Sequence[ReportedFigure]) -> _Differs:
    """By the rows that begin with a KPI's reference, of a paper that somebody else made."""
    stands = {figure.kpi_ref: _stands(one, figure) for figure in figures}
    other = [ref for ref, held in stands.items() if held is False]
    return other, [ref for ref, held in stands.items() if held is None]


def _stands(one: FoundFile, figure: ReportedFigure) -> bool | None:
    if one.word is not None:
        return one.word.shows(figure.kpi_ref, _printed(figure), (figure.rating_text, figure.period))
    if one.excel is None:
        return None
    return one.excel.shows(
        figure.kpi_ref, figure.value, figure.value_text, figure.rating_text, figure.period
    )


def _printed(figure: ReportedFigure) -> tuple[str, ...]:
    texts = (figure.value_text, figure.rating_text)
    return texts if figure.value is not None else texts[1:]
