"""Proofs about generated policies: the reference agrees with each, and random workers do not break any."""

from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from policy_engine.backends.scalar.decide import decide
from policy_engine.diagnostics.render import render
from policy_engine.domain.bilingual import Language
from policy_engine.domain.outcomes import Outcome
from policy_engine.proofs.case import Case, lay_out
from policy_engine.proofs.prove import prove
from policy_engine.proofs.shown import Analysis
from policy_engine.semantics.elaborate import elaborate
from policy_engine.testing.policies import Country, policies
from policy_engine.testing.workers import workers

pytestmark = pytest.mark.slow  # part of `make test-all`

FEW = settings(
    max_examples=max(1, settings().max_examples // 12),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    phases=(Phase.explicit, Phase.generate),
)


@FEW
@given(policies(), st.data())
def test_every_finding_about_a_generated_policy_stands(country: Country, data: st.DataObject) -> None:
    library = elaborate(country.trees).library
    people = data.draw(st.lists(workers(library, unknown=5), min_size=6, max_size=6))
    for instrument in library.instruments:
        proofs = prove(library, {instrument.id}, Analysis.FULL, milliseconds=5_000)
        found = {f.diagnostic.code for f in proofs.findings}
        ours = [render(f.diagnostic, Language.EN) for f in proofs.findings if f.diagnostic.code == "PE298"]
        assert ours == []
        case = lay_out(library, instrument, 5_000)
        if "PE201" in found and isinstance(case, Case):
            made = [
                decide(
                    case.library,
                    instrument.id,
                    worker,
                    on=case.on,
                    facts_as_of=case.facts_as_of,
                    digest="0" * 64,
                )
                for worker in people
                if _is_plausible(case, worker)
            ]
            assert Outcome.ELIGIBLE not in {decision.outcome for decision in made}


def _is_plausible(case: Case, worker: Mapping[str, object]) -> bool:
    """Say whether a worker can be: born by the day, and nothing has happened before birth or after the facts."""
    births = [worker[n] for n in case.births if isinstance(worker.get(n), int)]
    events = [
        (n, v)
        for n, v in worker.items()
        if isinstance(v, int) and n in ("tanggal_pendaftaran", "meninggal", "menjadi_upahan")
    ]
    return all(isinstance(b, int) and b <= case.on for b in births) and all(
        v <= (case.on if n == "tanggal_pendaftaran" else case.facts_as_of)
        and all(isinstance(b, int) and v >= b for b in births)
        for n, v in events
    )
