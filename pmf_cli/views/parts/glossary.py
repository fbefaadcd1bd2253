"""Words and abbreviations explained: only those that the paper uses (Luton's members asked)."""

from __future__ import annotations

from collections.abc import Sequence

from pmf_cli.assessment import Assessment
from pmf_cli.views.base import (
    Column,
    Entry,
    Section,
    Table,
)
from pmf_cli.views.entries import text_entry


def glossary_section(assessment: Assessment, texts: Sequence[str]) -> Section | None:
    """The glossary's terms that occur in the paper; ``None`` where none does."""
    if not assessment.register.glossary:
        return None
    whole = " ".join(texts)
    words = set(_words(whole))
    folded = f" {' '.join(_words(whole.casefold()))} "
    rows = []
    for term in sorted(assessment.register.glossary, key=lambda row: row.term.casefold()):
        if not term.meaning:
            continue
        bare = " ".join(_words(term.term))
        is_used = bare in words if bare.isupper() else f" {bare.casefold()} " in folded
        if bare and is_used:
            rows.append((Entry(term.term), text_entry(term.meaning)))
    if not rows:
        return None
    return Section(
        "Words and abbreviations",
        1,
        (
            Table(
                "glossary",
                "Words and abbreviations used in this report",
                (Column("Term", 1.5), Column("Meaning", 6)),
                tuple(rows),
                "Terms used in this report and what they mean.",
            ),
        ),
    )


def _words(text: str) -> list[str]:
    return "".join(mark if mark.isalnum() else " " for mark in text).split()
