"""What proofs find in the encoded regulations, with no hint in them."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from policy_engine import workspace
from policy_engine.diagnostics.render import render
from policy_engine.domain.bilingual import Language
from policy_engine.domain.dates import PackedDate, pack
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.nodes import Library
from policy_engine.pipeline import compile_library
from policy_engine.proofs.prove import Proofs, prove
from policy_engine.proofs.shown import Analysis, Finding
from policy_engine.source import SourceFile
from tests.unit.proofs.texts import parse

GOLDEN = Path(__file__).parents[2] / "golden" / "proofs"
POLICIES = workspace.prelude_folder().parent
KARIMUN = "nota-kesepakatan-21.02"
RIAU_ISLANDS = POLICIES / "kepulauan-riau"


def compiled(change: Callable[[str, str], str] = lambda _, text: text) -> Library:
    """Compile all encoded regulations, each text changed by name of its file."""
    files = workspace.open_workspace([str(POLICIES)], prelude=False).own
    sources = []
    for file in files:
        name = str(Path(file.path).relative_to(POLICIES))
        sources.append(SourceFile(name, change(Path(name).name, file.text)))
    library = compile_library(sources, parse=parse).library
    assert library is not None
    return library


def proved(library: Library, *beginnings: str) -> Proofs:
    own = {each.id for each in library.instruments if each.id.slug.startswith(beginnings)}
    return prove(library, own, Analysis.FULL, milliseconds=60_000)


@pytest.fixture(scope="module")
def everything() -> Proofs:
    return proved(compiled(), "")


def of(proofs: Proofs, code: str, file: str) -> list[Finding]:
    return [
        finding
        for finding in proofs.findings
        if finding.diagnostic.code == code
        and finding.diagnostic.span is not None
        and Path(finding.diagnostic.span.source.path).name == file
    ]


def test_findings_are_as_committed(everything: Proofs, golden: Callable[[Path, str], None]) -> None:
    for language in Language:
        shown = "\n\n".join(render(finding.diagnostic, language) for finding in everything.findings)
        golden(GOLDEN / f"policies-{language.value}.txt", shown + "\n")


def test_every_worker_shown_replays_and_nothing_is_left_out(everything: Proofs) -> None:
    found = {finding.diagnostic.code for finding in everything.findings}
    assert not found & {"PE297", "PE298", "PE299"}
    assert everything.skipped == 0


def test_karimun_admits_two_workers_of_65_whom_the_nation_refuses(everything: Proofs) -> None:
    (finding,) = of(everything, "PE540", "karimun-nota-kesepakatan-2025.policy")
    births = [shown.worker["lahir"] for shown in finding.shown]
    assert births == [pack(1960, 11, 13), pack(1959, 12, 13)]
    assert [shown.decision.outcome for shown in finding.shown] == [Outcome.ELIGIBLE] * 2
    assert [shown.decision.effective for shown in finding.shown] == [Outcome.NOT_ELIGIBLE] * 2
    words = " ".join(line.indonesian for line in finding.diagnostic.witness)
    assert "(65 tahun 0 bulan)" in words
    assert "(65 tahun 11 bulan)" in words
    assert "Permenaker 5/2021 Pasal 33 ayat (1) huruf b" in finding.diagnostic.message.indonesian
    assert "butir 2 huruf a" in finding.diagnostic.message.indonesian


def test_fishers_of_batam_are_paid_twice_until_the_list_of_the_decree_is_a_fact(
    everything: Proofs,
) -> None:
    file = "batam-nelayan-2025.policy"
    assert any("Kepulauan Riau" in f.diagnostic.message.indonesian for f in of(everything, "PE542", file))

    def listed(name: str, text: str) -> str:
        blank = '"keputusan penetapan tidak disebut".'
        if name != "provinsi-nelayan-2025.policy":
            return text
        assert blank in text
        return text.replace(blank, f"{blank[:-1]}, dan menjadi syarat tercantum_daftar_provinsi.")

    separated = proved(compiled(listed), "")
    told = [f.diagnostic.message.indonesian for f in of(separated, "PE542", file)]
    assert not any("Kepulauan Riau" in message for message in told)


def test_the_floor_of_the_villages_of_kudus_is_emptied_by_the_regency(everything: Proofs) -> None:
    (finding,) = of(everything, "PE543", "kudus-desa-2025.policy")
    (register, *_) = finding.diagnostic.witness
    assert "satu desa dengan 10 pekerja" in register.indonesian
    assert "Kabupaten Kudus" in register.indonesian
    (shown,) = finding.shown
    assert str(shown.worker["domisili"]).startswith("33.19")


def test_no_finding_between_those_who_cannot_meet(everything: Proofs) -> None:
    between = [f.diagnostic.message.indonesian for f in everything.findings if f.diagnostic.code == "PE542"]
    assert not any(re.search("Kudus.*Batam|Batam.*Kudus|Bontang.*Karimun", message) for message in between)


def test_a_second_run_finds_the_same(everything: Proofs) -> None:
    again = proved(compiled(), "")
    assert [render(f.diagnostic, Language.ID) for f in again.findings] == [
        render(f.diagnostic, Language.ID) for f in everything.findings
    ]
    assert [dict(s.worker) for f in again.findings for s in f.shown] == [
        dict(s.worker) for f in everything.findings for s in f.shown
    ]


def test_dates_of_workers_are_days_of_the_calendar(everything: Proofs) -> None:
    for finding in everything.findings:
        for shown in finding.shown:
            born = shown.worker.get("lahir")
            assert born is None or (isinstance(born, int) and PackedDate(born) <= shown.on)
