"""A finished list as text for other programs, or printed to read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pmf_cli.pipeline.papers import write_files
from pmf_cli.pipeline.read.opening import OpenedRegister
from pmf_cli.views.base import Section
from pmf_cli.views.listing import Listing


def listing_text(listing: Listing, form: str) -> str:
    """The list as ``json`` or ``csv``."""
    from pmf_cli.render.data import csv_text, json_text

    return json_text(listing) if form == "json" else csv_text(listing)


def print_sections(sections: Iterable[Section], opened: OpenedRegister | None = None) -> None:
    """Prints sections in the council's own words and marks, where it has a theme of its own."""
    from pmf_cli.render.terminal import show

    show(tuple(sections), None if opened is None else opened.theme)


def write_listing(listing: Listing, file: Path, form: str) -> tuple[str, ...]:
    """Writes the list into a file as ``json`` or ``csv``; says which.

    Raises:
        PmfError: the file or its folder cannot be written.
    """
    return write_files(file.parent, {file.name: listing_text(listing, form).encode()})
