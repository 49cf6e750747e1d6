"""Files that nobody writes on purpose: each is answered, clearly, and in reasonable time."""

import time
from collections.abc import Iterator

import pytest

from policy_engine.diagnostics.model import Severity
from policy_engine.diagnostics.names import FACTS, example
from policy_engine.domain.bilingual import Language
from policy_engine.ir.canonical import from_json, to_json
from policy_engine.ir.invariants import violations
from policy_engine.pipeline import Compiled, compile_library
from policy_engine.source import SourceFile

pytestmark = pytest.mark.slow  # part of `make test-all`

SECONDS = 20
"""Of the processor, so that other tests beside this one do not count; most take less than one."""
ONE = example("  Pasal 1\n    Penerima harus nelayan.\n")


def _instrument(number: int, body: str, since: str = "2025-01-01") -> str:
    return (
        f"instrumen perbup kabupaten_karimun nomor {number} tahun 2025 {{\n"
        f'  tentang "P"\n  status rancangan\n  daerah kabupaten_karimun\n  mulai berlaku {since}\n{body}}}\n'
    )


def _terms(number: int, first: str, following: str) -> str:
    """Define terms, each by the one before."""
    meanings = [first, *(following.format(f"t{place}") for place in range(1, number))]
    listed = ";\n".join(
        f'      {place}. t{place} adalah "t" yaitu {meaning}' for place, meaning in enumerate(meanings, 1)
    )
    return f"  Pasal 1\n    yang dimaksud dengan:\n{listed}.\n  Pasal 2\n    Penerima harus t{number}.\n"


def _references() -> str:
    """Refer twice in each article to the article before."""
    twice = (
        "  Pasal {0}\n    Penerima harus memenuhi persyaratan:\n        a. persyaratan menurut Pasal {1}; dan\n"
        "        b. persyaratan menurut Pasal {1}.\n"
    )
    first = "  Pasal 1\n    Penerima harus nelayan.\n"
    return first + "".join(twice.format(number, number - 1) for number in range(2, 61))


def _exceptions() -> str:
    """Lift in each paragraph the two before."""
    lifts = [
        f"    ({number}) Dalam hal petani, Pasal 1 ayat ({number - 1}) dan Pasal 1 ayat ({number - 2}) tidak berlaku.\n"
        for number in range(3, 61)
    ]
    start = "  Pasal 1\n    (1) Penerima harus nelayan.\n    (2) Dalam hal petani, Pasal 1 ayat (1) tidak berlaku.\n"
    return start + "".join(lifts)


def _many(number: int, line: str) -> str:
    return "".join(line.format(place) for place in range(1, number + 1))


def _groups(number: int) -> str:
    items = ";\n".join(
        f"        {place}. kelompok g{place}: nelayan yang penghasilan paling banyak Rp{place}000 per bulan"
        for place in range(1, number)
    )
    return (
        f"  Pasal 1\n    Penerima terdiri atas:\n{items}; dan\n        {number}. kelompok g{number}: petani.\n"
        "  Pasal 2\n    Penerima diikutsertakan dalam program ... .\n"
        "  Pasal 3\n    Iuran dibayar untuk bulan Iuran ... .\n"
        "  Pasal 4\n    Iuran ditanggung seluruhnya oleh Pemerintah Daerah.\n"
    )


_CYCLIC = "  Pasal 1\n    Penerima harus persyaratan menurut perbup kabupaten_karimun {}/2025 Pasal 1.\n"
_LIFTS = "  Pasal 1\n    Penerima harus nelayan.\n  Pasal 2\n"
_MONEY = "  Pasal 1\n    Penerima harus penghasilan paling banyak Rp{} per bulan.\n"
_ABOUT_DOUBLING = {"PE117"}

CASES: dict[str, tuple[set[str], tuple[str, ...]]] = {
    "60 definitions, each of the one before twice": (
        _ABOUT_DOUBLING,
        (example(_terms(60, "nelayan", "{0} atau tidak {0}")),),
    ),
    "3,000 definitions, each of the one before": (
        _ABOUT_DOUBLING,
        (example(_terms(3_000, "nelayan", "tidak {0}")),),
    ),
    "70 definitions deep": (_ABOUT_DOUBLING, (example(_terms(70, "nelayan", "tidak {0}")),)),
    "60 references, each of the one before twice": (_ABOUT_DOUBLING, (example(_references()),)),
    "60 exceptions, each to the two before": (_ABOUT_DOUBLING, (example(_exceptions()),)),
    "definitions in a circle": ({"PE111"}, (example(_terms(2, "t2", "{0}")),)),
    "exceptions in a circle": (
        {"PE111"},
        (
            example(
                "  Pasal 1\n    (1) Penerima harus nelayan.\n"
                "    (2) Dalam hal petani, Pasal 1 ayat (1) dan Pasal 1 ayat (3) tidak berlaku.\n"
                "    (3) Dalam hal pegawai, Pasal 1 ayat (2) tidak berlaku.\n"
            ),
        ),
    ),
    "references in a circle across files": (
        {"PE111"},
        (FACTS, _instrument(1, _CYCLIC.format(2)), _instrument(2, _CYCLIC.format(1))),
    ),
    "an instrument that refers to itself": ({"PE111"}, (FACTS, _instrument(1, _CYCLIC.format(1)))),
    "an instrument that repeals itself": (
        {"PE515"},
        (
            FACTS,
            _instrument(
                1, "  Pasal 1\n    perbup kabupaten_karimun 1/2025 dicabut dan dinyatakan tidak berlaku.\n"
            ),
        ),
    ),
    "5,000 norms": (
        set(),
        (
            example(
                _many(5_000, "  Pasal {0}\n    Penerima harus anggota{0}.\n"),
                _many(5_000, 'fakta anggota{0} adalah ya atau tidak "a" / "b".\n'),
            ),
        ),
    ),
    "300 groups": (set(), (example(_groups(300)),)),
    "1,000 exceptions to one norm": (
        set(),
        (example(_LIFTS + _many(1_000, "    ({0}) Dalam hal petani, Pasal 1 tidak berlaku.\n")),),
    ),
    "10**30 rupiah": ({"PE018"}, (example(_MONEY.format(10**30)),)),
    "5,000 digits": ({"PE018"}, (example(_MONEY.format("9" * 5_000)),)),
    "a percentage of 50 digits": (
        {"PE018"},
        (
            example(
                f"  Pasal 1\n    Penerima harus penghasilan paling banyak {'9' * 50}% dari penghasilan.\n"
            ),
        ),
    ),
    "the year 0000": ({"PE006"}, (FACTS, _instrument(1, "", "0000-01-01"))),
    "the year 9999": ({"PE006"}, (FACTS, _instrument(1, "", "9999-12-31"))),
    "everything twice": ({"PE103"}, (ONE, ONE)),
    "an article twice": ({"PE104"}, (example("  Pasal 1\n    Penerima harus nelayan.\n" * 2),)),
    "an empty file": (set(), ("",)),
    "no file": (set(), ()),
    "only comments": (set(), ("# satu\n# dua",)),
    "a byte order mark in the middle": ({"PE001"}, (ONE.replace("instrumen", "\ufeffinstrumen"),)),
    "line ends of Windows": (set(), (ONE.replace("\n", "\r\n"),)),
    "a NUL": ({"PE001"}, (ONE.replace("harus nelayan", "harus nelayan\0"),)),
    "a zero-width space in a name": ({"PE001"}, (ONE.replace("harus nelayan", "harus nela\u200byan"),)),
    "a name of 100,000 letters": ({"PE101"}, (ONE.replace("harus nelayan", f"harus {'a' * 100_000}"),)),
    "brackets 10,000 deep": (
        {"PE003"},
        (ONE.replace("harus nelayan", f"harus {'(' * 10_000}nelayan{')' * 10_000}"),),
    ),
    "3,000 sums": (
        {"PE003"},
        (
            example(
                _MONEY.format("1 per bulan" + " + Rp1 per bulan" * 3_000).replace(
                    " per bulan per bulan", " per bulan"
                )
            ),
        ),
    ),
    "repealed before it commences": (
        set(),
        (
            FACTS,
            _instrument(1, "  Pasal 1\n    Penerima harus nelayan.\n", "2025-06-01"),
            _instrument(
                2, "  Pasal 1\n    perbup kabupaten_karimun 1/2025 dicabut dan dinyatakan tidak berlaku.\n"
            ),
        ),
    ),
}


def _compiled(texts: tuple[str, ...]) -> Compiled:
    return compile_library([SourceFile(f"{number}.policy", text) for number, text in enumerate(texts)])


def _said(compiled: Compiled) -> Iterator[str]:
    for found in compiled.diagnostics:
        for words in (found.message, *(() if found.help is None else (found.help,))):
            yield from (words.in_(language) for language in Language)


@pytest.mark.parametrize("name", CASES)
def test_it_is_answered_clearly_and_in_time(name: str) -> None:
    codes, texts = CASES[name]
    start = time.process_time()
    compiled = _compiled(texts)
    assert time.process_time() - start < SECONDS
    found = [each for each in compiled.diagnostics if each.severity is Severity.ERROR]
    assert {each.code for each in found} == codes
    assert all(line.isprintable() and len(line) < 500 for line in _said(compiled))
    assert (compiled.library is None) is bool(codes)
    if compiled.library is not None:
        assert violations(compiled.library) == ()
        assert from_json(to_json(compiled.library)) == compiled.library


def test_a_circle_is_told_once_wherever_it_is_entered() -> None:
    for name in ("definitions in a circle", "references in a circle across files"):
        codes = [each.code for each in _compiled(CASES[name][1]).diagnostics if each.code == "PE111"]
        assert codes == ["PE111"]


def test_sixty_definitions_that_double_each_other_answer_within_a_second() -> None:
    _compiled(("",))  # the grammar is read once
    start = time.process_time()
    _compiled(CASES["60 definitions, each of the one before twice"][1])
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    "copied",
    [
        "mengingat: 1. uu 40/2004 tentang aku" + " " * 50_000,
        "mengingat: 1. Pasal 1 " + "undang-undang dasar " * 20_000,
        "menimbang: a. bahwa " + "aku " * 50_000,
        "Pasal 1 yang dimaksud dengan: 1. aku kamu adalah dia" + " " * 50_000,
        "Pasal 1 yang dimaksud dengan: 1. " + "aku " * 50_000,
        "BAB I" + "\n" * 50_000,
    ],
    ids=["a title", "the constitution", "a recital", "a meaning", "a term", "a chapter"],
)
def test_what_is_copied_and_does_not_end_is_read_once(copied: str) -> None:
    started = time.process_time()
    text = f'instrumen perbup kabupaten_karimun nomor 5 tahun 2025 {{ tentang "x" status rancangan {copied}\n}}\n'
    compiled = compile_library([SourceFile("a.policy", text)])
    assert compiled.library is None
    assert time.process_time() - started < SECONDS
