"""A line of the policy language in; the same line as an Indonesian regulation writes it, out.

Instruments are cited by their full names with the article first, rupiah end in `,00`, a figure is followed by its
words (UU 12/2011 Lampiran II 270 huruf c), and the names of programmes and budgets are in capitals. The language
reads all of it, so that what is written here reads back to the same tree.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from policy_engine.domain.bilingual import Language
from policy_engine.domain.citation import GOVERNED, InstrumentKind
from policy_engine.domain.money import parse_rate
from policy_engine.domain.numerals import in_words, rate_in_words
from policy_engine.ir import nodes as ir

_CAPITALS = ("program", "anggaran")
"""Vocabularies whose codes are abbreviations."""
_WRITTEN_SO = MappingProxyType({"apbdes": "APBDes"})

_QUOTED = re.compile(r'("[^"]*")')
_KINDS = MappingProxyType({kind.code: kind for kind in InstrumentKind if kind is not InstrumentKind.NASKAH})
_KIND = "|".join(sorted(_KINDS, key=len, reverse=True))
_STEP = r"Pasal \w+|Lampiran(?: [IVXLC]+\b)?|baris \d+|Butir \d+|ayat \(\w+\)|huruf \w+|angka \w+"
_CITED = re.compile(
    rf"(?<!\w)(?P<kind>(?i:{_KIND}))(?: (?P<place>[a-z][a-z_]*))? (?P<number>\d+[A-Za-z]{{0,2}})/(?P<year>\d{{4}})"
    rf"(?P<steps>(?: (?:{_STEP}))*)"
)
_DELEGATED = re.compile(rf"(?P<verb>diatur dengan(?: atau berdasarkan)?) (?P<kind>{_KIND})(?=[.;])")
_DECREED = re.compile(r"keputusan (?:gubernur|bupati|wali kota|kepala desa)\b")
_REGIONAL = frozenset({*GOVERNED, InstrumentKind.PERDA, InstrumentKind.PERGUB})
_UPPER = MappingProxyType({"Dki": "DKI", "Di": "DI"})

_SPOKEN = r"(?P<spoken> \([a-z -]+\))?"
_RUPIAH = re.compile(rf"Rp(?P<amount>\d{{1,3}}(?:\.\d{{3}})*)(?![\d.]*\d){_SPOKEN}")
_COUNT = re.compile(
    r"(?<![\w./,(-])(?<!tanggal )(?P<number>\d{1,3}(?:\.\d{3})*) (?=(?:tahun|bulan|hari|orang)\b)"
)
_PERCENT = re.compile(rf"(?P<rate>\d+(?:,\d+)?%){_SPOKEN}")
_PERIODS = re.compile(r"(?<=sekaligus di muka untuk )[\d, atu]+(?= bulan)")


def as_law(line: str, names: Mapping[str, str]) -> str:
    """Give a line in Indonesian as law writes it, names as `capitals` gave them; quotations stay as they are."""
    return "".join(piece if piece.startswith('"') else _lawful(piece, names) for piece in _QUOTED.split(line))


def _lawful(text: str, names: Mapping[str, str]) -> str:
    text = _PERIODS.sub(lambda found: re.sub(r"\d+", lambda each: _counted(each[0]), found[0]), text)
    text = _COUNT.sub(lambda found: f"{_counted(found['number'])} ", text)
    text = _RUPIAH.sub(_rupiah, text)
    text = _PERCENT.sub(_rate, text)
    text = re.sub(r"[a-z][\w]*", lambda found: names.get(found[0], found[0]), text)
    text = _DELEGATED.sub(lambda found: f"{found['verb']} {_KINDS[found['kind']].title.indonesian}", text)
    text = _DECREED.sub(lambda found: found[0].title(), text)
    return _CITED.sub(_cited, text)


def _counted(number: str) -> str:
    return f"{number} ({in_words(int(number.replace('.', '')), Language.ID)})"


def _rupiah(found: "re.Match[str]") -> str:
    words = in_words(int(found["amount"].replace(".", "")), Language.ID)
    return f"Rp{found['amount']},00 ({words} rupiah)"


def _rate(found: "re.Match[str]") -> str:
    rate = parse_rate(found["rate"])
    return found[0] if rate is None else f"{found['rate']} ({rate_in_words(rate, Language.ID)})"


def _cited(found: "re.Match[str]") -> str:
    kind, place = _KINDS[found["kind"].lower()], found["place"]
    prefix = GOVERNED.get(kind, "")
    if place is not None and (kind not in _REGIONAL or not place.startswith(prefix)):
        return found[0]
    words = (place or "").removeprefix(prefix).replace("_", " ").title().split()
    named = [kind.title.indonesian, *(_UPPER.get(word, word) for word in words)]
    return " ".join([*found["steps"].split(), *named, "Nomor", found["number"], "Tahun", found["year"]])


def capitals(library: ir.Library) -> Mapping[str, str]:
    """Give the names that law writes in capitals, as it writes them: `jkk` is JKK."""
    vocabularies = (each for each in library.vocabularies if each.name in _CAPITALS)
    codes = (code.name for each in vocabularies for code in each.codes)
    return MappingProxyType({name: _WRITTEN_SO.get(name, name.upper()) for name in codes})
