"""MYCN amplification: from copies of DNA, a pathology report, and RNA where the two disagree.

Amplification of MYCN at 2p24 is more than a fourfold excess of the gene over chromosome 2. It is
the strongest single molecular risk factor of neuroblastoma and ends the need for another telomerase
mechanism. A gain of 2p that carries MYCN along is not amplification. Assays can disagree for good
reasons: few tumour cells in the piece that was sequenced, amplified and unamplified cells side by
side, or a report on another piece. A disagreement is shown, and never settled by RNA alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from crestome.call.copy_level import CopyLevel, CopyLevelRules, GeneLevel, classify_gene
from crestome.call.expression_level import ExpressionLevelRules
from crestome.call.mechanism import DetailKey, Mechanism
from crestome.call.mycn_transcripts import MycnTranscripts, read_transcripts
from crestome.knowledge.schema import ByKey, Curated, Rules, Threshold, Words
from crestome.model.assay import Assays, MycnPathology
from crestome.model.call import Call, Calls, CallState, Finding
from crestome.model.copy_number import GeneCopyNumber, Platform
from crestome.model.evidence import CaseEvidence

GENE: Final = "MYCN"
_AMPLIFIED, _GAIN, _NORMAL = "amplified", "gain", "normal"
_OPEN, _NOT_ASSESSED = "indeterminate", "not_assessed"
_STATES: Final = {
    _AMPLIFIED: CallState.PRESENT,
    _GAIN: CallState.ABSENT,
    _NORMAL: CallState.ABSENT,
    _OPEN: CallState.INDETERMINATE,
    _NOT_ASSESSED: CallState.NOT_ASSESSED,
}
_OWN: Final = {
    "segment_state.amplified_log2": "mycn.amplified_log2",
    "copy_level.broad_amplified_log2": "mycn.broad_amplified_log2",
}
"""General cut-offs that MYCN replaces with its own."""


class MycnRules(Rules):
    """What decides MYCN beyond the copy level of a gene.

    Attributes:
        copy_level: Cut-offs of gene copy levels.
        expression_level: Below which purity low RNA is not that of tumour cells.
        amplified_log2: MYCN's own cut-offs, by platform, in place of those of any region.
        broad_amplified_log2: The same for a segment that is not focal.
        amplified_tpm: From so many transcripts per million, RNA speaks for amplification.
        unamplified_tpm: Up to so many, RNA speaks against it.
        prognosis: Sentences that stand beside an amplification.
        heterogeneity: Sentences that stand beside amplification in a part of the cells.
        gain: Sentences that stand beside a gain.
    """

    copy_level: CopyLevelRules
    expression_level: ExpressionLevelRules
    amplified_log2: ByKey
    broad_amplified_log2: ByKey
    amplified_tpm: Threshold
    unamplified_tpm: Threshold
    prognosis: Words
    heterogeneity: Words
    gain: Words


@dataclass(frozen=True, kw_only=True)
class _Verdict:
    """What the assays together say.

    Attributes:
        label: The word of the field.
        reason: Why.
        basis: ``dna``, ``pathology`` or ``expression``; None without any.
        method: What measured it, in words.
        discordant: Assays contradict each other.
        review: A person should look.
        reachable: Labels that stay possible where assays contradict or leave it open.
        missing: Assays that would settle it.
        notes: Sentences that must stand beside it.
        rules: Rules that decided beyond the copy level.
    """

    label: str
    reason: str
    basis: str | None = None
    method: str | None = None
    discordant: bool = False
    review: bool = False
    reachable: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


def call_mycn(evidence: CaseEvidence, _calls: Calls, rules: MycnRules) -> Call:
    """Call MYCN amplified, gained or normal from DNA, pathology and RNA.

    DNA goes first, and a FISH ratio is DNA, counted cell by cell: amplification seen by FISH stands
    against a bulk measurement that does not show it. A pathology report of amplification against
    unamplified DNA is settled by RNA; without RNA it stays open. RNA alone decides only where there
    is neither DNA nor a report. Low RNA speaks against amplification only where it is that of
    tumour cells: other cells dilute it.

    Args:
        evidence: Uses ``copy_number``, ``gene_copies``, ``events``, the MYCN assays, the material
            and the purity.
        _calls: Calls made so far; MYCN needs none.
        rules: See `MycnRules`.

    Returns:
        ``present`` when amplified; ``absent`` when gained or normal; ``indeterminate`` where assays
        contradict each other, a number lies between cut-offs, bulk DNA of too few tumour cells
        shows no amplification, or low RNA may be that of other cells; ``not_assessed`` without
        any.

    References:
        ambros-2009, openpedcan, cohn-2009, pdq-2025
    """
    level = classify_gene(GENE, _with_fish(evidence), copy_rules(rules))
    rna = read_transcripts(
        evidence, rules.expression_level, rules.amplified_tpm, rules.unamplified_tpm
    )
    verdict = _weigh(level, evidence.assays, rna)
    amplified = verdict.label == _AMPLIFIED
    heterogeneous = evidence.assays.mycn_fish_heterogeneous
    cited: list[Curated[tuple[str, ...]]] = []
    if amplified:
        cited.append(rules.prognosis)
    if heterogeneous:
        cited.append(rules.heterogeneity)
    if verdict.label == _GAIN:
        cited.append(rules.gain)
    return Call(
        mechanism="mycn",
        state=_STATES[verdict.label],
        label=verdict.label,
        reason=verdict.reason,
        detail={
            "discordant": verdict.discordant,
            "basis": verdict.basis,
            "needs_review": verdict.review,
            "heterogeneous": heterogeneous,
            "focal": level.focal,
            "reachable": verdict.reachable,
            "method": verdict.method,
        },
        quantities=(*level.quantities, *rna.quantities),
        evidence=(*level.findings, *_reports(evidence.assays)),
        missing=verdict.missing,
        needs_review=verdict.review,
        notes=(*level.notes, *verdict.notes, *(text for item in cited for text in item.value)),
        rules=(*(_OWN.get(rule, rule) for rule in level.rules), *verdict.rules),
        sources=_sources(level, verdict, rules, cited),
    )


def copy_rules(rules: MycnRules) -> CopyLevelRules:
    """The rules of gene copy levels with MYCN's own cut-offs on log2 ratios.

    Amplicons of MYCN are so much more frequent than any other that a lower cut-off serves it.
    """
    general = rules.copy_level
    segments = general.segment_state.model_copy(update={"amplified_log2": rules.amplified_log2})
    return general.model_copy(
        update={
            "segment_state": segments,
            "broad_amplified_log2": rules.broad_amplified_log2,
        }
    )


def _with_fish(evidence: CaseEvidence) -> CaseEvidence:
    """The evidence with the FISH assay among the statements on MYCN's copies."""
    ratio = evidence.assays.mycn_fish_ratio
    if ratio is None:
        return evidence
    fish = GeneCopyNumber(
        gene=GENE, chr2_ratio=ratio, platform=Platform.FISH, where="assays.mycn_fish_ratio"
    )
    return replace(evidence, gene_copies=(*evidence.gene_copies, fish))


def _weigh(level: GeneLevel, assays: Assays, rna: MycnTranscripts) -> _Verdict:
    if level.level is CopyLevel.AMPLIFIED or assays.mycn_fish_heterogeneous:
        return _amplified_dna(level, assays, rna)
    if level.level is CopyLevel.NOT_ASSESSED:
        return _without_dna(assays, rna)
    if level.level is CopyLevel.INDETERMINATE:
        return _open_dna(level, assays, rna)
    return _unamplified_dna(level, assays, rna)


def _amplified_dna(level: GeneLevel, assays: Assays, rna: MycnTranscripts) -> _Verdict:
    """Amplified DNA stands, whatever a report of unknown method says."""
    reasons = [level.reason]
    bulk_is_normal = level.level not in {CopyLevel.AMPLIFIED, CopyLevel.NOT_ASSESSED}
    if level.level is not CopyLevel.AMPLIFIED:
        reasons.append("FISH saw amplified beside unamplified cells.")
    denied = assays.mycn_pathology is MycnPathology.NOT_AMPLIFIED
    if denied:
        reasons.append("The pathology report says not amplified.")
    discordant = level.conflicting or denied or (bulk_is_normal and level.basis != "fish")
    notes = [_FEW_CELLS] if discordant else []
    if rna.low:
        notes.append(_SILENT)
    return _Verdict(
        label=_AMPLIFIED,
        reason=" ".join(reasons),
        basis="dna",
        method=level.basis or "fish",
        discordant=discordant,
        review=discordant or level.needs_review or bulk_is_normal or rna.low,
        reachable=(_AMPLIFIED, _NORMAL) if discordant else (),
        missing=("mycn_fish",) if discordant and level.basis != "fish" else (),
        notes=tuple(notes),
    )


_FEW_CELLS: Final = "Amplified cells may be few: heterogeneous amplification or low purity."
_SILENT: Final = "MYCN RNA is as low as in unamplified tumours; RNA alone does not overrule DNA."


def _unamplified_dna(level: GeneLevel, assays: Assays, rna: MycnTranscripts) -> _Verdict:
    label = _GAIN if level.level is CopyLevel.GAIN else _NORMAL
    plain = _Verdict(
        label=label,
        reason=level.reason,
        basis="dna",
        method=level.basis,
        review=level.needs_review,
    )
    if assays.mycn_pathology is not MycnPathology.AMPLIFIED:
        if not rna.high:
            return plain
        note = "MYCN RNA is as high as in amplified tumours; RNA alone does not overrule DNA."
        return replace(plain, review=True, notes=(note,), missing=("mycn_fish",))
    said = f"{level.reason} The pathology report says amplified."
    contested = replace(
        plain,
        discordant=True,
        review=True,
        reachable=(_AMPLIFIED, label),
        missing=("mycn_fish",),
        rules=("mycn.amplified_tpm",),
    )
    if rna.tpm is None:
        return replace(
            contested,
            label=_OPEN,
            reason=f"{said} Without RNA neither can be preferred.",
            missing=("mycn_fish", "mycn_expression"),
        )
    if rna.diluted:
        reason = f"{said} RNA settles nothing ({rna.words}): {rna.hidden}."
        return replace(contested, label=_OPEN, reason=reason)
    if rna.high:
        reason = f"{said} RNA agrees with the report ({rna.words})."
        return replace(
            contested, label=_AMPLIFIED, reason=reason, basis="pathology", method="pathology report"
        )
    return replace(contested, reason=f"{said} RNA agrees with DNA ({rna.words}).")


def _open_dna(level: GeneLevel, assays: Assays, rna: MycnTranscripts) -> _Verdict:
    """DNA between the cut-offs, or not to be trusted: only a report and RNA go beyond it."""
    told_amplified = assays.mycn_pathology is MycnPathology.AMPLIFIED
    otherwise = _NORMAL if level.suspected in {CopyLevel.NORMAL, CopyLevel.LOSS} else _GAIN
    verdict = _Verdict(
        label=_OPEN,
        reason=level.reason,
        basis="dna",
        method=level.basis,
        discordant=level.conflicting or told_amplified,
        review=True,
        reachable=(_AMPLIFIED, otherwise),
        missing=("mycn_fish",),
    )
    if assays.mycn_pathology is None:
        return verdict
    word = assays.mycn_pathology.value.replace("_", " ")
    said = f"{level.reason} The pathology report says {word}."
    if told_amplified and rna.high:
        return replace(
            verdict,
            label=_AMPLIFIED,
            discordant=level.conflicting,
            reason=f"{said} RNA agrees with the report ({rna.words}).",
            basis="pathology",
            method="pathology report",
            reachable=(_AMPLIFIED, otherwise) if level.conflicting else (),
            rules=("mycn.amplified_tpm",),
        )
    return replace(verdict, reason=said)


def _without_dna(assays: Assays, rna: MycnTranscripts) -> _Verdict:
    if assays.mycn_pathology is not None:
        return _by_report(assays.mycn_pathology, rna)
    if rna.tpm is None:
        return _Verdict(
            label=_NOT_ASSESSED,
            reason="Neither DNA, nor a pathology report, nor RNA says anything of MYCN.",
            missing=("mycn_fish", "mycn_copy_number"),
        )
    label = _AMPLIFIED if rna.high else _NORMAL if rna.speaks_against else _OPEN
    doubt = f": {rna.hidden}. Low RNA does not exclude amplification" if rna.diluted else ""
    return _Verdict(
        label=label,
        reason=f"RNA alone ({rna.words}){doubt}.",
        basis="expression",
        method="expression",
        review=label != _NORMAL,
        reachable=(_AMPLIFIED, _NORMAL) if label == _OPEN else (),
        missing=("mycn_fish", "mycn_copy_number"),
        notes=("The RNA cut-off belongs to the pipeline of its cohort; DNA should confirm it.",),
        rules=("mycn.amplified_tpm", "mycn.unamplified_tpm"),
    )


def _by_report(report: MycnPathology, rna: MycnTranscripts) -> _Verdict:
    amplified = report is MycnPathology.AMPLIFIED
    against = rna.speaks_against if amplified else rna.high
    word = report.value.replace("_", " ")
    reason = f"The pathology report says {word}; there is no measurement of DNA."
    if against:
        reason = f"{reason} RNA contradicts it ({rna.words})."
    return _Verdict(
        label=_AMPLIFIED if amplified else _NORMAL,
        reason=reason,
        basis="pathology",
        method="pathology report",
        discordant=against,
        review=against,
        reachable=(_AMPLIFIED, _NORMAL) if against else (),
        missing=("mycn_fish",) if against else (),
        rules=("mycn.amplified_tpm", "mycn.unamplified_tpm") if against else (),
    )


def _reports(assays: Assays) -> tuple[Finding, ...]:
    if assays.mycn_pathology is None:
        return ()
    word = assays.mycn_pathology.value.replace("_", " ")
    return (Finding(what=f"pathology report: {word}", where="assays.mycn_pathology"),)


def _sources(
    level: GeneLevel, verdict: _Verdict, rules: MycnRules, cited: list[Curated[tuple[str, ...]]]
) -> tuple[str, ...]:
    keys = set(level.sources)
    for item in cited:
        keys.update(item.sources)
    if verdict.rules:
        keys.update(rules.amplified_tpm.sources, rules.unamplified_tpm.sources)
    return tuple(sorted(keys))


MECHANISM = Mechanism(
    name="mycn",
    title="MYCN",
    question="Is MYCN amplified, by which assay, and do the assays agree?",
    labels={
        CallState.PRESENT: (_AMPLIFIED,),
        CallState.ABSENT: (_GAIN, _NORMAL),
        CallState.INDETERMINATE: (_OPEN,),
        CallState.NOT_ASSESSED: (_NOT_ASSESSED,),
    },
    details=(
        DetailKey("discordant", "whether assays contradict each other on amplification"),
        DetailKey("basis", "what the label rests on", ("dna", "pathology", "expression")),
        DetailKey("needs_review", "whether a person should look"),
        DetailKey("heterogeneous", "amplified and unamplified cells side by side, by FISH"),
        DetailKey("focal", "whether the segment that carries MYCN is focal"),
        DetailKey(
            "reachable",
            "labels that stay possible where assays contradict each other or leave it open",
            (_AMPLIFIED, _GAIN, _NORMAL),
        ),
        DetailKey("method", "what measured it"),
    ),
    assays=("mycn_fish", "mycn_copy_number", "mycn_expression"),
    rules=MycnRules,
    call=call_mycn,
    genes=lambda _rules: frozenset({GENE}),
)
