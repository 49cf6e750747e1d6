"""What expressions can see of a worker's codes: expressions in; for each fact the codes they tell apart, out.

Codes that no expression tells apart are one: each class has a representative, the typical value where it is
one. So a vocabulary of hundreds of occupations, or the regions of a whole country, is a handful of values.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from types import MappingProxyType

from policy_engine.ir.nodes import (
    CodeSet,
    Expr,
    Fact,
    FactRef,
    FactValue,
    Includes,
    Kind,
    Library,
    NotHappened,
    ParameterRef,
    WithinRegion,
)
from policy_engine.ir.precedence import PARTICIPATION_FACT
from policy_engine.ir.walk import descend, facts_read
from policy_engine.structure import dataclass

ATTESTED = "ditanggung_"
"""How the name of a fact begins that tells whether another payer pays."""

_INSIDE = ("01", "01", "2001")
"""What leads from a province to one of its villages."""

_Signature = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class Classes:
    """The representatives of a fact's codes, the typical one first, then by name, and which stands for each."""

    codes: tuple[str, ...]
    representative: Mapping[str, str]
    mentioned: frozenset[str]
    keys: frozenset[str]

    def of(self, code: str) -> str | None:
        """Give the representative of a code; None for one that no worker of the library can have."""
        found = self.representative.get(code)
        return self._by_signature.get(self._sign(code)) if found is None else found

    @property
    def open(self) -> frozenset[str]:
        """Give the regions that others which expressions tell apart lie in: who lives there may live in those."""
        told = {prefix for named in (*self.mentioned, *self.keys) for prefix in _prefixes(named)[:-1]}
        return frozenset(code for code in self.codes if code in told)

    @cached_property
    def _sign(self) -> Callable[[str], _Signature]:
        return _signing(self.mentioned, self.keys)

    @cached_property
    def _by_signature(self) -> Mapping[_Signature, str]:
        return {self._sign(code): code for code in self.codes}


def facts_of(library: Library, read: Iterable[Expr]) -> tuple[Fact, ...]:
    """Give the facts that can tell two workers apart where these expressions are all that is read."""
    asked = frozenset[str]().union(*(facts_read(root) for root in read))
    return tuple(
        f
        for f in library.facts
        if f.name in asked or f.name == PARTICIPATION_FACT or f.name.startswith(ATTESTED)
    )


def classes_of(library: Library, read: Iterable[Expr], facts: Iterable[Fact]) -> Mapping[str, Classes]:
    """Give the classes of the codes of each fact that has codes."""
    mentioned = _mentioned(read, library)
    return MappingProxyType(
        {
            fact.name: _classes(library, fact, *mentioned.get(fact.name, (frozenset(), frozenset())))
            for fact in facts
            if fact.type.kind in (Kind.CODE, Kind.CODE_SET, Kind.REGION)
        }
    )


def typical(fact: Fact) -> FactValue | None:
    """Give the declared typical value; without one, what most workers without that fact have."""
    if fact.typical is not None:
        return fact.typical
    match fact.type.kind:
        case Kind.TRUTH:
            return False
        case Kind.EVENT:
            return NotHappened()
        case Kind.CODE_SET:
            return CodeSet(frozenset(), complete=True)
        case _:
            return fact.low


def presumed(fact: Fact, classes: Classes | None) -> FactValue | None:
    """Give the value of a complete worker that is no difference; None where nothing is presumed.

    It is the typical value, an open set of codes taken for complete; of codes without one, the first that
    expressions tell apart from others.
    """
    value = typical(fact)
    if isinstance(value, CodeSet):
        return CodeSet(value.codes, complete=True)
    if value is None and classes is not None:
        return next(iter(classes.codes), None)
    return value


def keys_of(code: str) -> tuple[str, ...]:
    """Give a code, then the regions it lies in, nearest first."""
    return _prefixes(code)[::-1]


def _prefixes(code: str) -> tuple[str, ...]:
    parts = code.split(".")
    return tuple(".".join(parts[:length]) for length in range(1, len(parts) + 1))


def _mentioned(read: Iterable[Expr], library: Library) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """Give for each fact the codes it is compared with, and the keys of the parameters it selects from."""
    codes: dict[str, set[str]] = {}
    keys: dict[str, set[str]] = {}
    parameters = {parameter.name: parameter for parameter in library.parameters}
    for root in read:
        for part in descend(root):
            match part:
                case Includes(FactRef(name), wanted):
                    # Codes that are always named together are told apart from others, not from one another.
                    codes.setdefault(name, set()).add("|".join(sorted(wanted)))
                case WithinRegion(FactRef(name), region):
                    codes.setdefault(name, set()).add(region)
                case ParameterRef(parameter, FactRef(name), _) if parameter in parameters:
                    keys.setdefault(name, set()).update(row.key for row in parameters[parameter].values)
                case _:
                    pass
    return {name: (frozenset(codes.get(name, ())), frozenset(keys.get(name, ()))) for name in (*codes, *keys)}


def _signing(mentioned: frozenset[str], keys: frozenset[str]) -> Callable[[str], _Signature]:
    """Give the function that tells what the expressions can see of a code: where it is named, and where it lies."""
    named: dict[str, list[str]] = {}
    around: dict[str, list[str]] = {}
    for each in sorted(mentioned):
        for code in each.split("|"):
            named.setdefault(code, []).append(each)
        for prefix in _prefixes(each):
            around.setdefault(prefix, []).append(each)

    def sign(code: str) -> _Signature:
        prefixes = _prefixes(code)
        return (
            tuple(named.get(code, ())),
            tuple(p for p in prefixes if p in mentioned),
            tuple(around.get(code, ())),
            tuple(p for p in prefixes if p in keys),
        )

    return sign


def _classes(library: Library, fact: Fact, mentioned: frozenset[str], keys: frozenset[str]) -> Classes:
    declared = list(_codes(library, fact))
    if fact.type.kind is Kind.REGION:
        declared += _regions_around((*mentioned, *keys))
    if isinstance(fact.typical, str):
        declared.insert(0, fact.typical)
    elif isinstance(fact.typical, CodeSet):
        declared[:0] = sorted(fact.typical.codes)
    first: dict[_Signature, str] = {}
    standing: dict[str, str] = {}
    sign = _signing(mentioned, keys)
    for code in dict.fromkeys(declared):
        standing[code] = first.setdefault(sign(code), code)
    return Classes(tuple(first.values()), MappingProxyType(standing), mentioned, keys)


def _codes(library: Library, fact: Fact) -> Iterator[str]:
    for vocabulary in library.vocabularies:
        if vocabulary.name == fact.type.vocabulary:
            for code in vocabulary.codes:
                yield code.code if fact.type.kind is Kind.REGION and code.code is not None else code.name


def _regions_around(regions: Iterable[str]) -> Iterator[str]:
    """Give each region, a village in it, all regions it lies in, and one beside it."""
    for region in sorted({one for named in regions for one in named.split("|") if one}):
        steps = region.split(".")
        yield region
        yield ".".join((*steps, *_INSIDE[len(steps) - 1 :]))
        yield from (".".join(steps[:length]) for length in range(1, len(steps)))
        yield ".".join((*steps[:-1], ("98" if steps[-1] == "99" else "99").rjust(len(steps[-1]), "0")))
