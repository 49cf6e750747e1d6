"""Work that several processes do gives what one gives, in the same order."""

import os
import threading

import pytest

from policy_engine.commands.spread import spread

PIECES = range(100)


def squared(fewest: int = 1) -> tuple[list[int], set[str]]:
    """Square some numbers; give the results, and which processes worked."""
    here = os.getpid()

    def work(piece: int) -> tuple[int, str]:
        return piece * piece, "this" if os.getpid() == here else "another"

    made = spread(work, PIECES, send=list, receive=lambda _, sent: (sent[0], sent[1]), fewest=fewest)
    return [square for square, _ in made], {worker for _, worker in made}


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have two processors, whatever the machine has."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})


SQUARES = [piece * piece for piece in PIECES]


@pytest.mark.usefixtures("two")
def test_results_come_in_the_order_of_the_pieces() -> None:
    assert squared() == (SQUARES, {"another"})


def test_on_one_processor_one_process_does_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    assert squared() == (SQUARES, {"this"})


@pytest.mark.usefixtures("two")
def test_beside_another_thread_nothing_is_forked() -> None:
    done = threading.Event()
    beside = threading.Thread(target=done.wait)
    beside.start()
    try:
        assert squared() == (SQUARES, {"this"})
    finally:
        done.set()
        beside.join()


@pytest.mark.usefixtures("two")
def test_a_few_pieces_are_not_given_away() -> None:
    assert squared(fewest=len(PIECES) + 1) == (SQUARES, {"this"})


@pytest.mark.usefixtures("two")
def test_where_a_process_is_ended_this_one_does_the_work() -> None:
    here = os.getpid()

    def work(piece: int) -> int:
        if os.getpid() != here and piece == 50:
            os._exit(1)
        return piece

    assert spread(work, PIECES, send=str, receive=lambda _, sent: int(sent)) == [*PIECES]


@pytest.mark.usefixtures("two")
def test_what_goes_wrong_elsewhere_goes_wrong_here() -> None:
    def work(piece: int) -> int:
        return 1 // (piece - 50)

    with pytest.raises(ZeroDivisionError):
        spread(work, PIECES, send=str, receive=lambda _, sent: int(sent))
