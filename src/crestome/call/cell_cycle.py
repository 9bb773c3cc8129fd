"""Cell cycle: does a genomic hit drive CDK4 and CDK6, and is RB1 left for a drug to act through?

CDK4 and CDK6 with cyclin D1 (CCND1) inactivate RB1 and let a cell divide; p16 (CDKN2A) holds them
back. Amplification of CDK4, CDK6 or CCND1 and loss of both copies of CDKN2A push the same lever. A
drug that blocks CDK4 and CDK6 works through RB1: where RB1 is lost there is nothing left to block.
"""

from __future__ import annotations

from crestome.call.copy_level import CopyLevel
from crestome.call.mechanism import DetailKey, Mechanism, cited
from crestome.call.oncogenicity import GeneVerdict, Hit, OncogenicityRules, judge_gene
from crestome.knowledge.schema import Words
from crestome.model.call import Call, Calls, CallState
from crestome.model.evidence import CaseEvidence

CDKN2A, RB1 = "CDKN2A", "RB1"
_UNSEEN = frozenset({CopyLevel.NOT_ASSESSED, CopyLevel.INDETERMINATE})


class CellCycleRules(OncogenicityRules):
    """Rules of the axis, beside those of each gene.

    Attributes:
        axis_genes: Genes whose hit activates CDK4 and CDK6; the copies of all must be known to
            deny one.
    """

    axis_genes: Words


def call_cell_cycle(evidence: CaseEvidence, _calls: Calls, rules: CellCycleRules) -> Call:
    """Call the axis activated where a gene of it is amplified or its brake is lost.

    Args:
        evidence: Uses copies, small variants and events of the genes of the axis and of RB1.
        _calls: Calls made so far; none is needed.
        rules: The genes, and what counts in each.

    Returns:
        ``activated`` with the genes; ``not_activated`` where the copies of all of them are known;
        ``indeterminate`` with some of them, ``not_assessed`` with none. ``detail.rb1`` is said
        apart: it decides about the drugs, not about the axis.

    References: rader-2013, crestome-conventions.
    """
    verdicts = [judge_gene(gene, evidence, rules) for gene in rules.axis_genes.value]
    retinoblastoma = judge_gene(RB1, evidence, rules)
    hits = [hit for verdict in verdicts for hit in verdict.hits]
    unseen = [verdict.gene for verdict in verdicts if not _copies_known(verdict)]
    state = _state(hits, verdicts, unseen)
    rb1 = _rb1(retinoblastoma)
    return Call(
        mechanism="cell_cycle",
        state=state,
        label=_LABELS[state],
        reason=_reason(hits, retinoblastoma.hits, unseen),
        detail={
            "genes": tuple(dict.fromkeys(hit.gene for hit in hits)),
            "amplified": tuple(
                verdict.gene
                for verdict in verdicts
                if verdict.level is not None and verdict.level.level is CopyLevel.AMPLIFIED
            ),
            "variants": tuple(hit.name for hit in (*hits, *retinoblastoma.hits)),
            "rb1": rb1,
            "missing_genes": tuple(unseen),
        },
        evidence=tuple(hit.seen for hit in (*hits, *retinoblastoma.hits)),
        missing=_missing(hits, unseen, rb1),
        notes=("RB1 was not looked at.",) if rb1 == _NOT_ASSESSED and hits else (),
        rules=("cell_cycle.axis_genes", "cell_cycle.amplified_genes"),
        sources=cited(rules.axis_genes, rules.amplified_genes),
    )


_LABELS = {
    CallState.PRESENT: "activated",
    CallState.ABSENT: "not_activated",
    CallState.INDETERMINATE: "indeterminate",
    CallState.NOT_ASSESSED: "not_assessed",
}
_NOT_ASSESSED = CallState.NOT_ASSESSED.value


def _copies_known(verdict: GeneVerdict) -> bool:
    return verdict.level is not None and verdict.level.level not in _UNSEEN


def _state(hits: list[Hit], verdicts: list[GeneVerdict], unseen: list[str]) -> CallState:
    if hits:
        return CallState.PRESENT
    if len(unseen) == len(verdicts):
        return CallState.NOT_ASSESSED
    return CallState.INDETERMINATE if unseen else CallState.ABSENT


def _rb1(verdict: GeneVerdict) -> str:
    if verdict.hits:
        return "lost"
    return "no_loss_seen" if verdict.looked_at or _copies_known(verdict) else _NOT_ASSESSED


def _missing(hits: list[Hit], unseen: list[str], rb1: str) -> tuple[str, ...]:
    """Assays that could still change what is said of the axis, and of RB1 where it matters."""
    if hits:
        return ("rb1_sequencing",) if rb1 == _NOT_ASSESSED else ()
    wanted = {
        "copy_number_profile": any(gene != CDKN2A for gene in unseen),
        "cdkn2a_copy_number": CDKN2A in unseen,
    }
    return tuple(assay for assay, needed in wanted.items() if needed)


def _reason(hits: list[Hit], lost: tuple[Hit, ...], unseen: list[str]) -> str:
    parts = [f"Activated by {', '.join(hit.name for hit in hits)}."] if hits else []
    parts += ["No hit in what was looked at."] if not hits else []
    parts += [f"Lost: {', '.join(hit.name for hit in lost)}."] if lost else []
    parts += [f"Copies not known: {', '.join(unseen)}."] if unseen else []
    return " ".join(parts)


MECHANISM = Mechanism(
    name="cell_cycle",
    title="Cell cycle (CDK4/6)",
    question="Is CDK4/6 activated by amplification or loss of CDKN2A, and is RB1 kept?",
    labels={state: (label,) for state, label in _LABELS.items()},
    details=(
        DetailKey("genes", "genes of the axis that are hit"),
        DetailKey("amplified", "those of them that are amplified"),
        DetailKey("variants", "the driver events"),
        DetailKey("rb1", "what was seen of RB1", ("lost", "no_loss_seen", _NOT_ASSESSED)),
        DetailKey("missing_genes", "genes of the axis whose copies are not known"),
    ),
    assays=("copy_number_profile", "cdkn2a_copy_number", "rb1_sequencing"),
    rules=CellCycleRules,
    call=call_cell_cycle,
    genes=lambda rules: frozenset((*rules.axis_genes.value, RB1)),
)
