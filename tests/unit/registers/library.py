"""A small library of facts: one of every type, and the vocabularies they need."""

from policy_engine.domain.bilingual import Text, both
from policy_engine.domain.dates import LeapRule, pack
from policy_engine.ir.nodes import Code, Fact, FactValue, Kind, Library, Type, Vocabulary


def fact(
    name: str,
    kind: Kind,
    label: Text,
    *,
    vocabulary: str | None = None,
    at_most: int | None = None,
    low: int | None = None,
    high: int | None = None,
    typical: FactValue | None = None,
) -> Fact:
    return Fact(
        name=name,
        type=Type(kind, vocabulary, at_most),
        label=label,
        low=low,
        high=high,
        typical=typical,
        document=None,
        officer=None,
        changeable=False,
    )


def code(name: str, number: str | None, label: Text, *synonyms: str) -> Code:
    return Code(name=name, code=number, label=label, synonyms=synonyms)


FACTS = (
    fact("anggota_keluarga", Kind.PEOPLE, Text("anggota keluarga", "family members"), low=0, high=30),
    fact("bulan_mulai", Kind.MONTH, Text("bulan mulai", "first month")),
    fact("domisili", Kind.REGION, Text("tempat tinggal", "residence"), vocabulary="wilayah"),
    fact(
        "lahir",
        Kind.DATE,
        Text("tanggal lahir", "date of birth"),
        low=pack(1900, 1, 1),
        high=pack(2030, 12, 31),
    ),
    fact("lulus_verifikasi", Kind.TRUTH, Text("lulus verifikasi", "passed verification")),
    fact("pekerjaan", Kind.CODE_SET, Text("pekerjaan", "occupations"), vocabulary="pekerjaan", at_most=2),
    fact(
        "penghasilan",
        Kind.RUPIAH_PER_MONTH,
        Text("penghasilan sebulan", "monthly income"),
        low=0,
        high=1_000_000_000,
    ),
    fact("segmen", Kind.CODE, Text("segmen", "segment"), vocabulary="segmen"),
    fact("tanggal_pendaftaran", Kind.EVENT, Text("tanggal pendaftaran", "registration date")),
)

LIBRARY = Library(
    vocabularies=(
        Vocabulary(
            "pekerjaan",
            Text("jenis pekerjaan", "occupation"),
            "KBJI 2014",
            None,
            (
                code("nelayan", "6222.02", Text("nelayan", "fisher"), "nelayan kecil", "anak buah kapal"),
                code("ojek", "8321.04", Text("tukang ojek", "motorcycle taxi rider"), "ojek pangkalan"),
                code("pedagang_kecil", None, Text("pedagang kecil", "small trader"), "anak buah kapal"),
            ),
            (),
        ),
        Vocabulary("segmen", both("segmen"), None, None, (code("bpu", None, both("BPU")),), ()),
        Vocabulary(
            "wilayah",
            Text("wilayah", "region"),
            None,
            None,
            (code("kabupaten_karimun", "21.02", Text("Kabupaten Karimun", "Karimun Regency")),),
            (),
        ),
    ),
    facts=FACTS,
    parameters=(),
    instruments=(),
    leap_rule=LeapRule.ON_1_MARCH,
)
