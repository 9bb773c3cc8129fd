"""Mechanistic group: telomere maintenance crossed with alterations of the RAS and p53 pathways.

Ackermann and colleagues (2018) found that neuroblastomas without telomere maintenance do well and
may regress, even with RAS or p53 pathway mutations; that telomere maintenance makes the outcome
substantially worse; and that both together are the deadliest. The group describes biology. It
stands beside the clinical risk groups and never overrules them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from crestome.call.copy_level import CopyLevel, CopyLevelRules, classify_gene
from crestome.call.mechanism import DetailKey, Mechanism
from crestome.call.variant_effect import sequence_of
from crestome.knowledge.schema import Curated, Rules, Words
from crestome.model.call import Call, Calls, CallState
from crestome.model.evidence import CaseEvidence

NAME: Final = "mechanistic_group"
_LOW: Final = "mech_low"
_LOW_MUTATED: Final = "mech_low_mutated"
_HIGH: Final = "mech_high"
_VERY_HIGH: Final = "mech_very_high"
_UNCLASSIFIED: Final = "mech_unclassified"
_GROUPS: Final = {
    (True, True): _VERY_HIGH,
    (True, False): _HIGH,
    (False, True): _LOW_MUTATED,
    (False, False): _LOW,
}
"""By telomere maintenance, and by a hit of RAS or p53."""
_UNSETTLED: Final = frozenset({CopyLevel.NOT_ASSESSED, CopyLevel.INDETERMINATE})
_FLAGGED: Final = frozenset({"ALT_PROBABLE", "CONFLICT"})


class MechanisticGroupRules(Rules):
    """What must have been looked at before a pathway counts as unaltered.

    Attributes:
        copy_level: Cut-offs of gene copy levels.
        sequenced_genes: Genes to be sequenced, each with the assay that does it.
        counted_genes: Genes whose copies must be known, each with the assay that shows them.
        definition: The gene lists used, in words.
        koerber_2023: A wider list, used by the same groups later; shown, never deciding.
        meaning: What each group means.
        beside_risk: What the group is not.
    """

    copy_level: CopyLevelRules
    sequenced_genes: Curated[dict[str, str]]
    counted_genes: Curated[dict[str, str]]
    definition: Curated[str]
    koerber_2023: Words
    meaning: Curated[dict[str, str]]
    beside_risk: Curated[str]


@dataclass(frozen=True, kw_only=True)
class _Pathways:
    """Whether RAS or p53 is hit; None where that is open."""

    hit: bool | None
    why: str
    missing: dict[str, str]


def call_mechanistic_group(
    evidence: CaseEvidence, calls: Calls, rules: MechanisticGroupRules
) -> Call:
    """Call the group from telomere maintenance and the RAS and p53 pathways.

    Args:
        evidence: Uses what was sequenced, and the copies of the genes that p53 depends on.
        calls: Uses ``telomere_maintenance``, ``ras_mapk``, ``p53_pathway`` and, for the wider list
            of genes, ``focal_amplification``.
        rules: See `MechanisticGroupRules`.

    Returns:
        ``present`` with the group; ``indeterminate``, label ``mech_unclassified``, where telomere
        maintenance is open, or where no hit was found but not every gene was looked at: then
        ``at_least`` names the group that is certain, and the genes are listed.

    References:
        ackermann-2018, korber-2023, crestome-conventions
    """
    telomeres = calls["telomere_maintenance"]
    positive = {CallState.PRESENT: True, CallState.ABSENT: False}.get(telomeres.state)
    pathways = _pathways(evidence, calls, rules)
    label, at_least = _group(positive, pathways.hit)
    flagged = telomeres.label in _FLAGGED
    wider = _wider(calls, rules)
    told = {True: "positive", False: "negative", None: "open"}
    return Call(
        mechanism=NAME,
        state=CallState.INDETERMINATE if label == _UNCLASSIFIED else CallState.PRESENT,
        label=label,
        reason=f"telomere maintenance {told[positive]} ({telomeres.label}); {pathways.why}",
        detail={
            "at_least": at_least,
            "missing_genes": tuple(pathways.missing),
            "telomere_maintenance": telomeres.label,
            "ras_p53": told[pathways.hit],
            "definition": rules.definition.value,
            "wider_list": wider,
        },
        missing=_missing(positive, pathways, telomeres)
        if label == _UNCLASSIFIED or flagged
        else (),
        needs_review=flagged,
        notes=_notes(label, telomeres, wider, rules),
        rules=("mechanistic_group.definition", "mechanistic_group.meaning"),
        sources=("ackermann-2018", *rules.definition.sources, *rules.koerber_2023.sources),
    )


def regroup(call: Call, calls: Calls, assay: str, rules: MechanisticGroupRules) -> Call:
    """Call the group again from other calls, as if one more assay had been done.

    Args:
        call: The group as it stands; names the genes that were not looked at.
        calls: Uses ``telomere_maintenance``, ``ras_mapk`` and ``p53_pathway``.
        assay: The assay; its genes count as looked at.
        rules: See `MechanisticGroupRules`.

    References:
        ackermann-2018
    """
    telomeres, ras, p53 = (calls[n] for n in ("telomere_maintenance", "ras_mapk", "p53_pathway"))
    positive = {CallState.PRESENT: True, CallState.ABSENT: False}.get(telomeres.state)
    assays = rules.sequenced_genes.value | rules.counted_genes.value
    unread = any(assays.get(gene) != assay for gene in call.texts("missing_genes"))
    clear = not unread and ras.state is CallState.ABSENT
    hit = True if CallState.PRESENT in {ras.state, p53.state} else (False if clear else None)
    label, at_least = _group(positive, hit)
    state = CallState.INDETERMINATE if label == _UNCLASSIFIED else CallState.PRESENT
    detail = call.detail | {"at_least": at_least}
    return call.model_copy(update={"state": state, "label": label, "detail": detail})


def _group(positive: bool | None, hit: bool | None) -> tuple[str, str | None]:
    """The group, and the lowest one that is certain where it stays open."""
    if positive is None:
        return _UNCLASSIFIED, None
    if hit is None:
        return _UNCLASSIFIED, _GROUPS[positive, False]
    return _GROUPS[positive, hit], None


def _pathways(evidence: CaseEvidence, calls: Calls, rules: MechanisticGroupRules) -> _Pathways:
    ras, p53 = calls["ras_mapk"], calls["p53_pathway"]
    hits = [
        f"{title} {call.label}"
        for title, call in (("RAS", ras), ("p53", p53))
        if call.state is CallState.PRESENT
    ]
    missing = _not_looked_at(evidence, rules)
    if hits:
        return _Pathways(hit=True, why=" and ".join(hits), missing={})
    if missing:
        genes = ", ".join(missing)
        why = f"no hit of RAS or p53, but not looked at: {genes}"
        return _Pathways(hit=None, why=why, missing=missing)
    if ras.state is not CallState.ABSENT:
        return _Pathways(hit=None, why=f"RAS is open: {ras.reason}", missing={})
    return _Pathways(hit=False, why="RAS and p53 looked at, no hit", missing={})


def _not_looked_at(evidence: CaseEvidence, rules: MechanisticGroupRules) -> dict[str, str]:
    """Genes that stand between "no hit found" and "no hit", each with the assay for it."""
    sequenced = {
        gene: assay
        for gene, assay in rules.sequenced_genes.value.items()
        if not sequence_of(gene, evidence).looked_at
    }
    counted = {
        gene: assay
        for gene, assay in rules.counted_genes.value.items()
        if classify_gene(gene, evidence, rules.copy_level).level in _UNSETTLED
    }
    return sequenced | counted


def _missing(positive: bool | None, pathways: _Pathways, telomeres: Call) -> tuple[str, ...]:
    """Assays for the genes; those for telomere maintenance only while it is open or flagged."""
    settled = positive is not None and telomeres.label not in _FLAGGED
    first = () if settled else telomeres.missing
    return tuple(dict.fromkeys((*first, *pathways.missing.values())))


def _wider(calls: Calls, rules: MechanisticGroupRules) -> tuple[str, ...]:
    """Amplified genes that the wider list counts and the definition does not."""
    counted = {*rules.sequenced_genes.value, *rules.counted_genes.value}
    listed = set(rules.koerber_2023.value) - counted
    return tuple(gene for gene in calls["focal_amplification"].texts("genes") if gene in listed)


def _notes(
    label: str, telomeres: Call, wider: tuple[str, ...], rules: MechanisticGroupRules
) -> tuple[str, ...]:
    notes = [rules.meaning.value[label], rules.beside_risk.value]
    if wider:
        genes = ", ".join(wider)
        notes.append(
            f"Amplified, and counted by a wider list of genes (koerber_2023): {genes}; it does not "
            "decide here."
        )
    if telomeres.label in _FLAGGED:
        assays = ", ".join(name.replace("_", " ") for name in telomeres.missing)
        notes.append(
            f"Telomere maintenance is {telomeres.label}; to settle it: {assays or 'a new sample'}."
        )
    return tuple(notes)


MECHANISM = Mechanism(
    name=NAME,
    title="Mechanistic group",
    question="Which group do telomere maintenance and the RAS and p53 pathways make?",
    labels={
        CallState.PRESENT: (_LOW, _LOW_MUTATED, _HIGH, _VERY_HIGH),
        CallState.INDETERMINATE: (_UNCLASSIFIED,),
    },
    details=(
        DetailKey("at_least", "The lowest group that is certain while it is open.", (_LOW, _HIGH)),
        DetailKey("missing_genes", "Genes that were not looked at and could still be hit."),
        DetailKey("telomere_maintenance", "The call on telomere maintenance."),
        DetailKey("ras_p53", "Whether RAS or p53 is hit.", ("positive", "negative", "open")),
        DetailKey("definition", "The gene lists that were used."),
        DetailKey("wider_list", "Amplified genes that a wider list would count as well."),
    ),
    assays=(
        *("c_circle", "tert_sv", "mycn_copy_number", "ras_sequencing", "alk_sequencing"),
        *("tp53_sequencing", "mdm2_copy_number", "cdkn2a_copy_number"),
    ),
    rules=MechanisticGroupRules,
    call=call_mechanistic_group,
)
