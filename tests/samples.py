"""A small library that makes sense, made by hand, for tests that change one thing in it."""

from dataclasses import replace
from typing import Any

from policy_engine.domain.bilingual import both
from policy_engine.domain.citation import Citation, InstrumentId, InstrumentKind, Provision, Unit
from policy_engine.domain.dates import LeapRule, Month, PackedDate, make_month, pack
from policy_engine.ir import nodes as ir

PERBUP = InstrumentId(InstrumentKind.PERBUP, "21.02", "5", 2025)
TRUTH = ir.Type(ir.Kind.TRUTH)
DATE = ir.Type(ir.Kind.DATE)
MONTHLY = ir.Type(ir.Kind.RUPIAH_PER_MONTH)
EVENT = ir.Type(ir.Kind.EVENT)
JOBS = ir.Type(ir.Kind.CODE_SET, "pekerjaan", 2)
REGION = ir.Type(ir.Kind.REGION, "wilayah")
WORDS = both("kata")
COMMENCES = pack(2025, 1, 3)
YES = ir.Literal(1, type=TRUTH)
BIRTH = ir.FactRef("lahir", type=DATE)
INCOME = ir.FactRef("penghasilan", type=MONTHLY)


def place(article: str) -> Citation:
    """Give an article of the sample instrument."""
    return Citation(PERBUP, Provision().child(Unit.ARTICLE, article))


def rupiah(amount: int) -> ir.Literal:
    """Give an amount a month."""
    return ir.Literal(amount, type=MONTHLY)


def norm(condition: ir.Expr, role: ir.Role = ir.Role.REQUIREMENT, **changes: Any) -> ir.Norm:
    """Give a norm weighed once, but for what is changed."""
    made = ir.Norm(place("3"), role, ir.Grain.ONCE, None, condition, WORDS, None, None)
    return replace(made, **changes)


def age(
    comparison: ir.Comparison, years: int, on: ir.Day = ir.Day.DECISION, number: int = 0
) -> ir.AgeCompare:
    """Give a comparison of age on a day."""
    return ir.AgeCompare(comparison, BIRTH, ir.DayRef(on, number, type=DATE), years, exact=False, type=TRUTH)


def version(**changes: Any) -> ir.Version:
    """Give the version of the sample instrument, but for what is changed."""
    fisher = ir.Includes(ir.FactRef("pekerjaan", type=JOBS), frozenset({"nelayan"}), type=TRUTH)
    resident = ir.WithinRegion(ir.FactRef("domisili", type=REGION), "21.02", type=TRUTH)
    dead = ir.Happened(
        ir.FactRef("meninggal", type=EVENT), ir.DayRef(ir.Day.MONTH_DAY, 1, type=DATE), type=TRUTH
    )
    months = tuple(ir.FundedMonth(Month(make_month(2025, 1) + number), YES) for number in range(3))
    made = ir.Version(
        since=COMMENCES,
        until=None,
        amended_by=(),
        groups=(ir.Group("laut", None, norm(fisher, ir.Role.GROUP), frozenset()),),
        norms=(
            norm(resident, ir.Role.TERRITORY),
            norm(age(ir.Comparison.AT_LEAST, 18)),
            norm(age(ir.Comparison.LESS, 65, ir.Day.MONTH_DAY, 31), grain=ir.Grain.EACH_MONTH),
            norm(ir.Compare(ir.Comparison.AT_MOST, INCOME, rupiah(3_000_000), type=TRUTH)),
            norm(ir.FactRef("pegawai_negeri", type=TRUTH), ir.Role.EXCLUSION),
            norm(dead, ir.Role.ENDING, grain=ir.Grain.EACH_MONTH),
        ),
        participant_norms=(),
        enrolments=(ir.Enrolment(place("4"), None, "jkk", YES),),
        tariffs=(ir.Tariff(place("4"), None, "jkk", rupiah(10_000)),),
        tables=(),
        schedules=(ir.Schedule(place("4"), None, months, is_open=False, at_most=None, in_advance=False),),
        bearings=(
            ir.Bearing(
                place("4"),
                None,
                None,
                (ir.Share(ir.Party("pemerintah", "21.02"), 1, 1, YES),),
                ir.Direction.DOWN,
                is_open=False,
            ),
        ),
        deposits=(),
        fundings=(),
        quotas=(),
        ceilings=(),
        targets=(),
        allocation=ir.Allocation(
            (),
            None,
            None,
            monthly=False,
            waiting_list=False,
            replacement=False,
            months_reducible=False,
        ),
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
    return replace(made, **changes)


def instrument(*versions: ir.Version, **changes: Any) -> ir.Instrument:
    """Give the sample instrument with these versions, or its own."""
    made = ir.Instrument(
        id=PERBUP,
        title="perlindungan nelayan",
        status=ir.Status.DRAFT,
        sources=(),
        encoded_from=None,
        region="21.02",
        segment="bpu",
        enacted=PackedDate(COMMENCES - 1),
        promulgated=COMMENCES,
        commences=COMMENCES,
        in_view_of=(),
        implements=(),
        special_to=(),
        repealed_by=None,
        continuations=(),
        versions=versions or (version(),),
    )
    return replace(made, **changes)


def library(*instruments: ir.Instrument, **changes: Any) -> ir.Library:
    """Give the sample library with these instruments, or its own."""
    facts = (
        _fact("domisili", REGION, None, None, "21.02"),
        _fact("lahir", DATE, pack(1900, 1, 1), pack(2025, 12, 31), pack(1990, 5, 17)),
        _fact("meninggal", EVENT, None, None, ir.NotHappened()),
        _fact("pegawai_negeri", TRUTH, None, None, typical=False),
        _fact("pekerjaan", JOBS, None, None, ir.CodeSet(frozenset({"nelayan"}), complete=True)),
        _fact("penghasilan", MONTHLY, 0, 1_000_000_000, 900_000),
        _fact("tanggal_pendaftaran", EVENT, None, None, None),
    )
    jobs = ir.Vocabulary("pekerjaan", WORDS, None, None, (_code("nelayan"), _code("petani")), ())
    regions = [_code("karimun", "21.02"), _code("kepulauan_riau", "21"), _code("moro", "21.02.01")]
    vocabularies = (
        jobs,
        ir.Vocabulary("wilayah", WORDS, None, None, (*regions, _code("batam", "21.71")), ()),
    )
    made = ir.Library(vocabularies, facts, (), instruments or (instrument(),), LeapRule.ON_1_MARCH)
    return replace(made, **changes)


def _fact(
    name: str, type_: ir.Type, low: int | None, high: int | None, typical: ir.FactValue | None
) -> ir.Fact:
    return ir.Fact(name, type_, WORDS, low, high, typical, None, None, changeable=True)


def _code(name: str, code: str | None = None) -> ir.Code:
    return ir.Code(name, code, WORDS, ())
