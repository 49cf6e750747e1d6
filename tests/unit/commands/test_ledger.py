"""What is kept about a file is what would be found afresh: nothing but what its entry names matters."""

from pathlib import Path

import pytest

from policy_engine import cache as caching
from policy_engine import workspace
from policy_engine.commands import analysis
from policy_engine.commands.analysis import analyse
from policy_engine.commands.report import Analysed
from policy_engine.diagnostics.render import render
from policy_engine.domain.bilingual import Language
from policy_engine.ir.nodes import Instrument, Library
from policy_engine.proofs.areas import Memory
from policy_engine.proofs.prove import Proofs, prove_about, prove_between
from policy_engine.proofs.shown import Analysis

PROVINCE = """\
instrumen pergub kepulauan_riau nomor 901 tahun 2026 {{
  tentang "Nelayan provinsi"  status rancangan  daerah kepulauan_riau  segmen bpu  mulai berlaku 2026-01-02
  Pasal 1  Penerima terdiri atas nelayan.
  Pasal 2  Penerima harus {asks}.
  Pasal 3
    (1) Penerima diikutsertakan dalam program jkk dan jkm.
    (2) Iuran jkk sebesar Rp10.000 per bulan.
    (3) Iuran jkm sebesar Rp6.800 per bulan.
    (4) Iuran ditanggung seluruhnya oleh Pemerintah Daerah.
    (5) Iuran dibayar untuk bulan Iuran Februari 2026 sampai dengan Juni 2026.
}}
"""
REGENCY = """\
instrumen perbup {name} nomor 9 tahun 2026 {{
  tentang "Nelayan"  status rancangan  daerah {name}  segmen bpu  mulai berlaku 2026-01-02
  Pasal 1  Penerima terdiri atas nelayan.
  Pasal 2  Penerima harus {age} pada tanggal pendaftaran.
  Pasal 3
    (1) Penerima diikutsertakan dalam program jkk dan jkm.
    (2) Iuran jkk sebesar Rp10.000 per bulan.
    (3) Iuran jkm sebesar Rp6.800 per bulan.
    (4) Iuran ditanggung seluruhnya oleh Pemerintah Daerah.
    (5) Iuran dibayar untuk bulan Iuran {months}.
}}
"""
NAMES = ("kabupaten_bintan", "kabupaten_karimun", "kabupaten_natuna", "kabupaten_lingga", "kabupaten_siak")
LONG = "Februari 2026 sampai dengan Desember 2026"
SHORT = "Maret 2026 sampai dengan April 2026"


def said(analysed: Analysed) -> list[str]:
    shown = [f"{each.code} {each.instrument.slug} {sorted(each.worker)}" for each in analysed.shown]
    return sorted([*(render(found, Language.EN) for found in analysed.diagnostics), *shown])


def written(folder: Path, name: str, text: str) -> None:
    (folder / f"{name}.policy").write_text(text, encoding="utf-8")


def country(folder: Path) -> None:
    written(folder, "provinsi", PROVINCE.format(asks="lulus_verifikasi"))
    for name in NAMES:
        text = REGENCY.format(name=name, age="usia paling tinggi 65 tahun", months=LONG)
        written(folder, name, text)


EDITS = {
    "an age of one regency": (
        "kabupaten_bintan",
        "usia paling tinggi 65 tahun",
        "belum mencapai usia 65 tahun",
    ),
    "the months of one regency": ("kabupaten_natuna", LONG, SHORT),
    "the province waits for a regency": (
        "provinsi",
        "lulus_verifikasi",
        "tidak ditanggung oleh perbup kabupaten_lingga 9/2026",
    ),
    "a comment": ("kabupaten_siak", "  Pasal 1", "  # catatan\n  Pasal 1"),
}


@pytest.mark.slow
@pytest.mark.parametrize("edit", EDITS)
def test_after_an_edit_the_ledger_says_what_is_found_afresh(edit: str, tmp_path: Path) -> None:
    folder, kept = tmp_path / "p", tmp_path / "kept"
    folder.mkdir()
    kept.mkdir()
    country(folder)
    if edit == "the months of one regency":
        waits = "tidak ditanggung oleh perbup kabupaten_natuna 9/2026"
        written(folder, "provinsi", PROVINCE.format(asks=waits))
    cache = caching.Cache(kept)

    def found(cache: caching.Cache) -> Analysed:
        return analyse(workspace.open_workspace([str(folder)]), cache, Analysis.FULL, 5_000)

    before = found(cache)
    name, old, new = EDITS[edit]
    path = folder / f"{name}.policy"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    again, afresh = found(cache), found(caching.Cache(None))
    assert said(again) == said(afresh)
    assert again.counts == afresh.counts
    assert edit == "a comment" or said(again) != said(before)
    assert said(found(cache)) == said(afresh)


def test_only_what_an_edit_bears_on_is_worked_out_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, kept = tmp_path / "p", tmp_path / "kept"
    folder.mkdir()
    kept.mkdir()
    country(folder)
    cache = caching.Cache(kept)
    asked: list[str] = []
    about, between = prove_about, prove_between

    def one_by_one(
        library: Library, one: Instrument, depth: Analysis, *, milliseconds: int, memory: Memory | None
    ) -> Proofs:
        asked.append(one.region or "")
        return about(library, one, depth, milliseconds=milliseconds, memory=memory)

    def in_pairs(library: Library, one: Instrument, two: Instrument, *, milliseconds: int) -> Proofs:
        asked.append(f"{one.region}-{two.region}")
        return between(library, one, two, milliseconds=milliseconds)

    monkeypatch.setattr(analysis, "prove_about", one_by_one)
    monkeypatch.setattr(analysis, "prove_between", in_pairs)
    analyse(workspace.open_workspace([str(folder)]), cache, Analysis.FULL, 5_000)
    alone = ["14.08", "21", "21.01", "21.02", "21.03", "21.04"]
    assert sorted(asked) == sorted([*alone, "21-21.01", "21-21.02", "21-21.03", "21-21.04"])
    asked.clear()
    path = folder / "kabupaten_bintan.policy"
    path.write_text(path.read_text(encoding="utf-8").replace("65", "64"), encoding="utf-8")
    analyse(workspace.open_workspace([str(folder)]), cache, Analysis.FULL, 5_000)
    assert sorted(asked) == ["21-21.01", "21.01"]


WHOLE = "Iuran ditanggung seluruhnya oleh Pemerintah Daerah."
LESS = "Iuran ditanggung sebagian: 50% oleh Pemerintah Daerah dan 40% oleh pekerja, dibulatkan ke bawah."
MORE = LESS.replace("40%", "70%")


@pytest.mark.parametrize(
    "shares",
    [
        pytest.param(LESS, id="less than the whole"),
        pytest.param(MORE, id="more than the whole", marks=pytest.mark.slow),
    ],
)
def test_shares_that_make_no_whole_keep_nothing_else_from_being_proved(shares: str, tmp_path: Path) -> None:
    folder, kept = tmp_path / "p", tmp_path / "kept"
    folder.mkdir()
    kept.mkdir()
    cache = caching.Cache(kept)
    text = REGENCY.format(name=NAMES[0], age="usia paling tinggi 65 tahun", months=LONG)

    def found(text: str, cache: caching.Cache) -> Analysed:
        written(folder, NAMES[0], text)
        return analyse(workspace.open_workspace([str(folder)]), cache, Analysis.FULL, 5_000)

    def proved(analysed: Analysed) -> list[str]:
        return sorted(f"{each.code} {each.message.english}" for each in analysed.diagnostics)

    sound = found(text, cache)
    wrong = found(text.replace(WHOLE, shares), cache)
    assert [each for each in proved(wrong) if not each.startswith("PE412")] == proved(sound)
    assert wrong.counts == sound.counts
    assert (sound.complete, wrong.complete) == (True, False)
    again, afresh = (
        found(text.replace(WHOLE, shares), cache),
        found(text.replace(WHOLE, shares), caching.NONE),
    )
    assert said(again) == said(wrong) == said(afresh)
    assert (again.complete, afresh.complete) == (False, False)


def test_a_number_out_of_order_keeps_nothing_from_being_proved(tmp_path: Path) -> None:
    text = REGENCY.format(name=NAMES[0], age="usia paling tinggi 65 tahun", months=LONG)

    def found(text: str) -> Analysed:
        written(tmp_path, NAMES[0], text)
        return analyse(workspace.open_workspace([str(tmp_path)]), caching.NONE, Analysis.FULL, 5_000)

    sound, wrong = found(text), found(text.replace("Pasal 1 ", "Pasal 90 ", 1))
    codes = [sorted(each.code for each in analysed.diagnostics) for analysed in (sound, wrong)]
    assert "PE540" in codes[0]
    assert [code for code in codes[1] if code != "PE919"] == codes[0]
    assert (wrong.counts, wrong.complete) == (sound.counts, True)


def test_an_error_of_what_is_asked_of_a_worker_keeps_everything_from_being_proved(tmp_path: Path) -> None:
    text = REGENCY.format(name=NAMES[0], age="usia paling tinggi 65 tahn", months=LONG)
    written(tmp_path, NAMES[0], text)
    analysed = analyse(workspace.open_workspace([str(tmp_path)]), caching.NONE, Analysis.FULL, 5_000)
    assert (analysed.complete, analysed.counts.instruments, analysed.counts.questions) == (False, 0, 0)
