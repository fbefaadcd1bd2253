"""What was found by kind and by person: one line each, with its number, first cells and cure.

The first screen of ``pmf validate``: what stops a rating, what is wrong or doubtful, what can
wait, in at most few lines whatever the register (DESIGN 28).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from pmf_cli.checks import CHECKS, KINDS
from pmf_cli.checks.selection import urgency_of
from pmf_cli.errors import UsageError
from pmf_cli.findings import Finding, FindingKind, Severity, Urgency
from pmf_cli.frozen import frozen
from pmf_cli.register.sheets.supporting import Contact
from pmf_cli.views.base import Align, Entry, Paragraph, Section, Table, TextStyle, Tone, lead
from pmf_cli.views.listing import Field, table_column, table_of
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


@frozen
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


CODES: tuple[Field[FindingKind], ...] = (
    table_column("Code", lambda one: one.code, 0.8),
    table_column("Severity", lambda one: one.severity, 0.9),
    table_column("Rule", lambda one: one.title, 5.0),
)


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
    title = f"Codes that begin with {wanted}"
    table = table_of(CODES, part_name("codes", wanted), title, family)
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
    return Section(f"{kind.code} ({kind.severity})", 1, (lead(kind.title), *told))


MOST = 22
"""People on the first screen; with its other lines it stays within 40."""
MOST_KINDS = 13
"""Kinds on the first screen, below the things worth doing first; it stays within 40 lines."""
SHARE = {Urgency.STOPS: 6, Urgency.WRONG: 4, Urgency.LATER: 3}
"""Lines that each group has for itself; what one leaves over goes to the more urgent ones."""
FIRST_CELLS = 3
NOBODY = "Nobody named"

Grouped = Mapping[str, Sequence[Finding]]
"""Findings by code, or by contact reference."""


@frozen
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


BY_KIND: tuple[Field[Found], ...] = (
    table_column("Matters", lambda kind: URGENCY_ENTRIES[kind.urgency], 1.2),
    table_column("Found", lambda kind: len(kind.findings), 0.8, Align.NUMBER),
    table_column("Code", lambda kind: Entry(kind.code, tone=SEVERITY_TONES[kind.severity]), 1.2),
    table_column("Rule", lambda kind: KINDS[kind.code].title.rstrip("."), 4.6),
    table_column("First cells", lambda kind: first_cells(kind.findings), 2.0),
    table_column("What to do", lambda kind: _cure(kind), 3.4),
)


def kind_table(kinds: Sequence[Found]) -> Table:
    """One row a kind: what it asks, how often it was found, the rule, first cells, what to do."""
    summary = "Each kind with its rule, how often and where it was found first, and what to do."
    return table_of(BY_KIND, "by_kind", "What was found, by kind", kinds, summary, is_brief=True)


FIRST = 3
"""Things worth doing first."""


@frozen
class WorthFirst:
    """What comes before anything that was found.

    Attributes:
        words: in sentences.
        cures: the codes of findings that go away with it.
    """

    words: tuple[str, ...] = ()
    cures: frozenset[str] = frozenset()


NOTHING_BEFORE = WorthFirst()


def worth_doing_first(kinds: Sequence[Found], before: WorthFirst) -> tuple[Paragraph, ...]:
    """The few things that matter most, numbered: what comes before, then the cures of the most urgent kinds."""
    urgent = (one for one in kinds if one.urgency is not Urgency.LATER)
    told = [*before.words, *(_worth(one) for one in urgent if one.code not in before.cures)][:FIRST]
    return tuple(
        Paragraph(words, TextStyle.BULLET, label=f"{number}.")
        for number, words in enumerate(told, 1)
    )


def _worth(kind: Found) -> str:
    refs = {one.kpi_ref for one in kind.findings if one.kpi_ref is not None}
    of = counted(len(refs), "KPI") if refs else counted(len(kind.findings), "cell")
    cells = first_cells(kind.findings).text
    return f"{_cure(kind).rstrip('.')}: {of}{f', {cells}' if cells else ''} ({kind.code})."


def shortlist(kinds: Sequence[Found]) -> tuple[tuple[Found, ...], tuple[Paragraph, ...]]:
    """The kinds that the first screen has room for, and a line for each group that holds more."""
    room = MOST_KINDS - sum(
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
    columns: tuple[Field[str], ...] = (
        table_column("Person", lambda ref: person_name(ref, contacts), 3.4),
        *(_urgency_column(urgency, groups) for urgency in Urgency),
        table_column("First cells", lambda ref: first_cells(most_urgent_first(groups[ref])), 3.0),
    )
    title = "What was found, by person"
    summary = "Each person with the number of findings that they can put right, by urgency."
    return table_of(columns, "by_person", title, tuple(groups), summary, is_brief=True)


def _urgency_column(urgency: Urgency, groups: Grouped) -> Field[str]:
    def number(ref: str) -> int:
        return urgency_counts(groups[ref])[urgency]

    return table_column(URGENCIES[urgency].title, number, 0.9, Align.NUMBER)


def most_urgent_first(found: Iterable[Finding]) -> list[Finding]:
    """The findings by urgency, otherwise in their order."""
    return sorted(found, key=lambda finding: urgency_of_finding(finding).rank)


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


def first_cells(found: Sequence[Finding]) -> Entry:
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
    return Entry(", ".join(words) + more, ref=found[0].where)


def _cure(kind: Found) -> str:
    """The cure that its findings share, else the code's."""
    own = {finding.cure for finding in kind.findings}
    shared = own.pop() if len(own) == 1 else ""
    return shared or KINDS[kind.code].cure or "Look at the cells."


def urgency_words(found: Iterable[Finding]) -> str:
    """``3 stop a rating, 1 is wrong or doubtful and 4 can wait``."""
    parts = []
    for urgency, number in urgency_counts(found).items():
        if number:
            one, several = URGENCIES[urgency].verbs
            parts.append(f"{number:,} {one if number == 1 else several}")
    return listed(parts)
