"""Returns that cannot be written: which, and because of which cell; the others go in without them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pmf_cli.errors import DiskError, LockedError, PmfError, UsageError
from pmf_cli.findings import CellRef
from pmf_cli.pipeline.change.changed_bytes import changed_bytes
from pmf_cli.pipeline.change.changing import Change
from pmf_cli.pipeline.read.opening import OpenedRegister

if TYPE_CHECKING:
    from pmf_cli.collect.returned.verdicts import JudgedReturn

ChangeOf = Callable[["JudgedReturn"], Change]
"""What a return, or a part of it, changes in the register."""


def without_unfit(
    opened: OpenedRegister,
    returns: Sequence[JudgedReturn],
    change_of: ChangeOf,
    error: PmfError,
    *,
    ignore_lock: bool,
) -> tuple[JudgedReturn, ...]:
    """Returns of which one or more cannot be written, those refused with form, KPI and cell.

    Args:
        returns: the returns that were to be written together.
        change_of: what a return changes.
        error: why they could not be.
        ignore_lock: whether a workbook that is open elsewhere is no reason.

    Raises:
        PmfError: ``error``, where the register itself is the reason and not a return.
    """

    def trouble(one: JudgedReturn) -> PmfError | None:
        change = change_of(one)
        cells = [(cell.where, cell.value) for cell in change.cells]
        try:
            changed_bytes(opened, cells, change.rows, ignore_lock=ignore_lock)
        except (DiskError, LockedError, UsageError):
            raise
        except PmfError as found:
            return found
        return None

    if trouble(_part(returns[0])) is not None:
        raise error
    found = tuple(
        one if (why := trouble(one)) is None else _refused(one, why, trouble) for one in returns
    )
    if found == tuple(returns):
        raise error
    return found


def _refused(
    one: JudgedReturn, why: PmfError, trouble: Callable[[JudgedReturn], PmfError | None]
) -> JudgedReturn:
    from pmf_cli.collect.returned.verdicts import ReturnRefusal, ReturnVerdict

    where, name = CellRef(one.file, "", ""), ""
    for at, called, part in _parts(one):
        if (found := trouble(part)) is not None:
            where, name, why = at, called, found
            break
    reason = f"{name}: {why.message}" if name else why.message
    refusal = ReturnRefusal(
        where,
        ReturnVerdict.IMPOSSIBLE,
        f"The register cannot hold what the form says. {reason}",
        "Nothing of this return was taken in. Ask what was meant, correct it in the form, and take it in again.",
    )
    return replace(one, refusals=(refusal,), lines=(), comments=(), ratings=())


def _parts(one: JudgedReturn) -> Iterator[tuple[CellRef, str, JudgedReturn]]:
    """Each figure and answer by itself, with its cell and the KPI that it is about."""
    for line in one.lines:
        if line.verdict.is_ready:
            yield line.where, line.name, replace(_part(one), lines=(line,))
    for answer in one.comments:
        if answer.verdict.is_ready:
            yield answer.where, answer.kpi_ref, replace(_part(one), comments=(answer,))


def _part(one: JudgedReturn) -> JudgedReturn:
    """A return without figures, answers and concern."""
    return replace(one, lines=(), comments=(), concern="")
