"""Exceptions as written in; the arms of what they aim at, and those that aim at nothing, out."""

from collections.abc import Callable, Iterator

from policy_engine.diagnostics.names import CircularReference, LiftLeaves, ReferenceToSeveral, UnfitTarget
from policy_engine.diagnostics.types import ChangeOfAnotherKind
from policy_engine.domain.bilingual import Language, Text
from policy_engine.domain.citation import Provision
from policy_engine.ir import nodes as ir
from policy_engine.semantics import conditions, places, targets
from policy_engine.semantics.places import Placed
from policy_engine.semantics.scope import Scope
from policy_engine.semantics.setting import Setting, monthly, once, truth
from policy_engine.semantics.targets import Exceptional, NormPlace
from policy_engine.semantics.wording import wording
from policy_engine.syntax import ast

_NORM = Text("norma yang dapat dikecualikan", "a norm that can have exceptions")
_NEVER_LIFTED = (
    ast.Contribution,
    ast.Deposit,
    ast.Funding,
    ast.Quota,
    ast.Ceiling,
    ast.Priority,
    ast.AllocationRule,
    ast.Relief,
    ast.BandTable,
)
"""Sentences with an effect on what is paid, of which there is no saying that they do not apply to a worker."""
_OWN = Text("ketentuan dalam naskah ini", "a provision of this instrument")

Value = Callable[[Exceptional], ir.Expr | None]
"""What an exception puts in the place of its target; None where it puts nothing that fits."""


def arms(scope: Scope, provision: Provision, value: Value) -> tuple[ir.Arm, ...]:
    """Give the exceptions to what stands at a place, with the exceptions to them; none where all outgrow."""
    if scope.is_outgrown:
        return ()
    return tuple(
        _arm(scope, placed, sentence, put)
        for placed, sentence in aimed(scope, provision)
        if (put := value(sentence)) is not None
    )


def aimed(scope: Scope, provision: Provision) -> tuple[tuple[Placed, Exceptional], ...]:
    """Give the exceptions that aim at what stands at a place, directly or by naming what holds it, in order."""
    aims = scope.aims
    held = [Provision(provision.steps[:length]) for length in range(1, len(provision.steps) + 1)]
    found = {number for holder in held for number in aims.at.get(holder, ())}
    for number, stretch in aims.stretches:
        if number not in found and _covers(scope, aims.exceptions[number][0], stretch, provision):
            found.add(number)
    return tuple(aims.exceptions[number] for number in sorted(found))


def named(scope: Scope, provision: Provision) -> tuple[tuple[Placed, Exceptional], ...]:
    """Give the exceptions that name this very place, in order: only so is an exception itself lifted."""
    aims = scope.aims
    return tuple(aims.exceptions[number] for number in dict.fromkeys(aims.at.get(provision, ())))


def excepted(base: ir.Expr, found: tuple[ir.Arm, ...]) -> ir.Expr:
    """Give a value with its exceptions."""
    return ir.Excepted(type=base.type, base=base, arms=found, origin=base.origin) if found else base


def setting_of(scope: Scope, norm: NormPlace) -> Setting:
    """Give the setting of a norm by what it does."""
    return setting_for(scope, norm.provision, norm.role)


def setting_for(scope: Scope, provision: Provision, role: ir.Role) -> Setting:
    """Give the setting of a condition by what it does."""
    citation = scope.citation(provision)
    match role:
        case ir.Role.REQUIREMENT:
            return once(citation, lifted=True)
        case ir.Role.GROUP | ir.Role.EXCLUSION:
            return once(citation, enumerates=True)
        case ir.Role.ENDING:
            return monthly(citation, enumerates=True, lifted=False)
        case ir.Role.CONTINUATION:
            return monthly(citation, enumerates=False, lifted=True)
        case ir.Role.TERRITORY:
            return once(citation)


def for_norm(scope: Scope, norm: NormPlace) -> tuple[ir.Arm, ...]:
    """Give the exceptions to a norm: a lift takes it away, a change puts another condition in its place."""
    setting = setting_of(scope, norm)

    def value(sentence: Exceptional) -> ir.Expr | None:
        if isinstance(sentence, ast.Lift):
            return truth(value=setting.lifted)
        written = _criteria(norm.role, sentence.sentence)
        return None if written is None else conditions.criteria(scope, written, setting)

    return arms(scope, norm.provision, value)


def check(scope: Scope) -> None:
    """Report every exception that aims at nothing, at what has no exceptions, or at itself in a circle."""
    at = {placed.provision: (placed, sentence) for placed, sentence in targets.exceptional(scope)}
    for placed, sentence in at.values():
        for target in _cited(sentence):
            _check_target(scope, placed, sentence, target, frozenset(at))
        if isinstance(sentence, ast.Lift):
            for stretch in sentence.targets:
                if isinstance(stretch, ast.ProvisionRange):
                    _check_range(scope, placed, stretch)
                _check_left(scope, placed, stretch)


def _arm(scope: Scope, placed: Placed, sentence: Exceptional, value: ir.Expr) -> ir.Arm:
    citation = scope.citation(placed.provision)
    said = places.words(placed.provision)
    key = (scope.id, "exception", placed.provision)
    condition = conditions.condition(scope, sentence.condition, once(citation))
    inner: tuple[ir.Arm, ...] = ()
    is_told = scope.path.is_told(key)
    cycle = scope.path.cycle(key, said)
    if cycle is not None:
        span = placed.paragraph.span
        if not is_told:
            scope.reports.append(CircularReference(span=span, heading=said, path=cycle))
    elif not scope.is_outgrown:
        with scope.path.through(key, said):
            inner = tuple(
                _arm(scope, other, lift, truth(value=False))
                for other, lift in named(scope, placed.provision)
                if isinstance(lift, ast.Lift)
            )
    return ir.Arm(citation, condition, value, inner, wording(placed.paragraph))


def _criteria(role: ir.Role, sentence: ast.Sentence) -> ast.Criteria | None:
    """Give the condition of a replacing sentence of the same kind."""
    match role:
        case ir.Role.REQUIREMENT:
            return sentence.criteria if isinstance(sentence, ast.Requirements) else None
        case ir.Role.EXCLUSION:
            return sentence.criteria if isinstance(sentence, ast.Exclusions) else None
        case ir.Role.GROUP:
            return sentence.criteria if isinstance(sentence, ast.Recipients) else None
        case ir.Role.ENDING:
            return sentence.criteria if isinstance(sentence, ast.Ending) else None
        case ir.Role.CONTINUATION:
            return sentence.condition if isinstance(sentence, ast.Provided) else None
        case ir.Role.TERRITORY:
            return None


def _covers(
    scope: Scope, placed: Placed, target: ast.CitationRef | ast.ProvisionRange, provision: Provision
) -> bool:
    if isinstance(target, ast.CitationRef):
        cited = scope.read(target, placed.provision)
        return cited is not None and cited.instrument == scope.id and cited.provision.covers(provision)
    first, last = scope.read(target.first, placed.provision), scope.read(target.last, placed.provision)
    if first is None or last is None or first.instrument != scope.id or last.instrument != scope.id:
        return False
    inside = first.provision.key <= provision.key and (
        provision.key <= last.provision.key or last.provision.covers(provision)
    )
    spared = any(_covers(scope, placed, spared, provision) for spared in target.excepting)
    return inside and not spared


def _cited(sentence: Exceptional) -> Iterator[ast.CitationRef]:
    if isinstance(sentence, ast.Change):
        yield sentence.target
    else:
        yield from (target for target in sentence.targets if isinstance(target, ast.CitationRef))


def _check_range(scope: Scope, placed: Placed, target: ast.ProvisionRange) -> None:
    for end in (target.first, target.last, *target.excepting):
        _own(scope, placed, end)


def _check_left(scope: Scope, placed: Placed, target: ast.CitationRef | ast.ProvisionRange) -> None:
    """Report what stands under the target of a lift beside norms over workers, and cannot be lifted."""
    fixed = [other for other in scope.sentences if isinstance(other.paragraph.sentence, _NEVER_LIFTED)]
    left = [other for other in fixed if _covers(scope, placed, target, other.provision)]
    if left and any(
        _covers(scope, placed, target, other.provision) for other in scope.sentences if other not in left
    ):
        heading = places.words(placed.provision)
        span = target.span if isinstance(target, ast.CitationRef) else target.first.span
        said = tuple(places.words(other.provision) for other in left)
        scope.reports.append(LiftLeaves(span=span, heading=heading, left=said))


def _own(scope: Scope, placed: Placed, target: ast.CitationRef) -> Provision | None:
    found = scope.find(target, placed.provision)
    if found is None:
        return None
    if found[1].instrument != scope.id or not found[1].provision.steps:
        _unfit(scope, placed, target, _OWN, ())
        return None
    return found[1].provision


def _check_target(
    scope: Scope,
    placed: Placed,
    sentence: Exceptional,
    target: ast.CitationRef,
    exceptional: frozenset[Provision],
) -> None:
    provision = _own(scope, placed, target)
    if provision is None:
        return
    if provision in exceptional:
        _check_exception_to_exception(scope, placed, sentence, provision, target)
        return
    norms = tuple(
        dict.fromkeys(norm.provision for norm in targets.norms(scope) if provision.covers(norm.provision))
    )
    sentences = [
        (place.provision, other)
        for place, other in targets.changeable(scope)
        if provision.covers(place.provision)
        and (isinstance(sentence, ast.Change) or not isinstance(other, ast.Contribution))
    ]
    hit = (*norms, *(place for place, _ in sentences if place not in norms))
    if not hit:
        near = [norm.provision for norm in targets.norms(scope) if norm.provision.covers(provision)]
        near += [norm.provision for norm in targets.norms(scope) if norm.provision not in near]
        _unfit(scope, placed, target, _NORM, tuple(place.text(Language.ID) for place in near[:3]))
    elif isinstance(sentence, ast.Change) and len(hit) > 1:
        listed = tuple(place.text(Language.ID) for place in hit[:3])
        said = places.words(provision)
        heading = places.words(placed.provision)
        scope.reports.append(
            ReferenceToSeveral(span=target.span, heading=heading, citation=said, near=listed)
        )
    elif isinstance(sentence, ast.Change):
        roles = [norm.role for norm in targets.norms(scope) if norm.provision == hit[0]]
        fits = any(_criteria(role, sentence.sentence) is not None for role in roles)
        fits = fits or any(type(other) is type(sentence.sentence) for _, other in sentences)
        if not fits:
            _other_kind(scope, placed, sentence, provision)


def _check_exception_to_exception(
    scope: Scope, placed: Placed, sentence: Exceptional, provision: Provision, target: ast.CitationRef
) -> None:
    if isinstance(sentence, ast.Change):
        _other_kind(scope, placed, sentence, provision)
    elif provision == placed.provision:
        said = places.words(provision)
        scope.reports.append(CircularReference(span=target.span, heading=said, path=(said, said)))
    else:
        # Reading it walks its own exceptions, and reports a circle among them.
        _arm(scope, placed, sentence, truth(value=False))


def _other_kind(scope: Scope, placed: Placed, sentence: ast.Change, provision: Provision) -> None:
    said, heading = places.words(provision), places.words(placed.provision)
    scope.reports.append(ChangeOfAnotherKind(span=sentence.sentence.span, heading=heading, citation=said))


def _unfit(
    scope: Scope, placed: Placed, target: ast.CitationRef, wanted: Text, near: tuple[str, ...]
) -> None:
    cited = scope.read(target, placed.provision)
    if cited is not None:
        said = places.words(cited.provision)
        heading = places.words(placed.provision)
        scope.reports.append(
            UnfitTarget(span=target.span, heading=heading, citation=said, wanted=wanted, near=near)
        )
