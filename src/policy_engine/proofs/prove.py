"""A checked library in; everything that proofs find about some of its instruments, and what was analysed, out."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from policy_engine.diagnostics.logic import NotAnalysed
from policy_engine.domain.bilingual import Text
from policy_engine.domain.citation import InstrumentId
from policy_engine.ir import nodes as ir
from policy_engine.ir.refused import NotEncodedError
from policy_engine.proofs.above import look_up
from policy_engine.proofs.accounts import accounts
from policy_engine.proofs.between import look_between, pairs
from policy_engine.proofs.case import lay_out
from policy_engine.proofs.findings import Inquiry, cited, named
from policy_engine.proofs.inside import look_inside
from policy_engine.proofs.shown import Account, Extent, Finding


class Depth(Enum):
    """How much is analysed."""

    OFF = "off"
    FAST = "fast"
    FULL = "full"


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


def prove(library: ir.Library, own: Collection[InstrumentId], depth: Depth, *, milliseconds: int) -> Proofs:
    """Analyse the instruments asked for; each finding was replayed by the reference."""
    findings: list[Finding] = []
    told: list[Account] = []
    analysed = skipped = questions = boxed = met = 0
    if depth is Depth.OFF:
        return Proofs((), 0, 0, 0, 0, 0)
    for instrument in library.instruments:
        if instrument.id not in own:
            continue
        case = lay_out(library, instrument, milliseconds)
        if not isinstance(case, Text):
            inquiry = Inquiry(case)
            try:
                look_inside(inquiry, full=depth is Depth.FULL)
                look_up(inquiry)
            except NotEncodedError as refused:
                made = tuple(accounts(case, refused=True))
                findings += _refused(instrument, made)
                told += made
                case = refused.reason
            else:
                told += accounts(case, refused=False)
            findings += inquiry.findings
            questions += inquiry.questions
            boxed += inquiry.boxed
        if isinstance(case, Text):
            skipped += 1
            findings.append(
                Finding(NotAnalysed(span=instrument.origin, place=named(instrument, library), reason=case))
            )
        else:
            analysed += 1
    for one, other in pairs(library, own):
        try:
            between = look_between(library, one, other, milliseconds)
        except NotEncodedError:
            # The instrument that cannot be encoded is reported where it is analysed by itself.
            continue
        if between is not None:
            met += 1
            findings += between.findings
            questions += between.questions
            boxed += between.boxed
    return Proofs(tuple(findings), analysed, skipped, met, questions, questions - boxed, tuple(told))


def _refused(instrument: ir.Instrument, made: Iterable[Account]) -> Iterator[Finding]:
    """Report each clause that no decider can be told of."""
    for each in made:
        if each.extent is Extent.NOT and each.why is not None:
            yield Finding(
                NotAnalysed(span=each.origin, place=cited(each.citation, instrument.id), reason=each.why)
            )
