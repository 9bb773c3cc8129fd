"""One ``[[sample]]`` of a case → the evidence of that sample."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, TypeVar

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
from crestome.model.expression import ExpressionProfile
from crestome.model.fusion import Fusion
from crestome.model.genome import Genome
from crestome.model.issue import Issues
from crestome.model.ledger import Fate, LedgerEntry
from crestome.model.patient import Patient, Sample, TimePoint
from crestome.model.signal import RawCopyNumber
from crestome.model.small_variant import SequencedGenes, SequencingScope, SmallVariants
from crestome.model.structural_variant import StructuralVariants
from crestome.read.case_manifest import NOT_READ_YET, File, FileEntry, SampleEntry
from crestome.read.copy_number import read_copy_number
from crestome.read.date_symbols import refuse_dates_among
from crestome.read.effect_prediction import EffectSource
from crestome.read.events import read_events
from crestome.read.expression import ExpressionAsked, read_expression
from crestome.read.fusions import read_fusions
from crestome.read.gene_symbols import current_symbol
from crestome.read.genes_sequenced import read_genes_sequenced
from crestome.read.named_files import is_missing, near_file
from crestome.read.probes import holds_probes, read_probes
from crestome.read.reading import Reading, Wanted
from crestome.read.sample_names import Asked, Meant
from crestome.read.small_variants import read_small_variants
from crestome.read.structural_variants import read_structural_variants
from crestome.read.text import TextFile, read_text_file

T = TypeVar("T")

_WORD_AND_NUMBER: Final = re.compile(r"^(.*?)[\s_#-]*(\d+)?$")
_TIME_WORDS: Final = {
    "diagnosis": TimePoint.DIAGNOSIS,
    "primary": TimePoint.DIAGNOSIS,
    "refractory": TimePoint.REFRACTORY,
    "relapse": TimePoint.RELAPSE,
    "progression": TimePoint.PROGRESSION,
    "post_tki": TimePoint.POST_TKI,
    "post tki": TimePoint.POST_TKI,
    "not_applicable": TimePoint.NOT_APPLICABLE,
}


@dataclass(kw_only=True)
class SampleReader:
    """Reads the files of one sample after another into evidence.

    Attributes:
        folder: Where the case file lies; file names are relative to it.
        case_name: Name of the case file, for messages.
        genome: Tables of the case's assembly.
        issues: The notepad for all faults.
        shared_files: Files named by several samples.
        entries: All samples of the case, so that the file of one is not read for another.
        effect_files: Reference sequence and gene model of samples that name none of their own.
        inputs: Every file read so far.
        set_aside: Ledger entries of rows that did not reach any evidence.
    """

    folder: Path
    case_name: str
    genome: Genome
    issues: Issues
    shared_files: frozenset[str]
    entries: tuple[SampleEntry, ...] = ()
    effect_files: tuple[str | None, str | None] = (None, None)
    inputs: list[InputFile] = field(default_factory=list)
    set_aside: list[LedgerEntry] = field(default_factory=list)
    _effects: dict[tuple[str, str], EffectSource | None] = field(default_factory=dict)

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
            events_cover=self._genes(entry, "events_cover", entry.events_cover),
            assays=entry.assays,
            expression=self._expression(entry),
        )

    def _where(self, entry: SampleEntry, key: str) -> str:
        return f"{self.case_name}: sample {entry.id}, {key}"

    def _say_what_is_not_read(self, entry: SampleEntry) -> None:
        for key in NOT_READ_YET:
            if getattr(entry, key) is not None:
                self.issues.warn(
                    self._where(entry, key),
                    "not read by this version of crestome; what it could answer stays not assessed",
                    remedy="give gene-level findings as events, or single results under assays",
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
        found = _WORD_AND_NUMBER.match(entry.time_point.strip())
        word = (found[1] if found else entry.time_point).strip().casefold()
        if word in _TIME_WORDS:
            return _TIME_WORDS[word], int(found[2]) if found and found[2] else 1
        near = difflib.get_close_matches(word, _TIME_WORDS, n=1)
        self.issues.error(
            self._where(entry, "time_point"),
            f"{entry.time_point!r} is not a time point",
            expected=", ".join(point.value for point in TimePoint) + "; a number may follow",
            remedy=f"did you mean {near[0]!r}?" if near else "correct it",
        )
        return TimePoint.NOT_APPLICABLE, 1

    def _meant(self, entry: SampleEntry) -> Meant:
        """What is known of a sample that the case does not name in its file."""
        others = {name for other in self.entries if other.id != entry.id for name in other.names()}
        return Meant(id=entry.id, others=frozenset(others | entry.normals()) - {entry.id})

    def _asked(self, entry: SampleEntry, file: File) -> Asked:
        named = file.sample if isinstance(file, FileEntry) else None
        return named or self._meant(entry)

    def _located(self, entry: SampleEntry, key: str, file: File) -> tuple[Path, str]:
        """Path and display name of a file; the name tells samples apart where they share it."""
        name = file.file if isinstance(file, FileEntry) else file
        path = self.folder / name
        if is_missing(path):
            near = near_file(path)
            self.issues.error(
                self._where(entry, key),
                f"no file {name!r}",
                expected=f"a file relative to the folder of {self.case_name}",
                remedy=f"did you mean {near!r}?" if near else "correct the name",
            )
        return path, f"{name} [{entry.id}]" if name in self.shared_files else name

    def _kept(self, reading: Reading[T] | None) -> T | None:
        if reading is None:
            return None
        self.inputs.append(reading.source)
        self.set_aside.extend(reading.set_aside)
        return reading.value

    def _small_variants(self, entry: SampleEntry) -> SmallVariants | None:
        file = entry.small_variants
        if file is None:
            return None
        path, name = self._located(entry, "small_variants", file)
        if is_missing(path):
            return None
        more = file if isinstance(file, FileEntry) else FileEntry(file=file)
        wanted = Wanted(
            sample=more.tumour or more.sample or self._meant(entry),
            normal=more.normal,
            germline=more.germline,
            coding=entry.sequencing in {SequencingScope.GENOME, SequencingScope.EXOME},
            effects=self._effect_source(entry),
        )
        reading = read_small_variants(
            path, name, genome=self.genome, wanted=wanted, issues=self.issues
        )
        return self._kept(reading)

    def _effect_source(self, entry: SampleEntry) -> EffectSource | None:
        """What effects are computed from; None where the case gives neither file, or one only."""
        named = {
            "reference_fasta": entry.reference_fasta or self.effect_files[0],
            "gene_model": entry.gene_model or self.effect_files[1],
        }
        reference, model = named.values()
        if reference is None or model is None:
            lacking = next((key for key, name in named.items() if name is None), "")
            if reference or model:
                self.issues.error(
                    f"{self.case_name}: {lacking}",
                    "missing, and the other of reference_fasta and gene_model is given",
                    expected="both: the effects of variants are computed from the two together",
                    remedy=f"add {lacking}, or remove the other",
                )
            return None
        if (reference, model) not in self._effects:
            found = [(self._located(entry, key, name or "")[0], name or "")
                     for key, name in named.items()]  # fmt: skip
            missing = any(is_missing(path) for path, _ in found)
            source = EffectSource(reference=found[0], gene_model=found[1])
            self._effects[reference, model] = None if missing else source
        return self._effects[reference, model]

    def _sequenced(self, entry: SampleEntry, found: SmallVariants | None) -> SequencedGenes:
        listed = entry.genes_sequenced
        genes: frozenset[str] = frozenset()
        if isinstance(listed, str):
            path, name = self._located(entry, "genes_sequenced", listed)
            if not is_missing(path):
                reading = read_genes_sequenced(path, name, self.issues, self.genome)
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
        path, name = self._located(entry, "copy_number", file)
        if is_missing(path):
            return None
        more = file if isinstance(file, FileEntry) else FileEntry(file=file)
        platform = more.platform or entry.platform
        if holds_probes(path):
            self._say_if_platformis_missing(entry, platform)
            probes = self._kept(
                read_probes(path, name, genome=self.genome, sample=more.sample, issues=self.issues)
            )
            if probes is None:
                return None
            return RawCopyNumber(probes=probes, platform=platform, file=name)
        text = read_text_file(path, name, self.issues)
        if text is None:
            return None
        reading: Reading[CopyNumberProfile | tuple[GeneCopyNumber, ...] | PurityPloidy] | None = (
            read_copy_number(
                text,
                genome=self.genome,
                sample=more.sample or self._meant(entry),
                platform=platform,
                issues=self.issues,
            )
        )
        value = self._kept(reading)
        if not isinstance(value, PurityPloidy):
            self._say_if_platformis_missing(entry, platform)
        else:
            self.set_aside.append(
                LedgerEntry(
                    file=name,
                    kind="purity and ploidy",
                    fate=Fate.USED,
                    reason="the estimates for the whole tumour",
                    rows=1,
                )
            )
        return replace(value, file=name) if isinstance(value, CopyNumberProfile) else value

    def _say_if_platformis_missing(self, entry: SampleEntry, platform: Platform) -> None:
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
        text, sample = found
        return self._kept(
            read_structural_variants(text, genome=self.genome, sample=sample, issues=self.issues)
        )

    def _fusions(self, entry: SampleEntry) -> tuple[Fusion, ...] | None:
        found = self._text(entry, "fusions", entry.fusions)
        if found is None:
            return None
        text, sample = found
        return self._kept(read_fusions(text, genome=self.genome, sample=sample, issues=self.issues))

    def _expression(self, entry: SampleEntry) -> ExpressionProfile | None:
        stated = entry.expression
        if stated is None:
            return None
        path, name = self._located(entry, "expression", stated.file)
        if is_missing(path):
            return None
        asked = ExpressionAsked(column=stated.column, sample=entry.id, unit=stated.unit)
        return self._kept(read_expression(path, name, asked, self.issues))

    def _text(
        self, entry: SampleEntry, key: str, file: File | None
    ) -> tuple[TextFile, Asked] | None:
        """The lines of a file and what the case says of the sample in it."""
        if file is None:
            return None
        path, name = self._located(entry, key, file)
        text = read_text_file(path, name, self.issues) if path.exists() else None
        return None if text is None else (text, self._asked(entry, file))

    def _events(self, entry: SampleEntry) -> tuple[GeneEvent, ...] | None:
        if entry.events is None:
            return None
        path, name = self._located(entry, "events", entry.events)
        if is_missing(path):
            return None
        asked = self._asked(entry, entry.events)
        return self._kept(read_events(path, name, sample=asked, issues=self.issues))


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
