"""ATRX: is its function lost? DAXX, its partner, is read the same way beside it.

ATRX and DAXX keep telomeric chromatin closed; without them cells can lengthen telomeres by
recombination (ALT). In neuroblastoma ATRX is lost by nonsense, frameshift and splice variants and,
most often, by deletions inside the gene that keep the reading frame (exons 2 to 10), which need
copy number or breakpoints to be seen; most panels see none of them. The gene lies on the X
chromosome: one hit suffices in a boy, and in a girl one hit on the active X does. About half of
the tumours with ALT have no alteration of ATRX, so an intact gene does not exclude ALT. Loss of
ATRX and amplification of MYCN are not compatible in one cell (Zeineldin 2020).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from crestome.call.copy_level import CopyLevel, CopyLevelRules, GeneLevel, classify_gene
from crestome.call.exon_span import exons_in
from crestome.call.gene_disruption import Disruption, GeneDisruptionRules, read_disruptions
from crestome.call.mechanism import DetailKey, Mechanism
from crestome.call.segment_state import SegmentState, segment_states
from crestome.call.structural_evidence import breakpoints_looked_for
from crestome.call.variant_effect import (
    alters_protein,
    finding,
    first_residue,
    is_loss_of_function,
    sequence_of,
)
from crestome.knowledge.schema import Curated, Words
from crestome.model.assay import AssayOutcome
from crestome.model.call import Call, Calls, CallState, Finding
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import Interval
from crestome.model.small_variant import Consequence, SmallVariant

_ATRX: Final = "ATRX"
_DAXX: Final = "DAXX"
_LOST: Final = "loss_of_function"
_WORDS: Final = {
    Disruption.LOST: _LOST,
    Disruption.POSSIBLE: "possible",
    Disruption.UNCERTAIN: "uncertain",
}
_DELETED: Final = (SegmentState.HOMDEL.value, SegmentState.LOSS.value)
_VALUES: Final = (_LOST, "possible", "wildtype", "partly_seen", "not_assessed")


class AtrxRules(GeneDisruptionRules):
    """What counts as loss of ATRX, beside what breaks any gene.

    Attributes:
        copy_level: Cut-offs of gene copy levels.
        domains: First and last residue of the domains where a missense variant may abolish it.
        deletion_kinds: Kinds of event that delete the gene or a part of it.
        deletions_unseen: What to say where deletions inside the gene were not looked for.
        one_hit: Why one hit suffices.
        incompatible: What to say where MYCN is amplified too.
        protein_kept: What to say where the protein is present in spite of a hit.
    """

    copy_level: CopyLevelRules
    domains: Curated[dict[str, tuple[int, int]]]
    deletion_kinds: Words
    deletions_unseen: Curated[str]
    one_hit: Curated[str]
    incompatible: Curated[str]
    protein_kept: Curated[str]


@dataclass(frozen=True, kw_only=True)
class _Gene:
    """What was seen of one gene."""

    lost: tuple[Finding, ...] = ()
    possible: tuple[Finding, ...] = ()
    uncertain: tuple[Finding, ...] = ()
    sequenced: bool = False
    deletions_seen: bool = False
    basis: str = ""
    level: GeneLevel

    @property
    def value(self) -> str:
        """The word of the detail."""
        if self.lost:
            return _LOST
        if self.possible:
            return "possible"
        if self.sequenced and self.deletions_seen:
            return "wildtype"
        # Sequence without deletions, or the reverse: no hit so far is not "absent".
        return "partly_seen" if self.sequenced or self.deletions_seen else "not_assessed"

    @property
    def missing(self) -> tuple[str, ...]:
        """Assays that could find a loss which was not looked for."""
        looked = ((self.sequenced, "atrx_sequencing"), (self.deletions_seen, "atrx_deletion"))
        return () if self.lost else tuple(name for done, name in looked if not done)


def call_atrx(evidence: CaseEvidence, calls: Calls, rules: AtrxRules) -> Call:
    """Call ATRX lost by a truncating variant, a deletion, a disruption or absent protein.

    Args:
        evidence: Uses small variants, structural variants, events and copies of ATRX and DAXX,
            and ``assays.atrx_protein``.
        calls: Uses ``mycn``, to point out the pair that should not occur.
        rules: See `AtrxRules`.

    Returns:
        ``present`` for loss of function; ``indeterminate``, label ``possible``, for a missense
        variant in a domain that matters (or whose residue is not stated), a variant whose effect
        is not stated, a segment that ends inside the gene, or a short deletion there that may lie
        within an intron; ``absent``, label ``wildtype``, only if the gene was sequenced and
        deletions inside it could be seen, and ``indeterminate``, label ``wildtype``, if only one
        of them was done; ``not_assessed`` without either. DAXX stands in the detail and does not
        change the label.

    References:
        hartlieb-2021, koneru-2020, zeineldin-2020, uniprot-p46100, crestome-conventions
    """
    gene = _read_gene(_ATRX, evidence, rules)
    partner = _read_gene(_DAXX, evidence, rules)
    protein = evidence.assays.atrx_protein
    if protein is AssayOutcome.NEGATIVE:
        absent = Finding(what="nuclear ATRX protein lost", where="assays.atrx_protein")
        gene = replace(gene, lost=(*gene.lost, absent), basis="measured")
    state, label = _verdict(gene, protein)
    notes = _notes(gene, protein, calls, rules)
    return Call(
        mechanism="atrx",
        state=state,
        label=label,
        reason=_reason(gene, label),
        detail={
            "atrx": gene.value,
            "daxx": partner.value,
            "protein": None if protein is None else protein.value,
            "sequenced": gene.sequenced,
            "deletions_seen": gene.deletions_seen,
            "basis": gene.basis if gene.lost else None,
            "variants": tuple(item.what for item in (*gene.lost, *gene.possible)),
            "vus": tuple(item.what for item in gene.uncertain),
            "missing": gene.missing,
        },
        evidence=(
            *(*gene.lost, *gene.possible, *gene.uncertain),
            *(*partner.lost, *partner.possible, *partner.uncertain),
        ),
        missing=gene.missing,
        needs_review=len(notes) > len(_standing_notes(gene, rules)) or label == "possible",
        notes=notes,
        rules=("atrx.deletion_kinds", "atrx.disruption_kinds", "atrx.domains", *gene.level.rules),
        sources=tuple(
            dict.fromkeys(
                (*rules.deletion_kinds.sources, *rules.domains.sources, *gene.level.sources)
            )
        ),
    )


def _verdict(gene: _Gene, protein: AssayOutcome | None) -> tuple[CallState, str]:
    if gene.lost:
        return CallState.PRESENT, _LOST
    if gene.possible:
        return CallState.INDETERMINATE, "possible"
    if gene.sequenced and gene.deletions_seen:
        return CallState.ABSENT, "wildtype"
    if gene.sequenced or gene.deletions_seen or protein is not None:
        return CallState.INDETERMINATE, "wildtype"
    return CallState.NOT_ASSESSED, "not_assessed"


def _reason(gene: _Gene, label: str) -> str:
    if gene.lost or gene.possible:
        return "; ".join(item.what for item in gene.lost or gene.possible)
    if label == "not_assessed":
        return "ATRX was neither sequenced nor looked at for deletions"
    done = {
        (True, True): "no hit in the sequence and no deletion inside the gene",
        (True, False): "no hit in the sequence; deletions inside the gene were not looked for",
        (False, True): "no deletion inside the gene; the gene was not sequenced",
        (False, False): "the protein is there; neither sequence nor deletions were looked at",
    }
    return done[gene.sequenced, gene.deletions_seen]


def _notes(
    gene: _Gene, protein: AssayOutcome | None, calls: Calls, rules: AtrxRules
) -> tuple[str, ...]:
    """Sentences that ask for a review first, then the standing ones."""
    notes = []
    if gene.lost and calls["mycn"].label == "amplified":
        notes.append(rules.incompatible.value)
    if gene.lost and protein is AssayOutcome.POSITIVE:
        notes.append(rules.protein_kept.value)
    return (*notes, *_standing_notes(gene, rules))


def _standing_notes(gene: _Gene, rules: AtrxRules) -> tuple[str, ...]:
    if gene.lost:
        return (rules.one_hit.value,)
    return () if gene.deletions_seen else (rules.deletions_unseen.value,)


def _read_gene(symbol: str, evidence: CaseEvidence, rules: AtrxRules) -> _Gene:
    level = classify_gene(symbol, evidence, rules.copy_level)
    sequence = sequence_of(symbol, evidence)
    measured = [
        *_variants(sequence.measured, rules),
        *_copies(level, evidence, rules),
        *_breaks(symbol, evidence, rules),
    ]
    reported = [*_variants(sequence.reported, rules), *_events(symbol, evidence, rules)]
    covered = evidence.events is not None and symbol in evidence.events_cover
    lost = _of(_LOST, measured)
    return _Gene(
        lost=(*lost, *_of(_LOST, reported)),
        possible=_of("possible", [*measured, *reported]),
        uncertain=_of("uncertain", [*measured, *reported]),
        sequenced=sequence.looked_at,
        deletions_seen=_segments_cover(level, evidence)
        or covered
        or breakpoints_looked_for(evidence, symbol),
        basis="measured" if lost else "reported",
        level=level,
    )


def _segments_cover(level: GeneLevel, evidence: CaseEvidence) -> bool:
    """Whether segments to be trusted lie over the gene; a list of large altered ones would not."""
    profile = evidence.copy_number
    listed = profile is None or profile.altered_only
    trusted = level.suspected in {None, CopyLevel.AMPLIFIED}
    return level.basis == "segments" and trusted and not listed


def _of(word: str, verdicts: list[tuple[str, Finding]]) -> tuple[Finding, ...]:
    return tuple(item for verdict, item in verdicts if verdict == word)


def _variants(
    variants: tuple[SmallVariant, ...], rules: AtrxRules
) -> Iterator[tuple[str, Finding]]:
    """Losses; what hits a domain of ATRX may be one; any other change is uncertain."""
    for variant in variants:
        place = _place(variant, rules)
        if is_loss_of_function(variant):
            yield _LOST, finding(variant)
        elif variant.consequence is Consequence.UNKNOWN:
            yield "possible", finding(variant, "effect not stated")
        elif alters_protein(variant) and place:
            yield "possible", finding(variant, place)
        elif alters_protein(variant):
            yield "uncertain", finding(variant)


def _place(variant: SmallVariant, rules: AtrxRules) -> str:
    """The domain of ATRX that the variant hits, or that nobody says which; "" elsewhere."""
    residue = first_residue(variant.protein_change)
    if variant.gene != _ATRX:
        return ""
    if residue is None:
        return "residue not stated"
    inside = [
        name for name, (first, last) in rules.domains.value.items() if first <= residue <= last
    ]
    return f"{inside[0]} domain" if inside else ""


def _copies(
    level: GeneLevel, evidence: CaseEvidence, rules: AtrxRules
) -> Iterator[tuple[str, Finding]]:
    why = level.reason.rstrip(".")
    if level.level is CopyLevel.HOMDEL and level.basis != "reported event":
        exons = _lost_exons(level.gene, evidence, rules)
        yield _LOST, Finding(what=f"{level.gene} deleted{exons}: {why}")
    elif level.suspected is CopyLevel.HOMDEL:
        exons = _lost_exons(level.gene, evidence, rules)
        yield "possible", Finding(what=f"{level.gene} may be deleted{exons}: {why}")
    elif CopyLevel.LOSS in {level.level, level.suspected} and level.breakpoint_inside is True:
        exons = _lost_exons(level.gene, evidence, rules)
        yield "possible", Finding(what=f"a lost segment ends inside {level.gene}{exons}: {why}")


def _lost_exons(symbol: str, evidence: CaseEvidence, rules: AtrxRules) -> str:
    """The exons under lost segments; no frame, since a segment ends only near its break."""
    exons = evidence.genome.exons.get(symbol, ())
    place = evidence.genome.gene(symbol).interval
    if not exons or evidence.copy_number is None:
        return ""
    rows = segment_states(evidence, rules.copy_level.segment_state).filter(
        pl.col("contig") == place.contig,
        pl.col("start") < place.end,
        pl.col("end") > place.start,
        pl.col("state").is_in(_DELETED),
    )
    deepest = rows.filter(pl.col("state") == SegmentState.HOMDEL.value)
    rows = rows if deepest.is_empty() else deepest
    spans = [
        exons_in(Interval(contig=place.contig, start=start, end=end), exons)
        for start, end in rows.select("start", "end").sort("start", descending=True).rows()
    ]
    named = " and ".join(dict.fromkeys(span.named for span in spans if span is not None))
    return f" over {named}" if named else ""


def _breaks(symbol: str, evidence: CaseEvidence, rules: AtrxRules) -> Iterator[tuple[str, Finding]]:
    """Structural variants with an end inside the gene, or that delete the whole of it."""
    for disruption, seen in read_disruptions(symbol, evidence, rules):
        yield _WORDS[disruption], seen


def _events(symbol: str, evidence: CaseEvidence, rules: AtrxRules) -> Iterator[tuple[str, Finding]]:
    kinds = (*rules.deletion_kinds.value, *rules.disruption_kinds.value)
    for event in evidence.events_of(symbol):
        if event.kind.value not in kinds:
            continue
        words = event.reported_as or event.kind.value.replace("_", " ")
        exons = f", exons {event.exons}" if event.exons else ""
        frame = ", in frame" if event.in_frame else ""
        yield _LOST, Finding(what=f"{symbol} {words}{exons}{frame} reported", where=event.where)


MECHANISM = Mechanism(
    name="atrx",
    title="ATRX",
    question="Is the function of ATRX lost?",
    labels={
        CallState.PRESENT: (_LOST,),
        CallState.ABSENT: ("wildtype",),
        CallState.INDETERMINATE: ("possible", "wildtype"),
        CallState.NOT_ASSESSED: ("not_assessed",),
    },
    details=(
        DetailKey("atrx", "What was seen of ATRX.", _VALUES),
        DetailKey(
            "daxx", "What was seen of DAXX; on an autosome, the second copy unknown.", _VALUES
        ),
        DetailKey("protein", "Nuclear ATRX protein.", ("positive", "negative")),
        DetailKey("sequenced", "Whether the coding sequence was looked at."),
        DetailKey("deletions_seen", "Whether deletions inside the gene could be seen."),
        DetailKey("basis", "Whether the loss was measured or reported.", ("measured", "reported")),
        DetailKey("variants", "What may abolish ATRX."),
        DetailKey("vus", "Variants of unknown significance; they never count."),
        DetailKey("missing", "Assays that could find a loss which was not looked for."),
    ),
    assays=("atrx_deletion", "atrx_sequencing"),
    rules=AtrxRules,
    call=call_atrx,
    genes=lambda _rules: frozenset({_ATRX, _DAXX}),
)
