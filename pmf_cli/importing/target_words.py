"""The words and forms in which councils print targets."""

from __future__ import annotations

import re

from pmf_cli.importing.guesses import Sureness
from pmf_cli.register.terms import TargetType

WORDS: tuple[tuple[str, TargetType, Sureness, str], ...] = (
    (r"establish(ing)? (a )?baseline.*|baseline( year| to be set)?|new( measure| kpi| indicator)?|tb[cad]"
     r"|to be (agreed|set|confirmed|determined|advised).*|not yet (set|agreed)|target to be .*|setting baseline",
     TargetType.TO_BE_AGREED, Sureness.LIKELY, "no target has been set yet"),
    (r"tracker|monitor(ing)?( only)?|for info(rmation)?( only)?|data only|no target( set)?|contextual|not applicable"
     r"|information only|volume only|trend only|monitored",
     TargetType.TRACKER, Sureness.LIKELY, "the words mean that no target is meant"),
    (r"n/?a|n\.a\.?|-|–|—|none|x", TargetType.TRACKER, Sureness.DOUBTFUL,
     "no target may be meant, or none set yet"),
    (r"top (quartile|quarter|decile|25 ?%|10 ?%).*|upper quartile.*|(achieve|reach|meet|match|in line with|above|better than"
     r"|at or above|exceed|below) (the )?(england|national|regional|london|cipfa|comparator|peer|statistical|core).*"
     r"|(national|england|regional|london) average.*|best quartile.*|upper (quarter|decile).*",
     TargetType.TO_BE_AGREED, Sureness.DOUBTFUL, "there is no number: it needs a comparator's figure"),
    (r"(maintain|sustain|hold|stay the same|same as|no (increase or decrease|change))( .*)?", TargetType.MAINTAIN,
     Sureness.LIKELY, "direction only"),
    (r"(increase|increasing|improve|improvement|improving|rise|grow|growth|raise|upward)( .*)?|(year on year|an?) increase.*"
     r"|higher( than .*)?|up|better than (last|previous) .*|above (last|previous) .*|more than last .*",
     TargetType.INCREASE, Sureness.LIKELY, "direction only"),
    (r"(decrease|decreasing|reduce|reduction|reducing|fall|lower|fewer|minimise|downward)( .*)?|(year on year|an?) (decrease"
     r"|reduction).*|down|below (last|previous) .*|less than last .*",
     TargetType.DECREASE, Sureness.LIKELY, "direction only"),
)  # fmt: skip
AT_MOST = r"<=?|≤|less than|under|below|no more than|not more than|fewer than|max(?:imum)?\.?|up to|within|at most|no greater than|lower than"
AT_LEAST = r">=?|≥|greater than|more than|over|above|at least|min(?:imum)?\.?|better than|no less than|not less than|exceed(?:ing)?|maintain(?: at)?(?: least)?|minimum of"
KEEPING = re.compile(r"(?:maintain(?:ed)?|keep|kept|hold|held|remain(?:ing)?|stay|sustain(?:ed)?)(?: at| it)?\s+"
                     r"(?=(?:<|>|≤|≥|less|under|below|no |not |fewer|up to|within|at most|at least|lower|greater|more|over|above|better|max|min))",
                     re.I)  # fmt: skip
"""Words before a limit that add nothing to it: ``Maintain below 9%``."""
MOVING = re.compile(r"(?:(?P<up>increas\w*|improv\w*|rais\w*|ris\w*|grow\w*)|(?P<down>reduc\w*|decreas\w*|lower\w*|fall\w*|cut))"
                    r"(?: \w+){0,3}? to (?:at least |at most |below |under |above |over )?(?P<rest>[£\d.+\-−].*)", re.I)  # fmt: skip
"""A direction with the figure to be reached: ``Reduce to 10%``."""
YEARS = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?:[/\-–](?:\d{4}|\d\d))?(?!\d)|\bq[1-4]\b|(?<!\d)\d\d/\d\d(?!\d)"
)
"""Years and quarters, which are no figures to reach."""
WHEN = re.compile(r"(?:by |end of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? (?:19|20)\d\d"
                  r"|(?:by |end of )?(?:19|20)\d\d[/\-–](?:\d\d|20\d\d)(?: ?q[1-4])?|q[1-4] .*\d", re.I)  # fmt: skip
"""A time at which something is to be done, which is no figure to reach."""
LIMIT_BEFORE = re.compile(
    rf"(?:(?P<most>{AT_MOST})|(?P<least>{AT_LEAST}))(?:\s+of)?\s*(?P<rest>[£\d.+\-−].*)", re.I
)
LIMIT_AFTER = re.compile(
    r"(?P<rest>.*?[\d%])\s*(?:(?P<least>\+|minimum|min\.?|or (?:above|more|higher|better|over|greater)|and (?:above|over))"
    r"|(?P<most>maximum|max\.?|or (?:below|less|lower|fewer|under)))(?P<tail>(?: of .*)?)",
    re.I,
)  # fmt: skip
RELATIVE = re.compile(r"([+\-−]?\s?[\d.,]+\s?%?) (increase|decrease|reduction|improvement|rise|fall)\b.*"
                       r"|(increase|decrease|reduce|reduction|improve|rise|fall|grow) (?:of|by) (?:at least )?[\d.,]+.*", re.I)  # fmt: skip
RANGE = re.compile(
    r"(?:between )?(£?[\d.,]+\s?%?)\s*(?:to|and|-|–)\s*(£?[\d.,]+\s?%?(?:\s?[a-z ]+)?)", re.I
)
GAP = re.compile(
    r".*\b(better|worse|above|below|more|less|over|under) than (our|the) target.*", re.I
)
TWO = re.compile(r"acceptable ([\d.,]+ ?%?)[ /;,]+achievable ([\d.,]+ ?%?)", re.I)
OF = re.compile(r"(?:of|per) [^\d]+", re.I)
ASIDE = re.compile(r"\([^()\d]*\)")
DAY = re.compile(r"(?:by )?(\d{1,2})/(\d{1,2})/(\d{4})")
