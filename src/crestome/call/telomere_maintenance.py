"""Telomere maintenance: by telomerase, by ALT, or not at all?

A tumour that is to grow without end must lengthen its telomeres. Telomerase does it in tumours
with MYCN amplification, with TERT rearrangement, or with high TERT of other cause; alternative
lengthening by recombination (ALT) does it in others, about half of them with lost ATRX. The
mechanisms exclude each other, so two of them in one tumour are a conflict to be looked into, never
a silent choice. A high-risk tumour without any mechanism is not harmless: in one series 11 % of
high-risk tumours had none, and half of these children died within five years (Dagg 2017).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from crestome.call.mechanism import DetailKey, Mechanism
from crestome.call.mechanism import cited as sources_of
from crestome.call.telomere_figure import TelomereFigure, TelomereFigureRules, read_figure
from crestome.call.telomere_tree import (
    ALT,
    ALT_PROBABLE,
    CONFLICT,
    MYCN,
    OPEN,
    TELOMERASE,
    TERT_HIGH,
    TERT_SV,
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
        telomere_figure: When measured telomere content counts.
        inferred: Beside telomerase through MYCN amplification.
        tert_sv: Beside telomerase through a rearranged or amplified TERT.
        tert_high: Beside telomerase that only TERT expression shows.
        probable: Beside ALT that only indirect signs show.
        alt: Beside ALT.
        atm: Beside ALT: what it does to chemotherapy.
        negative: Beside the absence of every mechanism.
        none_yet: Beside an open verdict without any finding.
        conflict: Beside two mechanisms that exclude each other.
        several: Beside several causes of active telomerase.
        long_telomeres: Beside high telomere content that a direct assay does not explain.
        long_with_telomerase: Beside high telomere content of a tumour with telomerase.
        figure_alone: Beside a measured figure that has no control.
        prior_at_diagnosis: How often ALT is found at diagnosis.
        prior_at_relapse: How often ALT is found at relapse.
        resistance: Beside every mechanism that a single drug could aim at.
    """

    telomere_figure: TelomereFigureRules
    inferred: Curated[str]
    tert_sv: Curated[str]
    tert_high: Curated[str]
    probable: Curated[str]
    alt: Curated[str]
    atm: Curated[str]
    negative: Curated[str]
    none_yet: Curated[str]
    conflict: Curated[str]
    several: Curated[str]
    long_telomeres: Curated[str]
    long_with_telomerase: Curated[str]
    figure_alone: Curated[str]
    prior_at_diagnosis: Curated[str]
    prior_at_relapse: Curated[str]
    resistance: Curated[str]


def call_telomere_maintenance(
    evidence: CaseEvidence, calls: Calls, rules: TelomereMaintenanceRules
) -> Call:
    """Call the mechanism of telomere maintenance, or say what is missing to call it.

    Args:
        evidence: Uses ``assays``, ``telomeres``, purity and the time point.
        calls: Uses ``mycn``, ``tert`` and ``atrx``.
        rules: See `TelomereMaintenanceRules`.

    Returns:
        ``present`` with a mechanism, or flagged as ALT_PROBABLE or CONFLICT; ``absent`` with
        TMM_NEGATIVE; ``indeterminate`` otherwise, also if nothing was measured: the arms say
        which assays were not done.

    References:
        koneru-2020, hartlieb-2021, dagg-2017, zeineldin-2020, farooqi-2014, sieverling-2020,
        chen-2025
    """
    figure = read_figure(evidence, rules.telomere_figure)
    arms = _arms(evidence, calls, figure)
    decision = classify_arms(arms)
    doubts = (*decision.contradictions, *_doubtful_arms(calls, figure))
    review = bool(doubts) or decision.label in {ALT_PROBABLE, CONFLICT} or decision.several
    cited = {key: rule for key, rule, holds in _sentences(decision, arms, evidence, rules) if holds}
    rows: Row = {key: str(value) for key, value in vars(arms).items()}
    shown: Row = rows | {"variant_repeats": figure.variants}
    why = _words(evidence, calls, figure)
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
            "arms": shown,
            "reasons": {name: why.get(name, "") for name in shown},
        },
        quantities=figure.quantities,
        evidence=tuple(_findings(shown, why)),
        missing=_settling(decision, arms),
        needs_review=review,
        notes=(
            *(f"Needs review: {words}." for words in doubts),
            *(rule.value for rule in cited.values()),
        ),
        rules=(*figure.rules, *(f"telomere_maintenance.{key}" for key in cited)),
        sources=tuple(dict.fromkeys((*_SOURCES, *figure.sources, *sources_of(*cited.values())))),
    )


def _findings(shown: Row, why: dict[str, str]) -> Iterator[Finding]:
    """What was seen of each arm that was looked at, and by what evidence."""
    for name, value in shown.items():
        if value != "not_assessed":
            words = (f"{_TITLES[name]} {value}", why.get(name))
            yield Finding(what=": ".join(filter(None, words)))


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
    "variant_repeats": "ALT-typical variant repeats",
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
_TERT_ARMS: Final = {"rearrangement": "tert_sv", "amplification": "tert_sv",
                     "promoter": "tert_promoter"}  # fmt: skip


def _sign(word: str | None) -> Sign:
    return _SIGNS.get(word or "", "not_assessed")


def _amount(word: str | None) -> Amount:
    return _AMOUNTS.get(word or "", "not_assessed")


def _arms(evidence: CaseEvidence, calls: Calls, figure: TelomereFigure) -> Arms:
    assays, tert, atrx = evidence.assays, calls["tert"], calls["atrx"]
    return Arms(
        mycn=_sign(calls["mycn"].state),
        tert_sv=_tert_sv(_sign(tert.text("rearrangement")), _sign(tert.text("amplification"))),
        tert_promoter=_sign(tert.text("promoter")),
        tert_expression=_amount(tert.text("expression")),
        c_circle=_sign(assays.c_circle),
        apb=_sign(assays.apb),
        telomerase_activity=_sign(assays.telomerase_activity),
        telomere_content=figure.content,
        atrx=_sign(atrx.text("atrx")),
        daxx=_sign(atrx.text("daxx")),
    )


def _tert_sv(rearrangement: Sign, amplification: Sign) -> Sign:
    """Either one makes it positive; only a rearrangement that was looked for makes it negative."""
    if "positive" in (rearrangement, amplification):
        return "positive"
    return "indeterminate" if amplification == "indeterminate" else rearrangement


def _doubtful_arms(calls: Calls, figure: TelomereFigure) -> tuple[str, ...]:
    titles = {"mycn": "MYCN", "tert": "TERT"}
    doubts = tuple(
        f"the call of {title} is itself to be reviewed"
        for name, title in titles.items()
        if calls[name].needs_review
    )
    return (*doubts, figure.doubt) if figure.doubt else doubts


_DAXX_WORDS: Final = {
    "wildtype": "no hit in the sequence and no deletion inside the gene",
    "partly_seen": "no hit; only the sequence, or only deletions, were looked at",
}


def _words(evidence: CaseEvidence, calls: Calls, figure: TelomereFigure) -> dict[str, str]:
    """By what evidence each arm is what it is; only of arms that were looked at."""
    words = {
        "telomere_content": figure.content_words,
        "variant_repeats": figure.variants_words,
    }
    for arm, name in (("mycn", "mycn"), ("atrx", "atrx")):
        if calls[name].state is not CallState.NOT_ASSESSED:
            words[arm] = calls[name].reason
    for name in ("c_circle", "apb", "telomerase_activity", "tert_expression"):
        told = getattr(evidence.assays, name)
        if told is not None:
            words[name] = f"the laboratory calls it {told.value}"
    partner = [item.what for item in calls["atrx"].evidence if item.what.startswith("DAXX")]
    words["daxx"] = "; ".join(partner) or _DAXX_WORDS.get(calls["atrx"].text("daxx"), "")
    reasons = calls["tert"].detail.get("reasons")
    for key, reason in reasons.items() if isinstance(reasons, dict) else ():
        told = (words.get(_TERT_ARMS[key], ""), str(reason))
        words[_TERT_ARMS[key]] = "; ".join(filter(None, told))
    if evidence.assays.tert_rearrangement is not None and not words.get("tert_sv"):
        words["tert_sv"] = f"reported as {evidence.assays.tert_rearrangement.value}"
    return words


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
        unseen = ", ".join(_TITLES[name] for name, v in rows.items() if v == "not_assessed")
        none = "MYCN, TERT rearrangement, telomerase and ALT were looked for and none was found"
        return f"{none}; not assessed: {unseen}" if unseen else none
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
    telomerase = any(name in TELOMERASE for name in decision.mechanisms)
    found = evidence.telomeres
    return (
        ("conflict", rules.conflict, decision.label == CONFLICT),
        ("several", rules.several, decision.several),
        ("probable", rules.probable, decision.label == ALT_PROBABLE),
        ("inferred", rules.inferred, MYCN in decision.mechanisms),
        ("tert_sv", rules.tert_sv, TERT_SV in decision.mechanisms),
        ("tert_high", rules.tert_high, decision.label == TERT_HIGH),
        ("alt", rules.alt, decision.label in {ALT, ALT_PROBABLE}),
        ("atm", rules.atm, decision.label in _SUBTYPED),
        ("negative", rules.negative, decision.label == TMM_NEGATIVE),
        ("none_yet", rules.none_yet, decision.label == OPEN and not _hinted(arms)),
        ("long_telomeres", rules.long_telomeres, unexplained),
        (
            "long_with_telomerase",
            rules.long_with_telomerase,
            telomerase and arms.telomere_content == "high",
        ),
        (
            "figure_alone",
            rules.figure_alone,
            found is not None and found.tumour is not None and found.log2 is None,
        ),
        (
            "prior_at_diagnosis",
            rules.prior_at_diagnosis,
            unsettled and time_point is TimePoint.DIAGNOSIS,
        ),
        ("prior_at_relapse", rules.prior_at_relapse, unsettled and time_point in _RELAPSED),
        ("resistance", rules.resistance, decision.positive is True),
    )


def _hinted(arms: Arms) -> bool:
    """Whether any arm speaks for a mechanism, or may."""
    return not {"positive", "high", "indeterminate"}.isdisjoint(vars(arms).values())


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
        DetailKey("arms", "The state of every arm; on variant_repeats no verdict rests."),
        DetailKey("reasons", "By what evidence each arm is what it is."),
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
