"""A report of `diff` in; the words of each of its parts, in one language, for text and for Markdown, out."""

from collections.abc import Iterator, Sequence

from policy_engine.backends.prose.words import Words
from policy_engine.commands.diff import Gate, Report
from policy_engine.commands.diff_register import Impact, Sum
from policy_engine.domain.bilingual import Language, Text
from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import format_date, format_month
from policy_engine.domain.money import format_rupiah
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.compare import Alteration
from policy_engine.ir.decision import Decision
from policy_engine.ir.nodes import Instrument
from policy_engine.proofs import alteration_words, region_words
from policy_engine.proofs.effect import Effect, effect_of, in_order, is_in_effect, is_settled
from policy_engine.proofs.findings import cited, named
from policy_engine.proofs.regions import Difference, Region, Side
from policy_engine.structure import dataclass

MOST_ROWS = 20
"""Rows of a register that are listed for people; JSON has them all."""


@dataclass(frozen=True, slots=True)
class Told:
    """One region in words."""

    effect: Effect
    head: str
    who: tuple[str, ...]
    notes: tuple[str, ...]
    worker: str
    money: str
    causes: tuple[str, ...]


class Teller:
    """Writes the parts of one report in one language."""

    def __init__(self, report: Report, language: Language) -> None:
        self.report = report
        self.language = language

    def say(self, text: Text) -> str:
        """Give a text in the language."""
        return text.in_(self.language)

    def instrument(self, wanted: InstrumentId) -> str:
        """Name an instrument."""
        for library in (self.report.new, self.report.old):
            found: Instrument | None = next((i for i in library.instruments if i.id == wanted), None)
            if found is not None:
                return self.say(named(found, library))
        return wanted.slug

    def nothing(self) -> str:
        """Say that both mean the same."""
        return self.say(
            Text(
                "tidak ada yang berbeda: kedua naskah bermakna sama",
                "nothing differs: both texts mean the same",
            )
        )

    def stretch(self, found: Difference) -> str:
        """Say on which day, and from when else, the regions are these."""
        day = format_date(found.compared.on, self.language)
        told = Text(f"keputusan pada {day} dan sesudahnya", f"decisions on {day} and after").in_(
            self.language
        )
        if found.compared.assumed:
            return Text(
                f"mulai berlaku yang dikosongkan diandaikan {day}",
                f"the commencement left blank is taken to be {day}",
            ).in_(self.language)
        if found.also_from:
            later = ", ".join(format_date(each, self.language) for each in found.also_from)
            told += Text(f"; demikian pula sejak {later}", f"; likewise from {later}").in_(self.language)
        return told

    # Regions

    def parts(self, found: Difference) -> Iterator[tuple[Text | None, tuple[Region, ...]]]:
        """Give the regions that are noticed, then those told in short, each with a title."""
        regions = in_order(found)
        kept = {
            title: tuple(r for r in regions if _part(r) == title) for title in (None, _OPEN, _PAPER, _NOBODY)
        }
        yield from ((title, some) for title, some in kept.items() if some)

    def region(self, region: Region, found: Difference) -> Told:
        """Put a region in words."""
        change = region.change
        effect = effect_of(change)
        return Told(
            effect,
            f"{self.say(effect.text)}: {self.say(region_words.turned(change))}",
            tuple(self.say(region_words.who(case, found.compared)) for case in region.cases),
            tuple(self._notes(region)),
            self.say(region_words.worker_words(region, found)),
            self._money(region),
            tuple(self.cause(each, found.compared.instrument) for each in region.caused_by),
        )

    def _notes(self, region: Region) -> Iterator[str]:
        turned = region_words.months(region.change.turns)
        if turned is not None:
            yield self.say(turned)
        if not region.is_exact:
            yield self.say(
                Text(
                    "tidak semua pekerjanya tergambar dengan tepat oleh syarat di atas",
                    "not all of its workers are described exactly by these conditions",
                )
            )

    def _money(self, region: Region) -> str:
        """Give what is owed in effect; where only the text changes, what is owed by the text alone."""
        in_effect = is_in_effect(region.change)
        old, new = (_owed(made, in_effect=in_effect) for made in (region.old, region.new))
        return f"{self.rupiah(old)} → {self.rupiah(new)}"

    def rupiah(self, amount: int | None) -> str:
        """Write an amount; None is unknown."""
        if amount is None:
            return self.say(Text("belum diketahui", "not known"))
        return format_rupiah(amount, self.language)

    def cause(self, alteration: Alteration, home: InstrumentId) -> str:
        """Name what is responsible: the article of the old and of the new text."""
        old, new = (
            None if citation is None else self.say(cited(citation, home))
            for citation in (alteration.old_citation, alteration.new_citation)
        )
        if old is None and new is None:
            where = alteration_words.where(alteration)
            owner = alteration.instrument
            named_ = "" if owner in (None, home) or owner is None else f"{self.instrument(owner)}: "
            return named_ + (self.say(where) or self.say(alteration.matter.text))
        if old is None or new is None:
            return f"{old or new} ({self.say(alteration_words.what(alteration))})"
        if old != new:
            return f"{old} → {new}"
        return Text(f"{old} lama dan baru", f"{old}, old and new").in_(self.language)

    # Alterations

    def alteration(self, alteration: Alteration) -> tuple[str, str, str, str]:
        """Give where, what, and the words of both texts."""
        return (
            self.say(alteration_words.where(alteration)),
            self.say(alteration_words.what(alteration)),
            self.say(alteration_words.words_of(alteration, Side.OLD, self.report.old)),
            self.say(alteration_words.words_of(alteration, Side.NEW, self.report.new)),
        )

    # Register

    def heads(self, impact: Impact) -> str:
        """Say how many of a register are treated otherwise."""
        counts = ", ".join(
            f"{self.say(effect.text).lower()} {impact.heads[effect]}"
            for effect in Effect
            if impact.heads.get(effect)
        )
        paper = impact.on_paper
        return Text(
            f"dari {impact.read} pekerja dalam register, {len(impact.rows)} diperlakukan lain"
            f"{': ' if counts else ''}{counts}; memenuhi syarat {impact.old_eligible} → {impact.new_eligible}"
            + (f"; bagi {paper} lagi hanya naskahnya yang berubah" if paper else ""),
            f"of {impact.read} workers in the register {len(impact.rows)} are treated otherwise"
            f"{': ' if counts else ''}{counts}; eligible {impact.old_eligible} → {impact.new_eligible}"
            + (f"; for {paper} more only the text changes" if paper else ""),
        ).in_(self.language)

    def sums(self, impact: Impact) -> Iterator[tuple[str, str, str, str, str, str]]:
        """Give the rupiah by month, programme and payer: under the old text, the new one, and the difference."""
        words = Words(impact.difference.compared.instrument, self.report.new, self.language)
        for each in impact.sums:
            yield (
                format_month(each.month, self.language),
                words.programme(each.programme),
                words.party(each.payer),
                self._known(each.old, each.old_unknown),
                self._known(each.new, each.new_unknown),
                self.signed(each),
            )

    def _known(self, amount: int, unknown: int) -> str:
        more = Text(f" + {unknown} belum diketahui", f" + {unknown} not known").in_(self.language)
        return f"{self.rupiah(amount)}{more if unknown else ''}"

    def signed(self, each: Sum) -> str:
        """Write how much more or less."""
        return self.change_of(each.new - each.old)

    def change_of(self, more: int) -> str:
        """Write a difference with its sign."""
        sign = "+" if more > 0 else "−" if more < 0 else ""  # noqa: RUF001  the minus sign of print
        return f"{sign}{self.rupiah(abs(more))}"

    def rows(self, impact: Impact) -> Iterator[tuple[str, str, str, str]]:
        """Give the first rows that are treated otherwise."""
        for row in impact.rows[:MOST_ROWS]:
            yield (
                str(row.row or ""),
                self.say(row.effect.text),
                f"{self.say(row.old.text)} → {self.say(row.new.text)}",
                f"{self.rupiah(row.old_total)} → {self.rupiah(row.new_total)}",
            )

    # Gates

    def gates(self) -> Iterator[str]:
        """Say which gates did not open."""
        for gate in Gate:
            if gate in self.report.tripped:
                yield self.say(_GATES[gate])

    def titles(self, *texts: Text) -> Sequence[str]:
        """Give headings of a table."""
        return [self.say(text) for text in texts]


def _owed(made: Decision | None, *, in_effect: bool) -> int | None:
    if made is None or (in_effect and made.effective not in (Outcome.ELIGIBLE, Outcome.UNDETERMINED)):
        return 0
    return made.total


_OPEN = Text("Pekerja yang faktanya belum lengkap", "Workers of whom something is not known")
_PAPER = Text(
    "Hanya menurut naskahnya sendiri: aturan yang lebih tinggi membuat hasilnya tetap",
    "Under the text by itself only: higher norms leave the outcome as it is",
)
_NOBODY = Text(
    "Pekerja yang tidak mungkin ada pada hari itu, misalnya lahir sesudahnya",
    "Workers who cannot exist on that day, such as born after it",
)


def _part(region: Region) -> Text | None:
    if not region.possible:
        return _NOBODY
    if not is_in_effect(region.change):
        return _PAPER
    return None if is_settled(region.change) else _OPEN


_GATES = {
    Gate.LOST: Text(
        "--deny-lost: ada yang kehilangan, atau tidak terbukti tidak ada",
        "--deny-lost: somebody loses, or it is not proved that nobody does",
    ),
    Gate.NEW: Text(
        "--deny-new: ada yang memperoleh, atau tidak terbukti tidak ada",
        "--deny-new: somebody gains, or it is not proved that nobody does",
    ),
    Gate.COST: Text(
        "--deny-cost: biaya bertambah, atau tidak terbukti tidak bertambah",
        "--deny-cost: costs rise, or it is not proved that they do not",
    ),
}
