"""Published totals come out of made registers: rows read as an office's file is read, decided, and added up.

Nobody real stands in these registers: every NIK is made of a serial number. Each register holds workers who
qualify, at the edges of every bound, and workers who do not: too old, registered before, elsewhere, incomplete,
malformed, and written twice. Rows of equal facts are decided once. What a quota would turn away needs the
allocation of registers and is not claimed here; where a case has a quota, the register fills it exactly.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from policy_engine.backends.scalar.decide import decide
from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import PackedDate, parse_date
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir import canonical, nodes
from policy_engine.ir.assume import Commences, assume
from policy_engine.ir.nodes import FactValue
from policy_engine.pipeline import compile_library
from policy_engine.registers.model import Mapped, Rejected, Worker
from policy_engine.registers.read import Register, WorkerFormat, read_register
from policy_engine.source import SourceFile

POLICIES = Path(__file__).parents[2] / "policies"
Cells = dict[str, str]

# Read by every case: what national law asks of a participant.
NATIONAL = {"memiliki_nik_atau_ktp": "ya", "memiliki_usaha_atau_pekerjaan": "ya"}
MALFORMED = ({"lahir": "1985-02-30"}, {"pekerjaan": "astronot"}, {"nik": "123"})


@dataclass(frozen=True)
class Case:
    """A published figure: who printed it, the policy, the day, and a register that gives it."""

    name: str
    source: str
    policy: str
    on: str
    commences: str | None
    persons: int
    published: int
    base: Cells
    qualify: tuple[Cells, ...]
    refused: tuple[Cells, ...]
    incomplete: tuple[Cells, ...]
    tampered: tuple[tuple[str, str], ...]
    places: Mapping[str, int] = field(default_factory=dict)


ROW_TWO = ("Lampiran II baris 1", "Lampiran II baris 2")
ONE_MONTH_LESS = ("sampai dengan Desember 2025", "sampai dengan November 2025")
FISHER = {"pekerjaan": "nelayan", "bekerja_tanpa_pemberi_kerja": "ya", "kapal_gt": "3"}
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
    "moro": 1260,
    "selat_gelam": 1,
    "sugie_besar": 10,
    "tebing": 474,
    "ungar": 306,
}

CASES = (
    Case(
        "Karimun 2025",
        "https://www.kepriheadline.id/?p=11857 prints 953 persons, Rp16,800 a month and two months",
        "kepulauan-riau/karimun-nota-kesepakatan-2025.policy",
        "2025-11-13",
        None,
        953,
        32_020_800,
        {
            "pekerjaan": "ojek",
            "pekerjaan_sejenis": "tidak",
            "lahir": "1985-03-02",
            "domisili": "kabupaten_karimun",
            "peserta_bpjs_tk": "tidak",
            "lulus_verifikasi": "ya",
            "tanggal_pendaftaran": "belum",
        },
        (
            {},
            {"lahir": "2007-11-13"},
            {"lahir": "1959-11-14"},
            {"pekerjaan": "marbot", "domisili": "moro"},
            {"pekerjaan": "nelayan", "pekerjaan_sejenis": "ya"},
            {"pekerjaan": "pekerja_serabutan|marbot"},
        ),
        (
            {"lahir": "2007-11-14"},
            {"lahir": "1959-11-13"},
            {"peserta_bpjs_tk": "ya"},
            {"lulus_verifikasi": "tidak"},
            {"pekerjaan": "nelayan"},
            {"domisili": "kota_batam"},
        ),
        ({"lahir": ""}, {"peserta_bpjs_tk": ""}, {"pekerjaan": "nelayan", "pekerjaan_sejenis": ""}),
        (
            ROW_TWO,
            ONE_MONTH_LESS,
            ("paling tinggi 65 tahun", "paling tinggi 64 tahun"),
            ("paling rendah 18 tahun", "paling rendah 19 tahun"),
        ),
    ),
    Case(
        "Batam, transport 2025, if all entered in June",
        "https://kepri.antaranews.com/amp/berita/224901/"
        "pemkot-batam-lindungi-6945-pekerja-transportasi-informal-lewat-bpjs-tk prints 6,945 persons and the total",
        "kepulauan-riau/batam-transportasi-2025.policy",
        "2025-06-11",
        "2025-06-01",
        6_945,
        816_732_000,
        {
            "pekerjaan": "ojek",
            "mitra_aplikasi": "ya",
            "lahir": "1988-01-20",
            "domisili": "kota_batam",
            "program_pensiun": "tidak",
            "tercantum_daftar_asosiasi": "ya",
            "tanggal_pendaftaran": "2025-06-11",
        },
        (
            {},
            {"lahir": "1960-06-12"},
            {"pekerjaan": "penambang_pancung", "mitra_aplikasi": "tidak", "domisili": "belakang_padang"},
            {"pekerjaan": "tukang_becak", "mitra_aplikasi": "tidak"},
        ),
        (
            {"lahir": "1960-06-11"},
            {"program_pensiun": "ya"},
            {"mitra_aplikasi": "tidak"},
            {"domisili": "kabupaten_karimun"},
        ),
        ({"lahir": ""}, {"program_pensiun": ""}),
        (
            ROW_TWO,
            ("bulan Iuran Juni 2025", "bulan Iuran Juli 2025"),
            ("belum mencapai usia 65 tahun", "belum mencapai usia 64 tahun"),
        ),
    ),
    Case(
        "the province's fishers in Karimun, 2024",
        "https://j5newsroom.com/2024/09/04/5-535-nelayan-kabupaten-karimun-resmi-jadi-peserta-bpjs-ketenagakerjaan",
        "kepulauan-riau/provinsi-nelayan-karimun-2024.policy",
        "2024-01-02",
        "2024-01-01",
        5_535,
        1_115_856_000,
        {**FISHER, "lahir": "1985-10-01", "domisili": "moro", "tanggal_pendaftaran": "2024-01-02"},
        ({}, {"kapal_gt": "1"}, {"kapal_gt": "5"}),
        ({"kapal_gt": "6"}, {"bekerja_tanpa_pemberi_kerja": "tidak"}, {"domisili": "kota_batam"}),
        ({"kapal_gt": ""},),
        (ROW_TWO, ("sampai dengan Desember 2024", "sampai dengan November 2024"), ("buru 625", "buru 624")),
        DISTRICTS,
    ),
    Case(
        "the province's fishers, 2025",
        "https://karunakepri.com/pemprov-kepri-cover-31-556-nelayan-dari-perlindungan-bpjs-ketenagakerjaan and "
        "others: 31,304 persons, printed as Rp6.31 billion",
        "kepulauan-riau/provinsi-nelayan-2025.policy",
        "2025-01-02",
        "2025-01-01",
        31_304,
        6_310_886_400,
        {
            **FISHER,
            "lahir": "1985-10-01",
            "domisili": "kabupaten_karimun",
            "tanggal_pendaftaran": "2025-01-02",
        },
        ({}, {"kapal_gt": "1", "domisili": "moro"}, {"kapal_gt": "5"}),
        ({"kapal_gt": "6"}, {"bekerja_tanpa_pemberi_kerja": "tidak"}, {"domisili": "64.71"}),
        ({"kapal_gt": ""},),
        (ROW_TWO, ("sampai dengan Desember 2025", "sampai dengan November 2025")),
    ),
)


def rows(case: Case) -> Iterator[Cells]:
    """Make the rows of a register: as many who qualify as were published, then the others, then two again."""
    places = [place for place, people in case.places.items() for _ in range(people)]
    made: list[Cells] = []
    for serial in range(case.persons):
        change = dict(case.qualify[serial % len(case.qualify)])
        if places:
            change["domisili"] = places[serial]
        made.append(case.base | change)
    made.extend(case.base | change for change in (*case.refused * 3, *case.incomplete * 2, *MALFORMED))
    for serial, cells in enumerate([*made], 1):
        yield {"nik": f"{serial:016d}"} | NATIONAL | cells
    for serial in (1, 2):
        yield {"nik": f"{serial:016d}"} | NATIONAL | made[serial - 1]


def register(case: Case) -> io.BufferedReader:
    written = io.StringIO()
    cells = list(rows(case))
    writer = csv.DictWriter(written, fieldnames=list(cells[0]))
    writer.writeheader()
    writer.writerows(cells)
    return io.BufferedReader(io.BytesIO(written.getvalue().encode()))


def compiled(case: Case, change: tuple[str, str] | None = None) -> tuple[nodes.Library, InstrumentId]:
    """Compile the policy with national law, its text changed in one place if asked."""
    path = POLICIES / case.policy
    text = path.read_text("utf-8")
    if change is not None:
        assert change[0] in text
        text = text.replace(*change)
    others = [*sorted((POLICIES / "nasional").rglob("*.policy"))]
    sources = [SourceFile(str(each), each.read_text("utf-8")) for each in others]
    made = compile_library([*sources, SourceFile(str(path), text)])
    assert made.library is not None
    (found,) = (
        each.id for each in made.library.instruments if each.origin and each.origin.source.path == str(path)
    )
    commences = (Commences(_day(case.commences)),) if case.commences else ()
    return assume(made.library, found, commences), found


def _day(text: str) -> PackedDate:
    day = parse_date(text)
    assert day is not None
    return day


@dataclass(frozen=True)
class Added:
    """What a register comes to."""

    total: int
    outcomes: Counter[Outcome]
    rejected: int
    by_place: Counter[str]


def add_up(case: Case, change: tuple[str, str] | None = None) -> Added:
    """Read and decide the register; a NIK that stands twice with the same facts counts once."""
    library, instrument = compiled(case, change)
    digest = canonical.meaning_digest(library)
    read = read_register(register(case), "register.csv", WorkerFormat.CSV, library, Mapped())
    assert isinstance(read, Register)
    settled: dict[frozenset[tuple[str, FactValue]], tuple[Outcome, int | None]] = {}
    outcomes: Counter[Outcome] = Counter()
    by_place: Counter[str] = Counter()
    seen: set[str] = set()
    total = rejected = 0
    serials = iter(rows(case))
    for record in read.records:
        nik = next(serials)["nik"]
        match record:
            case Rejected():
                rejected += 1
            case Worker(facts=facts):
                if nik in seen:
                    continue
                seen.add(nik)
                key = frozenset(facts.items())
                if key not in settled:
                    made = decide(
                        library, instrument, facts, on=_day(case.on), facts_as_of=_day(case.on), digest=digest
                    )
                    settled[key] = made.outcome, made.total
                outcome, cost = settled[key]
                outcomes[outcome] += 1
                if outcome is Outcome.ELIGIBLE:
                    assert cost is not None
                    total += cost
                    by_place[str(facts["domisili"])] += 1
    return Added(total, outcomes, rejected, by_place)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_made_register_comes_to_the_published_total(case: Case) -> None:
    added = add_up(case)
    assert added.total == case.published, case.source
    assert added.outcomes[Outcome.ELIGIBLE] == case.persons
    assert added.outcomes[Outcome.NOT_ELIGIBLE] + added.outcomes[Outcome.NOT_APPLICABLE] == 3 * len(
        case.refused
    )
    assert added.outcomes[Outcome.UNDETERMINED] == 2 * len(case.incomplete)
    assert added.rejected == len(MALFORMED)


@pytest.mark.parametrize(
    ("case", "change"),
    [(case, change) for case in CASES for change in case.tampered],
    ids=lambda part: part.name if isinstance(part, Case) else part[1],
)
def test_one_changed_tariff_bound_month_or_quota_no_longer_gives_it(
    case: Case, change: tuple[str, str]
) -> None:
    added = add_up(case, change)
    library, instrument = compiled(case, change)
    assert added.total != case.published or not _fills(library, instrument, added)


@pytest.mark.parametrize("case", [case for case in CASES if case.places], ids=lambda case: case.name)
def test_the_register_fills_each_district_exactly(case: Case) -> None:
    library, instrument = compiled(case)
    assert _fills(library, instrument, add_up(case))


def _fills(library: nodes.Library, wanted: InstrumentId, added: Added) -> bool:
    """Say whether each listed place has as many eligible workers as its quota, where places are listed."""
    (instrument,) = (each for each in library.instruments if each.id == wanted)
    places = {
        place: people
        for version in instrument.versions
        for quota in version.quotas
        for place, people in quota.places
    }
    return all(added.by_place[place] == people for place, people in places.items())
