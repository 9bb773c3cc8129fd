"""How tables of fusions name their columns, one declaration for each dialect.

A dialect is told by its header alone. Most callers put the upstream gene first; OncoKB's table does
not, so nothing may be concluded from its order.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

from crestome.read.segment_dialects import column_names, fold
from crestome.read.text import TextFile

Names = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FusionDialect:
    """Which column means what; every field lists accepted spellings, best first.

    Attributes:
        key: What a user calls it, who says which dialect a file is.
        name: For people.
        marks: Columns that must be there, to tell the dialect from others.
        genes: Columns of the upstream and the downstream gene; () where ``pair`` has both.
        pair: Column of both genes in one name.
        joint: What stands between the genes of ``pair``.
        places: Columns of the upstream and the downstream breakpoint as ``chr:position``.
        contigs: Columns of the two contigs, where they stand apart.
        positions: Columns of the two positions.
        sample: Sample.
        frame: Reading frame.
        support: Columns of reads, added up.
        confidence: The caller's word for it.
        filters: Caller's filter; anything but PASS sets a row aside.
        reported: Column that is ``false`` for rows that the caller does not report.
        artefacts: Column of labels, some of which mark likely artefacts.
        kept: Protein domains that are kept.
        lost: Protein domains that are lost.
        kind: What happened to the DNA.
        build: Assembly.
        status: Whether it is somatic or germline.
        ordered: Whether the first gene is the upstream one.
    """

    key: str
    name: str
    marks: tuple[Names, ...]
    genes: tuple[Names, Names] = ((), ())
    pair: Names = ()
    joint: str = "--"
    places: tuple[Names, Names] = ((), ())
    contigs: tuple[Names, Names] = ((), ())
    positions: tuple[Names, Names] = ((), ())
    sample: Names = ("sample", "Sample_Id", "Tumor_Sample_Barcode", "sample_name")
    frame: Names = ()
    support: Names = ()
    confidence: Names = ()
    filters: Names = ()
    reported: Names = ()
    artefacts: Names = ()
    kept: Names = ()
    lost: Names = ()
    kind: Names = ()
    build: Names = ()
    status: Names = ()
    ordered: bool = True

    def fits(self, header: Collection[str]) -> bool:
        """Whether all marks are in a header (folded)."""
        return all(any(fold(name) in header for name in names) for names in self.marks)

    @property
    def needed(self) -> tuple[Names, ...]:
        """Columns without which a file is not of this dialect, each with its spellings."""
        return self.marks


_ARRIBA: Final = FusionDialect(
    key="arriba",
    name="Arriba",
    marks=(("gene1",), ("gene2",), ("breakpoint1",), ("breakpoint2",)),
    genes=(("gene1",), ("gene2",)),
    places=(("breakpoint1",), ("breakpoint2",)),
    frame=("reading_frame",),
    support=("split_reads1", "split_reads2", "discordant_mates"),
    confidence=("confidence",),
    kept=("retained_protein_domains",),
    kind=("type",),
)
_STAR: Final = FusionDialect(
    key="star-fusion",
    name="STAR-Fusion",
    marks=(
        ("FusionName", "fusion_name"),
        ("LeftGene",),
        ("LeftBreakpoint",),
        ("RightGene",),
        ("RightBreakpoint",),
    ),
    genes=(("LeftGene",), ("RightGene",)),
    places=(("LeftBreakpoint",), ("RightBreakpoint",)),
    frame=("PROT_FUSION_TYPE",),
    support=("JunctionReadCount", "JunctionReads", "SpanningFragCount", "SpanningFrags"),
    kept=("PFAM_RIGHT",),
)
_FUSIONCATCHER: Final = FusionDialect(
    key="fusioncatcher",
    name="FusionCatcher",
    marks=(
        ("Gene_1_symbol(5end_fusion_partner)",),
        ("Gene_2_symbol(3end_fusion_partner)",),
    ),
    genes=(("Gene_1_symbol(5end_fusion_partner)",), ("Gene_2_symbol(3end_fusion_partner)",)),
    places=(
        ("Fusion_point_for_gene_1(5end_fusion_partner)",),
        ("Fusion_point_for_gene_2(3end_fusion_partner)",),
    ),
    frame=("Predicted_effect",),
    support=("Spanning_pairs", "Spanning_unique_reads"),
    artefacts=("Fusion_description",),
)
_LINX: Final = FusionDialect(
    key="linx-fusion",
    name="LINX fusions",
    marks=(("name",), ("reported",), ("phased",), ("geneStart",), ("geneEnd",)),
    genes=(("geneStart",), ("geneEnd",)),
    frame=("phased",),
    confidence=("likelihood",),
    reported=("reported",),
    kept=("domainsKept",),
    lost=("domainsLost",),
)
_LINX_LATER: Final = replace(
    _LINX,
    key="linx-fusion-names",
    name="LINX fusions by name",
    marks=(("name",), ("reported",), ("phased",), ("fivePrimeBreakendId",)),
    genes=((), ()),
    pair=("name",),
    joint="_",
)
_ISOFOX: Final = FusionDialect(
    key="isofox",
    name="Isofox",
    marks=(("GeneNameUp",), ("GeneNameDown",), ("PosUp",), ("PosDown",)),
    genes=(("GeneNameUp",), ("GeneNameDown",)),
    contigs=(("ChrUp",), ("ChrDown",)),
    positions=(("PosUp",), ("PosDown",)),
    support=("TotalFragments",),
    filters=("Filter",),
    kind=("SVType",),
)
_JAFFA: Final = FusionDialect(
    key="jaffa",
    name="JAFFA",
    marks=(("fusion genes",), ("chrom1",), ("base1",), ("chrom2",), ("base2",)),
    pair=("fusion genes",),
    joint=":",
    contigs=(("chrom1",), ("chrom2",)),
    positions=(("base1",), ("base2",)),
    frame=("inframe",),
    support=("spanning pairs", "spanning reads"),
    confidence=("classification",),
)
_PCGR: Final = FusionDialect(
    key="pcgr-fusion",
    name="PCGR fusions",
    marks=(("FusionGene",), ("LeftBreakpoint",), ("RightBreakpoint",)),
    pair=("FusionGene",),
    places=(("LeftBreakpoint",), ("RightBreakpoint",)),
    support=("SplitReads",),
    confidence=("Confidence",),
)
_CBIOPORTAL: Final = FusionDialect(
    key="cbioportal-sv",
    name="cBioPortal structural variants",
    marks=(("Site1_Hugo_Symbol",), ("Site2_Hugo_Symbol",)),
    genes=(("Site1_Hugo_Symbol",), ("Site2_Hugo_Symbol",)),
    contigs=(("Site1_Chromosome",), ("Site2_Chromosome",)),
    positions=(("Site1_Position",), ("Site2_Position",)),
    frame=("Site2_Effect_On_Frame",),
    support=("Tumor_Variant_Count", "Tumor_Split_Read_Count", "Tumor_Paired_End_Read_Count"),
    kind=("Class",),
    build=("NCBI_Build",),
    status=("SV_Status",),
)
_ONCOKB: Final = FusionDialect(
    key="oncokb-sv",
    name="OncoKB structural variants",
    marks=(("GeneA",), ("GeneB",)),
    genes=(("GeneA",), ("GeneB",)),
    kind=("Sv_Type",),
    ordered=False,
)
_NAMED: Final = FusionDialect(
    key="fusion-names",
    name="fusions by name (OncoKB, cBioPortal)",
    marks=(("Fusion",), ("Tumor_Sample_Barcode", "Sample_Id")),
    pair=("Fusion",),
    joint="-",
    frame=("Frame",),
    ordered=False,
)
_PLAIN: Final = FusionDialect(
    key="fusion-table",
    name="plain table",
    marks=(
        ("five_prime_gene", "5_prime_gene", "gene_5prime", "gene5", "five_prime"),
        ("three_prime_gene", "3_prime_gene", "gene_3prime", "gene3", "three_prime"),
    ),
    genes=(
        ("five_prime_gene", "5_prime_gene", "gene_5prime", "gene5", "five_prime"),
        ("three_prime_gene", "3_prime_gene", "gene_3prime", "gene3", "three_prime"),
    ),
    places=(
        ("five_prime_breakpoint", "breakpoint_5prime"),
        ("three_prime_breakpoint", "breakpoint_3prime"),
    ),
    frame=("frame", "reading_frame"),
    support=("reads", "support"),
    confidence=("confidence",),
)
DIALECTS: Final = (
    _ARRIBA,
    _STAR,
    _FUSIONCATCHER,
    _LINX,
    _LINX_LATER,
    _ISOFOX,
    _JAFFA,
    _PCGR,
    _CBIOPORTAL,
    _ONCOKB,
    _NAMED,
    _PLAIN,
)
"""In the order of trying."""

ARTEFACT_LABELS: Final = frozenset(
    {
        "banned",
        "bodymap2",
        "cacg",
        "conjoing",
        "duplicates",
        "ensembl_fully_overlapping",
        "ensembl_same_strand_overlapping",
        "fully_overlapping",
        "gtex",
        "healthy",
        "hpa",
        "metazoa",
        "mt",
        "non_cancer_tissues",
        "non_tumor_cells",
        "pair_pseudo_genes",
        "paralogs",
        "readthrough",
        "refseq_fully_overlapping",
        "ribosomal_protein",
        "rrna",
        "similar_reads",
        "similar_symbols",
        "ucsc_fully_overlapping",
    }
)
"""Labels by which FusionCatcher marks a fusion as a likely false positive."""

_HEADER_WITHIN_LINES: Final = 50


def find_fusion_dialect(text: TextFile) -> tuple[FusionDialect, TextFile] | None:
    """The dialect of a text, and the text from its header on, line numbers kept.

    Where the user says which dialect it is, no other is looked for.
    """
    dialects = [item for item in DIALECTS if text.dialect in {"", item.key}]
    for index, line in enumerate(text.lines[:_HEADER_WITHIN_LINES]):
        header = {fold(name) for name in column_names(line)}
        dialect = next((item for item in dialects if item.fits(header)), None)
        if dialect is not None:
            lines = [""] * index + [line.lstrip("#"), *text.lines[index + 1 :]]
            return dialect, replace(text, lines=lines)
    return None
