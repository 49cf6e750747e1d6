"""Seeded faults: a compiler that is wrong in one place is found out by comparing it with the reference.

One law holds every construct that a decision can turn on, and its workers stand on both sides of every turn.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import combinations
from re import sub
from typing import Any

import pytest

from policy_engine.backends.columnar import python
from policy_engine.backends.columnar.sql import Comparator
from policy_engine.backends.compiled import build, direct, reads, source
from policy_engine.backends.compiled.build import Compiled
from policy_engine.domain.bilingual import both
from policy_engine.domain.dates import LeapRule, Month, make_month, pack
from policy_engine.ir import nodes as ir
from policy_engine.ir.decision import Decision
from tests.unit.backends.compiled.equality import assert_equal, reference
from tests.unit.backends.scalar.build import (
    DECEMBER,
    NOVEMBER,
    PERBUP,
    PERGUB,
    PERMENAKER,
    REGENCY,
    SELF,
    TRUTH,
    age,
    any_,
    arm,
    bearing,
    cite,
    day,
    enrolment,
    excepted,
    fact,
    group,
    instrument,
    library,
    monthly,
    national,
    no,
    norm,
    participants,
    rupiah,
    schedule,
    tariff,
    truth,
    version,
    works_as,
)

pytestmark = pytest.mark.slow  # part of `make test-all`

ON = pack(2025, 3, 1)
JANUARY = make_month(2025, 1)
FIRST = day(ir.Day.MONTH_DAY, 1)
AT_REGISTRATION = day(ir.Day.REGISTRATION)
INCOME = fact("penghasilan", ir.Kind.RUPIAH_PER_MONTH)
WAGE = ir.ParameterRef(
    "upah_minimum", fact("domisili", ir.Kind.REGION), day(ir.Day.DECISION), type=rupiah(0).type
)
NEXT_YEAR = fact("tanggal_lapor", ir.Kind.DATE)
FIRST_MONTH = "bulan_kepesertaan_pertama"
LEVEL = fact("jenjang", ir.Kind.CODE)

TABLE = ir.BandTable(
    cite("Lampiran"),
    "jkk",
    "penghasilan",
    ir.GapRule.UNDETERMINED,
    (ir.Band(1, None, 1_000_000, 10_000), ir.Band(2, 1_500_000, 2_000_000, 12_000)),
)


def compare(comparison: ir.Comparison, left: ir.Expr, right: ir.Expr) -> ir.Compare:
    return ir.Compare(comparison, left, right, type=TRUTH)


def happened(name: str, by: ir.Expr) -> ir.Happened:
    return ir.Happened(fact(name, ir.Kind.EVENT), by, type=TRUTH)


def codes(*found: str) -> ir.Includes:
    return ir.Includes(LEVEL, frozenset(found), type=TRUTH)


def relief() -> ir.Relief:
    return ir.Relief(
        cite("Pasal 2", PERMENAKER),
        frozenset({"jkm"}),
        1,
        2,
        NOVEMBER,
        DECEMBER,
        fact("wajib_lapor"),
        2,
        frozenset(),
        ir.Direction.DOWN,
    )


OWN = version(
    since=pack(2024, 1, 1),
    groups=(group("a", works_as("ojek", "nelayan")), group("b", codes("sd", "smp"))),
    norms=(
        norm("Pasal 3 huruf a", age(ir.Comparison.AT_LEAST, 18)),
        norm("Pasal 3 huruf b", age(ir.Comparison.AT_MOST, 65, exact=True)),
        norm("Pasal 3 huruf c", age(ir.Comparison.LESS, 60, AT_REGISTRATION)),
        norm("Pasal 3 huruf d", fact("dikecualikan"), ir.Role.EXCLUSION),
        norm("Pasal 3 huruf e", compare(ir.Comparison.AT_MOST, INCOME, WAGE)),
        norm("Pasal 3 huruf f", any_(compare(ir.Comparison.EQUAL, INCOME, rupiah(7)), no(fact("kaya")))),
        norm("Pasal 3 huruf g", compare(ir.Comparison.LESS, NEXT_YEAR, day(ir.Day.DECISION))),
        norm("Pasal 3 huruf h", excepted(fact("syarat"), arm("Pasal 7", fact("dibebaskan"), truth(1)))),
        norm("Pasal 3 huruf i", ir.NotBorne((PERGUB,), type=TRUTH)),
        monthly("Pasal 3 huruf j", happened("wafat", FIRST), ir.Role.ENDING),
    ),
    schedules=(schedule(JANUARY, NOVEMBER, DECEMBER),),
    enrolments=(enrolment("jkk", fact("ikut_jkk")), enrolment("jkm")),
    tariffs=(
        tariff("jkk", ir.BandLookup(TABLE, INCOME, False, type=rupiah(0).type)),
        tariff("jkm", rupiah(6_800)),
    ),
    bearings=(bearing((REGENCY, 1, 2), (SELF, 1, 2)),),
)
LAW = library(
    instrument(OWN),
    instrument(version(groups=(group("p", fact("dibayar_provinsi")),)), PERGUB),
    national(participant_norms=participants(no(fact("pekerja_anak"))), reliefs=(relief(),)),
    parameters=(
        ir.Parameter(
            "upah_minimum",
            rupiah(0).type,
            both("upah minimum"),
            "domisili",
            (
                ir.DatedValue("21.02", pack(2024, 1, 1), None, 1_700_000, both("-")),
                ir.DatedValue("21.02.01", pack(2024, 1, 1), None, 1_600_000, both("-")),
            ),
        ),
    ),
)
ENDED = library(
    instrument(
        version(since=pack(2024, 1, 1), until=pack(2025, 1, 1)),
        continuations=(ir.Continuation(cite("Pasal 9"), fact("masih"), pack(2026, 1, 1)),),
    )
)

USUAL: Mapping[str, ir.FactValue] = {
    "pekerjaan": ir.CodeSet(frozenset({"ojek"}), complete=True),
    "jenjang": "sma",
    "lahir": pack(1985, 3, 2),
    "domisili": "21.02",
    "tanggal_pendaftaran": ir.NotHappened(),
    "dikecualikan": False,
    "penghasilan": 900_000,
    "kaya": False,
    "tanggal_lapor": pack(2025, 2, 28),
    "syarat": True,
    "dibebaskan": False,
    "dibayar_provinsi": False,
    "wafat": ir.NotHappened(),
    "ikut_jkk": True,
    "pekerja_anak": False,
    "wajib_lapor": True,
    "masih": True,
    FIRST_MONTH: DECEMBER - 1,
}
OTHERS: Mapping[str, tuple[ir.FactValue | None, ...]] = {
    "pekerjaan": (
        None,
        ir.CodeSet(frozenset({"petani"}), complete=True),
        ir.CodeSet(frozenset({"petani"}), complete=False),
        ir.CodeSet(frozenset({"nelayan", "petani"}), complete=False),
    ),
    "jenjang": (None, "sd", "s1"),
    "lahir": (
        *(None, pack(2007, 3, 1), pack(2007, 3, 2), pack(1960, 2, 28), pack(1960, 2, 29)),
        *(pack(1960, 3, 1), pack(1965, 3, 1), pack(1965, 3, 2), pack(1965, 6, 1), pack(1965, 6, 2)),
    ),
    "domisili": (None, "21", "21.02.01", "21.02.02", "21.02.01.2001", "21.71"),
    "tanggal_pendaftaran": (None, pack(2025, 6, 1), pack(2025, 2, 1)),
    "penghasilan": (
        *(None, 7, 8, 1_000_000, 1_000_001, 1_499_999, 1_500_000, 1_600_000, 1_600_001, 1_700_000, 1_700_001),
        *(2_000_000, 2_000_001),
    ),
    "tanggal_lapor": (None, pack(2025, 3, 1), pack(2025, 3, 2)),
    "wafat": (
        None,
        pack(2025, 1, 1),
        pack(2025, 1, 2),
        pack(2025, 12, 1),
        pack(2025, 12, 2),
        pack(2026, 1, 1),
    ),
    FIRST_MONTH: (None, NOVEMBER - 1, NOVEMBER, DECEMBER),
    **{name: (None, not value) for name, value in USUAL.items() if isinstance(value, bool)},
    "ditanggung_pergub_21_9_2025": (True, False),
    "ditanggung_pergub_21_9_2025_2025_11": (True,),
}

TOGETHER = ({"lahir", "tanggal_pendaftaran"}, {"penghasilan", "domisili"}, {"penghasilan", "kaya"})


def workers() -> Iterator[dict[str, ir.FactValue]]:
    """Give the usual worker with one fact changed, then with two: all that meet in a norm, a seventh of the rest."""
    changes = [(name, value) for name, values in OTHERS.items() for value in values]
    yield dict(USUAL)
    for name, value in changes:
        yield _changed({name: value})
    for number, ((one, first), (other, second)) in enumerate(combinations(changes, 2)):
        if one != other and ({one, other} in TOGETHER or number % 7 == 0):
            yield _changed({one: first, other: second})


def _changed(changes: Mapping[str, ir.FactValue | None]) -> dict[str, ir.FactValue]:
    return {name: value for name, value in {**USUAL, **changes}.items() if value is not None}


def _laws() -> Iterator[tuple[str, ir.Library]]:
    other_rule = ir.Library(
        LAW.vocabularies, LAW.facts, LAW.parameters, LAW.instruments, LeapRule.ON_28_FEBRUARY
    )
    yield from (("every construct", LAW), ("the other rule for leap days", other_rule), ("ended", ENDED))


LAWS = dict(_laws())


@cache
def _right(name: str) -> Callable[[Mapping[str, ir.FactValue]], Decision]:
    """Decide by the reference, each worker once for all the faults."""
    law = LAWS[name]
    own = next(each for each in law.instruments if each.id == PERBUP)
    decide, known = reference(law, own, ON), dict[str, Decision]()

    def remembered(worker: Mapping[str, ir.FactValue]) -> Decision:
        key = repr(sorted(worker.items(), key=lambda item: item[0]))
        if key not in known:
            known[key] = decide(worker)
        return known[key]

    return remembered


def _assert_right(name: str) -> None:
    law = LAWS[name]
    own = next(each for each in law.instruments if each.id == PERBUP)
    assert_equal(Compiled(law, own, ON, _right(name)), _right(name), workers())


def _assert_all_right() -> None:
    for name in LAWS:
        _assert_right(name)


@pytest.mark.parametrize("name", LAWS)
def test_a_law_with_every_construct_is_decided_as_the_reference_decides_it(name: str) -> None:
    _assert_right(name)


Fault = tuple[Any, str, Any]
_nothing: Callable[..., tuple[()]] = lambda *_, **__: ()  # noqa: E731

_cuts, _years, _side = reads._cuts, reads._years, source._side
_of_word, _number, _difference = build._Words._of_word, build._Words._number, source._difference
_visit, _parameter, _values = reads._Search._visit, reads._Search._parameter, reads._Search._values
_row, _logic, _function = direct._row, python._Printing._logic, python.function
_reliefs = reads._Search._reliefs
_search_judge, _charge = reads._Search.judge, reads._Search.charge


def _blind_to(kind: type) -> Callable[..., None]:
    def visit(self: Any, expr: ir.Expr, months: Any) -> None:
        if not isinstance(expr, kind):
            _visit(self, expr, months)

    return visit


FAULTS: Mapping[str, Fault] = {
    "a bound is one too high": (reads, "_cuts", lambda how, value: tuple(c + 1 for c in _cuts(how, value))),
    "equality has one side": (reads, "_cuts", lambda how, value: _cuts(how, value)[:1]),
    "a year too many": (reads, "_years", lambda expr: tuple(year + 1 for year in _years(expr))),
    "no birthday is kept on 29 February": (reads, "birthday_key", lambda on, _: on),
    "bands have no upper end": (
        reads,
        "_band_cuts",
        lambda table, *, chosen: [b.low for b in table.bands if b.low and not chosen],
    ),
    "higher norms are not read": (reads, "bearing_on", _nothing),
    "parameters are the same everywhere": (reads._Search, "_parameter", _nothing),
    "reliefs are not read": (reads._Search, "_reliefs", _nothing),
    "other payers are not read": (reads._Search, "_borne", _nothing),
    "months are all the first": (reads, "scheduled", lambda _: (JANUARY,)),
    "sets are not read": (reads._Search, "_visit", _blind_to(ir.Includes)),
    "exceptions are not read": (reads._Search, "_visit", _blind_to(ir.Excepted)),
    "events are not read": (reads._Search, "_visit", _blind_to(ir.Happened)),
    "tariffs are not read": (reads._Search, "_visit", _blind_to(ir.BandLookup)),
    "every worker lives here or elsewhere": (build, "_touches", build._within),
    "regions above are regions outside": (
        build._Words,
        "_of_word",
        lambda self, value: (_of_word(self, value)[0], _of_word(self, value)[1]),  # type: ignore[index]
    ),
    "codes are all one": (build._Words, "_of_word", lambda self, value: _of_word(self, value)[1:]),  # type: ignore[index]
    "sets are all complete": (
        build._Words,
        "_number",
        lambda self, known, value, told: _number(
            self, known, value, told[0] if isinstance(told[0], frozenset) else told
        ),
    ),
    "cuts belong to the side below": (
        source,
        "_side",
        lambda *given: _side(*given).replace(" < ", " <= "),
    ),
    "no age at registration": (source, "_difference", lambda *_: "0"),
    "the first month of participation is off by one": (
        reads._Search,
        "_reliefs",
        lambda self, found, months: _reliefs(self, found, [Month(m + 1) for m in months]),
    ),
    "what fails is not known": (direct.Direct, "_norms_of", lambda *_: 0),
    "nothing is missing": (direct.Direct, "_names_of", lambda *_: ()),
    "no row of the cost is known": (direct.Direct, "_rows", lambda *_: ()),
    "reliefs leave no trace": (direct, "_row", lambda slot, amount, origin, _: _row(slot, amount, origin, 0)),
    "at most is less": (python, "_COMPARATOR", {**python._COMPARATOR, Comparator.AT_MOST: "<"}),
    "whatever is not known is no": (
        python._Printing,
        "_logic",
        lambda *given: _logic(*given).replace(" else None if ", " else False if "),
    ),
    "an incomplete set is complete": (
        direct,
        "function",
        lambda name, given, lines: _function(
            name, given, [sub(" or not w[0-9]+", "", line) for line in lines]
        ),
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_seeded_fault_is_found(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(*FAULTS[fault])
    with pytest.raises(AssertionError):
        _assert_all_right()


def test_a_continuation_that_is_not_read_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def judge(self: Any, found: ir.Instrument) -> ir.Version | None:
        return _search_judge(self, replace(found, continuations=()))

    monkeypatch.setattr(reads._Search, "judge", judge)
    with pytest.raises(AssertionError):
        _assert_right("ended")
