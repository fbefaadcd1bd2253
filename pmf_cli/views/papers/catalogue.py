"""The catalogue of papers, for staff: who gets which, how often, in which months, with what in it."""

from __future__ import annotations

from pmf_cli.views.papers.making import Contents
from pmf_cli.views.parts.catalogue import papers_part, what_is_in_it_part, who_gets_what_part

CONTENTS = Contents(
    parts=(who_gets_what_part, papers_part, what_is_in_it_part),
    subtitle=lambda _, __: "For staff",
    needs=("Boards",),
)
