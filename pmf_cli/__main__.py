"""The program's entry point: ``pmf`` and ``python -m pmf_cli``."""

from __future__ import annotations

import gc
import io
import os
import sys


def _all_signs(stream: object) -> None:
    """Lets a stream carry every sign: UTF-8 into files and pipes, whatever the computer speaks.

    What goes into a file or another program must not depend on a locale or a Windows code page. An
    old console keeps its own encoding; there a question mark beats a crash.
    """
    if isinstance(stream, io.TextIOWrapper):
        if stream.isatty():
            stream.reconfigure(errors="replace")
        else:
            stream.reconfigure(encoding="utf-8", errors="replace")


def main() -> None:
    """Runs the command line.

    The version is answered before anything is imported, since scripts ask for it often.
    """
    if sys.argv[1:] in (["--version"], ["-V"]):
        from pmf_cli import __version__

        sys.stdout.write(f"pmf {__version__}\n")
        return
    for stream in (sys.stdout, sys.stderr):
        _all_signs(stream)
    # A command is over within seconds and leaves few cycles behind: looking for them costs a tenth
    # of a run on a council's register.
    gc.disable()
    # Nobody's plug-ins have a say in how cells are checked; looking for them reads every package's
    # list of entry points.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from pmf_cli.cli import application, overview

    if sys.argv[1:] in (["--help"], ["-h"]):
        overview()(prog_name="pmf")
    application(*sys.argv[1:2])(prog_name="pmf")


if __name__ == "__main__":
    main()
