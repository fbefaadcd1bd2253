"""From a report to files in a folder, and what finished files look like."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pmf_cli.errors import PmfError, UsageError
from pmf_cli.frozen import frozen
from pmf_cli.pipeline.read.opening import (
    OpenedRegister,
    Progress,
    no_progress,
    refuse_where_guards_are_lost,
)
from pmf_cli.views.base import Report
from pmf_cli.words import listed

if TYPE_CHECKING:
    from pmf_cli.analysis.issued.issue_history import History
    from pmf_cli.analysis.withheld import ForBody
    from pmf_cli.assessment import Assessment
    from pmf_cli.pipeline.held_paper import HeldPaper
    from pmf_cli.views.audience import Audience
    from pmf_cli.views.papers import Paper


def paper_files(
    opened: OpenedRegister,
    report: Report,
    formats: Sequence[str],
    *,
    templates: Path | None = None,
    progress: Progress = no_progress,
) -> dict[str, bytes]:
    """A report in its formats: file name → bytes; formats are names in ``RENDERERS``.

    A paper that is published has a workbook for the public besides the one to work with.

    Args:
        templates: a folder of templates to look in first.

    Raises:
        PmfError: a template that cannot be used, or a paper that is not accessible.
    """
    from pmf_cli.render import PUBLISHED, RENDERERS
    from pmf_cli.render.templates import templates_for
    from pmf_cli.render.theme import theme_of

    places = templates_for(opened.folder, named=opened.settings.templates, asked=templates)
    theme = theme_of(places)
    files = {}
    for name in formats:
        alone = report.is_published_alone and name in PUBLISHED
        renderers = [] if alone else [RENDERERS[name]]
        if alone or (report.is_public and name in PUBLISHED):
            renderers.append(PUBLISHED[name])
        for renderer in renderers:
            file = f"{report.file_stem}{renderer.ending}"
            progress(f"Writing {file}")
            files[file] = renderer.render(report, theme, places)
    return files


def write_workbook(
    opened: OpenedRegister, report: Report, output: Path, *, with_links: bool = False
) -> tuple[str, ...]:
    """Writes a report as a workbook; says which file.

    Args:
        with_links: for a working file, whose cells lead to those of the register.
    """
    shown = _linked(report, opened, output) if with_links else report
    return write_files(output, paper_files(opened, shown, ["xlsx"]))


@frozen
class MadePaper:
    """A paper in its formats: file name → bytes, and what should be known of it.

    Attributes:
        faults: what keeps it from being final, each in a sentence; looked for where that was asked.
    """

    files: Mapping[str, bytes]
    remarks: tuple[str, ...]
    faults: tuple[str, ...] = ()


def assessed_for_year(opened: OpenedRegister, assessment: Assessment, body: str = "") -> Assessment:
    """The register rated and checked for the year to report, so that a yearly paper is the same however it is asked for.

    Args:
        body: the body that alone is told; all that there is in the register where not given.
    """
    from pmf_cli.analysis.series.year_view import year_to_report
    from pmf_cli.pipeline.read.opening import assessed

    year = str(year_to_report(assessment))
    return assessed(opened, period=year, as_of=assessment.as_of, with_checks=True, body=body)


def made_paper(
    opened: OpenedRegister,
    assessment: Assessment,
    paper: Paper,
    formats: Sequence[str],
    *,
    body: str = "",
    since: str = "",
    only: str = "",
    final: bool = False,
    templates: Path | None = None,
    large_print: bool = False,
    progress: Progress = no_progress,
) -> MadePaper:
    """A paper for a body; of a paper about one thing at a time one for each.

    Args:
        body: the body's name or how it begins; the one whose paper it is where not given.
        since: the issue from which on changes count; the newest on another period where not given.
        only: the thing that it is about, where one of several is wanted.
        final: look also for what keeps it from going out as it is.
        templates: a folder of templates to look in first.
        large_print: give it in large print, with what the usual paper holds.

    Raises:
        UsageError: no such body, issue, thing, paper or part, a register without the rows for it, or something that guards it is lost.
        PmfError: a template that cannot be used, or a paper that is not accessible.
    """
    from pmf_cli.pipeline.held_paper import HeldPaper
    from pmf_cli.pipeline.page_lengths import PDF, WORD, fitted_to_pages, told_too_long
    from pmf_cli.pipeline.paper_checks import rehearsal_faults
    from pmf_cli.pipeline.read.issued_papers import history_of_register
    from pmf_cli.render.pdf.office import libreoffice
    from pmf_cli.views.large_print import in_large_print
    from pmf_cli.views.left_out import left_out_words
    from pmf_cli.views.papers.making import audiences_of
    from pmf_cli.views.public_left_out import not_before
    from pmf_cli.views.sensitive import sensitive_words

    named = body_of_paper(opened, paper, body)
    refuse_public(opened, named)
    if PDF in formats:
        # Said before a long paper is made in other formats.
        libreoffice()
    faults: list[str] = []
    if final:
        refuse_where_guards_are_lost(opened, f"The paper of {named}")
        faults += rehearsal_faults(opened.settings)
    told, audience = for_audience(assessment, history_of_register(opened), paper, named, since)
    files: dict[str, bytes] = {}
    too_long: list[str] = []

    def written(report: Report, wanted: Sequence[str]) -> dict[str, bytes]:
        return paper_files(opened, report, wanted, templates=templates, progress=progress)

    for one in audiences_of(paper, told.assessment, audience, only):
        report, made = fitted_to_pages(
            paper, told.assessment, one, (WORD,) if large_print else formats, written
        )
        files |= written(in_large_print(report), formats) if large_print else made
        too_long += told_too_long(paper, made)
        if final:
            progress(f"Looking through {report.file_stem}")
            faults += _final_faults(HeldPaper(opened.register, told, one, report), made)
    remarks = (
        *sensitive_words(told, named),
        *left_out_words(told.assessment, audience),
        *(
            not_before(opened.register, assessment.period, assessment.as_of)
            if paper.is_published_alone
            else ()
        ),
        *too_long,
    )
    return MadePaper(files, remarks, tuple(faults))


def _final_faults(held: HeldPaper, made: Mapping[str, bytes]) -> Iterator[str]:
    """What keeps a paper from going out as it is: in the register, then file by file."""
    from pmf_cli.pipeline.paper_checks import faults_with_register, open_places, register_faults

    yield from register_faults(held)
    for name, data in made.items():
        kind = Path(name).suffix.lstrip(".")
        for words in (*open_places(data, kind), *faults_with_register(data, kind, held)):
            yield f"{name}: {words}"


def for_audience(
    assessment: Assessment, history: History, paper: Paper, body: str, since: str = ""
) -> tuple[ForBody, Audience]:
    """The register as a body is shown it, and the body as the audience of a paper.

    Args:
        since: the issue from which on changes count; the newest on another period where not given.
    """
    from pmf_cli.analysis.withheld import for_body
    from pmf_cli.pipeline.read.issued_papers import issue_before
    from pmf_cli.views.audience import audience_of
    from pmf_cli.views.papers.making import assessment_for

    told = for_body(assessment, history, body)
    # After what is withheld is gone: a year's sum would give it away.
    told = replace(told, assessment=assessment_for(paper, told.assessment))
    before = issue_before(told.history, since, told.assessment, body)
    audience = audience_of(told.assessment, told.history, body, paper=paper.name, since=before)
    return told, audience


def body_of_paper(opened: OpenedRegister, paper: Paper, asked: str) -> str:
    """The body for which a paper is made: the one asked for, else the only one whose paper it is.

    UsageError: there is no such body, or several whose paper it is.
    """
    from pmf_cli.pipeline.read.issued_papers import body_named

    return body_named(opened.register, asked or only_body(opened, paper))


def only_body(opened: OpenedRegister, paper: Paper) -> str:
    """The body whose paper it is; empty for CLT's, and for a paper that is nobody's own.

    UsageError where it is the paper of several bodies, or of none that there is.
    """
    kinds = paper.made_for
    if not kinds:
        return ""
    own = [row.body for row in opened.register.boards if row.kind in kinds]
    if len(own) == 1:
        return own[0]
    if not own:
        raise UsageError(
            f"No body in the sheet Boards is of the kind {listed(kinds, 'or')}, whose paper "
            f"{paper.name} is.",
            "Add its row to the sheet Boards.",
        )
    raise UsageError(
        f"{paper.name} is the paper of {listed(own)}.", "Say for which of them: --body NAME"
    )


def refuse_public(opened: OpenedRegister, body: str) -> None:
    """Refuses a paper that is published, or may be, where something that guards it is lost."""
    from pmf_cli.cycle.bodies import board_of, is_public_body
    from pmf_cli.register.reading.guards import falls_away

    # Without the sheet or column that says so, nobody knows whether the paper is published.
    board = board_of(opened.register, body)
    unsaid = any(
        "Boards" in (one.where.sheet, *one.where.lacks)
        and (one.where.lacks or board is None or board.public_paper is None)
        for one in opened.findings
        if falls_away(one)
    )
    if unsaid or is_public_body(board):
        refuse_where_guards_are_lost(opened, f"The paper of {body}")


def _linked(report: Report, opened: OpenedRegister, output: Path) -> Report:
    """The report with links from its folder to the register's cells.

    For working files only: the links depend on where the files lie, and a paper that is sent out
    must be the same wherever it was made.
    """
    where = os.path.relpath(opened.folder.resolve(), output.resolve()).replace("\\", "/")
    return replace(report, links="" if where == "." else where)


def accessibility_of(path: Path) -> tuple[str, ...]:
    """The accessibility faults of a finished Word, Excel or PDF file or page, each in a sentence.

    UsageError: the file is missing or none of these.
    """
    from pmf_cli.render.accessibility import faults_of

    if not path.is_file():
        raise UsageError(f"{path} does not exist.", "Name a Word, Excel or PDF file, or a page.")
    if path.suffix.lower() not in (".docx", ".xlsx", ".pdf", ".html"):
        raise UsageError(
            f"{path} is no .docx, .xlsx, .pdf or .html file.", "Name a finished paper."
        )
    return faults_of(path.read_bytes(), path.suffix.lower().lstrip("."))


def write_files(
    folder: Path, files: Mapping[str, bytes], *, keep_earlier: bool = True
) -> tuple[str, ...]:
    """Writes files into a folder, whole or not at all, and says what was done with each.

    A file of the same name with other content is kept beside the new one as ``name (earlier
    1).docx``, since somebody may have worked on it.

    Raises:
        UsageError: the folder is a file.
        DiskError: the disk is full, read-only or the folder may not be written.
        LockedError: somebody has the file open.
    """
    from pmf_cli.workbook.write.save import save_bytes

    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file, not a folder.", "Name a folder with --output.")
    folder.mkdir(parents=True, exist_ok=True)
    said = []
    for name, data in files.items():
        path = folder / name
        if path.is_file() and path.read_bytes() == data:
            said.append(f"{path} (unchanged)")
            continue
        if path.is_file() and keep_earlier:
            aside = free_name(path)
            save_bytes(aside, path.read_bytes())
            said.append(f"{aside} (the file that stood there before)")
        save_bytes(path, data)
        said.append(str(path))
    return tuple(said)


def free_name(path: Path) -> Path:
    """A name beside a file for what stood there: ``name (earlier 1).docx``."""
    for number in range(1, 1000):
        aside = path.with_name(f"{path.stem} (earlier {number}){path.suffix}")
        if not aside.exists():
            return aside
    raise PmfError(
        f"{path.parent} holds 999 earlier copies of {path.name}.",
        "Move the old ones away and run again.",
    )
