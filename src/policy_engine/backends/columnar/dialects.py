"""Where the dialects spell the fragment differently: one table of spellings."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType


class Dialect(Enum):
    """The engines whose SQL is printed."""

    DUCKDB = "duckdb"
    POSTGRES = "postgres"
    SPARK = "spark"


@dataclass(frozen=True, slots=True)
class Spelling:
    """How one engine writes what the others write otherwise.

    `fence` ends a query inside another whose columns must be computed once, not copied into the outer one.
    """

    quote: str
    divide: str
    fence: str


SPELLINGS: Mapping[Dialect, Spelling] = MappingProxyType(
    {
        Dialect.DUCKDB: Spelling(quote='"', divide="({} // {})", fence=""),
        # PostgreSQL pulls a plain inner query up into the outer one, and would copy its columns many times over.
        Dialect.POSTGRES: Spelling(quote='"', divide="({} / {})", fence=" OFFSET 0"),
        Dialect.SPARK: Spelling(quote="`", divide="({} div {})", fence=""),
    }
)
