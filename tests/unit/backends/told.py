"""Small libraries by hand, each with a worker who tells one part of the meaning of a policy from its neighbours.

A back end that mirrors the reference says of each what the reference says; one in which that part is at fault
does not. Beside them stands the pool of generated policies, which is deep and slow to draw.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from policy_engine.domain.dates import pack
from policy_engine.ir import nodes as ir
from tests.pool import Asked, Judged, pool
from tests.unit.backends.scalar.build import (
    DECEMBER,
    KARIMUN,
    NOVEMBER,
    ON,
    PERGUB,
    PERMENAKER,
    REGENCY,
    SELF,
    WORKER,
    age,
    any_,
    arm,
    bearing,
    cite,
    day,
    enrolment,
    excepted,
    fact,
    funding,
    group,
    instrument,
    library,
    monthly,
    national,
    norm,
    participants,
    rupiah,
    schedule,
    tariff,
    truth,
    version,
    works_as,
)

PERHAPS, SURELY = fact("peserta_bpjs_tk"), truth(1)


def _asked(*instruments: ir.Instrument, **changed: ir.FactValue | None) -> Asked:
    """Ask about the usual worker, with some facts changed (None: not known), on the usual day."""
    worker = {name: value for name, value in {**WORKER, **changed}.items() if value is not None}
    return Asked(library(*instruments), [worker], ON)


def _under(found: ir.Version, **changed: ir.FactValue | None) -> Asked:
    return _asked(instrument(found), **changed)


_RELIEF = ir.Relief(
    cite("Pasal 2", PERMENAKER),
    frozenset({"jkm", "jkk"}),
    1,
    2,
    NOVEMBER,
    DECEMBER,
    truth(1),
    2,
    frozenset({"apbd"}),
    ir.Direction.DOWN,
)
_IN_DECEMBER = replace(
    schedule(NOVEMBER, DECEMBER, at_most=1),
    months=(ir.FundedMonth(NOVEMBER, PERHAPS), ir.FundedMonth(DECEMBER, SURELY)),
)
_TWO_GROUPS = (group("a", works_as("ojek")), group("b", works_as("ojek")))
_ONLY_A, _ONLY_B = frozenset({"a"}), frozenset({"b"})
_RATIONED = ir.Quota(cite("Pasal 9"), None, None, (), 100, floor=False)

CASES = {
    "a remainder of shares, relief from the second month that a budget bars, a programme that is not for all": (
        _asked(
            instrument(
                version(
                    enrolments=(enrolment("jkk"), enrolment("jkm"), enrolment("jht", PERHAPS)),
                    tariffs=tuple(
                        tariff(programme, rupiah(amount))
                        for programme, amount in (("jkk", 20_000), ("jkm", 6_800), ("jht", 20_000))
                    ),
                    bearings=(bearing((REGENCY, 1, 3), (SELF, 2, 3)),),
                    fundings=(funding(("apbd", KARIMUN)),),
                )
            ),
            national(reliefs=(_RELIEF,)),
        )
    ),
    "what ended November is no longer so in December, and payment does not begin again": _under(
        version(
            norms=(monthly("Pasal 5", age(ir.Comparison.LESS, 40, day(ir.Day.MONTH_DAY, 1)), ir.Role.ENDING),)
        ),
        lahir=pack(1985, 11, 15),
    ),
    "one month of two is paid, and the first is perhaps it": _under(
        version(schedules=(_IN_DECEMBER,)), peserta_bpjs_tk=None
    ),
    "one month of two is paid": _under(version(schedules=(schedule(NOVEMBER, DECEMBER, at_most=1),))),
    "of one group surely, and of one with another month perhaps": _under(
        version(
            groups=(group("a", works_as("ojek")), group("b", PERHAPS)),
            schedules=(schedule(NOVEMBER, groups=_ONLY_A), schedule(DECEMBER, groups=_ONLY_B)),
        ),
        peserta_bpjs_tk=None,
    ),
    "of the group that goes before, and refused there": _under(
        version(
            groups=(group("a", works_as("ojek"), precedes=_ONLY_B), group("b", works_as("ojek"))),
            norms=(norm("Pasal 3", PERHAPS, groups=_ONLY_A),),
        )
    ),
    "what one group must meet is not asked of another": _under(
        version(groups=_TWO_GROUPS, norms=(norm("Pasal 3", PERHAPS, groups=_ONLY_A),))
    ),
    "who is excluded": _under(version(norms=(norm("Pasal 3", PERHAPS, ir.Role.EXCLUSION),))),
    "two exceptions say different things of one requirement": _under(
        version(
            norms=(
                norm(
                    "Pasal 3",
                    excepted(
                        SURELY,
                        arm("Pasal 4", works_as("ojek"), truth(0)),
                        arm("Pasal 5", works_as("ojek"), SURELY),
                    ),
                ),
            )
        )
    ),
    "the day of commencement is left blank": _asked(instrument(commences=None)),
    "no month is paid": _under(version(norms=(monthly("Pasal 3", PERHAPS),))),
    "a month that is not named may still be": _under(
        version(schedules=(schedule(NOVEMBER, is_open=True),), norms=(monthly("Pasal 3", PERHAPS),))
    ),
    "who lives in the province, and it is not said where": _asked(instrument(), domisili="21"),
    "what the law above refuses": _asked(
        instrument(), national(participant_norms=participants(age(ir.Comparison.LESS, 40)))
    ),
    "who waits for an instrument whose places may run out": _asked(
        instrument(version(norms=(norm("Pasal 3", ir.NotBorne((PERGUB,), type=PERHAPS.type)),))),
        instrument(version(quotas=(_RATIONED,)), PERGUB),
    ),
    "who waits for an instrument that surely pays": _asked(
        instrument(version(norms=(norm("Pasal 3", ir.NotBorne((PERGUB,), type=PERHAPS.type)),))),
        instrument(of=PERGUB),
    ),
    "suspended, not ended": _under(
        version(
            norms=(
                monthly(
                    "Pasal 5", age(ir.Comparison.AT_LEAST, 40, day(ir.Day.MONTH_DAY, 1)), ir.Role.CONTINUATION
                ),
            )
        ),
        lahir=pack(1985, 11, 15),
    ),
    "a requirement that one of two unknown facts may meet": _under(
        version(norms=(norm("Pasal 3", any_(PERHAPS, age(ir.Comparison.LESS, 40))),)),
        peserta_bpjs_tk=None,
    ),
}
"""Each with a worker of whom one wrong reading says something else than the reference."""


def everything() -> Iterator[tuple[Asked, Judged | None]]:
    """Give the cases by hand, then the pool, drawn as it is asked for; None where the reference was not yet asked."""
    return chain(((asked, None) for asked in CASES.values()), pool())
