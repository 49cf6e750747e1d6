"""Changes in words: what has to change, when time makes the difference and why nothing helps, in both languages."""

from collections.abc import Sequence

from policy_engine.backends.scalar.trace import show_fact
from policy_engine.diagnostics.wording import date, say
from policy_engine.domain.bilingual import Language, Text, both
from policy_engine.domain.citation import Citation, InstrumentId
from policy_engine.domain.dates import PackedDate
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir import nodes as ir
from policy_engine.ir.changes import Settles
from policy_engine.proofs.findings import cited, named

# Steps


def change(fact: ir.Fact, before: ir.FactValue | None, after: ir.FactValue, library: ir.Library) -> Text:
    """Say what a fact has to become; what was not known has to be attested."""
    value = show_fact(fact.name, fact, {fact.name: after}, library) or both("...")
    if before is None:
        attested = _attested(fact, library)
        match after:
            case True:
                return say("jika terbukti: {f}{p}", "if it is attested: {f}{p}", f=fact.label, p=attested)
            case False:
                return say(
                    "jika terbukti tidak: {f}{p}",
                    "if it is attested that this is not so: {f}{p}",
                    f=fact.label,
                    p=attested,
                )
            case _:
                return say(
                    "jika terbukti, misalnya, {f}: {v}{p}",
                    "if it is attested, for instance, {f}: {v}{p}",
                    f=fact.label,
                    v=value,
                    p=attested,
                )
    match after:
        case True:
            return say("jika menjadi berlaku: {f}", "if it comes to be so: {f}", f=fact.label)
        case False:
            return say("jika tidak lagi berlaku: {f}", "if it is no longer so: {f}", f=fact.label)
        case int() if fact.type.kind is ir.Kind.EVENT:
            return say("jika terjadi pada {v}: {f}", "if it happens on {v}: {f}", f=fact.label, v=value)
        case _:
            return say("jika {f} menjadi {v}", "if {f} becomes {v}", f=fact.label, v=value)


def _attested(fact: ir.Fact, library: ir.Library) -> Text:
    """Say how a fact is proved: ` (ktp el oleh Dinas Kependudukan)`."""
    if fact.document is None:
        return both("")
    document = both(fact.document.replace("_", " "))
    officer = (
        both("") if fact.officer is None else say(" oleh {o}", " from {o}", o=_party(fact.officer, library))
    )
    return say(" ({d}{o})", " ({d}{o})", d=document, o=officer)


def _party(code: str, library: ir.Library) -> Text:
    named_ = (c.label for v in library.vocabularies if v.name == "pihak" for c in v.codes if c.name == code)
    return next(named_, both(code.replace("_", " ")))


def birthday(day: PackedDate, years: int) -> Text:
    """Say that a worker reaches an age on a day."""
    return say(
        "mulai {d}, ketika Anda mencapai usia {n} tahun",
        "from {d}, when you turn {n}",
        d=date(day),
        n=years,
    )


def law_turns(
    day: PackedDate,
    instrument: ir.Instrument,
    library: ir.Library,
    *,
    before: ir.Version | None,
    after: ir.Version | None,
) -> Text:
    """Say that an instrument commences, changes or ends on a day."""
    name = named(instrument, library)
    if before is None:
        return say(
            "mulai {d}, ketika {i} mulai berlaku", "from {d}, when {i} comes into force", d=date(day), i=name
        )
    if after is None:
        return say(
            "mulai {d}, ketika {i} tidak berlaku lagi",
            "from {d}, when {i} ceases to be in force",
            d=date(day),
            i=name,
        )
    return say(
        "mulai {d}, ketika perubahan {i} berlaku",
        "from {d}, when {i} as amended is in force",
        d=date(day),
        i=name,
    )


def from_day(day: PackedDate) -> Text:
    """Say from when."""
    return say("mulai {d}", "from {d}", d=date(day))


# Sentences


def eligible_if(steps: Sequence[Text]) -> Text:
    """Say that all of these together make a worker eligible."""
    return Text(
        f"Anda memenuhi syarat {_joined(steps, Language.ID)}.",
        f"You are eligible {_joined(steps, Language.EN)}.",
    )


def eligible_until(step: Text, outcome: Outcome) -> Text:
    """Say what a worker who is eligible becomes when nothing but time passes."""
    return say(
        "Bila yang lain tidak berubah, {s}, hasilnya menjadi: {o}.",
        "If nothing else changes, {s}, the outcome becomes: {o}.",
        s=step,
        o=outcome.text,
    )


def _joined(steps: Sequence[Text], language: Language) -> str:
    *first, last = (step.in_(language) for step in steps)
    both_ = Text(", dan ", ", and ").in_(language)
    return f"{', '.join(first)}{both_}{last}" if first else last


def ask(fact: ir.Fact, settles: Settles, library: ir.Library) -> Text:
    """Say which fact to supply, and how far that leads."""
    what = say("{f}{p}", "{f}{p}", f=fact.label, p=_attested(fact, library))
    match settles:
        case Settles.ALWAYS:
            return say("{w}: keterangan ini saja sudah menentukan", "{w}: this alone settles it", w=what)
        case Settles.SOMETIMES:
            return say("{w}: keterangan ini saja dapat menentukan", "{w}: this alone may settle it", w=what)
        case Settles.WITH_OTHERS:
            return say(
                "{w}: menentukan bersama keterangan lain", "{w}: settles it together with others", w=what
            )


# Nothing helps


def commencement_blank(instrument: ir.Instrument, library: ir.Library) -> Text:
    """Say that nobody can be eligible before the day of commencement is filled in."""
    return say(
        "tanggal mulai berlaku {i} belum diisi, sehingga belum ada yang dapat memenuhi syarat",
        "the commencement of {i} is left blank, so that nobody can be eligible yet",
        i=named(instrument, library),
    )


def repealed(instrument: ir.Instrument, library: ir.Library) -> Text:
    """Say that an instrument has ended."""
    return say("{i} sudah tidak berlaku", "{i} is no longer in force", i=named(instrument, library))


def nothing_helps(fixed: Sequence[Citation], home: InstrumentId) -> Text:
    """Say that no fact that can change helps, and which norms rest on facts that cannot."""
    if not fixed:
        return Text(
            "terbukti: perubahan fakta yang dapat berubah maupun berlalunya waktu tidak membuat Anda memenuhi syarat",
            "proved: no change of facts that can change, and no passing of time, makes you eligible",
        )
    places = Text(*(", ".join(cited(each, home).in_(lang) for each in fixed) for lang in Language))
    return say(
        "{p} bertumpu pada hal yang tidak dapat berubah",
        "{p} rests on what cannot change",
        p=places,
    )


def not_settled(milliseconds: int) -> Text:
    """Say that the solver did not answer in time."""
    return say("tidak terjawab dalam {n} milidetik", "not settled in {n} ms", n=milliseconds)
