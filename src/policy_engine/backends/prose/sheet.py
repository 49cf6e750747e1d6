"""One version of an instrument and the findings of `check` in; the decision maker's sheet, as a document, out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields

from policy_engine.backends.prose import picture, summary
from policy_engine.backends.prose.document import (
    Block,
    Document,
    Heading,
    Paragraph,
    Statement,
    Statements,
    Table,
)
from policy_engine.backends.prose.words import Words
from policy_engine.diagnostics.model import Diagnostic
from policy_engine.domain.bilingual import Language, Text
from policy_engine.domain.citation import Citation, InstrumentId
from policy_engine.domain.dates import Month, PackedDate, format_date
from policy_engine.domain.money import format_whole
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir import nodes as ir
from policy_engine.structure import dataclass

_OTHER_NORM = ("higher", "other")
"""The facts of findings that name another norm in words."""


@dataclass(frozen=True, slots=True)
class Simulation:
    """What a simulated register came to for one instrument: people, and rupiah by month.

    `unknown` counts rows of cost without a known amount; `is_same_policy` is None where the simulation does not
    say of which policies it is.
    """

    on: PackedDate
    facts_as_of: PackedDate
    read: int
    decided: int
    rejected: int
    outcomes: tuple[tuple[Outcome, int], ...]
    months: tuple[tuple[Month, int], ...]
    unknown: int
    is_same_policy: bool | None


def sheet(
    instrument: ir.Instrument,
    version: ir.Version,
    library: ir.Library,
    findings: Sequence[Diagnostic],
    language: Language,
    simulation: Simulation | None = None,
) -> Document:
    """Give what a decision maker needs before signing: cost, months, funds, and what stands in the way.

    Where no register was simulated the sheet says so.
    """
    words = Words(instrument.id, library, language)
    sections = (
        (
            Text("Biaya dan bulan", "Cost and months"),
            (*_cost(version, words), *summary.months(version, words)),
        ),
        (Text("Simulasi register", "Simulation of the register"), _simulated(simulation, words)),
        (Text("Kuota, pagu, dan sasaran", "Quota, ceiling and target"), summary.places(version, words)),
        (
            Text("Iuran, penanggung, dan dana", "Contributions, payers and funds"),
            (*summary.contributions(version, words), *summary.payers(version, words)),
        ),
        (Text("Matriks harmonisasi", "Harmonisation matrix"), _matrix(findings, version, words)),
        (Text("Yang masih kosong", "What is still blank"), summary.gaps(version, words)),
        (Text("Tafsir yang dipakai", "Interpretations relied on"), summary.interpretations(version, words)),
        (Text("Asal lembar ini", "Where this comes from"), summary.provenance(instrument, version, words)),
    )
    blocks: list[Block] = []
    for heading, section in sections:
        found = [block for block in section if not (isinstance(block, Statements) and not block.items)]
        if found:
            blocks += [Heading(words.say(heading)), *found]
    errors = sum(found.severity.value == "error" for found in findings)
    notice = Text(
        "{0} temuan pemeriksaan, {1} di antaranya kesalahan. Biaya dihitung dari kebijakan, simulasi dari register.",
        "{0} findings of the check, {1} of them errors. The cost is worked out from this policy; the simulation from "
        "its register.",
    )
    title = words.say(
        Text("Lembar pejabat: {0}", "Decision maker's sheet: {0}"), words.instrument(instrument.id)
    )
    return Document(
        language,
        title,
        instrument.title or "...",
        words.say(notice, str(len(findings)), str(errors)),
        tuple(blocks),
    )


def _cost(version: ir.Version, words: Words) -> Iterator[Block]:
    """Give the whole cost for the quota, or for the target where there is no quota; else what is lacking."""
    monthly = picture.monthly(version)
    people, quota = picture.people(version)
    if not monthly:
        text = Text(
            "Biaya tidak dapat dihitung untuk semua orang sekaligus: Iuran atau bulannya kosong, atau bergantung "
            "pada penerimanya. Jalankan `decide` atas daftar penerima.",
            "The cost cannot be worked out for everybody at once: the contribution or its months are blank, or "
            "depend on the recipient. Run `decide` over the list of recipients.",
        )
        yield Paragraph(words.say(text))
        return
    one = sum(amount for _, amount in monthly)
    cited = [each.citation for each in version.tariffs] + [each.citation for each in version.schedules]
    where = "; ".join(dict.fromkeys(words.cite(each) for each in cited))
    months = format_whole(len(monthly), words.language)
    each = Text("{0} seorang untuk {1} bulan", "{0} for one person over {1} months")
    items = [Statement(words.say(each, words.rupiah(one), months), where)]
    if people is not None and quota is not None:
        whole = Text("{0} untuk {1} orang ({2})", "{0} for {1} people ({2})")
        of = (
            Text("kuota", "the quota")
            if isinstance(quota, ir.Quota)
            else Text("sasaran, yang bukan batas", "the target, which is no limit")
        )
        said = words.say(
            whole, words.rupiah(one * people), format_whole(people, words.language), words.say(of)
        )
        most = Text(
            "paling banyak: tempat diisi setiap bulan, jadi tidak semuanya sejak bulan pertama",
            "at most: places are filled every month, so not all of them from the first month",
        )
        notes = (words.say(most),) if version.allocation.monthly else ()
        items.append(Statement(said, words.cite(quota.citation), notes))
    else:
        blank = Text(
            "biaya seluruhnya: jumlah penerima tidak disebut",
            "the whole cost: the number of recipients is not stated",
        )
        items.append(Statement(words.say(blank), words.instrument(words.own), gap=True))
    for ceiling in version.ceilings:
        if ceiling.rupiah is not None and people is not None:
            margin = ceiling.rupiah - one * people
            fits = (
                Text("sisa pagu {0}", "left under the ceiling: {0}")
                if margin >= 0
                else Text("melampaui pagu sebesar {0}", "over the ceiling by {0}")
            )
            items.append(Statement(words.say(fits, words.rupiah(abs(margin))), words.cite(ceiling.citation)))
    yield Statements(tuple(items))


def _simulated(found: Simulation | None, words: Words) -> Iterator[Block]:
    """Give who is eligible in the register and what that costs; without a simulation, that there is none."""
    where = words.say(Text("simulasi register", "simulation of the register"))
    if found is None:
        text = Text(
            "tidak ada simulasi yang dilampirkan (`render --what sheet --simulation DIR/budget.json`)",
            "no simulation is given (`render --what sheet --simulation DIR/budget.json`)",
        )
        yield Statements((Statement(words.say(text).replace("`", ""), where, gap=True),))
        return
    on = format_date(found.on, words.language)
    facts = format_date(found.facts_as_of, words.language)
    items = [
        Statement(
            words.say(
                Text(
                    "{0} baris dibaca, {1} diputus, {2} ditolak masukannya; pada {3}, fakta per {4}",
                    "{0} rows read, {1} decided, {2} rejected; on {3}, facts as of {4}",
                ),
                *(format_whole(each, words.language) for each in (found.read, found.decided, found.rejected)),
                on,
                facts,
            ),
            where,
        )
    ]
    if found.is_same_policy is False:
        text = Text(
            "simulasi ini dibuat dari kebijakan yang lain dari yang ada di lembar ini; ulangi simulasinya",
            "this simulation was made from policies other than those of this sheet; simulate again",
        )
        items.append(Statement(words.say(text), where, gap=True))
    if found.unknown:
        text = Text("{0} baris biaya belum diketahui jumlahnya", "{0} rows of cost have no known amount")
        items.append(Statement(words.say(text, format_whole(found.unknown, words.language)), where, gap=True))
    yield Statements(tuple(items))
    people = tuple(
        (words.say(outcome.text), format_whole(number, words.language)) for outcome, number in found.outcomes
    )
    titles = (words.say(Text("Hasil", "Outcome")), words.say(Text("Keputusan", "Decisions")))
    yield Table(
        words.say(Text("Keputusan menurut hasil", "Decisions by outcome")), titles, people, frozenset({1})
    )
    if not found.months:
        return
    caption = words.say(Text("Iuran menurut bulan dalam register", "Contributions by month in the register"))
    yield from picture.by_month(found.months, caption, words)


def _matrix(findings: Sequence[Diagnostic], version: ir.Version, words: Words) -> Iterator[Block]:
    """Give one row a finding: where, which higher norm, what, and what to do."""
    if not findings:
        yield Paragraph(words.say(Text("Pemeriksaan tidak menemukan apa pun.", "The check found nothing.")))
        return
    paths = {i.origin.source.path: i.id for i in words.library.instruments if i.origin is not None}
    dash = "—"
    rows = []
    for found in findings:
        heading = _where(found, version, words)
        higher = "; ".join(_others(found, paths, words)) or dash
        message = (
            f"{found.message.in_(words.language)} ({found.code}, {found.severity.title.in_(words.language)})"
        )
        proposal = dash if found.help is None else found.help.in_(words.language)
        rows.append((heading, higher, message.replace("`", ""), proposal.replace("`", "")))
    titles = (
        Text("Pasal", "Article"),
        Text("Norma lebih tinggi atau lain", "Higher or other norm"),
        Text("Temuan", "Finding"),
        Text("Usul", "Proposal"),
    )
    caption = words.say(Text("Matriks harmonisasi", "Harmonisation matrix"))
    yield Table(caption, tuple(words.say(title) for title in titles), tuple(rows))


def _where(found: Diagnostic, version: ir.Version, words: Words) -> str:
    """Name the article of a finding: its own heading, else the narrowest place around it, else the line."""
    if found.heading is not None:
        return found.heading.in_(words.language)
    if found.span is None:
        return "—"
    span = found.span
    places = [(norm.origin, norm.citation) for norm in (*(g.match for g in version.groups), *version.norms)]
    places += [(unit.origin, unit.citation) for unit in version.skeleton if unit.citation is not None]
    around = [
        (origin.end - origin.start, words.cite(citation))
        for origin, citation in places
        if origin is not None
        and origin.source.path == span.source.path
        and origin.start <= span.start
        and span.end <= origin.end
    ]
    if around:
        return min(around)[1]
    own = next((each.origin for each in words.library.instruments if each.id == words.own), None)
    if own is not None and own.source.path == span.source.path and own.start <= span.start < own.end:
        return words.say(Text("seluruh naskah", "the whole text"))
    line = span.source.text.count("\n", 0, span.start) + 1
    return words.say(Text("berkas, baris {0}", "file, line {0}"), str(line))


def _others(found: Diagnostic, paths: Mapping[str, InstrumentId], words: Words) -> Iterator[str]:
    """Name the norms of other instruments that a finding is about, as its facts or its labels tell."""
    seen: set[str] = set()
    for each in fields(found):
        value = getattr(found, each.name)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Citation) and one.instrument != words.own:
                seen.add(words.cite(one))
            elif isinstance(one, InstrumentId) and one != words.own:
                seen.add(words.instrument(one))
            elif isinstance(one, Text) and each.name in _OTHER_NORM:
                seen.add(one.in_(words.language))
    for label in found.labels:
        other = paths.get(label.span.source.path)
        if other is not None and other != words.own and not seen:
            seen.add(words.instrument(other))
    yield from sorted(seen)
