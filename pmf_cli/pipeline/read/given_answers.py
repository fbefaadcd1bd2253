"""What options and a file of answers settle about a scorecard before it is read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pmf_cli.errors import UsageError
from pmf_cli.importing.mapping import ImportMapping, check_fact, parse_mapping
from pmf_cli.settings import Limits
from pmf_cli.workbook.cells import Book
from pmf_cli.workbook.read import read_book


def settled_by(
    answers: Path | None,
    *,
    only: Sequence[str] = (),
    defaults: Sequence[str] = (),
    period: str = "",
    earlier_results: bool = False,
) -> ImportMapping:
    """What a mapping of an earlier version (TOML) and the options settle; options win.

    Args:
        answers: the file named; a workbook of questions is read by ``questions_given``.
        only: ``heading=text`` of rows to take.
        defaults: ``column=value`` for all KPIs.
        period: the period of figures for which nothing names one.
        earlier_results: whether earlier results beside the current one are taken in.

    Raises:
        UsageError: the file or an option cannot be used.
    """
    mapping = ImportMapping()
    if answers is not None and _is_mapping(answers):
        mapping = _old_mapping(answers)
    facts = dict(_pair(text, "--default") for text in defaults)
    for fact in facts:
        check_fact(fact, "--default")
    return mapping.model_copy(
        update={
            "only": mapping.only | dict(_pair(text, "--only") for text in only),
            "defaults": mapping.defaults | facts,
            "period": period or mapping.period,
            "earlier_results": earlier_results or mapping.earlier_results,
        }
    )


def questions_given(answers: Path | None) -> Book | None:
    """The workbook of questions that was named; ``None`` where none was.

    Raises:
        UsageError: it does not exist.
        UnreadableWorkbookError: it cannot be read.
    """
    if answers is None or _is_mapping(answers):
        return None
    return read_book(_existing(answers), Limits())


def _is_mapping(file: Path) -> bool:
    return file.suffix.lower() == ".toml"


def _existing(file: Path) -> Path:
    if not file.is_file():
        raise UsageError(f"{file} does not exist.", "Make one with --questions FILE.")
    return file


def _old_mapping(file: Path) -> ImportMapping:
    """The answers as pmf wrote them before (TOML)."""
    try:
        return parse_mapping(_existing(file).read_bytes().decode("utf-8-sig"), str(file))
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{file} is not UTF-8 text.", "Save it in Notepad with the encoding UTF-8."
        ) from error


def _pair(text: str, option: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip() or not value.strip():
        raise UsageError(
            f"{option} {text!r} is not NAME=VALUE.", f'Write it as {option} "Financial=No".'
        )
    return name.strip(), value.strip()
