"""The ledger is only added to, its chain holds, and whatever is altered is named."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from pmf_cli.ledger.database import LedgerError
from pmf_cli.ledger.row import RowKind
from pmf_cli.ledger.seal import PAGE, seal_path
from pmf_cli.ledger.store import ledger_path, read_ledger, writing_ledger
from pmf_cli.ledger.verify import verified

ON = date(2025, 2, 3)


def filled(folder: Path, rows: int = 12, words: str = "x") -> None:
    with writing_ledger(folder) as ledger:
        for number in range(1, rows + 1):
            ledger.append(RowKind.MESSAGE, f"key-{number}", {"state": "sent", "to": words * 20}, ON)


def test_rows_come_back_as_written(tmp_path: Path) -> None:
    """Text, figures and lists are the same when read again, in order."""
    with writing_ledger(tmp_path) as ledger:
        ledger.append(RowKind.PAPER, "P-1", {"figures": ["38.2", "0"], "title": "Children’s"}, ON)
        ledger.append(RowKind.RUN, "", {}, ON)
    rows = read_ledger(tmp_path).rows()
    assert [(row.number, row.kind, row.key) for row in rows] == [
        (1, RowKind.PAPER, "P-1"),
        (2, RowKind.RUN, ""),
    ]
    assert rows[0].body == {"figures": ["38.2", "0"], "title": "Children’s"}
    assert rows[1].previous == rows[0].hash


def test_reading_makes_no_file(tmp_path: Path) -> None:
    """A register without ledger has an empty one, and asking leaves nothing behind."""
    assert read_ledger(tmp_path).rows() == ()
    assert verified(tmp_path).faults == ()
    assert list(tmp_path.iterdir()) == []


def test_a_run_ended_before_the_file_was_made_leaves_an_empty_ledger(tmp_path: Path) -> None:
    """A file without a byte is no ledger yet, and the next run makes it."""
    ledger_path(tmp_path).touch()
    assert read_ledger(tmp_path).rows() == ()
    assert verified(tmp_path).faults == ()
    filled(tmp_path, 2)
    assert len(read_ledger(tmp_path).rows()) == 2


def test_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    """Two ledgers with the same history are the same files."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        filled(tmp_path / name)
    one, two = (ledger_path(tmp_path / name) for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()
    assert seal_path(one).read_bytes() == seal_path(two).read_bytes()


@pytest.mark.parametrize("sql", ["UPDATE ledger SET body = '{}'", "DELETE FROM ledger"])
def test_the_file_itself_refuses_changes(sql: str, tmp_path: Path) -> None:
    """Whoever opens the file with another program cannot change or delete a row by accident."""
    filled(tmp_path)
    with (
        closing(sqlite3.connect(ledger_path(tmp_path))) as other,
        pytest.raises(sqlite3.IntegrityError),
    ):
        other.execute(sql)


def test_a_row_changed_in_spite_of_that_is_named(tmp_path: Path) -> None:
    """Someone takes the triggers away and changes a row: the row's number is told."""
    filled(tmp_path)
    with closing(sqlite3.connect(ledger_path(tmp_path))) as other:
        other.execute("DROP TRIGGER no_change")
        other.execute("UPDATE ledger SET body = '{}' WHERE number = 7")
        other.commit()
    assert any("7" in fault for fault in verified(tmp_path).faults)
    with pytest.raises(LedgerError, match="row 7"):
        read_ledger(tmp_path)
    with pytest.raises(LedgerError, match="row 7"), writing_ledger(tmp_path):
        pass


def test_rows_cut_off_at_the_end_are_missed(tmp_path: Path) -> None:
    """The chain alone would hold; the seal counts the rows."""
    filled(tmp_path)
    with closing(sqlite3.connect(ledger_path(tmp_path))) as other:
        other.execute("DROP TRIGGER no_removal")
        other.execute("DELETE FROM ledger WHERE number > 10")
        other.commit()
    assert any("Row 11 is missing" in fault for fault in verified(tmp_path).faults)


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="lists open files by /proc")
def test_a_file_that_is_no_ledger_is_let_go_of(tmp_path: Path) -> None:
    """Somebody can move the wrong file away at once, though the error is still held."""
    path = ledger_path(tmp_path)
    path.write_bytes(b"no ledger at all" * 64)
    with pytest.raises(LedgerError) as held, writing_ledger(tmp_path):
        pass
    assert held.value.__traceback__ is not None
    assert path.resolve() not in {link.resolve() for link in Path("/proc/self/fd").iterdir()}


@pytest.mark.parametrize("how", ["emptied", "older"])
def test_nothing_is_added_to_a_ledger_that_lost_rows(how: str, tmp_path: Path) -> None:
    """An emptied file or an older copy is refused, so that the loss is not sealed over."""
    filled(tmp_path, 3)
    path = ledger_path(tmp_path)
    older = path.read_bytes() if how == "older" else b""
    filled(tmp_path, 3)
    path.write_bytes(older)
    seal = seal_path(path).read_bytes()
    with pytest.raises(LedgerError, match="seal counts"):
        read_ledger(tmp_path)
    with pytest.raises(LedgerError, match="seal counts"), writing_ledger(tmp_path) as ledger:
        ledger.append(RowKind.RUN, "", {}, ON)
    assert path.read_bytes() == older
    assert seal_path(path).read_bytes() == seal
    assert verified(tmp_path).faults


def test_a_seal_left_behind_by_an_interrupted_run_is_no_fault(tmp_path: Path) -> None:
    """The chain covers what the seal does not yet."""
    filled(tmp_path, 3)
    old = seal_path(ledger_path(tmp_path)).read_bytes()
    filled(tmp_path, 2)
    seal_path(ledger_path(tmp_path)).write_bytes(old)
    verdict = verified(tmp_path)
    assert verdict.faults == ()
    assert "interrupted" in verdict.remarks[0]


def _named(folder: Path) -> bool:
    """Whether verifying finds a fault that names a row."""
    faults = verified(folder).faults
    return any("row" in fault.lower() and any(c.isdigit() for c in fault) for fault in faults)


def test_any_flipped_byte_of_many_places_is_named(tmp_path: Path) -> None:
    """Every 37th byte of the file, each flipped once: a fault that names a row, never silence."""
    filled(tmp_path, 30)
    path = ledger_path(tmp_path)
    whole = path.read_bytes()
    silent = []
    for place in range(0, len(whole), 37):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        if not _named(tmp_path):
            silent.append(place)
    path.write_bytes(whole)
    assert silent == []
    assert verified(tmp_path).faults == ()


@pytest.mark.slow
@pytest.mark.parametrize(("first", "bit"), [(0, 0x01), (1, 0x80)])
def test_every_byte_flipped_is_named(first: int, bit: int, tmp_path: Path) -> None:
    """A ledger of 100 rows: each of its bytes changed, one at a time, a little or much."""
    filled(tmp_path, 100)
    path = ledger_path(tmp_path)
    whole = path.read_bytes()
    silent = []
    for place in range(first, len(whole), 2):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :])
        if not _named(tmp_path):
            silent.append(place)
    assert silent == []


def test_a_seal_that_was_altered_is_noticed(tmp_path: Path) -> None:
    """Each byte of the seal too."""
    filled(tmp_path, 4)
    path = seal_path(ledger_path(tmp_path))
    whole = path.read_bytes()
    for place in range(0, len(whole), 7):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x01]) + whole[place + 1 :])
        assert verified(tmp_path).faults


@pytest.mark.parametrize("how", ["a digit", "emptied", "cut short", "no text", "deep"])
def test_a_run_that_writes_does_not_seal_over_an_altered_seal(how: str, tmp_path: Path) -> None:
    """The evidence stays as it is, reading goes on, and the way out that the message names works."""
    filled(tmp_path, 4)
    ledger, seal = ledger_path(tmp_path), seal_path(ledger_path(tmp_path))
    whole = seal.read_bytes()
    altered = {
        "a digit": whole.replace(b'"rows": 4', b'"rows": 3'),
        "emptied": b"",
        "cut short": whole[: len(whole) // 2],
        "no text": b"\x00\xff" * 40,
        "deep": b"[" * 100_000,
    }[how]
    seal.write_bytes(altered)
    before = ledger.read_bytes()
    with pytest.raises(LedgerError, match="was altered") as refused:
        filled(tmp_path, 1)
    assert "moved away" in refused.value.advice
    assert (seal.read_bytes(), ledger.read_bytes()) == (altered, before)
    assert len(read_ledger(tmp_path).rows()) == 4
    seal.rename(seal.with_name("kept as evidence.seal"))
    filled(tmp_path, 1)
    assert (verified(tmp_path).rows, verified(tmp_path).faults) == (5, ())


def test_a_run_that_writes_does_not_seal_over_altered_bytes_between_rows(tmp_path: Path) -> None:
    """Every row may read as it was written, and yet somebody was at the file."""
    filled(tmp_path, 4)
    path = ledger_path(tmp_path)
    whole = bytearray(path.read_bytes())
    whole[-PAGE + 200] ^= 1  # the middle of the last page, which no row reaches
    path.write_bytes(whole)
    assert len(read_ledger(tmp_path).rows()) == 4
    faults = verified(tmp_path).faults
    with pytest.raises(LedgerError, match="not as pmf sealed it"):
        filled(tmp_path, 1)
    assert verified(tmp_path).faults == faults != ()


def test_a_run_after_an_interrupted_one_seals_the_rows_of_both(tmp_path: Path) -> None:
    """A seal that lags behind, as a kill before the last step leaves it, holds nobody up."""
    filled(tmp_path, 3)
    seal = seal_path(ledger_path(tmp_path))
    old = seal.read_bytes()
    filled(tmp_path, 2)
    seal.write_bytes(old)
    filled(tmp_path, 1)
    assert (verified(tmp_path).rows, verified(tmp_path).faults) == (6, ())


def test_a_ledger_with_fewer_rows_than_its_seal_is_not_worked_with(tmp_path: Path) -> None:
    """Emptied, gone or an older copy: what it no longer tells of would be done a second time."""
    path = ledger_path(tmp_path)
    filled(tmp_path, 3)
    older = path.read_bytes()
    filled(tmp_path, 3)
    sealed = seal_path(path).read_bytes()
    for data in (older, b"", None):
        path.unlink()
        if data is not None:
            path.write_bytes(data)
        with pytest.raises(LedgerError, match="its seal counts 6"):
            read_ledger(tmp_path)
        with pytest.raises(LedgerError, match="its seal counts 6"), writing_ledger(tmp_path):
            pass
        assert seal_path(path).read_bytes() == sealed
        assert verified(tmp_path).faults
        path.touch()


def test_another_ledger_of_the_same_length_is_not_worked_with(tmp_path: Path) -> None:
    """The seal holds the hash of its last row too."""
    filled(tmp_path, 3)
    seal = seal_path(ledger_path(tmp_path)).read_bytes()
    ledger_path(tmp_path).unlink()
    seal_path(ledger_path(tmp_path)).unlink()
    with writing_ledger(tmp_path) as ledger:
        for number in range(3):
            ledger.append(RowKind.STEP, f"Other {number}", {}, date(2025, 2, 3))
    seal_path(ledger_path(tmp_path)).write_bytes(seal)
    with pytest.raises(LedgerError, match="other rows"):
        read_ledger(tmp_path)


def test_a_folder_of_the_ledgers_name_is_no_empty_ledger(tmp_path: Path) -> None:
    """Nothing is taken for new because the file cannot be read."""
    ledger_path(tmp_path).mkdir()
    with pytest.raises(LedgerError, match="is a folder"):
        read_ledger(tmp_path)
    with pytest.raises(LedgerError, match="is a folder"), writing_ledger(tmp_path):
        pass
    assert verified(tmp_path).faults


def test_what_cannot_be_known_is_said(tmp_path: Path) -> None:
    """An older copy of both files, or neither, looks as good as new."""
    assert "cannot be seen from here" in verified(tmp_path).remarks[0]
    filled(tmp_path, 3)
    assert "last row is row 3" in verified(tmp_path).remarks[-1]
    seal_path(ledger_path(tmp_path)).unlink()
    assert "missing at its end cannot be known" in verified(tmp_path).remarks[0]


def test_a_new_ledger_is_never_seen_without_its_first_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that is ended while the file is made leaves no file, not an empty one."""

    def ended(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("pmf_cli.ledger.database.save_bytes", ended)
        with pytest.raises(KeyboardInterrupt), writing_ledger(tmp_path) as ledger:
            assert not ledger_path(tmp_path).exists()
            ledger.append(RowKind.STEP, "Q1", {}, ON)
    assert not ledger_path(tmp_path).exists()
    with writing_ledger(tmp_path) as ledger:
        ledger.append(RowKind.STEP, "Q1", {}, ON)
        assert len(read_ledger(tmp_path).rows()) == 1
        ledger.append(RowKind.STEP, "Q2", {}, ON)
    assert len(read_ledger(tmp_path).rows()) == 2
    assert verified(tmp_path).faults == ()


def test_a_change_that_was_not_carried_out_is_no_change(tmp_path: Path) -> None:
    """A row of an interrupted run is taken back by another; only what was done again counts."""
    with writing_ledger(tmp_path) as ledger:
        first = ledger.append(RowKind.CHANGE, "R-1", {"action": "return taken in"}, ON)
        ledger.append(RowKind.WITHDRAWN, "R-1", {"row": first.number}, ON)
        again = ledger.append(RowKind.CHANGE, "R-1", {"action": "return taken in"}, ON)
        other = ledger.append(RowKind.CHANGE, "Q08", {"action": "step ticked off"}, ON)
    held = read_ledger(tmp_path)
    assert held.changes() == (again, other)
    assert held.changes("return taken in") == (again,)
    assert held.changes(key="Q08") == (other,)
