"""What stops a run: a few errors, each with a sentence for the officer and an exit code.

Content that does not fit is never an error here; it is a finding (``pmf_cli.findings``).
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What the program tells the shell (documented in the README)."""

    DONE = 0
    FINDINGS = 1
    CANNOT_READ = 2
    MESSAGES_FAILED = 3
    LOCKED = 4
    DISK = 5


class PmfError(Exception):
    """A run cannot go on; printed as one sentence and one line of advice.

    Args:
        message: what is wrong, naming the file and cell where there is one.
        advice: what the officer can do about it, as an instruction; may be empty.
    """

    exit_code = ExitCode.CANNOT_READ

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice


class UnreadableWorkbookError(PmfError):
    """A file that is no readable workbook, with the reason told apart."""


class UsageError(PmfError):
    """An option or argument that cannot be used, with what would be accepted."""


class LockedError(PmfError):
    """Somebody else holds the file or the run."""

    exit_code = ExitCode.LOCKED


class DiskError(PmfError):
    """The disk is full, read-only or the permission is missing."""

    exit_code = ExitCode.DISK
