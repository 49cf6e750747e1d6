"""Names in the words of a reader: codes, facts, regions and instruments by their labels, in one language."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from policy_engine.backends.prose.as_law import as_law, capitals
from policy_engine.domain.bilingual import Language, Text
from policy_engine.domain.citation import Citation, InstrumentId, InstrumentKind
from policy_engine.domain.dates import Month, month_runs
from policy_engine.domain.money import format_rupiah
from policy_engine.ir.nodes import Expr, FactRef, Includes, Library, Party
from policy_engine.ir.walk import descend

REGIONS, PARTIES, PROGRAMMES, BUDGETS = "wilayah", "pihak", "program", "anggaran"
OCCUPATIONS, DOCUMENTS = "pekerjaan", "dokumen"

_AND = Text("dan", "and")
_QUOTED = re.compile(r'("[^"]*")')
_NAME = re.compile(r"[^\W\d]\w*")
_AROUND_ITEM = re.compile(r"^(?:\w{1,3}[.)]|\(\w+\))\s+|[.;,](\s+(dan|atau|dan/atau|and|or|and/or))?$")
_NOTE = re.compile(r",? (?:menurut tafsir|by interpretation) \w+")

_DATA_BASE = re.compile(r"\b(terdaftar dalam data|listed in data base) (\w+)")
_MEMBER = re.compile(r"\b(belum pernah terdaftar sebagai|tidak sedang menjadi peserta) (\w+)")
_KINDS = {kind.code: kind.name_text for kind in InstrumentKind} | {
    kind.name_text.english.lower(): kind.name_text for kind in InstrumentKind
}
_LEAD = re.compile(r"^(?:Tidak termasuk Penerima|Excluded as Recipient): ")
_OF_WHOM = re.compile(r"\btidak ([A-Z]\w+nya) ")
_INSTRUMENT = re.compile(
    rf"\b(?:{'|'.join(sorted(_KINDS, key=len, reverse=True))})\b(?= (?:\w+ )?\S+/\d{{4}})"
)

_REGISTERED = re.compile(r"\b(?:terdaftar sebagai|registered as) $")
"""What follows is the name of a register, for which the label of the fact, a whole sentence, does not fit."""


# Not slotted: the tables are made once, when first needed.
class Words:
    """The language of one document about one instrument, and the names that need the library."""

    def __init__(self, own: InstrumentId, library: Library, language: Language) -> None:
        self.own = own
        self.library = library
        self.language = language

    def say(self, text: Text, *parts: str) -> str:
        """Give a text in the language, with its places filled."""
        return text.in_(self.language).format(*parts)

    def cite(self, citation: Citation) -> str:
        """Name a place; in the instrument the document is about, without naming that again."""
        if citation.instrument == self.own and citation.provision.steps:
            place = citation.provision.text(self.language)
            return place[0].upper() + place[1:]
        return citation.text(self.language, self._place(citation.instrument))

    def instrument(self, instrument: InstrumentId) -> str:
        """Name an instrument in full: `Peraturan Pemerintah Nomor 44 Tahun 2015`."""
        name = instrument.long_text(self.language, self._place(instrument))
        for office, place in (("Wali Kota", "Kota"), ("Bupati", "Kabupaten"), ("Gubernur", "Provinsi")):
            name = name.replace(f"{office} {place} ", f"{office} ")
        return name

    def code(self, vocabulary: str, name: str) -> str:
        """Name a code by its label; one that no vocabulary has, by its name."""
        label = self._codes.get((vocabulary, name))
        return name.replace("_", " ") if label is None else label.in_(self.language)

    def programme(self, name: str) -> str:
        """Name a programme by its short form: `JKK`."""
        return name.upper() if (PROGRAMMES, name) in self._codes else name.replace("_", " ")

    def programmes(self, names: Iterable[str]) -> str:
        """Name programmes in order."""
        return self.listed([self.programme(name) for name in sorted(names)])

    def grouped(self, vocabulary: str, codes: frozenset[str], wording: str = "") -> list[str]:
        """Name codes, a group for all of its members: those that the drafter's wording names, then the largest."""
        left, names = set(codes), []
        found = next((each for each in self.library.vocabularies if each.name == vocabulary), None)
        groups = () if found is None else found.groups
        for group in sorted(
            groups, key=lambda each: (each.name not in wording, -len(each.members), each.name)
        ):
            if len(group.members) > 1 and group.members <= left:
                names.append(group.label.in_(self.language))
                left -= group.members
        return [*sorted(names), *sorted(self.code(vocabulary, code) for code in left)]

    def fact(self, name: str) -> str:
        """Name a fact by its label."""
        label = self._facts.get(name)
        return name.replace("_", " ") if label is None else label.in_(self.language)

    def parameter(self, name: str) -> str:
        """Name a parameter by its label."""
        found = (p.label.in_(self.language) for p in self.library.parameters if p.name == name)
        return next(found, name.replace("_", " "))

    def region(self, code: str) -> str:
        """Name a region by its Kemendagri code."""
        label = self._regions.get(code)
        return code if label is None else label.in_(self.language)

    def party(self, party: Party | None) -> str:
        """Name who bears or deposits; a government by its region."""
        if party is None:
            return self.say(Text("... (belum disebut)", "... (not stated)"))
        if party.region is not None:
            return self.say(Text("Pemerintah {0}", "the Government of {0}"), self.region(party.region))
        return self.code(PARTIES, party.code)

    def months(self, months: Sequence[Month]) -> str:
        """Name months, unbroken runs as from-through."""
        return self.listed([run.format(self.language) for run in month_runs(months)])

    def rupiah(self, amount: int | None) -> str:
        """Write an amount in rupiah; None is a visible blank."""
        return "Rp..." if amount is None else format_rupiah(amount, self.language)

    def listed(self, parts: Sequence[str], joint: Text = _AND) -> str:
        """Put parts together: `a`, `a dan b`, `a, b, dan c`."""
        word = joint.in_(self.language)
        if len(parts) <= 2:  # noqa: PLR2004  a pair needs no comma
            return f" {word} ".join(parts)
        return f"{', '.join(parts[:-1])}, {word} {parts[-1]}"

    def wording(self, wording: Text, *exprs: Expr) -> str:
        """Give the drafter's own words, with labels for the names that these expressions read.

        The mark of an item and what joins it to the next are left out, and so is the name of an
        interpretation, which stands beside the statement.
        """
        plain = _NOTE.sub("", _AROUND_ITEM.sub("", wording.in_(self.language)))
        plain = _LEAD.sub("", plain)
        plain = _DATA_BASE.sub(lambda found: f"{found[1]} {found[2].upper()}", plain)
        plain = _INSTRUMENT.sub(lambda found: _KINDS[found[0]].in_(self.language), plain)
        plain = _MEMBER.sub(self._membership, plain)
        names = self._names_in(exprs)
        pieces = _QUOTED.split(_AROUND_ITEM.sub("", plain))
        said = "".join(piece if piece.startswith('"') else self._labelled(piece, names) for piece in pieces)
        return _OF_WHOM.sub(r"\1 tidak ", said)

    def _membership(self, found: re.Match[str]) -> str:
        """Put the label of a fact that is a whole sentence in the place of words it would say again."""
        label = self._facts.get(found[2])
        if label is None:
            return found[0]
        denied, said = ("belum", "pernah ") if found[1].startswith("belum") else ("tidak", "sedang ")
        name = label.in_(self.language)
        return f"{denied} {name}" if name.startswith(said) else found[0]

    def _labelled(self, text: str, names: dict[str, str]) -> str:
        def label(found: re.Match[str]) -> str:
            name = found[0]
            if _REGISTERED.search(text[: found.start()]):
                return name.replace("_", " ")
            if name in names:
                return names[name]
            return self._any_label.get(name, name.replace("_", " ")) if "_" in name else name

        return _NAME.sub(label, text)

    def _names_in(self, exprs: Iterable[Expr]) -> dict[str, str]:
        """Give labels of the single words that stand for facts and codes here, and nowhere else."""
        names: dict[str, str] = {}
        for part in (part for expr in exprs for part in descend(expr)):
            if isinstance(part, FactRef):
                names[part.name] = self.fact(part.name)
            elif isinstance(part, Includes) and part.subject.type.vocabulary is not None:
                vocabulary = part.subject.type.vocabulary
                names |= {name: self.code(vocabulary, name) for name in part.codes}
                names |= self._groups.get(vocabulary, {})
        return names

    def as_law(self, wording: Text) -> str:
        """Give the words of a paragraph as law writes them; in English they stay as they are."""
        text = wording.in_(self.language)
        return as_law(text, self._capitals) if self.language is Language.ID else text

    @cached_property
    def _capitals(self) -> Mapping[str, str]:
        return capitals(self.library)

    @cached_property
    def _codes(self) -> dict[tuple[str, str], Text]:
        return {(v.name, code.name): code.label for v in self.library.vocabularies for code in v.codes}

    @cached_property
    def _groups(self) -> dict[str, dict[str, str]]:
        return {
            v.name: {group.name: group.label.in_(self.language) for group in v.groups}
            for v in self.library.vocabularies
        }

    @cached_property
    def _facts(self) -> dict[str, Text]:
        return {fact.name: fact.label for fact in self.library.facts}

    @cached_property
    def _regions(self) -> dict[str, Text]:
        codes = (code for v in self.library.vocabularies if v.name == REGIONS for code in v.codes)
        return {code.code: code.label for code in codes if code.code is not None}

    @cached_property
    def _any_label(self) -> dict[str, str]:
        """Give labels of every name with an underscore, which no word of the language has."""
        found = {name: label for labels in self._groups.values() for name, label in labels.items()}
        found |= {name: label.in_(self.language) for (_, name), label in self._codes.items()}
        found |= {p.name: p.label.in_(self.language) for p in self.library.parameters}
        return found | {name: label.in_(self.language) for name, label in self._facts.items()}

    def _place(self, instrument: InstrumentId) -> str | None:
        return None if instrument.locality is None else self.region(instrument.locality)
