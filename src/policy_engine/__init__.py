"""A policy language and rules engine for Indonesian regional social-security regulations.

Text of a regulation goes in; who is covered, which programmes, which months, how much, who pays
and under which article comes out.

    >>> import policy_engine
    >>> engine = policy_engine.load(["policies/kepulauan-riau"])     # doctest: +SKIP
    >>> decision = engine.decide({"lahir": "1985-03-02"}, on="2025-11-13")     # doctest: +SKIP
    >>> decision.outcome     # doctest: +SKIP
    'undetermined'
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

# Names are loaded when they are first used, so that the command line starts without what it does not need.
if TYPE_CHECKING:
    from policy_engine.backends.compiled.build import Compiled
    from policy_engine.backends.compiled.decision import FastDecision
    from policy_engine.engine import Engine, PolicyError, UnknownInstrumentError, WorkerError, load
    from policy_engine.records import Allocation, Decision, InstrumentSummary, RejectedWorker

    __version__: str

__all__ = [
    "Allocation",
    "Compiled",
    "Decision",
    "Engine",
    "FastDecision",
    "InstrumentSummary",
    "PolicyError",
    "RejectedWorker",
    "UnknownInstrumentError",
    "WorkerError",
    "__version__",
    "load",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version  # noqa: PLC0415

        # Once: it is looked up among the installed packages, and every receipt names it.
        globals()[name] = found = version("policy-engine")
        return found
    if name in __all__:
        return getattr(import_module("policy_engine.engine"), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    return sorted(__all__)
