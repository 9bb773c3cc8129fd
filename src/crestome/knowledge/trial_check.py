"""Cross-checks of the trials: drugs, facts, groups, mechanisms and dates that must exist.

A criterion that asks for a misspelt value would keep every patient out without a word, so each
name in a trial's file is checked against what it can be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date

from crestome.knowledge.load import Knowledge
from crestome.knowledge.schema import Leaf
from crestome.knowledge.table_check import find_test_faults
from crestome.knowledge.trial import Criterion, Trial, leaves

LeafCheck = Callable[[Leaf], Iterator[str]]


def find_trial_faults(knowledge: Knowledge, today: date, leaf_faults: LeafCheck) -> Iterator[str]:
    """Every fault of the trials, each with file, key and what is wrong.

    Args:
        knowledge: All curated files.
        today: No date may lie after it.
        leaf_faults: Finds what is wrong with a condition on a call.
    """
    for trial in knowledge.trials.values():
        path = knowledge.path(f"trials/{trial.id}.yaml")
        yield from (f"{path}: {fault}" for fault in _agents(trial, knowledge))
        yield from (f"{path}: {fault}" for fault in _criteria(trial, knowledge, leaf_faults))
        yield from (f"{path}: {fault}" for fault in _dates(trial, today))
    names = Counter(
        name.casefold()
        for trial in knowledge.trials.values()
        for name in {trial.id, trial.name, *trial.synonyms}
    )
    for name, count in names.items():
        if count > 1:
            yield f"{knowledge.path('trials')}: {name} names {count} trials"


def _agents(trial: Trial, knowledge: Knowledge) -> Iterator[str]:
    for agent in dict.fromkeys(
        (*trial.agents, *(item for arm in trial.arms for item in arm.agents))
    ):
        if agent not in knowledge.drugs and not _shipped_beneath(trial, knowledge):
            yield f"agents: {agent} is no file of drugs/; an agent without one is a partner"
    for arm in trial.arms:
        for agent in arm.agents:
            if agent not in trial.agents:
                yield f"arms.{arm.name}: {agent} is not among the agents of the trial"
    known = {
        name.casefold(): drug.id
        for drug in knowledge.drugs.values()
        for name in (drug.id, drug.name, *drug.synonyms)
    }
    for partner in trial.partners:
        if partner.casefold() in known:
            yield f"partners: {partner} is the drug {known[partner.casefold()]}; list it as agent"


def _shipped_beneath(trial: Trial, knowledge: Knowledge) -> bool:
    """Whether the trial is a shipped one under a user's folder, which may remove drugs."""
    folders = knowledge.folders
    return folders is not None and f"trials/{trial.id}.yaml" not in folders.laid_over


def _criteria(trial: Trial, knowledge: Knowledge, leaf_faults: LeafCheck) -> Iterator[str]:
    for name, count in Counter(item.id for item in trial.all_criteria).items():
        if count > 1:
            yield f"criteria: {name} stands {count} times; an id names one criterion"
    for criterion in trial.all_criteria:
        for fault in _criterion(criterion, knowledge, leaf_faults):
            yield f"criteria.{criterion.id}: {fault}"


def _criterion(criterion: Criterion, knowledge: Knowledge, leaf_faults: LeafCheck) -> Iterator[str]:
    for leaf in leaves(criterion.when):
        if isinstance(leaf, Leaf):
            yield from leaf_faults(leaf)
        else:
            yield from find_test_faults(leaf.facts, knowledge)


def _dates(trial: Trial, today: date) -> Iterator[str]:
    dated = [("status_as_of", trial.status_as_of), ("curated.on", trial.curated.on)]
    dated += [("reviewed.on", trial.reviewed.on)] if trial.reviewed else []
    yield from (f"{name}: {day} lies in the future" for name, day in dated if day > today)
    if trial.reviewed is not None and trial.reviewed.by == trial.curated.by:
        yield f"reviewed.by: {trial.reviewed.by} curated the entry; another person reviews it"
