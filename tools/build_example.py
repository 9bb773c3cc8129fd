"""Build ``examples/relapse``: an invented child with a tumour at diagnosis and at relapse.

Nobody's data: the story is made up to exercise the report (MYCN amplified, an ALK hotspot that
rises from a subclone to the whole tumour, an NRAS hotspot that appears under lorlatinib). Positions
are real places of the GRCh38 genome, so that readers and figures have something to check.

Run: ``python tools/build_example.py``; the output is fixed by the seed.
"""

from __future__ import annotations

import csv
import random
from pathlib import Path
from typing import Final, NamedTuple

FOLDER = Path(__file__).parents[1] / "examples" / "relapse"
GENOME = Path(__file__).parents[1] / "src/crestome/knowledge/data/genome/GRCh38"

MAF_COLUMNS: Final = [
    "Hugo_Symbol",
    "NCBI_Build",
    "Chromosome",
    "Start_Position",
    "End_Position",
    "Strand",
    "Variant_Classification",
    "Variant_Type",
    "Reference_Allele",
    "Tumor_Seq_Allele1",
    "Tumor_Seq_Allele2",
    "Tumor_Sample_Barcode",
    "Matched_Norm_Sample_Barcode",
    "HGVSp",
    "HGVSp_Short",
    "t_depth",
    "t_ref_count",
    "t_alt_count",
    "FILTER",
]


class Variant(NamedTuple):
    """A row to be written, without its counts."""

    gene: str
    contig: str
    position: int
    classification: str
    reference: str
    alternative: str
    change: str = ""
    filter: str = "PASS"


class Observed(NamedTuple):
    """A variant with its allele fraction in one sample."""

    variant: Variant
    vaf: float


# Drivers of the story.
ALK_F1174L: Final = Variant("ALK", "2", 29_220_829, "Missense_Mutation", "G", "T", "F1174L")
NRAS_Q61K: Final = Variant("NRAS", "1", 114_713_909, "Missense_Mutation", "G", "T", "Q61K")

# Passengers: places inside genes that no rule looks at, and one that a caller filtered.
TRUNK: Final = (
    Variant("TTN", "2", 178_612_350, "Missense_Mutation", "C", "T", "R9112H"),
    Variant("DNAH5", "5", 13_841_220, "Missense_Mutation", "G", "A", "A1204V"),
    Variant("CSMD3", "8", 112_690_441, "Silent", "T", "C", "L1502="),
    Variant("PCLO", "7", 82_953_118, "Missense_Mutation", "A", "G", "V2210A"),
    Variant("RYR2", "1", 237_590_874, "Nonsense_Mutation", "C", "T", "R1051*"),
    Variant("LRP1B", "2", 140_932_567, "Intron", "G", "T"),
    Variant("FAT4", "4", 125_408_311, "Missense_Mutation", "T", "G", "F2401C"),
    Variant("USH2A", "1", 215_990_212, "Intron", "A", "C"),
    Variant("PTPRD", "9", 8_528_641, "Intron", "G", "A"),
    Variant("Unknown", "13", 55_210_877, "IGR", "C", "A"),
)
RELAPSE_ONLY: Final = (
    Variant("MUC16", "19", 8_961_204, "Missense_Mutation", "G", "A", "T8810I"),
    Variant("HMCN1", "1", 186_083_115, "Silent", "A", "G", "P3301="),
    Variant("XIRP2", "2", 167_246_981, "Frame_Shift_Del", "A", "-", "K1022Rfs*9"),
    Variant("ALK", "2", 29_401_222, "Intron", "C", "T"),
    Variant("SYNE1", "6", 152_401_773, "Missense_Mutation", "C", "G", "E5210Q"),
    Variant("NF1", "17", 31_229_341, "Missense_Mutation", "A", "T", "K1436M", "weak_evidence"),
)


def write_maf(path: Path, sample: str, observed: list[Observed], rng: random.Random) -> None:
    """Write one sample in the columns of vcf2maf."""
    with path.open("w", newline="") as handle:
        handle.write("#version 2.4\n")
        writer = csv.DictWriter(handle, MAF_COLUMNS, delimiter="\t", lineterminator="\n")
        writer.writeheader()
        for variant, vaf in observed:
            depth = rng.randint(70, 140)
            alternative = round(depth * vaf)
            writer.writerow(_row(variant, sample, depth, alternative))


def _row(variant: Variant, sample: str, depth: int, alternative: int) -> dict[str, str | int]:
    return {
        "Hugo_Symbol": variant.gene,
        "NCBI_Build": "GRCh38",
        "Chromosome": f"chr{variant.contig}",
        "Start_Position": variant.position,
        "End_Position": variant.position,
        "Strand": "+",
        "Variant_Classification": variant.classification,
        "Variant_Type": "DEL" if variant.alternative == "-" else "SNP",
        "Reference_Allele": variant.reference,
        "Tumor_Seq_Allele1": variant.reference,
        "Tumor_Seq_Allele2": variant.alternative,
        "Tumor_Sample_Barcode": sample,
        "Matched_Norm_Sample_Barcode": "N1",
        "HGVSp_Short": f"p.{variant.change}" if variant.change else "",
        "t_depth": depth,
        "t_ref_count": depth - alternative,
        "t_alt_count": alternative,
        "FILTER": variant.filter,
    }


# Segments that differ from the tumour's baseline: contig, first and last Mb, log2 ratio.
ALTERED_AT_DIAGNOSIS: Final = (
    ("1", 0.0, 31.4, -0.62),
    ("2", 15.7, 16.5, 4.3),
    ("7", 0.0, 159.35, 0.44),
    ("17", 43.1, 83.26, 0.46),
)
ALTERED_AT_RELAPSE: Final = (
    *ALTERED_AT_DIAGNOSIS,
    ("6", 148.2, 170.81, -0.6),
    ("3", 0.0, 58.0, -0.58),
)


def write_segments(
    path: Path,
    sample: str,
    altered: tuple[tuple[str, float, float, float], ...],
    rng: random.Random,
) -> None:
    """Write a SEG file: altered segments, and the rest near the baseline."""
    with path.open("w", newline="") as handle:
        writer = csv.writer(handle, delimiter="\t", lineterminator="\n")
        writer.writerow(["ID", "chrom", "loc.start", "loc.end", "num.mark", "seg.mean"])
        for contig, length in _lengths():
            own = sorted(item[1:] for item in altered if item[0] == contig)
            edge = 0
            for first, last, value in own:
                start, end = round(first * 1e6), min(round(last * 1e6), length)
                if start > edge:
                    _segment(writer, (sample, contig, edge, start), rng.gauss(0, 0.015))
                _segment(writer, (sample, contig, start, end), value + rng.gauss(0, 0.01))
                edge = end
            if edge < length:
                _segment(writer, (sample, contig, edge, length), rng.gauss(0, 0.015))


def _segment(writer: object, place: tuple[str, str, int, int], value: float) -> None:
    sample, contig, start, end = place
    row = [sample, f"chr{contig}", start + 1, end, max(3, (end - start) // 3000), f"{value:.4f}"]
    writer.writerow(row)  # type: ignore[attr-defined]


def _lengths() -> list[tuple[str, int]]:
    with (GENOME / "chromosomes.tsv").open() as lines:
        rows = csv.DictReader((line for line in lines if line[0] != "#"), delimiter="\t")
        return [(row["contig"], int(row["length"])) for row in rows if row["contig"].isdigit()]


CASE: Final = """\
# An invented child; nobody's data. `crestome demo` assesses this case.
assembly = "GRCh38"

[patient]
id = "DEMO-01"
sex = "female"

[clinical]
age_at_diagnosis_days = 1205
inrgss = "M"
inss = "4"
histology = "NB"
differentiation = "poorly_differentiated"
inpc = "UH"
mibg_avid = true
course = "relapsed"
treatments = [
  { name = "induction chemotherapy", start_day = 5, end_day = 160, response = "PR" },
  { name = "high-dose chemotherapy with autologous stem cells", start_day = 190, response = "CR" },
  { name = "dinutuximab", start_day = 290, end_day = 420, response = "CR" },
  { name = "lorlatinib", start_day = 640, end_day = 980, response = "PD" },
]

[[sample]]
id = "T0"
time_point = "diagnosis"
material = "tumour"
purity = 0.85
dna_index = 1.0
sequencing = "genome"
small_variants = "T0.maf"
platform = "wgs"
copy_number = "T0.seg"
assays = { mycn_fish_ratio = 12.0, c_circle = "negative" }

[[sample]]
id = "T1"
time_point = "relapse 1"
material = "tumour"
purity = 0.80
sequencing = "genome"
small_variants = "T1.maf"
platform = "wgs"
copy_number = "T1.seg"
events = "T1.events.tsv"
assays = { c_circle = "negative", tert_rearrangement = "negative" }
"""


def main() -> None:
    """Write the four files and the case."""
    rng = random.Random(20250306)  # noqa: S311 (an example, not a secret)
    FOLDER.mkdir(parents=True, exist_ok=True)
    trunk = [Observed(variant, rng.uniform(0.34, 0.44)) for variant in TRUNK]
    write_maf(FOLDER / "T0.maf", "T0", [Observed(ALK_F1174L, 0.08), *trunk], rng)
    late = [Observed(variant, rng.uniform(0.12, 0.38)) for variant in RELAPSE_ONLY]
    drivers = [Observed(ALK_F1174L, 0.37), Observed(NRAS_Q61K, 0.14)]
    write_maf(FOLDER / "T1.maf", "T1", [*drivers, *trunk, *late], rng)
    write_segments(FOLDER / "T0.seg", "T0", ALTERED_AT_DIAGNOSIS, rng)
    write_segments(FOLDER / "T1.seg", "T1", ALTERED_AT_RELAPSE, rng)
    events = "gene\ttype\tprotein_change\nPTPRD\tDeletion\t\nSHANK2\tTranslocation\t\n"
    (FOLDER / "T1.events.tsv").write_text(events)
    (FOLDER / "case.toml").write_text(CASE)


if __name__ == "__main__":
    main()
