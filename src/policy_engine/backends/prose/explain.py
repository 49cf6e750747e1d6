"""A decision in words: the decision and the library in, a text that a worker can read out.

First the outcome, then the reasons (what failed before what held), what is not known and who can attest it,
what is paid, the cautions, and last the dates and the receipt by which the decision can be checked.
"""

from collections.abc import Iterator, Sequence
from types import MappingProxyType

from policy_engine.backends.prose import lacking, plain
from policy_engine.backends.prose.words import DOCUMENTS, PARTIES, Words
from policy_engine.domain.bilingual import Language, Text
from policy_engine.domain.citation import Citation, InstrumentId
from policy_engine.domain.dates import Month, format_date, format_month
from policy_engine.domain.money import format_rupiah
from policy_engine.domain.outcomes import Outcome, Truth
from policy_engine.ir.changes import Changes
from policy_engine.ir.decision import CostRow, Decision, NormWeighed
from policy_engine.ir.naming import ROLE_NAMES
from policy_engine.ir.nodes import Library, Role

_OUTCOME = MappingProxyType(
    {
        Outcome.ELIGIBLE: Text("Anda memenuhi syarat menurut {0}.", "You are eligible under {0}."),
        Outcome.NOT_ELIGIBLE: Text(
            "Anda tidak memenuhi syarat menurut {0}.", "You are not eligible under {0}."
        ),
        Outcome.UNDETERMINED: Text(
            "Hak Anda menurut {0} belum dapat ditentukan karena ada yang belum diketahui.",
            "Whether you are eligible under {0} cannot be determined yet, because something is not known.",
        ),
        Outcome.NOT_APPLICABLE: Text(
            "{0} tidak berlaku bagi Anda pada tanggal ini.", "{0} does not apply to you on this date."
        ),
        Outcome.CONFLICT: Text(
            "Keputusan menurut {0} ditolak karena pertentangan: dua pengecualian berlaku bersama.",
            "A decision under {0} is refused for conflict: two exceptions apply at once.",
        ),
    }
)

_EFFECTIVE = MappingProxyType(
    {
        Outcome.NOT_ELIGIBLE: Text(
            "Anda tidak memenuhi syarat, karena ada aturan yang didahulukan dari {0}.",
            "You are not eligible, because another norm prevails over {0}.",
        ),
        Outcome.UNDETERMINED: Text(
            "Hak Anda belum dapat ditentukan: aturan yang didahulukan dari {0} belum dapat ditimbang.",
            "Eligibility cannot be determined yet: a norm that prevails over {0} cannot be weighed.",
        ),
        Outcome.CONFLICT: Text(
            "Keputusan ditolak karena pertentangan dalam aturan yang didahulukan dari {0}.",
            "A decision is refused for conflict within a norm that prevails over {0}.",
        ),
    }
)
"""The first sentence where a higher norm changes the outcome."""

_VERDICT = MappingProxyType(
    {
        Truth.TRUE: Text("terpenuhi", "met"),
        Truth.FALSE: Text("tidak terpenuhi", "not met"),
        Truth.UNKNOWN: Text("belum diketahui", "not known"),
    }
)
"""How it went for the worker, for a norm that lets through where it is true."""

_BARRING = MappingProxyType(
    {
        Truth.TRUE: Text("terjadi", "is the case"),
        Truth.FALSE: Text("tidak terjadi", "is not the case"),
        Truth.UNKNOWN: Text("belum diketahui", "not known"),
    }
)
"""The same for a norm that bars where it is true."""


_REASONS = Text("Alasan", "Reasons")
_GAVE_WAY = Text("Aturan yang mengalah", "Norms that gave way")
_MISSING = Text("Yang belum diketahui", "What is not known")
_COST = Text("Iuran", "Contributions")
_COST_OF_OWN = Text(
    "Iuran menurut aturan ini sendiri, yang tidak dibayarkan",
    "Contributions under this text alone, which are not paid",
)
_CAUTIONS = Text("Perhatian", "Please note")
_CHANGES = Text("Yang akan mengubahnya", "What would change it")
_ASK_FIRST = Text("Yang sebaiknya dilengkapi lebih dahulu", "What to supply first")


def explain(decision: Decision, library: Library, language: Language, changes: Changes | None = None) -> str:
    """Tell a worker what was decided, why and (where given) what would change it; ends with a line end."""
    words = _Words(decision.instrument, library, language)
    sections = (
        "\n".join(_verdict(decision, words)),
        _section(_GAVE_WAY, _gave_way(decision, words), words),
        _section(_REASONS, _reasons(decision, words), words),
        _section(_MISSING, _missing(decision, words), words),
        _section(_ASK_FIRST, _ask_first(changes, words), words),
        _section(_CHANGES, _changes(changes, words), words),
        _section(_COST_OF_OWN if _is_overruled(decision) else _COST, _cost(decision, words), words),
        _section(_CAUTIONS, _cautions(decision, words), words),
        "\n".join(_evidence(decision, words)),
    )
    return "\n\n".join(section for section in sections if section) + "\n"


class _Words(Words):
    """The names of one explanation: instruments in short, and places as they stand within a sentence."""

    def instrument(self, instrument: InstrumentId) -> str:
        """Name an instrument in short, with its region by name."""
        place = None if instrument.locality is None else self.region(instrument.locality)
        return instrument.text(self.language, place)

    def cite(self, citation: Citation) -> str:
        """Name a place; in the instrument that is decided under, without naming that again."""
        if citation.instrument == self.own and citation.provision.steps:
            return citation.provision.text(self.language)
        return f"{self.instrument(citation.instrument)} {citation.provision.text(self.language)}".rstrip()


def _is_overruled(decision: Decision) -> bool:
    return decision.effective in (Outcome.NOT_ELIGIBLE, Outcome.CONFLICT)


def _section(title: Text, lines: Iterator[str], words: _Words) -> str:
    found = tuple(lines)
    return "\n".join((words.say(title), *found)) if found else ""


def _verdict(decision: Decision, words: _Words) -> Iterator[str]:
    """Give the effective outcome first: it is the one that a worker can rely on."""
    name = words.instrument(decision.instrument)
    if decision.effective is decision.outcome:
        yield words.say(_OUTCOME[decision.outcome], name)
        return
    yield words.say(_EFFECTIVE[decision.effective], name)
    own = Text("Menurut {0} sendiri: {1}.", "Under {0} alone: {1}.")
    yield words.say(own, name, words.say(decision.outcome.text))


def _gave_way(decision: Decision, words: _Words) -> Iterator[str]:
    weighed = {norm.citation: norm for norm in decision.norms}
    for yielded in decision.gave_way:
        norm = weighed.get(yielded.to)
        said = "" if norm is None else f": “{plain.weighed(norm, words)}”"
        text = Text("- {0} mengalah kepada {1}{2} ({3})", "- {0} gives way to {1}{2} ({3})")
        yield words.say(
            text, words.cite(yielded.norm), words.cite(yielded.to), said, words.say(yielded.reason)
        )


# Reasons


def _reasons(decision: Decision, words: _Words) -> Iterator[str]:
    """Give each reason once, with the months it holds for; what bars and is not the case is no reason."""
    told = tuple(norm for norm in _contested(decision) if not (_bars(norm) and norm.verdict is Truth.FALSE))
    for first in {_key(norm): norm for norm in told}.values():
        months = tuple(n.month for n in told if _key(n) == _key(first) and n.month is not None)
        yield _reason(first, months, words)


def _contested(decision: Decision) -> tuple[NormWeighed, ...]:
    """Give what failed; where nothing did, what held; unknown norms stand among what is not known."""
    failed = tuple(norm for norm in decision.norms if _lets_through(norm) is Truth.FALSE)
    held = tuple(norm for norm in decision.norms if _lets_through(norm) is Truth.TRUE)
    beside_groups = tuple(norm for norm in failed if norm.role is not Role.GROUP)
    match decision.outcome:
        case Outcome.ELIGIBLE:
            return beside_groups if _is_overruled(decision) else (*beside_groups, *held)
        case Outcome.UNDETERMINED:
            return beside_groups
        case Outcome.NOT_ELIGIBLE:
            return beside_groups or failed
        case Outcome.NOT_APPLICABLE:
            return tuple(norm for norm in failed if norm.role is Role.TERRITORY)
        case Outcome.CONFLICT:
            return tuple(norm for norm in decision.norms if len(norm.exceptions) > 1)


def _reason(norm: NormWeighed, months: Sequence[Month], words: _Words) -> str:
    verdict = (_BARRING if _bars(norm) else _VERDICT)[norm.verdict]
    when = f", {words.months(months)}" if months else ""
    head = f"- {words.say(ROLE_NAMES[norm.role])} {words.say(verdict)}: {plain.weighed(norm, words)}"
    facts = "; ".join(
        f"{words.fact(fact.name)}: {fact.value.in_(words.language)}"
        for fact in norm.facts
        if fact.value is not None
    )
    used = f" [{facts}]" if facts else ""
    lifted = ", ".join(words.cite(exception) for exception in norm.exceptions)
    exceptions = words.say(Text("; pengecualian yang berlaku: {0}", "; exceptions that apply: {0}"), lifted)
    return f"{head} ({words.cite(norm.citation)}{when}){used}{exceptions if lifted else ''}"


def _key(norm: NormWeighed) -> tuple[Citation, Role, Truth]:
    return norm.citation, norm.role, norm.verdict


def _bars(norm: NormWeighed) -> bool:
    return norm.role in (Role.EXCLUSION, Role.ENDING)


def _lets_through(norm: NormWeighed) -> Truth:
    return norm.verdict.not_() if _bars(norm) else norm.verdict


# What is not known, and what is paid


def _missing(decision: Decision, words: _Words) -> Iterator[str]:
    for name in decision.missing:
        fact = next((fact for fact in words.library.facts if fact.name == name), None)
        if fact is None:
            yield f"- {lacking.named(name, decision.instrument, words)}"
            continue
        document = None if fact.document is None else words.code(DOCUMENTS, fact.document)
        officer = None if fact.officer is None else words.code(PARTIES, fact.officer)
        proof = (
            ""
            if document is None
            else words.say(Text(", dibuktikan dengan {0}", ", proved by {0}"), document),
            "" if officer is None else words.say(Text(" oleh {0}", " from {0}"), officer),
        )
        yield f"- {fact.label.in_(words.language)}{''.join(proof)}"


def _ask_first(changes: Changes | None, words: _Words) -> Iterator[str]:
    yield from () if changes is None else (f"- {words.say(ask.text)}" for ask in changes.ask_first)


def _changes(changes: Changes | None, words: _Words) -> Iterator[str]:
    """Give each way, the nearest first; or how it ends, or why nothing helps."""
    if changes is None:
        return
    for way in (*changes.ways, *(() if changes.ends is None else (changes.ends,))):
        yield f"- {words.say(way.text)}"
    if changes.nothing is not None:
        yield f"- {words.say(changes.nothing)}"


def _cost(decision: Decision, words: _Words) -> Iterator[str]:
    if not decision.costs:
        return
    titles = (Text("bulan", "month"), Text("program", "programme"), Text("ditanggung oleh", "borne by"))
    rows = tuple(_cost_row(row, words) for row in decision.costs)
    yield from _table((*(words.say(title) for title in titles), words.say(Text("jumlah", "amount"))), rows)
    yield words.say(Text("Jumlah seluruhnya: {0}", "In all: {0}"), _amount(decision.total, words))
    lacks = [lacking.named(name, decision.instrument, words) for name in lacking.of_amounts(decision)]
    if lacks:
        yield words.say(Text("Jumlah itu bergantung pada: {0}", "The amount turns on: {0}"), "; ".join(lacks))
    for relief in dict.fromkeys(row.relief for row in decision.costs if row.relief is not None):
        yield words.say(
            Text("Sudah dikurangi keringanan menurut {0}", "After the relief of {0}"), words.cite(relief)
        )


def _cost_row(row: CostRow, words: _Words) -> tuple[str, ...]:
    month = format_month(row.month, words.language)
    return month, row.programme.upper(), words.party(row.payer), _amount(row.amount, words)


def _amount(amount: int | None, words: _Words) -> str:
    if amount is None:
        return words.say(Text("belum diketahui", "not known"))
    return format_rupiah(amount, words.language)


def _table(titles: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Lay out columns of text, the last one to the right."""
    lines = (titles, *rows)
    widths = tuple(max(len(line[column]) for line in lines) for column in range(len(titles)))
    for line in lines:
        *texts, amount = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        yield "  ".join(("", *texts, amount.strip().rjust(widths[-1])))


# Cautions and evidence


def _cautions(decision: Decision, words: _Words) -> Iterator[str]:
    for caution in decision.cautions:
        cited = "" if caution.citation is None else f" ({words.cite(caution.citation)})"
        yield f"- {caution.message.in_(words.language)}{cited}"


def _evidence(decision: Decision, words: _Words) -> Iterator[str]:
    on = format_date(decision.on, words.language)
    as_of = format_date(decision.facts_as_of, words.language)
    yield words.say(
        Text("Tanggal keputusan: {0}; data per {1}.", "Decided on {0}; facts as of {1}."), on, as_of
    )
    yield words.say(Text("Tanda terima: {0}", "Receipt: {0}"), decision.receipt)
