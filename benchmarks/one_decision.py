"""The same 300 workers for every engine, checked to get the same answers, then timed per decision."""

import importlib
import importlib.util
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import policy_engine
from benchmarks.peers import by_hand
from benchmarks.timing import Measured, measure
from benchmarks.workers import ON, Worker, workers
from policy_engine.backends.compiled.build import Compiled
from policy_engine.backends.compiled.decision import FastDecision
from policy_engine.backends.scalar.decide import decide
from policy_engine.domain.dates import pack
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.canonical import meaning_digest
from policy_engine.ir.decision import Decision
from policy_engine.ir.nodes import CodeSet, FactValue, NotHappened

ROOT = Path(__file__).parents[1]
COMPILED = "ours: compiled, validated facts in slots"
COMPILED_MAPPING = "ours: compiled, validated facts by name"
LIGHT = "ours: light decision, validated facts by name"
FAST = "ours: engine.decide_fast, a dict to validate"
DIRECT = "ours: compiled, every decision worked out, none looked up"
FIRST = "ours: compiled, each worker the first of a kind"
COMPILING = "ours: compiling one instrument for one date"
OURS = "ours: engine.decide, a dict to validate, the whole Decision"
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

    def reference() -> list[Outcome]:
        return [
            decide(engine.library, instrument.id, worker, on=today, facts_as_of=today, digest=digest).outcome
            for worker in facts
        ]

    def boundary() -> list[Outcome]:
        return [
            Outcome(engine.decide(record, on=ON, instrument=instrument.id.slug).outcome) for record in records
        ]

    slug = instrument.id.slug
    compiled = engine.compiled(slug, on=ON)
    slots = [compiled.facts(worker) for worker in facts]
    decide_slots, decide_mapping, light = compiled.decide, compiled.decide_mapping, compiled.light

    def in_slots() -> list[Outcome]:
        return [decide_slots(worker).outcome for worker in slots]

    def by_name() -> list[Outcome]:
        return [decide_mapping(worker).outcome for worker in facts]

    def worked_out() -> list[Outcome]:
        return [compiled.work_out(worker).outcome for worker in facts]

    def lightly() -> list[Outcome]:
        return [_touched(light(worker)) for worker in facts]

    def fast() -> list[Outcome]:
        return [_touched(engine.decide_fast(record, on=ON, instrument=slug)) for record in records]

    ways: dict[str, Callable[[], Sequence[Outcome | bool | None]]] = {
        by_hand.NAME: by_hand.prepare(made),
        COMPILED: in_slots,
        COMPILED_MAPPING: by_name,
        DIRECT: worked_out,
        LIGHT: lightly,
        FAST: fast,
        REFERENCE: reference,
        OURS: boundary,
    }
    notes = {
        by_hand.NAME: "makes outcome, reasons and total; the outcome is read",
        COMPILED: "has outcome, masks of norms and months, cost rows and total; the outcome is read",
        COMPILED_MAPPING: "as above",
        DIRECT: "as above, for a stream of workers of whom no two are alike",
        LIGHT: "outcome, reasons with citations, cost rows and total are read",
        FAST: "as above, and the record is validated",
        REFERENCE: "outcome, trace, cautions and receipt are made",
        OURS: "all of that as a record of the boundary, in both languages",
    }
    absent: dict[str, str] = {}
    for module, package in _PEERS.items():
        if importlib.util.find_spec(package) is None:
            absent[module] = "not installed: pip install -r benchmarks/requirements.txt"
            continue
        peer = importlib.import_module(f"benchmarks.peers.{module}")
        ways[peer.NAME] = peer.prepare(made)
    rows = []
    for way, work in ways.items():
        if [_answer(given) for given in work()] != wanted:
            message = f"{way} decides differently: the figures would compare different work"
            raise RuntimeError(message)
        if way not in _SIDE_BY_SIDE:
            rows.append(measure(way, work, units=len(made), runs=9, note=notes.get(way, "")))
    rows = [*_side_by_side({way: ways[way] for way in _SIDE_BY_SIDE}, len(made), notes), *rows]

    def compile_anew() -> Compiled:
        return Compiled(engine.library, instrument, today, decide_one)

    def decide_one(worker: Mapping[str, FactValue]) -> Decision:
        return decide(engine.library, instrument.id, worker, on=today, facts_as_of=today, digest=digest)

    kinds = list({repr(sorted(worker.items())): worker for worker in facts}.values())
    rows.append(_first(compile_anew, kinds))
    rows.append(measure(COMPILING, compile_anew, units=1, runs=9))
    return [*rows, *(Measured(module, 0, 0, note) for module, note in absent.items())]


# A millisecond of work each: another program that takes the processor would decide their ratio.
_SIDE_BY_SIDE = (by_hand.NAME, COMPILED, COMPILED_MAPPING, DIRECT, LIGHT, FAST)


def _side_by_side(
    ways: Mapping[str, Callable[[], object]], units: int, notes: Mapping[str, str]
) -> list[Measured]:
    """Measure short works in turns, in time of the processor, so that a busy machine is as busy for each."""
    taken: dict[str, list[int]] = {way: [] for way in ways}
    for _ in range(101):
        for way, work in ways.items():
            started = time.process_time_ns()
            work()
            taken[way].append((time.process_time_ns() - started) // units)
    return [
        Measured(way, round(statistics.median(runs)), min(runs), notes[way]) for way, runs in taken.items()
    ]


def _touched(decision: FastDecision) -> Outcome:
    """Read the outcome, the citation of every reason, and the cost; give the outcome."""
    for reason in decision.reasons:
        _ = reason.citation
    for row in decision.costs:
        _ = row.amount
    _ = decision.total
    return decision.outcome


def _first(compile_anew: Callable[[], Compiled], kinds: list[dict[str, FactValue]]) -> Measured:
    """Measure workers of whom no two are alike, before what was just compiled has met any of them."""
    taken = []
    for _ in range(5):
        made = compile_anew()
        started = time.process_time_ns()
        for worker in kinds:
            made.decide_mapping(worker)
        taken.append((time.process_time_ns() - started) // len(kinds))
    note = f"{len(kinds)} workers, none like another; met again they are looked up"
    return Measured(FIRST, round(statistics.median(taken)), min(taken), note)


def _answer(outcome: Outcome | bool | None) -> bool | None:  # noqa: FBT001  an answer, not a switch
    match outcome:
        case bool() | None:
            return outcome
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
