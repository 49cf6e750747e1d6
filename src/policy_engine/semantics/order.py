"""What is being worked out in; whether it leads back to itself out, so that every reference ends."""

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import field

from policy_engine.domain.bilingual import Text
from policy_engine.structure import dataclass


@dataclass(frozen=True, slots=True)
class Path:
    """The definitions, groups, references and exceptions that are being worked out, outermost first."""

    steps: list[tuple[Hashable, Text]] = field(default_factory=list)
    told: set[frozenset[Hashable]] = field(default_factory=set)

    def cycle(self, key: Hashable, words: Text) -> tuple[Text, ...] | None:
        """Give the circle that a step would close, its first place named again at the end; or None."""
        keys = [step for step, _ in self.steps]
        if key not in keys:
            return None
        self.told.add(frozenset(keys[keys.index(key) :]))
        return (*(said for _, said in self.steps[keys.index(key) :]), words)

    def is_told(self, key: Hashable) -> bool:
        """Say whether the circle that a step would close was met before, begun anywhere in it."""
        keys = [step for step, _ in self.steps]
        return key in keys and frozenset(keys[keys.index(key) :]) in self.told

    @contextmanager
    def through(self, key: Hashable, words: Text) -> Iterator[None]:
        """Work something out; until it is done, leading back to it is a circle."""
        self.steps.append((key, words))
        try:
            yield
        finally:
            self.steps.pop()
