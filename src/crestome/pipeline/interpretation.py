"""Calls and clinical facts → what a tumour board asks: risk, therapies, trials and next tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crestome.interpret.next_test import Situation, Supposing, rank_next_tests
from crestome.interpret.risk import classify_risk
from crestome.interpret.therapy import match_drugs
from crestome.interpret.trial import match_trials
from crestome.knowledge.load import Knowledge
from crestome.model.assessment import SampleAssessment
from crestome.model.clinical import Clinical
from crestome.model.risk import Risk
from crestome.model.therapy import NextTest, TherapyOption
from crestome.model.trial import TrialOption
from crestome.pipeline.page import mechanism_titles


@dataclass(frozen=True, slots=True)
class Interpretation:
    """What the calls of one case mean.

    Attributes:
        risk: Risk groups, status and published outcomes of populations that fit.
        therapies: One entry per curated drug.
        trials: One entry per curated trial.
        next_tests: Assays that would settle open questions, most decisive first.
    """

    risk: Risk
    therapies: tuple[TherapyOption, ...]
    trials: tuple[TrialOption, ...]
    next_tests: tuple[NextTest, ...]

    @property
    def sources(self) -> frozenset[str]:
        """Every key that anything here cites."""
        cited = {key for option in self.therapies for key in option.sources}
        return self.risk.sources.union(cited, *(trial.cited for trial in self.trials))


def interpret(
    clinical: Clinical,
    samples: Sequence[SampleAssessment],
    knowledge: Knowledge,
    suppose: Supposing,
) -> Interpretation:
    """Interpret a case; risk is of diagnosis, everything else of the most recent sample.

    Args:
        clinical: What the clinic stated.
        samples: At least one, in the order of time.
        knowledge: All curated data.
        suppose: Gives the calls of a sample for each result of an assay that was not done.
    """
    calls = samples[-1].calls
    therapies = match_drugs(calls, knowledge)
    titles = {entry.name: entry.title for entry in mechanism_titles()}
    risk = classify_risk(clinical, samples, knowledge)
    trials = match_trials(clinical, samples, risk, knowledge)
    situation = Situation(
        clinical=clinical,
        samples=samples,
        risk=risk,
        therapies=therapies,
        trials=trials,
        titles=titles,
    )
    return Interpretation(
        risk=risk,
        therapies=therapies,
        trials=trials,
        next_tests=rank_next_tests(situation, knowledge, suppose),
    )
