"""One ``[[sample]]`` of a case → the evidence of that sample."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from crestome.model.assessment import InputFile
from crestome.model.clinical import Clinical
from crestome.model.copy_number import (
    CopyNumberProfile,
    GeneCopyNumber,
    Platform,
    PurityPloidy,
)
from crestome.model.event import GeneEvent
from crestome.model.evidence import CaseEvidence
from crestome.model.fusion import Fusion
from crestome.model.genome import Genome
from crestome.model.issue import Issues
from crestome.model.ledger import Fate, LedgerEntry
from crestome.model.patient import Patient, Sample, TimePoint
from crestome.model.signal import ProbeTable, RawCopyNumber
from crestome.model.small_variant import SequencedGenes, SequencingScope, SmallVariants
from crestome.model.structural_variant import StructuralVariants
from crestome.model.telomere_content import TelomereContent
from crestome.read.case_files import CaseFiles, Said
from crestome.read.case_manifest import NOT_READ_YET, File, FileEntry, SampleEntry
from crestome.read.copy_number import read_copy_number
from crestome.read.date_symbols import refuse_dates_among
from crestome.read.effect_files import EffectFiles
from crestome.read.effect_prediction import EffectSource
from crestome.read.events import read_events
from crestome.read.fusions import read_fusions
from crestome.read.gene_symbols import current_symbol
from crestome.read.genes_sequenced import read_genes_sequenced
from crestome.read.probes import holds_probes, read_probes
from crestome.read.reading import Reading, Wanted
from crestome.read.sample_names import Asked, Meant
from crestome.read.small_variants import read_small_variants
from crestome.read.structural_variants import read_structural_variants
from crestome.read.telomere_pair import TelomerePair, read_telomere_pair
from crestome.read.text import TextFile
from crestome.read.time_words import near_time_word, time_point

T = TypeVar("T")


@dataclass(kw_only=True)
class SampleReader:
    """Reads the files of one sample after another into evidence.

    Attributes:
        files: Finds the files of the case.
        genome: Tables of the case's assembly.
        effects: Reference sequence and gene model.
        entries: All samples of the case, so that the file of one is not read for another.
        inputs: Every file read so far.
        set_aside: Ledger entries of rows that did not reach any evidence.
    """

    files: CaseFiles
    genome: Genome
    effects: EffectFiles
    entries: tuple[SampleEntry, ...] = ()
    inputs: list[InputFile] = field(default_factory=list)
    set_aside: list[LedgerEntry] = field(default_factory=list)

    @property
    def issues(self) -> Issues:
        """The notepad for all faults."""
        return self.files.issues

    def read(self, entry: SampleEntry, patient: Patient, clinical: Clinical) -> CaseEvidence:
        """The evidence of one sample; faults go to the notepad."""
        self._say_what_is_not_read(entry)
        measured, copies, estimates = self._copy_number(entry)
        small_variants = self._small_variants(entry)
        events = self._events(entry)
        return CaseEvidence(
            patient=patient,
            sample=self._sample(entry, estimates),
            genome=self.genome,
            clinical=clinical,
            small_variants=small_variants,
            sequenced=self._sequenced(entry, small_variants),
            copy_number=measured if isinstance(measured, CopyNumberProfile) else None,
            raw_copy_number=measured if isinstance(measured, RawCopyNumber) else None,
            gene_copies=copies,
            events=events,
            structural_variants=self._structural_variants(entry),
            fusions=self._fusions(entry),
            telomeres=self._telomeres(entry),
            events_cover=self._genes(entry, "events_cover", entry.events_cover),
            assays=entry.assays,
        )

    def _where(self, entry: SampleEntry, key: str) -> str:
        return self.files.where(entry.id, key)

    def _say_what_is_not_read(self, entry: SampleEntry) -> None:
        for key, remedy in NOT_READ_YET.items():
            if getattr(entry, key) is not None:
                self.issues.warn(
                    self._where(entry, key),
                    "not read by this version of crestome; what it could answer stays not assessed",
                    remedy=remedy,
                )

    def _sample(self, entry: SampleEntry, estimates: PurityPloidy) -> Sample:
        time_point, ordinal = self._time_point(entry)
        return Sample(
            id=entry.id,
            time_point=time_point,
            day=entry.day,
            ordinal=ordinal,
            material=entry.material,
            purity=estimates.purity,
            ploidy=estimates.ploidy,
            dna_index=entry.dna_index,
            mouse_reads_removed=entry.mouse_reads_removed,
        )

    def _time_point(self, entry: SampleEntry) -> tuple[TimePoint, int]:
        if entry.time_point is None:
            return TimePoint.NOT_APPLICABLE, 1
        found = time_point(entry.time_point)
        if found is not None:
            return found
        near = near_time_word(entry.time_point)
        self.issues.error(
            self._where(entry, "time_point"),
            f"{entry.time_point!r} is not a time point",
            expected=", ".join(point.value for point in TimePoint) + "; a number may follow",
            remedy=f"did you mean {near!r}?" if near else "correct it",
        )
        return TimePoint.NOT_APPLICABLE, 1

    def _meant(self, entry: SampleEntry) -> Meant:
        """What is known of a sample that the case does not name in its file."""
        others = {name for other in self.entries if other.id != entry.id for name in other.names()}
        return Meant(id=entry.id, others=frozenset(others | entry.normals()) - {entry.id})

    def _asked(self, entry: SampleEntry, file: File) -> Asked:
        named = file.sample if isinstance(file, FileEntry) else None
        return named or self._meant(entry)

    def _kept(self, reading: Reading[T] | None, said: Said | None = None) -> T | None:
        if reading is None:
            return None
        self._account_for(reading.source, said)
        self.set_aside.extend(reading.set_aside)
        return reading.value

    def _account_for(self, source: InputFile, said: Said | None) -> None:
        if said is not None:
            source = source.model_copy(update={"dialect": f"{source.dialect}; {said.words}"})
        self.inputs.append(source)

    def _small_variants(self, entry: SampleEntry) -> SmallVariants | None:
        file = entry.small_variants
        found = self._located(entry, "small_variants", file)
        if file is None or found is None:
            return None
        path, name = found
        said = self.files.said(entry.id, "small_variants", file)
        if not self.files.bears_out(found, said):
            return None
        more = file if isinstance(file, FileEntry) else FileEntry(file=file)
        effects = self.effects.source(entry)
        wanted = Wanted(
            sample=more.tumour or more.sample or self._meant(entry),
            normal=more.normal,
            germline=more.germline,
            coding=entry.sequencing in {SequencingScope.GENOME, SequencingScope.EXOME},
            effects=effects,
            dialect=said.key if said else "",
        )
        reading = read_small_variants(
            path, name, genome=self.genome, wanted=wanted, issues=self.issues
        )
        if effects is not None:
            self._account_for_effects(effects)
        return self._kept(reading, said)

    def _account_for_effects(self, effects: EffectSource) -> None:
        """Once, however many samples share the files."""
        for source, entries in effects.files_read:
            if all((item.path, item.role) != (source.path, source.role) for item in self.inputs):
                self.inputs.append(source)
                self.set_aside.extend(entries)

    def _located(self, entry: SampleEntry, key: str, file: File | None) -> tuple[Path, str] | None:
        return None if file is None else self.files.located(entry.id, key, file)

    def _sequenced(self, entry: SampleEntry, found: SmallVariants | None) -> SequencedGenes:
        listed = entry.genes_sequenced
        genes: frozenset[str] = frozenset()
        if isinstance(listed, str):
            found_list = self._located(entry, "genes_sequenced", listed)
            if found_list is not None:
                reading = read_genes_sequenced(*found_list, self.issues, self.genome)
                genes = self._kept(reading) or genes
        elif listed is not None:
            genes = self._genes(entry, "genes_sequenced", listed)
        scope = entry.sequencing
        if genes and scope is SequencingScope.UNSTATED:
            scope = SequencingScope.PANEL
        if found is not None and scope is SequencingScope.UNSTATED:
            self.issues.warn(
                self._where(entry, "small_variants"),
                "nothing says which genes the assay covered, so a gene without a variant in the "
                "file counts as not assessed",
                remedy='add sequencing = "genome" or "exome", or genes_sequenced',
            )
        return SequencedGenes(scope=scope, genes=genes)

    def _genes(self, entry: SampleEntry, key: str, listed: tuple[str, ...]) -> frozenset[str]:
        refuse_dates_among(listed, self._where(entry, key), self.issues)
        return frozenset(current_symbol(gene) for gene in listed)

    def _copy_number(
        self, entry: SampleEntry
    ) -> tuple[CopyNumberProfile | RawCopyNumber | None, tuple[GeneCopyNumber, ...], PurityPloidy]:
        """Segments or probes, copies of genes, and the estimates that stand in or beside them."""
        profiles: list[CopyNumberProfile | RawCopyNumber] = []
        copies: tuple[GeneCopyNumber, ...] = ()
        beside: list[PurityPloidy] = []
        for file in entry.copy_number_files():
            value = self._copy_number_file(entry, file)
            if isinstance(value, CopyNumberProfile | RawCopyNumber):
                profiles.append(value)
            elif isinstance(value, PurityPloidy):
                beside.append(value)
            elif value is not None:
                copies += value
        for found, what in ((profiles, "of segments or probes"), (beside, "of purity and ploidy")):
            if len(found) > 1:
                self.issues.error(
                    self._where(entry, "copy_number"),
                    f"{len(found)} files {what}",
                    expected="one for one sample; gene-level lists may stand beside it",
                    remedy="keep one",
                )
        profile = profiles[-1] if profiles else None
        called = profile if isinstance(profile, CopyNumberProfile) else None
        estimates = _estimates(entry, called, beside)
        if called is not None:
            profile = replace(called, purity=estimates.purity, ploidy=estimates.ploidy)
        return profile, copies, estimates

    def _copy_number_file(
        self, entry: SampleEntry, file: File
    ) -> CopyNumberProfile | RawCopyNumber | tuple[GeneCopyNumber, ...] | PurityPloidy | None:
        found = self._located(entry, "copy_number", file)
        if found is None:
            return None
        path, name = found
        more = file if isinstance(file, FileEntry) else FileEntry(file=file)
        platform, sample = more.platform or entry.platform, more.sample or self._meant(entry)
        said = self.files.said(entry.id, "copy_number", file)
        if said is None and holds_probes(path):
            self._say_if_platform_is_missing(entry, platform)
            probes = self._probes(path, name, sample)
            if probes is None:
                return None
            return RawCopyNumber(probes=probes, platform=platform, file=name)
        text = self.files.text(found, said)
        if text is None:
            return None
        reading: Reading[CopyNumberProfile | tuple[GeneCopyNumber, ...] | PurityPloidy] | None = (
            read_copy_number(
                text, genome=self.genome, sample=sample, platform=platform, issues=self.issues
            )
        )
        value = self._kept(reading, said)
        if not isinstance(value, PurityPloidy):
            self._say_if_platform_is_missing(entry, platform)
        else:
            self._note_use(name, "purity and ploidy", "the estimates for the whole tumour", 1)
        return replace(value, file=name) if isinstance(value, CopyNumberProfile) else value

    def _probes(self, path: Path, name: str, sample: Asked) -> ProbeTable | None:
        """Probes or bins, and their account: every one of them goes into the segments."""
        probes = self._kept(
            read_probes(path, name, genome=self.genome, sample=sample, issues=self.issues)
        )
        if probes is not None:
            reason = "made into segments; nothing is called from an uninformative profile"
            self._note_use(name, "probes", reason, len(probes))
        return probes

    def _note_use(self, name: str, kind: str, reason: str, rows: int) -> None:
        entry = LedgerEntry(file=name, kind=kind, fate=Fate.USED, reason=reason, rows=rows)
        self.set_aside.append(entry)

    def _say_if_platform_is_missing(self, entry: SampleEntry, platform: Platform) -> None:
        if platform is Platform.UNKNOWN:
            self.issues.warn(
                self._where(entry, "copy_number"),
                "the platform is not stated; the cut-off for amplification depends on it, so log2 "
                "ratios between the cut-offs of arrays and of sequencing stay indeterminate",
                remedy='add platform = "snp_array", "acgh", "wgs", "wes" or "panel"',
            )

    def _structural_variants(self, entry: SampleEntry) -> StructuralVariants | None:
        found = self._text(entry, "structural_variants", entry.structural_variants)
        if found is None:
            return None
        text, sample, said = found
        reading = read_structural_variants(
            text, genome=self.genome, sample=sample, issues=self.issues
        )
        return self._kept(reading, said)

    def _fusions(self, entry: SampleEntry) -> tuple[Fusion, ...] | None:
        found = self._text(entry, "fusions", entry.fusions)
        if found is None:
            return None
        text, sample, said = found
        reading = read_fusions(text, genome=self.genome, sample=sample, issues=self.issues)
        return self._kept(reading, said)

    def _telomeres(self, entry: SampleEntry) -> TelomereContent | None:
        """The figures of the tumour and its control, in one file or two."""
        file, beside = entry.telomere_files()
        found = self._text(entry, "telomeres", file)
        control = self._text(entry, "telomeres", beside)
        if found is None or (control is None) != (beside is None):
            return None
        text, sample, said = found
        normal = file.normal if isinstance(file, FileEntry) else None
        pair = TelomerePair(text, control and control[0], normal)
        read = read_telomere_pair(pair, sample, self.issues)
        if read is None:
            return None
        for source, word in zip(read.inputs, (said, control and control[2]), strict=False):
            self._account_for(source, word)
        self.set_aside.extend(read.entries)
        return read.value

    def _text(
        self, entry: SampleEntry, key: str, file: File | None
    ) -> tuple[TextFile, Asked, Said | None] | None:
        """The lines of a file, what the case says of the sample in it, and of its dialect."""
        found = self._located(entry, key, file)
        if file is None or found is None:
            return None
        said = self.files.said(entry.id, key, file)
        text = self.files.text(found, said)
        return None if text is None else (text, self._asked(entry, file), said)

    def _events(self, entry: SampleEntry) -> tuple[GeneEvent, ...] | None:
        file = entry.events
        found = self._located(entry, "events", file)
        if file is None or found is None:
            return None
        reading = read_events(*found, sample=self._asked(entry, file), issues=self.issues)
        return self._kept(reading, self.files.said(entry.id, "events", file))


def _estimates(
    entry: SampleEntry, profile: CopyNumberProfile | None, beside: list[PurityPloidy]
) -> PurityPloidy:
    """What the case states, else a file beside the segments, else the segments themselves."""
    stated = [PurityPloidy(purity=entry.purity, ploidy=entry.ploidy), *beside]
    if profile is not None:
        stated.append(PurityPloidy(purity=profile.purity, ploidy=profile.ploidy))
    return PurityPloidy(
        purity=next((item.purity for item in stated if item.purity is not None), None),
        ploidy=next((item.ploidy for item in stated if item.ploidy is not None), None),
    )
