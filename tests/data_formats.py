"""The definition of a list by the name that its data carry."""

from __future__ import annotations

from typing import Any

from pmf_cli.pipeline.data_formats import LISTS
from pmf_cli.views.listing import ListDefinition


def definition_of(schema: str) -> ListDefinition[Any]:
    """The definition of ``pmf/rag/1`` and the like."""
    return {definition.schema: definition for definition in LISTS}[schema]


def names_of(schema: str) -> list[str]:
    """The names of its fields in data, in order."""
    return [field.key for field in definition_of(schema).data_fields]
