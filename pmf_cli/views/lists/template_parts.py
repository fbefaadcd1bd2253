"""What a Word template has a place and a style for, part by part of a paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum

from pmf_cli.frozen import frozen
from pmf_cli.views.base import Entry, Paragraph, Section, TextStyle
from pmf_cli.views.listing import Field, ListDefinition, Listing
from pmf_cli.words import counted


class PartState(StrEnum):
    """What becomes of a part of a paper in a template."""

    OWN = "own place"
    PLAIN = "as plain words"
    UNHEARD = "unheard"
    LOST = "lost"
    NOT_NEEDED = "left out"


@frozen
class TemplatePart:
    """A part of a paper in a template.

    Attributes:
        style: the style that it is printed in, as Word shows it; empty where it is not printed.
        words: what that means, in a sentence.
    """

    part: str
    state: PartState
    style: str
    words: str

    @property
    def is_kept(self) -> bool:
        """Whether papers have it."""
        return self.state not in (PartState.LOST, PartState.UNHEARD)


TEMPLATE: ListDefinition[TemplatePart] = ListDefinition(
    "pmf/template/1",
    "One item a part of a paper, in a council's Word template. From `pmf template check`.",
    "items",
    (
        Field("part", "Part of a paper", "The part.", width=2.2),
        Field(
            "state", "In the file",
            "`own place`, `as plain words`, `unheard` (in a text box), `lost`, or `left out` where papers can do without.",
            of=lambda one: one.state.value,
            shown=lambda one: Entry(one.state.value, is_strong=not one.is_kept), width=1.4,
        ),
        Field("style", "Style", "The style that it is printed in.", missing="–", width=1.6),
        Field("words", "What that means", "The same in a sentence.", width=4.0),
    ),
)  # fmt: skip


@frozen
class TemplateVerdict:
    """What is known of a template.

    Attributes:
        parts: every part of a paper.
        refused: why pmf would write no paper with it, each in a sentence; the cure last.
        own: what the file itself brings into every paper that not everyone can read.
        done: what was done to it just now.
    """

    parts: tuple[TemplatePart, ...]
    refused: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    done: tuple[str, ...] = ()


def template_listing(name: str, verdict: TemplateVerdict, as_of: date) -> Listing:
    """The parts of a paper in a template, what would be lost first in words."""
    lost = [one for one in verdict.parts if not one.is_kept]
    plain = [one for one in verdict.parts if one.state is PartState.PLAIN]
    table = TEMPLATE.table(
        "template", "Parts of a paper", verdict.parts, f"What {name} has a place for."
    )
    counts = {"parts": len(verdict.parts), "lost": len(lost), "plain": len(plain)}
    return TEMPLATE.listing(
        verdict.parts,
        counts,
        (
            Section(f"Template {name}", 1, tuple(map(Paragraph, _lead(verdict, lost, plain)))),
            *_told("What was done", verdict.done),
            *_told("No paper can be made with it", verdict.refused),
            *_told("Not everyone can read this in the file itself", verdict.own),
            Section("Places and styles", 2, (table,)),
        ),
        register=name,
        as_of=as_of,
    )


def _lead(
    verdict: TemplateVerdict, lost: Sequence[TemplatePart], plain: Sequence[TemplatePart]
) -> Iterator[str]:
    kept = len(verdict.parts) - len(lost)
    yield f"It has a place for {kept} of the {counted(len(verdict.parts), 'part')} of a paper."
    if plain:
        yield f"{counted(len(plain), 'part')} would be printed as plain words, without a style of their own."
    if not verdict.refused:
        yield "The example's paper was made in it and read back: nothing is missing."


def _told(heading: str, sentences: Sequence[str]) -> tuple[Section, ...]:
    if not sentences:
        return ()
    lines = tuple(Paragraph(one, TextStyle.BULLET) for one in sentences)
    return (Section(heading, 2, lines),)
