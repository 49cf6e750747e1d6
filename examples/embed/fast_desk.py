"""A queue in another program: many applicants, one after another, each decided in microseconds.

The instrument is compiled once for the day. What is asked for often (the outcome and the cost) comes from
the compiled form; words and articles are worked out only for those who are refused. Run it from the root of
the repository:

    python examples/embed/fast_desk.py examples/karimun/workers.csv 2025-11-13
"""

import csv
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import policy_engine
from policy_engine.domain.bilingual import Language

POLICIES = Path(__file__).parents[2] / "policies" / "kepulauan-riau" / "karimun-nota-kesepakatan-2025.policy"


def serve(engine: policy_engine.Engine, applicants: Iterable[Mapping[str, object]], on: str) -> int:
    """Decide the applicants and print one line for each refusal, then the sums; give the exit code."""
    outcomes: Counter[str] = Counter()
    rupiah = rejected = 0
    for row, applicant in enumerate(applicants, 1):
        try:
            decision = engine.decide_fast(applicant, on=on)
        except policy_engine.WorkerError:
            rejected += 1
            continue
        outcomes[decision.effective.value] += 1
        rupiah += decision.total or 0
        for reason in decision.reasons if decision.effective.value == "not_eligible" else ():
            print(f"{row}: {reason.citation.text(Language.ID)}")
    for outcome, number in sorted(outcomes.items()):
        print(f"{outcome}: {number}")
    print(f"rejected: {rejected}")
    print(f"Rp{rupiah}")
    return 0


def main(workers: str, on: str) -> int:
    """Load the policies once, then serve the applicants in a table."""
    engine = policy_engine.load(POLICIES)
    with Path(workers).open(encoding="utf-8", newline="") as table:
        return serve(engine, csv.DictReader(table), on)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
