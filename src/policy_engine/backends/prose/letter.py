"""A decision in; the letter to the worker, as a document, out.

Every statement is a field of the decision or of the policy, with its place. Who signs, the number of the letter
and where to object are blanks, unless the policy says them: nothing is filled in. No identity number is shown
but masked.
"""

from collections.abc import Iterator, Sequence
from types import MappingProxyType

from policy_engine.backends.prose import lacking, plain
from policy_engine.backends.prose.document import (
    Block,
    Document,
    Heading,
    Pairs,
    Paragraph,
    Statement,
    Statements,
    Table,
)
from policy_engine.backends.prose.lines import BLANK
from policy_engine.backends.prose.words import DOCUMENTS, PARTIES, PROGRAMMES, Words
from policy_engine.domain.bilingual import Language, Text
from policy_engine.domain.citation import Citation
from policy_engine.domain.dates import Month, format_date
from policy_engine.domain.outcomes import Outcome, Truth
from policy_engine.ir import nodes as ir
from policy_engine.ir.changes import Changes
from policy_engine.ir.decision import Decision, NormWeighed

_OUTCOME = MappingProxyType(
    {
        Outcome.ELIGIBLE: Text(
            "Anda memenuhi syarat untuk menerima bantuan Iuran menurut {0}.",
            "You qualify for contribution assistance under {0}.",
        ),
        Outcome.NOT_ELIGIBLE: Text(
            "Anda tidak memenuhi syarat untuk menerima bantuan Iuran menurut {0}.",
            "You do not qualify for contribution assistance under {0}.",
        ),
        Outcome.UNDETERMINED: Text(
            "Hak Anda atas bantuan Iuran menurut {0} belum dapat ditentukan, karena ada yang belum diketahui. "
            "Ini bukan penolakan.",
            "Whether you qualify for contribution assistance under {0} cannot be decided yet, because something is "
            "not known. This is not a refusal.",
        ),
        Outcome.NOT_APPLICABLE: Text(
            "{0} tidak berlaku bagi Anda pada tanggal keputusan ini.",
            "{0} does not apply to you on the date of this decision.",
        ),
        Outcome.CONFLICT: Text(
            "Keputusan menurut {0} tidak dapat dibuat, karena dua aturan di dalamnya bertentangan. "
            "Ini bukan penolakan atas permohonan Anda.",
            "No decision can be made under {0}, because two of its rules contradict each other. "
            "This is not a refusal of your application.",
        ),
    }
)

_OVERRULED = Text(
    "Menurut {0} sendiri hasilnya: {1}. Aturan yang didahulukan mengubahnya, seperti disebut di bawah.",
    "Under {0} alone the outcome would be: {1}. A norm that prevails changes it, as told below.",
)

_WHY = MappingProxyType(
    {
        Outcome.ELIGIBLE: Text("Mengapa memenuhi syarat", "Why you qualify"),
        Outcome.NOT_ELIGIBLE: Text("Mengapa tidak memenuhi syarat", "Why you do not qualify"),
        Outcome.UNDETERMINED: Text("Yang sudah pasti menghalangi", "What already stands in the way"),
        Outcome.NOT_APPLICABLE: Text("Mengapa tidak berlaku", "Why it does not apply"),
        Outcome.CONFLICT: Text("Aturan yang bertentangan", "Rules that contradict each other"),
    }
)

_MET = MappingProxyType(
    {
        Truth.TRUE: Text("terpenuhi", "met"),
        Truth.FALSE: Text("tidak terpenuhi", "not met"),
        Truth.UNKNOWN: Text("belum diketahui", "not known yet"),
    }
)
_BARS = MappingProxyType(
    {
        Truth.TRUE: Text("terjadi", "is the case"),
        Truth.FALSE: Text("tidak terjadi", "is not the case"),
        Truth.UNKNOWN: Text("belum diketahui", "not known yet"),
    }
)
_ROLE = MappingProxyType(
    {
        ir.Role.TERRITORY: Text("Wilayah", "Territory"),
        ir.Role.GROUP: Text("Golongan penerima", "Group of recipients"),
        ir.Role.REQUIREMENT: Text("Syarat", "Requirement"),
        ir.Role.EXCLUSION: Text("Larangan", "Exclusion"),
        ir.Role.ENDING: Text("Alasan berhenti", "Reason for ending"),
        ir.Role.CONTINUATION: Text("Syarat selama dibayar", "Condition while paid"),
    }
)

_OBJECTION = (
    "keberatan",
    "sanggah",
    "banding administratif",
    "pengaduan",
    "objection",
    "appeal",
    "complaint",
)
"""Words by which a clause that is not encoded speaks of objecting; it is then quoted whole."""


def letter(
    made: Decision,
    library: ir.Library,
    language: Language,
    changes: Changes | None = None,
    reference: str | None = None,
) -> Document:
    """Give the letter that tells a worker what was decided, why, and what would change it.

    `changes` are left out where nobody worked them out. `reference` names the worker; an identity number in it
    has to be masked already.
    """
    words = Words(made.instrument, library, language)
    instrument = next((each for each in library.instruments if each.id == made.instrument), None)
    versions = () if instrument is None else instrument.versions
    version = next((each for each in versions if each.since == made.version_since), None)
    sections: tuple[tuple[Text, Iterator[Block]], ...] = (
        (_WHY[made.effective], _why(made, words)),
        (Text("Aturan yang didahulukan", "Norms that prevail"), _gave_way(made, words)),
        (Text("Yang dijamin, dan siapa yang membayar", "What is covered, and who pays"), _cover(made, words)),
        (
            Text(
                "Yang belum diketahui, dan siapa yang membuktikannya", "What is not known, and who attests it"
            ),
            _missing(made, changes, words),
        ),
        (Text("Yang akan mengubahnya", "What would change it"), _ways(changes, words)),
        (Text("Perlu diketahui", "Please note"), _cautions(made, words)),
        (Text("Bila Anda tidak setuju", "If you disagree"), _objection(version, words)),
        (Text("Dasar keputusan ini", "What this decision rests on"), _evidence(made, version, words)),
    )
    blocks: list[Block] = [_heading(made, words, reference)]
    for heading, section in sections:
        found = [block for block in section if not (isinstance(block, Statements) and not block.items)]
        if found:
            blocks += [Heading(words.say(heading)), *found]
    blocks += _closing(words)
    title = instrument.title if instrument is not None and instrument.title else BLANK
    return Document(
        language,
        words.say(Text("Pemberitahuan keputusan", "Notice of a decision")),
        f"{words.instrument(made.instrument)} — {title}",
        _outcome(made, words),
        tuple(blocks),
        kind="letter",
    )


def _heading(made: Decision, words: Words, reference: str | None) -> Pairs:
    worker = (
        words.say(Text("pekerja dengan nomor {0}", "the worker with number {0}"), reference)
        if reference
        else words.say(Text("pekerja ...", "the worker ..."))
    )
    rows = (
        (Text("Nomor", "Number"), BLANK),
        (Text("Tanggal keputusan", "Date of the decision"), format_date(made.on, words.language)),
        (Text("Kepada", "To"), worker),
        (
            Text("Hal", "Subject"),
            words.say(
                Text(
                    "keputusan tentang bantuan Iuran jaminan sosial ketenagakerjaan",
                    "decision on contribution assistance for employment social security",
                )
            ),
        ),
    )
    return Pairs(tuple((words.say(name), value) for name, value in rows))


def _outcome(made: Decision, words: Words) -> str:
    name = words.instrument(made.instrument)
    said = words.say(_OUTCOME[made.effective], name)
    if made.effective is made.outcome:
        return said
    return f"{said} {words.say(_OVERRULED, name, words.say(made.outcome.text))}"


# Why


def _why(made: Decision, words: Words) -> Iterator[Block]:
    """Give each norm that made the outcome once, with the facts it read and the months it holds for."""
    told = {_key(norm): norm for norm in _deciding(made)}
    items = []
    for first in told.values():
        months = tuple(
            norm.month for norm in made.norms if _key(norm) == _key(first) and norm.month is not None
        )
        items.append(_reason(first, months, words))
    yield Statements(tuple(items))


def _deciding(made: Decision) -> tuple[NormWeighed, ...]:
    """Give what failed; where nothing did, what held. What bars and is not the case is no reason."""
    failed = tuple(norm for norm in made.norms if _passes(norm) is Truth.FALSE)
    held = tuple(norm for norm in made.norms if _passes(norm) is Truth.TRUE and not _bars(norm))
    beside_groups = tuple(norm for norm in failed if norm.role is not ir.Role.GROUP)
    match made.effective:
        case Outcome.ELIGIBLE:
            return (*beside_groups, *held)
        case Outcome.UNDETERMINED:
            return beside_groups
        case Outcome.NOT_ELIGIBLE:
            return beside_groups or failed
        case Outcome.NOT_APPLICABLE:
            return tuple(norm for norm in failed if norm.role is ir.Role.TERRITORY)
        case Outcome.CONFLICT:
            return tuple(norm for norm in made.norms if len(norm.exceptions) > 1)


def _reason(norm: NormWeighed, months: Sequence[Month], words: Words) -> Statement:
    verdict = words.say((_BARS if _bars(norm) else _MET)[norm.verdict])
    said = f"{words.say(_ROLE[norm.role])} {verdict}: {plain.weighed(norm, words)}"
    notes = [
        f"{words.fact(fact.name)}: {fact.value.in_(words.language)}"
        for fact in norm.facts
        if fact.value is not None
    ]
    if months:
        notes.append(words.say(Text("untuk {0}", "for {0}"), words.months(months)))
    if norm.exceptions:
        lifted = words.listed([words.cite(each) for each in norm.exceptions])
        notes.append(words.say(Text("pengecualian yang berlaku: {0}", "exceptions that apply: {0}"), lifted))
    return Statement(said, words.cite(norm.citation), tuple(notes))


def _gave_way(made: Decision, words: Words) -> Iterator[Block]:
    text = Text("{0} mengalah kepada {1}: {2}", "{0} gives way to {1}: {2}")
    weighed = {norm.citation: norm for norm in made.norms}
    items = []
    for each in made.gave_way:
        norm = weighed.get(each.to)
        notes = () if norm is None else (plain.weighed(norm, words),)
        said = words.say(text, words.cite(each.norm), words.cite(each.to), words.say(each.reason))
        items.append(Statement(said, words.cite(each.to), notes))
    yield Statements(tuple(items))


def _key(norm: NormWeighed) -> tuple[Citation, ir.Role, Truth]:
    return norm.citation, norm.role, norm.verdict


def _bars(norm: NormWeighed) -> bool:
    return norm.role in (ir.Role.EXCLUSION, ir.Role.ENDING)


def _passes(norm: NormWeighed) -> Truth:
    return norm.verdict.not_() if _bars(norm) else norm.verdict


# What would change it, and what is not known


def _ways(changes: Changes | None, words: Words) -> Iterator[Block]:
    if changes is None:
        return
    ways = (*changes.ways, *(() if changes.ends is None else (changes.ends,)))
    yield Statements(
        tuple(
            Statement(
                words.say(way.text),
                words.listed([words.cite(each) for each in way.citations]) or words.instrument(words.own),
            )
            for way in ways
        )
    )
    if changes.nothing is not None:
        yield Paragraph(words.say(changes.nothing))


def _missing(made: Decision, changes: Changes | None, words: Words) -> Iterator[Block]:
    facts = {fact.name: fact for fact in words.library.facts}
    rows = []
    for name in made.missing:
        fact = facts.get(name)
        document = BLANK if fact is None or fact.document is None else words.code(DOCUMENTS, fact.document)
        officer = BLANK if fact is None or fact.officer is None else words.code(PARTIES, fact.officer)
        what = words.fact(name) if fact is not None else lacking.named(name, made.instrument, words)
        rows.append((what, document, officer))
    if not rows:
        return
    if changes is not None and changes.ask_first:
        yield Statements(
            tuple(Statement(words.say(each.text), words.instrument(words.own)) for each in changes.ask_first)
        )
    titles = (
        Text("Yang belum diketahui", "Not known"),
        Text("Dibuktikan dengan", "Proved by"),
        Text("Oleh", "From"),
    )
    caption = words.say(Text("Yang perlu dilengkapi", "What to supply"))
    yield Table(caption, tuple(words.say(title) for title in titles), tuple(rows))


# Cover, cautions, objection, evidence


def _cover(made: Decision, words: Words) -> Iterator[Block]:
    """Give the programmes with their months, amounts and payers, where there is anything to pay."""
    if made.effective not in (Outcome.ELIGIBLE, Outcome.UNDETERMINED) or not made.costs:
        return
    if made.effective is Outcome.UNDETERMINED:
        yield Paragraph(
            words.say(
                Text(
                    "Yang berikut hanya berlaku bila kelak Anda dinyatakan memenuhi syarat.",
                    "What follows holds only if it is decided later that you qualify.",
                )
            )
        )
    covered = dict.fromkeys(row.programme for row in made.costs)
    names = words.listed([f"{words.programme(each)} ({words.code(PROGRAMMES, each)})" for each in covered])
    months = {each.month: each for each in made.months}
    funded = [month for month, each in months.items() if each.verdict is Truth.TRUE]
    open_ = [month for month, each in months.items() if each.verdict is Truth.UNKNOWN]
    where = words.listed(list(dict.fromkeys(words.cite(row.tariff) for row in made.costs)))
    items = [Statement(names, where)]
    if funded:
        notes = []
        later = [month for month in funded if months[month].projected]
        if later:
            text = Text("perkiraan menurut keadaan sekarang: {0}", "projected from what is known now: {0}")
            notes.append(words.say(text, words.months(later)))
        text = Text("Bulan yang dibayar: {0}", "Months paid for: {0}")
        items.append(
            Statement(words.say(text, words.months(funded)), words.instrument(words.own), tuple(notes))
        )
    if open_:
        text = Text("Bulan yang belum pasti: {0}", "Months not certain yet: {0}")
        items.append(Statement(words.say(text, words.months(open_)), words.instrument(words.own), gap=True))
    if made.months_open:
        text = Text(
            "Mungkin ada bulan lain: bulannya dibiarkan kosong",
            "There may be more months: they are left blank",
        )
        items.append(Statement(words.say(text), words.instrument(words.own), gap=True))
    lacks = [lacking.named(name, made.instrument, words) for name in lacking.of_amounts(made)]
    if lacks:
        text = Text("Besar Iuran bergantung pada: {0}", "The amount of the contributions turns on: {0}")
        items.append(Statement(words.say(text, "; ".join(lacks)), words.instrument(words.own), gap=True))
    yield Statements(tuple(items))
    if all(row.amount is None for row in made.costs):
        return
    rows = [
        (
            words.months(runs),
            words.programme(programme),
            words.party(payer),
            _amount(amount, words),
            _amount(None if amount is None else amount * len(runs), words),
        )
        for (programme, payer, amount), runs in _alike(made).items()
    ]
    rows.append((words.say(Text("Jumlah", "In all")), "", "", "", _amount(made.total, words)))
    titles = (
        Text("Bulan", "Month"),
        Text("Program", "Programme"),
        Text("Ditanggung oleh", "Borne by"),
        Text("Sebulan", "A month"),
        Text("Seluruhnya", "In all"),
    )
    caption = words.say(
        Text("Iuran menurut bulan, program, dan penanggung", "Contributions by month, programme and payer")
    )
    yield Table(caption, tuple(words.say(title) for title in titles), tuple(rows), frozenset({3, 4}))
    relieved = dict.fromkeys(row.relief for row in made.costs if row.relief is not None)
    text = Text("Jumlah di atas sudah dikurangi keringanan", "The amounts above are after a relief")
    yield Statements(tuple(Statement(words.say(text), words.cite(each)) for each in relieved))


def _alike(made: Decision) -> dict[tuple[str, ir.Party | None, int | None], list[Month]]:
    """Put the months together that cost the same payer the same for the same programme."""
    found: dict[tuple[str, ir.Party | None, int | None], list[Month]] = {}
    for row in made.costs:
        found.setdefault((row.programme, row.payer, row.amount), []).append(row.month)
    return found


def _amount(amount: int | None, words: Words) -> str:
    return words.say(Text("belum diketahui", "not known")) if amount is None else words.rupiah(amount)


def _cautions(made: Decision, words: Words) -> Iterator[Block]:
    yield Statements(
        tuple(
            Statement(
                words.say(each.message),
                words.instrument(words.own) if each.citation is None else words.cite(each.citation),
            )
            for each in made.cautions
        )
    )


def _objection(version: ir.Version | None, words: Words) -> Iterator[Block]:
    """Quote what the policy says of objecting; where it says nothing, say that."""
    said: list[tuple[str, Citation]] = []
    if version is not None:
        said += [(each.reason, each.citation) for each in version.not_encoded]
        said += [(each.matter, each.citation) for each in version.delegations]
    items = [
        Statement(text, words.cite(citation))
        for text, citation in said
        if any(word in text.casefold() for word in _OBJECTION)
    ]
    if not items:
        blank = Text(
            "Cara dan tempat mengajukan keberatan tidak disebut dalam aturan ini: ...",
            "How and where to object is not said in this text: ...",
        )
        items.append(Statement(words.say(blank), words.instrument(words.own), gap=True))
    yield Statements(tuple(items))


def _evidence(made: Decision, version: ir.Version | None, words: Words) -> Iterator[Block]:
    rows = [
        (Text("Diputuskan pada", "Decided on"), format_date(made.on, words.language)),
        (Text("Data menurut keadaan", "Facts as of"), format_date(made.facts_as_of, words.language)),
    ]
    if made.version_since:
        since = format_date(made.version_since, words.language)
        rows.append((Text("Teks yang berlaku sejak", "Text in force from"), since))
    if version is not None:
        rows += [
            (Text("Sebagaimana diubah dengan", "As amended by"), words.instrument(each))
            for each in version.amended_by
        ]
    rows.append((Text("Tanda terima", "Receipt"), made.receipt))
    yield Pairs(tuple((words.say(name), value) for name, value in rows))


def _closing(words: Words) -> Iterator[Block]:
    office = Text("Pejabat yang berwenang: ...", "The competent officer: ...")
    place = Text("Tempat dan tanggal: ...", "Place and date: ...")
    signature = Text("Tanda tangan: ...", "Signature: ...")
    yield Paragraph(words.say(place))
    yield Paragraph(words.say(office))
    yield Paragraph(words.say(signature))
