"""What every test shares: laws without a clock, and pure work on the same bytes done once.

Nearly every test of a command opens a copy of the example. What a workbook's bytes hold, and what
register a set of workbooks makes under the same settings, are functions of their input and give
frozen values; so each worker keeps the last ones. The functions are the program's own. Tests of the
reader, and those that run the program as a process of its own, read afresh.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import settings

from pmf_cli.findings import Finding
from pmf_cli.pipeline import opening
from pmf_cli.register.reading.build import build
from pmf_cli.register.register import Register
from pmf_cli.settings import Limits, Settings
from pmf_cli.workbook import guard, read
from pmf_cli.workbook.cells import Book, Row

settings.register_profile("pmf", deadline=None)
settings.load_profile("pmf")

KEPT = 24
"""Workbooks, and registers, that a worker keeps: those of the test at work, not of the whole run."""


@pytest.fixture(scope="session", autouse=True)
def _opened_once() -> Iterator[None]:
    """Commands that open a register whose bytes they have read before do not read them again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(read, "read_book", read_book)
        patch.setattr(opening, "build", register_of)
        yield


def read_book(path: Path, limits: Limits) -> Book:
    """The workbook in a file; its rows are walked from what was read the first time."""
    return book_in(guard.shown_name(path), guard.file_bytes(path, limits), limits)


@lru_cache(KEPT)
def book_in(name: str, data: bytes, limits: Limits) -> Book:
    """The workbook in bytes."""
    book = read.book_of(name, data, limits)
    return replace(book, sheets=tuple(replace(s, rows=kept(s.rows)) for s in book.sheets))


def kept(rows: Callable[[], Iterator[Row]]) -> Callable[[], Iterator[Row]]:
    """Rows that are read on the first walk, and again where that walk was refused."""
    walked: list[list[Row]] = []

    def walk() -> Iterator[Row]:
        if not walked:
            walked.append(list(rows()))
        return iter(walked[0])

    return walk


@dataclass(frozen=True)
class Source:
    """What a register is made from: the same where the files, settings and name are the same."""

    fingerprints: tuple[tuple[str, str], ...]
    in_words: str
    name: str
    books: Sequence[Book] = field(compare=False)
    settings: Settings = field(compare=False)


@lru_cache(KEPT)
def register_in(source: Source) -> tuple[Register, tuple[Finding, ...]]:
    """The register as the program's own ``build`` makes it."""
    return build(source.books, source.settings, source.name)


def register_of(
    given: Sequence[Book], asked: Settings, name: str = ""
) -> tuple[Register, tuple[Finding, ...]]:
    """In the place of ``build``: the register of workbooks under settings."""
    prints = tuple((book.name, book.fingerprint) for book in given)
    return register_in(Source(prints, asked.model_dump_json(), name, given, asked))
