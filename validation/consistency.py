"""Random tumours through calls and interpretation: what must never happen, counted.

``python validation/consistency.py [--tumours N] [--seed S] [--data DIR]``

Each tumour draws what was measured and what was found: variants, copies, assays, treatments, an
earlier sample. All real mechanisms call it, all curated drugs are read against the calls, and each
answer is held against rules that any answer must keep, whatever the tumour. Nothing here is a
patient; ``--data`` is accepted as in the other programs and not read.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl

from crestome.call import MECHANISMS
from crestome.interpret.therapy import AMP, ESCAT, match_drug
from crestome.knowledge.load import Knowledge, load_knowledge
from crestome.knowledge.predicate import outcome_of
from crestome.knowledge.schema import AllOf, AnyOf, Claim, Condition, Drug, Leaf, Mark, Rules
from crestome.model.assay import AssayOutcome, Assays, Level
from crestome.model.call import Call, Calls, CallState
from crestome.model.clinical import Clinical, Course, Treatment, TreatmentResponse
from crestome.model.copy_number import CopyNumberCall, GeneCopyNumber
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import Assembly
from crestome.model.patient import Material, Patient, Sample, TimePoint
from crestome.model.small_variant import SequencedGenes, SequencingScope, SmallVariants
from crestome.model.therapy import ClaimOutcome, Effect, TherapyOption, Verdict
from crestome.pipeline.knowledge import rules_of

VARIANTS = (
    ("ALK", "F1174L", "missense"),
    ("ALK", "F1245C", "missense"),
    ("ALK", "R1275Q", "missense"),
    ("ALK", "G1202R", "missense"),
    ("ALK", "I1171N", "missense"),
    ("ALK", "L1198F", "missense"),
    ("ALK", "I1250T", "missense"),
    ("ALK", "A1200V", "missense"),
    ("ALK", "R100*", "nonsense"),
    ("TP53", "R273C", "missense"),
    ("TP53", "R337C", "missense"),
    ("TP53", "P72R", "missense"),
    ("TP53", "A20V", "missense"),
    ("NRAS", "Q61K", "missense"),
    ("KRAS", "G12C", "missense"),
    ("HRAS", "Q61R", "missense"),
    ("BRAF", "V600E", "missense"),
    ("PTPN11", "E76K", "missense"),
    ("FGFR1", "N546K", "missense"),
    ("NF1", "R1513*", "nonsense"),
    ("NF1", "A500V", "missense"),
    ("ATRX", "R666*", "nonsense"),
    ("RB1", "R320*", "nonsense"),
    ("PIK3CA", "H1047R", "missense"),
    ("MAP2K1", "K57N", "missense"),
)
GENES = tuple(dict.fromkeys(gene for gene, _, _ in VARIANTS))
COPIES = ("MYCN", "ALK", "MDM2", "CDKN2A", "CDK4", "CDK6", "CCND1", "FGFR1", "TERT", "RB1", "NF1")
DRUGS_GIVEN = ("crizotinib", "lorlatinib", "ceritinib", "trametinib", "induction", "idasanutlin")
LIST_WORDS = ("variants", "genes", "residues", "progressed_on", "prior_therapy", "amplified")
RANK = (
    Verdict.AGAINST,
    Verdict.NOT_MATCHED,
    Verdict.CONDITIONAL,
    Verdict.DOWNGRADED,
    Verdict.MATCHED,
)
_FOR = (Effect.SENSITIVITY, Effect.CONDITIONAL_SENSITIVITY, Effect.STRENGTHENS)
_MOST, _HALF, _SOME, _FEW = 0.8, 0.5, 0.3, 0.2


def random_tumour(rng: random.Random, knowledge: Knowledge) -> CaseEvidence:
    """One sample with whatever was measured on it; most tumours lack something."""
    evidence = CaseEvidence(
        patient=Patient(id="R"),
        sample=Sample(
            id="R1",
            time_point=rng.choice(list(TimePoint)),
            material=rng.choice((Material.TUMOUR, Material.TUMOUR, Material.CTDNA)),
            purity=rng.choice((None, 0.2, 0.6, 0.9)),
        ),
        genome=knowledge.genome(Assembly.GRCH38),
        clinical=_clinical(rng),
        assays=_assays(rng),
    )
    evidence = _sequenced(rng, evidence) if rng.random() < _MOST else evidence
    stated = [gene for gene in COPIES if rng.random() < _HALF]
    copies = tuple(GeneCopyNumber(gene=gene, call=_copies(rng)) for gene in stated)
    return replace(evidence, gene_copies=copies)


def _copies(rng: random.Random) -> CopyNumberCall:
    return rng.choice([CopyNumberCall.NORMAL, *list(CopyNumberCall)])


def _clinical(rng: random.Random) -> Clinical:
    treatments = tuple(
        Treatment(name=name, start_day=10, response=rng.choice(list(TreatmentResponse)))
        for name in DRUGS_GIVEN
        if rng.random() < _SOME
    )
    return Clinical(
        course=rng.choice((None, *Course)),
        mibg_avid=rng.choice((None, True, False)),
        treatments=rng.choice((None, treatments)),
    )


def _assays(rng: random.Random) -> Assays:
    def outcome() -> AssayOutcome | None:
        return rng.choice([None, None, *list(AssayOutcome)])

    scored = rng.random() < _HALF
    return Assays(
        c_circle=outcome(),
        apb=outcome(),
        telomerase_activity=outcome(),
        tert_rearrangement=outcome(),
        telomere_content=rng.choice((None, *Level)),
        tert_expression=rng.choice((None, *Level)),
        mycn_fish_ratio=rng.choice((None, 1.0, 3.0, 12.0)),
        adrenergic_score=rng.choice((0.4, 0.5, 0.6)) if scored else None,
        mesenchymal_score=rng.choice((0.4, 0.5, 0.6)) if scored else None,
    )


def _sequenced(rng: random.Random, evidence: CaseEvidence) -> CaseEvidence:
    rows = [
        {
            "gene": gene,
            "protein_change": change,
            "consequence": consequence,
            "contig": "",
            "position": None,
            "reference": "",
            "alternative": "",
            "vaf": rng.choice((None, 0.05, 0.15, 0.4)),
            "depth": None,
            "origin": "somatic",
            "phase_group": rng.choice(("", "1", "2")),
            "where": "random",
        }
        for gene, change, consequence in rng.sample(VARIANTS, rng.randint(0, 5))
    ]
    whole = rng.random() < _HALF
    read = SequencedGenes(
        scope=SequencingScope.GENOME if whole else SequencingScope.UNSTATED,
        genes=frozenset(gene for gene in GENES if rng.random() < _HALF),
    )
    frame = pl.DataFrame(rows, schema=SmallVariants.schema())
    return replace(evidence, small_variants=SmallVariants(frame), sequenced=read)


def call_all(evidence: CaseEvidence, rules: dict[str, Rules]) -> Calls:
    """All real verdicts on one sample."""
    calls = Calls()
    for mechanism in MECHANISMS:
        calls = calls.having(mechanism.answer(evidence, calls, rules[mechanism.name]))
    return calls


def random_calls(rng: random.Random, knowledge: Knowledge, rules: dict[str, Rules]) -> Calls:
    """Calls of a tumour, half of the time after an earlier sample of the same patient."""
    evidence = random_tumour(rng, knowledge)
    if rng.random() < _HALF:
        first = replace(random_tumour(rng, knowledge), followed=True)
        evidence = replace(evidence, earlier=(call_all(first, rules),))
    return call_all(evidence, rules)


def find_inconsistencies(
    calls: Calls, knowledge: Knowledge, rng: random.Random
) -> Iterator[tuple[str, str]]:
    """Each rule that is broken, and where."""
    for kind in _about_resistance(calls):
        yield kind, "resistance"
    for drug in knowledge.drugs.values():
        option = match_drug(drug, calls)
        kinds = (
            *_about_verdict(option),
            *_about_level(option),
            *_about_lists(option, drug, knowledge),
            *_about_counterfactuals(option, drug, calls),
            *(_about_further_claims(option, drug, calls) if rng.random() < _FEW else ()),
            *_about_less_knowledge(drug, calls, rng),
        )
        for kind in kinds:
            yield kind, drug.id


def _about_resistance(calls: Calls) -> Iterator[str]:
    call = calls["resistance"]
    ways = call.detail["ways"]
    rows = ways if isinstance(ways, tuple) else ()
    standings = {row["standing"] for row in rows if isinstance(row, dict)}
    if call.state is CallState.ABSENT and "not_assessed" in standings:
        yield "resistance absent although a way was not looked at"
    if (call.state is CallState.PRESENT) is not bool(call.detail["resistance"]):
        yield "resistance present without a way, or a way without present"


def _about_verdict(option: TherapyOption) -> Iterator[str]:
    held = {claim.effect for claim in option.reasons_for}
    against = {claim.effect for claim in option.reasons_against}
    verdict = option.verdict
    if verdict in {Verdict.MATCHED, Verdict.DOWNGRADED} and Effect.SENSITIVITY not in held:
        yield "match without a claim of sensitivity"
    if verdict in {Verdict.MATCHED, Verdict.DOWNGRADED} and Effect.RESISTANCE in against:
        yield "match and against at once"
    if verdict is Verdict.MATCHED and against:
        yield "unqualified match with a claim against"
    if verdict is Verdict.DOWNGRADED and Effect.DOWNGRADE not in against:
        yield "downgraded without a reason"
    if (verdict is Verdict.AGAINST) is not (Effect.RESISTANCE in against):
        yield "against without a negative claim, or a negative claim without against"
    is_open = option.open_questions or Effect.CONDITIONAL_SENSITIVITY in held
    if verdict is Verdict.CONDITIONAL and not is_open:
        yield "conditional with nothing open"


def _about_level(option: TherapyOption) -> Iterator[str]:
    for name, scale in (("escat", ESCAT), ("amp", AMP)):
        level = getattr(option, name)
        best = [scale.index(t) for c in option.reasons_for if (t := getattr(c, name)) in scale]
        if level in scale and (not best or scale.index(level) < min(best)):
            yield f"{name} above the best claim"
        lowered = option.verdict is Verdict.DOWNGRADED and level in scale
        if lowered and scale.index(level) <= min(best) < len(scale) - 1:
            yield f"{name} of a downgraded match not below its best claim"
    if (option.escat == "X") is not (option.verdict is Verdict.AGAINST):
        yield "tier X and against do not go together"
    if option.verdict is Verdict.NOT_MATCHED and (option.escat or option.amp):
        yield "a level without a match"


def _about_lists(option: TherapyOption, drug: Drug, knowledge: Knowledge) -> Iterator[str]:
    deciding = (*option.reasons_for, *option.reasons_against)
    if any(claim.mark == Mark.TO_CHECK.value for claim in deciding):
        yield "a claim that needs review decides"
    listed = [c.id for c in (*deciding, *option.open_questions, *option.not_met, *option.notes)]
    if max(Counter(listed).values(), default=1) > 1:
        yield "a claim stands in two lists"
    informs = {c.id for c in drug.claims if c.effect is Effect.NOTE or c.mark is Mark.TO_CHECK}
    if {claim.id for claim in drug.claims} - informs - set(listed):
        yield "a claim stands in no list"
    if not set(option.sources) <= set(knowledge.references) or not option.sources:
        yield "a source is missing or unknown"


_PREDICTED = {
    "Would have matched": Verdict.MATCHED,
    "Would have been a downgraded match": Verdict.DOWNGRADED,
}


def _about_counterfactuals(option: TherapyOption, drug: Drug, calls: Calls) -> Iterator[str]:
    """What is said to follow if a condition held does follow once it is made to hold."""
    for line in option.counterfactual:
        start, found, condition = line.removesuffix(".").partition(" in a tumour in which ")
        if not found:
            continue
        condition, still, _ = condition.partition(", were it not that ")
        predicted = Verdict.AGAINST if still else _PREDICTED[start]
        claim = next(c for c in drug.claims if c.condition == condition)
        changed = satisfied(claim.when, calls)
        if outcome_of(claim.when, changed) is not ClaimOutcome.HOLDS:
            yield "a condition cannot be made to hold"
        elif match_drug(drug, changed).verdict is not predicted:
            yield "a counterfactual does not work when it is applied"


def satisfied(condition: Condition, calls: Calls) -> Calls:
    """The same calls with a condition made to hold, and nothing else changed by intent."""
    if isinstance(condition, AllOf):
        for part in condition.all:
            calls = satisfied(part, calls)
    elif isinstance(condition, AnyOf):
        return satisfied(condition.any[0], calls)
    elif isinstance(condition, Leaf):
        return calls.having(_fitting(condition, calls[condition.mechanism]))
    return calls


def _fitting(leaf: Leaf, call: Call) -> Call:
    detail = dict(call.detail)
    for key, wanted in leaf.detail.items():
        value = detail.get(key)
        held = value if isinstance(value, tuple) else ()
        is_list = isinstance(value, tuple) or (value is None and key in LIST_WORDS)
        if is_list:
            words = tuple(item for item in held if isinstance(item, str))
            detail[key] = (*words, str(wanted[0]))
        elif value not in wanted:
            detail[key] = wanted[0]
    label = leaf.label[0] if leaf.label and call.label not in leaf.label else call.label
    mechanism = next(item for item in MECHANISMS if item.name == call.mechanism)
    fits = call.label == label and (not leaf.state or call.state in leaf.state)
    states = [state for state, labels in mechanism.labels.items() if label in labels]
    state = call.state if fits else next(s for s in states if not leaf.state or s in leaf.state)
    return call.model_copy(update={"label": label, "state": state, "detail": detail})


def _about_further_claims(option: TherapyOption, drug: Drug, calls: Calls) -> Iterator[str]:
    """One more negative claim that holds never raises verdict or level."""
    holding = next((c.when for c in drug.claims if outcome_of(c.when, calls) is _HOLDS), None)
    if holding is None:
        return
    for effect in (Effect.RESISTANCE, Effect.DOWNGRADE):
        further = drug.claims[0].model_copy(
            update={"id": "further", "when": holding, "effect": effect, "mark": Mark.LITERATURE}
        )
        lowered = match_drug(_with_claim(drug, further), calls)
        if RANK.index(lowered.verdict) > RANK.index(option.verdict):
            yield "a negative claim raised a verdict"
        if _level(lowered) < _level(option):
            yield "a negative claim raised a level"


_HOLDS = ClaimOutcome.HOLDS


def _with_claim(drug: Drug, claim: Claim) -> Drug:
    return drug.model_copy(update={"claims": (*drug.claims, claim)})


def _level(option: TherapyOption) -> int:
    return ESCAT.index(option.escat) if option.escat in ESCAT else len(ESCAT)


def _about_less_knowledge(drug: Drug, calls: Calls, rng: random.Random) -> Iterator[str]:
    """Without one call no claim may come to hold or fail that was open or otherwise before."""
    name = rng.choice(MECHANISMS).name
    silent = Call(mechanism=name, state=CallState.NOT_ASSESSED, label="not_assessed", reason="-")
    fewer = calls.having(silent)
    for claim in drug.claims:
        before, after = outcome_of(claim.when, calls), outcome_of(claim.when, fewer)
        if after is not ClaimOutcome.UNKNOWN and after is not before:
            yield "less knowledge decided more"


def main() -> int:
    """Print the inconsistencies by kind, and one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tumours", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--data", type=Path)
    given = parser.parse_args()
    knowledge = load_knowledge()
    rules = rules_of(knowledge)
    kinds: Counter[str] = Counter()
    labels: Counter[str] = Counter()
    for number in range(given.tumours):
        rng = random.Random(f"{given.seed}/{number}")  # noqa: S311 (no secret: tumours to repeat)
        calls = random_calls(rng, knowledge, rules)
        labels[calls["resistance"].label] += 1
        for kind, where in find_inconsistencies(calls, knowledge, rng):
            kinds[kind] += 1
            sys.stdout.write(f"tumour {given.seed}/{number}\t{where}\t{kind}\n")
    row = {
        "tumours": given.tumours,
        "drugs": len(knowledge.drugs),
        "seed": given.seed,
        "inconsistencies": sum(kinds.values()),
        "kinds": dict(kinds),
        "resistance": dict(labels),
    }
    sys.stdout.write(json.dumps(row) + "\n")
    return 1 if kinds else 0


if __name__ == "__main__":
    sys.exit(main())
