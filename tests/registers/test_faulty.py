"""The faulty registers show every code there is, each at a cell that exists."""

from pathlib import Path

import pytest

from pmf_cli.assessment import Assessment, assess
from pmf_cli.checks import CHECKS, KINDS, OF_ONE_KPI
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.reading.build import build
from pmf_cli.settings import Limits, parse_settings
from pmf_cli.views.lists.findings import check_context_of
from pmf_cli.workbook.read import read_book
from tests.registers.faulty_build import PARTS, faulty_books, faulty_settings

NET = {"CEL019", "SHT027", "FRZ001", "FRZ002", "SHT032"}
"""The net under reading: every converter refuses such a value before, so no cell brings it about.
SHT027 is found when a folder is opened, FRZ001 and FRZ002 only beside a paper on record,
SHT032 only where a register is kept on an entry sheet."""


def assessed(part: str, folder: Path) -> Assessment:
    """A faulty register, built, read and checked."""
    settings = parse_settings(faulty_settings(part))
    books = []
    for name, data in faulty_books(part).items():
        (folder / name).write_bytes(data)
        books.append(read_book(folder / name, Limits()))
    register, reading = build(books, settings)
    assert settings.as_of is not None
    period = parse_period(settings.period)
    return assess(register, settings, period=period, as_of=settings.as_of, reading=reading)


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Assessment]:
    return {part: assessed(part, tmp_path_factory.mktemp(part)) for part in PARTS}


def test_every_code_has_a_specimen(faulty: dict[str, Assessment]) -> None:
    """Reading and checking the two registers finds every code in the manual, and no other."""
    found = {finding.code for one in faulty.values() for finding in one.findings}
    wanted = set(KINDS) - NET
    assert not (left := wanted - found), (
        f"{sorted(left)} are not found: add a row with the fault to tests/registers/faulty/main/*.csv, with "
        "a KPI named after the code (CMP-001), or to faulty/cells for what is found while reading."
    )
    assert not (strange := found - wanted), (
        f"{sorted(strange)} are found, but no such code is in the manual, or NET calls it unreachable."
    )


def test_a_specimen_is_named_after_its_code(faulty: dict[str, Assessment]) -> None:
    """The KPI of a specimen shows the code that it is called by."""
    by_kpi: dict[str, set[str]] = {}
    for finding in faulty["main"].findings:
        by_kpi.setdefault(finding.kpi_ref or "", set()).add(finding.code)
    named = {
        kpi.ref: kpi.ref.replace("-", "")
        for kpi in faulty["main"].register.kpis
        if kpi.ref.replace("-", "") in KINDS
    }
    sheets_of_their_own = ("CON", "PRC", "TOL", "PLN", "REF")
    missed = [
        ref
        for ref, code in named.items()
        if not code.startswith(sheets_of_their_own) and code not in by_kpi.get(ref, set())
    ]
    assert missed == []


def test_what_is_found_of_a_kpi_is_found_where_it_is_asked_about_alone(
    faulty: dict[str, Assessment],
) -> None:
    """The checks that are run for some KPIs alone find of each what they find of it among all."""
    whole = check_context_of(faulty["main"])
    found = {code: list(CHECKS[code].run(whole)) for code in sorted(OF_ONE_KPI)}
    refs = {problem.kpi_ref or "" for problems in found.values() for problem in problems}
    assert len(refs) > len(OF_ONE_KPI) / 2
    others = [
        (code, ref)
        for ref in sorted(refs & whole.register.kpi_by_ref.keys())
        for alone in [whole.of_kpis([ref])]
        for code, problems in found.items()
        if list(CHECKS[code].run(alone)) != [one for one in problems if one.kpi_ref == ref]
    ]
    assert others == []


def test_findings_name_a_place_and_read_as_sentences(faulty: dict[str, Assessment]) -> None:
    """Each finding has a file, a sentence with a full stop and no words of the program."""
    for one in faulty.values():
        for finding in one.findings:
            assert finding.where.workbook
            assert finding.message[0] == finding.message[0].strip()
            assert finding.message.endswith((".", "?"))
            for word in ("None ", "Decimal(", "TargetType", "datetime"):
                assert word not in finding.message, finding.message


def test_the_order_is_worst_first_then_by_place(faulty: dict[str, Assessment]) -> None:
    """Errors come before warnings and advice; within a sheet rows follow each other."""
    ranks = [finding.severity.rank for finding in faulty["main"].findings]
    assert ranks == sorted(ranks)
