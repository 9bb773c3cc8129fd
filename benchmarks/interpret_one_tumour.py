"""How long knowledge takes to load and one tumour to be interpreted, against the limits for both.

Calls are made before the clock starts: what is measured is what they mean (risk, therapies and
next tests with every result of every assay supposed) for the relapse of the shipped example. Prints
ratios to the limits and, as last line, JSON. Usage:
``python benchmarks/interpret_one_tumour.py [FILE.yaml]``; worked cases add the slowest of them.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from crestome.knowledge.load import Knowledge, load_knowledge
from crestome.model.assessment import SampleAssessment
from crestome.model.evidence import CaseEvidence
from crestome.pipeline.assess import call_sample
from crestome.pipeline.demo import example_case
from crestome.pipeline.interpretation import interpret
from crestome.pipeline.knowledge import rules_of
from crestome.pipeline.supposition import Suppositions
from crestome.read.case import read_case
from crestome.read.worked_case import read_worked_cases

LIMIT_SECONDS = 0.050
ROUNDS = 15


def seconds(work: Callable[[], object]) -> float:
    """Median processor time of ``ROUNDS`` rounds after one that is not counted.

    Processor time, since nothing here waits: on an idle machine it is the time of the clock, and on
    a busy one it is not that of its neighbours.
    """
    work()
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return median(taken)


def interpretation_of(evidence: CaseEvidence, knowledge: Knowledge) -> Callable[[], object]:
    """The interpretation of one sample whose calls are made."""
    rules = rules_of(knowledge)
    calls = call_sample(evidence, rules)
    sample = SampleAssessment(sample=evidence.sample, calls=calls)
    suppose = Suppositions((evidence,), rules)
    return lambda: interpret(evidence.clinical, (sample,), knowledge, suppose)


def main() -> None:
    """Measure, and print ratios to the limits."""
    start = time.process_time()
    knowledge = load_knowledge()
    figures = {"load_first": time.process_time() - start, "load": seconds(load_knowledge)}
    figures["load_with_rules"] = seconds(lambda: rules_of(load_knowledge()))
    example = read_case(example_case(), knowledge).evidence[-1]
    figures["interpret_example"] = seconds(interpretation_of(example, knowledge))
    for argument in sys.argv[1:]:
        cases = read_worked_cases(Path(argument), knowledge)
        times = [seconds(interpretation_of(case.evidence, knowledge)) for case in cases]
        figures["interpret_slowest_case"] = max(times)
        figures["interpret_median_case"] = median(times)
    ratios = {name: round(taken / LIMIT_SECONDS, 2) for name, taken in figures.items()}
    for name, taken in figures.items():
        print(f"{name:24} {taken * 1000:6.1f} ms  {ratios[name]:.2f} of the limit")
    print(json.dumps({"limit_ms": LIMIT_SECONDS * 1000, "ratios": ratios}))


if __name__ == "__main__":
    main()
