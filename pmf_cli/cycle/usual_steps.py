"""The checklist that a register starts with, so that a stand-in always gets an answer.

``pmf init`` puts these rows into a new register; a register without a checklist is served from
them. A council changes them in its sheet ``Checklist``: wording, days, who does what.
"""

from __future__ import annotations

from pmf_cli.register.sheets.process import ChecklistStep
from pmf_cli.register.sheets.rows import RowSource, SheetPlace
from pmf_cli.register.terms import CycleKind

_NOWHERE = RowSource(SheetPlace("", "Checklist", {}), 0)
_M, _Q, _A = CycleKind.MONTHLY, CycleKind.QUARTERLY, CycleKind.ANNUAL

_ROWS: tuple[tuple[str, CycleKind, str, str, str, str, str], ...] = (
    (
        "Q01",
        _Q,
        "Check that the register is in order",
        "Mistakes are cheapest to mend before the forms go out.",
        "Run the check and put right every error. Leave warnings with their owner.",
        "pmf validate",
        "5 before Forms sent",
    ),
    (
        "Q02",
        _Q,
        "Send out the return forms",
        "The contacts need their weeks; each gets one workbook with only what is due.",
        "Make the forms, look into one, and send them. pmf remind writes the messages.",
        "pmf collect make",
        "0 before Forms sent",
    ),
    (
        "Q03",
        _Q,
        "Take in the returns as they come",
        "The record is the one place for figures.",
        "Put the files that came back into a folder returns and look at the preview; the same command "
        "with --write takes the figures in. Tick this off when all are in.",
        "pmf collect read returns\npmf collect status",
        "0 before Data due",
    ),
    (
        "Q04",
        _Q,
        "Remind those who are late",
        "Most late returns were forgotten.",
        "See who would be written to; the same command with --send sends.",
        "pmf remind",
        "1 after Data due",
    ),
    (
        "Q05",
        _Q,
        "Check the new figures",
        "A wrong figure in a public paper costs trust.",
        "Run the check again; ask the key contact about every figure that looks odd.",
        "pmf validate",
        "1 after Data due",
    ),
    (
        "Q06",
        _Q,
        "Rate and look at the picture",
        "Shows which KPIs need commentary.",
        "Rate all KPIs; pmf rag explain REF shows the sum behind a colour that surprises.",
        "pmf rag",
        "2 after Data due",
    ),
    (
        "Q07",
        _Q,
        "Ask for commentary",
        "CLT asks why, what is being done and until when.",
        "See what each service is asked, and send the requests.",
        "pmf commentary request",
        "2 before Commentary due",
    ),
    (
        "Q08",
        _Q,
        "Choose highlights",
        "The report leads with the few that matter most.",
        "Read the candidates with their reasons and decide on each: pmf highlights choose REF.",
        "pmf highlights",
        "2 after Commentary due",
    ),
    (
        "Q09",
        _Q,
        "Read the commentary",
        "A paper with a Red that nobody explains comes back.",
        "Look at what is missing, repeated or at odds with the figures, and ask again.",
        "pmf commentary check",
        "2 after Commentary due",
    ),
    (
        "Q10",
        _Q,
        "Send results to the management teams",
        "The teams own the results and see them first.",
        "Take each directorate’s KPIs out of the ratings: --directorate NAME, or --format csv for Excel.",
        "pmf rag",
        "1 before DMT review",
    ),
    (
        "Q11",
        _Q,
        "Hear the management teams",
        "What goes further up has been agreed here.",
        "Note what was asked for in the sheet Escalations and issues; correct figures at their source.",
        "",
        "0 after DMT review",
    ),
    (
        "Q12",
        _Q,
        "Write the CLT report",
        "This is the paper of record.",
        "See what changed since the last paper, make the report, read it from beginning to end, and check "
        "three figures back to the workbook.",
        "pmf report changes\npmf report clt",
        "1 before Draft to directors",
    ),
    (
        "Q13",
        _Q,
        "Send the draft to directors",
        "No surprises at the meeting.",
        "Send the Word report and the Excel scorecard; ask for answers in three days.",
        "",
        "0 after Draft to directors",
    ),
    (
        "Q14",
        _Q,
        "Issue the paper to CLT",
        "Freezes what CLT was told, so that later corrections can be shown.",
        "Make the report once more with the last corrections, issue it, and send it to the clerk.",
        "pmf issue clt",
        "3 before CLT",
    ),
    (
        "Q15",
        _Q,
        "Take the report to CLT",
        "Decisions and prompt follow-up.",
        "Note what is asked for in the sheet Escalations and issues, with who and by when.",
        "",
        "0 after CLT",
    ),
    (
        "Q16",
        _Q,
        "Tell the bodies of changes to KPIs",
        "Changes in scope are reported to management team, CLT and scrutiny.",
        "See what was not told yet; pmf scope told records whom you told.",
        "pmf scope list",
        "1 after CLT",
    ),
    (
        "Q17",
        _Q,
        "Tell the portfolio holders",
        "They hear it before it comes to the whole Executive.",
        "Send each the KPIs of the portfolio, with what CLT decided.",
        "",
        "0 before Portfolio holders",
    ),
    (
        "Q18",
        _Q,
        "Take the results to Cabinet",
        "The Executive answers for the plan and answers scrutiny.",
        "Bring the open recommendations and their answers; note what is decided.",
        "",
        "0 after Cabinet",
    ),
    (
        "Q19",
        _Q,
        "Take the results to scrutiny",
        "Boards ask, call heads of service and recommend.",
        "Note each recommendation in the sheet Recommendations, with who must answer.",
        "",
        "0 after Scrutiny",
    ),
    (
        "Q20",
        _Q,
        "Publish the results",
        "The public can see how the council does.",
        "Check that nothing restricted or suppressed is in the file, then publish.",
        "",
        "0 after Publication",
    ),
    (
        "Q21",
        _Q,
        "Meet about lessons",
        "Each quarter a little better.",
        "Half an hour with the performance leads; tick the steps off with a note for next time, and "
        "check that the ledger is whole.",
        "pmf ledger verify",
        "0 after Lessons",
    ),
    (
        "M01",
        _M,
        "Enter monthly figures",
        "Keeps the quarter from piling up.",
        "See which monthly KPIs are due, and enter or take in their figures.",
        "pmf status",
        "by 15",
    ),
    (
        "A01",
        _A,
        "Make the timetable of the year",
        "Everybody knows the days on which data is due.",
        "Work the year back from the meeting dates, look at the clashes, write it into the register and "
        "share it with the contacts.",
        "pmf timetable make",
        "in February",
    ),
    (
        "A02",
        _A,
        "Agree targets for the year",
        "A target set late measures nothing.",
        "Take proposals to each management team, then to CLT; type them into the sheet Targets with who "
        "agreed them.",
        "pmf kpi list",
        "in March",
    ),
    (
        "A03",
        _A,
        "Bring the year’s figures in",
        "Year-end data must be full and on time.",
        "Ask for figures that come once a year, and see what is still out.",
        "pmf collect status",
        "in June",
    ),
    (
        "A04",
        _A,
        "Review the Supporting Information",
        "Every row is looked at once a year.",
        "Send each responsible officer their rows; type the date of review.",
        "pmf validate --coverage",
        "in October",
    ),
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
        for number, kind, step, why, how, command, timing in _ROWS
    )
