"""Questions about how a comment is written: repeated, too long, left over, unexplained, private."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pmf_cli.analysis.commentary.account import Account, Hit, on_text, question
from pmf_cli.register.comments import (
    CONTACT_DETAILS,
    nearly_same_words,
    number_of_words,
    plain_words,
    repeats,
    same_words,
    tightest_limit,
)
from pmf_cli.register.register import Register
from pmf_cli.words import listed

EVERYDAY = frozenset(
    [
        *("KPI", "RAG", "UK", "EU", "US", "USA", "NHS", "GP", "MP", "BBC", "IT", "ICT", "HR", "PC"),
        *("TV", "VAT", "ID", "AM", "PM", "OK", "PDF", "DVD", "CCTV", "HGV", "MOT", "DIY", "SMS"),
        *("GCSE", "A&E", "COVID", "NB", "RED", "AMBER", "GREEN", "NOT", "NO", "ALL", "AND", "BUT"),
        *("OR", "NEW", "ONLY", "MUST", "BOTH"),
    ]
)
"""Abbreviations that need no explanation to any reader, and words often stressed by capitals."""
LONGEST_ABBREVIATION = 7
# A word that begins and ends with capitals, small letters between: GPs, DoLS, R&D; no code.
_ABBREVIATION = re.compile(r"(?<![\w&/-])[A-Z][A-Za-z&]*[A-Z](?:s|’s|'s)?(?![\w&-])")
_PLURAL = re.compile(r"(?:s|’s|'s)$")
_ROMAN = re.compile(r"[IVX]+")
# A form's own words, and marks that stand for what is still to come.
_LEFTOVER = re.compile(
    r"\b(?:t\.?b\.?[cad]\.?|lorem ipsum|xx+|insert (?:text|comment|reason|date|figure|name|here)"
    r"|(?:text|comment|narrative|commentary) (?:goes )?here|to be (?:added|completed|filled in)"
    r"|please (?:enter|insert|complete|add|type|explain|describe|provide))\b"
    r"|\[[^\]\n]{0,60}(?:\.\.\.|…|name|date|figure|number|insert|text)[^\]\n]{0,60}\]"
    r"|<[a-z][^<>\n]{2,40}>|\{\{[^}\n]{0,80}\}\}|_{4,}|\?{3,}",
    re.IGNORECASE,
)
SAYS_NOTHING = frozenset(
    [
        *("", "n a", "na", "none", "nil", "no comment", "no comments", "as above", "see above"),
        *("as before", "as last time", "as last quarter", "as per last quarter", "no change"),
        *("no update", "nothing to report", "nothing to add", "see attached", "see previous"),
        *("see last quarter", "to follow", "awaited", "unknown", "not known", "ongoing", "x"),
    ]
)
"""Comments that hold words but no answer, in plain words."""


@question("repeated")
def repeated(account: Account) -> Iterator[Hit]:
    """A comment is word for word, or nearly, that of the period before."""
    both = (*account.earlier, *account.comments)
    for comment, before in repeats(both, nearly_same_words):
        if comment not in account.comments:
            continue
        alike = "the same words as" if same_words(comment.text, before.text) else "nearly"
        text = f"This is {alike} the comment for {before.period}. What is new since then?"
        yield on_text(comment, text)


@question("too long")
def too_long(account: Account) -> Iterator[Hit]:
    """A comment has more words than a body that reads it wants."""
    boards = account.assessment.register.boards
    for comment in account.comments:
        limit, words = tightest_limit(comment, boards), number_of_words(comment.text)
        if limit is not None and words > limit[0]:
            most, body = limit
            text = f"This has {words} words; {body} reads at most {most}. What can go?"
            yield on_text(comment, text)


@question("left over")
def left_over(account: Account) -> Iterator[Hit]:
    """A comment holds a form's own words, a place still to fill, or says nothing."""
    asked = () if account.ask is None else account.ask.questions
    for comment in account.comments:
        words = comment.text or ""
        plain = plain_words(words)
        if plain in SAYS_NOTHING:
            yield on_text(comment, "This says nothing about the result. What is there to tell?")
        elif any(plain_words(one.text) in plain for one in asked):
            yield on_text(comment, "This is the question itself. What is the answer?")
        elif found := _LEFTOVER.search(words):
            text = f"Is “{found[0]}” still to be filled in?"
            yield on_text(comment, text, *found.span())


@question("abbreviation")
def abbreviation(account: Account) -> Iterator[Hit]:
    """A comment uses an abbreviation that the glossary lacks and nobody spells out."""
    known = set(account.known_terms)
    for comment in account.comments:
        unknown = _unexplained(comment.text or "", known)
        if unknown:
            names = listed(f"“{short}”" for short in unknown)
            verb = "does" if len(unknown) == 1 else "do"
            text = f"What {verb} {names} stand for? The glossary does not say."
            yield on_text(comment, text, *next(iter(unknown.values())))


def _unexplained(words: str, known: set[str]) -> dict[str, tuple[int, int]]:
    """Abbreviations not met before, with their places; ``known`` gains all that are met."""
    unknown: dict[str, tuple[int, int]] = {}
    if words.upper() == words:
        return unknown
    for found in _ABBREVIATION.finditer(words):
        short = _PLURAL.sub("", found[0])
        if _is_abbreviation(short) and short not in known:
            if not _is_spelt_out(short, words):
                unknown[short] = found.span()
            known.add(short)
    return unknown


def _is_abbreviation(word: str) -> bool:
    """Mostly capitals and short: ``DoLS``, but not ``SharePoint`` nor ``XIV``."""
    capitals = sum(sign.isupper() for sign in word)
    if len(word) > LONGEST_ABBREVIATION or 2 * capitals <= len(word):
        return False
    return word not in EVERYDAY and not _ROMAN.fullmatch(word)


def _is_spelt_out(short: str, text: str) -> bool:
    """Whether the text gives it in full: ``Care Act Review (CAR)`` or ``CAR (Care Act Review)``."""
    bare = re.escape(short)
    return re.search(rf"[a-z’'] \({bare}s?\)|\b{bare}s? \([A-Za-z][a-z]+", text) is not None


def known_terms(register: Register, kpi_words: str) -> frozenset[str]:
    """The abbreviations that the glossary explains or that stand in the KPI's own words."""
    found: set[str] = set()
    terms = (entry.term for entry in register.glossary)
    for text in (*terms, kpi_words):
        found.update(_PLURAL.sub("", hit[0]) for hit in _ABBREVIATION.finditer(text))
    return frozenset(found)


@question("contact details")
def contact_details(account: Account) -> Iterator[Hit]:
    """A comment holds an e-mail address or a telephone number; papers carry none."""
    for comment in account.comments:
        words = comment.text or ""
        for pattern, what in CONTACT_DETAILS:
            found = pattern.search(words)
            if found is None:
                continue
            text = f"Must {what} stand here? Papers carry no contact details."
            yield on_text(comment, text, *found.span())


QUESTIONS = (repeated, too_long, left_over, abbreviation, contact_details)
"""Every question of this theme."""
