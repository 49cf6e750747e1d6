"""A made register, and 552 made instruments of 20 shapes that differ in constants alone: nobody real, no real law.

Every regency has one and every province has one. Their occupations, ages and amounts are drawn with a fixed seed.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import duckdb

from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import pack
from policy_engine.ir import nodes as ir
from policy_engine.ir.walk import map_children
from policy_engine.pipeline import compile_library
from policy_engine.source import SourceFile
from policy_engine.workspace import open_workspace

ROOT = Path(__file__).parents[1]
ON = pack(2025, 11, 13)
PROVINCES = 38
REGENCIES = 514
SHAPES = 20
OUTSIDE = "-"
HEAD = """instrumen perbup kabupaten_karimun nomor {number} tahun 2025 {{
  tentang "Naskah ukur"
  status rancangan
  daerah kabupaten_karimun
  segmen bpu
  ditetapkan 2025-01-02
  diundangkan 2025-01-02
  mulai berlaku 2025-01-02
  mengingat pp 44/2015
  Pasal 1
    (1) Penerima terdiri atas: a. ojek.
    (2) Penerima harus memenuhi persyaratan:
{requirements}
{exclusions}
  Pasal 2
    (1) Penerima diikutsertakan dalam program jkk dan jkm.
    (2) Iuran jkk sebesar Rp10.000 per bulan.
    (3) Iuran jkm sebesar Rp6.800 per bulan.
    (4) Iuran ditanggung seluruhnya oleh Pemerintah Daerah.
    (5) Iuran dibayar oleh Pemerintah Daerah.
    (6) Iuran dibayar untuk bulan Iuran November 2025 sampai dengan Desember 2025.
    (7) Pendanaan dibebankan pada apbd kabupaten_karimun tahun anggaran 2025.
}}
"""

_ALWAYS = (
    "usia paling rendah 18 tahun pada tanggal keputusan",
    "belum mencapai usia 65 tahun pada tanggal keputusan",
    "belum pernah terdaftar sebagai peserta_bpjs_tk",
)
_SOMETIMES = (
    "penghasilan paling tinggi Rp2.000.000 per bulan",
    "miskin_dalam_dtks",
    "lulus_verifikasi",
    "terdata_kelurahan",
)
_BARRED = ("program_pensiun", "berpenghasilan_tetap")
FLAGS = ("peserta_bpjs_tk", *_SOMETIMES[1:], *_BARRED)


# The law


def library(provinces: int = PROVINCES, regencies: int = REGENCIES, repeated: int = 1) -> ir.Library:
    """Make an instrument for each region, alone in the library; each norm stands there `repeated` times."""
    own = [SourceFile(f"shape-{n}.policy", _text(n, repeated)) for n in range(SHAPES)]
    found = compile_library([*open_workspace([str(ROOT / "policies/nasional")]).sources, *own])
    if found.library is None:
        raise ValueError("the made instruments are not well formed")
    made = found.library
    templates = [i for i in made.instruments if i.id.number is not None and i.id.number.startswith("9")]
    templates = [i for i in templates if i.region == "21.02"]
    chance = Random(552)
    codes = next(v for v in made.vocabularies if v.name == "pekerjaan").codes
    names = tuple(code.name for code in codes)
    instruments = tuple(
        _turned(templates[place % SHAPES], region, chance, names)
        for place, region in enumerate(regions(provinces, regencies))
    )
    ordered = tuple(sorted(instruments, key=lambda instrument: instrument.id.slug))
    return replace(made, instruments=ordered)


def _text(number: int, repeated: int) -> str:
    chosen = [text for place, text in enumerate(_SOMETIMES) if number >> place & 1]
    items = [*_ALWAYS, *chosen] * repeated
    barred = _BARRED if number & 16 else _BARRED[:1]
    return HEAD.format(number=900 + number, requirements=_items(items, "dan"), exclusions=_excluded(barred))


def _items(texts: list[str], last: str) -> str:
    lines = [
        f"      {letter}. {text};" for letter, text in zip("abcdefghijklmnopqrstuvwxyz", texts, strict=False)
    ]
    lines[-2] += f" {last}"
    lines[-1] = lines[-1][:-1] + "."
    return "\n".join(lines)


def _excluded(names: tuple[str, ...]) -> str:
    if len(names) == 1:
        return f"    (3) Tidak termasuk Penerima: a. {names[0]}."
    return f"    (3) Tidak termasuk Penerima:\n{_items(list(names), 'atau')}"


def regions(provinces: int = PROVINCES, regencies: int = REGENCIES) -> Iterator[str]:
    """Give made codes of provinces and regencies."""
    for province in range(provinces):
        yield f"{11 + province}"
    for regency in range(regencies):
        yield f"{11 + regency % provinces}.{1 + regency // provinces:02}"


def _turned(template: ir.Instrument, region: str, chance: Random, names: tuple[str, ...]) -> ir.Instrument:
    def change(expr: ir.Expr) -> ir.Expr:
        match expr:
            case ir.Includes(_, _):
                return replace(expr, codes=frozenset(chance.sample(names, 20)))
            case ir.AgeCompare(_, _, _, years, _):
                return replace(expr, years=years + chance.randrange(-1, 2))
            case ir.Literal(value) if expr.type.kind is ir.Kind.RUPIAH_PER_MONTH:
                return replace(expr, value=value + chance.randrange(10) * 100)
            case _:
                return map_children(expr, change)

    (version,) = template.versions
    turned = replace(
        version,
        groups=tuple(
            replace(g, match=replace(g.match, condition=change(g.match.condition))) for g in version.groups
        ),
        norms=tuple(replace(n, condition=change(n.condition)) for n in version.norms),
        tariffs=tuple(replace(t, amount=change(t.amount)) for t in version.tariffs),
    )
    number = f"{template.id.number}-{region}"
    return replace(
        template, id=InstrumentId(template.id.kind, region, number, 2025), region=region, versions=(turned,)
    )


# The register


def write_register(
    path: Path, rows: int, first: int = 0, provinces: int = PROVINCES, regencies: int = REGENCIES
) -> None:
    """Make workers in SQL: place and occupation as text, birth as a date, one fact in a hundred unknown."""
    flags = ", ".join(
        f"CASE hash(i, {n}) % 100 WHEN 0 THEN NULL ELSE hash(i, {n}) % 4 = {1 if n % 2 else 0} END AS {name}"
        for n, name in enumerate(FLAGS, 10)
    )
    names = occupations(library(1, 0))
    places = [region for region in regions(provinces, regencies) if "." in region]
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE occupations AS SELECT unnest(?::VARCHAR[]) AS name", [names])
        connection.execute("CREATE TABLE regions AS SELECT unnest(?::VARCHAR[]) AS code", [places])
        connection.execute(
            _MADE.format(
                names=len(names), regions=len(places), flags=flags, first=first, last=first + rows, path=path
            )
        )


_MADE = """COPY (SELECT i AS id,
  CASE hash(i, 1) % 100 WHEN 0 THEN NULL
    ELSE (SELECT list(name ORDER BY name) FROM occupations)[CAST(1 + hash(i, 2) % {names} AS BIGINT)]
  END AS pekerjaan,
  (SELECT list(code ORDER BY code) FROM regions)[CAST(1 + hash(i, 3) % {regions} AS BIGINT)] AS domisili,
  CASE hash(i, 4) % 100 WHEN 0 THEN NULL
    ELSE DATE '1950-01-01' + CAST(hash(i, 5) % 22000 AS INTEGER) END AS lahir,
  CASE hash(i, 6) % 100 WHEN 0 THEN NULL ELSE CAST(hash(i, 7) % 40 AS BIGINT) * 100000 END AS penghasilan,
  {flags}
FROM range({first}, {last}) AS t(i)) TO '{path}' (FORMAT parquet)"""


def occupations(made: ir.Library) -> list[str]:
    """Give the names of all occupations, sorted."""
    return sorted(c.name for v in made.vocabularies if v.name == "pekerjaan" for c in v.codes)
