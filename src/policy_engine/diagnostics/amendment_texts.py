"""Example texts for the pages on amendments: a regulation of three articles, and those that change it."""

from policy_engine.diagnostics.wording import SECOND_FILE, regulation

BASE = regulation(
    """Pasal 1
    (1) Penerima terdiri atas:
        a. nelayan; dan
        b. petani.
    (2) Target Penerima 10 orang.
  Pasal 2  Penerima diikutsertakan dalam program jkk dan jkm.
  Pasal 3  Iuran jkm sebesar Rp6.800 per bulan."""
)


def amending(steps: str, **other: str) -> str:
    """Give the text of a regulation that changes the one above."""
    options = {"name": "perbup kabupaten_karimun nomor 9 tahun 2025", **other}
    options.setdefault(
        "header", "daerah kabupaten_karimun\n  diundangkan 2025-06-01  mulai berlaku 2025-06-01"
    )
    body = f"Pasal I  Mengubah perbup kabupaten_karimun 5/2025 sebagai berikut:\n    {steps}"
    return regulation(body, name=options["name"], header=options["header"])


def changed(steps: str, **other: str) -> str:
    """Give the regulation above and, as a second file, one that changes it."""
    return f"{BASE}{SECOND_FILE}{amending(steps, **other)}"


GOOD_CHANGE = changed("1. Pasal 3 dihapus.")

KEPUTUSAN = "keputusan kabupaten_karimun nomor 9 tahun 2025"
ELSEWHERE = "perwali kota_bontang nomor 9 tahun 2025"
BONTANG = "daerah kota_bontang\n  diundangkan 2025-06-01  mulai berlaku 2025-06-01"
