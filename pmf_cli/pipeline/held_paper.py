"""A paper as the register gives it, which a finished file is held against."""

from __future__ import annotations

from pmf_cli.analysis.withheld import ForBody
from pmf_cli.frozen import frozen
from pmf_cli.register.register import Register
from pmf_cli.views.audience import Audience
from pmf_cli.views.base import Report


@frozen
class HeldPaper:
    """What a finished file is held against: the paper as the register gives it, and for whom.

    Attributes:
        register: the whole register, with what the body is not shown.
        told: the register as the body is shown it.
    """

    register: Register
    told: ForBody
    audience: Audience
    report: Report
