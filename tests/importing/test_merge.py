"""A plan against the register as it is: new, there already, or contradicting."""

from dataclasses import replace

from pmf_cli.importing.guesses import Topic
from pmf_cli.importing.mapping import ImportMapping
from pmf_cli.importing.merge import merged
from pmf_cli.importing.plan import ImportPlan, plan_import
from pmf_cli.register.register import Register
from pmf_cli.register.terms import Frequency
from pmf_cli.settings import Settings
from pmf_cli.workbook.cells import Book
from tests.make import sheet_of

HEAD: list[object] = ["Ref", "KPI", "Period", "Actual", "Target", "RAG", "Comments"]


def planned(*rows: list[object], register: Register | None = None) -> ImportPlan:
    """The plan for these rows under the heading."""
    book = Book("a.csv", (sheet_of("a.csv", "a", [HEAD, *rows]),))  # type: ignore[list-item]
    return plan_import([book], ImportMapping(), Settings(), register)


def register_of(plan: ImportPlan) -> Register:
    """A register that holds just the plan's rows."""
    return Register(
        kpis=plan.kpis, targets=plan.targets, results=plan.results, commentary=plan.commentary,
        contacts=plan.contacts, forecasts=plan.forecasts,
    )  # fmt: skip


FIRST: list[object] = ["WM-01", "Bins missed", "Q1 2024/25", 48, 50, "G", "Dry spring"]


def test_the_same_file_again_adds_nothing() -> None:
    """Every row is there already."""
    plan = planned(FIRST)
    again = merged(planned(FIRST, register=register_of(plan)), register_of(plan))
    assert again.is_empty
    assert again.conflicts == ()
    assert dict(again.already) == {
        "KPIs": 1, "Targets": 1, "Contacts": 0, "Results": 1, "Commentary": 2, "Forecasts": 0,
    }  # fmt: skip


def test_another_value_for_the_same_period_is_a_conflict_and_is_not_added() -> None:
    """Named with both cells and both values."""
    register = register_of(planned(FIRST))
    merge = merged(planned([*FIRST[:3], 49, *FIRST[4:]]), register)
    assert merge.is_empty
    (conflict,) = merge.conflicts
    assert (conflict.kpi_ref, conflict.new, conflict.old) == ("WM-01", "49", "48")
    assert conflict.where.cell == "D2"
    assert merge.already["Results"] == 0


def test_another_target_or_judged_status_is_a_conflict() -> None:
    """The register's stay."""
    register = register_of(planned(FIRST))
    merge = merged(planned([*FIRST[:4], 51, "R", None]), register)
    assert {c.what for c in merge.conflicts} == {"Target", "Judged status"}
    assert merge.is_empty


def test_the_next_quarter_is_added() -> None:
    """A new period gives a result, a target row, and its comments; the KPI is there."""
    register = register_of(planned(FIRST))
    merge = merged(planned(["WM-01", "Bins missed", "Q2 2024/25", 55, 50, "R", None]), register)
    assert {name: len(rows) for name, rows in merge.rows.items()} == {
        "KPIs": 0, "Targets": 1, "Contacts": 0, "Results": 1, "Commentary": 1, "Forecasts": 0,
    }  # fmt: skip
    assert merge.conflicts == ()


def test_a_target_without_end_covers_later_periods_until_another_begins() -> None:
    """The same target later adds no row; another one is new and contradicts nothing."""
    plan = planned(FIRST)
    open_ended = replace(register_of(plan), targets=(replace(plan.targets[0], to_period=None),))
    same = merged(planned(["WM-01", "Bins missed", "Q2 2024/25", 55, 50, None, None]), open_ended)
    other = merged(planned(["WM-01", "Bins missed", "Q2 2024/25", 55, 60, None, None]), open_ended)
    assert same.rows["Targets"] == ()
    assert len(other.rows["Targets"]) == 1
    assert other.conflicts == ()


def test_a_kpi_without_reference_is_recognised_by_its_name() -> None:
    """The register's reference is used, however the KPI is called there."""
    register = register_of(planned(FIRST))
    rows: list[list[object]] = [["KPI", "Period", "Actual"], ["bins  missed", "Q2 2024/25", 55]]
    book = Book("b.csv", (sheet_of("b.csv", "b", rows),))  # type: ignore[arg-type]
    plan = plan_import([book], ImportMapping(), Settings(), register)
    assert [r.kpi_ref for r in plan.results] == ["WM-01"]
    assert merged(plan, register).rows["KPIs"] == ()


def names_asked(plan: ImportPlan) -> dict[str, str]:
    """Names of which it is asked whether they are another KPI → the guess."""
    return {one.text: one.meaning for one in plan.doubts if one.topic is Topic.SAME}


def without_refs(name: str, register: Register | None = None) -> ImportPlan:
    """The plan for a KPI that has a name alone."""
    rows: list[list[object]] = [["KPI", "Period", "Actual"], [name, "Q2 2024/25", 55]]
    book = Book("b.csv", (sheet_of("b.csv", "b", rows),))  # type: ignore[arg-type]
    return plan_import([book], ImportMapping(), Settings(), register)


def test_a_name_that_is_like_one_the_scorecard_lacks_now_is_asked_about() -> None:
    """Without references a KPI under a new name would be a second one, and the first missing."""
    register = register_of(planned(FIRST))
    renamed = "Bins missed per week"
    register = replace(register, kpis=(replace(register.kpis[0], name="Bins missed per weeks"),))
    assert names_asked(without_refs(renamed, register)) == {renamed: "separate"}
    assert names_asked(without_refs("Fly tips removed", register)) == {}


def test_another_measure_under_a_reference_of_the_register_is_asked_about() -> None:
    """Its figures would go on the series of the first."""
    register = register_of(planned(FIRST))
    other = planned(["WM-01", "Households in arrears", "Q2 2024/25", 9], register=register)
    assert names_asked(other) == {"Households in arrears": "WM-01"}
    same = planned(["WM-01", "Bins  missed", "Q2 2024/25", 9], register=register)
    assert names_asked(same) == {}


def test_a_kpi_kept_apart_is_found_again() -> None:
    """Said to be separate, it has a reference of its own; the second import adds no third."""
    register = register_of(planned(FIRST))
    apart = ImportMapping(same={"Households in arrears": "separate"})
    rows = [HEAD, ["WM-01", "Households in arrears", "Q2 2024/25", 9]]
    book = Book("a.csv", (sheet_of("a.csv", "a", rows),))  # type: ignore[arg-type]
    first = plan_import([book], apart, Settings(), register)
    assert [kpi.ref for kpi in first.kpis] == ["WM-01-2"]
    later = replace(
        register,
        kpis=(*register.kpis, *first.kpis), results=(*register.results, *first.results),
    )  # fmt: skip
    again = plan_import([book], apart, Settings(), later)
    assert merged(again, later).is_empty


def test_a_fact_that_the_scorecard_states_otherwise_is_told_and_left() -> None:
    """Another lead officer, another way that is better: the register's stay, and nobody is left to find out."""
    heads: list[object] = ["Ref", "KPI", "Lead", "Good is", "Period", "Actual"]

    def of(lead: str, good: str, register: Register | None = None) -> ImportPlan:
        rows = [heads, ["W1", "Bins missed", lead, good, "Q1 2024/25", 48]]
        book = Book("a.csv", (sheet_of("a.csv", "a", rows),))  # type: ignore[arg-type]
        return plan_import([book], ImportMapping(), Settings(), register)

    first = of("J. Marsh", "Low")
    register = replace(register_of(first), contacts=first.contacts)
    merge = merged(of("K. Doe", "High", register), register)
    assert {(one.heading, one.held, one.said) for one in merge.other_facts} == {
        ("Key contact", "J. Marsh", "K. Doe"),
        ("Polarity", "Lower is better", "Higher is better"),
    }
    assert merged(of("J. Marsh", "Low", register), register).other_facts == ()


def test_rows_of_which_it_is_not_known_whose_they_are_wait_whole() -> None:
    """Left out, with their cells named; answered, their figures go where they were said to."""
    register = register_of(planned(FIRST))
    rows = [HEAD, ["WM-01", "Households in arrears", "Q2 2024/25", 9, 10]]
    book = Book("a.csv", (sheet_of("a.csv", "a", rows),))  # type: ignore[arg-type]

    def said(words: str) -> ImportPlan:
        answers = ImportMapping(same={"Households in arrears": words})
        return plan_import([book], answers, Settings(), register)

    waiting = said("leave out")
    assert (waiting.kpis, waiting.results, waiting.doubts) == ((), (), ())
    assert {"9", "10"} <= {account.text for account in waiting.left_out}
    assert [row.kpi_ref for row in said("WM-01").results] == ["WM-01"]


def answered_against(register: Register, **facts: str | bool) -> list[str]:
    """What is told of answers about a KPI that a register holds."""
    said = ImportMapping(kpis={"WM-01": dict(facts)})
    book = Book("a.csv", (sheet_of("a.csv", "a", [HEAD, FIRST]),))  # type: ignore[list-item]
    plan = plan_import([book], said, Settings(), register)
    merge = merged(plan, register, said)
    assert merge.fills == ()
    return [one.words for one in merge.other_facts]


def test_an_answer_that_differs_from_what_the_register_holds_by_now_is_named_and_not_written() -> (
    None
):
    register = register_of(planned(FIRST))
    (kpi,) = register.kpis
    held = replace(kpi, financial=True, unit="bins", frequency=Frequency.QUARTERLY)
    register = replace(register, kpis=(held,))
    assert answered_against(register, Financial="No", Frequency="Monthly") == [
        "Financial of WM-01 (Yes; by an answer No)",
        "Frequency of WM-01 (Quarterly; by an answer Monthly)",
    ]
    assert answered_against(register, Financial="Yes", Frequency="Quarterly") == []
    told = merged(planned(FIRST, register=register), register)
    assert list(told.what_is_open("Questions")) == []


def test_an_answered_type_of_target_is_named_where_the_register_has_another() -> None:
    """One that was to be agreed has been agreed since."""
    register = register_of(planned(FIRST))
    assert answered_against(register, **{"Target type": "Tracker"}) == [
        "Target type of WM-01 (Value; by an answer Tracker)"
    ]
    assert answered_against(register, **{"Target type": "To be agreed"}) == []
