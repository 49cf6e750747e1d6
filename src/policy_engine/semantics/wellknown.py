"""Names that words of the language stand on: facts and vocabularies a prelude declares under a fixed name."""

from types import MappingProxyType

from policy_engine.domain.bilingual import Text
from policy_engine.ir.nodes import Kind
from policy_engine.structure import dataclass

BIRTH = "lahir"
RESIDENCE = "domisili"
REGISTRATION = "tanggal_pendaftaran"
FIRST_MONTH = "bulan_kepesertaan_pertama"
SEGMENT = "segmen"

REGIONS = "wilayah"
PROGRAMMES = "program"
PARTIES = "pihak"
BUDGETS = "anggaran"
SEGMENTS = "segmen"

GOVERNMENT = "pemerintah_daerah"
"""The code of a party that is the government of a region."""


@dataclass(frozen=True, slots=True)
class WellKnownFact:
    """A fact that the engine itself reads: its kind, the words that read it, and what it is."""

    name: str
    kind: Kind
    by: Text
    summary: Text


FACTS = MappingProxyType(
    {
        fact.name: fact
        for fact in (
            WellKnownFact(
                BIRTH,
                Kind.DATE,
                Text("`usia`", "`age`"),
                Text("tanggal lahir; usia dihitung darinya", "birth date; ages are counted from it"),
            ),
            WellKnownFact(
                RESIDENCE,
                Kind.REGION,
                Text("`penduduk`", "`resident`"),
                Text("wilayah tempat tinggal", "the region a worker lives in"),
            ),
            WellKnownFact(
                REGISTRATION,
                Kind.EVENT,
                Text("`tanggal pendaftaran`", "`registration date`"),
                Text(
                    "hari pendaftaran; selama belum terjadi, tanggal keputusan",
                    "the day of registration; until it has happened, the date of the decision",
                ),
            ),
            WellKnownFact(
                FIRST_MONTH,
                Kind.MONTH,
                Text("`bulan kepesertaan`", "`participation month`"),
                Text("bulan pertama kepesertaan", "the first month of participation"),
            ),
            WellKnownFact(
                SEGMENT,
                Kind.CODE,
                Text("`Peserta`", "`participant`"),
                Text("segmen kepesertaan", "the participation segment"),
            ),
        )
    }
)
"""The well-known facts by name."""
