"""Data formats of highlights, commentary, changes of scope, and of changes that are only planned."""

from __future__ import annotations

from pmf_cli.render.schemas.schema import Schema

HIGHLIGHTS = Schema(
    "pmf/highlights/1",
    "One item a KPI that was put forward, chosen or turned down as a highlight. From `pmf highlights`.",
    "items",
    {
        "ref": "KPI reference.",
        "name": "KPI name.",
        "directorate": "Directorate.",
        "standing": "Chosen, Proposed, Candidate or Turned down.",
        "kind": "Adverse, Favourable, Watch or Other.",
        "score": "The sum of the reasons' weights.",
        "rating": "Red, Amber or Green; empty where not rated.",
        "direction_text": "The direction of travel in words.",
        "reasons": "Why the tool put it forward, one sentence each.",
        "weights": "The weight of each reason, in the same order.",
        "chosen": "True or false where a person decided.",
        "why": "The person's reason.",
        "by": "Contact reference of who decided.",
        "by_post": "Their post.",
        "commentary_asked_on": "When the service was asked, ISO date.",
        "commentary_received_on": "When the answer came, ISO date.",
    },
)

COMMENTARY_REQUEST = Schema(
    "pmf/commentary-request/1",
    "One item a question to a service about a result. From `pmf commentary request`.",
    "items",
    {
        "ref": "KPI reference.",
        "name": "KPI name.",
        "directorate": "Directorate.",
        "period": "The KPI's own period that the answer is about.",
        "result_text": "The result as printed.",
        "target_text": "The target as printed.",
        "rating": "Red, Amber or Green; empty where not rated.",
        "why_asked": "Red, Amber, chosen as a highlight, exceeding, or data quality problem.",
        "kind": "The kind of comment that answers it.",
        "question": "The question.",
        "answered": "True where the register holds an answer.",
        "last_period": "The period of the last comment of the kind.",
        "last_comment": "That comment.",
        "contact": "Contact reference of who is asked; empty where nobody can be.",
        "post": "Their post.",
        "stands_in": "True where that is the deputy.",
        "why_contact": "Why it is the deputy, or nobody.",
        "responsible": "Who answers for the KPI, by post.",
        "due": "When commentary is due by the timetable, ISO date.",
        "result_cell": "Where the result stands.",
    },
)

COMMENTARY_CHECK = Schema(
    "pmf/commentary-check/1",
    "One item a question to an author about commentary. From `pmf commentary check`.",
    "items",
    {
        "ref": "KPI reference.",
        "name": "KPI name.",
        "directorate": "Directorate.",
        "period": "The KPI's own period that the comment is about.",
        "rating": "Red, Amber or Green; empty where not rated.",
        "about": "Which question: missing, repeated, too long and so on.",
        "question": "The question.",
        "quote": "The comment's own words, shortened; empty where there is no comment.",
        "kind": "The kind of comment; empty where there is none.",
        "contact": "Contact reference of who is asked: the author, else the key contact or the deputy.",
        "post": "Their post.",
        "stands_in": "True where that is a deputy.",
        "why_contact": "Why it is the deputy, or nobody.",
        "where": "The cell: workbook, sheet!cell.",
    },
)

PLANNED = Schema(
    "pmf/planned/1",
    "One item a thing that a command would change or bring about. From `pmf highlights choose`, `pmf scope change` and `pmf scope told`.",
    "items",
    {
        "kind": "cell, told, series, rating or finding.",
        "what": "The column's heading, the body, or what it is about.",
        "kpi": "The KPI or change concerned, if any.",
        "where": "The cell, the sheet of a new row, or the period.",
        "before": "What is there now; empty for nothing.",
        "after": "What would be there.",
    },
)

SCOPE = Schema(
    "pmf/scope/1",
    "One item a change of scope and a body that must be told of it. From `pmf scope list`.",
    "items",
    {
        "change": "Reference of the change.",
        "kpi": "KPI reference.",
        "name": "KPI name.",
        "kind": "New, Ended, Definition, Source, Frequency, Owner, Target, Tolerance, Polarity or Board.",
        "from_period": "First period under the new scope.",
        "before": "As it was.",
        "after": "As it is now.",
        "reason": "Why.",
        "break_in_series": "True where figures before and after cannot be compared.",
        "body_kind": "DMT, CLT or Scrutiny; empty where nobody need be told.",
        "body": "The body's name.",
        "told_on": "When it was told, ISO date; empty where it has not been.",
        "next_meeting": "When it next meets by the timetable, ISO date.",
        "where": "The cell for the date.",
    },
)
