"""Seeded faults: a key that loses an answer, a mask, a factor or a place is found out beside the reference."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest

from policy_engine.backends.columnar import cut, kinds, python
from policy_engine.backends.columnar.prepared import prepare
from policy_engine.backends.columnar.run import decisions_by_kind, load_workers
from policy_engine.backends.columnar.sql import FALSE, TRUE, Comparator, Whole
from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import pack
from policy_engine.ir import nodes as ir
from policy_engine.ir.walk import map_children
from policy_engine.pipeline import compile_library
from policy_engine.workspace import open_workspace
from tests.columnar import Said, _by_legend, by_reference, differences

pytestmark = pytest.mark.slow  # part of `make test-all`

ROOT = Path(__file__).parents[4]
ON = pack(2025, 11, 20)
POLICIES = (
    "kepulauan-riau/karimun-nota-kesepakatan-2025.policy",
    "kepulauan-riau/batam-transportasi-2025.policy",
    "nasional",
)
OCCUPATIONS = ("ojek", "pemulung", "nelayan", "sopir_taksi")
BIRTHS = (None, pack(1955, 1, 1), pack(1985, 3, 2), pack(2010, 5, 5))
PLACES = (None, "21.02", "21.02.01", "21.71", "21", "14.08")


@cache
def _library() -> ir.Library:
    found = compile_library(open_workspace([str(ROOT / "policies" / path) for path in POLICIES]).sources)
    assert found.library is not None
    instruments = [
        replace(each, commences=each.commences or pack(2020, 1, 1)) for each in found.library.instruments
    ]
    regional = [_priced(each, 6_800, 0) for each in instruments if each.region is not None]
    twins = [replace(_priced(each, 6_900, 1), id=replace(each.id, number="9999")) for each in regional]
    national = [each for each in instruments if each.region is None]
    ordered = sorted((*national, *regional, *twins), key=lambda each: each.id.slug)
    return replace(found.library, instruments=tuple(ordered))


def _priced(found: ir.Instrument, rupiah: int, years: int) -> ir.Instrument:
    """Give an instrument with its contributions in rupiah, and with some years more wherever an age is asked."""

    def older(expr: ir.Expr) -> ir.Expr:
        if isinstance(expr, ir.AgeCompare):
            return replace(expr, years=expr.years + years)
        return map_children(expr, older)

    amount = ir.Literal(rupiah, type=ir.Type(ir.Kind.RUPIAH_PER_MONTH))
    versions = tuple(
        replace(
            version,
            norms=tuple(replace(norm, condition=older(norm.condition)) for norm in version.norms),
            tariffs=tuple(replace(tariff, amount=amount) for tariff in version.tariffs),
        )
        for version in found.versions
    )
    return replace(found, versions=versions)


def _worker(i: int) -> dict[str, ir.FactValue]:
    facts: dict[str, ir.FactValue | None] = {
        "pekerjaan": ir.CodeSet(frozenset({OCCUPATIONS[i % 4]}), complete=i % 3 > 0) if i % 7 else None,
        "lahir": BIRTHS[i // 2 % 4],
        "domisili": PLACES[i % 6],
        "tanggal_pendaftaran": ir.NotHappened() if i % 5 else None,
        "penghasilan": i * 100_000 if i % 4 else None,
    }
    truths = [fact.name for fact in _library().facts if fact.type.kind is ir.Kind.TRUTH]
    facts |= {name: (i * (n + 3) % 11 < 4, None)[(i + n) % 13 == 0] for n, name in enumerate(truths)}
    if i % 9 == 0:
        # Somebody whom Karimun pays for.
        facts |= dict.fromkeys(
            ("memiliki_nik_atau_ktp", "memiliki_usaha_atau_pekerjaan", "lulus_verifikasi"), True
        )
        facts |= {name: False for name in truths if facts[name] is not True or name == "peserta_bpjs_tk"}
        facts |= {"pekerjaan": ir.CodeSet(frozenset({"ojek"}), complete=True), "lahir": pack(1985, 3, 2)}
        facts |= {"domisili": "21.02", "tanggal_pendaftaran": ir.NotHappened()}
    return {name: value for name, value in facts.items() if value is not None}


WORKERS = tuple(map(_worker, range(90)))
NAMES = tuple(each.id for each in _library().instruments)


@cache
def _right() -> Mapping[tuple[int, InstrumentId], Said]:
    return by_reference(_library(), NAMES, WORKERS, ON)


def _assert_right(*, one_by_one: bool) -> None:
    prepared = prepare(_library(), ON, NAMES, costs=True)
    with duckdb.connect() as connection:
        connection.execute("SET threads = 1")
        load_workers(connection, prepared.layout, WORKERS)
        records = list(decisions_by_kind(connection, prepared, one_by_one=one_by_one))
    assert list(differences(_right(), _by_legend(prepared, records))) == []


def test_some_of_the_workers_are_paid_for() -> None:
    assert {said.total for said in _right().values()} >= {None, 0, 2 * 2 * 6_800, 2 * 2 * 6_900}


@pytest.mark.parametrize("one_by_one", [True, False])
def test_kinds_are_decided_as_the_reference_decides_workers(one_by_one: bool) -> None:
    _assert_right(one_by_one=one_by_one)


_linear, _logic = cut.Cut.linear, python._Printing._logic
_answer = kinds._Digit.answer.fget  # type: ignore[attr-defined]  # a property, as the class sees it


def _never_unknown(self: cut.Cut, sql: Any) -> cut.Linear:
    found = _linear(self, sql)
    return cut.Linear(FALSE, found.constant, found.terms)


def _no_factor(self: cut.Cut, sql: Any) -> cut.Linear:
    found = _linear(self, sql)
    return cut.Linear(found.null, Whole(0), dict.fromkeys(found.terms, Whole(0)))


FAULTS: Mapping[str, tuple[Any, str, Any]] = {
    "an answer is never unknown": (
        kinds._Digit,
        "answer",
        property(lambda self: _answer(replace(self, is_known=True))),
    ),
    "every answer is yes": (kinds._Digit, "answer", property(lambda _: TRUE)),
    "all instruments have one constant": (kinds, "_differs", lambda _: False),
    "all answers lie in one place": (
        kinds._Merge,
        "_laid_out",
        lambda self: (kinds._Digit(0, 10, is_known=False) for _ in self._truths.found),
    ),
    "no sum is unknown": (cut.Cut, "linear", _never_unknown),
    "sums have no terms": (cut.Cut, "linear", _no_factor),
    "whatever is not known is no": (
        python._Printing,
        "_logic",
        lambda *given: _logic(*given).replace(" else None if ", " else False if "),
    ),
    "unequal is equal": (python, "_COMPARATOR", {**python._COMPARATOR, Comparator.UNEQUAL: "=="}),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_seeded_fault_is_found(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(*FAULTS[fault])
    with pytest.raises((AssertionError, duckdb.Error)):
        _assert_right(one_by_one=True)
