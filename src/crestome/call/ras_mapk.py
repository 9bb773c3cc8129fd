"""RAS-MAPK: is the pathway activated below or beside ALK, by which gene, and was all of it read?

Growth signals run from receptors through RAS to RAF, MEK and ERK. In neuroblastoma the pathway is
switched on by ALK in most cases, at relapse also by RAS itself, by BRAF, PTPN11 or FGFR1, or by
loss of its brake NF1. The alterations usually exclude one another, so two suggest two clones.
Whether ALK is counted differs between authors; both answers are given. The pathway is negative only
if all eight core genes were read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from crestome.call.expression_level import (
    AMOUNTS,
    LITTLE,
    Amount,
    ExpressionLevelRules,
    read_level,
)
from crestome.call.mechanism import DetailKey, Mechanism, cited
from crestome.call.oncogenicity import (
    GeneVerdict,
    Hit,
    OncogenicityRules,
    copies_note,
    genes_without_copies,
    is_subclonal,
    judge_gene,
)
from crestome.call.variant_effect import finding
from crestome.knowledge.schema import Curated, Threshold, Words
from crestome.model.call import Call, Calls, CallState, DetailValue, Finding
from crestome.model.event import EventKind
from crestome.model.evidence import CaseEvidence
from crestome.model.patient import Material
from crestome.model.small_variant import SmallVariant

_ALK = "ALK"
_NF1 = "NF1"
_NO_FUSION = "none reported"


class RasMapkRules(OncogenicityRules):
    """Rules of the pathway, beside those of each gene.

    Attributes:
        core_genes: Genes that decide the call; ALK is called by its own mechanism.
        extended_genes: Genes shown beside it.
        subclonal_vaf: Below it a driver variant is marked subclonal.
        core_note: Stands beside a negative or positive call.
        exclusivity_note: Stands beside several hits.
        nf1_low_percentile: NF1 is low up to this percentile of the reference.
        nf1_note: What low NF1 without a lesion is.
    """

    expression_level: ExpressionLevelRules
    core_genes: Words
    extended_genes: Words
    subclonal_vaf: Threshold
    core_note: Words
    exclusivity_note: Words
    nf1_low_percentile: Threshold
    nf1_note: Curated[str]


@dataclass(frozen=True)
class _Pathway:
    """What was found in the pathway; ALK is None where it was not called."""

    core: tuple[GeneVerdict, ...]
    extended: tuple[GeneVerdict, ...]
    alk: Call | None
    subclonal: tuple[str, ...]
    all_subclonal: bool | None
    nf1: Amount

    @property
    def verdicts(self) -> tuple[GeneVerdict, ...]:
        return (*self.core, *self.extended)

    @cached_property
    def hits(self) -> tuple[Hit, ...]:
        return _hits(self.core)

    @cached_property
    def genes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(hit.gene for hit in self.hits))

    @cached_property
    def with_alk(self) -> bool | None:
        """Whether ALK is a hit; None where its sequence was not read or its amplicon is broken."""
        if self.alk is None or self.alk.state is CallState.PRESENT:
            return None if self.alk is None else True
        unread = "alk_sequencing" in self.alk.missing
        return None if unread or self.alk.text("amplification") == "indeterminate" else False

    @cached_property
    def unread(self) -> tuple[str, ...]:
        return tuple(item.gene for item in self.core if not item.looked_at and not item.hits)

    @cached_property
    def missing_genes(self) -> tuple[str, ...]:
        return ((_ALK,) if self.with_alk is None else ()) + self.unread

    @cached_property
    def unstated(self) -> tuple[SmallVariant, ...]:
        """Variants of core genes without a hit whose effect nobody states."""
        return tuple(v for item in self.core if not item.hits for v in item.unstated)

    @cached_property
    def without_copies(self) -> tuple[str, ...]:
        return genes_without_copies(self.hits)

    @property
    def several(self) -> bool:
        return len(self.genes) + (self.with_alk is True) > 1

    @property
    def check_subclones(self) -> bool | None:
        """Whether several genes are hit; None while those not read could make it several."""
        unsettled = {variant.gene for variant in self.unstated} | set(self.missing_genes)
        known = len(self.genes) + (self.with_alk is True)
        return True if self.several else (None if known + len(unsettled) > 1 else False)

    @property
    def excl_alk(self) -> bool | None:
        return True if self.genes else (None if self.unread or self.unstated else False)

    @property
    def state(self) -> CallState:
        if self.genes or self.with_alk:
            return CallState.PRESENT
        of_alk = self.alk is not None and self.alk.state is not CallState.NOT_ASSESSED
        if not of_alk and not any(verdict.looked_at for verdict in self.core):
            return CallState.NOT_ASSESSED
        is_open = self.missing_genes or self.unstated
        return CallState.INDETERMINATE if is_open else CallState.ABSENT

    @property
    def missing(self) -> tuple[str, ...]:
        return ("ras_sequencing",) if self.missing_genes or self.unstated else ()


def call_ras_mapk(evidence: CaseEvidence, calls: Calls, rules: RasMapkRules) -> Call:
    """Call the pathway positive where a core gene, ALK included, carries a driver event.

    Args:
        evidence: Uses small variants, events and gene copies of the core and extended genes, and
            the expression of NF1, which is shown and no hit.
        calls: Uses ``alk``, whose activating classes and amplification count.
        rules: The genes, and what activates each.

    Returns:
        ``positive`` with the genes, to be reviewed where it rests on a reported deletion without
        its copies; ``negative`` only if all core genes were read, what each variant does is stated,
        and ALK is not open for another reason than missing copy number; ``indeterminate`` with the
        genes and variants that are open; ``not_assessed`` where none was looked at.

    References: chen-2025, eleveld-2015, chang-2016, yao-2017, bellini-2021.
    """
    found = _look(evidence, calls, rules)
    state = found.state
    return Call(
        mechanism="ras_mapk",
        state=state,
        label=_LABELS[state],
        reason=_reason(found),
        detail=_detail(found, evidence),
        evidence=_evidence(found),
        missing=found.missing,
        needs_review=found.several or bool(found.without_copies or found.unstated),
        notes=_notes(found, rules),
        rules=tuple(f"ras_mapk.{key}" for key in ("core_genes", "activating_residues")),
        sources=cited(rules.core_genes, rules.activating_residues, rules.loss_of_function_genes),
    )


def _look(evidence: CaseEvidence, calls: Calls, rules: RasMapkRules) -> _Pathway:
    core = tuple(judge_gene(g, evidence, rules) for g in rules.core_genes.value if g != _ALK)
    hits = _hits(core)
    # In plasma the share of reads follows the tumour's share of the DNA, not the clone's.
    tissue = evidence.sample.material is not Material.CTDNA
    few = [hit.name for hit in hits if is_subclonal([hit], rules.subclonal_vaf)]
    return _Pathway(
        core=core,
        extended=tuple(judge_gene(gene, evidence, rules) for gene in rules.extended_genes.value),
        alk=calls.by_name().get("alk"),
        subclonal=tuple(few) if tissue else (),
        all_subclonal=is_subclonal(hits, rules.subclonal_vaf) if tissue else None,
        nf1=_expression(evidence, rules),
    )


def _expression(evidence: CaseEvidence, rules: RasMapkRules) -> Amount:
    """NF1 against the reference that fits; low only at its very end."""
    bound = {"low_percentile": rules.nf1_low_percentile}
    return read_level(_NF1, evidence, rules.expression_level.model_copy(update=bound)).amount


def _hits(verdicts: Iterable[GeneVerdict]) -> tuple[Hit, ...]:
    return tuple(hit for verdict in verdicts for hit in verdict.hits)


def _detail(found: _Pathway, evidence: CaseEvidence) -> dict[str, DetailValue]:
    return {
        "incl_alk": _either(found.excl_alk, found.with_alk),
        "excl_alk": found.excl_alk,
        "genes": found.genes,
        "variants": tuple(hit.name for hit in found.hits),
        "residues": tuple(f"{hit.gene} {hit.residue}" for hit in found.hits if hit.residue),
        "fusion": _fusion(found.verdicts, evidence),
        "extended": tuple(dict.fromkeys(hit.gene for hit in _hits(found.extended))),
        "missing_genes": found.missing_genes,
        "missing": found.missing,
        "vus": tuple(item.name for verdict in found.verdicts for item in verdict.unclear),
        "effect_unknown": tuple(v.name for verdict in found.verdicts for v in verdict.unstated),
        "copies_not_stated": found.without_copies,
        "subclonal": found.all_subclonal,
        "check_subclones": found.check_subclones,
        "basis": _basis(found.hits),
        "nf1_expression": found.nf1.value,
    }


_LABELS = {
    CallState.PRESENT: "positive",
    CallState.ABSENT: "negative",
    CallState.INDETERMINATE: "indeterminate",
    CallState.NOT_ASSESSED: "not_assessed",
}


def _either(one: bool | None, other: bool | None) -> bool | None:
    """Three-valued or."""
    if one or other:
        return True
    return None if one is None or other is None else False


def _fusion(verdicts: Iterable[GeneVerdict], evidence: CaseEvidence) -> str:
    """The first gene with a reported fusion that may keep its kinase."""
    fused = (
        verdict.gene
        for verdict in verdicts
        for event in evidence.events_of(verdict.gene)
        if event.kind is EventKind.FUSION and event.kinase_kept is not False
    )
    return next(fused, _NO_FUSION)


def _basis(hits: tuple[Hit, ...]) -> str | None:
    if not hits:
        return None
    return "reported" if all(hit.reported for hit in hits) else "measured"


def _reason(found: _Pathway) -> str:
    names = [hit.name for hit in found.hits]
    names += [f"ALK {found.alk.label}"] if found.alk is not None and found.with_alk else []
    parts = [f"Activated by {', '.join(names)}."] if names else []
    opened = []
    if found.unstated:
        opened.append(f"Effect not stated: {', '.join(item.name for item in found.unstated)}.")
    if found.missing_genes:
        opened.append(f"Not read: {', '.join(found.missing_genes)}.")
    if not names:
        words = "No driver event in the genes that were read."
        parts = [words if opened else "All core genes were read and none carries a driver event."]
    return " ".join([*parts, *opened])


def _evidence(found: _Pathway) -> tuple[Finding, ...]:
    drivers = [hit.seen for hit in _hits(found.verdicts)]
    unclear = [variant for verdict in found.verdicts for variant in verdict.unclear]
    unstated = [variant for verdict in found.verdicts for variant in verdict.unstated]
    of_alk = found.alk.evidence if found.alk is not None and found.with_alk else ()
    return (
        *drivers,
        *(finding(variant, "unknown significance") for variant in unclear),
        *(finding(variant, "effect not stated") for variant in unstated),
        *of_alk,
    )


def _notes(found: _Pathway, rules: RasMapkRules) -> tuple[str, ...]:
    beside = any(verdict.hits for verdict in found.extended)
    unclear = any(verdict.unclear for verdict in found.verdicts)
    conditional = (
        (bool(found.unstated), (_UNSTATED,)),
        (bool(found.without_copies), (copies_note(found.without_copies),)),
        (found.several, rules.exclusivity_note.value),
        (
            bool(found.subclonal),
            (f"Subclonal, in a part of the tumour only: {', '.join(found.subclonal)}.",),
        ),
        (unclear, ("Variants of unknown significance are listed and never count.",)),
        (beside, ("A hit outside the core genes does not decide the call.",)),
        (found.state is CallState.ABSENT, rules.core_note.value),
        (found.nf1 in LITTLE and _NF1 not in found.genes, (rules.nf1_note.value,)),
    )
    return tuple(text for holds, texts in conditional if holds for text in texts)


_UNSTATED = "What a variant of the pathway does is not stated: it may be a driver event or none."


def _genes(rules: RasMapkRules) -> frozenset[str]:
    return frozenset((*rules.core_genes.value, *rules.extended_genes.value))


MECHANISM = Mechanism(
    name="ras_mapk",
    title="RAS-MAPK pathway",
    question="Is RAS-MAPK signalling activated by a driver event, with ALK and without?",
    labels={state: (label,) for state, label in _LABELS.items()},
    details=(
        DetailKey("incl_alk", "a core gene or ALK is hit; None where genes were not read"),
        DetailKey("excl_alk", "a core gene other than ALK is hit; None where genes were not read"),
        DetailKey("genes", "core genes other than ALK that are hit"),
        DetailKey("variants", "their driver events"),
        DetailKey("residues", "gene and residue of their small variants, or that it is not stated"),
        DetailKey("fusion", "a gene whose fusion is reported and may keep the kinase"),
        DetailKey("extended", "genes outside the core that are hit"),
        DetailKey("missing_genes", "core genes that were not read"),
        DetailKey("missing", "assays that would complete the call"),
        DetailKey("vus", "variants of unknown significance in core and extended genes"),
        DetailKey("effect_unknown", "variants of them whose effect is not stated"),
        DetailKey("copies_not_stated", "genes hit only by a deletion without its copies"),
        DetailKey("subclonal", "all hits lie in a small part of the reads; None where not known"),
        DetailKey(
            "check_subclones",
            "more than one hit, which suggests subclones; None where genes not read could add one",
        ),
        DetailKey("basis", "what the hits rest on", ("measured", "reported")),
        DetailKey("nf1_expression", "transcripts of NF1; no hit by themselves", AMOUNTS),
    ),
    assays=("ras_sequencing",),
    rules=RasMapkRules,
    call=call_ras_mapk,
    genes=_genes,
)
