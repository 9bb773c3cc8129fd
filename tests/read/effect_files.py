"""An invented chromosome with two genes: files that effects are computed from.

Gene ALK lies on the plus strand with two coding exons (``MFFF … D|KKK … *``), TP53 on the minus
strand with one (``MCGR …``). The bases are made here; only the names are those of real genes.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from crestome.knowledge.load import load_genome
from crestome.model.genome import Assembly, Chromosome, Gene, Genome, Interval, Strand

LENGTH = 1000
_PAIRED = str.maketrans("ACGT", "TGCA")


def _bases() -> str:
    bases = list("ACCTGATTGCGATAGC" * LENGTH)[:LENGTH]
    parts = {
        111: "ATG" + "TTC" * 15 + "GA",
        301: "T" + "AAA" * 12 + "TAA",
        601: ("ATG" + "TGC" * 4 + "GGA" * 4 + "CGA" * 4 + "TGA").translate(_PAIRED)[::-1],
    }
    for start, text in parts.items():
        bases[start - 1 : start - 1 + len(text)] = text
    return "".join(bases)


BASES = _bases()


def _gene(symbol: str, start: int, end: int, strand: Strand) -> Gene:
    place = Interval(contig="2", start=start, end=end)
    return Gene(symbol=symbol, interval=place, strand=strand, band="2p23.2")


_CHROMOSOME = Chromosome(name="2", length_bp=LENGTH, centromere_start_bp=800, centromere_end_bp=900)
TINY: Genome = replace(
    load_genome(Assembly.GRCH38),
    genes={
        "ALK": _gene("ALK", 100, 400, Strand.PLUS),
        "TP53": _gene("TP53", 580, 660, Strand.MINUS),
        "MYCN": _gene("MYCN", 700, 780, Strand.PLUS),
    },
    chromosomes={"2": _CHROMOSOME},
    regions={},
    codons=(),
)

_PARTS = (
    ("ALK", "exon", 101, 160, "+", "."),
    ("ALK", "CDS", 111, 160, "+", "0"),
    ("ALK", "exon", 301, 400, "+", "."),
    ("ALK", "CDS", 301, 340, "+", "1"),
    ("TP53", "exon", 590, 650, "-", "."),
    ("TP53", "CDS", 601, 642, "-", "0"),
)
_EXTENTS = {"ALK": (101, 400, "+"), "TP53": (590, 650, "-")}
TRANSCRIPTS = {
    "ensembl": {"ALK": "ENST00000389048", "TP53": "ENST00000269305"},
    "gencode": {"ALK": "ENST00000389048.8", "TP53": "ENST00000269305.9"},
    "refseq": {"ALK": "NM_004304.5", "TP53": "NM_000546.6"},
}


def fasta(folder: Path, contig: str = "2", bases: str = BASES) -> Path:
    path = folder / "reference.fa"
    rows = [bases[start : start + 60] for start in range(0, len(bases), 60)]
    path.write_text("\n".join([f">{contig} invented", *rows, ""]), "utf-8")
    return path


def gff3(folder: Path, style: str = "ensembl", contig: str = "2", shift: int = 0) -> Path:
    path = folder / f"{style}.gff3"
    lines = ["##gff-version 3"]
    for gene, (start, end, strand) in _EXTENTS.items():
        own, parent, part = _attributes(style, gene)
        place = f"{start + shift}\t{end + shift}\t.\t{strand}\t."
        kind = "transcript" if style == "gencode" else "mRNA"
        lines.append(f"{contig}\tx\tgene\t{place}\t{own}")
        lines.append(f"{contig}\tx\t{kind}\t{place}\t{parent}")
        lines += [
            f"{contig}\tx\t{kind}\t{since + shift}\t{to + shift}\t.\t{strand}\t{phase}\t{part}"
            for name, kind, since, to, strand, phase in _PARTS
            if name == gene
        ]
    path.write_text("\n".join([*lines, ""]), "utf-8")
    return path


def _attributes(style: str, gene: str) -> tuple[str, str, str]:
    """Those of a gene, its transcript and a part of that."""
    name = TRANSCRIPTS[style][gene]
    if style == "ensembl":
        return (
            f"ID=gene:ENSG_{gene};Name={gene};biotype=protein_coding",
            f"ID=transcript:{name};Parent=gene:ENSG_{gene};biotype=protein_coding",
            f"Parent=transcript:{name}",
        )
    if style == "gencode":
        return (
            f"ID=ENSG_{gene}.1;gene_type=protein_coding;gene_name={gene}",
            f"ID={name};Parent=ENSG_{gene}.1;gene_name={gene};transcript_type=protein_coding",
            f"ID=x:{name};Parent={name};gene_type=protein_coding;gene_name={gene}",
        )
    return (
        f"ID=gene-{gene};Name={gene};gene={gene};gene_biotype=protein_coding",
        f"ID=rna-{name};Parent=gene-{gene};Name={name};gene={gene};transcript_id={name}",
        f"ID=cds-x;Parent=rna-{name};gene={gene}",
    )


def record(position: int, alleles: str, contig: str = "chr2") -> str:
    reference, alternative = alleles.split(">", 1)
    return f"{contig}\t{position}\t.\t{reference}\t{alternative}\t.\tPASS\t."
