"""The commands of a step of the checklist as they are typed: one a line, with their options."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field

from pmf_cli.views.wording import one_line
from pmf_cli.workbook.text import printable

_NEXT = re.compile(r"\s*(?:\n|;)\s*(?=pmf\s)")
_PLAIN = re.compile(r"[\w./\\:+-]+")
_UNSAFE = re.compile(r"[\"$`\\!]")


@dataclass(frozen=True)
class Typing:
    """What is added to commands so that they can be typed as they stand.

    Attributes:
        standing: the period that commands take where none is given, so that it need not be typed.
        options: option → value, added to each command that takes it.
        takes: the command's words (``rag explain``) → the options that it takes.
    """

    standing: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    takes: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def commands(self, text: str | None, period: str = "") -> tuple[str, ...]:
        """The commands in a cell of the checklist, each on one line, for a reporting period.

        Several stand on lines of their own, or with a semicolon between them. What is no command
        of pmf stays as it is written.
        """
        parts = _NEXT.split(printable(text or "").strip())
        return tuple(self._filled(one_line(part), period) for part in parts if part.strip())

    def _filled(self, command: str, period: str) -> str:
        words = command.split()
        if words[:1] != ["pmf"]:
            return command
        known = next(
            (
                self.takes[name]
                for size in (3, 2, 1)
                if (name := " ".join(words[1 : 1 + size])) in self.takes
            ),
            frozenset[str](),
        )
        asked = {"--period": period} if period and period != self.standing else {}
        for option, value in {**asked, **self.options}.items():
            if option in known and option not in command:
                command += f" {option} {quoted(value)}"
        return command


def quoted(value: str) -> str:
    """A value as a shell takes it for one word; in double quotes where that is enough anywhere."""
    if _PLAIN.fullmatch(value) and "\\" not in value:
        return value
    return shlex.quote(value) if _UNSAFE.search(value.replace("\\", "")) else f'"{value}"'
