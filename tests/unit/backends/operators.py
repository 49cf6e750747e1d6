"""Every operator of the language in an expression or two, and the workers at the edges of each: for every back end."""

from collections.abc import Iterator
from itertools import product
from typing import Any

from policy_engine.domain.bilingual import both
from policy_engine.domain.dates import LeapRule, Month, PackedDate, add_days, make_month, pack
from policy_engine.ir import nodes as ir
from tests.samples import BIRTH, DATE, EVENT, INCOME, JOBS, MONTHLY, REGION, TRUTH, WORDS, place, rupiah

ON = pack(2025, 3, 1)
MARCH = Month(make_month(2025, 3))
REGISTERED = ir.FactRef("tanggal_pendaftaran", type=EVENT)
P, Q = (ir.FactRef(name, type=TRUTH) for name in "pq")
JOB = ir.FactRef("pekerjaan", type=JOBS)
HOME = ir.FactRef("domisili", type=REGION)
TODAY = ir.DayRef(ir.Day.DECISION, 0, type=DATE)
REGISTRATION = ir.DayRef(ir.Day.REGISTRATION, 0, type=DATE)
MONTH_END = ir.DayRef(ir.Day.MONTH_DAY, 31, type=DATE)
YES, NO = ir.Literal(1, type=TRUTH), ir.Literal(0, type=TRUTH)
BANDS = (ir.Band(1, None, 1_000, 10), ir.Band(2, 1_500, 2_000, 20), ir.Band(3, 2_001, 3_000, 30))


def fact(name: str, type_: ir.Type) -> ir.Fact:
    return ir.Fact(name, type_, both(name), None, None, None, None, None, changeable=False)


def code(name: str, number: str | None = None) -> ir.Code:
    return ir.Code(name, number, both(name), ())


LIBRARY = ir.Library(
    (
        ir.Vocabulary(
            "pekerjaan", WORDS, None, None, tuple(code(c) for c in ("nelayan", "petani", "ojek", "guru")), ()
        ),
        ir.Vocabulary(
            "wilayah",
            WORDS,
            None,
            None,
            tuple(code(f"w{c}", c) for c in ("21", "21.02", "21.02.01", "21.71", "33")),
            (),
        ),
    ),
    (
        fact("domisili", REGION),
        fact("lahir", DATE),
        fact("p", TRUTH),
        fact("pekerjaan", JOBS),
        fact("penghasilan", MONTHLY),
        fact("q", TRUTH),
        fact("tanggal_pendaftaran", EVENT),
    ),
    (
        ir.Parameter(
            "umk",
            MONTHLY,
            WORDS,
            "domisili",
            (
                ir.DatedValue("21", pack(2024, 1, 1), pack(2025, 2, 1), 1_000, WORDS),
                ir.DatedValue("21.02", pack(2024, 1, 1), None, 2_000, WORDS),
                ir.DatedValue("21", pack(2025, 3, 1), None, None, WORDS),
            ),
        ),
    ),
    (),
    LeapRule.ON_1_MARCH,
)


def compare(comparison: ir.Comparison, left: ir.Expr, right: ir.Expr) -> ir.Expr:
    return ir.Compare(comparison, left, right, type=TRUTH)


def aged(comparison: ir.Comparison, on: ir.Expr, *, exact: bool) -> ir.Expr:
    return ir.AgeCompare(comparison, BIRTH, on, 65, exact, type=TRUTH)


def scaled(direction: ir.Direction, unit: int) -> ir.Expr:
    return ir.Scale(INCOME, 1, 3, direction, unit, None, type=MONTHLY)


def banded(gap: ir.GapRule, *, chosen: bool) -> ir.Expr:
    return ir.BandLookup(ir.BandTable(place("9"), "jkk", "x", gap, BANDS), INCOME, chosen, type=MONTHLY)


def arm(condition: ir.Expr, value: ir.Expr, *inner: ir.Arm) -> ir.Arm:
    return ir.Arm(place("7"), condition, value, inner, WORDS)


def excepted(base: ir.Expr, *arms: ir.Arm) -> ir.Expr:
    return ir.Excepted(base, arms, type=base.type)


def wage(on: ir.Expr) -> ir.Expr:
    return ir.ParameterRef("umk", HOME, on, type=MONTHLY)


FEW_JOBS = frozenset({"nelayan", "petani"})
EXPRESSIONS: tuple[ir.Expr, ...] = (
    *(compare(c, INCOME, rupiah(1_500)) for c in ir.Comparison),
    *(
        aged(c, d, exact=e)
        for c in ir.Comparison
        for d in (TODAY, REGISTRATION, MONTH_END)
        for e in (False, True)
    ),
    aged(ir.Comparison.AT_LEAST, ir.Literal(pack(2025, 2, 28), type=DATE), exact=False),
    ir.Includes(JOB, FEW_JOBS, type=TRUTH),
    ir.WithinRegion(HOME, "21.02", type=TRUTH),
    ir.Happened(REGISTERED, TODAY, type=TRUTH),
    ir.Happened(REGISTERED, MONTH_END, type=TRUTH),
    ir.Not(P, type=TRUTH),
    ir.All((P, Q), type=TRUTH),
    ir.Any((P, Q), type=TRUTH),
    ir.All((), type=TRUTH),
    ir.Any((), type=TRUTH),
    excepted(P, arm(Q, NO)),
    excepted(NO, arm(P, YES), arm(Q, NO)),
    excepted(NO, arm(P, YES, arm(Q, NO))),
    excepted(INCOME, arm(P, rupiah(1_500)), arm(Q, rupiah(2_000))),
    ir.Any((excepted(NO, arm(P, YES), arm(Q, NO)), P), type=TRUTH),
    ir.Arithmetic(ir.Operation.ADD, INCOME, rupiah(3), type=MONTHLY),
    ir.Arithmetic(ir.Operation.SUBTRACT, INCOME, rupiah(3), type=MONTHLY),
    *(scaled(direction, unit) for direction in ir.Direction for unit in (1, 100)),
    *(banded(gap, chosen=chosen) for gap in ir.GapRule for chosen in (False, True)),
    wage(TODAY),
    wage(REGISTRATION),
    wage(ir.Literal(pack(2025, 2, 1), type=DATE)),
    ir.Blank("x", place("1"), None, type=TRUTH),
    ir.Blank("x", place("1"), None, type=MONTHLY),
    ir.NotBorne((place("1").instrument,), type=TRUTH),
    compare(ir.Comparison.AT_MOST, scaled(ir.Direction.UP, 100), rupiah(600)),
    ir.Not(ir.Any((P, ir.All((Q, ir.Not(P, type=TRUTH)), type=TRUTH)), type=TRUTH), type=TRUTH),
)

AMOUNTS = (
    None,
    0,
    1,
    2,
    3,
    *(edge + step for edge in (300, 450, 1_000, 1_500, 2_000, 3_000) for step in (-1, 0, 1)),
)
"""Incomes one below, on and one above each bound of the tables, comparisons and roundings."""
BORN = tuple(
    add_days(PackedDate(day), step)
    for years in (64, 65, 66)
    for day in (pack(2025 - years, 2, 28), pack(2025 - years, 3, 1), pack(2025 - years, 3, 31))
    for step in (-1, 0, 1)
)
"""Births on which years are completed one day before, on and one day after each test date."""

WORKERS: tuple[Any, ...] = tuple(
    {name: value for name, value in zip(("p", "q", "penghasilan"), values, strict=True) if value is not None}
    for values in product((None, True, False), (None, True, False), AMOUNTS)
) + tuple(
    {name: value for name, value in zip(("lahir", "tanggal_pendaftaran"), values, strict=True) if value is not None}
    for values in product(
        (None, pack(1960, 2, 29), *BORN),
        (None, ir.NotHappened(), pack(2025, 2, 28), pack(2025, 3, 1), pack(2024, 2, 29), pack(2025, 3, 31)),
    )
) + tuple(
    {name: value for name, value in zip(("pekerjaan", "domisili", "tanggal_pendaftaran"), values, strict=True) if value}
    for values in product(
        (None, ir.CodeSet(frozenset(), True), ir.CodeSet(frozenset(), False), ir.CodeSet(frozenset({"guru"}), False),
         ir.CodeSet(frozenset({"petani", "guru"}), False), ir.CodeSet(frozenset({"guru"}), True)),
        (None, "21", "21.02", "21.02.01", "21.71", "33"),
        (None, pack(2024, 5, 1), pack(2025, 2, 15), pack(2025, 3, 5)),
    )
)  # fmt: skip


def who_differ(read: frozenset[str]) -> Iterator[dict[str, ir.FactValue]]:
    """Give each worker once of those who differ in what is read."""
    told = {frozenset((name, v) for name, v in worker.items() if name in read): worker for worker in WORKERS}
    yield from told.values()
