"""The options that choose KPIs, declared once for every list of KPIs."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

if TYPE_CHECKING:
    from pmf_cli.views.selection import Selection

ChoiceT = TypeVar("ChoiceT", bound=StrEnum)

Directorates = Annotated[
    list[str] | None,
    typer.Option(
        "--directorate", metavar="NAME", help="Only this directorate; may be given twice."
    ),
]
BoardNames = Annotated[
    list[str] | None,
    typer.Option("--board", metavar="NAME", help="Only KPIs of this board or body."),
]
Portfolios = Annotated[
    list[str] | None,
    typer.Option("--portfolio", metavar="NAME", help="Only this executive member's portfolio."),
]
FrameworkNames = Annotated[
    list[str] | None,
    typer.Option("--framework", metavar="NAME", help="Only KPIs of this framework."),
]
Tiers = Annotated[
    list[str] | None,
    typer.Option("--tier", metavar="NAME", help="Only Corporate, Directorate or Service KPIs."),
]
Ratings = Annotated[
    list[str] | None,
    typer.Option("--rating", metavar="NAME", help='Only Red, Amber, Green or "Not rated".'),
]
WordsIn = Annotated[
    str,
    typer.Option(
        "--text", metavar="WORDS", help="Only KPIs with these words in name or definition."
    ),
]


def selection(
    directorate: list[str] | None,
    board: list[str] | None,
    portfolio: list[str] | None,
    framework: list[str] | None,
    tier: list[str] | None,
    rating: list[str] | None,
    text: str,
) -> Selection:
    """What was chosen, as the views take it."""
    from pmf_cli.views.selection import Selection

    return Selection(
        tuple(directorate or ()),
        tuple(board or ()),
        tuple(portfolio or ()),
        tuple(framework or ()),
        tuple(tier or ()),
        tuple(rating or ()),
        text,
    )


def word_chosen(option: str, text: str, kind: type[ChoiceT]) -> ChoiceT | None:
    """The choice that an option's text means; ``None`` where it was not given.

    Raises:
        UsageError: it is none of the allowed words.
    """
    from pmf_cli.errors import UsageError
    from pmf_cli.register.choices import allowed_words, choice_in

    if not text.strip():
        return None
    found = choice_in(text, kind)
    if not isinstance(found, kind):
        raise UsageError(
            f'{option} "{text}" is not one of the allowed words.', f"Use {allowed_words(kind)}."
        )
    return found
