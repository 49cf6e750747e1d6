"""Each proved finding is shown by the bad example of its page and not by the good one."""

import pytest

from policy_engine.diagnostics import logic, proof
from policy_engine.diagnostics.model import REGISTRY, Diagnostic
from tests.unit.proofs.texts import codes, proofs_of

MODULES = {logic.__name__, proof.__name__}
SHOWN = [cls for cls in REGISTRY.values() if cls.__module__ in MODULES and cls.page.bad]


@pytest.mark.parametrize("cls", SHOWN, ids=lambda cls: cls.kind.name)
def test_the_bad_example_is_reported_and_the_good_one_is_not(cls: type[Diagnostic]) -> None:
    assert cls.kind.code in codes(proofs_of(cls.page.bad))
    assert cls.kind.code not in codes(proofs_of(cls.page.good))
