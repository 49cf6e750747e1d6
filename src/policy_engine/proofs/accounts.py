"""What was analysed and what was not: a case in; every clause of an instrument with how far proofs reach, out."""

from collections.abc import Iterator

from policy_engine.backends.boxes.space import OutsideError
from policy_engine.diagnostics.wording import place
from policy_engine.domain.bilingual import Text
from policy_engine.domain.citation import Citation
from policy_engine.ir import nodes as ir
from policy_engine.ir.refused import NotEncodedError
from policy_engine.ir.walk import blanks
from policy_engine.proofs.case import Case
from policy_engine.proofs.shown import Account, Extent

_SEVERAL = Text(
    "mengenai banyak orang sekaligus; dijaga oleh aturan PE4xx dan diputus oleh alokasi",
    "about many workers at once; held to the rules of PE4xx and decided by allocation",
)


def accounts(case: Case, *, refused: bool) -> Iterator[Account]:
    """Give an account of each clause, in the order of their kinds; `refused` is whether something was not encoded."""
    for norm in (*(group.match for group in case.version.groups), *case.version.norms):
        why = _refusal(case, norm) if refused else None
        open_ = sorted(blanks(norm.condition))
        if why is not None:
            yield Account(norm.citation, place(norm.citation.provision), Extent.NOT, why, norm.origin)
        elif open_:
            left = Text(f"menunggu isian {', '.join(open_)}", f"awaits the blank {', '.join(open_)}")
            yield Account(norm.citation, place(norm.citation.provision), Extent.OPEN, left, norm.origin)
        else:
            yield Account(norm.citation, place(norm.citation.provision), Extent.PROVED, None, norm.origin)
    for citation in _of_several(case.version):
        yield Account(citation, place(citation.provision), Extent.OUTSIDE, _SEVERAL, None)
    for clause in case.version.not_encoded:
        stated = Text(f"tidak dikodekan: {clause.reason}", f"not encoded: {clause.reason}")
        yield Account(clause.citation, place(clause.citation.provision), Extent.OUTSIDE, stated, None)


def _of_several(version: ir.Version) -> Iterator[Citation]:
    found = (
        *(quota.citation for quota in version.quotas),
        *(ceiling.citation for ceiling in version.ceilings),
        *(key.citation for key in version.allocation.keys),
    )
    yield from dict.fromkeys(found)


def _refusal(case: Case, norm: ir.Norm) -> Text | None:
    """Say why neither decider can be told of a norm; None where one can."""
    from policy_engine.backends.smt.instruments import weigh  # noqa: PLC0415  loaded where it is needed

    try:
        weigh(norm, case.months, case.scope)
    except (NotEncodedError, OutsideError) as why:
        return why.reason
    return None
