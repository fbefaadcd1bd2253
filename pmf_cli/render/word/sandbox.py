"""The one environment in which templates are filled in: nothing runs but loops and choices.

A template may come from anywhere, and the sandbox of jinja2 does not stop
``'a'*10**10``. So besides the sandbox only a small language is allowed: names, fields,
comparisons, ``for``, ``if`` and a few filters. Calls and sums are refused before anything runs.
"""

from __future__ import annotations

from typing import Any

from jinja2 import StrictUndefined, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pmf_cli.errors import UsageError

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
TESTS = frozenset(["defined", "none", "odd", "even"])


class TemplateLanguage(ImmutableSandboxedEnvironment):
    """Jinja2's sandbox with autoescape and strict names, held to the small language."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)

    def from_string(self, source: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        """The template of a text.

        Raises:
            UsageError: it asks for something that templates may not do.
        """
        _checked(self.parse(source), 0)
        return super().from_string(source, *args, **kwargs)


def _checked(node: nodes.Node, loops: int) -> None:
    if not isinstance(node, ALLOWED):
        _refused(type(node).__name__.lower(), node)
    if isinstance(node, nodes.Filter) and node.name not in FILTERS:
        _refused(f'the filter "{node.name}"', node)
    if isinstance(node, nodes.Test) and node.name not in TESTS:
        _refused(f'the test "{node.name}"', node)
    if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
        _refused(f'the field "{node.attr}"', node)
    if isinstance(node, nodes.For):
        loops += 1
        if node.recursive or loops > DEEPEST_LOOP:
            _refused("loops nested so deeply", node)
    for child in node.iter_child_nodes():
        _checked(child, loops)


def _refused(what: str, node: nodes.Node) -> None:
    raise UsageError(
        f"The template uses {what}, which templates may not do.",
        f"Templates may name fields, use for and if, and the filters {', '.join(sorted(FILTERS))}.",
    )
