"""Parts of a condition that could be left out: alternatives that add nobody, and demands that refuse nobody."""

from collections.abc import Iterator, Sequence

from policy_engine.diagnostics import logic
from policy_engine.diagnostics.wording import place, say
from policy_engine.ir import nodes as ir
from policy_engine.ir.walk import descend, facts_read
from policy_engine.proofs.findings import PROVED, Inquiry, cited
from policy_engine.proofs.sides import Question, Side
from policy_engine.proofs.touching import bounded
from policy_engine.source import Span


def look_at_parts(inquiry: Inquiry) -> list[frozenset[str]]:
    """Find parts of norms without effect; give the facts that each reads."""
    found: list[frozenset[str]] = []
    told = [each.diagnostic.span for each in inquiry.findings if each.diagnostic.span is not None]
    for norm in inquiry.case.stated:
        if (
            norm.role is ir.Role.TERRITORY
            or norm.origin is None
            or any(_within(norm.origin, at) for at in told)
        ):
            continue
        for whole, part in _parts(norm):
            about = say(
                "apakah {p} perlu seutuhnya",
                "whether {p} needs all its parts",
                p=place(norm.citation.provision),
            )
            if inquiry.nobody(about, _decides(norm, whole, part)):
                inquiry.tell(
                    logic.PartWithoutEffect(
                        span=part.origin,
                        place=cited(norm.citation, inquiry.case.instrument.id),
                        alternative=isinstance(whole, ir.Any),
                        shown=(PROVED,),
                    )
                )
                found.append(facts_read(part))
                break
    return found


def _parts(norm: ir.Norm) -> Iterator[tuple[ir.All | ir.Any, ir.Expr]]:
    """Give the parts of a norm's own text that are joined with others, and the whole they are joined in."""
    for whole in descend(norm.condition):
        if not isinstance(whole, ir.All | ir.Any) or any(_waits(part) for part in descend(whole)):
            continue
        for part in whole.operands:
            at = part.origin
            own = at is not None and norm.origin is not None and _within(at, norm.origin)
            if own and facts_read(part) and not _is_end_of_range(whole, part):
                yield whole, part


def _is_end_of_range(whole: ir.All | ir.Any, part: ir.Expr) -> bool:
    """Tell whether a part is one end of a range such as `1 through 3`, which may well begin with the least value."""
    subject = bounded(part)
    others = (bounded(each) for each in whole.operands if each is not part)
    return isinstance(whole, ir.All) and subject is not None and subject in others


def _waits(part: ir.Expr) -> bool:
    """Tell whether a part turns on another instrument, or on what the text leaves open or makes an exception to."""
    return isinstance(part, ir.NotBorne | ir.Blank | ir.Excepted)


def _within(inner: Span, outer: Span) -> bool:
    return inner.source.path == outer.source.path and outer.start <= inner.start and inner.end <= outer.end


def _decides(norm: ir.Norm, whole: ir.All | ir.Any, part: ir.Expr) -> Question:
    """Ask for whom a whole would come out otherwise without one part."""
    rest: Sequence[ir.Expr] = [each for each in whole.operands if each is not part]

    def question(s: Side) -> object:
        tells = []
        for scope in s.scopes(norm.grain):
            if isinstance(whole, ir.Any):
                others = (s.truth(each, scope).false for each in rest)
                tells.append(s.both(s.truth(part, scope).true, *others))
            else:
                others = (s.truth(each, scope).true for each in rest)
                tells.append(s.both(s.truth(part, scope).false, *others))
        return s.either(*tells)

    return question
