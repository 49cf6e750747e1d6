"""Allocation as a procedure of PostgreSQL: a request and planned layers in; statements that define it out.

The tables that steps make are temporary: two sessions do not meet, and nothing is left behind.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from policy_engine.backends.columnar.allocate import ALLOTMENTS, USES
from policy_engine.backends.columnar.dialects import Dialect
from policy_engine.backends.columnar.literals import identifier, literal
from policy_engine.backends.columnar.placing import explanations, placing
from policy_engine.backends.columnar.printer import Place, quoted
from policy_engine.backends.columnar.script import MARK, Request, View, defined
from policy_engine.backends.columnar.steps import (
    Append,
    Drop,
    Load,
    Make,
    Refuse,
    Rename,
    Repeat,
    Step,
    When,
    Writing,
)
from policy_engine.backends.columnar.strata import Stratum, begin

_ROWS_AT_ONCE = 500


def places(request: Request, layers: Sequence[Stratum]) -> Callable[[Place], Sequence[str]]:
    """Give what defines the procedure, the tables that it fills anew whenever it is called, and their views."""

    def made(place: Place) -> Sequence[str]:
        own = place("register")
        over = replace(request, source=replace(request.source, table=own))
        dialect = Dialect.POSTGRES
        key = identifier(request.source.key, dialect)
        steps = placing(over, layers)
        kept = {ALLOTMENTS: place("allotments"), USES: place("limit_uses")}
        empty = Writing(dialect)
        begin(empty, layers, f"(SELECT u.{key} AS row_id FROM {own} AS u)")  # noqa: S608  quoted
        shapes_ = {step.name: step.query for step in empty.steps if isinstance(step, Make)}
        body = [
            *statements_of(steps),
            *(
                text
                for temporary, lasting in kept.items()
                for text in (f"DELETE FROM {lasting}", f"INSERT INTO {lasting} SELECT * FROM {temporary}")  # noqa: S608
            ),
            *_dropped(*dict.fromkeys(_tables(steps))),
        ]
        views = explanations(over, layers, place, *kept.values())
        return (
            *defined(View("register", f"SELECT * FROM {request.source.table}"), dialect, place),  # noqa: S608
            *(
                text
                for temporary, lasting in kept.items()
                for text in (
                    f"CREATE TABLE {lasting} AS {shapes_[temporary]}",
                    f"COMMENT ON TABLE {lasting} IS {literal(MARK, dialect)}",
                )
            ),
            *(statement for each in views for statement in defined(each, dialect, place)),
            # What the body names without a schema is temporary, whatever the path of the caller is.
            _HEAD.format(place("allocate"), block(body)),
        )

    return made


_HEAD = (
    "CREATE PROCEDURE {}() LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp "
    "SET client_min_messages = warning AS {}"
)


def _tables(steps: Sequence[Step]) -> Iterator[str]:
    for step in steps:
        match step:
            case Load(name, _, _) | Make(name, _):
                yield name
            case When(_, then, otherwise):
                yield from _tables((*then, *otherwise))
            case Repeat(body, _):
                yield from _tables(body)
            case Append() | Rename() | Drop() | Refuse():
                pass


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
                    yield f"INSERT INTO {name} VALUES {values}"  # noqa: S608  literals
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
            case Refuse(query, reason):
                message = literal(reason.replace("%", "%%"), Dialect.POSTGRES)
                yield f"IF EXISTS ({query}) THEN RAISE EXCEPTION {message}; END IF"
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
