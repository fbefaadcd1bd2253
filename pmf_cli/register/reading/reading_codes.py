"""The codes of findings made while workbooks are read, and the findings made of them.

Prefixes: ``SHT`` for sheets, headings and rows, ``CEL`` for single cells, ``PER`` for
periods. Codes are never renumbered; a code that is given up is not used again.
"""

from __future__ import annotations

from pmf_cli.findings import CellRef, Finding, FindingKind, Severity

_TOLD = """
SHT001 error: A sheet that every register needs is missing
Without the KPIs, Targets, Contacts, Results and Timetable sheets nothing can be rated or chased. Without KPIs or Results, commands that rate refuse.
Add the sheet, or name the tab that holds it in pmf.toml under [sheets].

SHT002 advice: A sheet is not part of the register
Its name is none that the register knows, so nothing on it is read.
Leave it if it is your own; else rename it or name it in pmf.toml under [sheets].

SHT003 error: A sheet has no heading for the column that names its rows
Without that column, such as KPI reference, a row belongs to nothing; the sheet is not read.
Put the heading in one row above the table, or name your own word for it in pmf.toml under [headings].

SHT004 error: A heading stands twice
Only the first of the two columns is read, so figures in the second would be lost.
Rename or remove one of the columns.

SHT005 advice: A sheet has columns that the register does not know
Columns of your own are left alone and not read.
Leave them if they are your own; else correct the heading or name it in pmf.toml under [headings].

SHT006 warning: Rows are hidden or filtered away
Hidden rows are read and rated like all others, although nobody sees them in Excel.
Unhide them or clear the filter, and delete what is no longer wanted.

SHT007 warning: A sheet of the register is hidden
It is read like all others, although nobody sees it in Excel.
Unhide it, or rename it if it is an old copy.

SHT008 warning: Columns of the register are hidden
They are read like all others, although nobody sees them in Excel.
Unhide them and look whether they are right.

SHT009 warning: Cells of the table are merged
Excel keeps a value only in the first of merged cells; which rows it is meant for is a guess.
Unmerge the cells and fill every one of them.

SHT010 warning: The headings are repeated inside the table
The repeated row is left out; it was probably pasted in with other rows.
Delete the row.

SHT011 warning: A total stands inside the table
A total is no row of the register; it is left out.
Delete the row, or enter the total as the whole of a KPI.

SHT012 advice: A row holds only a title or a note
It is left out, since it names no row of the register.
Delete it, or leave it if it helps people.

SHT013 error: A row does not say what it belongs to
The cell that names the row, such as the KPI reference, is empty or cannot be read; the row is not used.
Fill the cell, or delete the row.

SHT014 advice: Blank rows stand inside the table
Excel's own filters and sorting stop at a blank row, so rows below it are easily missed.
Delete the blank rows.

SHT015 error: A sheet lacks columns that must be filled
Everything that these columns say is missing for every row; what follows from it is not told again.
Add the columns, or name your own words for them in pmf.toml under [headings].

SHT016 error: The same workbook is there twice
Both copies hold the same cells; only the first is read.
Delete the copy, or name the workbooks that count in pmf.toml under [files].

SHT017 advice: A column of a wide results sheet is not read
Only results are read from a sheet with a column for each period; targets and ratings beside them belong to other sheets.
Bring them in with pmf import, or leave them.

SHT018 warning: pmf.toml names a sheet or heading that is not known
A misspelt name in the settings does nothing.
Correct the name in pmf.toml.

SHT019 warning: Something was noticed while a workbook was opened
The workbook holds something that pmf leaves alone.
Look at the workbook in Excel.

SHT020 error: A sheet that every register needs has no rows
Without rows on it nothing can be rated or chased.
Fill the sheet.

SHT021 warning: Cells stand outside the table
They have no heading above them, so nobody can tell what they are; they are not read.
Give the column a heading, or move the cells elsewhere.

SHT022 advice: A row of a wide sheet holds no result
No period of the row is filled, so nothing of the row is used.
Fill a result, or delete the row.

SHT023 error: A sheet or heading looks like one that is missing
It is not read, so a rule, a mark or a figure that it holds would fall away in silence.
Correct the name of the tab or heading, or name it in pmf.toml under [sheets] or [headings].

SHT024 error: A sheet or column that pmf.toml lists is missing
The register held it when the list was made. Without it, ratings, marks or restrictions change although nobody decided so.
Put it back, or, where it was given up on purpose, take it from the list: pmf files --write makes the list anew.

SHT025 warning: A sheet that is not read looks like one of the register
It has the columns or nearly the name of a sheet that is read, so rows may be missed.
Name it in pmf.toml under [sheets] if its rows count; else rename it or keep it elsewhere.

SHT026 error: A column that guards publication is missing beside headings that are not read
One of the headings may be the column under another name; then what is restricted, provisional or suppressed would be published.
Correct the heading, or name it in pmf.toml under [headings]. If the sheet never had the column: pmf files --write lists what the register holds.

SHT027 warning: pmf.toml is missing, or does not list what the register holds
Without the file the council's own settings are lost. With the list, a sheet, column, rule set or restriction that is deleted is an error; without it, only one that is misspelt is noticed.
Run pmf files --write, which writes the list into pmf.toml.

SHT028 advice: A heading is read without what stands in brackets
“Tolerance (%)” is read as Tolerance.
Leave it if that is what it means; else correct the heading.

SHT029 error: Nothing can be rated, since a column that everything needs is missing
Without the column that names the KPI, the period or the value, no figure can be used. Commands that rate refuse, and other checks wait until it is there.
Correct the heading, or name your own word for it in pmf.toml under [headings].

SHT030 error: A row or mark that pmf.toml lists is gone
A rule set, a body, a restriction, a KPI's own tolerance: the register held it when the list was made. Without it a default serves, so that a colour, or what may be published, changes although nobody decided so.
Put it back, or, where it was given up on purpose, make the list anew: pmf files --write.

SHT031 error: The example of a new register has been typed over in part
Its reference still says that it is the example, so the row is not read and what was typed into it would be lost.
Type the KPI's own reference over the example's, and its own words over what is left of the example; or move what you typed to the next row.

SHT032 warning: The entry sheet colours by other figures than pmf rates by
The sheet Key beside it holds the usual tolerances for its formulas; pmf takes them from pmf.toml. Where they differ, a colour may change between typing and the paper.
Type the figure of pmf.toml, [rating], into the cell of the sheet Key, or the other way round.

CEL001 error: A cell that should hold a number holds something else
What stands there cannot be used, and the figure is missing until it is put right.
Type the number alone, in the KPI's unit.

CEL002 warning: A number is stored as text
Excel does not add it up, sort it or chart it; pmf reads it all the same.
Retype it, or use Excel's Convert to Number.

CEL003 error: A cell holds an Excel error
An error such as #N/A is no figure and is never taken for a blank.
Mend the formula, or type the value.

CEL004 error: A formula has never been calculated
The workbook was written by a program that does not calculate, so the cell has no value yet.
Open the workbook in Excel and save it.

CEL005 error: A cell that should hold a date holds something else
What stands there cannot be used as a date.
Type the date as 30/09/2024.

CEL006 warning: A date is stored as text
Excel does not know it as a date; it is read day first, as in 30/09/2024.
Retype it so that Excel takes it as a date.

CEL007 error: A choice is not one of the allowed words
What stands there cannot be used; nothing is assumed in its place.
Choose one of the words that the finding lists.

CEL008 error: A cell that should say Yes or No says something else
What stands there cannot be used; nothing is assumed in its place.
Write Yes or No.

CEL009 error: A cell that should hold a whole number holds something else
What stands there cannot be used.
Type a whole number.

CEL010 error: Excel has turned a reference into a date
A reference such as MAR-1 becomes a date when it is typed into a cell that is not formatted as text, and then no longer matches.
Format the column as Text and type the reference again.

CEL011 warning: A reference is a number
Excel drops zeros in front of a number and after a decimal point, so 0012 becomes 12 and no longer matches.
Format the column as Text and type the reference again.

CEL012 warning: A figure has words or marks beside it
The figure is read and the rest is left aside; units, marks and periods belong in their own columns.
Leave only the number in the cell.

CEL013 error: Text stands where a result should be
TBC, TBA, to follow or pending say that the figure is still to come: it counts as a blank and is asked for. Any other text, x, n/a or a dash too, leaves open why there is no figure: the KPI has a data quality problem at that cell, and is never taken for a return that did not come.
Type the figure, or leave it blank and choose a reason in Reason for no data; on a sheet with a column for each quarter type the reason in the cell: suppressed, not due.

CEL014 warning: A reason stands in the cell of the result
Its meaning is plain, so it is read as the reason for having no result.
Leave the result blank and choose the reason in Reason for no data.

CEL015 warning: Percentages of one KPI are written in two ways
Some cells hold a fraction shown as a percentage (0.382 shown as 38.2%), others the number alone (38.2). Both are read as 38.2, but a slip of factor 100 is easily made.
Write all of them in one way.

CEL016 advice: Not applicable is written where a blank will do
It is read as blank.
Leave the cell blank.

CEL017 warning: A date is stored as a plain number
Excel counts days, and the cell has lost its date format.
Give the cell a date format and look whether the date is right.

CEL018 warning: A text date could be read in two ways
03/04/2024 is 3 April here and 4 March in America; it is read day first.
Retype it so that Excel takes it as a date, and look whether it is right.

CEL019 error: A row cannot be used
A value of the row does not fit.
Correct the cell named.

CEL020 advice: Texts hold characters that nobody can see
Zero-width blanks and control characters come in with text copied from web pages; they are left out on reading, since two names that look alike would not match.
Retype the text.

CEL021 advice: A figure was turned into the KPI's unit
The cell shows the figure in another form: as hours and minutes, in thousands or millions, or with another unit in its number format. It is read in the KPI's unit, exactly; the finding says as what.
Leave it if it is read rightly; else type the number alone, in the KPI's unit.

PER001 error: A period cannot be read
It is no period, or it could be more than one; nothing is assumed.
Write it as the finding says, for example 2024/25 Q3, Nov 2024 or 2023/24.

PER002 warning: A mark stands beside a period
A mark such as (prov) or (rev) is read as the value's status; a footnote mark is left aside.
Leave only the period in the cell; choose the status in Value status.
"""
"""For each code its severity and rule, why it matters, and the cure."""


def _kind(told: str) -> FindingKind:
    head, reason, cure = told.split("\n")
    code, _, rule = head.partition(" ")
    severity, _, title = rule.partition(": ")
    return FindingKind(code, Severity(severity), title, reason, cure)


READING: tuple[FindingKind, ...] = tuple(map(_kind, _TOLD.strip().split("\n\n")))
"""Every code that reading can report."""

_BY_CODE = {kind.code: kind for kind in READING}


def found(code: str, where: CellRef, message: str, kpi_ref: str | None = None) -> Finding:
    """A finding of a code declared above, with the severity that the code has."""
    return Finding(code, _BY_CODE[code].severity, where, message, kpi_ref)
