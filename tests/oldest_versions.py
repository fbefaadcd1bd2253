"""The oldest versions that ``pyproject.toml`` allows, as a file of constraints for pip.

Made anew with: python -m tests.oldest_versions
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
FILE = ROOT / "constraints-oldest.txt"
HEAD = (
    "# The oldest versions that pyproject.toml allows, with which .ci/run tries the program too. "
    "Made anew with: python -m tests.oldest_versions\n"
)
LOWEST = re.compile(r"(?P<name>[\w.-]+)(?:\[[\w,-]+\])?>=(?P<version>[\w.]+)")


def lowest_versions() -> Iterator[tuple[str, str | None]]:
    """What the program and its tests need, each with its lowest version; ``None`` where none is said."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for line in (*project["project"]["dependencies"], *project["dependency-groups"]["dev"]):
        said = LOWEST.fullmatch(line)
        yield (line, None) if said is None else (said["name"], said["version"])


def constraints() -> str:
    """The file's text: a line for each requirement that has a lowest version."""
    lines = [f"{name}=={version}\n" for name, version in lowest_versions() if version]
    return HEAD + "".join(lines)


if __name__ == "__main__":
    FILE.write_text(constraints(), encoding="utf-8")
