"""Seeded faults: a compiler that is wrong in one place is found out by comparing it with the reference."""

import random
from collections.abc import Callable, Iterator

import pytest

from policy_engine.backends.compiled import build, decision, reads, source
from policy_engine.domain.dates import pack
from policy_engine.domain.outcomes import Truth
from policy_engine.ir import nodes as ir
from tests.unit.backends.compiled.equality import assert_equal, variants
from tests.unit.backends.scalar.build import (
    DECEMBER,
    NOVEMBER,
    ON,
    REGENCY,
    WORKER,
    age,
    any_,
    arm,
    bearing,
    day,
    enrolment,
    excepted,
    fact,
    group,
    instrument,
    library,
    monthly,
    national,
    no,
    norm,
    participants,
    rupiah,
    schedule,
    tariff,
    version,
    works_as,
)
