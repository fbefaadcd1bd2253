"""No test of this suite is unable to fail: its own syntax trees are read.

An assertion that holds whatever the program does, a test without any, and a test whose
assertions all stand in loops that may run over nothing prove nothing and are found here.
"""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
UNCALLED = frozenset(
    {"startswith", "endswith", "isdigit", "isupper", "exists", "is_file", "is_dir"}
)
"""Methods that are true by themselves where somebody forgot to call them."""
EXPECTING = frozenset({"raises", "warns", "fail"})
"""What of pytest fails by itself."""


@cache
def trees() -> Mapping[Path, ast.Module]:
    """The syntax tree of each file of the suite; read when the first test asks, as every worker
    imports this file and one alone needs them."""
    return {
        path.relative_to(TESTS): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(TESTS.rglob("*.py"))
    }


def always_true(test: ast.expr) -> bool:
    """True for an expression whose truth can be read off without running it."""
    match test:
        case ast.Constant(value=value):
            return bool(value)
        case ast.Tuple(elts=[_, *_]) | ast.List(elts=[_, *_]) | ast.Dict(keys=[_, *_]):
            return True
        case ast.GeneratorExp() | ast.Lambda():
            return True
        case ast.Attribute(attr=name):
            return name in UNCALLED
        case ast.BoolOp(op=ast.Or(), values=values):
            return any(map(always_true, values)) or opposites(values) or weakened(values)
        case ast.BoolOp(op=ast.And(), values=values):
            return all(map(always_true, values))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return always_false(operand)
        case ast.Call(func=ast.Attribute(attr="startswith" | "endswith"), args=[ast.Constant("")]):
            return True
        case ast.Call(func=ast.Name("all"), args=[ast.List(elts=[]) | ast.Tuple(elts=[])]):
            return True
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return always_holds(left, op, right)
    return False


def always_false(test: ast.expr) -> bool:
    """True for an expression that is false however the program runs."""
    match test:
        case ast.Constant(value=value):
            return not value
        case ast.List(elts=[]) | ast.Tuple(elts=[]) | ast.Dict(keys=[]):
            return True
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return always_true(operand)
    return False


def opposites(values: list[ast.expr]) -> bool:
    """True where one side of an ``or`` is the other's ``not``."""
    plain = {ast.dump(value) for value in values}
    negated = [
        v.operand for v in values if isinstance(v, ast.UnaryOp) and isinstance(v.op, ast.Not)
    ]
    return any(ast.dump(operand) in plain for operand in negated)


def weakened(values: list[ast.expr]) -> bool:
    """True where ``x == y or x.startswith(z)`` says an exact thing and lets a vague one pass."""
    compared = {ast.dump(v.left) for v in values if isinstance(v, ast.Compare)}
    vague = [
        v.func.value
        for v in values
        if isinstance(v, ast.Call) and isinstance(v.func, ast.Attribute)
        if v.func.attr in ("startswith", "endswith")
    ]
    return any(ast.dump(subject) in compared for subject in vague)


def always_holds(left: ast.expr, op: ast.cmpop, right: ast.expr) -> bool:
    """True for ``x == x``, ``"" in x`` and ``len(x) >= 0``."""
    match left, op, right:
        case ast.Constant(""), ast.In(), _:
            return True
        case ast.Call(func=ast.Name("len")), ast.GtE(), ast.Constant(0):
            return True
        case _, ast.Eq() | ast.Is() | ast.LtE() | ast.GtE(), _:
            # A call may give another value each time; a name or a figure may not.
            is_called = any(isinstance(part, ast.Call) for part in ast.walk(left))
            return not is_called and ast.dump(left) == ast.dump(right)
    return False


@cache
def functions(tree: ast.AST) -> tuple[ast.FunctionDef, ...]:
    """Every function within, methods and inner ones too."""
    return tuple(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@cache
def fails_alone(node: ast.AST) -> bool:
    """True where an ``assert`` or a ``raise`` stands within."""
    return any(isinstance(inner, ast.Assert | ast.Raise) for inner in ast.walk(node))


@cache
def called(node: ast.AST) -> frozenset[str]:
    """The names of all that is called within."""
    calls = (inner.func for inner in ast.walk(node) if isinstance(inner, ast.Call))
    return frozenset(
        func.id if isinstance(func, ast.Name) else getattr(func, "attr", "") for func in calls
    )


def asserts(node: ast.AST) -> bool:
    """True where something within fails by itself."""
    return fails_alone(node) or bool(called(node) & EXPECTING)


@cache
def asserting_helpers() -> frozenset[str]:
    """The names of functions of the suite that assert something, or call one that does."""
    found = [function for tree in trees().values() for function in functions(tree)]
    helpers = {function.name for function in found if asserts(function)}
    while True:
        more = {function.name for function in found if called(function) & helpers} - helpers
        if not more:
            return frozenset(helpers)
        helpers |= more


def claims(node: ast.AST) -> bool:
    """True where something within can fail: by itself or in a helper."""
    return asserts(node) or bool(called(node) & asserting_helpers())


def filled(node: ast.expr) -> bool:
    """True for what holds something by the way it is written: a literal, a range, a constant."""
    match node:
        case ast.Tuple(elts=[_, *_]) | ast.List(elts=[_, *_]) | ast.Set(elts=[_, *_]):
            return True
        case ast.Dict(keys=[_, *_]):
            return True
        case ast.Constant(value=value):
            return bool(value)
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name[:1].isupper()
        case ast.Call(func=ast.Name(), args=args):
            return any(map(filled, args))
        case ast.Call(func=ast.Attribute(value=value, attr="items" | "keys" | "values")):
            return filled(value)
        case ast.BinOp(left=left, right=right):
            return filled(left) or filled(right)
    return False


def certain(statements: list[ast.stmt]) -> bool:
    """True where at least one claim is reached however little the loops run over."""
    return any(map(certainly_claims, statements))


def certainly_claims(statement: ast.stmt) -> bool:
    """True where a statement claims something outside loops that may run over nothing."""
    match statement:
        case ast.FunctionDef():
            return False
        case ast.For(iter=over, body=body):
            return claims(over) or (filled(over) and certain(body))
        case ast.With(items=items, body=body):
            return any(claims(item.context_expr) for item in items) or certain(body)
        case ast.Try(body=body, handlers=handlers):
            return certain(body) or any(certain(handler.body) for handler in handlers)
        case ast.If(body=body, orelse=other):
            return certain(body) or certain(other)
        case ast.While(body=body):
            return certain(body)
    return claims(statement)


def written_tests() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Every test with the file it stands in."""
    for path, tree in trees().items():
        for function in functions(tree):
            if function.name.startswith("test_"):
                yield f"{path}:{function.lineno} {function.name}", function


def test_no_assertion_holds_whatever_the_program_does() -> None:
    found = [
        f"{path}:{node.lineno} {ast.unparse(node)}"
        for path, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Assert) and always_true(node.test)
    ]
    assert found == []


def test_every_test_asserts_something() -> None:
    assert [name for name, test in written_tests() if not claims(test)] == []


def test_no_test_asserts_only_in_loops_that_may_run_over_nothing() -> None:
    assert [name for name, test in written_tests() if claims(test) and not certain(test.body)] == []


@pytest.mark.parametrize(
    "words",
    [
        "True",
        "ok or True",
        '(ok, "and why")',
        "(one for one in rows)",
        "text.startswith",
        'text.startswith("")',
        'text == "a" or text.startswith("b")',
        '"" in text',
        "len(rows) >= 0",
        "row.value == row.value",
        "ok or not ok",
        "not []",
    ],
)
def test_an_assertion_that_cannot_fail_is_found(words: str) -> None:
    assert always_true(ast.parse(words, mode="eval").body)


@pytest.mark.parametrize(
    "words",
    ["ok", "rows", 'text.startswith("a")', "given() == given()", "len(rows) >= 1", "not a or b"],
)
def test_an_assertion_that_can_fail_is_left_alone(words: str) -> None:
    assert not always_true(ast.parse(words, mode="eval").body)


def test_a_loop_over_what_may_be_empty_proves_nothing() -> None:
    """A filled literal does, and so does a claim beside the loop."""
    empty = ast.parse("for row in table.rows:\n    assert row")
    literal = ast.parse("for row in (1, 2):\n    assert row")
    beside = ast.parse("assert table.rows\nfor row in table.rows:\n    assert row")
    assert not certain(empty.body)
    assert certain(literal.body)
    assert certain(beside.body)
