"""Ways back: the copies kept before each change, what each change did, and putting copies back."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pmf_cli.errors import LockedError, UnreadableWorkbookError, UsageError
from pmf_cli.fingerprints import fingerprint
from pmf_cli.pipeline.change.backups import FOLDER, kept_copies
from pmf_cli.pipeline.change.consent import protected_files, refuse_protected
from pmf_cli.pipeline.read.opening import load_settings
from pmf_cli.places import register_folder
from pmf_cli.views.listing import Listing
from pmf_cli.views.lists.backups import KeptCopy, RecordedChange, backups_listing, restore_listing

if TYPE_CHECKING:
    from pmf_cli.ledger.row import LedgerRow
    from pmf_cli.ledger.store import Ledger
    from pmf_cli.settings import Limits, Settings

ACTION = "backup put back"
"""What the ledger says of it."""


@dataclass(frozen=True)
class Restoring:
    """Copies about to be put back.

    Attributes:
        folder: the register's folder.
        name: the register's name.
        settings: its settings.
        copies: the copies.
        undone: the changes on record that would be in the workbooks no longer, newest first.
        redone: those undone before that would be in them again, newest first.
        halves: those of them that changed another workbook too, which is not put back.
    """

    folder: Path
    name: str
    settings: Settings
    copies: tuple[KeptCopy, ...]
    undone: tuple[RecordedChange, ...]
    redone: tuple[RecordedChange, ...]
    halves: tuple[RecordedChange, ...]


def backups_shown(asked: Path | None, on: date) -> Listing:
    """The copies, by workbook and newest first, with what each write changed.

    Raises:
        UsageError: there is no register.
        LedgerError: the ledger is damaged.
    """
    from pmf_cli.ledger.store import read_ledger

    folder = register_folder(asked)
    settings = load_settings(folder)
    name = settings.council.name or folder.resolve().name
    return backups_listing(_copies(folder, read_ledger(folder)), name, on)


def restoring(asked: Path | None, wanted: Sequence[str]) -> Restoring:
    """What putting copies back would do; nothing is written.

    Args:
        asked: the register's folder.
        wanted: names of copies, or their numbers where these belong to one workbook only.

    Raises:
        UsageError: there is no such copy, or two of one workbook are named.
        UnreadableWorkbookError: a copy is damaged.
        LedgerError: the ledger is damaged.
    """
    from pmf_cli.ledger.store import read_ledger
    from pmf_cli.workbook.guard import guarded
    from pmf_cli.workbook.structure import structure_of

    folder = register_folder(asked)
    settings = load_settings(folder)
    ledger = read_ledger(folder)
    chosen = _chosen(_copies(folder, ledger), wanted)
    for copy in chosen:
        _refuse_second_form(folder, copy.workbook)
        structure_of(guarded(folder / FOLDER / copy.name, settings.limits))
    undone, redone, halves = _effect(ledger.decided(), folder, chosen)
    return Restoring(
        folder,
        settings.council.name or folder.resolve().name,
        settings,
        chosen,
        tuple(recorded_change(row) for row in reversed([*undone, *halves])),
        tuple(recorded_change(row) for row in reversed(redone)),
        tuple(recorded_change(row) for row in reversed(halves)),
    )


def restoring_shown(planned: Restoring, on: date) -> Listing:
    """What putting copies back would undo and redo."""
    effect = (planned.undone, planned.redone, planned.halves)
    return restore_listing(planned.copies, *effect, planned.name, on)


def refused_by_restoring(planned: Restoring) -> tuple[str, ...]:
    """What a preview says of workbooks that ``--write`` would refuse to change, a sentence each."""
    whole = {copy.workbook: () for copy in planned.copies}
    return protected_files(planned.folder, whole, planned.settings.limits)


def put_back(
    planned: Restoring, on: date, *, why: str = "", by: str = "", ignore_lock: bool = False
) -> tuple[str, ...]:
    """Puts copies back; the present workbooks are kept as copies first, and the ledger gets a row.

    Args:
        planned: what ``restoring`` gave.
        why: the reason, for the record.
        by: contact reference of who does it, for the record.
        ignore_lock: go on although a file beside a workbook says that somebody has it open.

    Returns:
        What was done, a line each; empty where the workbooks are so already.

    Raises:
        LockedError: another run is writing, or somebody has a workbook open.
        DiskError: full, read-only or forbidden; nothing was changed.
    """
    from pmf_cli.ledger.store import REDOES, UNDOES, read_ledger
    from pmf_cli.pipeline.change.changing import Change, carry_out
    from pmf_cli.pipeline.change.unfinished import unfinished
    from pmf_cli.workbook.write.register_lock import register_lock

    folder = planned.folder
    with register_lock(folder, "putting a backup back"):
        ledger = read_ledger(folder)
        pending = unfinished(ledger, folder)
        new: dict[str, tuple[bytes | None, bytes]] = {}
        for copy in planned.copies:
            before = _present(
                folder / copy.workbook, planned.settings.limits, ignore_lock=ignore_lock
            )
            after = (folder / FOLDER / copy.name).read_bytes()
            if before != after:
                new[copy.workbook] = before, after
        if not new:
            return ()
        decided = ledger.decided(without=[row.number for row in pending])
        undone, redone, _ = _effect(decided, folder, planned.copies)
        change = Change(
            ACTION,
            ", ".join(copy.name for copy in planned.copies),
            details={
                UNDOES: [row.number for row in undone],
                REDOES: [row.number for row in redone],
                **({"why": why} if why else {}),
                **({"by": by} if by else {}),
            },
        )
        return tuple(
            carry_out(folder, (change,), on, pending, new, keep=planned.settings.files.backups)
        )


def recorded_change(row: LedgerRow) -> RecordedChange:
    """A ledger's row of a change in words."""
    body = row.body
    cells = tuple(
        f"{one['where']}: {one['before'] or 'blank'} → {one['after'] or 'blank'}"
        for one in body.get("cells", ())
    )
    rows = tuple(
        f"{sheet}: {count:,} {'row' if count == 1 else 'rows'} added"
        for sheet, added in body.get("rows", {}).items()
        if (count := added if isinstance(added, int) else len(added))
    )
    lines = tuple(
        f"{sheet}: {', '.join(text for text in one.values() if text)}"
        for sheet, added in body.get("rows", {}).items()
        if not isinstance(added, int)
        for one in added
    )
    return RecordedChange(
        row.number, row.on, body["action"], row.key, cells, rows, tuple(body["workbooks"]), lines
    )


def _copies(folder: Path, ledger: Ledger) -> tuple[KeptCopy, ...]:
    written: dict[str, list[LedgerRow]] = {}
    for row in ledger.decided():
        for fact in row.body["workbooks"].values():
            written.setdefault(fact["backup"], []).append(row)
    found = []
    for workbook, copies in kept_copies(folder).items():
        present = _fingerprint(folder / workbook)
        for number, path in sorted(copies.items(), reverse=True):
            changes = tuple(
                recorded_change(row) for row in written.get(f"{FOLDER}/{path.name}", ())
            )
            same = bool(present) and _fingerprint(path) == present
            found.append(KeptCopy(workbook, path.name, number, changes, same))
    return tuple(found)


def _chosen(copies: Sequence[KeptCopy], wanted: Sequence[str]) -> tuple[KeptCopy, ...]:
    chosen: dict[str, KeptCopy] = {}
    for asked in wanted:
        name = asked.replace("\\", "/").rpartition("/")[2].casefold()
        found = [copy for copy in copies if copy.name.casefold() == name]
        if not found and name.isdecimal():
            found = [copy for copy in copies if copy.number == int(name)]
        if not found:
            raise UsageError(
                f"There is no backup {asked}.", "pmf restore lists the backups by name."
            )
        if len(found) > 1:
            names = " and ".join(f'"{copy.name}"' for copy in found)
            raise UsageError(f"Number {asked} is that of {names}.", "Name one of them.")
        if chosen.setdefault(found[0].workbook, found[0]) != found[0]:
            raise UsageError(
                f"Two backups of {found[0].workbook} are named.", "Name one for each workbook."
            )
    return tuple(chosen.values())


def _effect(
    decided: Sequence[LedgerRow], folder: Path, copies: Sequence[KeptCopy]
) -> tuple[list[LedgerRow], list[LedgerRow], list[LedgerRow]]:
    """The changes that putting copies back takes out, brings back, and takes out by half."""
    from pmf_cli.ledger.store import counting_of

    names = {copy.workbook for copy in copies}
    now = {row.number: row for row in counting_of(decided)}
    out: dict[int, LedgerRow] = {}
    back: dict[int, LedgerRow] = {}
    for copy in copies:
        until = _until(decided, copy.workbook, _fingerprint(folder / FOLDER / copy.name))
        if until is None:
            continue
        then = {row.number: row for row in counting_of(decided[:until])}
        for found, one, other in ((out, now, then), (back, then, now)):
            found |= {
                number: row
                for number, row in one.items()
                if number not in other
                and copy.workbook in row.body["workbooks"]
                and row.body["action"] != ACTION
            }
    whole = [row for _, row in sorted(out.items()) if names.issuperset(row.body["workbooks"])]
    halves = [row for _, row in sorted(out.items()) if row not in whole]
    again = [row for _, row in sorted(back.items()) if names.issuperset(row.body["workbooks"])]
    return whole, again, halves


def _until(decided: Sequence[LedgerRow], workbook: str, content: str) -> int | None:
    """How many of the changes had been made when a workbook last had some content."""
    place: int | None = None
    before: object = None
    for number, row in enumerate(decided):
        facts = row.body["workbooks"].get(workbook)
        if facts is None:
            continue
        # Several rows of one run began with the same workbook: the first of them says when.
        if facts["before"] == content and facts != before:
            place = number
        if facts["after"] == content:
            place = number + 1
        before = facts
    return place


def _present(path: Path, limits: Limits, *, ignore_lock: bool) -> bytes | None:
    from pmf_cli.workbook.write.locks import holders

    open_by = holders(path)
    if open_by and not ignore_lock:
        raise LockedError(
            f"{open_by[0].words} Nothing was changed.",
            "Close it there, then run again. If nobody has it open, the file was left behind after "
            "a crash: --ignore-lock goes on in spite of it.",
        )
    if not path.exists():
        return None
    data = path.read_bytes()
    # What is damaged can be put back; what can be read must agree.
    with suppress(UnreadableWorkbookError):
        refuse_protected(path, data, (), limits)
    return data


def _refuse_second_form(folder: Path, workbook: str) -> None:
    """Refuses to put a workbook back beside itself saved in another form."""
    stem = Path(workbook).stem.casefold()
    if (folder / workbook).exists():
        return
    for other in sorted(folder.iterdir()):
        if other.stem.casefold() == stem and other.suffix.lower() in (".xlsx", ".xlsm", ".xlsb"):
            raise UsageError(
                f"{other.name} stands where {workbook} was; put back beside it, two workbooks would "
                "hold the same sheets.",
                f"Move {other.name} away, then run again.",
            )


def _fingerprint(path: Path) -> str:
    try:
        return fingerprint(path.read_bytes())
    except OSError:
        return ""
