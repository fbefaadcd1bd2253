"""Ways back: the copies kept before each change, what each change did, and putting copies back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pmf_cli.errors import UnreadableWorkbookError, UsageError
from pmf_cli.fingerprints import fingerprint_of
from pmf_cli.frozen import frozen
from pmf_cli.ledger.store import REDOES, UNDOES, counting_of, read_ledger
from pmf_cli.pipeline.change.changing import Change, carry_out, kept_copies, unfinished
from pmf_cli.pipeline.change.consent import protected_files, refuse_held_open, refuse_protected
from pmf_cli.pipeline.read.opening import load_settings
from pmf_cli.places import BACKUPS, register_folder
from pmf_cli.views.listing import Listing
from pmf_cli.views.lists.ledger import KeptCopy, RecordedChange, backups_listing, restore_listing
from pmf_cli.words import counted
from pmf_cli.workbook.write.register_lock import register_lock

if TYPE_CHECKING:
    from pmf_cli.ledger.row import LedgerRow
    from pmf_cli.ledger.store import Ledger
    from pmf_cli.settings import Settings

ACTION = "backup put back"
"""What the ledger says of it."""


@frozen
class Restoring:
    """Copies about to be put back.

    Attributes:
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

    def listing(self, on: date) -> Listing:
        """What putting them back would undo and redo."""
        return restore_listing(self.copies, self.undone, self.redone, self.halves, self.name, on)

    @property
    def refused(self) -> tuple[str, ...]:
        """What a preview says of workbooks that ``--write`` would refuse to change, a sentence each."""
        whole = {copy.workbook: () for copy in self.copies}
        return protected_files(self.folder, whole, self.settings.limits)


def backups_shown(asked: Path | None, on: date) -> Listing:
    """The copies, by workbook and newest first, with what each write changed.

    UsageError, LedgerError: there is no register, or its ledger is damaged.
    """
    folder = register_folder(asked)
    name = load_settings(folder).council.name or folder.resolve().name
    return backups_listing(_copies(folder, read_ledger(folder)), name, on)


def restoring(asked: Path | None, wanted: Sequence[str]) -> Restoring:
    """What putting copies back would do; nothing is written.

    Args:
        asked: the register's folder.
        wanted: names of copies, or their numbers where these belong to one workbook only.

    Raises:
        UsageError: there is no such copy, or two of one workbook are named.
        UnreadableWorkbookError, LedgerError: a copy or the ledger is damaged.
    """
    from pmf_cli.workbook.guard import guarded
    from pmf_cli.workbook.structure import structure_of

    folder = register_folder(asked)
    settings = load_settings(folder)
    ledger = read_ledger(folder)
    chosen = _chosen(_copies(folder, ledger), wanted)
    for copy in chosen:
        _refuse_second_form(folder, copy.workbook)
        structure_of(guarded(folder / BACKUPS / copy.name, settings.limits))
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


def put_back(
    planned: Restoring, on: date, *, why: str = "", by: str = "", ignore_lock: bool = False
) -> tuple[str, ...]:
    """Puts copies back; the present workbooks are kept as copies first, and the ledger gets a row.

    Args:
        why, by: the reason, and the contact reference of who does it, for the record.
        ignore_lock: go on although a file beside a workbook says that somebody has it open.

    Returns:
        What was done, a line each; empty where the workbooks are so already.

    Raises:
        LockedError: another run is writing, or somebody has a workbook open.
        DiskError: full, read-only or forbidden; nothing was changed.
    """
    folder = planned.folder
    with register_lock(folder, "putting a backup back"):
        ledger = read_ledger(folder)
        pending = unfinished(ledger, folder)
        new: dict[str, tuple[bytes | None, bytes]] = {}
        for copy in planned.copies:
            refuse_held_open(folder / copy.workbook, ignore_lock=ignore_lock)
            before = _present(planned, copy.workbook)
            after = (folder / BACKUPS / copy.name).read_bytes()
            if before != after:
                new[copy.workbook] = before, after
        if not new:
            return ()
        decided = ledger.decided(without=[row.number for row in pending])
        undone, redone, _ = _effect(decided, folder, planned.copies)
        details = {
            UNDOES: [row.number for row in undone],
            REDOES: [row.number for row in redone],
            **{name: text for name, text in (("why", why), ("by", by)) if text},
        }
        change = Change(ACTION, ", ".join(copy.name for copy in planned.copies), details=details)
        kept = planned.settings.files.backups
        return tuple(carry_out(folder, (change,), on, pending, new, keep=kept))


def recorded_change(row: LedgerRow) -> RecordedChange:
    """A ledger's row of a change in words."""
    body = row.body
    cells = tuple(
        f"{one['where']}: {one['before'] or 'blank'} → {one['after'] or 'blank'}"
        for one in body.get("cells", ())
    )
    rows: list[str] = []
    lines: list[str] = []
    for sheet, added in body.get("rows", {}).items():
        # Of very many rows the ledger holds the number only.
        known = [] if isinstance(added, int) else added
        if count := added if isinstance(added, int) else len(added):
            rows.append(f"{sheet}: {counted(count, 'row')} added")
        lines += [f"{sheet}: {', '.join(filter(None, one.values()))}" for one in known]
    workbooks = tuple(body["workbooks"])
    return RecordedChange(
        row.number, row.on, body["action"], row.key, cells, tuple(rows), workbooks, tuple(lines)
    )


def _copies(folder: Path, ledger: Ledger) -> tuple[KeptCopy, ...]:
    written: dict[str, list[RecordedChange]] = {}
    for row in ledger.decided():
        for fact in row.body["workbooks"].values():
            written.setdefault(fact["backup"], []).append(recorded_change(row))
    found = []
    for workbook, copies in kept_copies(folder / BACKUPS).items():
        present = fingerprint_of(folder / workbook)
        for number, path in sorted(copies.items(), reverse=True):
            changes = tuple(written.get(f"{BACKUPS}/{path.name}", ()))
            same = bool(present) and fingerprint_of(path) == present
            found.append(KeptCopy(workbook, path.name, number, changes, same))
    return tuple(found)


def _chosen(copies: Sequence[KeptCopy], wanted: Sequence[str]) -> tuple[KeptCopy, ...]:
    chosen: dict[str, KeptCopy] = {}
    for asked in wanted:
        copy = _named(copies, asked)
        if chosen.setdefault(copy.workbook, copy) != copy:
            raise UsageError(
                f"Two backups of {copy.workbook} are named.", "Name one for each workbook."
            )
    return tuple(chosen.values())


def _named(copies: Sequence[KeptCopy], asked: str) -> KeptCopy:
    """The copy of a name, whatever folder stands before it, or of a number that one copy has."""
    name = asked.replace("\\", "/").rpartition("/")[2].casefold()
    found = [copy for copy in copies if copy.name.casefold() == name]
    if not found and name.isdecimal():
        found = [copy for copy in copies if copy.number == int(name)]
    if not found:
        raise UsageError(f"There is no backup {asked}.", "pmf restore lists the backups by name.")
    if len(found) > 1:
        names = " and ".join(f'"{copy.name}"' for copy in found)
        raise UsageError(f"Number {asked} is that of {names}.", "Name one of them.")
    return found[0]


def _effect(
    decided: Sequence[LedgerRow], folder: Path, copies: Sequence[KeptCopy]
) -> tuple[list[LedgerRow], list[LedgerRow], list[LedgerRow]]:
    """The changes that putting copies back takes out, brings back, and takes out by half."""
    names = {copy.workbook for copy in copies}
    now = counting_of(decided)
    out: dict[int, LedgerRow] = {}
    back: dict[int, LedgerRow] = {}
    for copy in copies:
        until = _until(decided, copy.workbook, fingerprint_of(folder / BACKUPS / copy.name))
        if until is not None:
            then = counting_of(decided[:until])
            out |= _beyond(then, now, copy.workbook)
            back |= _beyond(now, then, copy.workbook)
    whole = [row for _, row in sorted(out.items()) if names.issuperset(row.body["workbooks"])]
    halves = [row for _, row in sorted(out.items()) if row not in whole]
    again = [row for _, row in sorted(back.items()) if names.issuperset(row.body["workbooks"])]
    return whole, again, halves


def _beyond(
    some: Collection[LedgerRow], others: Collection[LedgerRow], workbook: str
) -> Mapping[int, LedgerRow]:
    """Those of the others that changed a workbook and are not among some, by number."""
    known = {row.number for row in some}
    return {
        row.number: row
        for row in others
        if row.number not in known
        and workbook in row.body["workbooks"]
        and row.body["action"] != ACTION
    }


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


def _present(planned: Restoring, workbook: str) -> bytes | None:
    path = planned.folder / workbook
    if not path.exists():
        return None
    data = path.read_bytes()
    # What is damaged can be put back; what can be read must agree.
    with suppress(UnreadableWorkbookError):
        refuse_protected(path, data, (), planned.settings.limits)
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
