"""The lists and pages about a register that change nothing: each asked for here, given finished or printed.

What a list needs is imported once it is asked for, so that a command pays for its own list alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pmf_cli.assessment import Assessment
from pmf_cli.pipeline.papers import write_files, write_workbook
from pmf_cli.pipeline.read.opening import OpenedRegister
from pmf_cli.views.listing import Listing
from pmf_cli.views.selection import Selection as Selection

if TYPE_CHECKING:
    from pmf_cli.render.theme import Theme
    from pmf_cli.views.base import Section


def listing_text(listing: Listing, form: str, opened: OpenedRegister | None = None) -> str:
    """The list as ``json`` or ``csv``, or as a page (``html``) in the look of the register opened.

    Raises:
        ValueError: the format is none of these.
        UsageError: the council's frame or look of pages cannot be used.
    """
    from pmf_cli.render.data import csv_text, json_text

    match form:
        case "json":
            return json_text(listing)
        case "csv":
            return csv_text(listing)
        case "html":
            return _page(listing, opened)
        case _:
            raise ValueError(f"{form} is no format of lists")


def _page(listing: Listing, opened: OpenedRegister | None) -> str:
    from pmf_cli.render.html.list_page import html_list
    from pmf_cli.render.templates import templates_for
    from pmf_cli.render.theme import theme_of

    if opened is None:
        places = templates_for()
    else:
        places = templates_for(opened.folder, named=opened.settings.templates)
    return html_list(listing, theme_of(places), places).decode()


def print_sections(sections: Iterable[Section], theme: Theme | None) -> None:
    """Prints sections in the council's own words and marks, where it has a theme of its own."""
    from pmf_cli.render.terminal import show

    show(tuple(sections), theme)


def write_listing(listing: Listing, file: Path, form: str) -> tuple[str, ...]:
    """Writes the list into a file as ``json``, ``csv`` or ``html``; says which. PmfError where it cannot be."""
    return write_files(file.parent, {file.name: listing_text(listing, form).encode()})


def kpis(assessment: Assessment, wanted: Selection) -> Listing:
    """The KPIs chosen (``pmf kpi list``)."""
    from pmf_cli.views.lists.kpis import kpi_listing

    return kpi_listing(assessment, wanted)


def one_kpi(assessment: Assessment, ref: str) -> Listing:
    """Everything about one KPI (``pmf kpi show``); UsageError where there is none such."""
    from pmf_cli.views.lists.kpi_page import kpi_page

    return kpi_page(assessment, ref)


def kpi_evidence(
    opened: OpenedRegister, assessment: Assessment, ref: str, form: str, output: Path
) -> tuple[str, ...]:
    """Writes everything that an auditor asks of one KPI as ``docx`` or ``xlsx``; says which file.

    UsageError: there is no such KPI.
    """
    from pmf_cli.pipeline.papers import paper_files
    from pmf_cli.pipeline.read.issued_papers import history_of_register
    from pmf_cli.views.lists.kpi_evidence import evidence_report

    report = evidence_report(assessment, history_of_register(opened), ref)
    return write_files(output, paper_files(opened, report, [form]))


def results_side_by_side(
    assessment: Assessment, wanted: Selection, *, periods: int, with_splits: bool
) -> Listing:
    """Results side by side (``pmf kpi results``)."""
    from pmf_cli.views.lists.kpis import results_listing

    return results_listing(assessment, wanted, most=periods, with_splits=with_splits)


def results_workbook(
    opened: OpenedRegister,
    assessment: Assessment,
    wanted: Selection,
    output: Path,
    *,
    periods: int,
    with_splits: bool,
) -> tuple[str, ...]:
    """Writes the same as a workbook; says which file. PmfError where it cannot be."""
    from pmf_cli.views.lists.kpis import results_report

    report = results_report(assessment, wanted, most=periods, with_splits=with_splits)
    return write_workbook(opened, report, output)


def ratings(assessment: Assessment, wanted: Selection, *, is_brief: bool) -> Listing:
    """Every KPI with its rating (``pmf rag``), on the screen a line each where that is asked for."""
    from pmf_cli.views.lists.rag import rag_listing

    return rag_listing(assessment, wanted, is_brief=is_brief)


def has_low_window() -> bool:
    """Whether what is printed goes into a window too low for more than a line a KPI."""
    from pmf_cli.render.terminal import is_low_window

    return is_low_window()


def one_rating(assessment: Assessment, ref: str, split: str) -> Listing:
    """The sum behind one rating (``pmf rag explain``); UsageError without such a KPI or split."""
    from pmf_cli.views.lists.explain import explain_listing

    return explain_listing(assessment, ref, split or None)


def fragile(assessment: Assessment, wanted: Selection) -> Listing:
    """The ratings that hang on little (``pmf rag fragile``)."""
    from pmf_cli.analysis.fragile import fragile_ratings
    from pmf_cli.views.lists.fragile import fragile_listing
    from pmf_cli.views.selection import selected

    ratings = [one for one in selected(assessment, wanted) if one.rag is not None]
    return fragile_listing(assessment, fragile_ratings(assessment, ratings), len(ratings))


def signals(assessment: Assessment, wanted: Selection, *, is_screened: bool) -> Listing:
    """Which KPIs move by more than chance (``pmf analyse spc``)."""
    from pmf_cli.analysis import signals as found
    from pmf_cli.views.lists.signals import signals_listing
    from pmf_cli.views.selection import selected

    ratings = selected(assessment, wanted)
    return signals_listing(assessment, found.signals(assessment, ratings, is_screened=is_screened))


def year_end(assessment: Assessment, wanted: Selection) -> Listing:
    """Where KPIs will stand at the year's end, and what that asks for (``pmf analyse forecast``)."""
    from pmf_cli.analysis.forecast.foresight import foresights
    from pmf_cli.views.lists.forecast import forecast_listing
    from pmf_cli.views.selection import selected

    return forecast_listing(assessment, foresights(assessment, selected(assessment, wanted)))


def splits(assessment: Assessment, wanted: Selection, area: str, *, with_all: bool) -> Listing:
    """How far parts lie behind (``pmf analyse splits``); UsageError where there is no such part."""
    from pmf_cli.views.lists.splits import splits_listing
    from pmf_cli.views.selection import selected

    return splits_listing(assessment, selected(assessment, wanted), area, with_all=with_all)


def benchmarks(assessment: Assessment, wanted: Selection) -> Listing:
    """Where KPIs stand among other places (``pmf analyse benchmark``)."""
    from pmf_cli.analysis.benchmarking import standings
    from pmf_cli.views.lists.benchmarks import benchmarks_listing
    from pmf_cli.views.selection import selected_kpis

    kpis = selected_kpis(assessment, wanted)
    return benchmarks_listing(assessment, standings(assessment, kpis), len(kpis))


def highlight_candidates(assessment: Assessment) -> Listing:
    """The candidates for highlights, the chosen and the turned down."""
    from pmf_cli.views.lists.highlights import highlight_listing

    return highlight_listing(assessment)


def questions_to_authors(
    assessment: Assessment, directorates: Sequence[str], contact: str, about: Sequence[str]
) -> Listing:
    """Questions to the authors of commentary (``pmf commentary check``).

    UsageError where there is no such directorate, contact or question.
    """
    from pmf_cli.views.lists.commentary import check_listing

    return check_listing(assessment, tuple(directorates), contact, tuple(about))


def changes_of_scope(assessment: Assessment, *, only_open: bool, kpi_ref: str) -> Listing:
    """The changes of scope, and who has been told (``pmf scope list``)."""
    from pmf_cli.views.lists.scope import scope_listing

    return scope_listing(assessment, only_open=only_open, kpi_ref=kpi_ref)


def register_files(assessment: Assessment) -> Listing:
    """Which workbooks, sheets and columns make the register (``pmf files``)."""
    from pmf_cli.views.lists.files import files_listing

    return files_listing(assessment)


def returns_in(opened: OpenedRegister, assessment: Assessment) -> tuple[Listing, bool]:
    """From whom returns are in (``pmf collect status``), and whether any is still awaited."""
    from pmf_cli.pipeline.collect.collecting import collecting
    from pmf_cli.views.lists.collect_status import collect_status_listing

    found = collecting(opened, assessment)
    return collect_status_listing(assessment, found), any(one.is_open for one in found)


def quarter_so_far(opened: OpenedRegister, assessment: Assessment) -> Listing:
    """Where the quarter stands (``pmf status``)."""
    from pmf_cli.pipeline.reminders.recorded_messages import open_on_record
    from pmf_cli.views.lists.status import status_listing

    return status_listing(assessment, open_on_record(opened, assessment))


def steps_to_do(
    opened: OpenedRegister,
    assessment: Assessment,
    period: str,
    options: Mapping[str, str],
    takes: Mapping[str, frozenset[str]],
    *,
    with_all: bool,
) -> tuple[Listing, bool]:
    """What to do today (``pmf next``), and whether anything is due.

    Args:
        period: one cycle in words; empty for all at work.
        options: what the steps' commands need so that they work on the same register and date.
        takes: a command's words → the options that it takes.
        with_all: the whole checklist, not only what is near.
    """
    from pmf_cli.pipeline.change.timetables import days_wanted
    from pmf_cli.pipeline.read.cycle_record import facts_in, steps_at_work
    from pmf_cli.pipeline.read.kept_questions import waiting_questions
    from pmf_cli.pipeline.read.opening import first_kpi_words
    from pmf_cli.pipeline.reminders.recorded_messages import open_on_record
    from pmf_cli.views.lists.next_steps import next_listing, next_up
    from pmf_cli.views.lists.reminders import without_address
    from pmf_cli.views.lists.step_words import Typing

    steps = steps_at_work(opened, assessment.as_of, period)
    questions = waiting_questions(opened)
    days = days_wanted(opened, assessment.as_of)
    listing = next_listing(
        assessment,
        steps,
        facts_in(opened),
        Typing(opened.settings.period.strip(), options, takes),
        with_all=with_all,
        is_usual=not opened.register.checklist,
        mail=(*open_on_record(opened, assessment), *without_address(assessment)),
        questions=questions,
        timetable="pmf timetable make" if days is None else days.command,
        first_kpi=first_kpi_words(opened.register),
    )
    return listing, bool(questions) or next_up(steps).is_anything_due
