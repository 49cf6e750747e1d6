"""A checked library in; everything that proofs find about some of its instruments, and what was analysed, out."""

from collections.abc import Collection, Iterable, Iterator

from policy_engine.diagnostics.logic import NotAnalysed
from policy_engine.domain.bilingual import Text
from policy_engine.domain.citation import InstrumentId
from policy_engine.ir import nodes as ir
from policy_engine.ir.refused import NotEncodedError
from policy_engine.proofs.above import look_up
from policy_engine.proofs.accounts import accounts
from policy_engine.proofs.areas import Memory
from policy_engine.proofs.around import around, around_both
from policy_engine.proofs.between import look_between, pairs
from policy_engine.proofs.case import lay_out
from policy_engine.proofs.findings import Inquiry, cited, named
from policy_engine.proofs.inside import look_inside
from policy_engine.proofs.shown import Account, Analysis, Extent, Finding
from policy_engine.structure import dataclass


@dataclass(frozen=True, slots=True)
class Proofs:
    """What was found, and how much was asked: instruments analysed, those not, pairs, questions, those solved."""

    findings: tuple[Finding, ...]
    analysed: int
    skipped: int
    pairs: int
    questions: int
    solved: int
    accounts: tuple[Account, ...] = ()
    """What was made of each clause."""


def prove(
    library: ir.Library, own: Collection[InstrumentId], analysis: Analysis, *, milliseconds: int
) -> Proofs:
    """Analyse the instruments asked for and the pairs they are in; each finding was replayed by the reference."""
    if analysis is Analysis.OFF:
        return _NOTHING
    parts = [
        prove_about(library, instrument, analysis, milliseconds=milliseconds)
        for instrument in library.instruments
        if instrument.id in own
    ]
    parts += [
        prove_between(library, one, other, milliseconds=milliseconds) for one, other in pairs(library, own)
    ]
    return Proofs(
        tuple(finding for part in parts for finding in part.findings),
        sum(part.analysed for part in parts),
        sum(part.skipped for part in parts),
        sum(part.pairs for part in parts),
        sum(part.questions for part in parts),
        sum(part.solved for part in parts),
        tuple(account for part in parts for account in part.accounts),
    )


def prove_about(
    library: ir.Library,
    instrument: ir.Instrument,
    analysis: Analysis,
    *,
    milliseconds: int,
    memory: Memory | None = None,
) -> Proofs:
    """Analyse one instrument; what is in `memory` is not asked again, and what is asked is put there."""
    if analysis is Analysis.OFF:
        return _NOTHING
    library = around(library, instrument)
    case = lay_out(library, instrument, milliseconds, memory=memory)
    if not isinstance(case, Text):
        inquiry = Inquiry(case)
        try:
            look_inside(inquiry, full=analysis is Analysis.FULL)
            look_up(inquiry)
        except NotEncodedError as refused:
            made = tuple(accounts(case, refused=True))
            inquiry.findings += _refused(instrument, made)
            inquiry.findings.append(_not_analysed(library, instrument, refused.reason))
            return _proofs(inquiry, skipped=1, told=made)
        return _proofs(inquiry, analysed=1, told=tuple(accounts(case, refused=False)))
    return Proofs((_not_analysed(library, instrument, case),), 0, 1, 0, 0, 0)


def prove_between(
    library: ir.Library, one: ir.Instrument, other: ir.Instrument, *, milliseconds: int
) -> Proofs:
    """Analyse a pair of instruments."""
    try:
        inquiry = look_between(*around_both(library, one, other), milliseconds)
    except NotEncodedError:
        # The instrument that cannot be encoded is reported where it is analysed by itself.
        return _NOTHING
    return _NOTHING if inquiry is None else _proofs(inquiry, pairs=1)


_NOTHING = Proofs((), 0, 0, 0, 0, 0)


def _not_analysed(library: ir.Library, instrument: ir.Instrument, reason: Text) -> Finding:
    return Finding(NotAnalysed(span=instrument.origin, place=named(instrument, library), reason=reason))


def _proofs(
    inquiry: Inquiry,
    *,
    analysed: int = 0,
    skipped: int = 0,
    pairs: int = 0,
    told: tuple[Account, ...] = (),
) -> Proofs:
    solved = inquiry.questions - inquiry.boxed
    return Proofs(tuple(inquiry.findings), analysed, skipped, pairs, inquiry.questions, solved, told)


def _refused(instrument: ir.Instrument, made: Iterable[Account]) -> Iterator[Finding]:
    """Report each clause that no decider can be told of."""
    for each in made:
        if each.extent is Extent.NOT and each.why is not None:
            yield Finding(
                NotAnalysed(span=each.origin, place=cited(each.citation, instrument.id), reason=each.why)
            )
