"""A worker and what comes of the decision in; a test (`uji`) as an author would write it out."""

from collections.abc import Iterable, Iterator, Sequence

from policy_engine.domain import dates, money
from policy_engine.domain.bilingual import Language
from policy_engine.domain.dates import Month, PackedDate
from policy_engine.domain.outcomes import Truth
from policy_engine.ir.decision import Decision
from policy_engine.ir.nodes import CodeSet, Fact, FactValue, Kind, Library, NotHappened


def value_text(fact: Fact, value: FactValue, library: Library | None = None) -> str:
    """Write a fact as a test writes it; a region by its name where the library tells it."""
    match value:
        case bool():
            return "ya" if value else "tidak"
        case NotHappened():
            return "belum"
        case CodeSet(codes, complete):
            return ", ".join((*sorted(codes), *(() if complete else ("...",))))
        case int() if fact.type.kind in (Kind.DATE, Kind.EVENT):
            return dates.format_iso(PackedDate(value))
        case int() if fact.type.kind is Kind.MONTH:
            return dates.format_iso_month(Month(value))
        case int() if fact.type.kind in (Kind.RUPIAH, Kind.RUPIAH_PER_MONTH):
            per_month = " per bulan" if fact.type.kind is Kind.RUPIAH_PER_MONTH else ""
            return f"{money.format_rupiah(value, Language.ID)}{per_month}"
        case int():
            return f"{value}{_UNIT.get(fact.type.kind, '')}"
        case str() if fact.type.kind is Kind.REGION and library is not None:
            return next((c.name for v in library.vocabularies for c in v.codes if c.code == value), value)
        case str():
            return value


_UNIT = {Kind.YEARS: " tahun", Kind.MONTHS: " bulan", Kind.DAYS: " hari", Kind.PEOPLE: " orang"}


def can_be_written(value: FactValue) -> bool:
    """Tell whether the language has words for a value: it has none for a set that is surely empty."""
    return not isinstance(value, CodeSet) or bool(value.codes)


def test_text(
    name: str,
    worker: Iterable[tuple[str, FactValue]],
    made: Decision,
    library: Library,
    *,
    whole: bool,
    assumed: PackedDate | None,
) -> str:
    """Write a test that holds of a decision, with the outcome in effect where it is another.

    `whole` asks for cost, months and effect too; `assumed` is a commencement that the instrument leaves blank.
    """
    facts = {fact.name: fact for fact in library.facts}
    given = "\n".join(
        f"  {fact} {value_text(facts[fact], value, library)};" for fact, value in worker if fact in facts
    )
    day, of = dates.format_iso(made.on), dates.format_iso(made.facts_as_of)
    supposing = "" if assumed is None else f" andaikan mulai berlaku {dates.format_iso(assumed)}"
    expected = [f"hasil {made.outcome.text.indonesian}"]
    if whole:
        expected += _more(made)
    elif made.effective is not made.outcome:
        expected.append(f"berlaku {made.effective.text.indonesian}")
    return f'uji "{name}"{supposing} pada {day} fakta per {of} {{\n{given}\n}} {", ".join(expected)}\n'


def month_spans(months: Sequence[Month], language: Language = Language.ID) -> Iterator[str]:
    """Write months as the law does: consecutive ones as one span."""
    return (run.format(language) for run in dates.month_runs(months))


def funded(made: Decision) -> tuple[Month, ...]:
    """Give the months that a decision funds."""
    return tuple(each.month for each in made.months if each.verdict is Truth.TRUE)


def _more(made: Decision) -> Iterator[str]:
    if made.total is not None:
        yield f"biaya {money.format_rupiah(made.total, Language.ID)}"
    spans = list(month_spans(funded(made)))
    if spans:
        *others, last = spans
        yield f"bulan Iuran {', '.join(others)}{' dan ' if others else ''}{last}"
    yield f"berlaku {made.effective.text.indonesian}"
