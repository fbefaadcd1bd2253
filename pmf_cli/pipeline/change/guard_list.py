"""The list of sheets, columns, rows and marks that guard, in ``pmf.toml``, made anew from what the register holds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pmf_cli.pipeline.read.opening import OpenedRegister
from pmf_cli.places import FILE_NAME
from pmf_cli.register.reading.guarding_rows import Guards, guards_of, no_longer_held
from pmf_cli.settings import parse_settings
from pmf_cli.words import counted

NONE: Guards = {}
# The text is cut and not written anew from its values, so that the officer's own remarks stay: each of
# the tables [holds], [guards] and [guards."..."] with its lines, up to the next heading or the end.
_TABLE = re.compile(
    r"^\[(?:holds|guards\b[^\]\n]*)\][^\n]*(?:\n|\Z)(?:(?!\s*\[)[^\n]*(?:\n|\Z))*?(?=^\s*\[|\Z)",
    re.M,
)


def with_list(text: str, holds: Mapping[str, Sequence[str]], guards: Guards = NONE) -> str:
    """The text of a ``pmf.toml`` with ``[holds]`` and ``[guards]`` made anew; all else stays as it is."""
    from pmf_cli.render.starting.settings_text import TABLES, held_text

    rest = _TABLE.sub("", text)
    for field in ("holds", "guards"):
        rest = rest.replace(f"# {TABLES[field][0]}\n", "")
    return f"{rest.rstrip(chr(10))}\n\n{held_text(holds, guards)}".lstrip("\n")


def list_held(opened: OpenedRegister) -> tuple[str, ...]:
    """Writes the list into ``pmf.toml``; says what was done.

    Raises:
        UsageError: the settings could not be read with the list, so nothing was written.
        PmfError: the file is held by another program, or the disk refuses.
    """
    from pmf_cli.workbook.write.save import save_bytes

    path = opened.folder / FILE_NAME
    before = path.read_bytes().decode("utf-8-sig") if path.is_file() else ""
    register = opened.register
    after = with_list(before.replace("\r\n", "\n"), register.guarded, guards_of(register))
    made = parse_settings(after, str(path))
    if (made.holds, made.guards) == (opened.settings.holds, opened.settings.guards):
        return (f"{FILE_NAME} lists all of this already: nothing was changed.",)
    save_bytes(path, after.encode("utf-8"))
    gone = no_longer_held(register, opened.settings)
    columns = sum(len(found) for found in made.holds.values())
    marks = sum(len(names) for found in made.guards.values() for names in found.values())
    return (
        f"{FILE_NAME} now lists {len(made.holds)} sheets, {columns} columns, and "
        f"{counted(marks, 'row or mark', 'rows and marks')} that guard by what they say. One that is "
        "lost from now on is an error.",
        *(f"Given up, and no longer asked for: {one}." for one in gone),
    )
