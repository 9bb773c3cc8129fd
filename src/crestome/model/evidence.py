"""Everything measured on one sample of one patient; what was not measured is None."""

from __future__ import annotations

from dataclasses import dataclass, field

from crestome.model.assay import Assays
from crestome.model.call import Calls
from crestome.model.clinical import Clinical
from crestome.model.copy_number import CopyNumberProfile, GeneCopyNumber
from crestome.model.event import GeneEvent
from crestome.model.fusion import Fusion
from crestome.model.genome import Genome
from crestome.model.patient import Patient, Sample
from crestome.model.signal import RawCopyNumber
from crestome.model.small_variant import SequencedGenes, SmallVariant, SmallVariants
from crestome.model.structural_variant import StructuralVariants
from crestome.model.telomere_content import TelomereContent


@dataclass(frozen=True, kw_only=True)
class CaseEvidence:
    """What a mechanism may look at.

    Attributes:
        patient: The person.
        sample: The sample that everything below was measured on.
        genome: Tables of the case's assembly.
        clinical: Facts of the patient.
        small_variants: None if no variant file was given.
        sequenced: What the sequencing covered.
        copy_number: Segments; None if no profile was given.
        raw_copy_number: Probes or bins to be segmented; None once that was done.
        gene_copies: Copies of single genes as a laboratory stated them.
        events: Gene-level events as reported; None if no such list was given.
        events_cover: Genes for which a list of events without an entry means "nothing found";
            empty where the list does not say what it covers.
        structural_variants: Breakends; None if no such file was given.
        fusions: Fusions as called; None if no such file was given.
        telomeres: Telomere content or length by a program; None if no such file was given.
        assays: Results of single assays.
        followed: Whether the case holds a later sample of the patient.
        earlier: Verdicts on earlier samples of the patient, in the order of time.
    """

    patient: Patient
    sample: Sample
    genome: Genome
    clinical: Clinical = field(default_factory=Clinical)
    small_variants: SmallVariants | None = None
    sequenced: SequencedGenes = field(default_factory=SequencedGenes)
    copy_number: CopyNumberProfile | None = None
    raw_copy_number: RawCopyNumber | None = None
    gene_copies: tuple[GeneCopyNumber, ...] = ()
    events: tuple[GeneEvent, ...] | None = None
    events_cover: frozenset[str] = frozenset()
    structural_variants: StructuralVariants | None = None
    fusions: tuple[Fusion, ...] | None = None
    telomeres: TelomereContent | None = None
    assays: Assays = field(default_factory=Assays)
    followed: bool = False
    earlier: tuple[Calls, ...] = ()

    @property
    def measured(self) -> bool:
        """Whether anything at all was measured on the sample."""
        lists = (self.small_variants, self.copy_number, self.events, self.structural_variants)
        single = (
            self.fusions,
            self.telomeres,
            self.raw_copy_number,
            self.sample.dna_index,
            *self.assays.model_dump().values(),
        )
        return bool(self.gene_copies) or any(item is not None for item in (*lists, *single))

    @property
    def has_positions(self) -> bool:
        """Whether anything measured lies at a position, so that the assembly matters."""
        variants = self.small_variants
        return (
            self.copy_number is not None
            or self.raw_copy_number is not None
            or self.structural_variants is not None
            or (variants is not None and variants.frame["position"].null_count() < len(variants))
        )

    def variants_of(self, *genes: str) -> tuple[SmallVariant, ...]:
        """Small variants in any of ``genes``; empty where none was found or none looked for."""
        return () if self.small_variants is None else self.small_variants.of_genes(genes)

    def sequenced_gene(self, gene: str) -> bool:
        """Whether ``gene`` was sequenced: covered by the assay, or a variant of it is listed."""
        if self.small_variants is None:
            return False
        return self.sequenced.covers(gene) or bool(self.small_variants.of_genes([gene]))

    def copies_of(self, gene: str) -> tuple[GeneCopyNumber, ...]:
        """The laboratory's statements on the copies of ``gene``."""
        return tuple(copies for copies in self.gene_copies if copies.gene == gene)

    def events_of(self, *genes: str) -> tuple[GeneEvent, ...]:
        """Reported events that concern any of ``genes``."""
        return tuple(event for event in self.events or () if not set(event.genes).isdisjoint(genes))
