"""Whole generated policies: several instruments over one register, in SQL as in the reference, payer after payer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_engine.backends.columnar.allocate import ALLOTMENTS
from policy_engine.backends.columnar.filling import STANDINGS
from policy_engine.backends.columnar.layout import WORD, Layout
from policy_engine.backends.columnar.plan import WORKERS
from policy_engine.backends.columnar.pools import GROUNDS
from policy_engine.backends.columnar.run import load_workers
from policy_engine.backends.columnar.strata import FUNDED_FACTS, fill_strata, prepare_strata
from policy_engine.backends.scalar.strata import allocate_register
from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import Month, PackedDate
from policy_engine.ir.allotment import Allotment, LimitUse, Standing
from policy_engine.ir.nodes import FactValue, Library, Version
from policy_engine.semantics.elaborate import elaborate
from policy_engine.testing.policies import Country, policies
from tests.properties.test_columnar import DAYS, ONCE, loosened, mixed

pytestmark = pytest.mark.slow  # part of `make test-all`

Given = Mapping[InstrumentId, Mapping[int, Allotment]]
Uses = Mapping[InstrumentId, tuple[LimitUse, ...]]


@ONCE
@given(policies(), st.sampled_from(DAYS), st.data())
def test_generated_policies_give_places_alike(country: Country, on: PackedDate, data: st.DataObject) -> None:
    choose = data.draw(st.randoms(use_true_random=True))
    library = scarce(loosened(elaborate(country.trees).library, choose), choose)
    register = mixed(data, library)
    names = [instrument.id for instrument in library.instruments]
    expected = allocate_register(library, names, register, on=on, facts_as_of=on, digest="0" * 64)
    given_, uses = by_columns(library, names, register, on)
    for name, made in expected.items():
        assert uses.get(name, ()) == made.pool.uses
        if name in uses:
            for one in made.pool.allotments:
                nothing = Allotment(one.row, Standing.NOT_ELIGIBLE)
                assert given_.get(name, {}).get(one.row, nothing) == replace(one, costs=())


def scarce(library: Library, choose: Random) -> Library:
    """Make limits so small that places run out over a register of thirty."""

    def people(stated: int | None) -> int | None:
        return None if stated is None and choose.randrange(3) == 0 else choose.randrange(1, 12)

    def version(stated: Version) -> Version:
        quotas = tuple(
            replace(quota, places=tuple((code, choose.randrange(9)) for code, _ in quota.places))
            if quota.places
            else replace(quota, people=people(quota.people))
            for quota in stated.quotas
        )
        ceilings = tuple(
            replace(
                each,
                rupiah=None
                if each.rupiah is None and choose.randrange(3) == 0
                else choose.randrange(2_000_000),
            )
            for each in stated.ceilings
        )
        return replace(
            stated,
            quotas=quotas if choose.randrange(5) else (),
            ceilings=ceilings if choose.randrange(3) else (),
        )

    return replace(
        library,
        instruments=tuple(
            replace(each, versions=tuple(version(one) for one in each.versions))
            for each in library.instruments
        ),
    )


def by_columns(
    library: Library,
    instruments: Sequence[InstrumentId],
    register: Sequence[Mapping[str, FactValue]],
    on: PackedDate,
) -> tuple[Given, Uses]:
    layers = prepare_strata(library, on, instruments)
    pools = {pool.number: pool for layer in layers for pool in layer.pools}
    with duckdb.connect() as connection:
        connection.execute("SET threads = 1")

        def show(layout: Layout) -> None:
            load_workers(connection, layout, register)
            known = {name for name, *_ in connection.execute(f"DESCRIBE {FUNDED_FACTS}").fetchall()}
            told = [
                f'f."{column.fact}" AS {name}'
                for column, name in layout.columns.items()
                if column.fact in layout.attested & known
            ]
            if told:
                connection.execute(
                    f"CREATE OR REPLACE TEMP TABLE {WORKERS} AS SELECT w.* REPLACE ({', '.join(told)}) "  # noqa: S608
                    f"FROM {WORKERS} AS w LEFT JOIN {FUNDED_FACTS} AS f ON f.row_id = w.row_id"
                )

        done = fill_strata(connection, layers, show)
        rows = connection.execute(f"SELECT * FROM {ALLOTMENTS}").fetchall()  # noqa: S608
        names = [name for name, *_ in connection.description or ()]
    found: dict[InstrumentId, dict[int, Allotment]] = {}
    for values in rows:
        record = dict(zip(names, values, strict=True))
        pool = pools[record["instrument"]]
        months = [
            Month(pool.first + word * WORD + bit)
            for word in range(9)
            for bit in range(WORD)
            if (record.get(f"given{word}") or 0) >> bit & 1
        ]
        found.setdefault(pool.instrument.id, {})[record["row_id"]] = Allotment(
            record["row_id"],
            STANDINGS[record["standing"]],
            record["rank"],
            record["waiting_number"],
            tuple(months),
            (),
            record["rupiah"],
            None if record["ground"] is None else GROUNDS[record["ground"]],
            record["limit_number"],
        )
    return found, {pools[number].instrument.id: uses for number, uses in done.uses.items()}
