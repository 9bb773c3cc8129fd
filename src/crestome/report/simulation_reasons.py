"""Why a treatment does what it does in the model, in lines that claim no more than it can."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from crestome.model.simulation import Counterfactual, PathStep, Reasons, Simulation

_SHOWN: Final = 5


def reason_lines(simulation: Simulation) -> Iterator[str]:
    """Counterfactuals, the way of the effect, its assumptions, and how it fares reworded."""
    reasons = simulation.reasons
    if reasons is None:
        return
    titles = {item.alteration: item.title for item in simulation.inputs}
    if simulation.strength < 1.0:
        yield "what follows is at full strength"
    yield from _removal_lines(reasons, titles, simulation.settings)
    for word, names in (("least", reasons.lowest), ("most", reasons.highest)):
        if names and reasons.lowest != reasons.highest:
            yield f"it does {word} if this is supposed: {_joined([titles[x] for x in names])}"
    best = reasons.additions[:_SHOWN]
    if best:
        added = "; ".join(f"{_joined(item.what)} ({_change(item)})" for item in best)
        yield f"most would be added by: {added}"
    yield from _path_lines(reasons)
    yield from _doubt_lines(reasons)


def _removal_lines(reasons: Reasons, titles: dict[str, str], settings: int) -> Iterator[str]:
    for item in reasons.removals:
        words = _condition(item, [titles.get(name, name) for name in item.what])
        if item.settings == settings:
            yield f"it would do more {words}: {_change(item)}"
        else:
            yield (
                f"in {item.settings} of {settings} settings of what is unknown it would do more "
                f"{words}: {item.change:+.2f} to {item.most:+.2f}"
            )
    if not reasons.removals:
        yield (
            "taking away no alteration that was found, alone or in a pair, and no other allele or "
            f"beginning that was tried raises the score by {reasons.effect:g} in any setting"
        )


def _condition(item: Counterfactual, what: Sequence[str]) -> str:
    if item.kind == "instead":
        return f"with {what[1]} in the place of {what[0]}"
    if item.kind == "began":
        return f"if it did not begin {_joined(what)}"
    return f"without {_joined(what)}"


def _path_lines(reasons: Reasons) -> Iterator[str]:
    for step in reasons.path:
        if step.idle:
            yield f"{step.title} is off before treatment: nothing to inhibit"
        elif step.kept_by:
            yield f"stops at {step.title}, kept by {_joined(step.kept_by)}"
        elif str(step.untreated) != str(step.treated):
            yield f"changes: {step.title} {step.untreated} \u2192 {step.treated}"


def _doubt_lines(reasons: Reasons) -> Iterator[str]:
    assumed = [text for step in reasons.path for text in step.assumed]
    if assumed:
        yield f"assumptions on the way ({len(assumed)}): {'; '.join(assumed)}"
    disputed = [text for step in reasons.path for text in _only_disputed(step)]
    if disputed:
        yield f"corrected or disputed on the way: {'; '.join(disputed)}"
    if reasons.robustness is not None:
        yield (
            f"reworded: whether the score reaches {reasons.effect:g} stays the same under "
            f"{reasons.robustness:.0%} of {reasons.mutations} changes of one name in one rule of "
            "this model; that says nothing on whether the model is true"
        )


def _only_disputed(step: PathStep) -> tuple[str, ...]:
    return tuple(text for text in step.disputed if text not in step.assumed)


def _joined(words: Sequence[str]) -> str:
    return " and ".join(words)


def _change(item: Counterfactual) -> str:
    return f"score {item.score}, {item.change:+.2f} at least"
