"""What was found by kind and by person: one line each, with its number, first cells and cure.

The first screen of ``pmf validate``: what stops a rating, what is wrong or doubtful, what can
wait, in at most ``MOST`` lines whatever the register (DESIGN 28).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from pmf_cli.checks import CHECKS, KINDS
from pmf_cli.checks.urgency import urgency_of
from pmf_cli.errors import UsageError
from pmf_cli.findings import Finding, FindingKind, Severity, Urgency
from pmf_cli.register.sheets.supporting import Contact
from pmf_cli.views.base import (
    Align,
    Column,
    Entry,
    Paragraph,
    Section,
    Table,
    TextStyle,
    Tone,
)
from pmf_cli.views.entries import count_entry
from pmf_cli.views.wording import part_name
from pmf_cli.words import counted, listed

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
    if wanted in KINDS:
        return (_page_of(KINDS[wanted]),)
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


def _page_of(kind: FindingKind) -> Section:
    required = CHECKS[kind.code].requires if kind.code in CHECKS else ()
    lines = (
        ("Why:", kind.reason),
        ("What to do:", kind.cure),
        ("Severity:", f"{kind.severity}: {MEANINGS[kind.severity]}."),
        ("Group:", f"{URGENCIES[urgency_of(kind.code, kind.severity)].heading}."),
        ("Depends on:", f"Not told where {listed(required)} already is." if required else ""),
    )
    told = (Paragraph(words, label=label) for label, words in lines if words)
    lead = Paragraph(kind.title, TextStyle.LEAD)
    return Section(f"{kind.code} ({kind.severity})", 1, (lead, *told))


MOST = 22
"""Kinds or people on the first screen; with its other lines it stays within 40."""
SHARE = {Urgency.STOPS: 10, Urgency.WRONG: 8, Urgency.LATER: 4}
"""Lines that each group has for itself; what one leaves over goes to the more urgent ones."""
FIRST_CELLS = 3
NOBODY = "Nobody named"

Grouped = Mapping[str, Sequence[Finding]]
"""Findings by code, or by contact reference."""


@dataclass(frozen=True, slots=True)
class Found:
    """Findings of one kind: their code, severity and urgency, and each of them in order."""

    code: str
    severity: Severity
    urgency: Urgency
    findings: tuple[Finding, ...]


def urgency_of_finding(finding: Finding) -> Urgency:
    """Whether it stops a rating, is wrong or doubtful, or can wait."""
    return urgency_of(finding.code, finding.severity)


def kinds_of(found: Iterable[Finding]) -> tuple[Found, ...]:
    """The findings by kind: most urgent first, then worst, then most often found."""
    groups: dict[tuple[str, Severity], list[Finding]] = {}
    for finding in found:
        groups.setdefault((finding.code, finding.severity), []).append(finding)
    kinds = [
        Found(code, severity, urgency_of(code, severity), tuple(findings))
        for (code, severity), findings in groups.items()
    ]
    return tuple(
        sorted(
            kinds,
            key=lambda kind: (
                kind.urgency.rank, kind.severity.rank, -len(kind.findings), kind.code
            ),
        )
    )  # fmt: skip


def kind_table(kinds: Sequence[Found]) -> Table:
    """One row a kind: what it asks, how often it was found, the rule, first cells, what to do."""
    return Table(
        "by_kind",
        "What was found, by kind",
        (
            Column("Matters", 1.2),
            Column("Found", 0.8, Align.NUMBER),
            Column("Code", 1.2),
            Column("Rule", 4.6),
            Column("First cells", 2.0),
            Column("What to do", 3.4),
        ),
        tuple(_kind_row(kind) for kind in kinds),
        "Each kind with its rule, how often and where it was found first, and what to do.",
        is_brief=True,
    )


def shortlist(kinds: Sequence[Found]) -> tuple[tuple[Found, ...], tuple[Paragraph, ...]]:
    """The kinds that the first screen has room for, and a line for each group that holds more."""
    room = MOST - sum(
        min(SHARE[urgency], sum(kind.urgency is urgency for kind in kinds)) for urgency in Urgency
    )
    chosen: list[Found] = []
    further = []
    for urgency in Urgency:
        group = [kind for kind in kinds if kind.urgency is urgency]
        most = SHARE[urgency] + room
        room -= max(0, min(len(group), most) - SHARE[urgency])
        chosen += group[:most]
        rest = group[most:]
        if rest:
            number = sum(len(kind.findings) for kind in rest)
            further.append(
                Paragraph(
                    f"{counted(len(rest), 'further kind')} with {counted(number, 'finding')}: "
                    f"pmf validate --only {urgency}.",
                    TextStyle.BULLET,
                    label=f"{URGENCIES[urgency].title}:",
                )
            )
    return tuple(chosen), tuple(further)


def person_table(groups: Grouped, contacts: Mapping[str, Contact]) -> Table:
    """One row a person who can put something right: what of it stops a rating, is wrong, can wait."""
    return Table(
        "by_person",
        "What was found, by person",
        (
            Column("Person", 3.4),
            Column("Stops", 0.9, Align.NUMBER),
            Column("Wrong", 0.9, Align.NUMBER),
            Column("Later", 0.9, Align.NUMBER),
            Column("First cells", 3.0),
        ),
        tuple(_person_row(ref, found, contacts) for ref, found in groups.items()),
        "Each person with the number of findings that they can put right, by urgency.",
        is_brief=True,
    )


def by_person(found: Iterable[Finding]) -> Grouped:
    """The findings by who can put them right: who holds up most ratings first, nobody last."""
    groups: dict[str, list[Finding]] = {}
    for finding in found:
        groups.setdefault(finding.person or "", []).append(finding)

    def order(ref: str) -> tuple[bool, list[int], str]:
        return ref == "", [-number for number in urgency_counts(groups[ref]).values()], ref

    return {ref: groups[ref] for ref in sorted(groups, key=order)}


def urgency_counts(found: Iterable[Finding]) -> dict[Urgency, int]:
    """How many findings each urgency has, in their order; 0 where there is none."""
    counts = dict.fromkeys(Urgency, 0)
    for finding in found:
        counts[urgency_of_finding(finding)] += 1
    return counts


def person_name(ref: str, contacts: Mapping[str, Contact]) -> str:
    """``C-112K, Head of Waste, waste@example.org``, as far as it is known."""
    contact = contacts.get(ref)
    about = [contact.name, contact.job_title, contact.email] if contact else []
    return ", ".join([ref, *dict.fromkeys(part for part in about if part)]) if ref else NOBODY


def first_cells(found: Sequence[Finding]) -> str:
    """The first cells on one line: ``KPIs!N2, N3, N4 …``; the sheet stands before its first cell."""
    words = []
    sheet = None
    places = tuple(dict.fromkeys(finding.where for finding in found))
    for where in places[:FIRST_CELLS]:
        place = where.sheet or where.workbook or "The register"
        if place != sheet or not where.cell:
            words.append(f"{place}!{where.cell}" if where.cell else place)
        else:
            words.append(where.cell)
        sheet = place
    more = " …" if len(places) > FIRST_CELLS else ""
    return ", ".join(words) + more


def _kind_row(kind: Found) -> tuple[Entry, ...]:
    about = KINDS[kind.code]
    first = kind.findings[0].where
    return (
        URGENCY_ENTRIES[kind.urgency],
        count_entry(len(kind.findings)),
        Entry(kind.code, tone=SEVERITY_TONES[kind.severity]),
        Entry(about.title.rstrip(".")),
        Entry(first_cells(kind.findings), ref=first),
        Entry(_cure(kind, about.cure)),
    )


def _cure(kind: Found, usual: str) -> str:
    """The cure that its findings share, else the code's."""
    own = {finding.cure for finding in kind.findings}
    return (own.pop() if len(own) == 1 else "") or usual or "Look at the cells."


def _person_row(
    ref: str, found: Sequence[Finding], contacts: Mapping[str, Contact]
) -> tuple[Entry, ...]:
    counts = urgency_counts(found)
    urgent = sorted(found, key=lambda finding: urgency_of_finding(finding).rank)
    return (
        Entry(person_name(ref, contacts)),
        *(count_entry(number) for number in counts.values()),
        Entry(first_cells(urgent), ref=urgent[0].where),
    )


def urgency_words(found: Iterable[Finding]) -> str:
    """``3 stop a rating, 1 is wrong or doubtful and 4 can wait``."""
    parts = []
    for urgency, number in urgency_counts(found).items():
        if number:
            one, several = URGENCIES[urgency].verbs
            parts.append(f"{number:,} {one if number == 1 else several}")
    return listed(parts)
