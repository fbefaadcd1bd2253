"""Running the program as a person does: in this process for speed, or as a child for real."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from typer.main import get_command
from typer.testing import CliRunner

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "register_example"


@dataclass(frozen=True)
class Ran:
    """What a run left: exit code, data (stdout) and remarks (stderr)."""

    code: int
    out: str
    err: str

    @property
    def all(self) -> str:
        """Everything that was said."""
        return self.out + self.err


@cache
def _commands() -> Callable[..., object]:
    """The program's commands, put together once: that takes longer than many a command."""
    from pmf_cli.cli import application

    return get_command(application())


def pmf(*words: str | Path) -> Ran:
    """Runs a command in this process."""
    code: object = 0
    with CliRunner().isolation() as (out, err, _):
        try:
            _commands()([str(word) for word in words], prog_name="pmf")
        except SystemExit as stop:
            code = stop.code
        sys.stdout.flush()
        sys.stderr.flush()
        said = [stream.getvalue().decode().replace("\r\n", "\n") for stream in (out, err)]
    assert code is None or isinstance(code, int), code
    return Ran(code or 0, *said)


def pmf_child(
    *words: str | Path,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    timeout: float = 120,
) -> Ran:
    """Runs a command as a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "pmf_cli", *(str(word) for word in words)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
        capture_output=True,
        encoding="utf-8",
        timeout=timeout,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)
