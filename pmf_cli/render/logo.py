"""The council's logo, as its theme names it: looked at with care, since it is shown inside every paper."""

from __future__ import annotations

import re
import struct
from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path

from pmf_cli.errors import UsageError
from pmf_cli.frozen import frozen
from pmf_cli.render.office_file import XmlElement, parsed_part
from pmf_cli.render.templates import Templates

LARGEST = 512 * 2**10
"""Bytes of a logo, which goes with every paper and message."""
_PNG = b"\x89PNG\r\n\x1a\n"
_LINES_AND_WORDS = frozenset([
    "svg", "g", "defs", "symbol", "use", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline",
    "polygon", "text", "tspan", "style", "linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern",
    "metadata",
])  # fmt: skip
"""What a drawing may be made of: nothing that runs, and nothing that fetches."""
_FETCHES = re.compile(r"url\(\s*['\"]?(?!#|['\"])|@import|expression\(", re.IGNORECASE)
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")
_LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(?:px|pt|mm|cm|in)?\s*")


@frozen
class Logo:
    """A picture of the council's, and how large it is in its own measure."""

    data: bytes
    kind: str
    across: float
    along: float

    @property
    def address(self) -> str:
        """The picture itself as an address, so that a page fetches nothing for it."""
        mime = "image/svg+xml" if self.kind == "svg" else "image/png"
        return f"data:{mime};base64,{b64encode(self.data).decode()}"

    def width_at(self, height: float) -> float:
        """How wide it is at a height."""
        return height * self.across / self.along


def logo_of(name: str, templates: Templates, kinds: Sequence[str] = ("svg", "png")) -> Logo | None:
    """The logo that a theme names; ``None`` where it names none.

    Args:
        name: its file, among the templates.
        kinds: what can be shown; of a drawing that cannot the picture beside it of the same name.

    Raises:
        UsageError: the file is missing, is no such picture, is too large, or would fetch or run something.
    """
    if not name:
        return None
    path = templates.find(name)
    if path is not None and path.suffix.lower().lstrip(".") not in kinds:
        path = _other_kind(path)
    if path is None:
        raise UsageError(
            f"There is no file {name}, which theme.toml names as the logo.",
            "Put it into the folder templates beside pmf.toml.",
        )
    data = path.read_bytes()
    if len(data) > LARGEST:
        raise UsageError(
            f"The logo {path} is larger than 512 kB, and goes with every paper.", "Save it smaller."
        )
    is_drawn = path.suffix.lower() == ".svg"
    across, along = _drawn_size(path, data) if is_drawn else _picture_size(path, data)
    return Logo(data, "svg" if is_drawn else "png", across, along)


def _other_kind(path: Path) -> Path:
    beside = path.with_suffix(".png")
    if beside.is_file():
        return beside
    raise UsageError(
        f"Word and e-mail do not show the drawing {path.name}, which theme.toml names as the logo.",
        f"Put the same logo as {beside.name} beside it: pages then have the drawing, the others the picture.",
    )


def _picture_size(path: Path, data: bytes) -> tuple[float, float]:
    if not data.startswith(_PNG) or len(data) < 24:
        raise UsageError(f"The logo {path} is no PNG picture.", "Save it as PNG, or as SVG.")
    across, along = struct.unpack(">II", data[16:24])
    return _some(path, across, along)


def _some(path: Path, across: float, along: float) -> tuple[float, float]:
    if across <= 0 or along <= 0:
        raise UsageError(f"The logo {path} does not say how large it is.", "Save it again.")
    return across, along


def _drawn_size(path: Path, data: bytes) -> tuple[float, float]:
    root = _drawing(path, data)
    for one in root.iter("{*}*"):
        if what := _unfit(one):
            raise UsageError(
                f"The logo {path} holds {what}, which could run or fetch something.",
                "Save it as plain SVG, its words as lines.",
            )
    view = [float(one) for one in _NUMBER.findall(root.get("viewBox") or "")]
    if len(view) == 4:
        return _some(path, view[2], view[3])
    told = [_LENGTH.fullmatch(root.get(side) or "") for side in ("width", "height")]
    across, along = (0.0 if one is None else float(one[1]) for one in told)
    return _some(path, across, along)


def _drawing(path: Path, data: bytes) -> XmlElement:
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise UsageError(
            f"The logo {path} holds a document type declaration.", "Save it as plain SVG."
        )
    try:
        return parsed_part(data)
    except UsageError as error:
        raise UsageError(f"The logo {path} is no SVG drawing.", "Save it as SVG again.") from error


def _unfit(element: XmlElement) -> str:
    """What of a drawing's element could run or fetch something; empty where nothing."""
    space, _, name = element.tag.rpartition("}")
    if space.endswith("/svg") and name not in _LINES_AND_WORDS:
        return f"<{name}>"
    if _FETCHES.search(element.text or ""):
        return "a style that fetches"
    for key, value in element.items():
        attribute = key.rpartition("}")[2].lower()
        if attribute.startswith("on") or (attribute == "href" and not value.startswith("#")):
            return f"the attribute {attribute}"
        if _FETCHES.search(value):
            return "a style that fetches"
    return ""
