"""One command: every measurement, printed with its ratio to the peer it stands beside.

python -m benchmarks                              start-up, reading, one decision
python -m benchmarks register [WORKERS]           a register beside the peers
python -m benchmarks simulate [WORKERS]           the verb beside a query by hand that does the same
python -m benchmarks growth                       how its cost grows; draws docs/reference/register-cost.svg
python -m benchmarks eighty-million [WORKERS]     a register of 80 million, batch by batch
"""

import platform
import sys

from benchmarks import (
    allocation,
    eighty_million,
    growth,
    one_decision,
    parsing,
    proofs,
    register,
    simulating,
    startup,
)
from benchmarks.peers import by_hand
from benchmarks.timing import table


def main() -> None:
    """Print the tables."""
    match sys.argv[1:]:
        case ["register", *workers]:
            register.main(*map(int, workers))
        case ["simulate", *workers]:
            simulating.main(*map(int, workers))
        case ["growth"]:
            growth.main()
        case ["eighty-million", *workers]:
            eighty_million.main(*map(int, workers))
        case _:
            _everyday()


def _everyday() -> None:
    print(
        f"Python {platform.python_version()}; medians; ratios within this run count, absolute times drift\n"
    )
    wanted = set(sys.argv[1:]) or {"startup", "parsing", "decision"}
    if "startup" in wanted:
        print(table("Start-up", startup.run()), end="\n\n")
    if "parsing" in wanted:
        print(table("Reading", parsing.run()), end="\n\n")
    if "library" in wanted:
        proofs.main()
        proofs.deciders()
    if "decision" in wanted:
        print(table("One decision, time of the processor", one_decision.run(), beside=by_hand.NAME))
    if "allocation" in wanted:
        print(allocation.table(allocation.run(13_400_000, "4GB")))


if __name__ == "__main__":
    main()
