"""Cell state: are the tumour cells adrenergic, mesenchymal, or in between?

Neuroblastoma cells live in two states that can turn into each other: an adrenergic one, committed
to the sympathetic lineage, and a mesenchymal one, less differentiated and less sensitive to
chemotherapy and to ALK inhibitors. In a piece of tumour, though, most mesenchymal signal comes
from stroma: in 209 tumours purity explained two thirds of the variance of the score ratio. A
mesenchymal call on bulk tissue is therefore refused unless the sample is nearly pure. An
adrenergic call stands, because stroma pushes the other way.
"""

from __future__ import annotations

from typing import Final

from crestome.call.expression_level import others_may_explain
from crestome.call.mechanism import DetailKey, Mechanism
from crestome.knowledge.schema import Curated, Rules, Threshold
from crestome.model.call import (
    Call,
    Calls,
    CallState,
    DetailValue,
    Finding,
    Quantity,
    Row,
)
from crestome.model.evidence import CaseEvidence
from crestome.model.expression import ScoreWarning, SignatureScore, StateScores
from crestome.model.patient import Material

_ADRENERGIC: Final = "ADRN"
_SLIGHTLY_ADRENERGIC: Final = "slight_ADRN"
_SLIGHTLY_MESENCHYMAL: Final = "slight_MES"
_MESENCHYMAL: Final = "MES"
_HEADLINES: Final = {
    _ADRENERGIC: "ADRN",
    _SLIGHTLY_ADRENERGIC: "mixed",
    _SLIGHTLY_MESENCHYMAL: "mixed",
    _MESENCHYMAL: "MES",
}
RULE: Final = "ratio of rank means, version 1"
"""The published classes of the ratio, and the refusal by purity."""
_MESENCHYMAL_SIDE: Final = frozenset({_SLIGHTLY_MESENCHYMAL, _MESENCHYMAL})


class CellStateRules(Rules):
    """Cut-offs of the ratio of adrenergic to mesenchymal score, and of purity.

    Attributes:
        mesenchymal_ratio: Up to this ratio: MES.
        slightly_mesenchymal_ratio: Above that, up to this: slight_MES.
        slightly_adrenergic_ratio: Above that, up to this: slight_ADRN; above: ADRN.
        minimum_purity: Below this purity a mesenchymal side of bulk tissue is not called.
        confounded: Why it is not called.
        stroma_like: What to say where markers of other cells score above the signature.
        uncertain: What to say where the interval of the ratio reaches into another class.
        bulk: What to say of a mesenchymal side that is called in bulk tissue.
        caveat: The same in short, wherever another statement rests on it.
        stroma_caveat: The same where markers of other cells score above the signature.
        continuous: What the label is not.
        mrd_caution: What a mesenchymal state means for the detection of residual disease.
        reference_clouds: Where published tumours lie, drawn behind this one.
    """

    mesenchymal_ratio: Threshold
    slightly_mesenchymal_ratio: Threshold
    slightly_adrenergic_ratio: Threshold
    minimum_purity: Threshold
    confounded: Curated[str]
    stroma_like: Curated[str]
    uncertain: Curated[str]
    bulk: Curated[str]
    caveat: Curated[str]
    stroma_caveat: Curated[str]
    continuous: Curated[str]
    mrd_caution: Curated[str]
    reference_clouds: Curated[dict[str, dict[str, float]]]


def call_cell_state(evidence: CaseEvidence, _calls: Calls, rules: CellStateRules) -> Call:
    """Call the state from the ratio of the two single-sample scores.

    Args:
        evidence: Uses ``state_scores``, made of the expression of the sample; without them
            ``assays.adrenergic_score`` and ``mesenchymal_score`` (0 to 1); and the material and
            the purity.
        _calls: Calls made so far; cell state needs none.
        rules: See `CellStateRules`.

    Returns:
        ``present`` with ADRN, MES or mixed (both classes in the middle); ``indeterminate`` where
        stroma may explain a mesenchymal side (bulk tumour, or a xenograft whose mouse reads were
        kept, of low or unknown purity), where a score is missing or zero, and on plasma;
        ``not_assessed`` without scores. Refused calls still show the scores.

    References:
        van-groningen-2017, gmkf-nbl, crestome-conventions
    """
    adrenergic, mesenchymal = _scores_of(evidence)
    measured = evidence.state_scores
    if adrenergic is None and mesenchymal is None:
        if measured is not None:
            return _call(evidence, _OPEN, "indeterminate", _too_few(measured))
        return _call(evidence, CallState.NOT_ASSESSED, "not_assessed", "no scores were given")
    if adrenergic is None or mesenchymal is None:
        return _call(evidence, _OPEN, "indeterminate", "one of the two scores is missing")
    if mesenchymal <= 0 or adrenergic < 0:
        return _call(evidence, _OPEN, "indeterminate", "the scores have no ratio")
    if evidence.sample.material is Material.CTDNA:
        why = "scores of tumour tissue cannot be read from plasma"
        return _call(evidence, _OPEN, "indeterminate", why)
    return _from_ratio(evidence, adrenergic / mesenchymal, rules)


_OPEN: Final = CallState.INDETERMINATE


def _scores_of(evidence: CaseEvidence) -> tuple[float | None, float | None]:
    """The two scores: made of the expression, or else as the laboratory states them."""
    made, stated = evidence.state_scores, evidence.assays
    if made is not None and made.ratio is not None:
        return made.adrenergic.score, made.mesenchymal.score
    return stated.adrenergic_score, stated.mesenchymal_score


def _too_few(scores: StateScores) -> str:
    if ScoreWarning.FEW_GENES in scores.warnings:
        return f"only {scores.ranked_genes:,} coding genes were measured: no ranks among all genes"
    found = ", ".join(f"{item.found} of {item.defined} {item.name} genes" for item in _both(scores))
    return f"too few genes of a signature were measured: {found}"


def _both(scores: StateScores) -> tuple[SignatureScore, SignatureScore]:
    return scores.adrenergic, scores.mesenchymal


def _from_ratio(evidence: CaseEvidence, ratio: float, rules: CellStateRules) -> Call:
    sample = evidence.sample
    found = classify_ratio(ratio, rules)
    confounded = found in _MESENCHYMAL_SIDE and others_may_explain(
        sample, rules.minimum_purity.value
    )
    label = "indeterminate" if confounded else _HEADLINES[found]
    why = f"adrenergic over mesenchymal score {ratio:.3f}, class {found}"
    call = _call(
        evidence,
        _OPEN if confounded else CallState.PRESENT,
        label,
        f"{why}; {rules.confounded.value}" if confounded else why,
    )
    notes = [rules.continuous.value]
    if found in _MESENCHYMAL_SIDE and not confounded:
        notes.append(rules.mrd_caution.value)
        if sample.material is not Material.CELL_LINE:
            notes.append(rules.bulk.value)
    review = _doubts(evidence, found, rules)
    notes += review
    purity_missing = confounded and sample.purity is None
    return call.model_copy(
        update={
            "detail": call.detail
            | {"ratio": ratio, "class": found, "confounded": confounded}
            | {"purity": sample.purity, "reference_clouds": _clouds(rules)}
            | _caveat(evidence, found, rules),
            "missing": ("purity",) if purity_missing else (),
            "notes": tuple(notes),
            "needs_review": found in _MESENCHYMAL_SIDE and not confounded and bool(review),
            "rules": ("cell_state.slightly_adrenergic_ratio", "cell_state.minimum_purity"),
        }
    )


def _caveat(evidence: CaseEvidence, found: str, rules: CellStateRules) -> dict[str, DetailValue]:
    """What travels with a mesenchymal side of bulk tissue; nothing for a line and ADRN."""
    line = evidence.sample.material is Material.CELL_LINE
    if line or found not in _MESENCHYMAL_SIDE:
        return {}
    scores = evidence.state_scores
    stroma = scores is not None and ScoreWarning.STROMA_LIKE in scores.warnings
    return {"caveat": rules.stroma_caveat.value if stroma else rules.caveat.value}


def _clouds(rules: CellStateRules) -> tuple[Row, ...]:
    return tuple(
        {"group": name, **figures} for name, figures in rules.reference_clouds.value.items()
    )


def _doubts(evidence: CaseEvidence, found: str, rules: CellStateRules) -> list[str]:
    """What speaks against taking the class for granted, where expression was measured."""
    scores = evidence.state_scores
    if scores is None or scores.ratio_lower is None or scores.ratio_upper is None:
        return []
    doubts = []
    ends = (scores.ratio_lower, scores.ratio_upper)
    if any(classify_ratio(end, rules) != found for end in ends):
        doubts.append(f"{rules.uncertain.value} ({ends[0]:.2f} to {ends[1]:.2f}).")
    line = evidence.sample.material is Material.CELL_LINE
    if ScoreWarning.STROMA_LIKE in scores.warnings and not line:
        doubts.append(rules.stroma_like.value)
    return doubts


def classify_ratio(ratio: float, rules: CellStateRules) -> str:
    """The class of a ratio; upper bounds belong to the class below."""
    bounds = (
        (rules.mesenchymal_ratio, _MESENCHYMAL),
        (rules.slightly_mesenchymal_ratio, _SLIGHTLY_MESENCHYMAL),
        (rules.slightly_adrenergic_ratio, _SLIGHTLY_ADRENERGIC),
    )
    for bound, name in bounds:
        if ratio <= bound.value:
            return name
    return _ADRENERGIC


def _call(evidence: CaseEvidence, state: CallState, label: str, reason: str) -> Call:
    """The verdict with the scores that were given; both are shown whatever the verdict."""
    scores = dict(zip(_SCORES, _scores_of(evidence), strict=True))
    place = "assays." if evidence.state_scores is None else "expression, "
    given = {name: value for name, value in scores.items() if value is not None}
    return Call(
        mechanism="cell_state",
        state=state,
        label=label,
        reason=reason,
        detail={
            "ratio": None,
            "class": None,
            "confounded": None,
            **scores,
            **_measured_detail(evidence),
        },
        quantities=tuple(
            Quantity(name=name.replace("_", " "), value=value, unit="0 to 1")
            for name, value in given.items()
        ),
        evidence=tuple(
            Finding(what=f"{name.replace('_', ' ')} {value:.3f}", where=f"{place}{name}")
            for name, value in given.items()
        ),
        missing=() if state is CallState.PRESENT else ("cell_state_expression",),
        sources=("van-groningen-2017", "gmkf-nbl"),
    )


_SCORES: Final = ("adrenergic_score", "mesenchymal_score")


def _measured_detail(evidence: CaseEvidence) -> dict[str, DetailValue]:
    """What expression says beyond the two scores; nothing where scores were only stated."""
    scores, purity = evidence.state_scores, evidence.sample.purity
    if scores is None:
        return {}
    warnings = [str(warning) for warning in scores.warnings]
    if evidence.sample.material is Material.TUMOUR and purity is None:
        warnings.append(ScoreWarning.NO_PURITY_BULK)
    return {
        "rule": RULE,
        "ratio_interval": f"{scores.ratio_lower:.3f} to {scores.ratio_upper:.3f}"
        if scores.ratio_lower is not None and scores.ratio_upper is not None
        else None,
        "purity_residual": scores.purity_residual,
        "purity_line": {**scores.purity_line},
        "ranked_genes": scores.ranked_genes,
        "null": scores.null,
        "signatures": tuple(_row(item) for item in (*_both(scores), *scores.panel)),
        "warnings": tuple(warnings),
    }


def _row(item: SignatureScore) -> Row:
    """One signature as a row: coverage, score, and where chance and other genes would put it."""
    numbers = item.model_dump(exclude={"name", "found", "ranked", "defined"})
    rounded = {
        key: None if value is None else round(value, _DECIMALS) for key, value in numbers.items()
    }
    coverage: Row = {"found": item.found, "ranked": item.ranked, "defined": item.defined}
    return {"signature": item.name, **coverage, **rounded}


_DECIMALS: Final = 4

MECHANISM = Mechanism(
    name="cell_state",
    title="Cell state",
    question="Are the tumour cells adrenergic, mesenchymal, or in between?",
    labels={
        CallState.PRESENT: ("ADRN", "MES", "mixed"),
        CallState.INDETERMINATE: ("indeterminate",),
        CallState.NOT_ASSESSED: ("not_assessed",),
    },
    details=(
        DetailKey("ratio", "Adrenergic over mesenchymal score."),
        DetailKey("class", "Class of the ratio.", tuple(_HEADLINES)),
        DetailKey("adrenergic_score", "Single-sample score, 0 to 1."),
        DetailKey("mesenchymal_score", "Single-sample score, 0 to 1."),
        DetailKey("confounded", "Whether stroma may explain a mesenchymal side."),
        DetailKey("caveat", "What stands wherever another statement rests on the label."),
        DetailKey("rule", "Name and version of the rule, where expression was scored."),
        DetailKey("ratio_interval", "95 % interval of the ratio over resampled genes."),
        DetailKey(
            "purity_residual",
            "Log ratio less what tumours of this purity have on average, in standard deviations.",
        ),
        DetailKey("purity_line", "Log ratio over purity in published tumours; to be drawn."),
        DetailKey("purity", "Tumour cell fraction, where stated."),
        DetailKey("reference_clouds", "Where published tumours lie; to be drawn."),
        DetailKey("ranked_genes", "Coding genes among which the ranks were taken."),
        DetailKey("null", "What control sets were drawn from."),
        DetailKey("signatures", "Coverage, score, interval, z and p of every gene set."),
        DetailKey("warnings", "What must be known beside the scores, by name."),
    ),
    assays=("cell_state_expression", "purity"),
    rules=CellStateRules,
    call=call_cell_state,
)
