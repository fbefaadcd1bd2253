"""The checklist that a register starts with, so that a stand-in always gets an answer.

``pmf init`` puts these rows into a new register; a register without a checklist is served from
them. A council changes them in its sheet ``Checklist``: wording, days, who does what.
"""

from __future__ import annotations

from pmf_cli.register.sheets.process import ChecklistStep
from pmf_cli.register.sheets.rows import RowSource, SheetPlace
from pmf_cli.register.terms import CycleKind

Words = tuple[str, str, str, str, str, str]
"""A step: number, what, why, how, commands (one a line) and on which days."""

QUARTER: tuple[Words, ...] = (
    (
        "Q01",
        "Check that the register is in order",
        "Mistakes are cheapest to mend before the forms go out.",
        "Run the check and put right every error. Leave warnings with their owner.",
        "pmf validate",
        "5 before Forms sent",
    ),
    (
        "Q02",
        "Send out the return forms",
        "The contacts need their weeks; each gets one workbook with only what is due.",
        "Make the forms, look into one, and send them. pmf remind writes the messages.",
        "pmf collect make",
        "0 before Forms sent",
    ),
    (
        "Q03",
        "Take in the returns as they come",
        "The record is the one place for figures.",
        "Put the files that came back into a folder returns and look at the preview; the same command "
        "with --write takes the figures in. Tick this off when all are in.",
        "pmf collect read returns\npmf collect status",
        "0 before Data due",
    ),
    (
        "Q04",
        "Remind those who are late",
        "Most late returns were forgotten.",
        "See who would be written to. With a sender under [mail] in pmf.toml they can be sent.",
        "pmf remind",
        "1 after Data due",
    ),
    (
        "Q05",
        "Check the new figures",
        "A wrong figure in a public paper costs trust.",
        "Run the check again; ask the key contact about every figure that looks odd.",
        "pmf validate",
        "1 after Data due",
    ),
    (
        "Q06",
        "Rate and look at the picture",
        "Shows which KPIs need commentary.",
        "Rate all KPIs; pmf rag explain REF shows the sum behind a colour that surprises.",
        "pmf rag",
        "2 after Data due",
    ),
    (
        "Q07",
        "Ask for commentary",
        "CLT asks why, what is being done and until when.",
        "See what each service is asked; pmf remind sends it. The same command with --write notes the day "
        "beside chosen highlights.",
        "pmf commentary request",
        "2 before Commentary due",
    ),
    (
        "Q08",
        "Choose highlights",
        "The report leads with the few that matter most.",
        "Read the candidates with their reasons and decide on each: pmf highlights choose REF --why TEXT; "
        "with --write it is recorded.",
        "pmf highlights",
        "2 after Commentary due",
    ),
    (
        "Q09",
        "Read the commentary",
        "A paper with a Red that nobody explains comes back.",
        "Look at what is missing, repeated or at odds with the figures, and ask again.",
        "pmf commentary check",
        "2 after Commentary due",
    ),
    (
        "Q10",
        "Send results to the management teams",
        "The teams own the results and see them first.",
        "Write the papers of all bodies that are due, and send each team its own; one alone with --body NAME. "
        "Record what went out, a team at a time: pmf issue --body NAME --write.",
        "pmf report all\npmf issue dmt",
        "1 before DMT review",
    ),
    (
        "Q11",
        "Hear the management teams",
        "What goes further up has been agreed here.",
        "Bring each director's page to the one-to-one. Note what was asked for in the sheet Escalations and "
        "issues; correct figures at their source.",
        "pmf report snapshot",
        "0 after DMT review",
    ),
    (
        "Q12",
        "Write the CLT report",
        "This is the paper of record.",
        "See what changed since the last paper, make the report, read it from beginning to end, and check "
        "three figures back to the workbook.",
        "pmf report changes\npmf report clt",
        "1 before Draft to directors",
    ),
    (
        "Q13",
        "Send the draft to directors",
        "No surprises at the meeting.",
        "Hold the papers, and what you wrote into them, against the rules and the register. Send the Word "
        "report and the Excel scorecard; ask for answers in three days.",
        "pmf report check reports",
        "0 after Draft to directors",
    ),
    (
        "Q14",
        "Issue the paper to CLT",
        "Freezes what CLT was told, so that later corrections can be shown.",
        "Make the report once more with the last corrections and look at what would be frozen; the same "
        "command with --write puts it on record. Send it to the clerk.",
        "pmf issue clt",
        "3 before CLT",
    ),
    (
        "Q15",
        "Take the report to CLT",
        "Decisions and prompt follow-up.",
        "Have the two sides of each priority ready for questions. Note what is asked for in the sheet Escalations "
        "and issues, with who and by when.",
        "pmf report priority",
        "0 after CLT",
    ),
    (
        "Q16",
        "Tell the bodies of changes to KPIs",
        "Changes in scope are reported to management team, CLT and scrutiny.",
        "See what was not told yet; pmf scope told with --write records whom you told.",
        "pmf scope list",
        "1 after CLT",
    ),
    (
        "Q17",
        "Tell the portfolio holders",
        "They hear it before it comes to the whole Executive.",
        "Write each portfolio's results as they go to Cabinet, with what CLT agreed as the sheet Highlights has it, "
        "and send each holder the one of the portfolio.",
        "pmf report portfolio",
        "0 before Portfolio holders",
    ),
    (
        "Q18",
        "Take the results to Cabinet",
        "The Executive answers for the plan and answers scrutiny.",
        "Write the paper, which brings scrutiny's recommendations with their answers. See what would be recorded; "
        "--write records it. Note what is decided.",
        "pmf report cabinet\npmf issue cabinet",
        "0 after Cabinet",
    ),
    (
        "Q19",
        "Take the results to scrutiny",
        "Boards ask, call heads of service and recommend.",
        "Write the papers of the boards that meet, and record each that goes out: pmf issue --body NAME --write. "
        "Note each recommendation in the sheet Recommendations, with who must answer.",
        "pmf report all\npmf issue scrutiny",
        "0 after Scrutiny",
    ),
    (
        "Q20",
        "Publish the results",
        "The public can see how the council does.",
        "Check that nothing restricted or suppressed is in the files, then publish.",
        "pmf report check reports",
        "0 after Publication",
    ),
    (
        "Q21",
        "Meet about lessons",
        "Each quarter a little better.",
        "Half an hour with the performance leads; tick the steps off with a note for next time, and "
        "check that the ledger is whole.",
        "pmf ledger verify",
        "0 after Lessons",
    ),
)
"""The rows in order."""

_NOWHERE = RowSource(SheetPlace("", "Checklist", {}), 0)

_MONTH: tuple[Words, ...] = (
    (
        "M01",
        "Enter monthly figures",
        "Keeps the quarter from piling up.",
        "See which monthly KPIs are due, and enter or take in their figures.",
        "pmf status",
        "by 15",
    ),
)

_YEAR: tuple[Words, ...] = (
    (
        "A01",
        "Make the timetable of the year",
        "Everybody knows the days on which data is due.",
        "Work the year back from the meeting dates, look at the clashes; the same command with --write "
        "puts it into the register. Share it with the contacts.",
        "pmf timetable make",
        "in February",
    ),
    (
        "A02",
        "Agree targets for the year",
        "A target set late measures nothing.",
        "Take proposals to each management team, then to CLT; type them into the sheet Targets with who "
        "agreed them.",
        "pmf kpi list",
        "in March",
    ),
    (
        "A03",
        "Bring the year’s figures in",
        "Year-end data must be full and on time.",
        "Ask for figures that come once a year, and see what is still out; when all are in, write the "
        "year-end report.",
        "pmf collect status\npmf report annual",
        "in June",
    ),
    (
        "A04",
        "Review the Supporting Information",
        "Every row is looked at once a year.",
        "Write the handbook and send each responsible officer its rows; type the date of review.",
        "pmf report definitions\npmf validate --coverage",
        "in October",
    ),
)

_BY_KIND = (
    (CycleKind.QUARTERLY, QUARTER),
    (CycleKind.MONTHLY, _MONTH),
    (CycleKind.ANNUAL, _YEAR),
)


def usual_checklist() -> tuple[ChecklistStep, ...]:
    """The rows of the checklist that a register starts with; nobody is named in them yet."""
    return tuple(
        ChecklistStep(
            number=number,
            cycle_kind=kind,
            step=step,
            why=why,
            how=how,
            command=command or None,
            timing=timing,
            source=_NOWHERE,
        )
        for kind, rows in _BY_KIND
        for number, step, why, how, command, timing in rows
    )
