"""Independent pieces of work in; their results, in the same order, out: worked out by all processors where that pays.

The processes are forked, so that each sees all that was made before; where a system cannot fork, or another thread
runs, one process does everything. Which process does a piece can be seen in no result.
"""

import os
import threading
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

_FEWEST = 48
"""Pieces of small work of which it pays to give some away."""
_AT_ONCE = 4
"""Pieces that a process takes at once."""

_Result = TypeVar("_Result")
_Piece = TypeVar("_Piece")

_at_work: list[tuple[Callable[[Any], Any], Sequence[Any]]] = []
"""What the forked processes work on."""


def spread(
    work: Callable[[_Piece], _Result],
    pieces: Sequence[_Piece],
    *,
    send: Callable[[_Result], Any],
    receive: Callable[[_Piece, Any], _Result],
    fewest: int = _FEWEST,
) -> list[_Result]:
    """Do the same work on each piece; what another process made comes by `send` and `receive`.

    One process does fewer pieces than `fewest`.
    """
    processes = _processes()
    if len(pieces) < fewest or processes < 2:  # noqa: PLR2004  one process is this one
        return [work(piece) for piece in pieces]
    import gc  # noqa: PLC0415  only a run over many files that remembers nothing comes here
    import multiprocessing  # noqa: PLC0415
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415

    # What stands is not looked through by a process that did not make it, and so is not copied for it.
    gc.freeze()
    _at_work.append((lambda piece: send(work(piece)), pieces))
    try:
        with ProcessPoolExecutor(processes, multiprocessing.get_context("fork")) as pool:
            sent = list(pool.map(_do, range(len(pieces)), chunksize=_AT_ONCE))
    except BrokenProcessPool:
        # Somebody ended a process, or there was no memory for it.
        return [work(piece) for piece in pieces]
    finally:
        _at_work.pop()
        gc.unfreeze()
    return [receive(piece, each) for piece, each in zip(pieces, sent, strict=True)]


def _do(number: int) -> Any:
    work, pieces = _at_work[-1]
    return work(pieces[number])


def _processes() -> int:
    if not hasattr(os, "fork") or not hasattr(os, "sched_getaffinity") or threading.active_count() > 1:
        return 1
    return len(os.sched_getaffinity(0))
