"""What every test shares: laws without a clock, and pure work on the same bytes done once.

Nearly every test of a command opens a copy of the example, and many write its papers. What a
workbook's bytes hold, what register a set of workbooks makes under the same settings, how that is
rated on a day, what a paper says of that to a body, which bytes it becomes in a format and which
rows become in a register's workbook are functions of their input and give frozen values; so each worker keeps the last ones. The functions
are the program's own. Tests of these, and those that run the program as a process of its own, work
afresh.
"""

from __future__ import annotations

import copyreg
import gc
import os
import pickle
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, is_dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

import pytest
from hypothesis import settings

from pmf_cli.analysis import withheld
from pmf_cli.analysis.issued.issue_history import History
from pmf_cli.analysis.withheld import ForBody, for_body
from pmf_cli.assessment import Assessment, assess
from pmf_cli.findings import Finding
from pmf_cli.pipeline import paper_checks
from pmf_cli.pipeline.read import opening
from pmf_cli.register.reading.build import build
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.layout import by_name
from pmf_cli.register.terms import RATING_WORDS, RatingWords
from pmf_cli.render import PUBLISHED, RENDERERS, Renderer
from pmf_cli.render.starting import register_book
from pmf_cli.render.starting.register_book import ENTRY_WORKBOOK, RowValues, register_workbook
from pmf_cli.render.templates import Templates
from pmf_cli.render.theme import Theme
from pmf_cli.settings import Limits, Settings
from pmf_cli.views.audience import Audience
from pmf_cli.views.base import Report
from pmf_cli.views.papers import Paper, making
from pmf_cli.views.papers.making import report_of
from pmf_cli.workbook import guard, read
from pmf_cli.workbook.cells import Book, Row

# Whether a change lands hangs on the change, not on luck: only where people work do laws meet new
# examples at every run.
settings.register_profile("pmf", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("pmf")
# Values are told apart by their bytes; those of a read-only mapping are its items'.
copyreg.pickle(MappingProxyType, lambda one: (dict, (dict(one),)))


def pytest_collection_finish() -> None:
    """What is imported by now stays: the collector need not look at it again and again."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


KEPT = 192
"""Values that a worker keeps: those of the tests at work, not of the whole run."""


@dataclass(frozen=True)
class Work:
    """How a value is made, known by all that it is made from."""

    source: Hashable
    make: Callable[[], Any] = field(compare=False)


@lru_cache(KEPT)
def done(work: Work) -> Any:
    """The value; made once."""
    return work.make()


@pytest.fixture
def forget() -> Callable[[], None]:
    """For a test of two runs that give the same: what the first did is done anew by the second."""
    return done.cache_clear


@pytest.fixture(scope="session", autouse=True)
def _opened_once() -> Iterator[None]:
    """Commands that open a register which they have read and rated before do not do so again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(read, "read_book", read_book)
        patch.setattr(opening, "build", register_of)
        patch.setattr(opening, "assess", assessment_of)
        patch.setattr(withheld, "for_body", shown_to_body)
        for module in (making, paper_checks):
            patch.setattr(module, "report_of", paper_of)
        patch.setattr(register_book, "register_workbook", workbook_of)
        for formats in (RENDERERS, PUBLISHED):
            for name, renderer in formats.items():
                patch.setitem(formats, name, once(renderer))
        yield


def read_book(path: Path, limits: Limits) -> Book:
    """The workbook in a file; its rows are walked from what was read the first time."""
    name, data = guard.shown_name(path), guard.file_bytes(path, limits)

    def make() -> Book:
        book = read.book_of(name, data, limits)
        return replace(book, sheets=tuple(replace(s, rows=kept(s.rows)) for s in book.sheets))

    return cast("Book", done(Work((name, data, limits), make)))


def kept(rows: Callable[[], Iterator[Row]]) -> Callable[[], Iterator[Row]]:
    """Rows that are read on the first walk, and again where that walk was refused."""
    walked: list[list[Row]] = []

    def walk() -> Iterator[Row]:
        if not walked:
            walked.append(list(rows()))
        return iter(walked[0])

    return walk


def register_of(
    books: Sequence[Book],
    asked: Settings,
    name: str = "",
    words: RatingWords = RATING_WORDS,
) -> tuple[Register, tuple[Finding, ...]]:
    """The register of workbooks under settings, as the program's own ``build`` makes it."""
    prints = tuple((book.name, book.fingerprint) for book in books)
    work = Work(
        (prints, asked.model_dump_json(), name, words), lambda: build(books, asked, name, words)
    )
    return cast("tuple[Register, tuple[Finding, ...]]", done(work))


def assessment_of(register: Register, asked: Settings, **question: Any) -> Assessment:
    """What the program's own ``assess`` finds in this very register."""
    source = (id(register), asked.model_dump_json(), *sorted(question.items()))
    work = Work(source, lambda: assess(register, asked, **question))
    return cast("Assessment", done(work))


def shown_to_body(assessment: Assessment, history: History, body: str) -> ForBody:
    """What the program's own ``for_body`` leaves of this very assessment."""
    source = (id(assessment), pickle.dumps(history), body)
    return cast("ForBody", done(Work(source, lambda: for_body(assessment, history, body))))


def paper_of(paper: Paper, assessment: Assessment, audience: Audience) -> Report:
    """What the program's own ``report_of`` says of this very assessment to the same audience."""
    asked = pickle.dumps(replace(audience, ratings=()))
    source = (id(paper), id(assessment), tuple(map(id, audience.ratings)), asked)
    return cast("Report", done(Work(source, lambda: report_of(paper, assessment, audience))))


def workbook_of(
    workbook: str, rows: Mapping[str, Sequence[RowValues]], name: str, **how: Any
) -> bytes:
    """What the program's own ``register_workbook`` makes of the same rows of its sheets."""
    homes = {sheet: layout.workbook for sheet, layout in by_name().items()}
    own = {
        sheet: found
        for sheet, found in rows.items()
        if workbook in (homes.get(sheet), ENTRY_WORKBOOK)
    }
    # A plan keeps what it has worked out, which is no part of what was asked.
    asked = {word: replace(one) if is_dataclass(one) else one for word, one in how.items()}
    source = (workbook, pickle.dumps((own, name, asked)))
    return cast("bytes", done(Work(source, lambda: register_workbook(workbook, rows, name, **how))))


def once(renderer: Renderer) -> Renderer:
    """A format that a report is given once under the same theme and templates."""

    def render(report: Report, theme: Theme, templates: Templates) -> bytes:
        at_hand = tuple(
            (path.name, path.read_bytes())
            for folder, kinds in (
                *((one, "*") for one in templates.folders),
                *((one, "*.docx") for one in (templates.home,) if one is not None),
            )
            for path in sorted(folder.glob(kinds))
            if path.is_file()
        )
        source = (renderer.ending, bytes_of(report), pickle.dumps(theme), at_hand)
        return cast("bytes", done(Work(source, lambda: renderer.render(report, theme, templates))))

    return replace(renderer, render=render)


def bytes_of(report: Report) -> bytes:
    """What tells reports apart: equal values may print differently (1 and 1.0), their bytes do not."""
    return cast("bytes", done(Work(id(report), lambda: pickle.dumps(report))))


LONGEST_BYTES = 40


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Files in bytes bear no time in a test's name: every worker must collect the same names."""
    return "file" if isinstance(val, bytes) and len(val) > LONGEST_BYTES else None
