"""Could a public file say what it must not?

Restricted figures, counts of few people and personal details never enter public files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pmf_cli.checks.base import CheckContext, RegisterCheck
from pmf_cli.checks.words import plain_number
from pmf_cli.findings import CellRef, Problem, RuleOf, error, warning
from pmf_cli.register.small_numbers import limit_of, small_counts
from pmf_cli.register.terms import BodyKind, NoDataReason, UseIn

# Enough of an address to name a person; cheap on texts of any length, since nothing repeats without end.
EMAIL = re.compile(r"[A-Za-z0-9._%+-]@[A-Za-z0-9-]+\.[A-Za-z0-9]")
# Ten or eleven digits that begin with 0 or +44, not inside a date, an amount or a longer number.
PHONE = re.compile(r"(?<![\d/£,.-])(?:\+44\s?|0)\d(?:[\s-]?\d){8,9}(?![\d/])")
# The letters that prefixes really use, so that references such as "QQ 12 34 56 C" of other things pass.
NATIONAL_INSURANCE = re.compile(
    r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]\b", re.IGNORECASE
)


def texts(context: CheckContext) -> Iterator[tuple[str, str, CellRef, str]]:
    """Every text that papers print: KPI, what it is, cell, words."""
    for comment in context.register.commentary:
        for field in ("text", "blockages"):
            words = getattr(comment, field)
            if words:
                yield comment.kpi_ref, "comment", comment.source.at(field), words
    for result in context.register.results:
        if result.note:
            yield result.kpi_ref, "note", result.source.at("note"), result.note


@warning("PUB001", cure="Confirm that it is restricted; public files will leave it out.")
def restricted_but_public(context: CheckContext) -> Iterator[Problem]:
    """A public KPI has no restricted results.

    A restricted figure never enters a public file (Local Government Act 1972, Schedule 12A), so
    the public will see a gap and ask.
    """
    kpis = context.register.kpi_by_ref
    for result in context.register.results:
        kpi = kpis.get(result.kpi_ref)
        if result.restricted is True and kpi is not None and kpi.public is True:
            message = (
                f"{result.kpi_ref} is public, but its result for {result.period} is restricted."
            )
            yield Problem(result.source.at("restricted"), message, result.kpi_ref)


@warning("PUB002", cure="Choose Suppressed (small numbers) as reason beside the value.")
def small_number_shown(context: CheckContext) -> Iterator[Problem]:
    """A public KPI shows no count below its small-number rule.

    People could be recognised in a count of three, or as the three who are not counted. A percentage of
    such counts gives them away as well. Published papers hide such figures in any case.
    """
    for history in context.histories:
        kpi = history.kpi
        limit = limit_of(kpi)
        if limit is None or kpi.public is not True:
            continue
        for result in history.results:
            if result.no_data_reason is NoDataReason.SUPPRESSED or result.restricted is True:
                continue
            for count in small_counts(kpi, result)[:1]:
                message = f"{history.name} is public, but its {count.what} for {result.period} is {plain_number(count.number)}, under {limit}."
                yield Problem(result.source.at(count.field), message, kpi.ref)


def _none_in_texts(
    code: str, of: RuleOf, what: str, pattern: re.Pattern[str], reason: str, cure: str, seems: str
) -> RegisterCheck:
    """The check that no comment or note holds what a pattern finds."""

    def run(context: CheckContext) -> Iterator[Problem]:
        for ref, text, where, words in texts(context):
            if pattern.search(words):
                yield Problem(where, f"A {text} on {ref} {seems} {what}.", ref)

    run.__doc__ = f"No comment or note holds {what}.\n\n{reason}"
    return of(code, cure=cure)(run)


address_in_text = _none_in_texts(
    "PUB003", warning, "an e-mail address", EMAIL,
    "Papers are published, and addresses with them.",
    "Take the address out; contacts stand in the sheet Contacts.", "holds",
)  # fmt: skip
telephone_in_text = _none_in_texts(
    "PUB004", warning, "a telephone number", PHONE,
    "As for e-mail addresses: papers are published.",
    "Take the number out; contacts stand in the sheet Contacts.", "seems to hold",
)  # fmt: skip
national_insurance_number = _none_in_texts(
    "PUB005", error, "a National Insurance number", NATIONAL_INSURANCE,
    "It names a person; a register of performance has no business with it (UK GDPR, data minimisation).",
    "Delete the number at once, also from copies of the workbook.", "seems to hold",
)  # fmt: skip


@warning("PUB006", cure="Take Public out of Use in, or make the KPI public.")
def public_comment_on_private(context: CheckContext) -> Iterator[Problem]:
    """A comment meant for the public is about a public KPI.

    It would be the only trace of a KPI that is not to be seen.
    """
    for comment in context.register.commentary:
        kpi = context.register.kpi(comment.kpi_ref)
        if UseIn.PUBLIC in comment.use_in and kpi is not None and kpi.public is False:
            message = (
                f"A comment on {comment.kpi_ref} may be used in public, but the KPI is not public."
            )
            yield Problem(comment.source.at("use_in"), message, comment.kpi_ref)


@warning("PUB007", cure="Clear Suppressed figures shown, or say No under Public paper.")
def suppressed_in_public(context: CheckContext) -> Iterator[Problem]:
    """A body whose papers are published is not to be shown suppressed figures.

    The paper leaves them out whatever the row says, so one of the two cells is a slip: if the body
    is not public after all, its paper lacks what it is to be shown.
    """
    for board in context.register.boards:
        is_published = board.kind is BodyKind.PUBLIC or board.public_paper is True
        if board.suppressed_shown is True and is_published:
            message = (
                f"{board.body} is to be shown suppressed figures, but its papers are published: they "
                "are left out."
            )
            yield Problem(board.source.at("suppressed_shown"), message)


KINDS = (
    ("an e-mail address", EMAIL),
    ("a telephone number", PHONE),
    ("a National Insurance number", NATIONAL_INSURANCE),
)
"""What each pattern finds, in words."""


def personal_data_in(words: str) -> str:
    """What personal details a text seems to hold, in words; empty where it holds none."""
    return next((told for told, pattern in KINDS if pattern.search(words)), "")
