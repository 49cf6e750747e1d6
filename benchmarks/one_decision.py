"""The same 300 workers for every engine, checked to get the same answers, then timed per decision.

As much is compared as a way says: the outcome, the reasons, and rupiah. Each table line tells how much that is.
"""

import re
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import policy_engine
from benchmarks.peers import by_hand, installed
from benchmarks.peers.rule import KARIMUN, Answer, Says, differing
from benchmarks.timing import Measured, measure
from benchmarks.workers import ON, Worker, row, workers
from policy_engine.backends.compiled.build import Compiled
from policy_engine.backends.compiled.decision import FastDecision, Verdict, verdict_of
from policy_engine.backends.scalar.decide import decide
from policy_engine.domain.citation import Citation
from policy_engine.domain.dates import pack
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.canonical import meaning_digest
from policy_engine.ir.decision import Decision
from policy_engine.ir.nodes import CodeSet, FactValue, NotHappened, Role
from policy_engine.records import Decision as Record

_NUMBER = "900"
"""Of the regulation; norms of higher ones are weighed beside it and are no reasons here."""
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


def run() -> list[Measured]:
    """Measure every way that is installed; a way that is not is named in the notes."""
    made = workers(300)
    wanted = [by_hand.answer(worker) for worker in made]
    engine = policy_engine.load([str(ROOT / "benchmarks/karimun.policy")])
    instrument = next(each for each in engine.library.instruments if each.id.number == _NUMBER)
    digest = meaning_digest(engine.library)
    facts = [_facts(worker) for worker in made]
    records = [_record(worker) for worker in made]
    today = pack(ON.year, ON.month, ON.day)
    slug = instrument.id.slug
    compiled = engine.compiled(slug, on=ON)
    slots = [compiled.facts(worker) for worker in facts]
    decide_slots, decide_mapping, light = compiled.decide, compiled.decide_mapping, compiled.light

    def reference() -> list[Decision]:
        return [
            decide(engine.library, instrument.id, worker, on=today, facts_as_of=today, digest=digest)
            for worker in facts
        ]

    def boundary() -> list[Record]:
        return [engine.decide(record, on=ON, instrument=slug) for record in records]

    def in_slots() -> list[Verdict]:
        return [decide_slots(worker) for worker in slots]

    def by_name() -> list[Verdict]:
        return [decide_mapping(worker) for worker in facts]

    def worked_out() -> list[Verdict]:
        return [compiled.work_out(worker) for worker in facts]

    def lightly() -> list[FastDecision]:
        return [_touched(light(worker)) for worker in facts]

    def fast() -> list[FastDecision]:
        return [_touched(engine.decide_fast(record, on=ON, instrument=slug)) for record in records]

    places = {place: bit for bit, place in enumerate(compiled.norms)}

    def masks(found: Verdict) -> Answer:
        return _answer(found.outcome, [reason.citation for reason in compiled.reasons(found)], found.total)

    ours = (
        _Work(COMPILED, "outcome, masks of norms and months, cost rows, total", in_slots, masks),
        _Work(COMPILED_MAPPING, "as above", by_name, masks),
        _Work(DIRECT, "as above, for a stream of workers of whom no two are alike", worked_out, masks),
        _Work(
            LIGHT, "outcome, reasons with citations, cost rows and total, all of them read", lightly, _light
        ),
        _Work(FAST, "as above, and the record is validated", fast, _light),
        _Work(
            REFERENCE,
            "outcome, trace, cautions and receipt",
            reference,
            lambda found: masks(verdict_of(found, places)),
        ),
        _Work(OURS, "all of that as a record of the boundary, in both languages", boundary, _recorded),
    )
    hand = _Work(by_hand.NAME, "outcome, reasons, total", by_hand.prepare(made), by_hand.read)
    listed = [row(worker) for worker in made]
    peers = [
        _Work(way.name, "", way.prepare(KARIMUN, listed), way.read, way.says) for way in installed.ways()
    ]
    works = [hand, *ours, *peers]
    for work in works:
        if wrong := differing(work.says, map(work.read, work.run()), wanted):
            message = (
                f"{work.name} decides {wrong} workers differently: the figures would compare different work"
            )
            raise RuntimeError(message)
    rows = _in_turns([work for work in works if work.name in _SHORT], len(made), 101)
    rows += _in_turns([work for work in works if work.name not in _SHORT], len(made), 9)

    def compile_anew() -> Compiled:
        return Compiled(engine.library, instrument, today, decide_one)

    def decide_one(worker: Mapping[str, FactValue]) -> Decision:
        return decide(engine.library, instrument.id, worker, on=today, facts_as_of=today, digest=digest)

    kinds = list({repr(sorted(worker.items())): worker for worker in facts}.values())
    met = list(map(compile_anew().decide_mapping, kinds))
    if [masks(found) for found in met] != [masks(decide_mapping(worker)) for worker in kinds]:
        raise RuntimeError("a worker met first is decided differently")
    rows.append(_first(compile_anew, kinds))
    rows.append(measure(COMPILING, compile_anew, units=1, runs=9))
    note = "not installed: pip install -r benchmarks/requirements.txt"
    return [*rows, *(Measured(package, 0, 0, note) for package in installed.absent())]


@dataclass(frozen=True, slots=True)
class _Work:
    """What is timed: it decides all workers; `read`, which is not timed, tells what it said of one."""

    name: str
    note: str
    run: Callable[[], Sequence[Any]]
    read: Callable[[Any], Answer]
    says: Says = Says.ALL


# A millisecond of work each: another program that takes the processor would decide their ratio.
_SHORT = (by_hand.NAME, COMPILED, COMPILED_MAPPING, DIRECT, LIGHT, FAST)


def _in_turns(works: Sequence[_Work], units: int, runs: int) -> list[Measured]:
    """Measure works in turns, in time of the processor, so that a busy machine is as busy for each."""
    taken: dict[str, list[int]] = {work.name: [] for work in works}
    for _ in range(runs):
        for work in works:
            started = time.process_time_ns()
            work.run()
            taken[work.name].append((time.process_time_ns() - started) // units)
    return [
        Measured(work.name, round(statistics.median(times)), min(times), work.note, work.says.value)
        for work, times in zip(works, taken.values(), strict=True)
    ]


def _touched(decision: FastDecision) -> FastDecision:
    """Read the outcome, the citation of every reason, and the cost."""
    _ = decision.outcome
    for reason in decision.reasons:
        _ = reason.citation
    for cost in decision.costs:
        _ = cost.amount
    _ = decision.total
    return decision


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
    return Measured(FIRST, round(statistics.median(taken)), min(taken), note, Says.ALL.value)


# What was said, in the terms of the function by hand

_BITS = {"12a": 2, "12b": 4, "12c": 8, "13a": 16, "13b": 32}
"""Bits of the reasons by article, paragraph and letter of the regulation; those of paragraph (1) are the groups."""


def _light(found: FastDecision) -> Answer:
    return _answer(found.outcome, [reason.citation for reason in found.reasons], found.total)


def _answer(outcome: Outcome, against: Sequence[Citation], total: int | None) -> Answer:
    if outcome is Outcome.NOT_APPLICABLE:
        return Answer(None, 0, 0)
    places = {
        "".join(step.label for step in each.provision.steps)
        for each in against
        if each.instrument.number == _NUMBER
    }
    return _placed(outcome, places, total)


def _recorded(found: Record) -> Answer:
    outcome = Outcome(found.outcome)
    if outcome is Outcome.NOT_APPLICABLE:
        return Answer(None, 0, 0)
    own = [norm for norm in found.norms if f" {_NUMBER}/" in norm.citation.en]
    groups = [norm for norm in own if norm.role == Role.GROUP.value]
    against = [norm for norm in own if (norm.role, norm.verdict) in _AGAINST]
    if all(norm.verdict == "false" for norm in groups):
        against += groups
    return _placed(
        outcome, {"".join(map("".join, _PLACE.findall(norm.citation.en))) for norm in against}, found.total
    )


_AGAINST = {(Role.REQUIREMENT.value, "false"), (Role.EXCLUSION.value, "true")}
_PLACE = re.compile(r"Article (\d+)| paragraph \((\d+)\)| letter (\w)")


def _placed(outcome: Outcome, places: set[str], total: int | None) -> Answer:
    group = any(place.startswith("11") for place in places)
    bits = sum(_BITS[place] for place in places if not place.startswith("11"))
    if outcome not in (Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE) or total is None:
        raise RuntimeError(f"no worker here should be {outcome.value}")
    return Answer(outcome is Outcome.ELIGIBLE, bits | group, total)


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
