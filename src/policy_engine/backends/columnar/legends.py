"""What numbers and bits stand for, as tables: a prepared library in, rows of names and citations out.

With them a user of SQL reads a decision without this program: a bit of a mask becomes an article, in both
languages.
"""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from policy_engine.backends.columnar.judge import OUTCOMES
from policy_engine.backends.columnar.layout import WORD
from policy_engine.backends.columnar.plan import Plan
from policy_engine.backends.columnar.prepared import UNROUTED, Prepared
from policy_engine.backends.columnar.reading import Cell, Problem
from policy_engine.domain.bilingual import Language, Text, both
from policy_engine.domain.citation import Citation, InstrumentId
from policy_engine.domain.dates import Month, format_iso_month
from policy_engine.ir.naming import ROLE_NAMES
from policy_engine.ir.nodes import Fact, Library, Party
from policy_engine.ir.written import REGIONS
from policy_engine.structure import dataclass

PARTIES = "pihak"
"""The vocabulary of those who pay."""


@dataclass(frozen=True, slots=True)
class Constants:
    """A table of constants: its columns with their types (BIGINT, TEXT or BOOLEAN), and its rows."""

    name: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Cell, ...], ...]


_UNROUTED_NAME = Text("rute belum diketahui", "route unknown")
_UNSTATED_PAYER = Text("belum disebut", "not stated")
_GOVERNMENT = Text("Pemerintah {0}", "Government of {0}")


def legends(prepared: Prepared, facts: Sequence[Fact]) -> tuple[Constants, ...]:
    """Give the tables that explain instruments, outcomes, masks, costs and rejects; `facts` are numbered by place."""
    names = _Names(prepared.layout.library)
    plans = prepared.plans
    return (
        Constants(
            "instruments",
            _typed(instrument="BIGINT", slug="TEXT", name_id="TEXT", name_en="TEXT", title="TEXT"),
            (
                (UNROUTED, None, *_both(_UNROUTED_NAME), None),
                *(
                    (
                        number,
                        p.instrument.id.slug,
                        *_both(names.instrument(p.instrument.id)),
                        p.instrument.title,
                    )
                    for number, p in plans.items()
                ),
            ),
        ),
        Constants(
            "outcomes",
            _typed(outcome="BIGINT", code="TEXT", name_id="TEXT", name_en="TEXT"),
            tuple((place, outcome.value, *_both(outcome.text)) for place, outcome in enumerate(OUTCOMES)),
        ),
        Constants(
            "norms",
            _typed(
                **_BIT,
                role="TEXT",
                role_id="TEXT",
                role_en="TEXT",
                month="TEXT",
                citation_id="TEXT",
                citation_en="TEXT",
            ),
            tuple(row for number, plan in plans.items() for row in _norms(number, plan, names)),
        ),
        Constants(
            "open_facts",
            _typed(**_BIT, name="TEXT", label_id="TEXT", label_en="TEXT"),
            tuple(
                (*_bit(number, place), name, *_both(names.missing(name)))
                for number, plan in plans.items()
                for place, name in enumerate(plan.legend.names)
            ),
        ),
        Constants(
            "calendar",
            _typed(**_BIT, number="BIGINT", month="TEXT"),
            tuple(row for number, plan in plans.items() for row in _calendar(number, plan)),
        ),
        Constants(
            "cost_slots",
            _typed(
                **_BIT,
                slot="BIGINT",
                month="TEXT",
                programme="TEXT",
                payer="TEXT",
                payer_region="TEXT",
                payer_id="TEXT",
                payer_en="TEXT",
            ),
            tuple(row for number, plan in plans.items() for row in _slots(number, plan, names)),
        ),
        Constants(
            "facts",
            _typed(fact="BIGINT", name="TEXT", label_id="TEXT", label_en="TEXT"),
            tuple((place, fact.name, *_both(fact.label)) for place, fact in enumerate(facts)),
        ),
        Constants(
            "problems",
            _typed(problem="BIGINT", code="TEXT", reason_id="TEXT", reason_en="TEXT"),
            tuple((problem.value, problem.name.lower(), *_both(problem.text)) for problem in Problem),
        ),
    )


_BIT: Mapping[str, str] = MappingProxyType({"instrument": "BIGINT", "word": "BIGINT", "mask": "BIGINT"})


def _typed(**columns: str) -> tuple[tuple[str, str], ...]:
    return tuple(columns.items())


def _bit(instrument: int, place: int) -> tuple[int, int, int]:
    return instrument, place // WORD, 1 << place % WORD


def _both(text: Text) -> tuple[str, str]:
    return text.indonesian, text.english


def _norms(number: int, plan: Plan, names: "_Names") -> Iterator[tuple[Cell, ...]]:
    for place, norms in enumerate(plan.legend.norms):
        for norm in norms:
            role, cited = ROLE_NAMES[norm.role], names.citation(norm.citation)
            yield (*_bit(number, place), norm.role.value, *_both(role), _month(norm.month), *_both(cited))


def _calendar(number: int, plan: Plan) -> Iterator[tuple[Cell, ...]]:
    """Give a month for every bit of the words, whether or not the instrument names it."""
    first = plan.legend.first_month
    words = sum(name.startswith("months") for name, _ in plan.outputs)
    for place in range(0 if first is None else words * WORD):
        month = Month((first or 0) + place)
        yield (*_bit(number, place), month, _month(month))


def _slots(number: int, plan: Plan, names: "_Names") -> Iterator[tuple[Cell, ...]]:
    for place, slot in enumerate(plan.legend.slots):
        payer, region = (None, None) if slot.payer is None else (slot.payer.code, slot.payer.region)
        where = (place, _month(slot.month), slot.programme, payer, region)
        yield (*_bit(number, place), *where, *_both(names.payer(slot.payer)))


def _month(month: Month | None) -> str | None:
    return None if month is None else format_iso_month(month)


def cited(library: Library, citation: Citation) -> tuple[str, str]:
    """Give the name of a place in an instrument, in Indonesian and in English."""
    return _both(_Names(library).citation(citation))


@dataclass(frozen=True, slots=True)
class _Names:
    library: Library

    def instrument(self, instrument: InstrumentId) -> Text:
        return self._in_both(instrument, instrument)

    def citation(self, citation: Citation) -> Text:
        return self._in_both(citation, citation.instrument)

    def _in_both(self, cited: InstrumentId | Citation, instrument: InstrumentId) -> Text:
        region = None if instrument.locality is None else self._label(REGIONS, instrument.locality)
        in_indonesian, in_english = (None, None) if region is None else _both(region)
        return Text(cited.text(Language.ID, in_indonesian), cited.text(Language.EN, in_english))

    def payer(self, payer: Party | None) -> Text:
        """Name who pays; a government by its region."""
        if payer is None:
            return _UNSTATED_PAYER
        if payer.region is None:
            return self._label(PARTIES, payer.code) or both(payer.code)
        region = self._label(REGIONS, payer.region) or both(payer.region)
        return Text(
            _GOVERNMENT.indonesian.format(region.indonesian), _GOVERNMENT.english.format(region.english)
        )

    def missing(self, name: str) -> Text:
        """Name what is missing: a fact or parameter by its label, what is left blank by its own name."""
        labels = {parameter.name: parameter.label for parameter in self.library.parameters}
        labels |= {fact.name: fact.label for fact in self.library.facts}
        return labels.get(name) or both(name)

    def _label(self, vocabulary: str, value: str) -> Text | None:
        codes = (code for v in self.library.vocabularies if v.name == vocabulary for code in v.codes)
        return next((code.label for code in codes if value in (code.code, code.name)), None)
