"""An invented profile of the whole genome: level everywhere but where a test says otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from call.profile import Piece, profile_of

from crestome.model.evidence import CaseEvidence
from crestome.model.genome import AUTOSOMES, BP_PER_MB

Change = tuple[float, float, float]
"""Start and end in Mb, and the number there."""


def genome(
    evidence: CaseEvidence,
    changes: Mapping[str, Sequence[Change]] | None = None,
    *,
    column: str = "log2",
    level: float = 0.0,
    leave_out: Sequence[str] = (),
) -> CaseEvidence:
    """A tumour whose autosomes lie at ``level``, but for the changes of each chromosome."""
    pieces: list[Piece] = []
    for contig in AUTOSOMES:
        reached, end = 0.0, evidence.genome.chromosomes[contig].length_bp / BP_PER_MB
        for start, stop, number in (changes or {}).get(contig, ()):
            if start > reached:
                pieces.append((contig, reached, start, {column: level}))
            pieces.append((contig, start, min(stop, end), {column: number}))
            reached = stop
        if reached < end:
            pieces.append((contig, reached, end, {column: level}))
    measured = [piece for piece in pieces if piece[0] not in leave_out]
    return with_purity(replace(evidence, copy_number=profile_of(*measured)), 0.8)


def with_purity(evidence: CaseEvidence, purity: float | None) -> CaseEvidence:
    """The same tumour with another stated share of tumour cells."""
    return replace(evidence, sample=evidence.sample.model_copy(update={"purity": purity}))
