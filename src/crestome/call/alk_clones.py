"""Which cells of a tumour carry which ALK alteration, and what follows for each inhibitor.

A variant in more than a fifth of the reads is in most tumour cells, one below it in a part of them;
purity and copies turn reads into cells. Two kinase variants share a clone until a haplotype or
clearly different allele fractions say otherwise. In one clone the most resistant variant decides
whether a drug can work; in different clones each decides for its own part of the tumour.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Final

import polars as pl

from crestome.call.alk_alteration import (
    ACTIVATING,
    MUTATED,
    AlkAlterationRules,
    AlkClass,
    Alteration,
)
from crestome.call.allele_response import (
    UNKNOWN,
    Allele,
    DrugResponse,
    match_response,
    worst_response,
)
from crestome.call.copy_level import CopyLevel, CopyLevelRules, GeneLevel
from crestome.call.treatment_record import TreatmentRecordRules, follows_alk_inhibitor
from crestome.knowledge.schema import DrugAlleles, DrugId, Mark, Sources, Threshold, Words
from crestome.model.evidence import CaseEvidence
from crestome.model.patient import Material
from crestome.model.record import Record
from crestome.model.small_variant import SmallVariant

GENE: Final = "ALK"
NOT_APPLICABLE: Final = "not_applicable"
"""What a drug's key says where ALK was looked at and is not activated."""
_PAIR: Final = 2
_TKD: Final = frozenset({AlkClass.HOTSPOT, AlkClass.KNOWN_ACTIVATING, AlkClass.TKD_VUS})


class CompoundException(Record):
    """The response to a set of variants on one haplotype that differs from the worst of them.

    Attributes:
        variants: All of these, and no other kinase variant.
        drug: Identifier of the drug.
        response: The state that a user reads.
        context: Where the evidence is from.
        sources: Keys into the references.
        mark: How sure the curators are.
    """

    variants: tuple[str, ...]
    drug: DrugId
    response: str
    context: str
    sources: Sources
    mark: Mark


class AlkRules(AlkAlterationRules):
    """Rules of ALK, beside those that tell the classes apart.

    Attributes:
        copy_level: Cut-offs of amplification.
        treatment_record: Names that mean an ALK inhibitor.
        described_variants: Variants described one by one.
        germline_variants: Variants seen in families or de novo in the germline.
        clonal_vaf: Above it a variant is clonal (raw allele fraction).
        limit_vaf: Below it no call of clonality is made.
        clonal_cell_fraction: The cut-off for the fraction of tumour cells.
        trial_vaf: Allele fraction that the trial asked for.
        subclone_vaf_ratio: Fold between allele fractions of different subclones.
        compound_resistant_drugs: Drugs that a compound allele resists.
        compound_exceptions: Sets of variants with a response of their own.
        outcome_notes: Published outcome by clonality.
        relapse_note: For a first sample without an ALK alteration.
        mycn_note: For ALK and MYCN together.
        allele_responses: Responses by allele, out of the files of the drugs.
    """

    copy_level: CopyLevelRules
    treatment_record: TreatmentRecordRules
    described_variants: Words
    germline_variants: Words
    clonal_vaf: Threshold
    limit_vaf: Threshold
    clonal_cell_fraction: Threshold
    trial_vaf: Threshold
    subclone_vaf_ratio: Threshold
    compound_resistant_drugs: Words
    compound_exceptions: tuple[CompoundException, ...]
    outcome_notes: Words
    relapse_note: Words
    mycn_note: Words
    allele_responses: tuple[DrugAlleles, ...] = ()


@dataclass(frozen=True)
class AlkFindings:
    """What was found of ALK in one sample.

    Attributes:
        evidence: The sample.
        rules: The rules.
        level: Copy level of the gene.
        sequenced: Whether the coding sequence was read.
        alterations: Variants and rearrangements, the most telling first.
    """

    evidence: CaseEvidence
    rules: AlkRules
    level: GeneLevel
    sequenced: bool
    alterations: tuple[Alteration, ...]

    @cached_property
    def activating(self) -> tuple[Alteration, ...]:
        """Variants and rearrangements that activate the kinase."""
        return tuple(item for item in self.alterations if item.alk_class in ACTIVATING)

    @cached_property
    def kinase(self) -> tuple[SmallVariant, ...]:
        """Missense variants of the kinase domain with their residue."""
        return tuple(
            item.variant
            for item in self.alterations
            if item.alk_class in _TKD and item.variant is not None
        )

    @property
    def variant(self) -> SmallVariant | None:
        """The small variant that tells most; None where a rearrangement or nothing does."""
        return self.alterations[0].variant if self.alterations else None

    @property
    def amplification(self) -> str:
        """The level in the words of the call; a breakpoint in the gene leaves the kinase open."""
        if self.level.level is CopyLevel.AMPLIFIED and self.level.breakpoint_inside:
            return CopyLevel.INDETERMINATE.value
        return self.level.level.value

    @property
    def amplified(self) -> bool:
        """Whether the whole gene is amplified."""
        return self.amplification == CopyLevel.AMPLIFIED.value

    @property
    def copies_known(self) -> bool:
        """Whether copy number answers the question of amplification."""
        return self.amplification not in {CopyLevel.NOT_ASSESSED, CopyLevel.INDETERMINATE}

    @property
    def present(self) -> bool:
        """Whether ALK is activated by anything."""
        return self.amplified or bool(self.activating)

    @property
    def read(self) -> bool:
        """Whether the sequence was read and every variant in it says what it does."""
        unstated = any(item.alk_class is AlkClass.EFFECT_UNKNOWN for item in self.alterations)
        return self.sequenced and not unstated

    @property
    def missing(self) -> tuple[str, ...]:
        """Assays of ALK that were not done, or not to an end."""
        wanted = (
            ("alk_sequencing", not self.read),
            ("alk_copy_number", self.level.level is CopyLevel.NOT_ASSESSED),
        )
        return tuple(assay for assay, lacking in wanted if lacking)

    @property
    def missing_record(self) -> tuple[str, ...]:
        """The treatment record, where it decides whether variants are a compound allele."""
        return ("treatment_record",) if self.sequenced and self.compound is None else ()

    @cached_property
    def post_tki(self) -> bool | None:
        """Whether the sample was taken after an ALK inhibitor; None where nobody says."""
        curated = (drug.drug for drug in self.rules.allele_responses)
        names = (*self.rules.treatment_record.alk_inhibitors.value, *curated)
        return follows_alk_inhibitor(self.evidence, names)

    def separate(self, one: SmallVariant, other: SmallVariant) -> bool:
        """Whether two variants are known to sit on different haplotypes or in different cells.

        Allele fractions tell clones apart only where no ALK inhibitor went before: under one a
        second variant arises on the allele of the first, at a lower fraction.
        """
        if one.phase_group and other.phase_group:
            return one.phase_group != other.phase_group
        if self.post_tki is not False or not one.vaf or not other.vaf:
            return False
        small, large = sorted((one.vaf, other.vaf))
        return large > small * self.rules.subclone_vaf_ratio.value

    @cached_property
    def apart(self) -> bool:
        """Whether there are several kinase variants, all known to be apart."""
        pairs = list(combinations(self.kinase, 2))
        return bool(pairs) and all(self.separate(*pair) for pair in pairs)

    @property
    def phase(self) -> str | None:
        """Whether the kinase variants share a haplotype; None with fewer than two."""
        groups = [variant.phase_group for variant in self.kinase]
        if len(groups) < _PAIR:
            return None
        if not all(groups):
            return "unknown"
        return "cis" if len(set(groups)) < len(groups) else "trans"

    @property
    def largest(self) -> str:
        """The kinase variant with the most reads."""
        return max(self.kinase, key=lambda variant: variant.vaf or 0.0).protein_change

    @cached_property
    def compound(self) -> bool | None:
        """Two kinase variants after an ALK inhibitor, not known to be apart.

        None where the sequence was not read, or nobody says whether an inhibitor went before.
        """
        if not self.sequenced:
            return None
        together = any(not self.separate(*pair) for pair in combinations(self.kinase, 2))
        return self.post_tki if together else False

    @cached_property
    def polyclonal(self) -> bool | None:
        """Two activating variants known to be apart."""
        if not self.sequenced:
            return None
        activating = [item.variant for item in self.activating if item.variant is not None]
        return any(self.separate(*pair) for pair in combinations(activating, 2))


def clonality(view: AlkFindings) -> str | None:
    """Clonality of the principal variant by its raw allele fraction; ctDNA has none.

    References: bellini-2021.
    """
    variant = view.variant
    if variant is None:
        return None
    if view.evidence.sample.material is Material.CTDNA:
        return "not_applicable_ctdna"
    if variant.vaf is None:
        return None
    if variant.vaf < view.rules.limit_vaf.value:
        return "below_limit"
    return "clonal" if variant.vaf > view.rules.clonal_vaf.value else "subclonal"


def cell_fraction(view: AlkFindings) -> float | None:
    """Fraction of tumour cells with the principal variant, from purity and copies.

    The mutated copies per tumour cell are vaf x (purity x copies + 2 x (1 - purity)) / purity; a
    cell that carries the variant carries a whole number of them, at least one.
    """
    sample, profile = view.evidence.sample, view.evidence.copy_number
    purity = sample.purity or (profile.purity if profile else None)
    copies, variant = tumour_copies(view), view.variant
    if variant is None or not variant.vaf or not purity or copies is None:
        return None
    if sample.material is Material.CTDNA:
        return None
    mutated = variant.vaf * (purity * copies + 2 * (1 - purity)) / purity
    return min(1.0, mutated / max(1, round(mutated)))


def fractions_disagree(view: AlkFindings) -> bool:
    """Whether reads and cells put the principal variant on different sides of the cut-off."""
    cells, called = cell_fraction(view), clonality(view)
    if cells is None or called not in {"clonal", "subclonal"}:
        return False
    return (cells > view.rules.clonal_cell_fraction.value) is not (called == "clonal")


def tumour_copies(view: AlkFindings) -> float | None:
    """Copies of ALK per tumour cell as measured; two where the gene is called normal."""
    stated = [item.total_copies for item in view.evidence.copies_of(GENE)]
    profile = view.evidence.copy_number
    if profile is not None and not profile.mixed_copies:
        gene = view.evidence.genome.gene(GENE).interval
        over = profile.segments.frame.filter(
            (pl.col("contig") == gene.contig)
            & (pl.col("start") < gene.end)
            & (pl.col("end") > gene.start)
        )
        stated += over["total_copies"].to_list()
    known = [copies for copies in stated if copies is not None]
    if known:
        return max(known)
    return 2.0 if view.level.level is CopyLevel.NORMAL else None


def responses_of(view: AlkFindings, drug: DrugAlleles) -> tuple[DrugResponse, ...]:
    """What is known of each alteration and one drug; amplification speaks last."""
    alleles = [
        Allele("" if item.variant is None else item.variant.protein_change, item.alk_class.value)
        for item in view.alterations
        if item.alk_class in ACTIVATING | _TKD
    ]
    if view.amplified:
        alleles.append(Allele("", CopyLevel.AMPLIFIED.value))
    return tuple(match_response(allele, drug.entries) for allele in alleles)


def drug_state(view: AlkFindings, drug: DrugAlleles) -> str | None:
    """The response that decides for one drug; None while it is open whether ALK is activated.

    A compound allele and the curated exceptions go first. Variants known to be in different cells
    speak for their own part, so the larger part decides; else the worst response does.

    References: berko-2023, shaw-2016, crestome-conventions.
    """
    if not view.present:
        return None if view.missing else NOT_APPLICABLE
    changes = {variant.protein_change for variant in view.kinase}
    for exception in view.rules.compound_exceptions:
        if exception.drug == drug.drug and changes == set(exception.variants) and not view.apart:
            return exception.response
    if view.compound and drug.drug in view.rules.compound_resistant_drugs.value:
        return "resistant"
    responses = responses_of(view, drug)
    of_variants = [
        item
        for item in responses
        if item.allele.variant_class != CopyLevel.AMPLIFIED.value and item.response != UNKNOWN
    ]
    if view.apart and all(variant.vaf for variant in view.kinase):
        of_variants = [item for item in of_variants if item.allele.name == view.largest]
    return worst_response(of_variants or responses)


def trial_vaf(view: AlkFindings) -> bool | None:
    """Whether tumour DNA shows amplification, or a variant at the fraction that the trial asked."""
    if view.amplified:
        return True
    if view.evidence.sample.material is Material.CTDNA:
        return None
    mutated = [item for item in view.activating if item.alk_class in MUTATED]
    fractions = [item.variant.vaf for item in mutated if item.variant is not None]
    if any(vaf is not None and vaf >= view.rules.trial_vaf.value for vaf in fractions):
        return True
    known = view.read and view.copies_known and None not in fractions
    return False if known else None
