"""Instruments against one another: payers, authority, citations, delegations and segments."""

from collections.abc import Iterator
from itertools import combinations

from policy_engine.diagnostics.between import (
    BeyondTerritory,
    CitationNotEncoded,
    CitesUnloaded,
    DelegationNotExecuted,
    DoublePayment,
    KindCannotRegulate,
    PaymentAwaitsDelegate,
    SubsidiaryCycle,
    WrongSegment,
)
from policy_engine.diagnostics.model import Diagnostic
from policy_engine.diagnostics.wording import month
from policy_engine.domain.bilingual import Text
from policy_engine.domain.citation import Authority, InstrumentKind, Provision
from policy_engine.domain.dates import Month
from policy_engine.semantics.consolidate import find
from policy_engine.semantics.law.case import (
    POST_VOCABULARY,
    Case,
    Laws,
    all_in,
    funded_months,
)
from policy_engine.semantics.timeline import as_written
from policy_engine.source import Span
from policy_engine.syntax import ast


def check_between(laws: Laws) -> Iterator[Diagnostic]:
    """Give the findings about instruments beside and above one another."""
    for case in laws.cases:
        yield from _kind(case)
        yield from _territory(laws, case)
        yield from _citations(laws, case)
        yield from _delegations(laws, case)
        yield from _segment(laws, case)
    yield from _double_payments(laws)
    yield from _cycles(laws)


def _kind(case: Case) -> Iterator[Diagnostic]:
    kind = case.tree.kind
    if isinstance(kind, ast.Blank) or kind is InstrumentKind.NASKAH or kind.regulates:
        return
    norms = (ast.Recipients, ast.Requirements, ast.Exclusions)
    first = next((stated for stated in case.stated if isinstance(stated.sentence, norms)), None)
    if first is not None:
        yield KindCannotRegulate(span=first.span, title=_spoken(kind))


def _spoken(kind: InstrumentKind) -> Text:
    return Text(kind.title.indonesian.lower(), kind.title.english.lower())


def _territory(laws: Laws, case: Case) -> Iterator[Diagnostic]:
    kind, header = case.tree.kind, case.tree.header
    if isinstance(kind, ast.Blank) or kind.value.authorities == (Authority.NATIONAL,):
        return
    for name in (case.tree.locality, header.region):
        code = laws.regions.get(name.text) if name else None
        if name is not None and code is not None and not _fits(kind, code):
            yield BeyondTerritory(span=name.span, region=name.text, title=_spoken(kind))
            return
    maker = laws.regions.get(case.tree.locality.text) if case.tree.locality else None
    outside = maker is not None and case.region is not None and not _holds(maker, case.region)
    if outside and header.region is not None:
        yield BeyondTerritory(span=header.region.span, region=header.region.text, title=_spoken(kind))


_PROVINCE, _REGENCY, _VILLAGE = 2, 5, 13
"""The lengths of Kemendagri codes: `21`, `21.02`, `21.02.01.2001`."""


def _fits(kind: InstrumentKind, code: str) -> bool:
    """Say whether the maker of such an instrument can sit in a region; cities are numbered from 71 on."""
    is_city = len(code) == _REGENCY and code[3] >= "7"
    match kind:
        case InstrumentKind.PERGUB:
            return len(code) == _PROVINCE
        case InstrumentKind.PERBUP:
            return len(code) == _REGENCY and not is_city
        case InstrumentKind.PERWALI:
            return is_city
        case InstrumentKind.PERDA:
            return len(code) in (_PROVINCE, _REGENCY)
        case InstrumentKind.PERDES:
            return len(code) == _VILLAGE
        case (
            InstrumentKind.UU
            | InstrumentKind.PP
            | InstrumentKind.PERPRES
            | InstrumentKind.INPRES
            | InstrumentKind.PERMEN
            | InstrumentKind.PERMENAKER
            | InstrumentKind.PERMENDAGRI
            | InstrumentKind.PMK
            | InstrumentKind.KEPUTUSAN
            | InstrumentKind.NOTA_KESEPAKATAN
            | InstrumentKind.NASKAH
        ):
            return True


def _holds(wide: str, narrow: str) -> bool:
    return f"{narrow}.".startswith(f"{wide}.")


def _citations(laws: Laws, case: Case) -> Iterator[Diagnostic]:
    unloaded: dict[str, Span] = {}
    # What an amendment says belongs to the text it amends, and is looked at there.
    skipped = (ast.Amendment, ast.Repeal, ast.Listing)
    for node in all_in(case.tree, ast.InstrumentRef, skipped):
        identity = laws.refers(case, node)
        if identity is not None and laws.loaded(case, node) is None and node.number and node.year:
            unloaded.setdefault(as_written(node), node.span)
    if unloaded:
        yield CitesUnloaded(span=next(iter(unloaded.values())), targets=tuple(unloaded))
    for citation in all_in(case.tree, ast.CitationRef, skipped):
        place = citation.provision
        if place is None or not place.steps:
            continue
        if citation.instrument is None:
            continue  # names are resolved against the instrument's own places: PE106
        other = laws.loaded(case, citation.instrument)
        if other is not None and not _is_somewhere(other, place):
            yield CitationNotEncoded(
                span=citation.span,
                place=place,
                target=as_written(citation.instrument),
                base=other.tree.header.span,
            )


def _is_somewhere(case: Case, place: Provision) -> bool:
    """Say whether an instrument has a place, as first written or after any amendment."""
    texts = (case.tree, *(span.tree for span in case.told.spans))
    return any(find(tree, place) is not None for tree in texts)


def _delegations(laws: Laws, case: Case) -> Iterator[Diagnostic]:
    for stated, delegation in case.all_of(ast.Delegation):
        executed = any(
            cited.instrument is not None
            and laws.loaded(other, cited.instrument) is case
            and other.tree.kind is delegation.kind
            and (cited.provision is None or _meet(cited.provision, stated.place))
            for other in laws.cases
            for cited in other.tree.header.implements
        )
        if not executed:
            kind = PaymentAwaitsDelegate if delegation.blocking else DelegationNotExecuted
            yield kind(span=stated.span, matter=delegation.matter.text, title=_spoken(delegation.kind))


def _meet(one: Provision, other: Provision) -> bool:
    return one.covers(other) or other.covers(one)


def _segment(laws: Laws, case: Case) -> Iterator[Diagnostic]:
    segment = case.tree.header.segment
    if segment is None or segment.text != "bpu":
        return
    codes = laws.codes_of(POST_VOCABULARY)
    for stated, recipients in case.all_of(ast.Recipients):
        named = all_in(recipients, ast.Name, (ast.Not,))
        names = dict.fromkeys(name.text for name in named if name.text in codes)
        if names:
            yield WrongSegment(span=stated.span, posts=tuple(names))


def _double_payments(laws: Laws) -> Iterator[Diagnostic]:
    """Report pairs by names and months alone; whether one worker can meet both is for the solver."""
    paying = [
        (case, months, seniors)
        for case in laws.cases
        if case.region is not None and case.has(ast.Recipients) and case.has(ast.Enrolment)
        for months in [_paid(case)]
        for seniors in [_related(laws, case)]
        if months and seniors is not None
    ]
    by_province: dict[str, list[tuple[Case, frozenset[Month], frozenset[Case]]]] = {}
    for one in paying:
        by_province.setdefault((one[0].region or "")[:_PROVINCE], []).append(one)
    for group in by_province.values():
        for (first, months, related), (second, other_months, other_related) in combinations(group, 2):
            wide, narrow = first.region or "", second.region or ""
            both = months & other_months
            declared = second in related or first in other_related
            if both and not declared and _same_segment(first, second) and (
                _holds(wide, narrow) or _holds(narrow, wide)
            ):  # fmt: skip
                yield DoublePayment(
                    span=_months_of(second),
                    target=first.name,
                    base=_months_of(first),
                    month=month(min(both)),
                )


def _months_of(case: Case) -> Span:
    return next((stated.span for stated, _ in case.all_of(ast.Months)), case.tree.header.span)


def _same_segment(one: Case, other: Case) -> bool:
    mine, theirs = one.tree.header.segment, other.tree.header.segment
    return mine is None or theirs is None or mine.text == theirs.text


def _paid(case: Case) -> frozenset[Month]:
    found: set[Month] = set()
    for _, sentence in case.all_of(ast.Months):
        found |= set(funded_months(sentence) or ())
    return frozenset(found)


def _related(laws: Laws, case: Case) -> frozenset[Case] | None:
    """Give the instruments that a case names as payers beside it; None where a list sets it apart."""
    if any(listing.fact is not None for _, listing in case.all_of(ast.Listing)):
        return None
    named = [cited.instrument for one in all_in(case.tree, ast.NotBorneBy) for cited in one.seniors]
    named.extend(case.tree.header.special_to)
    found = {laws.loaded(case, reference) for reference in named if reference is not None}
    return frozenset(other for other in found if other is not None)


def _cycles(laws: Laws) -> Iterator[Diagnostic]:
    """Report each cycle of subsidiary payers once, at the first of its instruments."""
    seniors: dict[Case, list[tuple[Case, Span]]] = {
        case: [
            (other, cited.span)
            for one in all_in(case.tree, ast.NotBorneBy)
            for cited in one.seniors
            if (other := laws.loaded(case, cited.instrument) if cited.instrument else case) is not None
        ]
        for case in laws.cases
    }
    told: set[frozenset[int]] = set()
    for start in laws.cases:
        path = _path_back(start, seniors)
        members = frozenset(id(case) for case, _ in path)
        if path and members not in told:
            told.add(members)
            names = tuple(case.name for case, _ in path)
            spans = tuple(span for _, span in path)
            yield SubsidiaryCycle(span=spans[0], members=(*names, names[0]), others=spans)


def _path_back(start: Case, seniors: dict[Case, list[tuple[Case, Span]]]) -> tuple[tuple[Case, Span], ...]:
    """Give a shortest way from an instrument over its seniors back to itself; none if there is none."""
    ways: list[tuple[tuple[Case, Span], ...]] = [((start, span),) for _, span in seniors[start]]
    nexts = [other for other, _ in seniors[start]]
    seen: set[int] = set()
    while ways:
        longer, further = [], []
        for way, at in zip(ways, nexts, strict=True):
            if at is start:
                return way
            if id(at) in seen:
                continue
            seen.add(id(at))
            for other, span in seniors[at]:
                longer.append((*way, (at, span)))
                further.append(other)
        ways, nexts = longer, further
    return ()
