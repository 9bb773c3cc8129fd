"""Telomere maintenance: by telomerase, by ALT, or not at all?

A tumour that is to grow without end must lengthen its telomeres. Telomerase does it in tumours
with MYCN amplification, with TERT rearrangement, or with high TERT of other cause; alternative
lengthening by recombination (ALT) does it in others, about half of them with lost ATRX. The
mechanisms exclude each other, so two of them in one tumour are a conflict to be looked into, never
a silent choice. A high-risk tumour without any mechanism is not harmless: in one series 11 % of
high-risk tumours had none, and half of these children died within five years (Dagg 2017).
"""

from __future__ import annotations

from typing import Final

from crestome.call.mechanism import DetailKey, Mechanism
from crestome.call.telomere_tree import (
    ALT,
    ALT_PROBABLE,
    CONFLICT,
    MYCN,
    OPEN,
    TELOMERASE,
    TMM_NEGATIVE,
    Amount,
    Arms,
    Decision,
    Sign,
    classify_arms,
)
from crestome.knowledge.schema import Curated, Rules
from crestome.model.call import Call, Calls, CallState, Finding, Row
from crestome.model.evidence import CaseEvidence
from crestome.model.patient import TimePoint

NAME: Final = "telomere_maintenance"
_PRESENT: Final = (*TELOMERASE, ALT, ALT_PROBABLE, CONFLICT)
_SUBTYPED: Final = frozenset({ALT, ALT_PROBABLE, CONFLICT})


class TelomereMaintenanceRules(Rules):
    """Sentences that stand beside a verdict; the order of the decisions is in the code.

    Attributes:
        inferred: Beside telomerase through MYCN amplification.
        alt: Beside ALT.
        negative: Beside the absence of every mechanism.
        conflict: Beside two mechanisms that exclude each other.
        several: Beside several causes of active telomerase.
        long_telomeres: Beside high telomere content that a direct assay does not explain.
        prior_at_diagnosis: How often ALT is found at diagnosis.
        prior_at_relapse: How often ALT is found at relapse.
        resistance: Beside every mechanism that a single drug could aim at.
    """

    inferred: Curated[str]
    alt: Curated[str]
    negative: Curated[str]
    conflict: Curated[str]
    several: Curated[str]
    long_telomeres: Curated[str]
    prior_at_diagnosis: Curated[str]
    prior_at_relapse: Curated[str]
    resistance: Curated[str]


def call_telomere_maintenance(
    evidence: CaseEvidence, calls: Calls, rules: TelomereMaintenanceRules
) -> Call:
    """Call the mechanism of telomere maintenance, or say what is missing to call it.

    Args:
        evidence: Uses ``assays`` and the time point.
        calls: Uses ``mycn``, ``tert`` and ``atrx``.
        rules: See `TelomereMaintenanceRules`.

    Returns:
        ``present`` with a mechanism, or flagged as ALT_PROBABLE or CONFLICT; ``absent`` with
        TMM_NEGATIVE; ``indeterminate`` otherwise, also if nothing was measured: the arms say
        which assays were not done.

    References:
        koneru-2020, hartlieb-2021, dagg-2017, zeineldin-2020, farooqi-2014, chen-2025
    """
    arms = _arms(evidence, calls)
    decision = classify_arms(arms)
    doubts = (*decision.contradictions, *_doubtful_arms(calls))
    review = bool(doubts) or decision.label in {ALT_PROBABLE, CONFLICT} or decision.several
    cited = {key: rule for key, rule, holds in _sentences(decision, arms, evidence, rules) if holds}
    rows: Row = {key: str(value) for key, value in vars(arms).items()}
    return Call(
        mechanism=NAME,
        state=_STATES[decision.positive],
        label=decision.label,
        reason=_reason(decision, rows),
        detail={
            "subtype": _subtype(calls) if decision.label in _SUBTYPED else None,
            "mechanisms": decision.mechanisms,
            "also": tuple(name for name in decision.mechanisms if name != decision.label),
            "telomerase": _TELOMERASE_OF.get(decision.label),
            "alt": _ALT_OF.get(decision.label),
            "positive": decision.positive,
            "needs_review": review,
            "missing": tuple(name for name, value in rows.items() if value == "not_assessed"),
            "arms": rows,
        },
        evidence=tuple(
            Finding(what=f"{_TITLES[name]} {value}")
            for name, value in rows.items()
            if value != "not_assessed"
        ),
        missing=_settling(decision, arms),
        needs_review=review,
        notes=(
            *(f"Needs review: {words}." for words in doubts),
            *(rule.value for rule in cited.values()),
        ),
        rules=tuple(f"telomere_maintenance.{key}" for key in cited),
        sources=tuple(dict.fromkeys((*_SOURCES, *(s for r in cited.values() for s in r.sources)))),
    )


_TITLES: Final = {
    "mycn": "MYCN amplification",
    "tert_sv": "TERT rearrangement or amplification",
    "tert_promoter": "TERT promoter hotspot",
    "tert_expression": "TERT expression",
    "c_circle": "C-circle assay",
    "apb": "APB",
    "telomerase_activity": "telomerase activity",
    "telomere_content": "telomere content",
    "atrx": "loss of ATRX",
    "daxx": "loss of DAXX",
}
"""The arms in words."""
_SOURCES: Final = ("chen-2025", "koneru-2020", "hartlieb-2021", "dagg-2017")
_STATES: Final = {
    True: CallState.PRESENT,
    False: CallState.ABSENT,
    None: CallState.INDETERMINATE,
}
_TELOMERASE_OF: Final = {**dict.fromkeys(TELOMERASE, True), ALT: False, TMM_NEGATIVE: False}
_ALT_OF: Final = {**dict.fromkeys(TELOMERASE, False), ALT: True, TMM_NEGATIVE: False}
_SIGNS: Final[dict[str, Sign]] = {
    "positive": "positive",
    "negative": "negative",
    "indeterminate": "indeterminate",
    CallState.PRESENT.value: "positive",
    CallState.ABSENT.value: "negative",
    "loss_of_function": "positive",
    "possible": "indeterminate",
    "partly_seen": "indeterminate",
    "wildtype": "negative",
}
"""The words of assays, states and details as signs; any other word is not assessed."""
_AMOUNTS: Final[dict[str, Amount]] = {"high": "high", "low": "low"}


def _sign(word: str | None) -> Sign:
    return _SIGNS.get(word or "", "not_assessed")


def _amount(word: str | None) -> Amount:
    return _AMOUNTS.get(word or "", "not_assessed")


def _arms(evidence: CaseEvidence, calls: Calls) -> Arms:
    assays, tert, atrx = evidence.assays, calls["tert"], calls["atrx"]
    return Arms(
        mycn=_sign(calls["mycn"].state),
        tert_sv=_tert_sv(_sign(tert.text("rearrangement")), _sign(tert.text("amplification"))),
        tert_promoter=_sign(tert.text("promoter")),
        tert_expression=_amount(tert.text("expression")),
        c_circle=_sign(assays.c_circle),
        apb=_sign(assays.apb),
        telomerase_activity=_sign(assays.telomerase_activity),
        telomere_content=_amount(assays.telomere_content),
        atrx=_sign(atrx.text("atrx")),
        daxx=_sign(atrx.text("daxx")),
    )


def _tert_sv(rearrangement: Sign, amplification: Sign) -> Sign:
    """Either one makes it positive; only a rearrangement that was looked for makes it negative."""
    if "positive" in (rearrangement, amplification):
        return "positive"
    return "indeterminate" if amplification == "indeterminate" else rearrangement


def _doubtful_arms(calls: Calls) -> tuple[str, ...]:
    titles = {"mycn": "MYCN", "tert": "TERT"}
    return tuple(
        f"the call of {title} is itself to be reviewed"
        for name, title in titles.items()
        if calls[name].needs_review
    )


def _subtype(calls: Calls) -> str:
    """By what the sequence and the protein of ATRX showed; a deletion may have gone unseen."""
    atrx = calls["atrx"]
    if atrx.state is CallState.PRESENT:
        return "ATRX_LoF"
    return "ATRX_WT" if atrx.label == "wildtype" and atrx.flag("sequenced") else "ATRX_unknown"


def _reason(decision: Decision, rows: Row) -> str:
    telling = {"positive", "high", "indeterminate"}
    seen = ", ".join(f"{_TITLES[name]} {v}" for name, v in rows.items() if v in telling)
    if decision.label == CONFLICT:
        return f"{' and '.join(decision.mechanisms)} exclude each other: {seen}"
    if decision.label == ALT_PROBABLE:
        return f"{seen}; no direct assay for ALT was done"
    if decision.label == TMM_NEGATIVE:
        return "every mechanism was looked for and none was found"
    if decision.mechanisms:
        return seen
    found = f"open findings: {seen}" if seen else "no mechanism was found"
    lacking = ", ".join(_TITLES[name] for name, v in rows.items() if v == "not_assessed")
    return f"{found}; not assessed: {lacking or 'nothing'}"


def _settling(decision: Decision, arms: Arms) -> tuple[str, ...]:
    """Assays not done that would settle the verdict; none where it is settled."""
    open_ = decision.label == OPEN
    contested = decision.label == CONFLICT or (open_ and bool(decision.contradictions))
    doubted = open_ or bool(decision.contradictions)
    direct = contested or decision.label == ALT_PROBABLE or (doubted and arms.alt_untested)
    unread = (arms.tert_expression, arms.telomerase_activity) == ("not_assessed", "not_assessed")
    telomerase = contested or (open_ and unread)
    wanted = {
        "mycn_copy_number": open_ and arms.mycn == "not_assessed",
        "mycn_fish": open_ and arms.mycn == "indeterminate",
        "c_circle": direct and arms.c_circle == "not_assessed",
        "apb": direct and arms.apb == "not_assessed",
        "tert_sv": open_ and arms.tert_sv in {"not_assessed", "indeterminate"},
        "tert_promoter": open_ and arms.tert_promoter == "indeterminate",
        "tert_expression": telomerase and arms.tert_expression == "not_assessed",
        "telomerase_activity": telomerase and arms.telomerase_activity == "not_assessed",
    }
    return tuple(assay for assay, needed in wanted.items() if needed)


def _sentences(
    decision: Decision, arms: Arms, evidence: CaseEvidence, rules: TelomereMaintenanceRules
) -> tuple[tuple[str, Curated[str], bool], ...]:
    """Each sentence with its key, and whether it belongs beside this verdict."""
    time_point = evidence.sample.time_point
    unsettled = decision.label in {OPEN, ALT_PROBABLE}
    unexplained = arms.telomere_content == "high" and arms.alt_ruled_out
    return (
        ("conflict", rules.conflict, decision.label == CONFLICT),
        ("several", rules.several, decision.several),
        ("inferred", rules.inferred, MYCN in decision.mechanisms),
        ("alt", rules.alt, decision.label in {ALT, ALT_PROBABLE}),
        ("negative", rules.negative, decision.label == TMM_NEGATIVE),
        ("long_telomeres", rules.long_telomeres, unexplained),
        (
            "prior_at_diagnosis",
            rules.prior_at_diagnosis,
            unsettled and time_point is TimePoint.DIAGNOSIS,
        ),
        ("prior_at_relapse", rules.prior_at_relapse, unsettled and time_point in _RELAPSED),
        ("resistance", rules.resistance, decision.positive is True),
    )


_RELAPSED: Final = frozenset({TimePoint.RELAPSE, TimePoint.PROGRESSION, TimePoint.POST_TKI})

_SIGN_WORDS: Final = ("positive", "negative", "indeterminate", "not_assessed")

MECHANISM = Mechanism(
    name=NAME,
    title="Telomere maintenance",
    question="How does the tumour maintain its telomeres?",
    labels={
        CallState.PRESENT: _PRESENT,
        CallState.ABSENT: (TMM_NEGATIVE,),
        CallState.INDETERMINATE: (OPEN,),
    },
    details=(
        DetailKey("subtype", "ATRX in a tumour with ALT.", ("ATRX_LoF", "ATRX_WT", "ATRX_unknown")),
        DetailKey("mechanisms", "Every mechanism that has evidence."),
        DetailKey("also", "Mechanisms beside the one in the label."),
        DetailKey("telomerase", "Whether telomerase maintains the telomeres."),
        DetailKey("alt", "Whether ALT maintains the telomeres."),
        DetailKey("positive", "Whether there is telomere maintenance, by whichever mechanism."),
        DetailKey("needs_review", "Whether a person should look."),
        DetailKey("missing", "Arms that were not assessed."),
        DetailKey("arms", "The state of every arm of the decision."),
    ),
    assays=(
        "mycn_copy_number",
        "tert_sv",
        "c_circle",
        "apb",
        "tert_expression",
        "telomerase_activity",
        "telomere_content",
    ),
    rules=TelomereMaintenanceRules,
    call=call_telomere_maintenance,
)
