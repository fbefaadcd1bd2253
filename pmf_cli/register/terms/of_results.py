"""The words of results, commentary, benchmarks and splits."""

from __future__ import annotations

from enum import StrEnum


class ValueStatus(StrEnum):
    """How firm a result is."""

    FINAL = "Final"
    PROVISIONAL = "Provisional"
    ESTIMATED = "Estimated"
    REVISED = "Revised"


class NoDataReason(StrEnum):
    """Why a result is blank; blank without one of these means nobody has answered."""

    NOT_DUE = "Not due this period"
    OVERDUE = "Return overdue"
    AWAITING_PUBLICATION = "Awaiting national publication"
    DATA_QUALITY = "Data quality problem"
    SUPPRESSED = "Suppressed (small numbers)"
    NOT_APPLICABLE = "Not applicable"
    NOT_COMPARABLE = "Not comparable (break in series)"
    DEVELOPMENT = "Under development"
    DISCONTINUED = "Discontinued"


class EntrySource(StrEnum):
    """How a result came into the record."""

    RETURN_FORM = "Return form"
    EMAIL = "E-mail"
    IMPORT = "Import"
    TYPED = "Typed"
    NATIONAL = "National source"


class CommentaryKind(StrEnum):
    """What a comment is for."""

    REASON = "Reason for result"
    ACTION = "Action being taken"
    RECOVERY = "Recovery forecast"
    GOOD_PRACTICE = "Good practice"
    CONTEXT = "Context"
    DATA_QUALITY = "Data quality"
    JUDGED = "Judged status"


class UseIn(StrEnum):
    """The kinds of paper a comment may be used in."""

    CLT = "CLT"
    DMT = "DMT"
    SCRUTINY = "Scrutiny"
    CABINET = "Cabinet"
    ANNUAL = "Annual"
    PUBLIC = "Public"


class BenchmarkGroup(StrEnum):
    """Who a council compares itself with."""

    CORE_CITIES = "Core Cities"
    CIPFA = "CIPFA nearest neighbours"
    STATISTICAL = "Children's services statistical neighbours"
    REGION = "Region"
    ENGLAND = "England"
    FAMILY = "Family group"
    OTHER = "Other"


class BenchmarkStatistic(StrEnum):
    """What figure of the group is given."""

    VALUE = "Value"
    MEAN = "Mean"
    MEDIAN = "Median"
    BEST_QUARTER = "Best quarter"
    WORST_QUARTER = "Worst quarter"


class SplitKind(StrEnum):
    """By what a result is split."""

    WARD = "Ward"
    COMMITTEE_AREA = "Community committee area"
    TOWN = "Town"
    DEPRIVATION = "Deprivation tenth"
    SEX = "Sex"
    AGE = "Age"
    ETHNICITY = "Ethnicity"
    TENURE = "Tenure"
    OTHER = "Other"
