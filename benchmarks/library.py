"""A made library: every province and every regency or city with one instrument of its own, 552 of 20 shapes.

The same bytes every time. Each instrument is text that a drafter could have written: recipients, requirements,
exclusions, exceptions, programmes, months, bearers, quota and order, and a test. Their constants differ from
region to region. Region codes and numbers of regencies are those of the country as the Ministry of Home Affairs
codes them; the names of regions that the prelude does not know are made (`kabupaten_11_05`), and so is all law
in them. Provinces stand to their regencies in four ways: they yield to whoever is attested to be paid, they
yield to the instruments they name, they keep a list of their own, or they pay other months; two yield to nobody.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from random import Random

PRELUDE = Path(__file__).parents[1] / "policies" / "nasional"
REGIONS_FILE = "kosakata/wilayah.policy"
NATIONAL, REGIONAL = "nasional", "daerah"
YEAR = 2025
SHAPES = 20

PROVINCES = (
    *(("11", 18, 5), ("12", 25, 8), ("13", 12, 7), ("14", 10, 2), ("15", 9, 2), ("16", 13, 4), ("17", 9, 1)),
    *(("18", 13, 2), ("19", 6, 1), ("21", 5, 2), ("31", 1, 5), ("32", 18, 9), ("33", 29, 6), ("34", 4, 1)),
    *(("35", 29, 9), ("36", 4, 4), ("51", 8, 1), ("52", 8, 2), ("53", 21, 1), ("61", 12, 2), ("62", 13, 1)),
    *(("63", 11, 2), ("64", 7, 3), ("65", 4, 1), ("71", 11, 4), ("72", 12, 1), ("73", 21, 3), ("74", 15, 2)),
    *(("75", 5, 1), ("76", 6, 0), ("81", 9, 2), ("82", 8, 2), ("91", 8, 1), ("92", 7, 0), ("93", 4, 0)),
    *(("94", 8, 0), ("95", 8, 0), ("96", 5, 1)),
)
"""Code of a province, regencies in it, cities in it: 38, 416 and 98."""

OCCUPATIONS = (
    *(
        "nelayan",
        "nelayan_perairan_umum",
        "buruh_nelayan",
        "pembudi_daya_ikan",
        "petani_padi",
        "petani_sayur",
    ),
    *("petani_karet", "petani_campuran", "buruh_tani_padi", "kurir_motor", "ojek", "sopir_mobil"),
    *("tukang_becak", "tukang_parkir", "pedagang_kios", "pedagang_los_pasar", "penjaja_makanan"),
    *("pedagang_keliling", "buruh_bongkar_muat", "porter", "pekerja_rumah_tangga", "marbot", "guru_ngaji"),
    *("pemulung", "pekerja_serabutan", "montir_motor", "tukang_pijat", "pekerja_seni"),
)
GROUPS = ("perikanan", "pertanian", "transportasi", "pedagang_kecil", "juru_parkir", "pemuka_agama")
MONTHS = (
    *("November 2025 sampai dengan Desember 2025", "Juli 2025 sampai dengan September 2025"),
    *("Juli 2025 sampai dengan Desember 2025", "Januari 2025 sampai dengan Desember 2025"),
    *("April 2025 sampai dengan Juni 2025", "Maret 2025 sampai dengan Agustus 2025"),
)
LATER = "Januari 2026 sampai dengan Maret 2026"


class Way(Enum):
    """How a province stands to what its regencies pay."""

    ATTESTED = 0
    """It yields to whoever is attested to be paid."""
    NAMED = 1
    """It yields to the instruments that it names."""
    LISTED = 2
    """It pays those on its own list, whom its regencies exclude."""
    LATER = 3
    """It pays other months."""
    NOT = 4
    """It yields to nobody."""


@dataclass(frozen=True, slots=True)
class Place:
    """A region: Kemendagri code, name in policies, and how its instrument is called."""

    code: str
    name: str
    kind: str

    @property
    def province(self) -> str:
        """Give the code of the province it is or lies in."""
        return self.code[:2]


@dataclass(frozen=True, slots=True)
class Shape:
    """What an instrument of a shape says beside its constants."""

    requirements: tuple[str, ...]
    excluded: tuple[str, ...] = ()
    exception: str | None = None
    grouped: bool = False
    savings: bool = False
    banded: bool = False
    shared: bool = False
    each_month: bool = False
    quota: bool = False
    ending: bool = True


_KNOWN = "belum pernah terdaftar sebagai peserta_bpjs_tk"
_CURRENT = "tidak sedang menjadi peserta jaminan_sosial_ketenagakerjaan"
_INCOME = (
    "penghasilan paling banyak Rp{income} per bulan, dibuktikan dengan surat_keterangan_pekerjaan oleh lurah"
)
_VERIFIED = "lulus_verifikasi, dibuktikan dengan berita_acara_verifikasi oleh dinas_sosial"
_POOR = "terdaftar dalam data dtks"
_LISTED = "salah satu dari:\n         1. terdaftar dalam data p3ke; atau\n         2. terdata_dinas_teknis"
_AT_HOME = "terdata_kelurahan"
_LIFTED = "Dalam hal penyandang_disabilitas, Pasal 3 ayat (1) huruf {last} tidak berlaku."
_OLDER = (
    "Dalam hal penyandang_disabilitas, Pasal 4 menjadi: Penerima harus usia paling rendah {young} tahun pada "
    "tanggal pendaftaran."
)

SHAPE = (
    Shape((_KNOWN, _INCOME)),
    Shape((_KNOWN, _POOR), ("program_pensiun",)),
    Shape((_CURRENT, _VERIFIED), ("program_pensiun", "berkontrak_kerja")),
    Shape((_KNOWN, _LISTED), quota=True),
    Shape((_KNOWN, _AT_HOME), exception=_LIFTED),
    Shape((_CURRENT, _INCOME, _POOR), ("berkontrak_kerja",), quota=True),
    Shape((_KNOWN, _VERIFIED), exception=_OLDER),
    Shape((_KNOWN,), ("berpenghasilan_tetap",), each_month=True),
    Shape((_CURRENT, _AT_HOME), grouped=True),
    Shape((_KNOWN, _POOR, _VERIFIED), grouped=True, quota=True),
    Shape((_KNOWN, _INCOME), savings=True),
    Shape((_CURRENT, _VERIFIED), banded=True),
    Shape((_KNOWN, _LISTED), shared=True),
    Shape((_KNOWN, _INCOME, _AT_HOME), ("jaminan_dari_tempat_kerja",), each_month=True, quota=True),
    Shape((_CURRENT, _POOR, _AT_HOME), exception=_LIFTED, shared=True),
    Shape((_KNOWN, _INCOME, _VERIFIED), ("program_pensiun",), exception=_OLDER, quota=True),
    Shape((_CURRENT,), ("berpenghasilan_tetap", "berkontrak_kerja"), grouped=True, each_month=True),
    Shape((_KNOWN, _LISTED, _VERIFIED), ("jaminan_dari_tempat_kerja",), savings=True, quota=True),
    Shape((_CURRENT, _INCOME, _LISTED), banded=True, ending=False),
    Shape((_KNOWN, _POOR, _INCOME, _VERIFIED), ("program_pensiun",), exception=_LIFTED, quota=True),
)


def write_library(folder: Path) -> int:
    """Write the national files and all regional ones below a folder; give the number of regional ones."""
    known = (PRELUDE / REGIONS_FILE).read_text(encoding="utf-8")
    everywhere = tuple(places(known))
    for file in sorted(PRELUDE.rglob("*.policy")):
        name = file.relative_to(PRELUDE).as_posix()
        text = with_regions(known, everywhere) if name == REGIONS_FILE else file.read_text(encoding="utf-8")
        _write(folder / NATIONAL / name, text)
    for number, place in enumerate(everywhere):
        _write(
            folder / REGIONAL / place.province / f"{place.name}.policy", text_of(place, number, everywhere)
        )
    return len(everywhere)


def places(known: str) -> Iterator[Place]:
    """Give every province, then its regencies and cities; `known` is the text of the regions already named."""
    names = {code: name for name, code in re.findall(r"^  (\w+) kode ([\d.]+)", known, re.MULTILINE)}
    for province, regencies, cities in PROVINCES:
        yield Place(province, names.get(province, f"provinsi_{province}"), "pergub")
        for number in (*range(1, regencies + 1), *range(71, 71 + cities)):
            code = f"{province}.{number:02}"
            city = number > 70
            made = f"{'kota' if city else 'kabupaten'}_{province}_{number:02}"
            yield Place(code, names.get(code, made), "perwali" if city else "perbup")


def with_regions(known: str, everywhere: Sequence[Place]) -> str:
    """Add the regions that a vocabulary does not name to its text."""
    named = set(re.findall(r"kode ([\d.]+)", known))
    added = "".join(
        f'  {place.name} kode {place.code} "wilayah {place.code}" / "region {place.code}";\n'
        for place in everywhere
        if place.code not in named
    )
    body, end = known.rstrip().removesuffix("}"), "}\n"
    return body + added + end


def text_of(place: Place, number: int, everywhere: Sequence[Place]) -> str:
    """Write the instrument of a region; the number chooses its shape and its constants."""
    chance = Random(f"{place.code} {number}")
    shape = SHAPE[number % SHAPES]
    is_province = "." not in place.code
    way = _way(place.province)
    yielding = _yielding(place, way, everywhere) if is_province else ()
    young = chance.choice((17, 18, 18, 18, 19, 20, 21))
    months = LATER if is_province and way is Way.LATER else chance.choice(MONTHS)
    values = {
        "income": f"{chance.randrange(8, 40) * 100:,}.000".replace(",", "."),
        "young": young - 1,
        "last": chr(ord("a") + len(shape.requirements) - 1),
    }
    requirements = [text.format(**values) for text in (*shape.requirements, *yielding)]
    excluded = [
        *shape.excluded,
        *(() if is_province or way is not Way.LISTED else ("tercantum_daftar_provinsi",)),
    ]
    lines = [
        f"# Naskah buatan untuk pengukuran; tidak satu pun hukum yang berlaku. Bentuk {number % SHAPES}.",
        f"instrumen {place.kind} {place.name} nomor {1 + number % 97} tahun {YEAR} {{",
        f'  tentang "Perlindungan Pekerja Rentan {place.code}"',
        "  status rancangan",
        f"  daerah {place.name}",
        "  segmen bpu",
        f"  ditetapkan {YEAR}-01-02",
        f"  diundangkan {YEAR}-01-02",
        f"  mulai berlaku {YEAR}-01-02",
        "  mengingat uu 40/2004, uu 24/2011, pp 44/2015, permenaker 5/2021",
        "",
        "  Pasal 1",
        "    Penerima terdiri atas:",
        *_recipients(shape, chance),
        "",
        "  Pasal 2",
        *_precedence(shape),
        "    (2) Penerima harus penduduk Daerah.",
        "",
        "  Pasal 3",
        "    (1) Penerima harus memenuhi persyaratan:",
        *_items(requirements, "dan"),
        *([] if not excluded else ["    (2) Tidak termasuk Penerima:", *_items(excluded, "atau")]),
        "",
        "  Pasal 4",
        f"    {_ages(shape, young, chance)}",
        "",
        "  Pasal 5",
        *_money(shape, place, months, chance),
        "",
        *_ending(shape),
        *_places(shape, chance),
        *([] if shape.exception is None else ["  Pasal 8", f"    {shape.exception.format(**values)}", ""]),
    ]
    while not lines[-1]:
        lines.pop()
    return "\n".join((*lines, "}", "", *_test(place, months), ""))


def _test(place: Place, months: str) -> list[str]:
    on = f"{YEAR + 1 if months == LATER else YEAR}-02-03"
    return [
        f'uji "anak sepuluh tahun" pada {on} fakta per {on} {{',
        f"  lahir 2015-01-01;  domisili {place.name};  tanggal_pendaftaran belum;",
        "} hasil tidak memenuhi syarat",
    ]


def _way(province: str) -> Way:
    place = next(place for place, (code, _, _) in enumerate(PROVINCES) if code == province)
    found = Way(place % len(Way))
    # Two of those that could pay anybody do.
    return Way.ATTESTED if found is Way.NOT and place >= 2 * len(Way) else found


def _yielding(place: Place, way: Way, everywhere: Sequence[Place]) -> tuple[str, ...]:
    """Give the requirements by which a province yields to its regencies."""
    match way:
        case Way.ATTESTED:
            return ("tidak ditanggung_kabupaten_kota",)
        case Way.NAMED:
            seniors = [
                f"{each.kind} {each.name} {1 + number % 97}/{YEAR}"
                for number, each in enumerate(everywhere)
                if each.province == place.code and each.code != place.code
            ]
            return (f"tidak ditanggung oleh ({', '.join(seniors)})",)
        case Way.LISTED:
            return ("tercantum_daftar_provinsi",)
        case Way.LATER | Way.NOT:
            return ()


def _recipients(shape: Shape, chance: Random) -> list[str]:
    chosen = chance.sample(OCCUPATIONS, chance.randrange(3, 9))
    if not shape.grouped:
        group = chance.choice(GROUPS)
        return _items([*chosen, group], "dan")
    half = len(chosen) // 2
    first, second = _either(chosen[:half]), _either(chosen[half:])
    return _items([f"kelompok utama: {first}", f"kelompok lain: {second}"], "dan")


def _either(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"pekerjaan meliputi ({', '.join(names)})"


def _precedence(shape: Shape) -> list[str]:
    first = (
        "kelompok utama mendahulukan kelompok lain."
        if shape.grouped
        else "Penerima harus memiliki_nik_atau_ktp."
    )
    return [f"    (1) {first}"]


def _ages(shape: Shape, young: int, chance: Random) -> str:
    if shape.exception == _OLDER:
        return f"Penerima harus usia paling rendah {young} tahun pada tanggal pendaftaran."
    old = chance.choice(
        ("belum mencapai usia 65 tahun", "usia paling tinggi 64 tahun", "belum mencapai usia 60 tahun")
    )
    if chance.randrange(12) == 0:
        # What drafters write most, and wider than the national norm by a year.
        old = "usia paling tinggi 65 tahun"
    day = "setiap bulan Iuran" if shape.each_month else "tanggal pendaftaran"
    return (
        "Penerima harus memenuhi persyaratan:\n"
        f"      a. usia paling rendah {young} tahun pada tanggal pendaftaran; dan\n"
        f"      b. {old} pada {day}."
    )


def _money(shape: Shape, place: Place, months: str, chance: Random) -> list[str]:
    programmes = "jkk, jkm, dan jht" if shape.savings else "jkk dan jkm"
    row = chance.choice((1, 1, 1, 2, 3))
    jkk = "menurut penghasilan" if shape.banded else f"baris {row}"
    lines = [
        f"Penerima diikutsertakan dalam program {programmes}.",
        f"Iuran jkk sesuai dengan pp 44/2015 Lampiran II {jkk}.",
        "Iuran jkm sesuai dengan pp 44/2015 Pasal 20 ayat (3).",
    ]
    if shape.savings:
        lines.append(f"Iuran jht sebesar Rp{chance.choice((20, 24, 28))}.000 per bulan.")
    if shape.shared:
        part = chance.choice((25, 50, 60, 75))
        lines.append(
            f"Iuran ditanggung sebagian: {part}% oleh Pemerintah Daerah dan {100 - part}% oleh pekerja, "
            "dibulatkan ke bawah."
        )
    else:
        lines.append("Iuran ditanggung seluruhnya oleh Pemerintah Daerah.")
    year = YEAR + 1 if months == LATER else YEAR
    lines += [
        "Iuran dibayar oleh Pemerintah Daerah.",
        f"Iuran dibayar untuk bulan Iuran {months}.",
        f'Pendanaan dibebankan pada apbd {place.name} tahun anggaran {year}, belanja "bantuan sosial".',
    ]
    return [f"    ({number}) {line}" for number, line in enumerate(lines, 1)]


def _ending(shape: Shape) -> list[str]:
    if not shape.ending:
        return []
    return [
        "  Pasal 6",
        "    Pembayaran Iuran dihentikan dalam hal:",
        *_items(["meninggal", "menjadi_penerima_upah"], "atau"),
        "",
    ]


def _places(shape: Shape, chance: Random) -> list[str]:
    if not shape.quota:
        return []
    return [
        "  Pasal 7",
        f"    (1) Kuota Penerima paling banyak {chance.randrange(5, 90) * 100:,} orang.".replace(",", "."),
        "    (2) Urutan prioritas:",
        *_items(
            ["penyandang_disabilitas mulai dari yang memenuhi", "nomor_pendaftaran mulai dari yang terendah"],
            "dan",
        ),
        "    (3) Penerima yang nilainya belum diketahui ditempatkan terakhir.",
        "    (4) Penerima yang tidak tertampung menghentikan pengisian.",
        "    (5) Penerima yang tidak tertampung dicatat dalam daftar tunggu.",
        "    (6) Penerima yang dihentikan diganti dari daftar tunggu.",
        "",
    ]


def _items(texts: Sequence[str], last: str) -> list[str]:
    ends = [";"] * len(texts)
    ends[-1] = "."
    if len(texts) > 1:
        ends[-2] = f"; {last}"
    return [
        f"      {chr(ord('a') + place)}. {text}{end}"
        for place, (text, end) in enumerate(zip(texts, ends, strict=True))
    ]


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    print(write_library(Path(sys.argv[1])))
