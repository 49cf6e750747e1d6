"""A yes or no that exceptions change is said as one plain condition where it is one."""

import pytest

from policy_engine.backends.prose import say
from policy_engine.backends.prose.summary import summary
from policy_engine.domain.bilingual import Language, both
from policy_engine.domain.citation import Citation, Provision
from policy_engine.ir import nodes as ir
from policy_engine.pipeline import compile_library
from policy_engine.source import SourceFile
from tests.samples import PERBUP
from tests.unit.backends.prose.encoded import compiled
from tests.unit.backends.prose.test_summary import cells, everything

TEXT = """instrumen perbup kabupaten_karimun nomor 77 tahun 2026 {
  tentang "Pelindungan"  status rancangan  daerah kabupaten_karimun  segmen bpu
  ditetapkan 2026-01-02  diundangkan 2026-01-02  mulai berlaku 2026-01-02
  Pasal 1  Penerima terdiri atas: a. nelayan.
  Pasal 2
    (1) Penerima diikutsertakan dalam program jkk dan jkm.
    (2) Dalam hal usia kurang dari 55 tahun pada tanggal pendaftaran, ayat (1) menjadi: Penerima diikutsertakan dalam program jkk, jkm, dan jht.
    (3) Iuran jkk sebesar Rp10.000 per bulan.
    (4) Iuran jkm sebesar Rp6.800 per bulan.
    (5) Iuran jht sebesar Rp20.000 per bulan.
    (6) Iuran ditanggung seluruhnya oleh Pemerintah Daerah.
    (7) Iuran dibayar untuk bulan Iuran Februari 2026 sampai dengan Desember 2026.
}
"""  # noqa: E501  a paragraph is one line


@pytest.mark.parametrize(
    ("language", "who", "enrolled"),
    [
        (
            Language.ID,
            "semua penerima, bila belum mencapai usia 55 tahun pada tanggal pendaftaran",
            "penerima yang diikutsertakan",
        ),
        (
            Language.EN,
            "all recipients, where has not reached age 55 years on the registration date",
            "recipients who are enrolled",
        ),
    ],
)
def test_a_programme_that_an_exception_adds_is_said_with_its_condition(
    language: Language, who: str, enrolled: str
) -> None:
    sources = [SourceFile(tree.span.source.path, tree.span.source.text) for tree in compiled().trees]
    library = compile_library([*sources, SourceFile("a.policy", TEXT)]).library
    assert library is not None
    found = next(each for each in library.instruments if each.id.number == "77")
    document = summary(found, found.versions[0], library, language)
    rows = cells(document)
    assert [rows.count(cell) for cell in (who, enrolled)] == [1, 1]
    assert not {"ya", "tidak", "yes", "no"} & set(everything(document).split())


YES, NO = (ir.Literal(type=ir.Type(ir.Kind.TRUTH), value=value) for value in (1, 0))
WHERE = ir.FactRef(type=ir.Type(ir.Kind.TRUTH), name="aktif")
OTHER = ir.FactRef(type=ir.Type(ir.Kind.TRUTH), name="lulus")
HERE = Citation(PERBUP, Provision())


def excepted(base: ir.Literal, *arms: tuple[ir.Expr, ir.Expr]) -> ir.Expr:
    made = tuple(ir.Arm(HERE, condition, value, (), both("")) for condition, value in arms)
    return ir.Excepted(type=YES.type, base=base, arms=made)


@pytest.mark.parametrize(
    ("expr", "plain"),
    [
        (excepted(YES, (WHERE, YES)), YES),
        (excepted(NO, (WHERE, YES)), WHERE),
        (excepted(NO, (WHERE, YES), (OTHER, YES)), ir.Any(type=YES.type, operands=(WHERE, OTHER))),
        (excepted(YES, (WHERE, NO)), ir.Not(type=YES.type, operand=WHERE)),
        (excepted(YES, (WHERE, NO), (OTHER, YES)), excepted(YES, (WHERE, NO), (OTHER, YES))),
        (excepted(YES, (WHERE, OTHER)), excepted(YES, (WHERE, OTHER))),
        (WHERE, WHERE),
    ],
)
def test_exceptions_with_one_answer_are_a_plain_condition(expr: ir.Expr, plain: ir.Expr) -> None:
    assert say.settled(expr) == plain
