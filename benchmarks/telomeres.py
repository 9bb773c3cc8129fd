"""How fast telomere content is measured, against samtools, a loop of pysam and mere inflating.

A simulated BAM that compresses as a real one does is measured in one run, every contestant in a
process of its own, in turn, several times; the least user time of each counts. Beside the time of
the whole process stands that of the measurement alone, after the imports and with the kernels
loaded, since start-up is the same for a small file and a whole genome. The loop of pysam sees a
tenth of the reads and its time is scaled. The last line is JSON.

    python benchmarks/telomeres.py --reads 10000000 --copies 3
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from importlib import metadata, resources
from multiprocessing import get_context
from pathlib import Path

import pysam
from telomere_sample import write_copies, write_sample

PYSAM_SHARE = 10
TINY_READS = 20_000
INSIDE = """
import resource, sys
from pathlib import Path
from crestome.knowledge.rules_alone import load_rules
from crestome.measure.telomere_content import measure_telomeres
from crestome.measure.telomere_content_rules import TelomereContentRules
from crestome.measure.telomere_quick import measure_by_index
from crestome.read.alignment_index import read_indexed
from crestome.read.alignments import read_alignments
how, path, warm = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
rules = load_rules("telomere_content", TelomereContentRules)
measure_telomeres(read_alignments(warm), rules, 1)
def used():
    own = resource.getrusage(resource.RUSAGE_SELF)
    return own.ru_utime, own.ru_stime
before = used()
if how == "quick":
    measure_by_index(read_indexed(path, 50_000, 100), rules, 1)
else:
    measure_telomeres(read_alignments(path), rules, int(how))
print(*(after - start for after, start in zip(used(), before)))
"""
INFLATE = """
import resource, struct, sys, deflate
with open(sys.argv[1], "rb") as stream:
    data, at = b"", 0
    while True:
        if at + (1 << 17) > len(data):
            data, at = data[at:] + stream.read(1 << 20), 0
            if not data:
                break
        end = at + 1 + int.from_bytes(data[at + 16 : at + 18], "little")
        size = int.from_bytes(data[end - 4 : end], "little")
        deflate.deflate_decompress(memoryview(data)[at + 18 : end - 8], size)
        at = end
own = resource.getrusage(resource.RUSAGE_SELF)
print(own.ru_utime, own.ru_stime)
"""
PYSAM = """
import sys, pysam
found = 0
for read in pysam.AlignmentFile(sys.argv[1]).fetch(until_eof=True):
    if read.flag & 0xD00: continue
    text = read.query_sequence
    forward = sum(text.count(word) for word in ("TTAGGG", "TCAGGG", "TGAGGG", "TTGGGG"))
    second = sum(text.count(word) for word in ("CCCTAA", "CCCTGA", "CCCTCA", "CCCCAA"))
    found += max(forward, second) >= max(2, (len(text) * 6 + 50) // 100)
"""
NEVER = float("inf")


@dataclass
class Row:
    """The best of a contestant: seconds of its process, and of the measurement alone."""

    arguments: list[str]
    scale: int = 1
    user: float = NEVER
    system: float = NEVER
    wall: float = NEVER
    memory_mb: float = 0.0
    inside: list[float] = field(default_factory=list)

    def measure(self) -> None:
        """Run once more."""
        begun = time.perf_counter()
        with tempfile.TemporaryFile("w+") as out:
            child = os.posix_spawn(
                self.arguments[0],
                self.arguments,
                os.environ,
                file_actions=[(os.POSIX_SPAWN_DUP2, out.fileno(), 1)],
            )
            _child, status, used = os.wait4(child, 0)
            wall = time.perf_counter() - begun
            out.seek(0)
            printed = out.read().split()
        if status:
            message = f"failed: {self.arguments}"
            raise SystemExit(message)
        self.user = min(self.user, self.scale * used.ru_utime)
        self.system = min(self.system, self.scale * used.ru_stime)
        self.wall = min(self.wall, self.scale * wall)
        self.memory_mb = max(self.memory_mb, used.ru_maxrss / 1024)
        if len(printed) > 1 and "-c" in self.arguments:
            self.inside.append(float(printed[0]))

    @property
    def alone(self) -> float:
        """User seconds of the measurement alone."""
        return min(self.inside, default=NEVER)


def contestants(folder: Path, options: argparse.Namespace) -> dict[str, Row]:
    """Write the files, and say what is run on them."""
    python, samtools = sys.executable, shutil.which("samtools") or ""
    names = ("one", "big", "tiny", "share", "groups")
    one, big, tiny, share, groups = (folder / f"{name}.bam" for name in names)
    # In a process beside: the memory of a contestant is counted from what this one holds.
    with ProcessPoolExecutor(1, get_context("spawn")) as beside:
        beside.submit(write_sample, one, options.reads).result()
        beside.submit(pysam.index, str(one)).result()
        beside.submit(write_copies, one, big, options.copies).result()
        beside.submit(write_sample, tiny, TINY_READS).result()
        beside.submit(write_sample, share, options.reads // PYSAM_SHARE).result()
        beside.submit(write_sample, groups, options.reads // PYSAM_SHARE, 8).result()
    ours = [python, "-m", "crestome", "telomeres"]
    inside = [python, "-c", INSIDE]
    scale = PYSAM_SHARE * options.copies
    rows = {
        "crestome, 1 thread": Row([*ours, str(big), "--quiet", "--threads", "1"]),
        "crestome, 2 threads": Row([*ours, str(big), "--quiet", "--threads", "2"]),
        "crestome, start alone": Row([*ours, str(tiny), "--quiet", "--threads", "1"]),
        "crestome alone, 1 thread": Row([*inside, "1", str(big), str(tiny)]),
        "crestome alone, 2 threads": Row([*inside, "2", str(big), str(tiny)]),
        "crestome alone, one copy": Row([*inside, "1", str(one), str(tiny)]),
        "crestome alone, by index, one copy": Row([*inside, "quick", str(one), str(tiny)]),
        "crestome alone, 8 read groups": Row([*inside, "1", str(groups), str(tiny)]),
        "crestome alone, 1 read group": Row([*inside, "1", str(share), str(tiny)]),
        "inflate alone": Row([python, "-c", INFLATE, str(big)]),
        "pysam loop": Row([python, "-c", PYSAM, str(share)], scale),
    }
    if samtools:
        rows["samtools view -c"] = Row([samtools, "view", "-c", str(big)])
    return rows


def ratios(rows: dict[str, Row]) -> dict[str, float]:
    """What the figures come to."""
    whole, alone = rows["crestome, 1 thread"], rows["crestome alone, 1 thread"].alone
    inflate = rows["inflate alone"]
    found = {
        "pysam_over_crestome": rows["pysam loop"].user / whole.user,
        "inflate_over_crestome": inflate.user / whole.user,
        "inflate_over_crestome_alone": inflate.alone / alone,
        "start_user_s": rows["crestome, start alone"].user,
        "wall_of_1_over_2_threads": whole.wall / rows["crestome, 2 threads"].wall,
        "user_of_2_over_1_threads": rows["crestome alone, 2 threads"].alone / alone,
        "every_read_over_index_alone": rows["crestome alone, one copy"].alone
        / rows["crestome alone, by index, one copy"].alone,
        "groups_8_over_1_alone": rows["crestome alone, 8 read groups"].alone
        / rows["crestome alone, 1 read group"].alone,
        "peak_mb": max(row.memory_mb for name, row in rows.items() if name.startswith("cres")),
    }
    if "samtools view -c" in rows:
        samtools = rows["samtools view -c"].user
        found |= {
            "crestome_over_samtools": whole.user / samtools,
            "crestome_alone_over_samtools": alone / samtools,
        }
    return {key: round(value, 3) for key, value in found.items()}


def main() -> None:
    """Measure all contestants in turn, several times, and print the best of each."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--reads", type=int, default=10_000_000)
    parser.add_argument("--copies", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=None, help="for files of some gigabytes")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        rows = contestants(Path(folder), options)
        # Installers compile modules once; here that is done before anything is measured.
        compileall.compile_dir(str(resources.files("crestome")), quiet=1)
        for _ in range(options.rounds):
            for row in rows.values():
                row.measure()
        size = (Path(folder) / "big.bam").stat().st_size / 1e6
    versions = [f"python {platform.python_version()}", f"pysam {metadata.version('pysam')}"]
    if "samtools view -c" in rows:
        command = [rows["samtools view -c"].arguments[0], "--version"]
        said = subprocess.run(command, capture_output=True, text=True, errors="replace", check=True)  # noqa: S603 (samtools)
        versions += said.stdout.splitlines()[:2]
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"{options.reads * options.copies} reads, {size:.0f} MB; best of {options.rounds}")
    print(f"{'; '.join(versions)}; load of the machine {load} on {os.cpu_count()} processors")
    print(f"{'':36}{'user s':>8}{'alone':>8}{'system':>8}{'wall':>8}{'MB':>6}")
    for name, row in rows.items():
        alone = "" if row.alone == NEVER else f"{row.alone:.2f}"
        figures = f"{row.user:8.2f}{alone:>8}{row.system:8.2f}{row.wall:8.2f}{row.memory_mb:6.0f}"
        print(f"{name:36}{figures}")
    print(json.dumps(ratios(rows)))


if __name__ == "__main__":
    main()
