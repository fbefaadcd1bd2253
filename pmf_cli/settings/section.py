"""What every table of ``pmf.toml`` is."""

from datetime import date
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class SettingsPart(BaseModel):
    """A table of ``pmf.toml``: frozen, and refusing keys that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Marker(SettingsPart):
    """A stretch of time marked on charts, for example the Covid restrictions."""

    label: str
    """Printed on the chart."""
    start: date = Field(alias="from")
    """First day."""
    end: date = Field(alias="to")
    """Last day."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end < self.start:
            raise ValueError("its last day (to) is before its first (from)")
        return self


class ChartMarker(Marker):
    """Something outside the council that explains the figures of its time."""

    kpis: tuple[str, ...] = ()
    """Only on the charts of these KPIs; empty means all."""
