"""Papers made from an assessment, as the tests of views ask for them."""

from __future__ import annotations

from pmf_cli.analysis.issued.issue_history import History, IssuedPaper
from pmf_cli.assessment import Assessment
from pmf_cli.cycle.bodies import clt_name
from pmf_cli.views.audience import audience_of
from pmf_cli.views.base import Report
from pmf_cli.views.papers import PAPERS
from pmf_cli.views.papers.making import assessment_for, audiences_of, report_of


def made(
    name: str,
    assessment: Assessment,
    history: History | None = None,
    body: str = "",
    since: IssuedPaper | None = None,
) -> Report:
    """A paper by name, the first of several; for CLT where no body is named."""
    assessment = assessment_for(PAPERS[name], assessment)
    body = body or clt_name(assessment.register)
    audience = audience_of(assessment, history or History(), body, paper=name, since=since)
    first, *_ = audiences_of(PAPERS[name], assessment, audience)
    return report_of(PAPERS[name], assessment, first)


def clt_report(assessment: Assessment, history: History | None = None) -> Report:
    """The paper of CLT."""
    return made("clt", assessment, history)


def change_report(
    assessment: Assessment, history: History, body: str, since: IssuedPaper | None
) -> Report:
    """The paper of changes."""
    return made("changes", assessment, history, body, since)
