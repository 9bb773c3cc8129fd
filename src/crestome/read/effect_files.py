"""The reference sequence and the gene model of a case, each read once and accounted for.

Effects are computed from the two together, so one without the other is a fault. What was read of
them is an input of the case like any other file: it stands in the report with its checksum.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from crestome.read.case_files import CaseFiles
from crestome.read.case_manifest import SampleEntry
from crestome.read.effect_prediction import EffectSource


@dataclass(kw_only=True)
class EffectFiles:
    """Gives each sample the files that effects are computed from.

    Attributes:
        files: Finds files.
        of_case: Reference sequence and gene model of samples that name none of their own.
    """

    files: CaseFiles
    of_case: tuple[str | None, str | None] = (None, None)
    _sources: dict[tuple[str, str], EffectSource | None] = field(default_factory=dict)

    def source(self, entry: SampleEntry) -> EffectSource | None:
        """What effects are computed from; None where the case gives neither file, or one only."""
        named = {
            "reference_fasta": entry.reference_fasta or self.of_case[0],
            "gene_model": entry.gene_model or self.of_case[1],
        }
        reference, model = named.values()
        if reference is None or model is None:
            lacking = next((key for key, name in named.items() if name is None), "")
            if reference or model:
                self.files.issues.error(
                    f"{self.files.case_name}: {lacking}",
                    "missing, and the other of reference_fasta and gene_model is given",
                    expected="both: the effects of variants are computed from the two together",
                    remedy=f"add {lacking}, or remove the other",
                )
            return None
        if (reference, model) not in self._sources:
            self._sources[reference, model] = self._found(entry, reference, model)
        return self._sources[reference, model]

    def _found(self, entry: SampleEntry, reference: str, model: str) -> EffectSource | None:
        one = self.files.located(entry.id, "reference_fasta", reference)
        two = self.files.located(entry.id, "gene_model", model)
        if one is None or two is None:
            return None
        return EffectSource(reference=(one[0], reference), gene_model=(two[0], model))
