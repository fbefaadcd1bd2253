"""Where a paper's templates are looked for: the folder asked for, the register's own, ours."""

from __future__ import annotations

from pathlib import Path

from pmf_cli.errors import UsageError
from pmf_cli.frozen import frozen
from pmf_cli.places import TEMPLATES
from pmf_cli.shipped import shipped


@frozen
class Templates:
    """Folders with templates, the first that holds a file wins; the shipped ones come last.

    Attributes:
        home: the register's own folder, in which only what its rows name is looked for.
    """

    folders: tuple[Path, ...]
    home: Path | None = None

    def find(self, *names: str) -> Path | None:
        """The first file there is: each name in turn, and for each name every folder.

        ``find("clt.docx", "default.docx")`` gives the report's own template before the general one.
        """
        for name in names:
            for folder in self.folders:
                path = folder / name
                if path.is_file():
                    return path
        return None

    def named(self, name: str) -> Path | None:
        """A file that the register names: among its templates, else in its own folder."""
        if {"/", "\\"} & set(name) or name.startswith("."):
            return None
        beside = None if self.home is None else self.home / name
        found = self.find(name)
        return beside if found is None and beside is not None and beside.is_file() else found

    def all_of(self, name: str) -> tuple[Path, ...]:
        """Every file of a name, the one that counts most first."""
        return tuple(path for folder in self.folders if (path := folder / name).is_file())


def templates_for(
    register: Path | None = None, *, named: str = "", asked: Path | None = None
) -> Templates:
    """The folders to look in: the one asked for, the one ``pmf.toml`` names or the register's own, ours.

    UsageError where a folder that was asked for or named does not exist.
    """
    folders = []
    home = None
    if asked is not None:
        folders.append(_existing(asked, "--templates"))
    if register is not None:
        home = register if register.is_dir() else register.parent
        if named:
            folders.append(_existing(home / named, "templates in pmf.toml"))
        elif (home / TEMPLATES).is_dir():
            folders.append(home / TEMPLATES)
    return Templates((*folders, shipped(TEMPLATES)), home)


def _existing(folder: Path, where: str) -> Path:
    if not folder.is_dir():
        raise UsageError(
            f"{where}: there is no folder {folder}.",
            "Make it, or leave the setting out to use the templates that come with pmf.",
        )
    return folder
