"""What the author wrote: the syntax tree, types only.

The parser builds these nodes from text in either language; nothing here knows
which language it was. Equality ignores positions and comments, so
`parse(print(tree)) == tree` can be stated. Names are unresolved: whether
`nelayan` is an occupation, a fact or a defined term is found in `semantics`.

What stands in quotation marks is for people; what stands outside them the
engine reads. Text is therefore always a `Quote`, and a place the author left
open is always a `Blank`.
"""

from dataclasses import field
from enum import Enum
from fractions import Fraction
from typing import TypeAlias

from policy_engine.domain.citation import InstrumentKind, Office, Provision
from policy_engine.domain.dates import LeapRule, Month, PackedDate
from policy_engine.domain.outcomes import Outcome
from policy_engine.source import Span
from policy_engine.structure import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Anything written, and where."""

    span: Span = field(compare=False, repr=False)


# Words and values


@dataclass(frozen=True, slots=True)
class Name(Node):
    """An identifier: `kabupaten_karimun`."""

    text: str


@dataclass(frozen=True, slots=True)
class Quote(Node):
    """Words for people, without effect: `"Kartu Tanda Penduduk"`."""

    text: str


@dataclass(frozen=True, slots=True)
class Label(Node):
    """A label in one or both languages: `"nelayan" / "fisher"`."""

    indonesian: str
    english: str | None


@dataclass(frozen=True, slots=True)
class Blank(Node):
    """A place left open, with what is known of it: `... "kuota tidak disebut"`."""

    note: str | None


@dataclass(frozen=True, slots=True)
class DateValue(Node):
    """A day: `2025-11-13` or `13 November 2025`."""

    date: PackedDate


@dataclass(frozen=True, slots=True)
class MonthValue(Node):
    """A month: `November 2025` or `2025-11`."""

    month: Month


class CommencementDay(Enum):
    """The day on which an instrument says that it commences; keywords `diundangkan` and `ditetapkan`."""

    PROMULGATION = "promulgation"
    ENACTMENT = "enactment"


class Unit(Enum):
    """The unit written after a number; keywords `tahun`, `bulan`, `hari`, `orang`, `baris`, or none."""

    YEARS = "years"
    MONTHS = "months"
    DAYS = "days"
    PEOPLE = "people"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class NumberValue(Node):
    """A whole number and its unit: `65 tahun`, `18 (delapan belas) tahun`, `1.000 orang`, `3`."""

    number: int
    unit: Unit
    in_words: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class MoneyValue(Node):
    """Whole rupiah: `Rp16.800`, `Rp16.800 (enam belas ribu delapan ratus rupiah) per bulan`."""

    rupiah: int
    per_month: bool
    in_words: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class PercentValue(Node):
    """An exact rate: `50%`, `50% (lima puluh persen)`, `0,24%`."""

    rate: Fraction
    in_words: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class CodeValue(Node):
    """A code of a classification, its leading zeros kept: `21.02`, `6222.02`."""

    code: str


Value: TypeAlias = DateValue | MonthValue | NumberValue | MoneyValue | PercentValue | CodeValue


# References


@dataclass(frozen=True, slots=True)
class InstrumentRef(Node):
    """An instrument as cited: `pp 44/2015`, `perwali kota_bontang 23/2023`, `instrumen ini` when absent.

    `naskah kudus_kabupaten` cites by the working name of a header, whatever its kind and number; then only
    `called` is known here.
    """

    kind: InstrumentKind
    locality: Name | None
    number: str | None
    year: int | None
    called: Name | None = None
    amended_by: "InstrumentRef | None" = None
    """In a repeal: `permenaker 1/2016 sebagaimana telah diubah dengan permenaker 21/2017`; both go."""


@dataclass(frozen=True, slots=True)
class CitationRef(Node):
    """A place in an instrument, or in this one: `permenaker 5/2021 Pasal 33 ayat (1)`, `Pasal 3 huruf a`, `ayat (2)`."""

    instrument: InstrumentRef | None
    provision: Provision | None
    unwritten: int = 0
    """How many outer steps the author left to the reader: those of the place it stands in, or of the reference before."""


@dataclass(frozen=True, slots=True)
class ProvisionRange(Node):
    """Articles with a carve-out: `Pasal 5 sampai dengan Pasal 9, kecuali Pasal 7`."""

    first: CitationRef
    last: CitationRef
    excepting: tuple[CitationRef, ...]


# Conditions and terms


class BoundWord(Enum):
    """The words for a bound; each has one meaning, and is printed back as written (UU 12/2011 Lampiran II 255-256a)."""

    AT_LEAST_QUANTITY = "paling rendah"
    AT_MOST_QUANTITY = "paling tinggi"
    AT_LEAST_MONEY = "paling sedikit"
    AT_MOST_MONEY = "paling banyak"
    AT_LEAST_DURATION = "paling singkat"
    AT_MOST_DURATION = "paling lama"
    NO_EARLIER = "paling cepat"
    NO_LATER = "paling lambat"
    MINIMUM = "minimal"
    NOT_REACHED = "belum mencapai"
    MORE_THAN = "lebih dari"
    LESS_THAN = "kurang dari"
    EQUAL = "sama dengan"


class RoundingWord(Enum):
    """The direction of a rounding: `dibulatkan ke bawah`, `ke atas`, `ke yang terdekat`."""

    DOWN = "down"
    UP = "up"
    NEAREST = "nearest"


class When(Enum):
    """The day on which a condition is tested (keyword phrases after `pada`)."""

    REGISTRATION = "tanggal pendaftaran"
    DECISION = "tanggal keputusan"
    ENACTMENT = "tanggal penetapan"
    EACH_MONTH = "setiap bulan Iuran"
    EACH_MONTH_END = "hari terakhir setiap bulan Iuran"


@dataclass(frozen=True, slots=True)
class TestDate(Node):
    """`pada tanggal pendaftaran`, `pada setiap bulan Iuran`, `pada tanggal 15 setiap bulan Iuran`, `pada 2025-11-01`, `pada tanggal FAKTA`."""

    when: When | DateValue | Name | int
    """A named day; a fixed date; the name of a date fact; or the day of each contribution month."""


@dataclass(frozen=True, slots=True)
class NameTerm(Node):
    """A name where a value or a condition is wanted: `penghasilan`, `nelayan`, `rentan`."""

    name: Name


@dataclass(frozen=True, slots=True)
class Age(Node):
    """The worker's age: `usia`."""


@dataclass(frozen=True, slots=True)
class ShareOf(Node):
    """A rate of a term: `80% dari umk`."""

    rate: PercentValue
    term: "Term"


@dataclass(frozen=True, slots=True)
class Sum(Node):
    """`a + b` or `a - b`; `negative` is true for the second."""

    left: "Term"
    right: "Term"
    negative: bool


@dataclass(frozen=True, slots=True)
class Times(Node):
    """`3 * a`: a whole number of times a term."""

    factor: int
    term: "Term"


@dataclass(frozen=True, slots=True)
class Rounded(Node):
    """`TERM dibulatkan ke bawah ke Rp100 menurut CITATION`."""

    term: "Term"
    direction: RoundingWord
    unit: MoneyValue
    basis: CitationRef | None


Term: TypeAlias = Value | NameTerm | Age | ShareOf | Sum | Times | Rounded | Blank


@dataclass(frozen=True, slots=True)
class Bound(Node):
    """`usia paling rendah 18 tahun pada tanggal pendaftaran`; `tepat` reads a top age as the exact birthday.

    In `usia paling rendah 18 tahun dan paling tinggi 65 tahun` the second bound
    has no subject of its own: `subject` is None and it takes the one before it.
    """

    subject: "Term | None"
    word: BoundWord
    value: "Term"
    exact: bool
    on: TestDate | None


@dataclass(frozen=True, slots=True)
class Within(Node):
    """`usia 18 tahun sampai dengan 64 tahun pada tanggal pendaftaran`: both ends included."""

    subject: "Term"
    low: "Term"
    high: "Term"
    on: TestDate | None


@dataclass(frozen=True, slots=True)
class Holds(Node):
    """A name as a condition: a yes-no fact, an event, a code, a group or a defined term, at a day if one is given."""

    name: Name
    on: TestDate | None


@dataclass(frozen=True, slots=True)
class Includes(Node):
    """`pekerjaan meliputi nelayan, petani`; `tidak meliputi` is written with `Not`."""

    subject: Name
    members: tuple[Name | CodeValue, ...]


@dataclass(frozen=True, slots=True)
class Resident(Node):
    """`penduduk kabupaten_karimun`, `penduduk Daerah` when no place is named."""

    place: Name | CodeValue | None


@dataclass(frozen=True, slots=True)
class ListedIn(Node):
    """`terdaftar dalam data dtks keadaan tanggal 2025-01-31`."""

    database: Name
    as_at: DateValue | None


@dataclass(frozen=True, slots=True)
class NeverRegistered(Node):
    """`belum pernah terdaftar sebagai peserta_bpjs_tk`; the object is mandatory."""

    what: Name


@dataclass(frozen=True, slots=True)
class NotParticipant(Node):
    """`tidak sedang menjadi peserta program_pensiun`: no active cover."""

    what: Name


@dataclass(frozen=True, slots=True)
class NotBorneBy(Node):
    """`tidak ditanggung oleh perbup kabupaten_x 1/2025`: the subsidiary condition."""

    seniors: tuple[CitationRef, ...]


@dataclass(frozen=True, slots=True)
class ByReference(Node):
    """`persyaratan menurut permenaker 5/2021 Pasal 33 ayat (1)`: the conditions found there."""

    citation: CitationRef


@dataclass(frozen=True, slots=True)
class Such(Node):
    """`nelayan yang kapal_gt paling tinggi 5`: the first, in so far as it is the second."""

    head: "Condition"
    restriction: "Condition"


@dataclass(frozen=True, slots=True)
class Not(Node):
    """`tidak pegawai_negeri`, `bukan nelayan`."""

    condition: "Condition"


class Connective(Enum):
    """`dan`, `atau`, `dan/atau` (UU 12/2011 Lampiran II 262-264)."""

    AND = "and"
    OR = "or"
    AND_OR = "and/or"


@dataclass(frozen=True, slots=True)
class Compound(Node):
    """Conditions joined by one connective: `a, b, dan c`.

    In a list of recipients, `dan` between bare codes enumerates (any one
    suffices, UU 12/2011 Lampiran II 88); between brackets it is cumulative.
    """

    connective: Connective
    conditions: tuple["Condition", ...]
    bracketed: bool


@dataclass(frozen=True, slots=True)
class Evidenced(Node):
    """`penduduk Daerah, dibuktikan dengan ktp_el oleh disdukcapil`: how the condition is proved."""

    condition: "Condition"
    document: Name | Quote
    officer: Name | Quote | None


@dataclass(frozen=True, slots=True)
class Excepted(Node):
    """`penduduk Daerah kecuali nelayan`: the condition does not apply to those."""

    condition: "Condition"
    exception: "Condition"


Condition: TypeAlias = (
    Bound
    | Within
    | Holds
    | Includes
    | Resident
    | ListedIn
    | NeverRegistered
    | NotParticipant
    | NotBorneBy
    | ByReference
    | Such
    | Not
    | Compound
    | Evidenced
    | Excepted
    | Blank
)


# Lists


@dataclass(frozen=True, slots=True)
class Item(Node):
    """One item of a list: `a. penduduk Daerah;`, or a lead-in with a list of its own.

    `marker` is the label without its full stop or bracket ("a", "1"). Exactly
    one of `condition` and `items` is meaningful: a nested list has `items` and
    an optional `lead` such as `salah satu dari`. `group` names a group of
    recipients (`kelompok transportasi: ...`); `note` is the interpretation the
    item rests on.
    """

    marker: str
    group: Name | None
    condition: "Condition | None"
    items: "ItemList | None"
    note: Name | None


@dataclass(frozen=True, slots=True)
class ItemList(Node):
    """The items of a list and the connective that stands after the last but one (None where none was written)."""

    connective: Connective | None
    items: tuple[Item, ...]


Criteria: TypeAlias = Condition | ItemList
"""A condition in the sentence itself, or a list of them after a colon."""


# Declarations


class FactType(Enum):
    """The type words of a fact: `ya atau tidak`, `bilangan`, `rupiah`, `rupiah per bulan`, `tanggal`, `bulan`, `peristiwa`, `orang`, `tahun`, `hari`."""

    TRUTH = "ya atau tidak"
    NUMBER = "bilangan"
    RUPIAH = "rupiah"
    RUPIAH_PER_MONTH = "rupiah per bulan"
    DATE = "tanggal"
    MONTH = "bulan"
    EVENT = "peristiwa"
    YEARS = "tahun"
    MONTHS = "lama bulan"
    DAYS = "hari"


@dataclass(frozen=True, slots=True)
class CodeType(Node):
    """`kode wilayah`: one code of a vocabulary."""

    vocabulary: Name


@dataclass(frozen=True, slots=True)
class SetType(Node):
    """`himpunan pekerjaan paling banyak 2`: up to so many codes of a vocabulary."""

    vocabulary: Name
    at_most: int


@dataclass(frozen=True, slots=True)
class Truth(Node):
    """`ya` or `tidak`."""

    value: bool


@dataclass(frozen=True, slots=True)
class NotYet(Node):
    """`belum`: an event that has not happened as of the facts date."""


@dataclass(frozen=True, slots=True)
class Codes(Node):
    """`nelayan, petani` or `nelayan, ...`: a set of codes, open when it ends in a blank."""

    names: tuple[Name | CodeValue, ...]
    is_open: bool


FactValue: TypeAlias = Value | Truth | NotYet | Codes | Blank


@dataclass(frozen=True, slots=True)
class Fact(Node):
    """A fact about a worker.

    `fakta penghasilan adalah rupiah per bulan "penghasilan" / "income", dari Rp0
    sampai dengan Rp1.000.000.000, lazim Rp900.000, dibuktikan dengan surat oleh
    lurah, dapat berubah.`
    """

    name: Name
    type: FactType | CodeType | SetType
    label: Label
    low: Value | None
    high: Value | None
    typical: FactValue | None
    document: Name | Quote | None
    officer: Name | Quote | None
    changeable: bool
    database: Name | None
    """`data dtks keadaan tanggal 2025-01-31`: the data base this fact tells membership of."""
    as_at: DateValue | None


@dataclass(frozen=True, slots=True)
class Entry(Node):
    """A code of a vocabulary: `nelayan kode 6222.02 "nelayan" / "fisher" sinonim "nelayan kecil";`."""

    name: Name
    code: CodeValue | None
    label: Label
    synonyms: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class CodeGroup(Node):
    """Several codes under one name: `kelompok perikanan "perikanan" / "fisheries" terdiri atas nelayan dan buruh_nelayan;`."""

    name: Name
    label: Label
    members: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary(Node):
    """`kosakata pekerjaan "jenis pekerjaan" / "occupation" versi "KBJI 2014" { ... }`."""

    name: Name
    label: Label
    version: Quote | None
    source: Quote | None
    entries: tuple[Entry | CodeGroup, ...]


@dataclass(frozen=True, slots=True)
class VocabularyAddition(Node):
    """`kosakata wilayah ditambah { ... }`: further codes and groups of a vocabulary that is declared elsewhere."""

    name: Name
    entries: tuple[Entry | CodeGroup, ...]


@dataclass(frozen=True, slots=True)
class ParameterRow(Node):
    """A value, for a code where the parameter is keyed, from a day on, with its law: `kota_x: Rp4.000.000 mulai 2025-01-01 berdasarkan CITATION;`."""

    key: Name | None
    value: "Value | Blank"
    since: DateValue
    until: DateValue | None
    basis: CitationRef | Quote


@dataclass(frozen=True, slots=True)
class Parameter(Node):
    """A dated value of the law: `parameter umk adalah rupiah per bulan "..." menurut domisili: ROWS`."""

    name: Name
    type: FactType
    label: Label
    keyed_by: Name | None
    rows: tuple[ParameterRow, ...]


@dataclass(frozen=True, slots=True)
class LeapDay(Node):
    """`tanggal 29 Februari dihitung 1 Maret berdasarkan "tidak diatur; ...".`: the birthday in common years, once in all files."""

    rule: LeapRule
    basis: CitationRef | Quote


Declaration: TypeAlias = Fact | Vocabulary | VocabularyAddition | Parameter | LeapDay


# Sentences: one norm each


class Subject(Enum):
    """Whom a sentence is about: `Penerima` (whose contribution is paid) or `Peserta` (any participant).

    Of `Iuran sebagaimana dimaksud pada ayat (1)` it is about those whose contribution that place speaks of.
    """

    RECIPIENT = "penerima"
    PARTICIPANT = "peserta"
    CONTRIBUTION = "iuran"


@dataclass(frozen=True, slots=True)
class Scope(Node):
    """Which recipients: `Penerima sebagaimana dimaksud dalam Pasal 2 huruf a dan huruf b` or `... pada ayat (1)`, `Penerima kelompok transportasi`; participants may be `Peserta bpu`."""

    subject: Subject
    groups: tuple[CitationRef | Name, ...]


@dataclass(frozen=True, slots=True)
class DefinitionItem(Node):
    """`1. rentan adalah "pekerja ..." yaitu CONDITION;`: the words, the condition, both, or a blank."""

    marker: str
    term: Name | Quote
    text: Quote | None
    condition: Condition | None


@dataclass(frozen=True, slots=True)
class Definitions(Node):
    """`yang dimaksud dengan: 1. ... adalah ...; 2. ... .`"""

    items: tuple[DefinitionItem, ...]


@dataclass(frozen=True, slots=True)
class Recipients(Node):
    """`Penerima terdiri atas: a. ...; dan b. ... .`: any one item suffices."""

    criteria: Criteria


@dataclass(frozen=True, slots=True)
class Requirements(Node):
    """`Penerima harus memenuhi persyaratan: ...` or `Penerima harus CONDITION.`"""

    scope: Scope
    criteria: Criteria


@dataclass(frozen=True, slots=True)
class Exclusions(Node):
    """`Tidak termasuk Penerima: a. ...; atau b. ... .`"""

    scope: Scope
    criteria: Criteria


@dataclass(frozen=True, slots=True)
class Lift(Node):
    """`Dalam hal CONDITION, Pasal 3 huruf a tidak berlaku.`"""

    condition: Condition
    targets: tuple[CitationRef | ProvisionRange, ...]


@dataclass(frozen=True, slots=True)
class Change(Node):
    """`Dalam hal CONDITION, Pasal 4 ayat (3) menjadi: SENTENCE`; the sentence is of the target's kind."""

    condition: Condition
    target: CitationRef
    sentence: "Sentence"


@dataclass(frozen=True, slots=True)
class Precedence(Node):
    """`kelompok a mendahulukan kelompok b`: a worker of both counts as the first."""

    first: CitationRef | Name
    second: CitationRef | Name


@dataclass(frozen=True, slots=True)
class Enrolment(Node):
    """`Penerima diikutsertakan dalam program jkk dan jkm.`"""

    scope: Scope
    programmes: tuple[Name, ...] | Blank


@dataclass(frozen=True, slots=True)
class BandAmount(Node):
    """`sesuai dengan CITATION baris 1`, or `... menurut penghasilan` for the band that a fact falls in.

    Without row and fact the citation is of a flat amount.
    """

    table: CitationRef
    row: int | None
    by: Name | None


@dataclass(frozen=True, slots=True)
class Contribution(Node):
    """`Iuran jkk sesuai dengan pp 44/2015 Lampiran II baris 1.`, `Iuran jkm sebesar Rp6.800 per bulan.`"""

    scope: Scope
    programmes: tuple[Name, ...]
    amount: "Term | BandAmount"


@dataclass(frozen=True, slots=True)
class OwnGovernment(Node):
    """`Pemerintah Daerah`: the government of the instrument's own region."""


@dataclass(frozen=True, slots=True)
class GovernmentOf(Node):
    """`pemerintah kabupaten_karimun`."""

    region: Name


Party: TypeAlias = OwnGovernment | GovernmentOf | Name
"""Who bears or pays; a plain name is of the vocabulary `pihak`."""


@dataclass(frozen=True, slots=True)
class Share(Node):
    """`60% oleh Pemerintah Daerah`, `... oleh P` where the rate is not known; it is None where the whole is borne."""

    party: Party
    rate: PercentValue | Blank | None


@dataclass(frozen=True, slots=True)
class Bearing(Node):
    """`Iuran ditanggung seluruhnya oleh P.`; `... sebagian: 60% oleh P dan 40% oleh Q.`; with `, sepanjang CONDITION`."""

    scope: Scope | None
    programmes: tuple[Name, ...]
    shares: tuple[Share, ...] | Blank
    rounding: RoundingWord | None
    provided: Condition | None


@dataclass(frozen=True, slots=True)
class Deposit(Node):
    """`Iuran dibayar oleh P.`: who hands the money over, of every contribution; it may say where that is spoken of."""

    party: Party | Blank
    scope: Scope | None = None


@dataclass(frozen=True, slots=True)
class Budget(Node):
    """`apbd kabupaten_karimun tahun anggaran 2025, belanja "bantuan sosial"`; the locality absent means one's own."""

    kind: Name
    locality: Name | None
    fiscal_years: tuple[int, ...] | Blank
    item: Quote | Blank | None
    amended: bool
    """`perubahan`: the amended budget (APBD Perubahan)."""


@dataclass(frozen=True, slots=True)
class Funding(Node):
    """`Pendanaan dibebankan pada BUDGET dan BUDGET.`"""

    scope: Scope | None
    budgets: tuple[Budget, ...] | Blank


@dataclass(frozen=True, slots=True)
class MonthSpan(Node):
    """`November 2025 sampai dengan Desember 2025`, or one month; either end may be blank."""

    first: MonthValue | Blank
    last: MonthValue | Blank | None


@dataclass(frozen=True, slots=True)
class Months(Node):
    """`Iuran dibayar untuk bulan Iuran SPAN, SPAN dan SPAN[, paling lama 8 bulan][, sekaligus di muka].`"""

    scope: Scope | None
    spans: tuple[MonthSpan, ...] | Blank
    at_most: NumberValue | None
    in_advance: bool


@dataclass(frozen=True, slots=True)
class Provided(Node):
    """`Iuran dibayar sepanjang CONDITION.`: suspends the months in which it does not hold."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class Ending(Node):
    """`Pembayaran Iuran dihentikan dalam hal: a. meninggal; atau b. ... .`: ends that month and all later ones."""

    criteria: Criteria


class QuotaArea(Enum):
    """`per desa`, `per kecamatan`, `per kabupaten/kota`, `per RW` are levels of the region vocabulary."""

    VILLAGE = "desa"
    DISTRICT = "kecamatan"
    REGENCY = "kabupaten/kota"


@dataclass(frozen=True, slots=True)
class Quota(Node):
    """`Kuota Penerima [scope] [per kecamatan] paling banyak 1.000 orang.`; `paling sedikit` is a floor; places may be listed.

    With `places`, each gets its own number: `Kuota Penerima per kecamatan: moro 100 orang; ...`.
    """

    scope: Scope
    area: QuotaArea | None
    word: BoundWord
    people: NumberValue | Blank | None
    places: tuple["PlaceQuota", ...]


@dataclass(frozen=True, slots=True)
class PlaceQuota(Node):
    """`1. moro 1.260 orang;`"""

    marker: str
    place: Name
    people: NumberValue


@dataclass(frozen=True, slots=True)
class Ceiling(Node):
    """`Pagu Iuran paling banyak Rp32.020.800 tahun anggaran 2025.`"""

    amount: MoneyValue | Blank
    fiscal_year: int | None
    budget: Name | None


@dataclass(frozen=True, slots=True)
class Target(Node):
    """`Target Penerima 1.000 orang.`: a plan, not a norm."""

    people: NumberValue | Blank


class Direction(Enum):
    """`mulai dari yang terendah / tertinggi / paling awal / paling akhir / yang memenuhi`."""

    LOWEST = "terendah"
    HIGHEST = "tertinggi"
    EARLIEST = "paling awal"
    LATEST = "paling akhir"
    HOLDS = "yang memenuhi"


@dataclass(frozen=True, slots=True)
class PriorityKey(Node):
    """`a. desil mulai dari yang terendah;`, `b. usia mulai dari yang tertinggi;`, `c. disabilitas mulai dari yang memenuhi;`."""

    marker: str
    key: Name | Age
    direction: Direction


class UnknownKey(Enum):
    """A worker whose key is unknown is put last or held back."""

    LAST = "ditempatkan terakhir"
    HELD = "ditahan"


class Filling(Enum):
    """What happens at the first who does not fit: stop (strict prefix) or pass over (skip-fill)."""

    STOP = "berhenti"
    SKIP = "dilewati"


@dataclass(frozen=True, slots=True)
class Priority(Node):
    """`Urutan prioritas: a. ...; dan b. ... .`, then how unknown keys and misfits are treated."""

    keys: tuple[PriorityKey, ...]


@dataclass(frozen=True, slots=True)
class AllocationRule(Node):
    """`Penerima yang nilainya belum diketahui ditempatkan terakhir.`, `Penerima yang tidak tertampung dilewati.`, `Kuota diisi setiap bulan.`

    One choice is set, the others are None (False for `monthly`, `waiting_list`, `replacement`).
    """

    unknown_key: UnknownKey | None
    filling: Filling | None
    monthly: bool
    waiting_list: bool
    replacement: bool
    months_reducible: bool


@dataclass(frozen=True, slots=True)
class Listing(Node):
    """`Daftar Penerima ditetapkan dengan keputusan ... .`; with `, dan menjadi syarat FACT` the listing is a requirement told by that fact.

    An office stands for a decree that it makes without being named here: `dengan Keputusan Bupati`.
    """

    decree: InstrumentRef | Office | Blank
    fact: Name | None


@dataclass(frozen=True, slots=True)
class Delegation(Node):
    """`Ketentuan lebih lanjut mengenai "..." diatur dengan perbup.`

    `sub_delegable` for `diatur dengan atau berdasarkan`; `blocking` where the
    contribution cannot be paid before the delegate is in force
    (`; Iuran belum dibayar sebelum peraturan itu berlaku`).
    """

    matter: Quote
    kind: InstrumentKind
    sub_delegable: bool
    blocking: bool


@dataclass(frozen=True, slots=True)
class Transition(Node):
    """`Bagi CONDITION, CITATION tetap berlaku sampai dengan 2025-12-31.`"""

    condition: Condition
    citation: CitationRef
    until: DateValue


@dataclass(frozen=True, slots=True)
class NotEncoded(Node):
    """`Tidak dikodekan [fact] karena "...", memengaruhi kelayakan.` or `..., tidak memengaruhi kelayakan.`

    Where eligibility is affected, `fact` names the yes-no fact that someone attests.
    """

    fact: Name | None
    reason: Quote
    affects: bool


@dataclass(frozen=True, slots=True)
class Interpretation(Node):
    """`Tafsir t1: "..." [berdasarkan CITATION].`: a reading that the text does not settle, by name."""

    name: Name
    text: Quote
    basis: CitationRef | None


@dataclass(frozen=True, slots=True)
class OpenSentence(Node):
    """A sentence not known yet: `... "sanksi belum disusun"` in place of a norm."""

    blank: Blank


@dataclass(frozen=True, slots=True)
class Band(Node):
    """One row: `1. sampai dengan Rp1.099.000: Rp10.000;`, `2. Rp1.100.000 sampai dengan Rp1.299.000: Rp12.000;`, `33. paling sedikit Rp20.200.000: Rp207.000.`"""

    row: int
    low: MoneyValue | None
    high: MoneyValue | None
    amount: MoneyValue


class GapRule(Enum):
    """What holds between two bands: the lower one, the upper one, or it cannot be determined."""

    LOWER = "baris di bawahnya"
    UPPER = "baris di atasnya"
    UNDETERMINED = "belum dapat ditentukan"


@dataclass(frozen=True, slots=True)
class BandTable(Node):
    """`Iuran jkk menurut penghasilan, di antara dua baris belum dapat ditentukan: 1. ...; 2. ... .` in a Lampiran."""

    programme: Name
    by: Name
    gap: GapRule
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Benefit(Node):
    """`Manfaat jkm "biaya pemakaman" sebesar Rp10.000.000[, setelah paling singkat 3 bulan Iuran [berturut-turut]].`"""

    programme: Name
    title: Quote
    amount: MoneyValue | Blank
    after_months: NumberValue | None
    consecutive: bool


@dataclass(frozen=True, slots=True)
class BenefitItem(Node):
    """`a. "santunan sekaligus" sebesar Rp20.000.000[, setelah paling singkat 3 bulan Iuran [berturut-turut]];`"""

    marker: str
    title: Quote
    amount: MoneyValue | Blank
    after_months: NumberValue | None
    consecutive: bool


@dataclass(frozen=True, slots=True)
class Benefits(Node):
    """`Manfaat jkm: a. "santunan sekaligus" sebesar Rp20.000.000; dan b. ... .`: several, each with its own letter."""

    programme: Name
    items: tuple[BenefitItem, ...]


@dataclass(frozen=True, slots=True)
class Relief(Node):
    """`Keringanan Iuran jkk dan jkm sebesar 50% untuk bulan Iuran SPAN bagi Peserta CONDITION[, mulai bulan kepesertaan ke-3][, tidak bagi Iuran yang dibebankan pada apbn dan apbd].`"""

    programmes: tuple[Name, ...]
    rate: PercentValue
    months: MonthSpan
    condition: Condition | None
    from_participation_month: int
    barred_budgets: tuple[Name, ...]
    rounding: RoundingWord | None


@dataclass(frozen=True, slots=True)
class ProgrammeSets(Node):
    """`Peserta mengikuti program: a. jkk dan jkm; atau b. jkk, jkm, dan jht.`: the sets the law allows."""

    scope: Scope
    sets: tuple["ProgrammeSet", ...]


@dataclass(frozen=True, slots=True)
class ProgrammeSet(Node):
    """`a. jkk dan jkm;`"""

    marker: str
    programmes: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class PaymentPeriods(Node):
    """`Iuran dapat dibayar sekaligus di muka untuk 2, 3, 6, atau 12 bulan.`"""

    months: tuple[NumberValue, ...]


@dataclass(frozen=True, slots=True)
class Deadline(Node):
    """`Iuran jkk dan jkm dibayar paling lambat tanggal 15 bulan Iuran[ berikutnya][, atau hari kerja berikutnya].`"""

    programmes: tuple[Name, ...]
    day: NumberValue
    following_month: bool
    next_working_day: bool


@dataclass(frozen=True, slots=True)
class Repeal(Node):
    """`perbup kabupaten_x 1/2020 dan ... dicabut dan dinyatakan tidak berlaku.`"""

    targets: tuple[InstrumentRef, ...]


@dataclass(frozen=True, slots=True)
class Commencement(Node):
    """`Peraturan ini mulai berlaku pada tanggal diundangkan.`: the closing clause; the header has the day it is."""

    on: "DateValue | CommencementDay"


@dataclass(frozen=True, slots=True)
class Replace(Node):
    """`1. Pasal 5 diubah sehingga berbunyi: UNITS`"""

    marker: str
    target: CitationRef
    units: tuple["BodyUnit", ...]


@dataclass(frozen=True, slots=True)
class Insert(Node):
    """`2. Di antara Pasal 5 dan Pasal 6 disisipkan: UNITS`"""

    marker: str
    after: CitationRef
    before: CitationRef
    units: tuple["BodyUnit", ...]


@dataclass(frozen=True, slots=True)
class Delete(Node):
    """`3. Pasal 7 dihapus;`: the number stays, the norm goes (UU 12/2011 Lampiran II 236)."""

    marker: str
    target: CitationRef


AmendmentStep: TypeAlias = Replace | Insert | Delete


@dataclass(frozen=True, slots=True)
class Amendment(Node):
    """`Mengubah pergub riau 15/2017 sebagai berikut: 1. ... .`"""

    target: InstrumentRef
    steps: tuple[AmendmentStep, ...]


Sentence: TypeAlias = (
    Definitions
    | Recipients
    | Requirements
    | Exclusions
    | Lift
    | Change
    | Precedence
    | Enrolment
    | Contribution
    | Bearing
    | Deposit
    | Funding
    | Months
    | Provided
    | Ending
    | Quota
    | Ceiling
    | Target
    | Priority
    | AllocationRule
    | Listing
    | Delegation
    | Transition
    | NotEncoded
    | Interpretation
    | OpenSentence
    | BandTable
    | Benefit
    | Benefits
    | Relief
    | ProgrammeSets
    | PaymentPeriods
    | Deadline
    | Repeal
    | Commencement
    | Amendment
)


# The instrument


@dataclass(frozen=True, slots=True)
class Paragraph(Node):
    """An ayat, `(1) SENTENCE`; an article without ayat holds one paragraph whose label is None."""

    label: str | None
    sentence: Sentence
    note: Name | None
    """The interpretation the sentence rests on: `, menurut tafsir t1`."""


@dataclass(frozen=True, slots=True)
class Article(Node):
    """`Pasal 3 ...`; `Butir 3 menurut laporan ...` in a reported instrument; `KESATU ...` in a decree; `Lampiran II ...`.

    `provision` is its place as cited (one step).
    """

    provision: Provision
    paragraphs: tuple[Paragraph, ...]


class HeadingLevel(Enum):
    """`BAB`, `Bagian`, `Paragraf`: titled groupings above the article."""

    CHAPTER = "bab"
    PART = "bagian"
    SECTION = "paragraf"


@dataclass(frozen=True, slots=True)
class Heading(Node):
    """`BAB II PENERIMA`; it holds for the articles that follow it."""

    level: HeadingLevel
    label: str
    title: str


BodyUnit: TypeAlias = Heading | Article | Paragraph | Item | DefinitionItem
"""What an amendment can put in place; a body itself holds headings and articles."""


class Status(Enum):
    """Where the encoding comes from: `dibaca`, `dilaporkan`, `rancangan`."""

    READ = "read"
    REPORTED = "reported"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Recital(Node):
    """`menimbang "..."`."""

    text: Quote


@dataclass(frozen=True, slots=True)
class Ground(Node):
    """A legal ground: `pp 44/2015`, with `tentang "..."` what it is called; the constitution is words alone."""

    instrument: InstrumentRef | None
    title: Quote | None


@dataclass(frozen=True, slots=True)
class Header(Node):
    """What stands before the body; every field is as written, a `Blank` where the author left it open."""

    title: Quote | Blank
    status: Status
    sources: tuple[Quote, ...]
    encoded_from: Quote | None
    region: Name | None
    enacted: DateValue | Blank | None
    promulgated: DateValue | Blank | None
    gazette: Quote | None
    commences: DateValue | Blank | None
    ends: DateValue | None
    considering: tuple[Quote, ...]
    grounds: tuple[Ground, ...]
    implements: tuple[CitationRef, ...]
    special_to: tuple[InstrumentRef, ...]
    """`khusus terhadap REF`: special over general, where declared."""
    segment: Name | None
    """`segmen bpu`: the participation segment that the instrument regulates."""
    commences_by: Name | None = None
    """`mulai berlaku 2023-12-31, menurut tafsir saat_berlaku`: the interpretation the date rests on."""
    called: Name | None = None
    """`disebut kudus_kabupaten`: a working name, by which other files can cite it."""
    commences_on: CommencementDay | None = None
    """`mulai berlaku pada tanggal diundangkan`: then `commences` is that day, open as long as that is open."""

    @property
    def in_view_of(self) -> tuple[InstrumentRef, ...]:
        """Give the instruments among the legal grounds."""
        return tuple(each.instrument for each in self.grounds if each.instrument is not None)


@dataclass(frozen=True, slots=True)
class Instrument(Node):
    """`instrumen perbup kabupaten_karimun nomor 5 tahun 2025 { HEADER BODY }`."""

    kind: InstrumentKind | Blank
    locality: Name | None
    number: str | Blank
    year: int | Blank
    header: Header
    body: tuple[Heading | Article, ...]


# Tests


@dataclass(frozen=True, slots=True)
class Given(Node):
    """`pekerjaan nelayan, petani;`: one fact of the worker of a test."""

    fact: Name
    value: FactValue


@dataclass(frozen=True, slots=True)
class AssumeCommencement(Node):
    """`andaikan mulai berlaku 2025-09-26`: settles a blank in the header."""

    date: DateValue


@dataclass(frozen=True, slots=True)
class AssumeProvision(Node):
    """`andaikan Pasal 3 huruf b terpenuhi`, `... tidak terpenuhi`: settles a blank condition."""

    citation: CitationRef
    holds: bool


Assumption: TypeAlias = AssumeCommencement | AssumeProvision


@dataclass(frozen=True, slots=True)
class Expectation(Node):
    """`hasil memenuhi syarat menurut Pasal 2 huruf a, biaya Rp33.600, bulan Iuran SPAN, kurang lahir dan domisili, berlaku tidak memenuhi syarat`."""

    outcome: Outcome
    because: tuple[CitationRef, ...]
    cost: MoneyValue | None
    months: tuple[MonthSpan, ...] | None
    missing: tuple[Name, ...] | None
    effective: Outcome | None


class TestKind(Enum):
    """`uji`: the encoder's; `contoh`: an official worked example, with its source."""

    TEST = "uji"
    EXAMPLE = "contoh"


@dataclass(frozen=True, slots=True)
class Test(Node):
    """`uji "nama" [andaikan ...] pada 2025-11-13 [fakta per 2025-11-13] { GIVEN } hasil ... .`"""

    kind: TestKind
    name: Quote
    source: Quote | None
    instrument: InstrumentRef | None
    """`untuk REF`, where the file holds no instrument or another one is meant."""
    assumptions: tuple[Assumption, ...]
    on: DateValue
    facts_as_of: DateValue | None
    given: tuple[Given, ...]
    expected: Expectation


class Relation(Enum):
    """`hasil O` for all of them; `hanya jika`: that outcome only for them."""

    ALWAYS = "always"
    ONLY_IF = "only if"


@dataclass(frozen=True, slots=True)
class Ensure(Node):
    """`pastikan "nama" pada DATE: dalam hal CONDITION hasil OUTCOME.` or `... hasil OUTCOME hanya jika CONDITION.`; or `biaya paling banyak Rp...`."""

    name: Quote
    on: DateValue
    relation: Relation
    condition: Condition | None
    outcome: Outcome | None
    cost_at_most: MoneyValue | None


@dataclass(frozen=True, slots=True)
class PolicyFile(Node):
    """One file: declarations, at most one instrument, tests and stated properties, each in the order written."""

    declarations: tuple[Declaration, ...]
    instrument: Instrument | None
    tests: tuple[Test | Ensure, ...]
