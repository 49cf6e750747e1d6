"""The same 300 workers for every engine, checked to get the same answers, then timed per decision."""

import importlib
import importlib.util
from pathlib import Path

import policy_engine
from benchmarks.peers import by_hand
from benchmarks.timing import Measured, measure
from benchmarks.workers import ON, Worker, workers
from policy_engine.backends.scalar.decide import decide
from policy_engine.domain.dates import pack
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.canonical import meaning_digest
from policy_engine.ir.nodes import CodeSet, FactValue, NotHappened

ROOT = Path(__file__).parents[1]
OURS = "ours: engine.decide, a validated dict in, a Decision out"
REFERENCE = "ours: reference interpreter, with its trace"
_PEERS = {"zen": "zen", "jsonlogic": "json_logic", "cel": "celpy", "openfisca": "openfisca_core"}


def run() -> list[Measured]:
    """Measure every way that is installed; a way that is not is named in the notes."""
    made = workers(300)
    wanted = by_hand.prepare(made)()
    engine = policy_engine.load([str(ROOT / "benchmarks/karimun.policy")])
    instrument = next(each for each in engine.library.instruments if each.id.number == "900")
    digest = meaning_digest(engine.library)
    facts = [_facts(worker) for worker in made]
    records = [_record(worker) for worker in made]
    today = pack(ON.year, ON.month, ON.day)

    def reference() -> list[bool | None]:
        return [
            _answer(
                decide(
                    engine.library, instrument.id, worker, on=today, facts_as_of=today, digest=digest
                ).outcome
            )
            for worker in facts
        ]

    def boundary() -> list[bool | None]:
        return [
            _answer(Outcome(engine.decide(record, on=ON, instrument=instrument.id.slug).outcome))
            for record in records
        ]

    ways = {by_hand.NAME: by_hand.prepare(made), REFERENCE: reference, OURS: boundary}
    notes: dict[str, str] = {}
    for module, package in _PEERS.items():
        if importlib.util.find_spec(package) is None:
            notes[module] = "not installed: pip install -r benchmarks/requirements.txt"
            continue
        peer = importlib.import_module(f"benchmarks.peers.{module}")
        ways[peer.NAME] = peer.prepare(made)
    rows = []
    for way, work in ways.items():
        if work() != wanted:
            message = f"{way} decides differently: the figures would compare different work"
            raise RuntimeError(message)
        rows.append(measure(way, work, units=len(made), runs=5))
    return [*rows, *(Measured(module, 0, 0, note) for module, note in notes.items())]


def _answer(outcome: Outcome) -> bool | None:
    match outcome:
        case Outcome.ELIGIBLE:
            return True
        case Outcome.NOT_ELIGIBLE:
            return False
        case Outcome.NOT_APPLICABLE:
            return None
        case Outcome.UNDETERMINED | Outcome.CONFLICT:
            message = f"no worker here should be {outcome.value}"
            raise RuntimeError(message)


def _facts(worker: Worker) -> dict[str, FactValue]:
    birth = worker.birth
    return {
        "pekerjaan": CodeSet(frozenset({worker.occupation}), complete=True),
        "lahir": pack(birth.year, birth.month, birth.day),
        "domisili": worker.region,
        "peserta_bpjs_tk": worker.registered_before,
        "pegawai_negeri": worker.civil_servant,
        "penerima_upah": worker.wage_recipient,
        "tanggal_pendaftaran": NotHappened(),
    }


def _record(worker: Worker) -> dict[str, object]:
    return {
        "pekerjaan": [worker.occupation],
        "lahir": worker.birth.isoformat(),
        "domisili": worker.region,
        "peserta_bpjs_tk": worker.registered_before,
        "pegawai_negeri": worker.civil_servant,
        "penerima_upah": worker.wage_recipient,
        "tanggal_pendaftaran": "belum",
    }
