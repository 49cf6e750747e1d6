"""A table of pandas, Polars or pyarrow in; a table of the same kind with decisions beside its columns out."""

from pathlib import Path
from typing import Any

from policy_engine.domain.bilingual import Language
from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import PackedDate
from policy_engine.ir.nodes import Library
from policy_engine.simulation.register import Problems
from policy_engine.simulation.run import ALL_OTHERS, Request, decide_frame
from policy_engine.simulation.writing import Keep, Output


def decide(library: Library, instrument: InstrumentId, on: PackedDate, frame: Any) -> Any | Problems:
    """Decide a table, or say what is wrong with its columns. Everything in it goes back to the program it is of."""
    found = decide_frame(
        Request(
            library=library,
            instruments=(instrument,),
            on=on,
            register=frame,
            out=Path(),
            forms=(),
            output=Output(Keep.ALL, None, Language.EN),
            # As in a record, what is not there is unknown.
            unknown=frozenset({ALL_OTHERS}),
        )
    )
    return found if isinstance(found, tuple) else _like(frame, found)


def _like(frame: Any, found: Any) -> Any:
    """Turn a table of Arrow into the kind that came."""
    match type(frame).__module__.partition(".")[0]:
        case "pandas":
            return _pandas(found)
        case "polars":
            import polars as pl  # noqa: PLC0415  it is there, for the table is of it

            return pl.from_arrow(found)
        case _:
            return found


def _pandas(found: Any) -> Any:
    """Keep rupiah whole: where some are not known, pandas would make a column of whole numbers a binary fraction."""
    import pandas as pd  # noqa: PLC0415  as above

    table = found.to_pandas()
    for name in ("total", "decision_total"):
        if name in found.column_names:
            table[name] = pd.array(found.column(name).to_pylist(), dtype="Int64")
    return table
