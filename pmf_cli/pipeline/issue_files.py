"""The files of a paper that goes out, held against what pmf would write from the register now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pmf_cli.analysis.issued import PaperFile, ReportedFigure
from pmf_cli.errors import UsageError
from pmf_cli.fingerprints import fingerprint
from pmf_cli.pipeline.opening import OpenedRegister
from pmf_cli.pipeline.papers import paper_files
from pmf_cli.views.base import Report
from pmf_cli.words import counted, listed, listed_shortly

if TYPE_CHECKING:
    from pmf_cli.render.word.finished import FinishedPaper

MOST_NAMED = 8


@dataclass(frozen=True)
class FoundFile:
    """A file that goes out.

    Attributes:
        path: where it lies.
        data: its bytes.
        word: what is in it, for Word files.
    """

    path: Path
    data: bytes
    word: FinishedPaper | None = None


@dataclass(frozen=True)
class Held:
    """Files held against the register.

    Attributes:
        files: what to record of them.
        blocks: what stands in the way of their going out.
        remarks: what should be known.
    """

    files: tuple[PaperFile, ...] = ()
    blocks: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def found_files(asked: Sequence[Path], folder: Path, stem: str) -> tuple[FoundFile, ...]:
    """The files named, else those of the report in its folder.

    Raises:
        UsageError: a file named is missing, two have one name, or a Word file is damaged.
    """
    from pmf_cli.render.word.finished import finished_paper

    paths = list(asked) or [
        path for path in (folder / f"{stem}.docx", folder / f"{stem}.xlsx") if path.is_file()
    ]
    found: dict[str, FoundFile] = {}
    for path in paths:
        if not path.is_file():
            raise UsageError(f"{path} does not exist.", "Name the files that go out with --file.")
        if path.name in found:
            raise UsageError(f"Two files are named {path.name}.", "Give one of them another name.")
        data = path.read_bytes()
        try:
            word = finished_paper(data) if path.suffix.lower() == ".docx" else None
        except UsageError as error:
            raise UsageError(f"{path}: {error.message}", error.advice) from error
        found[path.name] = FoundFile(path, data, word)
    return tuple(found[name] for name in sorted(found))


def date_of(files: Sequence[FoundFile]) -> date | None:
    """The date of the data in a paper, from its Word file; ``None`` where that does not say."""
    return next((one.word.made_on for one in files if one.word and one.word.made_on), None)


def held_against(
    opened: OpenedRegister,
    report: Report,
    figures: Sequence[ReportedFigure],
    files: Sequence[FoundFile],
) -> Held:
    """What is to be said of each file that goes out.

    A file may have been worked on; then its rows must still give the figures that are recorded.

    Args:
        opened: the register.
        report: the report as pmf makes it from the register, for the paper's own date.
        figures: the figures that are recorded.
        files: the files.
    """
    from pmf_cli.render.word.finished import finished_paper

    endings = {one.path.suffix.lower().lstrip(".") for one in files} & {"docx", "xlsx"}
    made = paper_files(opened, report, sorted(endings)) if endings else {}
    by_ending = {Path(name).suffix: data for name, data in made.items()}
    recorded, blocks, remarks = [], [], []
    for one in files:
        written = by_ending.get(one.path.suffix.lower())
        is_same = one.data == written
        recorded.append(PaperFile(one.path.name, fingerprint(one.data), as_written=is_same))
        if is_same:
            continue
        if one.word is None:
            remarks.append(
                f"{one.path.name} is not as pmf writes it; its content was not looked into."
            )
            continue
        remarks.append(
            f"{one.path.name} was worked on after pmf wrote it, or the register has changed "
            "since; its figures were held against the register."
        )
        own = finished_paper(written) if written is not None else None
        blocks += _blocks(one.path.name, one.word, own, figures)
    return Held(tuple(recorded), tuple(blocks), tuple(remarks))


def _blocks(
    name: str, word: FinishedPaper, own: FinishedPaper | None, figures: Sequence[ReportedFigure]
) -> list[str]:
    found = []
    left = word.placeholders(own)
    if left:
        shown = listed(f'"{text}"' for text in left[:MOST_NAMED])
        found.append(f"{name} still holds places to be filled in: {shown}.")
    if word.tracked:
        found.append(
            f"{name} still holds {counted(word.tracked, 'tracked change')}: accept them or turn "
            "them down in Word."
        )
    if word.comments:
        found.append(f"{name} still holds {counted(word.comments, 'comment')} in its margin.")
    other, missing = [], []
    for figure in figures:
        if figure.split is None:
            stands = word.shows(figure.kpi_ref, _printed(figure))
            if stands is None:
                missing.append(figure.kpi_ref)
            elif not stands:
                other.append(figure.kpi_ref)
    if other:
        found.append(
            f"{name} gives another figure or rating than the register for "
            f"{listed_shortly(other, MOST_NAMED)}."
        )
    if missing:
        found.append(f"{name} has no row for {listed_shortly(missing, MOST_NAMED)}.")
    return found


def _printed(figure: ReportedFigure) -> tuple[str, ...]:
    texts = (figure.value_text, figure.rating_text)
    return texts if figure.value is not None else texts[1:]
