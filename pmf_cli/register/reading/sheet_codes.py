"""The codes of findings about sheets, headings and rows (``SHT``), with what the manual says."""

from __future__ import annotations

from pmf_cli.findings import FindingKind, Severity

_E, _W, _A = Severity.ERROR, Severity.WARNING, Severity.ADVICE

SHEET_CODES: tuple[FindingKind, ...] = (
    FindingKind(
        "SHT001",
        _E,
        "A sheet that every register needs is missing",
        "Without the KPIs, Targets, Contacts, Results and Timetable sheets nothing can be rated"
        " or chased. Without KPIs or Results, commands that rate refuse.",
        "Add the sheet, or name the tab that holds it in pmf.toml under [sheets].",
    ),
    FindingKind(
        "SHT002",
        _A,
        "A sheet is not part of the register",
        "Its name is none that the register knows, so nothing on it is read.",
        "Leave it if it is your own; else rename it or name it in pmf.toml under [sheets].",
    ),
    FindingKind(
        "SHT003",
        _E,
        "A sheet has no heading for the column that names its rows",
        "Without that column, such as KPI reference, a row belongs to nothing; the sheet is not read.",
        "Put the heading in one row above the table, or name your own word for it in pmf.toml"
        " under [headings].",
    ),
    FindingKind(
        "SHT004",
        _E,
        "A heading stands twice",
        "Only the first of the two columns is read, so figures in the second would be lost.",
        "Rename or remove one of the columns.",
    ),
    FindingKind(
        "SHT005",
        _A,
        "A sheet has columns that the register does not know",
        "Columns of your own are left alone and not read.",
        "Leave them if they are your own; else correct the heading or name it in pmf.toml under"
        " [headings].",
    ),
    FindingKind(
        "SHT006",
        _W,
        "Rows are hidden or filtered away",
        "Hidden rows are read and rated like all others, although nobody sees them in Excel.",
        "Unhide them or clear the filter, and delete what is no longer wanted.",
    ),
    FindingKind(
        "SHT007",
        _W,
        "A sheet of the register is hidden",
        "It is read like all others, although nobody sees it in Excel.",
        "Unhide it, or rename it if it is an old copy.",
    ),
    FindingKind(
        "SHT008",
        _W,
        "Columns of the register are hidden",
        "They are read like all others, although nobody sees them in Excel.",
        "Unhide them and look whether they are right.",
    ),
    FindingKind(
        "SHT009",
        _W,
        "Cells of the table are merged",
        "Excel keeps a value only in the first of merged cells; which rows it is meant for is a"
        " guess.",
        "Unmerge the cells and fill every one of them.",
    ),
    FindingKind(
        "SHT010",
        _W,
        "The headings are repeated inside the table",
        "The repeated row is left out; it was probably pasted in with other rows.",
        "Delete the row.",
    ),
    FindingKind(
        "SHT011",
        _W,
        "A total stands inside the table",
        "A total is no row of the register; it is left out.",
        "Delete the row, or enter the total as the whole of a KPI.",
    ),
    FindingKind(
        "SHT012",
        _A,
        "A row holds only a title or a note",
        "It is left out, since it names no row of the register.",
        "Delete it, or leave it if it helps people.",
    ),
    FindingKind(
        "SHT013",
        _E,
        "A row does not say what it belongs to",
        "The cell that names the row, such as the KPI reference, is empty or cannot be read; the"
        " row is not used.",
        "Fill the cell, or delete the row.",
    ),
    FindingKind(
        "SHT014",
        _A,
        "Blank rows stand inside the table",
        "Excel's own filters and sorting stop at a blank row, so rows below it are easily missed.",
        "Delete the blank rows.",
    ),
    FindingKind(
        "SHT015",
        _E,
        "A sheet lacks columns that must be filled",
        "Everything that these columns say is missing for every row; what follows from it is not"
        " told again.",
        "Add the columns, or name your own words for them in pmf.toml under [headings].",
    ),
    FindingKind(
        "SHT016",
        _E,
        "The same workbook is there twice",
        "Both copies hold the same cells; only the first is read.",
        "Delete the copy, or name the workbooks that count in pmf.toml under [files].",
    ),
    FindingKind(
        "SHT017",
        _A,
        "A column of a wide results sheet is not read",
        "Only results are read from a sheet with a column for each period; targets and ratings"
        " beside them belong to other sheets.",
        "Bring them in with pmf import, or leave them.",
    ),
    FindingKind(
        "SHT018",
        _W,
        "pmf.toml names a sheet or heading that is not known",
        "A misspelt name in the settings does nothing.",
        "Correct the name in pmf.toml.",
    ),
    FindingKind(
        "SHT019",
        _W,
        "Something was noticed while a workbook was opened",
        "The workbook holds something that pmf leaves alone.",
        "Look at the workbook in Excel.",
    ),
    FindingKind(
        "SHT020",
        _E,
        "A sheet that every register needs has no rows",
        "Without rows on it nothing can be rated or chased.",
        "Fill the sheet.",
    ),
    FindingKind(
        "SHT021",
        _W,
        "Cells stand outside the table",
        "They have no heading above them, so nobody can tell what they are; they are not read.",
        "Give the column a heading, or move the cells elsewhere.",
    ),
    FindingKind(
        "SHT022",
        _A,
        "A row of a wide sheet holds no result",
        "No period of the row is filled, so nothing of the row is used.",
        "Fill a result, or delete the row.",
    ),
    FindingKind(
        "SHT023",
        _E,
        "A sheet or heading looks like one that is missing",
        "It is not read, so a rule, a mark or a figure that it holds would fall away in silence.",
        "Correct the name of the tab or heading, or name it in pmf.toml under [sheets] or"
        " [headings].",
    ),
    FindingKind(
        "SHT024",
        _E,
        "A sheet or column that pmf.toml lists is missing",
        "The register held it when the list was made. Without it, ratings, marks or restrictions"
        " change although nobody decided so.",
        "Put it back, or, where it was given up on purpose, take it from the list: pmf files"
        " --write makes the list anew.",
    ),
    FindingKind(
        "SHT025",
        _W,
        "A sheet that is not read looks like one of the register",
        "It has the columns or nearly the name of a sheet that is read, so rows may be missed.",
        "Name it in pmf.toml under [sheets] if its rows count; else rename it or keep it elsewhere.",
    ),
    FindingKind(
        "SHT026",
        _E,
        "A column that guards publication is missing beside headings that are not read",
        "One of the headings may be the column under another name; then what is restricted,"
        " provisional or suppressed would be published.",
        "Correct the heading, or name it in pmf.toml under [headings]. If the sheet never had the"
        " column: pmf files --write lists what the register holds.",
    ),
    FindingKind(
        "SHT027",
        _W,
        "pmf.toml is missing, or does not list what the register holds",
        "Without the file the council's own settings are lost. With the list, a sheet, column, rule set"
        " or restriction that is deleted is an error; without it, only one that is misspelt is noticed.",
        "Run pmf files --write, which writes the list into pmf.toml.",
    ),
    FindingKind(
        "SHT028",
        _A,
        "A heading is read without what stands in brackets",
        "“Tolerance (%)” is read as Tolerance.",
        "Leave it if that is what it means; else correct the heading.",
    ),
    FindingKind(
        "SHT029",
        _E,
        "Nothing can be rated, since a column that everything needs is missing",
        "Without the column that names the KPI, the period or the value, no figure can be used."
        " Commands that rate refuse, and other checks wait until it is there.",
        "Correct the heading, or name your own word for it in pmf.toml under [headings].",
    ),
    FindingKind(
        "SHT030",
        _E,
        "A row or mark that pmf.toml lists is gone",
        "A rule set, a body, a restriction, a KPI's own tolerance: the register held it when the list"
        " was made. Without it a default serves, so that a colour, or what may be published, changes"
        " although nobody decided so.",
        "Put it back, or, where it was given up on purpose, make the list anew: pmf files --write.",
    ),
)
"""Codes about sheets, headings and rows; never renumbered."""
