"""A library in; citations and instruments in the words of a reader, regions by their names, out."""

from collections.abc import Mapping
from functools import cached_property

from policy_engine.domain.bilingual import Language, Text
from policy_engine.domain.citation import Citation
from policy_engine.ir.nodes import Library
from policy_engine.structure import dataclass


# Not slotted: the names of regions are put into a table once.
@dataclass(frozen=True)
class Citations:
    """Writes citations as lawyers do: `Nota Kesepakatan Kabupaten Karimun .../2025 butir 2 huruf b`."""

    library: Library

    @cached_property
    def _places(self) -> Mapping[str, Text]:
        codes = (code for vocabulary in self.library.vocabularies for code in vocabulary.codes)
        return {code.code: code.label for code in codes if code.code is not None}

    def text(self, citation: Citation, language: Language) -> str:
        """Write one citation in one language."""
        place = self._places.get(citation.instrument.locality or "")
        return citation.text(language, None if place is None else place.in_(language))

    def both(self, citation: Citation) -> Text:
        """Write one citation in both languages."""
        return Text(self.text(citation, Language.ID), self.text(citation, Language.EN))
