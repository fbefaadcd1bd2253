"""The values that the register knows of a field, and those among them that somebody asks for."""

from __future__ import annotations

from collections.abc import Iterable

from pmf_cli.errors import UsageError
from pmf_cli.words import listed_shortly


def distinct(values: Iterable[str | None]) -> tuple[str, ...]:
    """Each value once, in the order met; blanks left out."""
    return tuple(dict.fromkeys(str(value) for value in values if value))


def chosen_values(label: str, asked: tuple[str, ...], known: tuple[str, ...]) -> frozenset[str]:
    """The known values asked for: in full, or by a beginning that fits only one.

    Raises:
        UsageError: a value is unknown or fits several; those to choose from are listed.
    """
    found = set()
    for value in asked:
        plain = " ".join(value.split()).casefold()
        same = [name for name in known if " ".join(name.split()).casefold() == plain]
        begun = [name for name in known if plain and name.casefold().startswith(plain)]
        if same:
            found.update(same)
        elif len(begun) == 1:
            found.update(begun)
        else:
            several = "fits several" if begun else "is not in the register"
            raise UsageError(
                f'The {label} "{value}" {several}.',
                f"Choose from: {listed_shortly(begun or sorted(known), 30)}."
                if known
                else f"The register names no {label}.",
            )
    return frozenset(found)
