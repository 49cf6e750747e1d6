"""A finished run in; its budget report as a document for people, as plain text, and as JSON, out."""

import json
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from typing import TypeVar

from policy_engine.backends.prose import lacking
from policy_engine.backends.prose.document import Block, Document, Heading, Pairs, Paragraph, Table
from policy_engine.backends.prose.words import OCCUPATIONS, Words
from policy_engine.domain import dates
from policy_engine.domain.bilingual import Language, Text
from policy_engine.domain.citation import Citation, InstrumentId
from policy_engine.domain.dates import PackedDate
from policy_engine.domain.money import format_whole
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.allotment import STANDING_NAMES
from policy_engine.ir.nodes import Expr, Library, Norm
from policy_engine.simulation import places
from policy_engine.simulation.budget import Budget, Coverage, Line, Missing, Reached
from policy_engine.simulation.compare import Compared
from policy_engine.simulation.naming import Citations
from policy_engine.simulation.rationing import Given
from policy_engine.simulation.run import Counts
from policy_engine.structure import dataclass

SCHEMA_VERSION = "1.0"

Key = TypeVar("Key", bound=Hashable)

_MOST_ROWS = 200
"""Rows of a table for people; the JSON has them all."""

_MOST_REASONS = 50

_ROWS_UNKNOWN = Text("baris biaya tanpa jumlah yang diketahui", "rows of cost without a known amount")
_PEOPLE_UNKNOWN = Text("pekerja yang Iurannya belum lengkap", "workers whose amount is incomplete")

_LEVELS = (
    Text("Provinsi", "Provinces"),
    Text("Kabupaten dan kota", "Regencies and cities"),
    Text("Kecamatan", "Districts"),
    Text("Desa dan kelurahan", "Villages"),
)


# Not slotted: the words of norms are looked up once.
@dataclass(frozen=True)
class Report:
    """What a run came to, and all that is needed to say it; `rejects` counts problems by code and column."""

    library: Library
    instruments: tuple[InstrumentId, ...]
    on: PackedDate
    facts_as_of: PackedDate
    counts: Counts
    budget: Budget
    rejects: tuple[tuple[str, str, Text, int], ...] = ()
    coverage: tuple[Coverage, ...] = ()
    compared: Compared | None = None
    given: tuple[Given, ...] = ()
    """What each instrument that rations gives."""
    assumed: PackedDate | None = None
    """The day on which what leaves its commencement blank was taken to commence."""
    further: Mapping[str, object] = field(default_factory=dict)
    """What the JSON says beside the budget: versions and digests."""

    @cached_property
    def norms(self) -> Mapping[Citation, tuple[Text, tuple[Expr, ...]]]:
        """Give the words of every norm that can be in the way."""
        found: dict[Citation, tuple[Text, tuple[Expr, ...]]] = {}
        for instrument in self.library.instruments:
            for version in instrument.versions:
                norms: Iterable[Norm] = (
                    *version.norms,
                    *version.participant_norms,
                    *(group.match for group in version.groups),
                )
                found |= {norm.citation: (norm.wording, (norm.condition,)) for norm in norms}
            found.setdefault(Citation(instrument.id), (_TERRITORY, ()))
        return found

    @cached_property
    def groups(self) -> Mapping[tuple[InstrumentId, str], tuple[Text, tuple[Expr, ...]]]:
        """Give the words of every group: its name, else its condition."""
        return {
            (instrument.id, group.id): (
                Text(group.name, group.name) if group.name else group.match.wording,
                (group.match.condition,),
            )
            for instrument in self.library.instruments
            for version in instrument.versions
            for group in version.groups
        }


_TERRITORY = Text("berdomisili di Daerah", "lives in the region")


def document(report: Report, language: Language) -> Document:
    """Say it for people."""
    return _Saying(report, language).document()


class _Saying:
    def __init__(self, report: Report, language: Language) -> None:
        self.report = report
        self.language = language
        self.words = Words(report.instruments[0], report.library, language)
        self._names = {each: self.words.instrument(each) for each in report.instruments}
        self._alike = Counter(self._names.values())

    def say(self, indonesian: str, english: str) -> str:
        return Text(indonesian, english).in_(self.language)

    def count(self, number: int) -> str:
        return format_whole(number, self.language)

    def name(self, instrument: InstrumentId) -> str:
        """Name an instrument; one whose number nobody reported is told from others by its identifier."""
        name = self._names[instrument]
        return name if self._alike[name] == 1 else f"{name} ({instrument.slug})"

    def document(self) -> Document:
        on = dates.format_date(self.report.on, self.language)
        facts = dates.format_date(self.report.facts_as_of, self.language)
        names = [self.name(each) for each in self.report.instruments[:3]]
        more = len(self.report.instruments) - len(names)
        listed = self.words.listed(names) if not more else f"{', '.join(names)}, +{more}"
        return Document(
            language=self.language,
            title=self.say("Laporan anggaran", "Budget report"),
            subtitle=self.say(
                f"{listed}; pada {on}, fakta per {facts}", f"{listed}; on {on}, facts as of {facts}"
            ),
            notice=self._notice(),
            blocks=tuple(self._blocks()),
        )

    def _notice(self) -> str:
        notice = self.say(
            "Jumlah rupiah adalah Iuran bagi semua pekerja yang memenuhi syarat menurut data register ini; yang "
            "diberikan dalam batas kuota dan pagu ada pada bagian Tempat dan dana.",
            "Amounts are the contributions of all workers who are eligible by the data of this register; what is "
            "given within quotas and ceilings stands under Places and money.",
        )
        if self.report.assumed is None:
            return notice
        day = dates.format_date(self.report.assumed, self.language)
        assumed = self.say(
            f"Naskah yang tidak menyebut mulai berlakunya diandaikan berlaku mulai {day}.",
            f"What does not say when it commences is taken to commence on {day}.",
        )
        return f"{notice} {assumed}"

    def _blocks(self) -> Iterator[Block]:
        yield from self._summary()
        yield from self._by_instrument()
        yield from self._money()
        yield from places.blocks(self.report.given, self.words, self.language)
        yield from self._compared()
        yield from self._coverage()
        yield from self._places()
        yield from self._kinds()
        yield from self._reasons()
        yield from self._missing()
        yield from self._lacking()
        yield from self._rejected()

    def _summary(self) -> Iterator[Block]:
        counts, people = self.report.counts, self.report.budget.people
        unknown = sum(line.unknown for line in self.report.budget.lines)
        yield Heading(self.say("Ringkasan", "Summary"))
        rows = [
            (self.say("baris dibaca", "rows read"), self.count(counts.read)),
            (self.say("diputus", "decided"), self.count(counts.decided)),
            (self.say("digabung karena kembar", "merged as alike"), self.count(counts.merged)),
            (self.say("ditolak masukannya", "rejected"), self.count(counts.rejected)),
            *(
                (outcome.text.in_(self.language), self.count(people.standings.get(outcome, 0)))
                for outcome in Outcome
            ),
            (
                # A sum that leaves out what is not known is never said to be the whole.
                self.say("jumlah Iuran yang sudah diketahui", "contributions as far as known")
                if unknown
                else self.say("jumlah Iuran", "contributions in all"),
                self.words.rupiah(people.rupiah),
            ),
        ]
        if unknown:
            rows.append(
                (
                    _ROWS_UNKNOWN.in_(self.language),
                    self.count(unknown),
                )
            )
        yield Pairs(tuple(rows))

    def _by_instrument(self) -> Iterator[Block]:
        outcomes = self.report.budget.outcomes
        if len(outcomes) <= 1:
            return
        rupiah = _summed(self.report.budget.lines, lambda line: line.instrument)
        unknown = any(open_ for *_, open_ in rupiah.values())
        met = [outcome for outcome in Outcome if any(counted.get(outcome) for counted in outcomes.values())]
        yield Heading(self.say("Hasil menurut naskah", "Outcomes by instrument"))
        yield self._table(
            self.say("Pekerja menurut hasil yang berlaku", "Workers by the outcome in effect"),
            (
                self.say("naskah", "instrument"),
                *(outcome.text.in_(self.language) for outcome in met),
                *self._contributions(_ROWS_UNKNOWN, is_known=not unknown),
            ),
            (
                (
                    self.name(instrument),
                    *(self.count(counted.get(outcome, 0)) for outcome in met),
                    *self._sum(*rupiah.get(instrument, (0, 0, 0))[1:], is_known=not unknown),
                )
                for instrument, counted in sorted(outcomes.items(), key=lambda item: item[0].slug)
            ),
            text=1,
        )

    def _money(self) -> Iterator[Block]:
        lines = self.report.budget.lines
        if not lines:
            return
        yield Heading(self.say("Anggaran", "Budget"))
        projected = dates.month_of(self.report.facts_as_of)
        by_month = _summed(lines, lambda line: line.month)
        yield self._amounts(
            self.say("Menurut bulan Iuran", "By contribution month"),
            (
                (
                    dates.format_month(month, self.language)
                    + (self.say(" (proyeksi)", " (projected)") if month > projected else ""),
                    found,
                )
                for month, found in sorted(by_month.items())
            ),
        )
        by_programme = _summed(lines, lambda line: line.programme)
        yield self._amounts(
            self.say("Menurut program", "By programme"),
            ((self.words.programme(name), found) for name, found in sorted(by_programme.items())),
        )
        by_payer = _summed(lines, lambda line: line.payer)
        yield self._amounts(
            self.say("Menurut penanggung", "By payer"),
            (
                (self.words.party(party), found)
                for party, found in sorted(by_payer.items(), key=lambda i: str(i[0]))
            ),
        )

    def _amounts(self, caption: str, rows: Iterable[tuple[str, tuple[int, int, int]]]) -> Table:
        found = list(rows)
        is_known = not any(unknown for _, (_, _, unknown) in found)
        return self._table(
            caption,
            (
                "",
                self.say("baris biaya", "rows of cost"),
                *self._contributions(_ROWS_UNKNOWN, is_known=is_known),
            ),
            (
                (name, self.count(count), *self._sum(rupiah, unknown, is_known=is_known))
                for name, (count, rupiah, unknown) in found
            ),
            text=1,
        )

    def _contributions(self, what: Text, *, is_known: bool) -> tuple[str, ...]:
        """Head the columns of `_sum`: a sum that leaves out what is not known is never said to be the whole."""
        if is_known:
            return (self.say("Iuran", "contributions"),)
        return (
            self.say("Iuran yang sudah diketahui", "contributions as far as known"),
            what.in_(self.language),
        )

    def _sum(self, rupiah: int, unknown: int, *, is_known: bool) -> tuple[str, ...]:
        said = self.words.rupiah(rupiah)
        return (said,) if is_known else (said, self.count(unknown))

    def _compared(self) -> Iterator[Block]:
        found = self.report.compared
        if found is None:
            return
        yield Heading(self.say("Dibandingkan dengan versi lain", "Compared with the other version"))
        yield Paragraph(
            self.say(
                f"{self.count(found.changed)} pekerja berubah hasil, biaya atau tempatnya; mereka ada di changes.csv. "
                "Sebelum adalah versi pembanding, sesudah adalah kebijakan ini.",
                f"{self.count(found.changed)} workers change outcome, cost or place; they are in changes.csv. "
                "Before is the other version, after is this policy.",
            )
        )
        unread = self.say("tidak terbaca", "not readable")
        yield self._differences(
            self.say("Pekerja menurut hasil sebelum dan sesudah", "Workers by outcome before and after"),
            (self.say("sebelum", "before"), self.say("sesudah", "after"), self.say("pekerja", "workers")),
            (
                (
                    (
                        unread if each.before is None else each.before.text.in_(self.language),
                        each.after.text.in_(self.language),
                        self.count(each.people),
                    ),
                    (each.rupiah_before, each.rupiah_after),
                )
                for each in found.moved
            ),
            text=2,
        )
        if found.replaced:
            yield Paragraph(
                self.say(
                    f"Mendapat tempat yang sebelumnya tidak ada: {self.count(found.gained)} pekerja; "
                    f"kehilangan tempat: {self.count(found.lost)} pekerja.",
                    f"Workers who gain a place that they did not have: {self.count(found.gained)}; "
                    f"who lose the place that they had: {self.count(found.lost)}.",
                )
            )
            yield self._differences(
                self.say(
                    "Pekerja menurut tempat sebelum dan sesudah, dan yang dibayar",
                    "Workers by place before and after, and what is paid",
                ),
                (
                    self.say("tempat sebelum", "place before"),
                    self.say("tempat sesudah", "place after"),
                    self.say("pekerja", "workers"),
                ),
                (
                    (
                        (
                            unread if each.before is None else STANDING_NAMES[each.before].in_(self.language),
                            STANDING_NAMES[each.after].in_(self.language),
                            self.count(each.people),
                        ),
                        (each.rupiah_before, each.rupiah_after),
                    )
                    for each in found.replaced
                ),
                text=2,
            )
        yield self._differences(
            self.say("Iuran menurut bulan dan program", "Contributions by month and programme"),
            (self.say("bulan", "month"), self.say("program", "programme")),
            (
                ((dates.format_month(month, self.language), self.words.programme(programme)), rupiah)
                for (month, programme), rupiah in sorted(found.by_month.items())
            ),
            text=2,
        )
        yield self._differences(
            self.say("Iuran menurut kabupaten dan kota", "Contributions by regency and city"),
            (self.say("wilayah", "place"),),
            (
                ((self.words.region(code) if code else "...",), rupiah)
                for code, rupiah in sorted(_by_regency(found.by_place).items())
            ),
            text=1,
        )

    def _differences(
        self,
        caption: str,
        names: tuple[str, ...],
        rows: Iterable[tuple[tuple[str, ...], tuple[int, int]]],
        *,
        text: int,
    ) -> Table:
        header = (
            *names,
            self.say("sebelum", "before"),
            self.say("sesudah", "after"),
            self.say("selisih", "difference"),
        )
        return self._table(
            caption,
            header,
            (
                (
                    *name,
                    self.words.rupiah(before),
                    self.words.rupiah(after),
                    self.words.rupiah(after - before).replace("-", "−"),  # noqa: RUF001  a minus is no formula
                )
                for name, (before, after) in rows
            ),
            text=text,
        )

    def _coverage(self) -> Iterator[Block]:
        if not self.report.coverage:
            return
        yield Heading(self.say("Cakupan", "Coverage"))
        yield Paragraph(
            self.say(
                "Terlindungi berarti memenuhi syarat dan, bila ada kuota atau pagu, mendapat tempat; dibandingkan "
                "dengan angkatan kerja yang dinyatakan.",
                "Protected means eligible and, where there is a quota or a ceiling, given a place; set beside the "
                "workforce as stated.",
            )
        )
        yield self._table(
            self.say("Terlindungi dari angkatan kerja", "Protected of the workforce"),
            (
                self.say("wilayah", "region"),
                self.say("angkatan kerja", "workforce"),
                self.say("terlindungi", "protected"),
                "%",
            ),
            (
                (
                    self.words.region(each.region),
                    self.count(each.workforce),
                    self.count(each.protected),
                    self._percent(each.tenths_of_percent),
                )
                for each in self.report.coverage
            ),
            text=1,
        )

    def _percent(self, tenths: int) -> str:
        return f"{tenths // 10}{self.say(',', '.')}{tenths % 10}%"

    def _places(self) -> Iterator[Block]:
        places = self.report.budget.places
        if not places:
            return
        yield Heading(self.say("Wilayah", "Places"))
        for level, caption in enumerate(_LEVELS):
            found = at_level(places, level)
            if found:
                yield self._reached(
                    caption.in_(self.language),
                    self.say("wilayah", "place"),
                    ((self.words.region(code), reached) for code, reached in sorted(found.items())),
                )
        unknown = places.get("")
        if unknown is not None:
            yield self._reached(
                self.say("Tempat tinggal belum diketahui", "Residence not known"),
                self.say("wilayah", "place"),
                [("...", unknown)],
            )

    def _kinds(self) -> Iterator[Block]:
        occupations, groups = self.report.budget.occupations, self.report.budget.groups
        if occupations:
            yield Heading(self.say("Pekerjaan", "Occupations"))
            yield self._reached(
                self.say("Menurut pekerjaan", "By occupation"),
                self.say("pekerjaan", "occupation"),
                (
                    (" + ".join(self.words.code(OCCUPATIONS, code) for code in codes) or "...", reached)
                    for codes, reached in _by_size(occupations)
                ),
            )
        if groups:
            yield Heading(self.say("Kelompok Penerima", "Groups of recipients"))
            yield self._reached(
                self.say("Menurut kelompok", "By group"),
                self.say("kelompok", "group"),
                ((self._group(*key), reached) for key, reached in _by_size(groups)),
            )

    def _group(self, instrument: InstrumentId, ids: Sequence[str]) -> str:
        said = " + ".join(
            self.words.wording(words, *exprs)
            for words, exprs in (self.report.groups[instrument, each] for each in ids)
        )
        several = len(self.report.instruments) > 1
        return f"{self.name(instrument)}: {said}" if several else said

    def _reached(self, caption: str, what: str, rows: Iterable[tuple[str, Reached]]) -> Table:
        found = list(rows)
        is_known = not any(reached.unknown for _, reached in found)
        return self._table(
            caption,
            (
                what,
                self.say("pekerja", "workers"),
                Outcome.ELIGIBLE.text.in_(self.language),
                Outcome.UNDETERMINED.text.in_(self.language),
                *self._contributions(_PEOPLE_UNKNOWN, is_known=is_known),
            ),
            (
                (
                    name,
                    self.count(reached.workers),
                    self.count(reached.eligible),
                    self.count(reached.standings.get(Outcome.UNDETERMINED, 0)),
                    *self._sum(reached.rupiah, reached.unknown, is_known=is_known),
                )
                for name, reached in found
            ),
            text=1,
        )

    def _reasons(self) -> Iterator[Block]:
        if not self.report.budget.reasons:
            return
        yield Heading(self.say("Yang menghalangi", "What is in the way"))
        yield self._table(
            self.say(
                "Norma yang tidak dipenuhi, menurut banyaknya pekerja; seorang dapat terhitung pada beberapa norma",
                "Norms that are not met, by the number of workers; one worker may count under several",
            ),
            (
                self.say("tempat", "place"),
                self.say("bunyi", "wording"),
                self.say("hasil", "outcome"),
                self.say("pekerja", "workers"),
            ),
            (
                (
                    self.words.cite(reason.citation),
                    self._wording(reason.citation),
                    reason.outcome.text.in_(self.language),
                    self.count(reason.people),
                )
                for reason in self.report.budget.reasons[:_MOST_REASONS]
            ),
            text=3,
        )

    def _wording(self, citation: Citation) -> str:
        words, exprs = self.report.norms.get(citation, (Text("", ""), ()))
        return self.words.wording(words, *exprs)

    def _missing(self) -> Iterator[Block]:
        if not self.report.budget.missing:
            return
        yield Heading(self.say("Yang belum diketahui", "What is not known"))
        yield self._table(
            self.say(
                "Fakta yang menahan keputusan, menurut banyaknya keputusan yang ditahan",
                "Facts that hold decisions back, by the number of decisions held back",
            ),
            (
                self.say("fakta", "fact"),
                self.say("keputusan", "decisions"),
                self.say("hanya fakta ini", "this fact alone"),
            ),
            (
                (_named(each, self.words), self.count(each.people), self.count(each.alone))
                for each in self.report.budget.missing
            ),
            text=1,
        )

    def _lacking(self) -> Iterator[Block]:
        if not self.report.budget.lacking:
            return
        if not self.report.budget.missing:
            yield Heading(self.say("Yang belum diketahui", "What is not known"))
        yield self._table(
            self.say(
                "Yang menahan jumlah Iuran pekerja yang memenuhi syarat, menurut banyaknya keputusan",
                "What holds back amounts of workers who are eligible, by the number of decisions",
            ),
            (
                self.say("yang belum diketahui", "what is not known"),
                self.say("keputusan", "decisions"),
                self.say("baris biaya", "rows of cost"),
            ),
            (
                (
                    lacking.named(each.name, each.instrument, self.words),
                    self.count(each.people),
                    self.count(each.rows),
                )
                for each in self.report.budget.lacking
            ),
            text=1,
        )

    def _rejected(self) -> Iterator[Block]:
        if not self.report.rejects:
            return
        yield Heading(self.say("Baris yang ditolak", "Rejected rows"))
        yield self._table(
            self.say("Menurut sebab dan kolom", "By cause and column"),
            (
                self.say("kode", "code"),
                self.say("sebab", "cause"),
                self.say("kolom", "column"),
                self.say("baris", "rows"),
            ),
            (
                (code, cause.in_(self.language), column, self.count(rows))
                for code, column, cause, rows in self.report.rejects
            ),
            text=3,
        )

    def _table(
        self, caption: str, header: Sequence[str], rows: Iterable[tuple[str, ...]], *, text: int
    ) -> Table:
        """Make a table whose first `text` columns are text; one that is very long ends with a remark."""
        found = list(rows)
        if len(found) > _MOST_ROWS:
            more = self.say(
                f"… {len(found) - _MOST_ROWS} lagi di budget.json",
                f"… {len(found) - _MOST_ROWS} more in budget.json",
            )
            found = [*found[:_MOST_ROWS], (more, *([""] * (len(header) - 1)))]
        return Table(caption, tuple(header), tuple(found), frozenset(range(text, len(header))))


def _named(found: Missing, words: Words) -> str:
    if found.instrument is None:
        return words.fact(found.fact)
    return lacking.named(found.fact, found.instrument, words)


def _by_size(found: Mapping[Key, Reached]) -> list[tuple[Key, Reached]]:
    return sorted(found.items(), key=lambda item: (-item[1].workers, str(item[0])))


def _summed(lines: Iterable[Line], by: Callable[[Line], Key]) -> dict[Key, tuple[int, int, int]]:
    """Count rows of cost, add up rupiah, and count rows without a known amount, by something of a line."""
    found: dict[Key, tuple[int, int, int]] = {}
    for line in lines:
        key = by(line)
        count, rupiah, unknown = found.get(key, (0, 0, 0))
        found[key] = (count + line.people, rupiah + line.rupiah, unknown + line.unknown)
    return found


def at_level(places: Mapping[str, Reached], level: int) -> dict[str, Reached]:
    """Add up what is known of the places inside each region of a level: 0 the province."""
    counts: dict[str, Counter[Outcome]] = {}
    rupiah: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    for code, reached in places.items():
        steps = code.split(".")
        if code and len(steps) > level:
            region = ".".join(steps[: level + 1])
            counts.setdefault(region, Counter()).update(reached.standings)
            rupiah[region] += reached.rupiah
            unknown[region] += reached.unknown
    return {region: Reached(counted, rupiah[region], unknown[region]) for region, counted in counts.items()}


def _by_regency(places: Mapping[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for code, (before, after) in places.items():
        regency = ".".join(code.split(".")[:2])
        old, new = found.get(regency, (0, 0))
        found[regency] = (old + before, new + after)
    return found


# Plain text


def plain_text(found: Document) -> str:
    """Write a document for a terminal."""
    return "\n".join(_plain(found)) + "\n"


def _plain(found: Document) -> Iterator[str]:
    yield found.title
    yield found.subtitle
    yield found.notice
    for block in found.blocks:
        match block:
            case Heading():
                yield from ("", block.text.upper())
            case Paragraph():
                yield block.text
            case Pairs(rows):
                width = max((len(name) for name, _ in rows), default=0)
                right = max((len(value) for _, value in rows), default=0)
                yield from (f"  {name:<{width}}  {value:>{right}}" for name, value in rows)
            case Table():
                yield from ("", block.caption)
                yield from _plain_rows(block)
            case _:
                pass


def _plain_rows(table: Table) -> Iterator[str]:
    rows = [table.header, *table.rows]
    widths = [max(len(row[place]) for row in rows) for place in range(len(table.header))]
    for row in rows:
        cells = (
            f"{cell:>{width}}" if place in table.numbers else f"{cell:<{width}}"
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield ("  " + "  ".join(cells)).rstrip()


# JSON


def json_text(report: Report) -> str:
    """Write everything as one JSON document with codes for names and whole rupiah."""
    found = report.budget
    citations = Citations(report.library)
    words = {language.value: Words(report.instruments[0], report.library, language) for language in Language}
    document_ = {
        "schema_version": SCHEMA_VERSION,
        **report.further,
        "on": dates.format_iso(report.on),
        "facts_as_of": dates.format_iso(report.facts_as_of),
        "assumed_commencement": None if report.assumed is None else dates.format_iso(report.assumed),
        "counts": {
            "read": report.counts.read,
            "decided": report.counts.decided,
            "merged": report.counts.merged,
            "rejected": report.counts.rejected,
            "outside": report.counts.outside,
            "decisions": report.counts.decisions,
        },
        "people": _reached_json(found.people),
        "instruments": [
            {
                "instrument": instrument.slug,
                "outcomes": {outcome.value: counted.get(outcome, 0) for outcome in Outcome},
            }
            for instrument, counted in sorted(found.outcomes.items(), key=lambda item: item[0].slug)
        ],
        "budget": [
            {
                "instrument": line.instrument.slug,
                "month": dates.format_iso_month(line.month),
                "programme": line.programme,
                "payer": None if line.payer is None else line.payer.code,
                "payer_region": None if line.payer is None else line.payer.region,
                "rows": line.people,
                "rupiah": line.rupiah,
                "unknown": line.unknown,
            }
            for line in found.lines
        ],
        "places": [
            {"region": code or None, **_reached_json(reached)}
            for code, reached in sorted(found.places.items())
        ],
        "occupations": [
            {"occupations": list(codes), **_reached_json(reached)}
            for codes, reached in sorted(found.occupations.items())
        ],
        "groups": [
            {"instrument": instrument.slug, "groups": list(groups), **_reached_json(reached)}
            for (instrument, groups), reached in sorted(found.groups.items(), key=lambda item: str(item[0]))
        ],
        "allocation": places.json_rows(report.given),
        "reasons": [
            {
                "instrument": reason.instrument.slug,
                "citation": _both(citations.both(reason.citation)),
                "wording": _both(report.norms.get(reason.citation, (Text("", ""), ()))[0]),
                "outcome": reason.outcome.value,
                "workers": reason.people,
            }
            for reason in found.reasons
        ],
        "missing": [
            {
                "fact": each.fact,
                "named": {code: _named(each, said) for code, said in words.items()},
                "decisions": each.people,
                "alone": each.alone,
            }
            for each in found.missing
        ],
        "amounts_missing": [
            {
                "name": each.name,
                "named": {
                    code: lacking.named(each.name, each.instrument, said) for code, said in words.items()
                },
                "decisions": each.people,
                "rows": each.rows,
            }
            for each in found.lacking
        ],
        "rejects": [
            {"code": code, "column": column, "cause": _both(cause), "rows": rows}
            for code, column, cause, rows in report.rejects
        ],
        "coverage": [
            {
                "region": each.region,
                "workforce": each.workforce,
                "protected": each.protected,
                "tenths_of_percent": each.tenths_of_percent,
            }
            for each in report.coverage
        ],
        "compare": None if report.compared is None else _compared_json(report.compared),
    }
    return json.dumps(document_, ensure_ascii=False, indent=2) + "\n"


def _reached_json(reached: Reached) -> dict[str, object]:
    return {
        "workers": reached.workers,
        "outcomes": {outcome.value: reached.standings.get(outcome, 0) for outcome in Outcome},
        "rupiah": reached.rupiah,
        "unknown": reached.unknown,
    }


def _compared_json(found: Compared) -> dict[str, object]:
    return {
        "changed": found.changed,
        "outcomes": [
            {
                "before": None if each.before is None else each.before.value,
                "after": each.after.value,
                "workers": each.people,
                "rupiah_before": each.rupiah_before,
                "rupiah_after": each.rupiah_after,
            }
            for each in found.moved
        ],
        "budget": [
            {
                "month": dates.format_iso_month(month),
                "programme": programme,
                "rupiah_before": before,
                "rupiah_after": after,
            }
            for (month, programme), (before, after) in sorted(found.by_month.items())
        ],
        "places": [
            {"region": code or None, "rupiah_before": before, "rupiah_after": after}
            for code, (before, after) in sorted(found.by_place.items())
        ],
        "gained": found.gained,
        "lost": found.lost,
        "standings": [
            {
                "before": None if each.before is None else each.before.value,
                "after": each.after.value,
                "workers": each.people,
                "paid_before": each.rupiah_before,
                "paid_after": each.rupiah_after,
            }
            for each in found.replaced
        ],
        "allocation_before": places.json_rows(found.given_before),
    }


def _both(text: Text) -> dict[str, str]:
    return {"id": text.indonesian, "en": text.english}
