"""The words of MAF and of the Sequence Ontology → the classes that rules distinguish.

Only what changes a call is told apart. An essential splice site counts as loss of the protein, the
wider splice region does not. Bases upstream of a gene are its promoter: that is where the
mutations of TERT lie, and where exomes do not look. A word that is not in these lists is reported
and becomes "unknown"; guessing would make a benign variant harmful or a harmful one benign.
"""

from __future__ import annotations

import re
from typing import Final

import polars as pl

from crestome.model.issue import Issues
from crestome.model.small_variant import Consequence

_WORDS: Final = {
    # Most severe first: a row that names several terms gets the first of these.
    Consequence.NONSENSE: """nonsense_mutation nonsense stop_gained stop_codon_ins stopgain
        transcript_ablation""",
    Consequence.FRAMESHIFT: """frame_shift_del frame_shift_ins frameshift frame_shift
        frameshift_variant frameshift_deletion frameshift_insertion frameshift_truncation
        frameshift_elongation frameshift_substitution""",
    Consequence.SPLICE: """splice_site splice splice_acceptor_variant splice_donor_variant
        splice_site_snp splice_site_del splice_site_ins splice_acceptor splice_donor splicing""",
    Consequence.START_LOST: """translation_start_site start_lost start_codon_snp start_codon_del
        start_codon_ins initiator_codon_variant startloss""",
    Consequence.STOP_LOST: "nonstop_mutation stop_lost stop_codon_del read-through stoploss",
    Consequence.MISSENSE: """missense_mutation missense missense_variant
        nonsynonymous nonsynonymous_snv rare_amino_acid_variant""",
    Consequence.INFRAME: """in_frame_del in_frame_ins inframe_deletion inframe_insertion itd
        protein_altering_variant inframe_variant inframe inframe_altering
        disruptive_inframe_deletion
        disruptive_inframe_insertion conservative_inframe_deletion conservative_inframe_insertion
        nonframeshift_deletion nonframeshift_insertion nonframeshift_substitution inframe_indel""",
    Consequence.SYNONYMOUS: """silent synonymous synonymous_variant synonymous_snv
        stop_retained_variant start_retained_variant stop_retained start_retained""",
    Consequence.PROMOTER: """5'flank 5'flanking 5flank promoter promoter_variant
        upstream_gene_variant upstream""",
    Consequence.OTHER: """intron intron_variant 3'utr 5'utr 3utr 5utr 3_prime_utr_variant
        5_prime_utr_variant 3'flank 3'flanking downstream_gene_variant downstream igr intergenic
        intergenic_variant intergenic_region rna lincrna ncrna splice_region splice_region_variant
        splice_donor_5th_base_variant splice_donor_region_variant
        splice_polypyrimidine_tract_variant targeted_region non_coding_transcript_variant
        non_coding_transcript_exon_variant nmd_transcript_variant nc_transcript_variant
        non_coding_exon_variant mature_mirna_variant regulatory_region_variant
        regulatory_region_ablation regulatory_region_amplification tf_binding_site_variant
        tfbs_ablation tfbs_amplification feature_elongation feature_truncation
        coding_sequence_variant coding_transcript_variant incomplete_terminal_codon_variant
        de_novo_start_inframe de_novo_start_outofframe transcript_amplification
        sequence_variant exon_variant de_novo_start intronic utr3 utr5 ncrna_exonic
        ncrna_intronic ncrna_splicing ncrna_utr5 ncrna_utr3 exonic startgain 3_prime_utr
        5_prime_utr non_coding intergenic_variant couldnt_determine coding_sequence
        5_prime_utr_premature_start_codon_gain_variant sequence_feature
        structural_interaction_variant protein_protein_contact gene_variant
        intragenic_variant conserved_intron_variant conserved_intergenic_variant
        initiator_codon_variant_non_canonical transcript_variant""",
    Consequence.UNKNOWN: "na unknown . -",
}
_CLASSES: Final = {
    word: consequence for consequence, words in _WORDS.items() for word in words.split()
}
_ORDER: Final = {consequence: place for place, consequence in enumerate(_WORDS)}
_SEPARATORS: Final = re.compile(r"[,;&|]")


def consequence_of_words(text: str) -> tuple[Consequence, tuple[str, ...]]:
    """The most severe class that a cell names, and the words in it that are not known.

    Example:
        >>> consequence_of_words("missense_variant,splice_region_variant")
        (<Consequence.MISSENSE: 'missense'>, ())
        >>> consequence_of_words("5'Flank")[0], consequence_of_words("Mutant")
        (<Consequence.PROMOTER: 'promoter'>, (<Consequence.UNKNOWN: 'unknown'>, ('Mutant',)))
    """
    words = [word.strip() for word in _SEPARATORS.split(text) if word.strip()]
    classes = {word: _CLASSES.get(word.casefold().replace(" ", "_")) for word in words}
    unknown = tuple(word for word, consequence in classes.items() if consequence is None)
    known = [consequence for consequence in classes.values() if consequence is not None]
    return min(known, key=_ORDER.__getitem__, default=Consequence.UNKNOWN), unknown


def severity(consequence: Consequence) -> int:
    """The place of a class among all, the most severe first (0).

    Example:
        >>> severity(Consequence.NONSENSE) < severity(Consequence.MISSENSE)
        True
    """
    return _ORDER[consequence]


def consequences(column: pl.Series, where: str, issues: Issues) -> pl.Series:
    """The classes of a whole column, with one warning for all words that are not known."""
    read = {text: consequence_of_words(text) for text in column.unique(maintain_order=True)}
    unknown = sorted({word for _, words in read.values() for word in words})
    if unknown:
        issues.warn(
            where,
            f"unknown consequence(s) {', '.join(map(repr, unknown[:_LISTED]))}"
            + (f" and {len(unknown) - _LISTED} more" if len(unknown) > _LISTED else ""),
            expected="a Variant_Classification of MAF or a Sequence Ontology term",
            remedy="rows with no other consequence count as of unknown effect",
        )
    return column.replace_strict(
        list(read), [consequence.value for consequence, _ in read.values()], return_dtype=pl.String
    )


_LISTED: Final = 5
