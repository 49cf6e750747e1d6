"""What is written and cannot be weighed, lifted or cited is said, and never left out in silence."""

from policy_engine.backends.scalar.decide import decide
from policy_engine.diagnostics.names import example
from policy_engine.domain.dates import pack
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir import nodes as ir
from policy_engine.ir.dump import dump_expr
from policy_engine.ir.invariants import violations
from policy_engine.pipeline import compile_library
from policy_engine.source import SourceFile
from tests.unit.semantics.texts import DECLARATIONS, codes, read, version

PAID = (
    "  Pasal 1\n    (1) Penerima terdiri atas:\n        a. nelayan.\n"
    '    (2) Penerima diikutsertakan dalam program ... "belum diputus".\n'
    "    (3) Iuran jkk sebesar Rp10.000 per bulan.\n"
    "    (4) Iuran ditanggung seluruhnya oleh Pemerintah Daerah.\n"
    "    (5) Iuran dibayar untuk bulan Iuran Januari 2025.\n"
)
FISHER: dict[str, ir.FactValue] = {
    "domisili": "21.02",
    "pekerjaan": ir.CodeSet(frozenset({"nelayan"}), complete=True),
}
SEGMENT = 'fakta segmen adalah kode segmen "segmen" / "segment".\n'


def test_programmes_left_open_may_be_any_and_none_is_known() -> None:
    found = version(PAID)
    assert {entry.programme: dump_expr(entry.condition) for entry in found.enrolments} == {
        "jkk": 'blank(perbup-21.02-1-2025:pasal-1-ayat-2 "belum diputus")',
        "jkm": 'blank(perbup-21.02-1-2025:pasal-1-ayat-2 "belum diputus")',
    }
    assert [blank.note for blank in found.blanks] == ["belum diputus"]


def test_nothing_about_the_cost_is_known_where_programmes_are_left_open() -> None:
    library = read(example(PAID, DECLARATIONS)).library
    on = pack(2025, 1, 15)
    decision = decide(library, library.instruments[0].id, FISHER, on=on, facts_as_of=on, digest="0" * 64)
    assert decision.outcome is Outcome.ELIGIBLE
    assert decision.total is None
    assert [(row.programme, row.amount) for row in decision.costs] == [("jkk", None), ("jkm", None)]
    assert all("perbup-21.02-1-2025:pasal-1-ayat-2" in row.missing for row in decision.costs)


def _lifting(target: str) -> str:
    return example(
        "  Pasal 1\n    (1) Penerima harus aktif.\n    (2) Iuran jkk sebesar Rp10.000 per bulan.\n"
        f"  Pasal 2\n    Dalam hal nelayan, {target} tidak berlaku.\n",
        DECLARATIONS,
    )


def test_a_lift_names_what_it_does_not_reach() -> None:
    (found,) = read(_lifting("Pasal 1")).diagnostics
    assert found.code == "PE118"
    assert "`Pasal 1 ayat (2)`" in found.message.indonesian
    assert codes(_lifting("Pasal 1 ayat (1) sampai dengan Pasal 1 ayat (2)")) == ["PE118"]
    assert codes(_lifting("Pasal 1 ayat (1)")) == []
    assert codes(_lifting("Pasal 1 ayat (2)")) == ["PE107"]


def _citing(segment: str, amounts: str) -> tuple[str, str]:
    act = (
        'instrumen pp nomor 44 tahun 2015 {\n  tentang "P"\n  status rancangan\n'
        f"  mulai berlaku 2015-07-01\n{amounts}}}\n"
    )
    regional = example(
        "  Pasal 1\n    Iuran jkk sesuai dengan pp 44/2015 Pasal 20.\n", DECLARATIONS + SEGMENT
    )
    return act, regional.replace("  mulai", f"{segment}  mulai")


OF_BPU = "  Pasal 20\n    (1) Iuran jkk bagi Peserta bpu sebesar Rp10.000 per bulan.\n"
OF_BOTH = OF_BPU + "    (2) Iuran jkk bagi Peserta pu sebesar Rp5.400 per bulan.\n"


def _amount(segment: str, amounts: str) -> str:
    found = read(*_citing(segment, amounts))
    assert found.diagnostics == ()
    own = next(each for each in found.library.instruments if each.id.number == "1")
    return dump_expr(own.versions[0].tariffs[0].amount)


def test_an_amount_is_that_of_the_segment_of_who_cites_it() -> None:
    assert "10" in _amount("  segmen bpu\n", OF_BPU)
    assert _amount("  segmen bpu\n", OF_BOTH) == _amount("  segmen bpu\n", OF_BPU)
    assert _amount("  segmen pu\n", OF_BOTH) != _amount("  segmen bpu\n", OF_BOTH)


def test_an_amount_of_another_segment_is_a_finding() -> None:
    assert codes(*_citing("  segmen pu\n", OF_BPU)) == ["PE119"]


def test_amounts_of_several_segments_are_not_cited_without_one() -> None:
    assert codes(*_citing("", OF_BOTH)) == ["PE116"]


BEFORE = (
    example("  Pasal 1\n    Penerima harus nelayan.\n").replace("2025-01-01", "2025-06-01"),
    (
        "instrumen perbup kabupaten_karimun nomor 2 tahun 2025 {\n"
        '  tentang "P"\n  status rancangan\n  daerah kabupaten_karimun\n  mulai berlaku 2025-03-01\n'
        "  Pasal 1\n    Penerima harus persyaratan menurut perbup kabupaten_karimun 1/2025 Pasal 1.\n"
        "  Pasal 2\n    perbup kabupaten_karimun 1/2025 dicabut dan dinyatakan tidak berlaku.\n}\n"
    ),
)


def test_what_is_repealed_before_it_commences_has_no_version_and_never_applies() -> None:
    found = read(*BEFORE)
    assert found.diagnostics == ()
    assert violations(found.library) == ()
    dead = next(each for each in found.library.instruments if each.id.number == "1")
    assert dead.versions == ()
    for on in (pack(2025, 1, 1), pack(2025, 6, 1), pack(2026, 1, 1)):
        decision = decide(found.library, dead.id, FISHER, on=on, facts_as_of=on, digest="0" * 64)
        assert decision.outcome is Outcome.NOT_APPLICABLE


def test_a_citation_of_no_place_and_a_number_twice_are_each_told_once() -> None:
    cases = {
        "PE106": '  Pasal 1\n    Tafsir t1: "contoh" berdasarkan Pasal 9.\n',
        "PE104": "  Pasal 1\n    Target Penerima 5 orang.\n  Pasal 1\n    Target Penerima 5 orang.\n",
        "PE412": "  Pasal 1\n    Iuran ditanggung sebagian: 60% oleh Pemerintah Daerah dan 30% oleh pekerja.\n",
    }
    for code, body in cases.items():
        found = compile_library([SourceFile("a.policy", example(body))]).diagnostics
        assert [
            each.code for each in found if each.code in {"PE106", "PE534", "PE104", "PE919", "PE158", "PE412"}
        ] == [code]
