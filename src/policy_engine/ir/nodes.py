"""The typed intermediate representation that every back end reads.

Names are resolved, operators are monomorphic, amendments are applied, groups of
codes are expanded, rates are exact fractions and every bound of the law has
become an integer comparison. Below this line nothing can be wrong because of
the author. Ranges of validity are half-open `[since, until)`; money is whole
rupiah (a month, where the type says so); dates and months are packed integers
(`domain.dates`).

Truth is three-valued (strong Kleene). `origin` and `wording` do not take part in
equality: two policies that mean the same are equal however they are written.
"""

from dataclasses import field
from enum import Enum
from typing import TypeAlias

from policy_engine.domain.bilingual import Text
from policy_engine.domain.citation import Citation, InstrumentId, InstrumentKind, Office
from policy_engine.domain.dates import LeapRule, Month, PackedDate
from policy_engine.source import Span
from policy_engine.structure import dataclass

# Types


class Kind(Enum):
    """The kinds of value; each unit is its own, so years are never compared with months."""

    TRUTH = "truth"
    NUMBER = "number"
    RUPIAH = "rupiah"
    RUPIAH_PER_MONTH = "rupiah_per_month"
    YEARS = "years"
    MONTHS = "months"
    DAYS = "days"
    PEOPLE = "people"
    DATE = "date"
    MONTH = "month"
    EVENT = "event"
    CODE = "code"
    CODE_SET = "code_set"
    REGION = "region"


@dataclass(frozen=True, slots=True)
class Type:
    """A kind, and for codes the vocabulary they come from and how many at most."""

    kind: Kind
    vocabulary: str | None = None
    at_most: int | None = None


# Expressions


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An expression: its type, and where the author wrote it."""

    type: Type
    origin: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A value: whole number, rupiah, packed date, packed month or truth."""

    value: int


@dataclass(frozen=True, slots=True)
class FactRef(Node):
    """A fact of the worker; absent is unknown."""

    name: str


class Day(Enum):
    """A day that depends on the decision or on the contribution month."""

    DECISION = "decision"
    """The date of the decision (`on`)."""
    REGISTRATION = "registration"
    """The day in fact `tanggal_pendaftaran`; the date of the decision where that event has not happened yet."""
    MONTH_DAY = "month_day"
    """The given day of the contribution month, clamped to its last day."""


@dataclass(frozen=True, slots=True)
class DayRef(Node):
    """A day by name: type DATE. `number` is the day of the month for MONTH_DAY (31 = the last day), else 0."""

    day: Day
    number: int


@dataclass(frozen=True, slots=True)
class DatedValue:
    """One value of a parameter for one key ("" when unkeyed), in force `[since, until)`; None is a blank."""

    key: str
    since: PackedDate
    until: PackedDate | None
    value: int | None
    basis: Text


@dataclass(frozen=True, slots=True)
class ParameterRef(Node):
    """The value of a parameter in force on a day, for the code that `key` gives; no row is unknown."""

    name: str
    key: "Expr | None"
    on: "Expr"


class Comparison(Enum):
    """Comparisons of integers of one type."""

    AT_LEAST = ">="
    AT_MOST = "<="
    MORE = ">"
    LESS = "<"
    EQUAL = "="


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """Two values of one type compared."""

    comparison: Comparison
    left: "Expr"
    right: "Expr"


@dataclass(frozen=True, slots=True)
class AgeCompare(Node):
    """Age on a day compared with whole years: completed years, or (`exact`) the birthday itself for AT_MOST.

    Completed years at least n: `birth + n*512 <= on` in packed dates.
    """

    comparison: Comparison
    birth: "Expr"
    on: "Expr"
    years: int
    exact: bool


@dataclass(frozen=True, slots=True)
class Includes(Node):
    """A code is one of these, or a set of codes has one of these: any match is yes; complete and none is no; else unknown."""

    subject: "Expr"
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class WithinRegion(Node):
    """A region code lies in this region (by the hierarchy of Kemendagri codes); a code above it is unknown."""

    subject: "Expr"
    region: str


@dataclass(frozen=True, slots=True)
class Happened(Node):
    """An event has happened on or before a day; none as of the facts date is no."""

    event: "Expr"
    by: "Expr"


@dataclass(frozen=True, slots=True)
class Not(Node):
    """Kleene negation."""

    operand: "Expr"


@dataclass(frozen=True, slots=True)
class All(Node):
    """Kleene conjunction; of nothing, true."""

    operands: tuple["Expr", ...]


@dataclass(frozen=True, slots=True)
class Any(Node):
    """Kleene disjunction; of nothing, false."""

    operands: tuple["Expr", ...]


@dataclass(frozen=True, slots=True)
class Arm:
    """An exception: where it is stated, when it applies, what it puts in place, and the exceptions to it."""

    citation: Citation
    condition: "Expr"
    value: "Expr"
    exceptions: tuple["Arm", ...]
    wording: Text = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Excepted(Node):
    """A value unless an exception is active: active(e) = condition(e) and no active exception to e.

    Two arms active with unequal values are a conflict; an arm of unknown
    activity leaves the value known only if every candidate value is equal.
    """

    base: "Expr"
    arms: tuple[Arm, ...]


class Operation(Enum):
    """Integer arithmetic."""

    ADD = "+"
    SUBTRACT = "-"


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """Two values of one type added or subtracted."""

    operation: Operation
    left: "Expr"
    right: "Expr"


class Direction(Enum):
    """The direction of a rounding; EXACT where the product was proved whole."""

    EXACT = "exact"
    DOWN = "down"
    UP = "up"
    NEAREST = "nearest"
    """Halves go up."""


@dataclass(frozen=True, slots=True)
class Scale(Node):
    """`operand * numerator / denominator`, rounded to a multiple of `unit` rupiah in a cited direction; one floor division of non-negative integers."""

    operand: "Expr"
    numerator: int
    denominator: int
    direction: Direction
    unit: int
    basis: Text | None


class GapRule(Enum):
    """What holds between two bands."""

    LOWER = "lower"
    UPPER = "upper"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class Band:
    """One row of a table: its bounds in rupiah a month, both inclusive as the law prints them, and its amount in rupiah a month."""

    row: int
    low: int | None
    high: int | None
    amount: int


@dataclass(frozen=True, slots=True)
class BandTable:
    """A banded tariff of one programme, rows in ascending order."""

    citation: Citation
    programme: str
    by: str
    gap: GapRule
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class BandLookup(Node):
    """The amount of the band that `key` falls in, or (`chosen`) of the row whose number `key` is."""

    table: BandTable
    key: "Expr"
    chosen: bool


@dataclass(frozen=True, slots=True)
class Blank(Node):
    """A place the author left open: always unknown. `id` names it in `missing`: the citation's slug."""

    id: str
    citation: Citation
    note: str | None


@dataclass(frozen=True, slots=True)
class NotBorne(Node):
    """None of these instruments pays for the worker (subsidiary payer): type TRUTH.

    Holds iff each senior is no or not applicable; fails iff some senior is
    eligible and not rationed; else unknown, unless a funded fact is attested.
    """

    seniors: tuple[InstrumentId, ...]


Expr: TypeAlias = (
    Literal
    | FactRef
    | DayRef
    | ParameterRef
    | Compare
    | AgeCompare
    | Includes
    | WithinRegion
    | Happened
    | Not
    | All
    | Any
    | Excepted
    | Arithmetic
    | Scale
    | BandLookup
    | Blank
    | NotBorne
)


# Norms


class Grain(Enum):
    """When a norm is weighed: once, or for each contribution month."""

    ONCE = "once"
    EACH_MONTH = "each_month"


class Role(Enum):
    """What a norm over a worker does."""

    TERRITORY = "territory"
    GROUP = "group"
    REQUIREMENT = "requirement"
    EXCLUSION = "exclusion"
    ENDING = "ending"
    """True ends that month and every later one."""
    CONTINUATION = "continuation"
    """`sepanjang`: false suspends that month only."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """How a condition is proved: document and the officer who attests it, as written."""

    document: str
    officer: str | None


@dataclass(frozen=True, slots=True)
class Norm:
    """A condition over one worker (or one worker and month), where it stands, and the words it is stated in.

    `groups` are the ids of the groups it applies to; None is all of them.
    """

    citation: Citation
    role: Role
    grain: Grain
    groups: frozenset[str] | None
    condition: Expr
    wording: Text = field(compare=False, repr=False)
    evidence: Evidence | None
    interpretation: str | None
    origin: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Group:
    """A group of recipients; `precedes` are the ids of groups that yield to it (`mendahulukan`)."""

    id: str
    name: str | None
    match: Norm
    precedes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A worker of these groups is enrolled in a programme where `condition` holds."""

    citation: Citation
    groups: frozenset[str] | None
    programme: str
    condition: Expr


@dataclass(frozen=True, slots=True)
class Tariff:
    """The contribution to a programme: an expression of type RUPIAH_PER_MONTH; it may depend on the month."""

    citation: Citation
    groups: frozenset[str] | None
    programme: str
    amount: Expr


@dataclass(frozen=True, slots=True)
class FundedMonth:
    """One contribution month and whether it is funded (true, or an exception's doing)."""

    month: Month
    condition: Expr


@dataclass(frozen=True, slots=True)
class Schedule:
    """The contribution months, ascending; `open` where the author left months blank: then further months are unknown.

    `at_most` caps the months paid for one worker, earliest first. `in_advance` is a single payment.
    """

    citation: Citation
    groups: frozenset[str] | None
    months: tuple[FundedMonth, ...]
    is_open: bool
    at_most: int | None
    in_advance: bool


@dataclass(frozen=True, slots=True)
class Party:
    """Who bears or deposits: a government (with region code) or a code of the vocabulary `pihak`."""

    code: str
    region: str | None


@dataclass(frozen=True, slots=True)
class Share:
    """What part of the contribution a party bears: `numerator / denominator` where `condition` holds."""

    party: Party
    numerator: int
    denominator: int
    condition: Expr


@dataclass(frozen=True, slots=True)
class Bearing:
    """Who bears the contribution of these programmes (None: all). Shares sum to one; the first bears what rounding leaves.

    `is_open` where the author left the bearer blank.
    """

    citation: Citation
    groups: frozenset[str] | None
    programmes: frozenset[str] | None
    shares: tuple[Share, ...]
    direction: Direction
    is_open: bool


@dataclass(frozen=True, slots=True)
class Deposit:
    """Who hands the money over; None where left blank."""

    citation: Citation
    party: Party | None


@dataclass(frozen=True, slots=True)
class Budget:
    """A budget: its kind (a code of `anggaran`), region code, fiscal years (empty where blank), item, and whether it is the amended one."""

    kind: str
    region: str | None
    fiscal_years: tuple[int, ...]
    item: str | None
    amended: bool


@dataclass(frozen=True, slots=True)
class Funding:
    """Which budgets the contribution is charged to; `is_open` where left blank."""

    citation: Citation
    groups: frozenset[str] | None
    budgets: tuple[Budget, ...]
    is_open: bool


class Area(Enum):
    """The level a quota is counted per, by depth of the region code."""

    REGENCY = 2
    DISTRICT = 3
    VILLAGE = 4


@dataclass(frozen=True, slots=True)
class Quota:
    """At most (or, `floor`, at least) so many people: in all, per area, per listed place, for some groups. None is a blank."""

    citation: Citation
    groups: frozenset[str] | None
    area: Area | None
    places: tuple[tuple[str, int], ...]
    people: int | None
    floor: bool


@dataclass(frozen=True, slots=True)
class Ceiling:
    """At most so many rupiah, of a budget kind and fiscal year where named; None is a blank."""

    citation: Citation
    rupiah: int | None
    fiscal_year: int | None
    budget: str | None


@dataclass(frozen=True, slots=True)
class Target:
    """A planned number of people; not a norm."""

    citation: Citation
    people: int | None


class Order(Enum):
    """Which end of a priority key comes first; for a truth, HIGHEST puts those for whom it holds first."""

    LOWEST = "lowest"
    HIGHEST = "highest"


@dataclass(frozen=True, slots=True)
class PriorityKey:
    """One key of the order of priority; an age key is the birth date with the order reversed."""

    citation: Citation
    key: Expr
    order: Order


@dataclass(frozen=True, slots=True)
class Stated:
    """Which field of an allocation a place states."""

    field: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Allocation:
    """How places are given when there are fewer than workers: None is not stated."""

    keys: tuple[PriorityKey, ...]
    unknown_last: bool | None
    skip_fill: bool | None
    monthly: bool
    waiting_list: bool
    replacement: bool
    months_reducible: bool
    stated: tuple[Stated, ...] = field(default=(), compare=False, repr=False)
    """Where each of these stands, in the order of the text."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The list of recipients is fixed by a decree; `fact` tells whether a worker is on it.

    Where the text names no decree it may name the `office` that makes it; where neither is there it is blank.
    """

    citation: Citation
    decree: InstrumentId | None
    office: Office | None
    fact: str | None


@dataclass(frozen=True, slots=True)
class Delegation:
    """A matter left to a delegate of some kind; `implemented_by` are the loaded instruments that say they carry it out."""

    citation: Citation
    matter: str
    kind: InstrumentKind
    sub_delegable: bool
    blocking: bool
    implemented_by: tuple[InstrumentId, ...]


@dataclass(frozen=True, slots=True)
class NotEncoded:
    """A clause that no machine weighs; `fact` is attested where it affects eligibility."""

    citation: Citation
    fact: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A named reading that the text does not settle."""

    citation: Citation
    name: str
    text: str
    basis: Citation | None


@dataclass(frozen=True, slots=True)
class BlankNote:
    """A blank of the policy, for counting and rendering."""

    citation: Citation
    note: str | None


@dataclass(frozen=True, slots=True)
class Benefit:
    """A benefit of a programme: rupiah at once (None where blank), after so many contribution months."""

    citation: Citation
    programme: str
    title: str
    rupiah: int | None
    after_months: int
    consecutive: bool


@dataclass(frozen=True, slots=True)
class Relief:
    """A reduction of a contribution by `numerator / denominator` in months `[first, last]`.

    It applies where `condition` holds, from the given participation month on
    (1 is the first), and not to rows charged to the barred kinds of budget.
    """

    citation: Citation
    programmes: frozenset[str]
    numerator: int
    denominator: int
    first: Month
    last: Month
    condition: Expr
    from_participation_month: int
    barred_budgets: frozenset[str]
    direction: Direction


@dataclass(frozen=True, slots=True)
class ProgrammeSets:
    """The sets of programmes that participants may be enrolled in; `condition` limits whom this is said of."""

    citation: Citation
    condition: Expr
    sets: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class PaymentPeriods:
    """For how many months a contribution may be paid in advance at once."""

    citation: Citation
    months: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day for paying a contribution month: the given day of that month or (offset 1) the next."""

    citation: Citation
    programmes: frozenset[str]
    day: int
    month_offset: int
    next_working_day: bool


@dataclass(frozen=True, slots=True)
class SkeletonUnit:
    """One line of the header, heading, article or paragraph in the order of the law, with its words in both languages.

    A line of the header has words and no citation; a heading has a heading alone.
    """

    depth: int
    citation: Citation | None
    heading: Text | None
    wording: Text | None
    interpretation: str | None
    origin: Span | None = field(default=None, compare=False, repr=False)


class ChangeKind(Enum):
    """What an amendment does to a unit."""

    INSERTED = "inserted"
    CHANGED = "changed"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Change:
    """What one step of an amendment did: to which place, by which place of which instrument, since which day."""

    kind: ChangeKind
    place: Citation
    by: Citation
    since: PackedDate


@dataclass(frozen=True, slots=True)
class Version:
    """What an instrument says from `since` until `until` (exclusive; None: still); amendments are applied.

    `amended_by` are the instruments whose changes it contains. In a repealed
    instrument the last version ends on the day of repeal.
    """

    since: PackedDate
    until: PackedDate | None
    amended_by: tuple[InstrumentId, ...]
    groups: tuple[Group, ...]
    norms: tuple[Norm, ...]
    """Requirements, exclusions, endings and continuations over recipients."""
    participant_norms: tuple[Norm, ...]
    """Requirements and exclusions over every participant: what a lower instrument may not exceed."""
    enrolments: tuple[Enrolment, ...]
    tariffs: tuple[Tariff, ...]
    tables: tuple[BandTable, ...]
    schedules: tuple[Schedule, ...]
    bearings: tuple[Bearing, ...]
    deposits: tuple[Deposit, ...]
    fundings: tuple[Funding, ...]
    quotas: tuple[Quota, ...]
    ceilings: tuple[Ceiling, ...]
    targets: tuple[Target, ...]
    allocation: Allocation
    listings: tuple[Listing, ...]
    delegations: tuple[Delegation, ...]
    not_encoded: tuple[NotEncoded, ...]
    interpretations: tuple[Interpretation, ...]
    blanks: tuple[BlankNote, ...]
    benefits: tuple[Benefit, ...]
    reliefs: tuple[Relief, ...]
    programme_sets: tuple[ProgrammeSets, ...]
    payment_periods: tuple[PaymentPeriods, ...]
    deadlines: tuple[Deadline, ...]
    skeleton: tuple[SkeletonUnit, ...] = field(compare=False, repr=False)
    changes: tuple[Change, ...] = field(default=(), compare=False, repr=False)
    """Every step of every amendment up to this version, in the order in which they were carried out."""


class Status(Enum):
    """Where the encoding comes from."""

    READ = "read"
    REPORTED = "reported"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Continuation:
    """A repealed or amended instrument still holds for some workers until a day (exclusive): `tetap berlaku`."""

    citation: Citation
    condition: Expr
    until: PackedDate


@dataclass(frozen=True, slots=True)
class Instrument:
    """An instrument: who made it, over what territory, and its versions, ascending and without gap.

    `commences` is None where the author left it blank: then nothing is decided
    under it but `undetermined`, and `versions` holds one version since day 0.
    """

    id: InstrumentId
    title: str | None
    status: Status
    sources: tuple[str, ...]
    encoded_from: str | None
    region: str | None
    """Territory as a region code; None is the nation."""
    segment: str | None
    enacted: PackedDate | None
    promulgated: PackedDate | None
    commences: PackedDate | None
    in_view_of: tuple[InstrumentId, ...]
    implements: tuple[Citation, ...]
    special_to: tuple[InstrumentId, ...]
    repealed_by: InstrumentId | None
    continuations: tuple[Continuation, ...]
    versions: tuple[Version, ...]
    origin: Span | None = field(default=None, compare=False, repr=False)


# What instruments are said about


@dataclass(frozen=True, slots=True)
class Code:
    """A code of a vocabulary: its name in policies, its code in the classification, labels, everyday synonyms."""

    name: str
    code: str | None
    label: Text
    synonyms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodeGroup:
    """Several codes under one name."""

    name: str
    label: Text
    members: frozenset[str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A closed list of codes, with the version of the classification it is taken from."""

    name: str
    label: Text
    version: str | None
    source: str | None
    codes: tuple[Code, ...]
    groups: tuple[CodeGroup, ...]


@dataclass(frozen=True, slots=True)
class CodeSet:
    """Some codes, and whether they are all there are."""

    codes: frozenset[str]
    complete: bool


@dataclass(frozen=True, slots=True)
class NotHappened:
    """An event that has not happened as of the facts date."""


FactValue: TypeAlias = int | bool | str | CodeSet | NotHappened
"""A fact as a back end reads it: number, rupiah, packed date or month; truth; code; set; event date or `NotHappened`. An unknown fact is absent."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact about a worker: type, inclusive bounds, typical value, labels, proof, and whether it can change."""

    name: str
    type: Type
    label: Text
    low: int | None
    high: int | None
    typical: FactValue | None
    document: str | None
    officer: str | None
    changeable: bool


@dataclass(frozen=True, slots=True)
class Parameter:
    """A dated value of the law, by code where `keyed_by` names a fact."""

    name: str
    type: Type
    label: Text
    keyed_by: str | None
    values: tuple[DatedValue, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """Everything a decision can read, checked. Vocabularies, facts, parameters and instruments are sorted by name or id."""

    vocabularies: tuple[Vocabulary, ...]
    facts: tuple[Fact, ...]
    parameters: tuple[Parameter, ...]
    instruments: tuple[Instrument, ...]
    leap_rule: LeapRule
