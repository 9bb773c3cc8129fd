"""The pathway model against stated behaviours, beside its nulls.

``python validation/pathway.py --data DIR [--models N] [--seed S] [--write]``

Behaviours that a model was written for prove little; those that ship with crestome were written
with the rules in hand. So a set that was held back stands beside them (``held_back/pathway.yaml``),
with its first result; each pass rate stands beside that of randomly damaged models, and beside the
plain lookup of Table 1 of the review (a drug works where the tumour has the alteration that the
table prints beside it). What is measured besides is how many single changes of one name in one rule
at least one behaviour notices. Behaviours are looked for as ``pathway_experiments*.yaml`` in DIR
and in the folder above it.
"""

from __future__ import annotations

import argparse
import importlib
import json
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from crestome.knowledge.load import load_knowledge, shipped_root
from crestome.knowledge.pathway import Pathway
from crestome.knowledge.pathway_load import load_pathway
from crestome.model.experiment import BEST_SINGLE, Experiment, Relation, Side
from crestome.read.pathway_experiments import read_pathway_experiments
from crestome.simulate.compiled_pathway import CompiledPathway, compile_pathway
from crestome.simulate.experiment import Plan, plan_experiments
from crestome.simulate.export import render_bnet
from crestome.simulate.mutation import damaged, single_mutations
from crestome.simulate.vocabulary import Vocabulary, vocabulary_of

HELD_BACK = Path(__file__).parent / "held_back" / "pathway.yaml"
FIRST_RESULT = {"held back": (15, 8 / 15), "held back, more": (3, 2 / 3)}
"""What the model showed of them before it was revised after a review."""
TABLE = Path(__file__).parent / "results" / "pathway.tsv"
DAMAGES = (1, 3, 6, 12)
HELPFUL_UP = {"apoptosis", "differentiation", "p53", "p21"}
"""Read-outs that a drug that works raises; it lowers the others."""

ALK = {"ALK1", "ALK2", "ALK3"}
MYCN = {"BET", "HDAC", "HDAC-PI3K", "AURKA"}
TELOMERES = {"TERT", "G4", "6THIO", "ATM", "ATR"}
P53 = {"MDM2", "MDM2-MDM4"}
RAS = {"MEK", "SHP2"}
TABLE_1 = {
    "ALK": ALK | RAS,
    "MYCN": MYCN | TELOMERES,
    "TERT": TELOMERES,
    "ATRX": TELOMERES,
    "ALT": TELOMERES,
    "TP53": P53,
    "MDM2": P53,
    "CDKN2A": P53,
    "NRAS": RAS,
    "NF1": RAS,
    "PTPN11": RAS,
    "BRAF": RAS,
    "FGFR1": RAS,
}
"""Treatments that Table 1 prints beside a gene."""


@dataclass(frozen=True)
class Tested:
    """A set of behaviours, ready to run.

    Attributes:
        name: Of the set.
        experiments: The behaviours.
        plan: Their conditions.
    """

    name: str
    experiments: tuple[Experiment, ...]
    plan: Plan

    def passed(self, compiled: CompiledPathway) -> NDArray[np.bool_]:
        """Whether each behaviour holds."""
        return self.plan.passed(compiled.settle(self.plan.conditions))


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    check: str
    behaviours: str
    n: int
    value: float
    meaning: str


def main() -> None:
    """Print the table and, last, one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--models", type=int, default=200, help="damaged models of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help=f"renew {TABLE.name}")
    asked = parser.parse_args()
    knowledge = load_knowledge()
    pathway = load_pathway(knowledge)
    words = vocabulary_of(pathway, knowledge.drugs)
    tested = [*sets_of(asked.data, words)]
    rows = [row for item in tested for row in measured(item, pathway, asked.models, asked.seed)]
    rows += first_result()
    rows += noticed(tested, pathway)
    rows += compared_with_lookup(tested, pathway, words)
    rows += confirmed_by_aeon(tested[-1], pathway)
    lines = ["check\tbehaviours\tn\tvalue\tmeaning"]
    lines += [f"{x.check}\t{x.behaviours}\t{x.n}\t{x.value:.3f}\t{x.meaning}" for x in rows]
    print("\n".join(lines))
    if asked.write:
        TABLE.write_text("\n".join(lines) + "\n", "utf-8")
    print(json.dumps({"V-19": summary(rows, tested)}))


def first_result() -> Iterator[Row]:
    """The first pass rates of the sets that were held back."""
    for name, (count, share) in FIRST_RESULT.items():
        yield Row("passed at first", name, count, share, "before the model was revised")


def summary(rows: Sequence[Row], tested: Sequence[Tested]) -> dict[str, object]:
    """The figures by set of behaviours and check."""
    by_set: dict[str, object] = {
        name: {f"{row.check} ({row.meaning})": row.value for row in rows if row.behaviours == name}
        for name in dict.fromkeys(row.behaviours for row in rows)
    }
    return {"n": len(tested[-1].experiments)} | by_set


def sets_of(data: Path, words: Vocabulary) -> Iterator[Tested]:
    """The behaviours held back, the given ones, and those that ship with crestome."""
    held = read_pathway_experiments(HELD_BACK)
    for name, letter in zip(FIRST_RESULT, "HM", strict=True):
        part = tuple(item for item in held if item.id.startswith(letter))
        yield Tested(name, part, plan_experiments(part, words))
    found = sorted({*data.glob("pathway_experiments*.yaml"), *data.glob("../pathway_exp*.yaml")})
    given = tuple(item for path in found for item in read_pathway_experiments(path))
    shipped = read_pathway_experiments(shipped_root() / "experiments" / "neuroblastoma.yaml")
    if given:
        yield Tested("given", given, plan_experiments(given, words))
    else:
        print(f"given: not run; no pathway_experiments*.yaml in {data} or above it")
    yield Tested("shipped", shipped, plan_experiments(shipped, words))
    if given:
        both = (*given, *shipped)
        yield Tested("both", both, plan_experiments(both, words))


def measured(item: Tested, pathway: Pathway, models: int, seed: int) -> Iterator[Row]:
    """The pass rate of the model and of damaged ones."""
    compiled = compile_pathway(pathway)
    mutations = list(single_mutations(pathway))
    passed = item.passed(compiled)
    for fault, held in zip(item.experiments, passed, strict=True):
        if not held:
            known = f" (known: {fault.known_failure})" if fault.known_failure else ""
            print(f"{item.name}: {fault.id} fails: {fault.title}{known}")
    yield Row("passed", item.name, len(passed), float(passed.mean()), "share of behaviours")
    assumed = [one.sources == ("crestome-conventions",) for one in item.experiments]
    if any(assumed):
        rate = float(passed[~np.array(assumed)].mean())
        count = len(passed) - sum(assumed)
        yield Row("passed", item.name, count, rate, "share of those that a source states")
    for count in DAMAGES:
        rates = [
            float(item.passed(compiled.with_rules(damaged(mutations, count, seed + number))).mean())
            for number in range(models)
        ]
        what = f"{count} damaged rule{'s' if count > 1 else ''}"
        yield Row("null", item.name, models, statistics.median(rates), f"{what}: median pass rate")
        yield Row("null", item.name, models, max(rates), f"{what}: best pass rate")


def noticed(tested: Sequence[Tested], pathway: Pathway) -> Iterator[Row]:
    """The share of single changes that a set of behaviours notices, and what nobody notices."""
    compiled = compile_pathway(pathway)
    mutations = list(single_mutations(pathway))
    for item in tested:
        held = item.passed(compiled)
        caught = [
            bool((held & ~item.passed(compiled.with_rules({x.node: x.expression}))).any())
            for x in mutations
        ]
        share = sum(caught) / len(caught)
        yield Row("noticed", item.name, len(caught), share, "share of single changes of a rule")
        if item is tested[-1]:
            missed = [
                str(change) for change, seen in zip(mutations, caught, strict=True) if not seen
            ]
            print(f"not noticed by {item.name} ({len(missed)}): {'; '.join(missed)}")


def compared_with_lookup(
    tested: Sequence[Tested], pathway: Pathway, words: Vocabulary
) -> Iterator[Row]:
    """The model and the lookup of Table 1 on behaviours that a row of Table 2 states."""
    compiled = compile_pathway(pathway)
    for item in tested:
        stated = tuple(x for x in item.experiments if "T2-" in x.source or "Table 2" in x.source)
        if not stated or item.name == "both":
            continue
        part = Tested(item.name, stated, plan_experiments(stated, words))
        held = part.passed(compiled)
        looked = [looked_up(x, words) for x in stated]
        yield Row("Table 2", item.name, len(stated), float(held.mean()), "passed by the model")
        share = sum(looked) / len(looked)
        yield Row("Table 2", item.name, len(stated), share, "passed by the lookup of Table 1")


def confirmed_by_aeon(item: Tested, pathway: Pathway) -> Iterator[Row]:
    """The share of distinct settled states that AEON finds to be fixed points of the export."""
    try:
        aeon = importlib.import_module("biodivine_aeon")
    except ModuleNotFoundError:
        print("fixed points: not run; AEON is not installed")
        return
    compiled = compile_pathway(pathway)
    settled = compiled.settle(item.plan.conditions)
    bits = np.unpackbits(settled.words.view(np.uint8), axis=1, bitorder="little")
    states = np.unique(bits, axis=1).T
    graph = aeon.AsynchronousGraph(aeon.BooleanNetwork.from_bnet(render_bnet(pathway)))
    names = list(compiled.rows)
    fixed = [
        graph.post(graph.mk_subspace(dict(zip(names, map(bool, state), strict=True)))).is_empty()
        for state in states
    ]
    share = sum(fixed) / len(fixed)
    yield Row("AEON", item.name, len(fixed), share, "settled states that are fixed points")


def looked_up(experiment: Experiment, words: Vocabulary) -> bool:
    """Whether the lookup alone gives the stated relation; it knows no gain of a combination."""
    other = experiment.b
    a = works(experiment.a, words)
    if other is not None and other.drugs == (BEST_SINGLE,):
        return False
    b = other is not None and works(other, words)
    up = experiment.readout in HELPFUL_UP
    match experiment.relation:
        case Relation.LOWER:
            return (b and not a) if up else (a and not b)
        case Relation.HIGHER:
            return (a and not b) if up else (b and not a)
        case Relation.ALIKE:
            return a == b
        case Relation.LOW:
            return a != up
        case Relation.HIGH:
            return a == up


def works(side: Side, words: Vocabulary) -> bool:
    """Whether Table 1 prints any of the drugs beside any of the alterations."""
    given = {words.treatments[name.casefold()] for name in side.drugs}
    return any(given & TABLE_1.get(name.split(":")[0], set()) for name in side.alterations)


if __name__ == "__main__":
    main()
