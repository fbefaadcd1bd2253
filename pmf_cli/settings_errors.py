"""What does not fit in a file of settings, in the officer's words instead of the library's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

_WORDS: Mapping[str, str] = {
    "missing": "it is missing",
    "literal_error": "use {expected}",
    "enum": "use {expected}",
    "greater_than_equal": "the least is {ge}",
    "greater_than": "it must be more than {gt}",
    "less_than_equal": "the most is {le}",
    "less_than": "it must be less than {lt}",
    "string_too_short": "it must not be empty",
    "string_type": 'write a text in "quotes"',
    "tuple_type": "write a list in [square brackets]",
    "list_type": "write a list in [square brackets]",
    "bool_type": "write true or false",
    "bool_parsing": "write true or false",
    "finite_number": "write a number",
}
"""Kind of misfit as pydantic names it → what to say; braces hold what pydantic tells with it."""
_KINDS: Mapping[str, str] = {
    "date_": "write a date such as 2025-02-03",
    "int_": "write a whole number",
    "float_": "write a number",
    "decimal_": "write a number",
    "dict_": "it has settings of its own, each in a line below it",
    "model_": "it has settings of its own, each in a line below it",
}
"""Beginnings of kinds → what to say."""


def validator_message(text: str) -> str:
    """A message of a validator of ours, without what pydantic puts before it."""
    return text.removeprefix("Value error, ")


def first_error(error: ValidationError, unknown: str) -> str:
    """The first thing that does not fit: its name, and what is wrong with it.

    Args:
        error: what pydantic raised.
        unknown: what to say of a name that is not known: ``is not a setting``.
    """
    first = error.errors(include_url=False)[0]
    key = ".".join(str(part) for part in _shown(first["loc"]))
    if first["type"] == "extra_forbidden" or "[key]" in first["loc"]:
        return f"{key} {unknown}"
    return f"{key} does not fit: {_words(first)}".strip()


def _words(first: ErrorDetails) -> str:
    kind = first["type"]
    context: dict[str, Any] = first.get("ctx", {})
    if kind in _WORDS:
        return _WORDS[kind].format(**context)
    for start, words in _KINDS.items():
        if kind.startswith(start):
            return words
    return validator_message(first["msg"])


def _shown(place: tuple[int | str, ...]) -> list[int | str]:
    """A place as people count: the first of a list is 1."""
    return [part + 1 if isinstance(part, int) else part for part in place if part != "[key]"]
