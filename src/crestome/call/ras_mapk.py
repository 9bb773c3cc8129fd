"""RAS-MAPK: is the pathway activated below or beside ALK, by which gene, and was all of it read?

Growth signals run from receptors through RAS to RAF, MEK and ERK. In neuroblastoma the pathway is
switched on by ALK in most cases, at relapse also by RAS itself, by BRAF, PTPN11 or FGFR1, or by
loss of its brake NF1. The alterations usually exclude one another, so two suggest two clones.
Whether ALK is counted differs between authors; both answers are given. The pathway is negative only
if all eight core genes were read.
"""

from __future__ import annotations

from collections.abc import Iterable

from crestome.call.mechanism import DetailKey, Mechanism, cited
from crestome.call.oncogenicity import GeneVerdict, Hit, OncogenicityRules, judge_gene
from crestome.call.variant_effect import finding
from crestome.knowledge.schema import Words
from crestome.model.call import Call, Calls, CallState, DetailValue, Finding
from crestome.model.event import EventKind
from crestome.model.evidence import CaseEvidence

_ALK = "ALK"
_NO_FUSION = "none reported"


class RasMapkRules(OncogenicityRules):
    """Rules of the pathway, beside those of each gene.

    Attributes:
        core_genes: Genes that decide the call; ALK is called by its own mechanism.
        extended_genes: Genes shown beside it.
        core_note: Stands beside a negative or positive call.
        exclusivity_note: Stands beside several hits.
    """

    core_genes: Words
    extended_genes: Words
    core_note: Words
    exclusivity_note: Words


def call_ras_mapk(evidence: CaseEvidence, calls: Calls, rules: RasMapkRules) -> Call:
    """Call the pathway positive where a core gene, ALK included, carries a driver event.

    Args:
        evidence: Uses small variants, events and gene copies of the core and extended genes.
        calls: Uses ``alk``, whose activating classes and amplification count.
        rules: The genes, and what activates each.

    Returns:
        ``positive`` with the genes; ``negative`` only if all core genes were read and ALK is not
        open for another reason than missing copy number; ``indeterminate`` with the genes that
        were not; ``not_assessed`` where none was looked at.

    References: chen-2025, eleveld-2015, chang-2016, yao-2017.
    """
    core = [judge_gene(g, evidence, rules) for g in rules.core_genes.value if g != _ALK]
    extended = [judge_gene(gene, evidence, rules) for gene in rules.extended_genes.value]
    alk = calls.by_name().get("alk")
    hits = _hits(core)
    genes = tuple(dict.fromkeys(hit.gene for hit in hits))
    with_alk = _alk_counts(alk)
    unread = tuple(item.gene for item in core if not item.looked_at and not item.hits)
    missing_genes = ((_ALK,) if with_alk is None else ()) + unread
    state = _state(bool(genes) or with_alk is True, missing_genes, _untouched(core, alk))
    several = len(genes) + (with_alk is True) > 1
    verdicts = [*core, *extended]
    detail: dict[str, DetailValue] = {
        "incl_alk": _either(excl_alk := _known(bool(genes), unread), with_alk),
        "excl_alk": excl_alk,
        "genes": genes,
        "variants": tuple(hit.name for hit in hits),
        "residues": tuple(f"{hit.gene} {hit.residue}" for hit in hits if hit.residue),
        "fusion": _fusion(verdicts, evidence),
        "extended": tuple(dict.fromkeys(hit.gene for hit in _hits(extended))),
        "missing_genes": missing_genes,
        "missing": ("ras_sequencing",) if missing_genes else (),
        "vus": tuple(item.name for verdict in verdicts for item in verdict.unclear),
        "check_subclones": several,
        "basis": _basis(hits),
    }
    return Call(
        mechanism="ras_mapk",
        state=state,
        label=_LABELS[state],
        reason=_reason(hits, alk if with_alk else None, missing_genes),
        detail=detail,
        evidence=(*_evidence(verdicts), *(alk.evidence if alk is not None and with_alk else ())),
        missing=("ras_sequencing",) if missing_genes else (),
        needs_review=several,
        notes=_notes(state, detail, rules),
        rules=tuple(f"ras_mapk.{key}" for key in ("core_genes", "activating_residues")),
        sources=cited(rules.core_genes, rules.activating_residues, rules.loss_of_function_genes),
    )


def _hits(verdicts: Iterable[GeneVerdict]) -> list[Hit]:
    return [hit for verdict in verdicts for hit in verdict.hits]


def _alk_counts(alk: Call | None) -> bool | None:
    """Whether ALK is a hit; None where its sequence was not read or its amplicon is broken."""
    if alk is None or alk.state is CallState.PRESENT:
        return None if alk is None else True
    unread = "alk_sequencing" in alk.missing
    return None if unread or alk.text("amplification") == "indeterminate" else False


def _untouched(core: list[GeneVerdict], alk: Call | None) -> bool:
    """Whether nobody looked at any core gene."""
    of_alk = alk is not None and alk.state is not CallState.NOT_ASSESSED
    return not of_alk and not any(verdict.looked_at for verdict in core)


def _state(hit: bool, missing: tuple[str, ...], untouched: bool) -> CallState:
    if hit:
        return CallState.PRESENT
    if untouched:
        return CallState.NOT_ASSESSED
    return CallState.INDETERMINATE if missing else CallState.ABSENT


_LABELS = {
    CallState.PRESENT: "positive",
    CallState.ABSENT: "negative",
    CallState.INDETERMINATE: "indeterminate",
    CallState.NOT_ASSESSED: "not_assessed",
}


def _known(hit: bool, unread: tuple[str, ...]) -> bool | None:
    return True if hit else (None if unread else False)


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


def _basis(hits: list[Hit]) -> str | None:
    if not hits:
        return None
    return "reported" if all(hit.reported for hit in hits) else "measured"


def _reason(hits: list[Hit], alk: Call | None, missing_genes: tuple[str, ...]) -> str:
    names = [hit.name for hit in hits] + ([f"ALK {alk.label}"] if alk is not None else [])
    parts = [f"Activated by {', '.join(names)}."] if names else []
    if missing_genes:
        found = "" if names else "No driver event in the genes that were read. "
        parts.append(f"{found}Not read: {', '.join(missing_genes)}.")
    elif not names:
        parts.append("All core genes were read and none carries a driver event.")
    return " ".join(parts)


def _evidence(verdicts: list[GeneVerdict]) -> tuple[Finding, ...]:
    drivers = [hit.seen for hit in _hits(verdicts)]
    unclear = [
        finding(variant, "unknown significance")
        for verdict in verdicts
        for variant in verdict.unclear
    ]
    return (*drivers, *unclear)


def _notes(
    state: CallState, detail: dict[str, DetailValue], rules: RasMapkRules
) -> tuple[str, ...]:
    conditional = (
        (bool(detail["check_subclones"]), rules.exclusivity_note.value),
        (bool(detail["vus"]), ("Variants of unknown significance are listed and never count.",)),
        (bool(detail["extended"]), ("A hit outside the core genes does not decide the call.",)),
        (state is CallState.ABSENT, rules.core_note.value),
    )
    return tuple(text for holds, texts in conditional if holds for text in texts)


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
        DetailKey("check_subclones", "more than one hit, which suggests subclones"),
        DetailKey("basis", "what the hits rest on", ("measured", "reported")),
    ),
    assays=("ras_sequencing",),
    rules=RasMapkRules,
    call=call_ras_mapk,
    genes=_genes,
)
