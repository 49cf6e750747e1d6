"""Steps as the body of a procedure of PostgreSQL: steps in, text of PL/pgSQL out.

The tables that steps make are temporary: two sessions do not meet, and nothing is left behind.
"""

from collections.abc import Iterator, Sequence

from policy_engine.backends.columnar.dialects import Dialect
from policy_engine.backends.columnar.literals import literal
from policy_engine.backends.columnar.printer import quoted
from policy_engine.backends.columnar.steps import Append, Drop, Load, Make, Rename, Repeat, Step, When

_ROWS_AT_ONCE = 500


def block(statements: Sequence[str]) -> str:
    """Write statements as a body between dollar signs, which hold whatever is inside."""
    body = "BEGIN\n" + "".join(f"{statement};\n" for statement in statements) + "END"
    number = 0
    while f"$body{number}$" in body:
        number += 1
    return f"$body{number}$\n{body}\n$body{number}$"


def statements_of(steps: Sequence[Step]) -> Iterator[str]:
    """Write each step as one or more statements, without what ends them."""
    for step in steps:
        match step:
            case Load(name, columns, rows):
                yield from _dropped(name)
                stated = ", ".join(f"{quoted(column, Dialect.POSTGRES)} {kind}" for column, kind in columns)
                yield f"CREATE TEMPORARY TABLE {name} ({stated})"
                for first in range(0, len(rows), _ROWS_AT_ONCE):
                    values = ", ".join(
                        f"({', '.join(literal(value, Dialect.POSTGRES) for value in row)})"
                        for row in rows[first : first + _ROWS_AT_ONCE]
                    )
                    yield f"INSERT INTO {name} VALUES {values}"
                yield f"ANALYZE {name}"
            case Make(name, query):
                yield from _dropped(name)
                yield f"CREATE TEMPORARY TABLE {name} AS {query}"
                # Nobody else counts the rows of a temporary table, and a plan without a count is a bad one.
                yield f"ANALYZE {name}"
            case Append(name, query):
                yield f"INSERT INTO {name} {query}"
            case Rename(name, to):
                yield from _dropped(to)
                yield f"ALTER TABLE {name} RENAME TO {to}"
            case Drop(names):
                yield from _dropped(*names)
            case When(query, then, otherwise):
                inside = [f"IF EXISTS ({query}) THEN", *map(_ended, statements_of(then))]
                if otherwise:
                    inside += ["ELSE", *map(_ended, statements_of(otherwise))]
                yield "\n".join((*inside, "END IF"))
            case Repeat(body, query):
                rounds = [*map(_ended, statements_of(body)), f"EXIT WHEN NOT EXISTS ({query});"]
                yield "\n".join(("LOOP", *rounds, "END LOOP"))


def _dropped(*names: str) -> Iterator[str]:
    """Drop temporary tables, and never a table of the user's of the same name."""
    if names:
        yield f"DROP TABLE IF EXISTS {', '.join(f'pg_temp.{name}' for name in names)}"


def _ended(statement: str) -> str:
    return f"{statement};"
