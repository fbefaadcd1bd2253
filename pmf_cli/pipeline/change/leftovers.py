"""What ended runs left lying about, cleared by the next command, whatever that does."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pmf_cli.pipeline.change.backups import FOLDER

if TYPE_CHECKING:
    from pmf_cli.settings import Settings


def clear_leftovers(folder: Path, settings: Settings) -> None:
    """Removes temporary files of runs that have ended, and their note; what may not be, is left.

    Args:
        folder: the register's folder.
        settings: its settings, which name the folder of forms.
    """
    from pmf_cli.workbook.write.register_lock import clear_note
    from pmf_cli.workbook.write.save import sweep

    with suppress(OSError):
        for place in (folder, folder / FOLDER, folder / settings.collect.folder):
            sweep(place)
        clear_note(folder)
