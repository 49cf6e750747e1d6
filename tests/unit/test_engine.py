"""The public API: loading, deciding, explaining, refusing; and that threads may share an engine."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

import policy_engine
from policy_engine import Decision, Engine, PolicyError, RejectedWorker, UnknownInstrumentError, WorkerError

KARIMUN = Path("policies/kepulauan-riau/karimun-nota-kesepakatan-2025.policy")
ON = "2025-11-13"
WORKER: dict[str, object] = {
    "pekerjaan": ["ojek"],
    "lahir": "1985-03-02",
    "domisili": "kabupaten_karimun",
    "peserta_bpjs_tk": False,
    "lulus_verifikasi": True,
    "tanggal_pendaftaran": "belum",
    "memiliki_nik_atau_ktp": True,
    "memiliki_usaha_atau_pekerjaan": True,
}


@pytest.fixture(scope="module")
def engine() -> Engine:
    return policy_engine.load(KARIMUN)


def test_every_public_name_is_there() -> None:
    assert all(hasattr(policy_engine, name) for name in policy_engine.__all__)
    with pytest.raises(AttributeError, match="bogus"):
        policy_engine.bogus  # noqa: B018  that asking fails is the claim


def test_worker_is_decided_and_explained_in_both_languages(engine: Engine) -> None:
    decision = engine.decide(WORKER, on=ON)
    assert (decision.outcome, decision.effective, decision.total) == ("eligible", "eligible", 33_600)
    assert "Anda memenuhi syarat" in decision.explain()
    assert "You are eligible" in decision.explain("en")


def test_absent_and_none_are_unknown(engine: Engine) -> None:
    without = {name: value for name, value in WORKER.items() if name != "lahir"}
    decision = engine.decide(without, on=ON)
    assert decision.outcome == "undetermined"
    assert "lahir" in decision.missing
    assert engine.decide(WORKER | {"lahir": None}, on=ON) == decision


def test_facts_are_taken_on_the_day_of_the_decision_unless_stated(engine: Engine) -> None:
    assert engine.decide(WORKER, on=date(2025, 11, 13)).facts_as_of == date(2025, 11, 13)
    assert engine.decide(WORKER, on=ON, facts_as_of="2025-11-01").facts_as_of == date(2025, 11, 1)


def test_decision_is_frozen_and_survives_json(engine: Engine) -> None:
    decision = engine.decide(WORKER, on=ON)
    again = Decision.model_validate_json(decision.model_dump_json())
    assert again.model_dump() == decision.model_dump()
    with pytest.raises(ValueError, match="decide again"):
        again.explain()
    with pytest.raises(ValueError, match="frozen"):
        decision.total = 0


def test_many_workers_are_decided_in_order_and_none_is_lost(engine: Engine) -> None:
    made = list(engine.decide_many([WORKER, WORKER | {"lahir": "1985-02-30"}, WORKER], on=ON))
    assert [type(each) for each in made] == [Decision, RejectedWorker, Decision]
    assert [each.row for each in made] == [1, 2, 3]


def test_same_input_gives_the_same_receipt_in_every_thread(engine: Engine) -> None:
    with ThreadPoolExecutor(4) as pool:
        receipts = set(pool.map(lambda _: engine.decide(WORKER, on=ON).receipt, range(40)))
    assert len(receipts) == 1


def test_identity_is_no_part_of_the_receipt(engine: Engine) -> None:
    one, two = (engine.decide(WORKER | {"nik": f"000000000000000{n}", "id": str(n)}, on=ON) for n in (1, 2))
    assert one.receipt == two.receipt
    assert one.reference == "1"


@pytest.mark.parametrize(
    ("worker", "said"),
    [
        ({"lahri": "1985-03-02"}, "lahri"),
        ({"lahir": 1985}, "expected a date"),
        ({"penghasilan": True}, "expected rupiah"),
        ({"nik": "1"}, "the NIK has 1 digits"),
    ],
)
def test_record_that_does_not_fit_is_a_worker_error(
    worker: dict[str, object], said: str, engine: Engine
) -> None:
    with pytest.raises(WorkerError, match=said):
        engine.decide(worker, on=ON)


def test_fraction_is_refused_wherever_it_comes_from(engine: Engine) -> None:
    with pytest.raises(WorkerError, match="expected rupiah"):
        engine.decide({"penghasilan": 1.5}, on=ON)


def test_unknown_instrument_is_refused_with_those_loaded(engine: Engine) -> None:
    with pytest.raises(UnknownInstrumentError) as refused:
        engine.decide(WORKER, on=ON, instrument="perbup-1")
    (found,) = refused.value.diagnostics
    assert found.help is not None
    assert "permenaker-5-2021" in found.help.english


@pytest.mark.parametrize("on", ["13-11-2025", "2025-02-30", ""])
def test_date_that_is_none_is_a_value_error(on: str, engine: Engine) -> None:
    with pytest.raises(ValueError, match="expected a date"):
        engine.decide(WORKER, on=on)


def test_policy_with_errors_is_a_policy_error_that_carries_them(tmp_path: Path) -> None:
    (tmp_path / "a.policy").write_text("instrumen {", "utf-8")
    with pytest.raises(PolicyError) as refused:
        policy_engine.load(tmp_path)
    assert refused.value.diagnostics
    assert "a.policy" in str(refused.value)


def test_instruments_tell_own_from_prelude(engine: Engine) -> None:
    own = [each.id for each in engine.instruments if each.own]
    assert own == ["nota_kesepakatan-21.02-x-2025"]
    assert "pp-44-2015" in {each.id for each in engine.instruments}


def test_a_fast_decision_says_what_the_decision_says(engine: Engine) -> None:
    for changed in ({}, {"lahir": "1950-01-01"}, {"lahir": None}, {"domisili": "21.71"}):
        record = WORKER | changed
        fast, slow = engine.decide_fast(record, on=ON), engine.decide(record, on=ON)
        assert (fast.outcome.value, fast.effective.value) == (slow.outcome, slow.effective)
        assert (fast.total, fast.missing) == (slow.total, slow.missing)
        assert [row.amount for row in fast.costs] == [row.amount for row in slow.costs]
        assert engine.full(fast) == slow
        assert engine.full(fast).explain() == slow.explain()


def test_reasons_of_a_fast_decision_are_the_norms_in_the_way(engine: Engine) -> None:
    assert engine.decide_fast(WORKER, on=ON).reasons == ()
    slow = engine.decide(WORKER | {"lahir": "1950-01-01"}, on=ON)
    in_the_way = {
        norm.citation.id for norm in slow.norms if norm.role == "requirement" and norm.verdict == "false"
    }
    fast = engine.decide_fast(WORKER | {"lahir": "1950-01-01"}, on=ON)
    assert {reason.holds.value for reason in fast.reasons} == {"false"}
    assert len(fast.reasons) == len(in_the_way) > 0


def test_an_instrument_is_compiled_once_for_a_date_and_refuses_what_decide_refuses(engine: Engine) -> None:
    assert engine.compiled(on=ON) is engine.compiled(on=ON)
    assert engine.compiled(on=ON) is not engine.compiled(on="2025-11-14")
    with pytest.raises(WorkerError):
        engine.decide_fast({"lahir": "besok"}, on=ON)
    with pytest.raises(UnknownInstrumentError):
        engine.decide_fast(WORKER, on=ON, instrument="bogus")


def test_threads_may_share_what_was_compiled(engine: Engine) -> None:
    births = [f"{year}-{month:02}-01" for year in range(1940, 2015) for month in (1, 11, 12)]
    expected = {birth: engine.decide(WORKER | {"lahir": birth}, on=ON).outcome for birth in births[::9]}
    fresh = policy_engine.load(KARIMUN)
    with ThreadPoolExecutor(8) as pool:
        found = pool.map(
            lambda birth: fresh.decide_fast(WORKER | {"lahir": birth}, on=ON).outcome.value, births * 3
        )
        assert {
            birth: said for birth, said in zip(births * 3, found, strict=True) if birth in expected
        } == expected


# What would change it


def test_the_day_on_which_time_alone_helps_is_the_birthday(engine: Engine) -> None:
    found = engine.decide(WORKER | {"lahir": "2008-03-14"}, on=ON).changes()
    assert found.ways[0].text.en == "You are eligible from 14 March 2026, when you turn 18."
    assert found.ways[0].steps[0].on == date(2026, 3, 14)
    assert engine.decide(WORKER | {"lahir": "2008-03-14"}, on="2026-03-14").effective == "eligible"
    assert engine.decide(WORKER | {"lahir": "2008-03-14"}, on="2026-03-13").effective == "not_eligible"


def test_an_eligible_worker_is_told_when_time_ends_it(engine: Engine) -> None:
    found = engine.decide(WORKER | {"lahir": "1961-03-02"}, on=ON).changes()
    assert found.ways == ()
    assert found.ends is not None
    assert found.ends.text.id == (
        "Bila yang lain tidak berubah, mulai 2 Maret 2026, ketika Anda mencapai usia 65 tahun, "
        "hasilnya menjadi: tidak memenuhi syarat."
    )


def test_several_things_in_the_way_are_one_way_of_several_steps(engine: Engine) -> None:
    worker = WORKER | {"domisili": "kota_batam", "lulus_verifikasi": False, "lahir": "2008-03-14"}
    (way,) = engine.decide(worker, on=ON).changes().ways
    assert [(step.fact, step.on) for step in way.steps] == [
        (None, date(2026, 3, 14)),
        ("domisili", None),
        ("lulus_verifikasi", None),
    ]


def test_the_guide_shows_what_would_change_a_decision_as_it_is_said(engine: Engine) -> None:
    told = engine.decide(WORKER | {"lahir": "2008-03-14", "lulus_verifikasi": False}, on=ON)
    guide = Path("docs/guides/decide.md").read_text("utf-8")
    (shown,) = (part for part in guide.split("```") if "when you turn 18, and if" in part)
    assert shown.strip() in told.explain("en", changes=True)


def test_what_cannot_change_is_not_asked_to_change(engine: Engine) -> None:
    found = engine.decide(WORKER | {"lahir": "1950-03-14"}, on=ON).changes()
    assert found.ways == ()
    assert found.nothing is not None
    assert found.nothing.en == "item 2 letter a rests on what cannot change"


def test_an_undetermined_worker_is_told_what_to_supply_first(engine: Engine) -> None:
    worker = WORKER | {"lulus_verifikasi": None, "lahir": None}
    decision = engine.decide(worker, on=ON)
    assert [(ask.fact, ask.settles) for ask in decision.changes().ask_first] == [
        ("lahir", "sometimes"),
        ("lulus_verifikasi", "sometimes"),
    ]
    told = decision.explain("en", changes=True)
    assert (
        "What to supply first\n- date of birth (ktp el from civil registry office): this alone may settle it"
        in told
    )
    assert "What would change it\n- You are eligible if it is attested, for instance" in told


def test_a_draft_without_a_date_of_commencement_is_decided_and_has_no_version_date() -> None:
    draft = policy_engine.load(Path("policies/kalimantan-timur/perda-balikpapan-rancangan.policy"))
    made = draft.decide({"domisili": "kota_balikpapan"}, on="2026-01-01", instrument="perda-64.71-x-x")
    assert made.outcome == "undetermined"
    assert made.version_since is None
