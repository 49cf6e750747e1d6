"""One command: every measurement, printed with its ratio to the peer it stands beside."""

import platform
import sys

from benchmarks import allocation, one_decision, parsing, startup
from benchmarks.peers import by_hand
from benchmarks.timing import table


def main() -> None:
    """Print the tables."""
    print(
        f"Python {platform.python_version()}; medians; ratios within this run count, absolute times drift\n"
    )
    wanted = set(sys.argv[1:]) or {"startup", "parsing", "decision"}
    if "startup" in wanted:
        print(table("Start-up", startup.run()), end="\n\n")
    if "parsing" in wanted:
        print(table("Reading", parsing.run()), end="\n\n")
    if "decision" in wanted:
        print(table("One decision (all give the same answers)", one_decision.run(), beside=by_hand.NAME))
    if "allocation" in wanted:
        print(allocation.table(allocation.run(13_400_000, "4GB")))


if __name__ == "__main__":
    main()
