"""Which workbooks of a folder make the register, and which beside them are left aside, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from pmf_cli.errors import PmfError, UsageError
from pmf_cli.frozen import frozen
from pmf_cli.places import DATA_RECORD, FILE_NAME, NEEDED_NAMES, USUAL_NAMES
from pmf_cli.settings import Limits, Settings
from pmf_cli.tabular.names import plain_key
from pmf_cli.words import listed
from pmf_cli.workbook.text import printable
from pmf_cli.workbook.write.locks import bare_name, original_of

ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
"""Endings of workbooks; only the first two can be read, the others are refused in words."""
READABLE = (".xlsx", ".xlsm")
# What may follow the usual name in a record of other years: 2023-24, FY 2023/24, 2023_2024, 2023.
_YEARS = re.compile(r"(?:FY ?)?(?:19|20)\d\d(?:[-–/_ ]+(?:\d\d|(?:19|20)\d\d))?", re.IGNORECASE)
TELLING = (
    "Results", "KPIs", "Targets", "Rating rules", "Commentary", "Benchmarks", "Boards", "Timetable",
    "Scope changes",
)  # fmt: skip
"""Tabs by which a workbook is known for one of a register's."""


@frozen
class RegisterFiles:
    """The workbooks of a register.

    Attributes:
        read: in the order in which they are read; where rows stand twice, the later ones count.
        remarks: sentences about workbooks beside them that are not read, and about stand-ins.
    """

    read: tuple[Path, ...]
    remarks: tuple[str, ...] = ()


def files_of(place: Path, settings: Settings) -> RegisterFiles:
    """The workbooks that make up the register.

    The settings' list; else the usual names, together with the KPI Data Records of other years;
    else every workbook in the folder. Excel's notes (``~$``) and copies of a workbook that is read
    are left aside. What is left aside though it holds sheets of a register is named.

    Raises:
        UsageError: a listed workbook is missing, copies of one workbook stand there without it, or
            there is no workbook at all.
    """
    if place.is_file():
        return RegisterFiles((place,))
    names = sorted(
        path.name
        for path in place.iterdir()
        if path.suffix.lower() in ENDINGS and not path.name.startswith(("~$", "."))
    )
    chosen = _listed(place, settings) or _usual(names) or _every(names)
    if not chosen:
        raise UsageError(
            f"There is no workbook in {place}.",
            f"A register needs {' and '.join(NEEDED_NAMES)}. Make an empty one with: pmf init",
        )
    remarks = (*_stand_ins(chosen), *_left_aside(place, names, chosen, settings.limits))
    return RegisterFiles(tuple(place / name for name in chosen), remarks)


def _listed(place: Path, settings: Settings) -> tuple[str, ...]:
    for name in settings.files.workbooks:
        if not (place / name).is_file():
            raise UsageError(
                f"{name}, listed in {FILE_NAME}, is not in {place}.",
                "Put it there or correct the list under [files].",
            )
    return settings.files.workbooks


def _usual(names: Sequence[str]) -> tuple[str, ...]:
    """The workbooks of the usual names; empty where a needed one is missing."""
    found: list[str] = []
    for usual in USUAL_NAMES:
        own = _standing_for(usual, names)
        parts = _of_other_years(names) if usual == DATA_RECORD else ()
        if usual in NEEDED_NAMES and own is None and not parts:
            return ()
        found += [*parts] if own is None else [*parts, own]
    return tuple(found)


def _standing_for(usual: str, names: Sequence[str]) -> str | None:
    """The file that is a usual workbook: of its name, with macros, or its only copy."""
    stem = usual.rpartition(".")[0].casefold()
    for ending in ENDINGS:
        for name in names:
            if name.casefold() == f"{stem}{ending}":
                return name
    copies = [name for name in names if bare_name(name).casefold() == usual.casefold()]
    if len(copies) > 1:
        _refuse(usual, copies)
    return copies[0] if copies else None


def _of_other_years(names: Sequence[str]) -> tuple[str, ...]:
    """KPI Data Records of single years (``KPI Data Record 2023-24.xlsx``), oldest first."""
    stem = DATA_RECORD.rpartition(".")[0]
    found = []
    for name in names:
        first, _, ending = name.rpartition(".")
        rest = first[len(stem) :].strip(" -–_()")
        if (
            first.casefold().startswith(stem.casefold())
            and f".{ending.lower()}" in READABLE
            and _YEARS.fullmatch(rest)
        ):
            found.append(name)
    return tuple(found)


def _every(names: Sequence[str]) -> tuple[str, ...]:
    """Every workbook, copies of another left aside."""
    alone = [name for name in names if original_of(name, names) is None]
    for name in alone:
        alike = [other for other in alone if bare_name(other) == bare_name(name)]
        if len(alike) > 1:
            _refuse(bare_name(name), alike)
    return tuple(alone)


def _refuse(original: str, copies: Sequence[str]) -> None:
    raise UsageError(
        f"{listed([printable(name) for name in copies])} are copies of one workbook, and "
        f"{printable(original)} itself is not there, so nobody can tell which counts.",
        f"Compare them, keep the right one under the name {printable(original)}, and move the "
        "other away.",
    )


def _stand_ins(chosen: Sequence[str]) -> Iterator[str]:
    for name in chosen:
        original = bare_name(name)
        if original != name and original not in chosen:
            yield (
                f"{printable(name)} is read in place of {printable(original)}, which is not there. "
                "If it is the right one, give it that name."
            )


def _left_aside(
    place: Path, names: Sequence[str], chosen: Sequence[str], limits: Limits
) -> Iterator[str]:
    for name in names:
        if name in chosen or original_of(name, chosen) is not None:
            continue
        tabs = _telling_tabs(place / name, limits)
        stem = name.rpartition(".")[0].casefold()
        is_usual = any(stem == usual.rpartition(".")[0].casefold() for usual in USUAL_NAMES)
        if tabs or is_usual:
            holds = f", although it holds {listed(list(tabs))}" if tabs else ""
            yield (
                f"{printable(name)} is not read{holds}. If it belongs to the register, name all its "
                f"workbooks in {FILE_NAME} under [files]; else keep it in another folder."
            )


def _telling_tabs(path: Path, limits: Limits) -> tuple[str, ...]:
    """The tabs of a workbook that are named like a register's; none where it cannot be read."""
    from pmf_cli.workbook.guard import file_bytes, guarded_bytes
    from pmf_cli.workbook.structure import structure_of

    if path.suffix.lower() not in READABLE:
        return ()
    try:
        sheets = structure_of(guarded_bytes(path.name, file_bytes(path, limits), limits)).sheets
    except (PmfError, OSError):
        return ()
    keys = [plain_key(name) for name in TELLING]
    return tuple(s.name for s in sheets if any(plain_key(s.name).startswith(key) for key in keys))
