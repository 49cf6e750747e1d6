"""Published totals come out of made registers, and come out no longer when the text is another.

A register is written by `made_registers`, read by the real reader of registers, and every row that could be
read is decided by the reference engine; rows that differ in the registration number alone are decided once,
since no decision reads it. The places are then given by the allocation of registers, by the order that the
text states. Where places run out and it states none, nobody is chosen. Who is refused by a higher norm is
not paid for.

Figures that are only head counts, or do not multiply out, stand in `policies/README.md` and not here.
"""

import csv
import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import pytest

from policy_engine.backends.scalar.allocate import allocate
from policy_engine.backends.scalar.claims import claim
from policy_engine.backends.scalar.decide import decide
from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import PackedDate, pack
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir import canonical, nodes
from policy_engine.ir.allotment import Ground, LimitUse, Standing
from policy_engine.ir.assume import Commences, assume
from policy_engine.ir.decision import Decision
from policy_engine.ir.rationing import version_judged
from policy_engine.registers.facts_read import facts_read
from policy_engine.registers.model import Mapped, Rejected
from policy_engine.registers.read import Register, WorkerFormat, read_register
from policy_engine.semantics.elaborate import elaborate
from policy_engine.source import SourceFile
from policy_engine.syntax import ast
from policy_engine.syntax.parser import parse
from tests.policies import made_registers as made
from tests.policies.made_registers import Made

pytestmark = pytest.mark.slow  # part of `make test-all`

POLICIES = Path(__file__).parents[2] / "policies"
ANNEX = "nasional/pp-44-2015.policy"
MINISTRY = "nasional/permenaker-5-2021.policy"
KARIMUN = "kepulauan-riau/karimun-nota-kesepakatan-2025.policy"
BATAM = "kepulauan-riau/batam-transportasi-2025.policy"
FISHERS_2024 = "kepulauan-riau/provinsi-nelayan-karimun-2024.policy"
BALIKPAPAN = "kalimantan-timur/perda-balikpapan-rancangan.policy"
FISHERS_2025 = "kepulauan-riau/provinsi-nelayan-2025.policy"


@dataclass(frozen=True, slots=True)
class Case:
    """A published figure: the policy, the register behind it, the day of decision, persons and rupiah.

    `commences` settles a commencement that nobody reported, as the tests of the policy do.
    """

    policy: str
    register: Made
    on: PackedDate
    commences: PackedDate | None
    persons: int
    rupiah: int


CASES: Mapping[str, Case] = {
    # https://www.kepriheadline.id/?p=11857 prints 953 persons, Rp16,800 and two months.
    "karimun": Case(KARIMUN, made.KARIMUN, pack(2025, 11, 13), None, 953, 32_020_800),
    # https://kepri.antaranews.com/amp/berita/224901 prints 6,945 persons and Rp816,732,000.
    "batam": Case(BATAM, made.BATAM, pack(2025, 6, 11), pack(2025, 6, 1), 6_945, 816_732_000),
    # https://j5newsroom.com/2024/09/04 prints the fourteen kecamatan, 5,535 persons and Rp1,115,856,000.
    "karimun fishers": Case(
        FISHERS_2024, made.KARIMUN_FISHERS, pack(2024, 1, 2), pack(2024, 1, 1), 5_535, 1_115_856_000
    ),
    # https://lintaskepri.com prints 31,304 persons; "6.31 billion" is the rounded product.
    "kepri fishers": Case(
        FISHERS_2025, made.KEPRI_FISHERS, pack(2025, 1, 2), pack(2025, 1, 1), 31_304, 6_310_886_400
    ),
}


@dataclass(slots=True)
class Paid:
    """What paying for a register comes to."""

    persons: int = 0
    rupiah: int = 0
    rejected: int = 0
    again: int = 0
    refused: Counter[Outcome] = field(default_factory=Counter)
    without: Counter[Ground | None] = field(default_factory=Counter)
    """Who is eligible and is given no place, by the reason."""
    uses: tuple[LimitUse, ...] = ()


@cache
def read_tree(path: str, text: str) -> ast.PolicyFile:
    parsed = parse(SourceFile(path, text))
    assert [found.message.english for found in parsed.diagnostics] == []
    assert parsed.tree is not None
    return parsed.tree


def loaded(policy: str, *changes: tuple[str, str, str]) -> tuple[nodes.Library, InstrumentId]:
    """Load the national law and one policy, with words of files (file, old, new) replaced."""
    files = [*sorted((POLICIES / "nasional").rglob("*.policy")), POLICIES / policy]
    trees = []
    for file in files:
        name = str(file.relative_to(POLICIES))
        text = file.read_text(encoding="utf-8")
        for _, old, new in (change for change in changes if change[0] == name):
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        trees.append(read_tree(name, text))
    library = elaborate(trees).library
    (own,) = [each for each in library.instruments if each.origin and each.origin.source.path == policy]
    return library, own.id


def pay(case: Case, *changes: tuple[str, str, str], register: Made | None = None) -> Paid:
    """Read the register of a case, decide every row, give places, and add up the rows of cost."""
    library, instrument = loaded(case.policy, *changes)
    if case.commences is not None:
        library = assume(library, instrument, (Commences(case.commences),))
    (own,) = [each for each in library.instruments if each.id == instrument]
    text = (register or case.register).text()
    niks = [row["nik"] for row in csv.DictReader(io.StringIO(text))]
    read = read_register(
        io.BufferedReader(io.BytesIO(text.encode())),
        "register.csv",
        WorkerFormat.CSV,
        library,
        Mapped(),
        required=facts_read(library, own),
    )
    assert isinstance(read, Register), read
    decided: dict[tuple[tuple[str, nodes.FactValue], ...], Decision] = {}
    digest = canonical.meaning_digest(library)
    version = version_judged(own, case.on)
    paid, seen = Paid(), set[str]()
    claims = []
    for record in read.records:
        if isinstance(record, Rejected):
            paid.rejected += 1
            continue
        assert record.row is not None
        nik = niks[record.row - 2]  # the header is line 1
        if nik in seen:
            paid.again += 1
            continue
        seen.add(nik)
        facts = tuple(sorted(fact for fact in record.facts.items() if fact[0] != "nomor_pendaftaran"))
        if facts not in decided:
            decided[facts] = decide(
                library, instrument, record.facts, on=case.on, facts_as_of=case.on, digest=digest
            )
        made_of = decided[facts]
        if made_of.effective is not Outcome.ELIGIBLE:
            paid.refused[made_of.effective] += 1
        claims.append(claim(record.row, library, own, version, record.facts, made_of))
    pool = allocate(library, own, case.on, claims)
    for allotment in pool.allotments:
        if allotment.standing is Standing.FUNDED:
            paid.persons += 1
            assert allotment.rupiah == sum(row.amount or 0 for row in allotment.costs)
        elif allotment.standing in (Standing.WAITING, Standing.HELD):
            paid.without[allotment.ground] += 1
    paid.rupiah, paid.uses = pool.spent, pool.uses
    return paid


@cache
def as_it_stands(name: str, one_in: int = 1) -> Paid:
    """Pay for the register of a case, or one with fewer eligible people, under the text as it stands."""
    return pay(CASES[name], register=placed(name, one_in))


def placed(name: str, one_in: int = 1) -> Made:
    """Give the register of a case without those for whom there is no place."""
    return replace(CASES[name].register.scaled(one_in), surplus=())


@pytest.mark.parametrize("name", ["karimun", "batam", "karimun fishers"])
def test_the_rows_of_cost_sum_to_the_published_total(name: str) -> None:
    case, paid = CASES[name], as_it_stands(name)
    assert (paid.persons, paid.rupiah) == (case.persons, case.rupiah)


@pytest.mark.slow
def test_the_rows_of_cost_of_every_fisher_of_the_province_sum_to_the_published_total() -> None:
    case = CASES["kepri fishers"]
    paid = pay(case)
    assert (paid.persons, paid.rupiah) == (case.persons, case.rupiah)


def test_one_fisher_of_the_province_in_eight_costs_an_eighth_of_the_published_total() -> None:
    case, paid = CASES["kepri fishers"], as_it_stands("kepri fishers", 8)
    assert (paid.persons * 8, paid.rupiah * 8) == (case.persons, case.rupiah)


@pytest.mark.parametrize("name", CASES)
def test_a_register_holds_every_kind_of_row_that_is_not_paid_for(name: str) -> None:
    case = CASES[name]
    register = case.register.scaled(100)
    paid = pay(case, register=register)
    assert paid.rejected == register.broken
    assert paid.again == min(register.twice, sum(kind.people for kind in register.eligible))
    assert paid.refused[Outcome.UNDETERMINED] == sum(kind.people for kind in register.incomplete)
    others = sum(kind.people for kind in register.others)
    assert paid.refused[Outcome.NOT_ELIGIBLE] + paid.refused[Outcome.NOT_APPLICABLE] == others
    assert paid.refused[Outcome.NOT_APPLICABLE] > 0


ORDER = (
    FISHERS_2024,
    '(5) ... "urutan bila kuota kecamatan terlampaui tidak disebut".',
    "(5) Urutan prioritas: a. nomor_pendaftaran mulai dari yang terendah.",
)


def test_nobody_is_chosen_in_a_district_with_more_people_than_places_and_no_order() -> None:
    register = CASES["karimun fishers"].register
    paid = pay(CASES["karimun fishers"])
    crowded = {"moro", "selat_gelam", "belat"}
    people = sum(made.DISTRICTS[name] for name in crowded)
    surplus = sum(kind.people for kind in register.surplus)
    assert paid.persons == 5_535 - people
    assert paid.without == {Ground.ORDER_UNSTATED: people + surplus}


def test_those_beyond_the_quota_of_their_district_wait_where_an_order_is_stated() -> None:
    case = CASES["karimun fishers"]
    paid = pay(case, ORDER)
    assert (paid.persons, paid.rupiah) == (case.persons, case.rupiah)
    assert paid.without == {Ground.LIMIT_REACHED: sum(kind.people for kind in case.register.surplus)}
    assert [use.left for use in paid.uses] == [0] * 14


def test_batams_quota_leaves_room_for_those_who_come_later() -> None:
    (use,) = as_it_stands("batam").uses
    assert (use.capacity, use.used, use.left) == (13_500, 6_945, 6_555)


def test_batam_serves_by_registration_where_the_quota_is_smaller() -> None:
    smaller = (BATAM, "Kuota Penerima paling banyak 13.500", "Kuota Penerima paling banyak 6.900")
    paid = pay(CASES["batam"], smaller, NO_MISFITS)
    assert (paid.persons, paid.rupiah) == (6_900, 6_900 * 7 * 16_800)
    assert paid.without == {Ground.LIMIT_REACHED: 45}


NO_MISFITS = (
    BATAM,
    '(8) ... "penghentian dan penggantian tidak disebut".',
    "(8) Penerima yang nilainya belum diketahui ditahan.",
)


def test_the_districts_of_the_register_are_the_quotas_of_the_text() -> None:
    library, instrument = loaded(FISHERS_2024)
    (own,) = [each for each in library.instruments if each.id == instrument]
    (regions,) = [each for each in library.vocabularies if each.name == "wilayah"]
    codes = {code.name: code.code for code in regions.codes}
    quotas = {code: people for quota in own.versions[-1].quotas for code, people in quota.places}
    assert quotas == {codes[name]: people for name, people in made.DISTRICTS.items()}


ROW_1 = (ANNEX, "1. sampai dengan Rp1.099.000: Rp10.000", "1. sampai dengan Rp1.099.000: Rp10.100")
LIFE = (ANNEX, "Iuran jkm bagi Peserta bpu sebesar Rp6.800", "Iuran jkm bagi Peserta bpu sebesar Rp6.900")
MEMO_AGE = "usia paling rendah 18 tahun dan paling tinggi 65 tahun"


@pytest.mark.parametrize(
    ("name", "one_in", "change"),
    [
        ("karimun", 1, ROW_1),
        ("karimun", 1, LIFE),
        ("karimun", 1, (KARIMUN, MEMO_AGE, MEMO_AGE.replace("18", "17"))),
        ("karimun", 1, (KARIMUN, MEMO_AGE, MEMO_AGE.replace("18", "19"))),
        ("karimun", 1, (KARIMUN, MEMO_AGE, MEMO_AGE.replace("65", "63"))),
        ("karimun", 1, (KARIMUN, "Iuran November 2025 sampai dengan Desember 2025.", "Iuran November 2025.")),
        (
            "karimun",
            1,
            (KARIMUN, "belum pernah terdaftar sebagai peserta_bpjs_tk; dan", "lulus_verifikasi; dan"),
        ),
        ("karimun", 1, (MINISTRY, "belum mencapai usia 65 tahun", "belum mencapai usia 66 tahun")),
        ("batam", 20, ROW_1),
        ("batam", 20, (BATAM, "belum mencapai usia 65 tahun", "belum mencapai usia 64 tahun")),
        ("batam", 20, (BATAM, "Iuran Juni 2025 sampai dengan Desember 2025.", "Iuran Juli 2025.")),
        ("batam", 1, (BATAM, "Kuota Penerima paling banyak 13.500", "Kuota Penerima paling banyak 6.944")),
        ("karimun fishers", 20, LIFE),
        ("karimun fishers", 20, (FISHERS_2024, "bulan Iuran Januari 2024", "bulan Iuran Februari 2024")),
        ("karimun fishers", 1, (FISHERS_2024, "moro 1.260 orang", "moro 1.259 orang")),
        ("karimun fishers", 1, (FISHERS_2024, "belat 360 orang", "belat 361 orang")),
        ("karimun fishers", 20, (FISHERS_2024, "kapal_gt 1 sampai dengan 5", "kapal_gt 1 sampai dengan 4")),
        ("kepri fishers", 80, ROW_1),
        ("kepri fishers", 80, (FISHERS_2025, "kapal_gt 1 sampai dengan 5", "kapal_gt 1 sampai dengan 6")),
        ("kepri fishers", 80, (FISHERS_2025, "sampai dengan Desember 2025.", "sampai dengan November 2025.")),
    ],
)
def test_a_change_of_the_text_breaks_the_total(name: str, one_in: int, change: tuple[str, str, str]) -> None:
    more = (ORDER,) if name == "karimun fishers" else ()
    register = CASES[name].register if more and one_in == 1 else placed(name, one_in)
    changed = pay(CASES[name], change, *more, register=register)
    assert changed.rupiah != as_it_stands(name, one_in).rupiah


def test_batams_total_holds_only_if_all_entered_in_june() -> None:
    case = CASES["batam"]
    late = pay(Case(BATAM, made.LATE, pack(2025, 7, 10), case.commences, case.persons, case.rupiah))
    assert late.persons == case.persons
    assert case.rupiah - late.rupiah == 1_000 * 16_800


def test_balikpapans_cost_sheet_at_both_ends() -> None:
    """The proposal names 10,000 to 15,000 workers and no months: what a month costs at each end."""
    library, instrument = loaded(BALIKPAPAN)
    (own,) = [each for each in library.instruments if each.id == instrument]
    version = own.versions[-1]
    amounts = {tariff.programme: tariff.amount for tariff in version.tariffs}
    a_month = sum(amount.value for amount in amounts.values() if isinstance(amount, nodes.Literal))
    assert (sorted(amounts), a_month) == (["jkk", "jkm"], 16_800)
    assert [(target.people or 0) * a_month for target in version.targets] == [168_000_000, 252_000_000]
    assert [schedule.is_open for schedule in version.schedules] == [True]
