"""The manual's page of a check on the screen, and what the three severities mean."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from pmf_cli.checks import CHECKS, KINDS
from pmf_cli.checks.urgency import urgency_of
from pmf_cli.errors import UsageError
from pmf_cli.findings import Severity, Urgency
from pmf_cli.views.base import Block, Column, Entry, Paragraph, Section, Table, TextStyle, Tone
from pmf_cli.views.wording import part_name
from pmf_cli.words import listed

SEVERITY_TONES = {
    Severity.ERROR: Tone.RED,
    Severity.WARNING: Tone.AMBER,
    Severity.ADVICE: Tone.NONE,
}
MEANINGS = {
    Severity.ERROR: "a figure or rating is wrong or missing until this is put right",
    Severity.WARNING: "somebody should look first",
    Severity.ADVICE: "good practice",
}


@dataclass(frozen=True, slots=True)
class UrgencyWords:
    """How an urgency is put: in a table, over a list, and after a count of one and of several."""

    title: str
    heading: str
    verbs: tuple[str, str]


URGENCIES = {
    Urgency.STOPS: UrgencyWords(
        "Stops",
        "Stops a rating: a KPI cannot be rated, or its colour is not right, until this is put right",
        ("stops a rating", "stop a rating"),
    ),
    Urgency.WRONG: UrgencyWords(
        "Wrong",
        "Wrong or doubtful: somebody should look before a paper goes out",
        ("is wrong or doubtful", "are wrong or doubtful"),
    ),
    Urgency.LATER: UrgencyWords(
        "Later",
        "Can wait: descriptions and good practice, on which no figure depends",
        ("can wait", "can wait"),
    ),
}
_URGENCY_TONES = {Urgency.STOPS: Tone.RED, Urgency.WRONG: Tone.AMBER, Urgency.LATER: Tone.NONE}
URGENCY_ENTRIES = {
    urgency: Entry(words.title, tone=_URGENCY_TONES[urgency])
    for urgency, words in URGENCIES.items()
}
"""What a finding asks, as words with their tone."""


def code_page(code: str) -> tuple[Section, ...]:
    """The manual's page for a code: rule, severity, reason and source, what to do.

    A beginning of codes such as ``TGT`` lists them all.

    Raises:
        UsageError: no code is called so.
    """
    wanted = code.strip().upper()
    kind = KINDS.get(wanted)
    if kind is not None:
        required = CHECKS[wanted].requires if wanted in CHECKS else ()
        blocks: list[Block] = [Paragraph(kind.title, TextStyle.LEAD)]
        if kind.reason:
            blocks.append(Paragraph(kind.reason, label="Why:"))
        blocks.append(Paragraph(kind.cure, label="What to do:"))
        blocks.append(Paragraph(_meaning(kind.severity), label="Severity:"))
        group = URGENCIES[urgency_of(kind.code, kind.severity)]
        blocks.append(Paragraph(f"{group.heading}.", label="Group:"))
        if required:
            told = f"Not told where {listed(required)} already is."
            blocks.append(Paragraph(told, label="Depends on:"))
        return (Section(f"{kind.code} ({kind.severity})", 1, tuple(blocks)),)
    family = [one for one in KINDS.values() if wanted and one.code.startswith(wanted)]
    if not family:
        near = get_close_matches(wanted, KINDS, n=3, cutoff=0.6)
        advice = f"Did you mean {listed(near, 'or')}?" if near else "pmf validate prints the codes."
        raise UsageError(f"There is no check {code!r}.", advice)
    table = Table(
        part_name("codes", wanted),
        f"Codes that begin with {wanted}",
        (Column("Code", 0.8), Column("Severity", 0.9), Column("Rule", 5.0)),
        tuple((Entry(one.code), Entry(str(one.severity)), Entry(one.title)) for one in family),
    )
    return (Section(f"Codes {wanted}", 1, (table,)),)


def _meaning(severity: Severity) -> str:
    return f"{severity}: {MEANINGS[severity]}."
