"""Made registers: how many rows of each kind in, the text of a CSV file out; the same text every time.

Beside those who are eligible a register holds what a real one holds: people who are not, rows with a gap,
rows that are broken, rows written twice, and more people than there are places. No row is a real person.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from math import gcd

Cells = Mapping[str, str]

BROKEN = ("31-02-1985", "1985/03/02", "besok")
"""What stands in the place of a date in a broken row; no way of writing dates takes any of them."""

_STRIDE = 7_919
"""A prime: steps of it through the rows put neighbours far apart, in the same order every time."""


@dataclass(frozen=True, slots=True)
class Kind:
    """So many rows that differ from the usual row in these cells; `varied` columns go through their values."""

    people: int
    changes: Cells = field(default_factory=dict)
    varied: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Made:
    """What a register holds: `usual` cells, those who are eligible, those who are not, and what is wrong.

    `surplus` are eligible people for whom no place is left. `broken` rows cannot be read, `twice` repeats
    rows of eligible people. `born` is the column in which a broken row is broken.
    """

    usual: Cells
    eligible: Sequence[Kind]
    others: Sequence[Kind]
    incomplete: Sequence[Kind]
    surplus: Sequence[Kind] = ()
    broken: int = 9
    twice: int = 12
    born: str = "lahir"

    def scaled(self, factor: int) -> "Made":
        """Give a register with one in `factor` of those who are eligible, the rest as it is."""
        return replace(self, eligible=[replace(kind, people=kind.people // factor) for kind in self.eligible])

    def text(self) -> str:
        """Write it, those who found no place behind the others, everything else mixed."""
        numbers = count(1)
        eligible = list(self._rows(self.eligible, numbers))
        rows = [*eligible, *self._rows((*self.others, *self.incomplete), numbers)]
        rows += [
            {**self.usual, **_numbered(next(numbers)), self.born: BROKEN[at % len(BROKEN)]}
            for at in range(self.broken)
        ]
        step = next(step for step in count(_STRIDE) if gcd(step, len(rows)) == 1)
        mixed = [rows[at * step % len(rows)] for at in range(len(rows))]
        mixed += self._rows(self.surplus, numbers)
        mixed += eligible[: self.twice]
        out = io.StringIO()
        writer = csv.DictWriter(out, ("nik", "nomor_pendaftaran", *self.usual), lineterminator="\n")
        writer.writeheader()
        writer.writerows(mixed)
        return out.getvalue()

    def _rows(self, kinds: Sequence[Kind], numbers: Iterator[int]) -> Iterator[dict[str, str]]:
        for kind in kinds:
            for at in range(kind.people):
                varied = {column: values[at % len(values)] for column, values in kind.varied.items()}
                yield {**_numbered(next(numbers)), **self.usual, **varied, **kind.changes}


def _numbered(number: int) -> dict[str, str]:
    """Give an identity number that nobody has, of region 00, and a registration number."""
    return {"nik": f"{number:016d}", "nomor_pendaftaran": str(number)}


# The registers behind the published totals

_ADULTS = tuple(f"{year}-{month:02d}-17" for year in range(1961, 2006, 4) for month in (1, 6, 11))
"""Birth dates of people from 20 to 64 years old in 2025."""
_KTP = {"memiliki_nik_atau_ktp": "ya", "memiliki_usaha_atau_pekerjaan": "ya"}

KARIMUN = Made(
    usual={
        "pekerjaan": "ojek",
        "lahir": "1985-03-02",
        "domisili": "kabupaten_karimun",
        "peserta_bpjs_tk": "tidak",
        "lulus_verifikasi": "ya",
        "tanggal_pendaftaran": "belum",
        "pekerjaan_sejenis": "",
        **_KTP,
    },
    eligible=(
        Kind(
            900,
            varied={
                "lahir": _ADULTS,
                "pekerjaan": (
                    "ojek",
                    "pedagang_keliling",
                    "buruh_bongkar_muat",
                    "marbot",
                    "pekerja_rumah_tangga",
                ),
                "domisili": ("kabupaten_karimun", "moro"),
            },
        ),
        Kind(40, {"pekerjaan": "pemulung", "pekerjaan_sejenis": "ya"}, {"lahir": _ADULTS}),
        Kind(6, {"lahir": "1960-11-14"}),  # the last day before 65
        Kind(7, {"lahir": "2007-11-13"}),  # 18 on the day
    ),
    others=(
        Kind(11, {"lahir": "2007-11-14"}),
        Kind(8, {"lahir": "1960-11-13"}),  # taken by the memorandum, not by the ministry
        Kind(9, {"lahir": "1959-11-13"}),
        Kind(14, {"peserta_bpjs_tk": "ya"}),
        Kind(6, {"lulus_verifikasi": "tidak"}),
        Kind(5, {"domisili": "kota_batam"}),
        Kind(4, {"pekerjaan": "pemulung", "pekerjaan_sejenis": "tidak"}),
    ),
    incomplete=(Kind(7, {"lahir": ""}), Kind(5, {"peserta_bpjs_tk": ""}), Kind(3, {"pekerjaan": "pemulung"})),
)
"""953 of the 1,000 aimed at (kepriheadline.id, 13 November 2025)."""

BATAM = Made(
    usual={
        "pekerjaan": "ojek",
        "mitra_aplikasi": "ya",
        "lahir": "1988-01-20",
        "domisili": "kota_batam",
        "program_pensiun": "tidak",
        "tercantum_daftar_asosiasi": "ya",
        "tanggal_pendaftaran": "2025-06-11",
        **_KTP,
    },
    eligible=(
        Kind(2_639, varied={"lahir": _ADULTS, "pekerjaan": ("ojek", "kurir_motor", "sopir_mobil")}),  # Gojek
        Kind(3_910, varied={"lahir": _ADULTS}),  # Grab
        Kind(229),  # Maxim
        Kind(21, {"pekerjaan": "kurir_motor"}),  # Shopee
        Kind(97, {"pekerjaan": "penambang_pancung", "mitra_aplikasi": "", "domisili": "belakang_padang"}),
        Kind(49, {"pekerjaan": "tukang_becak", "mitra_aplikasi": "tidak"}, {"lahir": _ADULTS}),
    ),
    others=(
        Kind(30, {"mitra_aplikasi": "tidak"}),
        Kind(12, {"program_pensiun": "ya"}),
        Kind(9, {"lahir": "1960-06-11"}),  # 65 on the day
        Kind(10, {"domisili": "kabupaten_karimun"}),
        Kind(6, {"tercantum_daftar_asosiasi": "tidak"}),
    ),
    incomplete=(Kind(8, {"lahir": ""}), Kind(6, {"program_pensiun": ""})),
)
"""6,945 by who brought them in (antaranews.com, June 2025); all entered in June, as the total needs."""

_FISHER = {
    "pekerjaan": "nelayan",
    "bekerja_tanpa_pemberi_kerja": "ya",
    "kapal_gt": "3",
    "lahir": "1985-10-01",
    "domisili": "moro",
    "tanggal_pendaftaran": "2024-01-02",
    **_KTP,
}
_VESSELS = ("1", "2", "3", "4", "5")
_NO_FISHERS = (
    Kind(15, {"bekerja_tanpa_pemberi_kerja": "tidak"}),
    Kind(11, {"kapal_gt": "6"}),
    Kind(5, {"kapal_gt": "0"}),
    Kind(7, {"pekerjaan": "buruh_nelayan"}),
    Kind(6, {"lahir": "1950-01-01"}),
)
_FISHERS_WITH_GAPS = (Kind(9, {"kapal_gt": ""}), Kind(4, {"bekerja_tanpa_pemberi_kerja": ""}))

DISTRICTS = {
    "belat": 360,
    "buru": 625,
    "durai": 484,
    "kecamatan_karimun": 617,
    "kundur": 105,
    "kundur_barat": 534,
    "kundur_utara": 93,
    "meral": 238,
    "meral_barat": 428,
    "moro": 1_260,
    "selat_gelam": 1,
    "sugie_besar": 10,
    "tebing": 474,
    "ungar": 306,
}
"""Registered fishers by kecamatan (j5newsroom.com, 4 September 2024)."""

KARIMUN_FISHERS = Made(
    usual=_FISHER,
    eligible=tuple(
        Kind(people, {"domisili": district}, {"lahir": _ADULTS[::9], "kapal_gt": _VESSELS})
        for district, people in DISTRICTS.items()
    ),
    others=(*_NO_FISHERS, Kind(10, {"domisili": "kota_batam"})),
    incomplete=_FISHERS_WITH_GAPS,
    surplus=(
        Kind(20, {"domisili": "moro"}),
        Kind(3, {"domisili": "selat_gelam"}),
        Kind(7, {"domisili": "belat"}),
    ),
)

KEPRI_FISHERS = Made(
    usual=_FISHER | {"tanggal_pendaftaran": "2025-01-02"},
    eligible=(
        Kind(
            31_304,
            varied={
                "lahir": _ADULTS,
                "kapal_gt": _VESSELS,
                "domisili": ("kota_batam", "kabupaten_karimun", "moro", "belakang_padang"),
            },
        ),
    ),
    others=(*_NO_FISHERS, Kind(10, {"domisili": "kabupaten_siak"})),
    incomplete=_FISHERS_WITH_GAPS,
)
"""31,304 registered in 2025 (lintaskepri.com)."""

LATE = replace(
    BATAM,
    eligible=(*BATAM.eligible[1:], Kind(1_639), Kind(1_000, {"tanggal_pendaftaran": "2025-07-10"})),
)
"""The same 6,945, a thousand of whom entered in July."""
