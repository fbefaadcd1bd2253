"""The files a register starts with: empty workbooks and settings, or the example."""

from __future__ import annotations

from typing import Any

from pmf_cli.cycle.checklist.usual_steps import usual_checklist
from pmf_cli.places import DELIVERY_PLAN, FILE_NAME
from pmf_cli.register.sheets.layout import guarded_columns
from pmf_cli.render.starting.register_book import USUAL_WORKBOOKS, register_workbooks
from pmf_cli.render.starting.settings_text import settings_text
from pmf_cli.shipped import shipped

EXAMPLE = "register_example"
"""The folder of the example as shipped."""


def empty_register(name: str = "", *, with_plan: bool = False) -> dict[str, bytes]:
    """The files of an empty register, by file name.

    It holds no KPI, but the usual checklist: ``pmf next`` guides through the first quarter, too.

    Args:
        name: the council's name.
        with_plan: whether the Delivery Plan workbook is made too.
    """
    workbooks = (*USUAL_WORKBOOKS, DELIVERY_PLAN) if with_plan else USUAL_WORKBOOKS
    known: dict[str, Any] = {"holds": guarded_columns(workbooks)}
    if name:
        known["council.name"] = name
    settings = settings_text(known)
    steps = [row.model_dump(exclude={"source"}, exclude_none=True) for row in usual_checklist()]
    return {
        **register_workbooks({"Checklist": steps}, name=name, workbooks=workbooks),
        FILE_NAME: settings.encode("utf-8"),
    }


def example_register() -> dict[str, bytes]:
    """The files of the example register as shipped, by file name.

    Raises:
        PmfError: the example is missing, so the installation is damaged.
    """
    folder = shipped(EXAMPLE)
    return {
        path.name: path.read_bytes()
        for path in sorted(folder.iterdir())
        if path.is_file() and not path.name.startswith((".", "~"))
    }
