"""Where the files that come with the tool lie: templates and the example register.

In the wheel they lie inside the package; in a checkout beside it.
"""

from __future__ import annotations

from pathlib import Path

from pmf_cli.errors import PmfError

_PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """The folder ``templates`` or ``register_example`` as shipped.

    Args:
        name: the folder's name.

    Raises:
        PmfError: it is missing, so the installation is damaged.
    """
    for folder in (_PACKAGE / "_shipped" / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise PmfError(
        f"The folder {name} that comes with pmf is missing.",
        "Install pmf again: pipx reinstall pmf-cli",
    )
