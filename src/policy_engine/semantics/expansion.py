"""A scope in; whether its conditions can be written out in full, every name replaced by what it means, out.

The IR holds no names: a term stands written out wherever it is used. Terms that each use the one before twice
would double at every step, so what writing out would cost is weighed first, each term once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import TypeAlias

from policy_engine.diagnostics.names import Outgrown
from policy_engine.diagnostics.syntax import LARGEST_DIGITS, NumberTooLarge
from policy_engine.domain.bilingual import Text, both
from policy_engine.domain.citation import InstrumentId, Provision
from policy_engine.domain.dates import PackedDate
from policy_engine.ir import nodes as ir
from policy_engine.ir.invariants import DEEPEST
from policy_engine.ir.walk import depth, descend, roots
from policy_engine.semantics import exceptions, places, targets
from policy_engine.semantics.names import identity
from policy_engine.semantics.places import Placed
from policy_engine.semantics.scope import Scope
from policy_engine.semantics.targets import Exceptional, NormPlace
from policy_engine.source import Span
from policy_engine.structure import dataclass
from policy_engine.syntax import ast

MOST = 50_000
"""How many conditions names may add to one text; real ones add a few hundred."""
_SATURATED = 10**12

_Text: TypeAlias = tuple[InstrumentId, PackedDate]
_Key: TypeAlias = tuple[InstrumentId, PackedDate, str | Provision]
"""A term by its name, a norm or exception by its place, in one text of an instrument."""


@dataclass(frozen=True, slots=True)
class _Extent:
    """How many conditions something comes to when written out, and how deep they stand in one another."""

    size: int
    depth: int


@dataclass(frozen=True, slots=True)
class _Named:
    """What a name or place stands for: as written, and the names in it with how deep they stand."""

    said: Text
    span: Span
    size: int
    depth: int
    uses: tuple[tuple[_Key, int], ...]


@dataclass(slots=True)
class _Weighing:
    """What has been looked up and weighed so far."""

    scopes: dict[_Text, Scope] = field(default_factory=dict)
    norms: dict[_Text, Mapping[Provision, NormPlace]] = field(default_factory=dict)
    exceptions: dict[_Text, Mapping[Provision, tuple[Placed, Exceptional]]] = field(default_factory=dict)
    named: dict[_Key, _Named] = field(default_factory=dict)
    extents: dict[_Key, _Extent] = field(default_factory=dict)

    def norms_of(self, scope: Scope) -> Mapping[Provision, NormPlace]:
        """Give the norms of a text by their places; a subsidiary payer's conditions share one."""
        key = scope.id, scope.text.since
        if key not in self.norms:
            self.norms[key] = {norm.provision: norm for norm in targets.norms(scope)}
        return self.norms[key]

    def exceptions_of(self, scope: Scope) -> Mapping[Provision, tuple[Placed, Exceptional]]:
        """Give the exceptions of a text by their places."""
        key = scope.id, scope.text.since
        if key not in self.exceptions:
            self.exceptions[key] = {entry[0].provision: entry for entry in targets.exceptional(scope)}
        return self.exceptions[key]


def fits(scope: Scope) -> bool:
    """Say whether everything a text says can be written out in full; report it where it cannot.

    What is too large in another text is reported there.
    """
    weighing = _Weighing()
    own = [_key(scope, name) for name in _named_in(scope)]
    for key in own:
        if key not in weighing.extents:
            _weigh(weighing, scope, key)
    added = sum(weighing.extents[key].size - weighing.named[key].size for key in own)
    deepest = max((weighing.extents[key].depth for key in own), default=0)
    if added <= MOST and deepest <= DEEPEST:
        return True
    elsewhere = any(
        key[:2] != (scope.id, scope.text.since) and (extent.size > MOST or extent.depth > DEEPEST)
        for key, extent in weighing.extents.items()
    )
    if not elsewhere:
        by_size = added > MOST
        extents = {key: weighing.extents[key] for key in own}
        worst = next(key for key in own if _passes(extents, key, by_size=by_size))
        what = weighing.named[worst]
        scope.reports.append(
            Outgrown(span=what.span, text=what.said, limit=MOST if by_size else DEEPEST, in_size=by_size)
        )
    return False


def check(scope: Scope, found: ir.Version) -> None:
    """Report what a bundle cannot hold: a rate of rates with too many digits, the first condition too deep."""
    for root in roots(found):
        for part in descend(root):
            if isinstance(part, ir.Scale) and max(part.numerator, part.denominator) >= 10**LARGEST_DIGITS:
                rate = f"{part.numerator}/{part.denominator}"
                scope.reports.append(NumberTooLarge(span=part.origin, found=rate))
    for root in roots(found):
        if depth(root) > DEEPEST:
            span = root.origin or scope.tree.header.title.span
            said = both(scope.tree.kind.code if not isinstance(scope.tree.kind, ast.Blank) else "...")
            scope.reports.append(Outgrown(span=span, text=said, limit=DEEPEST, in_size=False))
            return


def _passes(extents: dict[_Key, _Extent], key: _Key, *, by_size: bool) -> bool:
    """Say whether this is the first to pass the limit; where only all together do, whether it is the largest."""
    if not by_size:
        return extents[key].depth > DEEPEST
    largest = max(extent.size for extent in extents.values())
    return extents[key].size > MOST or (largest <= MOST and extents[key].size == largest)


def _key(scope: Scope, name: str | Provision) -> _Key:
    return scope.id, scope.text.since, name


def _named_in(scope: Scope) -> Iterator[str | Provision]:
    yield from scope.definitions
    yield from dict.fromkeys(norm.provision for norm in targets.norms(scope))
    yield from dict.fromkeys(placed.provision for placed, _ in targets.exceptional(scope))


def _weigh(weighing: _Weighing, scope: Scope, start: _Key) -> None:
    """Weigh something and all it uses, innermost first; what leads back to itself ends there."""
    weighing.scopes[start[:2]] = scope
    path, on_path = [(start, _uses(weighing, start))], {start}
    while path:
        key, waiting = path[-1]
        further = next(
            (used for used in waiting if used not in weighing.extents and used not in on_path), None
        )
        if further is not None:
            path.append((further, _uses(weighing, further)))
            on_path.add(further)
            continue
        named = weighing.named[key]
        used = [(weighing.extents.get(inner, _Extent(0, 0)), at) for inner, at in named.uses]
        weighing.extents[key] = _Extent(
            min(_SATURATED, named.size + sum(extent.size for extent, _ in used)),
            max((named.depth, *(extent.depth + at for extent, at in used))),
        )
        path.pop()
        on_path.remove(key)


def _uses(weighing: _Weighing, key: _Key) -> Iterator[_Key]:
    named = weighing.named[key] = _named(weighing, weighing.scopes[key[:2]], key[2])
    return (used for used, _ in named.uses)


def _named(weighing: _Weighing, scope: Scope, name: str | Provision) -> _Named:
    """Look up what a name or place stands for, its exceptions included."""
    parts: list[tuple[object, int]] = []
    uses: list[tuple[_Key, int]] = []
    if isinstance(name, str):
        defined = scope.definitions[name]
        at, span, said = defined.provision, defined.item.span, both(name)
        parts.append((defined.item.condition, 1))
    else:
        at, said = name, places.words(name)
        span = scope.tree.span
        norm = weighing.norms_of(scope).get(name)
        if norm is not None:
            span = norm.node.span
            parts.append((norm.source, 1))
        exception = weighing.exceptions_of(scope).get(name)
        if exception is not None:
            span = exception[0].paragraph.span
            parts.append((exception[1].condition, 1))
            parts += [(exception[1].sentence, 1)] if isinstance(exception[1], ast.Change) else []
        aimed = exceptions.aimed(scope, name) if exception is None else exceptions.named(scope, name)
        uses += [(_key(scope, placed.provision), 1) for placed, _ in aimed if placed.provision != name]
    size, deepest = 0, 0
    while parts:
        part, level = parts.pop()
        if isinstance(part, tuple):
            parts.extend((inner, level) for inner in part)
        elif isinstance(part, ast.Condition | ast.Item | ast.ItemList | ast.Sentence):
            size, deepest = size + 1, max(deepest, level)
            uses.extend((used, level - 1) for used in _used(weighing, scope, part, at))
            inner_level = level if isinstance(part, ast.Item) else level + 1
            parts.extend((getattr(part, field_), inner_level) for field_ in part.__match_args__)
    return _Named(said, span, size, deepest, tuple(uses))


def _used(weighing: _Weighing, scope: Scope, part: ast.Node, at: Provision) -> Iterator[_Key]:
    """Go through what a condition stands for by a name or a reference."""
    if isinstance(part, ast.Holds):
        group = scope.group_named(part.name.text)
        if part.name.text in scope.definitions:
            yield _key(scope, part.name.text)
        elif group is not None:
            yield _key(scope, group.provision)
    elif isinstance(part, ast.ByReference):
        written = part.citation
        other: Scope | None = scope
        provision = written.provision or Provision()
        if written.instrument is not None:
            target = identity(scope.names, [], written.instrument, scope.id.locality or scope.region)
            other = None if target is None else scope.program.scope_on(target, scope.text.since)
        if other is scope:
            provision = places.absolute(provision, at)
        if other is not None:
            weighing.scopes[other.id, other.text.since] = other
            for norm in weighing.norms_of(other).values():
                if norm.role is ir.Role.REQUIREMENT and provision.covers(norm.provision):
                    yield _key(other, norm.provision)
