"""How fast telomere content is measured, against samtools, a loop of pysam and mere inflating.

A simulated BAM is measured in one run, every contestant in its own process; times are user time
plus system time as the system accounts them, printed as ratios. The last line is JSON.

    python benchmarks/telomeres.py --pairs 400000
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from telomere_bam import END, block_of, header_bytes, record_of, simulate

DISTINCT = 20_000
BLOCK = 60_000
INFLATE = """
import sys
from pathlib import Path
from crestome.read.alignment_blocks import read_inflated
for _ in read_inflated(Path(sys.argv[1]), 1): pass
"""
PYSAM = """
import sys, pysam
found = 0
for read in pysam.AlignmentFile(sys.argv[1]).fetch(until_eof=True):
    if read.flag & 0xD00: continue
    text = read.query_sequence
    forward = sum(text.count(word) for word in ("TTAGGG", "TCAGGG", "TGAGGG", "TTGGGG"))
    second = sum(text.count(word) for word in ("CCCTAA", "CCCTGA", "CCCTCA", "CCCCAA"))
    found += max(forward, second) >= len(text) * 6 // 100
"""


def write_sample(path: Path, pairs: int) -> None:
    """Write a BAM of so many pairs, shuffled out of a smaller number of distinct ones.

    Qualities are drawn from four bins, as present instruments give them.
    """
    chance = random.Random(1)  # noqa: S311 (a simulation)
    reads = simulate(1, DISTINCT, telomere=0.001)
    records = [bytearray(record_of(read)) for read in reads]
    for record, read in zip(records, reads, strict=True):
        size = len(read.sequence)
        record[-size:] = bytes(chance.choices((2, 12, 23, 37), (1, 3, 6, 90), k=size))
    with path.open("wb") as stream:
        rest = bytearray(header_bytes())
        for _ in range(2 * pairs):
            rest += chance.choice(records)
            if len(rest) >= BLOCK:
                stream.write(block_of(bytes(rest[:BLOCK])))
                del rest[:BLOCK]
        stream.write((block_of(bytes(rest)) if rest else b"") + END)


def measured(arguments: list[str]) -> tuple[float, float, float]:
    """Processor seconds, seconds by the wall and peak memory in MB of a command."""
    begun = time.perf_counter()
    child = os.posix_spawn(
        arguments[0],
        arguments,
        os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)],
    )
    _child, status, used = os.wait4(child, 0)
    if status:
        message = f"failed: {arguments}"
        raise SystemExit(message)
    return used.ru_utime + used.ru_stime, time.perf_counter() - begun, used.ru_maxrss / 1024


def main() -> None:
    """Measure all contestants in turn, several times, and print the best of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=400_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    python, samtools = sys.executable, shutil.which("samtools")
    ours = [python, "-m", "crestome", "telomeres"]
    with tempfile.TemporaryDirectory() as folder:
        big, small = Path(folder) / "big.bam", Path(folder) / "small.bam"
        write_sample(big, options.pairs)
        write_sample(small, 10)
        contestants = {
            "crestome, 1 thread": [*ours, str(big), "--quiet", "--threads", "1"],
            "crestome, 2 threads": [*ours, str(big), "--quiet", "--threads", "2"],
            "crestome, start alone": [*ours, str(small), "--quiet", "--threads", "1"],
            "inflate alone": [python, "-c", INFLATE, str(big)],
            "pysam loop": [python, "-c", PYSAM, str(big)],
        }
        if samtools:
            contestants["samtools view -c"] = [samtools, "view", "-c", str(big)]
        rows = dict.fromkeys(contestants, (9000000000.0, 9000000000.0, 0.0))
        for _ in range(options.rounds):
            for name, arguments in contestants.items():
                cpu, wall, memory = measured(arguments)
                best = rows[name]
                rows[name] = (min(best[0], cpu), min(best[1], wall), max(best[2], memory))
        size = big.stat().st_size / 1e6
    print(f"{2 * options.pairs} reads, {size:.0f} MB, best of {options.rounds}")
    for name, (cpu, wall, memory) in rows.items():
        print(f"{name:24} {cpu:8.2f} s processor {wall:8.2f} s wall {memory:6.0f} MB")
    one, two = rows["crestome, 1 thread"], rows["crestome, 2 threads"]
    begin = rows["crestome, start alone"][0]
    ratios = {
        "pysam_over_crestome": rows["pysam loop"][0] / one[0],
        "inflate_over_crestome": rows["inflate alone"][0] / one[0],
        "wall_of_1_over_2_threads": one[1] / two[1],
        "inflate_over_crestome_without_start": rows["inflate alone"][0] / (one[0] - begin),
        "peak_mb": max(one[2], two[2]),
    }
    if samtools:
        ratios["crestome_over_samtools"] = one[0] / rows["samtools view -c"][0]
    print(json.dumps({key: round(value, 2) for key, value in ratios.items()}))


if __name__ == "__main__":
    main()
