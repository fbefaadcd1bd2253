"""The one environment in which templates are filled in: nothing runs but loops and choices.

A template may come from anywhere, and the sandbox of jinja2 does not stop
``'a'*10**10``. So besides the sandbox only a small language is allowed: names, fields,
comparisons, ``for``, ``if`` and a few filters. Calls and sums are refused before anything runs;
and a loop inside a loop goes over a part of what the outer one goes over, so that no template
takes longer than the paper's content is long.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from types import CodeType
from typing import Any

from jinja2 import StrictUndefined, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pmf_cli.errors import UsageError
from pmf_cli.render.word.places import PlacedText

DEEPEST_LOOP = 4
"""Loops inside loops: sections, blocks, and two to spare."""
ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.For,
    nodes.If,
    nodes.CondExpr,
    nodes.Name,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Const,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Filter,
    nodes.Test,
    nodes.Concat,
    nodes.Tuple,
)
FILTERS = frozenset(
    ["upper", "lower", "title", "capitalize", "trim", "length", "first", "last", "e"]
)
REWORDING = ("upper", "lower", "title", "capitalize", "trim")
"""Filters after which a heading is still the heading of its section."""
TESTS = frozenset(["defined", "none", "odd", "even"])


class TemplateLanguage(ImmutableSandboxedEnvironment):
    """Jinja2's sandbox with autoescape and strict names, held to the small language.

    Plain text, in which ``&`` and ``<`` mean nothing, needs no ``escaping``; ``by_line`` a line that
    holds nothing but an instruction leaves no line behind.
    """

    def __init__(self, *, escaping: bool = True, by_line: bool = False) -> None:
        super().__init__(
            autoescape=escaping,
            undefined=StrictUndefined,
            trim_blocks=by_line,
            lstrip_blocks=by_line,
        )
        for name in REWORDING:
            self.filters[name] = _in_place(self.filters[name])

    def from_string(self, source: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        """The template of a text; UsageError where it asks for something that templates may not do."""
        code = _code(source, escaping=bool(self.autoescape), by_line=self.trim_blocks)
        return self.template_class.from_code(self, code, self.make_globals(None))


@lru_cache(64)
def _code(source: str, *, escaping: bool, by_line: bool) -> CodeType:
    """What a text does when it is filled in: one template makes many letters and papers."""
    language = TemplateLanguage(escaping=escaping, by_line=by_line)
    tree = language.parse(source)
    _checked(tree, ())
    return language.compile(tree)


def _in_place(reworded: Callable[..., str]) -> Callable[..., str]:
    def changed(value: str, *args: str) -> str:
        new = reworded(value, *args)
        return PlacedText.at(value.place, new) if isinstance(value, PlacedText) else new

    return changed


def _checked(node: nodes.Node, loops: tuple[frozenset[str], ...]) -> None:
    """Refuses what the small language lacks; ``loops`` holds the names each open loop sets."""
    match node:
        case nodes.Filter() if node.name not in FILTERS:
            _refused(f'the filter "{node.name}"')
        case nodes.Test() if node.name not in TESTS:
            _refused(f'the test "{node.name}"')
        # The way to classes, and from there to everything Python can do.
        case nodes.Getattr() if node.attr.startswith("_"):
            _refused(f'the field "{node.attr}"')
        case nodes.For():
            loops = (*loops, _opened(node, loops))
        case _ if not isinstance(node, ALLOWED):
            _refused(type(node).__name__.lower())
    for child in node.iter_child_nodes():
        _checked(child, loops)


def _opened(loop: nodes.For, loops: tuple[frozenset[str], ...]) -> frozenset[str]:
    """The names that a loop sets; loops may only be nested over what the outer one gives.

    A loop over something else, inside a loop, could print more than any paper holds.
    """
    if loop.recursive or len(loops) >= DEEPEST_LOOP:
        _refused("loops nested so deeply")
    if loops and _root(loop.iter) not in loops[-1]:
        _refused("a loop inside a loop over something else")
    named = loop.target.find_all(nodes.Name)
    own = [loop.target] if isinstance(loop.target, nodes.Name) else []
    return frozenset(name.name for name in (*own, *named))


def _root(node: nodes.Node) -> str:
    """The name that a chain of fields and filters begins with; empty where there is none."""
    while isinstance(node, nodes.Getattr | nodes.Getitem | nodes.Filter):
        if node.node is None:
            return ""
        node = node.node
    return node.name if isinstance(node, nodes.Name) else ""


def _refused(what: str) -> None:
    raise UsageError(
        f"The template uses {what}, which templates may not do.",
        f"Templates may name fields, use for and if, and the filters {', '.join(sorted(FILTERS))}.",
    )
