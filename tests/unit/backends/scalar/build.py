"""A small library built by hand: facts, vocabularies and instruments of which each part can be replaced."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from policy_engine.backends.scalar.decide import decide
from policy_engine.domain.bilingual import Text, both
from policy_engine.domain.citation import (
    Citation,
    InstrumentId,
    InstrumentKind,
    Provision,
    parse_provision,
)
from policy_engine.domain.dates import LeapRule, Month, PackedDate, make_month, pack
from policy_engine.ir import nodes as ir
from policy_engine.ir.decision import Decision

PERMENAKER = InstrumentId(InstrumentKind.PERMENAKER, None, "5", 2021)
PP = InstrumentId(InstrumentKind.PP, None, "50", 2025)
PERBUP = InstrumentId(InstrumentKind.PERBUP, "21.02", "5", 2025)
PERGUB = InstrumentId(InstrumentKind.PERGUB, "21", "9", 2025)
KARIMUN = "21.02"

ON = pack(2025, 11, 13)
NOVEMBER = make_month(2025, 11)
DECEMBER = make_month(2025, 12)
WORKER: Mapping[str, ir.FactValue] = {
    "pekerjaan": ir.CodeSet(frozenset({"ojek"}), complete=True),
    "lahir": pack(1985, 3, 2),
    "domisili": KARIMUN,
    "peserta_bpjs_tk": False,
    "tanggal_pendaftaran": ir.NotHappened(),
}

TRUTH = ir.Type(ir.Kind.TRUTH)
MONEY = ir.Type(ir.Kind.RUPIAH_PER_MONTH)
DATE = ir.Type(ir.Kind.DATE)
NUMBER = ir.Type(ir.Kind.NUMBER)


def cite(place: str, instrument: InstrumentId = PERBUP) -> Citation:
    """Name a place: `Pasal 3 huruf a`."""
    return Citation(instrument, parse_provision(place) or Provision())


def truth(value: int) -> ir.Literal:
    return ir.Literal(value, type=TRUTH)


def rupiah(value: int) -> ir.Literal:
    return ir.Literal(value, type=MONEY)


def fact(name: str, kind: ir.Kind = ir.Kind.TRUTH) -> ir.FactRef:
    return ir.FactRef(name, type=ir.Type(kind))


def day(which: ir.Day, number: int = 0) -> ir.DayRef:
    return ir.DayRef(which, number, type=DATE)


def date(value: PackedDate) -> ir.Literal:
    return ir.Literal(value, type=DATE)


def age(
    comparison: ir.Comparison, years: int, on: ir.Expr | None = None, *, exact: bool = False
) -> ir.AgeCompare:
    birth = fact("lahir", ir.Kind.DATE)
    return ir.AgeCompare(comparison, birth, on or day(ir.Day.DECISION), years, exact, type=TRUTH)


def all_(*operands: ir.Expr) -> ir.All:
    return ir.All(operands, type=TRUTH)


def any_(*operands: ir.Expr) -> ir.Any:
    return ir.Any(operands, type=TRUTH)


def no(operand: ir.Expr) -> ir.Not:
    return ir.Not(operand, type=TRUTH)


def works_as(*codes: str) -> ir.Includes:
    return ir.Includes(fact("pekerjaan", ir.Kind.CODE_SET), frozenset(codes), type=TRUTH)


def arm(place: str, condition: ir.Expr, value: ir.Expr, *exceptions: ir.Arm) -> ir.Arm:
    return ir.Arm(cite(place), condition, value, exceptions, both(place))


def excepted(base: ir.Expr, *arms: ir.Arm) -> ir.Excepted:
    return ir.Excepted(base, arms, type=base.type)


def norm(
    place: str,
    condition: ir.Expr,
    role: ir.Role = ir.Role.REQUIREMENT,
    *,
    grain: ir.Grain = ir.Grain.ONCE,
    groups: frozenset[str] | None = None,
    instrument: InstrumentId = PERBUP,
    wording: Text | None = None,
) -> ir.Norm:
    words = wording or both(place)
    return ir.Norm(cite(place, instrument), role, grain, groups, condition, words, None, None)


def monthly(place: str, condition: ir.Expr, role: ir.Role = ir.Role.REQUIREMENT) -> ir.Norm:
    return norm(place, condition, role, grain=ir.Grain.EACH_MONTH)


def group(letter: str, condition: ir.Expr, *, precedes: frozenset[str] = frozenset()) -> ir.Group:
    match = norm(f"Pasal 2 ayat (1) huruf {letter}", condition, ir.Role.GROUP, groups=frozenset({letter}))
    return ir.Group(letter, letter, match, precedes)


def schedule(
    *months: Month, is_open: bool = False, at_most: int | None = None, groups: frozenset[str] | None = None
) -> ir.Schedule:
    funded = tuple(ir.FundedMonth(month, truth(1)) for month in months)
    return ir.Schedule(cite("Pasal 4 ayat (6)"), groups, funded, is_open, at_most, False)


def tariff(programme: str, amount: ir.Expr) -> ir.Tariff:
    return ir.Tariff(cite(f"Pasal 4 ayat ({len(programme)})"), None, programme, amount)


def enrolment(programme: str, condition: ir.Expr | None = None) -> ir.Enrolment:
    return ir.Enrolment(cite("Pasal 4 ayat (1)"), None, programme, condition or truth(1))


REGENCY = ir.Party("pemerintah_daerah", KARIMUN)
PROVINCE = ir.Party("pemerintah_daerah", "21")
SELF = ir.Party("pekerja", None)


def bearing(
    *shares: tuple[ir.Party, int, int], direction: ir.Direction = ir.Direction.DOWN, is_open: bool = False
) -> ir.Bearing:
    parts = tuple(ir.Share(party, top, bottom, truth(1)) for party, top, bottom in shares)
    return ir.Bearing(cite("Pasal 4 ayat (7)"), None, None, parts, direction, is_open)


def funding(*budgets: tuple[str, str | None], is_open: bool = False) -> ir.Funding:
    charged = tuple(ir.Budget(kind, region, (2025,), None, False) for kind, region in budgets)
    return ir.Funding(cite("Pasal 4 ayat (9)"), None, charged, is_open)


EMPTY = ir.Version(
    since=pack(2025, 1, 1),
    until=None,
    amended_by=(),
    groups=(),
    norms=(),
    participant_norms=(),
    enrolments=(),
    tariffs=(),
    tables=(),
    schedules=(),
    bearings=(),
    deposits=(),
    fundings=(),
    quotas=(),
    ceilings=(),
    targets=(),
    allocation=ir.Allocation((), None, None, False, False, False, False),
    listings=(),
    delegations=(),
    not_encoded=(),
    interpretations=(),
    blanks=(),
    benefits=(),
    reliefs=(),
    programme_sets=(),
    payment_periods=(),
    deadlines=(),
    skeleton=(),
)

VERSION = replace(
    EMPTY,
    groups=(group("a", works_as("ojek", "nelayan")),),
    schedules=(schedule(NOVEMBER, DECEMBER),),
    enrolments=(enrolment("jkk"), enrolment("jkm")),
    tariffs=(tariff("jkk", rupiah(10_000)), tariff("jkm", rupiah(6_800))),
    bearings=(bearing((REGENCY, 1, 1)),),
    fundings=(funding(("apbd", KARIMUN)),),
)


def version(**changes: Any) -> ir.Version:
    return replace(VERSION, **changes)


def instrument(found: ir.Version = VERSION, of: InstrumentId = PERBUP, **changes: Any) -> ir.Instrument:
    """Make an instrument of one version; its region is that of whoever made it."""
    made = ir.Instrument(
        id=of,
        title=None,
        status=ir.Status.READ,
        sources=(),
        encoded_from=None,
        region=of.locality,
        segment="bpu",
        enacted=None,
        promulgated=None,
        commences=found.since,
        in_view_of=(),
        implements=(),
        special_to=(),
        repealed_by=None,
        continuations=(),
        versions=(found,),
    )
    return replace(made, **changes)


def national(of: InstrumentId = PERMENAKER, **parts: Any) -> ir.Instrument:
    """Make a national instrument in force since 2021."""
    return instrument(replace(EMPTY, since=pack(2021, 4, 1), **parts), of)


def participants(condition: ir.Expr, **changes: Any) -> tuple[ir.Norm, ...]:
    """Give a requirement over every participant, as in Permenaker 5/2021."""
    return (norm("Pasal 33 ayat (1) huruf b", condition, instrument=PERMENAKER, **changes),)


def declared(name: str, kind: ir.Kind, label: Text, officer: str | None = None) -> ir.Fact:
    document = None if officer is None else "ktp_el"
    vocabulary = {ir.Kind.CODE_SET: "pekerjaan", ir.Kind.REGION: "wilayah"}.get(kind)
    return ir.Fact(name, ir.Type(kind, vocabulary), label, None, None, None, document, officer, False)


VOCABULARIES = (
    ir.Vocabulary(
        "pekerjaan",
        both("pekerjaan"),
        None,
        None,
        (
            ir.Code("nelayan", "6222.02", Text("nelayan", "fisher"), ()),
            ir.Code("ojek", "8321.04", Text("tukang ojek", "motorcycle taxi rider"), ()),
        ),
        (),
    ),
    ir.Vocabulary(
        "wilayah",
        both("wilayah"),
        None,
        None,
        (
            ir.Code("kepulauan_riau", "21", Text("Provinsi Kepulauan Riau", "Riau Islands Province"), ()),
            ir.Code("kabupaten_karimun", KARIMUN, Text("Kabupaten Karimun", "Karimun Regency"), ()),
        ),
        (),
    ),
)
FACTS = (
    declared("domisili", ir.Kind.REGION, Text("tempat tinggal", "residence"), "disdukcapil"),
    declared("lahir", ir.Kind.DATE, Text("tanggal lahir", "date of birth"), "disdukcapil"),
    declared("nik", ir.Kind.NUMBER, Text("NIK", "identity number")),
    declared("pekerjaan", ir.Kind.CODE_SET, Text("pekerjaan", "occupations")),
    declared("penghasilan", ir.Kind.RUPIAH_PER_MONTH, Text("penghasilan sebulan", "monthly income")),
    declared("peserta_bpjs_tk", ir.Kind.TRUTH, Text("pernah terdaftar", "was ever registered")),
    declared("tanggal_pendaftaran", ir.Kind.EVENT, Text("tanggal pendaftaran", "registration date")),
)


def library(
    *instruments: ir.Instrument,
    leap_rule: LeapRule = LeapRule.ON_1_MARCH,
    parameters: tuple[ir.Parameter, ...] = (),
) -> ir.Library:
    return ir.Library(VOCABULARIES, FACTS, parameters, instruments or (instrument(),), leap_rule)


def decided(
    law: ir.Library | ir.Version | None = None,
    worker: Mapping[str, ir.FactValue] | None = None,
    *,
    on: PackedDate = ON,
    facts_as_of: PackedDate | None = None,
    under: InstrumentId = PERBUP,
    **facts: ir.FactValue | None,
) -> Decision:
    """Decide the usual worker, with some facts changed (None: not known), under the regional instrument."""
    known = {**(WORKER if worker is None else worker), **facts}
    given = {name: value for name, value in known.items() if value is not None}
    loaded = law if isinstance(law, ir.Library) else library(instrument(law or VERSION))
    as_of = on if facts_as_of is None else facts_as_of
    return decide(loaded, under, given, on=on, facts_as_of=as_of, digest="0" * 64)
