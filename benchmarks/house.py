"""How the house stands: lines, complexity, files with one importer, names in two places, comments.

    python -m benchmarks.house [--room views] [--list]

Printed beside the figures of codebases that we learn from, taken by the same rules.
Nothing here judges: a high figure is a place to look at.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from radon.complexity import cc_visit

PACKAGE = Path(__file__).parent.parent / "pmf_cli"
HIGH = 10
"""Cyclomatic complexity above which radon rates a block C or worse."""
ANCHORS = (
    ("", "code lines", "files", "mean complexity", "C or worse", "comments to code"),
    ("pmf 0.1", "46,467", "526", "4.65", "8.4%", "0.1%"),
    ("beancount", "10,818", "", "2.29", "2.8%", "13.3%"),
    ("pip-audit", "2,248", "", "3.18", "5.0%", "12.5%"),
    ("repo-review", "1,289", "", "3.33", "5.1%", "2.9%"),
    ("frictionless", "17,492", "", "3.13", "2.7%", "8.9%"),
    ("fava", "6,563", "", "2.17", "0.9%", "2.0%"),
    ("structlog", "3,244", "", "2.14", "1.8%", "7.3%"),
)


@dataclass(slots=True)
class House:
    """What was counted.

    Attributes:
        files: how many.
        lines: all lines.
        code: lines that are neither blank nor comment nor docstring.
        comments: lines that are a comment.
        blocks: complexity and place of every function, method and class.
        rooms: folder → files, lines, blocks, blocks that are complex.
        one_importer: files that one other file imports.
        names: public name → the modules that define it, of those that several do.
    """

    files: int = 0
    lines: int = 0
    code: int = 0
    comments: int = 0
    blocks: list[tuple[int, str]] = field(default_factory=list)
    rooms: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0] * 4))
    one_importer: tuple[str, ...] = ()
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def high(self) -> list[tuple[int, str]]:
        """The complex blocks, worst first."""
        return sorted((block for block in self.blocks if block[0] > HIGH), reverse=True)

    @property
    def mean(self) -> float:
        """Mean complexity of a block."""
        return sum(complexity for complexity, _ in self.blocks) / max(len(self.blocks), 1)


def measured(root: Path = PACKAGE, room: str = "") -> House:
    """The package under ``root``, or one folder of it; importers are sought in all of it."""
    house = House()
    defined: dict[str, list[str]] = defaultdict(list)
    importers: dict[str, set[Path]] = defaultdict(set)
    files = sorted(root.rglob("*.py"))
    for path in files:
        source = path.read_text(encoding="utf-8")
        tree = ast.parse(source)
        for name in _imported(tree):
            importers[name].add(path)
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                defined[node.name].append(_module(path, root))
        if str(path.relative_to(root)).startswith(room):
            _count(house, path.relative_to(root), source, tree)
    house.one_importer = tuple(
        str(path.relative_to(root))
        for path in files
        if path.stem not in ("__init__", "__main__")
        and len(importers[_module(path, root)]) == 1
        and str(path.relative_to(root)).startswith(room)
    )
    house.names = {name: tuple(where) for name, where in sorted(defined.items()) if where[1:]}
    return house


def _module(path: Path, root: Path) -> str:
    parts = (root.name, *path.relative_to(root).with_suffix("").parts)
    return ".".join(parts).removesuffix(".__init__")


def _imported(tree: ast.Module) -> Iterator[str]:
    """Names of modules that a file imports; a name imported from a package may be one too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _count(house: House, path: Path, source: str, tree: ast.Module) -> None:
    said: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            said.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    lines = source.splitlines()
    for number, line in enumerate(lines, 1):
        if line.strip() and number not in said:
            is_comment = line.lstrip().startswith("#")
            house.comments += is_comment
            house.code += not is_comment
    blocks = [(one.complexity, f"{path}:{one.lineno} {one.name}") for one in cc_visit(source)]
    house.files += 1
    house.lines += len(lines)
    house.blocks += blocks
    high = sum(complexity > HIGH for complexity, _ in blocks)
    room = house.rooms[path.parts[0] if path.parts[1:] else "."]
    room[:] = (old + new for old, new in zip(room, (1, len(lines), len(blocks), high), strict=True))


def told(house: House, *, in_full: bool = False) -> Iterator[str]:
    """The figures, line by line, the anchors' below them."""
    share = 100 * len(house.high) / max(len(house.blocks), 1)
    comments = f"{100 * house.comments / max(house.code, 1):.1f}%"
    now = (
        "now",
        f"{house.code:,}",
        str(house.files),
        f"{house.mean:.2f}",
        f"{share:.1f}%",
        comments,
    )
    yield from _table((ANCHORS[0], now, *ANCHORS[1:]))
    yield ""
    yield (
        f"{house.lines:,} lines in all; {len(house.blocks):,} blocks, {len(house.high)} above {HIGH}; "
        f"{len(house.one_importer)} files with one importer; {len(house.names)} public names in several modules"
    )
    yield ""
    heads = ("room", "files", "lines", "blocks", f"above {HIGH}")
    rows = ((name, *map(str, counts)) for name, counts in sorted(house.rooms.items()))
    yield from _table((heads, *rows))
    if in_full:
        yield from (f"{complexity} {where}" for complexity, where in house.high)
        yield f"One importer: {' '.join(house.one_importer)}"
        yield from (f"{name}: {' '.join(where)}" for name, where in house.names.items())


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    for first, *rest in rows:
        cells = (cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))
        yield "  ".join((first.ljust(widths[0]), *cells)).rstrip()


def main() -> None:
    """Counts and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--room", default="", help="only this folder of pmf_cli")
    parser.add_argument("--list", action="store_true", help="name blocks, files and names too")
    asked = parser.parse_args()
    for line in told(measured(room=asked.room), in_full=asked.list):
        sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
