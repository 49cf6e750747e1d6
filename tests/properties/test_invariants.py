"""Every promise about a library is found broken when it is, and only then."""

from dataclasses import replace

import pytest

from policy_engine.domain.citation import Citation, InstrumentId, InstrumentKind
from policy_engine.domain.dates import Month, PackedDate, make_month
from policy_engine.ir import nodes as ir
from policy_engine.ir.invariants import INVARIANTS, violations
from tests import samples
from tests.samples import COMMENCES, TRUTH, YES, age, instrument, library, norm, place, rupiah, version

ELSEWHERE = Citation(InstrumentId(InstrumentKind.PP, None, "44", 2015))
JANUARY = ir.FundedMonth(make_month(2025, 1), YES)
BAND = ir.Band(1, None, 1_000_000, 10_000)


def _with(**changes: object) -> ir.Library:
    return library(instrument(version(**changes)))


def _deep() -> ir.Expr:
    expr: ir.Expr = YES
    for _ in range(200):
        expr = ir.Not(expr, type=TRUTH)
    return expr


def _share(numerator: int) -> ir.Library:
    share = ir.Share(ir.Party("pekerja", None), numerator, 100, YES)
    bearing = samples.version().bearings[0]
    return _with(bearings=(replace(bearing, shares=(share,)),))


def _table(*bands: ir.Band) -> ir.Library:
    return _with(tables=(ir.BandTable(place("5"), "jkk", "penghasilan", ir.GapRule.LOWER, bands),))


def _schedule(*months: ir.FundedMonth) -> ir.Library:
    return _with(schedules=(replace(samples.version().schedules[0], months=months),))


def _scaled(denominator: int) -> ir.Library:
    amount = ir.Scale(samples.INCOME, 1, denominator, ir.Direction.DOWN, 100, None, type=samples.MONTHLY)
    return _with(tariffs=(ir.Tariff(place("4"), None, "jkk", amount),))


BROKEN = {
    "operators_take_what_they_are_made_for": [
        _with(norms=(norm(ir.Not(rupiah(1), type=TRUTH)),)),
        _with(norms=(norm(ir.Compare(ir.Comparison.LESS, samples.BIRTH, rupiah(1), type=TRUTH)),)),
        _with(norms=(norm(ir.FactRef("tidak_ada", type=TRUTH)),)),
        _with(norms=(norm(ir.FactRef("penghasilan", type=TRUTH)),)),
        _with(norms=(norm(ir.Literal(7, type=TRUTH)),)),
        _with(norms=(norm(replace(age(ir.Comparison.LESS, 65), exact=True)),)),
        _with(
            norms=(
                norm(ir.Excepted(YES, (ir.Arm(place("3"), YES, rupiah(1), (), samples.WORDS),), type=TRUTH)),
            )
        ),
        _with(norms=(norm(ir.Includes(samples.BIRTH, frozenset({"nelayan"}), type=TRUTH)),)),
        _with(norms=(norm(ir.NotBorne((), type=TRUTH)),)),
    ],
    "conditions_are_truths": [
        _with(norms=(norm(rupiah(1)),)),
        _with(tariffs=(ir.Tariff(place("4"), None, "jkk", YES),)),
    ],
    "money_is_not_negative": [
        _with(tariffs=(ir.Tariff(place("4"), None, "jkk", rupiah(-1)),)),
        _table(replace(BAND, amount=-1)),
    ],
    "numbers_fit_every_back_end": [_with(targets=(ir.Target(place("6"), 2**63),))],
    "words_are_unicode": [library(instrument(title="\ud800"))],
    "groups_exist": [
        _with(norms=(norm(YES, groups=frozenset({"darat"})),)),
        _with(groups=samples.version().groups * 2),
    ],
    "groups_match_by_group_norms": [_with(norms=(norm(YES, ir.Role.GROUP),))],
    "versions_follow_one_another": [
        library(replace(instrument(), versions=())),
        library(
            instrument(version(until=PackedDate(COMMENCES + 5)), version(since=PackedDate(COMMENCES + 6)))
        ),
        library(instrument(version(until=PackedDate(COMMENCES - 5)))),
    ],
    "months_ascend": [
        _schedule(JANUARY, JANUARY),
        _schedule(replace(JANUARY, month=Month(JANUARY.month + 1)), JANUARY),
    ],
    "shares_are_the_whole": [_share(60), _share(101)],
    "rates_are_shares": [_scaled(0)],
    "bands_ascend": [
        _table(BAND, replace(BAND, low=1_000_001, high=None)),
        _table(BAND, replace(BAND, row=2, low=1_000_000, high=None)),
        _table(replace(BAND, low=2_000_000)),
    ],
    "month_days_stand_in_monthly_norms": [
        _with(norms=(norm(age(ir.Comparison.LESS, 65, ir.Day.MONTH_DAY, 1)),))
    ],
    "endings_are_monthly": [_with(norms=(norm(YES, ir.Role.ENDING),))],
    "citations_stand_in_their_instrument": [_with(norms=(norm(YES, citation=ELSEWHERE),))],
    "names_are_sorted": [library(facts=library().facts[::-1]), library(instrument(), instrument())],
    "facts_are_bounded": [
        library(facts=(replace(library().facts[1], low=9, high=8),)),
        library(facts=(replace(library().facts[1], typical=True),)),
    ],
    "expressions_are_shallow": [_with(norms=(norm(_deep()),))],
    "library_is_frozen": [library(instrument(sources=["a list"]))],
}


def test_the_sample_keeps_every_promise() -> None:
    assert violations(library()) == ()


def test_every_promise_is_broken_here() -> None:
    assert list(BROKEN) == [promise.__name__ for promise in INVARIANTS]


@pytest.mark.parametrize(("name", "broken"), [(name, broken) for name in BROKEN for broken in BROKEN[name]])
def test_a_broken_promise_is_named(name: str, broken: ir.Library) -> None:
    found = {told.partition(":")[0] for told in violations(broken)}
    assert name in found


def test_every_promise_is_one_sentence() -> None:
    for promise in INVARIANTS:
        words = promise.__doc__ or ""
        assert words.endswith(".")
        assert "\n" not in words
