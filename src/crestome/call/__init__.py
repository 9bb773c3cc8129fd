"""Verdicts: one module per mechanism, in the order of calling.

A mechanism that depends on others does not import them; it receives the calls made so far and
stands later in `MECHANISMS`.
"""

from __future__ import annotations

from typing import Final

from crestome.call import (
    alk,
    atrx,
    cell_cycle,
    cell_state,
    chromothripsis,
    extrachromosomal_dna,
    flags,
    focal_amplification,
    genome_instability,
    genomic_profile,
    germline_predisposition,
    immune_microenvironment,
    mechanistic_group,
    mutational_burden,
    mycn,
    p53_pathway,
    pi3k_pathway,
    ploidy,
    ras_mapk,
    resistance,
    segmental_chromosome,
    surface_target,
    telomere_maintenance,
    tert,
    treatment_history,
)
from crestome.call.mechanism import Mechanism
from crestome.knowledge.schema import Rules

MECHANISMS: Final[tuple[Mechanism[Rules], ...]] = (  # type: ignore[assignment]
    treatment_history.MECHANISM,
    ploidy.MECHANISM,
    mycn.MECHANISM,
    alk.MECHANISM,
    ras_mapk.MECHANISM,
    pi3k_pathway.MECHANISM,
    p53_pathway.MECHANISM,
    cell_cycle.MECHANISM,
    tert.MECHANISM,
    atrx.MECHANISM,
    telomere_maintenance.MECHANISM,
    segmental_chromosome.MECHANISM,
    focal_amplification.MECHANISM,
    chromothripsis.MECHANISM,
    extrachromosomal_dna.MECHANISM,
    genomic_profile.MECHANISM,
    genome_instability.MECHANISM,
    mutational_burden.MECHANISM,
    mechanistic_group.MECHANISM,
    cell_state.MECHANISM,
    surface_target.MECHANISM,
    immune_microenvironment.MECHANISM,
    germline_predisposition.MECHANISM,
    resistance.MECHANISM,
    flags.MECHANISM,
)
"""The table of contents, and the order of calling."""

SHARED: Final = (
    "mechanism",
    "variant_effect",
    "allele_response",
    "alk_alteration",
    "alk_clones",
    "alk_rearrangement",
    "amplicon",
    "oncogenicity",
    "rearrangement_cluster",
    "chromosome_survey",
    "cluster_order",
    "common_level",
    "copy_level",
    "copy_source",
    "dilution",
    "escape_routes",
    "exon_span",
    "expression_level",
    "gene_disruption",
    "gene_level",
    "gene_segment",
    "mycn_transcripts",
    "named_region",
    "segment_cut",
    "segment_height",
    "segment_level",
    "segment_state",
    "segment_support",
    "structural_evidence",
    "telomere_figure",
    "telomere_tree",
    "tert_rearrangement",
    "treatment_record",
)
"""Modules of this room that are not mechanisms: what several mechanisms need to read evidence."""
