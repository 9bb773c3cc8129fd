"""What the page needs beside the assessment: titles of mechanisms, places, segments to draw."""

from __future__ import annotations

from typing import Final

from crestome.call import MECHANISMS
from crestome.call.segment_state import SegmentStateRules, measure_baseline, segment_states
from crestome.knowledge.load import Knowledge, load_genome
from crestome.model.assessment import GenomeSegment
from crestome.model.copy_number import CellsCounted, CopyNumberProfile
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import Assembly, Genome
from crestome.model.page import AssayTitle, GenomeMap, MechanismTitle, NamedRegion, Zoom

_MARKED_GENES: Final = (
    "MYCN",
    "ALK",
    "TERT",
    "CDKN2A",
    "CCND1",
    "CDK4",
    "MDM2",
    "ATRX",
    "TP53",
    "NF1",
    "LIN28B",
)
_SHADED_REGIONS: Final = ("1p36", "6q27", "11q23", "17q21.31-qter")
_ZOOMED_ARMS: Final = {
    "1p": (("CHD5", "CAMTA1", "KIF1B", "MIR34A", "ARID1A", "NRAS"), ("1p36",)),
    "2p": (("ODC1", "MYCN", "ALK", "SOS1"), ("2p24.3",)),
    "6q": (("LIN28B", "PRDM1", "HDAC2", "ARID1B", "AFDN"), ("6q21", "distal_6q")),
    "11q": (("CCND1", "DLG2", "MRE11", "ATM", "CADM1", "H2AX", "CHEK1"), ("11q13", "11q23")),
    "17q": (("NF1", "PPM1D"), ("17q21.31-qter",)),
}
"""Arms that are drawn by themselves, with the genes marked and the regions shaded there."""


def mechanism_titles() -> tuple[MechanismTitle, ...]:
    """How every mechanism is introduced, in the order of calling."""
    return tuple(
        MechanismTitle(name=mechanism.name, title=mechanism.title, question=mechanism.question)
        for mechanism in MECHANISMS
    )


def assay_titles(knowledge: Knowledge) -> tuple[AssayTitle, ...]:
    """How every curated assay is named."""
    return tuple(AssayTitle(assay=key, name=entry.name) for key, entry in knowledge.assays.items())


def genome_map(assembly: Assembly) -> GenomeMap:
    """The places that figures draw."""
    genome = load_genome(assembly)
    return GenomeMap(
        chromosomes=tuple(genome.chromosomes.values()),
        genes=tuple(genome.gene(symbol) for symbol in _MARKED_GENES),
        regions=tuple(
            NamedRegion(name=name, interval=genome.regions[name]) for name in _SHADED_REGIONS
        ),
        zooms=tuple(_zoom(arm, genome) for arm in _ZOOMED_ARMS),
    )


def _zoom(arm: str, genome: Genome) -> Zoom:
    genes, regions = _ZOOMED_ARMS[arm]
    chromosome = genome.chromosomes[arm[:-1]]
    return Zoom(
        name=arm,
        interval=chromosome.p_arm if arm.endswith("p") else chromosome.q_arm,
        genes=tuple(genome.gene(symbol) for symbol in genes),
        regions=tuple(NamedRegion(name=name, interval=genome.regions[name]) for name in regions),
    )


def drawn_segments(
    evidence: CaseEvidence, rules: SegmentStateRules
) -> tuple[tuple[GenomeSegment, ...], str]:
    """Segments with the states that the rules give them, and their scale; empty without profile."""
    profile = evidence.copy_number
    if profile is None:
        return (), ""
    drawn = tuple(
        GenomeSegment(
            contig=row["contig"],
            start=row["start"],
            end=row["end"],
            value=row["relative"],
            call=row["state"],
            clonal_fraction=_of_tumour_cells(row["cell_fraction"], profile),
        )
        for row in segment_states(evidence, rules).iter_rows(named=True)
    )
    return drawn, measure_baseline(evidence, rules).scale


def _of_tumour_cells(share: float | None, profile: CopyNumberProfile) -> float | None:
    """A share of cells as one of tumour cells; a share of all cells needs the purity for it."""
    if share is None or profile.cells_counted is CellsCounted.TUMOUR:
        return share
    return None if profile.purity is None else min(1.0, share / profile.purity)
