"""`python -m house.check`: everything that `just check` looks at, two at a time, all of it even when something fails."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from house.repository import ROOT

AT_ONCE = 2
PYTHON = sys.executable
# The longest first, so that it runs beside all the others. Each also runs alone as written here.
PARTS: dict[str, Sequence[str]] = {
    "types": ("mypy",),
    "lint": ("ruff", "check", "."),
    "format": ("ruff", "format", "--check", "."),
    "import contracts": ("lint-imports", "--no-cache"),
    "generated pages": (PYTHON, "-m", "house.pages", "--check"),
    "requirement trace": (PYTHON, "-m", "house.trace", "--check"),
    "migrations": (PYTHON, "-m", "house.migrations"),
    "templates": (PYTHON, "-m", "house.templates", "--check"),
    "sizes": (PYTHON, "-m", "house.sizes"),
    # Its tests need neither database nor browser; a path of a machine in a file should not wait for the whole suite.
    "repository": (PYTHON, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_repository.py"),
}


@dataclass(frozen=True)
class Outcome:
    name: str
    failed: bool
    seconds: float
    output: str


def run(name: str) -> Outcome:
    begun = time.monotonic()
    try:
        done = subprocess.run(
            PARTS[name], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        failed, output = done.returncode != 0, done.stdout
    except FileNotFoundError:
        failed, output = True, f"{PARTS[name][0]} is not installed; `make env-test` makes the environment.\n"
    return Outcome(name, failed, time.monotonic() - begun, output)


def report(outcome: Outcome) -> None:
    print(f"{'FAILED' if outcome.failed else 'ok':>6}  {outcome.name} ({outcome.seconds:.1f} s)", flush=True)
    if outcome.failed:
        print("\n".join(f"        {line}" for line in outcome.output.rstrip().splitlines()), flush=True)


def main() -> int:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = []
        for outcome in pool.map(run, PARTS):
            report(outcome)
            outcomes.append(outcome)
    return 1 if any(outcome.failed for outcome in outcomes) else 0


if __name__ == "__main__":
    raise SystemExit(main())
