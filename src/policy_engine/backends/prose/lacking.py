"""What a decision or an amount lacks, in words: a fact, a parameter, a blank, or what the text does not say at all."""

from collections.abc import Iterator

from policy_engine.backends.prose.words import Words
from policy_engine.domain.bilingual import Text
from policy_engine.domain.citation import Citation, InstrumentId
from policy_engine.ir.decision import Decision
from policy_engine.ir.naming import blank_id, commencement_id

_UNSAID = {
    "budget": Text(
        "anggaran yang menanggung Iuran, yang tidak disebut {0}",
        "the budget that bears the contributions, which {0} does not state",
    ),
    "months": Text(
        "bulan Iurannya, yang tidak disebut {0}", "the contribution months, which {0} does not state"
    ),
}
_CONTRIBUTION = Text(
    "besar Iuran {1}, yang tidak disebut {0}", "the contribution to {1}, which {0} does not state"
)


def of_amounts(decision: Decision) -> tuple[str, ...]:
    """Give what the unknown amounts lack, beside what the outcome lacks, in order of first use."""
    found = dict.fromkeys(name for row in decision.costs if row.amount is None for name in row.missing)
    return tuple(name for name in found if name not in decision.missing)


def named(name: str, instrument: InstrumentId, words: Words) -> str:
    """Name one thing that a decision or an amount under an instrument lacks."""
    if any(fact.name == name for fact in words.library.facts):
        return words.fact(name)
    if any(each.name == name for each in words.library.parameters):
        return words.parameter(name)
    if name == commencement_id(instrument):
        return words.say(
            Text("tanggal mulai berlaku, yang belum diisi", "the date of commencement, left blank")
        )
    for citation, note in _blanks(instrument, words):
        if blank_id(citation) == name.partition("#")[0]:
            said = "" if note is None else f" ({note})"
            text = Text("yang belum diisi dalam {0}{1}", "what {0} leaves blank{1}")
            return words.say(text, words.cite(citation), said)
    return _unsaid(name, instrument, words)


def _blanks(instrument: InstrumentId, words: Words) -> Iterator[tuple[Citation, str | None]]:
    yield from (
        (blank.citation, blank.note)
        for each in words.library.instruments
        if each.id == instrument
        for version in each.versions
        for blank in version.blanks
    )


def _unsaid(name: str, instrument: InstrumentId, words: Words) -> str:
    own = words.instrument(instrument)
    matter = name.rpartition(":")[2]
    if matter.startswith("contribution-"):
        return words.say(_CONTRIBUTION, own, matter.removeprefix("contribution-").upper())
    return words.say(_UNSAID[matter], own) if matter in _UNSAID else name
