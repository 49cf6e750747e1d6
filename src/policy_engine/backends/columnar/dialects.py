"""Where the dialects spell the fragment differently: one table of spellings."""

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType

from policy_engine.structure import dataclass


class Dialect(Enum):
    """The engines whose SQL is printed."""

    DUCKDB = "duckdb"
    POSTGRES = "postgres"
    SPARK = "spark"


@dataclass(frozen=True, slots=True)
class Spelling:
    """How one engine writes what the others write otherwise.

    `fence` ends a query inside another whose columns must be computed once, not copied into the outer one.
    `materialized` is what makes a named query one step of its own, where the planner would take it apart.
    """

    quote: str
    divide: str
    as_whole: str
    fence: str
    materialized: str


SPELLINGS: Mapping[Dialect, Spelling] = MappingProxyType(
    {
        # DuckDB's planner takes minutes over sums of a long query that it may take apart, and a second otherwise.
        Dialect.DUCKDB: Spelling(
            quote='"',
            divide="({} // {})",
            as_whole="CAST({} AS BIGINT)",
            fence="",
            materialized="MATERIALIZED ",
        ),
        # PostgreSQL pulls a plain inner query up into the outer one, and would copy its columns many times over.
        # It casts truths to INTEGER alone.
        Dialect.POSTGRES: Spelling(
            quote='"',
            divide="({} / {})",
            as_whole="CAST(CAST({} AS INTEGER) AS BIGINT)",
            fence=" OFFSET 0",
            materialized="",
        ),
        Dialect.SPARK: Spelling(
            quote="`", divide="({} div {})", as_whole="CAST({} AS BIGINT)", fence="", materialized=""
        ),
    }
)
