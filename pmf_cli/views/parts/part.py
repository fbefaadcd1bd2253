"""What a part of a paper is: a function of an assessment and an audience, with a name."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence

from pmf_cli.assessment import Assessment
from pmf_cli.frozen import frozen
from pmf_cli.views.audience import Audience
from pmf_cli.views.base import Section

Made = Section | Sequence[Section] | None
"""What a part gives: a section, several (a heading and those under it), or nothing."""


@frozen
class ToldBeside:
    """A figure that a paper tells outside of its rows a KPI: in a sentence, or as a bar.

    Attributes:
        split: which part of the whole; ``None`` for the whole.
        words: what stands together in a sentence or row that tells it.
    """

    kpi_ref: str
    split: str | None
    words: tuple[str, ...]


@frozen
class Part:
    """A part of a paper.

    Attributes:
        name: what ``pmf.toml`` calls it.
        make: what it says, of an assessment, an audience and the sections before it.
        meaning: what it says, for the manual.
    """

    name: str
    make: Callable[[Assessment, Audience, Sequence[Section]], Made]
    meaning: str

    def __call__(
        self, assessment: Assessment, audience: Audience, before: Sequence[Section] = ()
    ) -> tuple[Section, ...]:
        """The sections of the part for an audience; none where it has nothing to say.

        Args:
            assessment: the register, narrowed to what the audience is given.
            before: the sections before it, for a part that is about them.
        """
        made = self.make(assessment, audience, before)
        if made is None:
            return ()
        return (made,) if isinstance(made, Section) else tuple(made)


def part(name: str) -> Callable[[Callable[[Assessment, Audience], Made]], Part]:
    """Makes a function of an assessment and an audience a part; its docstring is the manual's line."""

    def decorate(function: Callable[[Assessment, Audience], Made]) -> Part:
        return Part(
            name, lambda assessment, audience, _: function(assessment, audience), _line(function)
        )

    return decorate


def closing_part(
    name: str,
) -> Callable[[Callable[[Assessment, Audience, Sequence[Section]], Made]], Part]:
    """The same for a part about the sections before it, such as a glossary."""
    return lambda function: Part(name, function, _line(function))


def _line(function: Callable[..., Made]) -> str:
    return " ".join((inspect.getdoc(function) or "").split("\n\n")[0].split())
