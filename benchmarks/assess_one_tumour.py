"""Whole-process time and memory of one assessment and of ``--help``, against their limits.

The limits: a tumour with some ten variants and its segments, files to page and document, in 2 s and
150 MB; help in 0.3 s. The best general reporter that runs offline (MOAlmanac 0.8.6) needed 7.06 s
and 201 MB for a tumour of ten variants on a machine of this kind; it is in no package registry, so
its figures stand here as they were measured, not rerun.

Run: ``python benchmarks/assess_one_tumour.py`` with a Python in which crestome is installed.
Bytecode is compiled first and the first run is not counted.
"""

from __future__ import annotations

import compileall
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

import crestome

LIMITS: Final = {"assess": (2.0, 150.0), "help": (0.3, 150.0)}
PEER_SECONDS: Final = 7.06
PEER_MB: Final = 201.0
RUNS: Final = 7
KB_PER_MB: Final = 1024


def measure(command: list[str]) -> tuple[float, float]:
    """Wall seconds and peak memory in MB of one finished process."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    started = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 (our own command)
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
    )
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        message = f"{' '.join(command)} ended with status {process.returncode}"
        raise SystemExit(message)
    return wall, usage.ru_maxrss / KB_PER_MB


def main() -> None:
    """Print a line for each command, and one JSON object."""
    compileall.compile_dir(str(Path(crestome.__file__).parent), quiet=2)
    program = [sys.executable, "-m", "crestome"]
    results = {}
    with tempfile.TemporaryDirectory() as folder:
        commands = {
            "assess": [*program, "demo", "--quiet", "--out", folder],
            "help": [*program, "--help"],
        }
        for name, command in commands.items():
            measure(command)
            runs = [measure(command) for _ in range(RUNS)]
            wall = statistics.median(run[0] for run in runs)
            memory = max(run[1] for run in runs)
            seconds, megabytes = LIMITS[name]
            results[name] = {
                "median_seconds": round(wall, 3),
                "of_limit": round(wall / seconds, 2),
                "peak_mb": round(memory, 1),
                "memory_of_limit": round(memory / megabytes, 2),
            }
            print(name, results[name])
    results["assess"]["times_faster_than_peer"] = round(
        PEER_SECONDS / results["assess"]["median_seconds"], 1
    )
    results["assess"]["memory_of_peer"] = round(results["assess"]["peak_mb"] / PEER_MB, 2)
    print(json.dumps(results))


if __name__ == "__main__":
    main()
