"""A region in words: who is in it, in the conditions of the law; the plainest worker; in both languages.

Bounds of age that differ are put together into one span, and where the day of the test is known, into births.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from policy_engine.backends.prose.say import say as said
from policy_engine.backends.prose.words import Words
from policy_engine.backends.scalar.trace import IDENTIFYING, show_fact
from policy_engine.diagnostics.wording import date, month, say
from policy_engine.domain.bilingual import Language, Text, both
from policy_engine.domain.dates import Month, PackedDate, add_days, cutoff_birth, nth_day
from policy_engine.domain.outcomes import Outcome, Truth
from policy_engine.ir import nodes as ir
from policy_engine.ir.classes import typical
from policy_engine.proofs.findings import age_words, cited
from policy_engine.proofs.regions import (
    Anchor,
    Case,
    Change,
    Compared,
    Difference,
    Known,
    Leaf,
    Literal,
    Region,
    Side,
    Together,
    Turn,
    Unchanged,
)

_MOST_CITED = 3

_FLIPPED = {
    ir.Comparison.AT_LEAST: ir.Comparison.LESS,
    ir.Comparison.LESS: ir.Comparison.AT_LEAST,
    ir.Comparison.AT_MOST: ir.Comparison.MORE,
    ir.Comparison.MORE: ir.Comparison.AT_MOST,
}
"""The contrary of a bound, where it is a bound too."""


def who(case: Case, compared: Compared) -> Text:
    """Say who the workers of a case are."""
    parts = [*_anchors(case.anchors), *_literals(case.literals, compared)]
    return Text(*("; ".join(part.in_(language) for part in parts) for language in Language))


def _anchors(anchors: Sequence[Anchor]) -> Iterator[Text]:
    if len({(anchor.own, anchor.effective) for anchor in anchors}) == 1 and len(anchors) > 1:
        yield say(
            "{o} menurut kedua naskah",
            "{o} under both texts",
            o=_outcome(anchors[0].own, anchors[0].effective),
        )
        return
    for anchor in anchors:
        yield say(
            "{o} menurut {s}", "{o} under {s}", o=_outcome(anchor.own, anchor.effective), s=side(anchor.side)
        )


def side(which: Side) -> Text:
    """Name one of the two texts."""
    match which:
        case Side.OLD:
            return Text("naskah lama", "the old text")
        case Side.NEW:
            return Text("naskah baru", "the new text")


def _outcome(own: Outcome, effective: Outcome) -> Text:
    if own is effective:
        return own.text
    return say("{o} (berlaku: {e})", "{o} (in effect: {e})", o=own.text, e=effective.text)


def turned(change: Change) -> Text:
    """Say what becomes of the outcome."""
    old, new = _outcome(change.old_own, change.old_effective), _outcome(change.new_own, change.new_effective)
    return old if old == new else say("{a} → {b}", "{a} → {b}", a=old, b=new)


def months(turns: Iterable[Turn] | None) -> Text | None:
    """Say which months turn; None where none does."""
    if turns is None:
        return Text(
            "beberapa bulan berubah, tidak sama bagi semua", "some months change, not the same for all"
        )
    parts = [
        say("{m} {v}", "{m} {v}", m=month(turn.month), v=_FUNDED[turn.after])
        for turn in sorted(turns, key=lambda turn: turn.month)
    ]
    return _joined(parts, ", ") if parts else None


_FUNDED = {
    Truth.TRUE: Text("menjadi ditanggung", "becomes funded"),
    Truth.FALSE: Text("tidak lagi ditanggung", "is no longer funded"),
    Truth.UNKNOWN: Text("menjadi belum diketahui", "becomes unknown"),
}


# Literals


def _literals(literals: Sequence[Literal], compared: Compared) -> Iterator[Text]:
    ages: dict[tuple[ir.Expr, ir.Expr, Month | None], list[Leaf]] = {}
    rest: list[Literal] = []
    for literal in literals:
        match literal:
            case Leaf(_, ir.AgeCompare(_, birth, on, _, False), at, states) if len(states) == 1 and (
                Truth.UNKNOWN not in states
            ):
                ages.setdefault((birth, on, at), []).append(literal)
            case _:
                rest.append(literal)
    yield from (_span(on, at, leaves, compared) for (_, on, at), leaves in ages.items())
    yield from (_literal(literal, compared) for literal in rest)


def _span(on: ir.Expr, at: Month | None, leaves: Sequence[Leaf], compared: Compared) -> Text:
    """Put bounds of one age on one day together."""
    bounds = [_completed(leaf) for leaf in leaves]
    low = max((low for low, _ in bounds if low is not None), default=None)
    high = min((high for _, high in bounds if high is not None), default=None)
    match (low, high):
        case (int(), int()) if low == high:
            told = say("usia {a} tahun", "age {a} years", a=low)
        case (int(), int()):
            told = say("usia {a} sampai dengan {b} tahun", "age {a} through {b} years", a=low, b=high)
        case (int(), None):
            told = say("usia paling rendah {a} tahun", "age at least {a} years", a=low)
        case _:
            told = say("usia paling tinggi {b} tahun", "age at most {b} years", b=high or 0)
    day = Text(*(said(on, _words(compared, Side.NEW, language)) for language in Language))
    return say(
        "{t} pada {d}{m}{b}",
        "{t} on {d}{m}{b}",
        t=told,
        d=day,
        m=both("") if at is None else say(" ({m})", " ({m})", m=month(at)),
        b=_births(on, at, low, high, compared),
    )


def _completed(leaf: Leaf) -> tuple[int | None, int | None]:
    """Give the least and the most completed years."""
    assert isinstance(leaf.expr, ir.AgeCompare)  # noqa: S101  sorted so by the caller
    years, holds = leaf.expr.years, Truth.TRUE in leaf.states
    match leaf.expr.comparison:
        case ir.Comparison.AT_LEAST:
            return (years, None) if holds else (None, years - 1)
        case ir.Comparison.MORE:
            return (years + 1, None) if holds else (None, years)
        case ir.Comparison.AT_MOST:
            return (None, years) if holds else (years + 1, None)
        case ir.Comparison.LESS:
            return (None, years - 1) if holds else (years, None)
        case ir.Comparison.EQUAL:
            return (years, years) if holds else (None, None)


def _births(on: ir.Expr, at: Month | None, low: int | None, high: int | None, compared: Compared) -> Text:
    """Give the births that the ages are, if the day of the test is the day of decision."""
    match on:
        case ir.DayRef(ir.Day.MONTH_DAY, number) if at is not None:
            day = nth_day(at, number)
        case ir.DayRef():
            day = compared.on
        case ir.Literal(value):
            day = PackedDate(value)
        case _:
            return both("")
    rule = compared.new.leap_rule
    latest = None if low is None else cutoff_birth(day, low, rule)
    earliest = None if high is None else add_days(cutoff_birth(day, high + 1, rule), 1)
    match (earliest, latest):
        case (None, None):
            return both("")
        case (int(), None):
            said_ = say("lahir paling cepat {a}", "born no earlier than {a}", a=date(PackedDate(earliest)))
        case (None, int()):
            said_ = say("lahir paling lambat {b}", "born no later than {b}", b=date(PackedDate(latest)))
        case _:
            assert earliest is not None  # noqa: S101  one of four cases
            assert latest is not None  # noqa: S101  one of four cases
            said_ = say(
                "lahir {a} sampai dengan {b}", "born {a} through {b}", a=date(earliest), b=date(latest)
            )
    if isinstance(on, ir.DayRef) and on.day is ir.Day.REGISTRATION:
        return say(", bila mendaftar {d}: {s}", ", if registered on {d}: {s}", d=date(day), s=said_)
    return say(" ({s})", " ({s})", s=said_)


def _literal(literal: Literal, compared: Compared) -> Text:
    match literal:
        case Known(fact, known):
            label = _label(fact, compared)
            if known:
                return say("{f} diketahui", "{f} is known", f=label)
            return say("{f} belum diketahui", "{f} is not known", f=label)
        case Unchanged(what, states):
            return _unchanged(what, states, compared)
        case Leaf(which, expr, at, states):
            text = _leaf(expr, states, which, compared)
            return text if at is None else say("{t} ({m})", "{t} ({m})", t=text, m=month(at))


def _label(name: str, compared: Compared) -> Text:
    facts = (fact for library in (compared.new, compared.old) for fact in library.facts if fact.name == name)
    return next((fact.label for fact in facts), both(name.replace("_", " ")))


def _unchanged(what: Together, states: frozenset[Truth], compared: Compared) -> Text:
    places = [cited(norm.citation, compared.instrument) for norm in compared.unchanged(what)]
    shown = _joined(places[:_MOST_CITED], ", ")
    if len(places) > _MOST_CITED:
        shown = say("{s}, dan {n} lainnya", "{s}, and {n} more", s=shown, n=len(places) - _MOST_CITED)
    in_groups = say(
        "termasuk kelompok yang tidak berubah ({s})", "in a group that does not change ({s})", s=shown
    )
    in_norms = say(
        "memenuhi syarat yang tidak berubah ({s})", "meets the norms that do not change ({s})", s=shown
    )
    return _in_states(in_groups if what is Together.GROUPS else in_norms, states)


def _leaf(expr: ir.Expr, states: frozenset[Truth], which: Side, compared: Compared) -> Text:
    if states == frozenset((Truth.FALSE,)):
        contrary = _contrary(expr)
        if contrary is not None:
            expr, states = contrary, frozenset((Truth.TRUE,))
    subject = Text(*(said(expr, _words(compared, which, language)) for language in Language))
    if isinstance(expr, ir.Includes) and states == frozenset((Truth.FALSE,)):
        return say("bukan {s}", "not {s}", s=subject)
    return _in_states(subject, states)


def _contrary(expr: ir.Expr) -> ir.Expr | None:
    match expr:
        case ir.Compare(comparison, left, right) if comparison in _FLIPPED:
            return ir.Compare(_FLIPPED[comparison], left, right, type=expr.type)
        case ir.AgeCompare(comparison, birth, on, years, False) if comparison in _FLIPPED:
            return ir.AgeCompare(_FLIPPED[comparison], birth, on, years, False, type=expr.type)
        case _:
            return None


def _in_states(subject: Text, states: frozenset[Truth]) -> Text:
    true, false, unknown = (state in states for state in (Truth.TRUE, Truth.FALSE, Truth.UNKNOWN))
    match (true, false, unknown):
        case (True, False, False):
            return subject
        case (False, True, False):
            return say("tidak: {s}", "not: {s}", s=subject)
        case (False, False, True):
            return say("belum diketahui: {s}", "not known: {s}", s=subject)
        case (True, False, True):
            return say("ya atau belum diketahui: {s}", "so or not known: {s}", s=subject)
        case (False, True, True):
            return say("tidak atau belum diketahui: {s}", "not so or not known: {s}", s=subject)
        case _:
            return say("diketahui, ya atau tidak: {s}", "known, so or not: {s}", s=subject)


def _words(compared: Compared, which: Side, language: Language) -> Words:
    return Words(compared.instrument, compared.library(which), language)


def _joined(parts: Sequence[Text], sign: str) -> Text:
    return Text(*(sign.join(part.in_(language) for part in parts) for language in Language))


# The plainest worker


def worker_words(region: Region, found: Difference) -> Text:
    """Give the plainest worker in words: what is not typical first; only what either text reads."""
    compared = found.compared
    library = compared.new if compared.find(Side.NEW) is not None else compared.old
    parts = [
        _fact(fact, region.worker, compared.on, library, is_birth=fact.name in found.births)
        for fact in _in_order(library, region.worker, found.births)
        if fact.name in found.reads and fact.name not in IDENTIFYING
    ]
    unknown = [
        fact.label for fact in library.facts if fact.name in found.reads and fact.name not in region.worker
    ]
    if unknown:
        parts.append(say("belum diketahui: {u}", "not known: {u}", u=_joined(unknown, ", ")))
    return _joined(parts, "; ")


def _in_order(
    library: ir.Library, worker: Mapping[str, ir.FactValue], births: frozenset[str]
) -> list[ir.Fact]:
    declared = [fact for fact in library.facts if fact.name in worker]
    return sorted(declared, key=lambda f: (f.name not in births, worker[f.name] == typical(f)))


def _fact(
    fact: ir.Fact,
    worker: Mapping[str, ir.FactValue],
    on: PackedDate,
    library: ir.Library,
    *,
    is_birth: bool,
) -> Text:
    value = show_fact(fact.name, fact, worker, library) or both("...")
    born = worker[fact.name]
    age = age_words(PackedDate(born), on) if is_birth and isinstance(born, int) and born <= on else both("")
    return say("{f} {v}{a}", "{f} {v}{a}", f=fact.label, v=value, a=age)
