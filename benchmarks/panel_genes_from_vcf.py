"""How fast are panel genes taken out of a whole-genome VCF, beside cyvcf2 and bcftools?

A VCF of 600,000 records with VEP annotation (24 fields, 1 to 8 transcripts) and two samples is
invented, packed with bgzip and indexed. Then, in one run on the same machine: crestome without and
with the index, a full scan with cyvcf2 that reads CSQ, and ``bcftools view -R``. Each program runs
in a process of its own; printed are seconds of processor and wall time and the peak of memory.

Run: ``python benchmarks/panel_genes_from_vcf.py [--records N] [--python PATH]`` where PATH is a
Python with cyvcf2; bcftools, bgzip and tabix must be on the path. The file is kept for a next run.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

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
from pathlib import Path
from crestome.knowledge.load import load_genome
from crestome.model.genome import Assembly
from crestome.model.issue import Issues
from crestome.read.reading import Wanted
from crestome.read.small_variants import read_small_variants
issues = Issues()
reading = read_small_variants(
    Path(sys.argv[1]),
    "x.vcf.gz",
    genome=load_genome(Assembly.GRCH38),
    wanted=Wanted(coding=sys.argv[2] == "coding"),
    issues=issues,
)
assert reading is not None, issues.items
print(len(reading.value), "variants kept of", reading.source.rows)
"""
CYVCF2: Final = """
import sys
from cyvcf2 import VCF
rows = [line.split() for line in open(sys.argv[2])]
places = {}
for contig, start, end in rows:
    places.setdefault(contig, []).append((int(start), int(end)))
kept = 0
total = 0
for record in VCF(sys.argv[1]):
    total += 1
    csq = record.INFO.get("CSQ")
    if any(start <= record.POS - 1 < end for start, end in places.get(record.CHROM, ())):
        fields = [entry.split("|") for entry in csq.split(",")]
        kept += 1
print(kept, "records kept of", total)
"""


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


def measured(name: str, command: list[str]) -> float:
    """Run a command; print its time, memory and answer; return seconds of processor time."""
    start = time.perf_counter()
    with tempfile.TemporaryFile("w+") as out:
        child = subprocess.Popen(command, stdout=out)  # noqa: S603 - own arguments
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        out.seek(0)
        answer = (out.read().strip().splitlines() or [""])[-1][:60]
    used = usage.ru_utime + usage.ru_stime
    print(
        f"{name:44} {used:7.2f} s cpu {wall:7.2f} s wall {usage.ru_maxrss // 1024:6} MB  "
        f"{'FAILED' if status else answer}"
    )
    return used


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=600_000)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
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
    print(f"{path.name}: {path.stat().st_size >> 20} MB packed, {os.cpu_count()} processors")
    ours = [sys.executable, "-c", CODE]
    start = measured(
        "crestome start-up (import, genome tables)", [*ours[:2], CODE.split("issues = ")[0]]
    )
    scan = measured("crestome, no index, genes of interest", [*ours, str(alone), "panel"])
    whole = measured("crestome, no index, and coding variants", [*ours, str(alone), "coding"])
    indexed = measured("crestome, index, genes of interest", [*ours, str(path), "panel"])
    full = measured(
        "cyvcf2, full scan with CSQ", [options.python, "-c", CYVCF2, str(path), str(bed)]
    )
    view = measured("bcftools view -R", ["bcftools", "view", "-H", "-R", str(bed), str(path)])
    measured("bcftools view, full", ["bcftools", "view", "-H", str(alone)])
    print(
        f"no index: {scan / full:.2f} of cyvcf2's scan (goal 0.25), with coding {whole / full:.2f}"
    )
    print(
        f"without start-up: {(scan - start) / full:.2f}; with coding {(whole - start) / full:.2f}"
    )
    print(
        f"index: {indexed / view:.1f} times bcftools view -R (goal 2), "
        f"{(indexed - start) / view:.1f} without start-up"
    )


if __name__ == "__main__":
    main()
