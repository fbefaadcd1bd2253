"""A workbook that asks to be left as it is is changed only where the officer says so."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pmf_cli.errors import LockedError
from pmf_cli.pipeline import OpenedRegister, open_register
from pmf_cli.pipeline.change.changing import apply_change
from pmf_cli.pipeline.change.consent import consent
from pmf_cli.register.sheets.layout import DATA_RECORD
from tests.hostile import part, rezipped
from tests.pipeline.change.test_changing import ON, a_change, register
from tests.running import pmf

__all__ = ["register"]
Protecting = Callable[[Path], None]


def with_part(path: Path, name: str, content: bytes) -> None:
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)


def changed(path: Path, name: str, old: bytes, new: bytes) -> None:
    data = path.read_bytes()
    text = part(data, name)
    assert old in text
    path.write_bytes(rezipped(data, {name: text.replace(old, new, 1)}))


def signed(path: Path) -> None:
    with_part(path, "_xmlsignatures/sig1.xml", b"<Signature/>")


def final(path: Path) -> None:
    text = (
        b'<Properties xmlns:vt="v"><property fmtid="{D}" pid="2" name="_MarkAsFinal">'
        b"<vt:bool>true</vt:bool></property></Properties>"
    )
    with_part(path, "docProps/custom.xml", text)


def recommended(path: Path) -> None:
    mark = b'<fileSharing readOnlyRecommended="1"/><workbookPr'
    changed(path, "xl/workbook.xml", b"<workbookPr", mark)


def reserved(path: Path) -> None:
    mark = b'<fileSharing userName="P" reservationPassword="CC1A"/><workbookPr'
    changed(path, "xl/workbook.xml", b"<workbookPr", mark)


def locked_sheet(path: Path) -> None:
    mark = b'</sheetData><sheetProtection sheet="1" objects="1"/>'
    changed(path, "xl/worksheets/sheet2.xml", b"</sheetData>", mark)


def read_only(path: Path) -> None:
    path.chmod(0o444)


@pytest.mark.parametrize(
    ("protect", "words"),
    [
        (signed, "digital signature"),
        (final, "marked as final"),
        (recommended, "read-only recommended"),
        (reserved, "password against changes"),
        (locked_sheet, "protected sheet Results"),
        (read_only, "read-only in its folder"),
    ],
    ids=lambda one: one.__name__ if callable(one) else "",
)
def test_a_protected_workbook_is_left_alone_until_somebody_says_so(
    protect: Protecting, words: str, register: OpenedRegister
) -> None:
    """Refused with what protects it and the option's name; nothing is written before."""
    if protect is read_only and sys.platform == "win32":
        pytest.skip("Windows keeps other marks")
    path = register.folder / DATA_RECORD
    protect(path)
    opened, before = open_register(register.folder), path.read_bytes()
    with pytest.raises(LockedError, match=words) as caught:
        apply_change(opened, a_change(opened), ON)
    assert "--change-protected" in caught.value.advice
    assert path.read_bytes() == before
    assert not (register.folder / "backups").exists()
    with consent(given=True):
        assert apply_change(opened, a_change(opened), ON)
    assert path.read_bytes() != before


def test_a_protected_sheet_that_is_not_written_is_no_hindrance(register: OpenedRegister) -> None:
    """Only the sheet that would change counts."""
    path = register.folder / DATA_RECORD
    mark = b'</sheetData><sheetProtection sheet="1"/>'
    changed(path, "xl/worksheets/sheet3.xml", b"</sheetData>", mark)
    opened = open_register(register.folder)
    assert apply_change(opened, a_change(opened), ON)


def test_the_option_is_taken_by_commands_that_write(register: OpenedRegister) -> None:
    """From the command line: refused with exit code 4, then done."""
    path = register.folder / "Reporting Process.xlsx"
    signed(path)
    assert zipfile.ZipFile(io.BytesIO(path.read_bytes())).testzip() is None
    asked = ("highlights", "choose", "WM-01", "--why", "It moved a lot.", "--write")
    where = ("--register", register.folder, "--as-of", "2025-02-03")
    shown = pmf(*[word for word in asked if word != "--write"], *where)
    assert "digital signature" in shown.err
    assert "--change-protected" in shown.err
    refused = pmf(*asked, *where)
    assert refused.code == 4
    assert "digital signature" in refused.err
    assert pmf(*asked, *where, "--change-protected").code == 0
