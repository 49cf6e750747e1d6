"""The trace of a decision: weighed norms in, their verdicts and the facts they used, in words, out.

What tells who a person is never appears here and is never part of a receipt.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from policy_engine.backends.scalar.eligibility import Judged
from policy_engine.backends.scalar.norms import Weighed
from policy_engine.domain.bilingual import Language, Text, both
from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import Month, PackedDate, format_date, format_iso, format_month
from policy_engine.domain.money import format_rupiah, format_whole
from policy_engine.ir.decision import FactUsed, NormWeighed
from policy_engine.ir.nodes import CodeSet, Fact, FactValue, Kind, Library, NotHappened, Role

IDENTIFYING = frozenset(
    {
        *(
            "nik",
            "nama",
            "nama_lengkap",
            "nama_ibu",
            "nomor_kk",
            "nomor_kpj",
            "nomor_peserta",
            "nomor_pendaftaran",
        ),
        *("alamat", "telepon", "nomor_telepon", "nomor_hp", "surel", "email", "nomor_rekening"),
    }
)
"""Facts that tell who a person is; they are masked."""

MASKED = Text("(disamarkan)", "(masked)")


def trace(
    weighed: Sequence[Weighed], library: Library, worker: Mapping[str, FactValue]
) -> tuple[NormWeighed, ...]:
    """Give each weighed norm with its verdict and the values of the facts it read."""
    declared = {fact.name: fact for fact in library.facts}
    read = frozenset[str]().union(*(found.value.facts for found in weighed))
    shown = {name: FactUsed(name, show_fact(name, declared.get(name), worker, library)) for name in read}
    return tuple(
        NormWeighed(
            citation=found.norm.citation,
            role=found.norm.role,
            month=found.month,
            group=_group(found),
            verdict=found.value.truth,
            wording=found.norm.wording,
            facts=tuple(shown[name] for name in sorted(found.value.facts)),
            exceptions=tuple(sorted(found.value.active, key=lambda c: (c.instrument.slug, c.provision.key))),
            evidence=found.norm.evidence,
            interpretation=found.norm.interpretation,
        )
        for found in weighed
    )


def concerning(judged: Judged) -> tuple[Weighed, ...]:
    """Give the norms that concern the worker: territory, groups, and what applies to one that may match."""
    groups = frozenset(
        standing.group.id for standing in judged.standings if standing.match.known is not False
    )
    return tuple(
        found
        for found in judged.weighed
        if found.norm.role in (Role.TERRITORY, Role.GROUP)
        or (groups and (found.norm.groups is None or found.norm.groups & groups))
    )


def _group(found: Weighed) -> str | None:
    """Name the group where the norm applies to one only."""
    groups = found.norm.groups
    return next(iter(groups)) if groups is not None and len(groups) == 1 else None


# Facts in words


def show_fact(name: str, fact: Fact | None, worker: Mapping[str, FactValue], library: Library) -> Text | None:
    """Give the value of a fact in words; None where it is unknown, masked where it tells who somebody is."""
    value = worker.get(name)
    if value is None:
        return None
    if name in IDENTIFYING:
        return MASKED
    texts = (_words(value, fact, library, language) for language in (Language.ID, Language.EN))
    return Text(*texts)


def _words(value: FactValue, fact: Fact | None, library: Library, language: Language) -> str:
    match value:
        case bool():
            return (Text("ya", "yes") if value else Text("tidak", "no")).in_(language)
        case NotHappened():
            return Text("belum terjadi", "has not happened").in_(language)
        case CodeSet(codes, complete):
            named = ", ".join(sorted(_label(code, fact, library).in_(language) for code in codes))
            more = "" if complete else Text(" dan mungkin lainnya", " and perhaps others").in_(language)
            return (named or Text("tidak ada", "none").in_(language)) + more
        case str():
            return _label(value, fact, library).in_(language)
        case int():
            return _number(value, Kind.NUMBER if fact is None else fact.type.kind, language)


def _number(value: int, kind: Kind, language: Language) -> str:
    whole = format_whole(value, language)
    match kind:
        case Kind.RUPIAH:
            return format_rupiah(value, language)
        case Kind.RUPIAH_PER_MONTH:
            return format_rupiah(value, language) + Text(" per bulan", " a month").in_(language)
        case Kind.YEARS:
            return f"{whole} {Text('tahun', 'years').in_(language)}"
        case Kind.MONTHS:
            return f"{whole} {Text('bulan', 'months').in_(language)}"
        case Kind.DAYS:
            return f"{whole} {Text('hari', 'days').in_(language)}"
        case Kind.PEOPLE:
            return f"{whole} {Text('orang', 'people').in_(language)}"
        case Kind.DATE | Kind.EVENT:
            return format_date(PackedDate(value), language)
        case Kind.MONTH:
            return format_month(Month(value), language)
        case Kind.TRUTH | Kind.NUMBER | Kind.CODE | Kind.CODE_SET | Kind.REGION:
            return whole


def _label(code: str, fact: Fact | None, library: Library) -> Text:
    """Give the label of a code of the fact's vocabulary; a code without one shows itself."""
    if fact is not None and fact.type.kind is Kind.REGION:
        return region_label(code, library)
    wanted = None if fact is None else fact.type.vocabulary
    named = (c for v in library.vocabularies if v.name == wanted for c in v.codes if c.name == code)
    return next((c.label for c in named), both(code))


def region_label(code: str, library: Library) -> Text:
    """Give the label of a region code; a code that no vocabulary has shows itself."""
    named = (c for v in library.vocabularies for c in v.codes if c.code == code and v.name == "wilayah")
    return next((c.label for c in named), both(code))


# The receipt


def receipt(
    digest: str,
    instrument: InstrumentId,
    dates: tuple[PackedDate, PackedDate],
    facts_read: Iterable[str],
    worker: Mapping[str, FactValue],
) -> str:
    """Give the SHA-256 of what a decision rests on: law, engine, dates and the facts that were read.

    A fact that was read and is unknown is null; facts that tell who somebody is are left out.
    """
    from policy_engine import __version__  # noqa: PLC0415  it costs a look at the installed packages

    on, facts_as_of = dates
    rests_on = {
        "digest": digest,
        "engine": __version__,
        "facts": {name: _json(worker.get(name)) for name in facts_read if name not in IDENTIFYING},
        "facts_as_of": format_iso(facts_as_of),
        "instrument": instrument.slug,
        "on": format_iso(on),
    }
    text = json.dumps(rests_on, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def _json(value: FactValue | None) -> object:
    match value:
        case CodeSet(codes, complete):
            return {"codes": sorted(codes), "complete": complete}
        case NotHappened():
            return {"happened": False}
        case None | bool() | int() | str():
            return value
