"""The codes of findings about single cells (``CEL``) and periods (``PER``), with what the manual says."""

from __future__ import annotations

from pmf_cli.findings import FindingKind, Severity

_E, _W, _A = Severity.ERROR, Severity.WARNING, Severity.ADVICE

CELL_CODES: tuple[FindingKind, ...] = (
    FindingKind(
        "CEL001",
        _E,
        "A cell that should hold a number holds something else",
        "What stands there cannot be used, and the figure is missing until it is put right.",
        "Type the number alone, in the KPI's unit.",
    ),
    FindingKind(
        "CEL002",
        _W,
        "A number is stored as text",
        "Excel does not add it up, sort it or chart it; pmf reads it all the same.",
        "Retype it, or use Excel's Convert to Number.",
    ),
    FindingKind(
        "CEL003",
        _E,
        "A cell holds an Excel error",
        "An error such as #N/A is no figure and is never taken for a blank.",
        "Mend the formula, or type the value.",
    ),
    FindingKind(
        "CEL004",
        _E,
        "A formula has never been calculated",
        "The workbook was written by a program that does not calculate, so the cell has no value"
        " yet.",
        "Open the workbook in Excel and save it.",
    ),
    FindingKind(
        "CEL005",
        _E,
        "A cell that should hold a date holds something else",
        "What stands there cannot be used as a date.",
        "Type the date as 30/09/2024.",
    ),
    FindingKind(
        "CEL006",
        _W,
        "A date is stored as text",
        "Excel does not know it as a date; it is read day first, as in 30/09/2024.",
        "Retype it so that Excel takes it as a date.",
    ),
    FindingKind(
        "CEL007",
        _E,
        "A choice is not one of the allowed words",
        "What stands there cannot be used; nothing is assumed in its place.",
        "Choose one of the words that the finding lists.",
    ),
    FindingKind(
        "CEL008",
        _E,
        "A cell that should say Yes or No says something else",
        "What stands there cannot be used; nothing is assumed in its place.",
        "Write Yes or No.",
    ),
    FindingKind(
        "CEL009",
        _E,
        "A cell that should hold a whole number holds something else",
        "What stands there cannot be used.",
        "Type a whole number.",
    ),
    FindingKind(
        "CEL010",
        _E,
        "Excel has turned a reference into a date",
        "A reference such as MAR-1 becomes a date when it is typed into a cell that is not"
        " formatted as text, and then no longer matches.",
        "Format the column as Text and type the reference again.",
    ),
    FindingKind(
        "CEL011",
        _W,
        "A reference is a number",
        "Excel drops zeros in front of a number and after a decimal point, so 0012 becomes 12 and"
        " no longer matches.",
        "Format the column as Text and type the reference again.",
    ),
    FindingKind(
        "CEL012",
        _W,
        "A figure has words or marks beside it",
        "The figure is read and the rest is left aside; units, marks and periods belong in their"
        " own columns.",
        "Leave only the number in the cell.",
    ),
    FindingKind(
        "CEL013",
        _E,
        "Text stands where a result should be",
        "TBC, TBA, to follow or pending say that the figure is still to come: it counts as a blank and"
        " is asked for. Any other text, x, n/a or a dash too, leaves open why there is no figure: the KPI"
        " has a data quality problem at that cell, and is never taken for a return that did not come.",
        "Type the figure, or leave it blank and choose a reason in Reason for no data.",
    ),
    FindingKind(
        "CEL014",
        _W,
        "A reason stands in the cell of the result",
        "Its meaning is plain, so it is read as the reason for having no result.",
        "Leave the result blank and choose the reason in Reason for no data.",
    ),
    FindingKind(
        "CEL015",
        _W,
        "Percentages of one KPI are written in two ways",
        "Some cells hold a fraction shown as a percentage (0.382 shown as 38.2%), others the"
        " number alone (38.2). Both are read as 38.2, but a slip of factor 100 is easily made.",
        "Write all of them in one way.",
    ),
    FindingKind(
        "CEL016",
        _A,
        "Not applicable is written where a blank will do",
        "It is read as blank.",
        "Leave the cell blank.",
    ),
    FindingKind(
        "CEL017",
        _W,
        "A date is stored as a plain number",
        "Excel counts days, and the cell has lost its date format.",
        "Give the cell a date format and look whether the date is right.",
    ),
    FindingKind(
        "CEL018",
        _W,
        "A text date could be read in two ways",
        "03/04/2024 is 3 April here and 4 March in America; it is read day first.",
        "Retype it so that Excel takes it as a date, and look whether it is right.",
    ),
    FindingKind(
        "CEL019",
        _E,
        "A row cannot be used",
        "A value of the row does not fit.",
        "Correct the cell named.",
    ),
    FindingKind(
        "CEL020",
        _A,
        "Texts hold characters that nobody can see",
        "Zero-width blanks and control characters come in with text copied from web pages; they"
        " are left out on reading, since two names that look alike would not match.",
        "Retype the text.",
    ),
    FindingKind(
        "CEL021",
        _A,
        "A figure was turned into the KPI's unit",
        "The cell shows the figure in another form: as hours and minutes, in thousands or millions,"
        " or with another unit in its number format. It is read in the KPI's unit, exactly; the"
        " finding says as what.",
        "Leave it if it is read rightly; else type the number alone, in the KPI's unit.",
    ),
    FindingKind(
        "PER001",
        _E,
        "A period cannot be read",
        "It is no period, or it could be more than one; nothing is assumed.",
        "Write it as the finding says, for example 2024/25 Q3, Nov 2024 or 2023/24.",
    ),
    FindingKind(
        "PER002",
        _W,
        "A mark stands beside a period",
        "A mark such as (prov) or (rev) is read as the value's status; a footnote mark is left"
        " aside.",
        "Leave only the period in the cell; choose the status in Value status.",
    ),
)
"""Codes about cells and periods; never renumbered."""
