"""An entry sheet, a row a KPI with quarters across, is read as KPIs, targets and results of the register."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from pmf_cli.analysis.scope.planned import PlannedChange, edited
from pmf_cli.errors import UsageError
from pmf_cli.findings import Finding, Severity
from pmf_cli.pipeline.change.changing import change_of
from pmf_cli.rag.base import Rating
from pmf_cli.rag.rate import rate_kpi
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.reading.build import build
from pmf_cli.register.reading.guards import falls_away
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.supporting import ScopeChange
from pmf_cli.register.terms import NoDataReason, Polarity, TargetType
from pmf_cli.settings import parse_settings
from tests.make import make_book

SHEETS = '[sheets]\nKPIs = ["Entry sheet"]\nTargets = ["Entry sheet"]\nResults = ["Entry sheet"]\n'
SETTINGS = parse_settings(SHEETS)
HEADINGS = (
    "| KPI reference | KPI name | Polarity | Financial | Data type | Frequency | Time basis | Target type"
    " | Tolerance | Tolerance basis | 2024/25 Q1 Target | 2024/25 Q1 Actual | 2024/25 Q1 Rating"
    " | 2024/25 Q2 Target | 2024/25 Q2 Actual | 2024/25 Q2 Rating | 2024/25 Q3 Target | 2024/25 Q3 Actual"
    " | 2024/25 Q3 Rating | Workings 2024/25 Q1 width |\n"
)


def read(*rows: str, **more: str) -> tuple[Register, list[Finding]]:
    book = make_book("KPI Register.xlsx", **{"Entry sheet": HEADINGS + "\n".join(rows)}, **more)
    register, findings = build([book], SETTINGS)
    return register, [one for one in findings if one.code not in ("SHT001", "SHT015", "SHT020")]


def row(asks: str, *cells: object, basis: str = "") -> str:
    """A KPI's row: its target type, then target and actual of each quarter."""
    pairs = [*map(str, cells), *[""] * (6 - len(cells))]
    quarters = "".join(
        f" {t} | {a} | Green |" for t, a in zip(pairs[::2], pairs[1::2], strict=True)
    )
    return f"| A1 | Bins | Higher is better | No | Number | Quarterly | {basis} | {asks} | | |{quarters} 4.5 |"


def held(register: Register) -> list[tuple[str, str | None, object, str]]:
    return [
        (str(one.from_period), str(one.to_period or ""), one.target, one.source.at("target").cell)
        for one in register.targets
    ]


def test_a_row_is_a_kpi_with_targets_and_results_of_its_quarters() -> None:
    """Every figure keeps the cell that it stands in; the formulas beside it are not read."""
    register, findings = read(row("Value", 90, 88, 91, 92))
    assert findings == []
    assert [kpi.ref for kpi in register.kpis] == ["A1"]
    assert held(register) == [
        ("2024/25 Q1", "2024/25 Q1", Decimal(90), "K2"),
        ("2024/25 Q2", "", Decimal(91), "N2"),
    ]
    assert [
        (str(one.period), one.value, one.source.at("value").cell) for one in register.results
    ] == [
        ("2024/25 Q1", Decimal(88), "L2"),
        ("2024/25 Q2", Decimal(92), "O2"),
    ]


@pytest.mark.parametrize(
    ("basis", "expected"), [("Within the period", "Amber"), ("Cumulative year to date", None)]
)
def test_a_target_goes_on_until_the_next_but_for_what_is_cumulative(
    basis: str, expected: str | None
) -> None:
    """A blank takes the target before it; of what grows over the year nobody knows the next point."""
    register, _ = read(row("Value", 90, 95, "", 88, basis=basis))
    period = parse_period("2024/25 Q2")
    rating = rate_kpi(register, SETTINGS, period, date(2025, 6, 1), "A1")
    assert rating is not None
    colour = rating.outcome.rag.value if isinstance(rating.outcome, Rating) else None
    assert colour == expected


def test_a_cumulative_target_is_for_the_quarter_that_it_stands_under() -> None:
    """It is no target of the year that would have to be shared out."""
    register, _ = read(row("Value", 20, 20, 40, 39, basis="Cumulative year to date"))
    assert [(frm, to) for frm, to, *_ in held(register)] == [
        ("2024/25 Q1",) * 2,
        ("2024/25 Q2",) * 2,
    ]


@pytest.mark.parametrize("asks", ["Direction: increase", "Tracker", "To be agreed"])
def test_a_type_without_a_figure_holds_from_the_first_quarter(asks: str) -> None:
    """Directions, trackers and targets still to be agreed need no figure."""
    register, _ = read(row(asks, "", 5, "", 6))
    [target] = register.targets
    assert (target.target_type, str(target.from_period), target.to_period) == (
        TargetType(asks),
        "2024/25 Q1",
        None,
    )


def test_a_value_without_a_figure_is_told_as_such() -> None:
    """A type without a target is a target that lacks its figure, at the cell where it belongs."""
    register, _ = read(row("Value", "", 5))
    assert [(one.target, one.source.at("target").cell) for one in register.targets] == [
        (None, "K2")
    ]


def test_a_figure_without_a_type_is_a_target_without_its_type() -> None:
    """Nothing is assumed."""
    register, _ = read(row("", 5, 5))
    assert [(one.target, one.target_type) for one in register.targets] == [(Decimal(5), None)]


def test_the_example_row_is_of_none_of_them() -> None:
    """Neither a KPI nor a target nor a result."""
    example = row("Example: Value", "Example: 45", "Example: 43.2").replace("A1", "Example: WM-01")
    for words in ("Bins", "Higher is better", "No", "Number", "Quarterly"):
        example = example.replace(f"| {words} ", f"| Example: {words} ")
    register, findings = read(example.replace("Green", "").replace("4.5", ""), row("Value", 90, 88))
    assert findings == []
    assert [len(held) for held in (register.kpis, register.targets, register.results)] == [1, 1, 1]


def test_rows_are_added_to_sheets_of_their_own() -> None:
    """Where Results and Targets stand beside the entry sheet, rows of theirs go there."""
    register, _ = read(
        row("Value", 90, 88), Results="| KPI reference | Period | Value |\n| A1 | Nov 2024 | 3 |"
    )
    assert register.present["Results"] == ("KPI Register.xlsx", "Results")
    assert register.present["KPIs"] == ("KPI Register.xlsx", "Entry sheet")
    assert len(register.results) == 2


def test_columns_of_ones_own_are_told_once() -> None:
    """What the sheet does not know is named, as on every sheet."""
    book = make_book(
        "KPI Register.xlsx",
        **{"Entry sheet": "| KPI reference | Mood | 2024/25 Q1 Actual |\n| A1 | fine | 5 |"},
    )
    _, findings = build([book], SETTINGS)
    [told] = [one for one in findings if one.code == "SHT005"]
    assert "Mood" in told.message
    assert "Actual" not in told.message


@pytest.mark.parametrize(("figure", "told"), [("5", False), ("7", True)])
def test_another_tolerance_on_the_key_than_in_the_settings_is_told(figure: str, told: bool) -> None:
    """Else a colour could change between typing and the paper."""
    key = "| How |\n" + "| x |\n" * 4 + f"| Tolerance | {figure} |\n| Financial | 10 |\n"
    _, findings = read(row("Value", 90, 88), Key=key)
    assert [(one.code, one.where.cell) for one in findings] == [("SHT032", "B6")] * told


def test_a_planned_change_of_a_kpi_leaves_the_targets_of_its_row() -> None:
    """One row of the sheet holds a KPI and its targets; they are told apart."""
    register, _ = read(row("Value", 90, 88, 91, 92))
    changed = PlannedChange(edited(register.kpis[0], polarity=Polarity.LOWER))
    after = changed.applied_to(register)
    assert after.targets == register.targets
    assert [kpi.polarity for kpi in after.kpis] == [Polarity.LOWER]


def test_rows_of_a_plan_stand_where_they_would_be_written() -> None:
    """In the workbook that holds the entry sheet, on the sheet of their own, below its last row."""
    register, _ = read(
        row("Value", 90, 88),
        **{
            "Scope changes": "| Change reference | KPI reference |",
            "Targets": "| KPI reference | Target |\n| B2 | 3 |",
        },
    )
    target = replace(register.targets[0], from_period=parse_period("2024/25 Q3"))
    change = ScopeChange(change_ref="SC-1", kpi_ref="A1")
    planned = PlannedChange((), {"Scope changes": (change,), "Targets": (target,)})
    after = planned.applied_to(register)
    assert (
        str(after.scope_changes[-1].source.at("change_ref"))
        == "KPI Register.xlsx, Scope changes!A2"
    )
    assert str(after.targets[-1].source.at("kpi_ref")) == "KPI Register.xlsx, Targets!A3"


def test_a_target_of_the_sheet_is_changed_in_its_column() -> None:
    """Where pmf would end a row, the officer is told to type the next one."""
    register, _ = read(row("Value", 90, 88))
    with pytest.raises(UsageError, match="Entry sheet!K2"):
        change_of(register.targets[0], "to_period", "2024/25 Q2")


def test_a_quarter_typed_in_other_letters_holds_targets_all_the_same() -> None:
    """A heading typed anew in small letters loses no target."""
    small = HEADINGS.replace("2024/25 Q2 Target", "2024/25 Q2 target")
    book = make_book("KPI Register.xlsx", **{"Entry sheet": small + row("Value", 90, 88, 91, 92)})
    register, _ = build([book], SETTINGS)
    assert [one.target for one in register.targets] == [90, 91]


def renamed(heading: str, to: str, cells: str, toml: str = "") -> tuple[Register, list[Finding]]:
    """A sheet with one heading typed anew, or its column taken away where ``to`` is blank."""
    lines = [HEADINGS.strip(), cells]
    if not to:
        place = [words.strip() for words in HEADINGS.split("|")].index(heading)
        lines = ["|".join(w for n, w in enumerate(line.split("|")) if n != place) for line in lines]
    text = "\n".join(lines).replace(f"| {heading} |", f"| {to} |")
    register, findings = build(
        [make_book("KPI Register.xlsx", **{"Entry sheet": text})],
        parse_settings(f"{toml}{SHEETS}"),
    )
    return register, findings


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "Q2 Actual",
            "2024/25 Qtr 2nd Target",
            "Actual",
            "Target",
            "Target Q2",
            "Q2",
            "Annual target",
        ),
        *("2024/25 Q2 Acutal", "2024/25 Q2 Tgt", "Aim 2024/25 Q2", "2024/25 Q2 Tolerance"),
    ],
)
def test_a_column_of_no_certain_quarter_is_told(heading: str) -> None:
    """Figures under a heading that names no period, or not what stands below it, would else be lost without a word."""
    _, findings = renamed("2024/25 Q2 Target", heading, row("Value", 90, 88, 91, 92))
    [told] = [one for one in findings if one.code == "PER001"]
    assert (told.severity, told.where.cell) == (Severity.ERROR, "N1")
    assert heading in told.message
    assert not [one for one in findings if one.code == "SHT005"]


@pytest.mark.parametrize(
    "heading",
    ["Target 2024/25 Q2", "Target (2024/25 Q2)", "2024/25 Q2 Targets", "Q2 2024/25 target"],
)
def test_a_target_of_a_quarter_is_read_in_whatever_order_its_heading_says_so(heading: str) -> None:
    """It holds from that quarter on, and pmf writes into it as into any other."""
    register, findings = renamed("2024/25 Q2 Target", heading, row("Value", 90, 88, 91, 92))
    assert [(str(one.from_period), one.target) for one in register.targets] == [
        ("2024/25 Q1", 90),
        ("2024/25 Q2", 91),
    ]
    assert register.kpis[0].source.at("2024/25 Q2 Target").cell == "N2"
    assert not {"SHT005", "PER001"} & {one.code for one in findings}


@pytest.mark.parametrize(
    "heading", ["2024/25 Q2 Comment", "2024/25 Q2 Direction of travel", "Mood"]
)
def test_a_column_of_ones_own_beside_the_quarters_is_left_alone(heading: str) -> None:
    """It is named, and no error."""
    _, findings = renamed("2024/25 Q2 Target", heading, row("Value", 90, 88, "fine", 92))
    told = [one for one in findings if heading in one.message and one.code != "SHT026"]
    assert [one.severity for one in told] == [Severity.ADVICE]


def test_targets_are_in_order_of_time_wherever_their_columns_stand() -> None:
    """A quarter put to the right of later ones ends where they begin."""
    register, _ = renamed(
        "2024/25 Q3 Target", "2023/24 Q4 Target", row("Value", 90, 88, 91, 92, 70, "")
    )
    assert [(str(one.from_period), str(one.to_period)) for one in register.targets] == [
        ("2023/24 Q4", "2023/24 Q4"),
        ("2024/25 Q1", "2024/25 Q1"),
        ("2024/25 Q2", "None"),
    ]


def test_a_target_of_a_year_beside_quarters_is_the_years() -> None:
    """It neither ends with a quarter nor ends the quarters' own."""
    register, _ = renamed("2024/25 Q1 Target", "2024/25 Target", row("Value", 90, 88, 91, 92))
    assert {str(one.from_period): one.to_period for one in register.targets} == {
        "2024/25": None,
        "2024/25 Q2": None,
    }


LISTED = '[holds]\n"Targets" = ["Tolerance", "Tolerance basis", "Target type"]\n'


@pytest.mark.parametrize("heading", ["Tolerance", "Tolerance basis", "Target type"])
@pytest.mark.parametrize("to", ["", "Margin", "X"])
def test_a_column_that_decides_colours_is_never_lost_in_silence(heading: str, to: str) -> None:
    """Deleted or renamed: pmf init lists it, so from the first day on."""
    cells = row("Value", 90, 88).replace("| Value | | |", "| Value | 3 | % of target |")
    _, findings = renamed(heading, to, cells, LISTED)
    [told] = [one for one in findings if one.code == "SHT024"]
    assert heading in told.message
    assert falls_away(told) is True


@pytest.mark.parametrize("to", ["Tolerence", "Tolerances"])
def test_a_heading_near_to_one_that_decides_colours_is_told(to: str) -> None:
    """Also where nothing is listed."""
    _, findings = renamed("Tolerance", to, row("Value", 90, 88))
    assert [one.where.cell for one in findings if one.code == "SHT023"] == ["I1"]


def test_a_heading_that_is_read_by_another_word_is_not_told_as_left_out() -> None:
    """Tolerance % is the tolerance."""
    cells = row("Value", 90, 88).replace("| Value | | |", "| Value | 3 | % of target |")
    register, findings = renamed("Tolerance", "Tolerance %", cells)
    assert register.targets[0].tolerance == 3
    assert not [one for one in findings if one.code in ("SHT005", "SHT023")]


def test_what_was_listed_can_be_given_up() -> None:
    """The list that is made anew holds a column only where every tab of the sheet has it."""
    register, _ = renamed("Tolerance", "", row("Value", 90, 88))
    assert "Tolerance" not in register.guarded["Targets"]
    assert "Tolerance basis" in register.guarded["Targets"]


def test_a_column_restricted_on_the_sheet_restricts_the_figures_of_the_row() -> None:
    """A restriction that somebody adds to the sheet holds, as on Results."""
    headings = HEADINGS.replace(" |\n", " | Restricted |\n")
    cells = f"{row('Value', 90, 88, 91, 92)} Yes |"
    book = make_book("KPI Register.xlsx", **{"Entry sheet": headings + cells})
    register, findings = build([book], SETTINGS)
    assert all(one.restricted for one in register.results)
    assert not [one for one in findings if "Restricted" in one.message and one.code == "SHT005"]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        *((str(reason), reason) for reason in NoDataReason),
        *(("suppressed", NoDataReason.SUPPRESSED), ("[c]", NoDataReason.SUPPRESSED)),
        *(("<5", NoDataReason.SUPPRESSED), ("[z]", NoDataReason.NOT_APPLICABLE)),
        *(
            ("awaiting publication", NoDataReason.AWAITING_PUBLICATION),
            ("not due", NoDataReason.NOT_DUE),
        ),
    ],
)
def test_why_there_is_no_figure_stands_in_its_cell(words: str, reason: NoDataReason) -> None:
    """The sheet has no other place for it, so nothing is found wrong; what is meant is as on Results."""
    register, findings = read(row("Value", 90, words))
    assert [(one.value, one.no_data_reason) for one in register.results] == [(None, reason)]
    assert findings == []


@pytest.mark.parametrize("words", ["n/a", "x", "-", "N/K", "TBC", "to follow", "pending"])
def test_words_that_leave_open_why_are_told_at_their_cell(words: str) -> None:
    """As on Results: never a figure, never a reason."""
    register, findings = read(row("Value", 90, words))
    assert [(one.value, one.no_data_reason) for one in register.results] == [(None, None)]
    assert [(one.code, one.where.cell) for one in findings] == [("CEL013", "L2")]
    is_to_come = bool(register.results[0].to_come)
    assert is_to_come is (words in ("TBC", "to follow", "pending"))


def test_small_numbers_hide_nothing_of_a_percentage() -> None:
    """<5 of a percentage is no suppressed count."""
    register, findings = read(row("Value", 90, "<5").replace("| Number |", "| Percentage |"))
    assert register.results[0].no_data_reason is None
    assert [one.code for one in findings] == ["CEL013"]


@pytest.mark.slow
def test_sorting_the_rows_by_hand_changes_no_rating() -> None:
    """Each row stands for itself, wherever it stands, with the example and blank rows among them."""
    cells = {
        "A1": row("Value", 90, 88, 91, 92),
        "B2": row("Direction: increase", "", 5, "", 6).replace("A1", "B2"),
        "C3": row("Value", 20, "suppressed", "", 19).replace("A1", "C3"),
        "Example: WM-01": row("Example: Value").replace("A1", "Example: WM-01"),
        "": "|" * 20,
    }
    said = set()
    for order in itertools.permutations(cells):
        register, _ = read(*(cells[name] for name in order))
        said.add(
            frozenset(
                (kpi.ref, quarter, rating.outcome.sentence)
                for kpi in register.kpis
                for quarter in ("2024/25 Q1", "2024/25 Q2")
                if (
                    rating := rate_kpi(
                        register, SETTINGS, parse_period(quarter), date(2025, 6, 1), kpi.ref
                    )
                )
            )
        )
    assert len(said) == 1
    assert len(next(iter(said))) == 6


def test_what_is_left_of_the_example_in_a_row_is_told_once() -> None:
    """Its target type and target too, and not again as words that are no number."""
    cells = row("Example: Value", "Example: 45", 88).replace("| Bins |", "| Example: Bins |")
    register, findings = read(cells)
    [told] = findings
    assert (told.code, told.where.cell) == ("SHT031", "B2")
    assert all(cell in told.message for cell in ("B2", "H2", "K2"))
    assert [one.target_type for one in register.targets] == []
