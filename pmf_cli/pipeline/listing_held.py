"""The list of sheets and guarding columns in ``pmf.toml``, made anew from what the register holds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pmf_cli.pipeline.opening import OpenedRegister
from pmf_cli.places import FILE_NAME
from pmf_cli.settings import parse_settings

_TABLE = re.compile(r"^\[holds\][^\n]*(?:\n|\Z)(?:(?!\s*\[)[^\n]*(?:\n|\Z))*?(?=^\s*\[|\Z)", re.M)


def with_list(text: str, holds: Mapping[str, Sequence[str]]) -> str:
    """The text of a ``pmf.toml`` with its table ``[holds]`` made anew; all else stays as it is."""
    from pmf_cli.render.settings_text import TABLES, holds_text

    explained = f"# {TABLES['holds'][0]}\n"
    rest = _TABLE.sub("", text).replace(explained, "").rstrip("\n")
    return f"{rest}\n\n{holds_text(holds)}".lstrip("\n")


def list_held(opened: OpenedRegister) -> tuple[str, ...]:
    """Writes the list into ``pmf.toml``; says what was done.

    Raises:
        UsageError: the settings could not be read with the list, so nothing was written.
        PmfError: the file is held by another program, or the disk refuses.
    """
    from pmf_cli.workbook.save import save_bytes

    path = opened.folder / FILE_NAME
    before = path.read_bytes().decode("utf-8-sig") if path.is_file() else ""
    after = with_list(before.replace("\r\n", "\n"), opened.register.guarded)
    if parse_settings(after, str(path)).holds == opened.settings.holds:
        return (f"{FILE_NAME} lists all of this already: nothing was changed.",)
    save_bytes(path, after.encode("utf-8"))
    number = sum(len(found) for found in opened.register.guarded.values())
    return (
        f"{FILE_NAME} now lists {len(opened.register.guarded)} sheets and {number} columns. One that "
        "is lost from now on is an error.",
    )
