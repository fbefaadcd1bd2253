"""Settings that cannot be used are refused with their name and what they may be."""

from __future__ import annotations

import pytest

from pmf_cli.errors import UsageError
from pmf_cli.settings import parse_settings

JARGON = ("Value error", "Input should", "pydantic", "tuple", "dictionary", "decimal", "instance")


@pytest.mark.parametrize(
    ("text", "name", "cure"),
    [
        ("as_of = 'soon'", "as_of", "a date such as 2025-02-03"),
        ("as_of = 3.5", "as_of", "a date such as 2025-02-03"),
        ("financial_year_start = 13", "financial_year_start", "the most is 12"),
        ("financial_year_start = 4.5", "financial_year_start", "a whole number"),
        ("council = 'X'", "council", "settings of its own"),
        ("[council]\nname = 3", "council.name", 'a text in "quotes"'),
        ("[files]\nbackups = 0", "files.backups", "the least is 1"),
        ("[files]\nworkbooks = ['../x.xlsx']", "files.workbooks", "beside pmf.toml"),
        ("[files]\nworkbooks = 'x.xlsx'", "files.workbooks", "[square brackets]"),
        ("[limits]\nrows = 0", "limits.rows", "the least is 1"),
        ("[rating]\ntolerance = 'many'", "rating.tolerance", "a number"),
        ("[rating]\ntolerance = nan", "rating.tolerance", "a number"),
        ("[rating]\ntolerance = 1e999", "rating.tolerance", "a number"),
        ("[rating]\ntolerance = -5", "rating.tolerance", "the least is 0"),
        ("[rating]\nrate_splits = 'perhaps'", "rating.rate_splits", "true or false"),
        ("[charts]\nperiods = -3", "charts.periods", "the least is 2"),
        ("[clt]\nhighlights = -1", "clt.highlights", "the least is 0"),
        ("[mail]\nsecurity = 'nobody'", "mail.security", "'starttls', 'tls' or 'none'"),
        ("[mial]\nhost = 'x'", "mial", "is not a setting"),
        ("[[checks.ignore]]\ncode = 'X'", "checks.ignore.1.reason", "it is missing"),
        ("[[checks.ignore]]\ncode = 'X'\nreason = ''", "checks.ignore.1.reason", "not be empty"),
        ("[[markers]]\nlabel = 'x'\nfrom = 2025-02-02\nto = 2025-02-01", "markers.1", "before"),
        ("[headings]\nResults = 3", "headings.Results", "settings of its own"),
        ("[timetable]\nclosed_days = [3.5]", "timetable.closed_days.1", "a date such as"),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused_in_plain_words(
    text: str, name: str, cure: str
) -> None:
    """The name as it stands in the file, what it may be, and none of the library's own words."""
    with pytest.raises(UsageError) as refused:
        parse_settings(text)
    assert refused.value.message.startswith(f"pmf.toml: {name} ")
    assert cure in refused.value.message
    assert not [word for word in JARGON if word in refused.value.message]
