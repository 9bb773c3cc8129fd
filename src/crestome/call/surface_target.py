"""Surface targets: are the transcripts low that an antibody or a cell therapy depends on?

Antibodies and engineered cells seek GD2, B7-H3 (CD276), GPC2, L1CAM or ALK on tumour cells, and
MIBG enters through the noradrenaline transporter (NET, SLC6A2). GD2 is a sugar: two enzymes make it
one after the other, ST8SIA1 and B4GALNT1, and mesenchymal cells lose it with the first. Transcripts
in bulk tissue can make the absence of a target likely, and cannot prove its presence on a cell.
"""

from __future__ import annotations

from typing import Final

from crestome.call.expression_level import (
    AMOUNTS,
    LITTLE,
    Amount,
    ExpressionLevel,
    ExpressionLevelRules,
    read_level,
    why_hidden,
)
from crestome.call.mechanism import DetailKey, Mechanism, cited
from crestome.knowledge.schema import Curated, Rules
from crestome.model.call import Call, Calls, CallState, Finding
from crestome.model.evidence import CaseEvidence
from crestome.model.patient import Material

_GD2: Final = "gd2_synthesis"
_NAMES: Final = {
    _GD2: "GD2 synthesis",
    "b7_h3": "B7-H3",
    "gpc2": "GPC2",
    "net": "NET (MIBG uptake)",
    "alk": "ALK",
    "l1cam": "L1CAM",
}
_LABELS: Final = {
    CallState.PRESENT: "low",
    CallState.ABSENT: "not_low",
    CallState.INDETERMINATE: "indeterminate",
    CallState.NOT_ASSESSED: "not_assessed",
}
_SCANS: Final = {True: "avid", False: "not_avid", None: "not_stated"}
_ORDER: Final = (Amount.NOT_DETECTED, Amount.LOW, Amount.NOT_ASSESSED, Amount.MIDDLE, Amount.HIGH)
"""Of several genes that a target needs, the first of these stands for it."""


_WORDS: Final = {Amount.LOW: "low", Amount.NOT_DETECTED: "hardly or not expressed"}


class SurfaceTargetRules(Rules):
    """See ``rules/surface_target.yaml``.

    Attributes:
        expression_level: What is low and high, and when bulk tissue says it.
        targets: The genes of each target; all of them are needed.
        protein: What transcripts are not.
        gd2_loss: What low synthesis of GD2 means.
        confounded: Why bulk tissue of few tumour cells is not called.
        mibg_scan: What goes before transcripts of the transporter.
    """

    expression_level: ExpressionLevelRules
    targets: Curated[dict[str, tuple[str, ...]]]
    protein: Curated[str]
    gd2_loss: Curated[str]
    confounded: Curated[str]
    mibg_scan: Curated[str]


def call_surface_target(evidence: CaseEvidence, _calls: Calls, rules: SurfaceTargetRules) -> Call:
    """Call the transcripts of surface targets low, or not low, against a stated reference.

    Args:
        evidence: Uses ``gene_expression``, the material, the purity and ``clinical.mibg_avid``.
        _calls: Calls made so far; surface targets need none.
        rules: See `SurfaceTargetRules`.

    Returns:
        ``present`` with label ``low`` where at least one target is low or not expressed (which
        ones, stands in the details); ``absent`` where all of them were placed and none is;
        ``indeterminate`` where a gene has no reference, or other than tumour cells may explain it,
        which the reason then says first;
        ``not_assessed`` without expression.

    References:
        mabe-2022, crestome-conventions
    """
    levels = {
        target: [read_level(gene, evidence, rules.expression_level) for gene in genes]
        for target, genes in rules.targets.value.items()
    }
    amounts = {target: _amount(found) for target, found in levels.items()}
    measured = [item for found in levels.values() for item in found if item.measured]
    why = why_hidden(evidence.sample, rules.expression_level.minimum_purity.value)
    hidden, scan = bool(why), _SCANS[evidence.clinical.mibg_avid]
    state = _state(amounts, hidden=hidden) if measured else CallState.NOT_ASSESSED
    return Call(
        mechanism="surface_target",
        state=state,
        label=_LABELS[state],
        reason=_reason(amounts, levels, why) if measured else "no expression was given",
        detail={
            **{target: amount.value for target, amount in amounts.items()},
            "confounded": hidden if measured else None,
            "mibg_scan": scan,
            "genes": tuple(item.row for found in levels.values() for item in found),
        },
        evidence=tuple(Finding(what=item.words, where="expression") for item in measured),
        missing=_missing(evidence, amounts, state, hidden=hidden),
        notes=_notes(evidence, amounts, rules, hidden=hidden) if measured else (),
        rules=("surface_target.targets", "expression_level.low_percentile"),
        sources=_sources(measured, rules),
    )


def _amount(found: list[ExpressionLevel]) -> Amount:
    return min((item.amount for item in found), key=_ORDER.index)


def _state(amounts: dict[str, Amount], *, hidden: bool) -> CallState:
    if hidden:
        return CallState.INDETERMINATE
    if not LITTLE.isdisjoint(amounts.values()):
        return CallState.PRESENT
    unplaced = Amount.NOT_ASSESSED in amounts.values()
    return CallState.INDETERMINATE if unplaced else CallState.ABSENT


def _reason(
    amounts: dict[str, Amount], levels: dict[str, list[ExpressionLevel]], hidden: str
) -> str:
    """Why nothing is called; which targets are low, by which genes; which have no reference."""
    parts = []
    for target, amount in amounts.items():
        if amount in LITTLE:
            deciding = ", ".join(item.brief for item in levels[target] if item.amount in LITTLE)
            parts.append(f"{_NAMES[target]} {_WORDS[amount]} ({deciding})")
    if not parts:
        parts.append("no transcript of a surface target is shown to be low")
    unplaced = [
        _NAMES[target] for target, amount in amounts.items() if amount is Amount.NOT_ASSESSED
    ]
    if unplaced:
        parts.append(f"without a reference or not measured: {', '.join(unplaced)}")
    parts += dict.fromkeys(item.doubt for found in levels.values() for item in found if item.doubt)
    placed = [item.place.reference for found in levels.values() for item in found if item.place]
    said = "; ".join([*parts, *(f"compared with {name}" for name in dict.fromkeys(placed))])
    return f"not called: {hidden}. As measured, {said}" if hidden else said


def _missing(
    evidence: CaseEvidence, amounts: dict[str, Amount], state: CallState, *, hidden: bool
) -> tuple[str, ...]:
    if state is CallState.NOT_ASSESSED:
        return ("expression_reference", "surface_protein")
    wanted = (
        ("purity", hidden and evidence.sample.purity is None),
        ("expression_reference", Amount.NOT_ASSESSED in amounts.values()),
        ("surface_protein", state is not CallState.ABSENT),
    )
    return tuple(name for name, lacking in wanted if lacking)


def _notes(
    evidence: CaseEvidence, amounts: dict[str, Amount], rules: SurfaceTargetRules, *, hidden: bool
) -> tuple[str, ...]:
    plasma = evidence.sample.material is Material.CTDNA
    scanned = evidence.clinical.mibg_avid is not None
    said = (
        (True, rules.protein),
        (amounts.get(_GD2) in LITTLE and not hidden, rules.gd2_loss),
        (hidden and not plasma, rules.confounded),
        (scanned, rules.mibg_scan),
        (Amount.NOT_ASSESSED in amounts.values(), rules.expression_level.no_reference),
    )
    return tuple(item.value for holds, item in said if holds)


def _sources(measured: list[ExpressionLevel], rules: SurfaceTargetRules) -> tuple[str, ...]:
    of_references = [item.place.source for item in measured if item.place and item.place.source]
    own = cited(rules.targets, rules.expression_level.low_percentile)
    return tuple(dict.fromkeys((*own, *of_references)))


MECHANISM = Mechanism(
    name="surface_target",
    title="Surface targets",
    question="Is the expression low of a gene that an antibody or a cell therapy depends on?",
    labels={state: (label,) for state, label in _LABELS.items()},
    details=(
        *(DetailKey(key, f"Expression of {name}.", AMOUNTS) for key, name in _NAMES.items()),
        DetailKey("confounded", "Whether other than tumour cells may explain what is measured."),
        DetailKey("mibg_scan", "Uptake of MIBG as the case states it.", tuple(_SCANS.values())),
        DetailKey("genes", "Every gene: value, percentile in the sample and in the reference."),
    ),
    assays=("surface_protein", "expression_reference", "purity"),
    rules=SurfaceTargetRules,
    call=call_surface_target,
)
