"""How fast are panel genes taken out of a whole-genome VCF, beside cyvcf2 and bcftools?

A VCF of 600,000 records with VEP annotation (24 fields, 1 to 8 transcripts) and two samples is
invented, packed with bgzip and indexed. Then, in one run on the same machine: crestome without and
with the index, a full scan with cyvcf2 that reads CSQ, and ``bcftools view -R``. Each program runs
in a process of its own, with its bytecode compiled, in turns with the others; printed are the least
seconds of processor and of wall time of all turns, and the peak of memory. Beside them stands what
no reader can go below: unpacking the file, and the checksum that the report states.

Run: ``python benchmarks/panel_genes_from_vcf.py [--records N] [--python PATH] [--turns N]`` where
PATH is a Python with cyvcf2; bcftools, bgzip and tabix must be on the path. The file is kept for a
next run. ``panel_genes_from_vcf.md`` holds the last figures.
"""

from __future__ import annotations

import argparse
import compileall
import os
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

import crestome
from crestome.knowledge.load import load_genome
from crestome.model.genome import Assembly, Genome

FIELDS: Final = (
    "Allele|Consequence|IMPACT|SYMBOL|Gene|Feature_type|Feature|BIOTYPE|EXON|INTRON|HGVSc|HGVSp|"
    "cDNA_position|CDS_position|Protein_position|Amino_acids|Codons|Existing_variation|DISTANCE|"
    "STRAND|FLAGS|SYMBOL_SOURCE|HGNC_ID|MANE_SELECT"
)
FLANK_BP: Final = 5_000
CODE: Final = """
import sys
from time import perf_counter, process_time
from pathlib import Path
from crestome.knowledge.load import load_genome
from crestome.model.genome import Assembly
from crestome.model.issue import Issues
from crestome.read.reading import Wanted
from crestome.read.small_variants import read_small_variants
issues, began = Issues(), (process_time(), perf_counter())
reading = read_small_variants(
    Path(sys.argv[1]),
    "x.vcf.gz",
    genome=load_genome(Assembly.GRCH38),
    wanted=Wanted(coding=sys.argv[2] == "coding"),
    issues=issues,
)
assert reading is not None, issues.items
print(len(reading.value), "variants kept of", reading.source.rows)
print(process_time() - began[0], perf_counter() - began[1])
"""
CYVCF2: Final = """
import sys
from time import perf_counter, process_time
from cyvcf2 import VCF
rows = [line.split() for line in open(sys.argv[2])]
places = {}
for contig, start, end in rows:
    places.setdefault(contig, []).append((int(start), int(end)))
kept = 0
total = 0
began = process_time(), perf_counter()
for record in VCF(sys.argv[1]):
    total += 1
    csq = record.INFO.get("CSQ")
    if any(start <= record.POS - 1 < end for start, end in places.get(record.CHROM, ())):
        fields = [entry.split("|") for entry in csq.split(",")]
        kept += 1
print(kept, "records kept of", total)
print(process_time() - began[0], perf_counter() - began[1])
"""


UNPACKING: Final = """
import hashlib, sys
from isal import igzip
size = 0
with igzip.open(sys.argv[1]) as packed:
    while chunk := packed.read(1 << 18):
        size += len(chunk)
with open(sys.argv[1], "rb") as handle:
    hashlib.file_digest(handle, "sha256")
print(size >> 20, "MB unpacked")
"""


LAUNCHER: Final = """
import os, sys, tempfile, time
start = time.perf_counter()
with tempfile.TemporaryFile() as out:
    child = os.posix_spawnp(
        sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, out.fileno(), 1)]
    )
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - start
    out.seek(max(0, out.tell() - 9999))
    lines = out.read().decode().strip().splitlines()
print("\\n".join(lines[-2:]))
print(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss >> 10, status)
"""
"""A process inherits the peak of memory of the one that starts it; this one is small."""


OWN_TIME: Final = re.compile(r"([\d.e-]+) ([\d.e-]+)")
"""The last line of a program that tells its seconds of processor and on the clock."""


class Cost(NamedTuple):
    """Seconds of processor, seconds on the clock, megabytes, and the last line printed.

    ``inside`` holds both seconds of the reading alone, where the program tells them.
    """

    cpu: float
    wall: float
    memory: int
    answer: str
    inside: tuple[float, float] | None


def write_vcf(path: Path, records: int, genome: Genome) -> None:
    """Invent a somatic VCF and pack it."""
    draw = random.Random(7)  # noqa: S311 - invented variants need no secrecy
    plain = path.with_suffix("")
    with plain.open("w") as out:
        out.write("##fileformat=VCFv4.2\n##tumor_sample=T1\n##normal_sample=N1\n")
        out.write(
            '##INFO=<ID=CSQ,Number=.,Type=String,Description="Consequence annotations from Ensembl '
            f'VEP. Format: {FIELDS}">\n'
        )
        out.write('##INFO=<ID=DP,Number=1,Type=Integer,Description="d">\n')
        out.write('##INFO=<ID=MQ,Number=1,Type=Float,Description="q">\n')
        out.write('##FILTER=<ID=weak,Description="w">\n')
        for key, kind in (("GT", "String"), ("AD", "Integer"), ("DP", "Integer")):
            number = "R" if key == "AD" else "1"
            out.write(f'##FORMAT=<ID={key},Number={number},Type={kind},Description="f">\n')
        for chromosome in genome.chromosomes.values():
            out.write(f"##contig=<ID=chr{chromosome.name},length={chromosome.length_bp}>\n")
        out.write("#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tN1\tT1\n")
        total = sum(item.length_bp for item in genome.chromosomes.values())
        for chromosome in genome.chromosomes.values():
            count = round(records * chromosome.length_bp / total)
            for position in sorted(draw.sample(range(1, chromosome.length_bp), count)):
                out.write(_record(draw, chromosome.name, position))
    subprocess.run(["bgzip", "-f", str(plain)], check=True)  # noqa: S603, S607 - own arguments
    subprocess.run(["tabix", "-f", "-p", "vcf", str(path)], check=True)  # noqa: S603, S607 - as above


def _record(draw: random.Random, contig: str, position: int) -> str:
    reference, alternative = draw.sample("ACGT", 2)
    coding = draw.random() < 0.01  # noqa: PLR2004 - a hundredth of a genome is coding
    words = ("missense_variant", "MODERATE") if coding else ("intron_variant", "MODIFIER")
    gene = draw.randrange(20_000)
    entries = []
    for number in range(draw.randint(1, 8)):
        transcript = draw.randrange(10**6)
        change = f"c.{draw.randrange(4000)}+{draw.randrange(900)}{reference}>{alternative}"
        cells = [
            alternative, *words, f"GENE{gene}", f"ENSG{gene:011d}", "Transcript",
            f"ENST{transcript:011d}", "protein_coding", "", f"{number + 1}/12",
            f"ENST{transcript:011d}.{number}:{change}",
            f"ENSP{transcript:011d}.1:p.Ala{draw.randrange(900)}Val" if coding else "",
            "", "", "", "", "", f"rs{draw.randrange(10**9)}", "", draw.choice(["1", "-1"]), "",
            "HGNC", f"HGNC:{gene}", f"NM_{gene:06d}.3" if number == 0 else "",
        ]  # fmt: skip
        entries.append("|".join(cells))
    depth, count = draw.randint(20, 90), draw.randint(3, 18)
    flag = "PASS" if draw.random() < 0.7 else "weak"  # noqa: PLR2004 - as callers do
    return (
        f"chr{contig}\t{position}\t.\t{reference}\t{alternative}\t.\t{flag}\t"
        f"DP={depth};MQ={draw.randint(2000, 6000) / 100};CSQ={','.join(entries)}\tGT:AD:DP\t"
        f"0/0:{depth},0:{depth}\t0/1:{depth - count},{count}:{depth}\n"
    )


def measured(command: list[str]) -> Cost:
    """Run a command once."""
    settings = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    ran = subprocess.run(  # noqa: S603 - own arguments
        [sys.executable, "-S", "-c", LAUNCHER, *command],
        env=settings,
        capture_output=True,
        text=True,
        check=False,
    )
    *lines, figures = ran.stdout.strip().splitlines()
    cpu, wall, memory, status = figures.split()
    own = OWN_TIME.fullmatch(lines[-1]) if lines else None
    inside = (float(own[1]), float(own[2])) if own else None
    answer = (lines[:-1] if own else lines or ["-"])[-1]
    said = "FAILED" if int(status) else answer[:40]
    return Cost(float(cpu), float(wall), int(memory), said, inside)


def least(turns: list[Cost]) -> Cost:
    """The least time of all turns: what others do on the machine can only add to it."""
    return Cost(
        min(turn.cpu for turn in turns),
        min(turn.wall for turn in turns),
        max(turn.memory for turn in turns),
        turns[-1].answer,
        None
        if turns[0].inside is None
        else (
            min(t.inside[0] for t in turns if t.inside),
            min(t.inside[1] for t in turns if t.inside),
        ),
    )


def print_ratios(costs: dict[str, Cost]) -> None:
    """Print what the goals are stated in."""
    print("\n| ratio | processor | wall | goal |\n|---|---|---|---|")
    for name, ours, other, goal in (
        ("no index : cyvcf2", "no index", "cyvcf2 with CSQ", "0.25"),
        ("no index, coding variants : cyvcf2", "no index, coding variants", "cyvcf2 with CSQ", ""),
        ("no index : unpacking and checksum", "no index", "unpacking, checksum", ""),
        ("index : bcftools view -R", "index", "bcftools view -R", "2"),
    ):
        mine, peer = costs[ours], costs[other]
        print(f"| {name} | {mine.cpu / peer.cpu:.2f} | {mine.wall / peer.wall:.2f} | {goal} |")
        if mine.inside is not None:
            # A program that does not tell what the reading alone took is counted whole.
            cpu, wall = peer.inside or (peer.cpu, peer.wall)
            ratios = f"{mine.inside[0] / cpu:.2f} | {mine.inside[1] / wall:.2f}"
            print(f"| {name}, reading alone | {ratios} | {goal} |")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=600_000)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    parser.add_argument("--turns", type=int, default=5)
    options = parser.parse_args()
    genome = load_genome(Assembly.GRCH38)
    path = options.folder / f"panel_{options.records}.vcf.gz"
    bed = options.folder / "panel.bed"
    bed.write_text(
        "".join(
            f"chr{gene.interval.contig}\t{max(0, gene.interval.start - FLANK_BP)}\t"
            f"{gene.interval.end + FLANK_BP}\n"
            for gene in genome.genes.values()
        )
    )
    if not path.exists():
        write_vcf(path, options.records, genome)
    alone = options.folder / f"panel_{options.records}_no_index.vcf.gz"
    if not alone.exists():
        alone.hardlink_to(path)
    for folder in (Path(crestome.__file__).parent, Path(pl.__file__).parent.parent):
        compileall.compile_dir(str(folder), quiet=2)
    print(f"{path.name}: {path.stat().st_size >> 20} MB packed, {os.cpu_count()} processors\n")
    ours = [sys.executable, "-c", CODE]
    commands = {
        "start-up": [*ours[:2], CODE.split("issues, began")[0] + "print(0)"],
        "no index": [*ours, str(alone), "panel"],
        "no index, coding variants": [*ours, str(alone), "coding"],
        "index": [*ours, str(path), "panel"],
        "unpacking, checksum": [sys.executable, "-c", UNPACKING, str(alone)],
        "cyvcf2 with CSQ": [options.python, "-c", CYVCF2, str(path), str(bed)],
        "bcftools view -R": ["bcftools", "view", "-H", "-R", str(bed), str(path)],
        "bcftools view, full": ["bcftools", "view", "-H", str(alone)],
    }
    turns = [
        {name: measured(command) for name, command in commands.items()}
        for _ in range(options.turns)
    ]
    costs = {name: least([turn[name] for turn in turns]) for name in commands}
    print("| program | s processor | s wall | reading alone | MB | answer |")
    print("|---|---|---|---|---|---|")
    for name, cost in costs.items():
        answer = "" if name.startswith("bcftools") else cost.answer
        alone_s = f"{cost.inside[0]:.3f}, {cost.inside[1]:.3f}" if cost.inside else ""
        print(
            f"| {name} | {cost.cpu:.3f} | {cost.wall:.3f} | {alone_s} | {cost.memory} | {answer} |"
        )
    print_ratios(costs)


if __name__ == "__main__":
    main()
