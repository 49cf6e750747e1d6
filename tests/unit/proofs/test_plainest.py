"""Who is the plainest: cases in which what a worker is presumed to be is not simply what is declared."""

from dataclasses import dataclass
from typing import Any

import pytest

from policy_engine.backends.smt.minimise import plainest
from policy_engine.diagnostics.names import example
from policy_engine.domain.dates import pack
from policy_engine.ir import nodes as ir
from policy_engine.proofs.case import Case, lay_out
from policy_engine.proofs.sides import Side
from tests.unit.semantics.texts import DECLARATIONS, read

_GEAR = """
kosakata alat "alat tangkap" / "fishing gear" {
  pancing "pancing" / "line";
  jaring "jaring" / "net";
  bubu "bubu" / "trap";
}
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A fact as declared, what is required of it, and the value that the plainest worker has who meets it."""

    fact: str
    required: str
    value: ir.FactValue


CASES = {
    "a code without a typical value is the first by name of those that will do": Asked(
        'kode alat "x" / "x"', "x meliputi (jaring, pancing)", "jaring"
    ),
    "a code without a typical value is the first of all where any will do": Asked(
        'kode alat "x" / "x"', "x meliputi (pancing) atau tidak aktif", "bubu"
    ),
    "an open list that is typical is taken for complete": Asked(
        'himpunan alat paling banyak 2 "x" / "x", lazim jaring, ...',
        "tidak x meliputi (bubu)",
        ir.CodeSet(frozenset({"jaring"}), complete=True),
    ),
    "of two typical codes that nothing tells apart both are shown": Asked(
        'himpunan alat paling banyak 2 "x" / "x", lazim pancing, jaring',
        "tidak x meliputi (bubu)",
        ir.CodeSet(frozenset({"pancing", "jaring"}), complete=True),
    ),
    "a set that is not the typical one has as few codes as will do": Asked(
        'himpunan alat paling banyak 2 "x" / "x", lazim pancing, jaring',
        "x meliputi (bubu)",
        ir.CodeSet(frozenset({"bubu"}), complete=True),
    ),
    "an event that has typically come is moved as little as will do": Asked(
        'peristiwa "x" / "x", lazim 2024-05-01', "x paling lambat 2024-04-10", pack(2024, 4, 10)
    ),
    "an event that has typically not come comes as near to the decision as will do": Asked(
        'peristiwa "x" / "x", lazim belum', "x paling lambat 2024-04-10", pack(2024, 4, 10)
    ),
    "one difference is plainer than two, whichever fact comes first": Asked(
        'bilangan "x" / "x", lazim 1', "aktif atau (x paling sedikit 3 dan anak paling sedikit 2)", 1
    ),
    "a number without a typical value is the least that can be": Asked(
        'bilangan "x" / "x"', "x paling sedikit 3", 3
    ),
    "a number without a typical value makes room for another fact to be typical": Asked(
        'bilangan "x" / "x".\nfakta y adalah bilangan "y" / "y", lazim 1',
        "x paling sedikit 3 atau y paling sedikit 2",
        3,
    ),
    "a day without a typical value is the earliest that can be": Asked(
        'tanggal "x" / "x"', "x paling cepat 2024-02-29", pack(2024, 2, 29)
    ),
}


def meets_the_requirement(side: Side) -> Any:
    """Ask of whom what is required holds."""
    return side.ask.norm_surely_holds(side.norms[0])


@pytest.mark.parametrize("name", CASES)
def test_both_deciders_give_the_plainest(name: str) -> None:
    asked = CASES[name]
    body = f"  Pasal 1\n    Penerima harus {asked.required}.\n"
    found = read(example(body, f"{DECLARATIONS}{_GEAR}fakta x adalah {asked.fact}.\n"))
    assert [each.message.english for each in found.diagnostics] == []
    case = lay_out(found.library, found.library.instruments[0], 5_000)
    assert isinstance(case, Case)
    assert case.boxes is not None
    for worker in (
        case.boxes.worker(meets_the_requirement),
        plainest(case.prover, case.domain, meets_the_requirement(case.solver), on=case.on),
    ):
        assert worker is not None
        assert worker["x"] == asked.value
