"""Is each KPI described well enough for a stranger to read, file and send it?

The columns that say what a KPI is and where it belongs (KPI Supporting Information,
assurance report 2024, ¶18 and ¶36).
"""

from __future__ import annotations

from collections.abc import Iterator

from pmf_cli.checks.base import CheckContext, Problem, blanks, check
from pmf_cli.findings import Severity
from pmf_cli.register.terms import DataType, KpiStatus

RATES = (DataType.PERCENTAGE, DataType.RATE, DataType.RATIO)


@check("CMP001", Severity.WARNING, cure="Type the KPI's name in plain English.")
def missing_name(scene: CheckContext) -> Iterator[Problem]:
    """Every KPI has a name.

    Papers and return forms print it; nobody knows a KPI by its reference alone (2024 report, ¶14).
    """
    yield from blanks(scene.kept, "name", "has no name")


@check("CMP002", Severity.WARNING, cure="Say what is counted, for whom and when.")
def missing_definition(scene: CheckContext) -> Iterator[Problem]:
    """Every KPI has a definition.

    Without it two people will count two things; the Supporting Information explains each
    indicator (2024 report, ¶18).
    """
    yield from blanks(scene.kept, "definition", "has no definition")


@check(
    "CMP003", Severity.WARNING, cure="Write the numerator ÷ denominator, or the count, in words."
)
def missing_calculation(scene: CheckContext) -> Iterator[Problem]:
    """Every KPI says how its figure is worked out.

    A stand-in must be able to make the same figure from the same data (2024 report, ¶18).
    """
    yield from blanks(scene.kept, "calculation", "does not say how it is calculated")


@check("CMP004", Severity.ADVICE, cure="Name what is counted above and below the line.")
def missing_rate_labels(scene: CheckContext) -> Iterator[Problem]:
    """A rate, ratio or percentage names its numerator and denominator.

    Scrutiny asks for numbers as well as percentages (Leeds scrutiny board, 2011); a paper can
    print "412 of 530" only when it is known of what.
    """
    for kpi in scene.kept:
        if kpi.data_type in RATES:
            for name in ("numerator_label", "denominator_label"):
                if getattr(kpi, name) is None:
                    word = name.removesuffix("_label")
                    message = (
                        f"{kpi.ref} is a {str(kpi.data_type).lower()} but its {word} has no label."
                    )
                    yield Problem(kpi.source.at(name), message, kpi.ref)


@check("CMP005", Severity.ADVICE, cure="Say in a sentence why the figure matters.")
def missing_rationale(scene: CheckContext) -> Iterator[Problem]:
    """Every KPI says why it matters.

    A KPI should answer whether this is worthwhile and fits other needs (key performance
    indicators guidance, criterion Relevant).
    """
    yield from blanks(scene.kept, "rationale", "does not say why it matters")


@check("CMP006", Severity.ADVICE, cure="Choose Council performance or Wider city or district.")
def missing_scope(scene: CheckContext) -> Iterator[Problem]:
    """Every KPI says whether it shows the council's own performance or the wider area's.

    The single list of KPIs is made of these two kinds (2024 report, ¶14).
    """
    yield from blanks(scene.kept, "scope", "does not say whose performance it shows")


@check("CMP007", Severity.ADVICE, cure="Choose Direct, Shared or None.")
def missing_influence(scene: CheckContext) -> Iterator[Problem]:
    """Every KPI says how far the council can move the figure.

    Members ask for what is outside the council's control to be marked; trackers are those
    that the council cannot have an effect on (2024 report, ¶54).
    """
    yield from blanks(scene.kept, "influence", "does not say how far the council can move it")


@check("CMP008", Severity.WARNING, cure="Choose the class from the list.")
def missing_class(scene: CheckContext) -> Iterator[Problem]:
    """Every KPI has a class: strategic, business as usual, corporate health or statutory.

    The class decides which papers carry it and may decide its tolerance (performance
    framework 2023, types of KPI).
    """
    yield from blanks(scene.kept, "kpi_class", "has no class")


@check("CMP009", Severity.WARNING, cure="Choose the directorate whose management team reviews it.")
def missing_directorate(scene: CheckContext) -> Iterator[Problem]:
    """Every KPI belongs to a directorate.

    Directorate Management Teams review results before CLT sees them (2024 report, ¶24);
    without a directorate the KPI is in no team's paper.
    """
    yield from blanks(scene.kept, "directorate", "has no directorate")


@check("CMP010", Severity.ADVICE, cure="Choose the service that produces the performance.")
def missing_service(scene: CheckContext) -> Iterator[Problem]:
    """Every KPI names its service.

    Reasons for adverse results are asked from the service (2024 report, ¶50).
    """
    yield from blanks(scene.kept, "service", "has no service")


@check("CMP011", Severity.WARNING, cure="Choose Active, Under development, Paused or Ended.")
def missing_status(scene: CheckContext) -> Iterator[Problem]:
    """Every KPI says where it stands in its life.

    Only active KPIs are chased and counted; the list is reviewed each year (2024 report, ¶15).
    """
    yield from blanks(scene.kept, "status", "has no status and is taken for active")


@check("CMP012", Severity.WARNING, cure="Type the first period that was reported.")
def missing_first_period(scene: CheckContext) -> Iterator[Problem]:
    """Every KPI has a first period.

    It tells a figure that is missing from one that was never asked for.
    """
    yield from blanks(scene.kept, "first_period", "has no first period")


@check("CMP013", Severity.WARNING, cure="Type the last period that is reported.")
def missing_last_period(scene: CheckContext) -> Iterator[Problem]:
    """An ended KPI has a last period.

    It stays in papers up to that period and is chased no longer after it.
    """
    ended = [kpi for kpi in scene.register.kpis if kpi.status is KpiStatus.ENDED]
    yield from blanks(ended, "last_period", "is ended but has no last period")


@check("CMP014", Severity.WARNING, cure="Choose Yes or No.")
def missing_public_flag(scene: CheckContext) -> Iterator[Problem]:
    """Every KPI says whether it may appear in public files.

    Public papers carry only KPIs marked Yes, so a blank keeps the KPI out of them
    (2024 report, ¶29 and ¶31: lists and reports available to the public).
    """
    yield from blanks(
        scene.kept, "public", "does not say whether it is public and is left out of public papers"
    )


@check("CMP015", Severity.WARNING, cure="Review the row with the service and type the date.")
def never_reviewed(scene: CheckContext) -> Iterator[Problem]:
    """Every KPI's Supporting Information has been reviewed.

    It is kept up to date through regular review (2024 report, ¶18, second bullet).
    """
    yield from blanks(
        scene.kept, "reviewed_on", "has no date on which its Supporting Information was reviewed"
    )


@check("CMP016", Severity.ADVICE, cure="Type 1 for a KPI whose definition has never changed.")
def missing_version(scene: CheckContext) -> Iterator[Problem]:
    """Every KPI has a definition version.

    A figure can be compared only with figures of the same definition (2024 report, ¶82).
    """
    yield from blanks(scene.kept, "definition_version", "has no definition version")
