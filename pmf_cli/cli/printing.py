"""Printing a list in the format asked for: data to stdout, nothing else there."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pmf_cli.cli.options import FindingsFormat, ListFormat

if TYPE_CHECKING:
    from pmf_cli.pipeline import OpenedRegister
    from pmf_cli.views.base import Section
    from pmf_cli.views.listing import Listing


def print_listing(
    listing: Listing, form: ListFormat | FindingsFormat, opened: OpenedRegister | None = None
) -> None:
    """The list as a table to read, or as JSON or CSV."""
    if form == "json":
        from pmf_cli.render.data import json_text

        sys.stdout.write(json_text(listing))
    elif form == "csv":
        from pmf_cli.render.data import csv_text

        sys.stdout.write(csv_text(listing).replace("\r\n", "\n"))
    else:
        print_sections(listing.sections, opened)


def print_sections(sections: Sequence[Section], opened: OpenedRegister | None = None) -> None:
    """Sections to read, in the council's own words and marks where it has a theme of its own."""
    from pmf_cli.render.terminal import show

    show(sections, None if opened is None else opened.theme)
