"""The program's entry point: ``pmf`` and ``python -m pmf_cli``."""

from __future__ import annotations

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
    from pmf_cli.cli import app

    app()


if __name__ == "__main__":
    main()
