"""From workbooks to the register: nothing is lost silently, and each oddity names its cell."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from pmf_cli.findings import CellRef, Finding
from pmf_cli.register.reading.build import build
from pmf_cli.register.reading.guarding_rows import no_longer_held
from pmf_cli.register.reading.reading_codes import READING
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.layout import SUPPORTING_INFORMATION
from pmf_cli.register.terms import NoDataReason, Polarity, ValueStatus
from pmf_cli.settings import Settings, parse_settings
from pmf_cli.workbook.cells import Book, Cell, Row, SheetFacts
from tests.make import make_book, make_sheet, sheet_of

KPIS = """
| KPI reference | KPI name  | Data type  | Unit | Frequency | Year basis | Financial | Polarity         |
| WM-01         | Recycling | Percentage | %    | Quarterly | Financial  | No        | Higher is better |
| WM-02         | Fly tips  | Number     | tips | Monthly   | Financial  | No        | Lower is better  |
| CH-09         | Inspected | Grade      |      | Annual    | Academic   | No        | Higher is better |
| 0012          | Sickness  | Number     | days | Quarterly | Financial  | No        | Lower is better  |
| MAR-1         | Visits    | Number     |      | Quarterly | Financial  | No        | Higher is better |
""".replace("| 0012 ", "| '0012' ")
SUPPORT = make_book(SUPPORTING_INFORMATION, KPIs=KPIS)


def read(*books: Book, settings: Settings | None = None) -> tuple[Register, tuple[Finding, ...]]:
    register, findings = build(books, settings or Settings())
    return register, tuple(f for f in findings if f.code not in ("SHT001", "SHT015"))


def results(table: str) -> tuple[Register, tuple[Finding, ...]]:
    return read(make_book(Results=table), SUPPORT)


def at(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(f.code, f.where.cell) for f in findings]


def test_clean_rows_give_results_and_no_findings():
    register, findings = results(
        """
        | KPI reference | Period     | Value |
        | WM-01         | 2024/25 Q3 | 38.2  |
        | WM-02         | Nov 2024   | 0     |
        """
    )
    assert [(r.kpi_ref, str(r.period), r.value) for r in register.results] == [
        ("WM-01", "2024/25 Q3", Decimal("38.2")),
        ("WM-02", "Nov 2024", Decimal(0)),
    ]
    assert findings == ()
    assert register.results[0].source.at("value") == CellRef(
        "KPI Data Record.xlsx", "Results", "C2"
    )
    assert register.present["Results"] == ("KPI Data Record.xlsx", "Results")
    assert register.fingerprints["KPI Data Record.xlsx"]


def test_title_rows_any_order_synonyms_and_marks_in_headings():
    """Headings are found below titles, in any order, with footnote marks and line breaks."""
    register, findings = results(
        """
        Anyborough Council
        KPI Data Record as at 31/01/2025

        | Actual [1] | Reporting   period: | 'KPI\u200b Ref*' |
        | 38.2       | 2024/25 Q3          | WM-01            |
        """
    )
    assert register.results[0].value == Decimal("38.2")
    assert register.results[0].source.at("kpi_ref").cell == "C5"
    assert findings == ()


def test_own_words_of_the_council_are_headings():
    settings = parse_settings('[headings.Results]\n"KPI reference" = ["PI"]\n"Valeu" = ["x"]')
    register, findings = read(
        make_book(Results="| PI | Period | Value |\n| WM-01 | 2024/25 Q3 | 1 |"),
        SUPPORT,
        settings=settings,
    )
    assert len(register.results) == 1
    assert [f.code for f in findings] == ["SHT018"]


def test_two_sheets_for_one_topic_are_read_together():
    """By the beginning of their names with fitting headings, or by the settings."""
    table = "| KPI reference | Period | Value |\n| WM-01 | 2024/25 Q{} | 1 |"
    book = make_book(
        **{
            "Results Adults": table.format(1),
            "Results – Children": table.format(2),
            "Adult social care": table.format(3),
            "Results explained": "| Some words |",
        }
    )
    settings = parse_settings('[sheets]\nResults = ["Adult social care"]')
    register, findings = read(book, SUPPORT, settings=settings)
    assert sorted(str(r.period) for r in register.results) == [f"2024/25 Q{n}" for n in (1, 2, 3)]
    assert [(f.code, f.where.sheet) for f in findings] == [("SHT002", "Results explained")]


def test_percentages_as_fraction_and_as_points_are_read_alike_and_reported():
    register, findings = results(
        """
        | KPI reference | Period     | Value |
        | WM-01         | 2024/25 Q1 | 38.1  |
        | WM-01         | 2024/25 Q2 | 38.2% |
        | WM-01         | 2024/25 Q3 | 38.3  |
        """
    )
    assert [r.value for r in register.results] == [Decimal(v) for v in ("38.1", "38.2", "38.3")]
    assert at(findings) == [("CEL015", "C3")]


def test_errors_formulas_and_words_in_value_cells():
    register, findings = results(
        """
        | KPI reference | Period     | Value       |
        | WM-01         | 2023/24 Q1 | #DIV/0!     |
        | WM-01         | 2023/24 Q2 | =           |
        | WM-01         | 2023/24 Q3 | TBC         |
        | WM-01         | 2023/24 Q4 | [c]         |
        | WM-01         | 2024/25 Q1 | =38.2       |
        | WM-02         | Apr 2024   | '1,489'     |
        | WM-02         | May 2024   | 3,190*      |
        | CH-09         | 2023/24 AY | Good        |
        """
    )
    assert at(findings) == [
        ("CEL003", "C2"),
        ("CEL004", "C3"),
        ("CEL013", "C4"),
        ("CEL014", "C5"),
        ("CEL002", "C7"),
        ("CEL012", "C8"),
    ]
    rows = register.results
    assert [r.value for r in rows[:5]] == [None, None, None, None, Decimal("38.2")]
    assert rows[3].no_data_reason is NoDataReason.SUPPRESSED
    assert rows[6].value_status is ValueStatus.PROVISIONAL
    assert rows[7].value == "Good"
    assert findings[0].kpi_ref == "WM-01"


def test_a_reason_chosen_by_people_wins_over_words_in_the_value_cell():
    register, _ = results(
        """
        | KPI reference | Period     | Value | Reason for no data   |
        | WM-01         | 2023/24 Q4 | [c]   | Data quality problem |
        """
    )
    assert register.results[0].no_data_reason is NoDataReason.DATA_QUALITY


def test_references_eaten_by_excel_are_kept_as_shown_and_reported():
    """MAR-1 typed becomes a date, 0012 a number; the finding says what may have been meant."""
    register, findings = results(
        """
        | KPI reference | Period     | Value |
        | 12            | 2024/25 Q3 | 1     |
        | 01/03/2024    | 2024/25 Q3 | 2     |
        | 1.0           | 2024/25 Q3 | 3     |
        """
    )
    assert [r.kpi_ref for r in register.results] == ["12", "01/03/2024", "1"]
    assert at(findings) == [("CEL011", "A2"), ("CEL010", "A3"), ("CEL011", "A4")]
    assert "0012" in findings[0].message
    assert "MAR-1" in findings[1].message


def test_rows_that_are_no_rows_are_told_apart_and_reported():
    register, findings = results(
        """
        | KPI reference           | Period     | Value |
        | Health and Wellbeing>>> |            |       |
        | WM-01                   | 2024/25 Q1 | 1     |

        | KPI reference           | Period     | Value |
        | WM-01                   | 2024/25 Q2 | 2     |
        | Total                   |            | 3     |
        |                         | 2024/25 Q3 | 4     |
        | Source: service returns |            |       |
        """
    )
    assert [r.value for r in register.results] == [Decimal(1), Decimal(2)]
    assert sorted(at(findings)) == [
        ("SHT010", "A5"),
        ("SHT011", "A7"),
        ("SHT012", "A2"),
        ("SHT013", "A8"),
        ("SHT014", "A4"),
    ]


def test_extra_doubled_and_missing_headings():
    register, findings = results(
        """
        | KPI reference | Period     | Value | My notes | Value |
        | WM-01         | 2024/25 Q1 | 1     | hello    | 2     |
        """
    )
    assert register.results[0].value == Decimal(1)
    # "My notes" may be the missing Restricted under another name.
    assert at(findings) == [("SHT004", "E1"), ("SHT005", "D1"), ("SHT026", "D1")]
    _, findings = read(make_book(Results="| Period | Value |\n| 2024/25 Q1 | 1 |"), SUPPORT)
    assert [f.code for f in findings] == ["SHT029", "SHT020"]


def test_hidden_and_merged_headings_of_a_wide_sheet_are_read_and_reported():
    """A figure below a hidden period counts, and the reader is told that nobody sees it."""
    sheet = make_sheet(
        "Results",
        """
        | KPI reference | 2024/25 |    |
        |               | Q1      | Q2 |
        | WM-01         | 1       | 0  |
        """,
    )
    facts = SheetFacts(hidden_columns=frozenset({3}), merged=("B1:C1",))
    register, findings = read(make_book(Results=replace(sheet, facts=facts)), SUPPORT)
    assert [(str(r.period), r.value) for r in register.results] == [
        ("2024/25 Q1", Decimal(1)),
        ("2024/25 Q2", Decimal(0)),
    ]
    assert at(findings) == [("SHT009", "B1"), ("SHT008", "C2")]


def test_a_wide_sheet_whose_periods_all_lack_their_year_is_named_column_by_column():
    register, findings = results("| KPI reference | Q1 | Q2 |\n| WM-01 | 1 | 2 |")
    assert register.results == ()
    assert {("PER001", "B1"), ("PER001", "C1")} <= set(at(findings))


def test_cells_without_a_heading_are_reported():
    _, findings = results("| KPI reference | Period | Value |\n| WM-01 | 2024/25 Q1 | 1 | stray |")
    assert at(findings) == [("SHT021", "D2")]


def test_hidden_and_merged_are_read_and_reported():
    sheet = make_sheet(
        "Results",
        """
        | KPI reference | Period     | Value |
        | WM-01         | 2024/25 Q1 | 1     |
        |               | 2024/25 Q2 | 2     |
        | WM-02         | Nov 2024   | 3     |
        """,
    )
    hidden = [row._replace(hidden=row.number == 4) for row in sheet.rows()]
    facts = SheetFacts(hidden=True, hidden_columns=frozenset({3}), merged=("A2:A3",))
    sheet = replace(sheet, rows=lambda: iter(hidden), facts=facts)
    register, findings = read(make_book(Results=sheet), SUPPORT)
    assert [(r.kpi_ref, r.value) for r in register.results] == [
        ("WM-01", Decimal(1)),
        ("WM-01", Decimal(2)),
        ("WM-02", Decimal(3)),
    ]
    assert {f.code: f.where.cell for f in findings} == {
        "SHT006": "A4",
        "SHT007": "",
        "SHT008": "C1",
        "SHT009": "A2",
    }


def test_headings_in_two_rows_with_merged_groups():
    sheet = make_sheet(
        "Targets",
        """
        | KPI reference | From period | Target type | Own profile |    |    |    |
        |               |             |             | Q1          | Q2 | Q3 | Q4 |
        | WM-01         | 2024/25     | Value       | 1           | 2  | 3  | 4  |
        """,
        SUPPORTING_INFORMATION,
    )
    sheet = replace(sheet, facts=SheetFacts(merged=("A1:A2", "B1:B2", "D1:G1")))
    book = make_book(SUPPORTING_INFORMATION, KPIs=KPIS, Targets=sheet)
    register, findings = read(book)
    assert [register.targets[0].q1, register.targets[0].q4] == [Decimal(1), Decimal(4)]
    assert at(findings) == [("SHT009", "A1")]


def test_choices_that_are_not_allowed_list_what_is():
    book = make_book(
        SUPPORTING_INFORMATION,
        KPIs="""
        | KPI reference | KPI name | Polarity  | Frequency | Financial | Also to          |
        | WM-01         | a        | sideways  | q         | maybe     | Board A; Board B |
        | WM-02         | b        | (Minimise)| 6-monthly | n         |                  |
        """,
    )
    register, findings = read(book)
    assert at(findings) == [("CEL007", "C2"), ("CEL008", "E2")]
    assert "Lower is better" in findings[0].message
    first, second = register.kpis
    assert (first.polarity, first.financial, first.also_to) == (None, None, ("Board A", "Board B"))
    assert (second.polarity, second.financial) == (Polarity.LOWER, False)


def test_the_same_workbook_twice_is_read_once():
    book = make_book(Results="| KPI reference | Period | Value |\n| WM-01 | 2024/25 Q1 | 1 |")
    register, findings = read(book, replace(book, name="KPI Data Record (1).xlsx"), SUPPORT)
    assert len(register.results) == 1
    assert [(f.code, f.where.workbook) for f in findings] == [
        ("SHT016", "KPI Data Record (1).xlsx")
    ]


def test_needed_sheets_that_are_missing_or_empty_are_errors():
    _, findings = build([make_book(Results="| KPI reference | Period | Value |")], Settings())
    assert {(f.code, f.where.sheet) for f in findings} == {
        ("SHT001", "KPIs"),
        ("SHT001", "Targets"),
        ("SHT001", "Contacts"),
        ("SHT001", "Timetable"),
        ("SHT020", "Results"),
    }


def test_guidance_and_empty_tabs_are_no_findings():
    book = make_book(Guidance="| Read this first |", Sheet1="", Mine="| a |")
    _, findings = read(book, SUPPORT)
    assert [(f.code, f.where.sheet) for f in findings if f.code != "SHT020"] == [("SHT002", "Mine")]


def test_periods_that_are_refused_keep_their_row():
    register, findings = results(
        """
        | KPI reference | Period      | Value |
        | WM-01         | 2024 Q3     | 1     |
        | WM-01         | 31/12/2024  | 2     |
        | WM-01         | 2024-25     | 3     |
        | WM-02         | 2025 (prov) | 4     |
        """
    )
    assert [str(r.period) for r in register.results[:3]] == ["None", "2024/25 Q3", "2024/25"]
    assert [(f.code, f.where.cell) for f in findings if f.code == "PER001"] == [
        ("PER001", "B2"),
        ("PER001", "B5"),
    ]


def test_wide_results_point_at_their_cells():
    """A column per period: each filled cell is a result; other columns are named."""
    register, findings = results(
        """
        | KPI Ref | KPI name  | Q1 2024/25 | Q2 2024/25 Actual | Q2 2024/25 Target | Nov-24 | 2023-24 |
        | WM-01   | Recycling | 38.2%      | 38.4%             | 40%               |        | 37.9%   |
        | WM-02   | Fly tips  |            |                   |                   | 0      | TBC     |
        """
    )
    assert [
        (r.kpi_ref, str(r.period), r.value, r.source.at("value").cell) for r in register.results
    ] == [
        ("WM-01", "2024/25 Q1", Decimal("38.2"), "C2"),
        ("WM-01", "2024/25 Q2", Decimal("38.4"), "D2"),
        ("WM-01", "2023/24", Decimal("37.9"), "G2"),
        ("WM-02", "Nov 2024", Decimal(0), "F3"),
        ("WM-02", "2023/24", None, "G3"),
    ]
    assert at(findings) == [("SHT005", "B1"), ("SHT017", "E1"), ("CEL013", "G3")]


def test_wide_results_below_grouped_headings():
    """Years over quarters, merged or not."""
    table = """
        |         | 2023/24 |    | 2024/25 |    |
        | KPI ref | Q3      | Q4 | Q1      | Q2 |
        | WM-01   | 1       | 2  | 3       | 4  |
        """
    for merged in ((), ("B1:C1", "D1:E1")):
        sheet = replace(make_sheet("Results", table), facts=SheetFacts(merged=merged))
        register, findings = read(make_book(Results=sheet), SUPPORT)
        assert [str(r.period) for r in register.results] == [
            "2023/24 Q3",
            "2023/24 Q4",
            "2024/25 Q1",
            "2024/25 Q2",
        ]
        assert at(findings) == ([("SHT009", "B1")] if merged else [])


def test_wide_columns_without_a_certain_year_are_errors():
    _, findings = results("| Ref | 2023/24 | Q1 | 2024 Q2 |\n| WM-01 | 1 | 2 | 3 |")
    assert at(findings) == [("PER001", "C1"), ("PER001", "D1")]


def test_formulas_that_give_nothing_are_blank():
    """Formulas filled down beyond the data, as =IF(A9="","",A9), make no rows."""
    table = "| KPI reference | Period | Value |\n| WM-01 | 2024/25 Q1 | 1 |\n| ='' | ='' | ='' |"
    register, findings = results(table)
    assert len(register.results) == 1
    assert findings == ()


def test_first_days_stand_for_the_period_that_begins():
    book = make_book(
        SUPPORTING_INFORMATION,
        KPIs=KPIS,
        Targets="""
        | KPI reference | From       | To         | Target type | Target | Month targets |
        | WM-01         | 01/10/2024 | 31/12/2024 | Value       | 40%    |               |
        | WM-02         | 2024/25    |            | Value       | '-'    | 1; two; 3     |
        | WM-01         | 02/10/2024 |            | Tracker     |        | 1; 2;3        |
        """,
    )
    register, findings = read(book)
    first, second, third = register.targets
    assert (str(first.from_period), str(first.to_period)) == ("2024/25 Q3", "2024/25 Q3")
    assert first.target == Decimal(40)
    assert second.months == ()
    assert third.months == (Decimal(1), Decimal(2), Decimal(3))
    assert at(findings) == [("CEL016", "E3"), ("CEL001", "F3"), ("PER001", "B4")]


def test_unseen_characters_are_reported_where_the_reader_met_them():
    sheet = make_sheet("Results", "| KPI reference | Period | Value |\n| WM-01 | 2024/25 Q1 | 1 |")
    rows = [row._replace(cleaned=(1,) if row.number == 2 else ()) for row in sheet.rows()]
    _, findings = read(make_book(Results=replace(sheet, rows=lambda: iter(rows))), SUPPORT)
    assert at(findings) == [("CEL020", "A2")]


def test_dates_of_1904_workbooks_are_not_counted_from_1900():
    sheet = make_sheet(
        "Results",
        "| KPI reference | Period | Expected by | Value |\n| WM-01 | 2024/25 Q1 | 45809 | 1 |",
    )
    for from_1904, code in ((False, "CEL017"), (True, "CEL005")):
        facts = SheetFacts(date_1904=from_1904)
        _, findings = read(make_book(Results=replace(sheet, facts=facts)), SUPPORT)
        assert at(findings) == [(code, "C2")]


def test_remarks_of_the_reader_are_findings():
    book = replace(make_book(Guidance="x"), remarks=("it has macros, which are left alone",))
    _, findings = read(book, SUPPORT)
    assert "SHT019" in [f.code for f in findings]


def test_many_findings_alike_are_counted_not_listed():
    rows = "\n".join(f"| WM-01 | 2024/25 Q1 | x{n} |" for n in range(1200))
    _, findings = results("| KPI reference | Period | Value |\n" + rows)
    assert len(findings) == 1001
    assert findings[-1].where.cell == ""
    assert "200" in findings[-1].message


def test_rows_stream_and_the_collector_is_left_as_it_was():
    """Rows are taken one by one from the sheet, never asked for twice at once."""
    sheet = make_sheet("Results", "| KPI reference | Period | Value |\n| WM-01 | 2024/25 Q1 | 1 |")
    open_walks = 0

    def rows():
        nonlocal open_walks
        open_walks += 1
        assert open_walks == 1
        yield from sheet.rows()
        open_walks -= 1

    found = list[Row](sheet.rows())
    assert len(found) == 2
    build([make_book(Results=replace(sheet, rows=lambda: iter(list(rows()))))], Settings())


def test_codes_are_unique_and_speak_plainly():
    assert len({kind.code for kind in READING}) == len(READING)
    for kind in READING:
        assert kind.cure.endswith(".")
        assert kind.reason.endswith(".")
        for word in ("None", "null", "string", "parse", "exception"):
            assert word not in f"{kind.title} {kind.reason} {kind.cure}".split()


@pytest.mark.parametrize("tables", [{}, {"Results": ""}])
def test_nothing_at_all_is_findings_not_a_crash(tables):
    register, findings = build([make_book(**tables)] if tables else [], Settings(), "Folder")
    assert register.name == "Folder"
    assert all(f.code in ("SHT001", "SHT020") for f in findings)


def test_a_wide_sheet_reads_lengths_of_time_and_keeps_what_cannot_be_read() -> None:
    """A column for each period is read in the KPI's unit as a long sheet is."""
    kpis = [["KPI reference", "Data type", "Unit", "Frequency", "Year basis"],
            ["T1", "Duration", "hours", "Quarterly", "Financial"]]  # fmt: skip
    wide = [["KPI reference", "2024/25 Q1", "2024/25 Q2"],
            ["T1", Cell(1, 1, 1.2604166666666667, "[h]:mm"), "£1.2m"]]  # fmt: skip
    book = Book("r.xlsx", (sheet_of("r.xlsx", "KPIs", kpis), sheet_of("r.xlsx", "Results", wide)))
    register, findings = build([book], Settings())
    first, second = register.results
    assert (first.value, first.unread) == (Decimal("30.25"), "")
    assert second.value is None
    assert second.unread
    assert second.no_data_reason is None
    (error,) = [f for f in findings if f.code == "CEL013"]
    assert error.where.cell == "C2"


def test_columns_and_sheets_of_earlier_versions_are_passed_over_in_silence():
    """A register that still has them, and a list in pmf.toml that still names them, cause no finding."""
    holds = {"Contacts": ("Contact ref", "Preferred form"), "Reminder log": ("Date",)}
    settings = Settings().model_copy(update={"holds": holds})
    contacts = """
        | Contact ref | Name    | Directorate | E-mail        | Role        | Preferred form |
        | C01         | Officer | Communities | a@example.org | Key contact | E-mail         |
    """
    process = make_book(
        "Reporting Process.xlsx", Reminder_log="| Date | Contact |\n| 31/01/2025 | C01 |"
    )
    support = make_book(SUPPORTING_INFORMATION, KPIs=KPIS, Contacts=contacts)
    register, findings = read(support, process, settings=settings)
    assert [contact.ref for contact in register.contacts] == ["C01"]
    assert no_longer_held(register, settings) == ()
    assert findings == read(make_book(SUPPORTING_INFORMATION, KPIs=KPIS))[1]


def test_a_sheet_of_the_officers_own_with_a_common_name_is_left_alone():
    """A tab called Events is the register's only with the heading that names its rows."""
    own = make_book(SUPPORTING_INFORMATION, KPIs=KPIS, Events="| Day | Place |\n| Monday | Hall |")
    register, findings = read(own)
    assert register.events == ()
    assert [finding.code for finding in findings] == ["SHT002"]
    table = "| KPI reference | Date | Event |\n| WM-01 | 18/11/2024 | new routes |"
    register, findings = read(make_book("KPI Data Record.xlsx", Events=table), SUPPORT)
    assert [event.event for event in register.events] == ["new routes"]
    assert findings == ()
