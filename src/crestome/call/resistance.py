"""Resistance: by which way does the tumour escape ALK inhibitors, or is it about to?

Under an ALK inhibitor a neuroblastoma comes back by a second variant on the allele that the drug
binds, by a signal below ALK (RAS-MAPK, the most frequent way), by one beside it, or in a cell state
that does not need ALK. Some of these ways stand open before the first dose. TP53 that was normal
and is lost at relapse closes a class of drugs of its own. An earlier sample says what is new; where
there is none, or nobody looked at the gene in it, time is not known. What was not looked at is
never called absent.
"""

from __future__ import annotations

from typing import Final

from crestome.call.escape_routes import (
    FOUND,
    EscapeRoute,
    EscapeView,
    ResistanceRules,
    Standing,
    Timing,
    Way,
    find_routes,
)
from crestome.call.mechanism import DetailKey, Mechanism, cited
from crestome.model.call import Call, Calls, CallState, Finding, Row
from crestome.model.evidence import CaseEvidence


def call_resistance(evidence: CaseEvidence, calls: Calls, rules: ResistanceRules) -> Call:
    """Say which ways of escape from ALK inhibitors are seen, which stand open, and what is new.

    Args:
        evidence: Uses copies of the bypass genes, and the calls of earlier samples.
        calls: Uses ``alk``, ``ras_mapk``, ``p53_pathway``, ``cell_state``, ``treatment_history``.
        rules: The genes, and what each way means.

    Returns:
        ``escape_seen`` where a way is found after an ALK inhibitor, or TP53 was lost since an
        earlier sample; ``at_risk`` where one stands open before; ``not_applicable`` where ALK is
        known not to be activated and no ALK inhibitor was given; ``none_seen``, absent only where
        every way was looked at, else indeterminate with the assays; ``not_assessed`` where neither
        ALK nor the treatment record says that the question arises.

    References: berko-2023, chen-2025, liu-2021, pdq-2025.
    """
    view = EscapeView(evidence, calls, rules)
    found = find_routes(view)
    shown = [item for item in found if _is_shown(view, item)]
    state, label = _verdict(view, found, shown)
    unexplained = view.progressed and not any(i.standing is Standing.SEEN for i in shown)
    return Call(
        mechanism="resistance",
        state=state,
        label=label,
        reason=_reason(view, label, shown),
        detail={
            "resistance": tuple(item.way.value for item in shown),
            "acquired": tuple(i.way.value for i in shown if i.timing is Timing.ACQUIRED),
            "phase": view.call("alk").detail.get("phase"),
            "progressed_on_inhibitor": True if view.progressed else None,
            "unexplained": unexplained,
            "ways": () if label == _NOT_APPLICABLE else tuple(_row(item) for item in found),
            "bypass_copies": {gene: item.level.value for gene, item in view.levels.items()},
        },
        evidence=tuple(Finding(what=item.what) for item in shown),
        missing=_missing(view, label, found),
        needs_review=any(_undated_tp53(item) for item in shown),
        notes=_notes(view, shown, unexplained=unexplained),
        rules=tuple(f"resistance.{_KEYS[item.way]}" for item in shown),
        sources=cited(*(item.meaning for item in shown or found)),
    )


def _is_shown(view: EscapeView, item: EscapeRoute) -> bool:
    """Ways concern a tumour that ALK drives or drove; new loss of TP53 concerns every tumour."""
    if item.standing not in FOUND:
        return False
    return view.concerned or item.timing is Timing.ACQUIRED


def _undated_tp53(item: EscapeRoute) -> bool:
    return item.way is Way.ACQUIRED_TP53 and item.timing is Timing.NOT_KNOWN


def _verdict(
    view: EscapeView, found: tuple[EscapeRoute, ...], shown: list[EscapeRoute]
) -> tuple[CallState, str]:
    if shown:
        seen = any(item.standing is Standing.SEEN for item in shown)
        return CallState.PRESENT, _SEEN if seen else _AT_RISK
    if view.driven is False and not view.concerned:
        return CallState.ABSENT, _NOT_APPLICABLE
    if not view.concerned and view.call("alk").state is CallState.NOT_ASSESSED:
        return CallState.NOT_ASSESSED, _NOT_ASSESSED
    is_open = not view.concerned or any(i.standing is Standing.NOT_ASSESSED for i in found)
    return (CallState.INDETERMINATE if is_open else CallState.ABSENT), _NONE_SEEN


_SEEN, _AT_RISK, _NONE_SEEN = "escape_seen", "at_risk", "none_seen"
_NOT_APPLICABLE, _NOT_ASSESSED = "not_applicable", "not_assessed"


def _missing(view: EscapeView, label: str, found: tuple[EscapeRoute, ...]) -> tuple[str, ...]:
    """Whether ALK drives the tumour is the first question, then each way."""
    if label == _NOT_APPLICABLE:
        return ()
    of_alk = () if view.concerned else view.call("alk").missing
    of_ways = (assay for item in found for assay in item.assays)
    return tuple(dict.fromkeys((*of_alk, *of_ways)))


def _row(item: EscapeRoute) -> Row:
    return {
        "way": item.way.value,
        "standing": item.standing.value,
        "name": _NAMES[item.way],
        "what": item.what,
        "timing": None if item.timing is None else item.timing.value,
        "meaning": item.meaning.value,
        "assays": item.assays,
        "sources": item.meaning.sources,
    }


_WORDS: Final = {
    Timing.ACQUIRED: " (not found in an earlier sample that was read)",
    Timing.PRE_EXISTING: " (found in an earlier sample already)",
    Timing.NOT_KNOWN: " (no earlier sample says since when)",
}


def _reason(view: EscapeView, label: str, shown: list[EscapeRoute]) -> str:
    if label == _NOT_APPLICABLE:
        return (
            "ALK is not activated and no ALK inhibitor is on record: the question does not arise."
        )
    if label == _NOT_ASSESSED:
        return "Neither ALK nor a treatment with an ALK inhibitor is known."
    if shown:
        return " ".join(_sentence(item) for item in shown)
    if not view.concerned:
        return "Whether ALK drives the tumour is still open, and no ALK inhibitor is on record."
    after = {
        True: "The sample was taken after an ALK inhibitor.",
        False: "No ALK inhibitor went before the sample.",
        None: "Whether an ALK inhibitor went before the sample is not stated.",
    }
    return f"No way of escape is seen in what was looked at. {after[view.after_inhibitor]}"


def _sentence(item: EscapeRoute) -> str:
    when = "" if item.timing is None else _WORDS[item.timing]
    return f"{_NAMES[item.way]}: {item.what}{when}."


def _notes(view: EscapeView, shown: list[EscapeRoute], *, unexplained: bool) -> tuple[str, ...]:
    rules = view.rules
    alleles = _fusion_alleles(view) if any(i.way is Way.COMPOUND_ALK for i in shown) else ()
    conditional = (
        (any(_undated_tp53(item) for item in shown), (_UNDATED,)),
        (unexplained, rules.unexplained_note.value),
        (bool(shown), tuple(item.meaning.value for item in shown)),
        (bool(alleles), alleles),
        (view.concerned, rules.plasma_note.value),
    )
    return tuple(text for holds, texts in conditional if holds for text in texts)


_UNDATED: Final = "No earlier sample shows whether the loss of TP53 is new."


def _fusion_alleles(view: EscapeView) -> tuple[str, ...]:
    """Described pairs that this tumour carries; they inform and decide nothing."""
    variants = set(view.call("alk").texts("variants"))
    return tuple(
        f"{pair}: described with resistance to lorlatinib in cancers with an ALK fusion; to be "
        "checked."
        for pair in view.rules.fusion_compound_alleles.value
        if variants.issuperset(pair.split("+"))
    )


_NAMES: Final = {
    Way.COMPOUND_ALK: "On target, compound ALK allele",
    Way.OFF_TARGET: "Off target, RAS-MAPK below ALK",
    Way.BYPASS: "Possible bypass beside ALK",
    Way.ACQUIRED_TP53: "Loss of TP53",
    Way.STATE: "Mesenchymal cell state",
    Way.POLYCLONAL_ALK: "ALK variants in different cells",
    Way.PRE_EXISTING: "RAS-MAPK alteration before any ALK inhibitor",
}
"""The ways in words."""

_KEYS: Final = {
    Way.COMPOUND_ALK: "compound_alk",
    Way.OFF_TARGET: "off_target_ras_mapk",
    Way.BYPASS: "possible_bypass",
    Way.ACQUIRED_TP53: "acquired_tp53",
    Way.STATE: "state_mediated_escape",
    Way.POLYCLONAL_ALK: "polyclonal_alk",
    Way.PRE_EXISTING: "pre_existing_bypass_risk",
}

MECHANISM = Mechanism(
    name="resistance",
    title="Resistance to ALK inhibitors",
    question="By which way does the tumour escape ALK inhibitors, and which ways stand open?",
    labels={
        CallState.PRESENT: (_SEEN, _AT_RISK),
        CallState.ABSENT: (_NONE_SEEN, _NOT_APPLICABLE),
        CallState.INDETERMINATE: (_NONE_SEEN,),
        CallState.NOT_ASSESSED: (_NOT_ASSESSED,),
    },
    details=(
        DetailKey(
            "resistance", "ways that are seen or stand open", tuple(way.value for way in Way)
        ),
        DetailKey("acquired", "those that an earlier sample does not show although it was read"),
        DetailKey("phase", "whether ALK variants share an allele", ("cis", "trans", "unknown")),
        DetailKey("progressed_on_inhibitor", "the record says so; None where it does not"),
        DetailKey("unexplained", "it does, and nothing that was looked at explains it"),
        DetailKey(
            "ways", "every way: what is known of it, since when, and the assays that show it"
        ),
        DetailKey("bypass_copies", "copy levels of the genes of the bypass"),
    ),
    assays=(
        "alk_sequencing",
        "alk_copy_number",
        "ras_sequencing",
        "copy_number_profile",
        "tp53_sequencing",
        "cell_state_expression",
        "treatment_record",
    ),
    rules=ResistanceRules,
    call=call_resistance,
)
