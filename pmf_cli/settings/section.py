"""What every table of ``pmf.toml`` is."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict, Field


class Section(BaseModel):
    """A table of ``pmf.toml``: frozen, and refusing keys that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Marker(Section):
    """A stretch of time marked on charts, for example the Covid restrictions."""

    label: str
    """Printed on the chart."""
    start: date = Field(alias="from")
    """First day."""
    end: date = Field(alias="to")
    """Last day."""
