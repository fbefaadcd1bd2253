"""The program's entry point: ``pmf`` and ``python -m pmf_cli``."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Runs the command line.

    The version is answered before anything is imported, since scripts ask for it often.
    """
    if sys.argv[1:] in (["--version"], ["-V"]):
        from pmf_cli import __version__

        sys.stdout.write(f"pmf {__version__}\n")
        return
    for stream in (sys.stdout, sys.stderr):
        # An old Windows console knows no arrows; a question mark beats a crash.
        if hasattr(stream, "reconfigure") and "utf" not in (stream.encoding or "").lower():
            stream.reconfigure(errors="replace")
    # A command is over within seconds and leaves few cycles behind: looking for them costs a tenth
    # of a run on a council's register.
    gc.disable()
    from pmf_cli.cli import app, overview

    if sys.argv[1:] in (["--help"], ["-h"]):
        overview()(prog_name="pmf")
    app(prog_name="pmf")


if __name__ == "__main__":
    main()
