"""What cannot be read is told once: nothing that only follows from it is reported beside it."""

from pathlib import Path

from policy_engine.pipeline import compile_library
from policy_engine.source import SourceFile

ROOT = Path(__file__).parents[2]
DRAFT = """instrumen perbup kabupaten_karimun nomor 9 tahun 2026 {
  tentang "Bantuan Iuran"
  status rancangan
  daerah kabupaten_karimun
  mulai berlaku 2026-02-03
  Pasal 1
    (1) Penerima terdiri atas: a. ojek; dan b. nelayan.
    (2) Penerima harus memenuhi persyaratan:
        a. usia paling rendah 18 tahun pada tanggal pendaftaran;
        b. penduduk Daerah; dan
        c. tidak sedang menjadi peserta_bpjs_tk.
    (3) Dalam hal ojek, Pasal 1 ayat (2) huruf a tidak berlaku.
  Pasal 2
    (1) Penerima diikutsertakan dalam program jkk dan jkn.
}
"""


def _found(text: str) -> list[tuple[str, int]]:
    national = sorted((ROOT / "policies/nasional").rglob("*.policy"))
    sources = [SourceFile(str(path), path.read_text("utf-8")) for path in national]
    draft = SourceFile("draft.policy", text)
    compiled = compile_library([*sources, draft])
    return [
        (found.code, found.span.line)
        for found in compiled.diagnostics
        if found.span is not None and found.span.source is draft
    ]


def test_a_misread_item_is_told_once_and_a_wrong_name_elsewhere_beside_it() -> None:
    assert _found(DRAFT) == [("PE001", 11), ("PE101", 14)]


def test_what_is_left_unsaid_is_told_when_all_was_read() -> None:
    read = DRAFT.replace("menjadi peserta_bpjs_tk", "menjadi peserta peserta_bpjs_tk").replace("jkn", "jkm")
    codes = [code for code, _ in _found(read)]
    assert "PE001" not in codes
    assert "PE113" in codes
