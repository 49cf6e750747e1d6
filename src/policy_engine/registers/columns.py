"""The header of a table, or the keys of a record, in; which fact each holds out, or problems.

A column is a fact by name, by its label in either language, or by a mapping file.
`nik` and `id` identify the record and are facts only where the policy declares them as such.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from policy_engine.diagnostics import data
from policy_engine.domain.bilingual import Text
from policy_engine.ir.nodes import Fact, Library
from policy_engine.ir.written import DateFormat, Formats, MoneyFormat
from policy_engine.registers.mask import mask
from policy_engine.registers.model import NIK, REFERENCE, Mapped
from policy_engine.structure import dataclass

_SECTIONS = ("columns", "ignore", "delimiter", "date_format", "money_format")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the file, and what it holds; a column without a role is left out."""

    name: str
    fact: Fact | None
    is_nik: bool = False
    is_reference: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """Finds the fact that a column or key means."""

    names: Mapping[str, Fact]
    mapped: Mapped

    def of(
        self, header: Sequence[str], path: str, row: int | None
    ) -> tuple[Column, ...] | tuple[data.DataProblem, ...]:
        """Give a column for every name in order, or every problem of the names."""
        columns = [self._column(name, path, row) for name in header]
        problems = [column for column in columns if isinstance(column, data.DataProblem)]
        good = [column for column in columns if isinstance(column, Column)]
        problems += _twice(good, path, row)
        return tuple(problems) if problems else tuple(good)

    def _column(self, name: str, path: str, row: int | None) -> Column | data.DataProblem:
        stripped = name.strip()
        if stripped in self.mapped.ignore:
            return Column(stripped, None)
        meant = self.mapped.columns.get(stripped, stripped)
        folded = fold(meant)
        fact = self.names.get(folded)
        is_nik = folded == NIK or (fact is not None and fact.name == NIK)
        if fact is not None or is_nik or folded == REFERENCE:
            return Column(stripped, fact, is_nik=is_nik, is_reference=fact is None and folded == REFERENCE)
        return data.UnknownColumn(path=path, row=row, column=mask(stripped[:80]), known=self._known())

    def _known(self) -> tuple[str, ...]:
        """Give the names and labels to compare a mistyped one with."""
        facts = self.names.values()
        return tuple(sorted({f.name for f in facts} | {f.label.indonesian for f in facts}))


def columns(library: Library, mapped: Mapped) -> Columns:
    """Prepare the names and labels of every fact of a library; a label that two facts share names neither."""
    by_label: dict[str, list[Fact]] = {}
    for fact in library.facts:
        for word in {fold(fact.label.indonesian), fold(fact.label.english)}:
            by_label.setdefault(word, []).append(fact)
    names = {word: facts[0] for word, facts in by_label.items() if len(facts) == 1}
    names |= {fold(fact.name): fact for fact in library.facts}
    return Columns(MappingProxyType(names), mapped)


def missing(
    present: Iterable[Column], read: Iterable[Fact], unknown: frozenset[str], path: str
) -> tuple[data.DataProblem, ...]:
    """Report each fact that the instrument reads, that has no column, and that was not declared unknown."""
    have = {column.fact.name for column in present if column.fact is not None} | unknown
    return tuple(
        data.MissingColumn(path=path, fact=fact.name, label=fact.label)
        for fact in read
        if fact.name not in have
    )


def not_facts(named: Iterable[str], library: Library) -> tuple[data.UnknownIsNoFact, ...]:
    """Report each name that is said to be unknown of every worker and is no fact."""
    known = tuple(fact.name for fact in library.facts)
    wrong = sorted(set(named).difference(known))
    return tuple(data.UnknownIsNoFact(named=name, known=known) for name in wrong)


def read_mapping(text: str, path: str, formats: Formats) -> Mapped | data.FileProblem:
    """Read a mapping file; what it says of formats replaces what was given.

    Its keys are `columns` (a table from column to fact), `ignore` (a list of columns), `delimiter`,
    `date_format` and `money_format`.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return _unreadable(path, Text(f"bukan TOML: {error}", f"not TOML: {error}"))
    for key in document:
        if key not in _SECTIONS:
            return data.UnknownSetting(path=path, key=key, known=_SECTIONS)
    named, ignore, delimiter = (
        document.get("columns", {}),
        document.get("ignore", []),
        document.get("delimiter"),
    )
    date, money = (
        document.get("date_format", formats.date.value),
        document.get("money_format", formats.money.value),
    )
    if not (isinstance(named, dict) and all(isinstance(fact, str) for fact in named.values())):
        return _unreadable(
            path, Text('`columns` harus berisi kolom = "fakta"', '`columns` must hold column = "fact"')
        )
    if not (isinstance(ignore, list) and all(isinstance(name, str) for name in ignore)):
        return _unreadable(
            path, Text("`ignore` harus berupa daftar kolom", "`ignore` must be a list of columns")
        )
    if delimiter not in (None, ",", ";"):
        return _unreadable(path, Text("`delimiter` harus `,` atau `;`", "`delimiter` must be `,` or `;`"))
    if date not in {form.value for form in DateFormat} or money not in {form.value for form in MoneyFormat}:
        return _unreadable(
            path,
            Text(
                "`date_format` harus iso, dmy, atau long; `money_format` harus plain atau rupiah",
                "`date_format` must be iso, dmy or long; `money_format` must be plain or rupiah",
            ),
        )
    return Mapped(
        MappingProxyType(dict(named)),
        frozenset(ignore),
        delimiter,
        Formats(DateFormat(date), MoneyFormat(money)),
    )


def fold(name: str) -> str:
    """Give the form in which names of columns are compared: case, blanks and underscores do not count."""
    return "_".join(name.casefold().replace("_", " ").split())


def _twice(found: Iterable[Column], path: str, row: int | None) -> Iterable[data.DataProblem]:
    seen: set[str] = set()
    for column in found:
        role = _role(column)
        if role in seen:
            yield data.DuplicateColumn(path=path, row=row, column=column.name, fact=role)
        elif role:
            seen.add(role)


def _role(column: Column) -> str:
    """Give what a column is for, or nothing for one that is left out."""
    if column.fact is not None:
        return column.fact.name
    return NIK if column.is_nik else REFERENCE if column.is_reference else ""


def _unreadable(path: str, reason: Text) -> data.FileProblem:
    return data.UnreadableSettings(path=path, reason=reason)
