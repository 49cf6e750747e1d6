"""A mapping file over a table that is not read here, such as one in a database: which column holds each fact."""

from collections.abc import Iterable, Mapping

from policy_engine.diagnostics import data
from policy_engine.ir.nodes import Fact, Library
from policy_engine.registers.columns import Column, columns
from policy_engine.registers.model import REFERENCE, Mapped


def columns_by_fact(
    library: Library, required: Iterable[Fact], mapped: Mapped, unknown: frozenset[str], path: str
) -> Mapping[str, str] | tuple[data.DataProblem, ...]:
    """Give the column of each fact that is required or mapped: the mapped one, else one of the fact's name.

    The column that tells rows apart stands under `id`. A fact declared unknown has no column.
    """
    found = columns(library, mapped).of(tuple(mapped.columns), path, None)
    problems = tuple(each for each in found if isinstance(each, data.DataProblem))
    if problems:
        return problems
    named = {fact.name: fact.name for fact in required}
    for each in found:
        if isinstance(each, Column) and each.fact is not None:
            named[each.fact.name] = each.name
        elif isinstance(each, Column) and each.is_reference:
            named[REFERENCE] = each.name
    return {fact: column for fact, column in named.items() if fact not in unknown}
