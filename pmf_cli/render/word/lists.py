"""Numbered lists: each begins at 1 again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pmf_cli.render.word.built_in import BuiltInStyles
from pmf_cli.render.word.markup import Element, parsed, value_at, w
from pmf_cli.render.word.properties import properties_of

LIST_STYLE = "list number"


def restart_lists(document: Any, known: BuiltInStyles) -> None:  # noqa: ANN401
    """Gives every numbered list behind the first a count of its own."""
    lists = list(_lists(document.element.body, known))
    if len(lists) < 2:
        return
    style = value_at(lists[0][0], "pPr/pStyle")
    styled = next(one for one in document.styles.element if one.get(w("styleId")) == style)
    number = value_at(styled, "pPr/numPr/numId")
    # A council's list without numbers of its own has nothing to begin again.
    if number is None:
        return
    numbering = document.part.numbering_part.element
    kept = numbering.findall(w("num"))
    kind = next(value_at(one, "abstractNumId") for one in kept if one.get(w("numId")) == number)
    last = max(int(one.get(w("numId"))) for one in kept)
    for new, paragraphs in enumerate(lists[1:], last + 1):
        numbering.append(
            parsed(
                f'<w:num w:numId="{new}"><w:abstractNumId w:val="{kind}"/><w:lvlOverride w:ilvl="0">'
                '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
            )
        )
        for paragraph in paragraphs:
            _number(paragraph, new)


def _number(paragraph: Element, number: int) -> None:
    properties = properties_of(paragraph)
    numbered = parsed(f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>')
    names = {w(name) for name in ("pStyle", "keepNext", "keepLines", "pageBreakBefore")}
    properties.insert(sum(1 for one in properties if one.tag in names), numbered)


def _lists(body: Element, known: BuiltInStyles) -> Iterator[list[Element]]:
    """Paragraphs of numbered lists; whatever stands between two parts them."""
    found: list[Element] = []
    for element in body:
        is_line = known.name_of(value_at(element, "pPr/pStyle")) == LIST_STYLE
        if is_line and element.tag == w("p"):
            found.append(element)
        elif found:
            yield found
            found = []
    if found:
        yield found
