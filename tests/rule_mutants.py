"""Changes single lines of the rules and looks whether a test dies: ``python -m tests.rule_mutants``.

A rule that decides a colour, a date or a mail is held by the suite only where a test fails once the
rule is changed. Each mutant is one small change (a comparison, a sign, a boundary, a condition, a
colour) in a module of ``RULES``; only the tests that reach its line are run against it, each mutant in
a process of its own, so nothing on disk is ever changed. Mutants that no test can tell from the
program are named with their reason in ``data/equivalent_mutants.toml``.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import copy
import importlib.abc
import importlib.util
import json
import os
import random
import signal
import sys
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "pmf_cli"
RULES = (
    "rag",
    "register/values",
    "register/periods",
    "register/aims.py",
    "register/expected.py",
    "cycle/due.py",
    "cycle/stages.py",
    "cycle/reminders.py",
)
"""Modules, or folders of them, whose every line may decide a colour, a date or a mail."""
SUITES = ("tests/rag", "tests/register", "tests/cycle", "tests/checks", "tests/analysis")
EQUIVALENT = Path(__file__).parent / "data" / "equivalent_mutants.toml"
SECONDS = 120
"""A mutant that runs longer than this hangs, and counts as found."""

COMPARISONS: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
SUMS: Mapping[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
}
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}
COLOURS = {"GREEN": "AMBER", "AMBER": "RED", "RED": "GREEN"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of one module.

    Attributes:
        path: the module's file, below ``pmf_cli``.
        line: the line changed.
        was: what stood there.
        now: what stands there instead.
        source: the whole changed module.
    """

    path: str
    line: int
    was: str
    now: str
    source: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}  {self.was}  →  {self.now}"


def changes(node: ast.AST) -> Iterator[ast.AST]:
    """Each small change of one node, as a node to stand in its place."""
    match node:
        case ast.Compare(ops=[op, *_]) if type(op) in COMPARISONS:
            changed = copy.deepcopy(node)
            changed.ops[0] = COMPARISONS[type(op)]()
            yield changed
        case ast.BinOp(op=op) if type(op) in SUMS and not _is_text(node):
            changed = copy.deepcopy(node)
            changed.op = SUMS[type(op)]()
            yield changed
        case ast.BoolOp(op=op):
            changed = copy.deepcopy(node)
            changed.op = ast.And() if isinstance(op, ast.Or) else ast.Or()
            yield changed
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.Constant(value=bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(value=int() as value):
            yield ast.Constant(value + 1)
        case ast.Call(func=ast.Name("Decimal"), args=[ast.Constant(str() as text)]):
            with contextlib.suppress(ValueError):
                yield _decimal(str(float(text) + 1))
        case ast.Call(func=ast.Name(id=name)) if name in NAMES:
            changed = copy.deepcopy(node)
            changed.func = ast.Name(NAMES[name], ast.Load())
            yield changed
        case ast.Attribute(attr=name) if name in COLOURS:
            changed = copy.deepcopy(node)
            changed.attr = COLOURS[name]
            yield changed
        case ast.If(test=test) | ast.IfExp(test=test):
            for value in (True, False):
                changed = copy.deepcopy(node)
                changed.test = ast.copy_location(ast.Constant(value), test)
                yield changed


def _decimal(text: str) -> ast.Call:
    return ast.Call(ast.Name("Decimal", ast.Load()), [ast.Constant(text)], [])


def _is_text(node: ast.BinOp) -> bool:
    return any(
        isinstance(side, ast.JoinedStr)
        or (isinstance(side, ast.Constant) and isinstance(side.value, str))
        for side in (node.left, node.right)
    )


class _Unchangeable(ast.NodeVisitor):
    """The nodes in which a change is none of a rule: types, decorators, words."""

    def __init__(self) -> None:
        self.nodes: set[int] = set()

    def _leave(self, node: ast.AST | None) -> None:
        if node is not None:
            self.nodes.update(id(inner) for inner in ast.walk(node))

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        for decorator in node.decorator_list:
            self._leave(decorator)
        self._leave(node.returns)
        for argument in ast.walk(node.args):
            if isinstance(argument, ast.arg):
                self._leave(argument.annotation)
        self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        for decorator in node.decorator_list:
            self._leave(decorator)
        self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self._leave(node.annotation)
        self.generic_visit(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        self._leave(node)

    def visit_Assert(self, node: ast.Assert) -> None:
        self._leave(node)


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Every mutant of a module, in the order of its lines."""
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    left = _Unchangeable()
    left.visit(tree)
    name = path.relative_to(PACKAGE).as_posix()
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            places = enumerate(value) if isinstance(value, list) else [(None, value)]
            for at, node in places:
                if not isinstance(node, ast.AST) or id(node) in left.nodes:
                    continue
                for changed in changes(node):
                    _put(parent, field, at, changed)
                    source = ast.unparse(ast.fix_missing_locations(tree))
                    _put(parent, field, at, node)
                    yield Mutant(name, node.lineno, _words(node), _words(changed), source)


def _put(parent: ast.AST, field: str, at: int | None, node: ast.AST) -> None:
    if at is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[at] = node


def _words(node: ast.AST) -> str:
    if isinstance(node, ast.If):
        return f"if {ast.unparse(node.test)}"
    return " ".join(ast.unparse(node).split())


def modules() -> Iterator[Path]:
    """The files of the rules."""
    for rule in RULES:
        place = PACKAGE / rule
        yield from sorted(place.rglob("*.py")) if place.is_dir() else [place]


class _Reached:
    """A pytest plugin: which tests reach which line, and how long each test takes."""

    def __init__(self, cover: object) -> None:
        self.cover = cover
        self.seconds: dict[str, float] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        self.cover.switch_context(item.nodeid.partition("[")[0])  # type: ignore[attr-defined]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        name = report.nodeid.partition("[")[0]
        self.seconds[name] = self.seconds.get(name, 0.0) + report.duration


def reach(suites: Sequence[str]) -> dict[str, dict[str, list[str]]]:
    """File below ``pmf_cli`` → line → the tests that reach it, quickest first.

    Line ``"0"`` holds the tests that reach the file at all: for what runs when it is imported.
    """
    import coverage

    cover = coverage.Coverage(include=[f"{PACKAGE}/*"], data_file=None, config_file=False)
    cover.start()
    plugin = _Reached(cover)
    pytest.main(
        [*suites, "-q", "-m", "not slow", "-p", "no:cacheprovider", "-p", "no:xdist"], [plugin]
    )
    cover.stop()
    data = cover.get_data()
    reached: dict[str, dict[str, list[str]]] = {}
    for file in data.measured_files():
        lines: dict[str, set[str]] = defaultdict(set)
        for line, contexts in data.contexts_by_lineno(file).items():
            lines[str(line)] |= {context for context in contexts if context}
        lines["0"] = set().union(*lines.values())
        name = Path(file).relative_to(PACKAGE).as_posix()
        reached[name] = {
            line: sorted(tests, key=lambda test: plugin.seconds.get(test, 0.0))
            for line, tests in lines.items()
        }
    return reached


class _Changed(importlib.abc.SourceLoader):
    """Gives the changed source for the one module, instead of its file's."""

    def __init__(self, path: str, source: str) -> None:
        self.path, self.source = path, source

    def get_filename(self, fullname: str) -> str:
        return self.path

    def get_data(self, path: str) -> bytes:
        return self.source.encode()


class _Finder(importlib.abc.MetaPathFinder):
    def __init__(self, mutant: Mutant) -> None:
        self.name = ".".join(("pmf_cli", *Path(mutant.path).with_suffix("").parts))
        self.path = PACKAGE / mutant.path
        self.source = mutant.source

    def find_spec(self, fullname: str, path: object, target: object = None) -> object:
        if fullname != self.name:
            return None
        loader = _Changed(str(self.path), self.source)
        return importlib.util.spec_from_file_location(fullname, self.path, loader=loader)


def survives(mutant: Mutant, tests: Sequence[str]) -> bool:
    """True where every test passes against the mutant; runs in a process of its own."""
    sys.meta_path.insert(0, _Finder(mutant))
    sys.dont_write_bytecode = True
    signal.alarm(SECONDS)
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    options = ["-x", "-q", "-m", "not slow", "-p", "no:cacheprovider", "-p", "no:xdist"]
    return pytest.main([*tests, *options]) == pytest.ExitCode.OK


def judged(
    mutants: Sequence[Mutant], reached: Mapping[str, Mapping[str, Sequence[str]]], workers: int
) -> Iterator[tuple[Mutant, bool]]:
    """Each mutant with whether it survived, as they come, several at a time."""
    waiting = list(mutants)[::-1]
    running: dict[int, Mutant] = {}
    while waiting or running:
        while waiting and len(running) < workers:
            mutant = waiting.pop()
            lines = reached.get(mutant.path, {})
            tests = lines.get(str(mutant.line)) or lines.get("0", ())
            if not tests:
                yield mutant, True
                continue
            child = os.fork()
            if child == 0:
                os._exit(0 if survives(mutant, tests) else 1)
            running[child] = mutant
        if running:
            child, status = os.wait()
            yield running.pop(child), status == 0


def equivalents() -> set[tuple[str, str, str]]:
    """The mutants shown to be no change, by file, what stood there, and what stands instead."""
    if not EQUIVALENT.is_file():
        return set()
    rows = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8"))["mutant"]
    return {(row["path"], row["was"], row["now"]) for row in rows}


def sample(number: int, seed: int, only: str) -> list[Mutant]:
    """That many mutants, evenly over the rules' modules by their size, the same for one seed."""
    every = [mutant for path in modules() for mutant in mutants_of(path) if only in mutant.path]
    random.Random(seed).shuffle(every)
    return every[:number]


def main() -> int:
    """Runs a sample and prints the survivors; 1 where 5% or more survive."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--number", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="only files whose path holds this")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--reach", type=Path, help="keep which test reaches which line here")
    asked = parser.parse_args()
    if asked.reach and asked.reach.is_file():
        reached = json.loads(asked.reach.read_text(encoding="utf-8"))
    else:
        # In a child: the parent must not have imported the package when mutants are forked.
        read, write = os.pipe()
        if os.fork() == 0:
            os.close(read)
            with os.fdopen(write, "w") as stream:
                json.dump(reach(SUITES), stream)
            os._exit(0)
        os.close(write)
        with os.fdopen(read) as stream:
            reached = json.load(stream)
        os.wait()
        if asked.reach:
            asked.reach.write_text(json.dumps(reached), encoding="utf-8")
    known = equivalents()
    counts: Counter[str] = Counter()
    began = time.monotonic()
    for mutant, survived in judged(
        sample(asked.number, asked.seed, asked.only), reached, asked.workers
    ):
        is_equivalent = survived and (mutant.path, mutant.was, mutant.now) in known
        counts["equivalent" if is_equivalent else "survived" if survived else "found"] += 1
        if survived and not is_equivalent:
            print(f"survived: {mutant}", flush=True)
    whole = sum(counts.values())
    print(
        f"{whole} mutants: {counts['found']} found, {counts['survived']} survived, "
        f"{counts['equivalent']} shown to be equivalent; {time.monotonic() - began:.0f} s"
    )
    return int(counts["survived"] * 20 >= whole)


if __name__ == "__main__":
    sys.exit(main())
