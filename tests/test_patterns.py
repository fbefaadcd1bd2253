"""No regular expression of the package takes time that grows faster than the text it reads.

Every pattern is found by walking the modules (compiled ones) and their syntax trees (those given to
``re`` where they are used), and held against texts made from its own signs: repeated, in pairs, and
as beginnings of what it looks for, again and again.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import re._parser as parser  # type: ignore[import-not-found]
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import pmf_cli
from pmf_cli.register.periods.forms import FORMS, compiled

SHORT, LONG = 2_000, 8_000
"""Characters: long enough that a text read n times over is told from one read once."""
UNSUSPICIOUS = 0.002
"""Seconds for the short text; what reads it n times over takes longer."""
HOPELESS = 0.1
"""Seconds for the short text after which the long one is not tried."""
TAILS = ("\0", "_", "1x")
"""What a text ends with, so that a pattern has to turn back."""
STEEPEST = 8.0
"""Times as long for four times the text; linear is 4, quadratic 16."""
USES = ("search", "match", "fullmatch", "findall", "finditer", "sub", "split", "subn")
MOST_SIGNS = 7


def modules() -> Iterator[Any]:
    """Every module of the package."""
    for found in pkgutil.walk_packages(pmf_cli.__path__, "pmf_cli."):
        if not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def patterns_in(value: Any, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    """The compiled patterns in a value of a module."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict) and depth < 3:
        for one in (*value.keys(), *value.values()):
            yield from patterns_in(one, depth + 1)
    elif isinstance(value, (tuple, list, set, frozenset)) and depth < 3:
        for one in value:
            yield from patterns_in(one, depth + 1)


def uses_of(tree: ast.Module) -> Iterator[tuple[str, str, int]]:
    """Name of a pattern (or its text, where it is given at once) → how it is used."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if node.func.attr not in USES:
            continue
        on = node.func.value
        if isinstance(on, ast.Name) and on.id == "re" and node.args:
            given = node.args[0]
            if isinstance(given, ast.Constant) and isinstance(given.value, str):
                flags = 0
                for word in (*node.keywords, *node.args[2:]):
                    if "IGNORECASE" in ast.dump(word):
                        flags = re.IGNORECASE
                yield f"={given.value}", node.func.attr, flags
        elif isinstance(on, ast.Name):
            yield on.id, node.func.attr, 0


def whole(pattern: re.Pattern[Any], text: Any, way: str) -> None:
    """Uses a pattern to the end of a text."""
    if way in ("match", "fullmatch"):
        getattr(pattern, way)(text)
    else:
        for _ in pattern.finditer(text):
            pass


def collected() -> dict[tuple[str, str], tuple[re.Pattern[Any], str]]:
    """Every pattern, and the ways in which it is used: from its start, or anywhere in a text."""
    found: dict[tuple[str, str], tuple[re.Pattern[Any], str]] = {}
    ways: dict[str, set[str]] = {}
    for path in Path(pmf_cli.__path__[0]).rglob("*.py"):
        for name, way, flags in uses_of(ast.parse(path.read_text(encoding="utf-8"))):
            if name.startswith("="):
                pattern = re.compile(name[1:], flags)
                kind = way if way in ("match", "fullmatch") else "search"
                found[pattern.pattern, kind] = (pattern, path.name)
            else:
                ways.setdefault(name, set()).add(way)
    for module in modules():
        for name, value in vars(module).items():
            if getattr(value, "__module__", module.__name__) != module.__name__:
                continue
            for pattern in patterns_in(value):
                used = ways.get(name, set())
                anchored = bool(used) and used <= {"match", "fullmatch"}
                for kind in used if anchored else {"search"}:
                    found[str(pattern.pattern), kind] = (pattern, module.__name__)
    for text, _ in FORMS:  # compiled when first tried, so no module holds them
        found[text, "fullmatch"] = (compiled(text), "periods/forms.py")
    return found


def signs_of(parsed: Any, found: dict[str, None]) -> None:
    """Signs that a pattern speaks of: its letters, the ends of its ranges, one of each kind."""
    kinds = {"DIGIT": "1", "SPACE": " ", "WORD": "a", "NOT_SPACE": "a", "NOT_DIGIT": "a"}
    for op, argument in parsed:
        name = str(op)
        if name in ("LITERAL", "NOT_LITERAL"):
            found[chr(argument)] = None
        elif name == "RANGE":
            found[chr(argument[0])] = None
        elif name == "CATEGORY":
            sign = next(
                (s for k, s in kinds.items() if str(argument).endswith(f"CATEGORY_{k}")), ""
            )
            found[sign or "a"] = None
        elif name == "IN":
            signs_of(argument, found)
        elif name == "ANY":
            found["a"] = None
        elif isinstance(argument, parser.SubPattern):
            signs_of(argument, found)
        elif isinstance(argument, (tuple, list)):
            for one in argument:
                if isinstance(one, parser.SubPattern):
                    signs_of(one, found)
                elif isinstance(one, list):
                    for inner in one:
                        if isinstance(inner, parser.SubPattern):
                            signs_of(inner, found)


def example_of(parsed: Any) -> str:
    """A short text that a pattern takes, as far as that can be read off it."""
    text = ""
    for op, argument in parsed:
        name = str(op)
        if name == "LITERAL":
            text += chr(argument)
        elif name in ("IN", "NOT_LITERAL", "ANY"):
            signs: dict[str, None] = {}
            signs_of([(op, argument)] if name == "IN" else [], signs)
            text += next(iter(signs), "a")
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            text += example_of(argument[2]) * max(argument[0], 1)
        elif name == "SUBPATTERN":
            text += example_of(argument[-1])
        elif name == "BRANCH":
            text += example_of(argument[1][0])
    return text


def hostile(pattern: re.Pattern[Any], length: int) -> Iterator[Any]:
    """Texts that a pattern begins to like again and again."""
    source = pattern.pattern
    parsed = parser.parse(source, pattern.flags & ~re.DEBUG)
    found: dict[str, None] = {}
    signs_of(parsed, found)
    for sign in ("a", "1", " ", "A"):
        found.setdefault(sign)
    signs = list(found)[:MOST_SIGNS]
    example = example_of(parsed)
    units = [*signs, *(a + b for a in signs for b in signs if a != b)]
    units += [example, example[:-1], example[: len(example) // 2], example[1:], example + "\0"]
    for unit in dict.fromkeys(unit for unit in units if unit):
        for tail in TAILS:
            text = (unit * (length // len(unit) + 1))[:length] + tail
            yield text.encode(errors="replace") if isinstance(source, bytes) else text


def seconds(act: Callable[[], None]) -> float:
    """The quickest of some goes, in time of this process alone."""
    least = 1e9
    for _ in range(2):
        before = time.process_time()
        act()
        least = min(least, time.process_time() - before)
    return least


def steep(pattern: re.Pattern[Any], way: str) -> str:
    """A text for which four times the length takes far more than four times as long."""
    for short, long in zip(hostile(pattern, SHORT), hostile(pattern, LONG), strict=True):
        before = time.process_time()
        whole(pattern, short, way)
        if time.process_time() - before < UNSUSPICIOUS:
            continue
        base = seconds(lambda short=short: whole(pattern, short, way))  # type: ignore[misc]
        if base < UNSUSPICIOUS:
            continue
        if base > HOPELESS:
            return f"{short[:20]!r}: {base:.3f} s"
        more = seconds(lambda long=long: whole(pattern, long, way))  # type: ignore[misc]
        if more > STEEPEST * base:
            return f"{short[:20]!r}: {base:.3f} s, then {more:.3f} s"
    return ""


@pytest.mark.slow
def test_every_pattern_takes_time_in_step_with_the_text() -> None:
    """One long cell never holds up a run, whatever stands in it."""
    found = collected()
    assert len(found) > 150
    slow = {
        f"{where}: {source[:80]} ({way})": told
        for (source, way), (pattern, where) in found.items()
        if (told := steep(pattern, way))
    }
    assert slow == {}


@pytest.mark.parametrize(
    "source",
    [
        r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z0-9.-]+",
        r"\s*;\s*",
    ],
)
def test_the_measure_hears_patterns_that_read_a_text_again_and_again(source: str) -> None:
    """Among them an address search that took minutes for a register with long comments."""
    assert steep(re.compile(source), "search")
