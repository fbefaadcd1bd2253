"""The formulas by which an entry sheet shows a rating as it is typed, from the register's own bands.

They say what ``rag/`` says of the same cells (a test holds the two against each other), or, where a
rating depends on what a row does not hold, that ``pmf rag`` is to be asked. Only functions that Excel
2016 and LibreOffice both know. Sums are rounded to 13 significant digits before they are compared: Excel's
numbers are binary, and an exact 5% must stay exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pmf_cli.frozen import frozen
from pmf_cli.register import terms
from pmf_cli.register.sheets.entry import KEY, KEY_SETTINGS
from pmf_cli.register.sheets.first_rating import EXAMPLE
from pmf_cli.register.sheets.layout import columns_of
from pmf_cli.register.sheets.targets import RatingRule
from pmf_cli.workbook.cells import column_letter

RULES = "Rating rules"
FIRST_KEY_ROW = 13
"""The first row of the sheet Key that is about a row of Rating rules; above it stands what holds without one."""
MOST_RULES = 100
"""Rows of Rating rules that the formulas know of; with more they ask for ``pmf rag``."""
ASK = "pmf rag"
"""What stands where a colour cannot be told from the row alone."""
INCOMPLETE, NO_TARGET, NO_COMPARATOR = "Incomplete", "No target", "No comparator"
NOT_RATED, TRACKER = "Not rated", "Tracker"

_CANNOT_TELL = f"{KEY}!$B$9"
"""How many rows of Rating rules the formulas cannot follow."""
_LAST_KEY_ROW = FIRST_KEY_ROW + MOST_RULES - 1
RULE_DEFAULTS: Mapping[str, str | int] = {
    "tolerance": "",
    "tolerance_basis": terms.ToleranceBasis.RELATIVE,
    "green_tolerance": 0,
    "at_boundary": terms.Rag.AMBER,
    "at_green_boundary": terms.Rag.GREEN,
    "rated_on": terms.RatedOn.ROUNDED,
    "improved_rule": terms.ImprovedRule.NONE,
    "direction_better": terms.Rag.GREEN,
    "direction_same": terms.Rag.AMBER,
    "direction_worse_within": terms.Rag.AMBER,
    "direction_worse_beyond": terms.Rag.RED,
}
"""Column of Rating rules → what holds where it is blank, as ``rag/rules.py`` has it."""
KEY_COLUMNS = ("for whom", "from quarter", "age", *RULE_DEFAULTS)
"""The columns of the sheet Key about rows of Rating rules."""


def _setting(name: str) -> str:
    letter, row = KEY_SETTINGS[name][0], KEY_SETTINGS[name][1:]
    return f"{KEY}!${letter}${row}"


def _rules_letter(field: str) -> str:
    return column_letter([column.field for column in columns_of(RatingRule)].index(field) + 1)


def _rule_range(field: str) -> str:
    letter = _rules_letter(field)
    return f"'{RULES}'!${letter}$2:${letter}${MOST_RULES + 1}"


def _rule_cell(field: str, row: int) -> str:
    return f"'{RULES}'!${_rules_letter(field)}{row - FIRST_KEY_ROW + 2}"


def _own(column: str) -> str:
    return f"${column}${FIRST_KEY_ROW}:${column}${_LAST_KEY_ROW}"


def _in_key(column: str) -> str:
    return f"{KEY}!{_own(column)}"


def cannot_tell_formula() -> str:
    """Counts the rows of Rating rules that the formulas cannot follow."""
    letter = _rules_letter("rule_set")
    beyond = f"COUNTA('{RULES}'!${letter}${MOST_RULES + 2}:${letter}$5000)"
    return f'=SUMPRODUCT(({_own("B")}="?")*1)+{beyond}'


def key_formulas(row: int) -> Iterator[str]:
    """A row of the sheet Key: whom a rule is for, the quarter it begins with, its age among all, what it says.

    A quarter is a number: four times the year, plus the quarter.
    """
    here = f"TRIM({_rule_cell('from_period', row)})"
    applies = f"LOWER(TRIM({_rule_cell('applies_to', row)}))"
    exists = f"LEN(TRIM({_rule_cell('rule_set', row)}))>0"
    part = (
        f'IF(LEN({here})=7,1,IF(AND(LEN({here})=10,MID({here},9,1)="Q"),VALUE(MID({here},10,1)),'
        f'IF(AND(LEN({here})=10,MID({here},9,1)="H"),2*VALUE(MID({here},10,1))-1,NA())))'
    )
    year = f'IF(MID({here},5,1)="/",VALUE(LEFT({here},4))*4,NA())'
    starts, agreed, name = _own("B"), _rule_range("approved_on"), _rule_range("rule_set")
    start, on, called = f"$B{row}", _rule_cell("approved_on", row), _rule_cell("rule_set", row)
    older = (
        f"({starts}<{start})+({starts}={start})*(({agreed}<{on})+({agreed}={on})*"
        f"(({name}<{called})+({name}={called})*(ROW({starts})<=ROW({start}))))"
    )
    yield f'=IF({exists},IF({applies}="","all",{applies}),"")'
    yield f'=IF({exists},IF({here}="",0,IFERROR({year}+{part},"?")),9E9)'
    yield f"=IF(ISNUMBER({start}),IF({start}<9E9,SUMPRODUCT({older}),0),0)"
    for place, field in enumerate(RULE_DEFAULTS, 4):
        cell, usual = _rule_cell(field, row), f"{column_letter(place)}${FIRST_KEY_ROW - 1}"
        # A measure without a tolerance of the rule's own says nothing of the tool's.
        yield f'=IF({cell}="",{usual},{cell})'


@frozen
class EntryBlock:
    """The columns of one quarter, by letter: what is typed, the rating, and the workings behind it.

    Attributes:
        workings: the column of each working.
    """

    target: str
    actual: str
    rating: str
    workings: Mapping[str, str]


ROW_WORKINGS = ("share", "state")
"""The workings of a row: whether its figures are percentages, and the word where none of it is rated."""
WORKING_NAMES = (
    "target", "value", "key", "rule", "compared", "base", "rated", "width", "green", "worse", "digits",
)  # fmt: skip
"""The workings of a quarter, in the order of their columns."""


class EntryRow:
    """The formulas of one row of an entry sheet.

    Args:
        fields: field of a KPI or of its target, or working of the row → the letter of its column.
        blocks: the quarters, in order of time.
        row: the row's number, or what stands for it.
        words: the council's words for the ratings.
    """

    def __init__(
        self,
        fields: Mapping[str, str],
        blocks: tuple[EntryBlock, ...],
        row: str,
        words: terms.RatingWords = terms.RATING_WORDS,
    ) -> None:
        self._fields, self._blocks, self._row = fields, blocks, row
        self._words = words

    def formulas(self) -> Iterator[tuple[str, str]]:
        """Column letter → formula, for the workings of the row, and for workings and rating of each quarter."""
        yield self._fields["share"], self._share()
        yield self._fields["state"], self._state()
        for number, block in enumerate(self._blocks):
            made = {
                "target": self._target(number),
                "value": f'=IF(LEN(TRIM({self._actual(block)}))=0,"",{self._number(self._actual(block))})',
                "key": self._key(block),
                "rule": self._rule(block),
                "compared": self._compared(number),
                "base": self._base(block),
                "rated": self._rated(block),
                "width": self._width(block),
                "green": self._green(block),
                "worse": self._worse(block),
                "digits": self._digits(block),
            }
            yield from ((block.workings[name], made[name]) for name in WORKING_NAMES)
            yield block.rating, self._rating(block)

    def _of(self, field: str) -> str:
        return f"${self._fields[field]}{self._row}"

    def _is(self, field: str, *words: str) -> str:
        """Whether a column of the row says one of some words."""
        found = ",".join(f'{self._of(field)}="{word}"' for word in words)
        return f"OR({found})" if len(words) > 1 else found

    def _at(self, block: EntryBlock, working: str) -> str:
        return f"{block.workings[working]}{self._row}"

    def _actual(self, block: EntryBlock) -> str:
        return f"{block.actual}{self._row}"

    def _share(self) -> str:
        unit = f"LOWER(TRIM({self._of('unit')}))"
        words = ",".join(f'{unit}="{word}"' for word in ("per cent", "percent", "percentage"))
        return f'=OR({self._is("data_type", terms.DataType.PERCENTAGE)},LEFT({unit},1)="%",{words})'

    def _state(self) -> str:
        """The word that stands for every quarter of the row; ``""`` where a colour may be told."""
        reference = self._of("ref")
        number = (
            f'AND({cell}<>"",NOT(ISNUMBER({cell})))'
            for cell in map(self._of, ("decimal_places", "tolerance"))
        )
        kinds = (terms.TargetType.VALUE, *_DIRECTIONS)
        by_chance = self._is("tolerance_basis", terms.ToleranceBasis.CONFIDENCE)
        sided = self._is("polarity", terms.Polarity.HIGHER, terms.Polarity.LOWER)
        lines = (
            (
                f'OR(LEN(TRIM({reference}))=0,LEFT({reference},{len(EXAMPLE) - 1})="{EXAMPLE.strip()}")',
                "-",
            ),
            (self._is("status", terms.KpiStatus.DEVELOPMENT, terms.KpiStatus.PAUSED), NOT_RATED),
            (self._is("accountability", terms.Accountability.POPULATION), NOT_RATED),
            (f"OR({self._is('status', terms.KpiStatus.ENDED)},{self._stands_in('Targets')})", ASK),
            (self._is("target_type", ""), INCOMPLETE),
            (self._is("target_type", terms.TargetType.TRACKER), TRACKER),
            (self._is("target_type", terms.TargetType.TO_BE_AGREED), NO_TARGET),
            (f"NOT({self._is('target_type', *kinds)})", ASK),
            (f'AND({self._of("tolerance")}<>"",{by_chance})', ASK),
            (self._is("data_type", *_NUMBERLESS), ASK),
            (f"OR({','.join(number)})", ASK),
            (f"OR({self._is('financial', '')},{self._is('data_type', '')})", INCOMPLETE),
            (f"NOT({self._is('financial', 'Yes', 'No')})", ASK),
            (f"AND({self._is('target_type', terms.TargetType.VALUE)},NOT({sided}))", INCOMPLETE),
        )
        return f"={_first_of(((asked, _quoted(word)) for asked, word in lines), _quoted(''))}"

    def _number(self, cell: str) -> str:
        """A cell's number as the register reads it: of what is shown with % a hundred times as much."""
        shown = f'LEFT(CELL("format",{cell}),1)="P"'
        share = f'IF({self._of("share")},ROUND({cell}*100,10),"?")'
        return f'IF(ISNUMBER({cell}),IF({shown},{share},{cell}),"?")'

    def _target(self, number: int) -> str:
        """The target in force: the one typed, else the one before it, but for what is cumulative."""
        typed = f"{self._blocks[number].target}{self._row}"
        before = _quoted("")
        if number:
            before = f'IF({self._is_cumulative},"",{self._at(self._blocks[number - 1], "target")})'
        return f"=IF(LEN(TRIM({typed}))>0,{self._number(typed)},{before})"

    @property
    def _is_cumulative(self) -> str:
        return self._is("time_basis", terms.TimeBasis.CUMULATIVE)

    def _key(self, block: EntryBlock) -> str:
        """The narrowest rule begun by the quarter's end: how narrow, times 1000, plus its age."""
        heading = f"{block.actual}$1"
        quarter = f"(VALUE(LEFT({heading},4))*4+VALUE(MID({heading},10,1)))"
        names, whom = (("ref", 16), ("kpi_class", 8), ("directorate", 4)), _in_key("A")
        fits = "+".join(f"({whom}=LOWER(TRIM({self._of(field)})))*{by}" for field, by in names)
        fits += f'+({whom}="financial")*({self._of("financial")}="Yes")*2+({whom}="all")'
        return f"=SUMPRODUCT(MAX(({_in_key('B')}<={quarter})*(({fits})*1000+{_in_key('C')})))"

    def _rule(self, block: EntryBlock) -> str:
        """The place of the rule in force in the sheet Key: 1 for none, -1 where it cannot be told."""
        key = self._at(block, "key")
        found = f"1+MATCH(MOD({key},1000),{_in_key('C')},0)"
        return f"=IF({_CANNOT_TELL}>0,-1,IF({key}<1000,1,{found}))"

    def _said(self, block: EntryBlock, field: str) -> str:
        """What the rule in force says in a column, its blanks filled."""
        letter = column_letter(4 + list(RULE_DEFAULTS).index(field))
        return f"INDEX({KEY}!${letter}${FIRST_KEY_ROW - 1}:${letter}${_LAST_KEY_ROW},{self._at(block, 'rule')})"

    def _compared(self, number: int) -> str:
        """The figure compared with; ``""`` where there is none, ``"?"`` where the row cannot tell."""
        moves = f"OR({self._is('seasonal', 'Yes')},{self._is_cumulative})"
        before, last_year = self._value(number - 1), self._value(number - 4)
        asks = (
            f"OR(NOT({self._is('frequency', terms.Frequency.QUARTERLY)}),"
            f"{self._stands_in('Results')},{self._stands_in('Scope changes', 'B')})"
        )
        lines = (
            (self._is("comparator", "", terms.ComparatorRule.NONE), _quoted("")),
            (asks, _quoted("?")),
            (
                self._is("comparator", terms.ComparatorRule.PREVIOUS_PERIOD),
                f"IF({moves},{last_year},{before})",
            ),
            (self._is("comparator", terms.ComparatorRule.SAME_PERIOD_LAST_YEAR), last_year),
        )
        return f"={_first_of(lines, _quoted('?'))}"

    def _value(self, number: int) -> str:
        return self._at(self._blocks[number], "value") if number >= 0 else _quoted("")

    def _stands_in(self, sheet: str, column: str = "A") -> str:
        return f"COUNTIF('{sheet}'!${column}$2:${column}$5000,{self._of('ref')})>0"

    def _printed(self, block: EntryBlock, value: str) -> str:
        """A figure as it is printed, or exact where the rule in force says so."""
        places = self._of("decimal_places")
        is_exact = f'OR({places}="",{self._said(block, "rated_on")}="{terms.RatedOn.EXACT}")'
        return f"IF({is_exact},{value},ROUND({value},{places}))"

    def _base(self, block: EntryBlock) -> str:
        """What the figure is held against: the target, or what it is compared with."""
        target, compared = self._at(block, "target"), self._at(block, "compared")
        kept = f"AND({self._is('target_type', terms.TargetType.MAINTAIN)},LEN({target})>0)"
        other = f"IF(ISNUMBER({compared}),{self._printed(block, compared)},{compared})"
        return f"=IF(OR({self._is('target_type', terms.TargetType.VALUE)},{kept}),{target},{other})"

    def _rated(self, block: EntryBlock) -> str:
        value = self._at(block, "value")
        return f'=IF(ISNUMBER({value}),{self._printed(block, value)},"?")'

    def _width(self, block: EntryBlock) -> str:
        """How far Amber reaches, in the KPI's unit: the KPI's own tolerance, the rule's, or the tool's."""
        own, own_basis = self._of("tolerance"), self._of("tolerance_basis")
        share = f"ABS({self._at(block, 'base')})/100"
        given, said = self._said(block, "tolerance"), self._said(block, "tolerance_basis")
        relative, points = terms.ToleranceBasis.RELATIVE, terms.ToleranceBasis.POINTS
        financial, usual = map(_setting, ("financial_tolerance", "tolerance"))
        is_relative = (
            f'OR({own_basis}="{relative}",AND({own_basis}="",OR({given}="",{said}="{relative}")))'
        )
        unfit = f'OR({given}="",AND({said}="{points}",NOT({self._of("share")})))'
        lines = (
            (f'{own}<>""', f"ABS({own})*IF({is_relative},{share},1)"),
            (unfit, f"IF({self._is('financial', 'Yes')},{financial},{usual})*{share}"),
        )
        by_rule = f'ABS({given})*IF({said}="{relative}",{share},1)'
        return f"=IFERROR({_first_of(lines, by_rule)},0)"

    def _green(self, block: EntryBlock) -> str:
        """How far Green reaches on the worse side, never beyond the KPI's own tolerance."""
        given, said = self._said(block, "green_tolerance"), self._said(block, "tolerance_basis")
        relative, points = terms.ToleranceBasis.RELATIVE, terms.ToleranceBasis.POINTS
        reach = _first_of(
            (
                (f'{said}="{relative}"', f"ABS({given})*ABS({self._at(block, 'base')})/100"),
                (f'AND({said}="{points}",NOT({self._of("share")}))', "0"),
            ),
            f"ABS({given})",
        )
        most = f'IF({self._of("tolerance")}<>"",{self._at(block, "width")},9E99)'
        return f"=IFERROR(MIN({reach},{most}),0)"

    def _worse(self, block: EntryBlock) -> str:
        """How far on the worse side; of a level to be kept how far off on either."""
        gap = f"({self._at(block, 'base')}-{self._at(block, 'rated')})"
        higher = (
            f"OR({self._is('target_type', terms.TargetType.INCREASE)},"
            f"AND({self._is('target_type', terms.TargetType.VALUE)},{self._is('polarity', terms.Polarity.HIGHER)}))"
        )
        level = self._is("target_type", terms.TargetType.MAINTAIN)
        return f"=IFERROR(IF({level},ABS({gap}),IF({higher},1,-1)*{gap}),0)"

    def _digits(self, block: EntryBlock) -> str:
        base, rated = self._at(block, "base"), self._at(block, "rated")
        return f"=IFERROR(12-INT(LOG10(MAX(1,ABS({base}),ABS({rated})))),10)"

    def _rating(self, block: EntryBlock) -> str:
        """The word: a colour, why there is none, or that ``pmf rag`` is to be asked."""
        state, base = self._of("state"), self._at(block, "base")
        is_value = self._is("target_type", terms.TargetType.VALUE)
        moved = f'AND({is_value},{self._said(block, "improved_rule")}<>"{terms.ImprovedRule.NONE}")'
        # An interval needs the numerator and the denominator, which no entry sheet holds.
        by_chance = f'{self._said(block, "tolerance_basis")}="{terms.ToleranceBasis.CONFIDENCE}"'
        numbers = f"AND(ISNUMBER({base}),ISNUMBER({self._at(block, 'rated')}))"
        lines = (
            (f'OR({state}="-",LEN(TRIM({self._actual(block)}))=0)', _quoted("")),
            (f'{state}<>""', state),
            (f"{self._at(block, 'rule')}<0", _quoted(ASK)),
            (f"OR({moved},{by_chance})", _quoted(ASK)),
            (f"LEN({base})=0", f"IF({is_value},{_quoted(NO_TARGET)},{_quoted(NO_COMPARATOR)})"),
            (f"NOT({numbers})", _quoted(ASK)),
            (is_value, self._of_value(block)),
            (self._is("target_type", terms.TargetType.MAINTAIN), self._of_level(block)),
        )
        return f"={_first_of(lines, self._of_direction(block))}"

    def _word(self, rag: terms.Rag) -> str:
        return _quoted(self._words[rag])

    def _in_words(self, rag: str) -> str:
        """What the register's word for a colour, given by a formula, is called by the council."""
        if self._words == terms.RATING_WORDS:
            return rag
        lines = ((f'{rag}="{one}"', self._word(one)) for one in (terms.Rag.RED, terms.Rag.AMBER))
        return _first_of(lines, self._word(terms.Rag.GREEN))

    def _past(self, block: EntryBlock, edge: str) -> str:
        """A distance on the worse side less an edge: 0 exactly at it."""
        return f"ROUND({self._at(block, 'worse')}-{edge},{self._at(block, 'digits')})"

    def _within(self, block: EntryBlock, edge: str) -> str:
        """Whether a figure is up to an edge of Amber, which itself may be Red."""
        past = self._past(block, edge)
        at_end = f'{self._said(block, "at_boundary")}<>"{terms.Rag.RED}"'
        return f"OR({past}<0,AND({past}=0,{at_end}))"

    def _of_value(self, block: EntryBlock) -> str:
        past, at_end = (
            self._past(block, self._at(block, "green")),
            self._said(block, "at_green_boundary"),
        )
        lines = (
            (
                f'OR({past}<0,AND({past}=0,{at_end}="{terms.Rag.GREEN}"))',
                self._word(terms.Rag.GREEN),
            ),
            (f'AND({past}=0,{at_end}="{terms.Rag.RED}")', self._word(terms.Rag.RED)),
            (self._within(block, self._at(block, "width")), self._word(terms.Rag.AMBER)),
        )
        return _first_of(lines, self._word(terms.Rag.RED))

    def _of_level(self, block: EntryBlock) -> str:
        reach = f"MAX({self._at(block, 'width')},{_NEAR})"
        lines = (
            (f"{self._past(block, reach)}<=0", self._word(terms.Rag.GREEN)),
            (self._within(block, f"2*{reach}"), self._word(terms.Rag.AMBER)),
        )
        return _first_of(lines, self._word(terms.Rag.RED))

    def _of_direction(self, block: EntryBlock) -> str:
        width = self._at(block, "width")
        lines = (
            (
                f"{self._past(block, f'(-{_NEAR})')}<0",
                self._in_words(self._said(block, "direction_better")),
            ),
            (f"{self._past(block, _NEAR)}<=0", self._in_words(self._said(block, "direction_same"))),
            (
                f"AND({width}>{_NEAR},{self._within(block, width)})",
                self._in_words(self._said(block, "direction_worse_within")),
            ),
        )
        return _first_of(lines, self._in_words(self._said(block, "direction_worse_beyond")))


_DIRECTIONS = (terms.TargetType.INCREASE, terms.TargetType.DECREASE, terms.TargetType.MAINTAIN)
_NUMBERLESS = (terms.DataType.DATE, terms.DataType.YES_NO, terms.DataType.GRADE)
_NEAR = _setting("similar_within")


def _quoted(word: str) -> str:
    return '"{}"'.format(word.replace('"', '""'))


def _first_of(lines: Iterable[tuple[str, str]], otherwise: str) -> str:
    """A formula that gives the answer of the first line that holds."""
    text = otherwise
    for asked, answer in reversed(tuple(lines)):
        text = f"IF({asked},{answer},{text})"
    return text
