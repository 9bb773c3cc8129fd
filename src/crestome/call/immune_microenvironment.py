"""Immune context: is MHC class I low, and what do interferon, chemokines and killer cells show?

Neuroblastoma is a cold tumour, and one with amplified MYCN colder still: it tends to show little
MHC class I to T cells, to call few of them with chemokines, and to hide ligands from natural killer
cells. Bulk expression sees this only through a mixture. Other cells carry far more MHC class I than
tumour cells, so that a low level is believed and a level that is not low says little.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean
from typing import Final

from crestome.call.expression_level import (
    AMOUNTS,
    Amount,
    ExpressionLevelRules,
    amount_at,
    known,
    others_may_explain,
)
from crestome.call.mechanism import DetailKey, Mechanism, cited
from crestome.knowledge.schema import Curated, Rules, Threshold
from crestome.knowledge.signature import Role, load_signatures
from crestome.model.call import Call, Calls, CallState, Finding, Row
from crestome.model.evidence import CaseEvidence
from crestome.model.expression import Placement
from crestome.model.patient import Material

_DECIMALS: Final = 4
_DECIDING: Final = ("low_percentile", "minimum_coverage")
_ALL: Final = frozenset({"all", "high_risk"})
_BY_MYCN: Final = {"amplified": "mycn_amplified", "normal": "mycn_not_amplified",
                   "gain": "mycn_not_amplified"}  # fmt: skip
_LABELS: Final = {
    CallState.PRESENT: "mhc_class_i_low",
    CallState.ABSENT: "mhc_class_i_not_low",
    CallState.INDETERMINATE: "indeterminate",
    CallState.NOT_ASSESSED: "not_assessed",
}


class ImmuneMicroenvironmentRules(Rules):
    """See ``rules/immune_microenvironment.yaml``.

    Attributes:
        expression_level: What is low, and when bulk tissue says it of tumour cells.
        minimum_coverage: A set with fewer of its genes in the reference has no place in it.
        low_percentile: Up to this mean percentile the set is low.
        placed_set: The set that the call is made of.
        bulk: What bulk tissue can show.
        mycn_context: What amplified MYCN goes with.
        counter_evidence: What speaks against its being the cause.
        no_response: What the levels do not predict.
    """

    expression_level: ExpressionLevelRules
    minimum_coverage: Threshold
    low_percentile: Threshold
    placed_set: Curated[str]
    bulk: Curated[str]
    mycn_context: Curated[str]
    counter_evidence: Curated[str]
    no_response: Curated[str]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the genes of a set lie on average in a group of a reference."""

    percentile: float
    tumours: int
    reference: str
    genes: int
    source: str


def call_immune_microenvironment(
    evidence: CaseEvidence, calls: Calls, rules: ImmuneMicroenvironmentRules
) -> Call:
    """Call MHC class I low against a stated reference; show the other sets beside MYCN.

    Args:
        evidence: Uses ``set_scores``, ``gene_expression``, the material and the purity.
        calls: Uses ``mycn``.
        rules: See `ImmuneMicroenvironmentRules`.

    Returns:
        ``present`` where the genes of MHC class I lie, on average, in the lowest quarter of the
        reference; ``absent`` where they do not, in nearly pure tumour or a cell line;
        ``indeterminate`` in other bulk tissue, and without a reference that fits;
        ``not_assessed`` without expression.

    References:
        chen-2025, forloni-2010, brandetti-2017, crestome-conventions
    """
    if not evidence.set_scores:
        return Call(
            mechanism="immune_microenvironment",
            state=CallState.NOT_ASSESSED,
            label=_LABELS[CallState.NOT_ASSESSED],
            reason="no expression was given",
            missing=("expression_reference",),
        )
    mycn = calls["mycn"].label if "mycn" in calls else ""
    placed = _place(rules.placed_set.value, evidence, _ALL, rules)
    amount = _amount(placed, rules)
    hidden = others_may_explain(evidence.sample, rules.expression_level.minimum_purity.value)
    state = _state(amount, hidden=hidden)
    if evidence.sample.material is Material.CTDNA:
        state = CallState.INDETERMINATE
    rows = tuple(_row(name, evidence, mycn, rules) for name in _sets())
    return Call(
        mechanism="immune_microenvironment",
        state=state,
        label=_LABELS[state],
        reason=_reason(placed, evidence, rules),
        detail={"mhc_class_i": amount.value, "mycn": mycn or None, "sets": tuple(map(known, rows))},
        evidence=tuple(Finding(what=_in_words(row), where="expression") for row in rows),
        missing=_missing(evidence, placed, state),
        notes=_notes(mycn, placed, rules),
        rules=tuple(
            f"immune_microenvironment.{key}" for key in ("low_percentile", "minimum_coverage")
        ),
        sources=_sources(placed, rules),
    )


def _sets() -> tuple[str, ...]:
    return tuple(name for name, item in load_signatures().items() if item.role is Role.IMMUNE)


def _place(
    name: str,
    evidence: CaseEvidence,
    groups: frozenset[str],
    rules: ImmuneMicroenvironmentRules,
) -> _Place | None:
    """Mean percentile of the genes of a set in the first reference that holds enough of them."""
    genes = load_signatures()[name].genes
    found: dict[tuple[str, str], list[Placement]] = {}
    for gene in genes:
        measured = evidence.expression_of(gene)
        for place in measured.places if measured is not None else ():
            if place.group in groups:
                found.setdefault((place.reference, place.group), []).append(place)
    for places in found.values():
        if len(places) >= rules.minimum_coverage.value * len(genes):
            return _Place(
                percentile=fmean(place.percentile for place in places),
                tumours=places[0].tumours,
                reference=places[0].reference,
                genes=len(places),
                source=places[0].source,
            )
    return None


def _amount(placed: _Place | None, rules: ImmuneMicroenvironmentRules) -> Amount:
    if placed is None:
        return Amount.NOT_ASSESSED
    bound = {"low_percentile": rules.low_percentile}
    return amount_at(placed.percentile, rules.expression_level.model_copy(update=bound))


def _state(amount: Amount, *, hidden: bool) -> CallState:
    if amount is Amount.LOW:
        return CallState.PRESENT
    if amount is Amount.NOT_ASSESSED or hidden:
        return CallState.INDETERMINATE
    return CallState.ABSENT


def _row(name: str, evidence: CaseEvidence, mycn: str, rules: ImmuneMicroenvironmentRules) -> Row:
    """A set: its score in the sample, and its place among all tumours and those of like MYCN."""
    score = evidence.score_of(name)
    placed = _place(name, evidence, _ALL, rules)
    alike = _BY_MYCN.get(mycn)
    same = None if alike is None else _place(name, evidence, frozenset({alike}), rules)
    numbers = {} if score is None else score.model_dump(exclude={"name", "contrast", "ssgsea"})
    return {
        "set": name,
        **{
            key: round(value, _DECIMALS) if isinstance(value, float) else value
            for key, value in numbers.items()
        },
        "percentile": None if placed is None else round(placed.percentile, 1),
        "tumours": None if placed is None else placed.tumours,
        "percentile_same_mycn": None if same is None else round(same.percentile, 1),
        "tumours_same_mycn": None if same is None else same.tumours,
    }


def _in_words(row: Row) -> str:
    name = str(row["set"]).replace("_", " ")
    score, percentile = row.get("score"), row["percentile"]
    within = "too few genes measured for a rank score"
    if isinstance(score, float):
        within = f"rank score {score:.2f} in the sample (p {row['p']} against control sets)"
    if percentile is None:
        return f"{name}: {within}; no reference holds enough of its genes"
    same = row["percentile_same_mycn"]
    alike = "" if same is None else f", {same} among those of like MYCN"
    return f"{name}: {within}; mean percentile {percentile} of {row['tumours']} tumours{alike}"


def _reason(
    placed: _Place | None, evidence: CaseEvidence, rules: ImmuneMicroenvironmentRules
) -> str:
    if placed is not None:
        return (
            f"{placed.genes} genes of MHC class I lie at a mean percentile of "
            f"{placed.percentile:.0f} among {placed.tumours} tumours ({placed.reference})"
        )
    score = evidence.score_of(rules.placed_set.value)
    within = (
        f"MHC class I genes have a rank score of {score.score:.2f} among the sample's own genes; "
        if score is not None and score.score is not None
        else ""
    )
    return f"{within}no reference of other tumours fits"


def _missing(evidence: CaseEvidence, placed: _Place | None, state: CallState) -> tuple[str, ...]:
    is_open = state is CallState.INDETERMINATE
    wanted = (
        ("expression_reference", placed is None),
        ("purity", placed is not None and is_open and evidence.sample.purity is None),
        ("mhc_class_i_protein", is_open),
    )
    return tuple(name for name, lacking in wanted if lacking)


def _notes(mycn: str, placed: _Place | None, rules: ImmuneMicroenvironmentRules) -> tuple[str, ...]:
    amplified = mycn == "amplified"
    said = (
        (amplified, rules.mycn_context),
        (amplified, rules.counter_evidence),
        (True, rules.bulk),
        (True, rules.no_response),
        (placed is None, rules.expression_level.no_reference),
    )
    return tuple(item.value for holds, item in said if holds)


def _sources(placed: _Place | None, rules: ImmuneMicroenvironmentRules) -> tuple[str, ...]:
    own = cited(rules.placed_set, rules.mycn_context, rules.low_percentile)
    of_reference = (placed.source,) if placed is not None and placed.source else ()
    return tuple(dict.fromkeys((*own, *of_reference)))


MECHANISM = Mechanism(
    name="immune_microenvironment",
    title="Immune context",
    question="Is the expression of MHC class I low, and what do other immune genes show?",
    labels={state: (label,) for state, label in _LABELS.items()},
    details=(
        DetailKey("mhc_class_i", "Expression of MHC class I against the reference.", AMOUNTS),
        DetailKey("mycn", "The status of MYCN that the sets are read against."),
        DetailKey(
            "sets",
            "Every gene set: rank score in the sample, place among tumours and those of like MYCN.",
        ),
    ),
    assays=("mhc_class_i_protein", "expression_reference", "purity"),
    rules=ImmuneMicroenvironmentRules,
    call=call_immune_microenvironment,
)
