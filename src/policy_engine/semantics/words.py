"""Types and units in; the words for them in both languages out."""

from types import MappingProxyType

from policy_engine.domain.bilingual import Text
from policy_engine.ir.nodes import Kind, Type

_KIND = MappingProxyType(
    {
        Kind.TRUTH: Text("ya atau tidak", "yes or no"),
        Kind.NUMBER: Text("bilangan", "a number"),
        Kind.RUPIAH: Text("rupiah", "rupiah"),
        Kind.RUPIAH_PER_MONTH: Text("rupiah per bulan", "rupiah a month"),
        Kind.YEARS: Text("lamanya dalam tahun", "a number of years"),
        Kind.MONTHS: Text("lamanya dalam bulan", "a number of months"),
        Kind.DAYS: Text("lamanya dalam hari", "a number of days"),
        Kind.PEOPLE: Text("jumlah orang", "a number of people"),
        Kind.DATE: Text("tanggal", "a date"),
        Kind.MONTH: Text("bulan", "a month"),
        Kind.EVENT: Text("peristiwa", "an event"),
        Kind.CODE: Text("kode", "a code"),
        Kind.CODE_SET: Text("himpunan kode", "a set of codes"),
        Kind.REGION: Text("wilayah", "a region"),
    }
)

FACT = Text("fakta", "fact")
CODE = Text("kode", "code")
PARAMETER = Text("parameter", "parameter")
VOCABULARY = Text("kosakata", "vocabulary")
LEAP_DAY = Text("perhitungan tanggal", "rule of the date")
INSTRUMENT = Text("instrumen", "instrument")
REGION = Text("wilayah", "region")
GROUP = Text("kelompok Penerima", "group of recipients")
DATABASE = Text("data", "data base")
INTERPRETATION = Text("tafsir", "interpretation")
TERM = Text("istilah", "term")
CONDITION = Text("fakta, kode, kelompok, atau istilah", "fact, code, group or term")
QUANTITY = Text("fakta atau parameter", "fact or parameter")


def of_type(type_: Type) -> Text:
    """Give the words for a type: `rupiah per bulan`, `kode pekerjaan`."""
    words = _KIND[type_.kind]
    if type_.vocabulary is None or type_.kind is Kind.REGION:
        return words
    return Text(f"{words.indonesian} {type_.vocabulary}", f"{words.english} of {type_.vocabulary}")
