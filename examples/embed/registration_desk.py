"""A registration desk in another program: it asks the engine about one person and prints what to do next.

Run it from the root of the repository:

    python examples/embed/registration_desk.py examples/karimun/worker.json 2025-11-13
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

import policy_engine

POLICIES = Path(__file__).parents[2] / "policies" / "kepulauan-riau" / "karimun-nota-kesepakatan-2025.policy"


def next_step(decision: policy_engine.Decision) -> str:
    """Tell the clerk what follows from a decision."""
    match decision.effective:
        case "eligible":
            return f"daftarkan; iuran yang ditanggung Rp{decision.total}"
        case "not_eligible":
            return "tolak, dan serahkan penjelasan di bawah"
        case "undetermined":
            return f"minta dulu: {', '.join(decision.missing)}"
        case "not_applicable":
            return "arahkan ke daerah tempat tinggalnya"
        case "conflict":
            return "teruskan ke bagian hukum"


def serve(engine: policy_engine.Engine, applicant: Mapping[str, object], on: str) -> int:
    """Decide one applicant and print the next step and the reasons; give the exit code of the desk."""
    try:
        decision = engine.decide(applicant, on=on)
    except policy_engine.WorkerError as error:
        for problem in error.diagnostics:
            print(f"perbaiki dulu: {problem.message.indonesian}")
        return 2
    print(next_step(decision))
    print()
    print(decision.explain("id"))
    return 0


def main(worker: str, on: str) -> int:
    """Load the policies once, then serve the applicant in a JSON file."""
    engine = policy_engine.load(POLICIES)
    return serve(engine, json.loads(Path(worker).read_text("utf-8")), on)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
