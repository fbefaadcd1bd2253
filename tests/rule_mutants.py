"""Changes single lines of the rules and looks whether a test dies: ``python -m tests.rule_mutants``.

A rule that decides a colour, a date or a mail is held by the suite only where a test fails once the
rule is changed. Each mutant is one small change (a comparison, a sign, a boundary, a condition, a
colour) in a module of ``RULES``. The tests are collected once; each mutant is judged in a fork of
that session in which the module's functions are given the changed code, so nothing on disk is ever
changed. A change outside any function is judged in a session of its own, before the package is
imported. First the tests run that reach the changed line; a mutant that outlives them meets all that
reach its module (a line may have run for a fixture or a memory shared by several tests), and, where
nothing but imports reach it, the whole suites. Mutants that no test can tell from the program are
named with their reason in ``data/equivalent_mutants.toml``.

``--null`` puts in every module as it stands, by the same way: then no test may fail.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import copy
import functools
import gc
import importlib.abc
import importlib.util
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path
from types import CodeType, FunctionType
from typing import TYPE_CHECKING

import pytest
from _pytest.runner import runtestprotocol

if TYPE_CHECKING:
    from coverage import CoverageData

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "pmf_cli"
RULES = (
    "rag",
    "tabular/figures.py",
    "tabular/units.py",
    "tabular/lengths.py",
    "register/values",
    "register/periods",
    "register/time",
    "cycle/due.py",
    "cycle/reminders.py",
)
"""Modules, or folders of them, whose every line may decide a colour, a date or a mail."""
SUITES = (
    "tests/rag",
    "tests/tabular",
    "tests/register",
    "tests/cycle",
    "tests/checks",
    "tests/analysis",
)
EQUIVALENT = Path(__file__).parent / "data" / "equivalent_mutants.toml"
SECONDS = 120
"""A mutant with which one test runs longer than this hangs, and counts as found."""
PATIENCE = 60
"""Seconds of work after which a mutant that no test has found counts as surviving."""

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
        number: its place among the module's changes.
        in_function: whether the change stands within a function's body.
    """

    path: str
    line: int
    was: str
    now: str
    number: int
    in_function: bool

    def __str__(self) -> str:
        return f"{self.path}:{self.line}  {self.was}  →  {self.now}"


def changes(node: ast.AST) -> Iterator[ast.AST]:
    """Each small change of one node, as a node to stand in its place."""
    match node:
        case ast.Compare(ops=ops):
            for at, op in enumerate(ops):
                changed = copy.deepcopy(node)
                changed.ops[at] = COMPARISONS[type(op)]()
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


def _changed(path: Path) -> Iterator[tuple[ast.Module, ast.AST, ast.AST, bool]]:
    """A module's tree with each change in turn: what stood there, what stands, in a function."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    left = _Unchangeable()
    left.visit(tree)
    inside = {
        id(inner)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for statement in function.body
        for inner in ast.walk(statement)
    }
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            places = enumerate(value) if isinstance(value, list) else [(None, value)]
            for at, node in places:
                if not isinstance(node, ast.AST) or id(node) in left.nodes:
                    continue
                for changed in changes(node):
                    _put(parent, field, at, changed)
                    yield tree, node, changed, id(node) in inside
                    _put(parent, field, at, node)


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Every mutant of a module."""
    name = path.relative_to(PACKAGE).as_posix()
    for number, (_, node, changed, in_function) in enumerate(_changed(path)):
        yield Mutant(name, node.lineno, _words(node), _words(changed), number, in_function)


def source_of(mutant: Mutant) -> str:
    """The whole module with the mutant's change."""
    tree, *_ = next(islice(_changed(PACKAGE / mutant.path), mutant.number, None))
    return ast.unparse(ast.fix_missing_locations(tree))


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


Reach = Mapping[str, Mapping[str, Sequence[str]]]
"""File below ``pmf_cli`` → line → the tests that reach it, quickest first.

Line ``"0"`` holds the tests that reach any line of the file.
"""


class _Suites:
    """A pytest plugin: the suites collected once, and ``work`` done in place of running them."""

    def __init__(self, work: Callable[[Sequence[pytest.Item]], None]) -> None:
        self.work = work

    def pytest_sessionstart(self) -> None:
        from hypothesis import Phase, settings

        settings.register_profile(
            "mutants",
            deadline=None,
            database=None,
            derandomize=True,
            phases=(Phase.explicit, Phase.generate),
        )
        settings.load_profile("mutants")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if session.testsfailed:
            raise session.Interrupted("the suites cannot be collected")
        # The suites freeze what they import, and what is frozen is not found among the objects.
        gc.unfreeze()
        self.work(session.items)
        return True


def in_suites(work: Callable[[Sequence[pytest.Item]], None]) -> int:
    """Collects the suites and calls ``work`` with their tests; pytest's exit code."""
    options = ["-q", "-s", "-m", "not slow", "-p", "no:cacheprovider", "-p", "no:xdist"]
    suites = [str(ROOT / suite) for suite in SUITES]
    return int(pytest.main([*suites, *options], [_Suites(work)]))


def _memories() -> list[functools._lru_cache_wrapper[object]]:
    return [it for it in gc.get_objects() if isinstance(it, functools._lru_cache_wrapper)]


def _name(item: pytest.Item) -> str:
    return item.nodeid.partition("[")[0]


def run(item: pytest.Item, following: pytest.Item | None) -> bool:
    """True where one test passes (or is skipped).

    What it shares with the following test (fixtures of a module) is kept for that one.
    """
    reports = runtestprotocol(item, log=False, nextitem=following)
    return not any(report.failed for report in reports)


class _Shared:
    """A pytest plugin: what runs for a fixture that tests share counts for all tests of its file."""

    def __init__(self, switch_context: Callable[[str], None]) -> None:
        self.switch_context = switch_context

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(
        self, fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest
    ) -> Iterator[None]:
        if fixturedef.scope == "function":
            return (yield)
        self.switch_context(_file(request._pyfuncitem.nodeid))
        try:
            return (yield)
        finally:
            self.switch_context(_name(request._pyfuncitem))


def _file(test: str) -> str:
    return test.partition("::")[0]


def reach(items: Sequence[pytest.Item], file: Path) -> None:
    """Writes into a file which tests reach which line (``Reach``), and names tests that fail."""
    import coverage

    cover = coverage.Coverage(
        include=[str(path) for path in modules()], data_file=None, config_file=False
    )
    items[0].config.pluginmanager.register(_Shared(cover.switch_context))
    memories = _memories()
    seconds: dict[str, float] = defaultdict(float)
    failing: set[str] = set()
    cover.start()
    for item, following in pairwise([*items, None]):
        assert item is not None
        for memory in memories:
            memory.cache_clear()
        cover.switch_context(_name(item))
        began = time.monotonic()
        if not run(item, following):
            failing.add(_name(item))
        seconds[_name(item)] += time.monotonic() - began
    cover.stop()
    file.write_text(json.dumps(_lines(cover.get_data(), seconds, failing)), encoding="utf-8")
    for test in sorted(failing):
        print(f"fails without any change: {test}", flush=True)


def _lines(data: CoverageData, seconds: Mapping[str, float], failing: set[str]) -> Reach:
    """The reached lines; tests of one file together, the file with the quickest tests first."""
    of_file: dict[str, list[str]] = defaultdict(list)
    for test in seconds:
        of_file[_file(test)].append(test)
    slowest = {file: max(seconds[test] for test in tests) for file, tests in of_file.items()}

    def order(test: str) -> tuple[float, str, float]:
        return slowest[_file(test)], _file(test), seconds[test]

    reached: dict[str, dict[str, list[str]]] = {}
    for measured in data.measured_files():
        lines: dict[str, set[str]] = defaultdict(set)
        for line, contexts in data.contexts_by_lineno(measured).items():
            for context in filter(None, contexts):
                lines[str(line)].update(of_file.get(context, [context]))
            lines[str(line)] -= failing
        lines["0"] = set().union(*lines.values())
        reached[Path(measured).relative_to(PACKAGE).as_posix()] = {
            line: sorted(tests, key=order) for line, tests in lines.items()
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
        self.source = source_of(mutant)

    def find_spec(self, fullname: str, path: object, target: object = None) -> object:
        if fullname != self.name:
            return None
        loader = _Changed(str(self.path), self.source)
        return importlib.util.spec_from_file_location(fullname, self.path, loader=loader)


def _codes(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes(constant)


def _by_name(codes: Sequence[CodeType]) -> dict[str, list[CodeType]]:
    named: dict[str, list[CodeType]] = defaultdict(list)
    for code in sorted(set(codes), key=lambda code: code.co_firstlineno):
        named[code.co_qualname].append(code)
    return named


def put_in(path: str, source: str) -> None:
    """Gives the functions of an imported module the code of another source of it.

    Raises:
        ValueError: a function would use other variables of the function around it, or no function
            of the module is found.
    """
    file = str(PACKAGE / path)
    functions = [
        it
        for it in gc.get_objects()
        if isinstance(it, FunctionType) and it.__code__.co_filename == file
    ]
    if not functions:
        raise ValueError(path)
    live = _by_name([function.__code__ for function in functions])
    changed = _by_name(list(_codes(compile(source, file, "exec"))))
    for function in functions:
        name = function.__code__.co_qualname
        if len(live[name]) == len(changed[name]):
            function.__code__ = changed[name][live[name].index(function.__code__)]


def reaching(mutant: Mutant, reached: Reach) -> dict[str, None]:
    """The tests a mutant must meet: those of its line, then those of its file."""
    lines = reached.get(mutant.path, {})
    return dict.fromkeys([*lines.get(str(mutant.line), ()), *lines.get("0", ())])


def passes(tests: Iterable[str], items: Sequence[pytest.Item], patience: int) -> bool:
    """True where every one of the tests passes, with each of its parameters; stops at a failure.

    Quick tests come first; a test that hangs ends the process; after ``patience`` seconds of work
    the rest is taken to pass.
    """
    until = time.process_time() + patience

    def is_passed(item: pytest.Item, following: pytest.Item | None) -> bool:
        signal.alarm(SECONDS)
        return time.process_time() > until or run(item, following)

    named: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        named[_name(item)].append(item)
    asked = [item for test in tests for item in named[test]]
    return all(
        is_passed(item, following)
        for item, following in pairwise([*asked, None])
        if item is not None
    )


def outlives(items: Sequence[pytest.Item], reached: Reach, patience: int, mutant: Mutant) -> bool:
    """True where no test tells the mutant from the program; in a fork of the suites' session."""
    put_in(mutant.path, source_of(mutant))
    for memory in _memories():
        memory.cache_clear()
    return passes(reaching(mutant, reached) or map(_name, items), items, patience)


def outlives_imports(reached: Reach, patience: int, mutant: Mutant) -> bool:
    """As ``outlives``, for what runs when the module is imported; in a process not yet doing so."""
    sys.meta_path.insert(0, _Finder(mutant))
    sys.dont_write_bytecode = True
    survived: list[bool] = []

    def work(items: Sequence[pytest.Item]) -> None:
        every = dict.fromkeys(map(_name, items))
        survived.append(passes(reaching(mutant, reached) | every, items, patience))

    in_suites(work)
    return survived == [True]


def forked(work: Callable[[], bool]) -> int:
    """The number of a process of its own that ends with 0 where ``work`` gives True.

    Nothing is printed there, and temporary files lie in a folder of that process alone.
    """
    folder = tempfile.mkdtemp(prefix="mutant-")
    child = os.fork()
    if child:
        FOLDERS[child] = folder
        return child
    status = UNJUDGED
    try:
        with Path(os.devnull).open("w") as nowhere:
            os.dup2(nowhere.fileno(), 1)
            os.dup2(nowhere.fileno(), 2)
        os.environ["PYTEST_DEBUG_TEMPROOT"] = folder
        status = 0 if work() else 1
    finally:
        os._exit(status)


FOLDERS: dict[int, str] = {}
"""The temporary folder of each process that runs."""
UNJUDGED = 3
"""How a process ends in which the mutant could not be put in."""


def judged(
    mutants: Sequence[Mutant], judge: Callable[[Mutant], bool], workers: int
) -> Iterator[tuple[Mutant, str]]:
    """Each mutant with what became of it (found, hung, survived, unjudged), several at a time."""
    waiting = list(mutants)[::-1]
    running: dict[int, Mutant] = {}
    while waiting or running:
        while waiting and len(running) < workers:
            mutant = waiting.pop()
            running[forked(functools.partial(judge, mutant))] = mutant
        child, status = os.wait()
        shutil.rmtree(FOLDERS.pop(child), ignore_errors=True)
        yield running.pop(child), _fate(status)


def _fate(status: int) -> str:
    if os.WIFSIGNALED(status):
        return "hung" if os.WTERMSIG(status) == signal.SIGALRM else "unjudged"
    return {0: "survived", 1: "found"}.get(os.WEXITSTATUS(status), "unjudged")


def equivalents() -> set[tuple[str, str, str, str]]:
    """The mutants shown to be no change, by file, line, what stood there, and what stands instead."""
    if not EQUIVALENT.is_file():
        return set()
    rows = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8"))["mutant"]
    return {(row["path"], row["on"], row["was"], row["now"]) for row in rows}


def line_of(mutant: Mutant) -> str:
    """The line that a mutant changes, without its indent."""
    text = (PACKAGE / mutant.path).read_text(encoding="utf-8")
    return text.splitlines()[mutant.line - 1].strip()


def sample(number: int, seed: int, only: str) -> list[Mutant]:
    """That many mutants, evenly over the rules' modules by their size, the same for one seed."""
    every = [mutant for path in modules() for mutant in mutants_of(path) if only in str(mutant)]
    random.Random(seed).shuffle(every)
    return every[:number]


class Tally:
    """What became of the mutants, by folder; prints each that no test found."""

    def __init__(self) -> None:
        self.known = equivalents()
        self.counts: Counter[tuple[str, str]] = Counter()

    def add(self, mutant: Mutant, fate: str) -> None:
        place = (mutant.path, line_of(mutant), mutant.was, mutant.now)
        if fate == "survived" and place in self.known:
            fate = "equivalent"
        self.counts[mutant.path.rpartition("/")[0], fate] += 1
        if fate not in ("found", "equivalent"):
            print(f"{fate}: {mutant}", flush=True)

    def of(self, *fates: str) -> int:
        return sum(count for (_, fate), count in self.counts.items() if fate in fates)

    def __str__(self) -> str:
        rows = [
            f"{folder}: " + ", ".join(f"{n} {fate}" for (at, fate), n in counts if at == folder)
            for counts in [sorted(self.counts.items())]
            for folder in sorted({folder for folder, _ in self.counts})
        ]
        return "\n".join([*rows, f"{self.counts.total()} mutants, {self.of('survived')} survived"])


def main() -> int:
    """Runs a sample and prints the survivors; 1 where 5% or more survive."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--number", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="only mutants whose line as printed holds this")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--reach", type=Path, help="keep which test reaches which line here")
    parser.add_argument("--null", action="store_true", help="put in every module unchanged")
    parser.add_argument("--patience", type=int, default=PATIENCE, help="seconds for one mutant")
    asked = parser.parse_args()
    if asked.null:
        return in_suites(_null)
    with tempfile.TemporaryDirectory() as folder:
        file = asked.reach or Path(folder) / "reach.json"
        if not file.is_file():
            # In a fork: this process must not have imported the package when mutants are put in.
            if (child := os.fork()) == 0:
                os._exit(in_suites(lambda items: reach(items, file)))
            os.waitpid(child, 0)
        reached = json.loads(file.read_text(encoding="utf-8"))
    mutants, tally, began = sample(asked.number, asked.seed, asked.only), Tally(), time.monotonic()

    def judge(some: Sequence[Mutant], judge: Callable[[Mutant], bool]) -> None:
        for mutant, fate in judged(some, judge, asked.workers):
            tally.add(mutant, fate)

    judge(
        [mutant for mutant in mutants if not mutant.in_function],
        functools.partial(outlives_imports, reached, asked.patience),
    )
    in_suites(
        lambda items: judge(
            [mutant for mutant in mutants if mutant.in_function],
            functools.partial(outlives, items, reached, asked.patience),
        )
    )
    print(f"{tally}; {time.monotonic() - began:.0f} s")
    return int(tally.of("survived", "unjudged") * 20 >= len(mutants))


def _null(items: Sequence[pytest.Item]) -> None:
    for path in modules():
        source = ast.unparse(ast.parse(path.read_text(encoding="utf-8")))
        put_in(path.relative_to(PACKAGE).as_posix(), source)
    for item, following in pairwise([*items, None]):
        if item is not None and not run(item, following):
            print(f"fails without any change: {item.nodeid}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
