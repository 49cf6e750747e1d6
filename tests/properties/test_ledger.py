"""After any edit of a made library `check` says, byte for byte, what it says when it remembers nothing."""

import re
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from benchmarks.library import NATIONAL, PRELUDE, REGIONS_FILE, places, text_of, with_regions
from policy_engine import cache as caching
from policy_engine.commands.check import OutputFormat, Request, check, show
from policy_engine.commands.report import Report
from policy_engine.diagnostics.logic import NotAnalysed, Proved
from policy_engine.diagnostics.render import PLAIN
from policy_engine.domain.bilingual import Language

PROVINCES = ("95", "93")
"""One that names its regencies, and one that waits for whoever is attested to be paid: 14 instruments."""
EDITS_OF_A_RUN = 6
MENDED = 0.5
"""How often who breaks something mends it at once; the next edit is made beside the error otherwise."""

Texts = dict[str, str]
Edit = Callable[[Texts, Random], None]


def made() -> tuple[Texts, Texts]:
    """Write the national files, and those of the regions."""
    known = (PRELUDE / REGIONS_FILE).read_text(encoding="utf-8")
    everywhere = tuple(each for each in places(known) if each.province in PROVINCES)
    national = {
        f"{NATIONAL}/{file.relative_to(PRELUDE).as_posix()}": file.read_text(encoding="utf-8")
        for file in sorted(PRELUDE.rglob("*.policy"))
    }
    national[f"{NATIONAL}/{REGIONS_FILE}"] = with_regions(known, everywhere)
    regional = {f"{each.name}.policy": text_of(each, n, everywhere) for n, each in enumerate(everywhere)}
    return national, regional


# Edits


def some(texts: Texts, chance: Random, pattern: str = "") -> str:
    """Choose a file that has a pattern."""
    return chance.choice(sorted(path for path, text in texts.items() if re.search(pattern, text)))


def substituted(pattern: str, *by: str) -> Edit:
    """Edit one place of a pattern in one file that has it."""

    def edit(texts: Texts, chance: Random) -> None:
        path = some(texts, chance, pattern)
        at = chance.choice(list(re.finditer(pattern, texts[path])))
        texts[path] = texts[path][: at.start()] + at.expand(chance.choice(by)) + texts[path][at.end() :]

    return edit


def a_line(*lines: str) -> Edit:
    """Put a line somewhere."""

    def edit(texts: Texts, chance: Random) -> None:
        path = some(texts, chance)
        rows = texts[path].split("\n")
        rows.insert(chance.randrange(len(rows)), chance.choice(lines))
        texts[path] = "\n".join(rows)

    return edit


def removed(texts: Texts, chance: Random) -> None:
    del texts[some(texts, chance)]


def moved(texts: Texts, chance: Random) -> None:
    path = some(texts, chance)
    texts[f"a-{path}"] = texts.pop(path)


def another_of_the_same_region(texts: Texts, chance: Random) -> None:
    path = some(texts, chance, r"nomor \d+ tahun")
    number = chance.randrange(100, 900)
    texts[f"{number}.policy"] = re.sub(r"nomor \d+ tahun", f"nomor {number} tahun", texts[path], count=1)


def half_written(texts: Texts, chance: Random) -> None:
    region = chance.choice(("kabupaten_merauke", "papua_selatan"))
    texts["konsep.policy"] = f"rancangan perbup {region}: untuk pekerja rentan, 1/2025\n"


def an_amendment(texts: Texts, chance: Random) -> None:
    header = re.compile(r"instrumen (\w+) (\w+) nomor (\d+) tahun (\d+)")
    path = some(texts, chance, header.pattern)
    found = header.search(texts[path])
    assert found is not None
    kind, place, number, year = found.groups()
    age, month, new = chance.randrange(50, 70), chance.randrange(2, 9), chance.randrange(100, 900)
    what = chance.choice((CHANGED, REPEALED)).format(
        named=f"{kind.capitalize()} {place} {number}/{year}", age=age
    )
    texts[f"ubah-{new}.policy"] = AMENDING.format(kind=kind, place=place, number=new, month=month, what=what)


AMENDING = """instrumen {kind} {place} nomor {number} tahun 2025 {{
  tentang "Perubahan"  status rancangan  daerah {place}  segmen bpu  mulai berlaku 2025-0{month}-01
  Pasal I
    {what}
}}
"""
CHANGED = """Mengubah {named} sebagai berikut:
      1. Pasal 4 diubah sehingga berbunyi: {{
           Pasal 4
             Penerima harus usia paling tinggi {age} tahun pada tanggal pendaftaran.
         }}."""
REPEALED = "{named} dicabut dan dinyatakan tidak berlaku."
SENIOR = r",\s*\w+ \w+ \d+/2025(?=[,)])"
EDITS: dict[str, Edit] = {
    "an age": substituted(r"usia paling rendah \d+", *(f"usia paling rendah {n}" for n in range(15, 23))),
    "an upper age": substituted(
        r"paling tinggi 6\d tahun", "paling tinggi 59 tahun", "paling tinggi 65 tahun"
    ),
    "an income": substituted(r"paling banyak Rp[\d.]+ per", "paling banyak Rp900.000 per"),
    "the months": substituted(
        r"bulan Iuran \w+ 202\d sampai dengan \w+ 202\d",
        "bulan Iuran Februari 2025 sampai dengan Desember 2025",
        "bulan Iuran Mei 2025 sampai dengan Oktober 2025",
    ),
    "the programmes": substituted(r"program jkk dan jkm\b", "program jkk, jkm, dan jht", "program jkk"),
    "an occupation": substituted(r"a\. \w+;", "a. marbot;", "a. nelayan;", "a. ojek;"),
    "a quota": substituted(r"paling banyak [\d.]+ orang", "paling sedikit 10 orang", "paling banyak 7 orang"),
    "a comment": a_line("# catatan", "", "  # Pasal 1"),
    "a waiver": substituted(
        r"(?m)^(    \(\d\) Penerima .*\.)$",
        r'\1 # abaikan PE913 karena "diketahui"',
        r'\1 # abaikan PE296 karena "ya"',
    ),
    "a test": substituted(r"lahir 20\d\d-01-01", "lahir 1990-01-01", "lahir 2014-05-01"),
    "what a test expects": substituted(r"hasil tidak memenuhi syarat", "hasil memenuhi syarat"),
    "a title": substituted(r'tentang "[^"]*"', 'tentang "Lain"'),
    "a day of the header": substituted(
        r"mulai berlaku 2025-\d\d-\d\d", "mulai berlaku 2025-03-01", "mulai berlaku ..."
    ),
    "another day of the header": substituted(r"(ditetapkan|diundangkan) 2025-01-02", r"\1 2025-01-01"),
    "a number": substituted(r"nomor (\d+) tahun 2025", r"nomor 9\1 tahun 2025"),
    "a region": substituted(
        r"(?m)^  daerah \w+", "  daerah kabupaten_jayawijaya", "  daerah kabupaten_merauke"
    ),
    "a senior less": substituted(SENIOR, ""),
    "a senior more": substituted(
        r"penduduk Daerah\.", "tidak ditanggung oleh (perbup kabupaten_jayawijaya 1/2025)."
    ),
    "whom it is special to": substituted(
        r"  segmen bpu\n", "  segmen bpu\n  khusus terhadap pergub papua_pegunungan 1/2025\n"
    ),
    "an error": substituted(r"Iuran dibayar oleh Pemerintah Daerah", "Iuran dibayar oleh Pemerintah"),
    "shares that make no whole": substituted(
        r"seluruhnya oleh Pemerintah Daerah\b", "sebagian: 50% oleh Pemerintah Daerah dan 40% oleh pekerja"
    ),
    "an unknown name": substituted(r"lulus_verifikasi", "lulus_verfikasi"),
    "a norm of nobody": substituted(
        r"Penerima harus penduduk Daerah", "Penerima harus kapal_gt paling tinggi 10"
    ),
    "a sentence that cannot be read": substituted(
        r"Penerima harus penduduk Daerah", "Penerima wajib kira-kira penduduk"
    ),
    "a bracket less": substituted(r"\n\}\n", "\n"),
    "a head that cannot be read": substituted(r"instrumen (\w+) (\w+) nomor", r"instrumen \1 \2 nomer"),
    "notes for a draft": half_written,
    "a file less": removed,
    "a file of another name": moved,
    "another of the same region": another_of_the_same_region,
    "an amendment": an_amendment,
}


# The property


def say(folder: Path, cache: caching.Cache) -> str:
    """Give all that `check` can say of a folder: as text, as data, and as the tests it would write."""
    report = check(Request((str(folder),), cache, prelude=False))
    shown = sorted(
        f"{each.code} {each.instrument.slug} {sorted(each.worker.items())} {each.decision}"
        for each in report.shown
    )
    written = [
        *show(report, OutputFormat.FULL, Language.ID, PLAIN),
        *show(report, OutputFormat.JSON, Language.EN, PLAIN),
        *shown,
    ]
    return "\n".join(written)


def write(folder: Path, before: Texts, texts: Texts) -> None:
    for path in before.keys() - texts.keys():
        (folder / path).unlink()
    for path, text in texts.items():
        if before.get(path) != text:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")


def forget(cache: caching.Cache) -> caching.Cache:
    """Forget all but how each text reads."""
    assert cache.folder is not None
    for entry in cache.folder.iterdir():
        if not entry.name.startswith(("tree-", "tables-")):
            entry.unlink()
    return cache


def run(folder: Path, seed: int) -> None:
    """Make the library, and edit it some times."""
    chance = Random(seed)  # noqa: S311  edits, no secrets
    national, texts = made()
    for name in ("kept", "afresh"):
        (folder / name).mkdir()
    kept, afresh = (caching.Cache(folder / name) for name in ("kept", "afresh"))
    library = folder / "library"
    write(library, {}, {**national, **texts})
    say(library, kept)
    for _ in range(EDITS_OF_A_RUN):
        name, edited = chance.choice(sorted(EDITS)), dict(texts)
        try:
            EDITS[name](edited, chance)
        except IndexError:
            continue  # no file has what this edit is of
        write(library, texts, edited)
        warm, cold = say(library, kept), say(library, forget(afresh))
        assert warm == cold, name
        assert say(library, kept) == cold, f"{name}, unchanged"
        if '"complete": false' in cold and chance.random() < MENDED:
            write(library, edited, texts)
        else:
            texts = edited


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_after_random_edits_the_ledger_says_what_is_said_afresh(seed: int, tmp_path: Path) -> None:
    run(tmp_path, seed)


BREAKING = (
    "an error",
    "an unknown name",
    "a sentence that cannot be read",
    "a bracket less",
    "a head that cannot be read",
    "notes for a draft",
)


@pytest.mark.slow
@pytest.mark.parametrize("name", BREAKING)
def test_what_an_error_cannot_matter_to_is_proved_as_without_it(name: str, tmp_path: Path) -> None:
    national, texts = made()
    library = tmp_path / "library"
    write(library, {}, {**national, **texts})
    whole = check(Request((str(library),), caching.NONE, prelude=False))
    for seed in range(2):
        edited = dict(texts)
        EDITS[name](edited, Random(seed))  # noqa: S311  as above
        write(library, texts, edited)
        partial = check(Request((str(library),), caching.NONE, prelude=False))
        left_out = frozenset(each.path for each in partial.unproved)
        assert left_out
        assert proved(partial, left_out) == proved(whole, left_out)
        write(library, edited, texts)


def proved(report: Report, left_out: frozenset[str]) -> list[str]:
    """Give all that proofs say of files that were not left out, and of no others."""
    accounts = [
        f"{each.citation.instrument.slug} {each.place} {each.extent} {each.why}"
        for each in report.accounts
        if each.origin is not None and each.origin.source.path not in left_out
    ]
    found = [
        f"{each.code} {each.span} {each.message} {each.witness}"
        for each in report.findings
        if isinstance(each, Proved)
        and not isinstance(each, NotAnalysed)
        and left_out.isdisjoint(
            span.source.path
            for span in (each.span, *(label.span for label in each.labels))
            if span is not None
        )
    ]
    return sorted([*accounts, *found])


@pytest.mark.slow
def test_every_edit_can_be_made_and_most_change_what_is_said(tmp_path: Path) -> None:
    national, texts = made()
    cache = caching.Cache(tmp_path / "kept")
    (tmp_path / "kept").mkdir()
    library = tmp_path / "library"
    write(library, {}, {**national, **texts})
    before = say(library, cache)
    same = []
    for name, edit in EDITS.items():
        edited = dict(texts)
        edit(edited, Random(name))  # noqa: S311  as above
        assert edited != texts, name
        write(library, texts, edited)
        if say(library, cache) == before:
            same.append(name)
        write(library, edited, texts)
        assert say(library, cache) == before, name
    assert 4 * len(same) < len(EDITS), same
