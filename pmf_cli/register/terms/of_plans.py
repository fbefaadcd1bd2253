"""The words of risks, actions, milestones and improvements."""

from __future__ import annotations

from enum import StrEnum


class RiskKind(StrEnum):
    """Whether a KPI shows a risk coming or come."""

    LEADING = "Leading"
    LAGGING = "Lagging"


class RiskMovement(StrEnum):
    """What a worsening KPI means for the risk."""

    RISES = "Risk rises"
    FALLS = "Risk falls"


class ActionPurpose(StrEnum):
    """Why an action stands in a plan."""

    COUNCIL_PRIORITY = "Council priority"
    EFFICIENCY = "Efficiency"
    STATUTORY = "Statutory"


class ActionStatus(StrEnum):
    """Where an action stands."""

    NOT_STARTED = "Not started"
    ON_TRACK = "On track"
    AT_RISK = "At risk"
    OFF_TRACK = "Off track"
    COMPLETED = "Completed"
    CANCELLED = "Cancelled"


class MilestoneKind(StrEnum):
    """What kind of milestone it is."""

    MILESTONE = "Milestone"
    STAGE_GATE = "Stage gate"
    DECISION = "Decision"


class ImprovementKind(StrEnum):
    """What an improvement is about."""

    ASSURANCE = "Assurance"
    DATA_DEVELOPMENT = "Data development"


class ControlAspect(StrEnum):
    """The five aspects of the cycle of internal control (assurance report 2024, ¶4)."""

    DEFINE = "Define and Document"
    COMMUNICATE = "Clearly Communicate"
    EMBED = "Effectively Embed"
    MONITOR = "Meaningfully Monitor"
    REVIEW = "Review and Refine"
