"""Is a finished paper ready to go out? Read from its bytes alone, and held against the register.

Nothing left to be filled in, each KPI of the body once, counts that are those of the tables under them, and
nothing that the body may not see anywhere in the file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from pmf_cli.analysis.series.year_end import reported_year
from pmf_cli.assessment import Assessment
from pmf_cli.cycle.bodies import body_kind
from pmf_cli.errors import UsageError
from pmf_cli.frozen import frozen
from pmf_cli.pipeline.body_papers import BodyPaper, bodies_of
from pmf_cli.pipeline.held_paper import HeldPaper
from pmf_cli.pipeline.issue.issue_files import finished_file
from pmf_cli.pipeline.paper_leaks import leaks
from pmf_cli.pipeline.papers import accessibility_of, for_audience
from pmf_cli.pipeline.read.issued_papers import history_of_register
from pmf_cli.pipeline.read.opening import OpenedRegister, assessed
from pmf_cli.pipeline.scorecard_rows import (
    PrintedScorecard,
    other_rows,
    printed_rows,
    scorecard_tables,
    scorecards_of,
)
from pmf_cli.places import PUBLISHED_ENDING
from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import Register
from pmf_cli.register.terms import BodyKind, Rag, RatingWords
from pmf_cli.render.finished_papers import finished_paper, places_to_write
from pmf_cli.render.finished_tables import FinishedTable, finished_lines
from pmf_cli.render.package_places import package_places
from pmf_cli.settings import Settings
from pmf_cli.views.audience import Audience, narrowed
from pmf_cli.views.blocking import Waivable, obstacles
from pmf_cli.views.page.making import NAME as PAGE
from pmf_cli.views.papers import PAPERS, own_papers
from pmf_cli.views.papers.making import audiences_of, is_given_to, report_of
from pmf_cli.views.wording import file_stem
from pmf_cli.words import counted, day, listed, listed_shortly

MOST_NAMED = 6
NO_ROWS = "A PDF and a page have no rows that can be looked into: hold the Word file of the paper against the register too."
NOT_RATED = "not rated"
_COUNTS = re.compile(r"\b(\d[\d,]*) KPIs?: ((?:\d[\d,]* [^,.]+)(?:, \d[\d,]* [^,.]+)*)")
_EARLIER = re.compile(r" \(earlier \d+\)$")


def register_faults(held: HeldPaper) -> tuple[str, ...]:
    """What in the register keeps a paper from being final: errors found by the checks, a kind a sentence."""
    assessment = narrowed(held.told.assessment, held.audience)
    return tuple(one.words for one in obstacles(assessment, ()) if one.name != Waivable.SILENT)


def rehearsal_faults(settings: Settings) -> tuple[str, ...]:
    """That the settings pretend a period or a day, in one sentence, which is for rehearsal only."""
    fixed = [f'the period "{settings.period.strip()}"'] if settings.period.strip() else []
    fixed += [] if settings.as_of is None else [f"the day {day(settings.as_of)}"]
    if not fixed:
        return ()
    return (f"pmf.toml fixes {listed(fixed)}, as for rehearsal: take it out of pmf.toml first.",)


def open_places(data: bytes, kind: str, *, drafts_too: bool = False) -> tuple[str, ...]:
    """The places of a file that nobody has filled in, in one sentence.

    Args:
        kind: ``docx`` or ``xlsx``.
        drafts_too: whether the words of drafts count too: ``TBC``, ``[date]``.
    """
    found = places_to_write(text for place in package_places(data) for text in place.texts)
    if drafts_too and kind == "docx":
        found = tuple(dict.fromkeys((*found, *finished_paper(data).placeholders())))
    if not found:
        return ()
    shown = listed_shortly(found, MOST_NAMED)
    return (f"{counted(len(found), 'place')} still to be filled in: {shown}.",)


def faults_with_register(data: bytes, kind: str, held: HeldPaper) -> tuple[str, ...]:
    """What is wrong with a finished file by the register, each in a sentence.

    A PDF knows no rows, and a page was held against the register when it was made: of both every word is looked through.
    """
    if kind in ("pdf", "html"):
        return tuple(leaks(held.register, held.told, held.audience.body, package_places(data)))
    scorecards = scorecards_of(held.report, kind, [one.kpi for one in held.audience.ratings])
    tables = scorecard_tables(data, kind, scorecards)
    words = held.told.assessment.words
    return (
        *_once(tables, scorecards, held.audience),
        *_figures(tables, scorecards),
        *_counts(tables, scorecards, finished_lines(data, kind), words),
        *leaks(held.register, held.told, held.audience.body, package_places(data)),
    )


def _once(
    tables: Sequence[FinishedTable], scorecards: Sequence[PrintedScorecard], audience: Audience
) -> Iterator[str]:
    """Each KPI of the body stands in exactly one row; of a paper that gives some, each of these."""
    if not scorecards:
        return
    there = Counter(printed_rows(tables, scorecards))
    given = [rating.kpi.ref for rating in audience.ratings]
    told = {
        "missing from the scorecard": [ref for ref in _wanted(given, scorecards) if not there[ref]],
        "in it more than once": [ref for ref in given if there[ref] > 1],
        "in it, and not among the body's KPIs": sorted(there.keys() - audience.kpi_refs),
    }
    for words, refs in told.items():
        if refs:
            yield f"{counted(len(refs), 'KPI')} {words}: {listed_shortly(refs, MOST_NAMED)}."


def _wanted(given: Sequence[str], scorecards: Sequence[PrintedScorecard]) -> list[str]:
    """The KPIs of a body that are to stand in its tables: all, or those of tables that give some."""
    some = set(chain.from_iterable(one.rows for one in scorecards))
    is_whole = all(one.is_whole for one in scorecards)
    return [ref for ref in given if is_whole or ref in some]


def _figures(
    tables: Sequence[FinishedTable], scorecards: Sequence[PrintedScorecard]
) -> Iterator[str]:
    """Each row gives the figure and rating of the register on the paper's day."""
    other = other_rows(tables, scorecards)
    if other:
        refs = listed_shortly(other, MOST_NAMED)
        yield f"Another figure or rating than the register gave on the paper's day: {refs}."


def _counts(
    tables: Sequence[FinishedTable],
    scorecards: Sequence[PrintedScorecard],
    lines: Sequence[str],
    words: RatingWords,
) -> Iterator[str]:
    """Counts over a table are those of its rows, and counts of all KPIs those of all tables."""
    ratings = {one.headings: one.rating for one in scorecards}
    whole: Counter[str] = Counter()
    for table in tables:
        counts = Counter(_word(row[ratings[table.headings]], words) for row in table.rows)
        whole += counts
        said = _COUNTS.search(table.before)
        if said is not None and _said(said) != _of(counts):
            yield f"It says {said[0].strip()}, and the table under it holds {_in_words(counts, words)}."
    for said in chain.from_iterable(map(_COUNTS.finditer, lines if whole else ())):
        if int(said[1].replace(",", "")) == whole.total() and _said(said) != _of(whole):
            yield f"It says {said[0].strip()}, and its tables hold {_in_words(whole, words)}."


def _word(cell: str, words: RatingWords) -> str:
    """The rating of a row's cell; the finer states of a Green count with it."""
    if any(word and word in cell for word in (words.exceeded, words.near)):
        return words.green
    return next((words[rag] for rag in Rag if words[rag] in cell), NOT_RATED)


def _of(counts: Counter[str]) -> dict[str, int]:
    return {"": counts.total(), **{word: number for word, number in counts.items() if number}}


def _said(found: re.Match[str]) -> dict[str, int]:
    said = {"": int(found[1].replace(",", ""))}
    for part in found[2].split(", "):
        number, _, word = part.strip().partition(" ")
        said[word.strip()] = int(number.replace(",", ""))
    return {word: number for word, number in said.items() if number or not word}


def _in_words(counts: Counter[str], words: RatingWords) -> str:
    order = (*(words[rag] for rag in Rag), NOT_RATED)
    parts = ", ".join(f"{counts[word]:,} {word}" for word in order if counts[word])
    return f"{counted(counts.total(), 'KPI')}: {parts}"


@frozen
class CheckedFile:
    """What is wrong with a finished file, each in a sentence, and what was not looked at."""

    faults: tuple[str, ...]
    remarks: tuple[str, ...] = ()


def papers_in(asked: Sequence[Path]) -> tuple[Path, ...]:
    """The files asked for, and the Word, Excel and PDF files and pages of folders asked for, without earlier copies.

    UsageError: a folder holds none.
    """
    found: list[Path] = []
    for path in asked:
        held = [path]
        if path.is_dir():
            files = (
                one
                for ending in ("docx", "xlsx", "pdf", "html")
                for one in path.glob(f"*.{ending}")
            )
            held = sorted(
                one
                for one in files
                if not one.name.startswith("~$") and not _EARLIER.search(one.stem)
            )
            if not held:
                raise UsageError(
                    f"{path} holds no Word, Excel or PDF file and no page.",
                    "Write the papers first.",
                )
        found += held
    return tuple(dict.fromkeys(found))


def checked_file(path: Path, opened: OpenedRegister | None) -> CheckedFile:
    """A finished Word, Excel or PDF file or page held against the rules, and against the register where there is one.

    UsageError: the file is missing or none of these.
    """
    faults = accessibility_of(path)
    data, kind = path.read_bytes(), path.suffix.lower().lstrip(".")
    faults += open_places(data, kind, drafts_too=True)
    if opened is None:
        return CheckedFile(
            faults,
            (
                "Its figures were not looked at: there is no register here. Name one with --register.",
            ),
        )
    held = _held_paper(path, opened)
    if held is None:
        return CheckedFile(
            faults,
            (
                "Its figures were not looked at: it does not bear the name that pmf gives a body's paper.",
            ),
        )
    faults += rehearsal_faults(opened.settings)
    remarks = (NO_ROWS,) if kind in ("pdf", "html") else ()
    return CheckedFile((*faults, *faults_with_register(data, kind, held)), remarks)


def _held_paper(path: Path, opened: OpenedRegister) -> HeldPaper | None:
    """The paper that a file is by its name, as the register gives it on the day of the file's data."""
    stem = _EARLIER.sub("", path.name.removesuffix(PUBLISHED_ENDING).removesuffix(path.suffix))
    meant = _meant(opened, stem)
    made_on = finished_file(path).made_on
    if meant is None or made_on is None:
        return None
    one, period = meant
    assessment = assessed(opened, period=str(period), as_of=made_on, with_checks=True)
    papers = held_papers(opened, assessment, one)
    # The page of a body is about the same KPIs as its own paper, which has another name.
    is_page = stem.startswith(f"{PAGE}-") and path.suffix.lower() == ".html"
    return next((held for held in papers if is_page or held.report.file_stem == stem), None)


def held_papers(
    opened: OpenedRegister, assessment: Assessment, one: BodyPaper
) -> Iterator[HeldPaper]:
    """A body's paper as the register gives it; of a paper about one thing at a time one for each."""
    told, audience = for_audience(assessment, history_of_register(opened), one.paper, one.body)
    for each in audiences_of(one.paper, told.assessment, audience):
        report = report_of(one.paper, told.assessment, each)
        yield HeldPaper(opened.register, told, each, report)


def _meant(opened: OpenedRegister, stem: str) -> tuple[BodyPaper, Period] | None:
    """The body, paper and period that a file's name says; of a body's papers the one whose name is longest."""
    register, start = opened.register, opened.settings.financial_year_start
    known = _periods(register)
    known |= {reported_year(period, start) for period in known}
    periods = {file_stem(str(period)): period for period in known}
    ends = sorted((end for end in periods if stem.endswith(f"-{end}")), key=len)
    begins = [(len(begin), one) for begin, one in _stems(register) if stem.startswith(f"{begin}-")]
    if not ends or not begins:
        return None
    return max(begins, key=lambda found: found[0])[1], periods[ends[-1]]


def _stems(register: Register) -> Iterator[tuple[str, BodyPaper]]:
    """How the names of files of each body's papers begin."""
    for board in bodies_of(register):
        kind = body_kind(register, board.body)
        body = "" if kind is BodyKind.CLT else board.body
        for paper in PAPERS.values():
            if is_given_to(paper, kind):
                yield file_stem(paper.name, body), BodyPaper(board.body, paper)
        for paper in own_papers(None if kind is None else str(kind))[:1]:
            yield file_stem(PAGE, body), BodyPaper(board.body, paper)


def _periods(register: Register) -> set[Period]:
    cycles = {row.cycle for row in register.timetable}
    return cycles | {row.period for row in register.results if row.period is not None}
