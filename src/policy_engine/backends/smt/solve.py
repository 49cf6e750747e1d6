"""Asking the solver: formulas in; a model, the proof that there is none, or that it was not settled in time, out."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import z3

from policy_engine.backends.smt.domain import Domain
from policy_engine.backends.smt.logic import Formula


class NotSettledError(Exception):
    """The solver did not settle a question in the time it was given."""


class Prover:
    """One conversation with the solver about the workers of some domains.

    `milliseconds` limits each single query; of none, no query is settled, on any machine. What is asserted inside
    `supposing` holds until it ends.
    """

    def __init__(self, domains: Sequence[Domain], milliseconds: int) -> None:
        self.milliseconds = milliseconds
        self.queries = 0
        self.solver: Any = z3.Solver()
        self.solver.set("timeout", self.milliseconds)
        self.solver.set("random_seed", 0)
        for domain in domains:
            self.solver.add(*domain.bounds)

    def model(self, *formulas: Formula) -> Any | None:
        """Give a model of what is supposed and of these formulas; None where there is none.

        Raises `NotSettledError` where the solver does not say in time.
        """
        self.queries += 1
        if not self.milliseconds:
            raise NotSettledError
        with self.supposing(*formulas):
            answer = self.solver.check()
            if answer == z3.unknown:
                raise NotSettledError
            return self.solver.model() if answer == z3.sat else None

    def is_possible(self, *formulas: Formula) -> bool:
        """Tell whether there is a model."""
        return self.model(*formulas) is not None

    def suppose(self, formulas: Iterable[Formula]) -> None:
        """Assert formulas for the rest of what is supposed now."""
        self.solver.add(*formulas)

    @contextmanager
    def supposing(self, *formulas: Formula) -> Iterator[None]:
        """Assert formulas while a block runs."""
        self.solver.push()
        try:
            self.solver.add(*formulas)
            yield
        finally:
            self.solver.pop()
