"""The peers that decide row by row, and which of them are installed."""

import importlib
import importlib.util

from benchmarks.peers.rule import Way

MODULES = {
    "zen": "zen",
    "cel_rust": "cel",
    "jsonlogic": "json_logic",
    "cedar": "cedarpy",
    "durable": "durable",
    "cel_python": "celpy",
    "rego": "regopy",
    "business": "business_rules",
    "openfisca": "openfisca_core",
}
"""Modules of peers, with the package that each needs."""


def ways() -> tuple[Way, ...]:
    """Give the ways of every peer that is installed."""
    return tuple(
        way
        for module, package in MODULES.items()
        if importlib.util.find_spec(package)
        for way in importlib.import_module(f"benchmarks.peers.{module}").WAYS
    )


def absent() -> tuple[str, ...]:
    """Name the packages that are not installed."""
    return tuple(package for package in MODULES.values() if importlib.util.find_spec(package) is None)
